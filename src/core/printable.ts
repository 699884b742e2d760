/** The longest text that an error message quotes whole, in characters of the escaped form. */
const QUOTE_LIMIT = 60;

/**
 * C0 and C1 controls, DEL, backslash, unpaired surrogates, line and paragraph separators, and every invisible format
 * character (Unicode category Cf: direction overrides and isolates, zero width characters, byte order mark, tags).
 */
const UNSAFE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029\\\\]';
let unsafePattern: RegExp | undefined;

/** Escapes what is unsafe. The pattern is made when first needed: building its sets of characters takes time. */
function escapeUnsafe(text: string, escape: (character: string) => string): string {
  unsafePattern ??= new RegExp(UNSAFE, 'gu');
  return text.replace(unsafePattern, escape);
}

function escapeCharacter(character: string): string {
  if (character === '\\') return '\\\\';
  const code = Number(character.codePointAt(0));
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * Takes from a finished message whatever could move a cursor, start a terminal sequence, end a line or reorder text: the
 * last line of defence, where `printable` was forgotten. Backslashes stay as they are.
 */
export function harmless(text: string): string {
  return escapeUnsafe(text, (character) => (character === '\\' ? character : escapeCharacter(character)));
}

/**
 * Makes foreign text safe to show: nothing in the result moves a cursor, starts a terminal sequence, ends a line or
 * reorders what stands beside it.
 *
 * Escapes are `\xNN` for U+0000 to U+00FF and `\u{N}` above; a backslash is doubled, so that the text can be read back.
 *
 * @param text any text
 * @param limit the most characters of escaped text to keep; what is cut is replaced by `…`. Escapes are never cut in two.
 * @returns the escaped text, without quotes
 */
export function printable(text: string, limit: number = QUOTE_LIMIT): string {
  // An escape never makes text shorter, so no more than limit + 1 characters can matter.
  const cut = text.length > limit + 1 ? text.slice(0, limit + 1) : text;
  const whole = escapeUnsafe(cut, escapeCharacter);
  if (cut === text && whole.length <= limit) return whole;
  let kept = '';
  for (const character of cut) {
    const piece = escapeUnsafe(character, escapeCharacter);
    if (kept.length + piece.length > limit) break;
    kept += piece;
  }
  return kept + '…';
}
