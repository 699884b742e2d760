import type { FinderWord } from './words.ts';

/** An expression that finds any of some words. */
export function anyOf(words: readonly FinderWord[], flags?: string): RegExp {
  const patterns = words.map(({ text, hex = 0 }) => {
    const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return hex === 0 ? escaped : `${escaped}[0-9a-f]{${hex}}`;
  });
  return new RegExp(patterns.join('|'), flags);
}
