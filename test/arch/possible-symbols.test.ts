import { describe, expect, test } from '@jest/globals';
import { answerOf } from '../../src/core/functions/predicates.ts';
import { findArchitecture } from '../../src/arch/index.ts';
import { parseConfigText } from '../../src/kernel/dot-config.ts';
import { RELEASES } from '../../src/kernel/profiles.ts';
import { readRelease } from '../../src/kernel/release.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { parseVersion } from '../../src/core/version.ts';

/** The first release of the tables that can have a symbol: asked for in every one. */
function firstWith(arch: string, symbol: string): string | undefined {
  const since = findArchitecture(arch)?.layout.since ?? '';
  return RELEASES.filter((kernel) => parseVersion(kernel) >= parseVersion(since)).find((kernel) =>
    resolveKernel({ arch, kernel, config: new Map([[symbol, true]]) }).config(symbol),
  );
}

// mm/Kconfig: DEVICE_PRIVATE depends on ARCH_HAS_HMM (X86_64 || PPC64) up to 5.2, and then on ZONE_DEVICE, which depends on
// MEMORY_HOTREMOVE, and on ARCH_HAS_PTE_DEVMAP up to 6.16. arch/*/Kconfig: arm64 73b20c84d42d (5.3) and bbd6ec605c0f (5.7),
// riscv f8c2a240556e and 216e04bf1e4d (6.11), loongarch "Add ARCH_HAS_PTE_DEVMAP support" (6.11).
test.each([
  { arch: 'x86_64', symbol: 'DEVICE_PRIVATE', first: '4.14' },
  { arch: 'powerpc64', symbol: 'DEVICE_PRIVATE', first: '4.14' },
  { arch: 'arm64', symbol: 'DEVICE_PRIVATE', first: '5.7' },
  { arch: 'riscv64', symbol: 'DEVICE_PRIVATE', first: '6.11' },
  { arch: 'loongarch64', symbol: 'DEVICE_PRIVATE', first: '6.11' },
  { arch: 's390x', symbol: 'DEVICE_PRIVATE', first: '6.17' },
  { arch: 'i386', symbol: 'DEVICE_PRIVATE', first: undefined },
  { arch: 'arm', symbol: 'DEVICE_PRIVATE', first: undefined },
  { arch: 'arm64', symbol: 'ARCH_HAS_PTE_DEVMAP', first: '5.3' },
  { arch: 'riscv64', symbol: 'ARCH_HAS_PTE_DEVMAP', first: '6.11' },
  { arch: 'loongarch64', symbol: 'ARCH_HAS_PTE_DEVMAP', first: '6.11' },
  { arch: 's390x', symbol: 'ARCH_HAS_PTE_DEVMAP', first: undefined },
  // "powerpc/mm:book3s: Enable THP migration support" (4.20); 53fa117bb33c, d062a79b7c80; arch/loongarch/Kconfig from the first.
  { arch: 'x86_64', symbol: 'ARCH_ENABLE_THP_MIGRATION', first: '4.14' },
  { arch: 'powerpc64', symbol: 'ARCH_ENABLE_THP_MIGRATION', first: '4.20' },
  { arch: 'arm64', symbol: 'ARCH_ENABLE_THP_MIGRATION', first: '5.10' },
  { arch: 'riscv64', symbol: 'ARCH_ENABLE_THP_MIGRATION', first: '5.17' },
  { arch: 'loongarch64', symbol: 'ARCH_ENABLE_THP_MIGRATION', first: '5.19' },
  { arch: 'loongarch64', symbol: 'NUMA_BALANCING', first: '5.19' },
  { arch: 'loongarch64', symbol: 'TRANSPARENT_HUGEPAGE', first: '5.19' },
  { arch: 'arm64', symbol: 'MEMORY_FAILURE', first: '4.14' },
  { arch: 'powerpc64', symbol: 'MEMORY_FAILURE', first: '4.14' },
  { arch: 'riscv64', symbol: 'MEMORY_FAILURE', first: undefined },
  { arch: 'loongarch64', symbol: 'MEMORY_FAILURE', first: undefined },
  { arch: 's390x', symbol: 'MEMORY_FAILURE', first: undefined },
])('$arch can have $symbol since $first', ({ arch, symbol, first }) => {
  expect(firstWith(arch, symbol)).toBe(first);
});

