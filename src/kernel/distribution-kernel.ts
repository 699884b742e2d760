import { defined } from '../core/defined.ts';
import { kernelError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { Kernel } from '../core/rows/model.ts';
import { partRelease, unreadable } from './full-release.ts';
import { RELEASES } from './profiles.ts';
import { readRelease } from './release.ts';
import { asksForHost, type KernelSpec, resolveKernel, saidBeside } from './resolve.ts';

/** A kernel that was asked for. */
export interface ChosenKernel {
  readonly kernel: Kernel;
  /** Such as `5.14.0-427.el9 is read as 6.2, and it is a kernel of …`; empty where nothing is to be said. */
  readonly remark: string;
}

/**
 * The kernel that is named as `uname -r` prints it, read as `--kernel` does: what is said beside its name, and in the
 * specification, goes before what its name says.
 *
 * @param isOfLog what it is of may be left open: a log tells
 * @returns undefined where the specification names none, or names it otherwise
 * @throws PteDecodeError as `resolveKernel`
 */
export function distributionKernel(spec: KernelSpec, isOfLog = false): ChosenKernel | undefined {
  const { release, extras } = partRelease(spec.kernel ?? '') ?? {};
  if (release === undefined) return undefined;
  const said = saidBeside(`${RELEASES[0]}${extras}`);
  const wanted = spec.arch ?? said.arch;
  const read = readRelease(release, wanted);
  if (read === undefined) return undefined;
  const { kernel, arch, remark } = read;
  const problem = isOfLog || wanted !== undefined ? undefined : unreadable(release, read);
  if (problem) throw problem;
  const config = new Map([...read.config, ...(said.config ?? []), ...(spec.config ?? [])]);
  return {
    kernel: resolveKernel({
      ...spec,
      ...defined({ kernel: `${kernel}${extras}`, arch: wanted ?? arch, config }),
    }),
    remark:
      remark === undefined ? '' : `${printable(release)} is read as ${kernel}, and it is ${remark.text}`,
  };
}

/**
 * Resolves a kernel as `--kernel` does, also one that is named as `uname -r` prints it: `6.1.0-18-amd64` is the profile of
 * Debian's series, `5.14.0-427.el9` the release whose swap types that build has. `readRelease` has what there is to say of it.
 *
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` for a release that names another architecture than is said, and for `host`;
 * others as `resolveKernel`
 */
export function resolveNamed(spec: KernelSpec = {}): Kernel {
  if (asksForHost(spec.kernel))
    throw kernelError('kernel "host": the library cannot ask the machine: os.release() has its name');
  const kernel = distributionKernel(spec)?.kernel ?? resolveKernel(spec);
  const { release = '' } = partRelease(spec.kernel ?? '') ?? {};
  const named = readRelease(release, kernel.arch)?.arch;
  if (named !== undefined && named !== kernel.arch)
    throw kernelError(
      `kernel "${printable(release)}": that is one of ${named}, and ${kernel.arch} is wanted`,
    );
  return kernel;
}
