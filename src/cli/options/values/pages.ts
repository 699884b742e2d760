import type { OptionSpec } from '../../spec.ts';

/** `--pid`. */
export const PID_OPTION: OptionSpec = {
  long: 'pid',
  letter: 'p',
  value: 'PID|NAME',
  text: 'the process: a number, self, or a name',
};

/** `--exact`. */
export const EXACT_OPTION: OptionSpec = {
  long: 'exact',
  text: 'read every page, also of large mappings that smaps calls empty',
};

/** `--range`. */
export const RANGE_OPTION: OptionSpec = {
  long: 'range',
  letter: 'R',
  value: 'A-B',
  repeat: true,
  text: 'only addresses from A up to, not including, B; repeatable',
};

/** `--mapping`. */
export const MAPPING_OPTION: OptionSpec = {
  long: 'mapping',
  value: 'PATTERN',
  repeat: true,
  text: 'only mappings whose name contains this; with * and ? the whole name; [anon]: without name',
};

/** The options that pick pages of a pagemap. */
export const PICK_OPTIONS: readonly OptionSpec[] = [RANGE_OPTION, MAPPING_OPTION];

/** `--ranges`. */
export const RANGES_OPTION: OptionSpec = { long: 'ranges', text: 'merge equal neighbours and list them' };

/** `--entries`: what an entry is, a command says in its own words. */
export const ENTRIES_OPTION: OptionSpec = { long: 'entries', letter: 'E', text: 'list every entry' };

/** `--html`. */
export const HTML_OPTION: OptionSpec = {
  long: 'html',
  value: 'FILE',
  text: 'write a page with a picture of every mapping; - is standard output',
};
