import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { DECIMAL_OPTION } from '../../options/values/values.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';

/** `pte-decode diff`. */
export const spec: CommandSpec = {
  name: 'diff',
  group: 'Values',
  args: 'A B',
  summary: 'Show which bits and meanings of two entries differ',
  description: ['Exit status: 0 the values are equal, 1 they differ, 2 a value could not be read.'],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    DECIMAL_OPTION,
    variant(JSON_OPTION, { text: 'write one JSON object' }),
    QUIET_OPTION,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode diff 0x8000000002bcb867 0x8400000002bcbc25 --kernel 6.12', text: 'what write-protecting changed', exit: 1 },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
