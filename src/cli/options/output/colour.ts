import type { Io } from '../../../input/bytes/io.ts';
import { colourLevel, type Palette, paletteFor, plainPalette } from '../../../records/text/palette.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--color`: the option that every command has. */
export const COLOUR_OPTION: OptionSpec = {
  long: 'color',
  value: 'WHEN',
  isLook: true,
  choices: ['auto', 'always', 'never'],
  text: 'colour: auto (on a terminal), always or never',
};

/**
 * The colours for standard output, as `--color`, the environment and the terminal want them.
 *
 * @param make those of pictures where words are not all
 */
export async function paletteFromOptions(
  invocation: Invocation,
  io: Io,
  make: typeof paletteFor = paletteFor,
): Promise<Palette> {
  const level = colourLevel({ choice: invocation.value('color'), isTTY: io.stdout.isTTY, env: io.env });
  if (level === 0) return plainPalette;
  io.stdout.allowColours?.();
  return make(level);
}
