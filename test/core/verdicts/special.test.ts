import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { shapeOf, swapFieldMask } from '../../../src/core/entry/shapes.ts';
import type { SwapLayout } from '../../../src/core/rows/layout.ts';
import type { Kernel, SwapType } from '../../../src/core/rows/model.ts';
import {
  checkSpecial,
  collisionValue,
  entryFamilies,
  findSpecial,
  hasOffset,
  isSound,
  swapFlags,
} from '../../../src/core/verdicts/special.ts';
import { fieldMax, makeSwapPte } from '../../../src/core/entry/swap-entry.ts';
import { maskOf, not64, U64_MAX } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { changedKernel } from '../../helpers/changed-kernel.ts';

/** Bits of a type and of an offset in the reduced models: small enough to try every value. */
const TYPE_BITS = 2;
const OFFSET_BITS = 4;

const numbered = (types: readonly SwapType[], kind: SwapType['kind'], number: number): SwapType => {
  const known = types.find((type) => type.kind === kind);
  return { number, kind, name: known?.name ?? kind, writable: false, row: known?.row };
};

const lowest = (bits: bigint): bigint => bits & -bits;

/**
 * A kernel whose fields start where those of the real one do, but are narrow, with two of the fixed bits at most: types 0 and 1 are swap areas, 2 carries a
 * frame number of two bits, 3 is a marker with three bits.
 */
function reduced(kernel: Kernel): Kernel {
  const { swap } = kernel;
  const layout: SwapLayout = {
    ...swap,
    type: { ...swap.type, width: TYPE_BITS },
    offset: { ...swap.offset, width: OFFSET_BITS },
    fixed: lowest(swap.fixed) | lowest(swap.fixed ^ lowest(swap.fixed)),
  };
  return changedKernel(kernel, {
    swap: layout,
    swapAt: () => layout,
    offsetMask: maskOf(OFFSET_BITS - 1, 0),
    swapTypes: [
      numbered(kernel.swapTypes, 'swap', 0),
      numbered(kernel.swapTypes, 'swap', 1),
      numbered(kernel.swapTypes, 'migration', 2),
      numbered(kernel.swapTypes, 'pte-marker', 3),
    ],
    otherBuild: undefined,
    maxSwapfiles: 2,
    pfnBits: 2,
    migrationAd: false,
    markerMask: 0b0111n,
  });
}

/** Every swap pte that the reduced kernel makes, by making each. */
function madeByHand(kernel: Kernel): ReadonlySet<bigint> {
  const flags = swapFlags(kernel).map((row) => row.mask);
  const combinations = flags.reduce((all, flag) => [...all, ...all.map((bits) => bits | flag)], [0n]);
  const made = new Set<bigint>();
  const add = (type: number, offset: bigint): void => {
    for (const bits of combinations) made.add(makeSwapPte(kernel.swap, { type, offset }) | bits);
  };
  for (let offset = 1n; offset < 16n; offset += 1n) {
    add(0, offset);
    add(1, offset);
  }
  for (let pfn = 0n; pfn < 4n; pfn += 1n) add(2, pfn);
  for (let marker = 1n; marker < 8n; marker += 1n) add(3, marker);
  return made;
}

/** All values of the bits that can matter in the reduced model, and two bits that belong to nothing. */
function* everyValue(kernel: Kernel): Generator<bigint, void, undefined> {
  const tests = kernel.formsAt('pte').flatMap((row) => row.when.flatMap(({ set, clear }) => [set, clear]));
  const used =
    swapFieldMask(kernel.swap) |
    swapFlags(kernel).reduce((mask, row) => mask | row.mask, 0n) |
    tests.reduce((mask, test) => mask | test, 0n);
  const bits = Array.from({ length: 64 }, (_, n) => 1n << BigInt(n));
  const stray = bits.filter((bit) => (used & bit) === 0n).slice(0, 2);
  const all = [...bits.filter((bit) => (used & bit) !== 0n), ...stray];
  for (let index = 0; index < 2 ** all.length; index += 1)
    yield all.reduce((value, bit, n) => ((index >> n) & 1 ? value | bit : value), 0n);
}

