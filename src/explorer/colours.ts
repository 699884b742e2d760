import { ROLE_STYLES } from '../records/text/palette.ts';
import { CATEGORIES, OTHER_CATEGORY } from '../pages/categories.ts';
import { colourVariable, PAGE_COLOURS } from '../pages/html/html-colours.ts';

/**
 * The colours of a terminal by chalk's names, on a light and on a dark ground: each has a contrast of at least 4.5 to the
 * grounds of the page, as WCAG 2.2 (1.4.3) wants of text.
 */
// prettier-ignore
const TERMINAL = {
  gray: { light: '#5b6470', dark: '#9aa5b1' }, red: { light: '#b3261e', dark: '#ff8a80' },
  green: { light: '#1a6f2c', dark: '#6fd08c' }, yellow: { light: '#7d5700', dark: '#e3b341' },
  magenta: { light: '#8b2fc9', dark: '#d2a8ff' }, cyan: { light: '#006d77', dark: '#56d4dd' },
  redBright: { light: '#c0143c', dark: '#ff7b93' }, greenBright: { light: '#2f6f4f', dark: '#8fe0b0' },
  blueBright: { light: '#0b57d0', dark: '#8ab4f8' }, magentaBright: { light: '#a6178f', dark: '#ff8de8' },
  cyanBright: { light: '#0a6a86', dark: '#7fdcff' },
} as const satisfies Record<string, { readonly light: string; readonly dark: string }>;

const variables = (scheme: 'light' | 'dark'): string =>
  [
    ...[...Object.entries(PAGE_COLOURS), ...Object.entries(TERMINAL)].map(
      ([name, colours]) => `--${name}: ${colours[scheme]};`,
    ),
    ...[...CATEGORIES, OTHER_CATEGORY].map((row) => `${colourVariable(row)}: ${row[scheme]};`),
  ].join(' ');

/** A declaration for a style of chalk. */
function declaration(style: string): string {
  if (style === 'bold') return 'font-weight: 700;';
  return `--role: var(--${style === 'dim' ? 'dim' : style});`;
}

/** The rules of the page for its colours: variables for light and dark, and a rule for each role of the terminal. */
export function colourRules(): string {
  const roles = Object.entries(ROLE_STYLES).map(
    ([role, styles]) => `[data-role="${role}"] { ${styles.map(declaration).join(' ')} }`,
  );
  return `:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
${roles.join('\n')}
[data-role] { color: var(--role, inherit); }
`;
}
