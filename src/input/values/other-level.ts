import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { parseArgument } from './argument.ts';
import type { ValueOptions } from './value.ts';

/** What C, debuggers and messages call an entry above a pte, alone or at the end of a name: `pmd`, `pmdval_t`, `old_pmd`. */
const ABOVE_PTE = /(?<![a-z0-9])(p(?:md|ud|4d|gd))(?:val|ent)?(?:_t)?(?![a-z0-9_])/i;

/** The level of which the words in front of a value call it an entry, where it would be read as a pte for want of a level. */
export function otherLevel(words: string, { isPteAssumed }: ValueOptions): string | undefined {
  return isPteAssumed ? ABOVE_PTE.exec(words)?.[1]?.toLowerCase() : undefined;
}

/** Refuses what `otherLevel` found: read as a pte it would say something else. */
export function levelError(words: string, level: string): PteDecodeError {
  return new PteDecodeError(
    'ERR_VALUE_SYNTAX',
    `"${printable(words.trim())}": an entry of another level: --level ${level} reads it`,
  );
}

/** Reads a value that was typed as a word, and is an entry. @throws PteDecodeError as `parseArgument` and `levelError` */
export function parseEntry(token: string, options: ValueOptions): bigint {
  const value = parseArgument(token, options);
  const level = token.startsWith('(') ? otherLevel(token, options) : undefined;
  if (level !== undefined) throw levelError(token, level);
  return value;
}
