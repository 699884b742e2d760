import { describe, expect, test } from '@jest/globals';
import { createPagemapModel, type PagemapModel } from '../../../src/pagemap/model.ts';
import type { PagePair } from '../../../src/pagemap/compare/page-pair.ts';
import type { Part } from '../../../src/pagemap/compare/parts.ts';
import { slotOf } from '../../../src/pagemap/scan/memory.ts';
import { PairKnowledge } from '../../../src/pagemap/transitions/pair-knowledge.ts';
import { TransitionCondition } from '../../../src/pagemap/transitions/transitions.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_SWAP with type in bits 0-4 and offset above, PM_UFFD_WP, PM_MMAP_EXCLUSIVE.
const [PRESENT, SWAP, WP, EXCLUSIVE] = [1n << 63n, 1n << 62n, 1n << 57n, 1n << 56n];
const WORDS = [
  0n,
  ...[5n, 6n].flatMap((pfn) => [PRESENT | pfn, PRESENT | EXCLUSIVE | WP | pfn]),
  // Types that are special ones in some kernels: markers, migration, poison.
  ...[0n, 27n, 29n, 30n, 31n].flatMap((type) => [1n, 2n].map((offset) => SWAP | (offset << 5n) | type)),
  SWAP | WP | (1n << 5n) | 31n,
];

const CONDITIONS = [
  ...['before.uffd_wp', 'before.state == "swap"', 'after.swap.type == 30', 'before.markers has "guard"'],
  ...['changes has "moved"', 'changed', 'changes has "lost-uffd_wp"', 'before.pfn != after.pfn'],
  ...['before.raw & 0x20 == 0x20', 'before.swap.offset == after.swap.offset', 'after.state != "pte-marker"'],
];

const part = (model: PagemapModel, word: bigint, hidden: boolean): Part => {
  const lo = hidden ? 0 : Number(word & 0xffff_ffffn);
  const hi = Number((hidden ? word & ~((1n << 55n) - 1n) : word) >> 32n);
  const slot = slotOf(lo, hi, model.markerType);
  return {
    page: 1,
    pages: 1,
    lo,
    hi,
    slot,
    sequential: false,
    vma: undefined,
    info: model.describe(slot, hidden),
  };
};

// The answer for a pair is the same whatever pairs were seen before: what is kept hangs on all that it was made of.
describe.each([
  { name: 'a kernel that nobody named', isAssumed: true },
  { name: '6.12', isAssumed: false },
])('what is kept of $name', ({ isAssumed }) => {
  const { id, version, pageShift, swapTypes, markers, layout } = resolveKernel({ kernel: '6.12' });
  const model = createPagemapModel({ id, version, pageShift, swapTypes, markers, layout, isAssumed });
  const side = { model, source: { pageSize: 4096, hasVmas: false } };
  const evidence = { seen: new Set<string>(), vmFlags: new Set<string>() };
  const pairs = WORDS.flatMap((before) =>
    WORDS.flatMap((after) =>
      [0, 1, 2, 3].map((hides): PagePair => ({
        page: 1,
        pages: 1,
        pageBefore: 1,
        at: 1,
        isMoved: false,
        isUntold: false,
        before: part(model, before, (hides & 1) !== 0),
        after: part(model, after, (hides & 2) !== 0),
      })),
    ),
  );

  test.each(CONDITIONS)('%s', (text) => {
    const condition = new TransitionCondition(text, model, model, 4096);
    const knowing = (): PairKnowledge =>
      new PairKnowledge(condition, { before: side, after: side }, evidence, { takesWords: true });
    const warm = knowing();
    expect(pairs.map((pair) => warm.answer(pair))).toEqual(pairs.map((pair) => knowing().answer(pair)));
  });
});
