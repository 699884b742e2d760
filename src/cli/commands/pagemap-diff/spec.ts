import { DUMP_OPTIONS } from '../../options/dump.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/format.ts';
import { PICK_OPTIONS } from '../../options/pages.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { PAGEMAP_KERNEL_OPTIONS } from '../pagemap/spec.ts';

/** `pte-decode pagemap diff`. */
export const spec: CommandSpec = {
  name: 'pagemap diff',
  group: 'Processes',
  args: 'BEFORE AFTER',
  suggest: 'file',
  summary: 'Compare two dumps or captures: which pages changed, and how',
  description: [
    'Lists ranges of pages that changed in the same way (became dirty, lost uffd_wp, were swapped out, moved, …), then the number of pages per kind of change.',
    'Exit status: 0 no difference, 1 something changed, 2 one of them could not be read to its end.',
  ],
  options: [
    ...PICK_OPTIONS,
    variant(JSON_OPTION, { text: 'one JSON object per range; the last one counts' }),
    QUIET_OPTION,
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
  load: async () => (await import('./run.ts')).action,
};
