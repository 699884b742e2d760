import { passes } from '../../core/entry/shapes.ts';
import { archWords, findMachine, levelNumbers } from '../../kernel/capabilities/machines.ts';
import type { LogReport } from '../reports/report.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { levelsTold, noEntryText, printedPteText } from './old-pte.ts';
import { isUpper, type Trial } from './trial.ts';

/** The only 32-bit machine whose kernels print bad entries as this one is printed; undefined where others do as well. */
export function onlyPrinter({ hasPointer }: LogReport): string | undefined {
  if (!hasPointer) return undefined;
  const printers = archWords().filter(
    ({ arch, wordBits }) => wordBits === 32 && findMachine(arch)?.logTraits?.printsEntryPointer === true,
  );
  return printers.length === 1 ? printers[0]?.arch : undefined;
}

/** The architecture with words of 32 bits that makes such a table as the one above a bad page, and no other does. */
export function makerOf({ walk }: LogReport): string | undefined {
  const upper = walk.filter(({ level, value }) => isUpper(level) && value !== 0n);
  if (upper.length === 0) return undefined;
  return archWords().find(({ arch, wordBits }) => {
    const { ownTablesFrom, tables = [] } = findMachine(arch)?.logTraits ?? {};
    return (
      wordBits === 32 &&
      ownTablesFrom !== undefined &&
      upper.every(({ value }) => value >= ownTablesFrom && tables.some((test) => passes(value, test)))
    );
  })?.arch;
}

/** The only architecture with words of 32 bits whose walk a debugger can have shown; undefined where more or none fit. */
export function onlySmall(report: LogReport, trial: Trial): ChosenKernel | undefined {
  const [only, ...others] = archWords().flatMap(({ arch, wordBits }) => {
    const chosen = wordBits === 32 ? ofProven(report, arch, trial, false) : '';
    return typeof chosen === 'string' || trial.refute(chosen.kernel) !== undefined ? [] : [chosen];
  });
  return only && others.length === 0 ? { ...only, isArchAssumed: true } : undefined;
}

/** Whether a message prints the pte itself, of which the lower half is the same with any number of levels. */
export const isPrinted = (report: LogReport, arch: string): boolean =>
  report.shape.role === 'swap' &&
  report.values.every(({ value }) => printedPteText(arch, value, report) !== undefined);

/** Values of a machine whose architecture is known. */
export function ofProven(
  report: LogReport,
  arch: string,
  trial: Trial,
  isWanted: boolean,
): ChosenKernel | string {
  const { circumstances: around, walk } = report;
  const machine = findMachine(arch);
  const wide = machine?.logTraits?.wideLevels;
  const none = isWanted ? undefined : noEntryText(arch, report);
  if (none !== undefined) return `no tables applied: ${none}`;
  if (isWanted || wide === undefined || isPrinted(report, arch)) return trial.choose(arch, false);
  // Entries of two sizes: large ones are printed with a pointer in front, where any are.
  const { shape, hasPointer } = report;
  const isTold = shape.role === 'bad-entry' && machine?.logTraits?.printsEntryPointer === true;
  if (isTold && hasPointer) return trial.choose(arch, false, wide);
  if (machine && levelsTold(machine, report) !== undefined) return trial.choose(arch, false);
  if (around.likelyPaging !== undefined) return withLikely(arch, around.likelyPaging, trial);
  if (isTold)
    return trial.choose(
      arch,
      false,
      levelNumbers(arch).find((paging) => paging !== wide),
    );
  // One that is too large for the small ones tells.
  if (walk.some(({ value, level }) => level !== 'swap_entry' && value >> 32n !== 0n))
    return trial.choose(arch, false, wide);
  if (isEmpty(report, arch)) return trial.choose(arch, false);
  // So does a table above a lower level, where only one of the layouts makes such an entry, and a pte with the entry of the message before.
  const all = levelNumbers(arch).flatMap((paging) => {
    const chosen = trial.choose(arch, false, paging);
    return typeof chosen === 'string' ? [] : [chosen];
  });
  const isSwap = shape.role === 'swap';
  const possible = all.filter(({ kernel }) => trial.refute(kernel) === undefined);
  const fits = isSwap ? possible.filter(({ kernel }) => trial.isInPte(kernel)) : possible;
  const first = onlyOne(fits) ?? onlyOne(all.filter(({ kernel }) => trial.hasOffset(kernel)));
  if (first) return isSwap && report.tables.length === 0 ? withAssumed(first) : first;
  const either = isSwap || shape.role === 'bad-map' ? ofEither(fits, arch, trial) : undefined;
  if (either) return either;
  const what = isSwap ? 'the pte with it depends' : 'the entries depend';
  return `no tables applied: on ${arch} ${what} on the number of levels, and no line that counts says it`;
}

function onlyOne<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}

/** The usual one of kernels with different numbers of levels, where they read all alike, else the only one that makes such entries. */
function ofEither(
  fits: readonly ChosenKernel[],
  arch: string,
  trial: Trial,
): ChosenKernel | string | undefined {
  if (new Set(fits.map(({ kernel }) => trial.read(kernel))).size === 1) return trial.choose(arch, false);
  const made = onlyOne(fits.filter(({ kernel }) => trial.isMade(kernel)));
  return made && withAssumed(made);
}

const withAssumed = (chosen: ChosenKernel): ChosenKernel => ({
  ...chosen,
  hasLevels: false,
  areLevelsAssumed: true,
});

/** A kernel with a likely number of levels, which its name can tell. */
function withLikely(arch: string, paging: number, trial: Trial): ChosenKernel | string {
  const named = trial.choose(arch, false);
  if (typeof named === 'string' || named.kernel.paging === paging) return named;
  const likely = trial.choose(arch, false, paging);
  return typeof likely === 'string' ? likely : withAssumed(likely);
}

/** Whether a walk ends at nothing with entries of either size: of two small ones the address must have the first, which is printed. */
function isEmpty({ shape, walk, circumstances: { address } }: LogReport, arch: string): boolean {
  const second = findMachine(arch)?.logTraits?.firstOfTwo?.set ?? 0n;
  return (
    shape.role === 'walk' &&
    walk.every(({ value }) => value === 0n) &&
    (second === 0n || (address !== undefined && (address & second) === 0n))
  );
}
