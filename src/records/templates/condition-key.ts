import {
  joinKeys,
  type Key,
  keyOfTests,
  type KeyTest,
  narrowKey,
  type NumberHole,
} from '../../core/entry/keys.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { LabelledKernel } from '../../core/verdicts/other-meanings.ts';
import type { Shape } from '../../core/entry/shapes.ts';
import { otherShapeOf } from '../../core/verdicts/unknowns.ts';
import { U64_MAX } from '../../core/u64.ts';
import { type Dependence, keyOfDependence, keyOfRows, type Property } from '../property.ts';
import { type JoinedNumber, type Range, type WideAtom, wideAtoms } from '../where/atoms.ts';
import { elementsAsked, type Where } from '../where/where.ts';
import type { JoinedHoles, JudgeKey, OrderTest, TextTest } from './judge-key.ts';

const WHOLE: NumberHole = { xor: 0n, mask: U64_MAX, shift: 0 };

/** A bit mask or limit of a number, where it stands in the value; of a limit the next one that the bits can have. */
function inPlace(number: bigint, shift: number): bigint {
  if (shift >= 0) return number << BigInt(shift);
  const step = 1n << BigInt(-shift);
  return (number + step - 1n) / step;
}

/** The numbers at which ranges begin, and those behind their ends. */
function bordersOf(ranges: readonly Range[]): readonly bigint[] {
  return [...new Set(ranges.flatMap(({ first, last }) => [first, last + 1n]))].filter(
    (border) => border > 0n && border <= U64_MAX,
  );
}

/** The tests of a value that tell in which of some ranges a number lies. */
function testsOfRanges(ranges: readonly Range[], hole: NumberHole, mask: bigint): readonly KeyTest[] {
  const { xor, shift } = hole;
  const within = hole.mask & (shift >= 0 ? mask << BigInt(shift) : mask >> BigInt(-shift));
  return bordersOf(ranges)
    .map((border) => inPlace(border, shift))
    .filter((atLeast) => atLeast <= U64_MAX)
    .map((atLeast) => ({ xor, mask: within, atLeast }));
}

/** Where a number stands; null where the values of the shape have none; undefined for what is no number in one piece. */
function holeOf(depends: Dependence | undefined): NumberHole | null | undefined {
  if (depends?.kind === 'raw') return WHOLE;
  if (depends?.kind !== 'number' && depends?.kind !== 'key') return undefined;
  const place = depends.kind === 'number' ? (depends.place ?? null) : depends.place;
  // A number in several pieces is no single shift.
  return place?.pieces ? undefined : place && place.hole;
}

/** The key of a list that is only asked whether it holds certain names; undefined where more is asked. */
export function elementKey(where: Where, property: Property | undefined, shape: Shape): Key | undefined {
  if (!property?.rows) return undefined;
  const asked = elementsAsked(where.root, property.name);
  return asked && keyOfRows(property.rows(shape).filter(({ name }) => asked.has(name)));
}

/** Collects what the atoms of a condition depend on among the values of a shape. */
class AtomKeys {
  readonly tests: KeyTest[] = [];
  readonly orders: OrderTest[] = [];
  readonly texts: TextTest[] = [];
  readonly #depends: (name: string) => Dependence | undefined;

  constructor(depends: (name: string) => Dependence | undefined) {
    this.#depends = depends;
  }

  /** @returns false for what no key can ask */
  add(atom: WideAtom): boolean {
    switch (atom.kind) {
      case 'range': {
        const number = this.#joined(atom.number);
        if (!number) return number === null;
        const [hole, other] = number.holes;
        if (hole && !other) this.tests.push(...testsOfRanges(atom.ranges, hole, number.mask));
        else
          for (const mask of bordersOf(atom.ranges))
            this.orders.push({ left: number, right: { holes: [], mask } });
        return true;
      }
      case 'order': {
        const left = this.#joined(atom.left);
        const right = this.#joined(atom.right);
        // No number is never greater, and whether there is one is the same for all values of a shape.
        if (!left || !right) return left === null || right === null;
        this.orders.push({ left, right }, { left: right, right: left });
        return true;
      }
      case 'text': {
        const depends = this.#depends(atom.name);
        if (depends?.kind !== 'place') return false;
        this.texts.push({ what: depends.what, text: atom.text });
        return true;
      }
      default:
        return atom satisfies never;
    }
  }

  #joined({ names, mask }: JoinedNumber): JoinedHoles | null | undefined {
    const holes: NumberHole[] = [];
    let isNull = false;
    for (const name of names) {
      const hole = holeOf(this.#depends(name));
      if (hole === undefined) return undefined;
      if (hole === null) isNull = true;
      else holes.push(hole);
    }
    return isNull ? null : { holes, mask };
  }
}

/** What the answer to a condition depends on among the values of a shape, where it hangs on how the kernel is built too. As `keyOfCondition`. */
export function keyOfAnswer(
  where: Where,
  properties: ReadonlyMap<string, Property>,
  shape: Shape,
  kernel: Kernel,
  others: readonly LabelledKernel[],
): JudgeKey | undefined {
  const here = keyOfCondition(where, properties, shape, kernel, others);
  const other = otherShapeOf(kernel, shape);
  if (!here || !other) return here;
  const there = keyOfCondition(where, properties, other.shape, other.kernel, others);
  if (!there) return undefined;
  return {
    ...narrowKey(joinKeys([here, there]), shape),
    orders: [here, there].flatMap(({ orders = [] }) => orders),
    texts: [here, there].flatMap(({ texts = [] }) => texts),
  };
}

/**
 * What a condition depends on among the values of a shape: its narrow properties, and tests of what is wide.
 *
 * @param properties what the condition can speak of, by name
 * @returns undefined when it must be evaluated for each value
 */
function keyOfCondition(
  where: Where,
  properties: ReadonlyMap<string, Property>,
  shape: Shape,
  kernel: Kernel,
  others: readonly LabelledKernel[],
): JudgeKey | undefined {
  const dependences = new Map<string, Dependence>();
  for (const name of where.names) {
    const depends = properties.get(name)?.depends(shape, kernel, others);
    if (!depends) return undefined;
    dependences.set(name, depends);
  }
  const keyOf = (name: string): Key | undefined => {
    const depends = dependences.get(name);
    return depends && keyOfDependence(depends);
  };
  const split = wideAtoms(where, (name) => {
    if (keyOf(name) === undefined) return 'wide';
    return holeOf(dependences.get(name)) === undefined ? 'narrow' : 'placed';
  });
  const asked = new AtomKeys((name) => dependences.get(name));
  if (!split?.atoms.every((atom) => asked.add(atom))) return undefined;
  const narrow = split.narrow.flatMap(
    (name) => elementKey(where, properties.get(name), shape) ?? keyOf(name) ?? [],
  );
  const { orders, texts } = asked;
  return { ...narrowKey(joinKeys([...narrow, keyOfTests(...asked.tests)]), shape), orders, texts };
}
