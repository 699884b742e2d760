/** How the words of a shape are spelled. */
type WordKind =
  /** 16 hexadecimal digits without prefix. */
  | 'bare'
  /** `0x` and hexadecimal digits. */
  | 'prefixed'
  /** Decimal digits: read only where the user asked for decimal. */
  | 'decimal';

/** One row of the table of shapes. */
interface Shape {
  /** The name under which a result reports the shape. */
  readonly name: string;
  /** The commands that print it. */
  readonly tool: string;
  readonly words: WordKind;
  /**
   * Matches a whole line. Groups: `lead`, all that stands before the values, with the `address` in it; `words`, the
   * values with blanks between them; `ascii`, the text column where the order of bytes is checked; `partial`, a last
   * word cut short by the end of the dumped file, which `pad` fills up to 16 columns. Takes time linear in the length
   * of the line.
   */
  readonly line: RegExp;
  /** A line as the tool prints it. */
  readonly example: string;
  /** What defines the shape. */
  readonly src: string;
}

/**
 * The column shapes that tools print and people paste: a line fits a row from its first to its last character, or it is
 * none of them. Earlier rows win; what follows the address (two blanks, one blank, `: 0x`, no colon) keeps them apart.
 * The text column at the end of a line is part of the pattern and never holds values.
 */
// prettier-ignore
export const SHAPES = [
  { name: 'crash-rd', tool: 'crash `rd`', words: 'bare',
    line: /^(?<lead> *(?<address>[0-9a-f]{1,16}): {2})(?<words>[0-9a-f]{16}(?: [0-9a-f]{16})?)(?: {3}.*| *)$/is,
    example: 'ffff888004008000:  0000000004008067 0000000000000000   g...............',
    src: 'crash 8.0 memory.c display_memory' },
  { name: 'xxd-partial', tool: '`xxd -e -g8`, last line', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}): )(?<words>(?:[0-9a-f]{16} )*)(?<pad>(?: {2}){1,7})(?<partial>(?:[0-9a-f]{2}){1,7})(?: {2}.*| *)$/is,
    example: '00000060:       3635343332                   23456',
    src: 'xxd(1) of vim 9.0' },
  { name: 'xxd', tool: '`xxd -e -g8`', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}): )(?<words>[0-9a-f]{16}(?: [0-9a-f]{16})*)(?: {2}(?<ascii>.*)| *)$/is,
    example: '00000000: 8000000000000067 0000000000000004  g...............',
    src: 'xxd(1) of vim 9.0' },
  { name: 'qemu-xp', tool: 'QEMU monitor `x /gx`, `xp /gx`', words: 'prefixed',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}):)(?<words>(?: 0x[0-9a-f]{1,16})+) *$/is,
    example: '0000000000001000: 0x0000000000000004 0x8400000002bcbc25',
    src: 'QEMU 9.0 monitor/hmp-cmds-target.c memory_dump' },
  { name: 'gdb-x', tool: 'gdb `x/gx`, scripts that print `0xADDRESS: 0xVALUE`', words: 'prefixed',
    line: /^(?<lead>(?:=> )?(?<address>0x[0-9a-f]{1,16})(?: <.*>)?:)(?<words>(?:[\t ]+0x[0-9a-f]{1,16})+)[\t ]*$/is,
    example: '0x555555558020 <tbl>:\t0x0000000000000004\t0x8400000002bcbc25',
    src: 'gdb 13 printcmd.c do_examine' },
  { name: 'od-tx8', tool: '`od -tx8`, `od -Ax -tx8`, `hexdump -e`', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{6,15}))(?<words> {1,2}[0-9a-f]{16}(?: [0-9a-f]{16})*)(?: +>.*<)? *$/is,
    example: '000010 8400000002bcbc25 0000000000000000',
    src: 'coreutils 9.1 od.c write_block' },
  { name: 'od-tu8', tool: '`od -Ax -tu8`, with `--decimal`', words: 'decimal',
    line: /^(?<lead>(?<address>[0-9a-f]{6,15}))(?<words>(?: [ 0-9]{19}[0-9])+) *$/is,
    example: '000000  9223372036854775911                    4',
    src: 'coreutils 9.1 od.c write_block' },
] as const satisfies readonly Shape[];

