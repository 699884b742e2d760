import type { PagemapModel, StateInfo } from './model.ts';
import { type WordEngine, MEMORY, slotOf, SLOTS } from './scan/memory.ts';

/** The pieces of a line that follow from the state of a page. */
export interface StateText {
  /** Stands behind the raw word. */
  readonly text: string;
  /** What follows the number (frame number or swap offset), once per time that it is written; empty: never. */
  readonly afterNumbers: readonly string[];
}

/** How lines of single pages are written: open, 16 digits of the address, between, 16 digits of the word, state, tail. */
export interface LineFormat {
  readonly open: string;
  readonly between: string;
  state(info: StateInfo): StateText;
  /** The end of the line: the name of the mapping (undefined: not known) and the line feed. */
  tail(vmaName: string | undefined): string;
}

/** Most bytes that the three literals of a state may have together. */
const STATE_BYTES = 1500;

/** Writes a line per page with the engine. */
export class LineWriter {
  readonly #engine: WordEngine;
  readonly #model: PagemapModel;
  readonly #format: LineFormat;
  readonly #pageSize: bigint;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #templates: DataView;
  readonly #encoder = new TextEncoder();
  readonly #openLength: number;
  readonly #betweenLength: number;
  #literals: number = MEMORY.literals;
  #hidden: boolean | undefined;
  #tailName: string | undefined | null = null;
  #tailLength = 0;

  constructor(
    engine: WordEngine,
    model: PagemapModel,
    format: LineFormat,
    pageSize: number,
    write: (bytes: Uint8Array) => void,
  ) {
    this.#engine = engine;
    this.#model = model;
    this.#format = format;
    this.#pageSize = BigInt(pageSize);
    this.#write = write;
    this.#bytes = new Uint8Array(engine.buffer);
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#templates = new DataView(engine.buffer, MEMORY.templates, SLOTS * MEMORY.templateBytes);
    this.#openLength = this.#put(MEMORY.head, format.open);
    this.#betweenLength = this.#put(MEMORY.head + 64, format.between);
  }

  /** Writes the lines of words [from, from + pages) of the chunk; `page` is the page number of the first. */
  write(from: number, page: number, pages: number, vmaName: string | undefined, hidden: boolean): void {
    if (hidden !== this.#hidden) this.#forget(hidden);
    if (vmaName !== this.#tailName) {
      this.#tailName = vmaName;
      this.#tailLength = this.#put(MEMORY.tail, this.#format.tail(vmaName));
    }
    const end = from + pages;
    for (let at = from; at < end;) {
      const next = this.#engine.format(
        at,
        end,
        BigInt(page + at - from) * this.#pageSize,
        this.#pageSize,
        this.#model.markerType,
        this.#openLength,
        this.#betweenLength,
        MEMORY.tail,
        this.#tailLength,
      );
      if (next > at) this.#write(this.#bytes.subarray(MEMORY.output, MEMORY.output + this.#engine.written));
      at = next;
      if (at < end) this.#prepare(at);
    }
  }

  /** Makes the text for the state of a word, unless it is there. */
  #prepare(index: number): void {
    const slot = slotOf(this.#words[2 * index] ?? 0, this.#words[2 * index + 1] ?? 0, this.#model.markerType);
    const at = slot * MEMORY.templateBytes;
    if (this.#templates.getUint32(at, true) !== 0) return;
    if (this.#literals + STATE_BYTES > MEMORY.literalsEnd) this.#forget(this.#hidden ?? false);
    const info = this.#model.describe(slot, this.#hidden ?? false);
    const { text, afterNumbers } = this.#format.state(info);
    const [first = '', second = ''] = afterNumbers;
    const start = this.#literals;
    const lengths = [text, first, second].map((part) => {
      const length = this.#put(this.#literals, part);
      this.#literals += length;
      return length;
    });
    lengths.forEach((length, i) => {
      this.#templates.setUint16(at + 4 + 2 * i, length, true);
    });
    this.#templates.setUint8(at + 10, afterNumbers.length);
    this.#templates.setUint8(at + 11, info.number === 'pfn' ? 0 : 5);
    this.#templates.setUint32(at, start, true);
    // The engine copies 16 bytes at a time and may read that much behind the last literal.
    this.#literals += 16;
  }

  /** Starts anew: the text of a state depends on whether numbers are hidden. */
  #forget(hidden: boolean): void {
    this.#hidden = hidden;
    this.#literals = MEMORY.literals;
    this.#bytes.fill(0, MEMORY.templates, MEMORY.templates + SLOTS * MEMORY.templateBytes);
  }

  #put(at: number, text: string): number {
    return this.#encoder.encodeInto(text, this.#bytes.subarray(at)).written;
  }
}
