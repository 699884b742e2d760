import { kernelOptionsOf } from '../../options/kernel/kernel.ts';
import { JSON_OPTION } from '../../options/output/format.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { type CommandSpec, variant } from '../../spec.ts';

/** `pte-decode log`: the page-table values of a kernel log, explained in place. */
export const spec: CommandSpec = {
  name: 'log',
  group: 'Logs',
  args: '[FILE]',
  summary: 'Explain the page-table values in a kernel log where they stand',
  description: [
    'Reads a kernel log from a file or standard input and writes it as it is; below every line with page-table values comes their explanation: oopses, bad page maps, bad table entries, swap messages, and what crash, gdb and QEMU print.',
    '`dmesg | pte-decode log` explains the log of the running kernel, `dmesg -w | pte-decode log` as it comes.',
    'The kernel is the one that the log names ("Linux version", "Not tainted"); --kernel is for values in front of which none is named.',
    'Exit status: 0, or 2 when the log or a line of it cannot be read, and for an empty file.',
  ],
  options: [
    ...kernelOptionsOf(
      'the one that the log names, which goes before --kernel too; PTE_DECODE_KERNEL; the newest that can have printed it',
    ),
    variant(JSON_OPTION, { text: 'one JSON object per value, without the text' }),
    { long: 'only', text: 'the explanations without the text, each with the number of its line' },
    SWAPS_OPTION,
  ],
  examples: [
    { command: 'pte-decode log console.log', text: 'a log with explanations' },
    { command: 'pte-decode log --only console.log', text: 'only the explanations' },
    { command: 'pte-decode log --json < console.log', text: 'one JSON object per value' },
  ],
  load: async () => (await import('./run.ts')).action,
};
