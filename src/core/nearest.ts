/** The most letters that a mistyped word may be away from the word that was meant. */
const MAX_DISTANCE = 3;
/** The shortest word that is completed: shorter ones begin too many others. */
const MIN_PIECE = 3;

const folded = (word: string): string => word.toLowerCase().replaceAll('-', '_');

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
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const replaced = (above[column - 1] ?? 0) + (isSame ? 0 : 1);
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          replaced,
          (above[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          isSwapped ? (twoAbove[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    twoAbove = above;
    above = current;
  }
  return Math.min(above[to.length] ?? 0, limit + 1);
}

/**
 * The word that was probably meant by one that is not known: the first of those with the fewest letters wrong (at most
 * one in three, and at most three), else the only one that begins with the word or has it as a part (`offset` in
 * `swap.offset`), or where there is none the shortest that ends with it (`mkdirty` of `pte_mkdirty`). Case does not count, nor whether `-` or `_` is written. Words of one or two letters mean nothing.
 *
 * @returns undefined when nothing is near
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = folded(word);
  const words = [...new Set(known)];
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of words) {
    const limit = Math.min(MAX_DISTANCE, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    const distance = editDistance(wanted, folded(candidate), limit);
    if (distance > limit || distance >= least) continue;
    best = candidate;
    least = distance;
  }
  if (best !== undefined || wanted.length < MIN_PIECE) return best;
  const completed = words.filter((candidate) => {
    const text = folded(candidate);
    return text.startsWith(wanted) || text.split(/[._]/).includes(wanted);
  });
  if (completed.length > 0) return completed.length === 1 ? completed[0] : undefined;
  const ending = words.filter((candidate) => folded(candidate).endsWith(`_${wanted}`));
  return ending.toSorted((a, b) => a.length - b.length)[0];
}
