import { type Entry, numberOf, setRows } from '../entry/entry.ts';
import { joinKeys, type Key, keyOfBits, keyOfTests, narrowKey, NO_KEY } from '../entry/keys.ts';
import { type FrameKind, type Level, LEVELS } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import type { Answers, Ask, QuestionName } from './answers.ts';
import { answerOf, readsOf } from '../functions/predicates.ts';
import {
  anyOf,
  atLeast,
  bitOf,
  bitsOf,
  firstOf,
  flagBits,
  fromAll,
  leafAnswer,
  negated,
  numberIn,
  type Question,
  settled,
  testOf,
} from './question.ts';
import type { Shape } from '../entry/shapes.ts';
import { frameOffsetBits, SWAP_HEADER_PAGES, SWAP_TYPES, swapTypeOf } from '../entry/swap-entry.ts';
import { tellingLevel } from '../functions/telling-level.ts';
import { not64, U64_MAX } from '../u64.ts';
import { reservedAnyway } from './unknowns.ts';

/** `pmd_bad()` and its like that read entries of a level: its own, and those of levels that are folded into it. */
function badNames(kernel: Kernel, level: Level): readonly string[] {
  const below = LEVELS.slice(LEVELS.indexOf(level) + 1);
  const next = below.findIndex((lower) => kernel.levels.some((known) => known.level === lower));
  return [level, ...below.slice(0, Math.max(next, 0))].map((name) => `${name}_bad`);
}

/** Whether an offset is there, and a test of it finds nothing set. */
const zeroWhere = (some: Parameters<typeof testOf>[0]): Question<boolean> =>
  fromAll([testOf(some)], ([isSet], { shape }) => shape.numbers.offset !== undefined && isSet === false);

/** The functions that are true of an entry that NUMA hinting made of a writable one, where kernels keep that. */
const hintNames = (level: Level): readonly string[] => [`${level}_protnone`, `${level}_savedwrite`];

/** Whether the bits are those of a table or of a page that the kernel takes for present. */
function looksPresent({ form, formRow, level }: Shape): boolean {
  return !['none', 'swap', 'unmapped'].includes(form) && formRow?.notPresent?.includes(level) !== true;
}

/**
 * What `*_none()` or `*_present()` of the level says, which for upper levels can ask for less than the form does; what
 * the form says where the function is not known.
 */
function saidOr(suffix: 'none' | 'present', byForm: (shape: Shape) => boolean): Question<boolean> {
  // What is a pte of a process is told by the same bits as its form.
  const isAsked = ({ level, form }: Shape): boolean => level !== 'pte' || form === 'unmapped';
  const name = (kernel: Kernel, level: Level): string => `${tellingLevel(kernel, level)}_${suffix}`;
  return {
    of({ raw, shape, kernel }) {
      const said = isAsked(shape) ? answerOf(kernel, name(kernel, shape.level), raw) : undefined;
      return typeof said === 'boolean' ? said : byForm(shape);
    },
    key(shape, kernel) {
      if (!isAsked(shape)) return NO_KEY;
      const { bits, any } = readsOf(kernel, name(kernel, shape.level));
      return joinKeys([keyOfBits(bits), keyOfTests({ xor: 0n, mask: any })]);
    },
  };
}

/** The uffd-wp bit of swap entries, also of a kernel that can have it or not; 0 where there is none. */
export function swpUffdWp(kernel: Kernel): bigint {
  return kernel.mask('swp_uffd_wp') || kernel.mask('maybe_swp_uffd_wp');
}

const isPageSlot = ({ kind, state }: Shape): boolean => kind === 'swap' && state === 'swap';
const frameKind = ({ kind }: Shape): FrameKind | undefined =>
  kind === 'swap' || kind === 'pte-marker' ? undefined : kind;

/**
 * Whether an address beyond physical memory is none that a kernel writes: no table is there, and a device only where the CPU has
 * more address bits. A bit of the address can be that of encryption where nobody says which one it is.
 */
function canBeBeyond({ form }: Shape, { layout, encMask }: Kernel): boolean {
  if (layout.encryption !== undefined && encMask === 0n) return false;
  return form === 'table' || (layout.isPhysBitsOfCpu === true && (form === 'leaf' || form === 'protnone'));
}

/**
 * Everything that rules, notes and conclusions read of an entry, and that the properties of the records are made of.
 * The words that ask for the state say what the kernel would answer, whichever bit or marker holds it.
 */
