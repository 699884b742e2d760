import { BINARY_FORMATS } from '../../../input/binary-reader.ts';
import { KERNEL_OPTIONS } from '../../options/kernel.ts';
import type { CommandSpec } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values.ts';
import { LEVEL_OPTION } from '../../options/level.ts';
import { DUMP_OPTIONS } from '../pagemap/spec.ts';

/** `pte-decode audit`. */
export const spec: CommandSpec = {
  name: 'audit',
  args: '[VALUE...]',
  summary: 'Count the values that break an invariant of the kernel',
  description: [
    'Reads many values and counts, for each kernel, those that break an invariant: the four rules for values that are the special pte, userfaultfd write protection on a writable entry, PROT_NONE with write permission, reserved bits, offsets beyond the swap device (--swaps), one swap slot in two entries, and more. The counts are complete; --max limits the values that are shown.',
    'With --input json each line is a record of decoding or of "scan --entries --json". With --input pagemap files are pagemap dumps or captures: their swapped words are audited as the swap ptes they came from.',
    'Exit status: 0 nothing is broken, 1 something is, 2 a value could not be read or there was none.',
  ],
  options: [
    ...KERNEL_OPTIONS.map((option) =>
      option.long === 'kernel'
        ? {
            ...option,
            repeat: true,
            text: 'kernel to audit for: a profile, a release, host, or all for every profile; repeatable',
          }
        : option,
    ),
    LEVEL_OPTION,
    {
      long: 'special',
      value: 'VALUE',
      text: 'the value that claims to be the special pte (default: that of the kernel, else its bare uffd-wp bit)',
    },
    { long: 'swaps', value: 'FILE', text: 'swap devices and their sizes, in the format of /proc/swaps' },
    { long: 'max', letter: 'n', value: 'N', text: 'values shown per invariant (default 10)' },
    { long: 'json', letter: 'j', text: 'one JSON object per kernel' },
    ...VALUE_OPTIONS.map((option) =>
      option.long === 'input'
        ? {
            ...option,
            choices: ['text', ...BINARY_FORMATS, 'json', 'pagemap'],
            text: 'how files and standard input are written: text (default), u64le, u64be, json records, pagemap',
          }
        : option,
    ),
    ...DUMP_OPTIONS,
  ],
  examples: [
    {
      command: 'pte-decode audit --kernel debian-6.12 --kernel debian-7.3 0x4 0x80000000029eac67',
      text: 'what breaks where',
      exit: 1,
    },
    {
      command: 'pte-decode audit --input pagemap --file before.pmap',
      text: 'the swapped pages of a capture',
    },
  ],
  load: async () => (await import('./run.ts')).auditAction,
};
