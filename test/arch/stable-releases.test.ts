import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/core/entry/entry.ts';
import { swpOffset } from '../../src/core/entry/swap-entry.ts';
import { applyFunction, kernelFunctions } from '../../src/core/functions/functions.ts';
import { answerOf } from '../../src/core/functions/predicates.ts';
import { asking } from '../../src/core/verdicts/questions.ts';
import { checkRules } from '../../src/core/verdicts/rules.ts';
import { releasesWith } from '../../src/core/version.ts';
import { readRelease } from '../../src/kernel/release.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const kernelOf = (kernel: string) => resolveKernel({ kernel });

test('releases with a change: the main line from one on, older series from a stable release on', () => {
  expect(releasesWith('6.7', '6.6.8', '5.19.17')).toEqual([
    { since: '6.7' },
    { since: '6.6.8', until: '6.7' },
    { since: '5.19.17', until: '5.20' },
  ]);
});

// Present and PAT (bit 7) of x86_64; upstream commit, then the stable releases that took it.
describe('what stable releases took from the main line', () => {
  // 548cb932051f, arch/x86/include/asm/pgtable_types.h _PAGE_CHG_MASK.
  test.each([
    { kernels: ['5.10.194', '5.15.131', '6.1', '6.1.52', '6.4.15', '6.5', '6.5.2'], is: 0x1n },
    { kernels: ['5.10.195', '5.15.132', '6.1.53', '6.4.16', '6.5.3', '6.6'], is: 0x81n },
  ])('x86_64 pte_modify() gives $is with PAT on $kernels', ({ kernels, is }) => {
    for (const kernel of kernels)
      expect([kernel, applyFunction(kernelOf(kernel), 'pte_modify', { pte: 0x81n, prot: 0x1n })]).toEqual([
        kernel,
        is,
      ]);
  });

  // bf74bb73cd87, arch/arm64/include/asm/sparsemem.h: MAX_PHYSMEM_BITS is what the CPU has, where it was CONFIG_ARM64_PA_BITS. v6.12
  // include/linux/swapops.h SWP_MIG_YOUNG_BIT (SWP_PFN_BITS), SWP_MIG_DIRTY_BIT; a CPU without LPA2.
  test.each([
    { kernels: ['6.9', '6.12', '6.12.13', '6.13', '6.13.2'], first: 40n },
    { kernels: ['6.12.14', '6.12.117', '6.13.3', '6.14', '6.18'], first: 36n },
  ])('arm64 for 52 bits: young and dirty of migration entries on $kernels', ({ kernels, first }) => {
    // The type is another one in kernels with CONFIG_DEVICE_PRIVATE.
    const config = new Map([
      ['ARM64_PA_BITS_52', true],
      ['DEVICE_PRIVATE', false],
    ]);
    for (const name of kernels) {
      const kernel = resolveKernel({ arch: 'arm64', kernel: name, config });
      const inputs = { offset: 0x1234n, young: true, dirty: true };
      const raw = applyFunction(kernel, 'make_readable_migration_entry', inputs);
      expect([name, swpOffset(kernel.swap, BigInt(raw))]).toEqual([name, 0x1234n | (3n << first)]);
      expect([name, checkRules(readEntry(kernel, BigInt(raw), 'pte'))['4'].holds]).toEqual([name, false]);
    }
  });

  // 340d972e7541, arch/x86/include/asm/pgtable.h.
  test.each([
    { kernel: '6.11', is: false },
    { kernel: '6.12', is: true },
  ])('x86_64 pud_leaf() of a large page that is not present on $kernel: $is', ({ kernel, is }) => {
    expect(answerOf(kernelOf(kernel), 'pud_leaf', 0x80n)).toBe(is);
  });

  // d0ceea662d45, arch/x86/include/asm/pgtable_types.h _PAGE_BIT_NOPTISHADOW.
  test.each([
    { kernels: ['6.6.65', '6.7', '6.12', '6.12.4'], reserved: 1n << 58n },
    { kernels: ['6.6.66', '6.12.5', '6.13'], reserved: 0n },
  ])('bit 58 of a top table of x86_64 on $kernels', ({ kernels, reserved }) => {
    for (const kernel of kernels)
      expect([kernel, readEntry(kernelOf(kernel), (1n << 58n) | 0x67n, 'pgd').reserved]).toEqual([
        kernel,
        reserved,
      ]);
  });

  // The same, arch/x86/mm/ident_map.c: the kernel makes it in upper tables. pud_bad() and what is below have other bits.
  test.each([
    { level: 'pgd', paging: 4, raw: 0x0400_0000_0123_4063n, bad: null },
    { level: 'pgd', paging: 5, raw: 0x0400_0000_0123_4063n, bad: null },
    { level: 'p4d', paging: 5, raw: 0x0400_0000_0123_4063n, bad: null },
    { level: 'pgd', paging: 4, raw: 0x0c00_0000_0123_4063n, bad: 'p4d_bad' },
    { level: 'pud', paging: 4, raw: 0x0400_0000_0123_4063n, bad: 'pud_bad' },
  ] as const)('$raw in a $level of $paging levels is bad by $bad', ({ level, paging, raw, bad }) => {
    for (const name of ['6.6.66', '6.12.5', '7.3']) {
      const entry = readEntry(resolveKernel({ kernel: name, paging }), raw, level);
      expect([name, asking(entry)('bad_table')]).toEqual([name, bad]);
    }
  });

  // arch/x86/include/asm/pgtable.h p4d_bad(): NX of what maps user memory came with page-table isolation (1c4de1ff4fe5), in v4.15-rc6.
  test.each([
    { kernels: ['4.14', '4.14.10', '4.15-rc1', '4.15.0-rc5', '4.15.0-041500rc3-generic'], is: true },
    {
      kernels: [
        ...['4.14.11', '4.15', '4.15-rc6', '4.15.0-041500rc9-generic', '6.1', '4.14.0-3-amd64'],
        ...[
          '4.14.0-115.el7a.x86_64',
          '4.15.0-rc5+',
          '4.15.0-rc5-00123-g0123456789ab',
          '4.15.0-rc5-next-20171222',
        ],
      ],
      is: false,
    },
  ])('x86_64 p4d_bad() of a table with NX ($is) on $kernels', ({ kernels, is }) => {
    for (const kernel of kernels) {
      const { kernel: name = '', config } = readRelease(kernel) ?? {};
      const known = resolveKernel({ kernel: name, ...(config ? { config } : {}) });
      expect([kernel, answerOf(known, 'p4d_bad', 0x8000_0000_0123_4067n)]).toEqual([kernel, is]);
    }
  });

  // 3e93d49175a7 (6.10), arch/s390/include/asm/pgtable.h _REGION3_ENTRY_WRITE: a region-third entry that is large.
  test.each([
    { kernel: '6.9', bit: 0x1n },
    { kernel: '6.10', bit: 0x2n },
  ])('s390x: the write bit of a large pud on $kernel', ({ kernel, bit }) => {
    const s390x = resolveKernel({ arch: 's390x', kernel });
    expect([0x1n, 0x2n].filter((each) => answerOf(s390x, 'pud_write', 0x404n | each) === true)).toEqual([
      bit,
    ]);
  });

  // 07a57a338adb, include/linux/swapops.h is_pfn_swap_entry().
  test.each([
    { kernels: ['6.1', '6.1.90', '6.6.28', '6.8.7'], is: false },
    { kernels: ['6.1.91', '6.6.29', '6.8.8', '6.9'], is: true },
  ])('an entry of a poisoned page has a frame ($is) on $kernels', ({ kernels, is }) => {
    for (const kernel of kernels) {
      const raw = applyFunction(kernelOf(kernel), 'swp_entry_to_pte', {
        type: kernelOf(kernel).specialTypes.find(({ name }) => name === 'SWP_HWPOISON')?.number ?? 0,
        offset: 5n,
      });
      expect([kernel, answerOf(kernelOf(kernel), 'is_pfn_swap_entry', BigInt(raw))]).toEqual([kernel, is]);
    }
  });

  // 099dd6878b9b, include/linux/swapops.h.
  test.each([
    { kernels: ['5.10', '5.10.45', '5.11', '5.12', '5.12.12'], is: false },
    { kernels: ['5.10.46', '5.12.13', '5.13', '5.18', '5.19'], is: true },
  ])('pte_swp_clear_flags() is there ($is) on $kernels', ({ kernels, is }) => {
    for (const kernel of kernels) {
      const names = kernelFunctions(kernelOf(kernel)).map(({ name }) => name);
      expect([kernel, names.includes('pte_swp_clear_flags')]).toEqual([kernel, is]);
    }
  });
});
