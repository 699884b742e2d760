/** The columns in which the bits of an entry stand. */
export interface Ruler {
  /** Bits of the entry. */
  readonly bits: number;
  /** Column of a bit, from 0. */
  columnOf(bit: number): number;
  /** The column behind the last bit. */
  readonly end: number;
}

/** Blanks in front of everything that is drawn. */
export const INDENT = 2;

/** Columns of a bit, and bits of a group: from the widest ruler to the narrowest. */
const SCALES = [
  { step: 3, group: 4 },
  { step: 2, group: 4 },
  { step: 1, group: 4 },
  { step: 1, group: 8 },
] as const;

/**
 * The widest ruler that an output has room for.
 *
 * @param bits 32 or 64
 * @param width columns of the output
 * @returns undefined where not even the narrowest fits
 */
export function rulerFor(bits: number, width: number): Ruler | undefined {
  return SCALES.map(({ step, group }) => {
    const columnOf = (bit: number): number => {
      const index = bits - 1 - bit;
      return INDENT + index * step + Math.floor(index / group);
    };
    return { bits, columnOf, end: columnOf(0) + 1 };
  }).find(({ end }) => end <= width);
}
