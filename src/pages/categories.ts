import type { Role } from '../records/text/palette.ts';

/** How pages of a kind are drawn. */
export interface CategoryRow {
  /** What the names of its categories begin with: a state, with markers and protection. */
  readonly start: string;
  /** The character in a terminal without colours. */
  readonly letter: string;
  readonly role: Role;
  /** Colour in a page of HTML, as `#rrggbb`, on a light and on a dark ground. */
  readonly light: string;
  readonly dark: string;
}

/**
 * Kinds of pages; a category is of the first whose `start` it begins with. The colours of those met most often were
 * searched for so that the nearest two are as far from each other as can be, also for eyes that lack one kind of cones
 * (test/pages/categories.test.ts).
 */
// prettier-ignore
export const CATEGORIES: readonly CategoryRow[] = [
  { start: 'present +uffd_wp', letter: 'W', role: 'table', light: '#d1946e', dark: '#ee9161' },
  { start: 'present', letter: '#', role: 'present', light: '#3ca7f3', dark: '#70a2eb' },
  { start: 'protnone +uffd_wp', letter: 'P', role: 'table', light: '#a06a3c', dark: '#c9976b' },
  { start: 'protnone', letter: 'p', role: 'protnone', light: '#5b8f8f', dark: '#8fc0c0' },
  { start: 'table', letter: 't', role: 'table', light: '#5a6b7d', dark: '#8fa1b3' },
  { start: 'uffd-wp-special', letter: 'w', role: 'uffd-wp-special', light: '#7f0090', dark: '#aa5e8c' },
  { start: 'swapin-error', letter: 'e', role: 'swapin-error', light: '#7a0c0c', dark: '#ff9c9c' },
  { start: 'swap +uffd_wp', letter: 'S', role: 'flag', light: '#977115', dark: '#f6d300' },
  { start: 'swap', letter: 's', role: 'swap', light: '#015636', dark: '#cdffc7' },
  { start: 'pte-marker:uffd_wp', letter: 'w', role: 'pte-marker', light: '#7f0090', dark: '#aa5e8c' },
  { start: 'pte-marker:guard', letter: 'g', role: 'note', light: '#1d174e', dark: '#8751ff' },
  { start: 'pte-marker:poisoned', letter: 'x', role: 'bad', light: '#430900', dark: '#e03300' },
  { start: 'pte-marker', letter: 'k', role: 'pte-marker', light: '#863a86', dark: '#dba0e6' },
  { start: 'migration', letter: 'm', role: 'migration', light: '#2b819c', dark: '#77dcff' },
  { start: 'hwpoison', letter: '!', role: 'hwpoison', light: '#8f0000', dark: '#ff8a80' },
  { start: 'device', letter: 'v', role: 'device-private', light: '#3c6e71', dark: '#9ad1d4' },
  { start: 'hidden', letter: '?', role: 'note', light: '#6d6687', dark: '#aaa3c7' },
  { start: 'unmapped', letter: 'u', role: 'dim', light: '#767f8b', dark: '#8d97a3' },
  { start: 'not-read', letter: '~', role: 'dim', light: '#8b929c', dark: '#6f7884' },
  { start: 'left-out', letter: '_', role: 'dim', light: '#b9bfc7', dark: '#3d444e' },
  { start: 'none', letter: '.', role: 'dim', light: '#dfe3e8', dark: '#2b313a' },
];

/** Pages of a kind that no row is about. */
export const OTHER_CATEGORY: CategoryRow = {
  start: '',
  letter: '?',
  role: 'note',
  light: '#6d6687',
  dark: '#aaa3c7',
};

/** How a category is drawn. */
export function categoryRow(category: string): CategoryRow {
  return CATEGORIES.find(({ start }) => category.startsWith(start)) ?? OTHER_CATEGORY;
}

/** The category of pages without anything in them. */
export const EMPTY = 'none';

/** The category of pages between those that were asked for: nothing is said of them. */
export const LEFT_OUT = 'left-out';

/** The category of pages of which nothing is known. */
export const NOT_READ = 'not-read';