const bitCount = (value: bigint): number => value.toString(2).replaceAll('0', '').length;

describe.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('reduced model of $arch', ({ arch }) => {
  const kernel = reduced(resolveKernel({ arch, ...(arch === 'x86_64' ? { kernel: '6.12' } : {}) }));
  const made = madeByHand(kernel);

  test('the proof agrees with making every entry, for every value', () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const value of everyValue(kernel)) {
      tried += 1;
      if (shapeOf(kernel, 'pte', value).form !== 'swap') continue;
      const { collision } = checkSpecial(kernel, value);
      if ((collision !== null) !== made.has(value)) wrong.push(value.toString(16));
      else if (collision && collisionValue(kernel, collision) !== value)
        wrong.push(`${value} encodes otherwise`);
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(2 ** 9);
  });

  test('the search finds the simplest sound values, or none where there is none', () => {
    const bit = kernel.mask('swp_uffd_wp');
    const sound = [...everyValue(kernel)]
      .filter(
        (value) =>
          bit !== 0n &&
          (value & bit) !== 0n &&
          shapeOf(kernel, 'pte', value).form === 'swap' &&
          !made.has(value),
      )
      .sort((a, b) => bitCount(a) - bitCount(b) || (a < b ? -1 : 1));
    const [found] = findSpecial(kernel, 1).values;
    expect(found).toBe(sound[0]);
  });
});

describe('a model with nothing free beside the fields', () => {
  const kernel = reduced(resolveKernel({ kernel: '6.12' }));
  const crowded = changedKernel(kernel, {
    // Offset 0 is usable only by types that carry frame numbers: then nothing but stray bits is left.
    swapTypes: [0, 1, 2, 3].map((number) => numbered(kernel.swapTypes, 'migration', number)),
    pfnBits: OFFSET_BITS,
  });

  test('the simplest value needs a bit that belongs to nothing', () => {
    const [value = 0n] = findSpecial(crowded, 1).values;
    const flags = swapFlags(crowded).reduce((mask, row) => mask | row.mask, 0n);
    expect(value & not64(swapFieldMask(crowded.swap) | flags)).not.toBe(0n);
    expect(isSound(crowded, value)).toBe(true);
  });
});

