import type { SplitBuild } from '../../core/rows/log-traits.ts';

/**
 * The builds of 32-bit Arm: v6.12 arch/arm/Kconfig "Memory split", PAGE_OFFSET. One of them is not there with LPAE, whose
 * top table has an entry for each GiB.
 */
export const ARM_SPLITS: readonly SplitBuild[] = [
  { symbol: 'VMSPLIT_1G', start: 0x4000_0000n },
  { symbol: 'VMSPLIT_2G', start: 0x8000_0000n },
  { symbol: 'VMSPLIT_3G_OPT', start: 0xb000_0000n, paging: 2 },
  { symbol: 'VMSPLIT_3G', start: 0xc000_0000n },
];
