import { describe, expect, test } from '@jest/globals';
import { imageMappings } from '../../../src/images/scan/image-mappings.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { parseMaps } from '../../../src/pages/maps.ts';

const MAPS = `00400000-00402000 r--p 0 00:02 6 /init
00402000-00403000 rw-p 0 00:02 6 /init
00410000-00411000 rw-p 0 00:00 0 [heap]
8000000000000-8000000001000 rw-p 0 00:00 0 no-canonical-address
ffffffffff600000-ffffffffff601000 --xp 0 00:00 0 [vsyscall]
`;

// 48 address bits leave page numbers of 36 bits.
describe('Mappings', () => {
  const kernel = resolveKernel({ kernel: 'debian-6.12' });
  const mappings = imageMappings(kernel, parseMaps(MAPS, 'maps', 4096));

  test('leaves out addresses that no table can hold', () => {
    expect(mappings.all.map(({ vma }) => vma.name)).toEqual(['/init', '/init', '[heap]', '[vsyscall]']);
  });

  test.each([
    { name: 'before all', page: 0x3ff, at: undefined, border: 0x400 },
    { name: 'first page', page: 0x400, at: '/init', border: 0x402 },
    { name: 'second mapping of the same file', page: 0x402, at: '/init', border: 0x403 },
    { name: 'a hole', page: 0x404, at: undefined, border: 0x410 },
    {
      name: 'the kernel half, without sign extension',
      page: 0xfffffff600 % 2 ** 36,
      at: '[vsyscall]',
      border: 0xfffffff601 % 2 ** 36,
    },
    { name: 'behind all', page: 0xfffffff601 % 2 ** 36, at: undefined, border: Infinity },
    { name: 'back to an earlier one', page: 0x401, at: '/init', border: 0x402 },
  ])('$name', ({ page, at, border }) => {
    expect(mappings.at(page)?.vma.name).toBe(at);
    expect(mappings.borderAfter(page)).toBe(border);
  });
});
