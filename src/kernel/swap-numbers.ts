import type { SpecialTypeRow } from '../core/rows/layout.ts';
import type { SwapType } from '../core/rows/model.ts';
import { SWAP_TYPES } from '../core/entry/swap-entry.ts';

/** Gives the special types the top numbers of 0..31, in order. */
export function numberTypes(special: readonly SpecialTypeRow[]): readonly SwapType[] {
  const first = SWAP_TYPES - special.length;
  return special.map((row, at): SwapType => {
    const { kind, name, writable = false } = row;
    return { number: first + at, kind, name, writable, row };
  });
}

/** All types by number, `count` of them at least: those below the special ones are swap areas, and none is above. */
export function withAreas(special: readonly SwapType[], count: number): readonly SwapType[] {
  const areas = swapAreas(Math.max(count, SWAP_TYPES));
  return [...areas.slice(0, SWAP_TYPES - special.length), ...special, ...areas.slice(SWAP_TYPES)];
}

let knownAreas: readonly SwapType[] = [];

/** Swap areas by number, `count` of them at least: the same in all kernels. */
function swapAreas(count: number): readonly SwapType[] {
  if (knownAreas.length < count)
    knownAreas = Array.from({ length: count }, (_, number): SwapType => {
      const name = number < SWAP_TYPES ? `swap_info[${number}]` : `no type (${number})`;
      return { number, kind: 'swap', name, writable: false, row: undefined };
    });
  return knownAreas.slice(0, count);
}
