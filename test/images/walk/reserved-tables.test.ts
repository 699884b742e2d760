import { expect, test } from '@jest/globals';
import { halfRange, scanTables } from '../../../src/images/scan/scan.ts';
import { walkAddress } from '../../../src/images/walk/walk.ts';
import { joinHalves } from '../../../src/images/address.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { pagesMemory } from '../../helpers/real-kernels.ts';
import { TableBuilder } from '../../helpers/table-builder.ts';

/**
 * Entries that the kernel's functions take for tables and the CPU does not: what lies at the address would be read as a table
 * with a page in its first entry.
 */
const ENTRIES = [
  // Intel SDM vol. 3A, 4.5, formats of PML5E and PML4E: bit 7 is reserved; AMD APM vol. 2, 5.3: must be zero.
  { name: 'PML4E with bit 7', kernel: '6.12', entry: 0x110e7n, below: 0x8000_00e7n, level: 'pgd' },
  { name: 'PML5E with bit 7', kernel: '6.12,paging=5', entry: 0x110e7n, below: 0x8000_00e7n, level: 'pgd' },
  // Intel SDM vol. 3A, 4.4.1: bits 1, 2, 5 to 8 and 63:MAXPHYADDR of a PDPTE are reserved, and no CPU has more than 52.
  ...[1n, 2n, 5n, 6n, 7n, 8n, 52n, 62n, 63n].map((bit) => ({
    name: `PDPTE with bit ${bit}`,
    kernel: '6.12,arch=i386',
    entry: 0x1_1001n | (1n << bit),
    below: 0x8000_00e7n,
    level: 'pgd',
  })),
  // Arm ARM DDI 0487, AArch64.BlockDescSupported(): at level 0 with 4 KiB pages with DS alone, never at level -1; with
  // 16 KiB pages at no level 0; with 64 KiB pages at level 1 with 52-bit addresses alone.
  ...[
    { name: 'level 0, 4 KiB', kernel: '6.12,arch=arm64' },
    { name: 'level 0, 16 KiB', kernel: '6.12,ARM64_16K_PAGES=y,arch=arm64' },
    {
      name: 'level 0, 16 KiB with DS',
      kernel: '6.12,ARM64_16K_PAGES=y,ARM64_PA_BITS_52=y,ARM64_LPA2=y,arch=arm64',
    },
    {
      name: 'level -1, 4 KiB',
      kernel: '6.12,ARM64_VA_BITS_52=y,ARM64_PA_BITS_52=y,ARM64_LPA2=y,arch=arm64',
    },
  ].map((of) => ({ ...of, entry: 0x2_0701n, below: 0x8000_0701n, level: 'pgd' })),
  {
    name: 'level 1, 64 KiB',
    kernel: '6.12,ARM64_64K_PAGES=y,arch=arm64',
    entry: 0x2_0701n,
    below: 0x8000_0701n,
    level: 'pud',
  },
  // Arm ARM DDI 0487, AArch32.OAOutOfRange(): an output address with a bit of 47:40 is an address size fault.
  ...[40n, 44n, 47n].map((bit) => ({
    name: `arm with LPAE, bit ${bit} of the address`,
    kernel: '6.12,ARM_LPAE=y,arch=arm',
    entry: 0x2_0003n | (1n << bit),
    below: 0x8000_0701n,
    level: 'pgd',
  })),
  // Power ISA 3.0B, Book III, 5.7.10: bit 62 (their bit 1) makes a leaf; 512 GiB is the size of none.
  {
    name: 'leaf of 512 GiB',
    kernel: '6.12,arch=powerpc64',
    entry: 0xc000_0000_0002_0187n,
    below: 0xc000_0000_8000_0187n,
    level: 'pgd',
  },
  // v6.12 radix.h RADIX_PGD_VAL_BITS: the table below has 2^9 entries.
  ...[0n, 5n, 8n, 13n].map((size) => ({
    name: `table of 2^${size} entries`,
    kernel: '6.12,arch=powerpc64',
    entry: 0x8000_0000_0002_0000n | size,
    below: 0xc000_0000_8000_0187n,
    level: 'pgd',
  })),
  // Privileged architecture, "Virtual Address Translation Process": D, A and U are reserved in an entry that is no leaf.
  ...[0x81n, 0x41n, 0x11n].map((bits) => ({
    name: `riscv64 table with the bits ${bits}`,
    kernel: '6.12,arch=riscv64',
    entry: (0x20n << 10n) | bits,
    below: (0x8_0000n << 10n) | 0xe7n,
    level: 'pgd',
  })),
  // z/Architecture Principles of Operation, "Segment-Table Entries": with the invalid bit (0x20) one ends in an exception.
  ...['6.12', '6.13'].flatMap((release) =>
    [
      { name: 'segment', paging: 2, entry: 0x2_0021n, below: 0x8000_003dn, level: 'pmd' },
      { name: 'region third', paging: 3, entry: 0x2_0027n, below: 0x8000_3403n, level: 'pud' },
      { name: 'region second', paging: 4, entry: 0x2_002bn, below: 0x8000_3403n, level: 'p4d' },
      { name: 'region first', paging: 5, entry: 0x2_002fn, below: 0x8000_3403n, level: 'pgd' },
    ].map(({ paging, name, ...of }) => ({
      ...of,
      name: `invalid ${name} entry, ${release}`,
      kernel: `${release},paging=${paging},arch=s390x`,
    })),
  ),
];

