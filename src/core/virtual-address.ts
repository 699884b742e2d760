import type { Machine } from './machine.ts';
import type { Kernel } from './model.ts';

/** Bits of a virtual address that the walk uses, the page offset included: 48 with 4 levels, 57 with 5. */
export function addressBits(kernel: Kernel): number {
  const top = kernel.levels[0];
  return top === undefined ? 0 : top.shift + top.indexBits;
}

/** Whether one top table serves user and kernel addresses; elsewhere each half has one, or there are no halves. */
export function hasBothHalves(kernel: Kernel): boolean {
  return kernel.machine.addressSpace === 'sign-extended';
}

/**
 * An address in as few bits as tell it from every other: those that the walk uses and above them, where each half has a
 * top table, one that is set for kernel addresses. Numbers of pages are those of such addresses.
 */
export function foldAddress(kernel: Kernel, vaddr: bigint): bigint {
  const bits = addressBits(kernel);
  const low = BigInt.asUintN(bits, vaddr);
  return isPerHalf(kernel) && isKernelHalf(vaddr) ? low | (1n << BigInt(bits)) : low;
}

/** The address as the CPU wants it written: the bits above those of `foldAddress` filled in. */
export function canonical(kernel: Kernel, folded: bigint): bigint {
  const bits = addressBits(kernel);
  if (hasBothHalves(kernel)) return BigInt.asUintN(64, BigInt.asIntN(bits, folded));
  const low = BigInt.asUintN(bits, folded);
  if (!isPerHalf(kernel) || (folded >> BigInt(bits)) % 2n === 0n) return low;
  return low | (kernel.machine.kernelHalf ?? BigInt.asUintN(64, -1n << BigInt(bits)));
}

/** Whether the bits above those that the walk uses are as the CPU wants them: all the same, clear where there are no halves. */
export function isCanonical(kernel: Kernel, vaddr: bigint): boolean {
  return canonical(kernel, foldAddress(kernel, vaddr)) === vaddr;
}

function isPerHalf(kernel: Kernel): boolean {
  return kernel.machine.addressSpace === 'per-half';
}

/** Whether kernel addresses are told by their high bits; elsewhere user and kernel addresses are spaces of their own. */
export function hasHalves(kernel: Kernel): boolean {
  return kernel.machine.addressSpace !== 'flat';
}

/** Whether an address lies in the half that the kernel keeps for itself. */
export function isKernelHalf(vaddr: bigint): boolean {
  return vaddr >> 63n === 1n;
}

/**
 * Whether an address is one of the kernel for certain: in its half, or, where it shares the addresses with processes, behind
 * all that a process can have, however the kernel was built.
 */
export function isKernelAddress(kernel: Kernel, vaddr: bigint): boolean {
  if (hasHalves(kernel)) return isKernelHalf(vaddr);
  const { userEnd } = kernel.machine.logTraits ?? {};
  return userEnd !== undefined && vaddr >= userEnd;
}

/** A user address without the tag that software may keep in it, which the CPU ignores; any other address as it is. */
export function withoutTag({ addressTag }: Machine, vaddr: bigint): bigint {
  return addressTag === undefined || (vaddr & addressTag.sign) !== 0n ? vaddr : vaddr & ~addressTag.mask;
}
