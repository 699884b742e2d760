import { expect, test } from '@jest/globals';
import { MEMORY } from '../../../src/pagemap/scan/memory.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { ForeignWord } from '../../../src/pagemap/sources/foreign-word.ts';
import { runCli } from '../../helpers/fake-io.ts';

/** Words as a dump has them. */
const dump = (...words: readonly bigint[]): Uint8Array => new Uint8Array(new BigUint64Array(words).buffer);

// v6.12 Documentation/admin-guide/mm/pagemap.rst: bits 0-54 are a frame if the page is present, type and offset if it is swapped.
test.each([
  { word: 0x67n, isForeign: true },
  { word: 1n << 54n, isForeign: true },
  { word: (1n << 57n) | 0x1000n, isForeign: true },
  { word: 0xc000_0000_0001_2345n, isForeign: true },
  { word: 0n, isForeign: false },
  { word: 1n << 55n, isForeign: false },
  { word: 0x0280_0000_0000_0000n, isForeign: false },
  { word: 0x8180_0000_0001_2345n, isForeign: false },
  { word: 0x4000_0000_0000_0021n, isForeign: false },
])('$word: no word of pagemap: $isForeign', async ({ word, isForeign }) => {
  const files = { 'p.bin': dump(0n, word) };
  const { code, stderr } = await runCli(['pagemap', 'p.bin', '-k', '6.12'], { files });
  expect(code).toBe(isForeign ? 2 : 0);
  expect(stderr.includes(`0x1000: 0x${word.toString(16)} is no word of pagemap`)).toBe(isForeign);
});

test('a check has no verdict on entries of page tables', async () => {
  const files = { 'p.bin': dump(...Array.from({ length: 512 }, (_, page) => BigInt(page << 12) | 0x67n)) };
  for (const argv of [
    ['check', '--no', 'swapped', '--start', '0'],
    ['check', '--some', 'none'],
  ])
    expect((await runCli(['pagemap', ...argv, 'p.bin'], { files })).code).toBe(2);
});

test.each(['wasm', 'js'] as const)(
  '%s: behind the first 512 words some are looked at, wherever pieces end',
  (kind) => {
    const engine = createEngine(kind);
    const foreign = new ForeignWord(engine);
    new Uint32Array(engine.buffer, MEMORY.words).fill(0x67, 2 * 2048, 2 * 2560);
    const looked = [0, 700, 1400, 2100, 2800].map((page) =>
      foreign.look({ page, from: page, pages: 700, lo: 0, hi: 0, vma: undefined }, 4096),
    );
    expect(looked.findIndex((text) => text !== undefined)).toBe(3);
  },
);

const late = dump(
  ...Array.from({ length: 4096 }, (_, page) => (page < 3000 ? 0n : BigInt(page << 12) | 0x67n)),
);
const none = dump(...Array.from({ length: 4096 }, () => 0n));

test.each([
  { argv: ['diff', '--fail-on', 'lost-data', 'none.bin', 'late.bin'] },
  { argv: ['diff', '--fail-on', 'became-dirty', 'late.bin', 'none.bin'] },
  { argv: ['diff', '--fail-on', 'became-dirty', 'late.bin', 'late.bin'] },
  { argv: ['diff', 'late.bin', 'late.bin'] },
  { argv: ['chain', 'late.bin', 'none.bin'] },
  { argv: ['check', '--no', 'swapped', '--start', '0', 'late.bin'] },
])('$argv of words that no kernel writes has no answer', async ({ argv }) => {
  const files = { 'late.bin': late, 'none.bin': none };
  const { code, stderr } = await runCli(['pagemap', ...argv, '-k', '6.12'], { files });
  expect(code).toBe(2);
  expect(stderr).toContain('is no word of pagemap');
});

const present = dump(...Array.from({ length: 4096 }, (_, page) => (1n << 63n) | BigInt(page + 1)));

// What is found in such words is no finding either.
test.each([
  { argv: ['diff', '--fail-on', 'before.present && !after.present', 'all.bin', 'late.bin'] },
  { argv: ['scan-compare', '--scan', 'regions', '--start', '0', 'late.bin'] },
])('$argv finds nothing in words that no kernel writes', async ({ argv }) => {
  const files = { 'all.bin': present, 'late.bin': late, regions: '0x1000 0x3000 0x8\n' };
  const { code, stdout } = await runCli(['pagemap', ...argv, '-k', '6.12'], { files });
  expect(code).toBe(2);
  expect(stdout).toContain('unanswered');
  expect(stdout).not.toContain('broken');
});

test('what is wrong is told in one order, whether more words than pages come with such a word or behind it', async () => {
  const bytes = dump(0n, 0x67n, 0n, 0n);
  const maps = '7f0000000000-7f0000002000 rw-p 00000000 00:00 0\n';
  const told = async (stdin: Uint8Array | readonly Uint8Array[]): Promise<string> =>
    (await runCli(['pagemap', '--maps', 'maps', '-k', '6.12'], { stdin, files: { maps } })).stderr;
  const stderr = await told(bytes);
  expect(stderr).toMatch(/ is no word of pagemap[^]*more entries than the mappings have pages/);
  expect(await told([bytes.subarray(0, 16), bytes.subarray(16)])).toBe(stderr);
});
