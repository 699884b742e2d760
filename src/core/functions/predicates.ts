import { keptIn, oncePer } from '../later.ts';
import { readAddress } from '../entry/address.ts';
import { bitTest, isInKernel, otherSpelling } from './function-bits.ts';
import type { BitTest, Form, Level } from '../rows/layout.ts';
import type { ArchLayout } from '../rows/architecture.ts';
import type { ComputedRow, Condition, EntryNumber, PredicateRow, RankRow } from '../rows/function-rows.ts';
import type { Kernel, SwapType } from '../rows/model.ts';
import { formOf, passes } from '../entry/shapes.ts';
import {
  genericEntry,
  offsetPfn,
  ownSwpOffset,
  rawSwpType,
  splitGenericEntry,
  type SwapEntry,
  swapTypeOf,
  swpOffset,
  swpType,
} from '../entry/swap-entry.ts';

/** What a kernel function answers: a truth value, or a number. */
export type PredicateValue = boolean | bigint;

/** One value read as an entry of a level, as far as the functions ask. */
interface Reading {
  readonly value: bigint;
  readonly level: Level;
  readonly form: Form;
  /** The value as a swap entry, worked out when asked for. */
  readonly swap: SwapReading;
}

interface SwapReading {
  /** What `pte_to_swp_entry()` or `softleaf_from_pte()` gives. */
  readonly generic: bigint;
  readonly entry: SwapEntry;
  readonly type: SwapType;
}

/** A row with its masks in place. */
interface Compiled {
  readonly name: string;
  readonly level: Level;
  /** The bit tests, when it consists of nothing else. */
  readonly tests: readonly BitTest[] | undefined;
  /** What it looks at besides flags, where it calculates. */
  readonly row?: Pick<ComputedRow, 'reads' | 'readsAny'>;
  readonly answer: (reading: () => Reading, value: bigint) => PredicateValue;
}

/** One thing that a condition asks. */
type Check = (value: bigint, reading: () => Reading) => boolean;

/** What a condition asks beside bits. */
function otherChecks(kernel: Kernel, asked: Condition): readonly Check[] {
  const { forms, kinds, type, area, marker, above, zero, special } = asked;
  const ofSwap =
    (check: (swap: SwapReading) => boolean): Check =>
    (_, reading) =>
      check(reading().swap);
  return [
    forms && ((_: bigint, reading: () => Reading) => forms.includes(reading().form)),
    kinds && ofSwap((swap) => kinds.includes(swap.type.kind)),
    type === undefined ? undefined : ofSwap((swap) => swap.type.name === type),
    area === undefined ? undefined : ofSwap((swap) => isArea(kernel, swap.type) === area),
    marker && ofSwap(({ entry }) => (entry.offset & kernel.markerMask & marker) !== 0n),
    above && ofSwap(({ entry }) => bitAbove(kernel, entry.offset, above)),
    zero === undefined ? undefined : ofSwap(({ generic }) => (generic === 0n) === zero),
    special && ((value: bigint) => value === kernel.uffdWpSpecial),
  ].filter((check) => typeof check === 'function');
}

/** Whether a swap type is one of a swap area; those above 31 are none. */
function isArea(kernel: Kernel, { number }: SwapType): boolean {
  return number < kernel.maxSwapfiles;
}

function bitAbove(kernel: Kernel, offset: bigint, which: 'young' | 'dirty'): boolean {
  if (!kernel.migrationAd || kernel.swpPfnBits === undefined) return false;
  return ((offset >> BigInt(kernel.swpPfnBits + (which === 'young' ? 0 : 1))) & 1n) === 1n;
}

/** What a condition asks of the kernel. */
function holdsFor(kernel: Kernel, condition: Condition): boolean {
  const { has = [], paging } = condition;
  return (
    isInKernel(kernel, condition) &&
    (!paging || paging.includes(kernel.paging)) &&
    has.every((role) => kernel.mask(role) !== 0n)
  );
}

