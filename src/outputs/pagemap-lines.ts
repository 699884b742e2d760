import type { LineFormat, StateText } from '../pagemap/line-writer.ts';
import type { PagemapModel, StateInfo } from '../pagemap/model.ts';
import type { PageRun } from '../pagemap/runs.ts';
import { printable } from '../core/printable.ts';
import { SCHEMA } from './record.ts';
import { joinCells } from './table.ts';

/** How ranges and entries of pagemap can be written. */
export const PAGEMAP_FORMATS = ['line', 'json', 'csv', 'tsv'] as const;
export type PagemapFormat = (typeof PAGEMAP_FORMATS)[number];

/** Longest name of a mapping in lines and tables, in characters. */
const NAME_WIDTH = 4096;
/** The longest label is `pte-marker:uffd-wp+poisoned`; most are shorter. */
const LABEL_WIDTH = 18;
const PAGES_WIDTH = 8;

/** The columns of CSV and TSV. */
// prettier-ignore
export const PAGEMAP_COLUMNS = [
  'vaddr', 'pages', 'raw', 'state', 'markers', 'flags', 'pfn', 'swap_type', 'swap_name', 'swap_offset', 'vma',
] as const;

/** JSON text of a name: nothing in it can act on a terminal. */
export function jsonName(name: string | undefined): string {
  if (name === undefined) return 'null';
  return JSON.stringify(name).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** The flags column of lines: a letter at its place, `-` where the flag is clear. */
export function flagLetters(model: PagemapModel, info: StateInfo): string {
  const letters = model.flags
    .map((row) => (info.flags.includes(row.short) ? (row.letter ?? '?') : '-'))
    .join('');
  const unknown = info.flags.filter((name) => name.startsWith('bit-'));
  return [letters, ...unknown].join(' ');
}

/** The first line of `--format line`, CSV and TSV; empty for JSON. */
export function pagemapHeading(model: PagemapModel, format: PagemapFormat): string {
  switch (format) {
    case 'json':
      return '';
    case 'line': {
      const letters = model.flags.map(({ letter, short }) => `${letter ?? '?'}=${short}`).join(' ');
      return `# kernel ${printable(model.kernel.id, 200)}; letters ${letters}\n`;
    }
    default:
      return joinCells(PAGEMAP_COLUMNS, format);
  }
}

function stateJson(info: StateInfo, known: boolean): StateText {
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

function stateText(format: PagemapFormat, model: PagemapModel, info: StateInfo, known: boolean): StateText {
  if (format === 'json') return stateJson(info, known);
  if (format === 'line') return stateLine(model, info, known);
  return stateCells(info, SEPARATORS[format], known);
}

function tailText(format: PagemapFormat, name: string | undefined): string {
  if (format === 'json') return `,"vma":${jsonName(name)}}\n`;
  if (format === 'line')
    return name === undefined || name === '' ? '\n' : `  ${printable(name, NAME_WIDTH)}\n`;
  return joinCells([printable(name ?? '', NAME_WIDTH)], format);
}

function openText(format: PagemapFormat): string {
  return format === 'json' ? `{"schema":${SCHEMA},"vaddr":"0x` : '0x';
}

/** How one line per page is written. */
export function entryFormat(format: PagemapFormat, model: PagemapModel): LineFormat {
  const between = { json: '","pages":1,"raw":"0x', line: ' 0x', csv: ',1,0x', tsv: '\t1\t0x' } as const;
  return {
    open: openText(format),
    between: between[format],
    state: (info) => stateText(format, model, info, true),
    tail: (name) => tailText(format, name),
  };
}

/** Writes runs as ranges. */
export class RangeFormatter {
  readonly #format: PagemapFormat;
  readonly #model: PagemapModel;
  readonly #pageSize: number;
  readonly #pageShift: number | undefined;
  readonly #states = new Map<number, StateText>();
  readonly #tails = new Map<string | undefined, string>();
  readonly #open: string;
  #hidden = false;

  /** @param pageSize bytes of a page */
  constructor(format: PagemapFormat, model: PagemapModel, pageSize: number) {
    this.#format = format;
    this.#model = model;
    this.#pageSize = pageSize;
    const shift = Math.log2(pageSize);
    this.#pageShift = shift % 4 === 0 ? shift / 4 : undefined;
    this.#open = openText(format);
  }

  /** The address of a page as 16 digits. */
  #address(page: number): string {
    const digits =
      this.#pageShift === undefined
        ? (BigInt(page) * BigInt(this.#pageSize)).toString(16)
        : page.toString(16) + '0'.repeat(this.#pageShift);
    return digits.padStart(16, '0');
  }

  /** One line, or one JSON object and a line feed. */
  render(run: PageRun, hidden: boolean): string {
    if (hidden !== this.#hidden) {
      this.#hidden = hidden;
      this.#states.clear();
    }
    const { page, pages, lo, hi, slot, sequential } = run;
    const { text, afterNumbers } = this.#state(slot, sequential);
    const raw = hi.toString(16).padStart(8, '0') + lo.toString(16).padStart(8, '0');
    const line = `${this.#open}${this.#address(page)}${this.#between(page, pages)}${raw}${text}`;
    const name = run.vma?.name;
    if (afterNumbers.length === 0) return line + this.#tail(name);
    const number = numberText(lo, hi);
    let numbers = '';
    for (const after of afterNumbers) numbers += number + after;
    return line + numbers + this.#tail(name);
  }

  #between(page: number, pages: number): string {
    switch (this.#format) {
      case 'json':
        return `","pages":${pages},"raw":"0x`;
      case 'line':
        return `-0x${this.#address(page + pages)} ${String(pages).padStart(PAGES_WIDTH)} 0x`;
      default:
        return `${SEPARATORS[this.#format]}${pages}${SEPARATORS[this.#format]}0x`;
    }
  }

  #state(slot: number, known: boolean): StateText {
    const key = known ? slot : -1 - slot;
    let text = this.#states.get(key);
    if (!text) {
      text = stateText(this.#format, this.#model, this.#model.describe(slot, this.#hidden), known);
      this.#states.set(key, text);
    }
    return text;
  }

  #tail(name: string | undefined): string {
    let text = this.#tails.get(name);
    if (text === undefined) {
      text = tailText(this.#format, name);
      // Names can be many; what is kept is bounded.
      if (this.#tails.size > 1000) this.#tails.clear();
      this.#tails.set(name, text);
    }
    return text;
  }
}

/** The number in a word: bits 0-54 of a present page, 5-54 of a swapped one. */
function numberText(lo: number, hi: number): string {
  const high = hi & 0x7f_ffff;
  // 50 bits are exact as a number, 55 may not be.
  if (hi >>> 31 === 0) return (high * 2 ** 27 + (lo >>> 5)).toString(16);
  return high < 2 ** 21
    ? (high * 2 ** 32 + lo).toString(16)
    : ((BigInt(high) << 32n) | BigInt(lo)).toString(16);
}
