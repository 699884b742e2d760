import { PteDecodeError, usageError } from '../../../core/errors.ts';
import type { Machine } from '../../../core/rows/machine.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatHex, formatU64, not64, parseInteger } from '../../../core/u64.ts';
import { hasHalves, isCanonical, isKernelHalf } from '../../../core/rows/virtual-address.ts';
import { tableAddress } from '../../../images/address.ts';
import type { CpuState, ImageInfo, PhysicalMemory } from '../../../images/memory.ts';
import {
  kernelTables,
  oddKernelTable,
  tablesOf,
  topTables,
  type TopTables,
} from '../../../images/walk/roots.ts';
import type { Half } from '../../../images/scan/scan.ts';
import { findMachine } from '../../../kernel/capabilities/machines.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { parseAddress } from './address-range.ts';
import type { Invocation } from '../../spec.ts';

/** The top tables, and who chose them. */
interface ChosenTables extends TopTables {
  /** The CPU whose tables they are, where nobody asked for one. */
  readonly only?: RunningCpu;
  /** The CPU that was asked for. */
  readonly asked?: RunningCpu;
  /** The CPUs that have others, in words, where nobody asked for one of several. */
  readonly others?: string;
}

/**
 * The top tables that `--pgd` or `--cpu` names; with neither those of the only CPU, else the kernel's own, where the image
 * tells where it is.
 *
 * @param half the half of the addresses that is asked for, if only one is
 * @throws PteDecodeError `ERR_USAGE`, `ERR_INPUT`
 */
export function rootsFromOptions(
  invocation: Invocation,
  memory: PhysicalMemory,
  kernel: Kernel,
  half?: Half,
): ChosenTables {
  const pgd = invocation.value('pgd');
  const cpu = invocation.value('cpu');
  if (pgd !== undefined && cpu !== undefined) throw usageError(ONE_OR_OTHER);
  if (pgd !== undefined) {
    const value = parseAddress(pgd, '--pgd');
    refuseVirtual(kernel, value);
    return tablesOf(memory, kernel, value, half);
  }
  const running = runningCpus(memory, kernel.machine);
  if (cpu === undefined) {
    const [first, second] = running;
    if (first !== undefined && second === undefined)
      return { ...topTables(memory, kernel, tablesRegister(first, memory, kernel.machine)), only: first };
    const own = kernelTables(memory, kernel);
    // Where there are no halves no address says that it is one of the kernel.
    if (own === undefined || !hasHalves(kernel)) throw usageError(noTable(memory, kernel));
    return running.length === 0 ? own : { ...own, others: cpuList(running) };
  }
  const asked = askedCpu(cpu, memory, kernel.machine);
  return { ...topTables(memory, kernel, tablesRegister(asked, memory, kernel.machine)), asked };
}

/** The root register of a CPU. @throws PteDecodeError `ERR_INPUT` where it is none of tables */
function tablesRegister(
  { cpu, cr3, used }: RunningCpu,
  { info }: PhysicalMemory,
  { tables, rootRegister }: Machine,
): bigint {
  const wrong = tables?.root?.(cr3, false).wrong;
  if (wrong === undefined) return cr3;
  const text = `CPU ${cpu}: its ${used ?? rootRegister} ${formatHex(cr3)}: ${wrong}`;
  throw new PteDecodeError('ERR_INPUT', text, { origin: { source: info.path } });
}

/** The CPU that `--cpu` names, with its root register. @throws PteDecodeError `ERR_USAGE`, `ERR_INPUT` */
function askedCpu(cpu: string, memory: PhysicalMemory, machine: Machine): RunningCpu {
  const number = parseInteger(cpu, '--cpu');
  const running = runningCpus(memory, machine);
  const found = running.find((state) => BigInt(state.cpu) === number);
  if (found !== undefined) return found;
  const { cr3, used, roots } = memory.info.cpus.find((state) => BigInt(state.cpu) === number) ?? {};
  const why =
    cr3 === 0n
      ? `CPU ${number}: it was not running, its ${used ?? machine.rootRegister} is 0`
      : roots !== undefined && ownRegister(memory.info, machine.rootRegister) === machine.rootRegister
        ? `CPU ${number}: it used no tables (for --pgd: ${rootList(roots)})`
        : running.length === 0
          ? noRoot(machine)
          : `CPU ${number}: the image has ${machine.rootRegister} of ${cpuList(running)}`;
  throw new PteDecodeError('ERR_INPUT', why, { origin: { source: memory.info.path } });
}

/** Refuses a CPU that `--cpu` names and the image does not have, and `--pgd` beside it. @throws PteDecodeError as `rootsFromOptions` */
export function refuseCpu(invocation: Invocation, memory: PhysicalMemory, machine: Machine): void {
  const cpu = invocation.value('cpu');
  if (cpu === undefined) return;
  if (invocation.value('pgd') !== undefined) throw usageError(ONE_OR_OTHER);
  askedCpu(cpu, memory, machine);
}

