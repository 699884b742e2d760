/** How many pages must fulfil a condition. */
export const QUANTIFIERS = ['every', 'no', 'some'] as const;
export type Quantifier = (typeof QUANTIFIERS)[number];

/** A named question about pages. */
export interface PageRule {
  readonly name: string;
  readonly quantifier: Quantifier;
  /** The pages that it is about; all of them when absent. */
  readonly among?: string;
  /** What must hold for every one of them, or for none. */
  readonly expression: string;
  /** What must have an answer for every page, though the expression may have one without it. */
  readonly needs?: string;
  /** Pages of which a word does not tell what the rule asks, though the expression has an answer, and why. */
  readonly doubt?: { readonly expression: string; readonly text: string };
  /** The rule in one sentence: what is proved when it holds. */
  readonly proves: string;
  /** Why there is no answer where it is about no page. */
  readonly nothing: string;
  /** The first release that can answer it. */
  readonly since: string;
  readonly src: string;
}

const TASK_MMU = 'fs/proc/task_mmu.c';
const UW = 'no mapping that was looked at is registered for write-protection (VmFlags has no uw)';

/**
 * The rules of `pagemap check --rule`.
 *
 * Poisoned pages and guard regions hold no data that could be written: `armed` does not ask about them. In a mapping
 * registered for read-write protection (`ur`) bit 57 is that protection: `stale` leaves it out.
 */
// prettier-ignore
export const PAGE_RULES: readonly PageRule[] = [
  {
    name: 'armed',
    quantifier: 'every',
    among: 'vma.flags has "uw" && (state in ("present", "swap", "migration", "device-private", "device-exclusive") || uffd_wp || maybe_swapped)',
    expression: 'uffd_wp || maybe_swapped',
    doubt: { expression: 'maybe_swapped', text: 'empty pages of shared memory may be in swap, where nothing protects them: smaps counts them (--maps with a copy of smaps), armed-holes finds them' },
    proves: 'every populated page of a mapping registered for write-protection (uw) has uffd-wp: in its entry, its swap entry or a marker',
    nothing: 'no page of a mapping registered for write-protection (VmFlags uw) is populated',
    since: '5.14',
    src: `v5.14 ${TASK_MMU} pte_to_pagemap_entry, v5.19 mm/memory.c zap_install_uffd_wp_if_needed`,
  },
  {
    name: 'armed-holes',
    quantifier: 'every',
    among: 'vma.flags has "uw"',
    expression: '!none',
    proves: 'no page of a mapping registered for write-protection (uw) is empty: what is written there first raises no fault (UFFD_FEATURE_WP_UNPOPULATED, or reading before arming, closes such holes)',
    nothing: UW,
    since: '5.7',
    src: 'v6.4 fs/userfaultfd.c UFFD_FEATURE_WP_UNPOPULATED, v6.4 mm/mprotect.c change_pte_range',
  },
  {
    name: 'stale',
    quantifier: 'every',
    among: '!(vma.flags has "uw") && !(vma.flags has "ur")',
    expression: '!uffd_wp',
    proves: 'no page has uffd-wp outside of mappings registered for it: nothing leaked with mremap (CVE-2025-21696), fork, unregistering, or registering again without write-protection',
    nothing: 'every page that was looked at lies in a mapping registered with userfaultfd (VmFlags uw or ur)',
    since: '5.14',
    src: 'v6.13 mm/mremap.c move_ptes, mm/userfaultfd.c clear_uffd_wp_pmd: fix 0cef0bb836e3',
  },
  {
    name: 'swap-kept',
    quantifier: 'no',
    expression: 'state in ("swap", "migration", "device-private", "device-exclusive", "hidden", "pte-marker")',
    doubt: { expression: 'maybe_swapped', text: 'empty pages of shared memory may be in swap: only smaps counts them (--maps with a copy of smaps)' },
    proves: 'a policy that looks at present pages only loses nothing: no page is swapped or migrating, and there are no markers, which are no data',
    nothing: 'no page was looked at',
    since: '2.6.25',
    src: `v4.4 ${TASK_MMU} pte_to_pagemap_entry, v5.19 include/linux/swapops.h make_pte_marker`,
  },
  {
    name: 'soft-dirty-blind',
    quantifier: 'no',
    needs: 'soft_dirty',
    expression: '!soft_dirty && (vma.shared || vma.flags has "ht" || marker == "uffd_wp")',
    doubt: { expression: 'none && !soft_dirty', text: 'empty pages that are not soft-dirty: pagemap does not tell whether they were dropped since clear_refs (MADV_DONTNEED), which an incremental snapshot must see; --where !none leaves them out' },
    proves: 'an incremental snapshot by soft-dirty misses no page: none that is not soft-dirty is huge (hugetlb is not tracked), shared (others write it, and reclaim forgets the bit) or a marker',
    nothing: 'no page was looked at',
    since: '3.11',
    src: `v6.12 ${TASK_MMU} pagemap_hugetlb_range, clear_refs_write, v5.19 include/linux/swapops.h make_pte_marker`,
  },
];
