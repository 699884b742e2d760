/** Bytes at the begin of an input by which text is told. */
export const FIRST_BYTES = 1 << 12;
/** Zero bytes that text has now and then, where a machine went down. */
const FEW = 4;

/** What stands in no text: controls but blanks, ends of lines and what starts a colour, and what is no UTF-8. */
const OTHERS = /[\x01-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffd]/g;

/**
 * Whether the first bytes of an input have zero bytes and are no text: there are no others, or a good part of them stands in none. Of text with
 * zero bytes behind, before or within it, as a log of a machine that went down has, it does not.
 */
export function isBinary(start: Uint8Array): boolean {
  const text = Buffer.from(start).toString('utf8').replaceAll('\0', '');
  const zeros = start.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
  const others = text.match(OTHERS)?.length ?? 0;
  return zeros > FEW && text.length <= 4 * others;
}
