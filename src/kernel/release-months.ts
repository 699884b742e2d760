import { NEWEST_FIRST } from './profiles.ts';

/** When releases came out, from 4.1 on: the months of each year. https://en.wikipedia.org/wiki/Linux_kernel_version_history */
const MONTHS = [
  [2015, '6 8 11'],
  [2016, '1 3 5 7 10 12'],
  [2017, '2 4 7 9 11'],
  [2018, '1 4 6 8 10 12'],
  [2019, '3 5 7 9 11'],
  [2020, '1 3 5 8 10 12'],
  [2021, '2 4 6 8 10'],
  [2022, '1 3 5 7 10 12'],
  [2023, '2 4 6 8 10'],
  [2024, '1 3 5 7 9 11'],
  [2025, '1 3 5 7 9 11'],
] as const;

/** A month as one number: 201808. */
export const monthNumber = (year: number, month: number): number => 100 * year + month;

const OLDEST_FIRST = NEWEST_FIRST.toReversed();

/** Those of the first of them. */
const RELEASED: readonly number[] = MONTHS.flatMap(([year, months]) =>
  months.split(' ').map((month) => monthNumber(year, Number(month))),
);

/** Distributions had the swap entries of L1TF from this month on: CVE-2018-3620 was made public on 14 August 2018. */
export const L1TF_MONTH = 201808;

/**
 * The first release that nobody had in a month, or hardly anybody as a candidate: the one behind the next.
 *
 * @param month such as 201808
 * @returns undefined where that is not known
 */
export function notYetIn(month: number): string | undefined {
  const next = RELEASED.findIndex((released) => released >= month);
  return next < 0 ? undefined : OLDEST_FIRST[next + 1];
}
