import type { DecodedEntry } from '../../core/decode.ts';
import type { Level } from '../../core/layout.ts';
import type { Kernel, ResolvedRow } from '../../core/model.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import { letterColumn, letterPlaces, renderLine } from '../line.ts';
import { type DecodeRecord, type RecordContext, toRecord } from '../record.ts';
import { countBits, findVariants, type Key, type NumberHole, type Reading } from './variants.ts';

/** An entry with what is shown of it. */
export interface Shown {
  readonly entry: DecodedEntry;
  readonly record: DecodeRecord;
}

/** A piece of the text of an entry. */
export type Section =
  /** Text that depends on the value through a key only. */
  | { readonly kind: 'text'; readonly key: Key; readonly text: (shown: Shown) => string }
  /** The digits of a number, without `0x`. */
  | { readonly kind: 'number'; readonly hole: NumberHole }
  /** The 16 digits of the value. */
  | { readonly kind: 'raw' }
  /** The text that the value was read from, and the place where it stood, as in JSON strings. */
  | { readonly kind: 'input' }
  | { readonly kind: 'origin' };

/** A part of a filter: a value is written when all parts say so. */
export interface Verdict {
  /** What the answer depends on. */
  readonly key: Key;
  readonly holds: (entry: DecodedEntry, context: RecordContext) => boolean;
}

/** How the values of one variant are written. */
export interface Template {
  readonly mask: bigint;
  readonly value: bigint;
  /** The parts of the filter; undefined where nobody knows them: with a filter such values are judged one by one. */
  readonly verdicts?: readonly Verdict[] | undefined;
  /** Undefined: no template, such values are decoded one by one. */
  readonly sections: readonly Section[] | undefined;
}

/** A format of one text per value for which templates are known. */
export interface TemplateFormat {
  readonly templates: readonly Template[];
  /** Which values are written; default all. */
  readonly filter?: ((entry: DecodedEntry, context: RecordContext) => boolean) | undefined;
  /** The whole text of an entry, as the pieces must give it. */
  render(entry: DecodedEntry, context: RecordContext): string;
}

/** Most bits of a key: the table of its texts has so many places. */
export const MAX_KEY_BITS = 13;
/** Bits of a key that are worth keeping together. */
const GROUP_BITS = 8;

const CONSTANT: Key = { bits: 0n, tests: [] };

/** Number of answers in a key. */
export function keyWidth({ bits, tests }: Key): number {
  return countBits(bits) + tests.length;
}

const fixed = (text: string): Section => ({ kind: 'text', key: CONSTANT, text: () => text });
const keyed = (key: Key, text: (shown: Shown) => string): Section => ({ kind: 'text', key, text });

/** The number of a hole. */
export function readHole(raw: bigint, { xor, mask, shift }: NumberHole): bigint {
  const bits = (raw ^ xor) & mask;
  return shift < 0 ? BigInt.asUintN(64, bits << BigInt(-shift)) : bits >> BigInt(shift);
}

/** Cuts a list into groups of neighbours whose bits fit into one key. */
function group<T extends { readonly bits: bigint }>(items: readonly T[]): { items: T[]; bits: bigint }[] {
  const groups: { items: T[]; bits: bigint }[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && countBits(last.bits | item.bits) <= GROUP_BITS) {
      last.items.push(item);
      last.bits |= item.bits;
    } else groups.push({ items: [item], bits: item.bits });
  }
  return groups;
}

/** The names of the flags as the elements of a JSON array. */
function flagSections(flags: Reading['flags']): Section[] {
  let before = 0n;
  return group(flags).map(({ items, bits }) => {
    const tests = before === 0n ? [] : [{ xor: 0n, mask: before }];
    const earlier = before;
    before |= bits;
    return keyed({ bits, tests }, ({ entry }) => {
      const set = items.filter((flag) => (entry.raw & flag.bits) !== 0n);
      const comma = (entry.raw & earlier) !== 0n && set.length > 0 ? ',' : '';
      return comma + set.map((flag) => JSON.stringify(flag.name)).join(',');
    });
  });
}

function hexSections(hole: NumberHole | undefined): Section[] {
  return hole ? [fixed('"0x'), { kind: 'number', hole }, fixed('"')] : [fixed('null')];
}

function swapSections(reading: Reading): Section[] {
  const { offset, swapType } = reading;
  if (!offset) return [fixed('null')];
  return [
    keyed(swapType, ({ record }) => `{"type":${record.swap?.type},"offset":"0x`),
    { kind: 'number', hole: offset },
    keyed(swapType, ({ record }) => `","name":${JSON.stringify(record.swap?.name)}}`),
  ];
}

/** The rules, `"1":{…}` and so on, for which `wanted` says so. */
function rulesText(record: DecodeRecord, wanted: (id: string) => boolean): string {
  return Object.entries(record.rules)
    .filter(([id]) => wanted(id))
    .map(([id, rule]) => `${JSON.stringify(id)}:${JSON.stringify(rule)}`)
    .join(',');
}

/** What stands behind a key of a record. */
function valueText(record: DecodeRecord, key: string): string {
  return JSON.stringify(Object.entries(record).find(([name]) => name === key)?.[1]);
}

