import { oncePer } from '../../core/later.ts';
import { maskOf } from '../../core/u64.ts';
import { architectures, DEFAULT_ARCH, findArchitecture, perArchitectures } from '../../arch/index.ts';
import { USER_MODE, WITHOUT_TABLES } from '../../arch/shared/without-tables.ts';
import type { Architecture } from '../../core/rows/architecture.ts';
import type { Choice } from '../../core/rows/layout.ts';
import type { LogLines } from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { namedWithoutTables } from '../named-without-tables.ts';

/** Every machine that there are tables for, in the order of the architectures. */
export const machines = perArchitectures((all): readonly Machine[] => all.map(({ machine }) => machine));

/** The lines of logs that machines of one architecture print, and its name; also those without tables. */
export const machineLogLines = perArchitectures((all): readonly (LogLines & { readonly arch: string })[] => [
  ...all.flatMap(({ arch, machine }) => (machine.logLines ? [{ arch, ...machine.logLines() }] : [])),
  ...WITHOUT_TABLES,
]);

/** What people call an architecture that has no tables; undefined for any other name. */
export function nameWithoutTables(arch: string): string | undefined {
  return WITHOUT_TABLES.find((row) => row.arch === arch)?.text;
}

/** The architectures of a folder of `arch/`; none where it is none, or has no tables. */
export const machinesOf = (folder: string): readonly string[] =>
  machines().flatMap(({ arch, names }) => (names.folder === folder ? [arch] : []));

/** Whether a line can speak of an architecture where it has its name: some are words of other things. */
export const maySpeakOf = (line: string, arch: string): boolean =>
  WITHOUT_TABLES.find((row) => row.arch === arch)?.spoken?.test(line) !== false;

/** Every architecture that there are tables for, with the size of a word of its machines, the default first. */
export const archWords = perArchitectures(
  (all): readonly { readonly arch: string; readonly wordBits: number }[] =>
    all.map(({ arch, layout }) => ({ arch, wordBits: layout.wordBits })),
);

/** The size of a word of an architecture's machines; undefined where there are no tables for it. */
export const wordBitsOf = (arch: string): 32 | 64 | undefined => findArchitecture(arch)?.layout.wordBits;

/** Whether the tables of an architecture know a number of levels. */
export const knowsLevels = (arch: string, paging: number): boolean => levelNumbers(arch).includes(paging);

/** The numbers of page-table levels that kernels of an architecture can have, sorted; none without tables for it. */
export function levelNumbers(arch: string): readonly number[] {
  const known = findArchitecture(arch);
  return known === undefined ? [] : numbersOf(known);
}

const numbersOf = oncePer<Architecture, readonly number[]>(({ layout }) => {
  const all = [
    ...layout.paging.map(({ value }) => value),
    ...layout.levels.flatMap((row) => row.paging ?? []),
  ];
  return [...new Set(all)].toSorted((a, b) => a - b);
});

/** Where the encryption bit of an architecture can be, and the bit of what is present. */
interface EncryptionBits {
  readonly lo: number;
  readonly hi: number;
  readonly present: bigint;
}

/** Those of an architecture; undefined where it has no encryption bit. */
export function encryptionBits(arch: string | undefined): EncryptionBits | undefined {
  const architecture = arch === undefined ? undefined : findArchitecture(arch);
  return architecture && encryptionOf(architecture).bits;
}

const encryptionOf = oncePer(
  ({ layout: { encryption, rows } }: Architecture): { readonly bits: EncryptionBits | undefined } => {
    const present = rows.find(({ role }) => role === 'present');
    const mask = present ? maskOf(present.hi, present.lo) : 0n;
    return { bits: encryption && { ...encryption, present: mask } };
  },
);

/** The machine that a name means: that of its architecture, of `uname -m`, QEMU or a distribution; else undefined. */
export const findMachine = (name: string): Machine | undefined => findArchitecture(name)?.machine;

/** The architectures of the machines that `qemu-system-NAME` runs, also those without tables; none for any other name. */
export function machinesInQemu(name: string): readonly string[] {
  const known = machines().filter(({ names }) => names.qemu === name || names.qemuToo?.includes(name));
  if (known.length > 0) return known.map(({ arch, logTraits }) => logTraits?.sharesNamesWith ?? arch);
  return [namedWithoutTables(name) ?? []].flat();
}

/** Whether a kernel `.config` sets a symbol. */
const isSet = (text: string, symbol: string): boolean =>
  new RegExp(`^CONFIG_${symbol}=y\\s*$`, 'm').test(text);

/** The machine that a kernel `.config` is for; undefined where it does not say, or for none that has tables here. */
export function machineOfConfig(text: string): Machine | undefined {
  if (isSet(text, USER_MODE)) return undefined;
  return machines().find(({ names }) => isSet(text, names.kconfig));
}

/** What people call the machine that a `.config` is for, where there are no tables for it. */
export function otherMachineOfConfig(text: string): string | undefined {
  const isOther = machineOfConfig(text) === undefined;
  return isOther ? WITHOUT_TABLES.find(({ kconfig }) => isSet(text, kconfig))?.text : undefined;
}

/**
 * The machine of an ELF file, by its `e_machine`; undefined when there are no tables for it.
 *
 * @param wide whether the file is of class ELFCLASS64
 */
export function machineOfElf(code: number, wide = true): Machine | undefined {
  return architectures().find(
    ({ machine: { names } }) => names.elf === code && (wide || names.elfOf32 !== true),
  )?.machine;
}

/** The machine that Node runs on, by `process.arch`; undefined when there are no tables for it. */
export function machineOfNode(arch: string): Machine | undefined {
  return architectures().find(({ machine }) => machine.names.node === arch)?.machine;
}

/** The number of page-table levels, where a clue says it. */
export function levelsBy({ levels }: Machine, holds: boolean | undefined): number | undefined {
  return levels === undefined || holds === undefined ? undefined : holds ? levels.yes : levels.no;
}

export { DEFAULT_ARCH, namedWithoutTables, perArchitectures };

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
  if (chosen === undefined) return [];
  // The size that is there without any symbol is the one without those of the others.
  const others = choices.flatMap(({ config = [] }) => config).filter((symbol) => !symbol.startsWith('!'));
  const wanted = chosen.config ?? others.map((symbol) => `!${symbol}`);
  return wanted.map((symbol) => [symbol.replace('!', ''), !symbol.startsWith('!')]);
}
