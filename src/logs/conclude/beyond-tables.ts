import { isCanonical, withoutTag } from '../../core/rows/virtual-address.ts';
import { accessOf, cpuEnd, type Fault, isBeyondTop, levelsAbove } from './access.ts';

/** An address that no tables have, in place of one that is not in the text. */
const NO_ADDRESS = 1n << 62n;

/** How it begins. */
export const NO_WAY = 'the walk shown is not the way to the address';

/**
 * That the walk shown is not the way to the address, and why: the kernel prints one by some bits of an address, whatever its other
 * bits are.
 *
 * @returns undefined where nothing says so
 */
export function beyondTables(fault: Fault): string | undefined {
  const { kernel, around, levelsAssumed } = fault;
  const cause = accessOf(fault)?.cause;
  if (cause === 'beyond-tables') return `${NO_WAY}: the CPU looked at no table (ASCE-type exception)`;
  if (cause === 'late-abort') return `${NO_WAY}, which an abort that comes later does not have`;
  if (cause === 'missing' && around.isGuarded === true)
    return `${NO_WAY}: the kernel tells of a missing right, though the CPU found nothing, so that had an empty table of user addresses (PAN in software, ARM64_SW_TTBR0_PAN)`;
  const { machine } = kernel;
  const { address } = around;
  const isKnown = levelsAssumed !== true;
  // What the CPU says counts more than what follows from the address.
  const isTold = cause !== undefined && (cause !== 'missing' || levelsAbove(fault) !== undefined);
  const isOnlyCause = machine.logTraits?.faultsBeyondTables === true && isKnown && !isTold;
  if (isOnlyCause && !isCanonical(kernel, address ?? 0n))
    return `${NO_WAY}, ${machine.addressSpace === 'flat' ? 'which is beyond what the top table covers' : 'whose highest bits are not all the same'}: the CPU looked at no table`;
  if (cause !== 'missing' || isCanonical(kernel, address ?? NO_ADDRESS)) return undefined;
  if (isBeyondTop(fault))
    return `${NO_WAY}: the level that the CPU names is above the top table, so the address is beyond what the tables cover`;
  const { addressTag } = machine;
  // The CPU names the top level where it looks at no table.
  if (address === undefined || addressTag === undefined || cpuEnd(fault) !== kernel.levels[0]?.level)
    return undefined;
  if (isCanonical(kernel, withoutTag(machine, address))) return undefined;
  const isOfTag = isCanonical(kernel, address | addressTag.mask) && (address & addressTag.sign) !== 0n;
  const unless = isOfTag ? 'unless it ignores these (tags), ' : '';
  return `${NO_WAY}, whose highest bits are not all the same: ${unless}the CPU looked at no table`;
}
