import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJsEngine } from '../../../src/pagemap/scan/js.ts';
import { type WordEngine, MEMORY, NO_MARKER_TYPE, SLOTS, slotOf } from '../../../src/pagemap/scan/memory.ts';
import { createEngine, createWasmEngine } from '../../../src/pagemap/scan/wasm.ts';
import { IS_ALL } from '../../helpers/arch-vectors.ts';
import { nextWord } from '../../helpers/values.ts';

/** One entry at a time, on bigint, straight from the definition of a state. */
function referenceState(word: bigint, markerType: number): string {
  const top = word >> 55n;
  if (word >> 62n !== 1n) return `${top}`;
  const type = word & 0x1fn;
  return type === BigInt(markerType) ? `${top} marker ${(word >> 5n) & 15n}` : `${top} type ${type}`;
}

interface Run {
  start: number;
  end: number;
  sequential: boolean;
}

function referenceRuns(words: readonly bigint[], from: number, to: number, markerType: number): Run[] {
  const runs: Run[] = [];
  for (let i = from; i < to; i += 1) {
    const word = words[i] ?? 0n;
    const before = words[i - 1] ?? 0n;
    const last = runs.at(-1);
    if (last && referenceState(word, markerType) === referenceState(before, markerType)) {
      const swap = word >> 62n === 1n;
      const marker = swap && (word & 0x1fn) === BigInt(markerType);
      const step = marker ? 0n : swap ? 32n : 1n;
      if (word >> 62n !== 0n && word !== before + step) last.sequential = false;
      last.end = i + 1;
    } else runs.push({ start: i, end: i + 1, sequential: true });
  }
  return runs;
}

const wasm = createWasmEngine();
const candidates: [string, WordEngine][] = [['js', createJsEngine()]];
if (wasm) candidates.push(['wasm', wasm]);

function load(engine: WordEngine, words: readonly bigint[]): void {
  new BigUint64Array(engine.buffer, MEMORY.words, words.length).set(words);
}

function runsOf(engine: WordEngine, from: number, to: number, markerType: number): Run[] {
  const n = engine.findRuns(from, to, markerType);
  engine.markSequential(n, markerType);
  const starts = new Uint32Array(engine.buffer, MEMORY.runs, n + 1);
  const flags = new Uint8Array(engine.buffer, MEMORY.sequential, n);
  return Array.from(flags, (flag, i) => ({
    start: starts[i] ?? -1,
    end: starts[i + 1] ?? -1,
    sequential: flag === 1,
  }));
}

// Few different states, so that runs and single changes of any bit that matters both come up.
const word = fc.oneof(
  fc.constantFrom(0n, 0x0080_0000_0000_0000n, 0x0200_0000_0000_0000n),
  fc.bigInt({ min: 0n, max: 40n }).map((pfn) => 0x8180_0000_0000_0000n + pfn),
  fc.bigInt({ min: 0n, max: 300n }).map((entry) => 0x4080_0000_0000_0000n + entry),
  fc.constantFrom(31n, 63n, 95n, 159n, 0x1_0000_001fn, 543n).map((entry) => 0x4000_0000_0000_0000n + entry),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);
const piece = fc
  .record({ first: word, length: fc.integer({ min: 1, max: 90 }), step: fc.constantFrom(0n, 1n, 32n) })
  .map(({ first, length, step }) =>
    Array.from({ length }, (_, i) => BigInt.asUintN(64, first + step * BigInt(i))),
  );
const dump = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.flat());
const markerType = fc.constantFrom(31, 30, NO_MARKER_TYPE);

/** Words that are counted by one call: two blocks. */
const PIECE = 4096;

/** Dumps of many such pieces: how many states, the mean length of runs, and the type of markers. */
const LONG_DUMPS = [
  [1, 1, 31],
  [2, 3, 31],
  [13, 4, 30],
  [32, 4, 31],
  [33, 2, 31],
  [90, 1, NO_MARKER_TYPE],
  [5, 40, 31],
  [13, 4, 31],
] as const;

