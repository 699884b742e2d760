import { later } from '../../core/later.ts';
import { withoutEscapes } from '../lines/escapes.ts';
import { anyOf } from './any-of.ts';
import { LOG_WORDS } from './words.ts';

/** How the words begin that are marks of a search, and no others. */
const MARK = /^[<[]/;

/** The others. */
const words = later(() => anyOf(LOG_WORDS.filter(({ text }) => !MARK.test(text))));

/**
 * Whether a line has no word but marks, as most lines of pages and of logs with colours: reading each would take fifty times as long
 * as finding it.
 *
 * @param first the byte with which the word begins that was found in it
 */
export const hasMarksAlone = (first: number | undefined, line: () => string): boolean =>
  MARK.test(String.fromCharCode(first ?? 0)) && !words().test(`${withoutEscapes(line())}\n`);
