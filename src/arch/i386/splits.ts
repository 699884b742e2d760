import type { SplitBuild } from '../../core/rows/log-traits.ts';

/**
 * The builds of i386: v6.12 arch/x86/Kconfig "Memory split", PAGE_OFFSET. Two of them are not there with PAE, whose top
 * table has an entry for each GiB.
 */
export const I386_SPLITS: readonly SplitBuild[] = [
  { symbol: 'VMSPLIT_1G', start: 0x4000_0000n },
  { symbol: 'VMSPLIT_2G_OPT', start: 0x7800_0000n, paging: 2 },
  { symbol: 'VMSPLIT_2G', start: 0x8000_0000n },
  { symbol: 'VMSPLIT_3G_OPT', start: 0xb000_0000n, paging: 2 },
  { symbol: 'VMSPLIT_3G', start: 0xc000_0000n },
];