/** The same columns of 32-bit words. An `od` address has 6 or 7 digits: 8 are a value. */
// prettier-ignore
const SHAPES_32 = [
  { name: 'crash-rd', tool: 'crash `rd -32`', words: 'bare',
    line: /^(?<lead> *(?<address>[0-9a-f]{1,16}): {2})(?<words>[0-9a-f]{8}(?: [0-9a-f]{8}){0,3})(?: {3}.*| *)$/is,
    example: 'c04a5000:  2fe1c811 2fe1cc11 00000000 00000000   .../.../........',
    src: 'crash 8.0 memory.c display_memory' },
  { name: 'xxd-partial', tool: '`xxd -e`, last line', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}): )(?<words>(?:[0-9a-f]{8} )*)(?<pad>(?: {2}){1,3})(?<partial>(?:[0-9a-f]{2}){1,3})(?: {2}.*| *)$/is,
    example: '00000060: 36353433     3332                    345623',
    src: 'xxd(1) of vim 9.0' },
  { name: 'xxd', tool: '`xxd -e`', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}): )(?<words>[0-9a-f]{8}(?: [0-9a-f]{8})*)(?: {2}(?<ascii>.*)| *)$/is,
    example: '00000000: 2fe1c811 0000d404 00000000 2fe1c8df  .../...../...../',
    src: 'xxd(1) of vim 9.0' },
  { name: 'qemu-xp', tool: 'QEMU monitor `x /wx`, `xp /wx`', words: 'prefixed',
    line: /^(?<lead>(?<address>[0-9a-f]{8,16}):)(?<words>(?: 0x[0-9a-f]{1,8})+) *$/is,
    example: '0000000000001000: 0x2fe1c811 0x0000d404',
    src: 'QEMU 9.0 monitor/hmp-cmds-target.c memory_dump' },
  { name: 'gdb-x', tool: 'gdb `x/wx`, scripts that print `0xADDRESS: 0xVALUE`', words: 'prefixed',
    line: /^(?<lead>(?:=> )?(?<address>0x[0-9a-f]{1,16})(?: <.*>)?:)(?<words>(?:[\t ]+0x[0-9a-f]{1,8})+)[\t ]*$/is,
    example: '0xc04a5000 <tbl>:\t0x2fe1c811\t0x0000d404',
    src: 'gdb 13 printcmd.c do_examine' },
  { name: 'od-tx4', tool: '`od -tx4`, `od -Ax -tx4`', words: 'bare',
    line: /^(?<lead>(?<address>[0-9a-f]{6,7}))(?<words> {1,2}[0-9a-f]{8}(?: [0-9a-f]{8})*)(?: +>.*<)? *$/is,
    example: '000010 2fe1c811 0000d404 00000000 00000000',
    src: 'coreutils 9.1 od.c write_block' },
] as const satisfies readonly Shape[];

/** Names of the rows of both tables. */
type DumpShape = (typeof SHAPES | typeof SHAPES_32)[number]['name'];

/**
 * What a line was read as: a row of the table, or one of
 * - `list`: values between blanks, commas, semicolons, quotes and brackets
 * - `fields`: a list in which names and types stood, as drgn and gdb print structures (`.pte = (pteval_t)0x67,`)
 * - `prompt`: a command typed at a debugger's prompt, ignored
 * - `squeezed`: the `*` with which `od`, `hexdump` and `xxd -a` stand for repeated lines, ignored
 * - `od-end`: the last line of `od`, the size of the file, ignored
 * - `other`: a dump whose words are not 64-bit entries as they stand, refused
 * - `blank`: nothing, or a comment
 */
export type LineShape =
  DumpShape | 'list' | 'fields' | 'prompt' | 'squeezed' | 'od-end' | 'log' | 'binary' | 'other' | 'blank';

/** Columns of one decimal word: a blank, and room for the 20 digits of 2^64-1. */
const DECIMAL_COLUMNS = 21;

/** A line that matched a row. */
export interface ShapeMatch {
  readonly shape: DumpShape;
  readonly words: WordKind;
  readonly address: string;
  /** The values, each with its 0-based index in the line. */
  readonly tokens: readonly { readonly text: string; readonly index: number }[];
  readonly partial?: { readonly text: string; readonly index: number };
  /** The text column, where its bytes are wanted. */
  readonly ascii?: string;
}

/** Finds the row of {@link SHAPES} that a whole line of words with 64 or 32 bits fits. */
export function matchShape(line: string, bits = 64): ShapeMatch | undefined {
  for (const shape of bits === 64 ? SHAPES : SHAPES_32) {
    const match = shape.line.exec(line);
    if (!match) continue;
    const { lead = '', address = '', words = '', pad = '', partial, ascii } = match.groups ?? {};
    if (partial !== undefined && pad.length + partial.length !== bits / 4) continue;
    const tokens = [...words.matchAll(/\S+/g)];
    if (shape.words === 'decimal' && tokens.length * DECIMAL_COLUMNS !== words.length) continue;
    const start = lead.length;
    const cut = start + words.length + pad.length;
    return {
      shape: shape.name,
      words: shape.words,
      address,
      tokens: tokens.map((token) => ({ text: token[0], index: start + token.index })),
      ...(partial === undefined ? {} : { partial: { text: partial, index: cut } }),
      ...(ascii === undefined ? {} : { ascii }),
    };
  }
  return undefined;
}
