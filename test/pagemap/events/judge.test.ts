import { expect, test } from '@jest/globals';
import { findEvent } from '../../../src/kernel/uffd/events.ts';
import type { MemoryKind } from '../../../src/kernel/uffd/model.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { EventJudge, type EventResult } from '../../../src/pagemap/events/judge.ts';
import { pairPages } from '../../../src/pagemap/compare/pairs.ts';
import type { DiffSide } from '../../../src/pagemap/compare/parts.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { type EventCase, eventCases } from '../../helpers/event-fixtures.ts';
import { dumpOf, inputOf, modelOf } from '../../helpers/pagemap.ts';

const [one, two] = [createEngine(), createEngine()];
const UFFD_WP = 1n << 57n;
const cases = eventCases();

/** A page number and what stands there before and after. */
type Words = readonly (readonly [page: number, before: bigint, after: bigint])[];

function judge(
  words: Words,
  event: string,
  { kernel, kind, mode }: { kernel: string; kind?: MemoryKind | undefined; mode?: 'sync' | 'async' },
): EventResult {
  const row = findEvent(event);
  if (!row) throw new Error(event);
  const length = Math.max(...words.map(([page]) => page)) + 1;
  const model = modelOf(kernel);
  const side = (engine: DiffSide['engine'], pick: (at: Words[number]) => bigint): DiffSide => {
    const all = Array.from({ length }, () => 0n);
    for (const at of words) all[at[0]] = pick(at);
    const shape = { pageSize: 4096, startPage: 0x7f000000, vmas: undefined, absolute: false };
    return {
      engine,
      model,
      source: openDump(inputOf(dumpOf(all)), engine, shape),
      filter: { ranges: [], vma: undefined },
    };
  };
  const question = { events: [row], kind, mode, ownFlags: false, isAligned: false, max: 20 };
  const asked = new EventJudge(question, model);
  const sides = [side(one, ([, before]) => before), side(two, ([, , after]) => after)] as const;
  for (const pair of pairPages(...sides, { numbers: asked.needsNumbers })) asked.see(pair);
  return asked.result();
}

const wordsOf = ({ pages }: EventCase): Words =>
  pages.map(({ page, before, after }) => [page, before, after]);

test('what real kernels did is what is allowed', () => {
  expect(cases.length).toBeGreaterThan(500);
  const wrong = cases.flatMap((group) => {
    const result = judge(wordsOf(group), group.event, group);
    return result.outcome === 'holds'
      ? []
      : [`${group.name}: ${result.findings.map(({ text }) => text).join()} ${result.reasons.join()}`];
  });
  expect(wrong).toEqual([]);
});

/** Events that take the bit of a page that stays where it is: that one more page lost it cannot be seen. */
const TAKES_BIT = ['write', 'unwp_one', 'unwp_swapped'];
/** Pages of one state: bits 55-63, and the swap type. */
const stateOf = (word: bigint): string => `${word >> 55n} ${word >> 62n === 1n ? word & 31n : ''}`;

test('a page that loses the bit where it is, is found', () => {
  const groups = new Set<string>();
  const missed = cases.flatMap((group) => {
    const words = wordsOf(group);
    const seen = new Set<string>();
    return words.flatMap(([page, before, after], index) => {
      const stays = (before & after & UFFD_WP) !== 0n;
      const key = `${stateOf(before)} ${stateOf(after)}`;
      if (!stays || seen.has(key) || TAKES_BIT.includes(group.event)) return [];
      seen.add(key);
      groups.add(group.name);
      const result = judge(words.with(index, [page, before, after & ~UFFD_WP]), group.event, group);
      return result.outcome === 'broken' && result.brokenPages === 1 ? [] : [`${group.name} page ${page}`];
    });
  });
  expect(missed).toEqual([]);

  expect(groups.size).toBeGreaterThan(300);
});

/** Groups under an event that is not theirs. */
const CONTROLS: readonly { readonly name: string; readonly event: string }[] = [
  { name: '6.12 anon sync fork', event: 'fork_event' },
  { name: '6.18 shmem sync fork', event: 'fork_event' },
  { name: '6.18 anon sync fork', event: 'fork_parent' },
  { name: '6.12 anon sync mremap_move', event: 'mremap_event' },
  { name: '6.18 anon sync mremap_move_event', event: 'mremap' },
  { name: '6.18 anon async dontneed', event: 'swapout' },
  { name: '6.18 shmem sync dontneed', event: 'mprotect' },
  { name: '6.1 hugetlb sync truncate_half', event: 'punch_hole' },
  { name: '6.1 hugetlb sync truncate_half', event: 'dontneed' },
  { name: '6.12 hugetlb_private async write', event: 'read' },
  { name: '6.18 anon sync unregister', event: 'dontneed' },
  { name: '6.18 anon sync guard_install', event: 'dontneed' },
  { name: '6.1 anon sync swapout', event: 'swapin' },
];

test.each(CONTROLS)('$name is not $event', ({ name, event }) => {
  const group = cases.find((each) => each.name === name);
  if (!group) throw new Error(name);
  expect(judge(wordsOf(group), event, group).outcome).toBe('broken');
});

/** Groups of an event whose kernel clears every protected page of what was unregistered: v6.9 and later, Debian's 6.1. */
const CLEARED = cases
  .filter(({ event }) => /^(unregister|close_uffd)$/.test(event))
  .map((group) => (group.kernel === '6.1' ? { ...group, kernel: 'debian-6.1' } : group));

