import { arch, release } from 'node:os';
import { isPteDecodeError, PteDecodeError } from '../../core/errors.ts';
import { parseConfigText } from '../../kernel/config.ts';
import type { Io } from '../../input/io.ts';

/** The running kernel, as far as its entries depend on it. */
export interface HostKernel {
  readonly kernel: string;
  readonly arch: string;
  readonly paging: number;
  readonly config: ReadonlyMap<string, boolean>;
}

/** Kernel architecture names by Node's. */
const ARCHES: Readonly<Record<string, string>> = {
  x64: 'x86_64',
  arm64: 'arm64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loongarch64',
  ppc64: 'powerpc64',
  ia32: 'i386',
};

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
  const machine = ARCHES[arch()] ?? arch();
  return {
    kernel: version,
    arch: machine,
    paging: machine === 'x86_64' && hasLa57(io) ? 5 : 4,
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

/** 5-level paging is on when the CPU reports it: the kernel clears the flag when it does not use it. */
function hasLa57(io: Io): boolean {
  try {
    return /^flags\s*:.*\bla57\b/m.test(new TextDecoder().decode(io.readFile('/proc/cpuinfo')));
  } catch {
    return false;
  }
}
