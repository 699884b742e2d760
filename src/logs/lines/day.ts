import { dayNumber } from '../../kernel/release-days.ts';

const DAYS = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
/** Of those who write the names in full, some write "17th" too. */
const WEEKDAY = `${DAYS}[a-z]{0,6},?`;
const FULL_MONTH = `${MONTH}[a-z]{0,6}`;
const DAY = String.raw`(?<day>\d{1,2})`;

/** The heading of a mail (RFC 5322 3.3: white space is free). A commit has the day of the week without a comma. */
export const MAIL_DATE = new RegExp(
  String.raw`^[>|\s]*Date:\s*(?:${DAYS},\s*)?${DAY}\s+${MONTH}\s+(?<year>20\d\d)\b`,
);

/** The day of a report of Apport: as `date` has it in the C locale, without the zone that `git log` puts behind it, and one blank in front. */
export const APPORT_DATE = new RegExp(
  String.raw`^[>|\s]*Date: ${DAYS} ${MONTH} (?<day>[ \d]\d) \d\d:\d\d:\d\d (?<year>20\d\d)\s*$`,
);

/** The day in front of a page that Jekyll, Hugo and their like make. */
export const PAGE_DATE = /^date:\s+["']?(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)(?!\d)/;

/** What Outlook has in front of the mail that is answered, with the day in the words of whoever answers. */
export const SENT = /^[>|\s]*\*{0,2}Sent:\*{0,2}\s+(?<when>\S.{5,80})$/;

/** Where a tree of linux-next is, which has its day for a name. */
export const NEXT_TREE = /linux-next\.git\S{0,40}[=/]next-(?<year>20\d\d)(?<month>\d\d)(?<day>\d\d)(?!\d)/;

/** What stands in front of a quotation, or the end of it: what is quoted is older than that, and the answer around it is younger. */
export const QUOTATION = /^.{0,300}\bwrote:\s*$/;

/**
 * The same in other languages, or with no verb at all, as Gmail had it long (a row of a log has `to=<` there): it counts where a day begins the line. What has lost its
 * accents to quoted-printable mail is meant too.
 */
export const FOREIGN_QUOTATION =
  /^.{0,200}(?:(?:schrieb|schreef|skrev|(?<!(?:=|: )<[^<>]{0,80})@[\w.-]{1,80}>).{0,80}|(?:a \S{1,6}crit|escribió|scritto|escreveu|pisze|пишет|写道)\s*)[:：]\s*$/;

/** What stands in front of the day there. */
const LEAD = String.raw`^[>|\s]*(?:(?:On|Am|Le|El|Il(?: giorno)?|Em|W dniu|Op|Den|在) )?`;

/** How mail programs write the day there. */
const QUOTED_DAYS = [
  String.raw`${DAY}(?:st|nd|rd|th)? ${FULL_MONTH},? (?<year>20\d\d)\b`,
  String.raw`${FULL_MONTH} ${DAY}(?:st|nd|rd|th)?,? (?<year>20\d\d)\b`,
  String.raw`(?<year>20\d\d)[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})\b`,
].map((day) => new RegExp(`${LEAD}(?:${WEEKDAY} )?${day}`));

/** What can be a day and a release of the kernel, without the time of a day. */
const RELEASE = String.raw`[2-7]\.(?:0|[1-9]\d?)\.(?:0|[1-9]\d?)(?!\d|,? (?:at )?\d{1,2}:\d\d)`;

/** In numbers alone, which some write with the month first, and with two digits of the year that can stand first as well. */
const NUMBERS = new RegExp(
  String.raw`${LEAD}(?:${DAYS},? |(?!${RELEASE}))(\d{1,2})([/.-])(\d{1,2})\2(20\d\d(?!\d)|\d\d(?=[\s,;:]|$))`,
);

/** The mail of a patch: its day can be that of the patch, which is older than any test of it. */
export const PATCH_MAIL = /^[>|\s]*Subject: \[PATCH\b/;

/** In place of a day that tells nothing. */
export const ANY_DAY = Infinity;

/** The times that logging programs and `dmesg -T` put in front of a line. */
const STAMPS = [
  // Behind its level where a line stands as RFC 5424 sends it (6.2).
  /^[>|\s]*(?:<\d{1,3}>1 )?(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)[T ]\d\d:\d\d/,
  new RegExp(String.raw`\[${DAYS} ${MONTH} (?<day>[ \d]\d) \d\d:\d\d:\d\d (?<year>20\d\d)\]`),
];

/** The day of a date, such as 20180903. */
export function dayIn({ groups = {} }: RegExpExecArray): number | undefined {
  const { year, month = '', day } = groups;
  const named = MONTHS.indexOf(month) + 1;
  return dayOf(Number(year), named > 0 ? named : Number(month), Number(day));
}

function dayOf(year: number, month: number, day: number): number | undefined {
  const isDay = month >= 1 && month <= MONTHS.length && day >= 1 && day <= 31;
  return isDay ? dayNumber(year, month, day) : undefined;
}

/** The latest day that numbers can mean: what bounds a release must hold of all. */
function latestIn([, one = '', mark, two = '', last = '']: RegExpExecArray): number | undefined {
  const [first, second, third] = [Number(one), Number(two), Number(last) % 2000];
  const days = [
    dayOf(2000 + third, second, first),
    // With dots the month never stands first.
    ...(mark === '.' ? [] : [dayOf(2000 + third, first, second)]),
    ...(last.length > 2 ? [] : [dayOf(2000 + first, second, third)]),
  ].filter((day) => day !== undefined);
  return days.length === 0 ? undefined : Math.max(...days);
}

/** The day of what is quoted behind a line. */
export function quotedDayIn(line: string): number | undefined {
  const match = QUOTED_DAYS.map((day) => day.exec(line)).find((found) => found !== null);
  if (match) return dayIn(match);
  const numbers = NUMBERS.exec(line);
  return numbers ? latestIn(numbers) : undefined;
}

/** Clocks that no battery kept begin with earlier days: that of a chip (2013 for a common one), or of a build of user space. */
const EARLIEST_CLOCK = dayNumber(2015, 4, 12);

/** The day that stands in front of a line of a log; undefined where none does, or a clock that was not set. */
export function dayInFront(line: string): number | undefined {
  const front = line.slice(0, 60);
  // All have a year.
  if (!front.includes('20')) return undefined;
  for (const stamp of STAMPS) {
    const match = stamp.exec(front);
    const day = match ? dayIn(match) : undefined;
    if (day !== undefined) return day < EARLIEST_CLOCK ? undefined : day;
  }
  return undefined;
}
