import type { CommandSpec } from '../../spec.ts';
import { DUMP_OPTIONS, PAGEMAP_KERNEL_OPTIONS, PICK_OPTIONS } from '../pagemap/spec.ts';

/** `pte-decode pagemap diff`. */
export const spec: CommandSpec = {
  name: 'pagemap diff',
  args: 'BEFORE AFTER',
  suggest: 'file',
  summary: 'Compare two dumps or captures: which pages changed, and how',
  description: [
    'Lists ranges of pages that changed in the same way (became dirty, lost uffd_wp, were swapped out, moved, …), then the number of pages per kind of change.',
    'Exit status: 0 no difference, 1 something changed, 2 one of them could not be read to its end.',
  ],
  options: [
    ...PICK_OPTIONS,
    { long: 'json', letter: 'j', text: 'one JSON object per range; the last one counts' },
    { long: 'quiet', letter: 'q', text: 'write nothing, only set the exit status' },
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  examples: [
    {
      command: 'pte-decode pagemap diff before.pmap after.pmap',
      text: 'what happened between two captures',
      exit: 1,
    },
  ],
  load: async () => (await import('./run.ts')).pagemapDiffAction,
};