function compileTest(kernel: Kernel, row: PredicateRow, when: readonly Condition[]): Compiled {
  const conditions = when
    .filter((condition) => holdsFor(kernel, condition))
    .flatMap((condition) => {
      const test = bitTest(kernel, condition, row.level);
      return test ? [{ test, others: otherChecks(kernel, condition) }] : [];
    });
  const alternatives = conditions.map(({ test, others }) => {
    const hasBits = test.set !== 0n || test.clear !== 0n;
    const checks: readonly Check[] = hasBits ? [(value) => passes(value, test), ...others] : others;
    return ((value, reading) => checks.every((check) => check(value, reading))) satisfies Check;
  });
  return {
    name: row.name,
    level: row.level ?? 'pte',
    tests: conditions.every(({ others }) => others.length === 0)
      ? conditions.map(({ test }) => test)
      : undefined,
    answer: (reading, value) => alternatives.some((holds) => holds(value, reading)),
  };
}

/** The address in the frame field of a leaf, whatever the entry is; the first field that fits. */
function address(kernel: Kernel, value: bigint, level: Level): bigint {
  const field = kernel.form(level, 'leaf').pfn.find(({ when }) => !when || passes(value, when));
  if (!field) return 0n;
  const bits = value & field.mask;
  return field.pieces ? readAddress(bits, field.pieces) : bits;
}

function numberOf(kernel: Kernel, number: EntryNumber, reading: Reading): bigint {
  const { value, level } = reading;
  switch (number) {
    case 'frame':
      return address(kernel, value, level) >> BigInt(kernel.pageShift);
    case 'address':
      return address(kernel, value, level);
    case '__swp_type':
      return BigInt(rawSwpType(kernel.swapAt(level), value));
    case '__swp_offset':
      return ownSwpOffset(kernel.swapAt(level), value);
    case 'swp_entry':
    case 'softleaf':
      return reading.swap.generic;
    case 'type':
      return BigInt(reading.swap.entry.type);
    case 'offset':
      return reading.swap.entry.offset;
    case 'pfn':
      return offsetPfn(kernel, reading.swap.entry.offset);
    case 'marker':
      return reading.swap.entry.offset & kernel.markerMask;
  }
}

/** The place of the swap type in the list; the kernel takes a number above 31 for none, after a warning. */
function rankOf(kernel: Kernel, { ranks }: RankRow, { swap: { generic, type } }: Reading): bigint {
  if (generic !== 0n && isArea(kernel, type)) return BigInt(ranks.indexOf('swap'));
  return BigInt(ranks.indexOf(generic === 0n || type.kind === 'swap' ? 'none' : type.name));
}

function compileRow(kernel: Kernel, row: PredicateRow): Compiled {
  if ('when' in row) return compileTest(kernel, row, row.when);
  const common = { name: row.name, level: row.level ?? 'pte', tests: undefined };
  if ('of' in row) return { ...common, row, answer: (_, value) => row.of(value, kernel) };
  if ('ranks' in row) return { ...common, answer: (reading) => rankOf(kernel, row, reading()) };
  return { ...common, answer: (reading) => numberOf(kernel, row.number, reading()) };
}

/** The rows of an architecture, as far as somebody has asked: most values are read with a few of the first. */
interface Rows {
  /** What a name stands for can differ from release to release. */
  readonly byName: Map<string, PredicateRow[]>;
  readonly rest: Iterator<PredicateRow>;
}

const rowsOf = oncePer((layout: ArchLayout): Rows => ({
  byName: new Map(),
  rest: layout.predicates()[Symbol.iterator](),
}));

/** The next row that nobody has asked for; undefined after the last. */
function nextRow({ byName, rest }: Rows): PredicateRow | undefined {
  const { value: row, done } = rest.next();
  if (done) return undefined;
  keptIn(byName, row.name, () => []).push(row);
  return row;
}

/** Whether a row is of a kernel, with its number of levels. */
const isOf = (kernel: Kernel, row: PredicateRow): boolean =>
  isInKernel(kernel, row) && (!row.paging || row.paging.includes(kernel.paging));

/** The first row of a name that a kernel has. */
function rowOf(kernel: Kernel, name: string): PredicateRow | undefined {
  const rows = rowsOf(kernel.layout);
  const known = rows.byName.get(name)?.find((row) => isOf(kernel, row));
  if (known) return known;
  for (let row = nextRow(rows); row; row = nextRow(rows))
    if (row.name === name && isOf(kernel, row)) return row;
  return undefined;
}

const compiled = oncePer<Kernel, Map<string, Compiled | undefined>>(() => new Map());

