import { describe, expect, test } from '@jest/globals';
import { captureOf, type MadeMapping } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { jsonLines, property } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_SWAP, PM_UFFD_WP, PM_MMAP_EXCLUSIVE, PM_SOFT_DIRTY.
const PLAIN = 0x8100_0000_0000_0000n;
const WP = 1n << 57n;
const DIRTY = 1n << 55n;
const SWAP = 0x4000_0000_0000_0000n;
const MAPS = '00010000-00012000 rw-p 00000000 00:00 0 [heap]\n';
const one = (words: readonly bigint[], more: Partial<MadeMapping> = {}): MadeMapping => ({
  start: 0x1_0000n,
  flags: 'rd wr mr mw me uw',
  words,
  ...more,
});

const files: Readonly<Record<string, Uint8Array | string>> = {
  '/full': dumpOf([PLAIN | WP | 1n, PLAIN | WP | 2n]),
  '/lost': dumpOf([PLAIN | WP | 1n, PLAIN | 2n]),
  '/dirty': dumpOf([PLAIN | DIRTY | 1n, PLAIN | 2n]),
  '/plain': dumpOf([PLAIN | 1n, PLAIN | 2n]),
  '/maps': MAPS,
  '/smaps': `${MAPS}VmFlags: rd wr mr mw me uw \n`,
  // Without CAP_SYS_ADMIN bits 0-54 are zero: pagemap_open, pte_to_pagemap_entry.
  '/hidden': dumpOf([PLAIN | WP, SWAP, PLAIN]),
  '/hidden-lost': dumpOf([PLAIN, SWAP, PLAIN]),
  '/none': dumpOf([0n, 0n, 0n]),
  '/none-2': dumpOf([0n, 0n]),
  // The first page of the mapping of the captures, and not the second.
  '/short': dumpOf([...Array<bigint>(16).fill(0n), PLAIN | WP | 1n]),
  '/armed.pmap': captureOf('6.18', [one([PLAIN | WP | 1n, PLAIN | WP | 2n])], true),
  '/unarmed.pmap': captureOf('6.18', [one([PLAIN | WP | 1n, PLAIN | 2n])], true),
  '/unread.pmap': captureOf(
    '6.18',
    [one([PLAIN | WP | 1n], { flags: 'rd wr mr mw me', empty: 1 << 14 })],
    true,
  ),
};

const diff = (args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['pagemap', 'diff', ...args], { files });