export const QUESTIONS: { readonly [Name in QuestionName]: Question<Answers[Name]> } = {
  raw: { of: ({ raw }) => raw, key: () => keyOfBits(U64_MAX) },
  level: settled(({ level }) => level),
  form: settled(({ form }) => form),
  state: settled(({ state }) => state),
  mapped: settled(({ form }) => form === 'leaf' || form === 'protnone'),
  form_bits: settled((shape) =>
    shape.fields
      .filter(({ kind, mask }) => kind === 'flag' && (mask & (shape.test?.set ?? 0n)) !== 0n)
      .map(({ name }) => name),
  ),
  form_text: settled(({ formRow }) => formRow?.text ?? null),
  corrupt: settled(({ formRow }) => formRow?.isCorrupt ?? false),
  none: saidOr('none', ({ form }) => form === 'none'),
  present: saidOr('present', looksPresent),
  looks_present: settled(looksPresent),
  invalid: settled(({ formRow }) => formRow?.invalid ?? false),
  hugetlb: settled(({ frame }) => frame?.row.hugetlb ?? false),
  kind: settled(({ kind }) => kind ?? null),
  type: {
    of(entry) {
      const number = numberOf(entry, 'type');
      return number === null ? null : Number(number);
    },
    key: ({ numbers }) => keyOfBits(numbers.type?.hole.mask ?? 0n),
  },
  type_name: {
    of(entry) {
      const number = numberOf(entry, 'type');
      return number === null ? null : swapTypeOf(entry.kernel, Number(number)).name;
    },
    key: ({ numbers }) => keyOfBits(numbers.type?.hole.mask ?? 0n),
  },
  type_zero: fromAll(
    [testOf(({ numbers }) => atLeast(numbers.type, U64_MAX, 1n))],
    ([some], { shape }) => shape.numbers.type !== undefined && some === false,
  ),
  type_beyond: testOf(({ numbers }) => atLeast(numbers.type, U64_MAX, BigInt(SWAP_TYPES))),

  writable: firstOf(
    leafAnswer('write'),
    settled(({ type, kind }) =>
      type === undefined || kind === 'hwpoison' || kind === 'swapin-error' || kind === 'pte-marker'
        ? null
        : type.writable,
    ),
  ),
  dirty: firstOf(leafAnswer('dirty'), bitOf('migration_dirty')),
  young: firstOf(leafAnswer('young'), bitOf('migration_young')),
  uffd_wp: firstOf(leafAnswer('uffd_wp'), anyOf(bitOf('swp_uffd_wp'), bitOf('marker_uffd_wp'))),
  // As the entry was read: a kernel older than the tables has another flag there.
  soft_dirty: bitOf('soft_dirty', 'swp_soft_dirty'),
  exclusive: anyOf(
    bitOf('swp_exclusive'),
    settled(({ type }) => (type?.name === 'SWP_MIGRATION_READ_EXCLUSIVE' ? true : null)),
  ),

  accessed_bit: bitOf('accessed'),
  dirty_bit: bitOf('dirty'),
  rw: bitOf('rw'),
  pse: bitOf('pse'),
  saved_dirty: bitOf('saved_dirty'),
  special: bitOf('special'),
  user: firstOf(bitOf('user'), bitOf('plv0', 'plv1'), negated(bitOf('privileged'))),
  no_exec: bitOf('nx', 'pxn', 'kernel_nx'),
  pkey: {
    of({ form, fields }) {
      const field = form === 'table' ? undefined : fields.find(({ row }) => row.role === 'pkey');
      return field ? Number(field.value) : null;
    },
    key: (shape) => keyOfBits(shape.form === 'table' ? 0n : bitsOf(shape, ['pkey'])),
  },
  pfn: numberIn('pfn'),
  offset: numberIn('offset'),
  marker: numberIn('marker'),
  present_bits: {
    of: (entry) =>
      setRows(entry, ({ role }) => role === 'present' || role === 'protnone').map(({ name }) => name),
    key: (shape) => keyOfBits(bitsOf(shape, ['present', 'protnone'])),
  },
  swp_uffd_wp_bit: testOf((_, kernel) => ({ xor: 0n, mask: swpUffdWp(kernel) })),
  swp_uffd_wp_meaning: settled(({ level, form }, kernel) =>
    kernel
      .form(level, form)
      .rows.filter((row) => (row.mask & swpUffdWp(kernel)) !== 0n)
      .map((row) => row.name),
  ),
  any_flag: testOf((shape) => ({ xor: 0n, mask: flagBits(shape) })),

  wrong_bits: {
    of: ({ reserved, unknown }) => reserved | unknown,
    key: ({ reserved, unknown }) => keyOfBits(reserved | unknown),
  },
  reserved: testOf((shape) => ({ xor: 0n, mask: shape.reserved })),
  reserved_any: testOf((shape, kernel) => ({ xor: 0n, mask: reservedAnyway(shape, kernel) })),
  missing: testOf(({ fixed }) => ({ xor: fixed, mask: fixed })),
  is_zero: fromAll([testOf(() => ({ xor: 0n, mask: U64_MAX }))], ([some]) => some === false),
  is_bare_uffd_wp: fromAll(
    [
      testOf((_, kernel) => {
        const xor = kernel.mask('swp_uffd_wp');
        return { xor, mask: U64_MAX };
      }),
    ],
    ([other], { kernel }) => other === false && kernel.mask('swp_uffd_wp') !== 0n,
  ),

  offset_zero: zeroWhere(({ numbers }) => atLeast(numbers.offset, U64_MAX, 1n)),
  raw_offset_zero: zeroWhere(({ numbers }) => atLeast(numbers.raw_offset, U64_MAX, 1n)),
  kept_offset_zero: zeroWhere(({ numbers }, kernel) => atLeast(numbers.offset, kernel.offsetMask, 1n)),
  offset_truncated: testOf(({ swap }) => ({
    xor: swap?.offset.inverted ? (swap.beyond ?? 0n) : 0n,
    mask: swap?.beyond ?? 0n,
  })),
  slot_beyond: testOf((shape, kernel) =>
    isPageSlot(shape) || shape.state === 'uffd-wp-special'
      ? atLeast(shape.numbers.offset, kernel.offsetMask, SWAP_HEADER_PAGES)
      : undefined,
  ),
  frame_beyond: testOf((shape, kernel) => {
    if (canBeBeyond(shape, kernel)) return atLeast(shape.numbers.pfn, U64_MAX, 1n << BigInt(kernel.pfnBits));
    const kind = frameKind(shape);
    return kind === undefined
      ? undefined
      : atLeast(shape.numbers.offset, kernel.offsetMask, 1n << BigInt(frameOffsetBits(kernel, kind)));
  }),
  frame_beyond_any: testOf((shape, kernel) => {
    const { most } = kernel.layout.morePhysBits ?? {};
    return most === undefined || !canBeBeyond(shape, kernel)
      ? undefined
      : atLeast(shape.numbers.pfn, U64_MAX, 1n << BigInt(most - kernel.pageShift));
  }),
  frame_unaligned: testOf((shape, kernel) => {
    const shift = kernel.levels.find(({ level }) => level === shape.level)?.shift ?? kernel.pageShift;
    const within = (1n << BigInt(shift - kernel.pageShift)) - 1n;
    return frameKind(shape) !== undefined && within > 0n
      ? atLeast(shape.numbers.offset, within, 1n)
      : undefined;
  }),
  marker_unknown: testOf(({ numbers }, kernel) => atLeast(numbers.marker, not64(kernel.markerMask), 1n)),
  marker_unasked: bitOf('marker_unasked_uffd_wp'),
  marker_beyond: testOf(({ numbers }, kernel) =>
    atLeast(numbers.marker, kernel.offsetMask & not64(kernel.markerMask), 1n),
  ),

  hint_writable: {
    of: ({ raw, form, level, kernel }) =>
      form === 'protnone' && hintNames(level).every((name) => answerOf(kernel, name, raw) === true),
    key: (shape, kernel) =>
      shape.form === 'protnone'
        ? keyOfBits(hintNames(shape.level).reduce((bits, name) => bits | readsOf(kernel, name).bits, 0n))
        : NO_KEY,
  },
  bad_table: {
    of({ raw, shape, level, form, reserved, unknown, kernel }) {
      if (form !== 'table') return null;
      // Tables that isolation has no copy of are the kernel's own, and never asked.
      const asked = raw & not64(unknown | bitsOf(shape, ['noptishadow']));
      // Where the function is not known, a bit that must be zero is bad.
      return (
        badNames(kernel, level).find((name) => (answerOf(kernel, name, asked) ?? reserved !== 0n) === true) ??
        null
      );
    },
    key: (shape, kernel) =>
      shape.form === 'table'
        ? joinKeys([
            keyOfBits(
              badNames(kernel, shape.level).reduce(
                (bits, name) => bits | readsOf(kernel, name).bits,
                flagBits(shape),
              ),
            ),
            keyOfTests({ xor: 0n, mask: shape.reserved }),
          ])
        : NO_KEY,
  },
};

