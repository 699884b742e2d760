import { arch, release } from 'node:os';
import { isPteDecodeError, PteDecodeError } from '../../core/errors.ts';
import { levelsBy, machineOfNode } from '../../kernel/machines.ts';
import { parseConfigText } from '../../kernel/config.ts';
import type { Io } from '../../input/io.ts';

/** The running kernel, as far as its entries depend on it. */
export interface HostKernel {
  readonly kernel: string;
  readonly arch: string;
  /** Absent where the machine does not say: then it follows from release and configuration. */
  readonly paging?: number;
  readonly config: ReadonlyMap<string, boolean>;
}

/**
 * Looks at the running machine: release, configuration (/proc/config.gz, else /boot/config-RELEASE), paging levels.
 * Without a readable configuration the standard one of the release is assumed, and a warning says so.
 *
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` when the machine runs no Linux
 */
export async function hostKernel(io: Io, configText: (path: string) => Promise<string>): Promise<HostKernel> {
  if (process.platform !== 'linux')
    throw new PteDecodeError('ERR_KERNEL_UNKNOWN', 'kernel "host": this machine does not run Linux');
  const version = release();
  const machine = machineOfNode(arch());
  const paging = machine?.levels && levelsBy(machine, hasCpuFlag(io, machine.levels.cpuFlag));
  return {
    kernel: version,
    arch: machine?.arch ?? arch(),
    ...(paging === undefined ? {} : { paging }),
    config: await hostConfig(io, version, configText),
  };
}

async function hostConfig(
  io: Io,
  version: string,
  configText: (path: string) => Promise<string>,
): Promise<ReadonlyMap<string, boolean>> {
  for (const path of ['/proc/config.gz', `/boot/config-${version}`]) {
    try {
      return parseConfigText(await configText(path));
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
    }
  }
  io.stderr.write(
    `pte-decode: no configuration of the running kernel (/proc/config.gz, /boot/config-${version}): the standard one is assumed\n`,
  );
  return new Map();
}

/** Whether the CPU reports a flag. */
function hasCpuFlag(io: Io, flag: string): boolean {
  try {
    const lines = new TextDecoder().decode(io.readFile('/proc/cpuinfo')).split('\n');
    return lines.some((line) => /^flags\s*:/.test(line) && line.split(/\s/).includes(flag));
  } catch {
    return false;
  }
}