// prettier-ignore
describe('what the two do not tell', () => {
  test.each([
    { args: ['/full', '/lost', '-k', '5.10'], where: 'before.uffd_wp', why: 'kernel 5.10 has no uffd_wp (bit 57): it came with 5.14' },
    { args: ['/full', '/lost', '-k', '5.10'], where: 'changes has "lost-uffd_wp"', why: 'it came with 5.14' },
    { args: ['/full', '/lost', '-k', '5.10'], where: 'changed && !after.uffd_wp', why: 'it came with 5.14' },
    { args: ['/full', '/lost', '-k', '6.12,CONFIG_MEM_SOFT_DIRTY=n'], where: 'after.soft_dirty', why: 'built without CONFIG_MEM_SOFT_DIRTY' },
    { args: ['/full', '/lost', '-k', '6.12'], where: 'before.vma.name == "/dev/zero (deleted)"', why: 'nothing is known of mappings' },
    { args: ['/full', '/lost', '-k', '6.12'], where: 'vma == "[heap]"', why: 'nothing is known of mappings' },
  ])('refused before anything is compared: $args $where', async ({ args, where, why }) => {
    const { code, stdout, stderr, open } = await diff([...args, '--where', where]);
    expect({ code, stdout, stderr, open }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(why), open: 0 });
    expect(stderr).toMatch(/^pte-decode: expression, column \d+: /);
  });

  const HIDDEN = 'frame numbers, swap types and offsets are hidden';
  const rows = [
    { args: ['/full', '/lost', '-k', '6.18', '--maps', '/maps'], where: 'before.vma.flags has "uw"', say: '1 page: the mappings have no VmFlags' },
    { args: ['/hidden', '/hidden', '-k', '6.12'], where: 'changes has "moved"', say: `3 pages: ${HIDDEN}` },
    { args: ['/hidden', '/hidden', '-k', '6.12'], where: 'after.pfn != before.pfn', say: `3 pages: ${HIDDEN}` },
    { args: ['/hidden', '/none', '-k', '6.12'], where: 'before.state == "swap"', say: `1 page: ${HIDDEN}` },
    { args: ['/unread.pmap', '/unread.pmap'], where: 'before.guard && !after.guard', say: '16384 pages: pages that were not read' },
    { args: ['/full', '/lost', '-k', '6.12'], where: 'after.soft_dirty', say: '1 page: nothing says that kernel 6.12 has soft_dirty' },
    { args: ['/plain', '/none-2'], where: 'before.uffd_wp', say: '2 pages: nobody said which kernel made the words' },
  ];
  test.each(rows)('is counted: $args $where', async ({ args, where, say }) => {
    for (const how of [[], ['-q'], ['--json']]) {
      const { code, stderr, open } = await diff([...args, ...how, '--where', where]);
      expect({ code, stderr, open }).toEqual({ code: 2, stderr: expect.stringContaining(`--where could not be asked of ${say}`), open: 0 });
    }
  });

  test('beside a verdict, which it does not change', async () => {
    const argv = ['/hidden', '/hidden-lost', '-k', '6.12', '--fail-on', 'before.uffd_wp && !after.uffd_wp', '--where', 'changes has "moved"'];
    const { code, stdout, stderr } = await diff(argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--where could not be asked of 3 pages') });
    expect(stdout).toMatch(/^broken /m);
  });

  // The rest of the condition decides, a page proves what nobody said, or nothing can have changed.
  test.each([
    { args: ['/full', '/lost', '-k', '6.18', '--maps', '/smaps'], where: 'before.vma.flags has "uw"', status: 1 },
    { args: ['/full', '/lost', '-k', '6.18', '--maps', '/maps'], where: 'before.vma.flags has "uw" && after.uffd_wp', status: 0 },
    { args: ['/full', '/full', '-k', '6.18', '--maps', '/maps'], where: 'before.vma.flags has "uw"', status: 0 },
    { args: ['/armed.pmap', '/unarmed.pmap'], where: 'before.vma.flags has "uw"', status: 1 },
    { args: ['/hidden', '/hidden-lost', '-k', '6.12'], where: 'changes has "lost-uffd_wp"', status: 1 },
    { args: ['/hidden', '/hidden-lost', '-k', '6.12'], where: 'changed && before.uffd_wp', status: 1 },
    { args: ['/hidden', '/none', '-k', '6.12'], where: 'before.present', status: 1 },
    { args: ['/hidden', '/none', '-k', '6.12'], where: 'before.state == "hidden"', status: 1 },
    { args: ['/full', '/dirty', '-k', '6.12'], where: 'after.soft_dirty', status: 1 },
    { args: ['/dirty', '/none-2', '-k', '6.12'], where: 'before.soft_dirty && vaddr > 0', status: 0 },
    { args: ['/full', '/lost', '-k', '6.12'], where: 'before.raw != after.raw', status: 1 },
    { args: ['/full', '/lost'], where: 'before.uffd_wp && !after.uffd_wp', status: 1 },
    { args: ['/full', '/full', '-k', '6.12'], where: 'changes has "moved"', status: 0 },
  ])('has an answer: $args $where', async ({ args, where, status }) => {
    const { code, stderr } = await diff([...args, '-q', '--where', where]);
    expect({ code, stderr }).toEqual({ code: status, stderr: '' });
  });
});

