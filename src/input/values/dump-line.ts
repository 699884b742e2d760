import { type LineOptions, type ParsedLine, problem, readTokens } from './parsed-line.ts';
import type { ShapeMatch } from './shapes.ts';
import { readValue } from './value.ts';

/** What to do about words of another size. */
export function dumpsOf(bits: number): string {
  const [bytes, letter] = bits === 64 ? [8, 'g'] : [4, 'w'];
  return `dump ${bits}-bit words (\`xxd -e -g${bytes}\`, \`od -Ax -tx${bytes}\`, gdb \`x/${letter}x\`, QEMU \`xp /${letter}x\`), or give the binary with --input u${bits}le`;
}

/** Whether words with `0x` are narrower than an entry: padded to 2 or 4 digits, or 8 digits each. */
function areNarrow(tokens: readonly { readonly text: string }[], bits: number): boolean {
  const width = (tokens[0]?.text.length ?? 0) - 2;
  if (!tokens.every((token) => token.text.length - 2 === width)) return false;
  if (width === 8) return bits > 32;
  return (width === 2 || width === 4) && (tokens.length > 1 || tokens[0]?.text[2] === '0');
}

/** Whether the text column shows the words' bytes in the order of their digits, and not from the lowest byte up. */
function isBytesInOrder(words: readonly string[], ascii: string): boolean {
  const shown = words.map((word) =>
    (word.match(/../g) ?? []).map((pair) => {
      const byte = parseInt(pair, 16);
      return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }),
  );
  const inOrder = shown.map((bytes) => bytes.join('')).join('');
  const lowFirst = shown.map((bytes) => bytes.toReversed().join('')).join('');
  const column = ascii.slice(-inOrder.length);
  return column === inOrder && column !== lowFirst;
}

/** Reads a line that fits a row of the table of shapes. */
export function readDump(match: ShapeMatch, options: LineOptions): ParsedLine {
  const { shape, tokens, address, partial, ascii } = match;
  const { bits = 64 } = options;
  const first = tokens[0]?.index ?? 0;
  const refuse = (message: string): ParsedLine => ({
    shape: 'other',
    values: [],
    errors: [problem(first, 'ERR_VALUE_SYNTAX', message)],
    notices: [],
  });
  if (match.words === 'decimal' && !options.decimal)
    return refuse(
      `decimal words after an address: give --decimal, or dump them with \`od -Ax -tx${bits / 8}\``,
    );
  if (match.words === 'prefixed' && areNarrow(tokens, bits))
    return refuse(`words after the address that are narrower than ${bits} bits: ${dumpsOf(bits)}`);
  if (
    ascii !== undefined &&
    isBytesInOrder(
      tokens.map((token) => token.text),
      ascii,
    )
  )
    return refuse(
      `bytes in the order of memory, as \`xxd -g${bits / 8}\` prints them: dump ${bits}-bit words with \`xxd -e -g${bits / 8}\``,
    );
  const read =
    match.words === 'bare'
      ? (text: string) => BigInt('0x' + text)
      : (text: string) => readValue(text, options);
  const { values, errors } = readTokens(tokens, read);
  if (partial)
    errors.push(
      problem(
        partial.index,
        'ERR_TRUNCATED',
        `"${partial.text}": the dump ends after ${partial.text.length / 2} of ${bits / 8} bytes`,
      ),
    );
  return { shape, values, errors, notices: [], address };
}

/** Reads the last line of `od`: an address alone, which tells whether the last word after `address` was whole. */
export function readOdEnd(text: string, address: string | undefined, bytes: number): ParsedLine {
  if (address === undefined) return { shape: 'od-end', values: [], errors: [], notices: [] };
  const whole = [16, 10, 8].some((radix) => (parseInt(text, radix) - parseInt(address, radix)) % bytes === 0);
  const message = `the dump ends at ${text}, inside an entry: the last value above was filled up with zeros`;
  return {
    shape: 'od-end',
    values: [],
    errors: whole ? [] : [problem(0, 'ERR_TRUNCATED', message)],
    notices: [],
  };
}
