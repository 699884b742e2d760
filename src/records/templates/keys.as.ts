// AssemblyScript, not TypeScript: the keys of values in the sections of templates; part of template.as.ts. The addresses are
// those of template-memory.ts.

export const PREFIX: usize = 0x8000; // what stands before the place, as in JSON strings

export let prefixLength: u32 = 0;
export let keyEnd: usize = 0; // where the section ends that keyOf was asked about

// A section begins with its kind, the numbers of its runs and tests, and 4 bytes that are its own. Then come the runs
// (16 bytes: lowest bit, place in the key, mask) and the tests (32 bytes: place in the key, xor, mask, limit).
// @ts-ignore: decorator
@inline
export function keyOf(raw: u64, section: usize): u64 {
  let key: u64 = 0;
  let at = section + 8;
  for (let i: u32 = load<u8>(section, 1); i > 0; i--) {
    key |= ((raw >> <u64>load<u8>(at)) & load<u64>(at, 8)) << <u64>load<u8>(at, 1);
    at += 16;
  }
  for (let i: u32 = load<u8>(section, 2); i > 0; i--) {
    const answer = ((raw ^ load<u64>(at, 8)) & load<u64>(at, 16)) >= load<u64>(at, 24);
    key |= <u64>answer << <u64>load<u8>(at);
    at += 32;
  }
  keyEnd = at;
  return key;
}

// Where a judging section ends, once verdictKey was asked about it.
export let judgeEnd: usize = 0;

// The key of a value in a judging section, whose own bytes tell its keys from those of other sections: never 0.
// @ts-ignore: decorator
@inline
export function verdictKey(
  raw: u64,
  section: usize,
  input: usize,
  inputLength: u32,
  origin: usize,
  originLength: u32,
): u64 {
  const key = keyOf(raw, section) | ((<u64>load<u32>(section, 4)) << 48);
  judgeEnd = keyEnd;
  if ((load<u8>(section) | load<u8>(section, 3)) == 0) return key;
  return key | placedKey(raw, section, input, inputLength, origin, originLength);
}

// The answers that compare numbers with each other (their number is in byte 3 of the section) and texts (in byte 0). An
// order is its place in the key, the numbers of holes left and right, the masks of both sides, and the holes; a text its
// place, what is compared (0 the input, 1 the origin), its length, and the text, filled up to 8 bytes.
function placedKey(
  raw: u64,
  section: usize,
  input: usize,
  inputLength: u32,
  origin: usize,
  originLength: u32,
): u64 {
  let key: u64 = 0;
  let at = judgeEnd;
  for (let i: u32 = load<u8>(section, 3); i > 0; i--) {
    let left = load<u64>(at, 8);
    let right = load<u64>(at, 16);
    const place = <u64>load<u8>(at);
    let lefts: u32 = load<u8>(at, 1);
    let rights: u32 = load<u8>(at, 2);
    at += 24;
    for (; lefts > 0; lefts--, at += 24) left &= numberOf(raw, at);
    for (; rights > 0; rights--, at += 24) right &= numberOf(raw, at);
    key |= <u64>(left >= right) << place;
  }
  for (let i: u32 = load<u8>(section); i > 0; i--) {
    const length: u32 = load<u32>(at, 4);
    const text = at + 8;
    const isEqual = load<u8>(at, 1)
      ? length == prefixLength + originLength &&
        memory.compare(text, PREFIX, prefixLength) == 0 &&
        memory.compare(text + prefixLength, origin, originLength) == 0
      : length == inputLength && memory.compare(text, input, inputLength) == 0;
    key |= <u64>isEqual << <u64>load<u8>(at);
    at = text + ((length + 7) & ~7);
  }
  judgeEnd = at;
  return key;
}

// @ts-ignore: decorator
@inline
export function numberOf(raw: u64, at: usize): u64 {
  const bits = (raw ^ load<u64>(at, 8)) & load<u64>(at, 16);
  return load<u8>(at, 2) ? bits << <u64>load<u8>(at, 1) : bits >> <u64>load<u8>(at, 1);
}
