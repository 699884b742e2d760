import { type DecodedEntry, decodeEntry } from '../core/decode.ts';
import type { Level } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import type { RuleId } from '../core/rules.ts';
import type { EntryGroup } from './groups.ts';
import type { EntryChoice } from './entry-choice.ts';

/** What `--check` has to say about an entry. */
export interface Finding {
  readonly entry: DecodedEntry;
  /** The rules asked for that do not hold. */
  readonly broken: readonly RuleId[];
}

/** Looks at one entry: undefined when it breaks none of the rules and raises no note. */
export function inspectEntry(
  kernel: Kernel,
  raw: bigint,
  level: Level,
  rules: readonly RuleId[],
): Finding | undefined {
  const entry = decodeEntry(kernel, raw, { level });
  const broken = rules.filter((rule) => !entry.rules[rule].holds);
  return broken.length === 0 && entry.notes.length === 0 ? undefined : { entry, broken };
}

/**
 * Chooses the entries that have a finding. Rules and notes of entries that map a page or point to a table do not
 * depend on the frame number, so one look at the group will do; swap entries are looked at one by one.
 */
export function findingsChoice(kernel: Kernel, rules: readonly RuleId[]): EntryChoice {
  return {
    group(group: EntryGroup) {
      if (group.sample.form === 'swap') return undefined;
      return inspectEntry(kernel, group.sample.raw, group.level, rules) !== undefined;
    },
    entry: (raw, level) => inspectEntry(kernel, raw, level, rules) !== undefined,
  };
}
