import { JSON_OPTION } from '../../options/output/format.ts';
import { ARCH_OPTION } from '../../options/kernel/kernel.ts';
import { type CommandSpec, variant } from '../../spec.ts';

/** `pte-decode kernels`. */
export const spec: CommandSpec = {
  name: 'kernels',
  group: 'Kernels',
  args: '[ARCH]',
  suggest: 'arch',
  summary: 'List the kernels and configuration symbols that --kernel and --config know',
  options: [
    variant(ARCH_OPTION, { text: `those of an ${ARCH_OPTION.text}` }),
    { long: 'symbols', text: 'list the configuration symbols instead' },
    variant(JSON_OPTION, { text: 'one JSON object per kernel or symbol' }),
  ],
  examples: [
    { command: 'pte-decode kernels', text: 'what --kernel can say' },
    { command: 'pte-decode kernels --symbols', text: 'what --config can say' },
    { command: 'pte-decode kernels --symbols --arch arm64', text: 'page sizes and the like of arm64' },
  ],
  load: async () => (await import('./run.ts')).action,
};