// Arm ARM DDI 0487, AArch64.BlockDescSupported(): with 64 KiB pages at level 1 where AArch64.PAMax() is 52, which is a matter of
// the CPU and not of the kernel that runs on it.
test.each([
  '6.12,ARM64_64K_PAGES=y,ARM64_PA_BITS_52=n,arch=arm64',
  '6.12,ARM64_64K_PAGES=y,ARM64_PA_BITS_52=y,arch=arm64',
  '6.12,ARM64_64K_PAGES=y,ARM64_PA_BITS_52=y,ARM64_VA_BITS_52=y,arch=arm64',
])('a block of 4 TiB is for some CPUs, and for no kernel: %s', (id) => {
  const kernel = resolveKernel({ kernel: id });
  const entry = 0x400_0000_0701n;
  const memory = pagesMemory(new TableBuilder().table(0x4_0000n, 8192, 0n).set(0x4_0000n, 0, entry).pages());
  const { phys, stop } = walkAddress(memory, kernel, 0x4_0000n, 0x123n);
  expect([phys, stop?.reason]).toEqual([null, 'table']);
  expect(stop?.text).toMatch(
    /a block of 4 TiB where the CPU has physical addresses of 52 bits, reserved where it has less/,
  );
});

test.each(ENTRIES)('$name: neither a walk nor a scan goes on', ({ kernel: id, entry, below, level }) => {
  const kernel = resolveKernel({ kernel: id });
  const { tables } = kernel.machine.byteOrder;
  const top = 2 ** (kernel.levels[0]?.indexBits ?? 0);
  const memory = pagesMemory(
    new TableBuilder(tables)
      .table(0x4_0000n, top, kernel.none(kernel.levels[0]?.level ?? 'pte')?.value ?? 0n)
      .set(0x4_0000n, 0, entry)
      .set(entry & 0xf_f000n, 0, below)
      .pages(),
  );
  const { levels, phys, stop } = walkAddress(memory, kernel, 0x4_0000n, 0x123n);
  expect(levels.map((at) => [at.level, at.entry.raw])).toEqual([[level, entry]]);
  expect(phys).toBeNull();
  expect(stop).toMatchObject({ level, reason: 'table' });
  const found: (readonly [string, bigint])[] = [];
  const { tables: counts } = scanTables(memory, kernel, 0x4_0000n, halfRange(kernel, 'user'), {
    entries(geometry, words, first) {
      if (first === 0) found.push([geometry.level, joinHalves(words[0] ?? 0, words[1] ?? 0)]);
    },
    problem() {},
  });
  expect([...counts]).toEqual([[level, 1]]);
  expect(found).toEqual([[level, entry]]);
});
