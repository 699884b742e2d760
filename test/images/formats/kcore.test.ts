import { describe, expect, test } from '@jest/globals';
import { kcoreExtents, type LoadSegment } from '../../../src/images/formats/kcore.ts';

const segment = (vaddr: bigint, size: bigint, offset: number, paddr = 0n): LoadSegment => ({
  offset,
  vaddr,
  paddr,
  fileSize: size,
  memSize: size,
});

/** The areas that a kernel before 4.19 lists, with their usual addresses (v4.14 Documentation/x86/x86_64/mm.txt). */
const OLD_KERNEL = [
  segment(0xffffffff81000000n, 0x2000000n, 0x7fff81000000),
  segment(0xffffc90000000000n, 0x1fffffffffffn, 0x490000000000),
  segment(0xffffffffa0000000n, 0x5f000000n, 0x7fffa0000000),
  segment(0xffff880000001000n, 0x9f000n, 0x80000001000),
  segment(0xffff880000100000n, 0x3ff00000n, 0x80000100000),
  segment(0xffffea0000000000n, 0x1000000n, 0x6a0000000000),
];

describe('kcoreExtents', () => {
  test('the direct map of a kernel that writes no physical addresses', () => {
    const found = kcoreExtents(OLD_KERNEL, 'x86_64');
    expect(found?.directMap).toBe(0xffff880000000000n);
    expect(found?.extents).toEqual([
      { start: 0x1000, end: 0xa0000, offset: 0x80000001000 },
      { start: 0x100000, end: 0x40000000, offset: 0x80000100000 },
    ]);
  });

  test('a direct map moved by KASLR', () => {
    const moved = OLD_KERNEL.map((item) =>
      item.vaddr < 0xffffc90000000000n ? { ...item, vaddr: item.vaddr + 0x1240000000n } : item,
    );
    expect(kcoreExtents(moved, 'x86_64')?.directMap).toBe(0xffff881240000000n);
  });

  test('any other core is left alone', () => {
    expect(kcoreExtents([segment(0n, 0x1000n, 0)], 'x86_64')).toBeUndefined();
    expect(kcoreExtents([segment(0xffff888000000000n, 0x1000n, 0, 0x1000n)], 'x86_64')).toBeUndefined();
    expect(kcoreExtents(OLD_KERNEL, 'aarch64')).toBeUndefined();
    expect(kcoreExtents([], 'x86_64')).toBeUndefined();
    expect(kcoreExtents([segment(0xffffc90000000000n, 1n << 45n, 0)], 'x86_64')).toBeUndefined();
  });
});
