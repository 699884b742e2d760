import type { Circumstances } from '../../core/rows/log-lines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';

/** The time that the kernel puts in front of a line, as it does or as `dmesg -T` writes it. v2.6.11 kernel/printk.c CONFIG_PRINTK_TIME */
const CLOCK = /\[(?: *\d{1,9}\.\d{6}|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\]/;

/** The functions whose names kernels put in front of a message about a swap entry, and when they did. */
const SPEAKERS: Readonly<Record<string, Circumstances>> = {
  // v2.4 mm/swapfile.c
  // v2.4.2 mm/swapfile.c swap_duplicate, swap_count, swap_free
  rw_swap_page: { until: SINCE.genericSwap },
  swap_count: { until: SINCE.genericSwap },
  swap_free: { until: SINCE.swapInfoGet },
  swap_dup: { until: SINCE.getSwapDevice },
  swap_info_get: { since: SINCE.swapInfoGet, until: SINCE.swapFunctionNames },
  _swap_info_get: { since: SINCE.swapFunctionNames },
  __swap_info_get: { since: SINCE.swapFunctionNames },
  get_swap_device: { since: SINCE.getSwapDevice },
};

/** What a function says that has no row: it came later, but where its name can be the end of an older one. */
function ofOther(speaker: string): Circumstances {
  const [whole, ...more] = Object.keys(SPEAKERS).filter((name) => name.endsWith(speaker));
  if (whole === undefined) return { since: SINCE.genericSwap };
  return more.length === 0 ? (SPEAKERS[whole] ?? {}) : {};
}

/** What a message about a swap entry says of its kernel, by the function that it names. */
export function swapSays({ groups }: RegExpExecArray): Circumstances {
  // v2.4.2 mm/page_io.c, mm/swapfile.c: "VM: " in front, "in swap_dup" and "in swap_count" behind.
  const { swap = '', old, counter, speaker = (old ?? counter) && 'swap_count' } = groups ?? {};
  const said = speaker === undefined ? {} : (SPEAKERS[speaker] ?? ofOther(speaker));
  return { ...said, ...genericWidth(swap) };
}

/**
 * Whether a line is of a kernel that puts the time in front: none of those does that print a pte for a swap entry. Of lines
 * without it nothing is known.
 */
export const hasTime = (line: string): boolean => CLOCK.test(line);

/** How messages about swap entries begin. */
const COMPLAINTS = ['Bad swap', 'Unused swap', 'unrecognized swap'];

/** What a message complains about, without what stands in front of it in its line: other messages can. */
export function complaintIn(message: string): string {
  const at = Math.max(...COMPLAINTS.map((words) => message.lastIndexOf(words)));
  return at < 0 ? message : message.slice(at);
}

/** A generic entry of more than 32 bits is of a 64-bit machine. */
export const genericWidth = (digits: string): Circumstances => (digits.length > 8 ? { wordBits: 64 } : {});