test('that nothing was cleared is not what unregistering does', () => {
  expect(CLEARED.length).toBeGreaterThan(20);
  const wrong = CLEARED.flatMap((group) => {
    const kept = wordsOf(group).map(([page, before]): Words[number] => [page, before, before]);
    const { outcome, brokenPages } = judge(kept, group.event, group);
    const armed = kept.filter(([, before]) => (before & UFFD_WP) !== 0n).length;
    return outcome === 'broken' && brokenPages === armed ? [] : [`${group.name}: ${outcome} ${brokenPages}`];
  });
  expect(wrong).toEqual([]);
});

test.each([
  { kernel: '5.14', outcome: 'holds' },
  { kernel: '6.6.30', outcome: 'holds' },
  { kernel: '6.6.31', outcome: 'broken' },
  { kernel: '6.7.12', outcome: 'holds' },
  { kernel: '6.8.10', outcome: 'broken' },
])('closing the userfaultfd may leave the bits behind on $kernel: $outcome', ({ kernel, outcome }) => {
  const armed = 0x8300_0000_0000_2000n;
  expect(judge([[0, armed, armed]], 'close_uffd', { kernel, kind: 'anon' }).outcome).toBe(outcome);
});

test('that some pages were not cleared is no answer: they may still be registered', () => {
  const wrong = CLEARED.flatMap((group) => {
    const words = wordsOf(group);
    const first = words.find(([, before]) => (before & UFFD_WP) !== 0n);
    if (!first || words.filter(([, before]) => (before & UFFD_WP) !== 0n).length < 2) return [];
    const kept = words.map((word): Words[number] => (word === first ? [word[0], word[1], word[1]] : word));
    const { outcome, reasons } = judge(kept, group.event, group);
    return outcome === 'unanswered' && reasons.join().includes('VmFlags')
      ? []
      : [`${group.name}: ${outcome}`];
  });
  expect(wrong).toEqual([]);
});

/** What 6.1 did, asked of the release that did it: it has fixes that 6.1.0 does not have. */
const OF_DEBIAN = cases
  .filter(({ kernel }) => kernel === '6.1')
  .map((group) => ({ ...group, kernel: 'debian-6.1' }));

test.each([
  { event: 'mremap_move', plant: (before: bigint): bigint => before },
  {
    event: 'migrate',
    plant: (before: bigint, after: bigint): bigint => (before === after ? after : after & ~UFFD_WP),
  },
])('a stable release with the fix of $event does not do what 6.1.0 may', ({ event, plant }) => {
  const groups = OF_DEBIAN.filter((group) => group.event === event && group.kind === 'thp');
  expect(groups.length).toBeGreaterThan(0);
  for (const group of groups) {
    expect(judge(wordsOf(group), event, group).outcome).toBe('holds');
    const planted = wordsOf(group).map(([page, before, after]): Words[number] =>
      (before & UFFD_WP) === 0n ? [page, before, after] : [page, before, plant(before, after)],
    );
    expect(judge(planted, event, group).outcome).toBe('broken');
    expect(judge(planted, event, { ...group, kernel: '6.1' }).outcome).toBe('holds');
  }
});

test('what Debian 6.1 did is what is allowed to it', () => {
  const wrong = OF_DEBIAN.filter((group) => judge(wordsOf(group), group.event, group).outcome !== 'holds');
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

/** Memory of a device: SWP_DEVICE_WRITE of a kernel with CONFIG_DEVICE_PRIVATE, v6.12 include/linux/swap.h. */
const DEVICE = 0x4000_0000_0000_021cn;
const IN_MEMORY = 0x8100_0000_0000_2000n;

test.each([
  { event: 'fork', before: DEVICE | UFFD_WP, after: DEVICE },
  { event: 'mremap', before: DEVICE | UFFD_WP, after: DEVICE },
  { event: 'unprotect', before: DEVICE | UFFD_WP, after: DEVICE },
  { event: 'dontneed', before: DEVICE | UFFD_WP, after: 0n },
  { event: 'read', before: DEVICE | UFFD_WP, after: IN_MEMORY | UFFD_WP },
  { event: 'migrate', before: IN_MEMORY | UFFD_WP, after: DEVICE | UFFD_WP },
  { event: 'migrate', before: DEVICE | UFFD_WP, after: IN_MEMORY | UFFD_WP },
])('$event does to memory of a device what it does to swapped pages', ({ event, before, after }) => {
  const kernel = { kernel: '6.13,CONFIG_DEVICE_PRIVATE=y', kind: 'anon' } as const;
  expect(judge([[0, before, after]], event, kernel).outcome).toBe('holds');
  expect(judge([[0, before, after & ~UFFD_WP]], 'mprotect', kernel).outcome).toBe('broken');
});

test.each([
  { kernel: '6.11', isKnown: false },
  { kernel: '6.12', isKnown: true },
  { kernel: '6.12.117', isKnown: false },
  { kernel: '6.17', isKnown: true },
  { kernel: '6.18', isKnown: false },
])(
  'a page of zeros loses the bit when its huge page is split on $kernel: $isKnown',
  ({ kernel, isKnown }) => {
    const armed = 0x8300_0000_0000_2000n;
    const zeroPage = 0x8000_0000_0000_0099n;
    const { outcome, findings } = judge([[1, armed | 1n, zeroPage]], 'swapout', { kernel, kind: 'thp' });
    expect(outcome).toBe('broken');
    expect(findings.map(({ text }) => text.includes('9658d698a8a8'))).toEqual([isKnown]);
    const stays = judge([[1, armed | 1n, 0x8100_0000_0000_2001n]], 'swapout', { kernel, kind: 'thp' });
    expect(stays.findings.map(({ text }) => text.includes('9658d698a8a8'))).toEqual([false]);
  },
);
