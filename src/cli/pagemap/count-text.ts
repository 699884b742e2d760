import { counted } from '../../core/counted.ts';

/** A number of pages in words: `1 page`, `2 pages`. */
export const pagesText = (pages: number): string => counted(pages, 'page');

/** A number of ranges in words: `1 range`, `2 ranges`. */
export const rangesText = (ranges: number): string => counted(ranges, 'range');
