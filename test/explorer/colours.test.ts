import { expect, test } from '@jest/globals';
import { colourRules } from '../../src/explorer/colours.ts';
import { PAGE_COLOURS } from '../../src/pages/html/html-colours.ts';
import { paletteFor, type Role, ROLE_STYLES } from '../../src/records/text/palette.ts';
import { contrast } from '../helpers/contrast.ts';

const rules = colourRules();
const SCHEMES = ['light', 'dark'] as const;

/** The colours of a scheme by the names of their variables. */
function variablesOf(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const parts = rules.split('@media (prefers-color-scheme: dark)');
  const [own = ''] = /:root \{[^}]*\}/.exec(parts[scheme === 'light' ? 0 : 1] ?? '') ?? [];
  return new Map(
    [...own.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gi)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

/** What the page makes of a role: the variable with its colour, and whether it is bold. */
function shownAs(role: string): { readonly colour: string | undefined; readonly isBold: boolean } {
  const [, rule = ''] = rules.split(`[data-role="${role}"] {`)[1]?.match(/^([^}]*)\}/) ?? [];
  return { colour: /--role: var\(--([\w-]+)\)/.exec(rule)?.[1], isBold: rule.includes('font-weight: 700') };
}

/** The numbers of the control sequences that a terminal gets for a role. */
async function codesOf(role: Role): Promise<readonly number[]> {
  const text = (await paletteFor(1))(role, '|').split('|')[0] ?? '';
  return [...text.matchAll(/\u001b\[(\d+)m/g)].map(([, code]) => Number(code));
}

/** Hue in degrees, and how far a colour is from gray, 0 to 1. */
function hueOf(colour: string): readonly [hue: number, chroma: number] {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  if (chroma === 0) return [0, 0];
  const sixth = most === red ? ((green - blue) / chroma + 6) % 6 : most === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4; // prettier-ignore
  return [60 * sixth, chroma];
}

/** What hues pass as the colours of ECMA-48 8.3.117 (SGR), by the last digit of 30 to 37 and 90 to 97. */
const HUES: Readonly<Record<number, readonly [from: number, to: number]>> = {
  1: [340, 375],
  2: [100, 160],
  3: [35, 60],
  4: [200, 250],
  5: [265, 325],
  6: [170, 200],
};

const roles = Object.keys(ROLE_STYLES).filter((name): name is Role => name in ROLE_STYLES);

test.each(roles)('%s has the colour of a terminal, in light and in dark', async (role) => {
  const codes = await codesOf(role);
  const { colour, isBold } = shownAs(role);
  // SGR 1 is bold, 2 faint.
  expect(isBold).toBe(codes.includes(1));
  const coloured = codes.filter((code) => code >= 30);
  expect(colour !== undefined).toBe(coloured.length > 0 || codes.includes(2));
  for (const scheme of SCHEMES) {
    const shown = variablesOf(scheme).get(colour ?? 'text') ?? '';
    expect(shown).toMatch(/^#/);
    for (const ground of [PAGE_COLOURS.ground, PAGE_COLOURS.card, PAGE_COLOURS.chosen])
      expect([role, scheme, ground[scheme], contrast(shown, ground[scheme]) >= 4.5]).toEqual([role, scheme, ground[scheme], true]); // prettier-ignore
    for (const code of coloured) {
      const [hue, chroma] = hueOf(shown);
      const [from, to] = HUES[code % 10] ?? [0, 360];
      // 90 is gray: bright black.
      expect([shown, chroma > 0.2]).toEqual([shown, code !== 90]);
      if (code !== 90) expect([shown, [hue, hue + 360].some((own) => own >= from && own <= to)]).toEqual([shown, true]); // prettier-ignore
    }
  }
});

test('two roles look the same where a terminal shows them the same, and nowhere else', async () => {
  const seen = await Promise.all(
    roles.map(async (role) => [(await codesOf(role)).join(' '), JSON.stringify(shownAs(role))] as const),
  );
  expect(new Set(seen.map((pair) => pair.join())).size).toBe(new Set(seen.map(([codes]) => codes)).size);
  expect(new Set(seen.map(([, shown]) => shown)).size).toBe(new Set(seen.map(([codes]) => codes)).size);
  for (const scheme of SCHEMES) {
    const used = new Set(roles.flatMap((role) => shownAs(role).colour ?? []));
    const colours = [...used].map((name) => variablesOf(scheme).get(name));
    expect(new Set(colours).size).toBe(used.size);
  }
});
