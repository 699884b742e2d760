import { type DecodedEntry, decodedOtherwise, decodedWith } from '../../core/verdicts/decode.ts';
import { joinKeys } from '../../core/entry/keys.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { findDoubts, keyOfNotes, type Note } from '../../core/verdicts/notes.ts';
import { keyOfReads } from '../../core/verdicts/questions.ts';
import { type RuleId, RULES } from '../../core/verdicts/rules.ts';
import { buildUnsaid } from '../../core/verdicts/unknowns.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import type { EntryChoice } from './entry-choice.ts';
import { isWithin } from './groups.ts';

/** What `--check` has to say about an entry. */
export interface Finding {
  readonly entry: DecodedEntry;
  /** The rules asked for that do not hold. */
  readonly broken: readonly RuleId[];
  /** Those that hold or not, because nobody said how the kernel is built. */
  readonly open: readonly RuleId[];
  /** The violations that it is, or is not, because nobody knows whether the kernel has a bit or swap type. */
  readonly unknown: readonly Note[];
}

/** Whether a finding is more than a remark or a suspicion: a rule that was asked for is broken, or a note is a violation. */
export function isViolation({ entry, broken }: Finding): boolean {
  return broken.length > 0 || entry.notes.some(({ grade }) => grade === 'violation');
}

/** The notes of a finding that are violations or not, because nobody knows something of the kernel. */
export function unknownNotes({ entry, unknown }: Finding): readonly Note[] {
  return [...entry.notes.filter(({ grade }) => grade === 'unknown'), ...unknown];
}

/**
 * Looks at one entry: undefined when it breaks none of the rules and raises no note. Of a page of the kernel that is not
 * mapped, which only looks like an entry of a process, nothing is to be said.
 */
export function inspectEntry(entry: DecodedEntry, rules: readonly RuleId[]): Finding | undefined {
  if (entry.state === UNMAPPED) return undefined;
  const other = decodedOtherwise(entry, []) ?? entry;
  const open = rules.filter((rule) => entry.rules[rule].holds !== other.rules[rule].holds);
  const broken = rules.filter((rule) => !entry.rules[rule].holds && !open.includes(rule));
  const { notes, unknown } = notesOf(entry, other);
  if (broken.length + open.length + notes.length + unknown.length === 0) return undefined;
  return { entry: notes === entry.notes ? entry : decodedWith(entry, { notes }), broken, open, unknown };
}

/** The notes of an entry, and those that are violations or not, because nobody knows whether the kernel has a bit or swap type. */
function notesOf(
  entry: DecodedEntry,
  other: DecodedEntry,
): {
  readonly notes: readonly Note[];
  readonly unknown: readonly Note[];
} {
  const violations = (notes: readonly Note[]): readonly Note[] =>
    notes.filter(({ grade }) => grade === 'violation');
  const { notes, kernel } = entry;
  const here = violations(notes);
  const there = violations(other.notes);
  const doubts = violations(findDoubts(entry));
  if (here.length > 0 === there.length > 0) return { notes, unknown: doubts };
  const unsaid = [...here, ...there].map(({ text, ...note }) => ({
    ...note,
    text: `${text}; ${buildUnsaid(kernel)}`,
  }));
  return { notes: notes.filter((note) => !here.includes(note)), unknown: [...doubts, ...unsaid] };
}

/**
 * How an entry is to be judged: what one of `OddTables` lacks is put back, and what it has besides is taken away.
 *
 * @param vaddr the first address that it maps
 */
export function judgedRaw({ machine }: Kernel, { raw, form, level }: DecodedEntry, vaddr: bigint): bigint {
  if (form !== 'table') return raw;
  const odd = machine.oddTables?.find(
    ({ start, end, levels }) => vaddr >= start && vaddr < end && levels.includes(level),
  );
  return odd ? (raw | odd.without) & ~odd.having : raw;
}

/** Chooses the entries that have a finding. Where rules and notes are the same in a group one look at it will do. */
export function findingsChoice(rules: readonly RuleId[]): EntryChoice {
  const reads = rules.flatMap((id) => RULES[id].reads);
  return {
    group(group) {
      const { sample } = group;
      if (sample.state === UNMAPPED) return false;
      const builds = [sample, decodedOtherwise(sample, []) ?? []].flat();
      const keys = builds.flatMap(({ shape, kernel }) => [
        keyOfReads(reads, shape, kernel),
        keyOfNotes(shape, kernel),
      ]);
      if (!isWithin(group, joinKeys(keys))) return undefined;
      return inspectEntry(sample, rules) !== undefined;
    },
    entry: (entry) => inspectEntry(entry, rules) !== undefined,
  };
}
