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

/** The address with the bits that the walk uses, as the CPU wants it written: the bits above them filled in. */
export function canonical(kernel: Kernel, vaddr: bigint): bigint {
  const bits = addressBits(kernel);
  return hasBothHalves(kernel) ? BigInt.asUintN(64, BigInt.asIntN(bits, vaddr)) : BigInt.asUintN(bits, vaddr);
}

/** Whether the bits above those that the walk uses are as the CPU wants them: all the same, clear where there are no halves. */
export function isCanonical(kernel: Kernel, vaddr: bigint): boolean {
  const above = hasBothHalves(kernel) ? addressBits(kernel) - 1 : addressBits(kernel);
  const high = BigInt.asIntN(64, vaddr) >> BigInt(above);
  return high === 0n || (high === -1n && kernel.machine.addressSpace !== 'flat');
}

/** Whether an address lies in the half that the kernel keeps for itself. */
export function isKernelHalf(vaddr: bigint): boolean {
  return vaddr >> 63n === 1n;
}
