// Synthetic pagemap dumps of a known make-up, written once per size and kind into a cache folder.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from './random.mjs';

// High halves: bit 31 present, 30 swapped, 29 file, 26 guard, 25 uffd-wp, 24 exclusive, 23 soft-dirty.
const PRESENT = [0x81800000, 0x81000000, 0xa1800000, 0xa0800000, 0x83000000, 0x83800000, 0x80800000];
const SWAP = [0x40800000, 0x40000000, 0x42800000];

const KINDS = {
  // 90 % empty; runs of present pages (running frame numbers), swap and markers between long holes.
  sparse: {
    empty: (next) => 1 + (next() % 5800),
    none: () => 0x00800000,
    used: (next) => 1 + (next() % 640),
    emptyEvery: 2,
  },
  // 30 % empty, mean run of 4 entries: the worst case for anything that works by runs.
  dense: {
    empty: (next) => 1 + (next() % 7),
    none: (next) => (next() & 1 ? 0x00800000 : 0),
    used: (next) => 1 + (next() % 7),
    emptyEvery: 3,
  },
};

/** Writes `words` entries of a kind to a file in the cache folder and gives its path. */
export function dumpFile(kind, words, folder = join(tmpdir(), 'pte-decode-bench')) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${kind}-${words}.pagemap`);
  if (existsSync(path)) return path;
  const { empty, none, used, emptyEvery } = KINDS[kind];
  const next = random(words ^ 0x5eed);
  const chunk = new Uint32Array(1 << 18);
  const fd = openSync(`${path}.part`, 'w');
  let at = 0;
  let done = 0;
  let run = 0;
  let left = 0;
  let hi = 0;
  let lo = 0;
  let step = 0;
  while (done < words) {
    if (left === 0) {
      run += 1;
      if (run % emptyEvery === 0) {
        [hi, lo, step, left] = [none(next), 0, 0, empty(next)];
      } else {
        left = used(next);
        const pick = next() % 100;
        if (pick < 75) [hi, lo, step] = [PRESENT[next() % PRESENT.length], next() & 0xffffff, 1];
        else if (pick < 92) [hi, lo, step] = [SWAP[next() % SWAP.length], (next() & 0xfffff) << 5, 32];
        else if (pick < 98) [hi, lo, step] = [0x42800000, 0x3f, 0];
        else [hi, lo, step] = [0x44800000, 0x9f, 0];
      }
    }
    const n = Math.min(left, (chunk.length - at) >> 1, words - done);
    for (let i = 0; i < n; i += 1) {
      chunk[at] = lo;
      chunk[at + 1] = hi;
      lo = (lo + step) >>> 0;
      at += 2;
    }
    left -= n;
    done += n;
    if (at === chunk.length || done === words) {
      writeSync(fd, chunk.subarray(0, at));
      at = 0;
    }
  }
  closeSync(fd);
  renameSync(`${path}.part`, path);
  return path;
}
