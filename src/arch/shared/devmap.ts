import { kernelError } from '../../core/errors.ts';
import { isInRelease, releasesWith, type VersionCode } from '../../core/version.ts';

/**
 * The releases in which `mprotect()` keeps the bit of a device's page, on x86 and powerpc: commit 4628a64591e6 (4.19-rc8).
 * 4.18.15 has it (ChangeLog-4.18.15, as Debian's changelog of 4.18.20-1 repeats it), and so has the last 4.14.
 */
const KEEPS = releasesWith('4.19', '4.18.15', '4.14.336');

/** Those of 4.14 that can have it: 4.14.77 is of the same day as 4.18.15. Which was the first is not known. */
const UNKNOWN = { since: '4.14.77', until: '4.14.336' } as const;

/**
 * That of `_PAGE_DEVMAP` which `_PAGE_CHG_MASK` of a release has.
 *
 * @param entry what has the bit, or not
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` where it counts and is not known
 */
export function keptDevmap(entry: bigint, bit: bigint, version: VersionCode): bigint {
  if ((entry & bit) !== 0n && isInRelease(UNKNOWN, version))
    throw kernelError(
      `whether the bit of a device's page (_PAGE_DEVMAP) is kept is not known of ${UNKNOWN.since} to 4.14.335`,
    );
  return KEEPS.some((releases) => isInRelease(releases, version)) ? bit : 0n;
}
