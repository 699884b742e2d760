// AssemblyScript, not TypeScript: reads plain values and writes their texts by template. scripts/build-wasm.mjs
// compiles this file into template-wasm-code.ts. The addresses are those of template-memory.ts.

const NIBBLES: usize = 0x0; // 256 bytes: value of a hexadecimal digit, 0xff for all else
const PAIRS: usize = 0x100; // 256 times the two digits of a byte
const PLACE_END: usize = 0x330; // the decimal line number stands before this address, ":1" behind it
const TEMPLATES: usize = 0x400; // per template: mask, value, address of its sections, their number

const PREFIX: usize = 0x8000; // what stands before the place, as in JSON strings

const WHOLE: u32 = 0; // all of the input is done
const PARTIAL: u32 = 1; // the last line has no end yet
const FULL: u32 = 2; // the output is full
const OTHER: u32 = 3; // a line or a value that must be read one by one

export let status: u32 = 0;
export let output: usize = 0;
export let count: u32 = 0;
export let prefixLength: u32 = 0;
let place: usize = PLACE_END;

// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, length: u32): void {
  if (length > 512) {
    memory.copy(to, from, length);
    return;
  }
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

// Writes the digits of a number without leading zeros; up to 16 bytes behind the text are touched.
// @ts-ignore: decorator
@inline
function writeNumber(to: usize, value: u64): usize {
  const digits: u64 = value == 0 ? 1 : (67 - clz(value)) >> 2;
  writeDigits(to, value << ((16 - digits) << 2));
  return to + <usize>digits;
}

// @ts-ignore: decorator
@inline
function writeDigits(to: usize, value: u64): void {
  for (let i: usize = 0; i < 16; i += 2) {
    store<u16>(to + i, load<u16>(PAIRS + (<usize>(value >> 56) << 1)));
    value <<= 8;
  }
}

// Gives the address behind the text of a value, or 0 when a piece is missing.
function write(to: usize, raw: u64, input: usize, inputLength: u32, origin: usize, originLength: u32): usize {
  let template = TEMPLATES;
  while ((raw & load<u64>(template)) != load<u64>(template, 8)) template += 24;
  let at: usize = load<u32>(template, 16);
  if (at == 0) return 0;
  for (let n = load<u32>(template, 20); n > 0; n--) {
    const kind = load<u8>(at);
    if (kind == 0) {
      let key: u32 = 0;
      const runs = load<u8>(at, 1);
      const tests = load<u8>(at, 2);
      const table: usize = load<u32>(at, 4);
      at += 8;
      for (let i: u32 = 0; i < runs; i++) {
        key |= <u32>((raw >> <u64>load<u8>(at)) & load<u64>(at, 8)) << load<u8>(at, 1);
        at += 16;
      }
      for (let i: u32 = 0; i < tests; i++) {
        key |= <u32>(((raw ^ load<u64>(at, 8)) & load<u64>(at, 16)) != 0) << load<u8>(at);
        at += 24;
      }
      const slot = table + (<usize>key << 3);
      const text: usize = load<u32>(slot);
      if (text == 0) return 0;
      const length = load<u32>(slot, 4);
      copy(to, text, length);
      to += length;
    } else if (kind == 1) {
      const bits = (raw ^ load<u64>(at, 8)) & load<u64>(at, 16);
      to = writeNumber(to, load<u8>(at, 2) ? bits << <u64>load<u8>(at, 1) : bits >> <u64>load<u8>(at, 1));
      at += 24;
    } else {
      at += 8;
      if (kind == 2) {
        writeDigits(to, raw);
        to += 16;
      } else if (kind == 3) {
        copy(to, input, inputLength);
        to += inputLength;
      } else {
        copy(to, PREFIX, prefixLength);
        to += prefixLength;
        copy(to, origin, originLength);
        to += originLength;
      }
    }
  }
  return to;
}

/** Writes the text of one value at `output`; false when a piece is missing. */
export function writeOne(raw: u64, input: usize, inputLength: u32, origin: usize, originLength: u32): bool {
  const end = write(output, raw, input, inputLength, origin, originLength);
  if (end != 0) output = end;
  return end != 0;
}

/** Sets the number of the next line: its digits stand before PLACE_END. */
export function startLines(digits: u32): void {
  place = PLACE_END - digits;
}

function nextLine(): void {
  let digit = PLACE_END - 1;
  while (digit >= place && load<u8>(digit) == 0x39) store<u8>(digit--, 0x30);
  if (digit >= place) store<u8>(digit, load<u8>(digit) + 1);
  else store<u8>(--place, 0x31);
}

/** Reads lines that are a value and nothing else; gives the address of the first line that is not done. */
export function takeLines(at: usize, end: usize, limit: usize, bare: bool): usize {
  count = 0;
  for (; at < end; nextLine(), count++) {
    if (output > limit) {
      status = FULL;
      return at;
    }
    let p = at;
    const prefixed = load<u8>(p) == 0x30 && (load<u8>(p, 1) | 0x20) == 0x78;
    if (prefixed) p += 2;
    else if (!bare || (load<u8>(p) == 0x30 && (load<u8>(p, 1) | 0x20) == 0x62)) {
      status = OTHER;
      return at;
    }
    let raw: u64 = 0;
    const first = p;
    for (; ; p++) {
      const nibble = load<u8>(NIBBLES + <usize>load<u8>(p));
      if (nibble > 15) break;
      raw = (raw << 4) | nibble;
    }
    const digits = p - first;
    const length = p - at;
    if (load<u8>(p) == 0x0d) p++;
    if (p >= end) {
      status = PARTIAL;
      return at;
    }
    if (load<u8>(p) != 0x0a || (prefixed ? digits == 0 || digits > 16 : digits != 16)) {
      status = OTHER;
      return at;
    }
    const next = write(output, raw, at, <u32>length, place, <u32>(PLACE_END + 2 - place));
    if (next == 0) {
      status = OTHER;
      return at;
    }
    output = next;
    at = p + 1;
  }
  status = WHOLE;
  return at;
}

/** Reads binary entries, `at` a multiple of 8 from `end`; their places are offsets in the input, from `offset` on. */
export function takeWords(at: usize, end: usize, limit: usize, offset: u64, bigEndian: bool): usize {
  count = 0;
  for (; at < end; at += 8, offset += 8, count++) {
    if (output > limit) {
      status = FULL;
      return at;
    }
    const stored = load<u64>(at);
    const raw = bigEndian ? bswap(stored) : stored;
    const placeEnd = writeNumber(PLACE_END - 32, offset);
    const next = write(output, raw, at, 0, PLACE_END - 32, <u32>(placeEnd - (PLACE_END - 32)));
    if (next == 0) {
      status = OTHER;
      return at;
    }
    output = next;
  }
  status = WHOLE;
  return at;
}
