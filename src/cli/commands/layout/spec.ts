import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION, SOURCES_OPTION } from '../../options/output/format.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';

/** `pte-decode layout`. */
export const spec: CommandSpec = {
  name: 'layout',
  group: 'Kernels',
  args: '[ARCH]',
  suggest: 'arch',
  summary: 'Draw the bit layout in force',
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    {
      long: 'form',
      value: 'FORM',
      choices: ['none', 'leaf', 'protnone', 'table', 'swap'],
      text: 'only entries of this form (default: all of the level)',
    },
    SOURCES_OPTION,
    variant(JSON_OPTION, { text: 'write one JSON object per form' }),
  ],
  examples: [
    { command: 'pte-decode layout', text: 'all forms of an entry of the lowest level' },
    { command: 'pte-decode layout riscv64', text: 'those of another architecture' },
    { command: 'pte-decode layout --sources --form leaf', text: 'and where the kernel says so' },
    { command: 'pte-decode layout --kernel 6.12 --form swap', text: 'how swap entries of 6.12 are laid out' },
  ],
  load: async () => (await import('./run.ts')).action,
};
