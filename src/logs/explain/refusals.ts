import { findMachine, knowsLevels, nameWithoutTables } from '../../kernel/capabilities/machines.ts';

/** Why values are not decoded where the size of an entry depends on the number of levels. */
export function refuseLevels(arch: string, paging: number | undefined): string | undefined {
  const isTwoSized = findMachine(arch)?.logTraits?.wideLevels !== undefined;
  return isTwoSized && paging !== undefined && !knowsLevels(arch, paging)
    ? `no tables for ${arch} with ${paging} levels (${paging}-level paging)`
    : undefined;
}

/** Why values of an architecture without tables are not decoded. */
export function refuseArch(arch: string): string {
  const name = nameWithoutTables(arch);
  return `no tables for ${name === undefined ? `architecture "${arch}"` : name}`;
}
