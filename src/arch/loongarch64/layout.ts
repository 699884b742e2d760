import { bitRows, type Form, type FormRow, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { maskOf } from '../../core/u64.ts';
import { operations, predicates } from './functions.ts';
import { SPLIT_RELEASES } from './large-functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const LARGE = ['pud', 'pmd'] as const;
const UPPER = ['pgd', 'p4d', 'pud', 'pmd'] as const;
const BITS = 'arch/loongarch/include/asm/pgtable-bits.h';
const PGTABLE = 'arch/loongarch/include/asm/pgtable.h';
const K4 = ['!PAGE_SIZE_16KB', '!PAGE_SIZE_64KB'] as const;
const K16 = ['PAGE_SIZE_16KB', '!PAGE_SIZE_64KB'] as const;
const K64 = ['PAGE_SIZE_64KB'] as const;

// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: '_PAGE_RPLV', short: 'rplv', letter: 'l', set: 'only the privilege level named may use it', forms: LEAF, src: `v6.12 ${BITS} _PAGE_RPLV` },
  { hi: 63, name: 'direct map (bit 63)', short: 'direct63', letter: 'k', set: 'table pointers are addresses in the direct map of the kernel', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_phys` },
  { hi: 62, name: '_PAGE_NO_EXEC', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: LEAF, src: `v6.12 ${BITS} _PAGE_NO_EXEC` },
  { hi: 62, lo: 61, kind: 'reserved', set: 'no address of the direct map has them', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_phys` },
  { hi: 61, name: '_PAGE_NO_READ', short: 'no_read', letter: 'r', set: 'not readable', forms: LEAF, src: `v6.12 ${BITS} _PAGE_NO_READ` },
  ...SPLIT_RELEASES.map((releases): WrittenRow => ({ hi: 60, name: '_PAGE_PRESENT_INVALID', short: 'present_invalid', letter: 'v', set: 'a large page that is being split: mapped for the kernel, invalid for the CPU', forms: LEAF, levels: LARGE, ...releases, src: `v6.12 ${BITS} _PAGE_PRESENT_INVALID (commit ddc1729b07cc)` })),
  { hi: 60, name: 'direct map (bit 60)', short: 'direct60', letter: 'h', set: 'cached direct map', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_phys` },
  { hi: 59, lo: 48, kind: 'reserved', set: 'no address of the direct map has them', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_phys` },
  { hi: 59, name: '_PAGE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, config: ['ARCH_HAS_PTE_DEVMAP'], src: `v6.12 ${BITS} _PAGE_DEVMAP` },
  { hi: 23, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '6.3', src: `v6.3 ${BITS} _PAGE_SWP_EXCLUSIVE` },
  { hi: 22, name: 'lost', kind: 'reserved', set: 'bit 6 of a swap type, of which a swp_entry_t keeps six bits', forms: ['swap'], since: '6.3', src: `v6.3 ${PGTABLE} __swp_type, include/linux/swapops.h SWP_TYPE_SHIFT` },
  { hi: 23, lo: 22, name: 'lost', kind: 'reserved', set: 'bits 6 and 7 of a swap type, of which a swp_entry_t keeps six bits', forms: ['swap'], until: '6.3', src: `v6.2 ${PGTABLE} __swp_type, include/linux/swapops.h SWP_TYPE_SHIFT` },
  { hi: 15, lo: 11, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 12, name: '_PAGE_HGLOBAL', short: 'global', role: 'hglobal', letter: 'q', set: 'global TLB entry (large page)', forms: LEAF, levels: LARGE, src: `v6.12 ${BITS} _PAGE_HGLOBAL` },
  { hi: 11, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_SPECIAL` },
  { hi: 11, lo: 0, kind: 'reserved', set: 'must be zero: the entry is bad', forms: ['table'], src: `v6.12 ${PGTABLE} pmd_bad, pud_bad` },
  { hi: 10, name: '_PAGE_PROTNONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE or NUMA hinting)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_PROTNONE` },
  { hi: 10, kind: 'reserved', set: '_PAGE_PROTNONE: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d', 'pud'], src: `v6.12 ${BITS} _PAGE_PROTNONE` },
  { hi: 9, name: '_PAGE_MODIFIED', short: 'modified', letter: 'B', set: 'written (software)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_MODIFIED` },
  { hi: 9, lo: 8, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 8, name: '_PAGE_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, src: `v6.12 ${BITS} _PAGE_WRITE` },
  { hi: 7, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'present for the kernel', forms: LEAF, src: `v6.12 ${BITS} _PAGE_PRESENT` },
  { hi: 7, kind: 'reserved', set: '_PAGE_PRESENT: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d', 'pud'], src: `v6.12 ${BITS} _PAGE_PRESENT` },
  { hi: 6, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf', 'protnone', 'none', 'swap'], levels: ['pte'], src: `v6.12 ${BITS} _PAGE_GLOBAL` },
  { hi: 6, name: '_PAGE_HUGE', short: 'pse', letter: 'H', set: 'leaf: maps a large page', forms: LEAF, levels: LARGE, src: `v6.12 ${BITS} _PAGE_HUGE` },
  { hi: 5, name: '_CACHE_MASK[1]', short: 'cache1', letter: 'b', set: 'memory type, bit 1 (00 strongly ordered uncached, 01 coherent cached, 10 weakly ordered uncached)', forms: LEAF, src: `v6.12 ${BITS} _CACHE_MASK, _CACHE_WUC` },
  { hi: 5, lo: 0, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 4, name: '_CACHE_MASK[0]', short: 'cache0', letter: 'a', set: 'memory type, bit 0 (00 strongly ordered uncached, 01 coherent cached, 10 weakly ordered uncached)', forms: LEAF, src: `v6.12 ${BITS} _CACHE_MASK, _CACHE_CC` },
  { hi: 3, name: '_PAGE_PLV[1]', short: 'plv1', letter: 'e', set: 'privilege level, bit 1 (3: user, 0: kernel)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_PLV` },
  { hi: 2, name: '_PAGE_PLV[0]', short: 'plv0', letter: 'd', set: 'privilege level, bit 0 (3: user, 0: kernel)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_PLV` },
  { hi: 1, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written (the CPU lets stores through)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_DIRTY` },
  { hi: 0, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used; valid for the CPU (_PAGE_VALID)', clear: 'not used since it was cleared', forms: LEAF, src: `v6.12 ${BITS} _PAGE_ACCESSED = _PAGE_VALID` },
];

const SHIFTS = [
  { shift: 12, config: K4 },
  { shift: 14, config: K16 },
  { shift: 16, config: K64 },
] as const;

/** What lies at the physical address 0 is no table. */
const ZERO = {
  invalid: true,
  isCorrupt: true,
  text: 'it is 0, which no kernel leaves there: an empty one points to a table of invalid entries',
  src: `v6.12 ${PGTABLE} pmd_none, pud_none; arch/loongarch/mm/pgtable.c pgd_init, pud_init, pmd_init`,
} as const;

/** loongarch64 with pages of 4, 16 (default) or 64 KiB. Table entries are addresses, and an empty one too. */
export const layout = (): ArchLayout => ({
  since: '5.19',
  // prettier-ignore
  levels: [
    { level: 'pgd', shift: 39, indexBits: 9, paging: [4], config: K4 },
    { level: 'pud', shift: 30, indexBits: 9, paging: [3, 4], config: K4 },
    { level: 'pmd', shift: 21, indexBits: 9, paging: [3, 4], config: K4 },
    { level: 'pte', shift: 12, indexBits: 9, config: K4 },
    { level: 'pud', shift: 36, indexBits: 11, paging: [3], config: K16 },
    { level: 'pmd', shift: 25, indexBits: 11, paging: [2, 3], config: K16 },
    { level: 'pte', shift: 14, indexBits: 11, config: K16 },
    { level: 'pud', shift: 42, indexBits: 13, paging: [3], config: K64 },
    { level: 'pmd', shift: 29, indexBits: 13, paging: [2, 3], config: K64 },
    { level: 'pte', shift: 16, indexBits: 13, config: K64 },
  ],
  // PGTABLE_LEVELS of v6.12 arch/loongarch/Kconfig, by PGTABLE_2LEVEL, PGTABLE_3LEVEL, PGTABLE_4LEVEL.
  paging: [
    { value: 4, config: [...K4, '4KB_4LEVEL'] },
    { value: 2, config: [...K16, '16KB_2LEVEL'] },
    { value: 2, config: [...K64, '!64KB_3LEVEL'] },
    { value: 3 },
  ],
  pageShift: SHIFTS.map(({ shift, config }) => ({ value: shift, config })),
  physBits: [{ value: 48 }],
  wordBits: 64,
  // prettier-ignore
  symbols: [
    { name: 'PAGE_SIZE_16KB', standard: true, text: 'pages of 16 KiB' },
    { name: 'PAGE_SIZE_64KB', standard: false, text: 'pages of 64 KiB' },
    { name: '4KB_4LEVEL', standard: false, text: 'pages of 4 KiB with 4 levels (3 without)' },
    { name: '16KB_2LEVEL', standard: false, text: 'pages of 16 KiB with 2 levels (3 without)' },
    { name: '64KB_3LEVEL', standard: false, text: 'pages of 64 KiB with 3 levels (2 without)' },
    // ZONE_DEVICE of mm/Kconfig needs ARCH_HAS_PTE_DEVMAP up to 6.16.
    { name: 'DEVICE_PRIVATE', since: '6.11', standard: { since: '7.2' }, text: 'device-private and device-exclusive types' },
    { name: 'ARCH_HAS_PTE_DEVMAP', since: '6.11', until: '6.17', standard: true, text: 'the devmap bit' },
  ],
  lacks: ['HAVE_ARCH_USERFAULTFD_WP', 'MEM_SOFT_DIRTY', 'MEMORY_FAILURE'],
  // An empty entry of an upper table points to a table of invalid entries, at an address that each kernel has of its own.
  // prettier-ignore
  none: [
    { levels: ['pte'], value: 0n, ignores: 0x40n, why: 'because both halves of a TLB entry share the global bit', src: `v6.12 ${PGTABLE} pte_none` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x80n, clear: 0n }], implies: ['present'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'protnone', levels: ['pte'], when: [{ set: 0x400n, clear: 0x80n }], implies: ['protnone'], src: `v6.12 ${PGTABLE} pte_present, pte_protnone` },
    { form: 'leaf', levels: LARGE, when: [{ set: 0xc0n, clear: 0n }], implies: ['present', 'pse'], src: `v6.12 ${PGTABLE} pmd_leaf, pud_leaf, pmd_present` },
    { form: 'protnone', levels: LARGE, when: [{ set: 0x440n, clear: 0x80n }], implies: ['protnone', 'pse'], src: `v6.12 ${PGTABLE} pmd_present, pmd_protnone` },
    ...SPLIT_RELEASES.map((releases): FormRow => ({ form: 'leaf', levels: LARGE, ...releases, when: [{ set: (1n << 60n) | 0x40n, clear: 0x480n }], implies: ['present_invalid', 'pse'], invalid: true, src: `v6.12 ${PGTABLE} pmd_present, pmd_mkinvalid (commit ddc1729b07cc)` })),
    { form: 'table', levels: UPPER, when: [{ set: 0n, clear: maskOf(63, 0) }], implies: [], ...ZERO },
    { form: 'table', levels: UPPER, when: [{ set: 0n, clear: 0x40n }], implies: ['direct63', 'direct60'], src: `v6.12 ${PGTABLE} pmd_leaf, pmd_phys` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: SHIFTS.flatMap(({ shift, config }) => [
    { forms: LEAF, levels: ['pte'], hi: 47, lo: shift, pageShift: shift, config, src: `v6.12 ${BITS} _PFN_MASK` },
    { forms: LEAF, levels: ['pmd'], hi: 47, lo: 2 * shift - 3, pageShift: 2 * shift - 3, config, src: `v6.12 ${BITS} _PFN_MASK` },
    { forms: LEAF, levels: ['pud'], hi: 47, lo: 3 * shift - 6, pageShift: 3 * shift - 6, config, src: `v6.12 ${BITS} _PFN_MASK` },
    { forms: ['table'], levels: UPPER, hi: 47, lo: 12, pageShift: shift, config, src: `v6.12 ${PGTABLE} pmd_phys` },
  ]),
  // prettier-ignore
  swap: [
    { levels: UPPER, since: '6.3', type: { lo: 16, width: 6 }, storedTypeBits: 7, offset: { lo: 24, width: 40 }, fixed: 0x40n, src: `v6.3 ${PGTABLE} __swp_entry_to_pmd` },
    { levels: UPPER, type: { lo: 16, width: 6 }, storedTypeBits: 8, offset: { lo: 24, width: 40 }, fixed: 0x40n, src: `v6.2 ${PGTABLE} __swp_entry_to_pmd` },
    { since: '6.3', type: { lo: 16, width: 6 }, storedTypeBits: 7, offset: { lo: 24, width: 40 }, fixed: 0n, src: `v6.3 ${PGTABLE} mk_swap_pte` },
    { type: { lo: 16, width: 6 }, storedTypeBits: 8, offset: { lo: 24, width: 40 }, fixed: 0n, src: `v6.2 ${PGTABLE} mk_swap_pte` },
  ],
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_present`,
});
