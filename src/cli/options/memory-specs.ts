import type { OptionSpec } from '../spec.ts';

/** The options that say which file is the memory. */
export const MEMORY_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'memory-base',
    value: 'ADDR',
    text: 'the file is raw memory that begins at this physical address',
  },
];

/** The options that say whose page tables are meant. */
export const ROOT_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'memory',
    letter: 'M',
    value: 'FILE',
    text: 'the memory image: ELF core, kdump, flattened, LiME or raw',
  },
  ...MEMORY_OPTIONS,
  { long: 'pgd', value: 'PHYS', text: 'physical address of the top table (CR3; its low bits are taken off)' },
  { long: 'cpu', value: 'N', text: 'the top table of this CPU, as the registers in the image have it' },
];
