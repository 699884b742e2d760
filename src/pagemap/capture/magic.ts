import { CAPTURE_SIGNATURE } from '../../input/bytes/file-formats.ts';

/** The first bytes of a capture: `PTEPMAP` and the number of the format. */
export const CAPTURE_MAGIC = Uint8Array.from(CAPTURE_SIGNATURE, (character) => character.charCodeAt(0));

/** Where the text of the header begins in a file: behind the magic, four letters and the length of the first section. */
export const HEADER_AT = CAPTURE_MAGIC.length + 8;

/** True when these first bytes of a file are those of a capture. */
export function isCapture(bytes: Uint8Array): boolean {
  return bytes.length >= CAPTURE_MAGIC.length && CAPTURE_MAGIC.every((byte, i) => bytes[i] === byte);
}
