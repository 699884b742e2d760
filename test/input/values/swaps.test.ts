import { describe, expect, test } from '@jest/globals';
import { parseSwaps } from '../../../src/input/values/swaps.ts';

// As proc_swaps(5) shows them; a blank in a name is written \040.
const SWAPS = `Filename				Type		Size		Used		Priority
/dev/vda2                               partition	1048572		0		-2
/var/swap\\040file                       file		4092		0		-3
`;

describe('parseSwaps', () => {
  test('numbers the areas by their lines', () => {
    expect([...parseSwaps(SWAPS, 'swaps')]).toEqual([
      [0, { name: '/dev/vda2', kib: 1048572n }],
      [1, { name: '/var/swap file', kib: 4092n }],
    ]);
  });

  test('an empty list has a heading too', () =>
    expect(parseSwaps(SWAPS.split('\n')[0] ?? '', 'x').size).toBe(0));

  test('anything else is refused with its place', () => {
    expect(() => parseSwaps('/dev/vda2 partition\n', 'swaps')).toThrow(
      /^swaps:1: wanted the format of \/proc\/swaps/,
    );
    expect(() => parseSwaps(SWAPS.replace('4092', 'lots'), 'swaps')).toThrow(/^swaps:3: size "lots"/);
  });
});
