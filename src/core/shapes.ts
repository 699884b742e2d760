import { PteDecodeError } from './errors.ts';
import type { NumberHole } from './keys.ts';
import type { AddressPiece, BitTest, Form, FormRow, Level, PfnRow, SwapKind, SwapLayout } from './layout.ts';
import type { Kernel, ResolvedPfn, ResolvedRow, SwapType } from './model.ts';
import type { State } from './state.ts';
import { formatU64, maskOf, not64, topBit, U64_MAX } from './u64.ts';

/**
 * A part of an entry and what it stands for: a flag, a number, a bit inside a number, bits that never change, or
 * reserved bits.
 */
export interface FieldRow {
  readonly hi: number;
  readonly lo: number;
  /** The bits of it; all of `hi`..`lo` unless another field has some. */
  readonly mask: bigint;
  /** What the stored bits are XORed with to give the field. */
  readonly xor: bigint;
  /** The kernel's macro, or what the kernel's documentation calls the number. */
  readonly name: string;
  /** The short name, as `--flag` and `--where` have it. */
  readonly short: string;
  readonly role: string;
  /** `part`: bits of a number that mean something by themselves (a marker, young and dirty of a migration entry). */
  readonly kind: 'flag' | 'number' | 'part' | 'fixed' | 'reserved';
  readonly set: string;
  readonly clear?: string;
  readonly letter?: string;
  readonly since?: string;
  readonly until?: string;
  readonly src: string;
}

/** A number of an entry: where its bits are. */
export interface NumberPlace {
  readonly hole: NumberHole;
  /** Where the bits of an address go that stand in several places; the hole then has all of them. */
  readonly pieces: readonly AddressPiece[] | undefined;
}

/** The names of the numbers that an entry can hold. */
export type NumberName = 'phys' | 'pfn' | 'type' | 'offset' | 'raw_offset' | 'marker';

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
  readonly numbers: Readonly<Partial<Record<NumberName, NumberPlace>>>;
  /** Bits that must be zero. */
  readonly reserved: bigint;
  /** Bits that nothing explains. */
  readonly unknown: bigint;
  /** Bits that every entry of the shape has set. */
  readonly fixed: bigint;
}

const MAPPED_STATES = { leaf: 'present', protnone: 'protnone', table: 'table' } as const;

/** The shapes of a level: the plans so far, what makes the others, and the shapes that somebody asked for. */
interface Making {
  readonly plans: Plan[];
  readonly rest: Iterator<Plan>;
  readonly made: (Shape | undefined)[];
}

const shapes = new WeakMap<Kernel, Partial<Record<Level, Making>>>();

function makingOf(kernel: Kernel, level: Level): Making {
  let ofKernel = shapes.get(kernel);
  if (!ofKernel) shapes.set(kernel, (ofKernel = {}));
  return (ofKernel[level] ??= { plans: [], rest: makePlans(kernel, level), made: [] });
}

function* makePlans(kernel: Kernel, level: Level): Generator<Plan, void, undefined> {
  const plans = allPlans(kernel, level);
  if (kernel.entryBits === 64) yield* plans;
  // No shape takes a value that has more bits than an entry.
  else for (const plan of plans) yield { ...plan, mask: plan.mask | not64(entryMask(kernel)) };
}

function* allPlans(kernel: Kernel, level: Level): Generator<Plan, void, undefined> {
  yield* noneShapes(kernel, level);
  yield* mappedShapes(kernel, level);
  yield* swapShapes(kernel, level);
}

/** The bits of an entry. */
function entryMask({ entryBits }: Kernel): bigint {
  return maskOf(entryBits - 1, 0);
}

/** The plan with this number; undefined after the last. */
function planAt({ plans, rest }: Making, index: number): Plan | undefined {
  if (index === plans.length) {
    const { value } = rest.next();
    if (value) plans.push(value);
  }
  return plans[index];
}

function shapeAt(kernel: Kernel, making: Making, plan: Plan, index: number): Shape {
  return (making.made[index] ??= settle(makeShape(kernel, plan), making.plans.slice(0, index)));
}

/** The shapes of a level of a kernel, in the order in which they are tried. */
export function shapesOf(kernel: Kernel, level: Level): readonly Shape[] {
  const making = makingOf(kernel, level);
  const list: Shape[] = [];
  for (let plan = planAt(making, 0); plan; plan = planAt(making, list.length))
    list.push(shapeAt(kernel, making, plan, list.length));
  return list;
}

