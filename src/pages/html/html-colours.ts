import type { CategoryRow } from '../categories.ts';

/** Colours of the page beside those of categories, as `#rrggbb`: on a light and on a dark ground. */
// prettier-ignore
export const PAGE_COLOURS = {
  ground: { light: '#fbfbfa', dark: '#15181c' },
  card: { light: '#ffffff', dark: '#1c2026' },
  chosen: { light: '#e4edfb', dark: '#253247' },
  text: { light: '#1c2024', dark: '#e6e8eb' },
  dim: { light: '#535c68', dark: '#a3adb9' },
  line: { light: '#d5d9de', dark: '#363c45' },
  focus: { light: '#0b57d0', dark: '#8ab4f8' },
  warning: { light: '#a31515', dark: '#ff8f85' },
} as const;

/** The CSS variable with the colour of a kind of pages. */
export function colourVariable({ start }: CategoryRow): string {
  return `--c-${start.replace(/[^a-z]+/g, '-') || 'other'}`;
}
