import { isInRelease, releasesWith, type VersionCode } from '../../core/version.ts';

/**
 * The releases in which `mprotect()` keeps the bit of a device's page, on x86 and powerpc: commit 4628a64591e6 (4.19-rc8).
 * 4.18.15 has it (ChangeLog-4.18.15, as Debian's changelog of 4.18.20-1 repeats it), and so has the last 4.14; 4.14.77 is of
 * the same day.
 */
const KEEPS = releasesWith('4.19', '4.18.15', '4.14.77');

/** Whether `_PAGE_CHG_MASK` of a release has `_PAGE_DEVMAP`. */
export const keepsDevmap = (version: VersionCode): boolean =>
  KEEPS.some((releases) => isInRelease(releases, version));
