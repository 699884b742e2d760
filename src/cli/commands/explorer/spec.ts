import { OUTPUT_OPTION } from '../../options/output/output.ts';
import type { CommandSpec } from '../../spec.ts';

/** `pte-decode explorer`. */
export const spec: CommandSpec = {
  name: 'explorer',
  group: 'Other',
  args: '',
  summary: 'Write or open explorer.html: the same answers in a browser, in one file',
  description: [
    'The file needs nothing but a browser: no Node, no network, no server. It decodes, builds and compares values with the same code as this program, bit by bit, and reads logs, page-table pages and pagemap dumps. It can load nothing and send nothing.',
    'What is seen there is in the address: explorer.html#k=6.12&v=0x8400000002bcbc25.',
  ],
  options: [
    OUTPUT_OPTION,
    { long: 'open', text: 'open it in the browser; without --output the copy that came with this program' },
  ],
  examples: [{ command: 'pte-decode explorer -o explorer.html', text: 'a copy to be given away' }],
  load: async () => (await import('./run.ts')).action,
};