describe('what both words tell whatever is not known', () => {
  const HIDDEN = [PLAIN | DIRTY, 0n, SWAP | DIRTY, SWAP, PLAIN, PLAIN];
  const LATER = [PLAIN | WP | DIRTY, 1n << 63n, 0n, SWAP, PLAIN, PLAIN];
  // Type 30: a marker of Debian's 6.1, a migration entry of its 6.12, a page in use by a device on its 7.3.
  const SPECIAL = SWAP | 0x3en;
  const words = {
    '/h1': dumpOf(HIDDEN),
    '/h2': dumpOf(LATER),
    '/one': dumpOf([PLAIN | 1n, SPECIAL, SPECIAL, PLAIN | WP | 4n]),
    '/two': dumpOf([SPECIAL, SPECIAL | WP, SPECIAL + 0x20n, PLAIN | WP | 4n]),
  };
  const ADMIN = 'frame numbers, swap types and offsets are hidden';
  const KERNEL = 'nobody said which kernel made the words (-k)';
  const debian = ['/h1', '/h2', '-k', 'debian-6.12'];
  const rows: readonly {
    args: readonly string[];
    where: string;
    picked: readonly number[];
    doubts?: string;
  }[] = [
    // What was there before and is not after was dropped; what is there after was not.
    { args: debian, where: 'changes has "dropped"', picked: [2] },
    { args: debian, where: '!(changes has "dropped")', picked: [0, 1] },
    { args: debian, where: 'changes has "populated"', picked: [1] },
    { args: debian, where: 'changes', picked: [0, 1, 2], doubts: `3 pages: ${ADMIN}` },
    { args: debian, where: 'changed', picked: [0, 1, 2], doubts: `3 pages: ${ADMIN}` },
    // What became empty, and what was, did not move.
    { args: debian, where: 'changes has "moved"', picked: [], doubts: `4 pages: ${ADMIN}` },
    {
      args: debian,
      where: 'changes has "became-pte-marker:poisoned"',
      picked: [],
      doubts: `1 page: ${ADMIN}`,
    },
    { args: debian, where: 'before.raw != after.raw', picked: [0, 1, 2], doubts: `3 pages: ${ADMIN}` },
    { args: debian, where: 'before.raw == 0x4080000000000000', picked: [2] },
    { args: debian, where: 'before.swapped && after.none', picked: [2] },
    {
      args: ['/one', '/two'],
      where: 'after.state == "pte-marker"',
      picked: [],
      doubts: `3 pages: ${KERNEL}`,
    },
    {
      args: ['/one', '/two'],
      where: 'changes has "became-migration"',
      picked: [],
      doubts: `1 page: ${KERNEL}`,
    },
    { args: ['/one', '/two', '-k', 'debian-6.12'], where: 'changes has "became-migration"', picked: [0] },
    { args: ['/one', '/two'], where: 'changes has "dropped"', picked: [] },
    { args: ['/one', '/two'], where: '!after.uffd_wp', picked: [0, 2] },
  ];
  test.each(rows)('$args $where', async ({ args, where, picked, doubts }) => {
    const { code, stdout, stderr } = await runCli(['pagemap', 'diff', ...args, '--json', '--where', where], {
      files: words,
    });
    const changes = jsonLines(stdout).filter((record) => property(record, 'vaddr') !== undefined);
    expect(changes.map((record) => Number(property(record, 'vaddr')) / 0x1000)).toEqual(picked);
    // What is picked is proved, as --fail-on proves it: an answer, whatever other pages did.
    expect(code).toBe(picked.length > 0 ? 1 : doubts !== undefined ? 2 : 0);
    const notKnown = property(jsonLines(stdout).at(-1), 'not_known');
    if (doubts !== undefined) {
      expect(stderr).toContain(`--where could not be asked of ${doubts}`);
      const reason = expect.stringContaining(doubts.replace(/^.*?: /, ''));
      expect(notKnown).toEqual([{ pages: Number.parseInt(doubts, 10), reason }]);
    }
  });

  test.each([
    { args: ['/one', '/two'], ask: 'after.state == "pte-marker"', code: 2, say: KERNEL },
    { args: ['/one', '/two'], ask: 'changes has "dropped"', code: 0, say: 'holds' },
    {
      args: debian,
      ask: 'changes has "dropped"',
      code: 1,
      say: 'broken  changes has "dropped": 1 of 6 pages',
    },
    { args: debian, ask: 'changes has "moved"', code: 2, say: ADMIN },
  ])('--fail-on: $args $ask', async ({ args, ask, code, say }) => {
    const result = await runCli(['pagemap', 'diff', ...args, '--fail-on', ask], { files: words });
    expect(result).toMatchObject({ code, stdout: expect.stringContaining(say) });
  });

  test('what a list beside a verdict may lack stands in its last JSON object', async () => {
    const ask = ['pagemap', 'diff', '/one', '/two', '--fail-on', 'changes has "dropped"', '--json'];
    const alone = await runCli(ask, { files: words });
    expect(property(jsonLines(alone.stdout).at(-1), 'not_known')).toBeUndefined();
    const where = 'changes has "became-migration"';
    const { code, stdout } = await runCli([...ask, '--where', where], { files: words });
    expect(code).toBe(2);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      verdicts: [{ outcome: 'holds' }],
      not_known: [{ pages: 1, reason: expect.stringContaining(KERNEL) }],
    });
  });
});

