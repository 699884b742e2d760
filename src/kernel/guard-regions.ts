import { type Availability, isInRelease, type VersionCode } from '../core/version.ts';

/**
 * Releases with guard regions (MADV_GUARD_INSTALL) whose smaps is not known to show which mappings may hold them (`gu`).
 *
 * Source: v6.13 mm/madvise.c madvise_guard_install; v6.19 fs/proc/task_mmu.c show_smap_vma_flags, and 6.18.44, where a
 * running kernel was seen to have it.
 */
const UNSHOWN: Availability = { since: '6.13', until: '6.18.44' };

/** Whether a kernel can have guard regions in a mapping of which smaps does not say so. */
export function hidesGuardRegions(version: VersionCode): boolean {
  return isInRelease(UNSHOWN, version);
}
