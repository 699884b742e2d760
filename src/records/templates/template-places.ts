import { type JudgeKey, keyWidth, type TextTest } from './judge-key.ts';
import type { Section } from './template.ts';
import { MEMORY, type TemplateEngine } from './template-memory.ts';
import type { Key, NumberHole } from '../../core/entry/keys.ts';

/** A piece of a text, or a row that is handed over instead of a text. */
type EngineSection = Section | { readonly kind: 'row'; readonly hole: NumberHole };

/** What the engine does with the values with `(raw & mask) === value`. */
export interface EngineTemplate {
  readonly mask: bigint;
  readonly value: bigint;
  /** What the verdict depends on: every value with the same key gets the same. Undefined: none is asked for. */
  readonly key: JudgeKey | undefined;
  /** What is done when the verdict is yes. Undefined: such values are left to the caller. */
  readonly sections: readonly EngineSection[] | undefined;
}

/** Where the texts of a section are kept, by the bits of their key. */
interface TextTable {
  readonly section: Section & { readonly kind: 'text' };
  readonly runs: readonly Run[];
  readonly address: number;
}

/** A template in the memory of the engine. */
export interface PlacedTemplate<T extends EngineTemplate> {
  readonly template: T;
  readonly address: number;
  /** Whether the engine writes its values. */
  readonly isWritten: boolean;
  readonly tables: readonly TextTable[];
}

/** The templates in the memory of the engine. */
interface PlacedTemplates<T extends EngineTemplate> {
  readonly placed: readonly PlacedTemplate<T>[];
  /** Where the tables of texts end. */
  readonly tablesEnd: number;
}

/** Neighbouring bits of a key: the bits of `mask` from `lo` on, put at bit `at` of the index. */
interface Run {
  readonly lo: number;
  readonly mask: bigint;
  readonly at: number;
}

/** Most bits of a key that judges: behind it stands the number of its section. */
const MAX_VERDICT_BITS = 48;
/** Most pieces of one text: the room behind `outputLimit` holds so many of `MAX_PIECE`. */
const MAX_SECTIONS = 64;
/** Most bytes of one piece of a text. */
export const MAX_PIECE = 4096;

const KINDS = { text: 0, number: 1, raw: 2, input: 3, origin: 4, row: 5 } as const;
const HEADER_BYTES = 8;
const RUN_BYTES = 16;
const TEST_BYTES = 32;
const NUMBER_BYTES = 24;
/** Before the holes of an order: its place in the key, how many holes stand left and right, and two masks. */
const ORDER_BYTES = 24;
const HOLE_BYTES = 24;
/** Before the text of a test: its place in the key, what is compared, and the length. */
const TEXT_BYTES = 8;
const PLACES = { input: 0, origin: 1 } as const;
export const SLOT_BYTES = 8;

/** The runs of the bits of a key, from the lowest; found in their digits, since there are thousands of keys. */
function runsOf({ bits }: Key): Run[] {
  const digits = bits.toString(2);
  const runs: Run[] = [];
  let at = 0;
  for (let end = digits.lastIndexOf('1') + 1; end > 0;) {
    const begin = digits.lastIndexOf('0', end - 1) + 1;
    const width = end - begin;
    runs.push({ lo: digits.length - end, mask: (1n << BigInt(width)) - 1n, at });
    at += width;
    end = digits.slice(0, begin).lastIndexOf('1') + 1;
  }
  return runs;
}

/** The place of a value's text in a table. */
export function indexOf({ section, runs }: TextTable, raw: bigint): number {
  const { bits, tests } = section.key;
  const first = keyWidth({ bits, tests: [] });
  const index = runs.reduce((all, run) => all | (Number((raw >> BigInt(run.lo)) & run.mask) << run.at), 0);
  return tests.reduce(
    (all, { xor, mask, atLeast = 1n }, i) => all | (((raw ^ xor) & mask) < atLeast ? 0 : 1 << (first + i)),
    index,
  );
}

function keyBytes(key: JudgeKey): number {
  const { tests, orders = [], texts = [] } = key;
  return (
    HEADER_BYTES +
    RUN_BYTES * runsOf(key).length +
    TEST_BYTES * tests.length +
    sum(
      orders.map(({ left, right }) => ORDER_BYTES + HOLE_BYTES * (left.holes.length + right.holes.length)),
    ) +
    sum(texts.map((test) => TEXT_BYTES + padded(bytesOf(test).length)))
  );
}

/** The text as the engine sees it: as in JSON strings. */
function bytesOf({ text }: TextTest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(text).slice(1, -1));
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

function sectionBytes(section: EngineSection): number {
  switch (section.kind) {
    case 'text':
      return keyBytes(section.key);
    case 'number':
    case 'row':
      return NUMBER_BYTES;
    default:
      return HEADER_BYTES;
  }
}

function tableBytes({ section }: TextTable): number {
  return SLOT_BYTES * 2 ** keyWidth(section.key);
}

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);