type Bits = Pick<Shape, 'mask' | 'value'>;

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

/** A shape with its settled bits, worked out when somebody asks; its fields are still made then, too. */
function settle(shape: Shape, earlier: readonly Bits[]): Shape {
  let known: Bits | undefined;
  const bits = (): Bits => (known ??= settledBits(shape, earlier));
  return Object.defineProperties(shape, {
    settled: { get: () => bits().mask, enumerable: true },
    settledValue: { get: () => bits().value, enumerable: true },
  });
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
        value: (BigInt(number) << BigInt(place.lo)) ^ (place.inverted ? field : 0n),
      })),
      { ...shape, typesBelow: lowest },
    ];
  });
  return split.map((shape, index) => settle(shape, split.slice(0, index)));
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
  for (let index = 0, plan = planAt(making, 0); plan; plan = planAt(making, ++index))
    if ((raw & plan.mask) === plan.value) return shapeAt(kernel, making, plan, index);
  throw new PteDecodeError(
    'ERR_VALUE_RANGE',
    `${formatU64(raw)}: entries have ${kernel.entryBits} bits on ${kernel.id}`,
  );
}

/** Which values a shape takes, and what it is made of when one of them comes. */
type Plan = Pick<Shape, 'level' | 'mask' | 'value' | 'form' | 'state'> &
  Partial<Pick<Shape, 'formRow' | 'test' | 'frame' | 'swap' | 'kind' | 'type'>> & {
    /** Bits of the frame, or of type, offset and fixed bits. */
    readonly taken: bigint;
    readonly fixed?: bigint;
    readonly numbers?: () => Shape['numbers'];
    /** The fields beside those of the rows. */
    readonly extra?: () => readonly FieldRow[];
  };

function makeShape(kernel: Kernel, plan: Plan): Shape {
  const { taken, fixed = 0n, extra, numbers, ...rest } = plan;
  const layout = kernel.form(plan.level, plan.form);
  // A frame number that reaches into the bits of a row takes them.
  const free = plan.frame === undefined ? U64_MAX : not64(taken);
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
    numbers: numbers?.() ?? {},
    fixed,
    settled: plan.mask,
    settledValue: plan.value,
    unknown: not64(layout.claimed | taken) & entryMask(kernel),
    get reserved() {
      return (reserved ??= layout.rows
        .filter((row) => row.kind === 'reserved')
        .reduce((bits, row) => bits | (row.mask & free), 0n));
    },
    get fields() {
      return (fields ??= [
        ...layout.rows.flatMap((row): FieldRow[] =>
          (row.mask & free) === 0n ? [] : [{ ...row, mask: row.mask & free, xor: 0n }],
        ),
        ...(extra?.() ?? []),
      ]);
    },
  };
}

function noneShapes(kernel: Kernel, level: Level): readonly Plan[] {
  const none = kernel.none(level);
  if (!none) return [];
  const mask = not64(none.ignores);
  // Rows name every bit that an empty entry may have.
  return [
    {
      level,
      mask,
      value: none.value,
      form: 'none',
      state: 'none',
      taken: mask,
      extra: () => fixedFields(none.value, 'set in every empty entry', none.src),
    },
  ];
}

function* mappedShapes(kernel: Kernel, level: Level): Generator<Plan, void, undefined> {
  for (const formRow of kernel.formsAt(level)) {
    const { form } = formRow;
    if (form === 'none') continue;
    if (form === 'swap') {
      for (const test of formRow.when) yield* narrowed(swapShapes(kernel, level), test);
      continue;
    }
    for (const test of formRow.when)
      for (const frame of kernel.form(level, form).pfn) {
        const both = frame.when ? joinTests(test, frame.when) : test;
        if (!both) continue;
        yield {
          level,
          mask: both.set | both.clear,
          value: both.set,
          form,
          state: MAPPED_STATES[form],
          formRow,
          test,
          frame,
          taken: frame.mask | (frame.row.fixed ?? 0n),
          fixed: frame.row.fixed ?? 0n,
          numbers: () => frameNumbers(kernel, frame),
          extra: () => frameFields(kernel, level, form, frame),
        };
      }
  }
}

