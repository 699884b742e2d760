import { NEWEST_FIRST } from './profiles.ts';

/** When releases came out, as years, months and days, from 4.1 on. https://en.wikipedia.org/wiki/Linux_kernel_version_history */
// prettier-ignore
export const RELEASE_DAYS: readonly (readonly [release: string, day: number])[] = [
  ['4.1', 20150621], ['4.2', 20150830], ['4.3', 20151101],
  ['4.4', 20160110], ['4.5', 20160313], ['4.6', 20160515], ['4.7', 20160724], ['4.8', 20161002], ['4.9', 20161211],
  ['4.10', 20170219], ['4.11', 20170430], ['4.12', 20170702], ['4.13', 20170903], ['4.14', 20171112],
  ['4.15', 20180128], ['4.16', 20180401], ['4.17', 20180603], ['4.18', 20180812], ['4.19', 20181022], ['4.20', 20181223],
  ['5.0', 20190303], ['5.1', 20190505], ['5.2', 20190707], ['5.3', 20190915], ['5.4', 20191124],
  ['5.5', 20200126], ['5.6', 20200329], ['5.7', 20200531], ['5.8', 20200802], ['5.9', 20201011], ['5.10', 20201213],
  ['5.11', 20210214], ['5.12', 20210425], ['5.13', 20210627], ['5.14', 20210829], ['5.15', 20211031],
  ['5.16', 20220109], ['5.17', 20220320], ['5.18', 20220522], ['5.19', 20220731], ['6.0', 20221002], ['6.1', 20221211],
  ['6.2', 20230219], ['6.3', 20230423], ['6.4', 20230625], ['6.5', 20230827], ['6.6', 20231029],
  ['6.7', 20240107], ['6.8', 20240310], ['6.9', 20240512], ['6.10', 20240714], ['6.11', 20240915], ['6.12', 20241117],
  ['6.13', 20250119], ['6.14', 20250324], ['6.15', 20250525], ['6.16', 20250727], ['6.17', 20250928], ['6.18', 20251130],
  ['6.19', 20260208], ['7.0', 20260412], ['7.1', 20260614], ['7.2', 20260816],
];

/** When the first of them had its first candidates: 4.0 came out. */
const FIRST_CANDIDATES = 20150412;

/** A day as one number: 20180903. */
export const dayNumber = (year: number, month: number, day: number): number =>
  10_000 * year + 100 * month + day;

/** Distributions had the swap entries of L1TF from this day on, when CVE-2018-3620 was made public. */
export const L1TF_DAY = 20180814;

/**
 * The first release that nobody had on a day, or hardly anybody as a part of linux-next: the one behind the next, of which
 * candidates and what becomes them are there from the day on which the last one came out.
 *
 * @param day such as 20180903
 * @returns undefined where that is not known
 */
export function notYetIn(day: number): string | undefined {
  const next = RELEASE_DAYS.find(([, released]) => released > day)?.[0];
  return next === undefined || day < FIRST_CANDIDATES ? next : behind(next);
}

/** The release behind another one. */
const behind = (release: string): string | undefined => NEWEST_FIRST[NEWEST_FIRST.indexOf(release) - 1];
