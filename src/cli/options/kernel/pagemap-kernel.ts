import { withVariant } from '../../spec.ts';
import { KERNEL_OPTION, KERNEL_OPTIONS } from './kernel.ts';

/** The kernel options, with the default that pagemap has. */
export const PAGEMAP_KERNEL_OPTIONS = withVariant(KERNEL_OPTIONS, KERNEL_OPTION, {
  text: 'kernel: a profile, a release such as 6.1, or host (default: PTE_DECODE_KERNEL, else the one of the capture or process, else the newest)',
});