// A capture has mappings, and the dump beside it has none: what it lacks may be there all the same, and its empty words need
// not be of any page.
test.each([
  { first: '/armed.pmap', second: '/short', code: 2 },
  { first: '/short', second: '/armed.pmap', code: 0 },
])('pages that a dump lacks beside a capture: $first and $second', async ({ first, second, code }) => {
  const ask = (...words: readonly string[]): ReturnType<typeof runCli> =>
    diff([first, second, '-k', '6.18', ...words]);
  const verdict = await ask('--fail-on', 'lost-uffd-wp');
  // All that the capture has is protected: whatever was before, no protection was lost.
  expect({ code: verdict.code, stdout: verdict.stdout }).toEqual({
    code,
    stdout: expect.stringMatching(
      code === 0 ? /^holds/m : /^unanswered.*\n.*pages that only one of the two has/m,
    ),
  });
  for (const words of [['--event', 'fork_parent', '--kind', 'anon'], ['--json']]) {
    const { code, stdout, stderr } = await ask(...words);
    expect({ words, code }).toEqual({ words, code: 2 });
    expect(stdout + stderr).toMatch(/pages that only one of the two has/);
    expect(stdout).not.toMatch(/^broken|"changes"/m);
  }
  const chain = await runCli(['pagemap', 'chain', '--tracker', 'uffd-wp', first, second], { files });
  expect(chain.code).toBe(2);
  expect(chain.stdout).not.toMatch(/^broken/m);
});

// fs/proc/task_mmu.c show_map_vma() prints the name that a file has now: another one after rename(), " (deleted)" after unlink().
describe('--mapping picks a page by the name that its mapping has in any of them', () => {
  const [name, later] = ['/data/guest', '/data/guest (deleted)'];
  const words = [PLAIN | DIRTY | 1n, PLAIN | 2n];
  const files = {
    '/1': captureOf('6.18', [one(words, { name })], true),
    '/2': captureOf('6.18', [one(words, { name: later })], true),
    '/3': captureOf('6.18', [one([PLAIN | DIRTY | 1n, 0n], { name: later })], true),
  };
  const run = (command: string, ...args: readonly string[]): ReturnType<typeof runCli> =>
    runCli(['pagemap', command, ...args], { files });

  test.each([
    { pattern: '*guest', from: '/1', to: '/2' },
    { pattern: 'deleted', from: '/1', to: '/2' },
    { pattern: '*guest', from: '/2', to: '/1' },
  ])('no page is mapped, unmapped or lost: $pattern of $from $to', async ({ pattern, from, to }) => {
    const more = ['--mapping', pattern];
    expect(await run('diff', from, to, ...more)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const lost = await run('diff', from, to, ...more, '--fail-on', 'lost-data');
    expect(lost).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^# .*\nholds {2}lost-data: 0 of 2 pages\n$/),
    });
    expect((await run('chain', from, to, ...more)).stdout).toContain('2 pages compared');
  });

  test('and what was lost in it is', async () => {
    const { code, stdout } = await run('diff', '/1', '/3', '--mapping', '*guest', '--fail-on', 'lost-data');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('lost-data: 1 of 2 pages') });
    const none = await run('diff', '/1', '/2', '--mapping', 'other');
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no mapping that was read') });
  });
});
