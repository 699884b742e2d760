import { describe, expect, test } from '@jest/globals';
import {
  fieldMax,
  genericEntry,
  makeSwapPte,
  offsetPfn,
  rawField,
  splitGenericEntry,
  swapTypeOf,
  swpOffset,
  swpType,
} from '../../../src/core/entry/swap-entry.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { readVectors, VECTOR_SETS } from '../../helpers/vectors.ts';

describe.each(VECTOR_SETS)('$stem', ({ stem, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });

  test('entries are put together as the kernel does, also beyond the range of a field', () => {
    let compared = 0;
    for (const row of readVectors(stem, 'encode')) {
      const make = {
        __swp_entry: makeSwapPte.bind(null, kernel.swap),
        swp_entry: genericEntry.bind(null, kernel),
      };
      const op = row['op'];
      if (op !== '__swp_entry' && op !== 'swp_entry') continue;
      compared += 1;
      const entry = { type: Number(row['type']), offset: BigInt(String(row['offset'])) };
      expect([row, make[op](entry)]).toEqual([row, BigInt(String(row['val'] ?? row['raw']))]);
    }
    expect(compared).toBeGreaterThan(50);
  });

  test('type and offset are those that the kernel reads, of any value', () => {
    for (const row of readVectors(stem, 'decode')) {
      const raw = BigInt(String(row['raw']));
      expect([row['raw'], swpType(kernel.swap, raw), swpOffset(kernel.swap, raw)]).toEqual([
        row['raw'],
        Number(row['__swp_type']),
        BigInt(String(row['__swp_offset'])),
      ]);
    }
  });
});

describe('x86_64 6.12', () => {
  const kernel = resolveKernel({ kernel: '6.12' });

  test('the offset is stored inverted: 0x4 has the raw field 0 and the offset 0x3ffffffffffff', () => {
    expect(fieldMax(kernel.swap.offset)).toBe(0x3ffffffffffffn);
    expect(rawField(0x4n, kernel.swap.offset)).toBe(0n);
    expect(swpOffset(kernel.swap, 0x4n)).toBe(0x3ffffffffffffn);
  });

  test('a swp_entry_t has its type from bit 58 on, one bit lower before 4.20', () => {
    const entry = { type: 1, offset: 0x1234n };
    expect(genericEntry(kernel, entry)).toBe(0x0400000000001234n);
    expect(splitGenericEntry(kernel, 0x0400000000001234n)).toEqual(entry);
    expect(genericEntry(resolveKernel({ kernel: '4.18' }), entry)).toBe(0x0200000000001234n);
  });

  test('SWP_PFN_BITS is 34 with four levels since 6.1; the whole offset is the frame number before', () => {
    expect(offsetPfn(kernel, (3n << 34n) | 0x12345n)).toBe(0x12345n);
    expect(offsetPfn(resolveKernel({ kernel: '6.0' }), (3n << 34n) | 0x12345n)).toBe((3n << 34n) | 0x12345n);
  });

  test('there are 32 types', () => {
    expect(swapTypeOf(kernel, 31)).toMatchObject({ name: 'SWP_PTE_MARKER', kind: 'pte-marker' });
    expect(() => swapTypeOf(kernel, 32)).toThrow(RangeError);
  });
});
