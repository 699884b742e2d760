import { type Entry, readEntry } from '../../core/entry/entry.ts';
import { shapeOf } from '../../core/entry/shapes.ts';
import { isAvailable } from '../../core/version.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { not64 } from '../../core/u64.ts';

/** Why `pmd_bad()` or its like is true of a pointer to a table. */
export interface BadTable {
  /** The function. */
  readonly by: string;
  /** Flags that it wants and that are clear, and those that are set and that it does not allow. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** What is mapped by tables that have just such entries on purpose, in words; undefined where none are like it. */
  readonly odd: string | undefined;
}

/** Why a pointer to a table is bad; undefined where it is none. */
export function badTable(entry: Entry): BadTable | undefined {
  const by = QUESTIONS.bad_table.of(entry);
  if (by === null) return undefined;
  const { kernel, level, raw, reserved, unknown } = entry;
  const { machine, version, config } = kernel;
  const isBad = (value: bigint): boolean => QUESTIONS.bad_table.of(readEntry(kernel, value, level)) !== null;
  // Without some of them it would be no pointer to a table.
  const flags = kernel
    .form(level, 'table')
    .rows.filter(({ kind, mask }) => kind === 'flag' && shapeOf(kernel, level, raw ^ mask).form === 'table');
  const usual = (machine.tableFlags ?? []).filter(
    (flag) => isAvailable(flag, version, config) && flags.some(({ mask }) => mask === flag.mask),
  );
  // What is left of it with the usual flags, and nothing else.
  const good = usual.reduce(
    (value, { mask }) => value | mask,
    flags.reduce((value, { mask }) => value & not64(mask), raw & not64(reserved | unknown)),
  );
  if (isBad(good)) return { by, missing: [], extra: [], odd: undefined };
  return {
    by,
    missing: usual
      .filter(({ mask }) => (raw & mask) === 0n && isBad(good & not64(mask)))
      .map(({ name }) => name),
    extra: flags.filter(({ mask }) => (raw & mask) !== 0n && isBad(good | mask)).map(({ name }) => name),
    odd: machine.oddTables?.find(
      ({ levels, without, having }) =>
        levels.includes(level) &&
        (raw & (without | having)) === having &&
        !isBad((raw & not64(having)) | without),
    )?.of,
  };
}
