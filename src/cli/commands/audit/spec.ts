import { BINARY_FORMATS } from '../../../input/values/binary-reader.ts';
import { KERNEL_OPTION, KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { type CommandSpec, variant, withVariant } from '../../spec.ts';
import { INPUT_OPTION, VALUE_OPTIONS } from '../../options/values/values.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';

/** `pte-decode audit`. */
export const spec: CommandSpec = {
  name: 'audit',
  group: 'Values',
  args: '[VALUE...]',
  summary: 'Count the values that break an invariant of the kernel',
  description: [
    'Reads many values and counts, for each kernel, those that break an invariant: the four rules for values that are the special pte, userfaultfd write protection on a writable entry, PROT_NONE with write permission, reserved bits, offsets beyond the swap device (--swaps), one swap slot in two entries, and more. The counts are complete; --max limits the values that are shown.',
    'With --input json each line is a record of decoding or of "scan --entries --json", audited for the kernel that it names where --kernel names none. With --input pagemap files are pagemap dumps or captures: their swapped words are audited as the swap ptes they came from.',
    'What is counted has a grade: remarks explain, suspicious is what an intact kernel makes too, though rarely, violations are what none makes. Exit status: 0 no violation, 1 one, 2 a value could not be read or judged for this kernel, or there was none, also where a pagemap has no swapped word, or of a plain dump nobody said the kernel.',
  ],
  options: [
    ...withVariant(KERNEL_OPTIONS, KERNEL_OPTION, {
      repeat: true,
      text: 'kernel to audit for: a profile, a release, host, or all for every profile; repeatable (default: the one of the capture or record, else PTE_DECODE_KERNEL, else uffd-wp-special, or the newest for --input pagemap and with another --arch)',
    }),
    LEVEL_OPTION,
    {
      long: 'special',
      value: 'VALUE',
      text: 'the value that claims to be the special pte (default: that of the kernel, else its bare uffd-wp bit)',
    },
    variant(SWAPS_OPTION, { text: 'swap devices and their sizes, in the format of /proc/swaps' }),
    variant(MAX_OPTION, { text: 'values shown per invariant (default 10)' }),
    variant(JSON_OPTION, { text: 'one JSON object per kernel' }),
    VERDICT_FORMAT_OPTION,
    QUIET_OPTION,
    ...withVariant(VALUE_OPTIONS, INPUT_OPTION, {
      choices: ['text', ...BINARY_FORMATS, 'json', 'pagemap'],
      text: 'how files and standard input are written: text (default), u64le, u64be, json records, pagemap',
    }),
    ...DUMP_OPTIONS,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode audit -k 6.12 -k 7.3 0x4 0x80000000029eac67', text: 'what breaks where', exit: 1 },
    { command: 'pte-decode audit --input pagemap --file before.pmap', text: 'the swapped pages of a capture (status 2 where it has none)', exit: 2 },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
