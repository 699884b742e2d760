import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatOrigin } from '../../../src/core/errors.ts';
import { formatU64 } from '../../../src/core/u64.ts';
import { MAX_LINE_BYTES, type TextLine, TextReader } from '../../../src/input/values/text-reader.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads chunks to the end; each chunk is overwritten once it was read, as a caller's buffer may be. */
function readChunks(chunks: Iterable<Uint8Array>, decimal = false): TextLine[] {
  const reader = new TextReader({ source: 'dump.txt', decimal });
  const lines: TextLine[] = [];
  for (const chunk of chunks) {
    const buffer = chunk.slice();
    lines.push(...reader.feed(buffer));
    buffer.fill(0x66);
  }
  lines.push(...reader.end());
  return lines;
}

const read = (text: string): TextLine[] => readChunks([bytesOf(text)]);
const valuesOf = (lines: TextLine[]): string[] =>
  lines.flatMap(({ values }) => values.map(({ value }) => formatU64(value)));
const errorsOf = (lines: TextLine[]): string[] =>
  lines.flatMap(({ errors }) => errors.map((error) => error().message));

// coreutils 9.1: 8000000000000067, 4, eight times 0, 8400000002bcbc25, 4142434445464748, 3938373635343332
const OD = `000000 8000000000000067 0000000000000004
000010 0000000000000000 0000000000000000
*
000050 8400000002bcbc25 4142434445464748
000060 3938373635343332
000068
`;
// vim 9.0 xxd -e -g8, of the same file without its last three bytes
const XXD = `00000000: 8000000000000067 0000000000000004  g...............
00000050: 8400000002bcbc25 4142434445464748  %.......HGFEDCBA
00000060:       3635343332                   23456
`;
// gdb 13: break main, run, x/5gx &tbl, x/3gx $sp, p/x tbl
const GDB = `Breakpoint 1 at 0x1134: file t.c, line 2.
(gdb) x/5gx &tbl
0x555555558020 <tbl>:\t0x0000000000000004\t0x8400000002bcbc25
0x555555558030 <tbl+16>:\t0x0000000000000000\t0x0000000000000067
0x555555558040 <tbl+32>:\t0x0000000000000001
(gdb) p/x tbl
$1 = {0x4, 0x8400000002bcbc25, 0x0, 0x67}
`;
const DRGN = `>>> prog["ptep"][0]
(pte_t){
\t.pte = (pteval_t)0x8000000000000067,
}
`;

describe('whole outputs of tools', () => {
  test('od -Ax -tx8', () => {
    const lines = read(OD);
    expect(valuesOf(lines)).toEqual(
      [0x8000000000000067n, 4n, 0n, 0n, 0x8400000002bcbc25n, 0x4142434445464748n, 0x3938373635343332n].map(
        formatU64,
      ),
    );
    expect(errorsOf(lines)).toEqual([]);
    expect(lines.filter(({ notices }) => notices.length > 0).map(({ line, shape }) => [line, shape])).toEqual(
      [[3, 'squeezed']],
    );
  });

  test('xxd -e -g8 of a file that ends inside an entry', () => {
    const lines = read(XXD);
    expect(valuesOf(lines)).toHaveLength(4);
    expect(errorsOf(lines)).toEqual(['dump.txt:3:17: "3635343332": the dump ends after 5 of 8 bytes']);
  });

  test('a gdb session', () => {
    const lines = read(GDB);
    expect(valuesOf(lines)).toEqual(
      [4n, 0x8400000002bcbc25n, 0n, 0x67n, 1n, 4n, 0x8400000002bcbc25n, 0n, 0x67n].map(formatU64),
    );
    expect(lines.filter(({ errors }) => errors.length > 0).map(({ line }) => line)).toEqual([1]);
  });

  test('a drgn session', () => {
    const lines = read(DRGN);
    expect(valuesOf(lines)).toEqual([formatU64(0x8000000000000067n)]);
    expect(errorsOf(lines)).toEqual([]);
  });
});

// A QEMU monitor's answers to `info registers` and `xp /x`, as people post them.
test('of a session with words of another size that is said, once', () => {
  const lines = read(`(qemu) info registers
 ...
 satp     80080253
(qemu) xp /x 0x80253000+512*4
0000000080253800: 0x20095001
0000000080254010: 0x00000000 0x00000000
`);
  expect(valuesOf(lines)).toEqual([]);
  expect(errorsOf(lines)).toEqual([expect.stringContaining('narrower than 64 bits')]);
  expect(lines.flatMap(({ notices }) => notices.map(({ text }) => text))).toEqual([
    'a command at a prompt, not read: (qemu) info registers',
  ]);
});

