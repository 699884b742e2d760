import type { PagemapKernel } from '../../pagemap/model.ts';
import { shortKernelId } from '../../records/text/kernel-id.ts';

/** The kernel in a few words: `kernel 6.18.44 (3 symbols differ)`. */
export function pagemapKernelText({ id, isAssumed = false }: PagemapKernel): string {
  return `kernel ${shortKernelId(id)}${isAssumed ? ', assumed (-k chooses)' : ''}`;
}
