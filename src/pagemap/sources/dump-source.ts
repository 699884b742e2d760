import { counted } from '../../core/counted.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { CHANGED_WHILE_READ, type Input } from '../../input/bytes/io.ts';
import type { Vma } from '../../pages/maps.ts';
import { type WordEngine, MEMORY, READ_BYTES, WORD_BYTES } from '../scan/memory.ts';
import { ForeignWord } from './foreign-word.ts';
import type { ReadAhead } from './read-ahead.ts';
import type { Piece, WordSource } from './word-source.ts';

/** Words that are read of a device: no dump is one, and it may have no end. They stand for 4 GiB in pages of 4 KiB. */
const MOST_OF_DEVICE = 2 ** 20;

const NO_BYTES = new Uint8Array(0);

/** How the words of a dump map to addresses. */
interface DumpShape {
  readonly pageSize: number;
  /** Page number of the first word, when there are no mappings. */
  readonly startPage: number;
  /** The mappings; undefined when nothing is known of them. */
  readonly vmas: readonly Vma[] | undefined;
  /** The words are indexed by virtual page number, not the mappings one behind the other. */
  readonly absolute: boolean;
}

/**
 * Reads a plain dump: little-endian words, nothing else.
 *
 * @throws PteDecodeError `ERR_INPUT` for a pagemap file of a process, which has a word for every page of the address space
 */
export function openDump(input: Input, engine: WordEngine, shape: DumpShape, ahead?: ReadAhead): WordSource {
  if (/^\/proc\/[^/]+\/(task\/[^/]+\/)?pagemap$/.test(input.name))
    throw new PteDecodeError(
      'ERR_INPUT',
      'is the whole address space of a process, 256 GiB of words: use --pid',
      { origin: { source: input.name } },
    );
  return new DumpSource(input, engine, shape, ahead);
}

/** The mappings in the order of the words, each with the index of its first word. */
interface Segment {
  readonly word: number;
  readonly vma: Vma;
}

class DumpSource implements WordSource {
  readonly name: string;
  readonly pageSize: number;
  readonly hasVmas: boolean;
  readonly problems: string[] = [];
  foreign: string | undefined;
  readonly notes: string[] = [];
  readonly #input: Input;
  readonly #shape: DumpShape;
  readonly #ahead: ReadAhead | undefined;
  readonly #bytes: Uint8Array;
  readonly #foreign: ForeignWord;
  /** All of them but the room for an unfinished word. */
  readonly #target: Uint8Array;
  readonly #segments: readonly Segment[];
  /** The segment that the next word lies in or before. */
  #segment = 0;
  /** Bytes of an unfinished word. */
  #rest: Uint8Array = NO_BYTES;
  /** Index in the chunk of the words that were read last. */
  #from = 0;
  /** Index of the next word. */
  #word = 0;
  #ended = false;

