import type { SwapArea } from '../../../core/verdicts/swap-devices.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { parseSwapAreas, parseSwaps } from '../../../input/values/swaps.ts';
import type { SwapDeviceNames } from '../../../records/property.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--swaps`. */
export const SWAPS_OPTION: OptionSpec = {
  long: 'swaps',
  value: 'FILE',
  text: 'name swap devices from a file in the format of /proc/swaps',
};

/** The text of the file of `--swaps`. */
const textOf = (io: Io, path: string): string => new TextDecoder().decode(io.readFile(path));

/** The swap devices that `--swaps` names, or undefined. @throws PteDecodeError `ERR_FORMAT`, `ERR_INPUT` */
export function readSwaps(invocation: Invocation, io: Io): SwapDeviceNames | undefined {
  const path = invocation.value('swaps');
  return path === undefined ? undefined : parseSwaps(textOf(io, path), path);
}

/**
 * The swap areas that `--swaps` names, with their sizes, or undefined.
 *
 * @param pageSize bytes of a page
 * @throws PteDecodeError `ERR_FORMAT`, `ERR_INPUT`
 */
export function readSwapAreas(
  invocation: Invocation,
  io: Io,
  pageSize: number,
): ReadonlyMap<number, SwapArea> | undefined {
  const path = invocation.value('swaps');
  return path === undefined ? undefined : parseSwapAreas(textOf(io, path), path, pageSize);
}
