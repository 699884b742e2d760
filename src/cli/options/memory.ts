import { PteDecodeError } from '../../core/errors.ts';
import type { Machine, TableFacts } from '../../core/machine.ts';
import type { Kernel } from '../../core/model.ts';
import { printable } from '../../core/printable.ts';
import { formatHex, parseInteger } from '../../core/u64.ts';
import { type ImageInfo, type PhysicalMemory, readWord } from '../../images/memory.ts';
import { openImage } from '../../images/open.ts';
import type { GeometryQuestion } from '../../kernel/geometry.ts';
import { DEFAULT_ARCH, findMachine, levelsBy, pageShifts, pageSizeConfig } from '../../kernel/machines.ts';
import { kernelNameOf } from '../../kernel/release.ts';
import { type KernelSpec, openGeometry, resolveKernel } from '../../kernel/resolve.ts';
import type { Io } from '../../input/io.ts';
import { kernelSpecFromOptions } from './kernel.ts';
import type { Invocation } from '../spec.ts';

/**
 * Parses an address or a register: hexadecimal with `0x`, or the 16 digits as which registers are printed. Fewer digits alone
 * are refused, since tools print addresses without `0x` and would be misread.
 *
 * @throws PteDecodeError `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function parseAddress(text: string, what: string): bigint {
  if (/^[0-9a-f]{16}$/i.test(text)) return BigInt(`0x${text}`);
  if (!/^0x|^0$/i.test(text))
    throw new PteDecodeError('ERR_VALUE_SYNTAX', `${what} "${printable(text)}": wanted 0x… hexadecimal`);
  return parseInteger(text, what);
}

/** Opens the image that a path and `--memory-base` name. */
export function openMemory(invocation: Invocation, io: Io, path: string): Promise<PhysicalMemory> {
  const base = invocation.value('memory-base');
  const options = base === undefined ? {} : { base: parseAddress(base, '--memory-base') };
  return openImage(io.openFile(path), options);
}

/**
 * Opens the image of `--memory`; given several times, the parts of a split dump.
 *
 * @throws PteDecodeError `ERR_USAGE` without the option, or when the files are no parts of one dump
 */
export async function openMemoryOption(invocation: Invocation, io: Io): Promise<PhysicalMemory> {
  const [path, ...others] = invocation.list('memory');
  if (path === undefined) throw new PteDecodeError('ERR_USAGE', '--memory FILE is needed: the memory image');
  const first = await openMemory(invocation, io, path);
  if (others.length === 0) return first;
  const opened = [first];
  try {
    for (const other of others) opened.push(await openMemory(invocation, io, other));
    const { joinPieces } = await import('../../images/split.ts');
    return joinPieces(opened);
  } catch (error) {
    for (const memory of opened) memory.close();
    throw error;
  }
}

/** What an image says of its kernel: release, architecture, page size, levels, encryption bit. */
export function kernelSpecOf(info: ImageInfo): KernelSpec {
  const { vmcoreinfo } = info;
  const release = vmcoreinfo?.release ?? info.release;
  const name = release === undefined ? undefined : kernelNameOf(release);
  const machine = info.machine === undefined ? undefined : findMachine(info.machine);
  // A machine without tables must not be taken for another: the name that nobody knows is refused when it is resolved.
  const arch = machine?.arch ?? info.machine;
  const mask = vmcoreinfo?.smeMask ?? 0n;
  return {
    ...(name === undefined ? {} : { kernel: name }),
    ...(arch === undefined ? {} : { arch }),
    ...(machine === undefined ? {} : specOfFacts(machine, factsOfImage(machine, info))),
    ...(mask > 0n ? { encBit: mask.toString(2).length - 1 } : {}),
  };
}

/** What VMCOREINFO and the control register of the first CPU tell of the tables. */
function factsOfImage(machine: Machine, { vmcoreinfo, cpus }: ImageInfo): TableFacts {
  const { levels, tables } = machine;
  const pageSize = vmcoreinfo?.pageSize;
  const number = levels && vmcoreinfo?.numbers.get(levels.vmcoreinfo);
  const control = cpus[0]?.cr4;
  const paging =
    levels === undefined
      ? undefined
      : number !== undefined
        ? levelsBy(machine, number === 1n)
        : control === undefined
          ? undefined
          : levelsBy(machine, ((control >> BigInt(levels.controlBit)) & 1n) === 1n);
  return {
    ...(pageSize === undefined ? {} : { pageShift: Math.log2(pageSize) }),
    ...(vmcoreinfo && tables?.vmcoreinfo?.(vmcoreinfo)),
    ...(paging === undefined ? {} : { paging }),
  };
}

/** The kernel of an image: what the image says, then what registers say, options first. */
export async function kernelOfImage(invocation: Invocation, io: Io, memory: PhysicalMemory): Promise<Kernel> {
  const found = kernelSpecOf(memory.info);
  const machine = machineOf(invocation, found);
  const shown = machine?.tables?.shown && specOfFacts(machine, machine.tables.shown);
  const told = machine === undefined ? [] : registerFacts(invocation, machine);
  const known = [found, ...told].reduce(joinSpecs, shown ?? {});
  let spec = await kernelSpecFromOptions(invocation, io, known);
  let open = openGeometry(spec);
  if (open.length > 0 && machine !== undefined) {
    spec = joinSpecs(specOfFacts(machine, entryFacts(invocation, machine, memory)), spec);
    open = openGeometry(spec);
  }
  if (open.length > 0) throw new PteDecodeError('ERR_USAGE', whatToGive(open, machine));
  return resolveKernel(spec);
}

