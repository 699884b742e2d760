import type { State } from '../../core/entry/state.ts';

/** What a piece of text is, so that colour can add emphasis; without colour nothing is lost. */
export type Role = 'raw' | 'heading' | 'dim' | 'flag' | 'number' | 'good' | 'bad' | 'note' | State;

/** The styles that are used of those that chalk has. */
type StyleName =
  | 'bold'
  | 'dim'
  | 'gray'
  | 'red'
  | 'green'
  | 'yellow'
  | 'magenta'
  | 'cyan'
  | 'redBright'
  | 'greenBright'
  | 'blueBright'
  | 'magentaBright'
  | 'cyanBright';

/** Dresses a piece of text for the terminal. */
export type Palette = (role: Role, text: string) => string;

/** The palette of pipes and files. */
export const plainPalette: Palette = (_role, text) => text;

/** What decides about colour. */
export interface ColourQuestion {
  /** `--color` */
  readonly choice: string | undefined;
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Decides on colour: `--color` first, then `NO_COLOR`, then `FORCE_COLOR`, then whether it is a terminal that can.
 *
 * @returns chalk's level: 0 none, 1 sixteen colours, 2 256, 3 true colour
 */
export function colourLevel({ choice, isTTY, env }: ColourQuestion): 0 | 1 | 2 | 3 {
  if (choice === 'never') return 0;
  const forced = env['FORCE_COLOR'];
  if (choice !== 'always') {
    if (env['NO_COLOR']) return 0;
    if (forced === '0' || forced === 'false') return 0;
    if (forced === undefined && (!isTTY || env['TERM'] === 'dumb')) return 0;
  }
  if (forced === '3' || env['COLORTERM'] === 'truecolor') return 3;
  if (forced === '2' || /256/.test(env['TERM'] ?? '')) return 2;
  return 1;
}

/** How the roles look, by chalk's names: the colours of a terminal are those of the page for browsers too. */
// prettier-ignore
export const ROLE_STYLES = {
  raw: ['bold'], heading: ['bold'], dim: ['dim'], flag: ['cyan'], number: ['yellow'], good: ['green'], bad: ['red'],
  note: ['magenta'], none: ['gray'], present: ['green'], protnone: ['greenBright'], table: ['blueBright'],
  swap: ['yellow'], migration: ['cyan'], 'device-private': ['cyanBright'], 'device-exclusive': ['cyanBright'],
  hwpoison: ['redBright'], 'pte-marker': ['magentaBright'], 'swapin-error': ['red'],
  'uffd-wp-special': ['magentaBright', 'bold'], unmapped: ['greenBright'],
} as const satisfies Record<Role, readonly StyleName[]>;

/** The palette for a level of colour; chalk is loaded only when there is any. */
export async function paletteFor(level: 0 | 1 | 2 | 3): Promise<Palette> {
  if (level === 0) return plainPalette;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return (role, text) => ROLE_STYLES[role].reduce((style, name) => style[name], chalk)(text);
}

/**
 * Colours of pictures by their number of 256 (xterm): the theme of a terminal does not change them, and each is at least
 * three times as light or dark as both black and white ground, as WCAG 2.2 (1.4.11) wants of graphics.
 */
// prettier-ignore
export const PICTURE_COLOURS = {
  present: 28, table: 33, protnone: 65, unmapped: 65, swap: 136, flag: 30, 'pte-marker': 164, 'uffd-wp-special': 164,
  note: 99, bad: 160, hwpoison: 197, 'swapin-error': 160, migration: 31, 'device-private': 66, 'device-exclusive': 66,
} as const satisfies Partial<Record<Role, number>>;

/** The palette of pictures for a level of colour, readable on light and dark ground where there are 256 colours. */
export async function picturePaletteFor(level: 0 | 1 | 2 | 3): Promise<Palette> {
  const words = await paletteFor(level);
  if (level < 2) return words;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 2 });
  const numbers: Partial<Record<Role, number>> = PICTURE_COLOURS;
  return (role, text) => {
    const number = numbers[role];
    return number === undefined ? words(role, text) : chalk.ansi256(number)(text);
  };
}
