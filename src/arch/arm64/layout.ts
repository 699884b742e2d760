import { type BitRow, bitRows, type FormRow, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { operations, predicates } from './functions.ts';
import { BLOCKS, GRANULES, LEAF, pfn, sizes } from './sizes.ts';

const PROT = 'arch/arm64/include/asm/pgtable-prot.h';
const HWDEF = 'arch/arm64/include/asm/pgtable-hwdef.h';
const PGTABLE = 'arch/arm64/include/asm/pgtable.h';

const NO_PAGE =
  'marked as a page without access, of which this level has none: pud_present() is true, the CPU ignores it';

/** A pte of which the CPU has no such kind. */
const NO_DESCRIPTOR = {
  when: [{ set: 0x1n, clear: 0x2n }],
  invalid: true,
  text: 'a page without PTE_TABLE_BIT: pte_present() is true, the CPU takes no such entry of the lowest level',
  src: `v6.12 ${PGTABLE} pte_present; Arm ARM DDI 0487 D8.3.1 level 3 descriptors, bits[1:0] 0b01 is reserved, invalid`,
} as const;

/** A descriptor that is valid and no table; the CPU has blocks at some levels only. */
const BLOCK = [{ set: 0x1n, clear: 0x2n }] as const;
/** Since 6.9 PTE_ADDR_LOW has bits 48 and 49, with LPA2 and without. */
const ADDRESS_BITS =
  'Arm ARM DDI 0487 D8.3 descriptor formats: bits [51:48] are RES0 with addresses of 48 bits';
const NO_BLOCK =
  'a block, of which the CPU has none at this level: the descriptor is reserved, and an access faults';
/** Blocks of 512 GiB, which came with LPA2. */
const TOP_BLOCK = { config: ['ARM64_LPA2', ...GRANULES[0].config], when: BLOCK } as const;
// prettier-ignore
const NO_TOP = { when: BLOCK, implies: ['present'], invalid: true, text: NO_BLOCK, src: `v6.12 ${PGTABLE} p4d_bad; ${BLOCKS}` } as const;
/** A block of 64 GiB without LPA2. */
const NO_LARGE = {
  invalid: true,
  text: `${NO_BLOCK}, though pud_leaf() is true`,
  src: `v5.11 ${PGTABLE} pud_sect; ${BLOCKS}`,
} as const;

/** A bit of tables, which each level has a name for: `PMD_TABLE_UXN`, `PUD_TABLE_UXN` and so on. */
const tableBit = (
  name: string,
  row: Pick<BitRow, 'hi' | 'short' | 'letter' | 'set' | 'since'>,
): readonly WrittenRow[] =>
  (['pgd', 'p4d', 'pud', 'pmd'] as const).map((level) => {
    const macro = `${level.toUpperCase()}_TABLE_${name}`;
    return { ...row, name: macro, forms: ['table'], levels: [level], src: `v6.13 ${HWDEF} ${macro}` };
  });

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: 'PTE_TABLE_NS', short: 'table_ns', letter: 'q', set: 'table in non-secure memory (hardware, unused by Linux)', forms: ['table'], src: 'Arm ARM DDI 0487 D8.3 table descriptors, NSTable' },
  { hi: 63, lo: 62, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], since: '6.10', src: `v6.10 ${PGTABLE} swap entry comment` },
  { hi: 63, lo: 60, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], until: '6.10', src: `v5.11 ${PGTABLE} swap entry comment` },
  { hi: 62, name: 'S1_TABLE_AP[1]', short: 'table_ap1', letter: 'p', set: 'no write access below this table', forms: ['table'], src: `v6.12 ${HWDEF} S1_TABLE_AP` },
  { hi: 62, name: 'PTE_PO_IDX_2', short: 'po_idx2', role: 'pkey2', letter: 'J', set: 'permission overlay index (protection key), bit 2', forms: LEAF, since: '6.12', config: ['ARM64_POE'], src: `v6.12 ${HWDEF} PTE_PO_IDX_2` },
  { hi: 61, name: 'S1_TABLE_AP[0]', short: 'table_ap0', letter: 'o', set: 'no user access below this table', forms: ['table'], src: `v6.12 ${HWDEF} S1_TABLE_AP` },
  { hi: 61, name: 'PTE_PO_IDX_1', short: 'po_idx1', role: 'pkey1', letter: 'I', set: 'permission overlay index (protection key), bit 1', forms: LEAF, since: '6.12', config: ['ARM64_POE'], src: `v6.12 ${HWDEF} PTE_PO_IDX_1` },
  ...tableBit('UXN', { hi: 60, short: 'table_uxn', letter: 'l', set: 'no user execution below this table' }),
  { hi: 60, name: 'PTE_PO_IDX_0', short: 'po_idx0', role: 'pkey0', letter: 'Z', set: 'permission overlay index (protection key), bit 0', forms: LEAF, since: '6.12', config: ['ARM64_POE'], src: `v6.12 ${HWDEF} PTE_PO_IDX_0` },
  ...tableBit('PXN', { hi: 59, short: 'table_pxn', letter: 'k', set: 'no kernel execution below this table' }),
  { hi: 59, name: 'PMD_PRESENT_INVALID', short: 'present_invalid', letter: 'v', set: 'a block that is being split: mapped for the kernel, invalid for the CPU', forms: LEAF, levels: ['pmd'], since: '5.10', until: '6.10', src: `v5.11 ${PROT} PMD_PRESENT_INVALID` },
  { hi: 59, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry', forms: ['swap'], until: '6.10', src: `v5.11 ${PGTABLE} swap entry comment` },
  { hi: 58, name: 'PTE_PROT_NONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE or NUMA hinting)', forms: ['protnone'], until: '6.10', src: `v5.11 ${PROT} PTE_PROT_NONE` },
  { hi: 58, kind: 'reserved', set: 'PTE_PROT_NONE has no meaning on a valid entry', forms: ['leaf'], until: '6.10', src: `v5.11 ${PROT} PTE_PROT_NONE` },
  { hi: 58, name: 'PTE_UFFD_WP', short: 'uffd_wp', letter: 'F', set: 'write-protected by userfaultfd', forms: LEAF, since: '6.10', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v6.10 ${PROT} PTE_UFFD_WP` },
  { hi: 58, name: 'PTE_UFFD', short: 'uffd_wp', letter: 'F', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: LEAF, since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v7.3 ${PROT} PTE_UFFD` },
  { hi: 58, kind: 'reserved', set: 'PTE_PROT_NONE: no entry of this level is a page', forms: ['table'], levels: ['pud'], config: ['ARM64_64K_PAGES'], until: '6.10', src: `v5.11 ${PROT} PTE_PROT_NONE` },
  { hi: 58, kind: 'reserved', set: 'PTE_PROT_NONE: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d'], until: '6.10', src: `v5.11 ${PROT} PTE_PROT_NONE` },
  { hi: 57, name: 'PTE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, config: ['ARCH_HAS_PTE_DEVMAP'], src: `v5.3 ${PROT} PTE_DEVMAP` },
  { hi: 56, name: 'PTE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v5.11 ${PROT} PTE_SPECIAL` },
  { hi: 55, name: 'PTE_DIRTY', short: 'dirty', letter: 'D', set: 'written (software; hardware says so with PTE_WRITE and no PTE_RDONLY)', forms: LEAF, src: `v5.11 ${PROT} PTE_DIRTY` },
  { hi: 54, name: 'PTE_UXN', short: 'nx', letter: 'N', set: 'no user execution', clear: 'user mode may execute', forms: LEAF, src: `v5.11 ${HWDEF} PTE_UXN` },
  { hi: 53, name: 'PTE_PXN', short: 'pxn', letter: 'x', set: 'no kernel execution', forms: LEAF, src: `v5.11 ${HWDEF} PTE_PXN` },
  { hi: 52, name: 'PTE_CONT', short: 'cont', letter: 'c', set: 'contiguous hint: one of a run of entries that the TLB may join', forms: LEAF, src: `v5.11 ${HWDEF} PTE_CONT` },
  { hi: 51, lo: 50, kind: 'reserved', set: 'must be zero', forms: ['table'], src: ADDRESS_BITS },
  { hi: 51, name: 'PTE_WRITE', short: 'rw', letter: 'W', set: 'writable (the hardware bit DBM: dirty bit management)', clear: 'read-only', forms: LEAF, src: `v5.11 ${PROT} PTE_WRITE = PTE_DBM` },
  { hi: 50, name: 'PTE_GP', short: 'gp', letter: 'g', set: 'guarded page: branch targets are checked (BTI)', forms: LEAF, since: '5.8', src: `v5.11 ${HWDEF} PTE_GP` },
  { hi: 49, lo: 48, kind: 'reserved', set: 'must be zero: an address has 48 bits', forms: [...LEAF, 'table'], until: '6.9', src: ADDRESS_BITS },
  { hi: 38, lo: 12, name: 'reserved (512 GiB leaf)', kind: 'reserved', set: 'must be zero below a 512 GiB frame', forms: LEAF, levels: ['pgd', 'p4d'], config: TOP_BLOCK.config, src: BLOCKS },
  { hi: 28, lo: 16, name: 'reserved (512 MiB leaf)', kind: 'reserved', set: 'must be zero below a 512 MiB frame', forms: LEAF, levels: ['pmd'], config: ['ARM64_64K_PAGES'], src: `v6.12 ${PGTABLE} pmd_pfn` },
  { hi: 35, lo: 14, name: 'reserved (64 GiB leaf)', kind: 'reserved', set: 'must be zero below a 64 GiB frame', forms: LEAF, levels: ['pud'], config: GRANULES[1].config, src: `v6.12 ${PGTABLE} pud_pfn` },
  { hi: 29, lo: 12, name: 'reserved (1 GiB leaf)', kind: 'reserved', set: 'must be zero below a 1 GiB frame (bit 16: nT)', forms: LEAF, levels: ['pud'], config: GRANULES[0].config, src: `v6.12 ${PGTABLE} pud_pfn` },
  { hi: 24, lo: 14, name: 'reserved (32 MiB leaf)', kind: 'reserved', set: 'must be zero below a 32 MiB frame (bit 16: nT)', forms: LEAF, levels: ['pmd'], config: GRANULES[1].config, src: `v6.12 ${PGTABLE} pmd_pfn` },
  { hi: 20, lo: 12, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame (bit 16: nT)', forms: LEAF, levels: ['pmd'], config: GRANULES[0].config, src: `v6.12 ${PGTABLE} pmd_pfn` },
  { hi: 11, name: 'PTE_NG', short: 'ng', letter: 'n', set: 'not global', clear: 'global TLB entry', forms: LEAF, until: '6.10', src: `v5.11 ${HWDEF} PTE_NG` },
  { hi: 11, name: 'PTE_NG', short: 'ng', letter: 'n', set: 'not global; without PTE_VALID the same bit is PTE_PRESENT_INVALID', clear: 'global TLB entry', forms: ['leaf'], since: '6.10', src: `v6.10 ${PROT} PTE_PRESENT_INVALID = PTE_NG` },
  { hi: 11, name: 'PTE_PRESENT_INVALID', short: 'protnone', letter: 'O', set: 'mapped for the kernel, invalid for the CPU; with PTE_UXN and no PTE_USER: PROT_NONE', forms: ['protnone'], since: '6.10', src: `v6.10 ${PROT} PTE_PRESENT_INVALID = PTE_NG` },
  { hi: 11, kind: 'reserved', set: 'PTE_PRESENT_INVALID: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d'], since: '6.10', src: `v6.10 ${PROT} PTE_PRESENT_INVALID = PTE_NG` },
  // Kernels before 4.16 do not set it, their stable releases do: there is no release from which on it means something.
  { hi: 11, name: 'PTE_NG', short: 'table_ng', letter: 'd', set: 'passed over when the kernel made its own mappings not global (kpti; the CPU ignores it here)', forms: ['table'], src: 'v4.16 arch/arm64/mm/proc.S idmap_kpti_install_ng_mappings' },
  { hi: 10, name: 'PTE_AF', short: 'accessed', letter: 'A', set: 'used (access flag)', clear: 'not used since it was cleared', forms: LEAF, src: `v5.11 ${HWDEF} PTE_AF` },
  ...tableBit('AF', { hi: 10, short: 'table_af', letter: 'm', set: 'used (access flag of a table)', since: '6.13' }),
  { hi: 9, name: 'PTE_SHARED[1]', short: 'sh1', letter: 'h', set: 'shareability, bit 1 (both: inner shareable)', forms: LEAF, config: ['!ARM64_LPA2'], src: `v5.11 ${HWDEF} PTE_SHARED` },
  { hi: 8, name: 'PTE_SHARED[0]', short: 'sh0', letter: 'i', set: 'shareability, bit 0 (both: inner shareable)', forms: LEAF, config: ['!ARM64_LPA2'], src: `v5.11 ${HWDEF} PTE_SHARED` },
  { hi: 7, lo: 2, name: 'ignored', kind: 'reserved', set: 'no kernel sets them in a table entry', forms: ['table'], src: `v5.11 ${HWDEF} PMD_TYPE_TABLE` },
  { hi: 7, name: 'PTE_RDONLY', short: 'rdonly', letter: 'r', set: 'read-only for the CPU (a writable clean page has PTE_WRITE too)', forms: LEAF, src: `v5.11 ${HWDEF} PTE_RDONLY` },
  { hi: 6, name: 'PTE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only, or user execute-only', forms: LEAF, src: `v5.11 ${HWDEF} PTE_USER` },
  { hi: 5, lo: 4, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], since: '6.10', src: `v6.10 ${PGTABLE} swap entry comment` },
  { hi: 4, name: 'PTE_ATTRINDX[2]', short: 'attr2', letter: 'e', set: 'memory type (index into MAIR), bit 2', forms: LEAF, src: `v5.11 ${HWDEF} PTE_ATTRINDX` },
  { hi: 3, name: 'PTE_ATTRINDX[1]', short: 'attr1', letter: 'b', set: 'memory type (index into MAIR), bit 1', forms: LEAF, src: `v5.11 ${HWDEF} PTE_ATTRINDX` },
  { hi: 3, name: 'PTE_SWP_UFFD_WP', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'write-protected by userfaultfd', forms: ['swap'], since: '6.10', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v6.10 ${PROT} PTE_SWP_UFFD_WP` },
  { hi: 3, name: 'PTE_SWP_UFFD', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: ['swap'], since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v7.3 ${PROT} PTE_SWP_UFFD` },
  { hi: 3, name: 'unused', kind: 'reserved', set: 'no kernel without uffd-wp sets it in a swap entry', forms: ['swap'], since: '6.10', config: ['!HAVE_ARCH_USERFAULTFD_WP'], src: `v6.10 ${PGTABLE} swap entry comment` },
  { hi: 2, name: 'PTE_ATTRINDX[0]', short: 'attr0', letter: 'a', set: 'memory type (index into MAIR), bit 0', forms: LEAF, src: `v5.11 ${HWDEF} PTE_ATTRINDX` },
  { hi: 2, name: 'PTE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '5.19', src: `v5.19 ${PROT} PTE_SWP_EXCLUSIVE` },
  { hi: 1, name: 'PTE_TABLE_BIT', short: 'table', letter: 't', set: 'descriptor type: a table, or at the lowest level a page', forms: ['leaf', 'protnone', 'table'], src: `v5.11 ${HWDEF} PTE_TABLE_BIT` },
  { hi: 1, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], src: `v5.11 ${PGTABLE} swap entry comment` },
  { hi: 0, name: 'PTE_VALID', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'table'], src: `v5.11 ${HWDEF} PTE_VALID` },
];

