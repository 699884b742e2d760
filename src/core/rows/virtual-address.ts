import type { SplitBuild } from './log-traits.ts';
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

/** Addresses from the first to the last one, both part of it. */
interface AddressSpan {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * What of a span of addresses tables can have: where it begins or ends between the halves, or behind all of them, that is cut
 * off; undefined where nothing is left.
 */
export function canonicalSpan(kernel: Kernel, { first, last }: AddressSpan): AddressSpan | undefined {
  const bits = BigInt(addressBits(kernel));
  const size = 1n << (hasBothHalves(kernel) ? bits - 1n : bits);
  const begin = canonical(kernel, size);
  const all = [
    { first: 0n, last: size - 1n },
    ...(begin === 0n ? [] : [{ first: begin, last: begin + size - 1n }]),
  ];
  const parts = all.filter((part) => part.first <= last && part.last >= first);
  const [low, high = low] = parts;
  if (low === undefined || high === undefined) return undefined;
  return { first: first > low.first ? first : low.first, last: last < high.last ? last : high.last };
}

function isPerHalf(kernel: Kernel): boolean {
  return kernel.machine.addressSpace === 'per-half';
}

/** The physical address of one that the CPU maps without any table (`Machine.windows`); undefined for all others. */
export function windowTarget({ windows }: Machine, vaddr: bigint): bigint | undefined {
  if (windows === undefined) return undefined;
  const target = vaddr & windows.offset;
  return windows.starts.includes(vaddr - target) ? target : undefined;
}

/** Whether kernel addresses are told by their high bits; elsewhere user and kernel addresses are spaces of their own. */
export function hasHalves(kernel: Kernel): boolean {
  return kernel.machine.addressSpace !== 'flat';
}

/** Whether an address lies in the half that the kernel keeps for itself. */
export function isKernelHalf(vaddr: bigint): boolean {
  return vaddr >> 63n === 1n;
}

/** Where the addresses begin that a kernel keeps for itself, where it shares them with processes. */
interface KernelBegin {
  /** From here on all are the kernel's. */
  readonly certain: bigint;
  /** Below, none is. The same as `certain` where it is known how the kernel was built. */
  readonly possible: bigint;
}

/**
 * Where the kernel's addresses begin: as the symbol says that was given for it, else as any build has them.
 *
 * @returns undefined where halves of the addresses, or spaces of their own, keep the two apart
 */
export function kernelBegin(kernel: Kernel): KernelBegin | undefined {
  const { userEnd, split } = kernel.machine.logTraits ?? {};
  if (hasHalves(kernel) || userEnd === undefined) return undefined;
  if (split === undefined) return { certain: userEnd, possible: userEnd };
  const builds = splitBuilds(kernel);
  const given = builds.find(({ symbol }) => kernel.isGiven(symbol) && kernel.config(symbol));
  if (given !== undefined) return { certain: given.start - split.below, possible: given.start - split.below };
  return { certain: userEnd, possible: (builds[0]?.start ?? userEnd) - split.below };
}

/** The ways in which a kernel with these levels can share its addresses with processes, the lowest start first. */
export function splitBuilds({ machine, paging }: Kernel): readonly SplitBuild[] {
  const { builds = [] } = machine.logTraits?.split ?? {};
  return builds.filter(({ paging: only }) => only === undefined || only === paging);
}

/**
 * Whether an address is one of the kernel for certain: in its half, or, where it shares the addresses with processes, behind
 * all that a process can have.
 */
export function isKernelAddress(kernel: Kernel, vaddr: bigint): boolean {
  if (hasHalves(kernel)) return isKernelHalf(vaddr);
  const begin = kernelBegin(kernel);
  return begin !== undefined && vaddr >= begin.certain;
}

/** Whether nothing says if an address is one of the kernel or of a process. */
export function isOpenAddress(kernel: Kernel, vaddr: bigint): boolean {
  const begin = kernelBegin(kernel);
  return begin !== undefined && vaddr >= begin.possible && vaddr < begin.certain;
}

/** A user address without the tag that software may keep in it, which the CPU ignores; any other address as it is. */
export function withoutTag({ addressTag }: Machine, vaddr: bigint): bigint {
  return addressTag === undefined || (vaddr & addressTag.sign) !== 0n ? vaddr : vaddr & ~addressTag.mask;
}
