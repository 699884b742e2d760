import { monthNumber } from '../../kernel/release-months.ts';

const DAYS = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;

/** The heading of a mail (RFC 5322 3.3). */
export const MAIL_DATE = new RegExp(
  String.raw`^[>|\s]*Date: (?:${DAYS}, )?\d{1,2} ${MONTH} (?<year>20\d\d)\b`,
);

/** What stands in front of a quotation: what is quoted is older than that, and the answer around it is younger. */
export const QUOTATION = /^[>|\s]*On .{8,280} wrote:\s*$/;

/** How mail programs write the day there. */
const QUOTED_DAYS = [
  new RegExp(String.raw`^[>|\s]*On (?:${DAYS},? )?(?:\d{1,2} )?${MONTH}(?: \d{1,2})?,? (?<year>20\d\d)\b`),
  /^[>|\s]*On (?<year>20\d\d)[-/](?<month>\d{1,2})[-/]\d{1,2}\b/,
];

/** The mail of a patch: its day can be that of the patch, which is older than any test of it. */
export const PATCH_MAIL = /^[>|\s]*Subject: \[PATCH\b/;

/** In place of a month that tells nothing. */
export const ANY_MONTH = Infinity;

/** The times that logging programs and `dmesg -T` put in front of a line. */
const STAMPS = [
  /^[>|\s]*(?<year>20\d\d)-(?<month>\d\d)-\d\d[T ]\d\d:\d\d/,
  new RegExp(String.raw`\[${DAYS} ${MONTH} [ \d]\d \d\d:\d\d:\d\d (?<year>20\d\d)\]`),
];

/** The month of a date, such as 201808. */
export function monthIn({ groups = {} }: RegExpExecArray): number | undefined {
  const { year = '', month = '' } = groups;
  const named = MONTHS.indexOf(month) + 1;
  const number = named > 0 ? named : Number(month);
  return number >= 1 && number <= MONTHS.length ? monthNumber(Number(year), number) : undefined;
}

/** The month of what is quoted behind a line. */
export function quotedMonthIn(line: string): number | undefined {
  const match = QUOTED_DAYS.map((day) => day.exec(line)).find((found) => found !== null);
  return match ? monthIn(match) : undefined;
}

/** Clocks that no battery kept begin with earlier years. */
const EARLIEST_CLOCK = monthNumber(2011, 1);

/** The month that stands in front of a line of a log; undefined where none does, or a clock that was not set. */
export function monthInFront(line: string): number | undefined {
  const front = line.slice(0, 60);
  for (const stamp of STAMPS) {
    const match = stamp.exec(front);
    const month = match ? monthIn(match) : undefined;
    if (month !== undefined) return month < EARLIEST_CLOCK ? undefined : month;
  }
  return undefined;
}
