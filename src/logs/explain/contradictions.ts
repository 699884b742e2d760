import { type Entry, isTooWide, numberOf, readEntry } from '../../core/entry/entry.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formOf, passes } from '../../core/entry/shapes.ts';
import { splitGenericEntry, swpOffset, swpType } from '../../core/entry/swap-entry.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { isOldSwap } from './old-pte.ts';
import { hasOtherForm } from '../lines/foreign-message.ts';
import type { LogReport } from '../reports/report.ts';
import type { FoundValue } from '../lines/find-shapes.ts';

/** A value of a table level. */
export interface Step {
  readonly level: Level;
  readonly value: bigint;
  readonly found: FoundValue;
}

/** Whether the values of a report are the levels of one way down. */
export const isWalk = ({ shape: { role } }: LogReport): boolean => role === 'walk' || role === 'bad-map-walk';

/** The values of a walk that stand at table levels: of one walk they are asked for with kernel after kernel. */
export function stepsOf(values: readonly FoundValue[]): readonly Step[] {
  if (lastSteps?.of !== values) lastSteps = { of: values, steps: readSteps(values) };
  return lastSteps.steps;
}

let lastSteps: { readonly of: readonly FoundValue[]; readonly steps: readonly Step[] } | undefined;

function readSteps(values: readonly FoundValue[]): readonly Step[] {
  return values.flatMap((found) =>
    found.level === 'swap_entry' ? [] : [{ level: found.level, value: found.value, found }],
  );
}

/** Whether a value of a table level has more bits than an entry of a kernel. */
const hasWide = (kernel: Kernel, values: readonly FoundValue[]): boolean =>
  kernel.entryBits < 64 &&
  values.some(({ level, value }) => level !== 'swap_entry' && isTooWide(kernel, value));

/**
 * The values of a walk that are levels of their own. A level that the kernel folds is printed as the one above again;
 * one above the top table of the CPU, where the kernel has more levels than are in use, is empty though lower ones are not.
 */
export function realSteps(kernel: Kernel, values: readonly FoundValue[]): readonly Step[] {
  const steps = stepsOf(values);
  const { levels } = kernel;
  const real: Step[] = [];
  let isAbove = kernel.machine.logTraits?.walksThroughEmptyTop !== true;
  for (const step of steps) {
    if (isAbove && step.value === 0n && steps.some(({ value }) => value !== 0n)) continue;
    isAbove = false;
    if (levels.some(({ level }) => level === step.level) || !isRepeated(step, steps)) real.push(step);
  }
  return real;
}

const isRepeated = ({ level, value }: Step, steps: readonly Step[]): boolean =>
  steps.some((other) => other.level !== level && other.value === value);

/**
 * The number of levels that a walk shows, where it does: each level that is folded repeats the one above.
 *
 * Kernels with p4d print five levels, those with pud alone four, and those that knew neither print no line for it
 * (v3.10 arch/arm64/mm/fault.c show_pte).
 */
export function levelsShown(values: readonly FoundValue[]): number | undefined {
  const steps = stepsOf(values);
  const [top] = steps;
  if (top?.level !== 'pgd') return undefined;
  const has = (name: Level): boolean => steps.some(({ level }) => level === name);
  const all = has('p4d') ? 5 : has('pud') || !has('pmd') ? 4 : 3;
  const upper = steps.filter(({ level }) => level !== 'pte');
  const nonZero = upper.findIndex(({ value }) => value !== 0n);
  // Below an empty entry nothing is printed, unless the level is folded.
  if (nonZero < 0)
    return upper.length > 1 && upper.length === steps.length ? all - upper.length + 1 : undefined;
  // Above the top table of the CPU nothing is walked.
  if (nonZero > 0) return all - nonZero;
  const repeats = upper.filter(({ value }, index) => index > 0 && value === upper[index - 1]?.value).length;
  // What differs from the level above is not folded, and so is nothing below it.
  return repeats < upper.length - 1 || steps.length > upper.length ? all - repeats : undefined;
}

/** What a report must agree with beside its own values. */
interface Surroundings {
  /** The generic swap entry that the kernel complained about just before. */
  readonly generic: bigint | undefined;
  /** Nothing names the architecture: table entries must look as its kernels make them. */
  readonly isStrict: boolean;
}

