import { counted } from '../counted.ts';
import { formatHex } from '../u64.ts';

/** A swap area as /proc/swaps lists it, as far as an audit needs it. */
export interface SwapArea {
  readonly name: string;
  /** Pages that the list counts: offsets 1 to this, and as many more as pages are bad (v6.12 mm/swapfile.c setup_swap_map_and_extents). */
  readonly pages: bigint;
  /** The most pages that can be bad, which the list does not count; default 0. */
  readonly bad?: bigint;
}

/** Why a slot is not where a list of swap areas has it. */
interface OutsideArea {
  /** `unknown` where an area of the list can have it all the same. */
  readonly grade: 'violation' | 'unknown';
  readonly why: () => string;
}

/**
 * Holds a slot against a list of areas, of which line N is taken for type N. The list leaves out what was swapped off, so that a
 * line can be of any later type (v6.12 mm/swapfile.c swap_start).
 *
 * @param areas by line, from 0
 * @param type 0 .. 31
 * @param offset in pages
 * @returns undefined where the line of the type has the slot
 */
export function outsideArea(
  areas: ReadonlyMap<number, SwapArea>,
  type: number,
  offset: bigint | number,
): OutsideArea | undefined {
  const area = areas.get(type);
  if (area && offset <= area.pages) return undefined;
  const at = (): string => {
    const what = area
      ? `${area.name} has ${counted(area.pages, 'page')}`
      : `the list of swap devices has no line for type ${type}`;
    return `${what}, the offset is ${formatHex(BigInt(offset))}`;
  };
  const able = [...areas].find(
    ([line, { pages, bad = 0n }]) => line <= type && BigInt(offset) <= pages + bad,
  );
  if (!able) return { grade: 'violation', why: at };
  const [line, { name, bad }] = able;
  const how =
    line === type
      ? `it can have ${bad} bad ones more`
      : `type ${type} can be ${name}, if an area before it was swapped off`;
  return { grade: 'unknown', why: () => `${at()}; ${how}` };
}