// 175967318c30 (5.3) gave the symbol its name; a .config of an earlier release has the other one.
test.each(['x86_64', 'powerpc64'])('the devmap bit of %s by a .config of 4.19', (arch) => {
  const config = parseConfigText('CONFIG_ARCH_HAS_ZONE_DEVICE=y\n', arch);
  const kernel = resolveKernel({ arch, kernel: '4.19', config });
  expect([kernel.config('ARCH_HAS_PTE_DEVMAP'), kernel.mask('devmap') !== 0n]).toEqual([true, true]);
});

// init/Kconfig: NUMA_BALANCING depends on MIGRATION (v4.14 to v6.12), and on !PREEMPT_RT in all releases that rows of real-time
// kernels are for; there pte_protnone() is constantly false without it.
test.each(['x86_64', 'arm64', 'riscv64', 'powerpc64', 'loongarch64'])(
  '%s: NUMA_BALANCING needs MIGRATION',
  (arch) => {
    const config = new Map([
      ['MIGRATION', false],
      ['NUMA_BALANCING', true],
    ]);
    expect(resolveKernel({ arch, kernel: '6.12', config }).config('NUMA_BALANCING')).toBe(false);
  },
);

test.each(['6.12.6-rt-amd64', '7.3.4+deb13-rt-amd64'])('%s has neither NUMA balancing nor THP', (release) => {
  const config = readRelease(release)?.config;
  expect(['NUMA_BALANCING', 'TRANSPARENT_HUGEPAGE'].map((symbol) => config?.get(symbol))).toEqual([
    false,
    false,
  ]);
});

// PGTABLE_LEVELS of arch/arm64/Kconfig (v4.14 to v6.12) and arch/loongarch/Kconfig (v6.12); include/asm-generic/pgtable-nop4d.h,
// pgtable-nopud.h and pgtable-nopmd.h: a level that is folded is there, never empty and never bad.
describe('the number of levels by a .config', () => {
  const FOLDED = { none: false, present: true, bad: false };
  const EMPTY = { none: true, present: false, bad: true };
  const K4 = 'CONFIG_ARM64_4K_PAGES=y';
  const K16 = 'CONFIG_ARM64_16K_PAGES=y';
  const K64 = 'CONFIG_ARM64_64K_PAGES=y';

  test.each([
    { arch: 'arm64', lines: [K4, 'CONFIG_ARM64_VA_BITS_39=y'], levels: 3 },
    { arch: 'arm64', lines: [K4, 'CONFIG_ARM64_VA_BITS_48=y'], levels: 4 },
    { arch: 'arm64', lines: [K16, 'CONFIG_ARM64_VA_BITS_36=y'], levels: 2 },
    { arch: 'arm64', lines: [K16, 'CONFIG_ARM64_VA_BITS_47=y'], levels: 3 },
    { arch: 'arm64', lines: [K16, 'CONFIG_ARM64_VA_BITS_48=y'], levels: 4 },
    { arch: 'arm64', lines: [K64, 'CONFIG_ARM64_VA_BITS_42=y'], levels: 2 },
    { arch: 'arm64', lines: [K64, 'CONFIG_ARM64_VA_BITS_48=y'], levels: 3 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_4KB=y', 'CONFIG_4KB_3LEVEL=y'], levels: 3 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_4KB=y', 'CONFIG_4KB_4LEVEL=y'], levels: 4 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_16KB=y', 'CONFIG_16KB_2LEVEL=y'], levels: 2 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_16KB=y', 'CONFIG_16KB_3LEVEL=y'], levels: 3 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_64KB=y', 'CONFIG_64KB_2LEVEL=y'], levels: 2 },
    { arch: 'loongarch64', lines: ['CONFIG_PAGE_SIZE_64KB=y', 'CONFIG_64KB_3LEVEL=y'], levels: 3 },
  ])('$arch has $levels with $lines', ({ arch, lines, levels }) => {
    const config = parseConfigText(lines.join('\n'), arch);
    const kernel = resolveKernel({ arch, kernel: '7.2', config });
    expect([kernel.paging, kernel.levels.length]).toEqual([levels, levels]);
    const answers = (level: string) =>
      Object.fromEntries(
        ['none', 'present', 'bad'].map((what) => [what, answerOf(kernel, `${level}_${what}`, 0n)]),
      );
    // An empty entry of loongarch64 is one that points to a table of invalid entries.
    if (arch === 'arm64') {
      expect(answers('p4d')).toEqual(levels < 4 ? FOLDED : EMPTY);
      expect(answers('pud')).toEqual(levels < 3 ? FOLDED : EMPTY);
    } else {
      const bad = (level: string) => answerOf(kernel, `${level}_bad`, 0x1n);
      expect(['p4d', 'pud'].map(bad)).toEqual([levels === 4, levels > 2]);
    }
  });
});
