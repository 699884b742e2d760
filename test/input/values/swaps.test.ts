import { describe, expect, test } from '@jest/globals';
import { parseSwapAreas, parseSwaps } from '../../../src/input/values/swaps.ts';

// As proc_swaps(5) shows them; a blank in a name is written \040.
const SWAPS = `Filename				Type		Size		Used		Priority
/dev/vda2                               partition	1048572		0		-2
/var/swap\\040file                       file		4092		0		-3
`;

describe('parseSwaps', () => {
  test('numbers the areas by their lines', () => {
    expect([...parseSwaps(SWAPS, 'swaps')]).toEqual([
      [0, '/dev/vda2'],
      [1, '/var/swap file'],
    ]);
  });

  test('an empty list has a heading too', () =>
    expect(parseSwaps(SWAPS.split('\n')[0] ?? '', 'x').size).toBe(0));

  test('anything else is refused with its place', () => {
    expect(() => parseSwaps('/dev/vda2 partition\n', 'swaps')).toThrow(
      /^swaps:1: wanted the format of \/proc\/swaps/,
    );
  });
});

describe('parseSwapAreas', () => {
  test('gives sizes in pages', () => {
    expect(parseSwapAreas(SWAPS, 'swaps', 4096).get(1)).toEqual({
      name: '/var/swap file',
      pages: 1023n,
      bad: 0n,
    });
  });
  // v6.12 include/linux/swap.h union swap_header: 1024 bytes for the boot, three numbers, two names of 16 bytes, 117 numbers of
  // padding; the signature of ten bytes ends the page. mm/swapfile.c read_swap_header() refuses bad pages of regular files.
  test.each([
    { pageSize: 4096, bad: 637n },
    { pageSize: 65536, bad: 15997n },
  ])('a device has up to $bad bad pages of $pageSize bytes', ({ pageSize, bad }) => {
    expect(parseSwapAreas(SWAPS, 'swaps', pageSize).get(0)).toMatchObject({ name: '/dev/vda2', bad });
  });
  test('refuses a size that is no number', () => {
    expect(() => parseSwapAreas(SWAPS.replace('4092', 'lots'), 'swaps', 4096)).toThrow(
      /^swaps:3: size "lots"/,
    );
  });
});
