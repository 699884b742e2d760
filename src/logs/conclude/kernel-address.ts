import type { Circumstances } from '../../core/rows/log-lines.ts';
import type { AddressSplit } from '../../core/rows/log-traits.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { passes } from '../../core/entry/shapes.ts';
import { kernelBegin, splitBuilds } from '../../core/rows/virtual-address.ts';
import { accessOf } from './access.ts';

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
  if (around.userEnd !== undefined) return address >= around.userEnd;
  if (split === undefined) return address < userEnd ? false : null;
  const begin = kernelBegin(kernel);
  if (begin !== undefined && begin.certain === begin.possible) return address >= begin.certain;
  const { kernelCode, kernelData } = isOfUser(kernel, around) ? {} : around;
  const known = [userEnd, kernelCode, kernelData].filter((floor) => floor !== undefined);
  if (known.some((floor) => address >= floor)) return true;
  const ends = kernelCode === undefined ? [] : shownEnds(kernel, split, kernelCode);
  if (ends.length > 0)
    return ends.every((end) => address >= end) ? true : ends.some((end) => address >= end) ? null : false;
  return address < (split.builds[0]?.start ?? 0n) - split.below ? false : null;
}

/** Whether the registers that are printed with a report are those of a program. */
export function isOfUser(kernel: Kernel, around: Circumstances): boolean {
  return around.mode === 'user' || accessOf({ kernel, around })?.byUser === true;
}

/**
 * Where user addresses can end, as code of the kernel shows it: in every build whose image can hold it; none where it lies in
 * no image (modules, code made at run time).
 */
function shownEnds(kernel: Kernel, { below, image }: AddressSplit, code: bigint): readonly bigint[] {
  return splitBuilds(kernel)
    .filter(({ start }) => code >= start - below && code < start + image)
    .map(({ start }) => start - below);
}
