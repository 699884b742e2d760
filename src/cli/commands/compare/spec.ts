import { KERNEL_OPTION, KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION } from '../../options/output/format.ts';
import { type CommandSpec, variant, withVariant } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values/values.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';

/** `pte-decode compare`. */
export const spec: CommandSpec = {
  name: 'compare',
  group: 'Values',
  args: '[VALUE...]',
  summary: 'Show where the meaning of a value changes from kernel to kernel',
  description: [
    'One row for each run of releases that read the value alike, with the standard configuration, and for the named profiles; with -k one for each kernel that it names, and no others. --config and --paging apply to all of them.',
  ],
  options: [
    ...withVariant(KERNEL_OPTIONS, KERNEL_OPTION, {
      repeat: true,
      text: 'a kernel to compare: a profile, a release, or host; with symbols or a .config of its own as NAME,SYM=n or NAME,config=FILE; repeatable (default: all)',
    }),
    LEVEL_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per row' }),
    ...VALUE_OPTIONS,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode compare 0xf7fffffffffffc00', text: 'a marker on one kernel, a migration entry on another' },
    { command: 'pte-decode compare --level pmd 0x0600000004600080', text: 'a large page without its present bit' },
    { command: 'pte-decode compare 0xf7fffffffffffc00 -k 6.1 -k 6.12,CONFIG_MIGRATION=n', text: 'these kernels alone, one with a symbol of its own' },
  ],
  load: async () => (await import('./run.ts')).action,
};
