import { joinKeys, type Key, keyOfTests, type KeyTest, narrowKey } from '../../core/keys.ts';
import type { Kernel } from '../../core/model.ts';
import type { LabelledKernel } from '../../core/notes.ts';
import type { NumberPlace, Shape } from '../../core/shapes.ts';
import { U64_MAX } from '../../core/u64.ts';
import { type Dependence, keyOfDependence, keyOfRows, type Property } from '../properties.ts';
import { type WideAtom, wideAtoms } from '../where/atoms.ts';
import { elementsAsked, type Where } from '../where/where.ts';

const WHOLE: NumberPlace = { hole: { xor: 0n, mask: U64_MAX, shift: 0 }, pieces: undefined };

/** A bit mask or limit of a number, where it stands in the value; of a limit the next one that the bits can have. */
function inPlace(number: bigint, shift: number): bigint {
  if (shift >= 0) return number << BigInt(shift);
  const step = 1n << BigInt(-shift);
  return (number + step - 1n) / step;
}

/** The tests of a value that decide an atom. */
function testsOfAtom({ mask, ranges }: WideAtom, { hole }: NumberPlace): readonly KeyTest[] {
  const { xor, shift } = hole;
  const within = hole.mask & (shift >= 0 ? mask << BigInt(shift) : mask >> BigInt(-shift));
  const borders = ranges.flatMap(({ first, last }) => [first, last + 1n]);
  return [...new Set(borders)]
    .map((border) => inPlace(border, shift))
    .filter((atLeast) => atLeast > 0n && atLeast <= U64_MAX)
    .map((atLeast) => ({ xor, mask: within, atLeast }));
}

function placeOf(depends: Dependence): NumberPlace | undefined {
  if (depends.kind === 'raw') return WHOLE;
  return depends.kind === 'number' ? depends.place : undefined;
}

/** The key of a list that is only asked whether it holds certain names; undefined where more is asked. */
export function elementKey(where: Where, property: Property | undefined, shape: Shape): Key | undefined {
  if (!property?.rows) return undefined;
  const asked = elementsAsked(where.root, property.name);
  return asked && keyOfRows(property.rows(shape).filter(({ name }) => asked.has(name)));
}

/**
 * What a condition depends on among the values of a shape: its narrow properties, and tests of its wide numbers.
 *
 * @param properties what the condition can speak of, by name
 * @returns undefined when it must be evaluated for each value
 */
export function keyOfCondition(
  where: Where,
  properties: ReadonlyMap<string, Property>,
  shape: Shape,
  kernel: Kernel,
  others: readonly LabelledKernel[] = [],
): Key | undefined {
  const dependences = new Map<string, Dependence>();
  for (const name of where.names) {
    const depends = properties.get(name)?.depends(shape, kernel, others);
    // A number in several pieces is no single test.
    if (!depends || placeOf(depends)?.pieces) return undefined;
    dependences.set(name, depends);
  }
  const keyOf = (name: string): Key | undefined => {
    const depends = dependences.get(name);
    return depends && keyOfDependence(depends);
  };
  const split = wideAtoms(where, (name) => keyOf(name) === undefined);
  if (!split) return undefined;
  const narrow = split.narrow.flatMap(
    (name) => elementKey(where, properties.get(name), shape) ?? keyOf(name) ?? [],
  );
  const wide = split.atoms.map((atom) => {
    const depends = dependences.get(atom.name);
    const place = depends && placeOf(depends);
    return keyOfTests(...(place ? testsOfAtom(atom, place) : []));
  });
  return narrowKey(joinKeys([...narrow, ...wide]), shape);
}
