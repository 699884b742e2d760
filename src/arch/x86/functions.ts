import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { maskOf, not64 } from '../../core/u64.ts';
import { isInRelease, releasesWith } from '../../core/version.ts';
import { keptDevmap } from '../shared/devmap.ts';
import {
  NO_LARGE,
  OF_FRAME,
  PUD_WRITE,
  pmdSwapChanges,
  pmdSwapMakers,
  pmdSwapPredicates,
} from '../shared/large-functions.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const INVERT = 'arch/x86/include/asm/pgtable-invert.h';

/** Where the frame number of a page of each size stands: PTE_PFN_MASK, PHYSICAL_PMD_PAGE_MASK, PHYSICAL_PUD_PAGE_MASK. */
const FRAME = { pte: maskOf(51, 12), pmd: maskOf(51, 21), pud: maskOf(51, 30) } as const;

type FrameLevel = keyof typeof FRAME;

/**
 * The first releases with the layout of L1TF, which inverted 0 as well: commit f19f5c49bbc3 is in ChangeLog-4.17.17 and
 * ChangeLog-4.18.3, as Debian's changelog repeats them; the older series took it on the same day.
 */
const ZERO_INVERTED = [
  { since: '4.18.1', until: '4.18.3' },
  { since: '4.17.15', until: '4.17.17' },
  { since: '4.14.63', until: '4.14.65' },
  { since: '4.9.120', until: '4.9.122' },
  { since: '4.4.148', until: '4.4.150' },
] as const;