/** arm64 with pages of 4, 16 or 64 KiB, 48- or 52-bit addresses. */
export const layout = (): ArchLayout => ({
  since: '4.14',
  ...sizes(),
  wordBits: 64,
  // prettier-ignore
  symbols: [
    { name: 'ARM64_64K_PAGES', standard: false, text: 'pages of 64 KiB' },
    { name: 'ARM64_16K_PAGES', standard: false, text: 'pages of 16 KiB' },
    { name: 'ARM64_PA_BITS_52', since: '4.16', standard: false, text: 'physical addresses of 52 bits: with 64 KiB pages always, with others on a CPU that has LPA2' },
    { name: 'ARM64_VA_BITS_36', standard: false, text: 'virtual addresses of 36 bits: 2 levels with 16 KiB pages' },
    { name: 'ARM64_VA_BITS_39', standard: false, text: 'virtual addresses of 39 bits: 3 levels with 4 KiB pages' },
    { name: 'ARM64_VA_BITS_42', standard: false, text: 'virtual addresses of 42 bits: 2 levels with 64 KiB pages' },
    { name: 'ARM64_VA_BITS_47', standard: false, text: 'virtual addresses of 47 bits: 3 levels with 16 KiB pages' },
    { name: 'ARM64_VA_BITS_52', since: '5.0', standard: false, text: 'virtual addresses of 52 bits: a wider top table (ARM64_USER_VA_BITS_52 before 5.4, where those of the kernel have 48)' },
    { name: 'ARM64_LPA2', since: '6.9', standard: false, runtime: true, needs: ['ARM64_PA_BITS_52'], config: ['!ARM64_64K_PAGES'], feature: 'LPA2', provenBy: { paging: 5 }, text: 'the CPU has 52-bit addresses with 4 and 16 KiB pages (TCR_EL1.DS): bits 8-9 of an entry are address bits; CONFIG_ARM64_LPA2 of a .config only allows it' },
    { name: 'ARM64_POE', since: '6.12', standard: true, text: 'permission overlays (protection keys) in bits 60-62 of a leaf' },
    { name: 'HAVE_ARCH_USERFAULTFD_WP', since: '6.10', standard: true, needs: ['USERFAULTFD'], text: 'uffd-wp bits; without it they have no meaning and the special pte has the value 0' },
    { name: 'ARCH_ENABLE_THP_MIGRATION', since: '5.10', until: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries' },
    // Memory of devices needs memory that can be removed: ARCH_ENABLE_MEMORY_HOTREMOVE came with bbd6ec605c0f.
    { name: 'DEVICE_PRIVATE', since: '5.7', standard: { since: '7.2' }, text: 'device-private and device-exclusive types' },
    { name: 'ARCH_HAS_PTE_DEVMAP', since: '5.3', until: '6.17', standard: true, text: 'the devmap bit' },
  ],
  lacks: ['MEM_SOFT_DIRTY'],
  // prettier-ignore
  none: [
    { levels: ['pgd', 'p4d', 'pud', 'pmd', 'pte'], value: 0n, ignores: 0n, src: `v5.11 ${PGTABLE} pte_none, pmd_none` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], until: '6.10', implies: ['present'], ...NO_DESCRIPTOR },
    { form: 'leaf', levels: ['pte'], since: '6.10', ...NO_DESCRIPTOR },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 'table'], src: `v5.11 ${PGTABLE} pte_valid, ${HWDEF} PTE_TYPE_PAGE` },
    { form: 'leaf', levels: ['p4d'], ...TOP_BLOCK, implies: ['present'], src: `v6.12 ${HWDEF} P4D_TYPE_SECT; ${BLOCKS}` },
    { form: 'leaf', levels: ['pgd'], paging: [4], ...TOP_BLOCK, implies: ['present'], src: `v6.12 ${HWDEF} P4D_TYPE_SECT; ${BLOCKS}` },
    { form: 'table', levels: ['pgd'], paging: [5], config: TOP_BLOCK.config, ...NO_TOP },
    { form: 'table', levels: ['pgd', 'p4d'], config: ['ARM64_LPA2', ...GRANULES[1].config], ...NO_TOP },
    { form: 'table', levels: ['pgd', 'p4d'], config: ['!ARM64_LPA2'], ...NO_TOP },
    { form: 'table', levels: ['pgd', 'p4d'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 'table'], src: `v5.11 ${PGTABLE} pgd_none, p4d_none, ${HWDEF} P4D_TYPE_TABLE` },
    { form: 'table', levels: ['pud', 'pmd'], when: [{ set: 0x3n, clear: 0n }], implies: ['present', 'table'], src: `v5.11 ${HWDEF} PUD_TYPE_TABLE, PMD_TYPE_TABLE` },
    // What the CPU has counts, AArch64.PAMax(), not what the kernel was built for.
    { form: 'table', levels: ['pud'], config: ['ARM64_64K_PAGES'], when: BLOCK, invalid: true, text: 'a block of 4 TiB where the CPU has physical addresses of 52 bits, reserved where it has less: the kernel knows none', src: `v5.11 ${PGTABLE} pud_sect; ${BLOCKS}` },
    // pud_present() looks at the bits of a page without access, and pud_leaf() is constantly false.
    { form: 'table', levels: ['pud'], config: ['ARM64_64K_PAGES'], until: '6.10', when: [{ set: 1n << 58n, clear: 0x1n }], implies: [1n << 58n], invalid: true, text: NO_PAGE, src: `v5.11 ${PGTABLE} pud_present, pud_sect` },
    { form: 'table', levels: ['pud'], config: ['ARM64_64K_PAGES'], since: '6.10', when: [{ set: 0x800n, clear: 0x1n }], implies: [0x800n], invalid: true, text: NO_PAGE, src: `v6.10 ${PGTABLE} pud_present, pud_sect` },
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0x1n, clear: 0x2n }], implies: ['present'], src: `v5.11 ${PGTABLE} pmd_sect, ${HWDEF} PMD_TYPE_SECT` },
    { form: 'leaf', levels: ['pud'], config: [...GRANULES[1].config, '!ARM64_LPA2'], until: '6.10', when: BLOCK, implies: ['present'], ...NO_LARGE },
    { form: 'leaf', levels: ['pud'], config: [...GRANULES[1].config, '!ARM64_LPA2'], since: '6.10', when: BLOCK, ...NO_LARGE },
    ...[GRANULES[0].config, [...GRANULES[1].config, 'ARM64_LPA2']].map((config): FormRow => ({ form: 'leaf', levels: ['pud'], config, when: BLOCK, implies: ['present'], src: `v5.11 ${PGTABLE} pud_sect, ${HWDEF} PUD_TYPE_SECT; ${BLOCKS}` })),
    { form: 'protnone', levels: ['pte', 'pmd'], until: '6.10', when: [{ set: 1n << 58n, clear: 0x1n }], implies: ['protnone'], src: `v5.11 ${PGTABLE} pte_present, ${PROT} PTE_PROT_NONE` },
    { form: 'protnone', levels: ['pud'], until: '6.10', config: ['!ARM64_64K_PAGES'], when: [{ set: 1n << 58n, clear: 0x1n }], implies: ['protnone'], src: `v5.11 ${PGTABLE} pud_present, ${PROT} PTE_PROT_NONE` },
    { form: 'leaf', levels: ['pmd'], since: '5.10', until: '6.10', when: [{ set: 1n << 59n, clear: 0x1n }], implies: ['present_invalid'], invalid: true, src: `v5.11 ${PGTABLE} pmd_present_invalid, pmd_mkinvalid` },
    // PROT_NONE is the one invalid encoding without user access that is not executable; the rest is pmd_mkinvalid().
    ...[{ levels: ['pte', 'pmd'] as const }, { levels: ['pud'] as const, config: ['!ARM64_64K_PAGES'] }].flatMap((at): FormRow[] => [
      { form: 'protnone', ...at, since: '6.10', when: [{ set: 0x800n | (1n << 54n), clear: 0x41n }], implies: ['protnone', 'nx'], src: `v6.10 ${PGTABLE} pte_protnone` },
      { form: 'leaf', ...at, since: '6.10', when: [{ set: 0x800n, clear: 0x1n }], implies: [0x800n], invalid: true, src: `v6.10 ${PGTABLE} pte_present_invalid, pte_mkinvalid` },
    ]),
  ],
  rows: bitRows(rows()),
  pfn: pfn(),
  // prettier-ignore
  swap: [
    { since: '6.10', type: { lo: 6, width: 5 }, offset: { lo: 12, width: 50 }, fixed: 0n, src: `v6.10 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
    { since: '5.19', type: { lo: 3, width: 5 }, offset: { lo: 8, width: 50 }, fixed: 0n, src: `v5.19 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
    { type: { lo: 2, width: 6 }, offset: { lo: 8, width: 50 }, fixed: 0n, src: `v5.11 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
  ],
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_present, pmd_leaf`,
});