describe('checkSpecial', () => {
  test.each([
    { arch: 'x86_64', kernel: 'uffd-wp-special', value: 0x4n },
    { arch: 'x86_64', kernel: '6.12', value: 0x4n },
    { arch: 'arm64', kernel: '6.10', value: 0x8n },
    { arch: 'riscv64', kernel: '6.19', value: 0x10n },
  ])(
    '$arch $kernel: the value of the facts satisfies all four rules and is the simplest',
    ({ value, ...spec }) => {
      const kernel = resolveKernel(spec);
      expect(checkSpecial(kernel, value)).toMatchObject({ holds: true, collision: null, caution: null });
      expect(findSpecial(kernel, 3).values[0]).toBe(value);
    },
  );

  test('values with fewer bits come first, then smaller ones, and none is left out', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const { values } = findSpecial(kernel, 80);
    expect(values).toHaveLength(80);
    const order = values.map((value) => [bitCount(value), value] as const);
    expect([...order].sort(([m, a], [n, b]) => m - n || (a < b ? -1 : 1))).toEqual(order);
    const pairs = Array.from({ length: 64 }, (_, n) => 0x4n | (1n << BigInt(n))).filter(
      (value) => value !== 0x4n,
    );
    expect(values.filter((value) => bitCount(value) === 2)).toEqual(
      pairs.filter((value) => checkSpecial(kernel, value).holds),
    );
  });

  test('a type above 31 is no swap type: arm64 had a field of six bits', () => {
    // v5.11 arch/arm64/include/asm/pgtable.h: __SWP_TYPE_SHIFT 2, __SWP_TYPE_BITS 6, offset from bit 8.
    const { rules, collision } = checkSpecial(
      resolveKernel({ arch: 'arm64', kernel: '5.11' }),
      (40n << 2n) | 0x100n,
    );
    expect(collision).toBeNull();
    expect(rules['4']).toEqual({ holds: true, why: 'the kernel has no swap type 40' });
  });

  test.each([
    { arch: 'arm64', kernel: '6.9' },
    { arch: 'riscv64', kernel: '6.18' },
    { arch: 's390x', kernel: '7.3' },
    { arch: 'loongarch64', kernel: '7.3' },
    { arch: 'powerpc64', kernel: '7.3' },
    { arch: 'i386', kernel: '7.3' },
    { arch: 'x86_64', kernel: '5.6' },
  ])('$arch $kernel has no uffd-wp bit in a swap pte: rule 3 cannot hold', (spec) => {
    const kernel = resolveKernel(spec);
    expect(findSpecial(kernel, 1)).toMatchObject({ values: [], impossible: '3' });
    expect(checkSpecial(kernel, 0x8n).rules['3'].holds).toBe(false);
  });

  // Builds 241 to 347 of Red Hat's 4.18 may have the bits of 5.7 or not.
  test('where it is not known whether a build has the bit, no value is said to be right', () => {
    expect(findSpecial(resolveKernel({ kernel: '4.18,L1TF_LAYOUT=y,UFFD_WP_BACKPORT=y' }), 1)).toMatchObject({
      values: [],
      impossible: '3',
      proof: expect.stringContaining('not known'),
    });
  });

  test('a collision is the entry that encodes to the candidate', () => {
    for (const { arch } of ARCHITECTURES) {
      const kernel = resolveKernel({ arch });
      fc.assert(
        fc.property(
          fc.constantFrom(...entryFamilies(kernel)),
          fc.bigInt({ min: 0n, max: fieldMax(kernel.swap.offset) & kernel.offsetMask }),
          fc.subarray([...swapFlags(kernel)]),
          (family, offset, flags) => {
            fc.pre(hasOffset(family.offsets, offset));
            const entry = { type: family.type.number, offset };
            const value = makeSwapPte(kernel.swap, entry) | flags.reduce((bits, row) => bits | row.mask, 0n);
            const { collision, holds } = checkSpecial(kernel, value);
            expect(holds).toBe(false);
            expect(collision).toMatchObject(entry);
            // What is made is read as usable too, so what `check` passes `special` passes.
            expect(decodeEntry(kernel, value).rules['4'].holds).toBe(false);
            expect(
              encodeEntry(kernel, { state: family.type.kind, swap: entry, flags: collision?.flags ?? [] }),
            ).toBe(value);
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  test('what is read as usable but never made gets a caution', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: U64_MAX }), (value) => {
        const verdict = checkSpecial(kernel, value);
        if (verdict.collision) expect(verdict.caution).toBeNull();
        expect(verdict.holds).toBe(isSound(kernel, value));
      }),
      { numRuns: 500 },
    );
    // Bit 4 is in no swap pte, but type 0, offset 1 is a page slot.
    expect(checkSpecial(kernel, 0x07fffffffffffc14n)).toMatchObject({
      holds: true,
      caution: expect.stringContaining('page slot'),
    });
  });
});

test('a value wider than an entry breaks every rule', () => {
  const narrow = resolveKernel({ kernel: '6.12', arch: 'i386', config: new Map([['X86_PAE', false]]) });
  const { holds, rules } = checkSpecial(narrow, 1n << 32n);
  expect([holds, ...Object.values(rules).map((rule) => rule.why)]).toEqual([
    false,
    ...Array<string>(4).fill('an entry has 32 bits here'),
  ]);
});
