import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { coversKey, joinKeys, type Key, NO_KEY, type NumberHole, readHole } from '../../core/entry/keys.ts';
import { lowestSpecialType } from '../../core/verdicts/other-meanings.ts';
import { type FieldRow, type Shape, shapesOf, splitTypes } from '../../core/entry/shapes.ts';
import { countBits, formatHex, formatU64 } from '../../core/u64.ts';
import { propertiesOf } from '../properties.ts';
import { cellText, isNullObject, jsonValue, pathOf, type Property, type RecordContext } from '../property.ts';
import { SCHEMA } from '../schema-number.ts';
import { toRecord } from '../record.ts';
import { joinCells, type TableFormat } from '../cells.ts';
import type { Where } from '../where/where.ts';
import type { Around } from './around.ts';
import { keyOfAnswer } from './condition-key.ts';
import { type JudgeKey, keyWidth } from './judge-key.ts';

/** An entry with what is known beside it. */
export interface Shown {
  readonly entry: DecodedEntry;
  readonly context: RecordContext;
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

/** How the values of one variant are written. */
export interface Template {
  readonly mask: bigint;
  readonly value: bigint;
  /** What the filter depends on; undefined where nobody knows it: with a filter such values are judged one by one. */
  readonly key?: JudgeKey | undefined;
  /** Undefined: no template, such values are decoded one by one. */
  readonly sections: readonly Section[] | undefined;
}

/** A format of one text per value for which templates are known. */
export interface TemplateFormat {
  readonly templates: readonly Template[];
  /** Which values are written, undefined for those of which nobody knows it; default all. */
  readonly filter?: ((entry: DecodedEntry, context: RecordContext) => boolean | undefined) | undefined;
  /** The whole text of an entry, as the pieces must give it. */
  render(entry: DecodedEntry, context: RecordContext): string;
}

/** Most bits of a key: the table of its texts has so many places. */
const MAX_KEY_BITS = 13;
/** Bits of a key that are worth keeping together. */
const GROUP_BITS = 8;

/** Text that is the same for all values. */
export const fixed = (text: string): Section => ({ kind: 'text', key: NO_KEY, text: () => text });
/** Text that depends on the value through a key only. */
export const keyed = (key: Key, text: (shown: Shown) => string): Section => ({ kind: 'text', key, text });

/** Cuts a list into groups of neighbours whose bits fit into one key. */
export function groupsOf<T extends { readonly bits: bigint }>(
  items: readonly T[],
): { items: T[]; bits: bigint }[] {
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

/** The names of the flags as the elements of a list: how one is written, and what parts them. */
function nameSections(
  rows: readonly FieldRow[],
  write: (name: string) => string,
  separator: string,
): Section[] {
  let before = 0n;
  return groupsOf(rows.map(({ name, mask }) => ({ name, bits: mask }))).map(({ items, bits }) => {
    const tests = before === 0n ? [] : [{ xor: 0n, mask: before }];
    const earlier = before;
    before |= bits;
    return keyed({ bits, tests }, ({ entry }) => {
      const set = items.filter((flag) => (entry.raw & flag.bits) !== 0n);
      const before = (entry.raw & earlier) !== 0n && set.length > 0 ? separator : '';
      return before + set.map((flag) => write(flag.name)).join(separator);
    });
  });
}

/** What a format has for a property; undefined where no template can say it. */
export function valueSections(
  property: Property,
  shape: Shape,
  around: Around,
  format: 'json' | TableFormat,
): Section[] | undefined {
  const quote = fixed(format === 'json' ? '"' : '');
  const depends = property.depends(shape, around.kernel, around.others);
  switch (depends.kind) {
    case 'raw':
      return [quote, fixed('0x'), { kind: 'raw' }, quote];
    case 'place':
      return [quote, { kind: depends.what }, quote];
    case 'names':
      if (format !== 'json') return nameSections(depends.rows, (name) => name, ' ');
      return [fixed('['), ...nameSections(depends.rows, (name) => JSON.stringify(name), ','), fixed(']')];
    case 'number': {
      const { place } = depends;
      if (!place) return [fixed(format === 'json' ? 'null' : '')];
      // A number in several pieces is no single shift.
      return place.pieces ? undefined : [quote, fixed('0x'), { kind: 'number', hole: place.hole }, quote];
    }
    case 'key':
      return [
        keyed(depends.key, ({ entry, context }) =>
          format === 'json'
            ? JSON.stringify(jsonValue(property, entry, context))
            : joinCells([cellText(property, entry, context)], format).slice(0, -1),
        ),
      ];
    default:
      return depends satisfies never;
  }
}

/** Joins neighbours where one depends on nothing that the other does not depend on. */
function joinSections(sections: readonly Section[]): Section[] {
  const joined: Section[] = [];
  for (const section of sections) {
    const last = joined.at(-1);
    if (section.kind === 'text' && last?.kind === 'text') {
      const key = coversKey(last.key, section.key)
        ? last.key
        : coversKey(section.key, last.key)
          ? section.key
          : smallKey(joinKeys([last.key, section.key]));
      if (key) {
        joined[joined.length - 1] = keyed(key, (shown) => last.text(shown) + section.text(shown));
        continue;
      }
    }
    joined.push(section);
  }
  return joined;
}

/** A key that is small enough for a table of texts that few values fill. */
function smallKey(key: Key): Key | undefined {
  return keyWidth(key) <= GROUP_BITS ? key : undefined;
}

/** A condition on entries, and what it can speak of by name. */
export interface Condition {
  readonly where: Where;
  readonly properties: ReadonlyMap<string, Property>;
  /** Whether it holds for an entry; undefined where nobody knows that. */
  readonly answer: NonNullable<TemplateFormat['filter']>;
}

/** The shapes of a level, with one of its own for each type that some of the kernels has for something special. */
export function bulkShapes({ kernel, level, others }: Around): readonly Shape[] {
  const kernels = [kernel, ...others.map((other) => other.kernel)];
  return splitTypes(shapesOf(kernel, level), lowestSpecialType(kernels));
}

/** A format that writes only the values for which a condition holds. */
export function filteredFormat(format: TemplateFormat, condition: Condition, around: Around): TemplateFormat {
  const { where, properties, answer } = condition;
  const shapes = bulkShapes(around);
  const templates = format.templates.map((template, index): Template => {
    const shape = shapes[index];
    return { ...template, key: shape && keyOfAnswer(where, properties, shape, around.kernel, around.others) };
  });
  return { ...format, templates, filter: answer };
}

/** The templates of a format: one for each shape for which `make` gives sections. */
export function templatesOf(around: Around, make: (shape: Shape) => Section[] | undefined): Template[] {
  return bulkShapes(around).map((shape) => {
    const made = make(shape);
    const sections = made && joinSections(made);
    const fits = sections?.every(
      (section) => section.kind !== 'text' || keyWidth(section.key) <= MAX_KEY_BITS,
    );
    return { mask: shape.mask, value: shape.value, sections: fits ? sections : undefined };
  });
}

/** Templates of the JSON records, with the place of each value. */
export function jsonFormat(around: Around): TemplateFormat {
  const properties = propertiesOf(around.kernel.layout);
  const templates = templatesOf(around, (shape) => {
    const sections = recordSections(properties, shape, around);
    return sections && [...sections, fixed('\n')];
  });
  return { templates, render: (entry, context) => JSON.stringify(toRecord(entry, context)) + '\n' };
}

/** The pieces of the JSON record of the entries of one shape; undefined where no template can say it. */
export function recordSections(
  properties: readonly Property[],
  shape: Shape,
  around: Around,
): Section[] | undefined {
  const sections = [fixed(`{"schema":${SCHEMA}`)];
  let open: string | undefined;
  let last: string | undefined;
  for (const property of properties) {
    const [object, key] = pathOf(property);
    if (open !== undefined && object !== open) {
      sections.push(fixed('}'));
      open = undefined;
    }
    const isFirst = object !== last;
    last = object;
    if (object !== undefined && isNullObject(object, shape)) {
      if (isFirst) sections.push(fixed(`,${JSON.stringify(object)}:null`));
      continue;
    }
    const values = valueSections(property, shape, around, 'json');
    if (!values) return undefined;
    const start = object === undefined ? ',' : isFirst ? `,${JSON.stringify(object)}:{` : ',';
    sections.push(fixed(`${start}${JSON.stringify(key)}:`), ...values);
    open = object;
  }
  return [...sections, fixed('}')];
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
          return JSON.stringify(shown.context.place?.input ?? '').slice(1, -1);
        case 'origin':
          return JSON.stringify(shown.context.place?.origin ?? '').slice(1, -1);
        default:
          return section satisfies never;
      }
    })
    .join('');
}
