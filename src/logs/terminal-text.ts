import { later } from '../core/later.ts';
import { escapeCharacter } from '../core/printable.ts';

/** What is not plain ASCII. Nearly every log has nothing of it. */
const NOT_PLAIN = /[^\t\n\x20-\x7e]/;

/**
 * C0 and C1 controls but for tab and line feed, DEL, separators that end a line, unpaired surrogates, and every invisible
 * format character (direction overrides, zero width characters, tags). Classes of Unicode take a millisecond to come up.
 */
const unsafe = later(() => /\r+\n|[^\P{Cc}\t\n]|[\p{Cf}\p{Cs}\u2028\u2029]/gu);

/** Carriage returns before a line feed are the line end of a serial console. */
const escape = (found: string): string => (found.endsWith('\n') ? '\n' : escapeCharacter(found));

/**
 * Makes the text of a log safe for a terminal: what would move the cursor, set colours, ring or reorder is shown as
 * `\xNN` or `\u{N}`; bytes that are no UTF-8 become U+FFFD. Everything else, backslashes included, is as it was.
 */
export class TerminalText {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** The next bytes of the text; a character may be cut in two by their end. */
  add(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    return NOT_PLAIN.test(text) ? text.replace(unsafe(), escape) : text;
  }
}
