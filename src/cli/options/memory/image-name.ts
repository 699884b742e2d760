import type { Kernel } from '../../../core/rows/model.ts';
import { releasesText, tryParseVersion } from '../../../core/version.ts';
import type { ImageInfo, PhysicalMemory } from '../../../images/memory.ts';
import type { Half } from '../../../images/scan/scan.ts';
import { findMachine, levelNumbers } from '../../../kernel/capabilities/machines.ts';
import { saidBeside } from '../../../kernel/resolve.ts';
import { kernelName } from '../../../records/text/kernel-id.ts';
import type { Io } from '../../../input/bytes/io.ts';
import type { Invocation } from '../../spec.ts';
import { kernelHeading } from '../kernel/kernel-heading.ts';
import { factsOfImage, releaseOf } from './image-facts.ts';
import { entryFacts, entryReleases, factsOfSpec, optionFacts } from './told-facts.ts';
import { rootOfCpu } from './top-table.ts';
import type { Statement } from './statements.ts';
import { toldArch } from './told-machine.ts';

/** The kernel of an image in a few words, with its levels, and where it was taken from: for the first line of an output. */
export function imageKernelName(invocation: Invocation, memory: PhysicalMemory, kernel: Kernel): string {
  const levels = levelsOrigin(invocation, memory, kernel);
  const origins = [kernelOrigin(invocation, memory, kernel), ...(levels === undefined ? [] : [levels])];
  return `${kernelWithLevels(kernel)} (${origins.join('; ')})`;
}

/** The kernel of a bare table in a few words, with its levels, and that it is assumed where nobody chose it. */
export function tableKernelName(invocation: Invocation, io: Pick<Io, 'env'>, kernel: Kernel): string {
  const { hint } = kernelHeading(kernel, invocation, io);
  const name = kernelWithLevels(kernel);
  return hint === undefined ? name : `assumed: ${name}; ${hint}`;
}

/** A kernel in a few words, with the number of its levels, which decides on where a walk goes. */
function kernelWithLevels(kernel: Kernel): string {
  const [what = '', ...rest] = kernelName(kernel)
    .replace(/, paging=\d/, '')
    .split('; ');
  return [`${what}, ${kernel.paging} levels`, ...rest].join('; ');
}

const isMachineSaid = (invocation: Invocation, info: ImageInfo): boolean =>
  info.machine !== undefined || toldArch(invocation, info) !== undefined;

/** The release that the image names, where it is one. */
function namedRelease(info: ImageInfo): string | undefined {
  const release = releaseOf(info);
  return release !== undefined && tryParseVersion(release) !== undefined ? release : undefined;
}

/** Whether nothing says of which release, or of which machine, an image is. */
export function isAssumedKernel(invocation: Invocation, info: ImageInfo): boolean {
  const isReleaseSaid = invocation.value('kernel') !== undefined || namedRelease(info) !== undefined;
  return !isReleaseSaid || !isMachineSaid(invocation, info);
}

/** Says where the kernel was taken from. */
export function kernelOrigin(invocation: Invocation, memory: PhysicalMemory, kernel: Kernel): string {
  const { info } = memory;
  const isSaid = isMachineSaid(invocation, info);
  const assumed = isSaid ? '' : '; machine assumed: the image does not say';
  if (invocation.value('kernel') !== undefined) return `as given${assumed}`;
  const release = namedRelease(info);
  if (release !== undefined) return `from the image: ${release}${assumed}`;
  const shown = releasesText(entryReleases(invocation, kernel.machine, memory));
  const bounded = shown === 'all' ? '' : `, its entries are of kernels ${shown}`;
  return `${isSaid ? 'release' : 'release and machine'} assumed: the image does not say${bounded}`;
}

/** Says where the number of levels was taken from, if not from the image; undefined also where there is only one. */
function levelsOrigin(invocation: Invocation, memory: PhysicalMemory, kernel: Kernel): string | undefined {
  const { machine, paging } = kernel;
  const { info } = memory;
  if (levelNumbers(machine.arch).length < 2) return undefined;
  const isSaid = ({ facts }: Statement): boolean => facts.paging === paging;
  const told = [
    ...HALVES.flatMap((half) => optionFacts(invocation, machine, half)),
    { by: '--kernel', facts: factsOfSpec(saidBeside(invocation.value('kernel') ?? '')) },
  ].filter(isSaid);
  if (told.length > 0) return `levels by ${[...new Set(told.map(({ by }) => by))].join(' and ')}`;
  const isOwn = info.machine === undefined || findMachine(info.machine) === machine;
  if (isOwn && factsOfImage(machine, info, invocation.value('cpu')).paging !== undefined) return undefined;
  if (entryFacts(invocation, machine, memory).paging !== paging) return undefined;
  const register = invocation.value('pgd') === undefined ? rootOfCpu(invocation, memory, machine) : undefined;
  const isOfCpu = register !== undefined && machine.tables?.root?.(register, false).facts !== undefined;
  return `levels by the ${isOfCpu ? 'register of the CPU' : 'entries of the top table'}`;
}

const HALVES: readonly Half[] = ['user', 'kernel'];
