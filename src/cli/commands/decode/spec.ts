import { LEVELS } from '../../../core/layout.ts';
import { KERNEL_OPTIONS } from '../../options/kernel.ts';
import type { CommandSpec, OptionSpec } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values.ts';

/** The level option, shared by all commands that read entries. */
export const LEVEL_OPTION: OptionSpec = {
  long: 'level',
  letter: 'l',
  value: 'LEVEL',
  choices: LEVELS,
  text: 'the table level the values stand in (default pte)',
};

/** `pte-decode VALUE...`: plain decoding, the command without a name. */
export const spec: CommandSpec = {
  name: '',
  args: '[VALUE...]',
  summary: 'Decode, encode and check Linux page-table entries exactly as the kernel would',
  description: [
    'Values are 0x hexadecimal, 0b binary, or exactly 16 bare hexadecimal digits; without values they are read from standard input, also out of the columns of crash rd, gdb x/gx, od -tx8, xxd -e -g8 and drgn.',
    'Exit status: 0 all well, 1 the answer is no (check, diff), 2 it could not be answered, 3 a bug in pte-decode.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    {
      long: 'format',
      value: 'FORMAT',
      choices: ['long', 'line', 'json', 'csv', 'tsv'],
      text: 'output format (default long)',
    },
    { long: 'json', letter: 'j', text: 'one JSON object per value (the same as --format json)' },
    {
      long: 'where',
      letter: 'w',
      value: 'EXPR',
      text: 'show only entries for which the expression is true, e.g. \'state == "swap" && uffd_wp\'',
    },
    { long: 'predicates', letter: 'p', text: "add what the kernel's own functions answer for the value" },
    { long: 'explain', letter: 'e', text: 'explain every bit: mask, macro, meaning, since when, source' },
    { long: 'swaps', value: 'FILE', text: 'name swap devices from a file in the format of /proc/swaps' },
    {
      long: 'no-heading',
      text: 'leave out the heading of line, csv and tsv output and the kernel line of long output',
    },
    ...VALUE_OPTIONS,
  ],
  examples: [
    { command: 'pte-decode 0x4', text: 'the special pte of the patch' },
    {
      command: 'pte-decode 0x8400000002bcbc25 --kernel debian-6.12',
      text: 'a write-protected page of a real kernel',
    },
    { command: 'pte-decode --explain 0xfffffffffffffc00 --kernel 6.12', text: 'a PTE marker, bit by bit' },
    {
      command: 'pte-decode --level pmd 0x80000000046008e7 --predicates',
      text: "a large page, with the answers of the kernel's functions",
    },
    {
      command: "printf '0x4 0x24 0x60\\n' | pte-decode --format line",
      text: 'one line for each value of standard input',
    },
    {
      command:
        "printf 'ffff88800385d980:  8400000002be9c25 fffffffffffffc00\\n' | pte-decode -k debian-6.12 -w 'state == \"pte-marker\"'",
      text: 'only the markers among what crash printed',
    },
    {
      command: 'pte-decode -k 6.1 --config CONFIG_DEVICE_PRIVATE=y 0xe7fffffffdb97400',
      text: 'a release with another configuration',
    },
    { command: 'echo 0x4 | pte-decode --json', text: 'JSON, one object per line' },
  ],
  load: async () => (await import('./run.ts')).decodeAction,
};