/** Those values of shapes that pass a test besides. */
function* narrowed(plans: Iterable<Plan>, test: BitTest): Generator<Plan, void, undefined> {
  for (const plan of plans) {
    const both = joinTests(test, { set: plan.value, clear: plan.mask & not64(plan.value) });
    if (both) yield { ...plan, mask: both.set | both.clear, value: both.set };
  }
}

function joinTests(a: BitTest, b: BitTest): BitTest | undefined {
  const both = { set: a.set | b.set, clear: a.clear | b.clear };
  return (both.set & both.clear) === 0n ? both : undefined;
}

function frameNumbers(kernel: Kernel, frame: ResolvedPfn): Shape['numbers'] {
  const { pieces, mask, inverted } = frame;
  const [piece] = pieces ?? [];
  const shift = piece === undefined ? 0 : piece.lo - piece.at;
  const hole = { xor: inverted ? U64_MAX : 0n, mask, shift };
  const several = pieces !== undefined && pieces.length > 1 ? pieces : undefined;
  return {
    phys: { hole, pieces: several },
    pfn: { hole: { ...hole, shift: shift + kernel.pageShift }, pieces: several },
  };
}

function frameFields(kernel: Kernel, level: Level, form: Form, frame: ResolvedPfn): readonly FieldRow[] {
  const pieces = frame.pieces ?? [{ hi: topBit(frame.mask), lo: frame.lo }];
  const row: PfnRow = frame.row;
  const numbers = pieces.map(({ hi, lo }): FieldRow => {
    const mask = maskOf(hi, lo) & frame.mask;
    return {
      hi,
      lo,
      mask,
      xor: frame.inverted ? mask : 0n,
      name: 'frame',
      short: 'pfn',
      role: 'pfn',
      kind: 'number',
      set: form === 'table' ? 'address of the lower table' : 'frame number of the page',
      ...availability(row),
      src: row.src,
    };
  });
  return [
    ...numbers,
    ...keyFields(kernel.form(level, form).keyRows, frame.mask),
    ...fixedFields(row.fixed ?? 0n, 'set by the complement above the frame number', row.src),
  ];
}

/** The protection key as one number, where its bits stand together. */
function keyFields(rows: readonly ResolvedRow[], taken: bigint): readonly FieldRow[] {
  const [first] = rows;
  const mask = rows.reduce((bits, row) => bits | row.mask, 0n);
  if (!first || (mask & taken) !== 0n) return [];
  const hi = Math.max(...rows.map((row) => row.hi));
  const lo = Math.min(...rows.map((row) => row.lo));
  if (mask !== maskOf(hi, lo)) return [];
  return [
    {
      hi,
      lo,
      mask,
      xor: 0n,
      name: 'protection key',
      short: 'pkey',
      role: 'pkey',
      kind: 'number',
      set: 'protection key of the page',
      ...availability(first),
      src: first.src,
    },
  ];
}

