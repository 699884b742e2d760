// AssemblyScript, not TypeScript: reads plain values, judges them by key, and writes their texts by template.
// scripts/build-wasm.mjs compiles this file into template-wasm-code.ts. The addresses are those of template-memory.ts.
import { digitsOf, writeDigits } from '../../bulk/digits.as';
import { PREFIX, judgeEnd, keyEnd, keyOf, numberOf, prefixLength, verdictKey } from './keys.as';

export { prefixLength } from './keys.as';

const NIBBLES: usize = 0x0; // 256 bytes: value of a hexadecimal digit, 0xff for all else
const PLACE_END: usize = 0x330; // the decimal line number stands before this address, ":1" behind it
const TEMPLATES: usize = 0x400; // 32 bytes per template, see `find`
const TEMPLATE_BYTES: usize = 32;
const ROWS: usize = 0x100000; // 2048 rows in four columns: value, number, verdict, and how many lines came before
const MAX_ROWS: u32 = 2048;
const NUMBERS: usize = ROWS + 8 * MAX_ROWS;
const ROW_VERDICTS: usize = NUMBERS + 8 * MAX_ROWS;
const NTH: usize = ROW_VERDICTS + 4 * MAX_ROWS;
const VERDICTS: usize = 0x200000; // 2^16 times 16 bytes: a key, and 4 times its count + its verdict
const VERDICT_BITS: u64 = 16;
const MAX_VERDICTS: u32 = 0xc000; // above this the search for a free place gets long

const WHOLE: u32 = 0; // all of the input is done
const PARTIAL: u32 = 1; // the last line has no end yet
const FULL: u32 = 2; // the output or the rows are full
const OTHER: u32 = 3; // a line or a value that must be read one by one

const NO: u64 = 1;
const YES: u64 = 2;
const OPEN: u64 = 3;

export let status: u32 = 0;
export let output: usize = 0;
export let count: u32 = 0;
export let rows: u32 = 0;
export let verdicts: u32 = 0;
export let open: f64 = 0; // values that were passed over because their key has no answer
let place: usize = PLACE_END;
let digits: u64 = 0;

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
  const digits = digitsOf(value);
  writeDigits(to, value << ((16 - digits) << 2));
  return to + <usize>digits;
}

// The value of 16 digits, which stands in `digits`; false where one of the characters is none.
// @ts-ignore: decorator
@inline
function readDigits(at: usize): bool {
  const text = v128.load(at);
  const figures = i8x16.sub(text, i8x16.splat(0x30));
  const letters = i8x16.sub(v128.or(text, i8x16.splat(0x20)), i8x16.splat(0x61));
  const isFigure = i8x16.lt_u(figures, i8x16.splat(10));
  if (!i8x16.all_true(v128.or(isFigure, i8x16.lt_u(letters, i8x16.splat(6))))) return false;
  const halves = v128.bitselect(figures, i8x16.add(letters, i8x16.splat(10)), isFigure);
  const bytes = v128.and(v128.or(i16x8.shl(halves, 4), i16x8.shr_u(halves, 8)), i16x8.splat(0xff));
  digits = bswap(i64x2.extract_lane(i8x16.narrow_i16x8_u(bytes, bytes), 0));
  return true;
}

// The address of the verdict on a key, or of the free place where it is to stand.
// @ts-ignore: decorator
@inline
function verdictOf(key: u64): usize {
  let place = (key * 0x9e3779b97f4a7c15) >> (64 - VERDICT_BITS);
  for (let found = load<u64>(VERDICTS + (<usize>place << 4)); found != key && found != 0;) {
    place = (place + 1) & ((1 << VERDICT_BITS) - 1);
    found = load<u64>(VERDICTS + (<usize>place << 4));
  }
  return VERDICTS + (<usize>place << 4);
}

// A template: mask, value, address of its sections (0: read such values one by one), whether the first one judges, the number
// of those that write, and whether they are known.
// @ts-ignore: decorator
@inline
function find(raw: u64): usize {
  let template = TEMPLATES;
  while ((raw & load<u64>(template)) != load<u64>(template, 8)) template += TEMPLATE_BYTES;
  return template;
}

