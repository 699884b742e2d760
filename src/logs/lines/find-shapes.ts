import type { Circumstances, LogLevel } from '../../core/rows/log-lines.ts';
import { rowsByNeed } from '../../core/rows/rows-by-need.ts';
import { perArchitectures } from '../../kernel/capabilities/machines.ts';
import { MARKS, shownOf } from './escapes.ts';
import { type KnownShape, logShapes } from './shapes.ts';
import { wholeValues } from './whole-values.ts';

/** The shapes that need no other line in front of them, by what they need; and those that do. */
const shapesIn = perArchitectures(() => rowsByNeed(logShapes().filter(({ after }) => after === undefined)));
const shapesAfter = perArchitectures(() => logShapes().filter(({ after }) => after !== undefined));

/** One value as it stands in a line. */
export interface FoundValue {
  readonly level: LogLevel;
  readonly text: string;
  /** 0 .. 2^64-1. */
  readonly value: bigint;
  /** 0-based index in the line, in UTF-16 units; of a line that mail has broken into rows, in the row. */
  readonly index: number;
  /** How many of those below the first that has a value. */
  readonly row?: number;
  /** Nothing at all stands behind it in its line, and it is no 16 digits long: it can be the beginning of a value. */
  readonly endsLine?: true;
  /** Where it stands in memory, physical or virtual, as a debugger shows it. */
  readonly place?: bigint;
}

/** The values that one shape finds in a line. */
export interface FoundShape {
  readonly shape: KnownShape;
  readonly values: readonly FoundValue[];
  /** Virtual address of the walk, where the line says it. */
  readonly address: bigint | undefined;
  /** The walk ends at a table that the kernel could not read (`BAD`). */
  readonly isBad: boolean;
  /** More of the walk begins behind its last value, and is no whole value. */
  readonly isTorn: boolean;
  /** Of which level that is, where its name stands there. */
  readonly tornLevel?: LogLevel | undefined;
  /** A pointer to the entry stands in front of its value. */
  readonly hasPointer: boolean;
  /** Nothing tells the level of its value. */
  readonly isLevelAssumed?: boolean | undefined;
  /** What else the line says. */
  readonly says: Circumstances;
}

/** The most values that are taken from one line. */
const MAX_VALUES = 64;

/** The level of the value in a group; groups with another name have it in `level`. */
const GROUP_LEVELS: Readonly<Record<string, LogLevel>> = {
  pgd: 'pgd',
  pml: 'pgd',
  pml4: 'pgd',
  rfte: 'pgd',
  rste: 'p4d',
  rtte: 'pud',
  ste: 'pmd',
  pde: 'pmd',
  p4d: 'p4d',
  pud: 'pud',
  pmd: 'pmd',
  pte: 'pte',
  swap: 'swap_entry',
};

/** Other groups that hold one: of the level that `level` names, or a pte. */
const VALUE_GROUPS: ReadonlySet<string> = new Set(['value', 'bare', 'decimal', 'replaced']);

/** Addresses of the kernel, but not so high that special swap types stand there, and of programs and their stacks. */
const POINTER = /0x(?:ffff[89a-e]|ffffff[0-9a-e]|fffffff[0-9a-e]|ffffffff[0-9a-e]|00007[ef]|00005[56])/;

/** Whether words of memory are of a stack or of a structure: no page table holds pointers. */
function holdsPointers(words: string): boolean {
  return POINTER.test(words);
}

function valuesOf(match: RegExpExecArray): FoundValue[] {
  const { groups = {} } = match;
  const places = match.indices?.groups ?? {};
  const values: FoundValue[] = [];
  const at = groups['place'] === undefined ? {} : { place: BigInt(`0x${groups['place']}`) };
  const add = (level: LogLevel, text: string, index: number, isDecimal = false): void => {
    // Some are printed in two halves.
    const digits = text.replace(':', '');
    const value = BigInt(isDecimal || text.startsWith('0x') ? digits : `0x${digits}`);
    // A decimal number can be more than an entry holds.
    if (value >> 64n === 0n) values.push({ level, text, index, value, ...at });
  };
  for (const group of Object.keys(groups)) {
    const text = groups[group];
    const own = GROUP_LEVELS[group];
    if (text === undefined || (own === undefined && !VALUE_GROUPS.has(group))) continue;
    const level = own ?? GROUP_LEVELS[(groups['level'] ?? '').toLowerCase()] ?? 'pte';
    add(level, text, places[group]?.[0] ?? 0, group === 'decimal');
  }
  const words = groups['words'];
  if (words !== undefined && !holdsPointers(words))
    for (const word of words.matchAll(/0x[0-9a-f]{16}/g))
      add('pte', word[0], (places['words']?.[0] ?? 0) + word.index);
  return values;
}

/** The beginning of what stands behind a walk that goes on: a comma, the name of a level, or a piece of that. */
const TORN_WALK =
  /^(?:\s*,|[\s,]*\*?(?:p4d|pud|pmd|pte|pde|ppte|P4D|PUD|PMD|PTE)\b|[\s,]+\*?[pP][4uUmMtT]?$| ?(?:R[123]|[SP]):)/;

/** The name of the level at the beginning of that. */
const TORN_NAME = /^[\s,]*\*?(p4d|pud|pmd|pte|pde)\b/i;

