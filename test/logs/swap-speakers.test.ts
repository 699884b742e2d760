import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

/** Where nothing but the function tells that it is no pte of a kernel before 2.6: v5.3 mm/swapfile.c get_swap_device, v4.11 swap_info_get. */
const ENTRY = 'Bad swap file entry 00123400';
const TOLD: Partial<LogKind> = { values: ['2 swap_entry swap'], said: [/type 0 .*offset 0x123400/] };
const UNTOLD: Partial<LogKind> = { values: ['2 swap_entry -'], said: [/print the pte itself/] };

/** A message about a swap entry that was wrapped behind its function. */
// prettier-ignore
const KINDS: readonly LogKind[] = ([
  ['the function', ['get_swap_device:', ENTRY], TOLD],
  ['the older function', ['swap_info_get:', ENTRY], TOLD],
  ['a sentence', ['> > > In the log of this issue, there is a printed entry: get_swap_device:', `> > > ${ENTRY}.`], TOLD],
  ['the time', ['[  785.872714] get_swap_device:', ENTRY], TOLD],
  ['HTML', ['&gt; get_swap_device:', `&gt; ${ENTRY}`], TOLD],
  ['a quote of something else', ['> get_swap_device:', `> > ${ENTRY}`], UNTOLD],
  ['an answer', ['> get_swap_device:', ENTRY], UNTOLD],
  ['another function', ['this_get_swap_device:', ENTRY], UNTOLD],
  ['a title', ['What is get_swap_device: a guide', ENTRY], UNTOLD],
  ['a function that kernels before 2.6 have', ['swap_dup:', ENTRY], UNTOLD],
] as const).map(([name, log, kind]) => ({ name: `behind ${name}`, log, values: [], ...kind }));

describe('messages about swap entries, wrapped behind their function', () => {
  test.each(KINDS)('$name', expectKind);

  test.each(KINDS)('$name: however the input is cut', expectSameHoweverCut);
});