  constructor(input: Input, engine: WordEngine, shape: DumpShape, ahead: ReadAhead | undefined) {
    this.name = input.name;
    this.pageSize = shape.pageSize;
    this.hasVmas = shape.vmas !== undefined;
    this.#input = input;
    this.#shape = shape;
    this.#ahead = ahead;
    this.#bytes = new Uint8Array(engine.buffer, MEMORY.words, READ_BYTES + WORD_BYTES);
    this.#foreign = new ForeignWord(engine);
    this.#target = this.#bytes.subarray(0, READ_BYTES);
    let word = 0;
    this.#segments = (shape.vmas ?? []).map((vma) => {
      const segment = { word: shape.absolute ? vma.start : word, vma };
      word += vma.end - vma.start;
      return segment;
    });
  }

  next(): readonly Piece[] | undefined {
    while (!this.#ended) {
      const words = this.#fill();
      const pieces = this.hasVmas ? this.#split(words) : this.#whole(words);
      this.#word += words;
      for (const piece of pieces) this.#look(piece);
      if (pieces.length > 0) return pieces;
    }
    return undefined;
  }

  #look(piece: Piece): void {
    if (this.foreign !== undefined) return;
    const text = this.#foreign.look(piece, this.pageSize);
    if (text === undefined) return;
    this.foreign = `${this.name}: ${text}`;
    // The first, however the input comes.
    this.problems.unshift(this.foreign);
  }

  /** Reads whole words into the chunk and gives their number; 0 at the end. */
  #fill(): number {
    const { readAt } = this.#input;
    const segment = this.#segments[this.#segment];
    if (this.#shape.absolute && this.hasVmas) {
      if (segment === undefined) return this.#end();
      if (readAt) return this.#fillAt(readAt, segment);
    }
    if (this.#ahead) return this.#fillAhead(this.#ahead);
    // What was left of a word goes to the front, so that words lie on their borders.
    const kept = this.#rest.length;
    if (kept > 0) this.#bytes.set(this.#rest, 0);
    const got = this.#input.read(kept > 0 ? this.#bytes.subarray(kept, kept + READ_BYTES) : this.#target);
    if (got === 0) return this.#end();
    if (this.#input.isDevice === true && this.#word >= MOST_OF_DEVICE) {
      this.problems.push(
        `${this.name}: a device, which may have no end: the first ${this.#word} words were read`,
      );
      this.#ended = true;
      return 0;
    }
    const words = Math.floor((kept + got) / WORD_BYTES);
    // A pipe gives 64 KiB at a time: nothing is made for each of so many reads.
    const left = kept + got - words * WORD_BYTES;
    this.#rest = left > 0 ? this.#bytes.slice(words * WORD_BYTES, kept + got) : NO_BYTES;
    return words;
  }

  #fillAhead(ahead: ReadAhead): number {
    const { at, bytes } = ahead.next();
    if (bytes === 0) return this.#end();
    this.#from = (at - MEMORY.words) / WORD_BYTES;
    const words = Math.floor(bytes / WORD_BYTES);
    this.#rest = this.#bytes.slice(0, bytes - words * WORD_BYTES);
    return words;
  }

  /** Reads words of a segment at their place in a file that is indexed by page number. */
  #fillAt(readAt: NonNullable<Input['readAt']>, segment: Segment): number {
    if (this.#word < segment.word) this.#word = segment.word;
    const left = (segment.vma.end - this.#word) * WORD_BYTES;
    const target = this.#bytes.subarray(0, Math.min(left, READ_BYTES));
    const got = readAt(this.#word * WORD_BYTES, target);
    if (got === 0) return this.#end();
    const words = Math.floor(got / WORD_BYTES);
    this.#rest = target.slice(words * WORD_BYTES, got);
    return words === 0 ? this.#end() : words;
  }

  #end(): number {
    this.#ended = true;
    if (this.#input.hasChanged?.() === true) this.problems.push(`${this.name}: ${CHANGED_WHILE_READ}`);
    if (this.#rest.length > 0)
      this.problems.push(
        `${this.name}: ${this.#rest.length} bytes are left over behind ${this.#word} entries of 8 bytes`,
      );
    else if (this.#word === 0 && !this.hasVmas) this.problems.push(`${this.name}: empty: no words in it`);
    const unread = this.#segments.slice(this.#segment).filter(({ vma }) => vma.name !== '[vsyscall]');
    const [first] = unread;
    if (first) {
      const pages = unread.reduce((sum, { vma }) => sum + vma.end - vma.start, 0);
      const read = Math.max(0, this.#word - first.word);
      this.problems.push(
        `${this.name}: ends ${counted(pages - read, 'page')} before the end of the mappings`,
      );
    }
    return 0;
  }

  #whole(words: number): readonly Piece[] {
    if (words === 0) return [];
    const page = this.#shape.startPage + this.#word;
    const pagesLeft = 2 ** 64 / this.pageSize - page;
    if (words > pagesLeft) {
      this.problems.push(
        `${this.name}: more entries than there are addresses behind --start; the rest is left out`,
      );
      this.#ended = true;
    }
    return [{ page, pages: Math.min(words, pagesLeft), from: this.#from, lo: 0, hi: 0, vma: undefined }];
  }

  /** Cuts the words of the chunk at the borders of mappings. */
  #split(words: number): readonly Piece[] {
    const pieces: Piece[] = [];
    const end = this.#word + words;
    let at = this.#word;
    while (at < end) {
      const segment = this.#segments[this.#segment];
      if (!segment) {
        if (!this.#shape.absolute)
          this.problems.push(
            `${this.name}: more entries than the mappings have pages (${at}); the rest is left out`,
          );
        this.#ended = true;
        break;
      }
      const { vma, word } = segment;
      const stop = Math.min(end, word + vma.end - vma.start);
      const start = Math.max(at, word);
      if (start < stop)
        pieces.push({
          page: vma.start + start - word,
          pages: stop - start,
          from: start - this.#word + this.#from,
          lo: 0,
          hi: 0,
          vma,
        });
      at = Math.max(at, Math.min(end, Math.max(stop, word)));
      if (at >= word + vma.end - vma.start) this.#segment += 1;
    }
    return pieces;
  }

  progress(): number | undefined {
    const { size } = this.#input;
    return size === undefined ? undefined : Math.min(1, (this.#word * WORD_BYTES) / size);
  }

  close(): void {
    this.#ahead?.stop();
    this.#input.close();
  }
}
