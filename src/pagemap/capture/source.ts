import { defined } from '../../core/defined.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { type CaptureHeader, RECORD, RECORD_HEAD, SECTION_LIMIT } from './format.ts';
import { HEADER_AT } from './magic.ts';
import { type Section, SectionReader } from './sections.ts';
import { CHANGED_WHILE_READ, type Input } from '../../input/bytes/io.ts';
import { MapsReader, type Vma } from '../../pages/maps.ts';
import { Mappings } from '../../pages/mappings.ts';
import { type WordEngine, MEMORY, WORD_BYTES } from '../scan/memory.ts';
import { isPageSize } from '../../pages/page-filter.ts';
import { type Piece, SOFT_DIRTY_HI, type WordSource } from '../sources/word-source.ts';
import { splitPiece } from './vma-split.ts';
import { isWorthSkipping } from '../sources/worth-skipping.ts';

/** Most text of maps that is read: far more than 65,530 mappings need. */
const MAPS_LIMIT = 1 << 28;
/** Page numbers of a 64-bit address space of the smallest pages. */
const MOST_PAGES = 2n ** 52n;

/** A capture, opened: what its header says, and its words. */
interface Capture {
  readonly header: CaptureHeader;
  readonly source: WordSource;
}

/**
 * Opens a capture.
 *
 * @param input stands behind the magic
 * @throws PteDecodeError `ERR_FORMAT` or `ERR_TRUNCATED` when not even header and mappings are whole
 */
export function openCapture(input: Input, engine: WordEngine): Capture {
  const reader = new SectionReader(input);
  const head = reader.next();
  if (head?.name !== 'HEAD') throw reader.broken('ERR_FORMAT', 'capture without header');
  const header = parseHeader(head.content, reader);
  const maps = new MapsReader(`${input.name} (mappings)`, header.page_size);
  const decoder = new TextDecoder();
  let total = 0;
  let section = reader.next();
  for (; section?.name === 'MAPS'; section = reader.next()) {
    total += section.content.length;
    if (total > MAPS_LIMIT) throw reader.broken('ERR_FORMAT', `mappings of more than ${MAPS_LIMIT} bytes`);
    maps.add(decoder.decode(section.content, { stream: true }));
  }
  maps.add(decoder.decode());
  return { header, source: new CaptureSource(input, reader, section, header, maps.end(), engine) };
}

/** Reads the header: a field of another type than the format has it is refused, whoever wrote it. */
function parseHeader(content: Uint8Array, reader: SectionReader): CaptureHeader {
  const refuse = (problem: string): PteDecodeError => reader.broken('ERR_FORMAT', problem, HEADER_AT);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(content));
  } catch {
    throw refuse('header is not JSON');
  }
  const get = (name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined;
  const text = (name: string): string => {
    const field = get(name) ?? '';
    if (typeof field !== 'string') throw refuse(`"${name}" in the header is not text`);
    return field;
  };
  const format = get('format');
  if (format !== 1) {
    const said = typeof format === 'number' ? `format ${format}` : 'a format that is no number';
    throw refuse(`capture of ${said}: wanted 1`);
  }
  const pageSize = get('page_size');
  const kernel = text('kernel');
  if (typeof pageSize !== 'number' || !isPageSize(pageSize) || kernel === '')
    throw refuse('header without page_size or kernel');
  const pid = get('pid') ?? 0;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 0)
    throw refuse('"pid" in the header is not a number of a process');
  const truth = (name: string): boolean | undefined => {
    const field = get(name);
    if (field !== undefined && typeof field !== 'boolean')
      throw refuse(`"${name}" in the header is not true or false`);
    return field;
  };
  const notes: unknown = get('notes') ?? [];
  if (!isListOfText(notes)) throw refuse('"notes" in the header is not a list of texts');
  return {
    format,
    page_size: pageSize,
    kernel,
    pid,
    program: text('program'),
    taken: text('taken'),
    ...defined({
      soft_dirty: truth('soft_dirty'),
      device_private: truth('device_private'),
      unread_marked: truth('unread_marked'),
    }),
    notes,
  };
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Sections that stand only in front of the pages, and what one behind them is called. */
const MISPLACED: Readonly<Partial<Record<string, string>>> = {
  HEAD: 'a second header',
  MAPS: 'mappings behind the first pages',
};

/** A repeated empty word of an older capture may stand for what nobody read. */
function unreadIfSkipped(piece: Piece): Piece {
  return piece.vma && isWorthSkipping(piece.vma) ? { ...piece, notRead: true } : piece;
}

/** What is said of mappings that an older capture may have taken for empty. */
function skippedNotes(vmas: readonly Vma[]): readonly string[] {
  const skipped = vmas.filter(isWorthSkipping);
  if (skipped.length === 0) return [];
  const pages = skipped.reduce((sum, { start, end }) => sum + end - start, 0);
  return [
    `this capture does not say whether it read ${skipped.length === 1 ? 'a mapping' : `${skipped.length} mappings`} of ${pages} pages that smaps calls empty: where it holds them as empty they count as not read; take it again`,
  ];
}

