import { PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';

/** A mapping, as /proc/PID/maps has it; pages are counted in the page size of the dump. */
export interface Vma {
  /** First virtual page number. */
  readonly start: number;
  /** Virtual page number behind the last. */
  readonly end: number;
  /** `rwxp` or `rwxs`, with `-` for what is missing. */
  readonly perms: string;
  /** The text behind the inode: a path, `[heap]`, …; empty for anonymous memory. May hold any character. */
  readonly name: string;
  /** Resident and swapped bytes; undefined when only maps was read. */
  readonly rss?: number;
  readonly swap?: number;
  /** The two-letter words of `VmFlags`; undefined when only maps was read. */
  readonly vmFlags?: readonly string[];
}

/** A name may hold anything but a line feed, for which the kernel writes \\012: also what JavaScript ends a line at. */
const LINE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][ps-]) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+(?: +(.*))?$/s;
const FIELD = /^(\w+): +(.*)$/s;
const KILOBYTES = /^(\d{1,15}) kB$/;
/** No path of Linux is longer (PATH_MAX). */
const NAME_LIMIT = 4200;

/**
 * Reads a copy of /proc/PID/maps or smaps.
 *
 * @param text the file
 * @param source its name, for messages
 * @param pageSize bytes of a page
 * @returns the mappings in the order of the file, which is the order of addresses
 * @throws PteDecodeError `ERR_FORMAT` for a line of another shape, borders off the page or mappings out of order
 */
export function parseMaps(text: string, source: string, pageSize: number): Vma[] {
  const vmas: Vma[] = [];
  let details: { rss?: number; swap?: number; vmFlags?: readonly string[] } = {};
  let head: Vma | undefined;
  let line = 0;
  const finish = (): void => {
    if (head) vmas.push({ ...head, ...details });
    details = {};
  };
  const refuse = (problem: string): PteDecodeError =>
    new PteDecodeError('ERR_FORMAT', problem, { origin: { source, line } });
  // A copy that went through another system: a carriage return at the end of one line alone belongs to a name.
  const hasCarriageReturns = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const row = text.slice(at, hasCarriageReturns && text[end - 1] === '\r' ? end - 1 : end);
    at = end + 1;
    line += 1;
    const match = LINE.exec(row);
    if (match) {
      finish();
      head = vmaOf(match, pageSize, refuse);
      const before = vmas.at(-1);
      if (before && head.start < before.end)
        throw refuse('mapping begins before the end of the one before it');
      continue;
    }
    const field = FIELD.exec(row);
    if (field && head) {
      const [, name, value = ''] = field;
      const kilobytes = KILOBYTES.exec(value);
      if (name === 'Rss' && kilobytes) details.rss = Number(kilobytes[1]) * 1024;
      else if (name === 'Swap' && kilobytes) details.swap = Number(kilobytes[1]) * 1024;
      else if (name === 'VmFlags') details.vmFlags = value.trim().split(/\s+/).slice(0, 64);
    } else if (row.trim() !== '')
      throw refuse(
        `"${printable(row)}": wanted a line of /proc/PID/maps such as 00400000-00401000 r--p 00000000 fe:00 12 /bin/true`,
      );
  }
  finish();
  return vmas;
}

function vmaOf(match: RegExpExecArray, pageSize: number, refuse: (problem: string) => PteDecodeError): Vma {
  const [, from = '', to = '', perms = '', name = ''] = match;
  const size = BigInt(pageSize);
  const start = BigInt(`0x${from}`);
  const end = BigInt(`0x${to}`);
  if (start % size !== 0n || end % size !== 0n)
    throw refuse(`mapping ${from}-${to} does not lie on borders of pages of ${pageSize} bytes`);
  if (end <= start) throw refuse(`mapping ${from}-${to} ends before it begins`);
  return {
    start: Number(start / size),
    end: Number(end / size),
    perms,
    name: name.length > NAME_LIMIT ? `${name.slice(0, NAME_LIMIT)}…` : name,
  };
}
