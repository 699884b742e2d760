// The values of the benches of plain decoding.
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../tools.mjs';

/** Numbers that look random and are the same in every run. */
function* words() {
  const state = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x71374491]);
  for (;;) {
    const t = state[3] ^ (state[3] << 11);
    state.copyWithin(1, 0, 3);
    state[0] = state[1] ^ (state[1] >>> 19) ^ t ^ (t >>> 8);
    yield state[0];
  }
}

const hex = (high, low) =>
  `0x${(high >>> 0).toString(16).padStart(8, '0')}${(low >>> 0).toString(16).padStart(8, '0')}\n`;

/** Entries as a process has them: anonymous and file pages, write-protected ones, swap, markers, holes. */
function likely(next) {
  const kind = next() % 100;
  const frame = next() % 0x400000;
  const high = frame >>> 20;
  const low = (frame << 12) | 0;
  if (kind < 45) return hex(0x80000000 | high, low | 0x867);
  if (kind < 60) return hex(0x80000000 | high, low | 0x25);
  if (kind < 68) return hex(high, low | 0x25);
  if (kind < 74) return hex(0x80000000 | high, low | 0x425);
  if (kind < 90) {
    // A swap entry: the offset inverted from bit 9 on, type 0 or 1.
    const offset = ~(BigInt(next() % 0x800000) << 9n) & 0x07ff_ffff_ffff_fe00n;
    const value = offset | (BigInt(kind & 1) << 59n) | (kind < 84 ? 0n : 0xcn);
    return hex(Number(value >> 32n), Number(value & 0xffffffffn));
  }
  return kind < 94 ? hex(0, 4) : hex(0, 0);
}

/** Swap entries of type 0 and 1 in runs of 16 slots, offsets inverted from bit 9 on: what `audit` has to remember. */
function swapEntries(next) {
  const type = next() & 1;
  const first = (next() % 0x200000) * 16;
  return Array.from({ length: 16 }, (_, n) => {
    const value = (~(BigInt(first + n) << 9n) & 0x07ff_ffff_ffff_fe00n) | (BigInt(type) << 59n);
    return hex(Number(value >> 32n), Number(value & 0xffffffffn));
  }).join('');
}

const KINDS = {
  likely: { values: 1, make: likely },
  swap: { values: 16, make: swapEntries },
  random: { values: 1, make: (next) => hex(next(), next()) },
};

/** A file of hexadecimal values, one a line: `likely`, `swap`, or `random` (uniform over 64 bits). Made once. */
export function valuesFile(kind, count) {
  const path = join(folder, `values-${kind}-${count}.txt`);
  if (existsSync(path)) return path;
  const { values, make } = KINDS[kind];
  const generator = words();
  const next = () => generator.next().value;
  const file = openSync(`${path}.part`, 'w');
  for (let done = 0; done < count;) {
    const part = [];
    for (; part.length < 100_000 && done < count; done += values) part.push(make(next));
    writeSync(file, part.join(''));
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
