import { expect, test } from '@jest/globals';
import { parseAddressRange } from '../../../../src/cli/options/memory/address-range.ts';

test.each([
  { text: '0x1000-0x3000', start: 0x1000n, end: 0x3000n },
  // As /proc/PID/maps has them.
  { text: '7f0000000000-7f0000200000', start: 0x7f00_0000_0000n, end: 0x7f00_0020_0000n },
  { text: '00400000-00401000', start: 0x40_0000n, end: 0x40_1000n },
  { text: '0-0x1000', start: 0n, end: 0x1000n },
  { text: '0x7f00_0000_0000-7F0000200000', start: 0x7f00_0000_0000n, end: 0x7f00_0020_0000n },
  { text: '0xffffffffff600000-10000000000000000', start: 0xffff_ffff_ff60_0000n, end: 1n << 64n },
])('$text', ({ text, start, end }) => {
  expect(parseAddressRange(text)).toMatchObject({ start, end });
});

// Short digits are hexadecimal to one reader and decimal to the next.
test.each([
  '',
  '-',
  '1000-2000',
  '0x1000',
  '0x1000-',
  '0x1000-8192',
  '0x2000-0x1000',
  '0x1000-0x1000',
  '0x1-0x2-0x3',
  'x-y',
])('refuses "%s"', (text) => {
  expect(() => parseAddressRange(text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
});
