import type { SlotCounts, VmaCounts } from '../../pagemap/summary.ts';
import type { DriveResult } from './drive.ts';

/** Pages per state, and what came of reading them. */
export interface Counted extends DriveResult {
  readonly counts: SlotCounts;
  /** The same of each mapping, with `--by vma`. */
  readonly vmas: readonly VmaCounts[];
}
