import { archWords, findMachine, wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { passes } from '../../core/entry/shapes.ts';
import type { FoundShape, FoundValue } from './find-shapes.ts';

/** A machine, as far as it is known. */
interface KnownMachine {
  readonly arch?: string;
  readonly wordBits?: number | undefined;
}

/** Whether no kernel of a machine prints a bad entry, or a generic swap entry, in the form that a line has: that one is a word. */
export function hasOtherForm({ shape, values, hasPointer }: FoundShape, machine: KnownMachine): boolean {
  const { arch, wordBits = arch === undefined ? undefined : wordBitsOf(arch) } = machine;
  if (shape.role === 'swap')
    return (
      wordBits === 32 && values.some(({ level, value }) => level === 'swap_entry' && value >> 32n !== 0n)
    );
  if (shape.role !== 'bad-entry') return false;
  const isShort = values.some(({ text }) => text.length < 16);
  // That another machine prints short ones does not make it this one.
  if (arch === undefined) return isShort && wordBits === 64;
  const traits = findMachine(arch)?.logTraits;
  if (traits === undefined) return false;
  // Of words of 32 bits there are entries of both sizes, which are printed in different forms.
  if (wordBits !== 64) return hasPointer && !traits.printsEntryPointer;
  return hasPointer !== traits.printsEntryPointer || (isShort && traits.printsShortEntries !== true);
}

/**
 * Whether the pmd that a bad page map shows is a pointer to a table as one other architecture alone makes them: what is bad is
 * the pte below it.
 */
export function hasOtherTable(
  { shape, values }: Pick<FoundShape, 'shape' | 'values'>,
  arch: string | undefined,
): boolean {
  const pmd = shape.role === 'bad-map' ? values.find(({ level }) => level === 'pmd')?.value : undefined;
  return pmd !== undefined && arch !== undefined && wordBitsOf(arch) === 64 && isTableOfOther(pmd, arch);
}

/**
 * Whether the steps of a debugger's walk are of another architecture: at a level that words of 32 bits need not have, or tables
 * as one other alone makes them. Where one is a table of its own, another one that is none is damaged.
 *
 * @param fewest tables of another one that show it
 */
export function hasOtherSteps(
  steps: readonly FoundValue[],
  arch: string | undefined,
  fewest: number,
): boolean {
  if (arch === undefined) return false;
  if (wordBitsOf(arch) === 32) return steps.some(({ level }) => level === 'pud');
  const tables = steps.filter(({ level }) => level !== 'pte');
  return (
    tables.filter(({ value }) => isTableOfOther(value, arch)).length >= fewest &&
    !tables.some(({ value }) => isTableOf(arch, value))
  );
}

/** Whether an entry is a table as an architecture makes them. */
const isTableOf = (arch: string, value: bigint): boolean =>
  findMachine(arch)?.logTraits?.tables.some((test) => passes(value, test)) === true;

/** Whether an entry is a table as one architecture of 64 bits alone makes them, and that is another one. */
function isTableOfOther(value: bigint, arch: string): boolean {
  const makers = archWords().filter((row) => row.wordBits === 64 && isTableOf(row.arch, value));
  return value !== 0n && makers.length === 1 && makers[0]?.arch !== arch;
}