/** Writes templates into the memory of the engine; what does not fit is left out, and such values go one by one. */
export function placeTemplates<T extends EngineTemplate>(
  engine: TemplateEngine,
  templates: readonly T[],
): PlacedTemplates<T> {
  const view = new DataView(engine.memory.buffer);
  const placed: PlacedTemplate<T>[] = [];
  let sectionAt: number = MEMORY.sections;
  let tableAt: number = MEMORY.tables;
  // Zeros behind the last template take every value that is left, and have no sections.
  for (const [index, template] of templates.slice(0, MEMORY.maxTemplates - 1).entries()) {
    const address = MEMORY.templates + MEMORY.templateBytes * index;
    view.setBigUint64(address, template.mask, true);
    view.setBigUint64(address + 8, template.value, true);
    const { key, sections } = template;
    const tables = placeTables(sections ?? [], tableAt);
    const tablesEnd = tableAt + sum(tables.map(tableBytes));
    const judgesEnd = sectionAt + (key ? keyBytes(key) : 0);
    const sectionsEnd = judgesEnd + sum((sections ?? []).map(sectionBytes));
    const fits = !key || (keyWidth(key) <= MAX_VERDICT_BITS && judgesEnd <= MEMORY.sectionsEnd);
    const isWritten =
      fits &&
      sections !== undefined &&
      sections.length <= MAX_SECTIONS &&
      sectionsEnd <= MEMORY.sectionsEnd &&
      tablesEnd <= MEMORY.tablesEnd;
    placed.push({ template, address, isWritten, tables: isWritten ? tables : [] });
    if (!fits || (!key && !isWritten)) continue;
    view.setUint32(address + 16, sectionAt, true);
    if (key) {
      view.setUint8(address + 20, 1);
      placeJudge(view, sectionAt, key, index + 1);
      sectionAt = judgesEnd;
    }
    if (!isWritten) continue;
    view.setUint8(address + 21, sections.length);
    view.setUint8(address + 22, 1);
    for (const section of sections) {
      placeSection(view, sectionAt, section, tables.find((table) => table.section === section)?.address ?? 0);
      sectionAt += sectionBytes(section);
    }
    tableAt = tablesEnd;
  }
  return { placed, tablesEnd: tableAt };
}

function placeTables(sections: readonly EngineSection[], from: number): TextTable[] {
  let address = from;
  return sections.flatMap((section) => {
    if (section.kind !== 'text') return [];
    const table = { section, runs: runsOf(section.key), address };
    address += tableBytes(table);
    return [table];
  });
}

function placeSection(view: DataView, at: number, section: EngineSection, table: number): void {
  const kind = KINDS[section.kind];
  view.setUint8(at, kind);
  if (section.kind === 'text') placeKey(view, at, section.key, table);
  if (section.kind !== 'number' && section.kind !== 'row') return;
  placeHole(view, at, section.hole);
}

function placeHole(view: DataView, at: number, { xor, mask, shift }: NumberHole): void {
  view.setUint8(at + 1, Math.abs(shift));
  view.setUint8(at + 2, shift < 0 ? 1 : 0);
  view.setBigUint64(at + 8, xor, true);
  view.setBigUint64(at + 16, mask, true);
}

/**
 * Writes the section of a text, or of a key that judges.
 *
 * @param own the table of a text, or the number of a template, from 1, whose section judges
 * @returns where orders and texts go
 */
function placeKey(view: DataView, at: number, key: Key, own: number): number {
  const runs = runsOf(key);
  view.setUint8(at + 1, runs.length);
  view.setUint8(at + 2, key.tests.length);
  view.setUint32(at + 4, own, true);
  let next = at + HEADER_BYTES;
  for (const run of runs) {
    view.setUint8(next, run.lo);
    view.setUint8(next + 1, run.at);
    view.setBigUint64(next + 8, run.mask, true);
    next += RUN_BYTES;
  }
  const first = keyWidth({ bits: key.bits, tests: [] });
  for (const [index, { xor, mask, atLeast = 1n }] of key.tests.entries()) {
    view.setUint8(next, first + index);
    view.setBigUint64(next + 8, xor, true);
    view.setBigUint64(next + 16, mask, true);
    view.setBigUint64(next + 24, atLeast, true);
    next += TEST_BYTES;
  }
  return next;
}

function placeJudge(view: DataView, at: number, key: JudgeKey, own: number): void {
  const { bits, tests, orders = [], texts = [] } = key;
  view.setUint8(at, texts.length);
  view.setUint8(at + 3, orders.length);
  let next = placeKey(view, at, key, own);
  let place = keyWidth({ bits, tests });
  for (const { left, right } of orders) {
    view.setUint8(next, place++);
    view.setUint8(next + 1, left.holes.length);
    view.setUint8(next + 2, right.holes.length);
    view.setBigUint64(next + 8, left.mask, true);
    view.setBigUint64(next + 16, right.mask, true);
    next += ORDER_BYTES;
    for (const hole of [...left.holes, ...right.holes]) {
      placeHole(view, next, hole);
      next += HOLE_BYTES;
    }
  }
  for (const test of texts) {
    const text = bytesOf(test);
    view.setUint8(next, place++);
    view.setUint8(next + 1, PLACES[test.what]);
    view.setUint32(next + 4, text.length, true);
    next += TEXT_BYTES;
    new Uint8Array(view.buffer).set(text, next);
    next += padded(text.length);
  }
}