/** Why the values of a report cannot be those of a kernel; undefined when they can. */
export function contradiction(
  kernel: Kernel,
  report: LogReport,
  { generic, isStrict }: Surroundings,
): string | undefined {
  if (hasWide(kernel, report.values) || hasWide(kernel, report.walk))
    return `a value has more than the ${kernel.entryBits} bits of an entry`;
  // The tables of a walk tell its machine in any case.
  if (!(isStrict && report.isStep) && isOtherSlot(kernel, report))
    return 'the swap entry has another offset than the debugger shows';
  const { role } = report.shape;
  if (role === 'walk' || role === 'bad-map-walk' || report.shape.name.startsWith('crash-'))
    return walkContradiction(kernel, report, isStrict);
  if (role === 'bad-map') return mapContradiction(kernel, report, generic, isStrict);
  const { noPage } = kernel.machine.logTraits ?? {};
  const isMade = ({ level, value }: FoundValue): boolean =>
    level !== 'pte' || !noPage || !passes(value, noPage);
  if (isStrict && report.shape.name.endsWith('structure') && !report.values.every(isMade))
    return 'no page has such flags';
  if (role === 'bad-entry' && isStrict) return entryContradiction(kernel, report);
  return undefined;
}

/** Whether a debugger shows another offset of a swap entry than a kernel reads. */
export function isOtherSlot(kernel: Kernel, { walk, circumstances: { swapOffset } }: LogReport): boolean {
  const last = walk.at(-1);
  if (swapOffset === undefined || last === undefined) return false;
  const isSwap = formOf(kernel, 'pte', last.value) === 'swap';
  return !isSwap || swpOffset(kernel.swap, last.value) !== swapOffset;
}

/**
 * Whether a walk can be that of no kernel of an architecture: no row of its tables, of whatever release, takes one of the
 * upper levels for a pointer to a table. Asked once, it spares asking kernel after kernel.
 */
export function isNoWalk({ layout }: Kernel, { shape: { role }, walk }: LogReport): boolean {
  if (role !== 'walk' && role !== 'bad-map-walk') return false;
  const steps = stepsOf(walk);
  const isNonZero = (step: Step): boolean => step.value !== 0n;
  const first = steps.findIndex(isNonZero);
  // Levels that are folded in some kernels count in none; nor does the last, which need be no table.
  const sure = steps.filter((step, index) => index >= first && !isRepeated(step, steps));
  return sure.slice(0, -1).some((step) => !isTableOf(layout, step));
}

/** Whether some row of a layout, of whatever release, takes a value for a table. */
export const isTableOf = ({ forms }: ArchLayout, { level, value }: Step): boolean =>
  forms.some(
    ({ form, levels, when }) =>
      form === 'table' && levels.includes(level) && when.some((test) => passes(value, test)),
  );

/** Whether a value points to a table, as kernels make such entries. */
function isPointer(kernel: Kernel, raw: bigint, level: Level, isStrict: boolean): boolean {
  if (formOf(kernel, level, raw) !== 'table') return false;
  const tests = kernel.machine.logTraits?.tables;
  return !isStrict || tests === undefined || tests.some((test) => passes(raw & ~kernel.encMask, test));
}

/** How many tables of a walk have bits that no such entry of a kernel has. */
export function wrongTables(kernel: Kernel, { shape, walk }: LogReport): number {
  // What is complained about is wrong in any case.
  const tables = stepsOf(walk).filter(
    ({ level, found }) => level !== 'pte' && (shape.role !== 'bad-entry' || found !== walk[0]),
  );
  return tables.filter(({ level, value }) => {
    const table = readEntry(kernel, value, level);
    const isWrong =
      (table.reserved | table.unknown | placeInPage(table)) !== 0n || QUESTIONS.invalid.of(table);
    return table.form === 'table' && isWrong;
  }).length;
}

/** Where in its page a table begins, on machines whose tables are whole pages. */
const placeInPage = (table: Entry): bigint =>
  table.kernel.machine.logTraits?.wholeTables === true
    ? BigInt.asUintN(table.kernel.pageShift, numberOf(table, 'phys') ?? 0n)
    : 0n;

/** Where the tables and pages of a walk are, each once, in bytes; what is complained about need be no such place. */
export function placesIn(kernel: Kernel, { shape: { role }, walk }: LogReport): readonly bigint[] {
  if (role !== 'walk') return [];
  const places = stepsOf(walk).flatMap(({ level, value }) => {
    const entry = readEntry(kernel, value, level);
    const isPlace = entry.form === 'table' || (entry.form === 'leaf' && level === 'pte');
    return isPlace ? [numberOf(entry, 'phys') ?? 0n] : [];
  });
  return [...new Set(places)];
}

