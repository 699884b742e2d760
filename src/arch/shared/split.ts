import type { ConfigSymbol } from '../../core/rows/layout.ts';
import type { SplitBuild } from '../../core/rows/log-traits.ts';
import { formatHex } from '../../core/u64.ts';

/** Common symbols that no architecture of 32 bits has ever selected. */
export const LACKS_OF_32_BITS: readonly string[] = [
  'HAVE_ARCH_USERFAULTFD_WP',
  'ARCH_HAS_PTE_PROTNONE',
  'ARCH_HAS_PTE_DEVMAP',
  'MEM_SOFT_DIRTY',
  'NUMA_BALANCING',
  'DEVICE_PRIVATE',
  'ARCH_ENABLE_THP_MIGRATION',
  'ARCH_HAS_PMD_SOFTLEAVES',
];

/** The symbols that choose where the kernel's addresses begin; the last build is the usual one. */
export function splitSymbols(builds: readonly SplitBuild[]): readonly ConfigSymbol[] {
  return builds.map(({ symbol, start }, index) => ({
    name: symbol,
    standard: index === builds.length - 1,
    text: `addresses of the kernel begin at ${formatHex(start)}: what is not present there is no swap entry`,
  }));
}
