import { tell } from '../../../input/bytes/safe-io.ts';
import { arch, release } from 'node:os';
import { isPteDecodeError, kernelError, placing, tried } from '../../../core/errors.ts';
import type { Machine } from '../../../core/rows/machine.ts';
import { levelsBy, machineOfNode } from '../../../kernel/capabilities/machines.ts';
import { configSymbols } from '../../../kernel/config.ts';
import { parseConfigText } from '../../../kernel/dot-config.ts';
import type { Io } from '../../../input/bytes/io.ts';

/** The running kernel, as far as its entries depend on it. */
interface HostKernel {
  readonly kernel: string;
  readonly arch: string;
  /** Absent where the machine does not say: then it follows from release and configuration. */
  readonly paging?: number;
  readonly config: ReadonlyMap<string, boolean>;
}

/**
 * Looks at the running machine: release, configuration (/proc/config.gz, else /boot/config-RELEASE), paging levels and
 * what else /proc/cpuinfo says of the CPU. Without a readable configuration the standard one of the release is assumed, and a warning says so.
 *
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` when the machine runs no Linux
 */
export function hostKernel(io: Io, configText: (path: string) => string): HostKernel {
  if (process.platform !== 'linux') throw kernelError('kernel "host": this machine does not run Linux');
  const version = release();
  const machine = machineOfNode(arch());
  const flags = cpuFlags(io);
  const paging = machine && pagingBy(machine, flags);
  const name = machine?.arch ?? arch();
  return {
    kernel: version,
    arch: name,
    ...(paging === undefined ? {} : { paging }),
    config: new Map([...hostConfig(io, version, name, configText), ...statedByCpu(name, flags)]),
  };
}

function hostConfig(
  io: Io,
  version: string,
  name: string,
  configText: (path: string) => string,
): ReadonlyMap<string, boolean> {
  const read = readHostConfig(io, version, name, configText);
  if (read !== undefined) return read.config;
  tell(
    io,
    `no configuration of the running kernel (${hostConfigPaths(version).join(', ')}): the standard one is assumed`,
  );
  return new Map();
}

/** Where the configuration of a running kernel can be. */
const hostConfigPaths = (version: string): readonly string[] => [
  '/proc/config.gz',
  `/boot/config-${version}`,
];

/**
 * The configuration of the running kernel, as text and as the symbols that count on its architecture; undefined where there
 * is none. One that is there and is none, or was cut off, is told of.
 */
export function readHostConfig(
  io: Io,
  version: string,
  name: string,
  configText: (path: string) => string,
): { readonly text: string; readonly config: ReadonlyMap<string, boolean> } | undefined {
  for (const path of hostConfigPaths(version)) {
    try {
      return placing({ source: path }, () => {
        const text = configText(path);
        return { text, config: parseConfigText(text, name) };
      });
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      if (error.code === 'ERR_CONFIG') tell(io, error.message);
    }
  }
  return undefined;
}

/** What the CPU reports of the properties of the machine; nothing where it reports nothing. */
export function statedByCpu(
  name: string,
  flags: ReadonlySet<string> | undefined,
): readonly (readonly [string, boolean])[] {
  if (!flags) return [];
  return configSymbols(name).flatMap(({ name: symbol, cpuFlag }) =>
    cpuFlag === undefined ? [] : [[symbol, flags.has(cpuFlag)] as const],
  );
}

/** The page-table levels in use, as the flags of the CPU tell them; undefined where they do not. */
export function pagingBy(machine: Machine, flags: ReadonlySet<string> | undefined): number | undefined {
  return machine.levels && levelsBy(machine, flags?.has(machine.levels.cpuFlag) ?? false);
}

/** The flags (x86) or extensions (RISC-V, joined with underscores) that the CPU reports; undefined where it reports none. */
export function cpuFlags(io: Io): ReadonlySet<string> | undefined {
  const text = tried(() => new TextDecoder().decode(io.readFile('/proc/cpuinfo'))) ?? '';
  const [, what, list] = /^(flags|isa)\s*:(.*)$/m.exec(text) ?? [];
  return list === undefined ? undefined : new Set(list.trim().split(what === 'isa' ? '_' : /\s+/));
}
