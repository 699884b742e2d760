import { type Conclusion, conclusion, when } from './conclusion.ts';

/** What stands behind the end of a walk. */
export const BEHIND_END: readonly Conclusion[] = [
  conclusion({
    code: 'stops',
    of: 'steps',
    reads: ['level', 'at_zero'],
    text: (ask) =>
      when(
        ask('at_zero'),
        `${ask('level')} is no entry: it was read from a table at physical address 0, where the empty entry above points to`,
      ),
  }),
  // v2.6.24 arch/x86/mm/fault_64.c dump_pagetable: without a test for large pages.
  conclusion({
    code: 'stops',
    of: 'steps',
    reads: ['level', 'of_page'],
    text: (ask) =>
      when(
        ask('of_page'),
        `${ask('level')} is no entry: it was read out of the page that the entry above maps`,
      ),
  }),
];
