import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { EXACT_OPTION, PICK_OPTIONS, PID_OPTION } from '../../options/values/pages.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { PAGEMAP_KERNEL_OPTIONS } from '../../options/kernel/pagemap-kernel.ts';

/** `pte-decode pagemap scan-compare`. */
export const spec: CommandSpec = {
  name: 'pagemap scan-compare',
  group: 'Processes',
  args: '[FILE]',
  suggest: 'file',
  summary: 'Hold what PAGEMAP_SCAN said against pagemap of the same process',
  description: [
    'Reads a list of regions (struct page_region as the ioctl writes it, or text) and a dump, a capture or a live process, and lists the pages of which a category is other than pagemap says it must be on that kernel, with what is known of such differences. What pagemap does not tell (the zero page, huge pages) is not judged; VmFlags (--maps with a copy of smaps) tell more.',
    'Exit status: 0 they agree, 1 they do not, 2 nothing could be compared, or not everything was read.',
  ],
  options: [
    {
      long: 'scan',
      value: 'FILE',
      text: 'the regions: struct page_region, or a line START END CATEGORIES each; without it, with --pid, the kernel is asked (needs the package koffi)',
    },
    {
      long: 'return-mask',
      value: 'CATEGORIES',
      text: 'the categories that were asked for, such as 0x1ff or WRITTEN,PRESENT (default: what the list says, else those that are in it)',
    },
    {
      long: 'category-mask',
      value: 'CATEGORIES',
      text: 'the scan was for pages in all of these: pages in no region lack one',
    },
    variant(PID_OPTION, { text: 'read a live process: a number, self, or a name' }),
    ...PICK_OPTIONS,
    EXACT_OPTION,
    variant(MAX_OPTION, { text: 'how many ranges to list (default 20)' }),
    VERDICT_FORMAT_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per range, then one with the counts' }),
    QUIET_OPTION,
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  examples: [
    {
      command: 'pte-decode pagemap scan-compare before.pmap --scan scan.txt',
      text: 'does PAGEMAP_SCAN agree with the capture',
    },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
