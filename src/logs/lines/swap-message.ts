import type { Circumstances } from '../../core/rows/log-lines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';

/** The time that the kernel puts in front of a line, as it does or as `dmesg -T` writes it. */
const CLOCK = /\[(?: *\d{1,9}\.\d{6}|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\]/;

/** The functions whose names kernels put in front of a message about a swap entry, and when they did. */
const SPEAKERS: Readonly<Record<string, Circumstances>> = {
  // v2.4 mm/swapfile.c
  rw_swap_page: { until: SINCE.genericSwap },
  swap_count: { until: SINCE.genericSwap },
  swap_free: { until: SINCE.swapInfoGet },
  swap_dup: { until: SINCE.getSwapDevice },
  swap_info_get: { since: SINCE.swapInfoGet, until: SINCE.swapFunctionNames },
  _swap_info_get: { since: SINCE.swapFunctionNames },
  __swap_info_get: { since: SINCE.swapFunctionNames },
  get_swap_device: { since: SINCE.getSwapDevice },
};

/** What a message about a swap entry says of its kernel: by the function that it names, and by the time in front of it. */
export function swapSays({ groups, input, index }: RegExpExecArray): Circumstances {
  const { swap = '', speaker } = groups ?? {};
  const said = speaker === undefined ? {} : (SPEAKERS[speaker] ?? { since: SINCE.genericSwap });
  const clock = CLOCK.test(input.slice(0, index)) ? { since: SINCE.clocks } : {};
  return { ...clock, ...said, ...genericWidth(swap) };
}

/** A generic entry of more than 32 bits is of a 64-bit machine. */
export const genericWidth = (digits: string): Circumstances => (digits.length > 8 ? { wordBits: 64 } : {});