/**
 * A level that stands in a line twice, one directly behind the other: two consoles wrote each piece of it. No kernel prints so.
 * A report of v3.12: arch/x86/mm/fault.c dump_pagetable() prints a piece for each level.
 */
const TWICE =
  /(?<![\w*])((?:\[[0-9a-f]{8,16}\] |, )?\*?(?:PGD|P4D|PUD|PMD|PTE|p(?:gd|4d|ud|md|te|dpt|de|pte)) ?=? ?[0-9a-f]{1,16})(?: ?\1(?![0-9a-f]))+/g;

/** Without the name of a level that stands in a line twice no level does. */
const NAME_TWICE = /(P[4GMU]D|PTE|p(?:gd|4d|ud|md|te|dpt|de)).*\1/;

/**
 * What is found in a line with something else in the place of each match, at the places that the values have in the line.
 *
 * @param match its first group is all that it has for `shown`
 */
function findIn(
  line: string,
  match: RegExp,
  shown: (one: string) => string,
  ...rest: readonly [string | undefined, boolean]
): readonly FoundShape[] {
  const cuts: { readonly at: number; readonly length: number }[] = [];
  let left = 0;
  const text = line.replace(match, (all: string, group: string, at: number) => {
    const one = shown(group);
    cuts.push({ at: at - left + one.length, length: all.length - one.length });
    left += all.length - one.length;
    return one;
  });
  const placeOf = (index: number): number =>
    cuts.reduce((place, { at, length }) => (index < at ? place : place + length), index);
  return findShapes(text, ...rest).map((found) => ({
    ...found,
    values: found.values.map((value) => ({ ...value, index: placeOf(value.index) })),
  }));
}

/** Marks a value that ends its line, so that the end of the line can have cut it. */
function withEnd(values: readonly FoundValue[], line: string): readonly FoundValue[] {
  const last = values.at(-1);
  if (last === undefined || last.text.length >= 16 || last.index + last.text.length < line.length)
    return values;
  return [...values.slice(0, -1), { ...last, endsLine: true }];
}

/** Without the rest of walks that begin in the same line. @param torn where values stand there that are not whole */
function withoutRepeats(found: readonly FoundShape[], torn: readonly number[]): FoundShape[] {
  const whole = found.filter(({ shape }) => !shape.partOf);
  const places = new Set([...torn, ...whole.flatMap(({ values }) => values.map(({ index }) => index))]);
  const isBad = found.some((other) => other.isBad && other.values.length > 0);
  return found.filter(
    ({ shape, values }) =>
      !shape.partOf || (values.length === 0 ? !isBad : !values.some(({ index }) => places.has(index))),
  );
}

/** What one shape finds at one place; of `all` values those in front of one that is not whole. */
function foundBy(
  shape: KnownShape,
  match: RegExpExecArray,
  line: string,
  { all, values }: Readonly<Record<'all' | 'values', readonly FoundValue[]>>,
): FoundShape {
  const { groups = {} } = match;
  const isWalk = shape.role === 'walk';
  const behind = line.slice(match.index + match[0].length);
  const address = groups['address'];
  return {
    shape,
    values: isWalk ? withEnd(values, line) : values,
    address: address === undefined ? undefined : BigInt(`0x${address}`),
    isBad: groups['bad'] !== undefined,
    isTorn: isWalk && values.at(-1)?.level !== 'pte' && (values !== all || TORN_WALK.test(behind)),
    tornLevel: all[values.length]?.level ?? GROUP_LEVELS[TORN_NAME.exec(behind)?.[1]?.toLowerCase() ?? ''],
    hasPointer: groups['bare'] === undefined,
    says: shape.says?.(match) ?? {},
  };
}

/**
 * Finds all values of a line, in order.
 *
 * @param line the text without its line end
 * @param before the name of the shape that the line before announced, or undefined
 * @param isWaiting whether there are walks that the line may go on with
 */
export function findShapes(line: string, before?: string, isWaiting = true): readonly FoundShape[] {
  if (line.search(MARKS) >= 0) return findIn(line, MARKS, shownOf, before, isWaiting);
  if (NAME_TWICE.test(line) && line.search(TWICE) >= 0)
    return findIn(line, TWICE, (one) => one, before, isWaiting);
  const found: FoundShape[] = [];
  const torn: number[] = [];
  let count = 0;
  const after = before === undefined ? [] : shapesAfter().filter((shape) => shape.after === before);
  for (const shape of [...shapesIn()(line), ...after]) {
    const isHere = shape.partOf?.some((name) => found.some((head) => head.shape.name === name));
    if (shape.partOf && !shape.standsAlone && !isWaiting && isHere !== true) continue;
    const expression = shape.line();
    expression.lastIndex = 0;
    // A match of nothing would be found at the same place for ever.
    for (let match = expression.exec(line); match?.[0]; match = expression.exec(line)) {
      const all = valuesOf(match);
      const values = wholeValues(line, shape.role, all);
      if (values.length === 0 && all.length > 0) continue;
      if (!shape.partOf) torn.push(...all.slice(values.length).map(({ index }) => index));
      count += values.length;
      if (count > MAX_VALUES) return found;
      found.push(foundBy(shape, match, line, { all, values }));
    }
  }
  return withoutRepeats(found, torn).sort((a, b) => (a.values[0]?.index ?? 0) - (b.values[0]?.index ?? 0));
}
