import { PteDecodeError } from '../../core/errors.ts';
import type { Input } from '../bytes/io.ts';
import { FORMAT_BYTES, otherFormat, otherThanText, otherThanWords } from '../bytes/file-formats.ts';
import { type BinaryFormat, entryBytes } from './binary-reader.ts';

/** Bytes that are looked at where entries are wanted. */
const MOST = 64;
const LINE_FEED = 0x0a;

/**
 * An input of values that is refused, by the read that shows it, where its first bytes are those of another kind of file: no entry
 * has them, and no text. Binary entries are refused where they are lines of text.
 *
 * @param format what is wanted; as text only what is none is refused
 */
export function refusingOthers(input: Input, format: 'text' | BinaryFormat): Input {
  /** What came so far: a pipe may give less at first than tells a format. */
  let start = new Uint8Array(0);
  const enough = format === 'text' ? FORMAT_BYTES : MOST;
  return {
    ...input,
    read(target) {
      const length = input.read(target);
      if (start.length >= enough) return length;
      start = Uint8Array.of(...start, ...target.subarray(0, Math.min(length, enough)));
      const other = format === 'text' ? otherThanText(start) : otherThanWords(start);
      if (other !== undefined && !(format === 'text' && isPrinted(start)))
        throw otherFormat(other, 'no values', input.name);
      if (format !== 'text' && isLines(start, entryBytes(format))) throw noEntries(input.name, format);
      return length;
    },
  };
}

/** Whether bytes are those of text in ASCII. */
function isPrinted(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
}

/**
 * Whether the first bytes of entries are lines of text: no page table has two entries of 8 bytes so, nor sixteen of 4.
 *
 * @param size bytes of an entry
 */
export function isLines(bytes: Uint8Array, size: 4 | 8): boolean {
  const start = bytes.subarray(0, MOST);
  const wanted = size === 8 ? FORMAT_BYTES : MOST;
  return start.length >= wanted && start.includes(LINE_FEED) && isPrinted(start);
}

function noEntries(source: string, format: BinaryFormat): PteDecodeError {
  return new PteDecodeError(
    'ERR_FORMAT',
    `no entries of ${entryBytes(format)} bytes but text: leave out --input ${format}`,
    {
      origin: { source },
    },
  );
}
