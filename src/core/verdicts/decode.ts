import { type Entry, entryWith, ReadEntry, readEntry, shapeFor } from '../entry/entry.ts';
import type { Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { findNotes, type Note } from './notes.ts';
import type { LabelledKernel } from './other-meanings.ts';
import { checkRules, type RuleResults, rulesAsBuilt } from './rules.ts';
import { buildUnsaid, otherBuildOf } from './unknowns.ts';
import type { Shape } from '../entry/shapes.ts';

/** One entry, decoded for one kernel: its bits, the four rules, and what an expert would point at. */
export interface DecodedEntry extends Entry {
  readonly rules: RuleResults;
  readonly notes: readonly Note[];
}

/** How to read a value. */
export interface DecodeOptions {
  /** Table level that it stands in. Default `pte`. */
  readonly level?: Level;
  /** Other kernels to compare with, for the note `other-kernels`; from `otherKernels()`. */
  readonly others?: readonly LabelledKernel[];
}

/**
 * Decodes one 64-bit entry for one kernel. Any value decodes; odd ones get notes.
 *
 * @param kernel a resolved kernel
 * @param raw 0 .. 2^64-1
 * @throws RangeError when `raw` is outside that range
 * @example decodeEntry(resolveKernel({ kernel: 'debian-6.12' }), 0xfffffffffffffc00n).state // 'pte-marker'
 */
export function decodeEntry(kernel: Kernel, raw: bigint, options: DecodeOptions = {}): DecodedEntry {
  return decodedAs(kernel, shapeFor(kernel, options.level ?? 'pte', raw), raw, options.others);
}

/** An entry as the same kernel reads it that is built in the other way; undefined where it is known in which, or both read it alike. */
export function decodedOtherwise(
  entry: DecodedEntry,
  others: readonly LabelledKernel[],
): DecodedEntry | undefined {
  const other = otherBuildOf(entry);
  return other && decodeEntry(other, entry.raw, { level: entry.level, others });
}

/** Decodes one entry as a shape has it, whether or not the shape takes the value. */
export function decodedAs(
  kernel: Kernel,
  shape: Shape,
  raw: bigint,
  others: readonly LabelledKernel[] = [],
): DecodedEntry {
  return new ReadDecoded(kernel, shape, raw, others);
}

/** The same entry of a kernel that is built as it is taken to be. */
export function decodedAsBuilt(
  { kernel, shape, raw }: Entry,
  others: readonly LabelledKernel[],
): DecodedEntry {
  return new ReadDecoded(kernel, shape, raw, others, rulesAsBuilt, findNotes);
}

/** A decoded entry as it was read: much of what is shown of entries is neither the rules nor the notes. */
class ReadDecoded extends ReadEntry implements DecodedEntry {
  readonly #others: readonly LabelledKernel[];
  readonly #rulesOf: typeof checkRules;
  readonly #notesOf: typeof notesOn;
  #rules: RuleResults | undefined;
  #notes: readonly Note[] | undefined;

  constructor(
    kernel: Kernel,
    shape: Shape,
    raw: bigint,
    others: readonly LabelledKernel[],
    rulesOf = checkRules,
    notesOf = notesOn,
  ) {
    super(kernel, shape, raw);
    this.#others = others;
    this.#rulesOf = rulesOf;
    this.#notesOf = notesOf;
  }

  get rules(): RuleResults {
    return (this.#rules ??= this.#rulesOf(this));
  }

  get notes(): readonly Note[] {
    return (this.#notes ??= this.#notesOf(this, this.#others));
  }
}

const isViolation = ({ grade }: Note): boolean => grade === 'violation';

/**
 * What an expert would point at in an entry. Where nobody said how its kernel is built, and it is a violation in one build
 * alone, that is unknown.
 */
export function notesOn(entry: Entry, others: readonly LabelledKernel[] = []): readonly Note[] {
  const { raw, level, kernel } = entry;
  const notes = findNotes(entry, others);
  const other = otherBuildOf(entry);
  if (!other) return notes;
  const there = findNotes(readEntry(other, raw, level)).filter(isViolation);
  if (notes.some(isViolation) === there.length > 0) return notes;
  return [...there, ...notes].map((note) =>
    isViolation(note) ? { ...note, grade: 'unknown', text: `${note.text}; ${buildUnsaid(kernel)}` } : note,
  );
}

/** An entry with its rules and with notes, or something else, of somebody's own. */
export function decodedWith(
  entry: Entry,
  { rules = checkRules(entry), notes, ...parts }: Partial<DecodedEntry> & Pick<DecodedEntry, 'notes'>,
): DecodedEntry {
  return { ...entryWith(entry, parts), rules, notes };
}