class CaptureSource implements WordSource {
  readonly name: string;
  readonly pageSize: number;
  readonly hasVmas = true;
  readonly problems: string[] = [];
  readonly notes: readonly string[];
  readonly #input: Input;
  readonly #reader: SectionReader;
  readonly #mappings: Mappings;
  readonly #chunk: Uint8Array;
  /** What was not read has records of its own. */
  readonly #unreadMarked: boolean;
  /** Read already, while looking for the end of the mappings. */
  #first: Section | undefined;
  #ended = false;
  #pages = 0n;
  /** Page number behind the last: pages come in order. */
  #nextPage = 0n;

  constructor(
    input: Input,
    reader: SectionReader,
    first: Section | undefined,
    header: CaptureHeader,
    vmas: readonly Vma[],
    engine: WordEngine,
  ) {
    this.name = input.name;
    this.pageSize = header.page_size;
    this.#unreadMarked = header.unread_marked === true;
    this.notes = this.#unreadMarked ? header.notes : [...header.notes, ...skippedNotes(vmas)];
    this.#input = input;
    this.#reader = reader;
    this.#first = first;
    this.#mappings = new Mappings(vmas.map((vma) => ({ vma, start: vma.start, end: vma.end })));
    this.#chunk = new Uint8Array(engine.buffer, MEMORY.words, SECTION_LIMIT);
    if (!first) this.#stop(reader.broken('ERR_TRUNCATED', 'capture ends without its end mark'));
  }

  next(): readonly Piece[] | undefined {
    while (!this.#ended) {
      try {
        const section = this.#first ?? this.#reader.next();
        this.#first = undefined;
        if (!section) throw this.#reader.broken('ERR_TRUNCATED', 'capture ends without its end mark');
        const pieces = this.#read(section);
        if (pieces.length > 0) return pieces;
      } catch (error) {
        if (!(error instanceof PteDecodeError)) throw error;
        this.#stop(error);
      }
    }
    return undefined;
  }

  #stop(error: PteDecodeError): void {
    this.problems.push(error.message);
    this.#ended = true;
  }

  #read({ name, content }: Section): readonly Piece[] {
    if (name === 'DATA') return this.#readData(content);
    const misplaced = MISPLACED[name];
    if (misplaced !== undefined)
      throw this.#reader.broken('ERR_FORMAT', `${misplaced} in capture`, this.#reader.start);
    if (name !== 'DONE') return [];
    this.#ended = true;
    const view = new DataView(content.buffer, content.byteOffset, content.length);
    const total = content.length === 8 ? view.getBigUint64(0, true) : -1n;
    if (total !== this.#pages)
      throw this.#reader.broken('ERR_FORMAT', `capture has ${this.#pages} pages, its end mark says ${total}`);
    if (this.#reader.hasMore())
      throw this.#reader.broken(
        'ERR_FORMAT',
        'what stands behind its end mark is not read: captures are given one by one',
        this.#reader.start,
      );
    if (this.#input.hasChanged?.() === true) this.problems.push(`${this.name}: ${CHANGED_WHILE_READ}`);
    return [];
  }

  #readData(content: Uint8Array): readonly Piece[] {
    const view = new DataView(content.buffer, content.byteOffset, content.length);
    const pieces: Piece[] = [];
    let used = 0;
    for (let at = 0; at < content.length;) {
      const whole = at + RECORD_HEAD <= content.length;
      const page = whole ? view.getBigUint64(at, true) : 0n;
      const kind = whole ? view.getUint32(at + 8, true) : -1;
      const pages = whole ? view.getUint32(at + 12, true) : 0;
      const bytes = kind === RECORD.words ? pages * WORD_BYTES : WORD_BYTES;
      at += RECORD_HEAD;
      const known = kind === RECORD.words || kind === RECORD.repeat || kind === RECORD.notRead;
      if (!known || pages === 0 || at + bytes > content.length)
        throw this.#reader.broken('ERR_FORMAT', 'damaged record in capture');
      if (page < this.#nextPage || page + BigInt(pages) > MOST_PAGES)
        throw this.#reader.broken('ERR_FORMAT', 'pages of the capture are not in order');
      this.#nextPage = page + BigInt(pages);
      this.#pages += BigInt(pages);
      const base = { page: Number(page), pages, vma: undefined };
      if (kind === RECORD.words) {
        this.#chunk.set(content.subarray(at, at + bytes), used);
        pieces.push(...splitPiece({ ...base, from: used / WORD_BYTES, lo: 0, hi: 0 }, this.#mappings));
        used += bytes;
      } else {
        const lo = view.getUint32(at, true);
        const hi = view.getUint32(at + 4, true);
        const notRead = kind === RECORD.notRead;
        const parts = splitPiece({ ...base, from: -1, lo, hi, notRead }, this.#mappings);
        const isEmpty = lo === 0 && (hi === 0 || hi === SOFT_DIRTY_HI);
        pieces.push(...(this.#unreadMarked || !isEmpty ? parts : parts.map(unreadIfSkipped)));
      }
      at += bytes;
    }
    return pieces;
  }

  progress(): number | undefined {
    const { size } = this.#input;
    return size === undefined ? undefined : Math.min(1, this.#reader.offset / size);
  }

  close(): void {
    this.#input.close();
  }
}