/** `__pte_needs_invert()`: any non-zero value without the present bit, since L1TF. v4.19 pgtable-invert.h. */
function needsInvert(kernel: KernelBits, value: bigint): boolean {
  if (!kernel.config('L1TF_LAYOUT')) return false;
  if (value === 0n) return ZERO_INVERTED.some((releases) => isInRelease(releases, kernel.version));
  return (value & kernel.mask('present')) === 0n;
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

/** `pte_pfn()`, `pmd_pfn()`, `pud_pfn()`. */
export const x86Pfn =
  (level: FrameLevel) =>
  (value: bigint, kernel: KernelBits): bigint =>
    ((value ^ protnoneMask(kernel, value)) & pfnMask(kernel, value, level)) >> 12n;

/** `pte_flags()`, `pmd_flags()`, `pud_flags()`: all bits but the frame. */
export const flags =
  (level: FrameLevel) =>
  (value: bigint, kernel: KernelBits): bigint =>
    value & not64(pfnMask(kernel, value, level));

/** The bits that those read of an entry that is no page. */
export const flagBits = ({ physMask }: KernelBits): bigint => not64(FRAME.pte & physMask);

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
export function pudBad(value: bigint, kernel: KernelBits): boolean {
  const table = allOf(kernel, 'present', 'rw', 'accessed', 'dirty', 'user') | kernel.encMask;
  return (flags('pud')(value, kernel) & not64(table)) !== 0n;
}

const SHSTK = { config: ['CPU_SHADOW_STACK'], set: ['dirty'], clear: ['rw'] } as const;
const LARGE_SHSTK = { ...SHSTK, set: ['dirty', 'pse'] } as const;
const DIRTY = [{ set: ['dirty'] }, { set: ['saved_dirty'] }] as const;

/** `_PAGE_DEVMAP`: a bit that has its name in every configuration, also where no entry has it. v5.11, v6.6 pgtable_types.h. */
export const DEVMAP = [
  { until: '6.6', bit: 1n << 58n },
  { since: '6.6', until: '6.17', bit: 1n << 57n },
] as const;

/** Large, and no page of a device; without the symbol include/linux/pgtable.h says no. */
const TRANS_HUGE = [
  ...DEVMAP.map(({ bit, ...row }) => ({ ...row, set: ['pse'], clear: [bit] })),
  { since: '6.17', set: ['pse'] },
].map((row) => ({ ...row, config: ['TRANSPARENT_HUGEPAGE'] }));

/** Who may use an entry, as far as it says so: a protection key of the thread may forbid it all the same. */
// prettier-ignore
export const accessPermitted = (level: FrameLevel): readonly PredicateRow[] => [
  { name: `${level}_access_permitted_read`, when: [{ set: ['present', 'user'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted(${level}, 0)` },
  { name: `${level}_access_permitted_write`, when: [{ set: ['present', 'user', 'rw'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted(${level}, 1)` },
];

/** No page is as large as a p4d or pgd: the names up to 6.8. */
// prettier-ignore
export const noLargerPages = (): readonly PredicateRow[] => [
  { name: 'p4d_large', level: 'p4d', until: NO_LARGE, when: [], src: `v6.1 ${PGTABLE}` },
  { name: 'pgd_large', level: 'pgd', until: NO_LARGE, when: [], src: `v6.1 ${PGTABLE}` },
];

/** What the headers of x86 answer of a pte beyond what every architecture does. */
// prettier-ignore
export const x86PtePredicates = (): readonly PredicateRow[] => [
  { name: 'pte_write', when: [{ set: ['rw'] }, SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_dirty', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pte_exec', when: [{ clear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_global', when: [{ set: ['global'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_huge', when: [{ set: ['pse'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_shstk', since: '6.6', when: [SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_pfn', of: x86Pfn('pte'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pte_flags', of: flags('pte'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
];

/** What they answer of large pages and tables. */
// prettier-ignore
export const x86LargePredicates = (): readonly PredicateRow[] => [
  { name: 'pmd_none', level: 'pmd', when: [{ forms: ['none'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_present', level: 'pmd', when: [{ forms: ['leaf', 'protnone', 'table'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_bad', level: 'pmd', of: pmdBad, reads: flagBits, src: `v6.1 ${PGTABLE}` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: [{ set: ['pse'] }], src: `v5.11 ${PGTABLE} pmd_large` },
  { name: 'pmd_trans_huge', level: 'pmd', when: TRANS_HUGE, src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_devmap', level: 'pmd', until: '6.17', when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_protnone', level: 'pmd', when: [{ config: ['NUMA_BALANCING'], set: ['protnone'], clear: ['present'] }, { config: ['ARCH_HAS_PTE_PROTNONE'], set: ['protnone'], clear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_write', level: 'pmd', when: [{ set: ['rw'] }, LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_dirty', level: 'pmd', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_young', level: 'pmd', when: [{ set: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_shstk', level: 'pmd', since: '6.6', when: [LARGE_SHSTK], src: `v6.6 ${PGTABLE}` },
  { name: 'pmd_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', when: [{ set: ['uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_uffd', level: 'pmd', since: '7.3', when: [{ set: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_soft_dirty', level: 'pmd', when: [{ set: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_pfn', level: 'pmd', of: x86Pfn('pmd'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pmd_flags', level: 'pmd', of: flags('pmd'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
  ...pmdSwapPredicates(),
  { name: 'pud_none', level: 'pud', when: [{ forms: ['none'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_bad', level: 'pud', of: pudBad, reads: flagBits, src: `v5.11 ${PGTABLE}` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', until: '6.12', when: [{ set: ['pse', 'present'] }], src: `v5.11 ${PGTABLE} pud_large` },
  { name: 'pud_leaf', level: 'pud', since: '6.12', when: [{ set: ['pse'] }], src: `v6.14 ${PGTABLE} (commit 340d972e7541)` },
  { name: 'pud_trans_huge', level: 'pud', when: TRANS_HUGE, src: `v5.11 ${PGTABLE}` },
  { name: 'pud_devmap', level: 'pud', until: '6.17', when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['devmap'] }], src: `v5.11 ${PGTABLE}` },
  // Unlike pmd_write() it asks for no shadow stack.
  ...PUD_WRITE.map((releases): PredicateRow => ({ name: 'pud_write', level: 'pud', ...releases, when: [{ set: ['rw'] }], src: `v6.12 ${PGTABLE} (commit 1501899a898d)` })),
  { name: 'pud_dirty', level: 'pud', when: DIRTY, src: `v6.6 ${PGTABLE}` },
  { name: 'pud_young', level: 'pud', when: [{ set: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_shstk', level: 'pud', since: '6.12', when: [LARGE_SHSTK], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_soft_dirty', level: 'pud', when: [{ set: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_pfn', level: 'pud', of: x86Pfn('pud'), src: `v4.19 ${PGTABLE}, ${INVERT} protnone_mask` },
  { name: 'pud_flags', level: 'pud', of: flags('pud'), src: 'v5.11 arch/x86/include/asm/pgtable_types.h' },
];

/** `mksaveddirty_shift()`: Dirty goes to SavedDirty while RW is clear. v6.6 pgtable.h. */
function mkSavedDirty(kernel: KernelBits, value: bigint): bigint {
  const [rw, dirty, saved] = [kernel.mask('rw'), kernel.mask('dirty'), kernel.mask('saved_dirty')];
  const isMoved = saved !== 0n && (value & rw) === 0n && (value & dirty) !== 0n;
  return isMoved ? (value & not64(dirty)) | saved : value;
}

/** `clear_saveddirty_shift()`: SavedDirty goes back to Dirty while RW is set. v6.6 pgtable.h. */
function clearSavedDirty(kernel: KernelBits, value: bigint): bigint {
  const [rw, dirty, saved] = [kernel.mask('rw'), kernel.mask('dirty'), kernel.mask('saved_dirty')];
  const isMoved = (value & rw) !== 0n && (value & saved) !== 0n;
  return isMoved ? (value & not64(saved)) | dirty : value;
}

/** The releases with PAT in `_PAGE_CHG_MASK`: commit 548cb932051f. */
const KEEP_PAT = releasesWith('6.6', '6.5.3', '6.4.16', '6.1.53', '5.15.132', '5.10.195');

/**
 * The releases with `_PAGE_ENC` in it: commit 6db73f17c5f1. That is the bit of SME and SEV; a TDX guest kept its shared bit
 * only since 6.9 (a0a8d15a798b, and stable releases from April 2024 on), and which of the two a bit is nobody says here.
 */
const KEEP_ENC = releasesWith('5.7', '5.6.5', '5.5.18', '5.4.33', '4.19.116', '4.14.177');

/** `_PAGE_CHG_MASK`: what `pte_modify()` keeps of an entry that gets a protection. */
function changeMask(kernel: KernelBits, { pte, prot }: Required<FunctionInputs>): bigint {
  const keepsPat = KEEP_PAT.some((releases) => isInRelease(releases, kernel.version));
  const roles = ['pcd', 'pwt', 'special', 'accessed', 'dirty', 'saved_dirty', 'soft_dirty', 'uffd_wp'];
  const pat = keepsPat ? kernel.mask('pat') : 0n;
  const bit = DEVMAP.find((row) => isInRelease(row, kernel.version))?.bit ?? 0n;
  const devmap = keptDevmap(pte | prot, bit, kernel.version);
  const enc = KEEP_ENC.some((releases) => isInRelease(releases, kernel.version)) ? kernel.encMask : 0n;
  return devmap | (FRAME.pte & kernel.physMask) | enc | pat | allOf(kernel, ...roles);
}

/**
 * The releases in which `pmd_modify()` keeps Dirty again: commit f7491d7c81db of 14 September 2026. 6.18.53 and 6.6.158 by what
 * was pushed to the stable trees before them, 7.2.7 by the review of 7.2.7-rc1, 6.12.111 by its headers; 7.1 ended before.
 */
const PMD_KEEPS_DIRTY = releasesWith('7.3', '7.2.7', '6.18.53', '6.12.111', '6.6.158');

/** What is to be said of `pmd_modify()`. */
export const LOST_DIRTY =
  'v6.6: a dirty page becomes a clean one, not since 7.3, 7.2.7, 6.18.53, 6.12.111 and 6.6.158 (commit f7491d7c81db)';

/** `_PAGE_DIRTY` where `pmd_modify()` loses it, since v6.6. */
function lostDirty(kernel: KernelBits, level: FrameLevel): bigint {
  const isKept =
    !isInRelease({ since: '6.6' }, kernel.version) ||
    PMD_KEEPS_DIRTY.some((releases) => isInRelease(releases, kernel.version));
  return level !== 'pmd' || isKept ? 0n : kernel.mask('dirty');
}

/**
 * `pte_modify()`, `pmd_modify()` and `pud_modify()`, with `flip_protnone_guard()`, which inverts the frame when the entry
 * changes between the two kinds. Larger pages keep PSE.
 */
export const modify =
  (level: FrameLevel) =>
  (inputs: Required<FunctionInputs>, kernel: KernelBits): bigint => {
    const { pte, prot } = inputs;
    const keep = changeMask(kernel, inputs) | (level === 'pte' ? 0n : kernel.mask('pse'));
    const frame = FRAME[level] & kernel.physMask;
    const value = (pte & keep & not64(lostDirty(kernel, level))) | (prot & not64(keep));
    const isFlipped = needsInvert(kernel, pte) !== needsInvert(kernel, value);
    const changed = isFlipped ? (value & not64(frame)) | (not64(value) & frame) : value;
    // The new entry must not become a shadow-stack one by losing RW while dirty.
    return (pte & kernel.mask('rw')) !== 0n
      ? mkSavedDirty(kernel, changed)
      : clearSavedDirty(kernel, changed);
  };

/**
 * `pfn_pte()`, `pfn_pmd()`, `pfn_pud()`: the frame under the mask of its level, inverted where the protection asks it.
 * Before L1TF (commit 6b28baca9b1f) there was neither a mask nor an inversion.
 */
export const pfnEntry =
  (level: FrameLevel) =>
  ({ pfn: frame, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint => {
    const address = BigInt.asUintN(64, frame << 12n);
    if (!kernel.config('L1TF_LAYOUT')) return address | prot;
    return ((address ^ protnoneMask(kernel, prot)) & FRAME[level] & kernel.physMask) | prot;
  };

const UFFD = ['HAVE_ARCH_USERFAULTFD_WP'] as const;
const SAVES = { since: '6.6', set: ['dirty'], thenClear: ['rw', 'dirty'] } as const;
/** From 6.3 on it takes the write permission away too. */
const MKUFFD = [
  { ...SAVES, config: UFFD, thenSet: ['uffd_wp', 'saved_dirty'] },
  { config: UFFD, since: '6.3', thenSet: ['uffd_wp'], thenClear: ['rw'] },
  { thenSet: ['uffd_wp'] },
] as const;

/** What makes or changes an entry. */
// prettier-ignore
export const x86Operations = (): readonly OperationRow[] => [
  { name: 'pte_mkuffd_wp', since: '5.7', until: '7.3', cases: MKUFFD, src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkuffd', since: '7.3', cases: MKUFFD, src: `v7.3 ${PGTABLE}` },
  { name: 'pte_clear_uffd_wp', since: '5.7', until: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pte_clear_uffd', since: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  ...pmdSwapChanges(),
  { name: 'pte_mkdirty', cases: [{ since: '6.6', clear: ['rw'], thenSet: ['saved_dirty', 'soft_dirty'], thenClear: ['dirty'] }, { thenSet: ['dirty', 'soft_dirty'] }], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty', 'saved_dirty'] }], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_wrprotect', cases: [{ ...SAVES, thenSet: ['saved_dirty'] }, { thenClear: ['rw'] }], src: `v6.6 ${PGTABLE}` },
  // Since 6.6 that of a mapping that is no shadow stack.
  { name: 'pte_mkwrite', cases: [{ set: ['saved_dirty'], thenSet: ['rw', 'dirty'], thenClear: ['saved_dirty'] }, { thenSet: ['rw'] }], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: [{ thenSet: ['rw'] }], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkwrite_shstk', since: '6.6', cases: [{ thenSet: ['dirty'], thenClear: ['rw'] }], src: `v6.6 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkdevmap', until: '6.17', cases: DEVMAP.map(({ bit, ...row }) => ({ ...row, thenSet: ['special', bit] })), src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mksoft_dirty', cases: [{ thenSet: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_clear_soft_dirty', cases: [{ thenClear: ['soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkexec', cases: [{ thenClear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkhuge', cases: [{ thenSet: ['pse'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_clrhuge', cases: [{ thenClear: ['pse'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkglobal', cases: [{ thenSet: ['global'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_clrglobal', cases: [{ thenClear: ['global'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mksaveddirty', since: '6.6', takes: ['pte'], of: ({ pte }, kernel) => mkSavedDirty(kernel, pte), src: `v6.6 ${PGTABLE}` },
  { name: 'pte_clear_saveddirty', since: '6.6', takes: ['pte'], of: ({ pte }, kernel) => clearSavedDirty(kernel, pte), src: `v6.6 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: modify('pte'), src: `v6.6 ${PGTABLE}, ${INVERT} flip_protnone_guard; before 6.9 a TDX guest took its shared bit from the protection` },
  { name: 'pfn_pte', takes: OF_FRAME, of: pfnEntry('pte'), src: `v4.19 ${PGTABLE}` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnEntry('pmd'), src: `v4.19 ${PGTABLE}` },
  { name: 'pfn_pud', level: 'pud', takes: OF_FRAME, of: pfnEntry('pud'), src: `v4.19 ${PGTABLE}` },
  ...pmdSwapMakers(),
];
