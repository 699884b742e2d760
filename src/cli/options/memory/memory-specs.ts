import { type OptionSpec, variant } from '../../spec.ts';
import { PAGE_SIZE_OPTION } from './dump.ts';

/** The options that say which file is the memory. */
export const MEMORY_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'memory-base',
    value: 'ADDR',
    text: 'the file is raw memory that begins at this physical address',
  },
];

/** `--user`: the half of the addresses that is asked for, and whose top table `--pgd` is where each half has one. */
export const USER_OPTION: OptionSpec = { long: 'user', text: 'only the user half' };

/** `--kernel-half`: the same for the kernel's. */
export const KERNEL_HALF_OPTION: OptionSpec = { long: 'kernel-half', text: 'only the kernel half' };

/** The options that say whose page tables are meant. */
export const ROOT_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'memory',
    letter: 'M',
    value: 'FILE',
    repeat: true,
    text: 'the memory image in place of IMAGE: ELF core, kdump, flattened, LiME or raw; repeatable for the parts of a split dump',
  },
  ...MEMORY_OPTIONS,
  {
    long: 'pgd',
    value: 'PHYS',
    text: 'the top table: its physical address, or CR3, TTBR0_EL1, TTBR1_EL1, satp, ASCE as they are printed',
  },
  {
    long: 'cpu',
    value: 'N',
    text: 'the top table of this CPU, as the registers in the image have it (default: the only CPU)',
  },
  {
    long: 'tcr',
    value: 'TCR',
    text: 'TCR_EL1 as it is printed: page size and levels where the image does not say them',
  },
  {
    long: 'cr4',
    value: 'CR4',
    text: 'CR4 as it is printed: the number of levels, where the image does not say it',
  },
  variant(PAGE_SIZE_OPTION, { text: 'bytes of a page, where the image does not say it' }),
];
