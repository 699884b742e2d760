import type { PagePlace, PageState } from '../../kernel/uffd/model.ts';
import type { PagemapState, StateInfo } from '../model.ts';

/** Where pages of a state are; undefined: the words do not say. */
const PLACES: Readonly<Record<Exclude<PagemapState, 'pte-marker'>, PagePlace | undefined>> = {
  present: 'present',
  swap: 'swap',
  // A page on its way to another frame.
  migration: 'present',
  hwpoison: 'other',
  'device-private': 'other',
  'device-exclusive': 'other',
  'swapin-error': 'other',
  hidden: undefined,
  none: 'none',
  'not-read': undefined,
};

function places({ state, markers }: StateInfo, isProtected: boolean): readonly PagePlace[] {
  if (state === 'pte-marker')
    return [markers.includes('uffd_wp') ? 'marker' : markers.includes('guard') ? 'guard' : 'other'];
  const place = PLACES[state];
  if (place !== undefined) return [place];
  if (state === 'not-read') return ['none', 'present', 'swap'];
  return isProtected ? ['swap', 'marker', 'present', 'other'] : ['swap', 'guard', 'present', 'other'];
}

/** Whether pagemap says that the pages are write-protected: bit 57 alone counts. */
export const isProtected = ({ flags }: StateInfo): boolean => flags.includes('uffd_wp');

/**
 * The states that pages of one histogram slot can be in: one, or several where the words do not say it (hidden swap
 * types, pages that were not read).
 *
 * @param info undefined: no mapping
 */
export function statesOf(info: StateInfo | undefined): readonly PageState[] {
  if (!info) return ['gone'];
  const isArmed = isProtected(info);
  return places(info, isArmed).map((place) => (isArmed ? `${place}+wp` : place) satisfies PageState);
}
