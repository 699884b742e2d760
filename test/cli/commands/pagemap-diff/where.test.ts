import { describe, expect, test } from '@jest/globals';
import { captureOf, type MadeMapping } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';
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
    { args: ['/plain', '/none'], where: 'before.uffd_wp', say: '2 pages: nobody said which kernel made the words' },
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
    { args: ['/dirty', '/none', '-k', '6.12'], where: 'before.soft_dirty && vaddr > 0', status: 0 },
    { args: ['/full', '/lost', '-k', '6.12'], where: 'before.raw != after.raw', status: 1 },
    { args: ['/full', '/lost'], where: 'before.uffd_wp && !after.uffd_wp', status: 1 },
    { args: ['/full', '/full', '-k', '6.12'], where: 'changes has "moved"', status: 0 },
  ])('has an answer: $args $where', async ({ args, where, status }) => {
    const { code, stderr } = await diff([...args, '-q', '--where', where]);
    expect({ code, stderr }).toEqual({ code: status, stderr: '' });
  });
});