/** Any bits that tell states apart; every third is a marker. */
function aState(index: number, type: number): bigint {
  const any = nextWord() & 0xff80_0000_0000_01ffn;
  return index % 3 === 2
    ? (any & 0x3f80_0000_0000_01e0n) | (1n << 62n) | BigInt(type & 0x1f)
    : any & (index % 3 === 0 ? 0x3fff_ffff_ffff_ffffn : 0xffff_ffff_ffff_ffffn);
}

test('WebAssembly is there in this process', () => {
  expect(wasm).toBeDefined();
  expect(createEngine().kind).toBe('wasm');
  expect(createEngine('js').kind).toBe('js');
});

describe.each(candidates)('the engine in %s against one entry at a time', (_, engine) => {
  test('runs and whether they run on', () => {
    fc.assert(
      fc.property(dump, markerType, fc.nat(40), fc.nat(40), (words, type, skip, drop) => {
        load(engine, words);
        const from = Math.min(skip, words.length);
        const to = Math.max(from, words.length - drop);
        expect(runsOf(engine, from, to, type)).toEqual(referenceRuns(words, from, to, type));
      }),
      { numRuns: IS_ALL ? 1500 : 400 },
    );
  });

  test('counts pages and runs per state, and the states that were met', () => {
    const counts = new BigUint64Array(engine.buffer, MEMORY.counts, SLOTS);
    const list = new Uint32Array(engine.buffer, MEMORY.met, SLOTS);
    fc.assert(
      fc.property(dump, markerType, (words, type) => {
        counts.fill(0n);
        load(engine, words);
        const middle = words.length >> 1;
        const runs = engine.tally(0, middle, type, 0) + engine.tally(middle, words.length, type, engine.met);
        const states = words.map((each) => referenceState(each, type));
        const starts = states.filter((state, at) => at === 0 || at === middle || state !== states[at - 1]);
        expect(runs).toBe(starts.length);
        const met = [...list.subarray(0, engine.met)];
        expect(met.length).toBe(new Set(states).size);
        expect(new Set(met).size).toBe(met.length);
        const got = met.map((slot) => counts[slot] ?? 0n);
        const expected = [...new Set(states)].map((state) => {
          const pages = states.filter((each) => each === state).length;
          return (BigInt(starts.filter((each) => each === state).length) << 32n) | BigInt(pages);
        });
        expect(got.sort()).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
    counts.fill(0n);
  });

  test('counts per state', () => {
    const counts = new BigUint64Array(engine.buffer, MEMORY.counts, SLOTS);
    fc.assert(
      fc.property(dump, markerType, (words, type) => {
        counts.fill(0n);
        load(engine, words);
        const used = engine.countStates(0, words.length, type);
        const expected = new Map<string, bigint>();
        for (const each of words) {
          const state = referenceState(each, type);
          expected.set(state, (expected.get(state) ?? 0n) + 1n);
        }
        const got = counts.filter((count) => count !== 0n);
        expect([...got].sort()).toEqual([...BigUint64Array.from(expected.values())].sort());
        expect(used !== 0).toBe(words.some((each) => each >> 62n !== 0n));
      }),
      { numRuns: IS_ALL ? 500 : 250 },
    );
  });

  // The states and the lengths of their runs decide how words are counted; what was met goes on from one call to the next.
  test('counts per state, of many words', () => {
    const counts = new BigUint64Array(engine.buffer, MEMORY.counts, SLOTS);
    const below = (limit: number): number => Number(nextWord() % BigInt(limit));
    for (const [states, run, type] of LONG_DUMPS) {
      const all = Array.from({ length: states }, (_, index) => aState(index, type));
      const words: bigint[] = [];
      while (words.length < 40_000) {
        const state = all[below(states)] ?? 0n;
        const length = 1 + below(2 * run - 1);
        for (let i = 0; i < length; i += 1) words.push(state | (nextWord() & 0x007f_ffff_ffff_fe00n));
      }
      counts.fill(0n);
      load(engine, words);
      for (let from = 0; from < words.length; from += PIECE) {
        const to = Math.min(from + PIECE, words.length);
        const used = engine.countStates(from, to, type);
        expect(used !== 0).toBe(words.slice(from, to).some((each) => each >> 62n !== 0n));
      }
      const expected = new Map<number, bigint>();
      for (const each of words) {
        const slot = slotOf(Number(each & 0xffff_ffffn), Number(each >> 32n), type);
        expected.set(slot, (expected.get(slot) ?? 0n) + 1n);
      }
      const got = [...counts].flatMap((count, slot) => (count === 0n ? [] : [[slot, count] as const]));
      expect(got).toEqual([...expected].sort(([a], [b]) => a - b));
    }
    counts.fill(0n);
  });

  test('every length from 0 to 300, one state and alternating', () => {
    for (let n = 0; n <= 300; n += 1) {
      const one = Array.from({ length: n }, () => 0x0080_0000_0000_0000n);
      load(engine, one);
      expect(runsOf(engine, 0, n, 31)).toEqual(n === 0 ? [] : [{ start: 0, end: n, sequential: true }]);
      const two = one.map((each, i) => (i % 2 ? each : 0n));
      load(engine, two);
      expect(engine.findRuns(0, n, 31)).toBe(n);
    }
  });
});

describe.each(candidates)('%s engine: lines', (_, engine) => {
  const encoder = new TextEncoder();
  const put = (at: number, text: string): number => {
    const bytes = encoder.encode(text);
    new Uint8Array(engine.buffer).set(bytes, at);
    return bytes.length;
  };
  // Every slot of the words below: ` C` number `|` [number] `!`, the number once or twice.
  const template = (slot: number, times: number, shift: number): void => {
    const at = MEMORY.literals + 64;
    put(at, ' C|!');
    const view = new DataView(engine.buffer, MEMORY.templates + slot * MEMORY.templateBytes);
    view.setUint32(0, at, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 1, true);
    view.setUint16(8, 1, true);
    view.setUint8(10, times);
    view.setUint8(11, shift);
  };
  const cases = [
    { name: 'frame number', top: 0x103n, type: undefined, times: 1, shift: 0 },
    { name: 'swap offset, twice', top: 0x81n, type: 3n, times: 2, shift: 5 },
    { name: 'no number', top: 1n, type: undefined, times: 0, shift: 0 },
  ];
  test.each(cases)('$name', ({ top, type, times, shift }) => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 55n - 1n }), { maxLength: 40 }),
        fc.bigInt({ min: 0n, max: 2n ** 51n }),
        fc.constantFrom('', ' tail that is longer than sixteen bytes'),
        (lows, page, tail) => {
          const words = lows.map((low) => (top << 55n) | (type === undefined ? low : (low & ~0x1fn) | type));
          load(engine, words);
          template(Number(top) + (type === undefined ? 0 : 512 * (1 + Number(type))), times, shift);
          const lenA = put(MEMORY.head, '[0x');
          const lenB = put(MEMORY.head + 64, '] 0x');
          const tailLen = put(MEMORY.tail, `${tail}\n`);
          const end = engine.format(
            0,
            words.length,
            page * 4096n,
            4096n,
            31,
            lenA,
            lenB,
            MEMORY.tail,
            tailLen,
          );
          const hex16 = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, '0');
          const expected = words.map((each, i) => {
            const number = ((each & (2n ** 55n - 1n)) >> BigInt(shift)).toString(16);
            const numbers = times === 0 ? '' : times === 1 ? `${number}|` : `${number}|${number}!`;
            return `[0x${hex16((page + BigInt(i)) * 4096n)}] 0x${hex16(each)} C${numbers}${tail}\n`;
          });
          const output = Buffer.from(engine.buffer, MEMORY.output, engine.written).toString();
          expect(end).toBe(words.length);
          expect(output).toBe(expected.join(''));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('stops at a slot without text, and when the output is full', () => {
    const none = 0x0180_0000_0000_0000n;
    load(engine, [0n, none, none]);
    template(0, 0, 0);
    expect(engine.format(0, 3, 0n, 4096n, 31, 0, 0, MEMORY.tail, 1)).toBe(1);
    load(
      engine,
      Array.from({ length: 100_000 }, () => 0n),
    );
    const end = engine.format(0, 100_000, 0n, 4096n, 31, 0, 0, MEMORY.tail, 1);
    expect(end).toBeGreaterThan(10_000);
    expect(end).toBeLessThan(100_000);
    expect(engine.written).toBeLessThanOrEqual(MEMORY.outputEnd - MEMORY.output);
    expect(engine.written).toBe(end * 35);
  });
});
