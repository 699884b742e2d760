import { tried } from '../../core/errors.ts';
import { parseArgument } from './argument.ts';

/** What parts values of one word, or stands around one. */
const AROUND_VALUES = /[\s,;:="'`{}]+/u;
/** The longest word in which values are looked for. */
const MAX_LENGTH = 4096;

/** Whether a word is a value by itself. */
export const isValue = (word: string): boolean => tried(() => parseArgument(word)) !== undefined;

/** The values within a word that is none: `0x4` of `pte=0x4`. Empty where the word is a value itself. */
export function valuesIn(word: string): readonly string[] {
  if (word.length > MAX_LENGTH || !AROUND_VALUES.test(word) || isValue(word)) return [];
  return word.split(AROUND_VALUES).filter((part) => part !== '' && isValue(part));
}
