/**
 * The first place from which on something holds, found by halves: it is asked of about twenty places of a million.
 *
 * @param length the places are 0 to before this
 * @returns `length` where it holds of none
 */
export function firstPlace(length: number, holds: (place: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high;) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
