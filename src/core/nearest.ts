import { foldSpelling } from './spelling.ts';

/** The most letters that a mistyped word may be away from the word that was meant. */
const MAX_DISTANCE = 3;
/** The shortest word that is completed: shorter ones begin too many others. */
const MIN_PIECE = 3;

/**
 * How many letters must be put in, left out, replaced or swapped with their neighbour to make one word of another
 * (optimal string alignment: no piece is changed twice).
 *
 * @param limit the largest distance that matters; anything larger is given as `limit + 1`
 */
export function editDistance(from: string, to: string, limit: number = Infinity): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let twoAbove: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  let distance = to.length;
  for (let row = 1; row <= from.length; row += 1) {
    let corner = Infinity;
    let left = Infinity;
    const current = above.map((up, column) => {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwapped ? twoAbove.slice(column - 2, column - 1) : [];
      left = Math.min(corner + (isSame ? 0 : 1), up + 1, left + 1, ...swapped.map((less) => less + 1));
      corner = up;
      return left;
    });
    distance = left;
    twoAbove = above;
    above = current;
  }
  return Math.min(distance, limit + 1);
}

/**
 * The word that was probably meant by one that is not known: the first of those with the fewest letters wrong (at most
 * one in three, and at most three), else the shortest that ends with it (`mkdirty` of `pte_mkdirty`), or where there is
 * none the only one that begins with the word or has it as a part (`offset` in `swap.offset`). Case does not count, nor
 * whether `-` or `_` is written. Words of one or two letters mean nothing.
 *
 * @returns undefined when nothing is near
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = foldSpelling(word);
  const words = [...new Set(known)];
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of words) {
    const limit = Math.min(MAX_DISTANCE, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    const distance = editDistance(wanted, foldSpelling(candidate), limit);
    if (distance > limit || distance >= least) continue;
    best = candidate;
    least = distance;
  }
  if (best !== undefined || wanted.length < MIN_PIECE) return best;
  const ending = words.filter((candidate) => foldSpelling(candidate).endsWith(`_${wanted}`));
  const shortest = ending.toSorted((a, b) => a.length - b.length)[0];
  if (shortest !== undefined) return shortest;
  const completed = words.filter((candidate) => {
    const text = foldSpelling(candidate);
    return text.startsWith(wanted) || text.split(/[._]/).includes(wanted);
  });
  return completed.length === 1 ? completed[0] : undefined;
}

/**
 * What to say of a word that is not known: the one that was probably meant.
 *
 * @param otherwise what is said where none is near
 */
export function meantText(
  word: string,
  known: readonly string[],
  otherwise = `wanted ${known.join(', ')}`,
): string {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}
