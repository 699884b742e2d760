import { EXACT_OPTION, PID_OPTION } from '../../options/values/pages.ts';
import { OUTPUT_OPTION } from '../../options/output/output.ts';
import type { CommandSpec } from '../../spec.ts';

/** `pte-decode pagemap capture`. */
export const spec: CommandSpec = {
  name: 'pagemap capture',
  group: 'Processes',
  args: '',
  summary: 'Save the pagemap of a process with its mappings in one file',
  description: [
    'The file holds mappings, kernel, page size and all entries, runs of empty pages squeezed, with checksums; all forms of "pagemap" read it. It appears under its name only when it is whole.',
  ],
  options: [PID_OPTION, OUTPUT_OPTION, EXACT_OPTION],
  examples: [
    {
      command: 'pte-decode pagemap capture --pid self -o self.pmap',
      text: 'then: pte-decode pagemap self.pmap',
    },
  ],
  load: async () => (await import('./run.ts')).action,
};
