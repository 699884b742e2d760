/** The longest text that an error message quotes whole, in characters of the escaped form. */
const QUOTE_LIMIT = 60;

/**
 * C0 and C1 controls, DEL, backslash, unpaired surrogates, line and paragraph separators, and every invisible format
 * character (Unicode category Cf: direction overrides and isolates, zero width characters, byte order mark, tags).
 */
const UNSAFE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029\\\\]';
/** Printable ASCII but backslashes. */
const SAFE = /^[\x20-\x5b\x5d-\x7e]*$/;
let unsafePattern: RegExp | undefined;

/** Escapes what is unsafe. The pattern is made when first needed: building its sets of characters takes 2 % of a start. */
function escapeUnsafe(text: string, escape: (character: string) => string): string {
  if (SAFE.test(text)) return text;
  unsafePattern ??= new RegExp(UNSAFE, 'gu');
  return text.replace(unsafePattern, escape);
}

/** A character as `\xNN` or `\u{N}`; a backslash doubled. */
export function escapeCharacter(character: string): string {
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

/** What text that leaves the program may hold without a closer look: printable ASCII, tabs, line feeds, lines of boxes. */
const PLAIN = /^[\t\n\x20-\x7e\u2500-\u257f]*$/;
let leavingPattern: RegExp | undefined;

/**
 * The last look at all text that leaves the program, whatever it is: a table, JSON, HTML, a message. What could act on a
 * terminal or reorder text becomes `\uNNNN`, which is a valid escape inside JSON too; tabs, line feeds and backslashes
 * stay. Text that went through `printable` or `JSON.stringify` and has nothing of the kind is given back as it is.
 *
 * @param isColoured lets the sequences through that set colours (SGR): those of the palette
 */
export function leavingText(text: string, isColoured = false): string {
  if (PLAIN.test(text)) return text;
  leavingPattern ??= new RegExp(`\\x1b\\[[0-9;]{1,20}m|(?![\\t\\n\\\\])${UNSAFE}`, 'gu');
  return text.replace(leavingPattern, (found) => {
    if (isColoured && found.length > 1 && found.startsWith('\x1b')) return found;
    return Array.from(found, escapeUnits).join('');
  });
}

/** A character as JSON escapes it: two escapes for one beyond the basic plane. A sequence loses its first alone. */
function escapeUnits(character: string): string {
  if (PLAIN.test(character)) return character;
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
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