/** What the tables below `--pgd` tell of themselves. */
function entryFacts(
  invocation: Invocation,
  { tables, byteOrder }: Machine,
  memory: PhysicalMemory,
): TableFacts {
  const pgd = invocation.value('pgd');
  if (pgd === undefined) return {};
  const value = parseAddress(pgd, '--pgd');
  const root = tables?.root?.(value, false).address ?? value;
  return tables?.entries?.(root & ~7n, (physAddr) => readWord(memory, physAddr, byteOrder.tables)) ?? {};
}

/** The machine that `--arch` names, else that of the image; undefined when it is the default one. */
function machineOf(invocation: Invocation, found: KernelSpec): Machine | undefined {
  return findMachine(invocation.value('arch') ?? found.arch ?? DEFAULT_ARCH);
}

/** What `--page-size`, `--tcr` and the root register of `--pgd` say of the tables. */
function registerFacts(invocation: Invocation, machine: Machine): readonly KernelSpec[] {
  const pageSize = invocation.value('page-size');
  const tcr = invocation.value('tcr');
  const pgd = invocation.value('pgd');
  const { control, root } = machine.tables ?? {};
  const facts: TableFacts[] = [];
  const rootFacts = pgd === undefined ? undefined : root?.(parseAddress(pgd, '--pgd'), false).facts;
  if (rootFacts !== undefined) facts.push(rootFacts);
  if (tcr !== undefined) {
    if (control === undefined)
      throw new PteDecodeError('ERR_USAGE', `--tcr: ${machine.arch} has no such register`);
    const value = parseAddress(tcr, '--tcr');
    const halves = control.read(value);
    if (halves === undefined)
      throw new PteDecodeError(
        'ERR_VALUE_RANGE',
        `--tcr ${formatHex(value)}: no kernel sets ${control.name} so`,
      );
    facts.push(isOfKernel(invocation) ? halves.kernel : halves.user);
  }
  if (pageSize !== undefined) facts.push({ pageShift: pageShiftOf(machine, pageSize) });
  return facts.map((known) => specOfFacts(machine, known));
}

/** Whether the addresses asked for are those of the kernel: they may be of another size. */
function isOfKernel(invocation: Invocation): boolean {
  if (invocation.has('kernel-half')) return true;
  if (invocation.has('user')) return false;
  const [first] = invocation.args;
  return /^0x[89a-f][0-9a-f]{15}/i.test(invocation.value('range') ?? first ?? '');
}

function pageShiftOf(machine: Machine, text: string): number {
  const bytes = parseInteger(text, '--page-size', 1n << 20n);
  const shift = bytes.toString(2).length - 1;
  if (!pageShifts(machine.arch).includes(shift) || 1n << BigInt(shift) !== bytes)
    throw new PteDecodeError(
      'ERR_USAGE',
      `--page-size ${bytes}: ${machine.arch} has pages of ${pageShifts(machine.arch)
        .map((known) => String(2 ** known))
        .join(', ')} bytes`,
    );
  return shift;
}

function specOfFacts(machine: Machine, { paging, pageShift, config = [] }: TableFacts): KernelSpec {
  const pages = pageShift === undefined ? [] : pageSizeConfig(machine.arch, pageShift);
  const symbols = [...pages, ...config];
  return {
    ...(symbols.length === 0 ? {} : { config: new Map(symbols) }),
    ...(paging === undefined ? {} : { paging }),
  };
}

/** Two specifications in one; what the second says counts. */
function joinSpecs(first: KernelSpec, second: KernelSpec): KernelSpec {
  const config = new Map([...(first.config ?? []), ...(second.config ?? [])]);
  return { ...first, ...second, ...(config.size === 0 ? {} : { config }) };
}

/** What is missing before tables can be walked, and the options that say it. */
function whatToGive(open: readonly GeometryQuestion[], machine: Machine | undefined): string {
  const { control, root } = machine?.tables ?? {};
  const options = open.map((question) => OPTIONS_FOR[question]);
  const registers = [
    ...(control ? [`--tcr with ${control.name}`] : []),
    ...(root && !control ? [`--pgd with the whole ${machine?.rootRegister ?? 'register'}`] : []),
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

/** Says where the kernel and the number of levels were taken from, for the first line of the output. */
export function kernelOrigin(invocation: Invocation, info: ImageInfo, { machine }: Kernel): string {
  const isStated = invocation.value('paging') !== undefined || kernelSpecOf(info).paging !== undefined;
  const name = invocation.value('kernel') ?? '';
  const isAssumed = machine.levels?.usual !== undefined && !isStated && !name.includes('paging=');
  const levels = isAssumed ? '; the number of levels is assumed, --paging says another' : '';
  return `${originOf(name, info)}${levels}`;
}

function originOf(name: string, info: ImageInfo): string {
  if (name !== '') return 'as given';
  const release = info.vmcoreinfo?.release ?? info.release;
  return release === undefined ? 'assumed: the image does not say' : `from the image: ${release}`;
}
