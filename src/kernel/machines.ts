import { DEFAULT_ARCH, findArchitecture, perArchitectures, spellings } from '../arch/index.ts';
import type { Choice } from '../core/layout.ts';
import type { LogLines } from '../core/log-lines.ts';
import type { Machine } from '../core/machine.ts';

/** Every machine that there are tables for, in the order of the architectures. */
export const machines = perArchitectures((all): readonly Machine[] => all.map(({ machine }) => machine));

/** The lines of logs that machines of one architecture print, and its name. */
export const machineLogLines = perArchitectures((all): readonly (LogLines & { readonly arch: string })[] =>
  all.flatMap(({ arch, machine }) => (machine.logLines ? [{ arch, ...machine.logLines() }] : [])),
);

/** The machine that a name means: that of its architecture, of `uname -m`, QEMU or a distribution; else undefined. */
export function findMachine(name: string): Machine | undefined {
  return findArchitecture(name)?.machine;
}

/** The machine of an ELF file, by its `e_machine`; undefined when there are no tables for it. */
export function machineOfElf(code: number): Machine | undefined {
  return machines().find(({ names }) => names.elf === code);
}

/** The machine that Node runs on, by `process.arch`; undefined when there are no tables for it. */
export function machineOfNode(arch: string): Machine | undefined {
  return machines().find(({ names }) => names.node === arch);
}

/** The number of page-table levels, where a clue says it. */
export function levelsBy({ levels }: Machine, holds: boolean | undefined): number | undefined {
  return levels === undefined || holds === undefined ? undefined : holds ? levels.yes : levels.no;
}

export { DEFAULT_ARCH, perArchitectures, spellings };

/** Log2 of the page sizes that an architecture can have. */
export function pageShifts(arch: string): readonly number[] {
  return (findArchitecture(arch)?.layout.pageShift ?? []).map(({ value }) => value).toSorted((a, b) => a - b);
}

/**
 * The configuration with which an architecture has pages of a size, as far as that is a choice.
 *
 * @param pageShift log2 of the bytes of a page
 * @returns symbols without `CONFIG_`; none when there is no such choice
 */
export function pageSizeConfig(arch: string, pageShift: number): readonly (readonly [string, boolean])[] {
  const choices: readonly Choice[] = findArchitecture(arch)?.layout.pageShift ?? [];
  const chosen = choices.find(({ value }) => value === pageShift);
  return (chosen?.config ?? []).map((symbol) => [symbol.replace('!', ''), !symbol.startsWith('!')]);
}
