import { type Entry, entryOf } from '../../core/entry/entry.ts';
import type { Shape } from '../../core/entry/shapes.ts';
import { keptIn, oncePer } from '../../core/later.ts';
import type { BitRow } from '../../core/rows/layout.ts';
import { maskOf } from '../../core/u64.ts';
import { parseVersion } from '../../core/version.ts';
import { vendorRemark } from '../../kernel/release.ts';
import type { LogReport } from '../reports/report.ts';
import { isKernelBefore } from './kernel-before.ts';

/** Shapes with other flags, by the names of these. */
const shapes = oncePer<Shape, Map<string, Shape>>(() => new Map());

/** An entry with the flags that those who printed it have: a hypervisor, a test, an older CPU, a kernel older than the tables. */
export function withOwnFlags(entry: Entry, report: LogReport): Entry {
  const { kernel, shape, raw } = entry;
  const printed = (report.circumstances.flags ?? report.shape.flags ?? []).filter(isOf(entry));
  const rows = [...printed, ...oldFlags(entry, report)];
  if (rows.length === 0) return entry;
  const key = rows.map(({ name, lo }) => `${name} ${lo}`).join();
  return entryOf(
    kernel,
    keptIn(shapes(shape), key, () => withFlags(shape, rows)),
    raw,
  );
}

const isOf =
  ({ level, form, kernel }: Entry) =>
  ({ levels = [level], forms = [form], paging = [kernel.paging] }: BitRow): boolean =>
    levels.includes(level) && forms.includes(form) && paging.includes(kernel.paging);

/** The flags of a kernel that is older than the tables. */
function oldFlags(entry: Entry, report: LogReport): readonly BitRow[] {
  const { machine, arch, version, release, layout } = entry.kernel;
  const { oldFlags: flags = [], openFlags = [] } = machine.logTraits ?? {};
  // For an older kernel than the tables cover the oldest ones are taken.
  const mayBe = (until: string): boolean => release === layout.since || version < parseVersion(until);
  const old = flags
    .filter(isOf(entry))
    .filter(({ until }) => mayBe(until) && isKernelBefore(report, arch, until));
  // Distributions bring flags back with what they are for, or do not: what such a bit is nothing tells.
  const isOpen = report.named && vendorRemark(report.named.release)?.isFrozen === true;
  return isOpen ? old.map((row) => openFlags.find(({ lo }) => lo === row.lo) ?? row) : old;
}

function withFlags(shape: Shape, rows: readonly BitRow[]): Shape {
  let { fields, reserved, unknown } = shape;
  let taken = 0n;
  for (const row of rows) {
    const mask = maskOf(row.hi, row.lo);
    if ((taken & mask) !== 0n) continue;
    taken |= mask;
    const rest = fields.filter((field) => field.kind !== 'flag' || field.mask !== mask);
    const below = rest.findIndex((field) => field.hi < row.lo);
    fields = rest.toSpliced(below, 0, { ...row, mask, xor: 0n });
    reserved &= ~mask;
    unknown &= ~mask;
  }
  // No value is of it by itself: the tables have another one for it.
  return { ...shape, fields, reserved, unknown, mask: 0n, value: 1n };
}
