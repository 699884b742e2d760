import { expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { looksText } from '../../../src/core/verdicts/foreign-value.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { runCli } from '../../helpers/fake-io.ts';
import { REAL_KERNELS, readTruth } from '../../helpers/real-kernels.ts';

const looks = (arch: string, raw: bigint, level: Level = 'pte'): string | undefined =>
  looksText(readEntry(resolveKernel({ arch, kernel: '6.12' }), raw, level));

// v6.12 include/linux/poison.h; Documentation/arch/x86/x86_64/mm.rst, arch/arm64/memory.rst, arch/riscv/vm-layout.rst.
test.each([
  { arch: 'x86_64', raw: 0x6b6b_6b6b_6b6b_6b6bn, said: 'POISON_FREE' },
  { arch: 's390x', raw: 0x5a5a_5a5a_5a5a_5a5an, said: 'POISON_INUSE' },
  { arch: 'x86_64', raw: 0xdead_0000_0000_0122n, said: 'LIST_POISON' },
  { arch: 'x86_64', raw: 0xffff_8881_2345_6867n, said: 'address of kernel memory' },
  { arch: 'x86_64', raw: 0xffff_ea00_04d1_5980n, said: 'address of kernel memory' },
  { arch: 'arm64', raw: 0xffff_0000_1234_5678n, said: 'address of kernel memory' },
  { arch: 'riscv64', raw: 0xffff_ffd8_0123_4568n, said: 'address of kernel memory' },
  { arch: 'x86_64', raw: 0x0000_7ffd_1234_5678n, said: 'address of user space' },
  { arch: 'x86_64', raw: 0x0000_55d3_c0a0_1100n, said: 'address of user space' },
  { arch: 'x86_64', raw: 0x2073_6920_7369_6855n, said: '"Uhis is "' },
  // The kernel's own addresses are a space of their own there: none is told by its bits.
  { arch: 's390x', raw: 0xffff_8881_2345_6866n, said: undefined },
  // v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h: _PAGE_PRESENT and _PAGE_PTE, the two highest bits, stand in every leaf.
  { arch: 'powerpc64', raw: 0xc000_0000_1234_0100n, said: undefined },
  { arch: 'powerpc64', raw: 0xc000_0000_1234_0386n, said: undefined },
  // A kernel with pages of 4 KiB has bits 15:12 of the frame (PTE_RPN_MASK).
  { arch: 'powerpc64', raw: 0xc000_0000_1234_5386n, said: undefined },
  // No kernel sets bit 6, nor bit 62 in a table (radix.h RADIX_P4D_BAD_BITS).
  { arch: 'powerpc64', raw: 0xc000_0000_1234_567fn, said: 'address of kernel memory' },
  { arch: 'powerpc64', raw: 0xc000_0000_1234_5609n, level: 'pgd' as const, said: 'address of kernel memory' },
  // The frame of a page without access stands as in a leaf, but for that of x86, which is inverted: a low value is a high frame.
  { arch: 's390x', raw: 0x0000_2af6_c4d0_0083n, said: undefined },
  { arch: 'x86_64', raw: 0x0000_7f12_3456_7100n, said: 'address of user space' },
  { arch: 'x86_64', raw: 0xffff_8881_2345_6100n, said: 'address of kernel memory' },
  { arch: 'x86_64', raw: 0n, said: undefined },
  { arch: 'x86_64', raw: 4n, said: undefined },
])('$arch: $raw looks like $said', ({ arch, raw, level, said }) => {
  const text = looks(arch, raw, level);
  if (said === undefined) expect(text).toBeUndefined();
  else expect(text).toContain(said);
});

test.each(REAL_KERNELS)('no entry of $folder looks like anything else', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const entries = readTruth(folder).flatMap((row) => row.entries);
  expect(entries.length).toBeGreaterThan(900);
  const levels = kernel.levels.map(({ level }) => level);
  for (const { level, raw } of entries)
    for (const known of levels.filter((one) => one === level))
      expect(looksText(readEntry(kernel, raw, known))).toBeUndefined();
});

test('the long view says it beside what the bits mean', async () => {
  const { stdout } = await runCli(['0xffff888123456867', '-k', '6.12']);
  expect(stdout).toMatch(/perhaps {2}no entry: looks like an address of kernel memory/);
});
