import { isInRelease, parseVersion } from '../../core/version.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { shortKernelId } from '../../records/text/kernel-id.ts';
import type { PagemapRow } from '../layout.ts';
import { type PagemapModel, SOFT_DIRTY_SYMBOL } from '../model.ts';
import { FLAG_ROWS } from './needs.ts';

/** Whether a kernel has a flag or marker; `open` where nobody said it. */
export type BitState = 'has' | 'lacks' | 'open';

/** Why a flag or marker that is clear means nothing. */
export function whyNot(bit: string, state: 'lacks' | 'open', model: PagemapModel): string {
  const id = shortKernelId(model.kernel);
  const row = FLAG_ROWS.find(({ short }) => short === bit);
  const what = row ? `${bit} (bit ${row.lo})` : `${bit} (a marker)`;
  if (state === 'lacks') return `kernel ${id} has no ${what}${sinceText(row, model)}`;
  if (model.kernel.isAssumed === true)
    return `nobody said which kernel made the words (-k), and none of them shows that it has ${what}`;
  return `nothing says that kernel ${id} has ${what}: --config CONFIG_${SOFT_DIRTY_SYMBOL}=y or n does, or -k host`;
}

function sinceText(row: PagemapRow | undefined, { kernel }: PagemapModel): string {
  if (row?.since !== undefined && !isInRelease(row, kernel.version)) return `: it came with ${row.since}`;
  return row?.short === 'soft_dirty' ? `: it is built without CONFIG_${SOFT_DIRTY_SYMBOL}` : '';
}

/** Whether a kernel has a flag or marker; `open` where that is assumed and nobody said it. */
export function stateOfBit(bit: string, { kernel, flags }: PagemapModel): BitState {
  const says = (symbol: string): boolean | undefined => (kernel.says ? kernel.says(symbol) : true);
  const row = flags.find(({ short }) => short === bit);
  // Who names no kernel has one of those that are covered: some bits all of them have.
  const isOfAll = row !== undefined && isInRelease(row, FIRST_RELEASE);
  if (kernel.isAssumed === true && !isOfAll) return 'open';
  const isMarker = kernel.markers.some(({ short }) => short === bit);
  if (row === undefined && !isMarker) return 'lacks';
  if (bit === 'uffd_wp') return says(UFFD_WP_SYMBOL) === false ? 'lacks' : 'has';
  if (bit !== 'soft_dirty') return 'has';
  const said = says(SOFT_DIRTY_SYMBOL);
  return said === undefined ? 'open' : said ? 'has' : 'lacks';
}

/** The oldest release that is covered. */
const FIRST_RELEASE = parseVersion(RELEASES[0] ?? '');

/** Without this symbol no entry holds uffd-wp. */
const UFFD_WP_SYMBOL = 'HAVE_ARCH_USERFAULTFD_WP';
