import type { StandardSince } from '../../core/rows/layout.ts';

/**
 * The releases whose swap entries keep the offset inverted (CVE-2018-3620): `__swp_entry()` in
 * arch/x86/include/asm/pgtable_64.h and pgtable-3level.h of v4.19 and of the stable releases v4.4.148, v4.9.120,
 * v4.14.63, v4.17.15 and v4.18.1.
 */
export const L1TF_RELEASES: StandardSince = {
  since: '4.18.1',
  stable: ['4.4.148', '4.9.120', '4.14.63', '4.17.15'],
};

/** Series older than the tables that were kept on when that was found: which of their releases have it is not looked up. */
export const L1TF_OPEN_SERIES: readonly string[] = ['3.16', '3.18'];

/**
 * Series that kernel.org, Debian, Ubuntu or one of those who take over whole releases still built then (3.2, for 12.04 ESM, 3.13 and
 * 4.15: Ubuntu; 4.13: its kernels for vendors). None of these went back to another one.
 */
export const L1TF_KEPT_SERIES: readonly string[] = [
  ...L1TF_OPEN_SERIES,
  ...['3.2', '3.13', '4.4', '4.9', '4.13', '4.14', '4.15', '4.17', '4.18'],
];

/**
 * Series whose candidates were in use while it was written (6b28baca9b1f, June 2018): a tree of commits behind one of these can
 * have it. Tags before that day have not.
 */
export const L1TF_WRITTEN_SERIES: readonly string[] = ['4.17', '4.18'];

/** The day on which it was made public (INTEL-SA-00161): linux-next, whose names end in their dates, has nothing of it before. */
export const L1TF_DATE = '20180814';
