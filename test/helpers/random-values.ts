/** Numbers that look random and are the same in every run. */
function* randomWords(): Generator<bigint, never, undefined> {
  let state = 88_172_645_463_325_252n;
  for (;;) {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    yield state;
  }
}

const words = randomWords();
const next = (): bigint => words.next().value;
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Values of all kinds: any bits, few bits, many bits, flags alone, small numbers under a swap type. */
const KINDS: readonly (() => bigint)[] = [
  next,
  () => next() & next() & next(),
  () => next() | next() | next(),
  () => next() & 0xf800_0000_0000_0fffn,
  () => next() & 0xff80_0000_0000_01ffn & next(),
  () => u64((next() & 0xf800_0000_0000_007en) | (~(next() & 0xffn) << 9n)) & ~0x101n,
];

/** Values of all kinds in turn, of as many bits as an entry has; each call goes on where the last one stopped. */
export function randomValues(count: number, bits = 64): readonly bigint[] {
  return Array.from({ length: count }, (_, index) =>
    BigInt.asUintN(bits, KINDS[index % KINDS.length]?.() ?? 0n),
  );
}

/** The values that differ from a value in one bit. */
export function bitFlips(value: bigint, bits = 64): readonly bigint[] {
  return Array.from({ length: bits }, (_, bit) => value ^ (1n << BigInt(bit)));
}
