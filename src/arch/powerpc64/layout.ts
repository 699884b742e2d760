import { bitRows, type BitTest, type Form, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { WITH_LEAF_BIT } from './access.ts';
import { operations, predicates } from './functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const NOT_TABLE: readonly Form[] = ['leaf', 'protnone', 'swap', 'none'];
const UPPER = ['pgd', 'p4d', 'pud', 'pmd'] as const;
const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';
const RADIX = 'arch/powerpc/include/asm/book3s/64/radix.h';
const K4 = ['!PPC_64K_PAGES'] as const;
const K64 = ['PPC_64K_PAGES'] as const;

// Page-table words stand in memory in big-endian order, on little-endian kernels too.
// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'protnone', 'table'], src: `v6.12 ${BOOK3S} _PAGE_PRESENT` },
  { hi: 63, kind: 'reserved', set: '_PAGE_PRESENT without _PAGE_PTE is no pte', forms: ['swap'], levels: ['pte'], src: `v6.12 ${BOOK3S} pte_present` },
  { hi: 62, name: '_PAGE_PTE', short: 'pte', role: 'pse', letter: 'H', set: 'leaf, no pointer to a table', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_PTE` },
  { hi: 62, kind: 'reserved', set: 'must be zero: no page of this size exists', forms: ['table'], levels: ['pgd', 'p4d'], src: `v6.12 ${RADIX} RADIX_P4D_BAD_BITS` },
  { hi: 61, name: '_PAGE_INVALID', short: 'invalid', letter: 'i', set: 'without _PAGE_PRESENT: being split or changed, mapped for the kernel', forms: LEAF, levels: ['pmd', 'pud'], since: '4.20', src: `v6.12 ${BOOK3S} _PAGE_INVALID` },
  { hi: 61, name: '_PAGE_INVALID', short: 'invalid', letter: 'i', set: 'without _PAGE_PRESENT: being split or changed, mapped for the kernel', forms: LEAF, levels: ['pte'], since: '4.19', src: `v4.19 ${BOOK3S} _PAGE_INVALID` },
  { hi: 61, kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_BAD_BITS` },
  { hi: 61, kind: 'reserved', set: '_PAGE_INVALID is no bit of a swap entry', forms: ['swap'], src: `v6.12 ${BOOK3S} pte_present` },
  { hi: 60, lo: 53, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], src: `v6.12 ${BOOK3S} __swp_entry` },
  { hi: 60, lo: 56, name: 'unused', kind: 'reserved', set: 'no kernel sets them: keys are of the hash MMU', forms: LEAF, src: `v6.12 ${BOOK3S} _RPAGE_PKEY_BIT0; arch/powerpc/include/asm/book3s/64/pkeys.h vmflag_to_pte_pkey_bits` },
  { hi: 55, lo: 53, name: 'unused', kind: 'reserved', set: 'no kernel sets them, though the CPU takes them for address bits', forms: LEAF, src: `v6.12 ${BOOK3S} _RPAGE_PA_MAX, _PAGE_PA_MAX` },
  { hi: 29, lo: 16, name: 'reserved (1 GiB leaf)', kind: 'reserved', set: 'must be zero below a 1 GiB frame', forms: LEAF, levels: ['pud'], src: `v6.12 ${RADIX} RADIX_PUD_SHIFT` },
  { hi: 20, lo: 16, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.12 ${RADIX} RADIX_PMD_SHIFT` },
  { hi: 15, lo: 12, kind: 'reserved', set: 'must be zero below a frame', forms: LEAF, levels: ['pmd', 'pud'], src: `v6.12 ${BOOK3S} PTE_RPN_MASK` },
  { hi: 15, lo: 12, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], config: K64, src: `v6.12 ${BOOK3S} __swp_entry` },
  { hi: 11, name: '_PAGE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, config: ['ARCH_HAS_PTE_DEVMAP'], src: `v6.12 ${BOOK3S} _PAGE_DEVMAP` },
  { hi: 11, lo: 10, name: 'unused', kind: 'reserved', set: 'no kernel sets them in a swap entry', forms: ['swap'], src: `v6.12 ${BOOK3S} __swp_entry` },
  { hi: 10, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_SPECIAL` },
  { hi: 9, name: '_PAGE_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_SOFT_DIRTY, whether MEM_SOFT_DIRTY is on or not` },
  { hi: 9, name: '_PAGE_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], since: '5.19', config: ['MEM_SOFT_DIRTY'], src: `v5.19 ${BOOK3S} _PAGE_SWP_SOFT_DIRTY = _PAGE_SOFT_DIRTY` },
  { hi: 9, name: 'unused', kind: 'reserved', set: 'no kernel without soft-dirty sets it in a swap entry', forms: ['swap'], since: '5.19', config: ['!MEM_SOFT_DIRTY'], src: `v6.12 ${BOOK3S} _PAGE_SWP_SOFT_DIRTY` },
  { hi: 9, name: 'unused', kind: 'reserved', set: 'no kernel before 5.19 sets it in a swap entry', forms: ['swap'], until: '5.19', src: `v5.11 ${BOOK3S} __swp_entry` },
  { hi: 8, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used', clear: 'not used since it was cleared', forms: NOT_TABLE, src: `v6.12 ${BOOK3S} _PAGE_ACCESSED` },
  { hi: 7, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written', forms: NOT_TABLE, src: `v6.12 ${BOOK3S} _PAGE_DIRTY` },
  { hi: 7, lo: 5, kind: 'reserved', set: 'no kernel sets them in a table entry: the entry is bad', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_BAD_BITS` },
  { hi: 6, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry', forms: ['swap'], src: `v6.12 ${BOOK3S} __swp_entry` },
  { hi: 5, name: '_PAGE_NON_IDEMPOTENT', short: 'non_idempotent', letter: 'b', set: 'non-idempotent memory; with _PAGE_SAO: tolerant, cache-inhibited', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_NON_IDEMPOTENT` },
  { hi: 5, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '5.19', src: `v5.19 ${BOOK3S} _PAGE_SWP_EXCLUSIVE = _PAGE_NON_IDEMPOTENT` },
  { hi: 5, name: '_PAGE_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], until: '5.19', config: ['MEM_SOFT_DIRTY'], src: `v5.11 ${BOOK3S} _PAGE_SWP_SOFT_DIRTY` },
  { hi: 5, name: 'unused', kind: 'reserved', set: 'no kernel without soft-dirty sets it in a swap entry', forms: ['swap'], until: '5.19', config: ['!MEM_SOFT_DIRTY'], src: `v5.11 ${BOOK3S} _PAGE_SWP_SOFT_DIRTY` },
  { hi: 4, name: '_PAGE_SAO', short: 'sao', letter: 'a', set: 'strong access order; with _PAGE_NON_IDEMPOTENT: tolerant, cache-inhibited', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_SAO, _PAGE_TOLERANT` },
  { hi: 4, name: 'RADIX_PTE_INDEX_SIZE[4]', short: 'next_size4', letter: 'l', set: 'log2 of the entries of the lower table, bit 4', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS` },
  { hi: 3, name: '_PAGE_PRIVILEGED', short: 'privileged', letter: 'p', set: 'kernel access only', clear: 'user mode may use it', forms: LEAF, src: `v6.12 ${BOOK3S} _PAGE_PRIVILEGED` },
  { hi: 3, name: 'RADIX_PTE_INDEX_SIZE[3]', short: 'next_size3', letter: 'k', set: 'log2 of the entries of the lower table, bit 3', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS` },
  { hi: 2, name: '_PAGE_READ', short: 'read', letter: 'r', set: 'readable', forms: ['leaf'], src: `v6.12 ${BOOK3S} _PAGE_READ` },
  { hi: 2, name: 'RADIX_PTE_INDEX_SIZE[2]', short: 'next_size2', letter: 'h', set: 'log2 of the entries of the lower table, bit 2', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS` },
  { hi: 1, name: '_PAGE_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: ['leaf'], src: `v6.12 ${BOOK3S} _PAGE_WRITE` },
  { hi: 1, name: 'RADIX_PTE_INDEX_SIZE[1]', short: 'next_size1', letter: 'g', set: 'log2 of the entries of the lower table, bit 1', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS` },
  { hi: 0, name: '_PAGE_EXEC', short: 'exec', letter: 'x', set: 'executable', clear: 'no-execute', forms: ['leaf'], src: `v6.12 ${BOOK3S} _PAGE_EXEC` },
  { hi: 0, name: 'RADIX_PTE_INDEX_SIZE[0]', short: 'next_size0', letter: 'd', set: 'log2 of the entries of the lower table, bit 0', forms: ['table'], src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS` },
];

const [PRESENT, PTE, INVALID] = [1n << 63n, 1n << 62n, 1n << 61n];
/** The access bits, of which a PROT_NONE page has none: read, write, execute. */
const RWX = [0x4n, 0x2n, 0x1n] as const;

const NO_LEAF =
  'mapped for pte_present() of this kernel, which does not ask for _PAGE_PTE; no leaf for the CPU';

/** A table below of 2^`bits` entries, by the low five bits (NLS). */
const sized = (bits: number): BitTest => ({ set: PRESENT | BigInt(bits), clear: PTE | BigInt(0x1f ^ bits) });
const NINE = ['next_size3', 'next_size0'] as const;

/** The same with any other size. */
const OTHER_SIZE = {
  implies: ['present'],
  invalid: true,
  text: 'its next-level size (NLS, bits 0-4) is none that the kernel writes there',
  src: `v6.12 ${RADIX} RADIX_PMD_VAL_BITS, RADIX_PUD_VAL_BITS, RADIX_PGD_VAL_BITS; POWER9 Processor User's Manual, "Supported Radix Tree Configurations and Resulting Page Sizes"`,
} as const;

/** powerpc64 (book3s, radix MMU), big- or little-endian, with pages of 4 or 64 KiB (default). */
export const layout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 39, indexBits: 13 },
    { level: 'pud', shift: 30, indexBits: 9 },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9, config: K4 },
    { level: 'pte', shift: 16, indexBits: 5, config: K64 },
  ],
  paging: [{ value: 4 }],
  pageShift: [{ value: 16, config: K64 }, { value: 12 }],
  physBits: [{ value: 51 }],
  wordBits: 64,
  // prettier-ignore
  symbols: [
    { name: 'PPC_64K_PAGES', standard: true, text: 'pages of 64 KiB (4 KiB without)' },
    // v4.19 pgtable.h has no __pmd_to_swp_entry().
    { name: 'ARCH_ENABLE_THP_MIGRATION', since: '4.20', until: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries' },
  ],
  lacks: ['HAVE_ARCH_USERFAULTFD_WP'],
  // prettier-ignore
  none: [
    { levels: ['pte'], value: 0n, ignores: 0x180n, why: 'because the CPU may set them while the entry is being cleared', src: `v6.12 ${RADIX} RADIX_PTE_NONE_MASK` },
    { levels: UPPER, value: 0n, ignores: 0n, src: `v6.12 ${BOOK3S} pmd_none, pud_none, p4d_none` },
  ],
  // prettier-ignore
  forms: [
    { form: 'protnone', levels: ['pte', 'pmd', 'pud'], when: [{ set: PRESENT | PTE, clear: 0x7n }], implies: ['present', 'pse'], src: `v6.12 ${BOOK3S} pte_present, pte_protnone` },
    { form: 'leaf', levels: ['pte', 'pmd', 'pud'], when: RWX.map((bit) => ({ set: PRESENT | PTE | bit, clear: 0n })), implies: ['present', 'pse', 'read'], src: `v6.12 ${BOOK3S} pte_present, pmd_leaf, pud_leaf` },
    { form: 'leaf', levels: ['pte'], since: '4.19', when: [{ set: PTE | INVALID, clear: PRESENT }], implies: ['pse', 'invalid'], invalid: true, src: `v4.19 ${BOOK3S} pte_present` },
    { form: 'leaf', levels: ['pmd'], since: '4.20', when: [{ set: PTE | INVALID, clear: PRESENT }], implies: ['pse', 'invalid'], invalid: true, src: `v6.12 ${BOOK3S} pmd_present` },
    { form: 'leaf', levels: ['pte'], until: '4.19', when: [{ set: PRESENT, clear: PTE }], implies: ['present'], invalid: true, text: NO_LEAF, src: `v4.14 ${BOOK3S} pte_present` },
    { form: 'leaf', levels: ['pte'], since: '4.19', until: WITH_LEAF_BIT, when: [{ set: PRESENT, clear: PTE }, { set: INVALID, clear: PTE | PRESENT }], invalid: true, text: NO_LEAF, src: `v5.2 ${BOOK3S} pte_present` },
    { form: 'table', levels: ['pmd'], when: [sized(9)], implies: ['present', ...NINE], config: K4, src: `v6.12 ${BOOK3S} pmd_present, pmd_leaf; ${RADIX} RADIX_PMD_VAL_BITS` },
    { form: 'table', levels: ['pmd'], when: [sized(5)], implies: ['present', 'next_size2', 'next_size0'], config: K64, src: `v6.12 ${BOOK3S} pmd_present, pmd_leaf; ${RADIX} RADIX_PMD_VAL_BITS` },
    { form: 'table', levels: ['pmd'], since: '4.20', when: [{ set: INVALID, clear: PTE | PRESENT }], invalid: true, text: 'its present bit is clear, and pmd_present() is true by _PAGE_INVALID: an access faults', src: `v6.12 ${BOOK3S} pmd_present` },
    { form: 'table', levels: ['pmd'], when: [{ set: PRESENT, clear: PTE }], ...OTHER_SIZE },
    { form: 'table', levels: ['pud'], when: [sized(9)], implies: ['present', ...NINE], src: `v6.12 ${BOOK3S} pud_present, pud_leaf; ${RADIX} RADIX_PUD_VAL_BITS` },
    { form: 'table', levels: ['pud'], when: [{ set: PRESENT, clear: PTE }], ...OTHER_SIZE },
    { form: 'table', levels: ['pgd', 'p4d'], when: [{ set: PRESENT | PTE, clear: 0n }], invalid: true, text: 'a leaf of 512 GiB for the CPU, a size that none has: an access faults', src: `v6.12 ${RADIX} RADIX_P4D_BAD_BITS; Power ISA 3.0B, Book III, 5.7.10` },
    { form: 'table', levels: ['pgd', 'p4d'], when: [sized(9)], implies: ['present', ...NINE], src: `v6.12 ${BOOK3S} p4d_present; ${RADIX} RADIX_PGD_VAL_BITS` },
    { form: 'table', levels: ['pgd', 'p4d'], when: [{ set: PRESENT, clear: 0n }], ...OTHER_SIZE },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: UPPER, hi: 60, lo: 8, pageShift: 12, src: `v6.12 ${BOOK3S} PMD_MASKED_BITS` },
    { forms: LEAF, levels: ['pte'], hi: 52, lo: 12, pageShift: 12, config: K4, src: `v6.12 ${BOOK3S} PTE_RPN_MASK` },
    { forms: LEAF, levels: ['pte'], hi: 52, lo: 16, pageShift: 16, config: K64, src: `v6.12 ${BOOK3S} PTE_RPN_MASK` },
    { forms: LEAF, levels: ['pmd'], hi: 52, lo: 21, pageShift: 21, src: `v6.12 ${BOOK3S} pmd_pfn` },
    { forms: LEAF, levels: ['pud'], hi: 52, lo: 30, pageShift: 30, src: `v6.12 ${BOOK3S} pud_pfn` },
  ],
  // prettier-ignore
  swap: [
    { config: K4, type: { lo: 0, width: 5 }, offset: { lo: 12, width: 41 }, fixed: PTE, word: { type: { lo: 0, width: 5 }, offset: { lo: 12, width: 41 } }, src: `v6.12 ${BOOK3S} __swp_entry, __swp_entry_to_pte` },
    { config: K64, type: { lo: 0, width: 5 }, offset: { lo: 16, width: 37 }, fixed: PTE, word: { type: { lo: 0, width: 5 }, offset: { lo: 16, width: 37 } }, src: `v6.12 ${BOOK3S} __swp_entry, __swp_entry_to_pte` },
  ],
  predicates,
  operations,
  src: `v6.12 ${BOOK3S} pte_present, pmd_present, pmd_leaf`,
});
