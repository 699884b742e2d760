import { defined } from '../../core/defined.ts';
import { kernelError, placing } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { parseVersion, tryParseVersion } from '../../core/version.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { type KernelSpec, resolveKernel } from '../../kernel/resolve.ts';
import type { CaptureHeader } from './format.ts';
import { HEADER_AT } from './magic.ts';
import { type PagemapKernel, SOFT_DIRTY_SYMBOL, TYPES_SYMBOL } from '../model.ts';

/** The first release that has pagemap. */
const FIRST_PAGEMAP = 2_006_025;

/**
 * Resolves the kernel of a dump. pagemap is older than the tables of page-table entries: releases before them have its
 * special swap types without those of devices.
 *
 * @param spec what is known; without a name the newest release
 * @throws PteDecodeError as `resolveKernel`
 */
export function pagemapKernel(spec: KernelSpec): PagemapKernel {
  const name = spec.kernel ?? RELEASES.at(-1) ?? '';
  const old = oldName(name);
  if (old === undefined) return resolveKernel({ ...spec, kernel: name });
  const config = new Map([[TYPES_SYMBOL, false], ...(spec.config ?? [])] as const);
  return old.kernelOf(resolveKernel({ ...spec, kernel: old.stands, config }));
}

/**
 * A release before the tables of page-table entries: what stands for it, the oldest that they have with what else the name
 * says (`4.4,arch=arm64`), and the kernel that follows from that.
 */
export function oldName(
  name: string,
): { readonly stands: string; readonly kernelOf: (kernel: Kernel) => PagemapKernel } | undefined {
  const [release = ''] = name.split(',', 1);
  const version = tryParseVersion(release);
  const oldest = RELEASES[0] ?? '';
  if (version === undefined || version >= parseVersion(oldest)) return undefined;
  if (version < FIRST_PAGEMAP)
    throw kernelError(`${printable(name)}: pagemap came with 2.6.25, and kernels before it have none`);
  return {
    stands: oldest + name.slice(release.length),
    kernelOf(kernel) {
      const id = `${release}${kernel.id.slice(oldest.length)}`.replace(`,CONFIG_${TYPES_SYMBOL}=n`, '');
      return { ...inWords(kernel), id, version };
    },
  };
}

/** What pagemap depends on, without what entries do. */
function inWords(kernel: Kernel): PagemapKernel {
  const { id, differing, version, pageShift, swapTypes, markers, layout } = kernel;
  const says = (symbol: string): boolean | undefined => kernel.says(symbol);
  return { id, differing, version, pageShift, swapTypes, markers, layout, says };
}

/** The newest release, for a dump of which nobody said the kernel. @param kernel that release, with what else was said of it */
export function assumedPagemapKernel(
  kernel: Kernel = resolveKernel({ kernel: RELEASES.at(-1) ?? '' }),
): PagemapKernel {
  return { ...inWords(kernel), isAssumed: true };
}

/** What a capture says of the configuration of its kernel, besides its name. */
export const configOfCapture = (header: CaptureHeader): ReadonlyMap<string, boolean> =>
  new Map(
    Object.entries(
      defined({ [SOFT_DIRTY_SYMBOL]: header.soft_dirty, [TYPES_SYMBOL]: header.device_private }),
    ),
  );

/** The kernel that a capture names. @throws PteDecodeError with its place in the file, for one that is not known */
export function kernelOfCapture(header: CaptureHeader, source: string): PagemapKernel {
  const { kernel } = header;
  const config = configOfCapture(header);
  return placing({ source, offset: HEADER_AT }, () => pagemapKernel({ kernel, config }));
}
