import type { ListFormat } from '../options/output/format.ts';
import type { LineFormat, StateText } from '../../pagemap/line-writer.ts';
import { bitOfUnknown } from '../../pagemap/layout.ts';
import type { PagemapModel, StateInfo } from '../../pagemap/model.ts';
import type { PageRun } from '../../pagemap/page-runs.ts';
import { writeDecimalBytes, writeHexBytes, writeShortHexBytes } from '../../bulk/hex-bytes.ts';
import { pagemapKernelText } from './words.ts';
import { leavingText, printable } from '../../core/printable.ts';
import { SCHEMA } from '../../records/schema-number.ts';
import { joinCells } from '../../records/cells.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const hexBytes = writeHexBytes;
const shortHexBytes = writeShortHexBytes;
const decimalBytes = writeDecimalBytes;

/** Longest name of a mapping in lines and tables, in characters. */
const NAME_WIDTH = 4096;
/** The longest label is `pte-marker:uffd_wp+poisoned`; most are shorter. */
const LABEL_WIDTH = 18;
const PAGES_WIDTH = 8;
const ONE = 0x31;

/** The columns of CSV and TSV. */
// prettier-ignore
const PAGEMAP_COLUMNS: readonly string[] = [
  'vaddr', 'pages', 'raw', 'state', 'markers', 'flags', 'pfn', 'swap_type', 'swap_name', 'swap_offset', 'vma',
];

/** JSON text of a name, for lines that are made as bytes: nothing in it can act on a terminal. */
export function jsonName(name: string | undefined): string {
  return name === undefined ? 'null' : leavingText(JSON.stringify(name));
}

/** The flags column of lines: a letter at its place, `-` where the flag is clear. */
export function flagLetters(model: PagemapModel, info: StateInfo): string {
  const letters = model.flags
    .map((row) => (info.flags.includes(row.short) ? (row.letter ?? '?') : '-'))
    .join('');
  const unknown = info.flags.filter((name) => bitOfUnknown(name) !== undefined);
  return [letters, ...unknown].join(' ');
}

/** The first line of `--format line`, CSV and TSV; empty for JSON. */
export function pagemapHeading(model: PagemapModel, format: ListFormat, withKpageflags = false): string {
  switch (format) {
    case 'json':
      return '';
    case 'line': {
      const letters = model.flags.map(({ letter, short }) => `${letter ?? '?'}=${short}`).join(' ');
      return `# ${printable(pagemapKernelText(model.kernel), 200)}; letters ${letters}\n`;
    }
    default:
      return joinCells(
        withKpageflags ? PAGEMAP_COLUMNS.toSpliced(-1, 0, 'kpageflags') : PAGEMAP_COLUMNS,
        format,
      );
  }
}

/** What stands in JSON between the digits of a word and of its number, and behind that. @param known whether it holds for all that is meant */
export function stateJson(info: StateInfo, known: boolean): StateText {
  const list = (names: readonly string[]): string => JSON.stringify(names);
  const head = `","state":"${info.state}","markers":${list(info.markers)},"flags":${list(info.flags)}`;
  const { type } = info;
  const before = type && `"swap":{"type":${type.number},"name":${JSON.stringify(type.name)},"offset":`;
  if (info.number === 'pfn' && known) return { text: `${head},"pfn":"0x`, afterNumbers: ['","swap":null'] };
  if (before === undefined) return { text: `${head},"pfn":null,"swap":null`, afterNumbers: [] };
  // The markers are the number of a marker: always known.
  if (info.number === 'none') return { text: `${head},"pfn":null,${before}"0x`, afterNumbers: ['"}'] };
  if (!known) return { text: `${head},"pfn":null,${before}null}`, afterNumbers: [] };
  if (info.number === 'offset') return { text: `${head},"pfn":null,${before}"0x`, afterNumbers: ['"}'] };
  return { text: `${head},"pfn":"0x`, afterNumbers: [`",${before}"0x`, '"}'] };
}

function stateCells(info: StateInfo, separator: string, known: boolean): StateText {
  const head = ['', info.state, info.markers.join(' '), info.flags.join(' ')].join(separator);
  const swap = info.type ? [String(info.type.number), info.type.name].join(separator) : separator;
  const end = separator;
  if (info.number === 'pfn' && known)
    return { text: `${head}${separator}0x`, afterNumbers: [`${separator}${swap}${separator}${end}`] };
  if (info.number === 'pfn-offset' && known)
    return { text: `${head}${separator}0x`, afterNumbers: [`${separator}${swap}${separator}0x`, end] };
  if (info.type && (known || info.number === 'none'))
    return { text: `${head}${separator}${separator}${swap}${separator}0x`, afterNumbers: [end] };
  return { text: `${head}${separator}${separator}${swap}${separator}${end}`, afterNumbers: [] };
}

