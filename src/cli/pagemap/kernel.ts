import { PteDecodeError } from '../../core/errors.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { tryParseVersion, type VersionCode } from '../../core/version.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import {
  assumedPagemapKernel,
  isOld,
  oldPagemapKernel,
  pagemapKernel,
} from '../../pagemap/capture/kernel.ts';
import type { KernelSpec } from '../../kernel/resolve.ts';
import { type PagemapKernel, TYPES_SYMBOL } from '../../pagemap/model.ts';
import type { Io } from '../../input/bytes/io.ts';
import { kernelFromOptions } from '../options/kernel/kernel.ts';
import { Invocation } from '../spec.ts';
import { tell } from '../../input/bytes/safe-io.ts';

/**
 * The kernel that the options or `PTE_DECODE_KERNEL` name; undefined when nobody says anything of one. Other options than
 * `--kernel` name none: they are laid over the one that the input names, or over one that is assumed.
 *
 * @param own what the input itself says of its kernel; absent: none, and the environment is asked
 */
export async function namedPagemapKernel(
  invocation: Invocation,
  io: Io,
  own?: KernelSpec,
): Promise<PagemapKernel | undefined> {
  const usual = own === undefined ? io.env['PTE_DECODE_KERNEL'] : undefined;
  const name = invocation.value('kernel') ?? (usual || undefined);
  const version = name === undefined ? undefined : tryParseVersion(name);
  if (name !== undefined && version !== undefined && isOld(version))
    return old(name, version, await kernelFromOptions(withKernel(invocation), io, OLDEST));
  if (name !== undefined) return kernelFromOptions(invocation, io);
  const others = ['arch', 'paging', 'enc-bit', 'phys-mask'].filter(
    (option) => invocation.value(option) !== undefined,
  );
  if (others.length === 0 && invocation.list('config').length === 0) return undefined;
  const kernel = await kernelFromOptions(invocation, io, own ?? { kernel: RELEASES.at(-1) ?? '' });
  return own === undefined ? assumedPagemapKernel(kernel) : kernel;
}

/** The running kernel. @throws PteDecodeError `ERR_KERNEL_UNKNOWN` when it is none that is known */
export async function hostPagemapKernel(invocation: Invocation, io: Io): Promise<PagemapKernel> {
  try {
    return await kernelFromOptions(withKernel(invocation, 'host'), io);
  } catch (error) {
    if (error instanceof PteDecodeError && error.code === 'ERR_KERNEL_UNKNOWN') {
      tell(io, `${error.message}; the newest known release is assumed`);
      return pagemapKernel({});
    }
    throw error;
  }
}

/** What stands for releases before the tables: the oldest that they have, without types of devices. */
const OLDEST = { kernel: RELEASES[0] ?? '', config: new Map([[TYPES_SYMBOL, false]]) };

/** @param kernel `OLDEST`, with what the options say of it */
function old(name: string, version: VersionCode, kernel: Kernel): PagemapKernel {
  const id = `${name}${kernel.id.slice(OLDEST.kernel.length)}`;
  return { ...oldPagemapKernel(name, version, kernel), id };
}

/** The options about the kernel, with another name of it or with none. */
function withKernel(invocation: Invocation, ...name: readonly string[]): Invocation {
  const values = new Map<string, readonly string[]>([['kernel', name]]);
  for (const option of ['arch', 'paging', 'enc-bit', 'phys-mask', 'config'])
    if (invocation.list(option).length > 0) values.set(option, invocation.list(option));
  return new Invocation([], values, new Set());
}
