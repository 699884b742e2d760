import type { DecodedEntry } from '../core/verdicts/decode.ts';
import { type Key, keyOfBits } from '../core/entry/keys.ts';
import type { Kernel } from '../core/rows/model.ts';
import type { LabelledKernel } from '../core/verdicts/other-meanings.ts';
import type { PredicateValue } from '../core/functions/predicates.ts';
import type { FieldRow, NumberPlace, Shape } from '../core/entry/shapes.ts';
import { formatHex, formatU64 } from '../core/u64.ts';

/** What a property can be: an unsigned 64-bit number, a small number, a truth value, text, or a list of text. */
type PropertyType = 'u64' | 'number' | 'truth' | 'text' | 'list';

/** The value of a property; null where an entry has no such thing. */
export type PropertyValue = bigint | number | boolean | string | null | readonly string[];

/** Where a value came from: its text and its place. */
interface ValuePlace {
  readonly input: string;
  readonly origin: string;
}

/** A name for the swap device of a type, from /proc/swaps. */
export type SwapDeviceNames = ReadonlyMap<number, string>;

/** What is known beside the entry itself. */
export interface RecordContext {
  readonly kernel: Kernel;
  readonly place?: ValuePlace | undefined;
  readonly devices?: SwapDeviceNames | undefined;
  readonly predicates?: Readonly<Record<string, PredicateValue>> | undefined;
}

/** What a property depends on among the values of one shape. */
export type Dependence =
  /** A key; `NO_KEY` for what is the same for all. With the place of a number that has few values; null where there is none. */
  | { readonly kind: 'key'; readonly key: Key; readonly place?: NumberPlace | null }
  /** A number with too many values to keep apart; undefined where there is none. */
  | { readonly kind: 'number'; readonly place: NumberPlace | undefined }
  /** The value as a whole. */
  | { readonly kind: 'raw' }
  /** The names of the rows that are set, in order. */
  | { readonly kind: 'names'; readonly rows: readonly FieldRow[] }
  /** Where the value came from. */
  | { readonly kind: 'place'; readonly what: 'input' | 'origin' };

/** The key of what depends on few bits; undefined for numbers of many bits and for the place. */
export function keyOfDependence(depends: Dependence): Key | undefined {
  if (depends.kind === 'key') return depends.key;
  return depends.kind === 'names' ? keyOfRows(depends.rows) : undefined;
}

/** The key of what depends on the bits of rows. */
export function keyOfRows(rows: readonly FieldRow[]): Key {
  return keyOfBits(rows.reduce((bits, row) => bits | row.mask, 0n));
}

/** What a line that tells readings of one value apart says, and at which place there. */
export interface Brief {
  readonly at: number;
  readonly text: (cell: string, entry: DecodedEntry) => string;
}

/** Something that can be said of an entry. */
export interface Property {
  /** As `--where` has it; in JSON a dot opens an object. */
  readonly name: string;
  readonly type: PropertyType;
  /** One sentence of documentation. */
  readonly text: string;
  /** The values it can have, where they are few. */
  readonly values?: readonly string[];
  /** It is never null. */
  readonly always?: boolean;
  /** All 16 digits in JSON. */
  readonly wide?: boolean;
  /** The object and key of JSON where they are not the name. */
  readonly path?: readonly [object: string, key: string];
  /** Not what an entry says: what was asked of which kernel, or what follows from other properties. `diff` leaves it out. */
  readonly aside?: true;
  /** How a line of `compare` says it of what is not null, and at which place; nothing where it goes without saying. */
  readonly brief?: Brief;
  /** What JSON has in place of the value. */
  readonly json?: (entry: DecodedEntry) => unknown;
  readonly of: (entry: DecodedEntry, context: RecordContext) => PropertyValue;
  readonly depends: (shape: Shape, kernel: Kernel, others: readonly LabelledKernel[]) => Dependence;
  /** Of a list of names of rows: the rows that it can have. Whether it holds one name depends on its rows alone. */
  readonly rows?: (shape: Shape) => readonly FieldRow[];
}

/** The object and key under which JSON has a property. */
export function pathOf({ name, path }: Property): readonly [object: string | undefined, key: string] {
  if (path) return path;
  const dot = name.indexOf('.');
  return dot < 0 ? [undefined, name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Whether JSON has null in place of an object, for all entries of a shape. */
export function isNullObject(object: string, shape: Shape): boolean {
  return object === 'swap' && shape.form !== 'swap';
}

/** A property as JSON has it: 64-bit numbers as `0x…` text. */
export function jsonValue(property: Property, entry: DecodedEntry, context: RecordContext): unknown {
  if (property.json) return property.json(entry);
  const value = property.of(entry, context);
  if (typeof value !== 'bigint') return value;
  return property.wide ? formatU64(value) : formatHex(value);
}

/** A property as one cell of text; lists with blanks, nothing for null. */
export function cellText(property: Property, entry: DecodedEntry, context: RecordContext): string {
  const value = property.of(entry, context);
  if (value === null) return '';
  if (typeof value === 'bigint') return property.wide ? formatU64(value) : formatHex(value);
  return Array.isArray(value) ? value.join(' ') : String(value);
}
