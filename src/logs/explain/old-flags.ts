import { type Entry, entryOf } from '../../core/entry/entry.ts';
import type { Shape } from '../../core/entry/shapes.ts';
import { oncePer } from '../../core/later.ts';
import type { BitRow } from '../../core/rows/layout.ts';
import { maskOf } from '../../core/u64.ts';
import { vendorRemark } from '../../kernel/release.ts';
import type { LogReport } from '../reports/report.ts';
import { isKernelBefore } from './kernel-before.ts';

/** Shapes with old flags, by the names of these. */
const shapes = oncePer<Shape, Map<string, Shape>>(() => new Map());

/** An entry of a page with the flags that its kernel had, where that is older than the tables and had others. */
export function withOldFlags(entry: Entry, report: LogReport): Entry {
  const { kernel, shape, level, raw, form } = entry;
  const flags = kernel.machine.logTraits?.oldFlags;
  // Of an older kernel than the tables cover the oldest ones are taken.
  if (flags === undefined || kernel.release !== kernel.layout.since) return entry;
  if (form !== 'leaf' && form !== 'protnone') return entry;
  // Distributions bring flags back with what they are for.
  if (report.named && vendorRemark(report.named.release)?.isFrozen === true) return entry;
  const rows = flags.filter(
    ({ levels = [level], until }) => levels.includes(level) && isKernelBefore(report, kernel.arch, until),
  );
  if (rows.length === 0) return entry;
  const key = rows.map(({ name }) => name).join();
  const known = shapes(shape);
  let old = known.get(key);
  if (old === undefined) known.set(key, (old = withFlags(shape, rows)));
  return entryOf(kernel, old, raw);
}

function withFlags(shape: Shape, rows: readonly BitRow[]): Shape {
  let { fields, unknown } = shape;
  let taken = 0n;
  for (const row of rows) {
    const mask = maskOf(row.hi, row.lo);
    if ((taken & mask) !== 0n) continue;
    taken |= mask;
    const rest = fields.filter((field) => field.kind !== 'flag' || field.mask !== mask);
    const below = rest.findIndex((field) => field.kind !== 'flag' || field.hi < row.lo);
    fields = rest.toSpliced(below, 0, { ...row, mask, xor: 0n });
    unknown &= ~mask;
  }
  // No value is of it by itself: the tables have another one for it.
  return { ...shape, fields, unknown, mask: 0n, value: 1n };
}