function walkContradiction(kernel: Kernel, report: LogReport, isStrict: boolean): string | undefined {
  const steps = realSteps(kernel, report.walk);
  // What is printed behind it is no entry.
  if (steps[0]?.value === 0n && kernel.machine.logTraits?.walksThroughEmptyTop === true) return undefined;
  const has = (level: Level): boolean => steps.some((step) => step.level === level);
  // Steps by their own names come without their place.
  const isCommon = steps.some(({ level, found }) => level !== 'pte' && found.place !== undefined);
  if (isCommon && kernel.machine.logTraits?.namesSteps === true)
    return 'crash has other names for the levels above the pte';
  const stepPlace = kernel.machine.logTraits?.stepPlace;
  if (stepPlace && steps.some(({ found: { place } }) => place !== undefined && !passes(place, stepPlace)))
    return 'crash shows where its entries stand as addresses of the kernel';
  if (
    report.isStep &&
    kernel.machine.levels?.printsFolded === true &&
    has('pgd') &&
    has('pmd') &&
    !has('pud')
  )
    return 'its walks have a pud between pgd and pmd';
  // Below a walk that is torn a lower level is named.
  const tables = report.isTorn && report.isLast ? steps.length : steps.length - 1;
  for (let index = 0; index < tables; index += 1) {
    const step = steps[index];
    if (step && !isPointer(kernel, step.value, step.level, isStrict))
      return `${step.level} is no pointer to a table, though a lower level is shown`;
    if (isStrict && step !== undefined && step.value === steps[index + 1]?.value)
      return `${step.level} is printed again as the level below, and points to another table`;
    if (step !== undefined && isOutside(kernel, step, steps[index + 1]))
      return `the entry below ${step.level} stands outside of the table that it points to`;
  }
  return undefined;
}

/** Bits of an address within the largest pages. The kernel maps its memory so that they are the same in both addresses. */
export const WITHIN_LARGEST = 0xffffn;

/** Whether an entry stands in another page than the table that the level above it points to. */
function isOutside(kernel: Kernel, table: Step, entry: Step | undefined): boolean {
  const place = entry?.found.place;
  if (place === undefined) return false;
  const above = kernel.levels.findIndex(({ level }) => level === table.level);
  if (above < 0 || kernel.levels[above + 1]?.level !== entry?.level) return false;
  const begin = numberOf(readEntry(kernel, table.value, table.level), 'phys');
  // A table need not begin where a page does, but ends in the same.
  return begin !== null && ((place ^ begin) & WITHIN_LARGEST) >> BigInt(kernel.pageShift) !== 0n;
}

function mapContradiction(
  kernel: Kernel,
  report: LogReport,
  generic: bigint | undefined,
  isStrict: boolean,
): string | undefined {
  const [entry, ...tables] = stepsOf(report.walk);
  if (!entry) return undefined;
  const { address, pages = [] } = report.circumstances;
  const { userEnd } = kernel.machine.logTraits ?? {};
  if (isStrict && address !== undefined && userEnd !== undefined && address >= userEnd)
    return 'no user address is as high';
  if (isStrict && tables.some(({ level, value }) => value !== 0n && !isPointer(kernel, value, level, true)))
    return 'pmd is no pointer to a table';
  const { tables: shown } = report;
  const above =
    shown.length === 0 ? undefined : walkContradiction(kernel, { ...report, walk: shown }, isStrict);
  if (above !== undefined) return above;
  const read = readEntry(kernel, entry.value, entry.level);
  const frames = pages.flatMap(({ pfn }) => (pfn === undefined ? [] : [pfn]));
  // Page dumps of two reports can stand between each other.
  if (frames.length > 0 && !frames.some((frame) => frame === numberOf(read, 'pfn')))
    return 'the frame is not the one whose struct page was dumped';
  if (generic === undefined || entry.level !== 'pte') return undefined;
  const want = splitGenericEntry(kernel, generic);
  const isSame =
    swpType(kernel.swap, entry.value) === want.type && swpOffset(kernel.swap, entry.value) === want.offset;
  if ((read.form === 'swap' && isSame) || (isStrict && isOldSwap(kernel, entry.value, want.offset)))
    return undefined;
  return 'it is not the swap entry of the message before';
}

function entryContradiction(kernel: Kernel, report: LogReport): string | undefined {
  const [entry] = stepsOf(report.values);
  if (!entry || !kernel.machine.logTraits) return undefined;
  if (hasOtherForm(report, { arch: kernel.arch })) return 'its kernels print such messages in another form';
  const isTable = entry.level !== 'pte' && isPointer(kernel, entry.value, entry.level, true);
  if (isTable && QUESTIONS.bad_table.of(readEntry(kernel, entry.value, entry.level)) === null)
    return 'it is a good pointer to a table';
  return undefined;
}
