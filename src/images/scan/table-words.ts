import type { ByteOrder } from '../../core/rows/machine.ts';

/** The entries of a table as 32-bit halves, low half first; the high halves of entries of 32 bits are 0. */
export function tableWords(bytes: Uint8Array, order: ByteOrder, entryBits = 64): Int32Array {
  const isLittle = order === 'little';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entryBits < 64)
    return Int32Array.from({ length: bytes.byteLength >> 1 }, (_, i) =>
      i % 2 === 0 ? view.getInt32(2 * i, isLittle) : 0,
    );
  const words = wordsInPlace(bytes, order);
  if (words !== undefined) return words;
  return Int32Array.from({ length: bytes.byteLength >> 2 }, (_, i) =>
    // Of a big-endian entry the high half comes first.
    view.getInt32(4 * (isLittle ? i : i ^ 1), isLittle),
  );
}

/** The same memory as 32-bit halves, where the byte order of the host is that of the table. */
export function wordsInPlace(bytes: Uint8Array, order: ByteOrder): Int32Array | undefined {
  if (order !== 'little' || !HOST_IS_LITTLE || bytes.byteOffset % 4 !== 0) return undefined;
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}

const HOST_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
