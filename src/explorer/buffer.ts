const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder();

/** Bytes with the text in them, as far as the readers use it of Node's `Buffer`. */
class TextBytes extends Uint8Array<ArrayBuffer> {
  /** Text of a part; `utf8` unless it is `latin1`. */
  override toString(encoding: 'utf8' | 'latin1' = 'utf8', start = 0, end = this.length): string {
    return (encoding === 'latin1' ? latin1 : utf8).decode(this.subarray(start, end));
  }
}

/** What the readers make with Node's `Buffer`, for browsers: the build puts it in place of the global name. */
export const Buffer = {
  /** Zeroed bytes. */
  alloc: (length: number): TextBytes => new TextBytes(new ArrayBuffer(length)),
  /** A part of a memory; of a text only what gives the text back, whatever the encoding. */
  from: (memory: ArrayBuffer | string, offset: unknown, length?: number): { toString(): string } =>
    typeof memory === 'string'
      ? { toString: () => memory }
      : new TextBytes(memory, typeof offset === 'number' ? offset : 0, length),
};
