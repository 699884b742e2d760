import { QUESTIONS } from '../../core/verdicts/questions.ts';
import type { SplitBuild } from '../../core/rows/log-traits.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { splitBuilds } from '../../core/rows/virtual-address.ts';
import type { ImageInfo, PhysicalMemory } from '../memory.ts';
import { walkAddress } from './walk.ts';

const MIB = 0x10_0000n;
/** Where the start of the kernel's memory is looked at, behind it and before it: some of it may not be mapped. */
const PROBES: readonly bigint[] = [0n, 1n, 2n, 4n, 8n, 16n, 32n].map((mib) => mib * MIB);

/**
 * The build that an image shows, where user and kernel share one space of addresses: by the place of the kernel's own top
 * table (VMCOREINFO) and where the headers say that the first memory stands, which must agree; where those leave several,
 * by where the tables begin to map memory in one piece that user mode cannot use.
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
  const fits = builds.filter(isAsTold(memory.info, kernel, builds));
  if (fits.length < 2) return fits[0];
  return root === undefined ? undefined : fits.find(({ start }) => beginsAt(memory, kernel, root, start));
}

/** Whether a build is as VMCOREINFO and the headers say; what fits no build says nothing. */
function isAsTold(
  { vmcoreinfo, lowMemory }: ImageInfo,
  kernel: Kernel,
  builds: readonly SplitBuild[],
): (build: SplitBuild) => boolean {
  const { tableWithin = 0n } = kernel.machine.logTraits?.split ?? {};
  const table = vmcoreinfo?.symbols.get('swapper_pg_dir');
  const linked = table === undefined ? undefined : table - (vmcoreinfo?.kernelOffset ?? 0n);
  const tests = [
    ({ start }: SplitBuild) => linked !== undefined && linked >= start && linked < start + tableWithin,
    ({ start }: SplitBuild) => lowMemory !== undefined && lowMemory - (lowMemory % (2n * MIB)) === start,
  ].filter((test) => builds.some(test));
  return (build) => tests.every((test) => test(build));
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
