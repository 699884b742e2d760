import type { KernelBits, PredicateRow } from '../../core/layout.ts';
import { maskOf, not64 } from '../../core/u64.ts';
import { isInRelease } from '../../core/version.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const INVERT = 'arch/x86/include/asm/pgtable-invert.h';
const SWAPOPS = 'include/linux/swapops.h';
const LEAFOPS = 'include/linux/leafops.h';

/** Where the frame number of a page of each size stands: PTE_PFN_MASK, PHYSICAL_PMD_PAGE_MASK, PHYSICAL_PUD_PAGE_MASK. */
const FRAME = { pte: maskOf(51, 12), pmd: maskOf(51, 21), pud: maskOf(51, 30) } as const;

type FrameLevel = keyof typeof FRAME;

/** `__pte_needs_invert()`: any non-zero value without the present bit, since L1TF. v4.19 pgtable-invert.h. */
function needsInvert(kernel: KernelBits, value: bigint): boolean {
  return kernel.config('L1TF_LAYOUT') && value !== 0n && (value & kernel.mask('present')) === 0n;
}

/** `protnone_mask()`: what the frame number of this value is XORed with. v4.19 pgtable-invert.h. */
function protnoneMask(kernel: KernelBits, value: bigint): bigint {
  return needsInvert(kernel, value) ? not64(0n) : 0n;
}

/** `pte_pfn_mask()`, `pmd_pfn_mask()`, `pud_pfn_mask()`: PSE alone decides, whatever the present bit says. */
function pfnMask(kernel: KernelBits, value: bigint, level: FrameLevel): bigint {
  const isLarge = level !== 'pte' && (value & kernel.mask('pse')) !== 0n;
  return FRAME[isLarge ? level : 'pte'] & kernel.physMask;
}

const pfn =
  (level: FrameLevel) =>
  (value: bigint, kernel: KernelBits): bigint =>
    ((value ^ protnoneMask(kernel, value)) & pfnMask(kernel, value, level)) >> 12n;

const flags =
  (level: FrameLevel) =>
  (value: bigint, kernel: KernelBits): bigint =>
    value & not64(pfnMask(kernel, value, level));

function allOf(kernel: KernelBits, ...roles: readonly string[]): bigint {
  return roles.reduce((mask, role) => mask | kernel.mask(role), 0n);
}

/** `pmd_bad()`: not the flags of `_KERNPG_TABLE`; ACCESSED is ignored since 6.1 (absent 6.0.1). */
function pmdBad(value: bigint, kernel: KernelBits): boolean {
  const ignored = isInRelease({ since: '6.1' }, kernel.version) ? kernel.mask('accessed') : 0n;
  const table = allOf(kernel, 'present', 'rw', 'accessed', 'dirty') | kernel.encMask;
  return (flags('pmd')(value, kernel) & not64(kernel.mask('user') | ignored)) !== (table & not64(ignored));
}

/** `pud_bad()`: any flag beside those of `_KERNPG_TABLE` and user. */
function pudBad(value: bigint, kernel: KernelBits): boolean {
  const table = allOf(kernel, 'present', 'rw', 'accessed', 'dirty', 'user') | kernel.encMask;
  return (flags('pud')(value, kernel) & not64(table)) !== 0n;
}

const SHSTK = { config: ['CPU_SHADOW_STACK'], set: ['dirty'], clear: ['rw'] } as const;
const LARGE_SHSTK = { ...SHSTK, set: ['dirty', 'pse'] } as const;
const DIRTY = [{ set: ['dirty'] }, { set: ['saved_dirty'] }] as const;
const BEFORE_LEAF = { until: '6.19', src: `v6.12 ${SWAPOPS}` } as const;
const LEAF = { since: '6.19', src: `v6.19 ${LEAFOPS}` } as const;

