import { type Level, LEVELS } from '../../../core/rows/layout.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** What the manuals of Intel and AMD call tables, and their entries with an E behind it. */
const IN_MANUALS: Readonly<Record<string, string>> = {
  pml5: 'pgd',
  pml4: 'pgd (p4d with 5 levels)',
  pdpt: 'pud',
  pdp: 'pud',
  pd: 'pmd',
  pt: 'pte',
};

/** `--level`: the level option of all commands that read entries. */
export const LEVEL_OPTION: OptionSpec = {
  long: 'level',
  letter: 'l',
  value: 'LEVEL',
  choices: LEVELS,
  called: (text) => {
    const table = text.toLowerCase().replace(/e$/, '');
    return Object.hasOwn(IN_MANUALS, table) ? IN_MANUALS[table] : undefined;
  },
  suggest: 'level',
  text: 'the table level the values stand in (default pte)',
};

/**
 * The level that `--level` names; `pte` without it. Every architecture takes every level: where it has no such table the
 * kernel's functions of that level are there nevertheless, and are asked of the entry of the level above; above the top table of
 * all, of that of the top table (`levelOfRows`).
 */
export function levelOf(invocation: Invocation): Level {
  const text = invocation.value('level');
  return LEVELS.find((level) => level === text) ?? 'pte';
}

/** Whether `levelOf` takes `pte` because `--level` names no level. */
export const saysNoLevel = (invocation: Invocation): boolean => invocation.value('level') === undefined;
