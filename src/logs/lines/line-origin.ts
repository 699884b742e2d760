/** Who printed a line, and when, as far as stands in front of it. */
export interface LineOrigin {
  /** The name of the machine, as logging programs put it in front of `kernel:`. */
  readonly host: string | undefined;
  /** Seconds since its boot, as the kernel prints them. */
  readonly clock: number | undefined;
}

/** How far the clock of one boot can go back from one line to the next, in seconds: processors print in any order. */
export const CLOCK_SLACK = 1;

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
  return { host, clock: clock === undefined ? undefined : Number(clock) };
}

/** Who printed a line: `[T123]` or `[C1]` behind the time stamp (CONFIG_PRINTK_CALLER); empty where nothing says it. */
export function callerOf(line: string): string {
  return /\[ *([TC]\d{1,9})\]/.exec(line.slice(0, 120))?.[1] ?? '';
}

/** How deep a line is quoted in a mail: who answers quotes older reports above a new one. */
export function quoteDepth(line: string): number {
  const margin = /^(?:[>|\s]|&gt;)*/.exec(line)?.[0] ?? '';
  if (margin === '') return 0;
  return margin.split('>').length + margin.split('&gt;').length - 2;
}
