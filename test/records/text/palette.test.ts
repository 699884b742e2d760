import { describe, expect, test } from '@jest/globals';
import { CATEGORIES } from '../../../src/pages/categories.ts';
import { PLACED_STATES } from '../../../src/core/entry/state.ts';
import {
  type ColourQuestion,
  colourLevel,
  paletteFor,
  PICTURE_COLOURS,
  picturePaletteFor,
  plainPalette,
} from '../../../src/records/text/palette.ts';

const terminal = { choice: undefined, isTTY: true, env: { TERM: 'xterm' } };
const CASES: readonly (ColourQuestion & { name: string; level: number })[] = [
  { ...terminal, name: 'a terminal', level: 1 },
  { ...terminal, name: 'a pipe', isTTY: false, level: 0 },
  { ...terminal, name: 'a dumb terminal', env: { TERM: 'dumb' }, level: 0 },
  { ...terminal, name: 'a terminal of 256 colours', env: { TERM: 'xterm-256color' }, level: 2 },
  { ...terminal, name: 'a terminal of true colour', env: { COLORTERM: 'truecolor' }, level: 3 },
  // no-color.org: set and not empty means none; --color is the user's own word and goes first.
  { ...terminal, name: 'NO_COLOR', env: { NO_COLOR: '1' }, level: 0 },
  { ...terminal, name: 'an empty NO_COLOR', env: { NO_COLOR: '' }, level: 1 },
  { ...terminal, name: 'NO_COLOR and --color=always', choice: 'always', env: { NO_COLOR: '1' }, level: 1 },
  { ...terminal, name: '--color=never', choice: 'never', env: { FORCE_COLOR: '3' }, level: 0 },
  { ...terminal, name: '--color=always in a pipe', choice: 'always', isTTY: false, level: 1 },
  { ...terminal, name: 'FORCE_COLOR in a pipe', isTTY: false, env: { FORCE_COLOR: '1' }, level: 1 },
  { ...terminal, name: 'FORCE_COLOR=3', isTTY: false, env: { FORCE_COLOR: '3' }, level: 3 },
  { ...terminal, name: 'FORCE_COLOR=2', isTTY: false, env: { FORCE_COLOR: '2' }, level: 2 },
  { ...terminal, name: 'FORCE_COLOR=0', env: { FORCE_COLOR: '0' }, level: 0 },
  { ...terminal, name: 'FORCE_COLOR=false', env: { FORCE_COLOR: 'false' }, level: 0 },
  { ...terminal, name: 'NO_COLOR against FORCE_COLOR', env: { NO_COLOR: '1', FORCE_COLOR: '1' }, level: 0 },
];

describe('colour', () => {
  test.each(CASES)('$name: level $level', ({ level, ...question }) => {
    expect(colourLevel(question)).toBe(level);
  });

  test('without colour text stays as it is', async () => {
    expect(await paletteFor(0)).toBe(plainPalette);
    expect(plainPalette('bad', 'text')).toBe('text');
  });

  // The cube of xterm's 256 colours: 16 + 36 * red + 6 * green + blue; relative luminance as WCAG 2.2 defines it.
  test.each(Object.entries(PICTURE_COLOURS))(
    'pictures: %s can be told from white and from black',
    (_, number) => {
      const parts = [36, 6, 1].map(
        (step) => [0, 95, 135, 175, 215, 255][Math.floor((number - 16) / step) % 6] ?? 0,
      );
      const [red = 0, green = 0, blue = 0] = parts.map((part) =>
        part === 0 ? 0 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      expect(1.05 / (light + 0.05)).toBeGreaterThanOrEqual(3);
      expect((light + 0.05) / 0.05).toBeGreaterThanOrEqual(3);
    },
  );

  test('pictures: every state of pages has a colour', async () => {
    const palette = await picturePaletteFor(2);
    const states = CATEGORIES.map(({ role }) => role).filter((role) => role !== 'dim');
    for (const state of states) expect(palette(state, 'x')).toMatch(/^\x1b\[38;5;\d+mx/);
  });

  test('colour only adds sequences around the text, for every state', async () => {
    const palette = await paletteFor(1);
    for (const state of PLACED_STATES) {
      const dressed = palette(state, 'text');
      expect(dressed).not.toBe('text');
      expect(dressed.replaceAll(/\x1b\[[0-9;]*m/g, '')).toBe('text');
    }
  });
});
