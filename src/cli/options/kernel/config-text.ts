import { PteDecodeError } from '../../../core/errors.ts';
import { keptIn, oncePer } from '../../../core/later.ts';
import type { Io, Output } from '../../../input/bytes/io.ts';
import { zlib } from '../../../input/bytes/zlib.ts';

/** Bytes that are read, packed and unpacked: a real .config has a third of a megabyte. */
const MOST_BYTES = 8 << 20;

/** What zlib says of data that are no gzip, or whose end is missing. */
const DAMAGE = ['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT'];

/** The texts that a run has read: what several kernels are asked with can be a pipe. */
const textsOf = oncePer<Output, Map<string, string>>(() => new Map());

/**
 * The text of a kernel `.config`, plain or gzipped, of a file or a pipe. It is read once in a run.
 *
 * @throws PteDecodeError `ERR_INPUT` when it cannot be read, `ERR_CONFIG` when it is damaged or no `.config` by its size
 */
export function readConfigText(io: Io, path: string): string {
  return keptIn(textsOf(io.stdout), path, () => textOf(io, path));
}

function textOf(io: Io, path: string): string {
  const bytes = io.readFile(path, MOST_BYTES);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { buffer, byteOffset, byteLength } = isPacked ? unpack(bytes, path) : bytes;
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return zlib().gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
    const message = DAMAGE.some((one) => one === code)
      ? 'damaged gzip data'
      : `larger than ${MOST_BYTES >> 20} MiB: not a kernel .config`;
    throw new PteDecodeError('ERR_CONFIG', message, { origin: { source: path }, cause });
  }
}