function stateLine(model: PagemapModel, info: StateInfo, known: boolean): StateText {
  const head = ` ${info.label.padEnd(LABEL_WIDTH)} ${flagLetters(model, info)}`;
  if (info.number === 'pfn' && known) return { text: `${head} pfn 0x`, afterNumbers: [''] };
  if (!info.type || info.state === 'pte-marker') return { text: head, afterNumbers: [] };
  const type = ` ${info.type.number}:`;
  if (!known) return { text: `${head}${type}`, afterNumbers: [] };
  return { text: `${head}${type}0x`, afterNumbers: [''] };
}

const SEPARATORS: Readonly<Record<'csv' | 'tsv', string>> = { csv: ',', tsv: '\t' };

function stateText(format: ListFormat, model: PagemapModel, info: StateInfo, known: boolean): StateText {
  if (format === 'json') return stateJson(info, known);
  if (format === 'line') return stateLine(model, info, known);
  return stateCells(info, SEPARATORS[format], known);
}

function tailText(format: ListFormat, name: string | undefined): string {
  if (format === 'json') return `,"vma":${jsonName(name)}}\n`;
  if (format === 'line')
    return name === undefined || name === '' ? '\n' : `  ${printable(name, NAME_WIDTH)}\n`;
  return joinCells([printable(name ?? '', NAME_WIDTH)], format);
}

function openText(format: ListFormat): string {
  return format === 'json' ? `{"schema":${SCHEMA},"vaddr":"0x` : '0x';
}

/** How one line per page is written. */
export function entryFormat(format: ListFormat, model: PagemapModel): LineFormat {
  const between = { json: '","pages":1,"raw":"0x', line: ' 0x', csv: ',1,0x', tsv: '\t1\t0x' } as const;
  return {
    open: openText(format),
    between: between[format],
    state: (info) => stateText(format, model, info, true),
    tail: (name) => tailText(format, name),
  };
}

const NOTHING = new Uint8Array(0);

/** The column of kernel page flags; undefined for pages without a frame. */
export function extraText(format: ListFormat, names: readonly string[] | undefined): string {
  switch (format) {
    case 'json':
      return `,"kpageflags":${names === undefined ? 'null' : JSON.stringify(names)}`;
    case 'line':
      return names === undefined ? '' : ` {${names.join(',')}}`;
    default:
      return `${(names ?? []).join(' ')}${SEPARATORS[format]}`;
  }
}

/** More columns of a line as bytes, for `RangeWriter`. */
export const extraBytes = (text: string): Uint8Array => new TextEncoder().encode(leavingText(text));

/** Bytes that are written at once. */
const BUFFER_BYTES = 1 << 17;
/** What a range may take beside its tail. */
const RANGE_BYTES = 2048;
/** Names of mappings whose bytes are kept. */
const TAILS_KEPT = 1000;

/** The texts of a state as bytes. */
interface StateBytes {
  readonly text: Uint8Array;
  readonly afterNumbers: readonly Uint8Array[];
}

/** Writes runs as ranges. */
export class RangeWriter {
  readonly #format: ListFormat;
  readonly #model: PagemapModel;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #encoder = new TextEncoder();
  readonly #bytes = new Uint8Array(BUFFER_BYTES);
  readonly #single: boolean;
  readonly #open: Uint8Array;
  readonly #beforePages: Uint8Array;
  readonly #afterPages: Uint8Array;
  /** Page numbers below the border of 32 bits of an address, and how far to shift them. */
  readonly #pagesBelow: number;
  readonly #pageSize: number;
  readonly #states = new Map<number, StateBytes>();
  readonly #tails = new Map<string | undefined, Uint8Array>();
  #hidden = false;
  #length = 0;

