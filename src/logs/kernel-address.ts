import type { Circumstances } from '../core/log-lines.ts';
import type { AddressSplit } from '../core/machine.ts';
import type { Kernel } from '../core/model.ts';
import { passes } from '../core/shapes.ts';
import { kernelBegin } from '../core/virtual-address.ts';

/**
 * Whether the address of a report is one of the kernel; null where that is not to be seen. Where user and kernel share one
 * address space its build decides where it is split: what lies between the lowest split and the highest is open unless
 * lines around show code or data of the kernel.
 */
export function isKernelPlace(kernel: Kernel, around: Circumstances): boolean | null {
  const { kernelAddress: test, userEnd, split } = kernel.machine.logTraits ?? {};
  const { address, space } = around;
  if (space !== undefined) return space === 'kernel';
  if (address === undefined || test === undefined || userEnd === undefined) return null;
  if (passes(address, test)) return true;
  if (split === undefined) return address < userEnd ? false : null;
  const begin = kernelBegin(kernel);
  if (begin !== undefined && begin.certain === begin.possible) return address >= begin.certain;
  const { kernelCode, kernelData } = around.mode === 'user' ? {} : around;
  const known = [userEnd, kernelCode, kernelData].filter((floor) => floor !== undefined);
  if (known.some((floor) => address >= floor)) return true;
  const end = userEndOf(split, kernelCode);
  if (address < end) return false;
  return kernelCode === undefined ? null : true;
}

/** Where user addresses end: at the split that code of the kernel shows, else at the lowest that there is. */
function userEndOf({ builds, below }: AddressSplit, code: bigint | undefined): bigint {
  const ends = builds.map(({ start }) => start - below);
  const shown = code === undefined ? undefined : ends.findLast((end) => end <= code);
  return shown ?? ends[0] ?? 0n;
}
