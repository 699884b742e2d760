import { type DecodedEntry, decodedOtherwise } from '../../core/verdicts/decode.ts';
import { joinKeys } from '../../core/entry/keys.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { findDoubts, keyOfNotes, type Note } from '../../core/verdicts/notes.ts';
import { keyOfRules, type RuleId } from '../../core/verdicts/rules.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import type { EntryChoice } from './entry-choice.ts';
import { isWithin } from './groups.ts';

/** What `--check` has to say about an entry. */
export interface Finding {
  readonly entry: DecodedEntry;
  /** The rules asked for that do not hold. */
  readonly broken: readonly RuleId[];
  /** Those of which nobody knows it: it hangs on how the kernel is built, or on whether it has a bit. */
  readonly open: readonly RuleId[];
  /** The violations that it is, or is not, because nobody knows whether the kernel has a bit. */
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
  const open = rules.filter((rule) => entry.rules[rule].holds === null);
  const broken = rules.filter((rule) => entry.rules[rule].holds === false);
  const unknown = findDoubts(entry).filter(({ grade }) => grade === 'violation');
  if (broken.length + open.length + entry.notes.length + unknown.length === 0) return undefined;
  return { entry, broken, open, unknown };
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
  return {
    group(group) {
      const { sample } = group;
      if (sample.state === UNMAPPED) return false;
      const builds = [sample, decodedOtherwise(sample, []) ?? []].flat();
      const notes = builds.map(({ shape, kernel }) => keyOfNotes(shape, kernel));
      if (!isWithin(group, joinKeys([keyOfRules(rules, builds), ...notes]))) return undefined;
      return inspectEntry(sample, rules) !== undefined;
    },
    entry: (entry) => inspectEntry(entry, rules) !== undefined,
  };
}