function valueSections(key: string, reading: Reading | 'one'): Section[] {
  if (key === 'input' || key === 'origin') return [fixed('"'), { kind: key }, fixed('"')];
  if (reading === 'one') return [keyed(CONSTANT, ({ record }) => valueText(record, key))];
  switch (key) {
    case 'raw':
      return [fixed('"0x'), { kind: 'raw' }, fixed('"')];
    case 'flags':
      return [fixed('['), ...flagSections(reading.flags), fixed(']')];
    case 'pfn':
      return hexSections(reading.pfn);
    case 'phys':
      return hexSections(reading.phys);
    case 'marker':
      return hexSections(reading.marker);
    case 'reserved':
      return hexSections(reading.reserved);
    case 'unknown':
      return hexSections(reading.unknown);
    case 'missing':
      return hexSections(reading.missing);
    case 'swap':
      return swapSections(reading);
    case 'rules':
      return [
        keyed(reading.rules, ({ record }) => `{${rulesText(record, (id) => id !== '4')},`),
        keyed(reading.rule4, ({ record }) => `${rulesText(record, (id) => id === '4')}}`),
      ];
    default:
      return [keyed(keyOf(key, reading), ({ record }) => valueText(record, key))];
  }
}

function keyOf(key: string, reading: Reading): Key {
  switch (key) {
    case 'notes':
      return reading.notes;
    case 'marker_names':
      return reading.markerNames;
    case 'young':
    case 'dirty':
      return reading.ages;
    case 'pkey':
      return reading.protectionKey;
    default:
      return CONSTANT;
  }
}

/** Joins neighbours where one depends on nothing that the other does not depend on. */
function joinSections(sections: readonly Section[]): Section[] {
  const joined: Section[] = [];
  for (const section of sections) {
    const last = joined.at(-1);
    if (section.kind === 'text' && last?.kind === 'text') {
      const key = covers(last.key, section.key)
        ? last.key
        : covers(section.key, last.key)
          ? section.key
          : undefined;
      if (key) {
        joined[joined.length - 1] = keyed(key, (shown) => last.text(shown) + section.text(shown));
        continue;
      }
    }
    joined.push(section);
  }
  return joined;
}

function covers(wide: Key, narrow: Key): boolean {
  return (wide.bits & narrow.bits) === narrow.bits && narrow.tests.every((test) => wide.tests.includes(test));
}

function templatesOf(
  kernel: Kernel,
  level: Level,
  make: (reading: Reading | 'one') => Section[],
): Template[] {
  return findVariants(kernel, level).map(({ mask, value, reading }) => {
    const sections = reading && joinSections(make(reading));
    const fits = sections?.every(
      (section) => section.kind !== 'text' || keyWidth(section.key) <= MAX_KEY_BITS,
    );
    return { mask, value, sections: fits ? sections : undefined };
  });
}

/** Templates of the JSON records. The keys are those of `sample`, a record with its place. */
export function jsonFormat(kernel: Kernel, level: Level, sample: DecodeRecord): TemplateFormat {
  const keys = Object.keys(sample);
  const templates = templatesOf(kernel, level, (reading) => [
    ...keys.flatMap((key, index) => [
      fixed(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`),
      ...valueSections(key, reading),
    ]),
    fixed('}\n'),
  ]);
  return { templates, render: (entry, context) => JSON.stringify(toRecord(entry, context)) + '\n' };
}

/** Templates of `--format line`. */
export function lineFormat(kernel: Kernel, level: Level): TemplateFormat {
  const places = letterPlaces(kernel.layout.rows);
  const templates = templatesOf(kernel, level, (reading) =>
    reading === 'one'
      ? [keyed(CONSTANT, ({ entry }) => renderLine(kernel, entry))]
      : [
          fixed('0x'),
          { kind: 'raw' },
          keyed(CONSTANT, ({ entry }) => renderLine(kernel, entry).slice(18, letterStart(kernel, entry))),
          ...letterSections(kernel, places, reading.rows),
          ...numberColumn(reading),
          fixed('\n'),
        ],
  );
  return { templates, render: (entry) => renderLine(kernel, entry) };
}

function letterStart(kernel: Kernel, entry: DecodedEntry): number {
  const line = renderLine(kernel, entry);
  return line.indexOf(` ${letterColumn(kernel, entry)} `, formatU64(entry.raw).length) + 1;
}

function letterSections(kernel: Kernel, places: readonly string[], rows: readonly ResolvedRow[]): Section[] {
  const letters = places.map((letter, place) => {
    const mine = rows.filter((row) => row.letter === letter);
    return { place, bits: mine.reduce((bits, row) => bits | row.mask, 0n) };
  });
  return group(letters).map(({ items, bits }) => {
    const from = items[0]?.place ?? 0;
    return keyed({ bits, tests: [] }, ({ entry }) =>
      letterColumn(kernel, entry).slice(from, from + items.length),
    );
  });
}

function numberColumn({ pfn, offset, swapType }: Reading): Section[] {
  if (pfn) return [fixed(' pfn 0x'), { kind: 'number', hole: pfn }];
  if (!offset) return [fixed(' -')];
  return [keyed(swapType, ({ entry }) => ` ${entry.swap?.type}:0x`), { kind: 'number', hole: offset }];
}

/** The text that the pieces give for an entry: what `render` gives, or the templates are wrong. */
export function assemble(sections: readonly Section[], shown: Shown): string {
  return sections
    .map((section) => {
      switch (section.kind) {
        case 'text':
          return section.text(shown);
        case 'number':
          return formatHex(readHole(shown.entry.raw, section.hole)).slice(2);
        case 'raw':
          return formatU64(shown.entry.raw).slice(2);
        case 'input':
          return JSON.stringify(shown.record.input ?? '').slice(1, -1);
        case 'origin':
          return JSON.stringify(shown.record.origin ?? '').slice(1, -1);
        default:
          return section satisfies never;
      }
    })
    .join('');
}
