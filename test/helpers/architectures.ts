import { NEWEST_FIRST, RELEASES } from '../../src/kernel/profiles.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { parseVersion } from '../../src/core/version.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../src/arch/index.ts';

/** Configurations beside the standard one in which an architecture lays out its entries differently. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['paging=5', 'enc-bit=47'],
  riscv64: ['paging=5'],
};

/** Configurations that matter on every architecture. */
const COMMON = ['CONFIG_HAVE_ARCH_USERFAULTFD_WP=n', 'CONFIG_MEM_SOFT_DIRTY=n'];

/** Every release of an architecture in which some row begins or ends to hold. */
export function boundaries(arch: string): readonly string[] {
  const layout = ARCHITECTURES.find((known) => known.arch === arch)?.layout;
  if (!layout) throw new Error(`no architecture ${arch}`);
  const rows = [
    ...layout.rows,
    ...layout.forms,
    ...layout.none,
    ...layout.pfn,
    ...layout.swap,
    ...layout.symbols,
  ];
  const edges = rows.flatMap((row) => [row.since, row.until]).filter((edge) => edge !== undefined);
  const since = parseVersion(layout.since);
  const covered = NEWEST_FIRST.toReversed().filter((release) => parseVersion(release) >= since);
  const chosen = covered.filter(
    (release, index) =>
      index === 0 ||
      index === covered.length - 1 ||
      edges.some((edge) => edge === release || edge === covered[index + 1]),
  );
  // Old logs come from before the oldest release that is covered whole.
  return edges.some((edge) => edge === covered[0]) && layout.since !== covered[0]
    ? [layout.since, ...chosen]
    : chosen;
}

/** Kernels of an architecture that between them have every row of its tables. */
export function kernelsOf(arch: string): readonly Kernel[] {
  const layout = ARCHITECTURES.find((known) => known.arch === arch)?.layout;
  const symbols = (layout?.symbols ?? []).map(
    ({ name, standard }) => `${name}=${standard === false ? 'y' : 'n'}`,
  );
  const newest = RELEASES.at(-1) ?? '';
  const variants = [...COMMON, ...(VARIANTS[arch] ?? []), ...symbols, symbols.join(',')].filter(
    (text) => text !== '',
  );
  const chooser = symbols.filter((text) => text.startsWith(`${layout?.pagingSymbol ?? '-'}=`));
  return [
    ...chooser.flatMap((text) =>
      boundaries(arch).map((release) => resolveKernel({ kernel: `${release},${text}`, arch })),
    ),
    ...boundaries(arch).map((release) => resolveKernel({ kernel: release, arch })),
    ...[...COMMON, symbols.join(',')]
      .filter((text) => text !== '')
      .map((variant) => resolveKernel({ kernel: `${boundaries(arch)[0] ?? newest},${variant}`, arch })),
    ...variants.map((variant) => resolveKernel({ kernel: `${newest},${variant}`, arch })),
  ];
}
