/** Pages of which two words do not tell whether a rule holds. */
interface TransitionDoubt {
  readonly expression: string;
  readonly text: string;
  /** It is one where frame numbers are hidden, and only there. */
  readonly ifHidden?: boolean;
}

/** A named condition on transitions: no page may fulfil it. */
interface TransitionRule {
  readonly name: string;
  /** What a page that breaks it did. */
  readonly expression: string;
  /** What some page must have been before: else nothing is proved. */
  readonly premise?: { readonly expression: string; readonly text: string };
  /** Pages of which the two words do not tell, and why: there is no answer where there are any. */
  readonly doubts?: readonly TransitionDoubt[];
  /** What is proved when no page did. */
  readonly proves: string;
  /** The first release whose pagemap can show it. */
  readonly since: string;
  readonly src: string;
}

/** Gone from memory and swap, or read from the file. */
const GONE =
  '(after == null || after.state in ("none", "pte-marker", "hwpoison", "swapin-error") || after.file)';
const NOT_PRESENT = 'before.state in ("swap", "migration", "device-private", "device-exclusive")';
const NOT_OWN = 'after.present && !after.exclusive && !after.file';

const TASK_MMU = 'fs/proc/task_mmu.c';

/** The rules that `pagemap diff --fail-on` and `pagemap chain` know by name. */
// prettier-ignore
export const TRANSITION_RULES: readonly TransitionRule[] = [
  {
    name: 'lost-uffd-wp',
    expression: 'before.flags has "uffd_wp" && !(after.flags has "uffd_wp")',
    premise: { expression: 'before.flags has "uffd_wp"', text: 'no page was protected before' },
    proves: 'every page that was write-protected still is: in its entry, its swap entry or a marker. It does not say that its mapping is still registered',
    since: '5.14',
    src: `v5.14 ${TASK_MMU} PM_UFFD_WP`,
  },
  {
    name: 'lost-data',
    expression: `!before.file && (before.exclusive || ${NOT_PRESENT}) && ${GONE}`,
    doubts: [
      { ifHidden: true, expression: `!before.file && before.exclusive && ${NOT_OWN}`, text: 'only this process had them, and they are no longer its alone: shared since (fork), or dropped and read again as the zero page; frame numbers tell more, which the kernel shows only with CAP_SYS_ADMIN' },
      { expression: `!before.file && ${NOT_OWN} && (${NOT_PRESENT} || (before.exclusive && changes has "moved"))`, text: 'what is there now has another frame and is not of this process alone: the zero page, after the page was dropped and read again or was full of zeros in a huge page that was split (from 6.12 on), or a page with the same content (KSM), or one that a child shares (fork) and that was moved or swapped in' },
      { expression: `!before.file && before.present && !before.exclusive && ${GONE}`, text: 'they are gone, and were not of this process alone before: the zero page, with which nothing is lost, or a page shared with a child (fork) or by KSM' },
    ],
    proves: 'no page that only this process had (anonymous, or its own copy) is gone from memory and swap, or was dropped and read again from the file. Where it may have become the zero page there is no answer. A page with another frame of its own counts as moved (migrated, copied on write): one that was dropped and written anew looks the same, and the rule moved lists both. Pages of files and shared memory are not asked about: their content is in the page cache, mapped or not',
    since: '2.6.25',
    src: `v4.4 ${TASK_MMU} PM_FILE, PM_MMAP_EXCLUSIVE, pte_to_pagemap_entry; v6.12 mm/migrate.c try_to_map_unused_to_zeropage; v4.4 mm/ksm.c replace_page`,
  },
  {
    name: 'became-dirty',
    expression: 'after.soft_dirty && !before.soft_dirty',
    proves: 'no page was written to since clear_refs that was not written to before, as far as soft-dirty sees it (not through other mappings)',
    since: '3.11',
    src: `v4.4 ${TASK_MMU} PM_SOFT_DIRTY`,
  },
  {
    name: 'moved',
    expression: 'changes has "moved"',
    proves: 'no page that stayed where it is has another frame or swap slot: nothing was migrated, copied on write or replaced',
    since: '2.6.25',
    src: `v4.4 ${TASK_MMU} PM_PFRAME_MASK`,
  },
  {
    name: 'swapped',
    expression: 'before.present && after.state == "swap"',
    proves: 'no page went from memory to swap. Pages of shared memory leave no swap entry, so it says nothing of them',
    since: '2.6.25',
    src: `v4.4 ${TASK_MMU} PM_SWAP`,
  },
];
