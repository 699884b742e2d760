import type { SwapAreas } from '../../../core/rows/model.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { parseSwaps } from '../../../input/values/swaps.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--swaps`. */
export const SWAPS_OPTION: OptionSpec = {
  long: 'swaps',
  value: 'FILE',
  isOnce: true,
  text: 'names and sizes of all swap devices, in the format of /proc/swaps',
};

/** The swap areas that `--swaps` names, or undefined. @throws PteDecodeError `ERR_FORMAT`, `ERR_INPUT` */
export function readSwaps(invocation: Invocation, io: Io): SwapAreas | undefined {
  const path = invocation.value('swaps');
  return path === undefined ? undefined : parseSwaps(new TextDecoder().decode(io.readFile(path)), path);
}
