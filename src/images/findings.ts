import { type DecodedEntry, decodeEntry } from '../core/decode.ts';
import { joinKeys } from '../core/keys.ts';
import type { Level } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { keyOfNotes } from '../core/notes.ts';
import { keyOfReads } from '../core/questions.ts';
import { type RuleId, RULES } from '../core/rules.ts';
import type { EntryChoice } from './entry-choice.ts';
import { isWithin } from './groups.ts';

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

/** Chooses the entries that have a finding. Where rules and notes are the same in a group one look at it will do. */
export function findingsChoice(kernel: Kernel, rules: readonly RuleId[]): EntryChoice {
  const reads = rules.flatMap((id) => RULES[id].reads);
  return {
    group(group) {
      const { shape, raw } = group.sample;
      const key = joinKeys([keyOfReads(reads, shape, kernel), keyOfNotes(shape, kernel)]);
      if (!isWithin(group, key)) return undefined;
      return inspectEntry(kernel, raw, group.level, rules) !== undefined;
    },
    entry: (raw, level) => inspectEntry(kernel, raw, level, rules) !== undefined,
  };
}
