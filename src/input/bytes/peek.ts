import type { Input } from './io.ts';

/** Bytes of the first read of an input: as many as of each later one, so that those lie on pages of the file. */
const PEEK_BYTES = 0x4_0000;

/** Reads the beginning of an input, at least `length` bytes where it has them, and gives it with the same input anew. */
export function peekInput(input: Input, length: number): { bytes: Uint8Array; input: Input } {
  const bytes = new Uint8Array(PEEK_BYTES);
  let have = 0;
  while (have < length) {
    const got = input.read(bytes.subarray(have));
    if (got === 0) break;
    have += got;
  }
  let given = 0;
  const again = (target: Uint8Array): number => {
    if (given >= have) return input.read(target);
    const part = bytes.subarray(given, Math.min(have, given + target.length));
    target.set(part);
    given += part.length;
    return part.length;
  };
  return { bytes: bytes.subarray(0, have), input: { ...input, read: again } };
}

/**
 * The same input once more, from a position on; undefined for what can only be read once. It lasts as long as the first, and
 * closing it closes nothing.
 */
export function againFrom(input: Input, position: number): Input | undefined {
  const { readAt, name, size, isDevice = false } = input;
  if (!readAt) return undefined;
  let at = position;
  return {
    name,
    size,
    isDevice,
    read(target) {
      const got = readAt(at, target);
      at += got;
      return got;
    },
    readAt,
    close: () => undefined,
  };
}
