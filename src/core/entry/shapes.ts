import { PteDecodeError } from '../errors.ts';
import type { BitTest, Form, FormRow, Level, SwapKind, SwapLayout } from '../rows/layout.ts';
import { later, oncePer } from '../later.ts';
import type { Kernel, ResolvedPfn, SwapType } from '../rows/model.ts';
import type { FieldRow, Numbers } from './shape-fields.ts';
import { type Bits, entryMask, type Plan, type PlanGroup, planGroups } from './shape-plans.ts';
import type { State } from './state.ts';
import { formatU64, maskOf, not64, U64_MAX } from '../u64.ts';

export { type FieldRow, type NumberName, type NumberPlace, swapFieldMask } from './shape-fields.ts';

/**
 * Values of one level of one kernel that are read in the same way. A value belongs to the first shape with
 * `(raw & mask) === value`; the last one takes every value that an entry can have.
 */
export interface Shape {
  readonly level: Level;
  readonly mask: bigint;
  readonly value: bigint;
  /** Bits that are the same in all values of the shape: those of the mask, and those that earlier shapes leave. */
  readonly settled: bigint;
  /** What they are. */
  readonly settledValue: bigint;
  readonly form: Form;
  readonly state: State;
  /** The row that tells the form; undefined for none and swap-like entries. */
  readonly formRow: FormRow | undefined;
  /** The test of that row that the values pass. */
  readonly test: BitTest | undefined;
  /** The frame field of mapped entries. */
  readonly frame: ResolvedPfn | undefined;
  /** How swap-like entries keep type and offset. */
  readonly swap: SwapLayout | undefined;
  /** Kind of the swap types; undefined for entries that are not swap-like. */
  readonly kind: SwapKind | undefined;
  /** The one special swap type of the shape; undefined for swap areas. */
  readonly type: SwapType | undefined;
  /** All swap types of the shape are below this number; undefined where any can come. */
  readonly typesBelow?: number;
  /** Every field, set or clear: those of the rows of the layout in their order, then numbers and their parts. */
  readonly fields: readonly FieldRow[];
  readonly numbers: Numbers;
  /** Bits that must be zero. */
  readonly reserved: bigint;
  /** Bits that nothing explains. */
  readonly unknown: bigint;
  /** Bits that every entry of the shape has set. */
  readonly fixed: bigint;
}

/** The shapes of a level: the groups of plans so far, what makes the others, and the shapes that somebody asked for. */
interface Making {
  readonly groups: PlanGroup[];
  readonly rest: Iterator<PlanGroup>;
  readonly made: Map<Plan, Shape>;
}

const shapes = oncePer<Kernel, Partial<Record<Level, Making>>>(() => ({}));

function makingOf(kernel: Kernel, level: Level): Making {
  return (shapes(kernel)[level] ??= { groups: [], rest: planGroups(kernel, level), made: new Map() });
}

/** The group with this number; undefined after the last. */
function groupAt({ groups, rest }: Making, index: number): PlanGroup | undefined {
  if (index === groups.length) {
    const { value } = rest.next();
    if (value) groups.push(value);
  }
  return groups[index];
}

function allPlans(making: Making): readonly Plan[] {
  for (let index = 0; groupAt(making, index);) index++;
  return making.groups.flatMap(({ plans }) => plans());
}

function shapeFor(kernel: Kernel, making: Making, plan: Plan): Shape {
  let shape = making.made.get(plan);
  if (!shape) {
    shape = makeShape(kernel, plan, () => {
      const plans = allPlans(making);
      return plans.slice(0, plans.indexOf(plan));
    });
    making.made.set(plan, shape);
  }
  return shape;
}

/** The shapes of a level of a kernel, in the order in which they are tried. */
export function shapesOf(kernel: Kernel, level: Level): readonly Shape[] {
  const making = makingOf(kernel, level);
  return allPlans(making).map((plan) => shapeFor(kernel, making, plan));
}

/** Works out which bits the order of the shapes settles: what only one bit keeps out of an earlier shape has that bit. */
function settledBits(shape: Bits, earlier: readonly Bits[]): Bits {
  let { mask, value } = shape;
  for (const before of earlier) {
    const open = before.mask & not64(mask);
    const isApart = ((before.value ^ value) & before.mask & mask) !== 0n;
    if (isApart || open === 0n || (open & (open - 1n)) !== 0n) continue;
    mask |= open;
    value |= open & not64(before.value);
  }
  return { mask, value };
}

