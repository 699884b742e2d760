import { numberAt } from '../core/entry/entry.ts';
import type { Level, LevelGeometry } from '../core/rows/layout.ts';
import type { WideAddress } from '../core/rows/table-sources.ts';
import type { Kernel } from '../core/rows/model.ts';
import { type Shape, shapeOf } from '../core/entry/shapes.ts';
import { formatHex } from '../core/u64.ts';

/** The index into the table of a level, 0 .. 2^indexBits-1. */
export function tableIndex(geometry: LevelGeometry, vaddr: bigint): number {
  return Number((vaddr >> BigInt(geometry.shift)) & ((1n << BigInt(geometry.indexBits)) - 1n));
}

/**
 * The physical address of the top table out of a register or an option: PCID, flags and encryption bit taken off. A top
 * table is aligned to its size, or to a page where it is larger, or to less (`TableSources.rootAlign`).
 */
export function tableAddress(kernel: Kernel, root: bigint): bigint {
  const size = (kernel.levels[0]?.indexBits ?? 0) + Math.log2(kernel.entryBits / 8);
  const align = Math.min(kernel.pageShift, size, kernel.machine.tables?.rootAlign ?? Infinity);
  return root & kernel.physMask & ~((1n << BigInt(align)) - 1n);
}

/** Where the kernel's own table of a level lies when the entry above points to an address. */
export function tableBase({ tableOffset = 0 }: LevelGeometry, phys: bigint): bigint {
  return phys + BigInt(tableOffset);
}

/** Entries of a table from `first` to before `last`. */
export interface EntrySpan {
  readonly first: number;
  readonly last: number;
}

/**
 * The entries of a table that the CPU uses, by what points to it.
 *
 * @param pointer the entry above, or the root register
 * @param of the level of the entry above
 */
export function usedEntries(
  { machine }: Kernel,
  { indexBits }: LevelGeometry,
  pointer: bigint,
  of: Level | 'root',
): EntrySpan {
  const all = 2 ** indexBits;
  const quarters = machine.tables?.quarters?.(pointer, of);
  return quarters === undefined
    ? { first: 0, last: all }
    : { first: (quarters.first * all) / 4, last: ((quarters.last + 1) * all) / 4 };
}

/** Whether the CPU goes on to a lower table: what only the kernel's functions take for a table ends its walk. */
export function isFollowed({ form, formRow }: Pick<Shape, 'form' | 'formRow'>): boolean {
  return form === 'table' && formRow?.invalid !== true;
}

/** The physical address of the lower table that an entry points to, or undefined when it points to none. */
export function tableTarget(kernel: Kernel, level: Level, raw: bigint): bigint | undefined {
  const shape = shapeOf(kernel, level, raw);
  return isFollowed(shape) && shape.numbers.phys ? numberAt(raw, shape.numbers.phys) : undefined;
}

/**
 * Why it is not known where an entry, or the root register, points: it has bits set that are of the address where the kernel has
 * a symbol, and nobody says whether it has. Undefined where it is known.
 *
 * @param of what the bits are looked for in
 */
export function unsaidAddress(kernel: Kernel, of: 'entry' | 'root', value: bigint): string | undefined {
  const wide = wideUnsaid(kernel);
  const bits = value & (wide?.[of] ?? 0n);
  if (wide === undefined || bits === 0n) return undefined;
  const { option, name } = kernel.machine.tables?.control ?? {};
  const register = option === undefined ? '' : `--${option} with ${name ?? ''}, or `;
  return `the bits ${formatHex(bits)} are of the physical address where the kernel has ${wide.symbol}, and nothing says whether it has: give ${register}--config ${wide.symbol}=y (or =n)`;
}

/** Bits that are of an address with a symbol of which nobody says whether the kernel has it. */
export function wideUnsaid(kernel: Kernel): WideAddress | undefined {
  const wide = kernel.machine.tables?.wideAddress;
  return wide?.pageShift === kernel.pageShift && !kernel.isGiven(wide.symbol) ? wide : undefined;
}

/** An entry out of its halves, signed or unsigned. */
export const joinHalves = (lo: number, hi: number): bigint => (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);

/** The number of bits of the highest physical address that an entry can point to. */
export function addressReach(kernel: Kernel): number {
  const fields = kernel.levels.flatMap(({ level }) => kernel.form(level, 'table').pfn);
  const tops = fields.flatMap(({ pieces, mask }) =>
    pieces ? pieces.map(({ hi, lo, at }) => at + hi - lo + 1) : [mask.toString(2).length],
  );
  return Math.max(0, ...tops);
}