  /**
   * @param pageSize bytes of a page, a power of two
   * @param write takes what is ready; the bytes are valid during the call only
   */
  constructor(
    format: ListFormat,
    model: PagemapModel,
    pageSize: number,
    write: (bytes: Uint8Array) => void,
    single = false,
  ) {
    this.#format = format;
    this.#model = model;
    this.#write = write;
    this.#pageSize = pageSize;
    this.#pagesBelow = 2 ** 32 / pageSize;
    this.#open = this.#encode(openText(format));
    const [before, after] = BETWEEN[format];
    this.#single = single;
    this.#beforePages = single && format === 'line' ? NOTHING : this.#encode(before);
    this.#afterPages = this.#encode(after);
  }

  /**
   * Writes one line, or one JSON object and a line feed.
   *
   * @param extra more columns, as `extraText` makes them
   */
  add(run: PageRun, hidden: boolean, extra: Uint8Array = NOTHING): void {
    if (hidden !== this.#hidden) {
      this.#hidden = hidden;
      this.#states.clear();
    }
    const tail = this.#tail(run.vma?.name);
    if (this.#length + RANGE_BYTES + tail.length + extra.length > BUFFER_BYTES) this.flush();
    const out = this.#bytes;
    const isLine = this.#format === 'line';
    let at = this.#copy(this.#open, this.#length);
    at = this.#address(at, run.page);
    at = this.#copy(this.#beforePages, at);
    if (isLine && !this.#single) {
      at = this.#address(at, run.page + run.pages);
      out[at++] = 32;
    }
    if (!isLine || !this.#single) at = decimalBytes(out, at, run.pages, isLine ? PAGES_WIDTH : 1);
    at = this.#copy(this.#afterPages, at);
    at = hexBytes(out, hexBytes(out, at, run.hi), run.lo);
    const { text, afterNumbers } = this.#state(run.slot, run.sequential);
    at = this.#copy(text, at);
    for (const after of afterNumbers) at = this.#copy(after, writeNumber(out, at, run.lo, run.hi));
    this.#length = this.#copy(tail, this.#copy(extra, at));
  }

  /** Writes what is ready. */
  flush(): void {
    if (this.#length > 0) this.#write(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }

  #copy(from: Uint8Array, at: number): number {
    const { length } = from;
    // A loop is faster than set() for so few bytes.
    for (let i = 0; i < length; i += 1) this.#bytes[at + i] = from[i] ?? 0;
    return at + length;
  }

  /** The address of a page as 16 digits; the end of the address space has one more. */
  #address(start: number, page: number): number {
    // Powers of two: exact, and faster than a remainder of floating-point numbers.
    const hi = Math.floor(page / this.#pagesBelow);
    const lo = (page - hi * this.#pagesBelow) * this.#pageSize;
    let at = start;
    if (hi === 2 ** 32) this.#bytes[at++] = ONE;
    return hexBytes(this.#bytes, hexBytes(this.#bytes, at, hi), lo);
  }

  #state(slot: number, known: boolean): StateBytes {
    const key = known ? slot : -1 - slot;
    let bytes = this.#states.get(key);
    if (!bytes) {
      const info = this.#model.describe(slot, this.#hidden);
      const { text, afterNumbers } = stateText(this.#format, this.#model, info, known);
      bytes = { text: this.#encode(text), afterNumbers: afterNumbers.map((each) => this.#encode(each)) };
      this.#states.set(key, bytes);
    }
    return bytes;
  }

  #tail(name: string | undefined): Uint8Array {
    let bytes = this.#tails.get(name);
    if (!bytes) {
      bytes = this.#encode(tailText(this.#format, name));
      if (this.#tails.size > TAILS_KEPT) this.#tails.clear();
      this.#tails.set(name, bytes);
    }
    return bytes;
  }

  #encode(text: string): Uint8Array {
    return this.#encoder.encode(text);
  }
}

/** What stands between the address and the number of pages, and between that and the word. */
const BETWEEN: Readonly<Record<ListFormat, readonly [string, string]>> = {
  json: ['","pages":', ',"raw":"0x'],
  line: ['-0x', ' 0x'],
  csv: [',', ',0x'],
  tsv: ['\t', '\t0x'],
};

/** The number in a word: bits 0-54 of a present page, 5-54 of a swapped one. */
function writeNumber(out: Uint8Array, at: number, lo: number, hi: number): number {
  const high = hi & 0x7f_ffff;
  if (hi >>> 31 === 1) return shortHexBytes(out, at, high, lo);
  return shortHexBytes(out, at, high >>> 5, ((lo >>> 5) | (high << 27)) >>> 0);
}
