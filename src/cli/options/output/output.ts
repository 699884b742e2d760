import type { OptionSpec } from '../../spec.ts';

/** `--output`. */
export const OUTPUT_OPTION: OptionSpec = {
  long: 'output',
  letter: 'o',
  value: 'FILE',
  text: 'the file to write; - is standard output',
};
