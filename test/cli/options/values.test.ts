import { describe, expect, test } from '@jest/globals';
import { BufferedOutput } from '../../../src/cli/options/values.ts';
import { runCli } from '../../helpers/fake-io.ts';

/** Raw values and origins of what was decoded. */
async function read(argv: readonly string[], around: Parameters<typeof runCli>[1] = {}) {
  const { code, stdout, stderr, open } = await runCli(['--json', ...argv], around);
  const items = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const record: { raw: string; input: string; origin: string } = JSON.parse(line);
      return `${record.raw.replace(/^0x0+(?=.)/, '0x')} ${record.input} ${record.origin}`;
    });
  expect(open).toBe(0);
  return { code, items, errors: stderr.split('\n').filter(Boolean) };
}

describe('where values come from', () => {
  test('arguments, then files; - is standard input', async () => {
    const files = { f: '0x10\n', g: '0x20 0x30\n' };
    expect(await read(['0x1', '-', '0x2', '-f', 'f', '--file', 'g'], { stdin: '0x5\n', files })).toEqual({
      code: 0,
      items: [
        '0x1 0x1 argument 1',
        '0x5 0x5 <stdin>:1:1',
        '0x2 0x2 argument 3',
        '0x10 0x10 f:1:1',
        '0x20 0x20 g:1:1',
        '0x30 0x30 g:1:6',
      ],
      errors: [],
    });
  });

  test('standard input when there is neither', async () => {
    expect((await read([], { stdin: '0x4 # four\n' })).items).toEqual(['0x4 0x4 <stdin>:1:1']);
  });

  test('a bad token is reported with file, line and column; the rest is decoded', async () => {
    const stdin = '0x4\n0x24 zzz 0x60\n  0x1g\n';
    expect(await read([], { stdin })).toEqual({
      code: 2,
      items: ['0x4 0x4 <stdin>:1:1', '0x24 0x24 <stdin>:2:1', '0x60 0x60 <stdin>:2:10'],
      errors: [
        'pte-decode: <stdin>:2:6: "zzz": "z" at column 1 is not a hexadecimal digit',
        'pte-decode: <stdin>:3:3: "0x1g": "g" at column 4 is not a hexadecimal digit',
      ],
    });
  });

  test('a missing file is reported, the others are read', async () => {
    const { code, items, errors } = await read(['-f', 'missing', '-f', 'f'], { files: { f: '0x4' } });
    expect({ code, items }).toEqual({ code: 2, items: ['0x4 0x4 f:1:1'] });
    expect(errors).toEqual(['pte-decode: missing: cannot read: no such file']);
  });

  test.each([
    { argv: ['4'], isTaken: false },
    { argv: ['--decimal', '4'], isTaken: true },
    { argv: ['0x_4'], isTaken: false },
    { argv: ['0b1_00'], isTaken: true },
    { argv: ['0000000000000004'], isTaken: true },
    { argv: ['000000000000000g'], isTaken: false },
    { argv: ['0xffffffffffffffff'], isTaken: true },
    { argv: ['0x1ffffffffffffffff'], isTaken: false },
    { argv: ['-0x4'], isTaken: false },
    { argv: ['--', '-4'], isTaken: false },
    { argv: [''], isTaken: false },
  ])('$argv: $isTaken', async ({ argv, isTaken }) => {
    expect((await read(argv)).code).toBe(isTaken ? 0 : 2);
  });
});

describe('how reads are cut does not matter', () => {
  const text = '0x4 0x8400000002be9c25\n# note\n0x60\n';
  test.each([1, 2, 3, 7])('in pieces of %d bytes', async (size) => {
    const stdin = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect((await read([], { stdin })).items).toEqual((await read([], { stdin: text })).items);
  });

  test.each([1, 3, 8, 11])('binary in pieces of %d bytes', async (size) => {
    const bytes = Uint8Array.from({ length: 32 }, (_, n) => n);
    const stdin = Array.from({ length: Math.ceil(32 / size) }, (_, n) =>
      bytes.slice(n * size, (n + 1) * size),
    );
    expect((await read(['-i', 'u64le'], { stdin })).items).toEqual([
      '0x706050403020100  <stdin>@0x0',
      '0xf0e0d0c0b0a0908  <stdin>@0x8',
      '0x1716151413121110  <stdin>@0x10',
      '0x1f1e1d1c1b1a1918  <stdin>@0x18',
    ]);
  });
});

describe('binary input', () => {
  test('big endian', async () => {
    expect((await read(['-i', 'u64be'], { stdin: new Uint8Array([0, 0, 0, 0, 0, 0, 0, 4]) })).items).toEqual([
      '0x4  <stdin>@0x0',
    ]);
  });
  test('an entry that is cut off is an error with its offset', async () => {
    const { code, items, errors } = await read(['-i', 'u64le'], { stdin: new Uint8Array(13) });
    expect({ code, items }).toEqual({ code: 2, items: ['0x0  <stdin>@0x0'] });
    expect(errors).toEqual(['pte-decode: <stdin>@0x8: the input ends inside an entry: 5 bytes of 8']);
  });
});

describe('columns of other tools', () => {
  test('are said once for each shape', async () => {
    const stdin = 'ffff88800385d980:  8400000002be9c25 fffffffffffffc00   %.......\n'.repeat(3);
    const { items, errors } = await read(['-k', '6.12'], { stdin });
    expect(items).toHaveLength(6);
    expect(errors).toEqual(['pte-decode: <stdin>:1: read as crash-rd columns']);
  });
});

describe('BufferedOutput', () => {
  test('writes large pieces, and the rest when it is flushed', () => {
    const written: number[] = [];
    const output = new BufferedOutput((text) => written.push(text.length));
    output.flush();
    for (let n = 0; n < 200; n += 1) output.add('x'.repeat(1000));
    output.flush();
    output.flush();
    expect(written.reduce((sum, length) => sum + length, 0)).toBe(200_000);
    expect(written.length).toBeLessThan(6);
  });
});
