import { arch, release } from 'node:os';
import { defined } from '../../core/defined.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { machineOfNode } from '../../kernel/capabilities/machines.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { assumedPagemapKernel, oldName } from '../../pagemap/capture/kernel.ts';
import type { KernelSpec } from '../../kernel/resolve.ts';
import { type PagemapKernel, TYPES_SYMBOL } from '../../pagemap/model.ts';
import type { Io } from '../../input/bytes/io.ts';
import { KERNEL_OPTIONS, kernelFromOptions } from '../options/kernel/kernel.ts';
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
  const old = name === undefined ? undefined : oldName(name);
  if (old !== undefined)
    return old.kernelOf(await kernelFromOptions(withKernel(invocation), io, standIn(old)));
  if (name !== undefined) return kernelFromOptions(invocation, io);
  const others = ['arch', 'paging', 'enc-bit', 'phys-mask'].filter(
    (option) => invocation.value(option) !== undefined,
  );
  if (others.length === 0 && invocation.list('config').length === 0) return undefined;
  const kernel = await kernelFromOptions(invocation, io, own ?? { kernel: RELEASES.at(-1) ?? '' });
  return own === undefined ? assumedPagemapKernel(kernel) : kernel;
}

/** What the running kernel calls itself; with the machine where that is none that is known. */
export const hostRelease = (): string =>
  machineOfNode(arch()) === undefined ? `${release()},arch=${arch()}` : release();

/** The running kernel; the newest known one is assumed where it is none that is known. */
export async function hostPagemapKernel(invocation: Invocation, io: Io): Promise<PagemapKernel> {
  const old = oldName(hostRelease());
  try {
    if (old === undefined) return await kernelFromOptions(withKernel(invocation, 'host'), io);
    const spec = { ...standIn(old), ...defined({ arch: machineOfNode(arch())?.arch }) };
    return old.kernelOf(await kernelFromOptions(withKernel(invocation), io, spec));
  } catch (error) {
    const isAsked = KERNEL_OPTIONS.some(({ long }) => long !== 'kernel' && invocation.list(long).length > 0);
    if (error instanceof PteDecodeError && error.code === 'ERR_KERNEL_UNKNOWN' && !isAsked) {
      tell(io, `${error.message}; the newest known release is assumed`);
      return assumedPagemapKernel();
    }
    throw error;
  }
}

/** What stands for a release before the tables, which had no types of devices. */
const standIn = (old: { readonly stands: string }): KernelSpec => ({
  kernel: old.stands,
  config: new Map([[TYPES_SYMBOL, false]]),
});

/** The options about the kernel, with another name of it or with none. */
function withKernel(invocation: Invocation, ...name: readonly string[]): Invocation {
  const values = new Map<string, readonly string[]>([['kernel', name]]);
  for (const option of ['arch', 'paging', 'enc-bit', 'phys-mask', 'config'])
    if (invocation.list(option).length > 0) values.set(option, invocation.list(option));
  return new Invocation([], values, new Set());
}
