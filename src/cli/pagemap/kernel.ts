import { PteDecodeError } from '../../core/errors.ts';
import { parseVersion, tryParseVersion, type VersionCode } from '../../core/version.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { type KernelSpec, resolveKernel } from '../../kernel/resolve.ts';
import type { PagemapKernel } from '../../pagemap/model.ts';
import type { Io } from '../../input/io.ts';
import { kernelFromOptions } from '../options/kernel.ts';
import { Invocation } from '../spec.ts';
import { tell } from '../../input/safe-io.ts';

/** The first release that has pagemap. */
const FIRST_PAGEMAP = 2_006_025;

/** Whether a version is older than the tables of page-table entries. */
const isOld = (version: VersionCode): boolean => version < parseVersion(RELEASES[0] ?? '');

/**
 * Resolves the kernel of a dump. pagemap is older than the tables of page-table entries: releases before them have its
 * special swap types without those of devices.
 *
 * @param spec what is known; without a name the newest release
 * @throws PteDecodeError as `resolveKernel`
 */
export function pagemapKernel(spec: KernelSpec): PagemapKernel {
  const name = spec.kernel ?? RELEASES.at(-1) ?? '';
  const version = tryParseVersion(name);
  if (version === undefined || !isOld(version) || version < FIRST_PAGEMAP)
    return resolveKernel({ ...spec, kernel: name });
  const config = new Map([['DEVICE_PRIVATE', false], ...(spec.config ?? [])] as const);
  const kernel = resolveKernel({ ...spec, kernel: RELEASES[0] ?? name, config });
  const { swapTypes, markers, layout } = kernel;
  return { id: name, version, swapTypes, markers, layout, says: (symbol) => kernel.says(symbol) };
}

/**
 * The kernel that the options or `PTE_DECODE_KERNEL` name; undefined when nobody names one.
 *
 * @param asksEnvironment the input itself does not say of which kernel it is
 */
export async function namedPagemapKernel(
  invocation: Invocation,
  io: Io,
  asksEnvironment = true,
): Promise<PagemapKernel | undefined> {
  const usual = asksEnvironment ? io.env['PTE_DECODE_KERNEL'] : undefined;
  const name = invocation.value('kernel') ?? (usual || undefined);
  const version = name === undefined ? undefined : tryParseVersion(name);
  if (name !== undefined && version !== undefined && isOld(version)) return pagemapKernel({ kernel: name });
  if (name !== undefined) return kernelFromOptions(invocation, io);
  const others = ['arch', 'paging', 'enc-bit', 'phys-mask'].filter(
    (option) => invocation.value(option) !== undefined,
  );
  if (others.length === 0 && invocation.list('config').length === 0) return undefined;
  return kernelFromOptions(withKernel(invocation, RELEASES.at(-1) ?? ''), io);
}

/** The newest release, for a dump of which nobody said the kernel. */
export function assumedPagemapKernel(): PagemapKernel {
  const kernel = resolveKernel({ kernel: RELEASES.at(-1) ?? '' });
  const { id, version, swapTypes, markers, layout } = kernel;
  const says = (symbol: string): boolean | undefined => kernel.says(symbol);
  return { id, version, swapTypes, markers, layout, says, isAssumed: true };
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

function withKernel(invocation: Invocation, name: string): Invocation {
  const values = new Map<string, readonly string[]>([['kernel', [name]]]);
  for (const option of ['arch', 'paging', 'enc-bit', 'phys-mask', 'config'])
    if (invocation.list(option).length > 0) values.set(option, invocation.list(option));
  return new Invocation([], values, new Set());
}
