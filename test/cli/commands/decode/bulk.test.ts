import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runCli, type Surroundings } from '../../../helpers/fake-io.ts';

/** A condition that every entry meets: with it each value is read, decoded and written by itself. */
const ONE_BY_ONE = ['--where', 'raw >= 0'];

async function expectSame(argv: readonly string[], around: Surroundings): Promise<void> {
  const bulk = await runCli(argv, around);
  expect(bulk).toEqual(await runCli([...argv, ...ONE_BY_ONE], around));
}

const LINES = [
  '0x8400000002bcbc25',
  '0X8400000002BCBC25',
  '8400000002bcbc25',
  '0x4',
  '0x0',
  '0x',
  '0x12345678901234567',
  '0x00000000000000004',
  '0b100',
  '0b10000000000000',
  '0B10000000000000',
  '1234',
  '12345678901234567890',
  '1234567890123456',
  '0x12g',
  ' 0x5',
  '0x5 ',
  '0x67 0x25',
  '0x67 # a comment',
  '# a comment',
  '',
  '\r',
  '0x6\r',
  '6000000000000006\r',
  '0x6\r\r',
  '*',
  '000010 8400000002bcbc25 0000000000000000',
  '000020',
  'ffff888004008000:  0000000004008067 0000000000000000   g...............',
  '0x555555558020 <tbl>:\t0x0000000000000004\t0x8400000002bcbc25',
  '0x1_0000',
  'fffffffffffffc00',
  '\ufeff0x4',
  '\x1b]0;x\x07 0x4',
  '0x4 \x07\x07',
  'a\0b',
  'x'.repeat(70_000),
];
const CHUNKS = [1, 7, 64];

function cut(text: string, size: number): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
}

describe.each([['--json'], ['--format', 'line']])(
  '%s %s gives in bulk what it gives one by one',
  (...format) => {
    test('every kind of line, alone and after a value', async () => {
      for (const line of LINES) await expectSame(format, { stdin: `${line}\n` });
      await expectSame(format, { stdin: LINES.join('\n0x67\n') });
      await expectSame([...format, '--decimal'], { stdin: LINES.join('\n0x67\n') });
    });

    test.each(CHUNKS)('all lines in pieces of %i bytes', async (size) => {
      const text = LINES.slice(0, -1).join('\n');
      await expectSame(format, { stdin: cut(text, size) });
      await expectSame(format, { stdin: cut(text.replaceAll('\n', '\r\n'), size) });
    });

    // A present page, a swap entry, a migration entry and a table, each with its neighbours, and then the way back.
    test.each(['0x8000000012345867', '0x0fffffffffdb9600', '0xf00000000000066', '0x4600067'])(
      '-k 5.4: %s and values that differ in one bit',
      async (text) => {
        const flips = Array.from({ length: 64 }, (_, bit) => BigInt(text) ^ (1n << BigInt(bit)));
        const up = [BigInt(text), ...flips];
        const values = [...up, ...up.toReversed()].map((value) => `0x${value.toString(16)}`);
        for (const level of ['pte', 'pmd'])
          await expectSame([...format, '-k', '5.4', '-l', level], { stdin: values.join('\n') });
      },
    );

    test('values and lines in any order', async () => {
      const line = fc.oneof(
        {
          weight: 4,
          arbitrary: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => `0x${n.toString(16)}`),
        },
        fc.constantFrom(...LINES.slice(0, -2)),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(line, { maxLength: 30 }),
          fc.integer({ min: 1, max: 100 }),
          async (lines, size) => {
            await expectSame(format, { stdin: cut(lines.join('\n'), size) });
          },
        ),
        { numRuns: process.env['ALL'] ? 12 : 8 },
      );
    });

    test('files and arguments between, other levels, kernels and swap names', async () => {
      const files = {
        a: '0x67\n0x4\nbad\n',
        'b"\\\n.txt': '0x67\n0x1800000000000',
        swaps: 'Filename\tType\tSize\tUsed\tPriority\n/dev/sda2 partition 1 0 -2\n',
      };
      await expectSame([...format, '0x25', '-', '-f', 'a', '-f', 'b"\\\n.txt', '-f', 'none'], {
        files,
        stdin: '0x4\n',
      });
      for (const options of [
        ['--level', 'pmd'],
        ['-k', '6.12'],
        ['--swaps', 'swaps'],
        ['--arch', 'arm64'],
      ])
        await expectSame([...format, ...options, '-f', 'a', '-f', 'b"\\\n.txt'], { files });
    });

    test.each(['u64le', 'u64be'])(
      'binary %s in pieces, with a part of an entry at the end',
      async (input) => {
        const bytes = Uint8Array.from({ length: 8 * 100 + 3 }, (_, i) => (i * 7919) >> (i % 5));
        for (const size of [7, 4096]) {
          const stdin = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.slice(i * size, (i + 1) * size),
          );
          await expectSame([...format, '--input', input], { stdin });
        }
      },
    );

    test('line numbers go on after 9, 99, 999 and bad lines', async () => {
      const lines = Array.from({ length: 1005 }, (_, i) => (i % 97 === 96 ? 'bad' : `0x${i.toString(16)}`));
      await expectSame(format, { stdin: lines.join('\n') });
    });

    test('more output than the buffer holds', async () => {
      await expectSame(format, { stdin: '0x8400000002bcbc25\n'.repeat(3000) });
    });
  },
);

test('writes what it has before it waits for more, and ends quietly when nobody reads', async () => {
  const result = await runCli(['--format', 'line', '--no-heading'], {
    stdin: ['0x67\n', '0x4\n', '0x25\n'],
    writesBeforeClose: 2,
  });
  expect(result.code).toBe(0);
  expect(result.stdout.split('\n')).toHaveLength(3);
});

test('a cut at every place', async () => {
  const bytes = new TextEncoder().encode('0x67\n8400000002bcbc25\r\nbad\n0x4\n0x25\n');
  const whole = await runCli(['--format', 'line'], { stdin: bytes });
  for (let at = 1; at < bytes.length; at++)
    expect(await runCli(['--format', 'line'], { stdin: [bytes.slice(0, at), bytes.slice(at)] })).toEqual(
      whole,
    );
});
