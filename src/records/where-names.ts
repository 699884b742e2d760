import type { ArchLayout } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { numberOf } from '../core/entry.ts';
import { NO_KEY } from '../core/keys.ts';
import { type NumberName, shapesOf } from '../core/shapes.ts';
import { STATES } from '../core/state.ts';
import { not64 } from '../core/u64.ts';
import {
  architectureName,
  architectureNames,
  kernelId,
  kernelNames,
  pagingModes,
} from '../kernel/possible.ts';
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

/** The bits that a number can have in entries of any level. */
function bitsOfNumber(kernel: Kernel, name: NumberName): bigint {
  return kernel.levels
    .flatMap(({ level }) => shapesOf(kernel, level))
    .reduce((bits, shape) => {
      const place = shape.numbers[name];
      return place ? bits | (numberOf({ raw: not64(place.hole.xor), shape, kernel }, name) ?? 0n) : bits;
    }, 0n);
}

/** The bytes that leaves of any level can map. */
function pageSizes(kernel: Kernel): readonly bigint[] {
  const shifts = kernel.levels.flatMap(({ level }) =>
    kernel
      .formsAt(level)
      .filter(({ form }) => form === 'leaf' || form === 'protnone')
      .flatMap(({ form }) => kernel.form(level, form).pfn.map(({ pageShift }) => pageShift)),
  );
  return [...new Set(shifts)].toSorted((left, right) => left - right).map((shift) => 1n << BigInt(shift));
}

/** The bits of a protection key. */
function keyBits({ rows }: ArchLayout): bigint {
  const roles = new Set(rows.map(({ role }) => role).filter((role) => role.startsWith('pkey')));
  return (1n << BigInt(roles.size)) - 1n;
}

type Limits = Omit<WhereName, 'name' | 'type' | 'always'>;

/** What is possible beyond what the table of properties says. */
function limitsOf(kernel: Kernel, hasDevices: boolean): ReadonlyMap<string, Limits> {
  const { layout, swapTypes, markers } = kernel;
  const bits = (name: NumberName): Limits => ({ bits: () => bitsOfNumber(kernel, name) });
  const swapNames = hasDevices ? {} : { values: [...new Set(swapTypes.map(({ name }) => name))] };
  return new Map<string, Limits>([
    ['arch', { values: architectureNames(), spell: architectureName }],
    ['kernel', { values: kernelNames(), spell: kernelId }],
    ['paging', { numbers: () => pagingModes().map(BigInt) }],
    ['flags', { values: macroProperties(layout).map(({ name }) => name) }],
    ['marker_names', { values: markers.map(({ name }) => name) }],
    ['pfn', bits('pfn')],
    ['phys', bits('phys')],
    ['page_size', { numbers: () => pageSizes(kernel) }],
    ['swap.type', { max: BigInt(swapTypes.length - 1) }],
    ['swap.offset', bits('offset')],
    ['swap.name', swapNames],
    ['marker', bits('marker')],
    ['pkey', { bits: () => keyBits(layout) }],
  ]);
}

/** What conditions are made for, beside the kernel. */
export interface NameOptions {
  /** Names that the records have besides. */
  readonly more?: readonly WhereName[];
  /** Swap devices have names of their own. */
  readonly hasDevices?: boolean;
  /** The addresses of the entries are known, and with them the states that an address decides on. */
  readonly hasAddresses?: boolean;
}

/** The names of conditions on decoded entries, with their types and what they can be. */
export function whereNames(
  kernel: Kernel,
  { more = [], hasDevices = false, hasAddresses = false }: NameOptions = {},
): Names {
  const limits = new Map([
    ...limitsOf(kernel, hasDevices),
    ...(hasAddresses ? [] : [['state', { values: STATES }] as const]),
  ]);
  const names = [...whereProperties(kernel.layout).values()].map(
    ({ name, type, always, values }): WhereName => ({
      name,
      type,
      ...(values ? { values } : {}),
      ...(always ? { always } : {}),
      ...limits.get(name),
    }),
  );
  return createNames([...names, ...more], HELP);
}
