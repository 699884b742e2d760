import { expect, test } from '@jest/globals';
import { ForeignWord } from '../../../src/pagemap/sources/foreign-word.ts';
import { runCli } from '../../helpers/fake-io.ts';

/** Words as a dump has them. */
const dump = (...words: readonly bigint[]): Uint8Array => new Uint8Array(new BigUint64Array(words).buffer);

// v6.12 Documentation/admin-guide/mm/pagemap.rst: bits 0-54 are a frame if the page is present, type and offset if it is swapped.
test.each([
  { word: 0x67n, isForeign: true },
  { word: 1n << 54n, isForeign: true },
  { word: (1n << 57n) | 0x1000n, isForeign: true },
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

test('only as many words are looked at as a table has entries', () => {
  const foreign = new ForeignWord();
  const words = new Uint32Array(2 * 600);
  words[2 * 599] = 0x67;
  foreign.look({ page: 0, from: 0, pages: 600, lo: 0, hi: 0, vma: undefined }, words, 4096);
  expect(foreign.text).toBeUndefined();
});
