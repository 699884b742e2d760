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

// z/Architecture Principles of Operation, "Translation-Specification Exception": the table type is not that of the level;
// v6.12 arch/s390/include/asm/pgtable.h _REGION_ENTRY_TYPE_MASK, _SEGMENT_ENTRY, _REGION3_ENTRY, _REGION2_ENTRY, _REGION1_ENTRY.
test.each(['4.14', '6.12', '6.13', '7.3'])('a table of s390x has the type of its level, on %s', (release) => {
  const kernel = resolveKernel({ kernel: release, arch: 's390x', paging: 5 });
  const types = [
    ['pmd', 0x0n],
    ['pud', 0x4n],
    ['p4d', 0x8n],
    ['pgd', 0xcn],
  ] as const;
  for (const [level, type] of types)
    for (const [, other] of types) {
      const target = tableTarget(kernel, level, 0x1_4003n | other);
      expect([level, other, target]).toEqual([level, other, other === type ? 0x1_4000n : undefined]);
    }
});

test('joinHalves takes signed halves too', () => {
  expect(joinHalves(-1, -2)).toBe(0xffff_fffe_ffff_ffffn);
});
