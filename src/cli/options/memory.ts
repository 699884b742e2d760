import { PteDecodeError } from '../../core/errors.ts';
import type { Machine } from '../../core/machine.ts';
import type { Kernel } from '../../core/model.ts';
import { printable } from '../../core/printable.ts';
import { formatHex, parseInteger } from '../../core/u64.ts';
import type { ImageInfo, PhysicalMemory } from '../../images/memory.ts';
import { openImage } from '../../images/open.ts';
import { topTables, type TopTables } from '../../images/roots.ts';
import { findMachine, levelsBy, pageSizeConfig } from '../../kernel/machines.ts';
import { kernelNameOf } from '../../kernel/release.ts';
import type { KernelSpec } from '../../kernel/resolve.ts';
import type { Io } from '../../input/io.ts';
import { kernelFromOptions } from './kernel.ts';
import type { Invocation } from '../spec.ts';

/**
 * Parses an address: hexadecimal with `0x`. Digits alone are refused, since tools print addresses without it and
 * would be misread.
 *
 * @throws PteDecodeError `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function parseAddress(text: string, what: string): bigint {
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

/** Opens the image of `--memory`. @throws PteDecodeError `ERR_USAGE` without the option */
export function openMemoryOption(invocation: Invocation, io: Io): Promise<PhysicalMemory> {
  const path = invocation.value('memory');
  if (path === undefined) throw new PteDecodeError('ERR_USAGE', '--memory FILE is needed: the memory image');
  return openMemory(invocation, io, path);
}

/** What an image says of its kernel: release, architecture, page size, levels, encryption bit. */
export function kernelSpecOf(info: ImageInfo): KernelSpec {
  const { vmcoreinfo } = info;
  const release = vmcoreinfo?.release ?? info.release;
  const name = release === undefined ? undefined : kernelNameOf(release);
  const machine = info.machine === undefined ? undefined : findMachine(info.machine);
  // A machine without tables must not be taken for another: the name that nobody knows is refused when it is resolved.
  const arch = machine?.arch ?? info.machine;
  const paging = machine && pagingOf(machine, info);
  const mask = vmcoreinfo?.smeMask ?? 0n;
  const pageSize = vmcoreinfo?.pageSize;
  const pages = machine && pageSize !== undefined ? pageSizeConfig(machine.arch, Math.log2(pageSize)) : [];
  return {
    ...(name === undefined ? {} : { kernel: name }),
    ...(arch === undefined ? {} : { arch }),
    ...(pages.length === 0 ? {} : { config: new Map(pages) }),
    ...(paging === undefined ? {} : { paging }),
    ...(mask > 0n ? { encBit: mask.toString(2).length - 1 } : {}),
  };
}

/** The number of levels, where VMCOREINFO or a register of the first CPU tells it. */
function pagingOf(machine: Machine, { vmcoreinfo, cpus }: ImageInfo): number | undefined {
  const { levels } = machine;
  if (levels === undefined) return undefined;
  const number = vmcoreinfo?.numbers.get(levels.vmcoreinfo);
  if (number !== undefined) return levelsBy(machine, number === 1n);
  const control = cpus[0]?.cr4;
  return levelsBy(
    machine,
    control === undefined ? undefined : ((control >> BigInt(levels.controlBit)) & 1n) === 1n,
  );
}

/** The kernel of an image: what the image says, options first. */
export function kernelOfImage(invocation: Invocation, io: Io, info: ImageInfo): Promise<Kernel> {
  return kernelFromOptions(invocation, io, kernelSpecOf(info));
}

/** The top tables that `--pgd` or `--cpu` names. @throws PteDecodeError `ERR_USAGE`, `ERR_INPUT` */
export function rootsFromOptions(invocation: Invocation, memory: PhysicalMemory, kernel: Kernel): TopTables {
  const pgd = invocation.value('pgd');
  const cpu = invocation.value('cpu');
  if ((pgd === undefined) === (cpu === undefined))
    throw new PteDecodeError('ERR_USAGE', 'one of --pgd PHYS and --cpu N is needed: whose page tables');
  if (pgd !== undefined) {
    const root = parseAddress(pgd, '--pgd');
    return { user: root, kernel: root, isolated: false };
  }
  const number = parseInteger(cpu ?? '', '--cpu');
  const { cpus } = memory.info;
  const cr3 = cpus.find((state) => BigInt(state.cpu) === number)?.cr3;
  if (cr3 !== undefined) return topTables(memory, kernel, cr3);
  const known = cpus.filter((state) => state.cr3 !== undefined).length;
  throw new PteDecodeError(
    'ERR_INPUT',
    known === 0
      ? noRoot(kernel.machine)
      : `CPU ${number}: the image has ${kernel.machine.rootRegister} of CPUs 0 to ${known - 1}`,
    { origin: { source: memory.info.path } },
  );
}

function noRoot({ rootRegister, notes }: Machine): string {
  const why =
    notes?.qemu.root === undefined ? 'pte-decode reads none' : 'QEMU writes it, the kernel does not';
  return `the image has no ${rootRegister} of any CPU (${why}): give --pgd`;
}

/** Says where the kernel was taken from, for the first line of the output. */
export function kernelOrigin(invocation: Invocation, info: ImageInfo): string {
  if (invocation.value('kernel')) return 'as given';
  const release = info.vmcoreinfo?.release ?? info.release;
  if (release !== undefined) return `from the image: ${release}`;
  return 'assumed: the image does not say';
}

/** `0x…`, without leading zeros, of an address option that has none. */
export function describeRoot(tables: TopTables): string {
  return tables.isolated
    ? `${formatHex(tables.user)} (user copy; kernel addresses through ${formatHex(tables.kernel)})`
    : formatHex(tables.user);
}
