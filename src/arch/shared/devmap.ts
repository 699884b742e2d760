import { isInRelease, releasesWith, type VersionCode } from '../../core/version.ts';

/**
 * The releases in which `mprotect()` keeps the bit of a device's page, on x86 and powerpc: commit 4628a64591e6 (4.19-rc8).
 * 4.18.16 has it, and so has the last 4.14; 4.14.78 is of the same day.
 */
const KEEPS = releasesWith('4.19', '4.18.16', '4.14.78');

/** Whether `_PAGE_CHG_MASK` of a release has `_PAGE_DEVMAP`. */
export const keepsDevmap = (version: VersionCode): boolean =>
  KEEPS.some((releases) => isInRelease(releases, version));
