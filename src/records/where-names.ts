import type { ArchLayout } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { NO_KEY } from '../core/keys.ts';
import { macroProperties, propertiesOf, type Property } from './properties.ts';
import { createNames, type Names, type WhereName } from './where/names.ts';

const HELP =
  'names are those of the JSON record and the flags that "pte-decode layout" shows: see docs/properties.md';

/** Whether an entry holds type and offset: `swap == null` asks for the object of the record. */
const HOLDS_SWAP: Property = {
  name: 'swap',
  type: 'truth',
  text: 'it holds type and offset: true, or null for other entries',
  of: ({ form }) => (form === 'swap' ? true : null),
  depends: () => ({ kind: 'key', key: NO_KEY }),
};

const known = new WeakMap<ArchLayout, ReadonlyMap<string, Property>>();

/** What conditions on decoded entries can speak of: the properties, and each single bit by its macro. */
export function whereProperties(layout: ArchLayout): ReadonlyMap<string, Property> {
  let all = known.get(layout);
  if (!all) {
    const listed = [...macroProperties(layout), ...propertiesOf(layout), HOLDS_SWAP];
    known.set(layout, (all = new Map(listed.map((property) => [property.name, property]))));
  }
  return all;
}

/**
 * The names of conditions on decoded entries, with their types.
 *
 * @param more names that the records have besides
 */
export function whereNames({ layout, swapTypes, markers }: Kernel, more: readonly WhereName[] = []): Names {
  const macros = macroProperties(layout).map(({ name }) => name);
  const values = new Map<string, readonly string[]>([
    ['flags', macros],
    ['marker_names', markers.map(({ name }) => name)],
  ]);
  const max = new Map([['swap.type', BigInt(swapTypes.length - 1)]]);
  const names = [...whereProperties(layout).values()].map(({ name, type, always, ...rest }): WhereName => {
    const listed = values.get(name) ?? rest.values;
    const largest = max.get(name);
    return {
      name,
      type,
      ...(listed ? { values: listed } : {}),
      ...(always ? { always } : {}),
      ...(largest === undefined ? {} : { max: largest }),
    };
  });
  return createNames([...names, ...more], HELP);
}
