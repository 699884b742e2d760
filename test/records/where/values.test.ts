import { expect, test } from '@jest/globals';
import { integerOf, isTrue } from '../../../src/records/where/values.ts';

test.each([
  { value: 4n, integer: 4n, holds: true },
  { value: 0n, integer: 0n, holds: false },
  { value: 4, integer: 4n, holds: true },
  { value: 2 ** 60, integer: undefined, holds: false },
  { value: true, integer: 1n, holds: true },
  { value: false, integer: 0n, holds: false },
  { value: '0xffffffffffffffff', integer: 0xffff_ffff_ffff_ffffn, holds: true },
  { value: '0x0000000000000000', integer: 0n, holds: false },
  { value: '0x1ffffffffffffffff', integer: undefined, holds: false },
  { value: '4', integer: undefined, holds: false },
  { value: null, integer: undefined, holds: false },
  { value: undefined, integer: undefined, holds: false },
  { value: ['0x4'], integer: undefined, holds: false },
])('integer and truth of $value', ({ value, integer, holds }) => {
  expect(integerOf(value)).toBe(integer);
  expect(isTrue(integer)).toBe(holds);
});
