import { architectures, findArchitecture } from '../arch/index.ts';
import { tried } from '../core/errors.ts';
import { PROFILES, RELEASES } from './profiles.ts';
import { resolveKernel } from './resolve.ts';

/** The names of all architectures. */
export const architectureNames = (): readonly string[] => architectures().map(({ arch }) => arch);

/** The name of an architecture in any spelling (`aarch64`); undefined where there is none. */
export const architectureName = (text: string): string | undefined => findArchitecture(text)?.arch;

/** The names of kernels, without what may be added to them. */
export const kernelNames = (): readonly string[] => [...PROFILES.map(({ name }) => name), ...RELEASES];

/** The `Kernel.id` of a specification; undefined where it is none. */
export function kernelId(text: string): string | undefined {
  return tried(() => resolveKernel({ kernel: text }).id);
}

/** The numbers of page-table levels that kernels of any architecture have in use, sorted. */
export function pagingModes(): readonly number[] {
  const modes = architectures().flatMap(({ layout }) => [
    ...layout.paging.map(({ value }) => value),
    ...layout.levels.flatMap(({ paging = [] }) => paging),
  ]);
  return [...new Set(modes)].toSorted((left, right) => left - right);
}
