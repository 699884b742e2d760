import { defined } from '../../../core/defined.ts';
import type { Machine } from '../../../core/rows/machine.ts';
import type { TableFacts } from '../../../core/rows/table-sources.ts';
import { type ImageInfo, type PhysicalMemory, readWord } from '../../../images/memory.ts';
import type { Vmcoreinfo } from '../../../images/vmcoreinfo.ts';
import { findMachine, levelsBy, pageShifts, pageSizeConfig } from '../../../kernel/capabilities/machines.ts';
import type { KernelSpec } from '../../../kernel/resolve.ts';
import type { FoundKernel } from '../kernel/kernel.ts';

/** The release that an image names. */
export function releaseOf({ vmcoreinfo, release }: ImageInfo): string | undefined {
  return vmcoreinfo?.release ?? release;
}

/**
 * What an image says of its kernel beside the release: architecture, page size, levels, encryption bit.
 *
 * @param cpu the CPU whose tables are asked for, if one is
 * @param taken what an image that names no machine is taken for
 */
export function kernelSpecOf(info: ImageInfo, cpu?: string, taken?: Machine): FoundKernel {
  const { vmcoreinfo } = info;
  const release = releaseOf(info);
  const machine = info.machine === undefined ? taken : findMachine(info.machine);
  // A machine without tables must not be taken for another: the name that nobody knows is refused when it is resolved.
  const arch = machine?.arch ?? info.machine;
  const mask = vmcoreinfo?.smeMask ?? 0n;
  return {
    ...defined({ release, arch }),
    ...(machine === undefined ? {} : specOfFacts(machine, factsOfImage(machine, info, cpu))),
    ...(mask > 0n ? { encBit: mask.toString(2).length - 1 } : {}),
  };
}

/** Why the tables of an image are none that are read here; undefined where they are. */
export function refusalOf(
  memory: PhysicalMemory,
  machine = findMachine(memory.info.machine ?? ''),
): string | undefined {
  const { vmcoreinfo, littleEndian } = memory.info;
  const order = littleEndian ? 'little' : 'big';
  const why =
    vmcoreinfo && machine?.tables?.refused?.(vmcoreinfo, (at, bits) => readWord(memory, at, order, bits));
  return why === undefined ? undefined : `the image is of a kernel ${why}`;
}

/** The number in VMCOREINFO that says how many levels there are: 0 or 1. */
function levelsNumber({ levels }: Machine, { vmcoreinfo }: ImageInfo): bigint | undefined {
  return levels && vmcoreinfo?.numbers.get(levels.vmcoreinfo);
}

/**
 * What an image says of its kernel that contradicts itself or cannot be, a sentence each, which quotes it as it is.
 *
 * @param machine how the image is read; undefined where no machine has tables here
 */
export function doubtsOf(info: ImageInfo, machine = findMachine(info.machine ?? '')): readonly string[] {
  const { vmcoreinfo } = info;
  if (vmcoreinfo === undefined) return [];
  const { release, doubts } = vmcoreinfo;
  const isOther = release !== undefined && info.release !== undefined && info.release !== release;
  return [
    ...doubts,
    ...(isOther
      ? [`the header names kernel ${info.release ?? ''}, VMCOREINFO ${release}: that is read`]
      : []),
    ...(machine === undefined ? [] : machineDoubts(machine, info, vmcoreinfo)),
  ];
}

