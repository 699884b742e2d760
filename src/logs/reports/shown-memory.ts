import { numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { LogReport } from './report.ts';

/** Tables above are taken for addresses with a bit that encrypts: no machine has as much memory. */
const MOST_MEMORY = 1n << 46n;

/** Frames that a report shows to be memory: of tables that the kernel has read, whichever lines they stand on, and of a `struct page` that it dumped. */
export function framesShown(kernel: Kernel, report: LogReport): readonly bigint[] {
  const { shape, walk, circumstances } = report;
  const pages = (circumstances.pages ?? []).flatMap(({ pfn }) => (pfn === undefined ? [] : [pfn]));
  // The kernel complains of the first value of a bad page map, and cannot always read what the last of a walk points to.
  const doubted = shape.role === 'bad-map' ? walk[0] : walk.at(-1);
  if (shape.role !== 'bad-map' && shape.role !== 'walk' && shape.role !== 'bad-map-walk') return pages;
  const tables = walk.flatMap(({ level, value }) => {
    if (level === 'swap_entry' || level === doubted?.level) return [];
    const entry = readEntry(kernel, value, level);
    const phys = entry.form === 'table' ? numberOf(entry, 'phys') : null;
    return phys === null || phys >= MOST_MEMORY ? [] : [phys >> BigInt(kernel.pageShift)];
  });
  return [...pages, ...tables];
}
