import { ARCH_OPTION, KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { type CommandSpec, variant, withVariant } from '../../spec.ts';

/** `pte-decode special`. */
export const spec: CommandSpec = {
  name: 'special',
  group: 'Values',
  args: '',
  summary: 'Prove whether a value can be the special uffd-wp pte, or find one',
  description: [
    'With --candidate each of the four rules is decided for a value, the fourth by proof: whether the value is in the set of all swap ptes that the kernel makes. A collision is shown as the type, offset and flags that encode to it. Without, the simplest values that satisfy all four rules are found, or it is said which rule none satisfies. docs/special.md explains the proof.',
    'Exit status: 0 all four rules hold, or a value was found; 1 not; 2 it is not known whether this kernel has the bit, or how it is built, or wrong usage.',
  ],
  options: [
    ...withVariant(KERNEL_OPTIONS, ARCH_OPTION, { text: `${ARCH_OPTION.text}, or all` }),
    {
      long: 'candidate',
      letter: 'c',
      value: 'VALUE',
      text: 'decide the four rules for this value',
    },
    variant(MAX_OPTION, { text: 'how many values to find (default 4, at most 64)' }),
    {
      long: 'designs',
      text: 'compare the designs: the bare bit, swap type 1 with offset 0, and the PTE marker',
    },
    variant(JSON_OPTION, { text: 'one JSON object per kernel, or per design' }),
    QUIET_OPTION,
  ],
  examples: [
    { command: 'pte-decode special --candidate 0x4', text: 'is the value of the patch sound?' },
    { command: 'pte-decode special --arch arm64', text: 'what could arm64 define?' },
    { command: 'pte-decode special --designs --arch all', text: 'the designs on every architecture' },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
