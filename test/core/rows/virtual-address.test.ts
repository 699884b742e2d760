import { describe, expect, test } from '@jest/globals';
import {
  addressBits,
  canonical,
  foldAddress,
  isCanonical,
  isKernelAddress,
  isKernelHalf,
  kernelBegin,
  withoutTag,
} from '../../../src/core/rows/virtual-address.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const four = resolveKernel({ kernel: '6.1' });
const five = resolveKernel({ kernel: '6.1', paging: 5 });

describe('virtual addresses', () => {
  // v6.12 Documentation/arch/x86/x86_64/mm.rst and 5level-paging.rst: 48 and 57 bits, sign-extended.
  test.each([
    { name: '4 levels, user', kernel: four, vaddr: 0x7fff_ffff_ffffn, ok: true },
    { name: '4 levels, first bad', kernel: four, vaddr: 0x8000_0000_0000n, ok: false },
    { name: '4 levels, last bad', kernel: four, vaddr: 0xffff_7fff_ffff_ffffn, ok: false },
    { name: '4 levels, direct map', kernel: four, vaddr: 0xffff_8880_0000_0000n, ok: true },
    { name: '5 levels, user', kernel: five, vaddr: 0xff_ffff_ffff_ffffn, ok: true },
    { name: '5 levels, first bad', kernel: five, vaddr: 0x100_0000_0000_0000n, ok: false },
    { name: '5 levels, direct map', kernel: five, vaddr: 0xff11_0000_0000_0000n, ok: true },
  ])('$name', ({ kernel, vaddr, ok }) => {
    expect(isCanonical(kernel, vaddr)).toBe(ok);
    expect(isCanonical(kernel, canonical(kernel, vaddr))).toBe(true);
  });

  // z/Architecture Principles of Operation, "Translation Tables": above the tables' reach is an ASCE-type exception.
  test('an address space without halves has no high addresses', () => {
    const s390x = resolveKernel({ kernel: '6.12', arch: 's390x' });
    expect(isCanonical(s390x, 0x3ff_ffff_ffffn)).toBe(true);
    for (const vaddr of [0x400_0000_0000n, 0xffff_ffff_ffff_f000n])
      expect(isCanonical(s390x, vaddr)).toBe(false);
  });

  // Arm ARM DDI 0487, D8.2: bits above those of a half are all clear or all set; Power ISA 3.0B, Book III, 5.7.5.1:
  // quadrant 3 has the highest two bits set.
  test.each([
    { arch: 'arm64', vaddr: 0xffff_0000_0000_0000n, ok: true },
    { arch: 'arm64', vaddr: 0xfffe_ffff_ffff_f000n, ok: false },
    { arch: 'arm64', vaddr: 0x1_0000_0000_0000n, ok: false },
    { arch: 'powerpc64', vaddr: 0xc000_0000_0000_0000n, ok: true },
    { arch: 'powerpc64', vaddr: 0xc00f_ffff_ffff_f000n, ok: true },
    { arch: 'powerpc64', vaddr: 0xffff_ffff_ffff_f000n, ok: false },
  ])('each half with a table of its own: $arch', ({ arch, vaddr, ok }) => {
    const kernel = resolveKernel({ kernel: '6.12', arch });
    expect(isCanonical(kernel, vaddr)).toBe(ok);
    if (ok) expect(canonical(kernel, foldAddress(kernel, vaddr))).toBe(vaddr);
  });

  test('bits and halves', () => {
    expect([addressBits(four), addressBits(five)]).toEqual([48, 57]);
    expect(isKernelHalf(0xffff_8880_0000_0000n)).toBe(true);
    expect(isKernelHalf(0x7fff_ffff_ffffn)).toBe(false);
  });

  // The default split of i386 (PAGE_OFFSET 0xc0000000, arch/x86/Kconfig VMSPLIT_3G); s390x has address spaces of their own.
  test.each([
    { arch: 'x86_64', vaddr: 0xffff_8880_0000_0000n, is: true },
    { arch: 'x86_64', vaddr: 0x7fff_ffff_f000n, is: false },
    { arch: 'i386', vaddr: 0xc000_0000n, is: true },
    { arch: 'i386', vaddr: 0xbfff_f000n, is: false },
    { arch: 's390x', vaddr: 0xffff_ffff_ffff_f000n, is: false },
  ])('$arch: an address of the kernel for certain: $is', ({ arch, vaddr, is }) => {
    expect(isKernelAddress(resolveKernel({ kernel: '6.12', arch }), vaddr)).toBe(is);
  });

  // v6.12 arch/arm/include/asm/memory.h TASK_SIZE: PAGE_OFFSET less 16 MiB; Kconfig VMSPLIT_2G, and VMSPLIT_1G as the lowest.
  test('where the kernel begins follows from the build, and may be as low as any build has it', () => {
    const arm = (config?: ReadonlyMap<string, boolean>): Kernel =>
      resolveKernel({ kernel: '6.12', arch: 'arm', ...(config ? { config } : {}) });
    const half = 0x7f00_0000n;
    expect(kernelBegin(arm(new Map([['VMSPLIT_2G', true]])))).toEqual({ certain: half, possible: half });
    expect(kernelBegin(arm())?.possible).toBe(0x3f00_0000n);
    expect(kernelBegin(four)).toBeUndefined();
  });

  // Documentation/arch/arm64/tagged-pointers.rst: the top byte of a user address; bit 55 tells the half.
  test.each([
    { arch: 'arm64', vaddr: 0xab00_ffff_1234_5000n, bare: 0xffff_1234_5000n },
    { arch: 'arm64', vaddr: 0xffff_8000_1234_5000n, bare: 0xffff_8000_1234_5000n },
    { arch: 'x86_64', vaddr: 0xab00_7fff_1234_5000n, bare: 0xab00_7fff_1234_5000n },
  ])('$arch: the tag of a user address is left out', ({ arch, vaddr, bare }) => {
    expect(withoutTag(resolveKernel({ kernel: '6.12', arch }).machine, vaddr)).toBe(bare);
  });
});
