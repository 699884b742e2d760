import { kernelError, type PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';

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
 * Refuses a release of which nothing says the architecture.
 *
 * @param machines those that it can be of, such as `arm or arm64`
 */
export function openError(release: string, machines: string): PteDecodeError {
  return kernelError(
    `kernel "${printable(release)}": of ${machines}, which its name does not say: --arch, or ,arch=arm64 behind it`,
  );
}
