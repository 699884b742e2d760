import { PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { SwapDeviceNames } from '../outputs/record.ts';
import type { Io } from './io.ts';
import type { Invocation } from './spec.ts';

/**
 * Reads text in the format of /proc/swaps: line N after the heading is swap area N. Blanks in a name are `\040` there.
 *
 * @throws PteDecodeError `ERR_FORMAT` without the heading line
 */
export function parseSwaps(text: string, source: string): SwapDeviceNames {
  const [heading = '', ...lines] = text.split('\n');
  if (!/^Filename\s+Type\s+Size\s+Used\s+Priority/.test(heading))
    throw new PteDecodeError(
      'ERR_FORMAT',
      'wanted the format of /proc/swaps, which begins with "Filename  Type  Size"',
      {
        origin: { source, line: 1 },
      },
    );
  const names = lines.filter((line) => line.trim() !== '').map((line) => line.split(/\s+/)[0] ?? '');
  return new Map(names.map((name, type) => [type, printable(name.replaceAll('\\040', ' '))]));
}

/** The swap devices that `--swaps` names, or undefined. */
export function readSwaps(invocation: Invocation, io: Io): SwapDeviceNames | undefined {
  const path = invocation.value('swaps');
  return path === undefined ? undefined : parseSwaps(new TextDecoder().decode(io.readFile(path)), path);
}