const ONE_OR_OTHER = '--pgd and --cpu: one or the other';

/** The kernel as the addresses of each half have it; the same where no register says otherwise. */
export interface HalfKernels {
  readonly user: Kernel;
  readonly kernel: Kernel;
}

/**
 * The top tables of `rootsFromOptions` where the halves of the addresses can have other levels, and the half whose kernel
 * reads the table that was named: the one that is said, else the one as whose its entries make sense.
 */
export function tablesOfHalves(
  invocation: Invocation,
  memory: PhysicalMemory,
  kernels: HalfKernels,
  half?: Half,
): { readonly tables: ChosenTables; readonly half: Half } {
  const tables = rootsFromOptions(invocation, memory, kernels[half ?? 'user'], half);
  const of = (chosen: ChosenTables): Half => half ?? (chosen.user === undefined ? 'kernel' : 'user');
  const isSure = of(tables) === 'user' && tables.isGuess !== true;
  if (half !== undefined || kernels.user === kernels.kernel || isSure) return { tables, half: of(tables) };
  const others = rootsFromOptions(invocation, memory, kernels.kernel);
  return of(others) === 'kernel' ? { tables: others, half: 'kernel' } : { tables, half: of(tables) };
}

interface RunningCpu extends Pick<CpuState, 'cpu' | 'used' | 'roots'> {
  readonly cr3: bigint;
}

/**
 * The CPUs whose root register the image has; one that was never started has 0 there. Read as a machine with another register,
 * an image has none.
 */
function runningCpus({ info }: PhysicalMemory, { rootRegister }: Machine): readonly RunningCpu[] {
  if (ownRegister(info, rootRegister) !== rootRegister) return [];
  return info.cpus.flatMap(({ cr3 = 0n, ...cpu }) => (cr3 === 0n ? [] : [{ ...cpu, cr3 }]));
}

/** The root register of the machine of an image, the one that is asked for where it does not say its machine. */
function ownRegister({ machine }: ImageInfo, asked: string): string {
  return (machine === undefined ? undefined : findMachine(machine))?.rootRegister ?? asked;
}

/** The root register that is taken where `--pgd` names no table. */
export function rootOfCpu(
  invocation: Invocation,
  memory: PhysicalMemory,
  machine: Machine,
): bigint | undefined {
  const cpu = invocation.value('cpu');
  const number = cpu === undefined ? undefined : parseInteger(cpu, '--cpu');
  const running = runningCpus(memory, machine).filter(
    (state) => number === undefined || BigInt(state.cpu) === number,
  );
  return running.length === 1 ? running[0]?.cr3 : undefined;
}

/** CPUs in a few words: the first and the last of many. */
function cpuList(cpus: readonly { readonly cpu: number }[]): string {
  const numbers = cpus.map(({ cpu }) => cpu);
  return numbers.length > 4
    ? `${numbers.length} CPUs, ${numbers[0] ?? 0} to ${numbers.at(-1) ?? 0}`
    : `CPU ${numbers.join(', ')}`;
}

/** The options that can name a top table: `--cpu` only where the image has registers of some CPU. */
export function namesTable(memory: PhysicalMemory, machine: Machine): readonly string[] {
  return ['--pgd PHYS', ...(runningCpus(memory, machine).length > 0 ? ['--cpu N'] : [])];
}

/** What is said where nobody said whose page tables are meant, and the image does not tell it. */
export function noTable(memory: PhysicalMemory, kernel: Kernel): string {
  const running = runningCpus(memory, kernel.machine);
  const odd = oddKernelTable(memory, kernel);
  const { kernel: known } = hasHalves(kernel) ? {} : (kernelTables(memory, kernel) ?? {});
  const own =
    odd !== undefined
      ? `; VMCOREINFO puts that of the kernel at ${formatHex(odd)}, where none can be`
      : known !== undefined
        ? `; that of the kernel is at ${formatHex(known)}`
        : '';
  const several = running.length > 1 ? `; the image has registers of ${cpuList(running)}` : '';
  const needed =
    namesTable(memory, kernel.machine).length > 1 ? 'one of --pgd PHYS and --cpu N' : '--pgd PHYS';
  return `${needed} is needed: whose page tables${several}${own}`;
}

/**
 * Refuses a virtual address in place of a physical one: its high bits would be taken off, and what is left is another
 * place.
 */
