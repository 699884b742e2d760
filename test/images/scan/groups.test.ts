import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { decodePlaced } from '../../../src/core/verdicts/unmapped.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { createGrouper, isOfGroup } from '../../../src/images/scan/groups.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { factsOf } from '../../helpers/facts.ts';

const kernels = [
  ...['uffd-wp-special', '4.14', 'debian-6.1', 'debian-6.12', 'debian-7.3'].map((kernel) =>
    resolveKernel({ kernel }),
  ),
  ...ARCHITECTURES.map(({ arch }) => resolveKernel({ arch })),
];
const halves = (raw: bigint) =>
  [Number(BigInt.asIntN(32, raw)), Number(BigInt.asIntN(32, raw >> 32n))] as const;

/** Entries near those that kernels make: any word, few bits set, few bits clear. */
const word = fc.oneof(
  fc.bigInt(0n, (1n << 64n) - 1n),
  fc
    .array(fc.nat(63), { maxLength: 5 })
    .map((bits) => bits.reduce((value, n) => value | (1n << BigInt(n)), 0n)),
  fc
    .array(fc.nat(63), { maxLength: 5 })
    .map((bits) => bits.reduce((value, n) => value & ~(1n << BigInt(n)), (1n << 64n) - 1n)),
);

describe('createGrouper', () => {
  // v6.12 arch/x86/include/asm/pgtable.h pte_modify: of a PROT_NONE hugetlb page the bits below the frame are ones.
  test('hugetlb pages are a group of their own, whichever entry comes first', () => {
    const kernel = resolveKernel({ kernel: 'debian-6.12' });
    const hugetlb = 0x000f_ffff_ffff_f1e4n & ~0x1234_0000_0000n;
    const thp = hugetlb & ~0x1f_f000n;
    for (const order of [
      [hugetlb, thp],
      [thp, hugetlb],
    ]) {
      const grouper = createGrouper(kernel);
      const samples = order.map(
        (raw) => grouper.groupOf('pmd', ...halves(raw)).sample.shape.frame?.row.hugetlb ?? false,
      );
      expect(samples).toEqual(order.map((raw) => raw === hugetlb));
    }
  });

  test('all entries of a group mean the same, and equal under the mask means the same group', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kernels.keys()),
        fc.constantFrom(...LEVELS),
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (index, level, words, isKernels) => {
          const kernel = kernels[index] ?? resolveKernel();
          const grouper = createGrouper(kernel);
          const values = words.map((value) => BigInt.asUintN(kernel.entryBits, value));
          const page = isKernels && grouper.middle !== Infinity ? grouper.middle : 0;
          const seen = values.map((raw) => ({ raw, group: grouper.groupOf(level, ...halves(raw), page) }));
          for (const { raw, group } of seen) {
            const entry = factsOf(decodePlaced(kernel, raw, level, page > 0));
            const sample = factsOf(group.sample);
            expect([
              entry.state,
              entry.form,
              entry.flags,
              entry.short,
              entry.marker,
              entry.swap?.type,
              entry.writable,
              entry.reserved,
              entry.hugetlb,
              entry.invalid,
              entry.pageSize,
              entry.pkey,
              entry.missing,
            ]).toEqual([
              sample.state,
              sample.form,
              sample.flags,
              sample.short,
              sample.marker,
              sample.swap?.type,
              sample.writable,
              sample.reserved,
              sample.hugetlb,
              sample.invalid,
              sample.pageSize,
              sample.pkey,
              sample.missing,
            ]);
            // Where zero is no empty entry it may be told from its group, and is then found to be of it.
            for (const other of seen)
              if (other.raw !== 0n || kernel.none(level)?.value === 0n)
                expect(isOfGroup(group, ...halves(other.raw))).toBe(group === other.group);
          }
        },
      ),
      { seed: 12, numRuns: 400 },
    );
  });

  test('frames and slots do not part groups, special pte and swap entry do', () => {
    const grouper = createGrouper(resolveKernel({ kernel: 'uffd-wp-special' }));
    const group = (raw: bigint) => grouper.groupOf('pte', ...halves(raw));
    expect(group(0x8000000002bcb867n)).toBe(group(0x8000000004182867n));
    expect(group(0x0fffffffffdb9604n)).toBe(group(0x0fffffffffdb9804n));
    expect(group(0x4n)).not.toBe(group(0x0000000000000204n));
    expect(grouper.groups.length).toBe(4);
    const plain = createGrouper(resolveKernel({ kernel: '6.12' }));
    const slot = plain.groupOf('pte', ...halves(0x07fffffffffffe00n));
    expect(plain.groupOf('pte', ...halves(0x07fffffffffffc00n))).toBe(slot);
    expect(plain.groupOf('pte', 0, 0)).not.toBe(slot);
  });
});
