import { afterAll, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_SWAP, PM_MMAP_EXCLUSIVE; swap type 0.
const PRESENT = (1n << 63n) | (1n << 56n);
const SWAP = (1n << 62n) | (0x1000n << 5n);
const whole = Array.from({ length: 512 }, (_, page) => PRESENT | (0x200n + BigInt(page)));

test.each([
  { name: 'a huge page', words: whole, pages: 512, says: 'PRESENT|HUGE', status: 0 },
  { name: 'a swapped page', words: [SWAP, ...whole.slice(1)], pages: 1, says: 'SWAPPED|HUGE', status: 1 },
  { name: 'an empty page', words: [0n, ...whole.slice(1)], pages: 1, says: 'HUGE', status: 1 },
])('HUGE of $name', async ({ name, words, pages, says, status }) => {
  const capture = folder.write(
    `${name}.pmap`,
    captureOf('6.12', [{ start: 0x1_0000_0000n, flags: 'rd wr', words }]),
  );
  const end = (0x1_0000_0000 + pages * 4096).toString(16);
  const list = folder.write(`${name}.txt`, new TextEncoder().encode(`0x100000000 0x${end} ${says}\n`));
  const mask = ['--return-mask', 'PRESENT,SWAPPED,HUGE'];
  const result = await runOnDisk(['pagemap', 'scan-compare', capture, '--scan', list, ...mask]);
  expect([result.code, result.stdout]).toEqual([status, expect.stringMatching(status === 0 ? /./ : /HUGE/)]);
});

const BASE = 0x1_0000_0000;
const row = (at: number, count: number): string =>
  `0x${(BASE + at * 4096).toString(16)} 0x${(BASE + (at + count) * 4096).toString(16)}`;
const scattered = whole.map((word, page) => word + (page === 0 ? 0n : 1n));

// prettier-ignore
test.each([
  { name: 'one page between others', words: whole, lines: [[0, 3, 'PRESENT'], [3, 1, 'PRESENT|HUGE'], [4, 508, 'PRESENT']], wrong: 1 },
  { name: 'a huge page and a half', words: [...whole, ...whole], lines: [[0, 768, 'PRESENT|HUGE'], [768, 256, 'PRESENT']], wrong: 256 },
  { name: 'frames that do not begin at a border', words: scattered, lines: [[0, 512, 'PRESENT|HUGE']], wrong: 511 },
  { name: 'a mapping without room, where pages may be samples', words: whole.slice(0, 256), lines: [[0, 256, 'PRESENT|HUGE']], wrong: 0 },
  { name: 'pages behind an empty one', words: [0n, ...whole.slice(1)], lines: [[1, 511, 'PRESENT|HUGE']], wrong: 511 },
  { name: 'a scan that began in the middle', words: whole, lines: [[100, 412, 'PRESENT|HUGE']], wrong: 0 },
  { name: 'two huge pages', words: [...whole, ...whole], lines: [[0, 1024, 'PRESENT|HUGE']], wrong: 0 },
  { name: 'memory out of huge pages', words: whole.slice(0, 256), lines: [[0, 256, 'PRESENT|HUGE']], wrong: 0, flags: 'rd wr ht' },
  { name: 'hidden frames', words: whole.map(() => PRESENT), lines: [[0, 512, 'PRESENT|HUGE']], wrong: 0 },
  { name: 'hidden frames, one page', words: whole.map(() => PRESENT), lines: [[0, 3, 'PRESENT'], [3, 1, 'PRESENT|HUGE']], wrong: 1 },
] as const)('HUGE cannot be: $name', async ({ name, words, lines, wrong, ...more }) => {
  const flags = 'flags' in more ? more.flags : 'rd wr';
  const mapping = { start: BigInt(BASE), flags, words };
  const capture = folder.write(`${name}.pmap`, captureOf('6.12', [mapping]));
  const text = lines.map(([at, count, says]) => `${row(at, count)} ${says}\n`).join('');
  const list = folder.write(`${name}.txt`, new TextEncoder().encode(text));
  const mask = ['--return-mask', 'PRESENT,HUGE'];
  const result = await runOnDisk(['pagemap', 'scan-compare', capture, '--scan', list, ...mask]);
  expect(result.stdout).toContain(wrong === 0 ? ': holds: ' : `: broken: ${wrong} of `);
  expect(result.code).toBe(wrong === 0 ? 0 : 1);
});
