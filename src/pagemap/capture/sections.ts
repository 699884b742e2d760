import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { Input } from '../../input/bytes/io.ts';
import { CAPTURE_MAGIC, SECTION_HEAD, SECTION_LIMIT, SECTION_TAIL, sectionChecksum } from './format.ts';

/** A section of a capture: its four letters, and its content. */
export interface Section {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A section is checked as a whole, and read as a whole. */
const CUT = 'capture ends in the middle of a section, of which nothing is read';

/** Reads the sections of a capture behind its magic, and checks them. */
export class SectionReader {
  readonly #input: Input;
  readonly #head = new Uint8Array(SECTION_HEAD);
  readonly #body = new Uint8Array(SECTION_LIMIT + SECTION_TAIL);
  /** Bytes of the file that are read. */
  offset = CAPTURE_MAGIC.length;
  /** Where the last section begins that was asked for. */
  start = this.offset;

  constructor(input: Input) {
    this.#input = input;
  }

  /**
   * The next section, its content valid until the next call; undefined at the end of the file.
   *
   * @throws PteDecodeError `ERR_TRUNCATED`, or `ERR_FORMAT` for a wrong length or checksum
   */
  next(): Section | undefined {
    const start = this.offset;
    this.start = start;
    const got = this.#fill(this.#head);
    if (got === 0) return undefined;
    if (got < SECTION_HEAD) throw this.broken('ERR_TRUNCATED', CUT, start);
    const length = new DataView(this.#head.buffer).getUint32(4, true);
    if (length > SECTION_LIMIT)
      throw this.broken(
        'ERR_FORMAT',
        `section of ${length} bytes: at most ${SECTION_LIMIT} are allowed`,
        start,
      );
    const body = this.#body.subarray(0, length + SECTION_TAIL);
    if (this.#fill(body) < body.length) throw this.broken('ERR_TRUNCATED', CUT, start);
    const content = body.subarray(0, length);
    const sum = new DataView(this.#body.buffer).getUint32(length, true);
    if (sum !== sectionChecksum(this.#head, content))
      throw this.broken('ERR_FORMAT', 'checksum is wrong', start);
    return { name: String.fromCharCode(...this.#head.subarray(0, 4)), content };
  }

  /** Whether anything stands behind what was read; nothing can be read after that. */
  hasMore(): boolean {
    this.start = this.offset;
    return this.#fill(this.#head.subarray(0, 1)) > 0;
  }

  broken(code: 'ERR_FORMAT' | 'ERR_TRUNCATED', problem: string, offset = this.offset): PteDecodeError {
    return new PteDecodeError(code, problem, {
      origin: { source: printable(this.#input.name, 200), offset },
    });
  }

  #fill(target: Uint8Array): number {
    let done = 0;
    while (done < target.length) {
      const got = this.#input.read(target.subarray(done));
      if (got === 0) break;
      done += got;
    }
    this.offset += done;
    return done;
  }
}
