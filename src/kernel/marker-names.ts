import { MARKERS } from '../arch/shared/swap-types.ts';

/** Short names of the marker bits of all releases, from the lowest bit up. */
export const MARKER_NAMES: readonly string[] = [...new Set(MARKERS.map(({ short }) => short))];