describe('places', () => {
  test('errors carry source, line and column, whatever was before them', () => {
    const lines = read('\ufeff# entries\r\n\r\n0x4\r\n  0x5 0x1g\r\n0x6');
    expect(valuesOf(lines)).toEqual([4n, 5n, 6n].map(formatU64));
    expect(lines.map(({ line }) => line)).toEqual([3, 4, 5]);
    const [error] = lines.flatMap(({ errors }) => errors.map((made) => made()));
    expect(error?.code).toBe('ERR_VALUE_SYNTAX');
    expect(error?.origin).toEqual({ source: 'dump.txt', line: 4, column: 7 });
    expect(error?.message).toBe('dump.txt:4:7: "0x1g": "g" at column 4 is not a hexadecimal digit');
  });

  test('decimal reaches the values', () => {
    expect(valuesOf(readChunks([bytesOf('4 5\n')], true))).toEqual([4n, 5n].map(formatU64));
  });
});

describe('hostile input', () => {
  test('a line that is too long is reported once and skipped, and reading goes on', () => {
    const long = '0x4 '.repeat(MAX_LINE_BYTES / 4);
    for (const text of [`0x1\n${long}0\n0x2`, `0x1\n${long.repeat(10)}\n0x2`]) {
      for (const size of [text.length, 65_536, 1000]) {
        const chunks = [];
        for (let at = 0; at < text.length; at += size) chunks.push(bytesOf(text.slice(at, at + size)));
        const lines = readChunks(chunks);
        expect(valuesOf(lines)).toEqual([1n, 2n].map(formatU64));
        expect(errorsOf(lines)).toEqual(['dump.txt:2:1: a line of more than 65536 bytes: skipped']);
        expect(lines.at(-1)?.line).toBe(3);
      }
    }
    expect(valuesOf(read(`${long}\n`))).toHaveLength(MAX_LINE_BYTES / 4);
    expect(errorsOf(read(long + '0'))).toHaveLength(1);
  });

  test('binary data is named as such, once a line', () => {
    const lines = readChunks([new Uint8Array([0x67, 0, 0, 0, 0, 0, 0, 0x80, 10, 48, 120, 52])]);
    expect(valuesOf(lines)).toEqual([formatU64(4n)]);
    expect(errorsOf(lines)).toEqual([expect.stringMatching(/^dump\.txt:1:1: binary data .*--input u64le/)]);
  });

  test('invalid UTF-8 is an error of its token', () => {
    const lines = readChunks([new Uint8Array([48, 120, 52, 32, 0xff, 0xfe, 32, 48, 120, 53])]);
    expect(valuesOf(lines)).toEqual([4n, 5n].map(formatU64));
    expect(errorsOf(lines)).toHaveLength(1);
  });
});

test('where chunks are cut never matters', () => {
  const samples = fc.constantFrom(OD, XXD, GDB, DRGN, '\ufeff0x4\r\n0x5', '# 页\n0x4 # 🂡\n', '0x1g\n\n*\n');
  const noise = fc.uint8Array({ maxLength: 60 });
  const input = fc.oneof(
    samples.map(bytesOf),
    noise,
    fc.tuple(samples, noise).map(([text, bytes]) => Uint8Array.from([...bytesOf(text), ...bytes])),
  );
  const plain = (lines: TextLine[]): unknown =>
    lines.map(({ errors, ...line }) => ({
      ...line,
      errors: errors.map((made) => [made().message, formatOrigin(made().origin ?? { source: '' })]),
    }));
  fc.assert(
    fc.property(input, fc.array(fc.nat(400), { maxLength: 20 }), (bytes, cuts) => {
      const places = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
        bytes.length,
      ];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(plain(readChunks(chunks))).toEqual(plain(readChunks([bytes])));
    }),
  );
  const bytes = bytesOf(OD + XXD + GDB + DRGN);
  expect(plain(readChunks(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(
    plain(readChunks([bytes])),
  );
});

describe('blank lines', () => {
  test('count, wherever input is cut, and what stands behind a line of values still does', () => {
    const text = `${OD}\n \t\r\n\n\r\n0x5\n\n   \n0x1g\n\n`;
    const whole = read(text);
    expect(whole.at(-1)?.line).toBe(text.split('\n').indexOf('0x1g') + 1);
    // A "*" behind blank lines stands for copies of the line before them.
    expect(errorsOf(read('0x4\n\n \n*\n'))).toEqual([]);
    expect(errorsOf(read('\n \n*\n'))).toHaveLength(1);
    for (let cut = 0; cut < text.length; cut += 7)
      expect(valuesOf(readChunks([bytesOf(text.slice(0, cut)), bytesOf(text.slice(cut))]))).toEqual(
        valuesOf(whole),
      );
  });

  test('of more bytes than a line may have are refused like any other', () => {
    const long = `${' '.repeat(MAX_LINE_BYTES + 1)}\n0x4\n`;
    const most = `${' '.repeat(MAX_LINE_BYTES)}\n0x4\n`;
    for (const pieces of [[long], [long.slice(0, 9), long.slice(9)]])
      expect(errorsOf(readChunks(pieces.map(bytesOf)))).toEqual([
        `dump.txt:1:1: a line of more than ${MAX_LINE_BYTES} bytes: skipped`,
      ]);
    expect(errorsOf(read(most))).toEqual([]);
  });
});
