import { usageError } from '../../../core/errors.ts';
import type { TableFacts } from '../../../core/rows/table-sources.ts';

/** What one source says of the tables. */
export interface Statement {
  /** The source: an option, or the image. */
  readonly by: string;
  readonly facts: TableFacts;
}

/**
 * What options say other than the image does, in sentences: the option counts.
 *
 * @param told what the options say
 * @throws PteDecodeError `ERR_USAGE` when two options contradict each other
 */
export function contradictions(image: Statement, told: readonly Statement[]): readonly string[] {
  for (const [index, one] of told.entries())
    for (const other of told.slice(index + 1)) {
      const [differing] = differences(one, other);
      if (differing !== undefined) throw usageError(`${differing}: one of the two must be wrong`);
    }
  return told.flatMap((statement) =>
    differences(image, statement).map((text) => `${text}: ${statement.by} counts`),
  );
}

/** What two sources say differently. */
function differences(one: Statement, other: Statement): readonly string[] {
  const others = wordsOf(other.facts);
  return [...wordsOf(one.facts)].flatMap(([what, text]) => {
    const there = others.get(what);
    return there === undefined || there === text ? [] : [`${one.by} says ${text}, ${other.by} ${there}`];
  });
}

function wordsOf({ paging, pageShift, config = [] }: TableFacts): ReadonlyMap<string, string> {
  return new Map([
    ...(paging === undefined ? [] : [['levels', `${paging} levels of page tables`] as const]),
    ...(pageShift === undefined ? [] : [['page size', `pages of ${2 ** pageShift} bytes`] as const]),
    ...config.map(([symbol, on]) => [symbol, `${symbol}=${on ? 'y' : 'n'}`] as const),
  ]);
}