/** A value that is of one kind, and of none of others; undefined where there is none. */
export function valueApart(one: Bits, others: readonly Bits[]): bigint | undefined {
  const [first, ...rest] = others;
  if (first === undefined) return one.value;
  if (((first.value ^ one.value) & first.mask & one.mask) !== 0n) return valueApart(one, rest);
  // It differs from the first one in some bit: the lowest such one is each of those that are open.
  let { mask, value } = one;
  for (let open = first.mask & not64(mask); open !== 0n; open &= open - 1n) {
    const bit = open & -open;
    const found = valueApart({ mask: mask | bit, value: value | (bit & not64(first.value)) }, rest);
    if (found !== undefined) return found;
    mask |= bit;
    value |= bit & first.value;
  }
  return undefined;
}

/**
 * The same shapes with one of its own for each swap type from `lowest` up, so that what other kernels make of those
 * numbers can be told of each.
 */
export function splitTypes(list: readonly Shape[], lowest: number): readonly Shape[] {
  const split = list.flatMap((shape) => {
    const place = shape.swap?.type;
    if (!place || shape.type !== undefined || shape.state !== 'swap') return [{ ...shape }];
    const field = maskOf(place.lo + place.width - 1, place.lo);
    const numbers = Array.from({ length: Math.max(0, (1 << place.width) - lowest) }, (_, n) => lowest + n);
    return [
      ...numbers.map((number) => ({
        ...shape,
        mask: shape.mask | field,
        value: BigInt(number) << BigInt(place.lo),
      })),
      { ...shape, typesBelow: lowest },
    ];
  });
  return split.map((shape, index) => {
    const { mask, value } = settledBits(shape, split.slice(0, index));
    return { ...shape, settled: mask, settledValue: value };
  });
}

/** Bits that tell the forms of a level apart, in any release of the architecture. */
export function formBits(kernel: Kernel, level: Level): bigint {
  return kernel.layout.forms
    .filter((row) => row.levels.includes(level))
    .flatMap((row) => row.when)
    .reduce((bits, { set, clear }) => bits | set | clear, 0n);
}

/** Tells whether a value passes a test of bits. */
export function passes(raw: bigint, { set, clear }: BitTest): boolean {
  return (raw & set) === set && (raw & clear) === 0n;
}

/** The form in which a kernel reads a value at a level. */
export function formOf(kernel: Kernel, level: Level, raw: bigint): Form {
  return shapeOf(kernel, level, raw).form;
}

/**
 * The shape of a value.
 *
 * @throws PteDecodeError `ERR_VALUE_RANGE` when the value has more bits than an entry
 */
export function shapeOf(kernel: Kernel, level: Level, raw: bigint): Shape {
  const making = makingOf(kernel, level);
  for (let index = 0, group = groupAt(making, 0); group; group = groupAt(making, ++index)) {
    if ((raw & group.mask) !== group.value) continue;
    for (const plan of group.plans())
      if ((raw & plan.mask) === plan.value) return shapeFor(kernel, making, plan);
  }
  throw new PteDecodeError(
    'ERR_VALUE_RANGE',
    `${formatU64(raw)}: entries have ${kernel.entryBits} bits on ${kernel.id}`,
  );
}

/** @param earlier the plans that are tried before this one */
function makeShape(kernel: Kernel, plan: Plan, earlier: () => readonly Bits[]): Shape {
  const { taken, fixed = 0n, extra, numbers, ...rest } = plan;
  const layout = later(() => kernel.form(plan.level, plan.form));
  const places = later(() => numbers?.() ?? {});
  const unknown = later(() => not64(layout().claimed | taken) & entryMask(kernel));
  // A frame number that reaches into the bits of a row takes them.
  const free = plan.frame === undefined ? U64_MAX : not64(taken);
  const settled = later(() => settledBits(plan, earlier()));
  let fields: readonly FieldRow[] | undefined;
  let reserved: bigint | undefined;
  return {
    formRow: undefined,
    test: undefined,
    frame: undefined,
    swap: undefined,
    kind: undefined,
    type: undefined,
    ...rest,
    fixed,
    get numbers() {
      return places();
    },
    get settled() {
      return settled().mask;
    },
    get settledValue() {
      return settled().value;
    },
    get unknown() {
      return unknown();
    },
    get reserved() {
      return (reserved ??= layout()
        .rows.filter((row) => row.kind === 'reserved')
        .reduce((bits, row) => bits | (row.mask & free), 0n));
    },
    get fields() {
      return (fields ??= [
        ...layout().rows.flatMap((row): FieldRow[] => {
          if ((row.mask & free) === row.mask) return [row];
          return (row.mask & free) === 0n ? [] : [{ ...row, mask: row.mask & free }];
        }),
        ...(extra?.() ?? []),
      ]);
    },
  };
}
