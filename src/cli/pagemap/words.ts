import { counted } from '../../core/counted.ts';
import { printable } from '../../core/printable.ts';
import { formatU64 } from '../../core/u64.ts';
import type { CaptureHeader } from '../../pagemap/capture/format.ts';
import type { PagemapKernel } from '../../pagemap/model.ts';
import type { Vma } from '../../pages/maps.ts';
import { shortKernelId } from '../../records/text/kernel-id.ts';

/** A number of pages in words: `1 page`, `2 pages`. */
export const pagesText = (pages: number): string => counted(pages, 'page');

/** A number of ranges in words: `1 range`, `2 ranges`. */
export const rangesText = (ranges: number): string => counted(ranges, 'range');

/** The addresses of neighbouring pages, of which the last is that behind them. */
export function addressesText(page: number, pages: number, pageSize: number): string {
  const [start, end] = [page, page + pages].map((each) => formatU64(BigInt(each) * BigInt(pageSize)));
  return `${start}-${end}`;
}

/** The name of a mapping at the end of a line; empty where it has none. */
export const nameAtEnd = (vma: Vma | undefined): string =>
  vma && vma.name !== '' ? `  ${printable(vma.name, 4096)}` : '';

/** The kernel in a few words: `kernel 6.18.44 (3 symbols differ)`. */
export function pagemapKernelText(kernel: PagemapKernel): string {
  return `kernel ${shortKernelId(kernel)}${kernel.isAssumed === true ? ', assumed (-k chooses)' : ''}`;
}

/** The process of a capture. */
export type CapturedProcess = Pick<CaptureHeader, 'pid' | 'program'>;

/** A captured process in a few words: `w (pid 18090)`. */
export const processText = ({ pid, program }: CapturedProcess): string =>
  `${printable(program, 100)} (pid ${pid})`;
