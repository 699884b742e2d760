import { expect, test } from '@jest/globals';
import { categoryNames, parseCategories, readScanList } from '../../../src/pagemap/ioctl/scan-regions.ts';

// v6.17 include/uapi/linux/fs.h: PAGE_IS_WRITTEN is bit 1, PAGE_IS_SOFT_DIRTY bit 7; bit 31 stands for nothing.
test.each([
  { text: 'WRITTEN,SOFT_DIRTY', mask: 0x82 },
  { text: 'PAGE_IS_WRITTEN | PAGE_IS_SOFT_DIRTY', mask: 0x82 },
  { text: 'soft-dirty', mask: 0x80 },
  { text: 'WRITTEN bit_31', mask: 0x8000_0002 },
  { text: 'bit-31', mask: 0x8000_0000 },
  { text: 'bit_32', mask: undefined },
  { text: 'WRITEN', mask: undefined },
  { text: '', mask: undefined },
])('categories "$text"', ({ text, mask }) => {
  expect(parseCategories(text)).toBe(mask);
});

test('names of categories are read as they are written', () => {
  for (let bit = 0; bit < 32; bit += 1)
    expect(parseCategories(categoryNames((1 << bit) >>> 0).join(','))).toBe((1 << bit) >>> 0);
});

test('a control character in text is told with its line; only words with zero bytes are binary', () => {
  const list = (text: string) => readScanList(Buffer.from(text), 'list');
  expect(() => list('0x1000 0x2000 0xa\n\x1b]0;x\x07\n')).toThrow(
    'list:2: "\\x1b]0;x\\x07": wanted a region',
  );
  expect(list('0x1000 0x2000 0xa # \x1b[m\n').regions).toHaveLength(1);
  // v6.7 include/uapi/linux/fs.h struct page_region: start, end, categories
  const words = Buffer.from(BigUint64Array.of(0x1000n, 0x2000n, 2n).buffer);
  expect(readScanList(words, 'list').regions).toEqual([{ start: 0x1000n, end: 0x2000n, categories: 2 }]);
});
