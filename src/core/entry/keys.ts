/** A question about a value with the answer `((raw ^ xor) & mask) >= atLeast`, unsigned. */
export interface KeyTest {
  readonly xor: bigint;
  readonly mask: bigint;
  /** Default 1: any bit of the mask. */
  readonly atLeast?: bigint;
}

/** What an answer depends on: some bits of the value, and the outcome of some tests. Equal keys, equal answers. */
export interface Key {
  readonly bits: bigint;
  readonly tests: readonly KeyTest[];
}

/** A number in the value: `((raw ^ xor) & mask) >> shift`; a negative shift goes up, and what overflows is dropped. */
export interface NumberHole {
  readonly xor: bigint;
  readonly mask: bigint;
  readonly shift: number;
}

/** The key of what is the same for all values. */
export const NO_KEY: Key = { bits: 0n, tests: [] };

/** Tells whether a value passes a test. */
export function passesTest(raw: bigint, { xor, mask, atLeast = 1n }: KeyTest): boolean {
  return ((raw ^ xor) & mask) >= atLeast;
}

/** The number of a hole. */
export function readHole(raw: bigint, { xor, mask, shift }: NumberHole): bigint {
  const bits = (raw ^ xor) & mask;
  return shift < 0 ? BigInt.asUintN(64, bits << BigInt(-shift)) : bits >> BigInt(shift);
}

/** The key of bits alone. */
export function keyOfBits(bits: bigint): Key {
  return bits === 0n ? NO_KEY : { bits, tests: [] };
}

/** The key of tests alone; those that no value passes are left out. */
export function keyOfTests(...tests: readonly KeyTest[]): Key {
  return { bits: 0n, tests: tests.filter(({ mask }) => mask !== 0n) };
}

/** The key of answers that depend on all of the keys. */
export function joinKeys(keys: readonly Key[]): Key {
  const tests = new Map<string, KeyTest>();
  let bits = 0n;
  for (const key of keys) {
    bits |= key.bits;
    for (const test of key.tests) tests.set(testName(test), test);
  }
  return { bits, tests: [...tests.values()] };
}

/** Bits that are the same in some values, and what they are. */
interface Settled {
  readonly settled: bigint;
  readonly settledValue: bigint;
}

/** A key without what values with these settled bits agree on. */
export function narrowKey({ bits, tests }: Key, { settled, settledValue }: Settled): Key {
  const open = bits & ~settled;
  return {
    bits: open,
    tests: tests.filter(({ xor, mask, atLeast = 1n }) => {
      // A test of bits that the key has anyway says nothing more, nor one that all of the values pass, or none.
      if ((mask & ~(settled | open)) === 0n) return false;
      const least = (settledValue ^ xor) & mask & settled;
      return least < atLeast && (least | (mask & ~settled)) >= atLeast;
    }),
  };
}

/** Whether equal values of one key always have equal values of another. */
export function coversKey(wide: Key, narrow: Key): boolean {
  const known = new Set(wide.tests.map(testName));
  return (
    (narrow.bits & ~wide.bits) === 0n &&
    narrow.tests.every((test) => known.has(testName(test)) || (test.mask & ~wide.bits) === 0n)
  );
}

function testName({ xor, mask, atLeast = 1n }: KeyTest): string {
  return `${xor & mask} ${mask} ${atLeast}`;
}
