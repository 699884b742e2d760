import type { Kernel } from '../core/rows/model.ts';
import type { Level } from '../core/rows/layout.ts';
import { kernelError, PteDecodeError, tried } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { isInRelease, parseVersion, tryParseVersion } from '../core/version.ts';
import { type ConfigSymbol, configSymbols } from '../kernel/config.ts';
import { type ChosenKernel, distributionKernel } from '../kernel/distribution-kernel.ts';
import { PROFILES, RELEASES } from '../kernel/profiles.ts';
import { checkLevels, type KernelSpec, resolveKernel, saidBeside } from '../kernel/resolve.ts';

const OLDEST_NAME = RELEASES[0] ?? '';
const OLDEST = parseVersion(OLDEST_NAME);

/** Whether a kernel is older than the tables of all that kernels do: logs alone are read by it. */
export const isBeforeTables = ({ version }: Kernel): boolean => version < OLDEST;

/**
 * The kernel that a text names, as `--kernel` takes it.
 *
 * @param text empty for the one that is assumed when nobody names one
 * @param isOfLog whether releases older than the tables are taken too, which logs are read by as far as they need it
 * @throws PteDecodeError as `resolveKernel`, for releases older than the tables, and for `host`, which no page can ask
 */
export function kernelFrom(text: string, isOfLog = false): ChosenKernel {
  const asked = text.trim();
  const [name = ''] = asked.split(',');
  if (name === 'host') throw kernelError('kernel "host": a page in a browser cannot ask the machine');
  const version = tryParseVersion(name);
  const isOld = version !== undefined && version < OLDEST;
  if (isOld && !isOfLog)
    throw kernelError(`kernel "${printable(name)}": older than the tables, which begin with ${OLDEST_NAME}`);
  const ofDistribution = distributionKernel({ kernel: asked }, isOfLog);
  if (ofDistribution !== undefined) return ofDistribution;
  const remark = isOld
    ? `older than the tables, which begin with ${OLDEST_NAME}: of it they hold what logs need, and not what its functions do`
    : '';
  // What stands behind a comma is of the kernel that is assumed when nobody names one.
  if (name === '') return { kernel: resolveKernel(saidBeside(`${OLDEST_NAME}${asked}`)), remark };
  return { kernel: resolveKernel({ kernel: asked }), remark };
}

/** A kernel that differs from another in what is given. @throws PteDecodeError as `resolveKernel` */
export function changedKernel(kernel: Kernel, change: KernelSpec): Kernel {
  return resolveKernel({ kernel: kernel.profile, ...kernel.said, ...change });
}

/** The kernel of another architecture: of the same release, or the newest where the tables do not have that. */
export function ofArchitecture({ profile }: Kernel, arch: string): Kernel {
  // A profile is of one architecture.
  const same = RELEASES.includes(profile) ? tried(() => resolveKernel({ kernel: profile, arch })) : undefined;
  return same ?? resolveKernel({ arch });
}

/** The names that a release can be chosen by: those that the tables of the architecture cover, and profiles. */
export function releaseChoices({ layout, profile }: Kernel): readonly string[] {
  const isCovered = (release: string): boolean => parseVersion(release) >= parseVersion(layout.since);
  const names = [
    ...PROFILES.filter(({ release }) => isCovered(release)).map(({ name }) => name),
    ...RELEASES.filter(isCovered).toReversed(),
  ];
  return names.includes(profile) ? names : [profile, ...names];
}

/** The numbers of page-table levels that a kernel can be told to have. */
export function pagingChoices(kernel: Kernel): readonly number[] {
  return [2, 3, 4, 5].filter(
    (paging) =>
      paging === kernel.paging ||
      tried(() => {
        checkLevels({ kernel: kernel.profile, ...kernel.said, paging });
        return changedKernel(kernel, { paging }).paging;
      }) === paging,
  );
}

/**
 * What a level is called where one is chosen: every kernel takes every level, since the functions of those that it folds into
 * the level above are there nevertheless.
 */
export function levelName({ levels }: Kernel, level: Level): string {
  return levels.some((known) => known.level === level) ? level : `${level} (folded)`;
}

/** The symbols that can be switched in the release of a kernel. */
export function switchesOf({ arch, version }: Kernel): readonly ConfigSymbol[] {
  return configSymbols(arch).filter((symbol) => !symbol.automatic && isInRelease(symbol, version));
}

/**
 * The kernel with a symbol of its configuration on or off.
 *
 * @throws PteDecodeError as `resolveKernel`, `ERR_CONFIG` where the symbol cannot be so
 */
export function withSymbol(kernel: Kernel, { name, needs = [] }: ConfigSymbol, on: boolean): Kernel {
  const made = changedKernel(kernel, { config: new Map([...(kernel.said.config ?? []), [name, on]]) });
  if (made.config(name) !== on)
    throw new PteDecodeError(
      'ERR_CONFIG',
      on
        ? `${name}: cannot be on here; it needs ${needs.join(' and ') || 'another kernel'}`
        : `${name}: is always on in ${made.release}`,
    );
  return made;
}
