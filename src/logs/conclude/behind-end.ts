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
  // 2.6.18-xen arch/i386/mm/fault-xen.c dump_fault_path: what stands in the table, and in front of it where the guest has that.
  conclusion({
    code: 'host-frames',
    of: 'steps',
    reads: ['host_frames', 'pfn'],
    text: (ask) =>
      when(
        ask('host_frames') && ask('pfn') !== null,
        'the frames of these entries are those of the machine (Xen), not of the guest that printed them',
      ),
  }),
];
