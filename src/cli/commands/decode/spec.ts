import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import {
  FORMAT_OPTION,
  JSON_OPTION,
  LIST_FORMATS,
  NO_HEADING_OPTION,
  SOURCES_OPTION,
} from '../../options/output/format.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values/values.ts';

/** `pte-decode VALUE...`: plain decoding, the command without a name. */
export const spec: CommandSpec = {
  name: '',
  args: '[VALUE...]',
  summary: 'Decode, encode and check Linux page-table entries exactly as the kernel would',
  description: [
    'Values are 0x hexadecimal, 0b binary, or exactly 16 bare hexadecimal digits; as arguments also shorter ones with a letter a-f, 17 to 20 decimal digits, and what C and drgn write: 0x4UL, (pteval_t)0x4. Without values they are read from standard input, also out of the columns of crash rd, gdb x/gx, od -tx8, xxd -e -g8 and drgn.',
    'Exit status: 0 all well, 1 the answer is no (check, diff), 2 it could not be answered, 3 a bug in pte-decode.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    variant(FORMAT_OPTION, {
      choices: ['long', ...LIST_FORMATS],
      text: 'output format (default long)',
    }),
    variant(JSON_OPTION, { text: 'one JSON object per value (the same as --format json)' }),
    WHERE_OPTION,
    { long: 'predicates', letter: 'P', text: "add what the kernel's own functions answer for the value" },
    {
      long: 'explain',
      letter: 'e',
      text: 'draw the bits with their names and meanings, and tell the reasons of the rules; explain VALUE is the same',
    },
    variant(SOURCES_OPTION, {
      text: 'the same, and where the kernel says so: releases, kernel tag, file, symbol',
    }),
    SWAPS_OPTION,
    variant(NO_HEADING_OPTION, {
      text: 'leave out the heading of line, csv and tsv output and the kernel line of long output',
    }),
    ...VALUE_OPTIONS,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode 0x4', text: 'the special pte of the patch' },
    { command: 'pte-decode 0x8400000002bcbc25 --kernel debian-6.12', text: 'a write-protected page of a real kernel' },
    { command: 'pte-decode --explain 0xfffffffffffffc00 --kernel 6.12', text: 'a PTE marker, bit by bit' },
    { command: 'pte-decode --level pmd 0x80000000046008e7 --predicates', text: "a large page, with the answers of the kernel's functions" },
    { command: "printf '0x4 0x24 0x60\\n' | pte-decode --format line", text: 'one line for each value of standard input' },
    { command: "printf '8400000002be9c25 fffffffffffffc00\\n' | pte-decode -k 6.12 -w marker", text: 'only the markers among what crash printed' },
    { command: 'pte-decode -k 6.1 --config CONFIG_DEVICE_PRIVATE=y 0xe7fffffffdb97400', text: 'a release with another configuration' },
    { command: 'echo 0x4 | pte-decode --json', text: 'JSON, one object per line' },
  ],
  load: async () => (await import('./run.ts')).action,
};
