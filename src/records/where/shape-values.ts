import { type Key, narrowKey, readHole } from '../../core/entry/keys.ts';
import { type Shape, shapesOf, valueApart } from '../../core/entry/shapes.ts';
import { oncePer } from '../../core/later.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { countBits, not64 } from '../../core/u64.ts';
import { decodedAs } from '../../core/verdicts/decode.ts';
import type { Dependence, Property, PropertyValue } from '../property.ts';
import { ANYTHING, OneOf, OpenInteger, OpenList, type OpenValue } from './values.ts';

/** Whether a property is a number that the entries of a shape do not have. */
function hasNoNumber(dependence: Dependence): boolean {
  return dependence.kind === 'number'
    ? !dependence.place
    : dependence.kind === 'key' && dependence.place === null;
}

/** What a property is in all entries of a shape, where it is the same in all; else undefined. */
export function valueOf(
  kernel: Kernel,
  shape: Shape,
  property: Property,
): { readonly value: PropertyValue } | undefined {
  const dependence = property.depends(shape, kernel, []);
  if (hasNoNumber(dependence)) return { value: null };
  if (dependence.kind !== 'key') return undefined;
  const { bits, tests } = narrowKey(dependence.key, shape);
  if (bits !== 0n || tests.length > 0) return undefined;
  const raw = samplesOf(kernel)(shape.level).get(shape);
  return raw === undefined ? undefined : { value: property.of(decodedAs(kernel, shape, raw), { kernel }) };
}

/** All values of a property in the entries of a shape are tried that depend on at most so many bits. */
const FEW_BITS = 7;

/** What is known of a property in all entries of a shape: of many numbers the bits that are the same, of a list the names of rows. */
export function partOf(kernel: Kernel, shape: Shape, property: Property): OpenValue {
  if (property.rows) return new OpenList(rowNames([shape], property));
  const dependence = property.depends(shape, kernel, []);
  if (dependence.kind === 'key' && property.type !== 'truth')
    return oneOf(kernel, shape, property, narrowKey(dependence.key, shape));
  if (dependence.kind !== 'number' || !dependence.place || dependence.place.pieces) return ANYTHING;
  const { hole } = dependence.place;
  const open = readHole(not64(shape.settled), { ...hole, xor: 0n });
  return new OpenInteger(readHole(shape.settledValue, hole), open);
}

/** All that a property can be in the entries of a shape. */
function oneOf(kernel: Kernel, shape: Shape, property: Property, { bits, tests }: Key): OpenValue {
  if (tests.length > 0 || countBits(bits) > FEW_BITS) return ANYTHING;
  const shapes = shapesOf(kernel, shape.level);
  const earlier = shapes.slice(0, shapes.indexOf(shape));
  const values = new Set<PropertyValue>();
  for (let part = bits, isLast = false; !isLast; part = (part - 1n) & bits) {
    isLast = part === 0n;
    const raw = valueApart({ mask: shape.mask | bits, value: shape.value | part }, earlier);
    if (raw !== undefined) values.add(property.of(decodedAs(kernel, shape, raw), { kernel }));
  }
  return new OneOf([...values]);
}

/** A value of each shape of a level, without those that no value has. */
export const samplesOf = oncePer((kernel: Kernel) => {
  const levels = new Map<Level, ReadonlyMap<Shape, bigint>>();
  return (level: Level): ReadonlyMap<Shape, bigint> => {
    let samples = levels.get(level);
    if (samples === undefined) {
      const shapes = shapesOf(kernel, level);
      const found = new Map<Shape, bigint>();
      for (const [at, shape] of shapes.entries()) {
        const raw = valueApart(shape, shapes.slice(0, at));
        if (raw !== undefined) found.set(shape, raw);
      }
      levels.set(level, (samples = found));
    }
    return samples;
  };
});

/** Whether a property can be true, and whether false. */
export function truthsOf(kernel: Kernel, shapes: readonly Shape[], property: Property): readonly boolean[] {
  const found = new Set<PropertyValue>();
  for (const shape of shapes) {
    const settled = valueOf(kernel, shape, property);
    for (const value of settled ? [settled.value] : [false, true]) found.add(value);
    if (found.has(false) && found.has(true)) break;
  }
  return [false, true].filter((value) => found.has(value));
}

/** All values of a property that is the same in all entries of each shape. */
export function valuesOf(
  kernel: Kernel,
  shapes: readonly Shape[],
  property: Property,
): ReadonlySet<PropertyValue> {
  return new Set(shapes.map((shape) => valueOf(kernel, shape, property)?.value ?? null));
}

/** The names that a list of names of rows can have. */
export function rowNames(shapes: readonly Shape[], { rows }: Property): ReadonlySet<PropertyValue> {
  return new Set(shapes.flatMap((shape) => rows?.(shape).map(({ name }) => name) ?? []));
}
