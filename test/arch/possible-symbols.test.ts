import { expect, test } from '@jest/globals';
import { findArchitecture } from '../../src/arch/index.ts';
import { parseConfigText } from '../../src/kernel/config.ts';
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
