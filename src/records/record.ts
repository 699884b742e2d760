import type { DecodedEntry } from '../core/verdicts/decode.ts';
import type { PredicateValue } from '../core/functions/predicates.ts';
import { formatHex } from '../core/u64.ts';
import { propertiesOf } from './properties.ts';
import { isNullObject, jsonValue, pathOf, type Property, type RecordContext } from './property.ts';
import { SCHEMA } from './schema-number.ts';

/** A decoded entry as it stands in JSON; unsigned 64-bit numbers are `0x…` strings. schema/decode.schema.json. */
interface DecodeRecord {
  readonly [key: string]: unknown;
}

/** Whether a property tells where a value came from. */
export const isOfPlace = ({ name }: Pick<Property, 'name'>): boolean => name === 'input' || name === 'origin';

/** The properties that a record has: all of the architecture, and the place where it is known. */
export function recordProperties(
  { kernel }: Pick<DecodedEntry, 'kernel'>,
  { place }: Pick<RecordContext, 'place'>,
): readonly Property[] {
  const all = propertiesOf(kernel.layout);
  return place ? all : all.filter((property) => !isOfPlace(property));
}

/** Makes the JSON record of a decoded entry. */
export function toRecord(entry: DecodedEntry, context: RecordContext): DecodeRecord {
  const record: Record<string, unknown> = { schema: SCHEMA };
  const objects = new Map<string, Record<string, unknown>>();
  const { predicates } = context;
  for (const property of recordProperties(entry, context)) {
    // The answers of the kernel's functions stand before the place.
    if (predicates && property.name === 'input') record['predicates'] = predicateRecord(predicates);
    const [object, key] = pathOf(property);
    if (object === undefined) {
      record[key] = jsonValue(property, entry, context);
      continue;
    }
    if (isNullObject(object, entry.shape)) {
      record[object] = null;
      continue;
    }
    let members = objects.get(object);
    if (!members) {
      objects.set(object, (members = {}));
      record[object] = members;
    }
    members[key] = jsonValue(property, entry, context);
  }
  if (predicates && record['predicates'] === undefined) record['predicates'] = predicateRecord(predicates);
  return record;
}

/** Kernel answers as JSON: numbers as `0x…` strings. */
function predicateRecord(
  predicates: Readonly<Record<string, PredicateValue>>,
): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    Object.entries(predicates).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? formatHex(value) : value,
    ]),
  );
}
