import { findArchitecture } from '../../../arch/index.ts';
import { usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Invocation } from '../../spec.ts';

/**
 * Refuses an architecture as the argument of a command beside another one of `--arch`, of which one would be forgotten.
 *
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseOtherArch(invocation: Invocation, command: string): void {
  const [word] = invocation.args;
  const arch = invocation.value('arch');
  if (word === undefined || arch === undefined || word === arch) return;
  const meant = findArchitecture(word);
  if (meant === undefined || meant !== findArchitecture(arch))
    throw usageError(`${command}: ${printable(word)} and --arch ${printable(arch)}: one or the other`);
}
