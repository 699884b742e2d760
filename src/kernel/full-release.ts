import { kernelError, type PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { findArchitecture } from '../arch/index.ts';
import { meantArch } from './resolve.ts';

/** The longest name that is looked at as a release. */
const MAX_NAME = 256;
/** A release with what a distribution puts behind its number, and what `Kernel.id` puts behind that. */
const FULL_RELEASE = /^(v?\d[\w.]*[-+~][^,]*|v?\d+(?:\.\d+)+(?:\.[a-z]|_\d)[^,]*)(.*)$/;

/**
 * Parts a distribution's release (`6.1.0-56-amd64`) from what is said beside it (`,paging=5`).
 *
 * @returns undefined for any other name of a kernel
 */
export function partRelease(name: string): { readonly release: string; readonly extras: string } | undefined {
  if (name.length > MAX_NAME) return undefined;
  const [, release, extras = ''] = FULL_RELEASE.exec(name) ?? [];
  return release === undefined ? undefined : { release, extras };
}

/**
 * Why a release cannot be read for want of an architecture: its name says none, or one without tables; undefined where it can.
 *
 * @param machines those that it can be of, such as `arm or arm64`, where its name says none
 * @param arch the one that its name says
 */
export function unreadable(
  release: string,
  { machines, arch }: { readonly machines: string | undefined; readonly arch: string | undefined },
): PteDecodeError | undefined {
  if (machines === undefined && (arch === undefined || findArchitecture(arch))) return undefined;
  const why =
    machines === undefined
      ? `architecture "${arch}": ${meantArch(arch ?? '')}`
      : `${machines}, which its name does not say: --arch, or ,arch=arm64 behind it`;
  return kernelError(`kernel "${printable(release)}": of ${why}`);
}
