import type { BitTest, Form, FormRow, Level, SwapKind, SwapLayout } from '../rows/layout.ts';
import { later } from '../later.ts';
import type { Kernel, ResolvedPfn, SwapType } from '../rows/model.ts';
import {
  type FieldRow,
  fixedFields,
  frameFields,
  frameNumbers,
  type Numbers,
  swapFieldMask,
  swapFields,
  swapNumbers,
} from './shape-fields.ts';
import type { State } from './state.ts';
import { maskOf, not64, U64_MAX } from '../u64.ts';

/** Values, by a mask and what they have of it. */
export interface Bits {
  readonly mask: bigint;
  readonly value: bigint;
}

/** Which values a shape takes, and what it is made of when one of them comes. */
export interface Plan extends Bits {
  readonly level: Level;
  readonly form: Form;
  readonly state: State;
  readonly formRow?: FormRow;
  readonly test?: BitTest;
  readonly frame?: ResolvedPfn;
  readonly swap?: SwapLayout;
  readonly kind?: SwapKind;
  readonly type?: SwapType | undefined;
  /** Bits of the frame, or of type, offset and fixed bits. */
  readonly taken: bigint;
  readonly fixed?: bigint;
  readonly numbers?: () => Numbers;
  /** The fields beside those of the rows. */
  readonly extra?: () => readonly FieldRow[];
}

/** Plans that take no value but those of the group: a value that is none of them passes all at once. */
export interface PlanGroup extends Bits {
  readonly plans: () => readonly Plan[];
}

const MAPPED_STATES = { leaf: 'present', protnone: 'protnone', table: 'table' } as const;

/** The bits of an entry. */
export function entryMask({ entryBits }: Kernel): bigint {
  return maskOf(entryBits - 1, 0);
}

/** The plans of the shapes of a level, in the order in which they are tried; a group is made when it is asked for. */
export function* planGroups(kernel: Kernel, level: Level): Generator<PlanGroup, void, undefined> {
  yield* noneGroup(kernel, level);
  for (const row of kernel.formsAt(level)) yield* formGroups(kernel, level, row);
  yield* swapGroups(kernel, level);
}

/** A group whose plans are made when a value comes that they can take. */
function group(kernel: Kernel, { set, clear }: BitTest, make: () => Iterable<Plan>): PlanGroup {
  return { mask: set | clear, value: set, plans: later(() => [...withinEntry(kernel, make())]) };
}

/** No shape takes a value that has more bits than an entry. */
function withinEntry(kernel: Kernel, plans: Iterable<Plan>): Iterable<Plan> {
  if (kernel.entryBits === 64) return plans;
  const beyond = not64(entryMask(kernel));
  return Array.from(plans, (plan) => ({ ...plan, mask: plan.mask | beyond }));
}

function noneGroup(kernel: Kernel, level: Level): readonly PlanGroup[] {
  const none = kernel.none(level);
  if (!none) return [];
  const mask = not64(none.ignores);
  // Rows name every bit that an empty entry may have.
  const plan: Plan = {
    level,
    mask,
    value: none.value,
    form: 'none',
    state: 'none',
    taken: mask,
    extra: () => fixedFields(none.value, 'set in every empty entry', none.src),
  };
  return [group(kernel, { set: none.value, clear: mask & not64(none.value) }, () => [plan])];
}

function formGroups(kernel: Kernel, level: Level, formRow: FormRow): readonly PlanGroup[] {
  const { form } = formRow;
  if (form === 'none') return [];
  return formRow.when.map((test) =>
    group(kernel, test, () =>
      form === 'swap'
        ? narrowed(
            swapParts(kernel, level).flatMap(({ make }) => make()),
            test,
          )
        : mappedPlans(kernel, level, { form, formRow, test }),
    ),
  );
}

function* mappedPlans(
  kernel: Kernel,
  level: Level,
  of: { readonly form: keyof typeof MAPPED_STATES; readonly formRow: FormRow; readonly test: BitTest },
): Generator<Plan, void, undefined> {
  const { form, formRow, test } = of;
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

/** Plans of swap-like entries that have bits in common, made when asked for. */
interface SwapPart extends Bits {
  readonly make: () => readonly Plan[];
}

function swapGroups(kernel: Kernel, level: Level): readonly PlanGroup[] {
  return swapParts(kernel, level).map(({ mask, value, make }) =>
    group(kernel, { set: value, clear: mask & not64(value) }, make),
  );
}

/** The special value, then one shape for each special type, then one for all swap areas. */
function swapParts(kernel: Kernel, level: Level): readonly SwapPart[] {
  const layout = kernel.swapAt(level);
  const { type } = layout;
  const typeMask = maskOf(type.lo + type.width - 1, type.lo);
  const taken = swapFieldMask(layout);
  const planOf = (bits: Bits, state: State, of?: SwapType): Plan => ({
    level,
    ...bits,
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
  const one = (bits: Bits, state: State): SwapPart => ({ ...bits, make: () => [planOf(bits, state)] });
  const ofTypes = kernel.specialTypes
    .filter(({ number }) => number < 1 << type.width)
    .map((of) => ({ of, stored: BigInt(of.number) << BigInt(type.lo) }));
  const [first] = ofTypes;
  // The special types have the highest numbers, so they have high bits in common.
  const differ = ofTypes.reduce((bits, { stored }) => bits | (stored ^ (first?.stored ?? 0n)), 0n);
  const common = typeMask & not64(differ);
  const value = kernel.uffdWpSpecial;
  return [
    // pte_swp_uffd_wp_special(), where its answer tells the entry from an empty one.
    ...(value !== undefined && value !== 0n && level === 'pte'
      ? [one({ mask: U64_MAX, value }, 'uffd-wp-special')]
      : []),
    ...(first
      ? [
          {
            mask: common,
            value: first.stored & common,
            make: () =>
              ofTypes.map(({ of, stored }) => planOf({ mask: typeMask, value: stored }, of.kind, of)),
          },
        ]
      : []),
    one({ mask: 0n, value: 0n }, 'swap'),
  ];
}
