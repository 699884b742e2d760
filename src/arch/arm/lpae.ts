import { bitRows, type Form, type Level, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { ARM_LACKS, ARM_SYMBOLS, swapLayouts, swapRows } from './common.ts';
import { operations, predicates } from './lpae-functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = ['leaf', 'protnone', 'table'];
/** Bits above the address, of which the CPU has none. */
const BEYOND = 0xffn << 40n;
/** The first level: entries of these levels are one. */
const TOP: readonly Level[] = ['pgd', 'p4d', 'pud'];
const TABLES: readonly Level[] = ['pgd', 'p4d', 'pud', 'pmd'];
const PAGES: readonly Level[] = ['pmd', 'pte'];
const PG3 = 'arch/arm/include/asm/pgtable-3level.h';
const HWDEF = 'arch/arm/include/asm/pgtable-3level-hwdef.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';
const DESCRIPTOR = 'Arm ARM DDI 0406 B3.6.1 long-descriptor translation table format';

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: 'NSTable', short: 'table_ns', letter: 'q', set: 'tables in memory outside of the secure world (hardware, unused by Linux)', forms: ['table'], src: DESCRIPTOR },
  { hi: 63, lo: 59, name: 'ignored', kind: 'reserved', set: 'no kernel sets them in a leaf', forms: LEAF, src: `v6.12 ${PG3} L_PTE_RDONLY` },
  { hi: 63, lo: 32, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry: a swp_entry_t has 32 bits', forms: ['swap'], src: `v6.12 ${PGTABLE} __swp_entry_to_pte` },
  { hi: 62, name: 'APTable[1]', short: 'table_ap1', letter: 'p', set: 'no write access below this table', forms: ['table'], src: `v6.12 ${HWDEF} PMD_APTABLE` },
  { hi: 61, name: 'APTable[0]', short: 'table_ap0', letter: 'o', set: 'no user access below this table', forms: ['table'], src: `v6.12 ${HWDEF} PMD_APTABLE` },
  { hi: 60, name: 'XNTable', short: 'table_xn', letter: 'l', set: 'no execution below this table', forms: ['table'], src: DESCRIPTOR },
  { hi: 59, name: 'PMD_PXNTABLE', short: 'table_pxn', letter: 'X', set: 'no kernel execution below this table', forms: ['table'], src: `v6.12 ${HWDEF} PMD_PXNTABLE` },
  { hi: 58, name: 'L_PTE_RDONLY', short: 'rdonly', letter: 'r', set: 'read-only', clear: 'writable (for the CPU only once it is dirty)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_RDONLY, L_PMD_SECT_RDONLY` },
  { hi: 58, lo: 56, name: 'ignored', kind: 'reserved', set: 'no kernel sets them in a table entry', forms: ['table'], src: DESCRIPTOR },
  { hi: 57, name: 'L_PTE_NONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_NONE, L_PMD_SECT_NONE` },
  { hi: 56, name: 'L_PTE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_SPECIAL` },
  { hi: 55, name: 'L_PTE_DIRTY', short: 'dirty', letter: 'D', set: 'written (the first write to a clean page faults)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_DIRTY, L_PMD_SECT_DIRTY` },
  { hi: 55, name: 'L_PGD_SWAPPER', short: 'swapper', letter: 'k', set: 'entry of swapper_pg_dir', forms: ['table'], levels: TOP, src: `v6.12 ${PG3} L_PGD_SWAPPER` },
  { hi: 55, name: 'ignored', kind: 'reserved', set: 'no kernel sets it in a table entry of this level', forms: ['table'], levels: ['pmd'], src: DESCRIPTOR },
  { hi: 54, name: 'L_PTE_XN', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_XN; ${HWDEF} PMD_SECT_XN` },
  { hi: 54, lo: 40, name: 'ignored', kind: 'reserved', set: 'no kernel sets them in a table entry', forms: ['table'], src: DESCRIPTOR },
  { hi: 53, name: 'PTE_EXT_PXN', short: 'pxn', role: 'kernel_nx', letter: 'x', set: 'no kernel execution', forms: LEAF, levels: PAGES, src: `v6.12 ${HWDEF} PTE_EXT_PXN, PMD_SECT_PXN` },
  { hi: 52, name: 'Contiguous', short: 'cont', letter: 'c', set: 'contiguous hint (hardware, unused by Linux)', forms: LEAF, levels: PAGES, src: DESCRIPTOR },
  { hi: 51, lo: 40, kind: 'reserved', set: 'must be zero: an address has 40 bits', forms: LEAF, levels: PAGES, src: `v6.12 ${HWDEF} PHYS_MASK` },
  { hi: 20, lo: 12, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.12 ${PG3} pmd_pfn` },
  { hi: 11, name: 'PTE_EXT_NG', short: 'ng', letter: 'n', set: 'not global', clear: 'global TLB entry', forms: LEAF, levels: PAGES, src: `v6.12 ${HWDEF} PTE_EXT_NG, PMD_SECT_nG` },
  { hi: 11, lo: 2, name: 'ignored', kind: 'reserved', set: 'no kernel sets them in a table entry', forms: ['table'], src: DESCRIPTOR },
  { hi: 10, name: 'L_PTE_YOUNG', short: 'accessed', letter: 'A', set: 'used (access flag)', clear: 'not used since it was cleared', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_YOUNG; ${HWDEF} PMD_SECT_AF` },
  { hi: 9, name: 'L_PTE_SHARED[1]', short: 'sh1', letter: 'h', set: 'shareability, bit 1 (both: inner shareable)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_SHARED; ${HWDEF} PMD_SECT_S` },
  { hi: 8, name: 'L_PTE_SHARED[0]', short: 'sh0', letter: 'i', set: 'shareability, bit 0 (both: inner shareable)', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_SHARED; ${HWDEF} PMD_SECT_S` },
  { hi: 7, name: 'PTE_AP2', short: 'ap2', letter: 'R', set: 'read-only for the CPU: not writable, or not dirty yet', forms: LEAF, levels: PAGES, src: `v6.12 ${HWDEF} PTE_AP2, PMD_SECT_AP2` },
  ...swapRows(),
  { hi: 6, name: 'L_PTE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_USER; ${HWDEF} PMD_SECT_USER` },
  { hi: 5, name: 'NS', short: 'ns', letter: 'w', set: 'memory outside of the secure world (hardware, unused by Linux)', forms: LEAF, levels: PAGES, src: DESCRIPTOR },
  { hi: 4, name: 'L_PTE_MT[2]', short: 'attr2', letter: 'e', set: 'memory type (index into MAIR), bit 2', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_MT_MASK` },
  { hi: 3, name: 'L_PTE_MT[1]', short: 'attr1', letter: 'b', set: 'memory type (index into MAIR), bit 1', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_MT_MASK` },
  { hi: 2, name: 'L_PTE_MT[0]', short: 'attr0', letter: 'a', set: 'memory type (index into MAIR), bit 0', forms: LEAF, levels: PAGES, src: `v6.12 ${PG3} L_PTE_MT_MASK` },
  { hi: 1, name: 'PTE_TABLE_BIT', short: 'table', letter: 't', set: 'descriptor type: a table, or at the lowest level a page', forms: MAPPED, src: `v6.12 ${HWDEF} PTE_TABLE_BIT, PMD_TABLE_BIT` },
  { hi: 1, kind: 'reserved', set: 'neither a table nor empty: the entry is bad', forms: ['swap'], levels: TOP, src: `v6.12 ${PG3} pud_bad` },
  { hi: 0, name: 'L_PTE_VALID', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: MAPPED, src: `v6.12 ${PG3} L_PTE_VALID` },
];

/** arm with LPAE: three levels, entries of 64 bits, a `swp_entry_t` of 32. */
export const lpaeLayout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 30, indexBits: 2 },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9 },
  ],
  paging: [{ value: 3 }],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 36, config: ['SPARSEMEM'] }, { value: 40 }],
  // Without SPARSEMEM there is no MAX_PHYSMEM_BITS: SWP_TYPE_SHIFT.
  swpPfnBits: [{ value: 24, config: ['SPARSEMEM'] }, { value: 26 }],
  wordBits: 32,
  symbols: ARM_SYMBOLS,
  lacks: ARM_LACKS,
  none: [{ levels: [...TABLES, 'pte'], value: 0n, ignores: 0n, src: `v6.12 ${PGTABLE} pte_none, pmd_none` }],
  // prettier-ignore
  forms: [
    { form: 'protnone', levels: ['pte'], when: [{ set: (1n << 57n) | 0x1n, clear: 0n }, { set: (1n << 57n) | 0x2n, clear: 0n }], implies: ['table', 'protnone'], src: `v6.12 ${PG3} L_PTE_NONE` },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0x2n }], invalid: true, text: 'a page without PTE_TABLE_BIT: pte_present() is true, the CPU takes no such entry of the lowest level', src: `v6.12 ${PG3} L_PTE_PRESENT; Arm ARM DDI 0406C.c B3.6.2 level 3 descriptors, bits[1:0] 0b01 is reserved, invalid` },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 'table'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x2n, clear: 0x1n }], implies: ['table'], invalid: true, text: 'a page whose L_PTE_VALID is clear (set_memory_valid); pte_present() is true, the CPU ignores it', src: `v6.12 ${PGTABLE} pte_present; ${PG3} L_PTE_PRESENT` },
    { form: 'table', levels: TABLES, when: [{ set: 0x3n, clear: BEYOND }], implies: ['present', 'table'], src: `v6.12 ${PG3} pmd_table, pud_bad` },
    { form: 'table', levels: TABLES, when: [{ set: 0x3n, clear: 0n }], implies: ['present', 'table', 1n << 40n], invalid: true, text: 'bits 40 to 47 must be zero: its address has 40 bits, and Armv8 CPUs fault', src: `v6.12 ${PG3} pud_bad; ${DESCRIPTOR}; Arm ARM DDI 0487 AArch32.OAOutOfRange()` },
    { form: 'table', levels: TOP, when: [{ set: 0x1n, clear: 0x2n }], invalid: true, text: 'a block of 1 GiB for the CPU: no kernel makes one, and pud_bad() is true', src: `v6.12 ${PG3} pud_bad; ${DESCRIPTOR}` },
    { form: 'protnone', levels: ['pmd'], when: [{ set: 1n << 57n, clear: 0n }], implies: ['protnone'], notPresent: ['pmd'], src: `v6.12 ${PG3} L_PMD_SECT_NONE, set_pmd_at` },
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0x1n, clear: 0x2n }], implies: ['present'], src: `v6.12 ${PG3} pmd_sect` },
    // pmd_trans_huge(): whatever is no table.
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0n, clear: 0x1n }], implies: ['accessed'], invalid: true, notPresent: ['pmd'], src: `v6.12 ${PG3} pmd_trans_huge, pmd_mkinvalid` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: TABLES, hi: 39, lo: 12, pageShift: 12, src: `v6.12 ${PGTABLE} pmd_page_vaddr; ${PG3} pud_pgtable` },
    { forms: LEAF, levels: ['pte'], hi: 39, lo: 12, pageShift: 12, src: `v6.12 ${PGTABLE} pte_pfn` },
    { forms: LEAF, levels: ['pmd'], hi: 39, lo: 21, pageShift: 21, src: `v6.12 ${PG3} pmd_pfn` },
  ],
  swap: swapLayouts(),
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_none`,
});
