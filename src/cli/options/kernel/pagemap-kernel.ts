import { kernelOptionsOf } from './kernel.ts';

/** The kernel options, with the default that pagemap has. */
export const PAGEMAP_KERNEL_OPTIONS = kernelOptionsOf(
  'the one of the capture or process, else PTE_DECODE_KERNEL, else the newest',
);
