import { bitRows, type Form, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { maskOf } from '../../core/u64.ts';
import { L1TF_RELEASES } from '../shared/l1tf.ts';
import { LACKS_OF_32_BITS, splitSymbols } from '../shared/split.ts';
import { ERRATUM_BIT } from '../x86/erratum.ts';
import { operations, predicates } from './functions.ts';
import { I386_SPLITS } from './splits.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = ['leaf', 'protnone', 'table'];

const TYPES = 'arch/x86/include/asm/pgtable_types.h';
const PG3 = 'arch/x86/include/asm/pgtable-3level.h';
const PGTABLE = 'arch/x86/include/asm/pgtable.h';

/** _PAGE_KNL_ERRATUM_MASK: accessed and dirty. */
const ERRATUM = 0x60n;
/** What the complement of a frame number of 32 bits sets above it, in PTE_PFN_MASK of 40 bits. */
const INVERTED = { inverted: true, fixed: maskOf(51, 44) } as const;
/** Bits that are reserved in a page-directory pointer, however many a physical address has. */
const NOT_OF_POINTERS = maskOf(63, 52) | maskOf(8, 5) | maskOf(2, 1);
/** The same in other entries. */
const NOT_OF_PAGES = maskOf(62, 52);
/** What the complement of an offset of `bits` bits sets above it. */
const above = (bits: number): bigint => maskOf(58, 9 + bits);
/** `__swp_entry()` makes 32 bits, which `__swp_entry_to_pte()` turns into the entry. */
const WORD = {
  type: { lo: 0, width: 5 },
  offset: { lo: 5, width: 27 },
} as const;

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: '_PAGE_NX', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_NX` },
  { hi: 62, lo: 52, kind: 'reserved', set: 'must be zero: no physical address has them, and no software', forms: ['leaf'], src: 'Intel SDM vol. 3A, 4.4.2 Linear-Address Translation with PAE Paging' },
  { hi: 62, lo: 52, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_bad` },
  { hi: 63, lo: 62, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry: swp_offset() has 25 bits', forms: ['swap'], config: ['!L1TF_LAYOUT'], src: 'v4.18 arch/x86/include/asm/pgtable-3level.h __swp_entry_to_pte' },
  { hi: 63, lo: 32, name: 'ignored', kind: 'reserved', set: 'pmd_none() looks at the low word alone', forms: ['none'], levels: ['pmd'], src: `v5.11 ${PGTABLE} pmd_none` },
  { hi: 63, lo: 52, name: 'ignored', kind: 'reserved', set: 'a page-directory pointer has no such bits', forms: ['none'], levels: ['pgd', 'p4d', 'pud'], since: '4.19', src: `v6.1 ${TYPES} PGD_ALLOWED_BITS` },
  { hi: 51, lo: 44, kind: 'reserved', set: 'must be zero: a frame number is an unsigned long of 32 bits', forms: MAPPED, src: `v6.12 ${PGTABLE} pte_pfn` },
  { hi: 31, lo: 9, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry: it keeps type and offset in the high word', forms: ['swap'], config: ['!L1TF_LAYOUT'], src: 'v4.18 arch/x86/include/asm/pgtable-3level.h __swp_entry_to_pte' },
  { hi: 20, lo: 13, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.12 ${TYPES} PHYSICAL_PMD_PAGE_MASK` },
  { hi: 12, name: '_PAGE_PAT_LARGE', short: 'pat', role: 'pat_large', letter: 'L', set: 'cache attribute index, bit 2 (large page)', forms: LEAF, levels: ['pmd'], src: `v6.12 ${TYPES} _PAGE_BIT_PAT_LARGE` },
  { hi: 11, lo: 8, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], levels: ['pmd'], src: `v6.12 ${PGTABLE} pmd_bad` },
  { hi: 11, lo: 5, name: 'reserved (table)', kind: 'reserved', set: 'must be zero in a page-directory pointer', forms: ['table'], levels: ['pgd', 'p4d', 'pud'], src: 'Intel SDM vol. 3A, 4.4 PAE paging, PDPTE format' },
  { hi: 10, name: '_PAGE_SAVED_DIRTY', short: 'saved_dirty', letter: 'B', set: 'dirty, kept here while the entry is not writable', forms: LEAF, since: '6.6', src: `v6.6 ${TYPES} _PAGE_BIT_SAVED_DIRTY = _PAGE_BIT_SOFTW2` },
  { hi: 9, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v6.12 ${TYPES} _PAGE_BIT_SPECIAL = _PAGE_BIT_SOFTW1` },
  { hi: 8, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf'], src: `v6.12 ${TYPES} _PAGE_BIT_GLOBAL` },
  { hi: 8, name: '_PAGE_PROTNONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE)', forms: ['protnone'], src: `v6.12 ${TYPES} _PAGE_BIT_PROTNONE = _PAGE_BIT_GLOBAL` },
  { hi: 8, kind: 'reserved', set: 'no entry of this level has it while it is not present', forms: ['swap'], levels: ['pgd', 'p4d', 'pud'], src: `v6.12 ${PG3} swap entry comment` },
  { hi: 7, name: '_PAGE_PSE', short: 'pse', letter: 'H', set: 'leaf: maps a large page', forms: LEAF, levels: ['pmd'], src: `v6.12 ${TYPES} _PAGE_BIT_PSE` },
  { hi: 7, name: '_PAGE_PAT', short: 'pat', letter: 'Q', set: 'cache attribute index, bit 2', forms: LEAF, levels: ['pte'], src: `v6.12 ${TYPES} _PAGE_BIT_PAT` },
  { hi: 7, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '6.3', src: `v6.3 ${PG3} _PAGE_SWP_EXCLUSIVE = _PAGE_PSE` },
  { hi: 7, name: 'unused', kind: 'reserved', set: 'no kernel before 6.3 sets it in a swap entry', forms: ['swap'], until: '6.3', src: `v6.2 ${PG3} __swp_pteval_entry` },
  { hi: 6, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written (set by the CPU)', forms: MAPPED, levels: ['pmd', 'pte'], src: `v6.12 ${TYPES} _PAGE_BIT_DIRTY` },
  { hi: 6, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: ERRATUM_BIT, forms: ['swap', 'none'], src: `v6.12 ${TYPES} _PAGE_KNL_ERRATUM_MASK` },
  { hi: 8, lo: 7, name: 'ignored', kind: 'reserved', set: 'a page-directory pointer has no such bits', forms: ['none'], levels: ['pgd', 'p4d', 'pud'], since: '4.19', src: `v6.1 ${TYPES} PGD_ALLOWED_BITS` },
  { hi: 5, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used (set by the CPU)', clear: 'not used since it was cleared', forms: MAPPED, levels: ['pmd', 'pte'], src: `v6.12 ${TYPES} _PAGE_BIT_ACCESSED` },
  { hi: 5, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: ERRATUM_BIT, forms: ['swap', 'none'], src: `v6.12 ${TYPES} _PAGE_KNL_ERRATUM_MASK` },
  { hi: 4, name: '_PAGE_PCD', short: 'pcd', letter: 'C', set: 'cache attribute index, bit 1', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_PCD` },
  { hi: 4, lo: 1, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], src: `v6.12 ${PG3} swap entry comment` },
  { hi: 3, name: '_PAGE_PWT', short: 'pwt', letter: 'T', set: 'cache attribute index, bit 0', forms: MAPPED, src: `v6.12 ${TYPES} _PAGE_BIT_PWT` },
  { hi: 2, name: '_PAGE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: MAPPED, levels: ['pmd', 'pte'], src: `v6.12 ${TYPES} _PAGE_BIT_USER` },
  { hi: 2, lo: 1, name: 'reserved (table)', kind: 'reserved', set: 'must be zero in a page-directory pointer', forms: ['table'], levels: ['pgd', 'p4d', 'pud'], src: 'Intel SDM vol. 3A, 4.4 PAE paging, PDPTE format' },
  { hi: 2, lo: 1, name: 'ignored', kind: 'reserved', set: 'a page-directory pointer has no such bits', forms: ['none'], levels: ['pgd', 'p4d', 'pud'], since: '4.19', src: `v6.1 ${TYPES} PGD_ALLOWED_BITS` },
  { hi: 1, name: '_PAGE_RW', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: MAPPED, levels: ['pmd', 'pte'], src: `v6.12 ${TYPES} _PAGE_BIT_RW` },
  { hi: 0, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'table'], src: `v6.12 ${TYPES} _PAGE_BIT_PRESENT` },
];

/** i386 with PAE: entries of 64 bits, a `swp_entry_t` of 32. */
export const layout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 30, indexBits: 2 },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9 },
  ],
  paging: [{ value: 3 }],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 36 }],
  // __PHYSICAL_MASK_SHIFT of page_32_types.h: an inverted frame has all bits that a host may have.
  physMaskBits: [{ value: 52, config: ['L1TF_LAYOUT'] }, { value: 44 }],
  // Without SPARSEMEM there is no MAX_PHYSMEM_BITS: SWP_TYPE_SHIFT.
  swpPfnBits: [{ value: 24, config: ['SPARSEMEM'] }, { value: 26 }],
  wordBits: 32,
  // prettier-ignore
  symbols: [
    ...splitSymbols(I386_SPLITS),
    { name: 'SPARSEMEM', standard: false, text: 'frame numbers in swap entries have 24 bits; 26 with FLATMEM, without room for young and dirty' },
    { name: 'L1TF_LAYOUT', standard: L1TF_RELEASES, runtime: true, text: 'inverted swap offsets and PROT_NONE frames; distributions brought it back to older kernels' },
    { name: 'L1TF_SWAP_LIMIT', standard: false, runtime: true, text: 'an L1TF-affected CPU whose swap size limit leaves migration entries no room for young and dirty' },
  ],
  lacks: LACKS_OF_32_BITS,
  // prettier-ignore
  none: [
    { levels: ['pte'], value: 0n, ignores: ERRATUM, why: 'because a CPU erratum sets these bits in entries that are not present', src: `v6.12 ${TYPES} _PAGE_KNL_ERRATUM_MASK` },
    { levels: ['pmd'], value: 0n, ignores: ERRATUM | maskOf(63, 32), why: 'because a CPU erratum sets these bits, and the halves of an entry can be out of step', src: `v6.12 ${PGTABLE} pmd_none` },
    { levels: ['pgd', 'p4d', 'pud'], until: '4.19', value: 0n, ignores: ERRATUM, why: 'because a CPU erratum sets these bits in entries that are not present', src: `v4.14 ${PGTABLE} pud_none` },
    { levels: ['pgd', 'p4d', 'pud'], since: '4.19', value: 0n, ignores: NOT_OF_POINTERS, why: 'because a page-directory pointer has no such bits', src: `v6.1 ${TYPES} PGD_ALLOWED_BITS, ${PGTABLE} pud_none` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0x81n, clear: 0n }], implies: ['present', 'pse'], src: `v6.12 ${PGTABLE} pmd_leaf` },
    { form: 'table', levels: ['pgd', 'p4d', 'pud'], when: [{ set: 0x1n, clear: NOT_OF_POINTERS }], implies: ['present'], src: `v6.12 ${PGTABLE} pgd_present` },
    { form: 'table', levels: ['pgd', 'p4d', 'pud'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 0x2n], invalid: true, text: 'a page-directory pointer with reserved bits (1, 2, 5 to 8, 52 to 63): no CPU takes it when CR3 is loaded', src: `v6.12 ${PGTABLE} pgd_present; Intel SDM vol. 3A, 4.4.1 PDPTE Registers` },
    { form: 'table', levels: ['pmd'], when: [{ set: 0x1n, clear: NOT_OF_PAGES }], implies: ['present'], src: `v6.12 ${PGTABLE} pmd_present` },
    { form: 'table', levels: ['pmd'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 1n << 52n], invalid: true, text: 'bits 52 to 62 are reserved: an access faults', src: `v6.12 ${PGTABLE} pmd_present; Intel SDM vol. 3A, 4.4.2 Linear-Address Translation with PAE Paging` },
    { form: 'protnone', levels: ['pte', 'pmd'], when: [{ set: 0x100n, clear: 0x1n }], implies: ['protnone'], src: `v6.12 ${PGTABLE} pte_present, pmd_present, pte_protnone` },
    // pmd_present() looks at PSE too: a leaf that is being split is invalid for the CPU, not for the kernel.
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0x80n, clear: 0x101n }], implies: ['pse'], invalid: true, src: `v6.12 ${PGTABLE} pmd_present, pmd_mkinvalid` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: ['pgd', 'p4d', 'pud', 'pmd'], hi: 43, lo: 12, pageShift: 12, src: `v6.12 ${TYPES} PTE_PFN_MASK` },
    { forms: ['leaf'], levels: ['pte'], hi: 43, lo: 12, pageShift: 12, src: `v6.12 ${TYPES} PTE_PFN_MASK` },
    { forms: ['leaf'], levels: ['pmd'], hi: 43, lo: 21, when: { set: 0x1n, clear: 0n }, pageShift: 21, src: `v6.12 ${TYPES} PHYSICAL_PMD_PAGE_MASK` },
    { forms: ['protnone'], levels: ['pte'], hi: 43, lo: 12, ...INVERTED, pageShift: 12, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask' },
    { forms: ['protnone', 'leaf'], levels: ['pmd'], hi: 43, lo: 21, ...INVERTED, pageShift: 21, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask' },
    { forms: ['protnone'], levels: ['pte'], hi: 43, lo: 12, pageShift: 12, src: `v4.18 ${PGTABLE} pte_pfn` },
    { forms: ['protnone', 'leaf'], levels: ['pmd'], hi: 43, lo: 21, pageShift: 21, src: `v4.18 ${PGTABLE} pmd_pfn` },
  ],
  // prettier-ignore
  swap: [
    { since: '4.20', config: ['L1TF_LAYOUT'], type: { lo: 59, width: 5 }, offset: { lo: 9, width: 26, inverted: true }, beyond: above(26), fixed: above(26), word: WORD, src: `v6.12 ${PG3} __swp_pteval_entry, __pteval_swp_offset` },
    { config: ['L1TF_LAYOUT'], type: { lo: 59, width: 5 }, offset: { lo: 9, width: 25, inverted: true }, beyond: above(25), fixed: above(25), word: WORD, src: `v4.19 ${PG3} __swp_pteval_entry, __pteval_swp_offset` },
    { type: { lo: 32, width: 5 }, offset: { lo: 37, width: 25 }, beyond: maskOf(63, 62), fixed: 0n, word: WORD, src: `v4.18 ${PG3} __swp_entry_to_pte` },
  ],
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_present`,
});
