import type { CommandSpec, OptionSpec } from '../spec.ts';
import { COLOUR_OPTION } from './output/colour.ts';

/** `--help`. */
const HELP_OPTION: OptionSpec = {
  long: 'help',
  letter: 'h',
  text: 'show help: -h in short, --help all of it',
};

/** Options that every command has. */
const COMMON_OPTIONS: readonly OptionSpec[] = [COLOUR_OPTION, HELP_OPTION];

/** All options of a command, its own first. */
export const optionsOf = (spec: CommandSpec): readonly OptionSpec[] => [...spec.options, ...COMMON_OPTIONS];
