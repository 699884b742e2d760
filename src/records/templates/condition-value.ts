import { decodeEntry } from '../../core/decode.ts';
import { type Key, narrowKey, passesTest, readHole } from '../../core/keys.ts';
import type { Shape } from '../../core/shapes.ts';
import { keyOfDependence, type Property, type PropertyValue, type ValuePlace } from '../properties.ts';
import type { Where } from '../where/where.ts';
import type { Around } from './around.ts';

/** Most values of a property that are kept. */
const MAX_KEPT = 4096;

type Reader = (raw: bigint, place: ValuePlace) => PropertyValue;

/** Gives the value of a property, from the first entry with the same key. */
function keptReader(property: Property, key: Key, { kernel, level, others, devices }: Around): Reader {
  const kept = new Map<string, PropertyValue>();
  return (raw) => {
    const name = `${raw & key.bits} ${key.tests.map((test) => (passesTest(raw, test) ? 1 : 0)).join('')}`;
    let value = kept.get(name);
    if (value === undefined) {
      value = property.of(decodeEntry(kernel, raw, { level, others }), { kernel, devices });
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(name, value);
    }
    return value;
  };
}

function readerOf(property: Property, shape: Shape, around: Around): Reader | undefined {
  const depends = property.depends(shape, around.kernel, around.others);
  switch (depends.kind) {
    case 'raw':
      return (raw) => raw;
    case 'place':
      return (_, place) => place[depends.what];
    case 'number': {
      const { place } = depends;
      if (!place) return () => null;
      // A number in several pieces is no single shift.
      return place.pieces ? undefined : (raw) => readHole(raw, place.hole);
    }
    case 'key':
    case 'names': {
      const key = keyOfDependence(depends);
      return key && keptReader(property, narrowKey(key, shape), around);
    }
    default:
      return depends satisfies never;
  }
}

/**
 * A condition on the values of a shape that are not decoded: numbers are read where they stand, and what depends on few
 * bits is asked once.
 *
 * @returns undefined when it speaks of something that cannot be read so
 */
export function conditionOnValues(
  where: Where,
  properties: ReadonlyMap<string, Property>,
  shape: Shape,
  around: Around,
): ((raw: bigint, place: ValuePlace) => boolean) | undefined {
  const readers = new Map<string, Reader>();
  for (const name of where.names) {
    const property = properties.get(name);
    const reader = property && readerOf(property, shape, around);
    if (!reader) return undefined;
    readers.set(name, reader);
  }
  return (raw, place) => where.evaluate((name) => readers.get(name)?.(raw, place));
}
