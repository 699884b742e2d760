import { shapeOf } from '../../core/entry/shapes.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { joinHalves, tableTarget } from '../address.ts';

/**
 * Finds where entries of tables point. Neighbours mostly have the same flags: they are told by those, and their
 * address is taken out without decoding each anew.
 */
export class TableTargets {
  readonly #kernel: Kernel;
  readonly #known = new Map<Level, { lo: number; hi: number; maskLo: number; maskHi: number }>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The physical address of the lower table, or undefined when the entry points to none. */
  of(level: Level, lo: number, hi: number): bigint | undefined {
    const known = this.#known.get(level);
    // Without an address an entry may be empty, whatever its flags are.
    if (
      known !== undefined &&
      (((lo ^ known.lo) & ~known.maskLo) | ((hi ^ known.hi) & ~known.maskHi)) === 0 &&
      ((lo & known.maskLo) | (hi & known.maskHi)) !== 0
    )
      return BigInt(((hi & known.maskHi) >>> 0) * 2 ** 32 + ((lo & known.maskLo) >>> 0));
    const raw = joinHalves(lo, hi);
    const target = tableTarget(this.#kernel, level, raw);
    const field = target === undefined ? undefined : shapeOf(this.#kernel, level, raw).frame;
    if (field !== undefined && field.pieces === undefined)
      this.#known.set(level, {
        lo,
        hi,
        maskLo: Number(BigInt.asIntN(32, field.mask)),
        maskHi: Number(BigInt.asIntN(32, field.mask >> 32n)),
      });
    return target;
  }
}
