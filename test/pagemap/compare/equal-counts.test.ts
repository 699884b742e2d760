import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENTS } from '../../../src/kernel/uffd/events.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import type { EqualTaker } from '../../../src/pagemap/compare/equal-counts.ts';
import { EventJudge } from '../../../src/pagemap/events/judge.ts';
import { pairPages } from '../../../src/pagemap/compare/pairs.ts';
import type { DiffSide } from '../../../src/pagemap/compare/parts.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { TransitionJudge } from '../../../src/pagemap/transitions/transition-judge.ts';
import { TransitionCondition } from '../../../src/pagemap/transitions/transitions.ts';
import { dumpOf, inputOf, modelOf } from '../../helpers/pagemap.ts';

const model = modelOf('debian-6.12');
const [one, two] = [createEngine(), createEngine()];

/** What judges one comparison, and what came of it. */
interface Asked extends EqualTaker {
  readonly needsNumbers: boolean;
  result(): unknown;
}

const expression = (text: string): Asked => {
  const condition = new TransitionCondition(text, model, model, 4096);
  const side = { model, source: { pageSize: 4096, hasVmas: false } };
  const judge = new TransitionJudge(text, condition, { before: side, after: side }, 20);
  return {
    needsNumbers: condition.needsNumbers,
    settles: (pair) => judge.settles(pair),
    see: (pair) => {
      judge.see(pair);
    },
    result: () => judge.result(),
  };
};

const ASKED: readonly (() => Asked)[] = [
  ...EVENTS.map(
    (event) => () =>
      new EventJudge(
        { events: [event], kind: 'anon', mode: undefined, ownFlags: false, isAligned: false, max: 20 },
        model,
      ),
  ),
  ...[
    'before.uffd_wp && after.uffd_wp',
    'changes has "moved"',
    'after.soft_dirty',
    'before.pfn == 0x2e51',
    'vaddr >= 0x3000 && after.present',
    'before.state == "swap" && after.vma.name == "[heap]"',
  ].map((text) => () => expression(text)),
];

// Words as real kernels showed them (test/fixtures/realkernel); the last one without numbers, as others see it.
const WORDS = [
  0n,
  0x0080_0000_0000_0000n,
  0x8100_0000_0000_2e51n,
  0x8180_0000_0000_2e52n,
  0x8300_0000_0000_2e53n,
  0x4200_0000_0000_0280n,
  0x4280_0000_0000_003fn,
  0x8300_0000_0000_0000n,
];

function result(
  make: () => Asked,
  words: readonly (readonly [bigint, bigint])[],
  isCounted: boolean,
): unknown {
  const asked = make();
  const side = (engine: DiffSide['engine'], index: 0 | 1): DiffSide => ({
    engine,
    model,
    source: openDump(inputOf(dumpOf(words.map((pair) => pair[index]))), engine, {
      pageSize: 4096,
      startPage: 0,
      vmas: undefined,
      absolute: false,
    }),
    filter: { ranges: [], vma: undefined },
  });
  const options = { numbers: asked.needsNumbers, ...(isCounted ? { equal: asked } : {}) };
  for (const pair of pairPages(side(one, 0), side(two, 1), options)) asked.see(pair);
  return asked.result();
}

test('pages that stayed as they were are answered alike, counted and one by one', () => {
  const word = fc.constantFrom(...WORDS);
  const stretch = fc.record({
    pages: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 256, max: 300 })),
    before: word,
    after: fc.option(word, { nil: undefined, freq: 4 }),
  });
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 5 }), (stretches) => {
      const words = stretches.flatMap(({ pages, before, after }) =>
        Array.from({ length: pages }, (): readonly [bigint, bigint] => [before, after ?? before]),
      );
      for (const make of ASKED) expect(result(make, words, true)).toEqual(result(make, words, false));
    }),
    { numRuns: 8 },
  );
});
