import type { OptionSpec } from '../../spec.ts';

/** `--start`. */
export const START_OPTION: OptionSpec = {
  long: 'start',
  value: 'ADDR',
  text: 'virtual address of the first entry of a plain dump (default 0)',
};

/** `--maps`. */
export const MAPS_OPTION: OptionSpec = {
  long: 'maps',
  letter: 'm',
  value: 'FILE',
  text: 'a copy of /proc/PID/maps or smaps: the dump is its mappings one behind the other',
};

/** `--absolute`. */
export const ABSOLUTE_OPTION: OptionSpec = {
  long: 'absolute',
  text: 'the dump is indexed by virtual page number (as /proc/PID/pagemap is)',
};

/** `--page-size`. */
export const PAGE_SIZE_OPTION: OptionSpec = {
  long: 'page-size',
  value: 'BYTES',
  text: 'bytes of a page (default: those of the kernel)',
};

/** The options that say what a pagemap dump is and where its words belong. */
export const DUMP_OPTIONS: readonly OptionSpec[] = [
  START_OPTION,
  MAPS_OPTION,
  ABSOLUTE_OPTION,
  PAGE_SIZE_OPTION,
];