function availability({ since, until }: { readonly since?: string; readonly until?: string }): {
  readonly since?: string;
  readonly until?: string;
} {
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/** The special value, then one shape for each special type, then one for all swap areas. */
function* swapShapes(kernel: Kernel, level: Level): Generator<Plan, void, undefined> {
  const layout = kernel.swapAt(level);
  const { type } = layout;
  const typeMask = maskOf(type.lo + type.width - 1, type.lo);
  const special = kernel.swapTypes.filter(({ kind, number }) => kind !== 'swap' && number < 1 << type.width);
  const value = kernel.uffdWpSpecial;
  const taken = swapFieldMask(layout);
  const planOf = (mask: bigint, stored: bigint, state: State, of: SwapType | undefined): Plan => ({
    level,
    mask,
    value: stored,
    form: 'swap',
    state,
    swap: layout,
    kind: of?.kind ?? 'swap',
    type: of,
    taken,
    fixed: layout.fixed,
    numbers: () => swapNumbers(kernel, layout, state, of?.kind),
    extra: () => swapFields(kernel, layout, state),
  });
  // pte_swp_uffd_wp_special(), where its answer tells the entry from an empty one.
  if (value !== undefined && value !== 0n && level === 'pte')
    yield planOf(U64_MAX, value, 'uffd-wp-special', undefined);
  for (const of of special) {
    const stored = (BigInt(of.number) << BigInt(type.lo)) ^ (type.inverted ? typeMask : 0n);
    yield planOf(typeMask, stored, of.kind, of);
  }
  yield planOf(0n, 0n, 'swap', undefined);
}

/** The bits of a swap-like entry that its type and offset occupy, and the fixed ones. */
export function swapFieldMask({ type, offset, fixed }: SwapLayout): bigint {
  return maskOf(type.lo + type.width - 1, type.lo) | maskOf(offset.lo + offset.width - 1, offset.lo) | fixed;
}

function swapNumbers(
  kernel: Kernel,
  { type, offset }: SwapLayout,
  state: State,
  kind: SwapKind | undefined,
): Shape['numbers'] {
  const typeMask = maskOf(type.lo + type.width - 1, type.lo);
  const mask = maskOf(offset.lo + offset.width - 1, offset.lo);
  const xor = offset.inverted ? mask : 0n;
  const place = (hole: NumberHole): NumberPlace => ({ hole, pieces: undefined });
  const hole = { xor, mask, shift: offset.lo };
  const common = {
    type: place({ xor: type.inverted ? typeMask : 0n, mask: typeMask, shift: type.lo }),
    offset: place(hole),
    raw_offset: place({ ...hole, xor: 0n }),
  };
  if (state === 'pte-marker') return { ...common, marker: common.offset };
  if (kind === undefined || kind === 'swap') return common;
  // swp_offset_pfn() since 6.1; before, all of the offset is the frame.
  const kept =
    kernel.swpPfnBits === undefined ? mask : (maskOf(kernel.swpPfnBits - 1, 0) << BigInt(offset.lo)) & mask;
  const pfn = { ...hole, mask: kept };
  return { ...common, pfn: place(pfn), phys: place({ ...pfn, shift: offset.lo - kernel.pageShift }) };
}

function swapFields(kernel: Kernel, layout: SwapLayout, state: State): readonly FieldRow[] {
  const { type, offset, src } = layout;
  const number = (place: SwapLayout['type'], role: string, name: string, set: string): FieldRow => {
    const hi = place.lo + place.width - 1;
    const mask = maskOf(hi, place.lo);
    const xor = place.inverted ? mask : 0n;
    return {
      hi,
      lo: place.lo,
      mask,
      xor,
      name,
      short: role,
      role,
      kind: 'number',
      set,
      ...availability(layout),
      src,
    };
  };
  return [
    number(type, 'swp_type', 'swap type', 'swap area, or what stands in place of one'),
    number(offset, 'swp_offset', 'swap offset', 'page slot, frame number or marker bits'),
    ...partsOf(kernel, layout, state),
    ...fixedFields(layout.fixed, 'set in every swap entry', src),
  ];
}

function fixedFields(mask: bigint, set: string, src: string): readonly FieldRow[] {
  if (mask === 0n) return [];
  const hi = topBit(mask);
  const lo = topBit(mask & -mask);
  return [
    { hi, lo, mask, xor: 0n, name: 'fixed bits', short: 'fixed', role: 'fixed', kind: 'fixed', set, src },
  ];
}

/** The bits of an offset that have a meaning of their own, from the highest down. */
function partsOf(kernel: Kernel, { offset }: SwapLayout, state: State): readonly FieldRow[] {
  const part = (at: number, row: Pick<FieldRow, 'name' | 'short' | 'role' | 'set' | 'src'>): FieldRow[] => {
    if (at >= offset.width) return [];
    const n = offset.lo + at;
    const mask = 1n << BigInt(n);
    return [{ hi: n, lo: n, mask, xor: offset.inverted ? mask : 0n, kind: 'part', ...row }];
  };
  if (state === 'pte-marker')
    return [...kernel.markers].reverse().flatMap((row) => {
      const { name, short, text: set, src } = row;
      return part(topBit(row.mask), { name, short, role: `marker_${short}`, set, src });
    });
  const first = kernel.swpPfnBits;
  if (state !== 'migration' || !kernel.migrationAd || first === undefined) return [];
  const src = 'v6.1 include/linux/swapops.h SWP_MIG_YOUNG_BIT, SWP_MIG_DIRTY_BIT';
  return [
    ...part(first + 1, {
      name: 'SWP_MIG_DIRTY',
      short: 'dirty',
      role: 'migration_dirty',
      set: 'was written',
      src,
    }),
    ...part(first, { name: 'SWP_MIG_YOUNG', short: 'young', role: 'migration_young', set: 'was used', src }),
  ];
}
