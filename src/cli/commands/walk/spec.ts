import { kernelOptionsOf } from '../../options/kernel/kernel.ts';
import { KERNEL_HALF_OPTION, ROOT_OPTIONS, USER_OPTION } from '../../options/memory/memory-specs.ts';
import { JSON_OPTION, NO_HEADING_OPTION } from '../../options/output/format.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values/values.ts';

/** `pte-decode walk`. */
export const spec: CommandSpec = {
  name: 'walk',
  group: 'Images',
  args: '[IMAGE] [VA...]',
  suggest: 'file',
  summary: 'Walk the page tables in a memory image for virtual addresses',
  description: [
    'Shows the entry at each level, decoded, with its own physical address; then the page and the physical address of VA, or the level and reason where the walk stops. Addresses are also read from standard input.',
    'Kernel, page size, number of levels and encryption bit are taken from the image; options override them. Where the image does not say them, --tcr, --cr4 and a whole register as --pgd do; where nothing does, the walk is refused; an option that contradicts the image counts, and that is said. Whose tables: --pgd or --cpu, else those of the only CPU in the image. With --cpu, kernel addresses go through the kernel table also where page-table isolation was on; without --pgd and --cpu through the table that VMCOREINFO tells.',
    'Where each half of the addresses has a top table (arm64), --pgd is of one of them: --user and --kernel-half say which; else its entries tell, or the first address decides, and that is said.',
    'Where the memory of the page itself is not in the image, that is said, and why.',
    'Exit status: 0 all walked (also to an empty entry), 2 an address or a table could not be read.',
  ],
  options: [
    ...ROOT_OPTIONS,
    variant(USER_OPTION, {
      text: '--pgd is that of user addresses, where each half of the addresses has a top table',
    }),
    variant(KERNEL_HALF_OPTION, {
      text: '--pgd is that of kernel addresses, where each half of the addresses has a top table',
    }),
    ...kernelOptionsOf('the one of the image, else PTE_DECODE_KERNEL, else the newest'),
    SWAPS_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per address' }),
    variant(NO_HEADING_OPTION, { text: 'leave out the kernel line' }),
    ...VALUE_OPTIONS,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode walk vmcore.elf 0x00007fc4c6005000', text: 'one address of the process that the CPU ran' },
    { command: 'pte-decode walk vmcore.elf --pgd 0x3851000 --json 0x00007fc4c6005000', text: 'as JSON' },
  ],
  load: async () => (await import('./run.ts')).action,
};
