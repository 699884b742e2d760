import { printable } from '../../../core/printable.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import type { OptionSpec } from '../../spec.ts';

/** `--output`. */
export const OUTPUT_OPTION: OptionSpec = {
  long: 'output',
  letter: 'o',
  value: 'FILE',
  text: 'the file to write; - is standard output',
};

/** Says that a file was written, unless that is standard output. */
export function tellWritten(io: Io, path: string): void {
  if (path !== '-') tell(io, `wrote ${printable(path, 400)}`);
}
