import { type Entry, readEntry } from './entry.ts';
import type { Level } from './layout.ts';
import type { Kernel } from './model.ts';
import { findNotes, type Note } from './notes.ts';
import type { LabelledKernel } from './other-meanings.ts';
import { checkRules, type RuleResults } from './rules.ts';

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
  const entry = readEntry(kernel, raw, options.level ?? 'pte');
  let rules: RuleResults | undefined;
  let notes: readonly Note[] | undefined;
  const { level, form, state, shape, reserved, unknown, missing } = entry;
  return {
    kernel,
    level,
    raw,
    form,
    state,
    shape,
    get fields() {
      return entry.fields;
    },
    reserved,
    unknown,
    missing,
    // Worked out when somebody asks: much of what is shown of entries is neither.
    get rules() {
      return (rules ??= checkRules(entry));
    },
    get notes() {
      return (notes ??= findNotes(entry, options.others ?? []));
    },
  };
}