/** What the headers of x86 answer of a pte beyond what every architecture does. */
// prettier-ignore
export const X86_PTE_PREDICATES: readonly PredicateRow[] = [
  { name: 'pte_write', when: [{ set: ['rw'] }, SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_dirty', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pte_exec', when: [{ clear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_global', when: [{ set: ['global'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_huge', when: [{ set: ['pse'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_shstk', since: '6.6', when: [SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_pfn', of: pfn('pte'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pte_flags', of: flags('pte'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
];

/** What they answer of large pages and tables. */
// prettier-ignore
export const X86_LARGE_PREDICATES: readonly PredicateRow[] = [
  { name: 'pmd_none', level: 'pmd', when: [{ forms: ['none'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_present', level: 'pmd', when: [{ forms: ['leaf', 'protnone', 'table'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_bad', level: 'pmd', of: pmdBad, src: `v6.1 ${PGTABLE}` },
  { name: 'pmd_leaf', level: 'pmd', when: [{ set: ['pse'] }], src: `v5.11 ${PGTABLE} pmd_large` },
  { name: 'pmd_trans_huge', level: 'pmd', when: [{ set: ['pse'], clear: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_devmap', level: 'pmd', until: '6.17', when: [{ set: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_protnone', level: 'pmd', when: [{ config: ['NUMA_BALANCING'], set: ['protnone'], clear: ['present'] }, { config: ['ARCH_HAS_PTE_PROTNONE'], set: ['protnone'], clear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_write', level: 'pmd', when: [{ set: ['rw'] }, LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_dirty', level: 'pmd', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_young', level: 'pmd', when: [{ set: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_shstk', level: 'pmd', since: '6.6', when: [LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', when: [{ set: ['uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_uffd', level: 'pmd', since: '7.3', when: [{ set: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_soft_dirty', level: 'pmd', when: [{ set: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_pfn', level: 'pmd', of: pfn('pmd'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pmd_flags', level: 'pmd', of: flags('pmd'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
  { name: 'is_swap_pmd', ...BEFORE_LEAF, level: 'pmd', when: [{ forms: ['swap'] }], src: 'v6.12 include/linux/huge_mm.h' },
  { name: 'pmd_swp_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_swp_uffd', level: 'pmd', since: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_swp_soft_dirty', level: 'pmd', when: [{ set: ['swp_soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'is_pmd_migration_entry', ...BEFORE_LEAF, level: 'pmd', when: [{ forms: ['swap'], kinds: ['migration'] }] },
  { name: 'pmd_to_swp_entry', ...BEFORE_LEAF, level: 'pmd', number: 'swp_entry' },
  { name: 'softleaf_from_pmd', ...LEAF, level: 'pmd', number: 'softleaf' },
  { name: 'pmd_is_migration_entry', ...LEAF, level: 'pmd', when: [{ kinds: ['migration'] }] },
  { name: 'pmd_is_device_private_entry', ...LEAF, level: 'pmd', when: [{ kinds: ['device-private'] }] },
  { name: 'pmd_is_valid_softleaf', ...LEAF, level: 'pmd', when: [{ kinds: ['migration', 'device-private'] }] },
  { name: 'pud_none', level: 'pud', when: [{ forms: ['none'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_bad', level: 'pud', of: pudBad, src: `v5.11 ${PGTABLE}` },
  { name: 'pud_leaf', level: 'pud', until: '6.12.117', when: [{ set: ['pse', 'present'] }], src: `v5.11 ${PGTABLE} pud_large` },
  { name: 'pud_leaf', level: 'pud', since: '6.12.117', when: [{ set: ['pse'] }], src: `v6.14 ${PGTABLE}` },
  { name: 'pud_trans_huge', level: 'pud', when: [{ set: ['pse'], clear: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_devmap', level: 'pud', until: '6.17', when: [{ set: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_write', level: 'pud', when: [{ set: ['rw'] }, LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pud_dirty', level: 'pud', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pud_young', level: 'pud', when: [{ set: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_shstk', level: 'pud', since: '6.6', when: [LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pud_soft_dirty', level: 'pud', when: [{ set: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_pfn', level: 'pud', of: pfn('pud'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pud_flags', level: 'pud', of: flags('pud'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
];