/** A function of a kernel, worked out when it is first asked for; undefined when the kernel has none of this name. */
function functionOf(kernel: Kernel, name: string): Compiled | undefined {
  const ofKernel = compiled(kernel);
  if (ofKernel.has(name)) return ofKernel.get(name);
  const row = rowOf(kernel, name);
  const made = row && compileRow(kernel, row);
  ofKernel.set(name, made);
  return made;
}

/** All functions of a kernel, in the order of the rows. */
function functionsOf(kernel: Kernel): readonly Compiled[] {
  const rows = rowsOf(kernel.layout);
  while (nextRow(rows));
  return [...rows.byName.keys()].flatMap((name) => functionOf(kernel, name) ?? []);
}

/** Whether the kernel reads an entry as a softleaf, in which none and present are 0. */
function hasSoftleaf(kernel: Kernel): boolean {
  return functionOf(kernel, 'softleaf_is_none') !== undefined;
}

function read(kernel: Kernel, value: bigint, level: Level): Reading {
  const form = formOf(kernel, level, value);
  let known: SwapReading | undefined;
  return {
    value,
    level,
    form,
    get swap() {
      return (known ??= readSwap(kernel, form !== 'swap' && hasSoftleaf(kernel), value, level));
    },
  };
}

function readSwap(kernel: Kernel, isZero: boolean, value: bigint, level: Level): SwapReading {
  const layout = kernel.swapAt(level);
  const generic = isZero
    ? 0n
    : genericEntry(kernel, { type: swpType(layout, value), offset: swpOffset(layout, value) });
  const entry = splitGenericEntry(kernel, generic);
  return { generic, entry, type: swapTypeOf(kernel, entry.type) };
}

/**
 * What every kernel function of the model answers for one 64-bit value, under the names that this kernel has for
 * them, literally: also where the kernel would not call it. The swap functions read any value as a swap entry, the
 * pmd and pud functions read the same bits as an entry of their level.
 *
 * The functions are rows of the architecture (`ArchLayout.predicates`).
 *
 * @param kernel a resolved kernel
 * @param value 0 .. 2^64-1
 */
export function evaluatePredicates(kernel: Kernel, value: bigint): Record<string, PredicateValue> {
  const readings = new Map<Level, () => Reading>();
  const answers: Record<string, PredicateValue> = {};
  for (const { name, level, answer } of functionsOf(kernel)) {
    let reading = readings.get(level);
    if (!reading) {
      let known: Reading | undefined;
      reading = () => (known ??= read(kernel, value, level));
      readings.set(level, reading);
    }
    answers[name] = answer(reading, value);
  }
  return answers;
}

/** What one function answers for a value, see `evaluatePredicates`; undefined when this kernel has no such function. */
export function answerOf(kernel: Kernel, name: string, value: bigint): PredicateValue | undefined {
  const row = functionOf(kernel, name);
  return row?.answer(() => read(kernel, value, row.level), value);
}

/** The bits of an entry that a function looks at, and those of which it asks whether any is set; of one that calculates, besides flags. */
export function readsOf(kernel: Kernel, name: string): { readonly bits: bigint; readonly any: bigint } {
  const { tests = [], row = {} } = functionOf(kernel, name) ?? {};
  const { reads = 0n, readsAny = 0n } = row;
  const read = typeof reads === 'bigint' ? reads : reads(kernel);
  return { bits: tests.reduce((bits, { set, clear }) => bits | set | clear, read), any: readsAny };
}

/** The names of all functions that `evaluatePredicates` answers for this kernel, in its order. */
export function predicateNames(kernel: Kernel): readonly string[] {
  return functionsOf(kernel).map((row) => row.name);
}

/**
 * The bit tests of a kernel function that does nothing but test bits, such as `pte_write`, `pte_swp_exclusive` or
 * `pmd_dirty`: it is true for a value that passes any of them (`passes` of shapes.ts), and constantly false when there
 * is none. Both spellings of the userfaultfd functions are known in every release.
 *
 * @param kernel a resolved kernel
 * @param name the kernel's name of the function
 * @returns undefined when this kernel has no such function, or when it asks more than bits
 */
export function testsOf(kernel: Kernel, name: string): readonly BitTest[] | undefined {
  const row = functionOf(kernel, name) ?? functionOf(kernel, otherSpelling(name) ?? '');
  return row?.tests;
}
