import { PteDecodeError } from '../../core/errors.ts';

/** Byte orders of binary input, by the names of the `--input` option. */
export const BINARY_FORMATS = ['u64le', 'u64be', 'u32le', 'u32be'] as const;
export type BinaryFormat = (typeof BINARY_FORMATS)[number];

/** Bytes of one entry of a format. */
export function entryBytes(format: BinaryFormat): 4 | 8 {
  return format.startsWith('u32') ? 4 : 8;
}

/** Consecutive entries of a binary input. */
interface BinaryValues {
  /** Byte offset of the first value in the input; the others follow at once. */
  readonly offset: number;
  /** Each 0 .. 2^64-1. */
  readonly values: BigUint64Array;
}

/**
 * Reads entries, 8 or 4 bytes each, from bytes that arrive in pieces; where the pieces are cut never matters.
 * Holds at most 7 bytes between two calls.
 */
export class BinaryReader {
  readonly #littleEndian: boolean;
  readonly #source: string;
  readonly #bytes: 4 | 8;
  readonly #pending: Uint8Array;
  #held = 0;
  #offset: number;

  /**
   * @param source a file name, or a pseudo file such as `<stdin>`, for messages
   * @param offset byte offset in the input at which reading begins
   */
  constructor(format: BinaryFormat, source: string, offset = 0) {
    this.#offset = offset;
    this.#bytes = entryBytes(format);
    this.#pending = new Uint8Array(this.#bytes);
    this.#littleEndian = format.endsWith('le');
    this.#source = source;
  }

  /** Reads on, and gives every entry that is whole by now. The chunk may be reused afterwards. */
  feed(chunk: Uint8Array): BinaryValues {
    const offset = this.#offset;
    const bytes = this.#bytes;
    const count = Math.floor((this.#held + chunk.length) / bytes);
    const values = new BigUint64Array(count);
    let used = 0;
    let done = 0;
    if (this.#held > 0) {
      used = Math.min(bytes - this.#held, chunk.length);
      this.#hold(chunk.subarray(0, used));
      if (count > 0) {
        values[done++] = this.#word(new DataView(this.#pending.buffer), 0);
        this.#held = 0;
      }
    }
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (; done < count; used += bytes) values[done++] = this.#word(view, used);
    this.#hold(chunk.subarray(used));
    this.#offset += count * bytes;
    return { offset, values };
  }

  /** Says at the end of the input whether bytes are left over: `ERR_TRUNCATED` with their offset, or nothing. */
  end(): PteDecodeError | undefined {
    if (this.#held === 0) return undefined;
    const left = this.#held === 1 ? '1 byte' : `${this.#held} bytes`;
    return new PteDecodeError('ERR_TRUNCATED', `the input ends inside an entry: ${left} of ${this.#bytes}`, {
      origin: { source: this.#source, offset: this.#offset },
    });
  }

  #word(view: DataView, at: number): bigint {
    return this.#bytes === 8
      ? view.getBigUint64(at, this.#littleEndian)
      : BigInt(view.getUint32(at, this.#littleEndian));
  }

  #hold(bytes: Uint8Array): void {
    this.#pending.set(bytes, this.#held);
    this.#held += bytes.length;
  }
}