/**
 * What is answered otherwise supposing of a kernel of which nobody knows whether it has the uffd-wp bits what makes something
 * of an entry: of a bit that it has them, of bits that must be zero that it has none.
 */
const SUPPOSED: { readonly [Name in QuestionName]?: Question<Answers[Name]> } = {
  uffd_wp: firstOf(QUESTIONS.uffd_wp, bitOf('maybe_uffd_wp', 'maybe_swp_uffd_wp')),
  reserved: fromAll(
    [QUESTIONS.reserved, testOf((shape) => ({ xor: 0n, mask: bitsOf(shape, ['maybe_swp_uffd_wp']) }))],
    (answers) => answers.includes(true),
  ),
};

/** A question, supposing what nobody knows of the uffd-wp bits. */
const supposed = <Name extends QuestionName>(name: Name): Question<Answers[Name]> =>
  SUPPOSED[name] ?? QUESTIONS[name];

/** Asks one entry. */
export function asking(entry: Entry): Ask {
  return (name) => QUESTIONS[name].of(entry);
}

/** Asks one entry, supposing what nobody knows of the uffd-wp bits: see `SUPPOSED`. */
export function supposing(entry: Entry): Ask {
  return (name) => supposed(name).of(entry);
}

/** What the answers to some questions depend on within a shape, also those of `supposing`. */
export function keyOfReads(names: readonly QuestionName[], shape: Shape, kernel: Kernel): Key {
  return narrowKey(joinKeys(names.map((name) => supposed(name).key(shape, kernel))), shape);
}
