import type { ConfigSymbol } from '../../core/rows/layout.ts';
import type { SplitBuild } from '../../core/rows/log-traits.ts';
import { formatHex } from '../../core/u64.ts';

/** The symbols that choose where the kernel's addresses begin; the last build is the usual one. */
export function splitSymbols(builds: readonly SplitBuild[]): readonly ConfigSymbol[] {
  return builds.map(({ symbol, start }, index) => ({
    name: symbol,
    standard: index === builds.length - 1,
    text: `addresses of the kernel begin at ${formatHex(start)}: what is not present there is no swap entry`,
  }));
}
