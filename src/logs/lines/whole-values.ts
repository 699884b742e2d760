import type { ShapeRole } from '../../core/rows/log-lines.ts';

/** Where a value stands in a line. */
interface Place {
  readonly text: string;
  readonly index: number;
}

/** The most digits of a value. */
const MOST_DIGITS = 16;

/** The shapes whose values stand in a sentence, not in columns. */
const SENTENCES: ReadonlySet<ShapeRole> = new Set(['walk', 'bad-map', 'bad-map-walk', 'swap']);

/** The rest of a number that a blank has torn: digits alone, in front of the next level or the end of the line. */
const TORN_NUMBER =
  /[ \u00a0](?=[a-f]*\d)[0-9a-f]{1,15}(?=,? ?\*?(?:p4d|pud|pmd|pte|ppte|P4D|PUD|PMD|PTE)[ =:]|\s*$)/y;

/**
 * The beginning of the number of the highest level, at the end of the line: the same entry, which kernels with fewer levels print again,
 * and the rest of it is missing. v6.12 arch/x86/mm/fault.c dump_pagetable(): "%lx", without zeros.
 */
const isBegun = (line: string, { text, index }: Place, above: Place | undefined): boolean =>
  text !== '0' &&
  above !== undefined &&
  text.length < above.text.length &&
  above.text.startsWith(text) &&
  line.slice(index + text.length).trim() === '';

/** The values in front of the first that a blank or the end of the line has torn. */
export function wholeValues<Value extends Place>(
  line: string,
  role: ShapeRole,
  values: readonly Value[],
): readonly Value[] {
  if (!SENTENCES.has(role)) return values;
  const torn = values.findIndex((value, at) => {
    const { text, index } = value;
    if (text.length >= MOST_DIGITS) return false;
    if (role === 'walk' && at === 1 && values.length === 2 && isBegun(line, value, values[at - 1]))
      return true;
    TORN_NUMBER.lastIndex = index + text.length;
    const rest = TORN_NUMBER.exec(line)?.[0];
    return rest !== undefined && text.length + rest.length - 1 <= MOST_DIGITS;
  });
  return torn < 0 ? values : values.slice(0, torn);
}
