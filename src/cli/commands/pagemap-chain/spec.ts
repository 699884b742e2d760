import { TRACKERS } from '../../../pagemap/compare/chain.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { PICK_OPTIONS } from '../../options/values/pages.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { PAGEMAP_KERNEL_OPTIONS } from '../../options/kernel/pagemap-kernel.ts';

/** `pte-decode pagemap chain`. */
export const spec: CommandSpec = {
  name: 'pagemap chain',
  group: 'Processes',
  args: 'FIRST NEXT...',
  suggest: 'file',
  summary: 'Check incremental snapshots: the dirty set of each, and what none has',
  description: [
    'Takes dumps or captures that were made one after the other, each when a snapshot was taken: before soft-dirty was cleared, or before memory was write-protected again. Gives the pages that an incremental snapshot would save in each step, and pages that changed and are in no set: restoring the chain would lose them.',
    'Exit status: 0 every change is in a set, 1 one is not, 2 it could not be answered: nothing shows that the tracker was in use, frames are hidden, or a file could not be read to its end.',
  ],
  options: [
    {
      long: 'tracker',
      value: 'TRACKER',
      choices: TRACKERS,
      text: 'what tells which pages were written to (default: uffd-wp where a page is write-protected, else soft-dirty)',
    },
    ...PICK_OPTIONS,
    variant(MAX_OPTION, {
      text: 'how many ranges to list of each set (default 20; with --json all, up to a million)',
    }),
    variant(JSON_OPTION, { text: 'one JSON object per range of a set; the last one counts' }),
    VERDICT_FORMAT_OPTION,
    QUIET_OPTION,
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode pagemap chain --tracker uffd-wp before.pmap after.pmap', text: 'what each would save; 2 where nothing was protected', exit: 2 },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