/**
 * Keeps a verdict (1 no, 2 yes, 3 open) on a value, with its text and place, unless there is one. Gives the address of the
 * verdict; 0 when the verdicts are full.
 */
export function keep(
  raw: u64,
  verdict: u32,
  input: usize,
  inputLength: u32,
  origin: usize,
  originLength: u32,
): usize {
  const key = verdictKey(raw, load<u32>(find(raw), 16), input, inputLength, origin, originLength);
  const address = verdictOf(key);
  if (load<u64>(address) != 0) return address;
  if (verdicts == MAX_VERDICTS) return 0;
  verdicts++;
  store<u64>(address, key);
  store<u64>(address, <u64>verdict, 8);
  return address;
}

// Passes a value over, counts it, writes a row or its text. Gives the address behind the text, or 0 when a verdict or a
// piece is missing.
function write(to: usize, raw: u64, input: usize, inputLength: u32, origin: usize, originLength: u32): usize {
  const template = find(raw);
  let at: usize = load<u32>(template, 16);
  if (at == 0) return 0;
  let verdict: usize = 0;
  if (load<u8>(template, 20)) {
    verdict = verdictOf(verdictKey(raw, at, input, inputLength, origin, originLength));
    const answer = load<u64>(verdict, 8) & 3;
    if (answer == NO) return to;
    if (answer == OPEN) {
      open++;
      return to;
    }
    if (answer != YES) return 0;
    at = judgeEnd;
  }
  if (load<u8>(template, 22) == 0) return 0;
  if (verdict) store<u64>(verdict, load<u64>(verdict, 8) + 4, 8);
  for (let n = load<u8>(template, 21); n > 0; n--) {
    const kind = load<u8>(at);
    if (kind == 0) {
      const place = <usize>load<u32>(at, 4) + (<usize>keyOf(raw, at) << 3);
      const text: usize = load<u32>(place);
      if (text == 0) return 0;
      const length = load<u32>(place, 4);
      copy(to, text, length);
      to += length;
      at = keyEnd;
    } else if (kind == 1) {
      to = writeNumber(to, numberOf(raw, at));
      at += 24;
    } else {
      if (kind == 2) {
        writeDigits(to, raw);
        to += 16;
      } else if (kind == 3) {
        copy(to, input, inputLength);
        to += inputLength;
      } else if (kind == 4) {
        copy(to, PREFIX, prefixLength);
        to += prefixLength;
        copy(to, origin, originLength);
        to += originLength;
      } else {
        const row = <usize>rows;
        rows = rows + 1;
        store<u64>(ROWS + (row << 3), raw);
        store<f64>(NUMBERS + (row << 3), <f64>numberOf(raw, at));
        store<u32>(ROW_VERDICTS + (row << 2), <u32>verdict);
        store<u32>(NTH + (row << 2), count);
        at += 16;
      }
      at += 8;
    }
  }
  return to;
}

/** Takes one value; false when a verdict or a piece is missing. The caller sees to it that there is room. */
export function takeOne(raw: u64, input: usize, inputLength: u32, origin: usize, originLength: u32): bool {
  count = 0;
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
    if (output > limit || rows == MAX_ROWS) {
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
    if (p + 16 < end && readDigits(p)) {
      raw = digits;
      p += 16;
    }
    for (; ; p++) {
      const nibble = load<u8>(NIBBLES + <usize>load<u8>(p));
      if (nibble > 15) break;
      raw = (raw << 4) | nibble;
    }
    const size = p - first;
    const length = p - at;
    if (load<u8>(p) == 0x0d) p++;
    if (p >= end) {
      status = PARTIAL;
      return at;
    }
    if (load<u8>(p) != 0x0a || (prefixed ? size == 0 || size > 16 : size != 16)) {
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
    if (output > limit || rows == MAX_ROWS) {
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
