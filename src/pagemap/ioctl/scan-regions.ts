import { formatError, type PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { foldSpelling } from '../../core/spelling.ts';
import { bitOfUnknown, unknownBit } from '../layout.ts';
import { SCAN_CATEGORIES } from './scan-categories.ts';

/** A region of PAGEMAP_SCAN: pages that are in the same categories. */
export interface ScanRegion {
  /** Addresses; the end is not part of it. */
  readonly start: bigint;
  readonly end: bigint;
  /** The categories as bits. */
  readonly categories: number;
}

/** A list of regions, in order of address. */
export interface ScanList {
  readonly regions: readonly ScanRegion[];
  /** The categories that were asked for (`return_mask`); undefined where the list does not say it. */
  readonly returnMask: number | undefined;
}

/** Bytes of `struct page_region`: three u64. v6.7 include/uapi/linux/fs.h */
const REGION_BYTES = 24;
/** All bits that stand for a category. */
const ALL_CATEGORIES = SCAN_CATEGORIES.reduce((mask, { bit }) => mask | (1 << bit), 0);

/** The names of categories, lowest bit first; `bit_N` for one that no kernel has. */
export function categoryNames(categories: number): readonly string[] {
  const names = SCAN_CATEGORIES.filter(({ bit }) => ((categories >>> bit) & 1) !== 0).map(({ name }) => name);
  for (let bit = SCAN_CATEGORIES.length; bit < 32; bit += 1)
    if (((categories >>> bit) & 1) !== 0) names.push(unknownBit(bit));
  return names;
}

/**
 * Reads categories: a number such as `0xa`, or names with `|`, commas or blanks between them, with or without
 * `PAGE_IS_`, in any spelling.
 *
 * @returns undefined when the text is none
 */
export function parseCategories(text: string): number | undefined {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,9})$/i.test(text)) return Number(text) >>> 0;
  let mask = 0;
  for (const word of text.split(/[|,+\s]+/).filter(Boolean)) {
    const name = foldSpelling(word).replace(/^page_is_/, '');
    const found = SCAN_CATEGORIES.find((category) => foldSpelling(category.name) === name);
    const bit = found?.bit ?? bitOfUnknown(word);
    if (bit === undefined || bit > 31) return undefined;
    mask |= 1 << bit;
  }
  return text.trim() === '' ? undefined : mask >>> 0;
}

/** An address: with `0x`, or as /proc/PID/maps writes it. */
const ADDRESS = /^(?:0x[0-9a-f]{1,16}|[0-9a-f]{6,16})$/i;
const RANGE = /^(?:0x)?([0-9a-f]{1,16})-(?:0x)?([0-9a-f]{1,16})$/i;
/** Words that only say what the number behind them is. */
const LABELS: ReadonlySet<string> = new Set(['start', 'end', 'categories', 'category', 'cat', 'flags']);
/** The longest line that is read. */
const MAX_LINE = 4096;

/** What stands in a line: `[NAME] START END CATEGORIES [mask MASK]`, with any of `-,:=[]()` and labels between them. */
function partsOf(
  row: string,
): { start: string; end: string; categories: number; mask: string | undefined } | undefined {
  const words = row
    .replace(/[[\](),:=;]/g, ' ')
    .split(/\s+/)
    .flatMap((word) => {
      const [, from, to] = RANGE.exec(word) ?? [];
      return from === undefined || to === undefined ? [word] : [`0x${from}`, `0x${to}`];
    })
    .filter((word) => word !== '' && word !== '-' && !LABELS.has(word.toLowerCase()));
  const at = words.findIndex((word, index) => ADDRESS.test(word) && ADDRESS.test(words[index + 1] ?? ''));
  const [start, end, ...rest] = at < 0 ? [] : words.slice(at);
  if (start === undefined || end === undefined) return undefined;
  const behind = rest.findIndex((word) => word.toLowerCase() === 'mask');
  const categories = parseCategories(rest.slice(0, behind < 0 ? undefined : behind).join(' '));
  const mask = behind < 0 ? undefined : rest[behind + 1];
  return categories === undefined ? undefined : { start, end, categories, mask };
}

/** Reads a list of regions as text: a region a line; what stands behind `#` is left out. */
function readText(text: string, source: string): ScanList {
  const regions: ScanRegion[] = [];
  let returnMask: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [beforeNote = ''] = line.split('#');
    const row = beforeNote.trim();
    if (row === '') continue;
    const parts = row.length > MAX_LINE ? undefined : partsOf(row);
    const refuse = (problem: string): PteDecodeError => formatError(problem, { source, line: index + 1 });
    const asked = parts?.mask === undefined ? undefined : parseCategories(parts.mask);
    if (parts === undefined || (parts.mask !== undefined && asked === undefined))
      throw refuse(
        `"${printable(row, 200)}": wanted a region of PAGEMAP_SCAN such as 0x7f0000000000 0x7f0000003000 0xa, or with names: PRESENT|WRITTEN`,
      );
    regions.push(regionOf(hex(parts.start), hex(parts.end), parts.categories, refuse));
    if (asked !== undefined) returnMask = (returnMask ?? 0) | asked;
  }
  return { regions, returnMask };
}

const hex = (text: string): bigint => BigInt(/^0x/i.test(text) ? text : `0x${text}`);

function regionOf(
  start: bigint,
  end: bigint,
  categories: number,
  refuse: (problem: string) => PteDecodeError,
): ScanRegion {
  if (end <= start)
    throw refuse(`region 0x${start.toString(16)}-0x${end.toString(16)} ends before it begins`);
  return { start, end, categories };
}

/** Reads `struct page_region` one behind the other. */
function readBinary(bytes: Uint8Array, source: string): ScanList {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const regions: ScanRegion[] = [];
  for (let at = 0; at < bytes.byteLength; at += REGION_BYTES) {
    const refuse = (problem: string): PteDecodeError => formatError(problem, { source, offset: at });
    if (at + REGION_BYTES > bytes.byteLength)
      throw refuse(
        `${bytes.byteLength - at} bytes are left over: a region has ${REGION_BYTES} (start, end, categories)`,
      );
    const categories = view.getBigUint64(at + 16, true);
    if (categories > BigInt(ALL_CATEGORIES))
      throw refuse(`categories 0x${categories.toString(16)}: no kernel has such`);
    regions.push(
      regionOf(view.getBigUint64(at, true), view.getBigUint64(at + 8, true), Number(categories), refuse),
    );
  }
  return { regions, returnMask: undefined };
}

/**
 * Reads a list of regions: `struct page_region` as the ioctl writes it, or text.
 *
 * @param bytes the whole file
 * @param source its name, for messages
 * @returns the regions sorted by address
 * @throws PteDecodeError `ERR_FORMAT` for anything else, with its line or offset; and for regions that overlap
 */
export function readScanList(bytes: Uint8Array, source: string): ScanList {
  // No text has a zero byte; the categories of every binary region have some.
  const isText = !bytes.includes(0);
  const list = isText ? readText(new TextDecoder().decode(bytes), source) : readBinary(bytes, source);
  const regions = list.regions.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  for (const [index, region] of regions.entries()) {
    const before = regions[index - 1];
    if (before && region.start < before.end)
      throw formatError(`regions overlap at 0x${region.start.toString(16)}: they are not of one scan`, {
        source,
      });
  }
  return { ...list, regions };
}
