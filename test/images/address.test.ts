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

// Privileged architecture, "Virtual Address Translation Process", step 3: bits that are reserved end it with a page fault. D, A and
// U are so where an entry is no leaf, N (Svnapot), PBMT (Svpbmt) and bits 60:54 too, of which Svrsw60t59b gives 60:59 to software;
// RSW and G are not. So does QEMU, target/riscv/cpu_helper.c get_physical_address.
test.each(['5.10', '6.12', '7.3'])('a table of riscv64 has no reserved bit, on %s', (release) => {
  const kernel = resolveKernel({ kernel: release, arch: 'riscv64', paging: 5 });
  const table = (0x8_0001n << 10n) | 1n;
  const ending = [4, 6, 7, 54, 55, 56, 57, 58, 61, 62, 63];
  for (const level of ['pgd', 'p4d', 'pud', 'pmd'] as const) {
    expect(tableTarget(kernel, level, table)).toBe(0x8000_1000n);
    for (const bit of [4, 5, 6, 7, 8, 9, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63]) {
      const target = tableTarget(kernel, level, table | (1n << BigInt(bit)));
      expect([bit, target]).toEqual([bit, ending.includes(bit) ? undefined : 0x8000_1000n]);
    }
  }
});

// v6.12 arch/riscv/include/asm/pgtable.h pfn_pgd(), pgtable-64.h pfn_pmd(): ALT_THEAD_PMA(), also of PAGE_TABLE (mm/init.c
// create_pgd_mapping(), create_pmd_mapping()); _PAGE_PMA_THEAD is bits 62, 61 and 60. With three levels the first is the pud.
test.each(['pgd', 'pud', 'pmd'] as const)('a table of riscv64 on a T-Head CPU: %s', (level) => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 'riscv64', paging: 5 });
  const table = (7n << 60n) | (0x8_0001n << 10n) | 1n;
  expect(tableTarget(kernel, level, table)).toBe(0x8000_1000n);
  for (const bit of [4, 6, 7, 54, 58, 59, 63])
    expect([bit, tableTarget(kernel, level, table | (1n << BigInt(bit)))]).toEqual([bit, undefined]);
});

// v6.12 arch/powerpc/include/asm/book3s/64/radix.h RADIX_PGD_VAL_BITS, RADIX_PUD_VAL_BITS, RADIX_PMD_VAL_BITS; radix-4k.h and
// radix-64k.h RADIX_PTE_INDEX_SIZE. POWER9 has no other sizes at these levels: QEMU, ppc_radix64_is_valid_level().
test.each([
  { pages: 'n', lowest: 9n },
  { pages: 'y', lowest: 5n },
])(
  'a table of powerpc64 has the size that the kernel gives it: PPC_64K_PAGES=$pages',
  ({ pages, lowest }) => {
    for (const release of ['4.14', '6.12', '7.3']) {
      const kernel = resolveKernel({ kernel: `${release},PPC_64K_PAGES=${pages}`, arch: 'powerpc64' });
      for (const [level, size] of [
        ['pgd', 9n],
        ['pud', 9n],
        ['pmd', lowest],
      ] as const)
        for (let nls = 0n; nls < 32n; nls++) {
          const target = tableTarget(kernel, level, (1n << 63n) | 0x2_0000n | nls);
          expect([level, nls, target]).toEqual([level, nls, nls === size ? 0x2_0000n : undefined]);
        }
      // The present bit is the valid bit of the CPU: _PAGE_INVALID alone makes nothing but pmd_present() true.
      expect(tableTarget(kernel, 'pmd', (1n << 61n) | 0x2_0000n | lowest)).toBeUndefined();
    }
  },
);

// Intel SDM vol. 3A, 4.4.2: bits 62:MAXPHYADDR of a PDE are reserved, and no CPU has more than 52; bit 63 is XD.
test('a table of i386 with PAE has no bit above an address', () => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 'i386', paging: 3 });
  for (let bit = 52n; bit < 64n; bit++)
    expect(tableTarget(kernel, 'pmd', 0x1_4067n | (1n << bit))).toBe(bit === 63n ? 0x1_4000n : undefined);
});

test('joinHalves takes signed halves too', () => {
  expect(joinHalves(-1, -2)).toBe(0xffff_fffe_ffff_ffffn);
});