function refuseVirtual(kernel: Kernel, value: bigint): void {
  const { machine, physMask } = kernel;
  if (hasHalves(kernel) && isKernelHalf(value) && isCanonical(kernel, value))
    throw virtualRoot(machine, value);
  if (machine.tables?.root !== undefined) return;
  const beyond = value & not64(physMask | (machine.tables?.rootFlags ?? 0n) | 0xfffn | kernel.encMask);
  if (beyond !== 0n)
    throw usageError(
      `--pgd ${formatU64(value)}: no physical address has the bits ${formatHex(beyond)}; ${wantedRoot(machine)}`,
    );
}

/** That a kernel address stands in the place of the top table's physical one. */
function virtualRoot(machine: Machine, value: bigint): PteDecodeError {
  return usageError(`--pgd ${formatU64(value)}: a virtual address of the kernel; ${wantedRoot(machine)}`);
}

function wantedRoot({ rootRegister }: Machine): string {
  return `wanted ${rootRegister} or the physical address of the top table`;
}

/** Bits that all addresses of a kernel half have set, however many levels there are, and no root register. */
const KERNEL_HALF = 0x7fn << 57n;

/**
 * Refuses a kernel address as `--pgd` before it is known how the tables are laid out: that is asked only of somebody whose
 * other words make sense.
 *
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseVirtualRoot(machine: Machine, pgd: string | undefined): void {
  const value = pgd === undefined ? 0n : parseAddress(pgd, '--pgd');
  if (machine.addressSpace !== 'flat' && (value & KERNEL_HALF) === KERNEL_HALF)
    throw virtualRoot(machine, value);
}

function noRoot({ rootRegister, notes }: Machine): string {
  const why = notes?.roots
    ? 'or it used no tables'
    : notes?.qemu?.root === undefined
      ? 'pte-decode reads none'
      : 'QEMU writes it, the kernel does not';
  return `the image has no ${rootRegister} of any CPU (${why}): give --pgd`;
}

/**
 * The half of the addresses that `--user` or `--kernel-half` says.
 *
 * @throws PteDecodeError `ERR_USAGE` for both
 */
export function saidHalf(invocation: Invocation): Half | undefined {
  const [isKernel, isUser] = [invocation.has('kernel-half'), invocation.has('user')];
  if (isKernel && isUser) throw usageError('--user and --kernel-half: one or the other');
  return isKernel ? 'kernel' : isUser ? 'user' : undefined;
}

/** Says of which half a top table is taken to be, where nobody said it and its entries do not tell. */
export function tellGuess(io: Io, { user, kernel, isGuess }: TopTables): void {
  if (isGuess !== true) return;
  const half = user === undefined ? 'kernel' : 'user';
  tell(
    io,
    `the entries below ${formatHex(user ?? kernel ?? 0n)} do not tell whose half of the addresses it maps: read as a table of ${half} addresses; --user or --kernel-half says it`,
  );
}

/** The top tables in a few words, for the first line of an output. */
export function describeRoot(kernel: Kernel, tables: ChosenTables): string {
  const { only, asked, others } = tables;
  const cpu = only ?? asked;
  const used = cpu?.used === undefined ? '' : `, its ${cpu.used}${otherRoots(cpu)}`;
  const isTold = only !== undefined || used !== '';
  const ofCpu = isTold ? ` of CPU ${cpu?.cpu ?? ''}${only === undefined ? '' : ', the only one'}${used}` : '';
  const beside = others === undefined ? '' : `; --cpu takes that of ${others}`;
  return `${describeTables(kernel, tables)}${ofCpu}${beside}`;
}

/** The registers of a CPU with the top tables of its other address spaces, and how to have one of those. */
function otherRoots({ cr3, roots = new Map() }: RunningCpu): string {
  const others = [...roots].filter(([, value]) => value !== cr3);
  return others.length === 0 ? '' : ` (other spaces, for --pgd: ${rootList(others)})`;
}

const rootList = (roots: Iterable<readonly [string, bigint]>): string =>
  [...roots].map(([name, value]) => `${name} ${formatHex(value)}`).join(', ');

function describeTables(model: Kernel, { isolated, isGuess, ...tables }: TopTables): string {
  const [user, kernel] = [tables.user, tables.kernel].map((root) =>
    root === undefined ? undefined : tableAddress(model, root),
  );
  if (isolated && user !== undefined && kernel !== undefined)
    return `${formatHex(user)} (user copy; kernel addresses through ${formatHex(kernel)})`;
  if (user === kernel) return formatHex(user ?? 0n);
  const taken = isGuess === true ? 'taken for that of ' : '';
  const parts = [
    ...(user === undefined ? [] : [`${formatHex(user)} (${taken}user addresses)`]),
    ...(kernel === undefined
      ? []
      : [`${formatHex(kernel)} (${user === undefined ? taken : ''}kernel addresses)`]),
  ];
  return parts.join(', ');
}
