import { afterAll, describe, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

let count = 0;
const dump = (words: readonly bigint[]): string => folder.write(`${(count += 1)}.pm`, dumpOf(words));
const diff = (...args: readonly string[]): ReturnType<typeof runOnDisk> =>
  runOnDisk(['pagemap', 'diff', '-k', '6.18', ...args]);

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_SWAP, PM_UFFD_WP, PM_MMAP_EXCLUSIVE; without CAP_SYS_ADMIN bits 0-54 are 0.
const PRESENT = (1n << 63n) | (1n << 56n);
const SWAPPED = 1n << 62n;
const WP = 1n << 57n;

describe('pages that were not read', () => {
  const START = 0x1_0000_0000n;
  const EMPTY = 1 << 14;
  // A capture that does not say what it read of a mapping that smaps calls empty: see unproved.test.ts.
  const mapping = { start: START, flags: 'rd wr mr mw me', words: [] };
  const unread = folder.write('unread.pmap', captureOf('6.18', [{ ...mapping, empty: EMPTY }]));
  const touched = folder.write(
    'touched.pmap',
    captureOf('6.18', [
      { ...mapping, words: Array.from({ length: EMPTY }, (_, at) => (at === 7 ? PRESENT | 9n : 0n)) },
    ]),
  );

  test.each([
    ['are neither dropped nor populated', [unread, touched]],
    ['nor the other way round', [touched, unread]],
    ['nor equal where neither of the two read them', [unread, unread]],
  ])('%s', async (_, files) => {
    const { code, stdout, stderr } = await runOnDisk(['pagemap', 'diff', ...files]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`not known whether or how ${EMPTY} pages changed: pages that were not read`);
    const quiet = await runOnDisk(['pagemap', 'diff', '--quiet', ...files]);
    expect(quiet.code).toBe(2);
  });

  test('and what a filter picks of them is not known to be unchanged', async () => {
    const { code, stdout, stderr } = await runOnDisk([
      'pagemap',
      'diff',
      unread,
      unread,
      '--where',
      'vaddr < 0x100002000',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('not known whether or how 2 pages changed');
  });
});

describe('pages whose frames and swap types are hidden', () => {
  const seen = dump([PRESENT | 1n, SWAPPED | 0x20n, SWAPPED | 0x40n | WP, 0n]);
  const hidden = dump([PRESENT, SWAPPED, SWAPPED | WP, 0n]);
  const HIDDEN =
    /^pte-decode: not known whether or how 3 pages changed: frame numbers, swap types and offsets/;

  test.each([
    ['on both sides are not known to be the same', [hidden, dump([PRESENT, SWAPPED, SWAPPED | WP, 0n])]],
    ['before became nothing that is proved', [hidden, seen]],
    ['after became nothing that is proved', [seen, hidden]],
  ])('%s', async (_, files) => {
    const { code, stdout, stderr } = await diff(...files);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(HIDDEN);
    expect((await diff('--quiet', ...files)).code).toBe(2);
    expect((await diff(...files, '--where', 'changes has "became-swap" || changed')).code).toBe(2);
  });

  test('a change that is proved outranks them, and is listed alone', async () => {
    const { code, stdout, stderr } = await diff(hidden, dump([0n, SWAPPED, SWAPPED, 0n]));
    expect(stdout).toMatch(/^# 1 page dropped$/m);
    expect(stdout).toMatch(/^# 1 page lost-uffd_wp$/m);
    expect(stdout).not.toMatch(/became|moved/);
    expect(stderr).toContain('not known whether or how 1 page changed');
    expect(code).toBe(1);
  });

  // v6.12 fs/proc/task_mmu.c pagemap_pte_range: bits 62 and 63 are shown to everybody, and none of the two is a page that is not there.
  test.each([
    { from: 0n, to: SWAPPED, change: 'became-hidden' },
    { from: PRESENT | 1n, to: SWAPPED, change: 'became-hidden' },
    { from: SWAPPED, to: PRESENT, change: 'became-present' },
    { from: SWAPPED, to: 0n, change: 'dropped' },
  ])('$from to $to is proved', async ({ from, to, change }) => {
    // The second page shows that numbers are hidden, and is not known itself.
    const { code, stdout, stderr } = await diff(dump([from, SWAPPED]), dump([to, SWAPPED]));
    expect(stdout).toMatch(new RegExp(`^# 1 page ${change}$`, 'm'));
    expect(stderr).toContain('not known whether or how 1 page changed');
    expect(code).toBe(1);
  });

  test('empty pages and known frames are no less equal', async () => {
    expect(await diff(seen, seen)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const empty = dump([0n, 0n, 0n]);
    expect(await diff(empty, empty)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
