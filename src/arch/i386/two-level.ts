import { bitRows, type Form, type Level, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { LACKS_OF_32_BITS, splitSymbols } from '../shared/split.ts';
import { I386_SPLITS } from './splits.ts';
import { operations, predicates } from './two-level-functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = ['leaf', 'protnone', 'table'];
/** All levels above the pte are one: the page directory. */
const UPPER: readonly Level[] = ['pgd', 'p4d', 'pud', 'pmd'];
const TYPES = 'arch/x86/include/asm/pgtable_types.h';
const PG2 = 'arch/x86/include/asm/pgtable-2level.h';
const PGTABLE = 'arch/x86/include/asm/pgtable.h';

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 21, lo: 13, name: 'reserved (4 MiB leaf)', kind: 'reserved', set: 'no kernel sets them below a 4 MiB frame (PSE-36: address bits 32-39)', forms: LEAF, levels: UPPER, src: 'Intel SDM vol. 3A, 4.3 32-bit paging, PDE that maps a 4-MByte page' },
  { hi: 12, name: '_PAGE_PAT_LARGE', short: 'pat', role: 'pat_large', letter: 'L', set: 'cache attribute index, bit 2 (large page)', forms: LEAF, levels: UPPER, src: `v6.12 ${TYPES} _PAGE_BIT_PAT_LARGE` },
  { hi: 11, lo: 8, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], levels: UPPER, src: `v6.12 ${PGTABLE} pmd_bad` },
  { hi: 10, name: '_PAGE_SAVED_DIRTY', short: 'saved_dirty', letter: 'B', set: 'dirty, kept here while the entry is not writable', forms: LEAF, since: '6.6', src: `v6.6 ${TYPES} _PAGE_BIT_SAVED_DIRTY = _PAGE_BIT_SOFTW2` },
  { hi: 9, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v6.12 ${TYPES} _PAGE_BIT_SPECIAL = _PAGE_BIT_SOFTW1` },
  { hi: 8, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf'], src: `v6.12 ${TYPES} _PAGE_BIT_GLOBAL` },
  { hi: 8, name: '_PAGE_PROTNONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE)', forms: ['protnone'], src: `v6.12 ${TYPES} _PAGE_BIT_PROTNONE = _PAGE_BIT_GLOBAL` },
  { hi: 7, name: '_PAGE_PSE', short: 'pse', letter: 'H', set: 'leaf: maps a large page', forms: LEAF, levels: UPPER, src: `v6.12 ${TYPES} _PAGE_BIT_PSE` },
  { hi: 7, name: '_PAGE_PAT', short: 'pat', letter: 'Q', set: 'cache attribute index, bit 2', forms: LEAF, levels: ['pte'], src: `v6.12 ${TYPES} _PAGE_BIT_PAT` },
  { hi: 7, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], levels: ['pte'], since: '6.3', src: `v6.3 ${PG2} _PAGE_SWP_EXCLUSIVE = _PAGE_PSE` },
  { hi: 7, name: 'unused', kind: 'reserved', set: 'no kernel before 6.3 sets it in a swap entry', forms: ['swap'], levels: ['pte'], until: '6.3', src: `v6.2 ${PG2} __swp_entry` },
  { hi: 6, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written (set by the CPU)', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_DIRTY` },
  { hi: 6, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry', forms: ['swap'], src: `v6.12 ${PG2} swap entry comment` },
  { hi: 5, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used (set by the CPU)', clear: 'not used since it was cleared', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_ACCESSED` },
  { hi: 4, name: '_PAGE_PCD', short: 'pcd', letter: 'C', set: 'cache attribute index, bit 1', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_PCD` },
  { hi: 3, name: '_PAGE_PWT', short: 'pwt', letter: 'T', set: 'cache attribute index, bit 0', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_PWT` },
  { hi: 2, name: '_PAGE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_USER` },
  { hi: 1, name: '_PAGE_RW', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_RW` },
  { hi: 0, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'table'], src: `v6.12 ${TYPES} _PAGE_BIT_PRESENT` },
];

/** i386 without PAE: two levels, entries of 32 bits, nothing inverted. */
export const twoLevelLayout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 22, indexBits: 10 },
    { level: 'pte', shift: 12, indexBits: 10 },
  ],
  paging: [{ value: 2 }],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 32 }],
  wordBits: 32,
  entryBits: [{ value: 32 }],
  symbols: splitSymbols(I386_SPLITS),
  lacks: LACKS_OF_32_BITS,
  // prettier-ignore
  none: [
    { levels: [...UPPER, 'pte'], value: 0n, ignores: 0n, src: `v6.12 ${TYPES} _PAGE_KNL_ERRATUM_MASK (0 without PAE)` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: UPPER, when: [{ set: 0x81n, clear: 0n }], implies: ['present', 'pse'], src: `v6.12 ${PGTABLE} pmd_leaf` },
    { form: 'table', levels: UPPER, when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v6.12 ${PGTABLE} pmd_present` },
    { form: 'protnone', levels: [...UPPER, 'pte'], when: [{ set: 0x100n, clear: 0x1n }], implies: ['protnone'], src: `v6.12 ${PGTABLE} pte_present, pmd_present, pte_protnone` },
    // pmd_present() looks at PSE too: a leaf that is being split is invalid for the CPU, not for the kernel.
    { form: 'leaf', levels: UPPER, when: [{ set: 0x80n, clear: 0x101n }], implies: ['pse'], invalid: true, src: `v6.12 ${PGTABLE} pmd_present, pmd_mkinvalid` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: UPPER, hi: 31, lo: 12, pageShift: 12, src: `v6.12 ${TYPES} PTE_PFN_MASK` },
    { forms: LEAF, levels: ['pte'], hi: 31, lo: 12, pageShift: 12, src: `v6.12 ${TYPES} PTE_PFN_MASK, ${PG2} protnone_mask` },
    { forms: LEAF, levels: UPPER, hi: 31, lo: 22, pageShift: 22, src: `v6.12 ${TYPES} PHYSICAL_PMD_PAGE_MASK, ${PG2} protnone_mask` },
  ],
  // prettier-ignore
  swap: [
    { type: { lo: 1, width: 5 }, offset: { lo: 9, width: 23 }, fixed: 0n, src: `v6.12 ${PG2} __swp_type, __swp_offset` },
  ],
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_present`,
});
