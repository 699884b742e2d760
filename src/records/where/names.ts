import { keptIn } from '../../core/later.ts';
import { foldSpelling } from '../../core/spelling.ts';
import { U64_MAX } from '../../core/u64.ts';
import type { OpenValue } from './values.ts';

/**
 * What the values of a name are: an unsigned 64-bit integer, a small integer, true or false, text, or a list of texts.
 * Each may be null, which stands for no value.
 */
export type WhereType = 'u64' | 'number' | 'truth' | 'text' | 'list';

/** A name that conditions may use. */
export interface WhereName {
  /** The name as it is listed and looked up, such as `swap.type`. */
  readonly name: string;
  readonly type: WhereType;
  /** Every value of a text, or of an element of a list, where they are known: states, levels, flags. */
  readonly values?: readonly string[];
  /** The largest value of a `number` or `u64`; 2^53-1 or 2^64-1 when absent. */
  readonly max?: bigint;
  /** All bits that a `number` or `u64` can have, worked out when a condition speaks of it; 0 where it has no value. */
  readonly bits?: () => bigint;
  /** Every value of a `number` or `u64`, where they are few; sorted. */
  readonly numbers?: () => readonly bigint[];
  /** Of `truth`: whether it can be true, false, in any record; worked out when a condition speaks of it. */
  readonly truths?: () => readonly boolean[];
  /** Values of a text, or of an element of a list, that records can have elsewhere, and never here. */
  readonly elsewhere?: readonly string[];
  /** A text beside `values`, or any without them, as records spell it; undefined where it is no value, or needs no other spelling. */
  readonly spell?: (text: string) => string | undefined;
  /** It has a value in every record: comparing it with null is a mistake. */
  readonly always?: boolean;
  /** Of what is `always` there: the name that is null where there is nothing at all, and is to be compared instead. */
  readonly within?: string;
  /** Other names of the same thing. */
  readonly aka?: readonly string[];
}

/** The names that conditions on one kind of record may use. */
export interface Names {
  /** All of them, in the order in which they are listed. */
  readonly all: readonly WhereName[];
  /** Where to find the names, for whoever asks for one that is like none of them. */
  readonly help: string;
  /** What the records are of, for what they never are though others can be: `with this kernel at level pte`. */
  readonly here: string;
  /** What is known of the names for each kind of record that there is: together they are all records. */
  readonly kinds?: (() => readonly ((name: string) => OpenValue)[]) | undefined;
  /** Why some names that other conditions have, or that records show, are none of these. */
  readonly absent?: ReadonlyMap<string, string> | undefined;
  /**
   * The names that a spelling can mean: none or one; several when it is no exact spelling of any. An exact spelling goes
   * before one in other case or with `-` for `_`, and a name before an `aka`.
   */
  find(spelling: string): readonly WhereName[];
}

/** The bits of what begins where a page does, or is as large as pages are. @param pageSize in bytes */
export const bitsOfPages = (pageSize: number): bigint => U64_MAX & -BigInt(pageSize);

/** The largest integer that a name can stand for. */
export function largestOf({ type, max }: WhereName): bigint {
  if (type === 'truth') return 1n;
  return max ?? (type === 'number' ? BigInt(Number.MAX_SAFE_INTEGER) : U64_MAX);
}

/**
 * Makes the names of one kind of record.
 *
 * @param help where to find them: the end of a sentence, such as `names are listed in docs/where.md`
 * @param here what the records are of, for `Names.here`
 * @param kinds see `Names.kinds`
 * @param absent see `Names.absent`
 */
export function createNames(
  all: readonly WhereName[],
  help: string,
  here = 'here',
  kinds?: Names['kinds'],
  absent?: Names['absent'],
): Names {
  const exact = new Map<string, WhereName>();
  const free = new Map<string, Set<WhereName>>();
  const put = (spelling: string, name: WhereName): void => {
    if (!exact.has(spelling)) exact.set(spelling, name);
    keptIn(free, foldSpelling(spelling), () => new Set()).add(name);
  };
  for (const name of all) put(name.name, name);
  for (const name of all) for (const spelling of name.aka ?? []) put(spelling, name);
  return {
    all,
    help,
    here,
    kinds,
    absent,
    find(spelling) {
      const name = exact.get(spelling);
      return name ? [name] : [...(free.get(foldSpelling(spelling)) ?? [])];
    },
  };
}
