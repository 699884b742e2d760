import { describe, expect, test } from '@jest/globals';
import {
  flipProtnoneGuard,
  framePfn,
  needsInvert,
  pmdPfnMask,
  protnoneMask,
  pudPfnMask,
  x86Bits,
} from '../../src/core/x86-bits.ts';
import { U64_MAX } from '../../src/core/u64.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const bits = x86Bits(resolveKernel({ kernel: '6.12' }));
/** Before the L1TF layout nothing was inverted. */
const before = x86Bits(resolveKernel({ kernel: '4.18' }));

describe('x86 masks', () => {
  test('are those of the headers', () => {
    // arch/x86/include/asm/pgtable_types.h of 6.12; PTE_PFN_MASK and the large masks as the vectors' README gives them.
    expect(bits).toMatchObject({
      P: 0x1n,
      RW: 0x2n,
      PSE: 0x80n,
      PROTNONE: 0x100n,
      SPECIAL: 0x200n,
      UFFD_WP: 0x400n,
      SAVED_DIRTY: 1n << 58n,
      DEVMAP: 1n << 57n,
      SWP_UFFD_WP: 0x4n,
      PTE_PFN_MASK: 0xffffffffff000n,
      PMD_PAGE_MASK: 0xfffffffe00000n,
      PUD_PAGE_MASK: 0xfffffc0000000n,
    });
    expect(before).toMatchObject({ UFFD_WP: 0n, SAVED_DIRTY: 0n, SWP_UFFD_WP: 0n, inverts: false });
  });

  test('PSE alone decides which frame mask a large level has', () => {
    expect([pmdPfnMask(bits, 0x81n), pmdPfnMask(bits, 0x80n), pmdPfnMask(bits, 0x1n)]).toEqual([
      bits.PMD_PAGE_MASK,
      bits.PMD_PAGE_MASK,
      bits.PTE_PFN_MASK,
    ]);
    expect([pudPfnMask(bits, 0x80n), pudPfnMask(bits, 0x1n)]).toEqual([
      bits.PUD_PAGE_MASK,
      bits.PTE_PFN_MASK,
    ]);
  });
});

describe('inversion of the frame number (pgtable-invert.h)', () => {
  test.each([
    { value: 0x0n, inverts: false },
    { value: 0x1n, inverts: false },
    { value: 0x120n, inverts: true },
    { value: 0x4n, inverts: true },
  ])('needed for $value: $inverts', ({ value, inverts }) => {
    expect(needsInvert(bits, value)).toBe(inverts);
    expect(protnoneMask(bits, value)).toBe(inverts ? U64_MAX : 0n);
    expect(needsInvert(before, value)).toBe(false);
  });

  test('the PROT_NONE page of frame 0x29e9 has the complement of it', () => {
    expect(framePfn(bits, 0x000ffffffd616960n, bits.PTE_PFN_MASK)).toBe(0x29e9n);
    expect(framePfn(bits, 0x80000000029e8867n, bits.PTE_PFN_MASK)).toBe(0x29e8n);
  });

  test('an entry that changes between the two kinds has its frame flipped', () => {
    const flip = (from: bigint, to: bigint): bigint => flipProtnoneGuard(bits, from, to, bits.PTE_PFN_MASK);
    expect(flip(0x29e9867n, 0x29e9960n)).toBe(0x000ffffffd616960n);
    expect(flip(0x29e9867n, 0x29e9865n)).toBe(0x29e9865n);
  });
});
