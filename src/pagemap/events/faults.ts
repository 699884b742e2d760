import { isInRelease, type VersionCode } from '../../core/version.ts';
import { KNOWN_LOSSES } from '../../kernel/uffd/transitions.ts';
import type { MemoryKind } from '../../kernel/uffd/model.ts';
import type { StateInfo } from '../model.ts';

/**
 * Faults of a kernel that can have taken the protection of a page that stayed present, each behind a `;`; empty where none
 * is known.
 *
 * @param kinds those that the memory can be of
 */
export function faultsOf(
  from: StateInfo,
  to: StateInfo,
  kinds: readonly MemoryKind[],
  version: VersionCode,
): string {
  if (from.state !== 'present' || to.state !== 'present') return '';
  const known = KNOWN_LOSSES.filter(
    (row) =>
      isInRelease(row, version) &&
      row.kinds.some((kind) => kinds.includes(kind)) &&
      row.before.every((flag) => from.flags.includes(flag)) &&
      !row.notAfter.some((flag) => to.flags.includes(flag)),
  );
  return known.map(({ text }) => `; ${text}`).join('');
}
