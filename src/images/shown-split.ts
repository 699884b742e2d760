import { QUESTIONS } from '../core/questions.ts';
import type { SplitBuild } from '../core/machine.ts';
import type { Kernel } from '../core/model.ts';
import { splitBuilds } from '../core/virtual-address.ts';
import type { PhysicalMemory } from './memory.ts';
import { walkAddress } from './walk.ts';

const MIB = 0x10_0000n;
/** Where the start of the kernel's memory is looked at, behind it and before it: some of it may not be mapped. */
const PROBES: readonly bigint[] = [0n, 1n, 2n, 4n, 8n, 16n, 32n].map((mib) => mib * MIB);

/**
 * The build that an image shows, where user and kernel share one space of addresses: where the kernel's own top table is
 * (VMCOREINFO), where the headers say that the first memory stands, or where the tables begin to map memory in one piece
 * that user mode cannot use.
 *
 * @param root physical address of a top table, if one is known
 * @returns undefined where nothing shows it, or the machine has no such builds
 */
export function shownSplit(
  memory: PhysicalMemory,
  kernel: Kernel,
  root: bigint | undefined,
): SplitBuild | undefined {
  const builds = splitBuilds(kernel);
  if (builds.length === 0) return undefined;
  const { vmcoreinfo, lowMemory } = memory.info;
  const table = vmcoreinfo?.symbols.get('swapper_pg_dir');
  // It is in the image of the kernel, near the start of its memory unless that was moved at boot.
  const linked = table === undefined ? undefined : table - (vmcoreinfo?.kernelOffset ?? 0n);
  return (
    (linked === undefined ? undefined : builds.findLast(({ start }) => start <= linked)) ??
    builds.find(({ start }) => lowMemory !== undefined && lowMemory - (lowMemory % (2n * MIB)) === start) ??
    (root === undefined ? undefined : builds.find(({ start }) => beginsAt(memory, kernel, root, start)))
  );
}

/** Whether the kernel's memory begins at an address: in one piece from there on, and nothing of the kernel before. */
function beginsAt(memory: PhysicalMemory, kernel: Kernel, root: bigint, start: bigint): boolean {
  const { below = 0n } = kernel.machine.logTraits?.split ?? {};
  const distance = (vaddr: bigint): bigint | undefined => {
    const { phys, levels } = walkAddress(memory, kernel, root, vaddr);
    const entry = levels.at(-1)?.entry;
    if (phys === null || entry?.state !== 'present' || QUESTIONS.user.of(entry) !== false) return undefined;
    return vaddr - phys;
  };
  const behind = PROBES.flatMap((probe) => distance(start + probe) ?? []);
  const isBefore = PROBES.slice(1).some((probe) => distance(start - below - probe) !== undefined);
  return behind.length > 1 && new Set(behind).size === 1 && !isBefore;
}
