import { architectures, findArchitecture } from '../arch/index.ts';
import type { Machine } from '../core/machine.ts';

/** Every machine that there are tables for, in the order of the architectures. */
export function machines(): readonly Machine[] {
  return architectures().map(({ machine }) => machine);
}

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
