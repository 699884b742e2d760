import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import type { CommandSpec } from '../../spec.ts';

/** `pte-decode rules`. */
export const spec: CommandSpec = {
  name: 'rules',
  group: 'Values',
  args: '',
  summary: 'List the four rules of the special pte, and how a kernel sees them',
  description: [
    'The value that stands for an unmapped page of a file that userfaultfd write-protected has to keep four rules. With each of them stands which function of the kernel decides, and what it says of the bare uffd-wp bit.',
  ],
  options: KERNEL_OPTIONS,
  examples: [
    { command: 'pte-decode rules', text: 'the rules, for the patched kernel' },
    { command: 'pte-decode rules --kernel 7.3', text: 'for another kernel' },
  ],
  load: async () => (await import('./run.ts')).action,
};
