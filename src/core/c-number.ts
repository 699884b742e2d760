/** A cast of C or drgn in front of a number: `(pteval_t)`, `(unsigned long)`. */
const CAST = /^\((?:[a-z_][a-z0-9_]*)(?: [a-z_][a-z0-9_]*)*\)\s*(?=[0-9a-f(])/iu;
/** What C writes behind a constant, of three letters at most. */
const SUFFIX = /(?:ul{0,2}|l{1,2}u?)$/iu;
/** What a suffix stands behind: behind short bare hexadecimal it would make values of words (`fell`). */
const CONSTANT = /^(?:0x[0-9a-f_]+|0b[01_]+|[0-9a-f_]{16}|[0-9]+)$/iu;

/** The most parentheses that are taken off. */
const MAX_DEPTH = 8;

/**
 * The digits of a number as C and drgn write it, without the parentheses, casts and the suffix (`U`, `L`, `UL`, `ULL`)
 * around them: `0x4` of `((pteval_t)0x4UL)`. Other text comes back as it is, without blanks around it.
 */
export function withoutC(text: string): string {
  let bare = text.trim();
  for (let depth = 0; depth < MAX_DEPTH && bare.startsWith('('); depth += 1) {
    const inner = bare.replace(CAST, '');
    if (inner !== bare) bare = inner;
    else if (bare.endsWith(')')) bare = bare.slice(1, -1).trim();
    else break;
  }
  const suffix = SUFFIX.exec(bare.slice(-3))?.[0] ?? '';
  if (suffix === '') return bare;
  const constant = bare.slice(0, -suffix.length);
  return CONSTANT.test(constant) ? constant : bare;
}