/** What VMCOREINFO says that a machine cannot have, or that its registers contradict. */
function machineDoubts(machine: Machine, info: ImageInfo, vmcoreinfo: Vmcoreinfo): readonly string[] {
  const { arch, tables, levels } = machine;
  const number = levelsNumber(machine, info);
  const { paging } = vmcoreinfoFacts(machine, info);
  const control = controlFacts(machine, info);
  const odd = oddPageSize(machine, info);
  const [onlyShift, ...otherShifts] = pageShifts(arch);
  const has =
    onlyShift === undefined || otherShifts.length > 0 ? '' : `, which has those of ${2 ** onlyShift}`;
  const doubts = [...(tables?.doubts?.(knownNotes(machine, info) ?? vmcoreinfo) ?? [])];
  if (isContradicted(paging, control))
    doubts.push(
      `VMCOREINFO says ${paging ?? 0} levels of page tables, ${tables?.control?.name ?? ''} of the CPUs ${control?.paging ?? 0}: neither is read`,
    );
  if (odd !== undefined) doubts.push(`PAGESIZE of VMCOREINFO is ${odd}: no pages of ${arch}${has}: not read`);
  if (number !== undefined && number !== 0n && number !== 1n)
    doubts.push(`${levels?.vmcoreinfo ?? ''} of VMCOREINFO is ${number}, neither 0 nor 1: not read`);
  return doubts;
}

/**
 * What VMCOREINFO and the control register of a CPU tell of the tables. Where the two contradict each other the number of
 * levels is left open: the image is of one kernel and the CPU ran another, or one of them is wrong.
 */
export function factsOfImage(machine: Machine, info: ImageInfo, cpu?: string): TableFacts {
  const control = controlFacts(machine, info, cpu);
  const { paging, ...told } = vmcoreinfoFacts(machine, info);
  const isOpen = isContradicted(paging, control);
  const levels = isOpen ? undefined : (paging ?? control?.paging);
  return {
    ...defined({ pageShift: control?.pageShift, config: control?.config }),
    ...told,
    ...defined({ paging: levels }),
  };
}

function isContradicted(paging: number | undefined, control: TableFacts | undefined): boolean {
  return paging !== undefined && control?.paging !== undefined && control.paging !== paging;
}

/** `PAGESIZE` of an image where the machine does not have such pages. */
function oddPageSize({ arch }: Machine, { vmcoreinfo }: ImageInfo): number | undefined {
  const { pageSize } = vmcoreinfo ?? {};
  return pageSize === undefined || pageShifts(arch).includes(Math.log2(pageSize)) ? undefined : pageSize;
}

/** VMCOREINFO without a size of pages that the machine does not have. */
function knownNotes(machine: Machine, info: ImageInfo): Vmcoreinfo | undefined {
  const { vmcoreinfo } = info;
  return vmcoreinfo && oddPageSize(machine, info) !== undefined
    ? { ...vmcoreinfo, pageSize: undefined }
    : vmcoreinfo;
}

function vmcoreinfoFacts(machine: Machine, info: ImageInfo): TableFacts {
  const vmcoreinfo = knownNotes(machine, info);
  const pageSize = vmcoreinfo?.pageSize;
  const number = levelsNumber(machine, info);
  const paging = number === 0n || number === 1n ? levelsBy(machine, number === 1n) : undefined;
  return {
    ...defined({ pageShift: pageSize === undefined ? undefined : Math.log2(pageSize) }),
    ...(vmcoreinfo && machine.tables?.vmcoreinfo?.(vmcoreinfo)),
    ...defined({ paging }),
  };
}

/** By the register of the CPU that is asked for, or of all; CPUs that differ leave it open. */
function controlFacts({ tables }: Machine, { cpus }: ImageInfo, cpu?: string): TableFacts | undefined {
  // A CPU that was not running has 0 there.
  const running = cpus.filter(({ cr4 = 0n }) => cr4 !== 0n);
  const asked = running.filter((state) => String(state.cpu) === cpu);
  const [control, ...others] = (asked.length > 0 ? asked : running).map(
    ({ cr4 = 0n }) => tables?.control?.read(cr4)?.user,
  );
  return others.some((other) => other?.paging !== control?.paging) ? undefined : control;
}

/** What is said of tables as what is asked of a kernel. */
export function specOfFacts(
  machine: Machine | undefined,
  { paging, pageShift, config = [] }: TableFacts,
): KernelSpec {
  const pages =
    pageShift === undefined || machine === undefined ? [] : pageSizeConfig(machine.arch, pageShift);
  const symbols = [...pages, ...config];
  return defined({ config: symbols.length === 0 ? undefined : new Map(symbols), paging });
}
