import { formatError, PteDecodeError } from '../../core/errors.ts';

/** Bytes that can be read at any position: a file, or a file seen through a format that reorders it. */
export interface ByteSource {
  /** Name for messages: the path as given. */
  readonly name: string;
  /** Size in bytes; `Infinity` where the system does not say (devices, pseudo files). */
  readonly size: number;
  /**
   * Fills `target` from byte `offset` on and returns how many bytes there were (fewer only at the end).
   * Above 2^53 an offset has to be one that a number holds exactly.
   *
   * @throws PteDecodeError `ERR_INPUT` when the system refuses the read
   */
  readAt(offset: number, target: Uint8Array): number;
  /**
   * The first byte from `offset` on that the file really holds; what lies before it reads as zero. `Infinity` when there
   * is none. Absent where everything is held.
   */
  readonly nextData?: (offset: number) => number;
  /**
   * Whether the bytes from `offset` on are there, and do not only read as zero. Absent: those up to `size` are.
   *
   * @param length bytes
   */
  holds?(offset: number, length: number): boolean;
  /** Gives the file back. Reading afterwards is an error. */
  close(): void;
}

/**
 * Reads exactly `length` bytes at `offset`. The caller bounds `length`; a size that a header gives must be
 * checked before it comes here.
 *
 * @param what the name of the thing read, for the message
 * @throws PteDecodeError `ERR_TRUNCATED` when the file ends before
 */
export function readExactly(source: ByteSource, offset: number, length: number, what: string): Uint8Array {
  if (offset + length <= source.size) {
    const bytes = new Uint8Array(length);
    if (source.readAt(offset, bytes) === length) return bytes;
  }
  throw truncated(source, offset, length, what);
}

/** That a place lies behind all bytes of a file, and where these end. */
export function pastEnd({ size }: ByteSource): string {
  return size === Infinity ? 'past its end' : `past its end at 0x${size.toString(16)}`;
}

/** The error for a file that ends inside something. */
export function truncated(source: ByteSource, offset: number, length: number, what: string): PteDecodeError {
  const end = source.size === Infinity ? 'before' : `at 0x${source.size.toString(16)}`;
  return new PteDecodeError(
    'ERR_TRUNCATED',
    `the file ends ${end}, inside the ${what} (0x${length.toString(16)} bytes wanted here)`,
    { origin: { source: source.name, offset } },
  );
}

/** The error for a file whose contents contradict its format. */
export function malformed(source: ByteSource, offset: number, message: string): PteDecodeError {
  return formatError(message, { source: source.name, offset });
}
