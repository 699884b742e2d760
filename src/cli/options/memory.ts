import { PteDecodeError } from '../../core/errors.ts';
import type { Kernel } from '../../core/model.ts';
import { printable } from '../../core/printable.ts';
import { formatHex, parseInteger } from '../../core/u64.ts';
import type { ImageInfo, PhysicalMemory } from '../../images/memory.ts';
import { openImage } from '../../images/open.ts';
import { topTables, type TopTables } from '../../images/roots.ts';
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

/** The kernel's names of architectures, by what images call the machine. */
const ARCHES: Readonly<Record<string, string>> = { x86_64: 'x86_64', aarch64: 'arm64', riscv64: 'riscv64' };

/** What an image says of its kernel: release, architecture, levels, encryption bit. */
export function kernelSpecOf(info: ImageInfo): KernelSpec {
  const { vmcoreinfo } = info;
  const release = vmcoreinfo?.release ?? info.release;
  const name = release === undefined ? undefined : kernelNameOf(release);
  const arch = info.machine === undefined ? undefined : ARCHES[info.machine];
  const cr4 = info.cpus[0]?.cr4;
  const paging = vmcoreinfo?.levels ?? (cr4 === undefined ? undefined : (cr4 >> 12n) & 1n ? 5 : 4);
  const mask = vmcoreinfo?.smeMask ?? 0n;
  return {
    ...(name === undefined ? {} : { kernel: name }),
    ...(arch === undefined ? {} : { arch }),
    ...(paging === undefined || info.machine !== 'x86_64' ? {} : { paging }),
    ...(mask > 0n ? { encBit: mask.toString(2).length - 1 } : {}),
  };
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
      ? 'the image has no CR3 of any CPU (QEMU writes it, the kernel does not): give --pgd'
      : `CPU ${number}: the image has CR3 of CPUs 0 to ${known - 1}`,
    { origin: { source: memory.info.path } },
  );
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
