import type { Input } from '../bytes/io.ts';
import { FORMAT_BYTES, fileFormat, otherFormat, otherThanText } from '../bytes/file-formats.ts';

/**
 * An input of values that is refused, by the read that shows it, where its first bytes are those of another kind of file: no entry
 * has them, and no text.
 *
 * @param isText whether text is wanted: there only what is none is refused
 */
export function refusingOthers(input: Input, isText: boolean): Input {
  /** What came so far: a pipe may give less at first than tells a format. */
  let start = new Uint8Array(0);
  return {
    ...input,
    read(target) {
      const length = input.read(target);
      if (start.length >= FORMAT_BYTES) return length;
      start = Uint8Array.of(...start, ...target.subarray(0, Math.min(length, FORMAT_BYTES)));
      const format = isText ? otherThanText(start) : fileFormat(start);
      if (format !== undefined && !(isText && isPrinted(start)))
        throw otherFormat(format, 'no values', input.name);
      return length;
    },
  };
}

/** Whether bytes are those of text in ASCII. */
function isPrinted(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));
}
