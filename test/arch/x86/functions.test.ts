import { describe, expect, test } from '@jest/globals';
import { answerOf } from '../../../src/core/functions/predicates.ts';
import { applyFunction } from '../../../src/core/functions/functions.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const kernel = resolveKernel({ kernel: '6.12' });
/** Before the L1TF layout nothing was inverted. */
const before = resolveKernel({ kernel: '4.18' });
const i386 = resolveKernel({ arch: 'i386', kernel: '6.12' });

describe('frame masks', () => {
  test.each([
    // arch/x86/include/asm/pgtable_types.h of 6.12, with the masks as the vectors' README gives them: bits 12, 21, 30 to 51.
    { name: 'pte_flags', value: 0xffffffffffffffffn, flags: 0xfff0000000000fffn },
    { name: 'pmd_flags', value: 0xffffffffffffffffn, flags: 0xfff00000001fffffn },
    { name: 'pud_flags', value: 0xffffffffffffffffn, flags: 0xfff000003fffffffn },
    // PSE alone decides which mask a large level has, whatever the present bit says.
    { name: 'pmd_flags', value: 0x0000000fff3ff080n, flags: 0x00000000001ff080n },
    { name: 'pmd_flags', value: 0x0000000fff3ff001n, flags: 0x0000000000000001n },
    { name: 'pud_flags', value: 0x0000000fff3ff080n, flags: 0x000000003f3ff080n },
    { name: 'pud_flags', value: 0x0000000fff3ff001n, flags: 0x0000000000000001n },
  ])('$name of $value is $flags', ({ name, value, flags }) => {
    expect(answerOf(kernel, name, value)).toBe(flags);
  });
});

describe('inversion of the frame number (pgtable-invert.h)', () => {
  test.each([
    { used: kernel, value: 0x000ffffffd616960n, pfn: 0x29e9n },
    { used: i386, value: 0x000ffffffd616960n, pfn: 0x29e9n },
    { used: kernel, value: 0x80000000029e8867n, pfn: 0x29e8n },
    { used: kernel, value: 0x0n, pfn: 0n },
    { used: kernel, value: 0x4n, pfn: 0xffffffffffn },
    { used: before, value: 0x4n, pfn: 0n },
    { used: before, value: 0x00000000029e9960n, pfn: 0x29e9n },
  ])('pte_pfn() of $value', ({ used, value, pfn }) => {
    expect(answerOf(used, 'pte_pfn', value)).toBe(pfn);
  });

  test('an entry that changes between the two kinds has its frame flipped', () => {
    const modify = (pte: bigint, prot: bigint): bigint | boolean =>
      applyFunction(kernel, 'pte_modify', { pte, prot });
    // _PAGE_CHG_MASK keeps DIRTY and ACCESSED; PAGE_NONE is PROTNONE and ACCESSED (0x120).
    expect(modify(0x29e9825n, 0x120n)).toBe(0x000ffffffd616920n);
    // A writable dirty page: DIRTY goes to SAVED_DIRTY (bit 58) with the write permission.
    expect(modify(0x29e9867n, 0x120n)).toBe(0x040ffffffd616920n);
    expect(modify(0x000ffffffd616920n, 0x25n)).toBe(0x29e9825n);
    expect(modify(0x29e9827n, 0x25n)).toBe(0x29e9825n);
  });
});
