import { type Entry, numberOf } from '../../core/entry/entry.ts';
import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { LogReport } from './report.ts';

/** Tables above are taken for addresses with a bit that encrypts: no machine has as much memory. */
const MOST_MEMORY = 1n << 46n;

/** An entry, and the level that the log gives it. */
interface Placed {
  readonly entry: Entry;
  readonly level: LogLevel;
}

/** Frames that a report shows to be memory: of tables that the kernel has read, and of a `struct page` that it dumped. */
export function framesShown(report: LogReport, values: readonly Placed[]): readonly bigint[] {
  const { shape, walk, circumstances } = report;
  const pages = (circumstances.pages ?? []).flatMap(({ pfn }) => (pfn === undefined ? [] : [pfn]));
  // The kernel complains of the first value of a bad page map, and cannot always read what the last of a walk points to.
  const doubted = shape.role === 'bad-map' ? walk[0] : walk.at(-1);
  if (shape.role !== 'bad-map' && shape.role !== 'walk' && shape.role !== 'bad-map-walk') return pages;
  const tables = values.flatMap(({ entry, level }) => {
    const phys = entry.form === 'table' && level !== doubted?.level ? numberOf(entry, 'phys') : null;
    return phys === null || phys >= MOST_MEMORY ? [] : [phys >> BigInt(entry.kernel.pageShift)];
  });
  return [...pages, ...tables];
}
