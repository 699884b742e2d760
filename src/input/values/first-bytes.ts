import { formatError, type PteDecodeError } from '../../core/errors.ts';
import type { Input } from '../bytes/io.ts';
import { FORMAT_BYTES, otherFormat, otherThanText, otherThanWords } from '../bytes/file-formats.ts';
import { type BinaryFormat, entryBytes } from './binary-reader.ts';

/** Bytes in which a line of text ends, where entries are wanted. */
const SHORT = 64;
/** The same where the first line is longer. */
const LONG = 256;
const LINE_FEED = 0x0a;
/** What no text has: control characters but those of lines and of colours. */
const NO_TEXT = /(?![\t-\r\x1b])\p{Cc}/u;

/**
 * An input of values that is refused, by the read that shows it, where its first bytes are those of another kind of file: no entry
 * has them, and no text. Binary entries are refused where they are text.
 *
 * @param format what is wanted; as text only what is none is refused
 */
export function refusingOthers(input: Input, format: 'text' | BinaryFormat): Input {
  /** What came so far: a pipe may give less at first than tells a format. */
  let start = new Uint8Array(0);
  const enough = format === 'text' ? FORMAT_BYTES : LONG;
  return {
    ...input,
    read(target) {
      const length = input.read(target);
      if (start.length >= enough) return length;
      start = Uint8Array.of(...start, ...target.subarray(0, Math.min(length, enough)));
      const other = format === 'text' ? otherThanText(start) : otherThanWords(start);
      if (other !== undefined && !(format === 'text' && isPrinted(start)))
        throw otherFormat(other, 'no values', input.name);
      if (format !== 'text' && isText(start, entryBytes(format))) throw noEntries(input.name, format);
      return length;
    },
  };
}

/** Whether bytes are those of text in ASCII. */
function isPrinted(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
}

/**
 * Whether the first bytes of entries are text: no page table has two entries of 8 bytes with a line feed so, nor sixteen of 4;
 * nor as many as 256 bytes hold, which are not the same few.
 *
 * @param size bytes of an entry
 */
export function isText(bytes: Uint8Array, size: 4 | 8): boolean {
  const start = bytes.subarray(0, SHORT);
  const isLine = start.length >= (size === 8 ? FORMAT_BYTES : SHORT) && start.includes(LINE_FEED);
  return (isLine && isPrinted(start)) || isLongText(bytes.subarray(0, LONG), size);
}

/** Whether bytes are those of text in UTF-8, with colours too, and no pattern that memory is filled with. */
function isLongText(start: Uint8Array, size: 4 | 8): boolean {
  if (start.length < LONG) return false;
  let text: string;
  try {
    // The last character may be cut.
    text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
  } catch {
    return false;
  }
  const entries = new Set(
    Array.from({ length: LONG / size }, (_, i) => start.subarray(i * size, i * size + size).join()),
  );
  return entries.size > LONG / size / 4 && !NO_TEXT.test(text);
}

function noEntries(source: string, format: BinaryFormat): PteDecodeError {
  return formatError(`no entries of ${entryBytes(format)} bytes but text: leave out --input ${format}`, {
    source,
  });
}
