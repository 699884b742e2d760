import { expect, test } from '@jest/globals';
import { joinHalves, tableAddress, tableIndex, tableTarget } from '../../src/images/address.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const four = resolveKernel({ kernel: '6.1' });
const five = resolveKernel({ kernel: '6.1', paging: 5 });

test('tableIndex takes the bits of a level', () => {
  const indexes = five.levels.map((level) => tableIndex(level, 0x01ab_cdef_1234_5678n));
  expect(indexes).toEqual([0x1ab, 0x19b, 0x1bc, 0x91, 0x145]);
});

test('tableAddress takes PCID, flags and the encryption bit off', () => {
  expect(tableAddress(four, 0x8000_0000_0123_4fffn)).toBe(0x123_4000n);
  expect(tableAddress(resolveKernel({ kernel: '6.1', encBit: 47 }), (1n << 47n) | 0x5018n)).toBe(0x5000n);
});

test('tableTarget follows tables and nothing else', () => {
  expect(tableTarget(four, 'pmd', 0x8000_0000_0123_4067n)).toBe(0x123_4000n);
  for (const entry of [0n, 0x123_40e7n, 0xfffffffffffffc00n])
    expect(tableTarget(four, 'pmd', entry)).toBeUndefined();
  expect(tableTarget(four, 'pte', 0x123_4067n)).toBeUndefined();
});

test('tableTarget takes no empty entry for a table, whatever its bits are', () => {
  const s390x = resolveKernel({ kernel: '6.12', arch: 's390x' });
  // v6.12 arch/s390/include/asm/pgtable.h _REGION3_ENTRY_EMPTY, _SEGMENT_ENTRY_EMPTY.
  expect(tableTarget(s390x, 'pud', 0x24n)).toBeUndefined();
  expect(tableTarget(s390x, 'pmd', 0x20n)).toBeUndefined();
  expect(tableTarget(s390x, 'pud', 0x1_4007n)).toBe(0x1_4000n);
});

test('joinHalves takes signed halves too', () => {
  expect(joinHalves(-1, -2)).toBe(0xffff_fffe_ffff_ffffn);
});
