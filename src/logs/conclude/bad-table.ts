import { type Entry, readEntry } from '../../core/entry/entry.ts';
import { shapeOf } from '../../core/entry/shapes.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { isAvailable, isInRelease } from '../../core/version.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { formatHex, not64 } from '../../core/u64.ts';

/** Where flags stand. */
const FLAG_BITS = Array.from({ length: 12 }, (_, bit) => 1n << BigInt(bit));

/** Why `pmd_bad()` or its like is true of a pointer to a table. */
export interface BadTable {
  /** The function. */
  readonly by: string;
  /** Flags that it wants and that are clear, and those that are set and that it does not allow. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** What is mapped by tables that have just such entries on purpose, in words, and the bits by which; undefined where none are like it. */
  readonly odd: { readonly of: string; readonly having: bigint } | undefined;
}

/** Why a pointer to a table is bad; undefined where it is none. */
export function badTable(entry: Entry): BadTable | undefined {
  const by = QUESTIONS.bad_table.of(entry);
  if (by === null) return undefined;
  const { kernel, level, raw, shape, reserved, unknown } = entry;
  const { machine, version, config } = kernel;
  const isBad = (value: bigint): boolean => QUESTIONS.bad_table.of(readEntry(kernel, value, level)) !== null;
  // Without some of them it would be no pointer to a table.
  const flags = shape.fields.filter(
    ({ kind, mask }) => kind === 'flag' && shapeOf(kernel, level, raw ^ mask).form === 'table',
  );
  const usual = (machine.tableFlags ?? []).filter(
    (flag) => isAvailable(flag, version, config) && flags.some(({ mask }) => mask === flag.mask),
  );
  // What is left of it with the usual flags, and nothing else.
  const good = usual.reduce(
    (value, { mask }) => value | mask,
    flags.reduce((value, { mask }) => value & not64(mask), raw & not64(reserved | unknown)),
  );
  if (isBad(good)) return { by, missing: [], extra: [], odd: undefined };
  const missing = usual
    .filter(({ mask }) => (raw & mask) === 0n && isBad(good & not64(mask)))
    .map(({ name }) => name);
  const extra = flags.filter(({ mask }) => (raw & mask) !== 0n && isBad(good | mask)).map(({ name }) => name);
  const odd = machine.oddTables?.find(
    (row) =>
      isInRelease(row, version) &&
      row.levels.includes(level) &&
      (raw & (row.without | row.having | row.never)) === row.having &&
      !isBad((raw & not64(row.having)) | row.without),
  );
  const unusual = (reserved | unknown) & (odd?.having ?? 0n);
  if (unusual !== 0n) extra.push(`bits ${formatHex(unusual)}`);
  return { by, missing, extra, odd: missing.length + extra.length > 0 ? odd : undefined };
}

/** Whether a kernel can find a pointer to a table of a level bad by the function of that level: of a folded one it is never true. */
export function isEverBad(kernel: Kernel, level: Level): boolean {
  const { tableFlags } = kernel.machine;
  if (tableFlags === undefined) return true;
  const table = tableFlags.reduce((value, { mask }) => value | mask, kernel.mask('present', 'pte'));
  return [0n, ...tableFlags.map(({ mask }) => mask), ...FLAG_BITS].some(
    (bits) => QUESTIONS.bad_table.of(readEntry(kernel, table ^ bits, level)) === `${level}_bad`,
  );
}
