import { PAGEMAP_KERNEL_OPTIONS } from '../../options/kernel/pagemap-kernel.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { FORMAT_OPTION, JSON_OPTION, LIST_FORMATS, NO_HEADING_OPTION } from '../../options/output/format.ts';
import {
  ENTRIES_OPTION,
  EXACT_OPTION,
  HTML_OPTION,
  PICK_OPTIONS,
  PID_OPTION,
  RANGES_OPTION,
} from '../../options/values/pages.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, variant } from '../../spec.ts';

/** `pte-decode pagemap`. */
export const spec: CommandSpec = {
  name: 'pagemap',
  group: 'Processes',
  args: '[FILE...]',
  summary: 'Read pagemap: dumps, captures, pipes and live processes',
  description: [
    'A word of /proc/PID/pagemap is not a page-table entry; it has a layout of its own. Reads plain dumps (little-endian 64-bit words), captures of "pagemap capture", standard input, or with --pid a live process. Without --ranges or --entries it counts pages per state and flags.',
    'The kernel is that of --kernel, else the one of the capture, the running one for --pid, and for other dumps that of PTE_DECODE_KERNEL or the newest known release.',
    'Exit status: 0 all read, 2 the answer is not complete (left-over bytes, a truncated capture, a process that ended, pages of which it is not known what --where asks for).',
  ],
  options: [
    variant(PID_OPTION, { text: 'read a live process: a number, self, or a name' }),
    ...PICK_OPTIONS,
    EXACT_OPTION,
    { long: 'by', value: 'WHAT', choices: ['vma'], text: 'count per mapping; with --map each has a row' },
    RANGES_OPTION,
    variant(ENTRIES_OPTION, { text: 'list every page' }),
    { long: 'present', text: 'only pages that are present' },
    variant(WHERE_OPTION, {
      suggest: 'page-property',
      text: "only pages for which an expression holds, such as 'uffd_wp && !present'",
    }),
    variant(FORMAT_OPTION, {
      choices: LIST_FORMATS,
      text: 'how ranges and entries are written: line (default), json, csv or tsv',
    }),
    variant(JSON_OPTION, { text: 'one JSON object per range or entry; a summary is one object' }),
    variant(NO_HEADING_OPTION, { text: 'leave out the first line of line, csv and tsv' }),
    { long: 'map', text: 'draw the address space: rows of mappings, with more room where pages are in use' },
    HTML_OPTION,
    {
      long: 'pagemap-scan',
      text: 'with --pid: list what PAGEMAP_SCAN says, which changes nothing (needs the package koffi)',
    },
    { long: 'kpageflags', text: 'with --pid: add the kernel flags of each page frame (needs root)' },
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode pagemap --pid self', text: 'what a process has in memory, in swap, write-protected' },
    { command: "pte-decode pagemap --pid self --ranges --where 'uffd_wp && !present'", text: 'markers of userfaultfd' },
    { command: 'pte-decode pagemap --pid self --by vma --mapping [heap]', text: 'one mapping' },
  ],
  load: async () => (await import('./run.ts')).action,
};
