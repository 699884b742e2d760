/** The two halves of a number; both are stepped by themselves (xorshift32). */
const halves = Uint32Array.of(2_463_534_242, 88_675_123);
const word = new BigUint64Array(halves.buffer);

function nextHalf(x: number): number {
  const first = x ^ (x << 13);
  const second = first ^ (first >>> 17);
  return second ^ (second << 5);
}

/** The next 64-bit number of a sequence that looks random and is the same in every run. */
export function nextWord(): bigint {
  halves[0] = nextHalf(halves[0] ?? 0);
  // A step more, or both halves would go through the same numbers at the same pace.
  halves[1] = nextHalf(nextHalf(halves[1] ?? 0));
  return word[0] ?? 0n;
}

/** Makers of values of all kinds: any bits, few bits, many bits, flags alone, small numbers under a swap type. */
const VALUE_KINDS: readonly (() => bigint)[] = [
  nextWord,
  () => nextWord() & nextWord() & nextWord(),
  () => nextWord() | nextWord() | nextWord(),
  () => nextWord() & 0xf800_0000_0000_0fffn,
  () => nextWord() & 0xff80_0000_0000_01ffn & nextWord(),
  () => BigInt.asUintN(64, (nextWord() & 0xf800_0000_0000_007en) | (~(nextWord() & 0xffn) << 9n)) & ~0x101n,
];

/** Values of all kinds, the empty ones and every single bit among them, of as many bits as an entry has. */
export function mixedValues(count: number, bits = 64): readonly bigint[] {
  const single = Array.from({ length: 64 }, (_, n) => 1n << BigInt(n));
  const mixed = Array.from({ length: count }, (_, n) => (VALUE_KINDS[n % VALUE_KINDS.length] ?? nextWord)());
  return [0n, 0xffff_ffff_ffff_ffffn, ...single, ...mixed].map((value) => BigInt.asUintN(bits, value));
}

/** Values of all kinds in turn, of as many bits as an entry has; each call goes on where the last one stopped. */
export function randomValues(count: number, bits = 64): readonly bigint[] {
  return Array.from({ length: count }, (_, index) =>
    BigInt.asUintN(bits, (VALUE_KINDS[index % VALUE_KINDS.length] ?? nextWord)()),
  );
}

/** The values that differ from a value in one bit. */
export function bitFlips(value: bigint, bits = 64): readonly bigint[] {
  return Array.from({ length: bits }, (_, bit) => value ^ (1n << BigInt(bit)));
}
