import type { Random } from './random.ts';

/** Bytes of an input at most: large enough for every header, small enough for many cases a second. */
const MOST_BYTES = 1 << 17;

/** Numbers at which programs break. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  1n << 32n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];

/** Text that acts on terminals, ends lines or is no text at all. */
const HOSTILE: readonly Uint8Array[] = [
  Uint8Array.of(0x1b, 0x5b, 0x32, 0x4a),
  Uint8Array.of(0xc2, 0x9b),
  Uint8Array.of(0xe2, 0x80, 0xae),
  Uint8Array.of(0xe2, 0x80, 0xa8),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xf3, 0xa0, 0x81, 0x81),
  Uint8Array.of(0x0d),
  Uint8Array.of(0x0a),
  Uint8Array.of(0x00),
];

function splice(bytes: Uint8Array, at: number, gone: number, put: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
}

/** A place in an input; headers are where most decisions are made. */
function placeIn(bytes: Uint8Array, random: Random): number {
  const near = random.once(2) ? Math.min(bytes.length, 600) : bytes.length;
  return random.below(near + 1);
}

function edge(random: Random): Uint8Array {
  const bytes = new Uint8Array(random.pick([1, 2, 4, 8]));
  const value = random.pick(EDGES) + BigInt(random.below(3) - 1);
  const isLittle = random.once(2);
  bytes.forEach((_, i) => {
    const place = isLittle ? i : bytes.length - 1 - i;
    bytes[i] = Number((BigInt.asUintN(64, value) >> BigInt(8 * place)) & 0xffn);
  });
  return bytes;
}

/** Changes an input in one place. */
function mutateOnce(
  bytes: Uint8Array,
  words: readonly string[],
  others: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  const at = placeIn(bytes, random);
  const length = 1 + random.below(random.once(4) ? 300 : 8);
  switch (random.below(9)) {
    case 0: {
      const copy = bytes.slice();
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 1: {
      const copy = bytes.slice();
      copy.set(edge(random).subarray(0, copy.length - at), at);
      return copy;
    }
    case 2:
      return splice(bytes, at, length, new Uint8Array(0));
    case 3:
      return splice(bytes, at, 0, bytes.slice(at, at + length));
    case 4:
      return splice(bytes, at, 0, random.pick(HOSTILE));
    case 5:
      return words.length === 0 ? bytes : splice(bytes, at, random.below(9), Buffer.from(random.pick(words)));
    case 6:
      return bytes.slice(0, at);
    case 7: {
      const other = random.pick(others);
      const from = random.below(other.length + 1);
      return splice(bytes, at, random.below(2) * length, other.slice(from, from + length));
    }
    default:
      return splice(
        bytes,
        at,
        length,
        Uint8Array.from({ length }, () => random.below(256)),
      );
  }
}

/**
 * Makes an input out of one of several.
 *
 * @param seeds what is changed; not empty
 * @param words pieces of the grammar
 */
export function mutate(seeds: readonly Uint8Array[], words: readonly string[], random: Random): Uint8Array {
  let bytes = random.pick(seeds);
  const times = 1 + random.below(random.once(3) ? 12 : 3);
  for (let i = 0; i < times; i += 1) bytes = mutateOnce(bytes, words, seeds, random);
  return bytes.subarray(0, MOST_BYTES);
}
