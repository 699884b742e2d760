import { type FunctionInputs, lackOf } from '../../core/functions/functions.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex, not64 } from '../../core/u64.ts';

/** Of it, kernels without the type say that it should never be called. v5.19 include/linux/swapops.h make_pte_marker_entry */
const MAKES_MARKER = 'make_pte_marker';

/**
 * Says that a function of this kernel does not do what its name says, whatever it is applied to, or that it makes a marker
 * which this kernel does not know, or never makes.
 *
 * @returns undefined where it does what it is for
 */
export function idleText(kernel: Kernel, name: string, { marker = 0n }: FunctionInputs): string | undefined {
  const lack = lackOf(kernel, name);
  if (lack === 'change') return `${name}: changes nothing in this kernel`;
  if (lack !== undefined) {
    const warns = name === MAKES_MARKER ? ', and the kernel warns once (WARN_ON_ONCE)' : '';
    return `${name}: this kernel has no ${lack}: the entry is that of type 0 and offset 0${warns}`;
  }
  const unknown = marker & not64(kernel.markerMask);
  if (name !== MAKES_MARKER) return undefined;
  if (unknown !== 0n)
    return `${name}: ${formatHex(unknown)} is no marker of this kernel (PTE_MARKER_MASK ${formatHex(kernel.markerMask)})`;
  const unasked = kernel.markers.find(
    ({ mask, askedWith }) => (mask & marker) !== 0n && askedWith !== undefined && !kernel.config(askedWith),
  );
  return unasked && `${name}: ${unasked.name} is made and asked for with CONFIG_${unasked.askedWith} alone`;
}
