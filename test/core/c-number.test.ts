import { expect, test } from '@jest/globals';
import { withoutC } from '../../src/core/c-number.ts';

// As drgn prints a pte_t and gdb a constant; text that is no number of C comes back as it is.
test.each([
  ['((pteval_t)0x4UL)', '0x4'],
  ['(unsigned long)(0x4)', '0x4'],
  ['0x8000000012345867ull', '0x8000000012345867'],
  ['(0x4', '(0x4'],
  ['fell', 'fell'],
  [' 0x4 ', '0x4'],
])('%s', (text, bare) => {
  expect(withoutC(text)).toBe(bare);
});
