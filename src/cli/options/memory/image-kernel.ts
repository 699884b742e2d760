import { formatError, tried, usageError } from '../../../core/errors.ts';
import type { Machine } from '../../../core/rows/machine.ts';
import { CONTROL_OPTIONS, type TableFacts, type TableReleases } from '../../../core/rows/table-sources.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { defined } from '../../../core/defined.ts';
import { isInRelease, parseVersion, releasesText } from '../../../core/version.ts';
import { printable } from '../../../core/printable.ts';
import { splitBuilds } from '../../../core/rows/virtual-address.ts';
import type { ImageInfo, PhysicalMemory } from '../../../images/memory.ts';
import { shownSplit } from '../../../images/walk/shown-split.ts';
import type { Half } from '../../../images/scan/scan.ts';
import type { GeometryQuestion } from '../../../kernel/geometry.ts';
import { DEFAULT_ARCH, findMachine } from '../../../kernel/capabilities/machines.ts';
import { RELEASES } from '../../../kernel/profiles.ts';
import { type KernelSpec, openGeometry, resolveKernel, saidBeside } from '../../../kernel/resolve.ts';
import { changedIo, type Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { doubtsOf, factsOfImage, kernelSpecOf, refusalOf, specOfFacts } from './image-facts.ts';
import { type FoundKernel, kernelSpecFromOptions } from '../kernel/kernel.ts';
import { refuseForeign } from '../kernel/symbols.ts';
import {
  type HalfKernels,
  namesTable,
  refuseCpu,
  refuseVirtualRoot,
  rootsFromOptions,
  saidHalf,
} from './top-table.ts';
import type { Invocation } from '../../spec.ts';
import { contradictions, type Statement } from './statements.ts';
import { entryFacts, entryReleases, factsOfSpec, optionFacts } from './told-facts.ts';
import { toldArch } from './told-machine.ts';

/** An image, and the machine as whose it is read. */
interface ReadImage {
  readonly invocation: Invocation;
  readonly io: Io;
  readonly memory: PhysicalMemory;
  /** Undefined where the tables do not know the architecture that options name. */
  readonly machine: Machine | undefined;
  /** Options say another machine than the image, whose facts then do not count. */
  readonly isOther: boolean;
}

/**
 * The kernel of an image: what the image says, then what registers say, options first. Where an option contradicts the
 * image it counts, and standard error says so.
 *
 * @param half the addresses whose tables are meant: a register can say other sizes for the other half
 * @param differing where it is told what the image says differently
 * @throws PteDecodeError `ERR_USAGE` when nothing says how the tables are laid out, or options contradict each other
 */
async function kernelOfHalf(
  invocation: Invocation,
  io: Io,
  memory: PhysicalMemory,
  half: Half,
  differing: Io = io,
): Promise<Kernel> {
  const image = readImage(invocation, io, memory);
  const { machine, isOther } = image;
  const said = kernelSpecOf(memory.info, invocation.value('cpu'), machine);
  for (const text of doubtsOf(memory.info, machine)) tell(io, printable(text, 400));
  const found: FoundKernel = isOther ? defined({ release: said.release }) : said;
  const told = machine === undefined ? [] : optionFacts(invocation, machine, half);
  for (const text of differences(image, half, told)) tell(differing, text);
  const shown = machine?.tables?.shown && specOfFacts(machine, machine.tables.shown);
  const asked = told
    .map(({ facts }) => specOfFacts(machine, facts))
    .reduce(joinSpecs, joinSpecs(shown ?? {}, found));
  const spec = withGeometry(image, await kernelSpecFromOptions(invocation, io, asked));
  const releases = machine === undefined || isOther ? {} : entryReleases(invocation, machine, memory);
  // A dump is of a kernel that ran: where nothing says which, of no patch that was never merged.
  const kernel = withSplit(
    invocation,
    io,
    memory,
    spec.kernel === undefined ? { ...spec, kernel: newestOf(releases) } : spec,
  );
  // Of what tables tell by themselves, only this is hidden where something else says it.
  const { pageShift } = machine === undefined || isOther ? {} : entryFacts(invocation, machine, memory);
  if (pageShift !== undefined && pageShift !== kernel.pageShift)
    tell(
      io,
      `the entries of the tables say pages of ${2 ** pageShift} bytes, options or the image ${2 ** kernel.pageShift}: these count, and what is found can be wrong`,
    );
  if (!isInRelease(releases, kernel.version))
    tell(
      io,
      `the entries of the tables are of kernels ${releasesText(releases)}, options or the image say ${kernel.id}: these count, and what is found can be wrong`,
    );
  return kernel;
}

/** The newest release of which entries can be. */
const newestOf = (releases: TableReleases): string =>
  RELEASES.findLast((release) => isInRelease(releases, parseVersion(release))) ?? '';

/** The machine of an image, or the one as whose it is asked to be read. @throws PteDecodeError `ERR_FORMAT` */
function readImage(invocation: Invocation, io: Io, memory: PhysicalMemory): ReadImage {
  const { info } = memory;
  const own = info.machine === undefined ? undefined : findMachine(info.machine);
  const arch = invocation.value('arch') ?? saidBeside(invocation.value('kernel') ?? '').arch;
  const machine = findMachine(toldArch(invocation, info) ?? info.machine ?? DEFAULT_ARCH);
  const image = { invocation, io, memory, machine };
  if (info.machine !== undefined && machine !== undefined && machine !== own) {
    tell(
      io,
      `the image is of ${printable(own?.arch ?? info.machine)}: read as ${machine.arch} all the same, as asked`,
    );
    return { ...image, isOther: true };
  }
  if (own !== undefined) refuseOtherOrder(info, own);
  else if (info.machine !== undefined && arch === undefined)
    throw formatError(
      `the image is of a machine without tables here, ${printable(info.machine)}: --arch says which to take all the same`,
      { source: info.path },
    );
  const refused = refusalOf(memory, machine);
  if (refused !== undefined) throw formatError(refused, { source: info.path });
  return { ...image, isOther: false };
}

/** What options say of the tables otherwise than the image does. */
function differences(
  { invocation, memory, machine, isOther }: ReadImage,
  half: Half,
  told: readonly Statement[],
): readonly string[] {
  if (machine === undefined) return [];
  const isOfUser = half === 'user' && hasControl(invocation, machine);
  const { pageShift, ...tables } = isOther ? {} : factsOfImage(machine, memory.info, invocation.value('cpu'));
  const facts: TableFacts = {
    // Both halves have pages of one size: where both are read, it is told of the kernel's.
    ...(isOfUser && saidHalf(invocation) === undefined ? {} : defined({ pageShift })),
    // What VMCOREINFO says of tables it says of the kernel's own.
    ...(isOfUser ? {} : tables),
  };
  const beside = saidBeside(invocation.value('kernel') ?? '');
  return contradictions({ by: 'the image', facts }, [
    ...told,
    { by: '--kernel', facts: factsOfSpec(beside) },
  ]);
}

/**
 * A specification that says how the tables are laid out: where nothing else does, their entries do.
 *
 * @throws PteDecodeError `ERR_USAGE` where these do not say it either
 */
function withGeometry({ invocation, memory, machine }: ReadImage, spec: KernelSpec): KernelSpec {
  if (openGeometry(spec).length === 0) return spec;
  const whole =
    machine === undefined
      ? spec
      : joinSpecs(specOfFacts(machine, entryFacts(invocation, machine, memory)), spec);
  const open = openGeometry(whole);
  if (open.length === 0) return whole;
  if (machine !== undefined) {
    refuseVirtualRoot(machine, invocation.value('pgd'));
    refuseCpu(invocation, memory, machine);
  }
  throw usageError(whatToGive(open, machine, memory));
}

/**
 * Refuses an image of a machine in the byte order in which its tables are not read here: they would be read as something
 * else. The headers of ELF and kdump are in the order of the machine, other formats do not tell it.
 *
 * @throws PteDecodeError `ERR_FORMAT`
 */
function refuseOtherOrder({ path, format, littleEndian }: ImageInfo, { arch, byteOrder }: Machine): void {
  const order = littleEndian ? 'little' : 'big';
  if (byteOrder.machine === 'either' || byteOrder.machine === order) return;
  if (format !== 'elf' && format !== 'kdump') return;
  throw formatError(
    `the image is of a machine that is ${order} endian: tables of ${arch} are read in ${byteOrder.machine} endian alone`,
    { source: path },
  );
}

/** The kernel with the split of its addresses that the image shows, where options do not say another. */
function withSplit(invocation: Invocation, io: Io, memory: PhysicalMemory, spec: KernelSpec): Kernel {
  const kernel = resolveKernel(spec);
  refuseForeign(invocation.list('config'), kernel.arch);
  const builds = splitBuilds(kernel);
  if (builds.length === 0) return kernel;
  const given = builds.find(({ symbol }) => spec.config?.get(symbol) === true);
  const shown = shownSplit(memory, kernel, someTable(invocation, memory, kernel));
  if (shown === undefined) return kernel;
  if (given === undefined)
    return resolveKernel({
      ...spec,
      config: new Map([...(spec.config ?? []), [shown.symbol, true]]),
    });
  if (given !== shown) tell(io, `the image shows ${shown.symbol}, options say ${given.symbol}: they count`);
  return kernel;
}

/** A top table of the image; what is wrong with the options that name one is told when it is asked for. */
function someTable(invocation: Invocation, memory: PhysicalMemory, kernel: Kernel): bigint | undefined {
  const roots = tried(() => rootsFromOptions(invocation, memory, kernel));
  return roots?.kernel ?? roots?.user;
}

/**
 * The kernel of an image for the addresses of each half: where a register says their size they can have other levels, or
 * pages of another size.
 *
 * @throws PteDecodeError as `kernelOfHalf`
 */
export async function kernelsOfImage(
  invocation: Invocation,
  io: Io,
  memory: PhysicalMemory,
): Promise<HalfKernels> {
  const half = saidHalf(invocation);
  const one = await kernelOfHalf(invocation, io, memory, half ?? 'user');
  if (half !== undefined || !hasControl(invocation, one.machine)) return { user: one, kernel: one };
  return { user: one, kernel: await kernelOfHalf(invocation, quietIo(io), memory, 'kernel', io) };
}

/**
 * The kernel of one bare table: what the options say, and what is taken for given of the machine where entries show it, as in an
 * image.
 *
 * @throws PteDecodeError as `kernelSpecFromOptions`
 */
export async function kernelOfTable(invocation: Invocation, io: Io): Promise<Kernel> {
  // What `--config` names can be a pipe, which is read once.
  const spec = await kernelSpecFromOptions(invocation, io);
  const kernel = resolveKernel(spec);
  refuseForeign(invocation.list('config'), kernel.arch);
  const shown = kernel.machine.tables?.shown;
  return shown === undefined ? kernel : resolveKernel(joinSpecs(specOfFacts(kernel.machine, shown), spec));
}

/** Whether a register says the size of the tables of each half. */
function hasControl(invocation: Invocation, { addressSpace }: Machine): boolean {
  return (
    addressSpace === 'per-half' && CONTROL_OPTIONS.some((option) => invocation.value(option) !== undefined)
  );
}

/** The world where what there is to tell was told. */
function quietIo(io: Io): Io {
  return changedIo(io, { stderr: { isTTY: false, columns: undefined, write: () => undefined } });
}

/** Two specifications in one; what the second says counts. */
function joinSpecs(first: FoundKernel, second: FoundKernel): FoundKernel {
  const config = new Map([...(first.config ?? []), ...(second.config ?? [])]);
  return { ...first, ...second, ...(config.size === 0 ? {} : { config }) };
}

/** What is missing before tables can be walked, and the options that say it. */
function whatToGive(
  open: readonly GeometryQuestion[],
  machine: Machine | undefined,
  memory: PhysicalMemory,
): string {
  const { control, root } = machine?.tables ?? {};
  const options = open.map((question) => OPTIONS_FOR[question]);
  const registers = [
    ...(control ? [`--${control.option} with ${control.name}`] : []),
    ...(root && !control ? [`--pgd with the whole ${machine?.rootRegister ?? 'register'}`] : []),
    ...(root && !control ? (machine ? namesTable(memory, machine).slice(1) : []) : []),
  ];
  return `the image does not say ${open.map((question) => QUESTIONS[question]).join(' and ')}: give ${[...registers, options.join(' and ')].join(', or ')}`;
}

const QUESTIONS: Readonly<Record<GeometryQuestion, string>> = {
  'page size': 'how large pages are',
  levels: 'how many levels of page tables there are',
  'address size': 'how large virtual addresses are',
};

const OPTIONS_FOR: Readonly<Record<GeometryQuestion, string>> = {
  'page size': '--page-size BYTES',
  levels: '--paging LEVELS',
  'address size': 'the symbol of --config that says it',
};
