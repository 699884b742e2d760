import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { isText } from '../../../src/input/values/first-bytes.ts';
import { realFile, REAL_KERNELS } from '../../helpers/real-kernels.ts';
import { runCli } from '../../helpers/fake-io.ts';

const SIZES = [4, 8] as const;

describe('what begins with text', () => {
  const lines = new TextEncoder().encode(`${'µs of a line in UTF-8 '.repeat(20)}\n`);
  const record = JSON.stringify({
    raw: '0x8000000002bcb867',
    flags: Array.from({ length: 40 }, (_, i) => `F${i}`),
  });
  test.each([
    { name: 'a log of a kernel', bytes: readFileSync(realFile('6.12.117+deb12-amd64', 'console.log')) },
    { name: '/proc/PID/maps', bytes: readFileSync(realFile('6.12.117+deb12-amd64', 'maps.txt')) },
    { name: 'a JSON record', bytes: new TextEncoder().encode(record) },
    { name: 'a coloured log', bytes: new TextEncoder().encode(`\x1b[32m[    0.000000] \x1b[0m${record}`) },
    ...[0, 1, 2].map((cut) => ({
      name: `UTF-8 without its first ${cut} characters`,
      bytes: lines.subarray(cut * 3),
    })),
  ])('$name', ({ bytes }) => {
    for (const size of SIZES) expect(isText(bytes, size)).toBe(true);
  });

  test('no part of a real page table is', () => {
    for (const { folder } of REAL_KERNELS) {
      const tables = readFileSync(realFile(folder, 'pagetables.bin'));
      for (let at = 0; at < tables.length; at += 64)
        for (const size of SIZES) expect(isText(tables.subarray(at, at + 256), size)).toBe(false);
    }
  });

  // arm: one page frame, young and of the user, mapped at 64 addresses; memory that a debugger fills.
  test.each([
    { name: 'the same entries', bytes: Buffer.alloc(4096, '_VGj') },
    { name: 'a fill', bytes: Buffer.alloc(4096, 'k') },
    {
      name: 'a filled table with one other byte',
      bytes: Buffer.concat([Buffer.from([0]), Buffer.alloc(4095, 'ab cdefg')]),
    },
  ])('$name are none', ({ bytes }) => {
    for (const size of SIZES) expect(isText(bytes, size)).toBe(false);
  });

  const file = readFileSync(realFile('6.12.117+deb12-amd64', 'maps.txt')).subarray(0, 4096);
  test.each([
    { argv: ['scan', '--table', 'f', '-k', '6.12'] },
    { argv: ['check', '-q', '--rule', '1', '--input', 'u64le', '-f', 'f', '-k', '6.12'] },
    { argv: ['-F', 'line', '--input', 'u32le', '-f', 'f', '--arch', 'arm'] },
  ])('is refused: $argv.0 $argv.1', async ({ argv }) => {
    expect(await runCli(argv, { files: { f: file } })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^pte-decode: f: no (table of )?entries .*but text/),
    });
  });
});
