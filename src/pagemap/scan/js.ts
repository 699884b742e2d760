import { writeHexBytes, writeShortHexBytes } from '../../bulk/hex-bytes.ts';
import { type WordEngine, MEMORY, SLOTS, slotOf } from './memory.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const hexBytes = writeHexBytes;
const shortHexBytes = writeShortHexBytes;
const stateSlot = slotOf;

/** The engine over pagemap words in plain JavaScript, for processes that may not have WebAssembly memory; the twin of scan.as.ts. */
export function createJsEngine(): WordEngine {
  const buffer = new ArrayBuffer(MEMORY.pages * 65536);
  const bytes = new Uint8Array(buffer);
  const words = new Uint32Array(buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const starts = new Uint32Array(buffer, MEMORY.runs, MEMORY.runsBytes / 4);
  const sequential = new Uint8Array(buffer, MEMORY.sequential, MEMORY.sequentialBytes);
  const counts = new BigUint64Array(buffer, MEMORY.counts, SLOTS);
  const halves = new Uint32Array(buffer, MEMORY.counts, 2 * SLOTS);
  const list = new Uint32Array(buffer, MEMORY.met, SLOTS);
  let met = 0;
  const templates = new DataView(buffer, MEMORY.templates, SLOTS * MEMORY.templateBytes);
  let written = 0;

  function findRuns(from: number, to: number, markerType: number): number {
    if (from >= to) return 0;
    let runs = 0;
    let state = -1;
    let slot = -1;
    for (let i = 2 * from; i < 2 * to; i += 2) {
      const hi = words[i + 1] ?? 0;
      const here = hi >>> 23;
      if (here === state && hi >>> 30 !== 1) continue;
      const now = stateSlot(words[i] ?? 0, hi, markerType);
      if (now !== slot) starts[runs++] = i >>> 1;
      state = here;
      slot = now;
    }
    starts[runs] = to;
    return runs;
  }

  function countStates(from: number, to: number, markerType: number): number {
    const runs = findRuns(from, to, markerType);
    let used = 0;
    for (let run = 0; run < runs; run += 1) {
      const start = starts[run] ?? 0;
      const hi = words[2 * start + 1] ?? 0;
      const slot = stateSlot(words[2 * start] ?? 0, hi, markerType);
      counts[slot] = (counts[slot] ?? 0n) + BigInt((starts[run + 1] ?? 0) - start);
      used |= hi >>> 30;
    }
    return used;
  }

  function tally(from: number, to: number, markerType: number, metBefore: number): number {
    const runs = findRuns(from, to, markerType);
    met = metBefore;
    for (let run = 0; run < runs; run += 1) {
      const start = starts[run] ?? 0;
      const slot = stateSlot(words[2 * start] ?? 0, words[2 * start + 1] ?? 0, markerType);
      const before = halves[2 * slot] ?? 0;
      if (before === 0) list[met++] = slot;
      halves[2 * slot] = before + (starts[run + 1] ?? 0) - start;
      halves[2 * slot + 1] = (halves[2 * slot + 1] ?? 0) + 1;
    }
    return runs;
  }

  function findForeign(from: number, to: number, step: number): number {
    let at = from;
    for (; at < to; at += step) {
      const hi = words[2 * at + 1] ?? 0;
      const state = hi >>> 30;
      if (state === 3 || (state === 0 && ((words[2 * at] ?? 0) | (hi & 0x7f_ffff)) !== 0)) break;
    }
    return at;
  }

  function isSequential(from: number, to: number, markerType: number): boolean {
    const hi = words[2 * from + 1] ?? 0;
    if (to - from < 2 || hi >>> 30 === 0) return true;
    const step = hi >>> 30 === 1 ? (((words[2 * from] ?? 0) & 0x1f) === markerType ? 0 : 32) : 1;
    for (let i = 2 * from + 2; i < 2 * to; i += 2) {
      const before = words[i - 2] ?? 0;
      const lo = (before + step) >>> 0;
      if (words[i] !== lo || words[i + 1] !== ((words[i - 1] ?? 0) + (lo < before ? 1 : 0)) >>> 0)
        return false;
    }
    return true;
  }

  function markSequential(runs: number, markerType: number): void {
    for (let run = 0; run < runs; run += 1)
      sequential[run] = isSequential(starts[run] ?? 0, starts[run + 1] ?? 0, markerType) ? 1 : 0;
  }

  function copy(to: number, from: number, length: number): number {
    for (let k = 0; k < length; k += 1) bytes[to + k] = bytes[from + k] ?? 0;
    return to + length;
  }

  function format(
    from: number,
    to: number,
    vaddr: bigint,
    pageSize: bigint,
    markerType: number,
    lenA: number,
    lenB: number,
    tail: number,
    tailLen: number,
  ): number {
    let out: number = MEMORY.output;
    let vaddrHi = Number(vaddr >> 32n);
    let vaddrLo = Number(vaddr & 0xffff_ffffn);
    const step = Number(pageSize);
    const limit = MEMORY.outputEnd - MEMORY.lineBytes - tailLen;
    let i = from;
    for (; i < to; i += 1) {
      const lo = words[2 * i] ?? 0;
      const hi = words[2 * i + 1] ?? 0;
      const at = stateSlot(lo, hi, markerType) * MEMORY.templateBytes;
      const text = templates.getUint32(at, true);
      if (text === 0 || out > limit) break;
      out = copy(out, MEMORY.head, lenA);
      out = hexBytes(bytes, hexBytes(bytes, out, vaddrHi), vaddrLo);
      out = copy(out, MEMORY.head + 64, lenB);
      out = hexBytes(bytes, hexBytes(bytes, out, hi), lo);
      const lenC = templates.getUint16(at + 4, true);
      const lenD = templates.getUint16(at + 6, true);
      out = copy(out, text, lenC);
      const times = templates.getUint8(at + 10);
      if (times > 0) {
        const shift = templates.getUint8(at + 11);
        const high = hi & 0x7f_ffff;
        const numberHi = shift === 0 ? high : high >>> shift;
        const numberLo = shift === 0 ? lo : ((lo >>> shift) | (high << (32 - shift))) >>> 0;
        out = shortHexBytes(bytes, out, numberHi, numberLo);
        out = copy(out, text + lenC, lenD);
        if (times === 2) {
          out = shortHexBytes(bytes, out, numberHi, numberLo);
          out = copy(out, text + lenC + lenD, templates.getUint16(at + 8, true));
        }
      }
      out = copy(out, tail, tailLen);
      vaddrLo += step;
      if (vaddrLo >= 2 ** 32) {
        vaddrLo -= 2 ** 32;
        vaddrHi += 1;
      }
    }
    written = out - MEMORY.output;
    return i;
  }

  return {
    kind: 'js',
    buffer,
    findRuns,
    countStates,
    tally,
    get met() {
      return met;
    },
    findForeign,
    markSequential,
    format,
    get written() {
      return written;
    },
  };
}
