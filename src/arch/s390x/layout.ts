import { bitRows, type Form, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { operations, predicates } from './functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = ['leaf', 'protnone', 'table'];
const LARGE = ['pud', 'pmd'] as const;
const REGIONS = ['pgd', 'p4d', 'pud'] as const;
const PGTABLE = 'arch/s390/include/asm/pgtable.h';

// The architecture numbers bits from the left: its bit 63 is bit 0 here.
// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 30, lo: 16, name: 'reserved (2 GiB leaf)', kind: 'reserved', set: 'must be zero below a 2 GiB frame', forms: LEAF, levels: ['pud'], src: `v6.12 ${PGTABLE} _REGION3_ENTRY_ORIGIN_LARGE` },
  { hi: 19, lo: 16, name: 'reserved (1 MiB leaf)', kind: 'reserved', set: 'must be zero below a 1 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_ORIGIN_LARGE` },
  { hi: 15, name: '_SEGMENT_ENTRY_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, levels: LARGE, since: '6.13', src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_WRITE, _REGION3_ENTRY_WRITE` },
  { hi: 14, name: '_SEGMENT_ENTRY_READ', short: 'read', letter: 'r', set: 'readable', clear: 'no access (PROT_NONE)', forms: LEAF, levels: LARGE, since: '6.13', src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_READ, _REGION3_ENTRY_READ` },
  { hi: 14, name: '_SEGMENT_ENTRY_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, levels: LARGE, until: '6.13', config: ['MEM_SOFT_DIRTY'], src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_SOFT_DIRTY, _REGION3_ENTRY_SOFT_DIRTY` },
  { hi: 13, name: '_SEGMENT_ENTRY_DIRTY', short: 'dirty', letter: 'D', set: 'written', forms: LEAF, levels: LARGE, src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_DIRTY, _REGION3_ENTRY_DIRTY` },
  { hi: 12, name: '_SEGMENT_ENTRY_YOUNG', short: 'accessed', letter: 'A', set: 'used', clear: 'not used since it was cleared', forms: LEAF, levels: LARGE, src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_YOUNG, _REGION3_ENTRY_YOUNG` },
  { hi: 11, name: '_PAGE_LARGE', short: 'large', letter: 'L', set: 'a pte that stands for a large one', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_LARGE` },
  { hi: 11, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], levels: ['pte'], since: '5.19', src: `v5.19 ${PGTABLE} _PAGE_SWP_EXCLUSIVE = _PAGE_LARGE` },
  { hi: 11, name: 'unused', kind: 'reserved', set: 'no kernel before 5.19 sets it in a swap entry', forms: ['swap'], levels: ['pte'], until: '5.19', src: `v5.11 ${PGTABLE} swap entry comment` },
  { hi: 11, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry of this level', forms: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], since: '6.13', src: `v6.13 ${PGTABLE} swap entry comment` },
  { hi: 11, kind: 'reserved', set: 'no kernel sets it in a table entry', forms: MAPPED, levels: REGIONS, src: `v6.12 ${PGTABLE} _REGION_ENTRY_BITS, _SEGMENT_ENTRY_BITS` },
  { hi: 11, kind: 'reserved', set: 'no kernel sets it in a table entry', forms: LEAF, levels: ['pmd'], src: `v6.12 ${PGTABLE} _REGION_ENTRY_BITS, _SEGMENT_ENTRY_BITS` },
  { hi: 10, name: '_PAGE_INVALID', short: 'invalid', letter: 'i', set: 'invalid for the CPU (old, or without access)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_INVALID` },
  { hi: 10, name: '_SEGMENT_ENTRY_LARGE', short: 'pse', letter: 'H', set: 'leaf: maps a large page (format control)', forms: LEAF, levels: LARGE, src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_LARGE, _REGION3_ENTRY_LARGE` },
  { hi: 10, kind: 'reserved', set: 'no table entry of this level has it', forms: ['table'], levels: REGIONS, src: `v6.12 ${PGTABLE} _REGION_ENTRY_BITS` },
  { hi: 9, name: '_PAGE_PROTECT', short: 'protect', letter: 'p', set: 'no store access (clean, or read-only)', forms: MAPPED, src: `v6.12 ${PGTABLE} _PAGE_PROTECT, _SEGMENT_ENTRY_PROTECT, _REGION_ENTRY_PROTECT` },
  { hi: 8, name: '_PAGE_NOEXEC', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: MAPPED, src: `v6.12 ${PGTABLE} _PAGE_NOEXEC, _SEGMENT_ENTRY_NOEXEC, _REGION_ENTRY_NOEXEC` },
  { hi: 8, lo: 7, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], levels: ['pte'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 7, name: '_PAGE_UNUSED', short: 'unused', letter: 'u', set: 'contents not needed (KVM guest page state)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_UNUSED` },
  { hi: 7, name: '_REGION_ENTRY_OFFSET[1]', short: 'table_offset1', letter: 'g', set: 'table offset, bit 1', forms: MAPPED, levels: REGIONS, src: `v6.12 ${PGTABLE} _REGION_ENTRY_OFFSET` },
  { hi: 7, kind: 'reserved', set: 'no kernel sets it in a segment entry', forms: MAPPED, levels: ['pmd'], src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_BITS` },
  { hi: 6, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_SPECIAL` },
  { hi: 6, name: '_REGION_ENTRY_OFFSET[0]', short: 'table_offset0', letter: 'h', set: 'table offset, bit 0', forms: MAPPED, levels: REGIONS, src: `v6.12 ${PGTABLE} _REGION_ENTRY_OFFSET` },
  { hi: 6, kind: 'reserved', set: 'no kernel sets it in a segment entry', forms: MAPPED, levels: ['pmd'], src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_BITS` },
  { hi: 5, name: '_PAGE_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_WRITE` },
  { hi: 5, name: '_SEGMENT_ENTRY_INVALID', short: 'invalid', letter: 'i', set: 'invalid for the CPU (old, or without access)', forms: MAPPED, levels: ['pgd', 'p4d', 'pud', 'pmd'], src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_INVALID, _REGION_ENTRY_INVALID` },
  { hi: 4, name: '_PAGE_READ', short: 'read', letter: 'r', set: 'readable', clear: 'no access (PROT_NONE)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_READ` },
  { hi: 4, name: '_SEGMENT_ENTRY_COMM', short: 'comm', letter: 'c', set: 'common segment or region; marks a swap entry', forms: MAPPED, levels: ['pgd', 'p4d', 'pud', 'pmd'], src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_COMM, _REGION3_ENTRY_COMM` },
  { hi: 3, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_DIRTY` },
  { hi: 3, name: '_REGION_ENTRY_TYPE[1]', short: 'table_type1', letter: 'b', set: 'table type, bit 1 (11 region first, 10 second, 01 third, 00 segment)', forms: MAPPED, levels: ['pgd', 'p4d', 'pud', 'pmd'], src: `v6.12 ${PGTABLE} _REGION_ENTRY_TYPE_MASK` },
  { hi: 3, name: '_REGION_ENTRY_TYPE[1]', short: 'table_type1', letter: 'b', set: 'table type, bit 1 (11 region first, 10 second, 01 third, 00 segment)', forms: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], since: '6.13', src: `v6.13 ${PGTABLE} mk_swap_rste` },
  { hi: 2, name: '_PAGE_YOUNG', short: 'accessed', letter: 'A', set: 'used', clear: 'not used since it was cleared', forms: LEAF, levels: ['pte'], src: `v6.12 ${PGTABLE} _PAGE_YOUNG` },
  { hi: 2, name: '_REGION_ENTRY_TYPE[0]', short: 'table_type0', letter: 'a', set: 'table type, bit 0 (11 region first, 10 second, 01 third, 00 segment)', forms: MAPPED, levels: ['pgd', 'p4d', 'pud', 'pmd'], src: `v6.12 ${PGTABLE} _REGION_ENTRY_TYPE_MASK` },
  { hi: 2, name: '_REGION_ENTRY_TYPE[0]', short: 'table_type0', letter: 'a', set: 'table type, bit 0 (11 region first, 10 second, 01 third, 00 segment)', forms: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], since: '6.13', src: `v6.13 ${PGTABLE} mk_swap_rste` },
  { hi: 1, name: '_PAGE_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, levels: ['pte'], config: ['MEM_SOFT_DIRTY'], src: `v5.11 ${PGTABLE} _PAGE_SOFT_DIRTY` },
  { hi: 1, name: '_PAGE_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], config: ['MEM_SOFT_DIRTY'], src: `v5.11 ${PGTABLE} pte_swp_soft_dirty = pte_soft_dirty` },
  { hi: 1, name: 'unused', kind: 'reserved', set: 'no kernel without soft-dirty sets it in a swap entry', forms: ['swap'], config: ['!MEM_SOFT_DIRTY'], src: `v5.11 ${PGTABLE} swap entry comment` },
  { hi: 1, name: '_SEGMENT_ENTRY_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, levels: LARGE, since: '6.13', config: ['MEM_SOFT_DIRTY'], src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_SOFT_DIRTY, _REGION3_ENTRY_SOFT_DIRTY` },
  { hi: 1, name: '_SEGMENT_ENTRY_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, levels: ['pmd'], until: '6.13', src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_WRITE` },
  { hi: 1, name: '_REGION3_ENTRY_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, levels: ['pud'], since: '6.10', until: '6.13', src: `v6.12 ${PGTABLE} _REGION3_ENTRY_WRITE` },
  { hi: 1, name: '_REGION3_ENTRY_READ', short: 'read', letter: 'r', set: 'readable', clear: 'no access (PROT_NONE)', forms: LEAF, levels: ['pud'], until: '6.10', src: `v6.1 ${PGTABLE} _REGION3_ENTRY_READ` },
  { hi: 1, name: '_REGION_ENTRY_LENGTH[1]', short: 'table_length1', letter: 'e', set: 'table length, bit 1', forms: ['table'], levels: REGIONS, src: `v6.12 ${PGTABLE} _REGION_ENTRY_LENGTH` },
  { hi: 0, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'present for the kernel', forms: LEAF, levels: ['pte'], src: `v5.11 ${PGTABLE} _PAGE_PRESENT` },
  { hi: 0, name: '_SEGMENT_ENTRY_PRESENT', short: 'present', letter: 'P', set: 'present for the kernel', forms: MAPPED, levels: ['pmd'], since: '6.13', src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_PRESENT` },
  { hi: 0, name: '_REGION3_ENTRY_PRESENT', short: 'present', letter: 'P', set: 'present for the kernel (in a table entry: table length, bit 0)', forms: MAPPED, levels: ['pud'], since: '6.13', src: `v6.13 ${PGTABLE} _REGION3_ENTRY_PRESENT` },
  { hi: 0, name: '_SEGMENT_ENTRY_READ', short: 'read', letter: 'r', set: 'readable', clear: 'no access (PROT_NONE)', forms: LEAF, levels: ['pmd'], until: '6.13', src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_READ` },
  { hi: 0, name: '_REGION3_ENTRY_READ', short: 'read', letter: 'r', set: 'readable', clear: 'no access (PROT_NONE)', forms: LEAF, levels: ['pud'], since: '6.10', until: '6.13', src: `v6.12 ${PGTABLE} _REGION3_ENTRY_READ` },
  { hi: 0, name: '_REGION3_ENTRY_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, levels: ['pud'], until: '6.10', src: `v6.1 ${PGTABLE} _REGION3_ENTRY_WRITE` },
  { hi: 0, name: '_REGION_ENTRY_LENGTH[0]', short: 'table_length0', letter: 'd', set: 'table length, bit 0', forms: ['table'], levels: ['pgd', 'p4d'], src: `v6.12 ${PGTABLE} _REGION_ENTRY_LENGTH` },
  { hi: 0, name: '_REGION_ENTRY_LENGTH[0]', short: 'table_length0', letter: 'd', set: 'table length, bit 0', forms: ['table'], levels: ['pud'], until: '6.13', src: `v6.12 ${PGTABLE} _REGION_ENTRY_LENGTH` },
];

/** `_REGION_ENTRY_ORIGIN`: the address of a table. */
const ORIGIN = 0xffff_ffff_ffff_f000n;

/** What the kernel's functions take for a table, whatever its invalid bit says. */
const INVALID_TABLE = {
  invalid: true,
  text: 'its invalid bit is set, which the present functions of the kernel do not look at: an access faults',
  src: `v6.12 ${PGTABLE} _REGION_ENTRY_INVALID, _SEGMENT_ENTRY_INVALID; z/Architecture Principles of Operation, "Region-Table Entries", "Segment-Table Entries"`,
} as const;

const OF_OTHER_LEVEL =
  'its table type is that of another level: an access ends with a translation-specification exception';

/** The same of a table whose type is that of another level. */
const OTHER_TYPE = {
  invalid: true,
  isCorrupt: true,
  text: OF_OTHER_LEVEL,
  src: `v6.12 ${PGTABLE} _REGION_ENTRY_TYPE_MASK, _SEGMENT_ENTRY, _REGION3_ENTRY; z/Architecture Principles of Operation, "Translation-Specification Exception"`,
} as const;

/** The same of a page. */
const PAGE_OF_OTHER_TYPE = {
  form: 'leaf',
  invalid: true,
  isCorrupt: true,
  text: OF_OTHER_LEVEL,
  src: `v6.12 ${PGTABLE} _REGION_ENTRY_TYPE_MASK, _REGION3_ENTRY_LARGE, _SEGMENT_ENTRY_LARGE; z/Architecture Principles of Operation, "Translation-Specification Exception"`,
} as const;

/** s390x: page tables of 256 entries, segment and region tables of 2048. */
export const layout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 53, indexBits: 11, paging: [5] },
    { level: 'p4d', shift: 42, indexBits: 11, paging: [4, 5] },
    { level: 'pud', shift: 31, indexBits: 11, paging: [3, 4, 5] },
    { level: 'pmd', shift: 20, indexBits: 11, paging: [2, 3, 4, 5] },
    { level: 'pte', shift: 12, indexBits: 8 },
  ],
  paging: [{ value: 3 }],
  hasOwnHeights: true,
  pageShift: [{ value: 12 }],
  physBits: [{ value: 46 }],
  // 42 to 53 bits, which only the configuration says: v6.12 arch/s390/Kconfig.
  morePhysBits: {
    text: 'MAX_PHYSMEM_BITS of its configuration is more than 46',
    most: 53,
    unlessOff: [{ symbols: [] }],
  },
  wordBits: 64,
  // prettier-ignore
  symbols: [
    // It has no devmap bit, without which memory of devices came in 6.17.
    { name: 'DEVICE_PRIVATE', since: '6.17', standard: { since: '7.2' }, text: 'device-private and device-exclusive types' },
    // "s390/mm: Enable THP_SWAP and THP_MIGRATION" (s390-6.17-2); entries of 6.13 mark pages of hugetlb alone.
    { name: 'ARCH_ENABLE_THP_MIGRATION', since: '6.17', until: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries' },
  ],
  lacks: ['HAVE_ARCH_USERFAULTFD_WP', 'ARCH_HAS_PTE_DEVMAP', 'MEMORY_FAILURE'],
  none: [
    { levels: ['pte'], value: 0x400n, ignores: 0n, src: `v5.11 ${PGTABLE} pte_none` },
    { levels: ['pmd'], value: 0x20n, ignores: 0n, src: `v5.11 ${PGTABLE} pmd_none = _SEGMENT_ENTRY_EMPTY` },
    { levels: ['pud'], value: 0x24n, ignores: 0n, src: `v5.11 ${PGTABLE} pud_none = _REGION3_ENTRY_EMPTY` },
    { levels: ['p4d'], value: 0x28n, ignores: 0n, src: `v5.11 ${PGTABLE} p4d_none = _REGION2_ENTRY_EMPTY` },
    { levels: ['pgd'], value: 0x2cn, ignores: 0n, src: `v5.11 ${PGTABLE} pgd_none, _REGION1_ENTRY_EMPTY` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x811n, clear: 0x400n }], implies: ['present', 'read', 'large'], invalid: true, text: 'a pte that stands for a large page, as huge_ptep_get() gives one: in a table bit 11 ends an access with a translation-specification exception', src: `v6.12 ${PGTABLE} _PAGE_LARGE; z/Architecture Principles of Operation, "Page-Table Entries"` },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x11n, clear: 0n }], implies: ['present', 'read'], src: `v5.11 ${PGTABLE} pte_present, _PAGE_READ` },
    { form: 'protnone', levels: ['pte'], when: [{ set: 0x1n, clear: 0x10n }], implies: ['present'], src: `v5.11 ${PGTABLE} pte_protnone` },
    // pud_present() looked at the address alone, even of a leaf; no kernel makes such an entry.
    { form: 'swap', levels: ['pud'], until: '6.13', when: [{ set: 0x4n, clear: 0x8n | ORIGIN }], implies: ['table_type0'], src: `v6.12 ${PGTABLE} pud_present` },
    { levels: ['pmd'], since: '6.13', when: [{ set: 0x4405n, clear: 0n }, { set: 0x4409n, clear: 0n }], implies: ['present', 'pse', 'read', 'table_type0'], ...PAGE_OF_OTHER_TYPE },
    { levels: ['pud'], since: '6.13', when: [{ set: 0x4401n, clear: 0x4n }, { set: 0x4409n, clear: 0n }], implies: ['present', 'pse', 'read'], ...PAGE_OF_OTHER_TYPE },
    { levels: ['pmd'], until: '6.13', when: [{ set: 0x405n, clear: 0n }, { set: 0x409n, clear: 0n }], implies: ['pse', 'read', 'table_type0'], ...PAGE_OF_OTHER_TYPE },
    { levels: ['pud'], since: '6.10', until: '6.13', when: [{ set: 0x401n, clear: 0x4n }, { set: 0x409n, clear: 0n }], implies: ['pse', 'read'], ...PAGE_OF_OTHER_TYPE },
    { levels: ['pud'], until: '6.10', when: [{ set: 0x402n, clear: 0x4n }, { set: 0x40an, clear: 0n }], implies: ['pse', 'read'], ...PAGE_OF_OTHER_TYPE },
    { form: 'leaf', levels: ['pmd'], since: '6.13', when: [{ set: 0x4401n, clear: 0n }], implies: ['present', 'pse', 'read'], src: `v6.13 ${PGTABLE} pmd_leaf, pmd_present` },
    { form: 'leaf', levels: ['pud'], since: '6.13', when: [{ set: 0x4401n, clear: 0n }], implies: ['present', 'pse', 'read', 'table_type0'], src: `v6.13 ${PGTABLE} pmd_leaf, pud_leaf, pmd_present` },
    { form: 'protnone', levels: ['pmd'], since: '6.13', when: [{ set: 0x401n, clear: 0x4000n }], implies: ['present', 'pse'], src: `v6.13 ${PGTABLE} pmd_protnone` },
    { form: 'protnone', levels: ['pud'], since: '6.13', when: [{ set: 0x401n, clear: 0x4000n }], implies: ['present', 'pse', 'table_type0'], src: `v6.13 ${PGTABLE} pmd_protnone` },
    { form: 'table', levels: ['pmd'], since: '6.13', when: [{ set: 0x21n, clear: 0x400n }], implies: ['present', 'invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['pud'], since: '6.13', when: [{ set: 0x21n, clear: 0x400n }], implies: ['table_type0', 'table_length1', 'present', 'invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['pmd'], since: '6.13', when: [{ set: 0x5n, clear: 0x400n }, { set: 0x9n, clear: 0x400n }], ...OTHER_TYPE },
    { form: 'table', levels: ['pud'], since: '6.13', when: [{ set: 0x1n, clear: 0x404n }, { set: 0x9n, clear: 0x400n }], ...OTHER_TYPE },
    { form: 'table', levels: ['pmd'], since: '6.13', when: [{ set: 0x1n, clear: 0x400n }], implies: ['present'], src: `v6.13 ${PGTABLE} pmd_present, _SEGMENT_ENTRY` },
    { form: 'table', levels: ['pud'], since: '6.13', when: [{ set: 0x1n, clear: 0x400n }], implies: ['table_type0', 'table_length1', 'present'], src: `v6.13 ${PGTABLE} pud_present, _REGION3_ENTRY` },
    { form: 'leaf', levels: ['pmd'], until: '6.13', when: [{ set: 0x401n, clear: 0n }], implies: ['pse', 'read'], src: `v6.12 ${PGTABLE} pmd_leaf, _SEGMENT_ENTRY_READ` },
    { form: 'leaf', levels: ['pud'], since: '6.10', until: '6.13', when: [{ set: 0x401n, clear: 0n }], implies: ['pse', 'read', 'table_type0'], src: `v6.12 ${PGTABLE} pud_leaf, _REGION3_ENTRY_READ` },
    { form: 'leaf', levels: ['pud'], until: '6.10', when: [{ set: 0x402n, clear: 0n }], implies: ['pse', 'read', 'table_type0'], src: `v6.1 ${PGTABLE} pud_large, _REGION3_ENTRY_READ` },
    { form: 'protnone', levels: ['pmd'], until: '6.13', when: [{ set: 0x400n, clear: 0x1n }], implies: ['pse'], src: `v6.12 ${PGTABLE} pmd_protnone` },
    { form: 'protnone', levels: ['pud'], since: '6.10', until: '6.13', when: [{ set: 0x400n, clear: 0x1n }], implies: ['pse', 'table_type0'], src: `v6.12 ${PGTABLE} pud_leaf, _REGION3_ENTRY_READ` },
    { form: 'protnone', levels: ['pud'], until: '6.10', when: [{ set: 0x400n, clear: 0x2n }], implies: ['pse', 'table_type0'], src: `v6.1 ${PGTABLE} pud_large, _REGION3_ENTRY_READ` },
    { form: 'table', levels: ['pmd'], until: '6.13', when: [{ set: 0x20n, clear: 0x400n }], implies: ['invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['pud'], until: '6.13', when: [{ set: 0x20n, clear: 0x400n }], implies: ['table_type0', 'table_length1', 'table_length0', 'invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['pgd'], when: [{ set: 0x20n, clear: 0n }], implies: ['table_type1', 'table_type0', 'table_length1', 'table_length0', 'invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['p4d'], when: [{ set: 0x20n, clear: 0n }], implies: ['table_type1', 'table_length1', 'table_length0', 'invalid'], ...INVALID_TABLE },
    { form: 'table', levels: ['pmd'], until: '6.13', when: [{ set: 0x4n, clear: 0x400n }, { set: 0x8n, clear: 0x400n }], ...OTHER_TYPE },
    { form: 'table', levels: ['pud'], until: '6.13', when: [{ set: 0n, clear: 0x404n }, { set: 0x8n, clear: 0x400n }], ...OTHER_TYPE },
    { form: 'table', levels: ['p4d'], when: [{ set: 0x4n, clear: 0n }, { set: 0n, clear: 0x8n }], ...OTHER_TYPE },
    { form: 'table', levels: ['pgd'], when: [{ set: 0n, clear: 0x4n }, { set: 0n, clear: 0x8n }], ...OTHER_TYPE },
    // pmd_present() was true for whatever is not empty: no swap entries above a pte.
    { form: 'table', levels: ['pmd'], until: '6.13', when: [{ set: 0n, clear: 0x400n }], implies: [], src: `v6.12 ${PGTABLE} pmd_present, _SEGMENT_ENTRY` },
    { form: 'table', levels: ['pud'], until: '6.13', when: [{ set: 0n, clear: 0x400n }], implies: ['table_type0', 'table_length1', 'table_length0'], src: `v6.12 ${PGTABLE} pud_present, _REGION3_ENTRY` },
    { form: 'table', levels: ['pgd'], when: [{ set: 0n, clear: 0n }], implies: ['table_type1', 'table_type0', 'table_length1', 'table_length0'], src: `v6.12 ${PGTABLE} pgd_present, _REGION1_ENTRY` },
    { form: 'table', levels: ['p4d'], when: [{ set: 0n, clear: 0n }], implies: ['table_type1', 'table_length1', 'table_length0'], src: `v6.12 ${PGTABLE} p4d_present, _REGION2_ENTRY` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: REGIONS, hi: 63, lo: 12, pageShift: 12, src: `v5.11 ${PGTABLE} _REGION_ENTRY_ORIGIN` },
    { forms: ['table'], levels: ['pmd'], hi: 63, lo: 11, pageShift: 12, src: `v5.11 ${PGTABLE} _SEGMENT_ENTRY_ORIGIN` },
    { forms: LEAF, levels: ['pte'], hi: 63, lo: 12, pageShift: 12, src: `v5.11 ${PGTABLE} pte_pfn` },
    { forms: LEAF, levels: ['pmd'], hi: 63, lo: 20, pageShift: 20, src: `v5.11 ${PGTABLE} _SEGMENT_ENTRY_ORIGIN_LARGE` },
    { forms: LEAF, levels: ['pud'], hi: 63, lo: 31, pageShift: 31, src: `v5.11 ${PGTABLE} _REGION3_ENTRY_ORIGIN_LARGE` },
  ],
  // prettier-ignore
  swap: [
    { levels: ['pgd', 'p4d', 'pud', 'pmd'], since: '6.13', type: { lo: 6, width: 5 }, offset: { lo: 12, width: 52 }, fixed: 0x30n, src: `v6.13 ${PGTABLE} mk_swap_rste, __SWP_TYPE_SHIFT_RSTE` },
    { type: { lo: 2, width: 5 }, offset: { lo: 12, width: 52 }, fixed: 0x600n, src: `v5.11 ${PGTABLE} mk_swap_pte, __SWP_TYPE_SHIFT` },
  ],
  predicates,
  operations,
  src: `v5.11 ${PGTABLE} pte_none, pte_present, pte_swap, pmd_present`,
});
