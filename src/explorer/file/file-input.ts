import { PteDecodeError } from '../../core/errors.ts';
import type { Input } from '../../input/bytes/io.ts';

/** Bytes of a slice: what a file is read in. */
const SLICE = 1 << 22;

/** A file of the user as the readers take inputs. In a worker only. */
export function fileInput(file: File): Input {
  const reader = new FileReaderSync();
  let at = 0;
  let slice = new Uint8Array(0);
  let from = 0;
  const readSlice = (start: number, end: number): Uint8Array<ArrayBuffer> => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(start, end)));
    } catch (cause) {
      throw new PteDecodeError('ERR_INPUT', `${file.name}: cannot be read any more`, { cause });
    }
  };
  return {
    name: file.name,
    size: file.size,
    read(target) {
      if (from === slice.length) {
        slice = readSlice(at, at + SLICE);
        at += slice.length;
        from = 0;
      }
      const part = slice.subarray(from, from + target.length);
      target.set(part);
      from += part.length;
      return part.length;
    },
    readAt(offset, target) {
      const bytes = readSlice(offset, offset + target.length);
      target.set(bytes);
      return bytes.length;
    },
    close: () => undefined,
  };
}
