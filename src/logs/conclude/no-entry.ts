import type { Kernel } from '../../core/rows/model.ts';
import { SWAP_HEADER_PAGES } from '../../core/entry/swap-entry.ts';
import { formatHex } from '../../core/u64.ts';
import type { AskReport } from './readings.ts';
import { isFilling, isForeign, isSound, isUserPointer } from '../../core/verdicts/foreign-value.ts';
import { noKernelPage } from '../../core/verdicts/unmapped.ts';
import { isOfNoKernel, OF_NO_KERNEL } from './upper-level.ts';

/** What is said of a swap entry that is none, around its offset. */
const NO_AREA = [
  'is not present: as a swap entry its offset, ',
  ', is beyond any swap area (2^32 pages)',
] as const;

/** What is said of a swap entry of the first page of a swap area: v6.12 mm/swapfile.c setup_swap_map_and_extents. */
const SLOT_ZERO =
  'is not present: as a swap entry it is of slot 0, the header of the swap area, where no page ever is';

/** What is said of a marker with bits that the kernel does not have, or that nothing in it asks for. */
const NO_MARKER =
  'is not present: as a marker it has bits that this kernel never sets, so that it is of another kernel or no entry';

/** What is said of a value that is something else, as far as it shows that itself. */
const LIKE_NONE = 'is not present, and what it holds looks like no entry';

/** What is said of the entry of a process that stands at an address of the kernel. */
export const NOT_OF_KERNEL =
  'not present, though the address is one of the kernel, which has no such entries: no mapping that lost its present bit either';

const isOf = (what: string | undefined): string | undefined =>
  what === undefined ? undefined : `is ${what}`;

/** What is read of the entry that ends a walk. */
export const ABOUT_END = [
  ...(['level', 'form', 'state', 'raw', 'pfn', 'offset', 'wrong_bits', 'frame_beyond'] as const),
  ...([
    'marker',
    'marker_unknown',
    'marker_unasked',
    'address',
    'kernel_address',
    'access',
    'mapped_for_cpu',
  ] as const),
] as const;

/**
 * What is said of a value that is not present and none that a kernel has there; undefined where it can be an entry.
 *
 * @param unless what restricts it where nothing tells whose the address is
 */
export function noEntry(
  ask: AskReport<(typeof ABOUT_END)[number]>,
  kernel: Kernel,
  unless: string,
): string | undefined {
  const form = ask('form');
  if (form !== 'swap' && form !== 'protnone') return undefined;
  if (ask('kernel_address') === true && ask('access')?.byUser !== true)
    return isOf(noKernelPage(kernel, ask('level'), ask('raw'))) ?? `is ${NOT_OF_KERNEL}`;
  if (form === 'swap' && isOfNoKernel(ask('level'), ask('state'))) return OF_NO_KERNEL;
  if (ask('marker_unknown') || ask('marker_unasked') === true) return NO_MARKER;
  const offset = ask('offset') ?? 0n;
  const isBeyond = ask('state') === 'swap' && offset >= SWAP_HEADER_PAGES;
  const isOther =
    isForeign(kernel, ask('raw')) && (form === 'protnone' || isBeyond || !isUserPointer(ask('raw')));
  if ((isOther && !isSound(ask, kernel)) || isFilling(kernel, ask('raw'), ask('wrong_bits')))
    return LIKE_NONE;
  if (ask('state') === 'swap' && offset === 0n) return `${SLOT_ZERO}${unless}`;
  return isBeyond ? `${NO_AREA[0]}${formatHex(offset)}${NO_AREA[1]}${unless}` : undefined;
}
