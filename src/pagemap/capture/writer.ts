import {
  CAPTURE_MAGIC,
  type CaptureHeader,
  encodeSection,
  RECORD,
  RECORD_HEAD,
  SECTION_LIMIT,
  type SectionName,
} from './format.ts';
import type { NewFile } from '../../input/bytes/io.ts';
import { type WordEngine, MEMORY, NO_MARKER_TYPE, WORD_BYTES } from '../scan/memory.ts';
import type { Piece } from '../sources/word-source.ts';

/** Equal empty words from which on one record for all is shorter. */
const WORTH_REPEATING = 8;
/** Most pages that one record counts. */
const MOST_PAGES = 2 ** 32 - 1;

/** Writes a capture; it appears under its name when it is whole. */
export class CaptureWriter {
  readonly #file: NewFile;
  readonly #engine: WordEngine;
  readonly #words: Uint8Array;
  readonly #halves: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #content = new Uint8Array(SECTION_LIMIT);
  readonly #view = new DataView(this.#content.buffer);
  #length = 0;
  #pages = 0;

  /**
   * @param file the new file, readable by its owner alone: it tells what a process does
   * @param maps pieces of the text of /proc/PID/maps or smaps
   * @throws PteDecodeError `ERR_OUTPUT` when the file cannot be written
   */
  constructor(file: NewFile, header: CaptureHeader, maps: Iterable<Uint8Array>, engine: WordEngine) {
    this.#file = file;
    this.#engine = engine;
    this.#words = new Uint8Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes);
    this.#halves = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
    file.write(CAPTURE_MAGIC);
    const encoder = new TextEncoder();
    this.#section('HEAD', encoder.encode(JSON.stringify(header)));
    for (const piece of maps)
      for (let at = 0; at < piece.length; at += SECTION_LIMIT)
        this.#section('MAPS', piece.subarray(at, at + SECTION_LIMIT));
  }

  /** Takes the next pieces of words. */
  add(piece: Piece): void {
    if (piece.from < 0) {
      this.#repeat(piece.page, piece.pages, piece.lo, piece.hi, piece.notRead === true);
      return;
    }
    const { from, page } = piece;
    const runs = this.#engine.findRuns(from, from + piece.pages, NO_MARKER_TYPE);
    const starts = this.#starts.slice(0, runs + 1);
    let open = from;
    for (let run = 0; run < runs; run += 1) {
      const start = starts[run] ?? 0;
      const end = starts[run + 1] ?? 0;
      if (end - start < WORTH_REPEATING || !this.#isEmpty(start, end)) continue;
      this.#literal(page + open - from, open, start);
      const at = 2 * start;
      this.#repeat(page + start - from, end - start, this.#halves[at] ?? 0, this.#halves[at + 1] ?? 0, false);
      open = end;
    }
    this.#literal(page + open - from, open, from + piece.pages);
  }

  /** Ends the file and moves it to its place. */
  finish(): void {
    this.#flush();
    const total = new Uint8Array(8);
    new DataView(total.buffer).setBigUint64(0, BigInt(this.#pages), true);
    this.#section('DONE', total);
    this.#file.finish();
  }

  /** Takes back what was written. */
  abandon(): void {
    this.#file.abandon();
  }

  /** Whether the pages of a run are all empty and all the same word. */
  #isEmpty(start: number, end: number): boolean {
    const hi = this.#halves[2 * start + 1] ?? 0;
    if (hi >>> 30 !== 0) return false;
    for (let i = 2 * start; i < 2 * end; i += 2)
      if (this.#halves[i] !== this.#halves[2 * start] || this.#halves[i + 1] !== hi) return false;
    return true;
  }

  #record(page: number, kind: number, pages: number): void {
    this.#view.setBigUint64(this.#length, BigInt(page), true);
    this.#view.setUint32(this.#length + 8, kind, true);
    this.#view.setUint32(this.#length + 12, pages, true);
    this.#length += RECORD_HEAD;
    this.#pages += pages;
  }

  #repeat(page: number, pages: number, lo: number, hi: number, notRead: boolean): void {
    for (let at = 0; at < pages; at += MOST_PAGES) {
      if (this.#length + RECORD_HEAD + WORD_BYTES > SECTION_LIMIT) this.#flush();
      this.#record(page + at, notRead ? RECORD.notRead : RECORD.repeat, Math.min(MOST_PAGES, pages - at));
      this.#view.setUint32(this.#length, lo, true);
      this.#view.setUint32(this.#length + 4, hi, true);
      this.#length += WORD_BYTES;
    }
  }

  #literal(page: number, start: number, end: number): void {
    for (let at = start; at < end;) {
      let room = Math.floor((SECTION_LIMIT - this.#length - RECORD_HEAD) / WORD_BYTES);
      if (room < 1) {
        this.#flush();
        room = Math.floor((SECTION_LIMIT - RECORD_HEAD) / WORD_BYTES);
      }
      const pages = Math.min(room, end - at);
      this.#record(page + at - start, RECORD.words, pages);
      this.#content.set(this.#words.subarray(at * WORD_BYTES, (at + pages) * WORD_BYTES), this.#length);
      this.#length += pages * WORD_BYTES;
      at += pages;
    }
  }

  #flush(): void {
    if (this.#length > 0) this.#section('DATA', this.#content.subarray(0, this.#length));
    this.#length = 0;
  }

  #section(name: SectionName, content: Uint8Array): void {
    this.#file.write(encodeSection(name, content));
  }
}
