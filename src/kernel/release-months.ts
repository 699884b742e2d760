import { NEWEST_FIRST } from './profiles.ts';

/** When releases came out, as months of years, from 4.1 on. https://en.wikipedia.org/wiki/Linux_kernel_version_history */
// prettier-ignore
export const RELEASE_MONTHS: readonly (readonly [release: string, month: number])[] = [
  ['4.1', 201506], ['4.2', 201508], ['4.3', 201511],
  ['4.4', 201601], ['4.5', 201603], ['4.6', 201605], ['4.7', 201607], ['4.8', 201610], ['4.9', 201612],
  ['4.10', 201702], ['4.11', 201704], ['4.12', 201707], ['4.13', 201709], ['4.14', 201711],
  ['4.15', 201801], ['4.16', 201804], ['4.17', 201806], ['4.18', 201808], ['4.19', 201810], ['4.20', 201812],
  ['5.0', 201903], ['5.1', 201905], ['5.2', 201907], ['5.3', 201909], ['5.4', 201911],
  ['5.5', 202001], ['5.6', 202003], ['5.7', 202005], ['5.8', 202008], ['5.9', 202010], ['5.10', 202012],
  ['5.11', 202102], ['5.12', 202104], ['5.13', 202106], ['5.14', 202108], ['5.15', 202110],
  ['5.16', 202201], ['5.17', 202203], ['5.18', 202205], ['5.19', 202207], ['6.0', 202210], ['6.1', 202212],
  ['6.2', 202302], ['6.3', 202304], ['6.4', 202306], ['6.5', 202308], ['6.6', 202310],
  ['6.7', 202401], ['6.8', 202403], ['6.9', 202405], ['6.10', 202407], ['6.11', 202409], ['6.12', 202411],
  ['6.13', 202501], ['6.14', 202503], ['6.15', 202505], ['6.16', 202507], ['6.17', 202509], ['6.18', 202511],
  ['6.19', 202602], ['7.0', 202604], ['7.1', 202606], ['7.2', 202608],
];

/** When the first of them had its first candidates: 4.0 came out. */
const FIRST_CANDIDATES = 201504;

/** A month as one number: 201808. */
export const monthNumber = (year: number, month: number): number => 100 * year + month;

/** Distributions had the swap entries of L1TF from this month on: CVE-2018-3620 was made public on 14 August 2018. */
export const L1TF_MONTH = 201808;

/**
 * The first release that nobody had in a month, or hardly anybody as a candidate: the one behind the next. The candidates of that
 * begin in the month in which the last one came out, or in the next.
 *
 * @param month such as 201808
 * @returns undefined where that is not known
 */
export function notYetIn(month: number): string | undefined {
  const known = RELEASE_MONTHS.find(([, released]) => released > month)?.[0];
  // The release behind the last one that is known came out later than that, whenever it did.
  const next = known ?? (month === LAST_MONTH ? behind(LAST_RELEASE) : undefined);
  return next === undefined || month < FIRST_CANDIDATES ? next : behind(next);
}

const [LAST_RELEASE = '', LAST_MONTH] = RELEASE_MONTHS.at(-1) ?? [];

/** The release behind another one. */
const behind = (release: string): string | undefined => NEWEST_FIRST[NEWEST_FIRST.indexOf(release) - 1];
