import { joinHalves } from '../../../images/address.ts';
import { recordError } from '../../../core/errors.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { makeSwapPte } from '../../../core/entry/swap-entry.ts';
import { printable } from '../../../core/printable.ts';
import { formatU64 } from '../../../core/u64.ts';
import { createPagemapModel, decodePagemap } from '../../../pagemap/model.ts';
import { MEMORY } from '../../../pagemap/scan/memory.ts';
import type { Piece } from '../../../pagemap/sources/word-source.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { forEachLine } from '../../../input/bytes/lines.ts';
import { isOfPagemap, JsonFields, levelIn } from '../../../records/read.ts';
import { refuseOpinions, refuseSeveral, refuseUndecoded } from '../../../records/single-entry.ts';
import type { KernelSpec } from '../../../kernel/resolve.ts';
import type { Invocation } from '../../spec.ts';
import type { Report } from './report.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** A kernel whose swap ptes are made of pagemap words, and what takes them. */
interface AuditTarget {
  readonly kernel: Kernel;
  /** `times` is more than 1 for a value that was the last one too. Says whether the value is kept as an example. */
  readonly sink: (raw: bigint, level: Level, origin: string, times: number) => boolean;
}

/** The kernels to audit a file for. @param captured the kernel that it names itself, where nobody named another one */
type TargetsOf = (captured: KernelSpec | undefined) => readonly AuditTarget[];

/** Refuses a record of another architecture: its bits mean something else. */
function checkArch(record: JsonFields, reports: readonly Report[]): void {
  const arch = record.text('arch');
  const audited = new Set(reports.map(({ auditor }) => auditor.kernel.arch));
  if (arch === undefined || audited.has(arch)) return;
  throw recordError(
    `a record of ${printable(arch)}, where ${[...audited].join(', ')} is audited: --arch says another one`,
  );
}

/**
 * Reads records of decoding or scanning, one JSON object a line. Errors are reported with their place.
 *
 * @param reportsOf those that a record goes to
 * @returns the number of lines that could not be read
 */
export function readRecords(
  io: Io,
  paths: readonly string[],
  fallback: Level,
  reportsOf: (record: JsonFields) => readonly Report[],
): number {
  let errors = 0;
  for (const path of paths) {
    let line = 0;
    errors += forEachLine(
      io,
      path,
      () => undefined,
      (text) => {
        line += 1;
        const record = JsonFields.parse(text);
        refuseSeveral(record);
        refuseUndecoded(record);
        refuseOpinions(record);
        const raw = record.integer('raw');
        if (raw === undefined) throw recordError('a record without "raw"');
        if (isOfPagemap(record))
          throw recordError(
            'a record of pagemap, whose "raw" is no entry: wanted the dump, with --input pagemap',
          );
        if (record.text('level') === 'swap_entry')
          throw recordError('a swap_entry of a log: its flags are not known, so it is not audited');
        // A page of the kernel without its present bit, as `scan` calls it: no invariant of entries is about it.
        if (record.text('state') === 'unmapped') return;
        const reports = reportsOf(record);
        checkArch(record, reports);
        const origin =
          record.text('vaddr') ??
          record.text('origin') ??
          `${path === '-' ? '<stdin>' : printable(path, 400)}:${line}`;
        const level = levelIn(record, fallback);
        for (const report of reports) report.add(raw, level, printable(origin, 400));
      },
    );
  }
  return errors;
}

/** Words after which the clock is looked at. */
const TURN = 1 << 14;

/**
 * Reads pagemap dumps and captures: hands each swapped word as the swap pte that it came from. Other words say nothing
 * that an audit looks at, and are counted by nobody.
 *
 * @param targetsOf type and offset stand in other bits on each kernel: each gets its own swap ptes
 * @returns the number of problems; each is told on standard error
 */
export async function readPagemap(
  invocation: Invocation,
  io: Io,
  paths: readonly string[],
  targetsOf: TargetsOf,
): Promise<number> {
  const [{ openOrTell }, { drive }] = await Promise.all([
    import('../../pagemap/session.ts'),
    import('../../pagemap/drive.ts'),
  ]);
  let problems = 0;
  for (const path of paths) {
    const session = await openOrTell(invocation, io, path, paths);
    if (typeof session === 'string') {
      problems += 1;
      continue;
    }
    // Which of its types is the marker, and whether the word tells of uffd-wp, each kernel says for itself.
    const targets = targetsOf(session.captured).map((target) => ({
      ...target,
      model: createPagemapModel(target.kernel),
    }));
    const words = new Uint32Array(session.engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    const pageSize = BigInt(session.source.pageSize);
    let hiddenWords = 0;
    /** Gives whether the word is kept as an example. */
    const take = (lo: number, hi: number, page: number, hidden: boolean, times = 1): boolean => {
      // Bit 62: neither empty nor present.
      if (hi >>> 30 !== 1) return false;
      if (hidden) {
        hiddenWords += times;
        return false;
      }
      const word = joinHalves(lo, hi);
      const origin = formatU64(BigInt(page) * pageSize);
      let isKept = false;
      for (const { kernel, model, sink } of targets) {
        const { swap, flags, type } = decodePagemap(model, word);
        if (!swap) continue;
        // A marker keeps uffd_wp in its offset.
        const isProtected = flags.includes('uffd_wp') && type?.kind !== 'pte-marker';
        const raw = makeSwapPte(kernel.swap, swap) | (isProtected ? kernel.mask('swp_uffd_wp') : 0n);
        isKept = sink(raw, 'pte', origin, times) || isKept;
      }
      return isKept;
    };
    function* steps(piece: Piece, hidden: boolean): Generator<void, void, undefined> {
      const { from, page, pages } = piece;
      // One word that stands for many pages and holds no slot.
      if (piece.notRead || (from < 0 && piece.hi >>> 30 !== 1)) return;
      for (let index = 0; index < pages; index += 1) {
        const at = 2 * (from + index);
        if (from >= 0) take(words[at] ?? 0, words[at + 1] ?? 0, page + index, hidden);
        else if (!take(piece.lo, piece.hi, page + index, hidden) && index > 0) {
          // All further ones are judged like this one, and no example is wanted of them.
          const left = pages - index - 1;
          if (left > 0) take(piece.lo, piece.hi, page + index + 1, hidden, left);
          return;
        }
        if (index % TURN === TURN - 1) yield;
      }
    }
    const result = await drive(session, io, { steps }, undefined, true);
    // Problems of the file name it.
    const told =
      hiddenWords > 0
        ? [
            ...result.problems,
            `${printable(path, 400)}: swap types and offsets were hidden from the reader of this dump: ${hiddenWords} words not audited`,
          ]
        : result.problems;
    for (const text of told) tell(io, text);
    problems += told.length;
  }
  return problems;
}
