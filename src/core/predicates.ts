import { readAddress } from './address.ts';
import { bitTest, isInKernel, otherSpelling } from './function-bits.ts';
import type { BitTest, Condition, EntryNumber, Form, Level, PredicateRow, RankRow } from './layout.ts';
import type { Kernel, SwapType } from './model.ts';
import { formOf, passes } from './shapes.ts';
import {
  genericEntry,
  offsetPfn,
  splitGenericEntry,
  type SwapEntry,
  swapTypeOf,
  swpOffset,
  swpType,
} from './swap-entry.ts';

/** What a kernel function answers: a truth value, or a number. */
export type PredicateValue = boolean | bigint;

/** One value read as an entry of a level, as far as the functions ask. */
interface Reading {
  readonly value: bigint;
  readonly level: Level;
  readonly form: Form;
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
  readonly answer: (reading: () => Reading, value: bigint) => PredicateValue;
}

interface Functions {
  readonly rows: readonly Compiled[];
  readonly byName: ReadonlyMap<string, Compiled>;
  /** The kernel reads an entry as a softleaf, in which none and present are 0. */
  readonly softleaf: boolean;
}

const isBitTest = ({ forms, kinds, type, marker, above, zero, special }: Condition): boolean =>
  [forms, kinds, type, marker, above, zero, special].every((asked) => asked === undefined);

/** Tells whether what a condition asks beside bits holds. */
function holds(kernel: Kernel, asked: Condition, reading: Reading): boolean {
  const { value, form, generic, entry, type } = reading;
  if (asked.forms && !asked.forms.includes(form)) return false;
  if (asked.kinds && !asked.kinds.includes(type.kind)) return false;
  if (asked.type !== undefined && asked.type !== type.name) return false;
  if (asked.marker !== undefined && (entry.offset & kernel.markerMask & asked.marker) === 0n) return false;
  if (asked.above !== undefined && !bitAbove(kernel, entry.offset, asked.above)) return false;
  if (asked.zero !== undefined && asked.zero !== (generic === 0n)) return false;
  return !asked.special || value === kernel.uffdWpSpecial;
}

function bitAbove(kernel: Kernel, offset: bigint, which: 'young' | 'dirty'): boolean {
  if (!kernel.migrationAd || kernel.swpPfnBits === undefined) return false;
  return ((offset >> BigInt(kernel.swpPfnBits + (which === 'young' ? 0 : 1))) & 1n) === 1n;
}

function compileTest(kernel: Kernel, row: PredicateRow, when: readonly Condition[]): Compiled {
  const level = row.level ?? 'pte';
  const conditions = when
    .filter((condition) => isInKernel(kernel, condition))
    .flatMap((condition) => {
      const test = bitTest(kernel, condition, row.level);
      return test ? [{ test, condition, plain: isBitTest(condition) }] : [];
    });
  return {
    name: row.name,
    level,
    tests: conditions.every(({ plain }) => plain) ? conditions.map(({ test }) => test) : undefined,
    answer: (reading, value) =>
      conditions.some(
        ({ test, condition, plain }) => passes(value, test) && (plain || holds(kernel, condition, reading())),
      ),
  };
}

/** The frame field of a leaf, whatever the entry is; the first field that fits. */
function frame(kernel: Kernel, value: bigint, level: Level): bigint {
  const field = kernel.form(level, 'leaf').pfn.find(({ when }) => !when || passes(value, when));
  if (!field) return 0n;
  const bits = value & field.mask;
  return (field.pieces ? readAddress(bits, field.pieces) : bits) >> BigInt(kernel.pageShift);
}

function numberOf(kernel: Kernel, number: EntryNumber, reading: Reading): bigint {
  const { value, level, generic, entry } = reading;
  switch (number) {
    case 'frame':
      return frame(kernel, value, level);
    case '__swp_type':
      return BigInt(swpType(kernel.swapAt(level), value));
    case '__swp_offset':
      return swpOffset(kernel.swapAt(level), value);
    case 'swp_entry':
    case 'softleaf':
      return generic;
    case 'type':
      return BigInt(entry.type);
    case 'offset':
      return entry.offset;
    case 'pfn':
      return offsetPfn(kernel, entry.offset);
    case 'marker':
      return entry.offset & kernel.markerMask;
  }
}

function rankOf({ ranks }: RankRow, { generic, type }: Reading): bigint {
  if (generic === 0n) return BigInt(ranks.indexOf('none'));
  return BigInt(ranks.indexOf(type.kind === 'swap' ? 'swap' : type.name));
}

function compileRow(kernel: Kernel, row: PredicateRow): Compiled {
  if ('when' in row) return compileTest(kernel, row, row.when);
  const common = { name: row.name, level: row.level ?? 'pte', tests: undefined };
  if ('of' in row) return { ...common, answer: (_, value) => row.of(value, kernel) };
  if ('ranks' in row) return { ...common, answer: (reading) => rankOf(row, reading()) };
  return { ...common, answer: (reading) => numberOf(kernel, row.number, reading()) };
}

/** The functions of one kernel; remembered, for a batch asks the same kernel again and again. */
const compiled = new WeakMap<Kernel, Functions>();

function functionsOf(kernel: Kernel): Functions {
  let known = compiled.get(kernel);
  if (!known) {
    const mine = kernel.layout.predicates.filter((row) => isInKernel(kernel, row));
    const rows = mine.map((row) => compileRow(kernel, row));
    known = {
      rows,
      byName: new Map(rows.map((row) => [row.name, row])),
      softleaf: mine.some((row) => 'number' in row && row.number === 'softleaf'),
    };
    compiled.set(kernel, known);
  }
  return known;
}

function read(kernel: Kernel, softleaf: boolean, value: bigint, level: Level): Reading {
  const layout = kernel.swapAt(level);
  const form = formOf(kernel, level, value);
  const generic =
    softleaf && form !== 'swap'
      ? 0n
      : genericEntry(kernel, { type: swpType(layout, value), offset: swpOffset(layout, value) });
  const entry = splitGenericEntry(kernel, generic);
  return { value, level, form, generic, entry, type: swapTypeOf(kernel, entry.type) };
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
  const { rows, softleaf } = functionsOf(kernel);
  const readings = new Map<Level, Reading>();
  const answers: Record<string, PredicateValue> = {};
  for (const { name, level, answer } of rows)
    answers[name] = answer(() => {
      const known = readings.get(level) ?? read(kernel, softleaf, value, level);
      readings.set(level, known);
      return known;
    }, value);
  return answers;
}

/** What one function answers for a value, see `evaluatePredicates`; undefined when this kernel has no such function. */
export function answerOf(kernel: Kernel, name: string, value: bigint): PredicateValue | undefined {
  const { byName, softleaf } = functionsOf(kernel);
  const row = byName.get(name);
  return row?.answer(() => read(kernel, softleaf, value, row.level), value);
}

/** The names of all functions that `evaluatePredicates` answers for this kernel, in its order. */
export function predicateNames(kernel: Kernel): readonly string[] {
  return functionsOf(kernel).rows.map((row) => row.name);
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
  const { byName } = functionsOf(kernel);
  const row = byName.get(name) ?? byName.get(otherSpelling(name) ?? '');
  return row?.tests;
}
