import { bitRows, type Form, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { ERRATUM_BIT } from '../x86/erratum.ts';
import { operations, predicates } from './functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = ['leaf', 'protnone', 'table'];
const TYPES = 'arch/x86/include/asm/pgtable_types.h';
const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const PG64 = 'arch/x86/include/asm/pgtable_64.h';

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: '_PAGE_NX', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: MAPPED, src: `v6.14 ${TYPES} _PAGE_BIT_NX` },
  { hi: 62, lo: 59, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 62, name: '_PAGE_PKEY_BIT3', short: 'pkey_bit3', role: 'pkey3', letter: 'K', set: 'protection key, bit 3', forms: LEAF, since: '4.6', config: ['X86_INTEL_MEMORY_PROTECTION_KEYS'], src: `v4.18 ${TYPES} _PAGE_BIT_PKEY_BIT3` },
  { hi: 61, name: '_PAGE_PKEY_BIT2', short: 'pkey_bit2', role: 'pkey2', letter: 'J', set: 'protection key, bit 2', forms: LEAF, since: '4.6', config: ['X86_INTEL_MEMORY_PROTECTION_KEYS'], src: `v4.18 ${TYPES} _PAGE_BIT_PKEY_BIT2` },
  { hi: 60, name: '_PAGE_PKEY_BIT1', short: 'pkey_bit1', role: 'pkey1', letter: 'I', set: 'protection key, bit 1', forms: LEAF, since: '4.6', config: ['X86_INTEL_MEMORY_PROTECTION_KEYS'], src: `v4.18 ${TYPES} _PAGE_BIT_PKEY_BIT1` },
  { hi: 59, name: '_PAGE_PKEY_BIT0', short: 'pkey_bit0', role: 'pkey0', letter: 'Z', set: 'protection key, bit 0', forms: LEAF, since: '4.6', config: ['X86_INTEL_MEMORY_PROTECTION_KEYS'], src: `v4.18 ${TYPES} _PAGE_BIT_PKEY_BIT0` },
  { hi: 58, name: '_PAGE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, since: '4.5', until: '6.6', config: ['ARCH_HAS_PTE_DEVMAP'], src: `v5.11 ${TYPES} _PAGE_BIT_DEVMAP = _PAGE_BIT_SOFTW4` },
  { hi: 58, name: '_PAGE_SAVED_DIRTY', short: 'saved_dirty', letter: 'B', set: 'dirty, kept here while the entry is not writable', forms: LEAF, since: '6.6', src: `v6.6 ${TYPES} _PAGE_BIT_SAVED_DIRTY = _PAGE_BIT_SOFTW5` },
  { hi: 58, name: '_PAGE_NOPTISHADOW', short: 'noptishadow', letter: 'R', set: 'no copy of this entry in the user half (page-table isolation)', forms: ['table'], levels: ['pgd', 'p4d'], since: '6.12.5', src: `v6.13 ${TYPES} _PAGE_BIT_NOPTISHADOW (commit d0ceea662d45)` },
  { hi: 58, name: '_PAGE_NOPTISHADOW', short: 'noptishadow', letter: 'R', set: 'no copy of this entry in the user half (page-table isolation)', forms: ['table'], levels: ['pgd', 'p4d'], since: '6.6.66', until: '6.7', src: `v6.13 ${TYPES} _PAGE_BIT_NOPTISHADOW (commit d0ceea662d45)` },
  { hi: 58, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], levels: ['pud', 'pmd'], src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 58, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], levels: ['pgd', 'p4d'], since: '6.7', until: '6.12.5', src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 58, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], levels: ['pgd', 'p4d'], until: '6.6.66', src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 57, lo: 52, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 57, name: '_PAGE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, since: '6.6', until: '6.17', config: ['ARCH_HAS_PTE_DEVMAP'], src: `v6.6 ${TYPES} _PAGE_BIT_DEVMAP = _PAGE_BIT_SOFTW4` },
  { hi: 29, lo: 13, name: 'reserved (1 GiB leaf)', kind: 'reserved', set: 'must be zero below a 1 GiB frame', forms: LEAF, levels: ['pud'], src: `v6.14 ${TYPES} PHYSICAL_PUD_PAGE_MASK` },
  { hi: 20, lo: 13, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.14 ${TYPES} PHYSICAL_PMD_PAGE_MASK` },
  { hi: 12, name: '_PAGE_PAT_LARGE', short: 'pat', role: 'pat_large', letter: 'L', set: 'cache attribute index, bit 2 (large page)', forms: LEAF, levels: ['pmd', 'pud'], src: `v6.14 ${TYPES} _PAGE_BIT_PAT_LARGE` },
  { hi: 11, lo: 8, name: 'reserved (table)', kind: 'reserved', set: 'no kernel sets it in a table entry: the entry is bad', forms: ['table'], src: 'v5.11 arch/x86/include/asm/pgtable.h pmd_bad, pud_bad, p4d_bad' },
  { hi: 11, name: '_PAGE_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, config: ['MEM_SOFT_DIRTY'], src: `v5.11 ${TYPES} _PAGE_BIT_SOFT_DIRTY = _PAGE_BIT_SOFTW3` },
  { hi: 10, name: '_PAGE_UFFD_WP', short: 'uffd_wp', letter: 'F', set: 'write-protected by userfaultfd', forms: LEAF, since: '5.7', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v5.7 ${TYPES} _PAGE_BIT_UFFD_WP = _PAGE_BIT_SOFTW2` },
  { hi: 10, name: '_PAGE_UFFD_WP', short: 'uffd_wp', role: 'maybe_uffd_wp', letter: 'F', set: 'write-protected by userfaultfd, if this build has the bit', forms: LEAF, since: '4.14', until: '5.7', config: ['UFFD_WP_BACKPORT'], src: `v5.7 ${TYPES} _PAGE_BIT_UFFD_WP = _PAGE_BIT_SOFTW2` },
  { hi: 10, name: '_PAGE_UFFD', short: 'uffd_wp', letter: 'F', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: LEAF, since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v7.3 ${TYPES} _PAGE_BIT_UFFD = _PAGE_BIT_SOFTW2` },
  { hi: 9, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v5.11 ${TYPES} _PAGE_BIT_SPECIAL = _PAGE_BIT_SOFTW1` },
  { hi: 8, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf'], src: `v5.11 ${TYPES} _PAGE_BIT_GLOBAL` },
  { hi: 8, name: '_PAGE_PROTNONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE or NUMA hinting)', forms: ['protnone'], config: ['!USERFAULTFD_RWP'], src: `v5.11 ${TYPES} _PAGE_BIT_PROTNONE = _PAGE_BIT_GLOBAL` },
  { hi: 8, name: '_PAGE_PROTNONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE, NUMA hinting or userfaultfd RWP)', forms: ['protnone'], config: ['USERFAULTFD_RWP'], src: `v7.3 ${TYPES} _PAGE_BIT_PROTNONE = _PAGE_BIT_GLOBAL` },
  { hi: 8, kind: 'reserved', set: 'no entry of this level has it while it is not present', forms: ['swap'], levels: ['pgd', 'p4d'], src: `v6.14 ${PG64} swap entry comment` },
  { hi: 7, name: '_PAGE_PSE', short: 'pse', letter: 'H', set: 'leaf: maps a large page', forms: LEAF, levels: ['pmd', 'pud'], src: `v5.11 ${TYPES} _PAGE_BIT_PSE` },
  { hi: 7, name: '_PAGE_PAT', short: 'pat', letter: 'Q', set: 'cache attribute index, bit 2', forms: LEAF, levels: ['pte'], src: `v5.11 ${TYPES} _PAGE_BIT_PAT` },
  { hi: 7, kind: 'reserved', set: 'must be zero: no page of this size exists', forms: ['table'], levels: ['pgd', 'p4d'], src: 'Intel SDM vol. 3A, 4.5 PML5E/PML4E formats' },
  { hi: 7, kind: 'reserved', set: 'must be zero: a swap pmd with it would look present', forms: ['swap'], since: '4.14', src: `v6.14 ${PG64} swap entry comment` },
  { hi: 6, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written (set by the CPU)', forms: ['leaf', 'protnone', 'table'], src: `v5.11 ${TYPES} _PAGE_BIT_DIRTY` },
  { hi: 6, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: ERRATUM_BIT, forms: ['swap', 'none'], src: `v5.11 ${TYPES} _PAGE_KNL_ERRATUM_MASK` },
  { hi: 5, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used (set by the CPU)', clear: 'not used since it was cleared', forms: ['leaf', 'protnone', 'table', 'none'], src: `v5.11 ${TYPES} _PAGE_BIT_ACCESSED` },
  { hi: 5, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: ERRATUM_BIT, forms: ['swap'], since: '4.8', src: `v5.11 ${TYPES} _PAGE_KNL_ERRATUM_MASK` },
  { hi: 4, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry', forms: ['swap'], since: '4.8', src: `v6.14 ${PG64} swap entry comment` },
  { hi: 4, name: '_PAGE_PCD', short: 'pcd', letter: 'C', set: 'cache attribute index, bit 1', forms: MAPPED, src: `v5.11 ${TYPES} _PAGE_BIT_PCD` },
  { hi: 3, name: '_PAGE_PWT', short: 'pwt', letter: 'T', set: 'cache attribute index, bit 0', forms: MAPPED, src: `v5.11 ${TYPES} _PAGE_BIT_PWT` },
  { hi: 3, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '5.19', src: `v5.19 ${TYPES} _PAGE_SWP_EXCLUSIVE = _PAGE_PWT` },
  { hi: 3, name: 'unused', kind: 'reserved', set: 'no kernel before 5.19 sets it in a swap entry', forms: ['swap'], since: '4.8', until: '5.19', src: `v6.14 ${PG64} swap entry comment` },
  { hi: 2, name: '_PAGE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: MAPPED, src: `v5.11 ${TYPES} _PAGE_BIT_USER` },
  { hi: 2, name: '_PAGE_SWP_UFFD_WP', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'write-protected by userfaultfd', forms: ['swap'], since: '5.7', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v5.7 ${TYPES} _PAGE_SWP_UFFD_WP = _PAGE_USER` },
  { hi: 2, name: '_PAGE_SWP_UFFD_WP', short: 'uffd_wp', role: 'maybe_swp_uffd_wp', letter: 'X', set: 'write-protected by userfaultfd, if this build has the bit', forms: ['swap'], since: '4.14', until: '5.7', config: ['UFFD_WP_BACKPORT'], src: `v5.7 ${TYPES} _PAGE_SWP_UFFD_WP = _PAGE_USER` },
  { hi: 2, name: '_PAGE_SWP_UFFD', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: ['swap'], since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP'], src: `v7.3 ${TYPES} _PAGE_SWP_UFFD = _PAGE_USER` },
  { hi: 2, name: 'unused', kind: 'reserved', set: 'no kernel before 5.7 sets it in a swap entry', forms: ['swap'], since: '4.8', until: '5.7', config: ['!UFFD_WP_BACKPORT'], src: `v6.14 ${PG64} swap entry comment` },
  { hi: 2, name: 'unused', kind: 'reserved', set: 'no kernel without uffd-wp sets it in a swap entry', forms: ['swap'], since: '5.7', config: ['!HAVE_ARCH_USERFAULTFD_WP'], src: `v6.14 ${PG64} swap entry comment` },
  { hi: 1, name: '_PAGE_RW', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: MAPPED, src: `v5.11 ${TYPES} _PAGE_BIT_RW` },
  { hi: 1, name: '_PAGE_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], since: '4.14', config: ['MEM_SOFT_DIRTY'], src: `v4.18 ${TYPES} _PAGE_SWP_SOFT_DIRTY = _PAGE_RW` },
  // Here and not at its bit: letters stand in the order of the rows, and this is the same flag.
  { hi: 7, name: '_PAGE_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], until: '4.14', config: ['MEM_SOFT_DIRTY'], src: `v4.4 ${TYPES} _PAGE_SWP_SOFT_DIRTY = _PAGE_PSE` },
  { hi: 1, name: 'unused', kind: 'reserved', set: 'no kernel without soft-dirty sets it in a swap entry', forms: ['swap'], since: '4.14', config: ['!MEM_SOFT_DIRTY'], src: `v6.14 ${PG64} swap entry comment` },
  { hi: 0, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'table'], src: `v5.11 ${TYPES} _PAGE_BIT_PRESENT` },
];

/**
 * x86_64 with 4- or 5-level paging: entries of 64 bits, tables of 512. Of the releases before 4.14 only frames, types and
 * offsets are covered, for old logs; some of their flag bits have no name here.
 */
export const layout = (): ArchLayout => ({
  since: '4.1',
  levels: [
    { level: 'pgd', shift: 48, indexBits: 9, paging: [5] },
    { level: 'pgd', shift: 39, indexBits: 9, paging: [4] },
    { level: 'p4d', shift: 39, indexBits: 9, paging: [5] },
    { level: 'pud', shift: 30, indexBits: 9 },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9 },
  ],
  paging: [{ value: 4 }],
  // prettier-ignore
  laterLevels: [
    { paging: 5, since: '4.14', needs: ['X86_5LEVEL'], src: 'v4.14 arch/x86/Kconfig X86_5LEVEL (commit 77ef56e4f0fb)' },
  ],
  pageShift: [{ value: 12 }],
  // __PHYSICAL_MASK_SHIFT: 46 with 4 levels up to 4.16, then always 52 (commit b83ce5ee9147).
  physMaskBits: [{ value: 52, since: '4.17' }, { value: 52, paging: [5] }, { value: 46 }],
  physBits: [{ value: 52, paging: [5] }, { value: 46 }],
  wordBits: 64,
  symbols: [],
  lacks: [],
  encryption: {
    hi: 51,
    lo: 12,
    name: '_PAGE_ENC',
    short: 'enc',
    role: 'enc',
    kind: 'flag',
    set: 'encrypted (shared, in a TDX guest)',
    forms: ['leaf', 'protnone', 'table'],
    src: 'v5.11 arch/x86/include/asm/pgtable_types.h _PAGE_ENC (sme_me_mask)',
  },
  // prettier-ignore
  none: [
    { until: '4.8', levels: ['pgd', 'p4d', 'pud', 'pmd', 'pte'], value: 0n, ignores: 0n, src: 'v4.7 arch/x86/include/asm/pgtable.h pte_none, pmd_none, pud_none, pgd_none' },
    { levels: ['pgd'], paging: [5], value: 0n, ignores: 0n, src: `v6.12 ${PGTABLE} pgd_none` },
    { until: '4.11', levels: ['pgd'], value: 0n, ignores: 0n, src: `v4.10 ${PGTABLE} pgd_none` },
    // With 4 levels the top entry is that of a folded p4d: p4d_none() decides.
    { levels: ['pgd', 'p4d', 'pud', 'pmd', 'pte'], value: 0n, ignores: 0x60n, why: 'because a CPU erratum sets these bits in entries that are not present', src: 'v5.11 arch/x86/include/asm/pgtable_types.h _PAGE_KNL_ERRATUM_MASK' },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v5.11 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: ['pmd', 'pud'], when: [{ set: 0x81n, clear: 0n }], implies: ['present', 'pse'], src: `v5.11 ${PGTABLE} pmd_large, pud_large` },
    { form: 'table', levels: ['pgd', 'p4d'], when: [{ set: 0x81n, clear: 0n }], implies: ['present', 0x80n], invalid: true, text: 'bit 7 is reserved at this level, since no page is so large: an access faults', src: `v5.11 ${PGTABLE} p4d_bad, pgd_bad; Intel SDM vol. 3A, 4.5 PML5E/PML4E formats` },
    { form: 'table', levels: ['pgd', 'p4d', 'pud', 'pmd'], when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v5.11 ${PGTABLE} pgd_present, p4d_present, pud_present, pmd_present` },
    { form: 'protnone', levels: ['pte', 'pmd', 'pud'], when: [{ set: 0x100n, clear: 0x1n }], implies: ['protnone'], notPresent: ['pud'], src: `v5.11 ${PGTABLE} pte_present, pmd_present, pte_protnone` },
    // pmd_present() looks at PSE too: a leaf that is being split is invalid for the CPU, not for the kernel.
    { form: 'leaf', levels: ['pmd'], when: [{ set: 0x80n, clear: 0x101n }], implies: ['pse'], invalid: true, text: 'PSE without present: a large page that is being split (pmd_mkinvalid); pmd_present() is true, the CPU ignores it', src: `v5.11 ${PGTABLE} pmd_present, pmd_mkinvalid` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: ['pgd', 'p4d', 'pud', 'pmd'], hi: 51, lo: 12, pageShift: 12, src: `v4.18 ${TYPES} PTE_PFN_MASK` },
    { forms: ['leaf'], levels: ['pte'], hi: 51, lo: 12, pageShift: 12, src: `v4.18 ${TYPES} PTE_PFN_MASK` },
    { forms: ['leaf'], levels: ['pmd'], hi: 51, lo: 21, when: { set: 0x1n, clear: 0n }, pageShift: 21, src: `v4.18 ${TYPES} PHYSICAL_PMD_PAGE_MASK` },
    { forms: ['leaf'], levels: ['pud'], hi: 51, lo: 30, pageShift: 30, src: `v4.18 ${TYPES} PHYSICAL_PUD_PAGE_MASK` },
    { forms: ['protnone'], levels: ['pte'], hi: 51, lo: 12, inverted: true, pageShift: 12, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask' },
    // hugetlb handles its entries with the pte functions, which invert all of PTE_PFN_MASK: the bits below the frame are ones.
    { forms: ['protnone'], levels: ['pmd'], hi: 51, lo: 12, inverted: true, hugetlb: true, when: { set: 0x1ff000n, clear: 0x1n }, pageShift: 21, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable.h pte_modify (mm/hugetlb.c)' },
    { forms: ['protnone'], levels: ['pud'], hi: 51, lo: 12, inverted: true, hugetlb: true, when: { set: 0x3ffff000n, clear: 0x1n }, pageShift: 30, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable.h pte_modify (mm/hugetlb.c)' },
    { forms: ['protnone', 'leaf'], levels: ['pmd'], hi: 51, lo: 21, inverted: true, pageShift: 21, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask' },
    { forms: ['protnone'], levels: ['pud'], hi: 51, lo: 30, inverted: true, pageShift: 30, config: ['L1TF_LAYOUT'], src: 'v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask' },
    { forms: ['protnone'], levels: ['pte'], hi: 51, lo: 12, pageShift: 12, src: 'v4.18 arch/x86/include/asm/pgtable.h pte_pfn' },
    { forms: ['protnone', 'leaf'], levels: ['pmd'], hi: 51, lo: 21, pageShift: 21, src: 'v4.18 arch/x86/include/asm/pgtable.h pmd_pfn' },
    { forms: ['protnone'], levels: ['pud'], hi: 51, lo: 30, pageShift: 30, src: 'v4.18 arch/x86/include/asm/pgtable.h pud_pfn' },
  ],
  // prettier-ignore
  swap: [
    { config: ['L1TF_LAYOUT'], type: { lo: 59, width: 5 }, offset: { lo: 9, width: 50, inverted: true }, fixed: 0n, src: `v4.19 ${PG64} __swp_entry, SWP_TYPE_BITS, SWP_OFFSET_SHIFT` },
    { since: '4.8', type: { lo: 9, width: 5 }, offset: { lo: 14, width: 50 }, fixed: 0n, src: `v4.18 ${PG64} __swp_entry, SWP_OFFSET_FIRST_BIT` },
    { type: { lo: 1, width: 5 }, offset: { lo: 9, width: 55 }, fixed: 0n, src: `v4.4 ${PG64} __swp_entry, SWP_TYPE_BITS, SWP_OFFSET_SHIFT` },
  ],
  predicates,
  operations,
  src: 'v5.11 arch/x86/include/asm/pgtable.h pte_none, pte_present, pmd_present, pud_present',
});
