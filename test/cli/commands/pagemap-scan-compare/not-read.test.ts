import { afterAll, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines, property } from '../../../helpers/json.ts';
import { checkLines } from '../../../helpers/schemas.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE.
const PRESENT = (1n << 63n) | (1n << 56n) | 0x200n;
const START = 0x1_0000_0000n;

// docs/pagemap.md: of a large mapping that smaps calls empty nobody knows whether its pages were read. 65 MiB.
const capture = folder.write(
  'skipped.pmap',
  captureOf('6.12', [
    { start: START, flags: 'rd wr', words: [PRESENT] },
    { start: START + 0x10_0000n, flags: 'rd wr', words: [], empty: 0x4100 },
  ]),
);
const row = (page: number, pages: number): string =>
  `0x${(START + BigInt(page * 4096)).toString(16)} 0x${(START + BigInt((page + pages) * 4096)).toString(16)}`;

// prettier-ignore
test.each([
  { name: 'none of them in a region', regions: `${row(0, 1)} PRESENT`, status: 0, left: 0 },
  { name: 'all in a region', regions: `${row(0, 1)} PRESENT\n${row(0x100, 0x4100)} 0`, status: 2, left: 0x4100 },
  { name: 'some in two regions', regions: `${row(0, 1)} PRESENT\n${row(0xff, 3)} 0\n${row(0x110, 4)} 0`, status: 2, left: 6 },
  { name: 'beside a page that disagrees', regions: `${row(0, 1)} 0\n${row(0x100, 2)} 0`, status: 1, left: 2 },
  { name: 'in no region, where those of a category were asked for', regions: `${row(0, 1)} PRESENT`, mask: 'PRESENT', status: 2, left: 0x4100 },
])('pages that were not read: $name', async ({ regions, status, left, mask }) => {
  const list = folder.write('list.txt', new TextEncoder().encode(`${regions}\n`));
  const argv = ['pagemap', 'scan-compare', capture, '--scan', list, '--return-mask', 'PRESENT'];
  const more = mask === undefined ? [] : ['--category-mask', mask];
  const { code, stdout } = await runOnDisk([...argv, ...more, '--json']);
  expect([code, property(property(jsonLines(stdout).at(-1), 'summary'), 'not_read')]).toEqual([status, left]);
  checkLines('pagemap-scan-compare', stdout);
  if (status !== 2) return;
  expect((await runOnDisk([...argv, ...more])).stdout).toMatch(/: unanswered: .* pages? could not be compared: pages that were not read/);
});
