/** Who printed a line, and when, as far as stands in front of it. */
export interface LineOrigin {
  /** The name of the machine, as logging programs put it in front of `kernel:`. */
  readonly host: string | undefined;
  /** Seconds since its boot, as the kernel prints them. */
  readonly clock: number | undefined;
  /** What stands in front of it all by which mails and pages mark who says it, such as `>>`. */
  readonly margin: string;
}

/** That of a line of which nothing is known. */
export const NO_ORIGIN: LineOrigin = { host: undefined, clock: undefined, margin: '' };

/** How far the clock of one boot can go back from one line to the next, in seconds: processors print in any order. */
const CLOCK_SLACK = 1;

/** The marks in front of a line, and the blanks between them. */
const MARGIN = /^(?:[>|\s]|&gt;|[:#](?=\s))+/;

/** Characters in which both stand. */
const FRONT = 160;

/** The name behind the time of day, as syslog, that of BusyBox (with its facility) and journald (with a time zone) put it there. */
const HOST = /\d\d:\d\d:\d\d\S{0,24} (?:[A-Z]{3,5} )?(?!\d{4} )(\S{1,64}) (?:kern\.[a-z]{3,7} )?kernel: /;
const CLOCK = /\[ *(\d{1,9}\.\d{6})\]/;

/** What the beginning of a line tells of the machine and the time. */
export function originOf(line: string): LineOrigin {
  const front = line.slice(0, FRONT);
  const clock = CLOCK.exec(front)?.[1];
  const host = front.includes('kernel: ') ? HOST.exec(front)?.[1] : undefined;
  return { host, clock: clock === undefined ? undefined : Number(clock), margin: marginOf(front) };
}

/**
 * Whether two lines are of two texts: marked in two ways, or the time of the kernel goes back from the first to the second. Marks can be
 * lost where a line was broken, and be more where it is quoted by itself.
 *
 * @param isWhole neither line is such a one
 */
export function areOfTwoTexts(first = NO_ORIGIN, second = NO_ORIGIN, isWhole = false): boolean {
  const areTimed = first.clock !== undefined && second.clock !== undefined;
  if (areTimed && second.clock < first.clock - CLOCK_SLACK) return true;
  if (isWhole || areTimed) return first.margin !== second.margin;
  return !first.margin.startsWith(second.margin) && !second.margin.startsWith(first.margin);
}

/** Who printed a line: `[T123]` or `[C1]` behind the time stamp (CONFIG_PRINTK_CALLER); empty where nothing says it. */
export function callerOf(line: string): string {
  return /\[ *([TC]\d{1,9})\]/.exec(line.slice(0, 120))?.[1] ?? '';
}

/** How deep a line is quoted in a mail: who answers quotes older reports above a new one. */
export const quoteDepth = (line: string): number => marginOf(line).replaceAll(/[^>]/g, '').length;

/** The marks in front of a line. */
function marginOf(line: string): string {
  const margin = MARGIN.exec(line)?.[0];
  return margin === undefined ? '' : margin.replaceAll('&gt;', '>').replaceAll(/\s/g, '');
}
