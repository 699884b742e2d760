import { describe, expect, test } from '@jest/globals';
import { applyFunction } from '../../../src/core/functions/functions.ts';
import { answerOf } from '../../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const kernelOf = (kernel: string) => resolveKernel({ arch: 'loongarch64', kernel });

// Valid 0x1, dirty 0x2, present 0x80, write 0x100, modified 0x200: v6.12 arch/loongarch/include/asm/pgtable-bits.h.
// pgtable.h by upstream commits: mkwrite 54e6cd42a183, mkdirty bf2f34a506e6 (both 6.1), the walker 01158487af60 (6.5),
// modify a073d637c8cf (6.18), wrprotect 018e9828eb52 (7.2).
describe('what the dirty bits of loongarch64 became in its releases', () => {
  test.each([
    { name: 'pte_mkwrite', kernel: '6.0', pte: 0x81n, is: 0x183n },
    { name: 'pte_mkwrite', kernel: '6.1', pte: 0x81n, is: 0x181n },
    { name: 'pte_mkdirty', kernel: '6.0', pte: 0x81n, is: 0x283n },
    { name: 'pte_mkdirty', kernel: '6.1', pte: 0x81n, is: 0x281n },
    { name: 'pte_mkdirty', kernel: '6.1', pte: 0x181n, is: 0x383n },
    { name: 'pte_wrprotect', kernel: '6.6', pte: 0x183n, is: 0x81n },
    ...['6.1.177', '6.6.144', '6.12.96', '6.18.39', '6.19', '7.1', '7.1.4'].map((kernel) => ({
      name: 'pte_wrprotect',
      kernel,
      pte: 0x183n,
      is: 0x81n,
    })),
    // CVE-2026-72043: the stable releases that took it.
    ...['6.1.178', '6.6.145', '6.12.97', '6.18.40', '7.1.5'].map((kernel) => ({
      name: 'pte_wrprotect',
      kernel,
      pte: 0x183n,
      is: 0x281n,
    })),
    { name: 'pte_wrprotect', kernel: '7.2', pte: 0x183n, is: 0x281n },
    { name: 'pte_modify', kernel: '6.17', pte: 0x183n, prot: 0x81n, is: 0x81n },
    { name: 'pte_modify', kernel: '6.18', pte: 0x183n, prot: 0x81n, is: 0x281n },
  ])('$name of $kernel', ({ name, kernel, is, ...inputs }) => {
    expect(applyFunction(kernelOf(kernel), name, inputs)).toBe(is);
  });

  test.each([
    { kernel: '6.4', is: false },
    { kernel: '6.5', is: true },
  ])('pte_dirty of $kernel with the bit of the CPU alone', ({ kernel, is }) => {
    expect(answerOf(kernelOf(kernel), 'pte_dirty', 0x183n)).toBe(is);
    expect(answerOf(kernelOf(kernel), 'pte_dirty', 0x381n)).toBe(true);
  });
});
