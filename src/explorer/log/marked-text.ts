import type { Palette, Role } from '../../records/text/palette.ts';
import { ROLE_STYLES } from '../../records/text/palette.ts';

/** A piece of text and what it is. */
export interface Span {
  readonly text: string;
  readonly role: Role | undefined;
}

/**
 * A palette that marks a piece with its role, for text that becomes a page and not a terminal's. Foreign text in it has no
 * control characters: what quotes it makes them visible.
 */
export const markingPalette: Palette = (role, text) => `\x01${role}\x02${text}\x03`;

const MARKED = /\x01([a-z-]+)\x02([^\x01-\x03]*)\x03/g;

function isRole(text: string): text is Role {
  return text in ROLE_STYLES;
}

/** The pieces of a text that `markingPalette` marked. */
export function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  const add = (part: string, role: Role | undefined): void => {
    if (part !== '') spans.push({ text: part, role });
  };
  for (const match of text.matchAll(MARKED)) {
    const [whole, name = '', marked = ''] = match;
    add(text.slice(end, match.index), undefined);
    add(marked, isRole(name) ? name : undefined);
    end = match.index + whole.length;
  }
  add(text.slice(end), undefined);
  return spans;
}
