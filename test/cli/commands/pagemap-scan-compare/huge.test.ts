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
