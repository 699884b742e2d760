import { oncePer } from '../../core/later.ts';
import type { SwapType } from '../../core/rows/model.ts';
import { MARKER_NAMES } from '../../kernel/marker-names.ts';
import { possibleSwapTypes } from '../../kernel/possible-types.ts';
import { type PagemapKernel, type PagemapModel, stateOfType, type StateInfo } from '../model.ts';

/** Whether the kernel hid in which way a page is swapped: of a guard region it still tells what it is. */
export function hidesType({ state, type, huge }: StateInfo): boolean {
  return state === 'hidden' || (state === 'pte-marker' && type === undefined && !huge);
}

/** Whether the kernel hid the frame number, or type and offset: then bits 0-54 of the word are zero. */
export function hidesNumber(info: StateInfo): boolean {
  return hidesType(info) || (info.state === 'present' && info.number === 'none');
}

/**
 * Whether the bit of guard regions shows that the swap type is that of markers. Along with bit 57 it may be the page shift of
 * a kernel before 3.11: 12 to 15 have both bits, and no guard region is write-protected (v6.15 mm/mprotect.c change_pte_range).
 */
function isShownAsGuard({ state, flags }: StateInfo): boolean {
  return state === 'pte-marker' && flags.includes('guard') && !flags.includes('uffd_wp');
}

/** What each swap type may stand for, by number: nobody said the kernel, or whether it has the symbol that moves special ones. */
const typesOf = oncePer(
  ({ isAssumed, swapTypes, otherBuild }: PagemapKernel): readonly (readonly SwapType[])[] => {
    if (isAssumed === true) return possibleSwapTypes();
    return swapTypes.slice(0, 32).map((type, number) => {
      const other = otherBuild?.kernel.swapTypes[number];
      return other === undefined || other.name === type.name ? [type] : [type, other];
    });
  },
);

/** Whether what the swap type of a word stands for depends on the kernel or its configuration, which nobody said. */
export function hasOpenType(info: StateInfo, { kernel }: PagemapModel): boolean {
  if (info.type === undefined || isShownAsGuard(info)) return false;
  return (typesOf(kernel)[info.type.number]?.length ?? 0) > 1;
}

/**
 * What a page with bit 62 may be whose type is hidden, or is that of a kernel which nobody said.
 *
 * @param byType types that mean the same are told apart
 */
export function statesOfSwapped(model: PagemapModel, info: StateInfo, byType: boolean): readonly StateInfo[] {
  const all = typesOf(model.kernel).flat();
  const types = info.type ? all.filter(({ number }) => number === info.type?.number) : all;
  const told = byType
    ? types
    : types.filter((type, at) => types.findIndex(({ kind }) => kind === type.kind) === at);
  return told.flatMap((type) => {
    if (type.kind === 'pte-marker') return markerSets(model, info).map((set) => stateOfType(info, type, set));
    return info.state === 'pte-marker' && info.type === undefined ? [] : [stateOfType(info, type, [])];
  });
}

/** The sets of markers that a word may have: its flags show uffd-wp, and guard regions where the kernel has a bit for them. */
function markerSets({ kernel, flags: rows }: PagemapModel, info: StateInfo): readonly (readonly string[])[] {
  if (info.state === 'pte-marker' && info.type) return [info.markers];
  const showsGuard = kernel.isAssumed !== true && rows.some(({ short }) => short === 'guard');
  const names = kernel.isAssumed === true ? MARKER_NAMES : kernel.markers.map(({ short }) => short);
  const sets = names.reduce<readonly (readonly string[])[]>(
    (found, name) => {
      const isSet = info.flags.includes(name);
      const isShown = name === 'uffd_wp' || (name === 'guard' && (showsGuard || isSet));
      return found.flatMap((set) => (isShown ? [isSet ? [...set, name] : set] : [set, [...set, name]]));
    },
    [[]],
  );
  return sets.filter((set) => set.length > 0);
}
