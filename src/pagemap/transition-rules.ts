/** A named condition on transitions: no page may fulfil it. */
interface TransitionRule {
  readonly name: string;
  /** What a page that breaks it did. */
  readonly expression: string;
  /** What some page must have been before: else nothing is proved. */
  readonly premise?: { readonly expression: string; readonly text: string };
  /** Pages of which it cannot be told without their frame numbers, and why. With a doubt nothing else needs numbers. */
  readonly doubt?: { readonly expression: string; readonly text: string };
  /** What is proved when no page did. */
  readonly proves: string;
  /** The first release whose pagemap can show it. */
  readonly since: string;
  readonly src: string;
}

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
    expression: '!before.file && before.state in ("present", "swap", "migration", "device-private", "device-exclusive") && (after == null || after.state in ("none", "pte-marker", "hwpoison", "swapin-error") || after.file || (before.exclusive && after.present && !after.exclusive && changes has "moved"))',
    doubt: { expression: 'before.exclusive && before.present && after.present && !after.exclusive && !after.file', text: 'pages that only this process had are no longer its alone: shared since (fork), or dropped and read again as the zero page; frame numbers tell, which the kernel shows only with CAP_SYS_ADMIN' },
    proves: 'no page that only this process had (anonymous, or its own copy) is gone from memory and swap, or was dropped and read again: from the file, or as the zero page (no longer exclusive, another frame). Pages of files and shared memory are not asked about: their content is in the page cache, mapped or not',
    since: '2.6.25',
    src: `v4.4 ${TASK_MMU} PM_FILE, pte_to_pagemap_entry`,
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
