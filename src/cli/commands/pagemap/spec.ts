import { KERNEL_OPTIONS } from '../../options/kernel.ts';
import type { CommandSpec, OptionSpec } from '../../spec.ts';

/** The options that say what a dump is and where its words belong. */
export const DUMP_OPTIONS: readonly OptionSpec[] = [
  { long: 'start', value: 'ADDR', text: 'virtual address of the first entry of a plain dump (default 0)' },
  {
    long: 'maps',
    letter: 'm',
    value: 'FILE',
    text: 'a copy of /proc/PID/maps or smaps: the dump is its mappings one behind the other',
  },
  { long: 'absolute', text: 'the dump is indexed by virtual page number (as /proc/PID/pagemap is)' },
  { long: 'page-size', value: 'BYTES', text: 'bytes of a page (default 4096)' },
];

/** The options that pick pages. */
export const PICK_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'range',
    letter: 'r',
    value: 'A-B',
    repeat: true,
    text: 'only addresses from A up to, not including, B; repeatable',
  },
  {
    long: 'vma',
    value: 'PATTERN',
    repeat: true,
    text: 'only mappings whose name contains this; with * and ? the whole name; [anon]: without name',
  },
];

/** The kernel options, with the default that pagemap has. */
export const PAGEMAP_KERNEL_OPTIONS: readonly OptionSpec[] = KERNEL_OPTIONS.map((option) =>
  option.long === 'kernel'
    ? {
        ...option,
        text: 'kernel: a profile, a release such as 6.1, or host (default: PTE_DECODE_KERNEL, else the one of the capture or process, else the newest)',
      }
    : option,
);

/** `pte-decode pagemap`. */
export const spec: CommandSpec = {
  name: 'pagemap',
  args: '[FILE...]',
  summary: 'Read pagemap: dumps, captures, pipes and live processes',
  description: [
    'A word of /proc/PID/pagemap is not a page-table entry; it has a layout of its own. Reads plain dumps (little-endian 64-bit words), captures of "pagemap capture", standard input, or with --pid a live process. Without --ranges or --entries it counts pages per state and flags.',
    'The kernel is that of --kernel or PTE_DECODE_KERNEL, else the one of the capture, the running one for --pid, and for other dumps the newest known release.',
    'Exit status: 0 all read, 2 the answer is not complete (left-over bytes, a truncated capture, a process that ended).',
  ],
  options: [
    { long: 'pid', letter: 'p', value: 'PID|NAME', text: 'read a live process: a number, self, or a name' },
    ...PICK_OPTIONS,
    { long: 'exact', text: 'read every page, also of large mappings that smaps calls empty' },
    { long: 'by', value: 'WHAT', choices: ['vma'], text: 'count per mapping' },
    { long: 'ranges', text: 'merge equal neighbours and list them' },
    { long: 'entries', letter: 'e', text: 'list every page' },
    { long: 'present', text: 'only pages that are present' },
    {
      long: 'where',
      letter: 'w',
      value: 'EXPR',
      text: "only pages for which an expression holds, such as 'uffd_wp && !present'",
    },
    {
      long: 'format',
      letter: 'F',
      value: 'FORMAT',
      choices: ['line', 'json', 'csv', 'tsv'],
      text: 'how ranges and entries are written: line (default), json, csv or tsv',
    },
    { long: 'json', letter: 'j', text: 'one JSON object per range or entry; a summary is one object' },
    { long: 'no-heading', text: 'leave out the first line of line, csv and tsv' },
    { long: 'map', text: 'draw the address space, one cell per block of pages' },
    { long: 'html', value: 'FILE', text: 'write a page with a picture of every mapping' },
    { long: 'kpageflags', text: 'with --pid: add the kernel flags of each page frame (needs root)' },
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  examples: [
    {
      command: 'pte-decode pagemap --pid self',
      text: 'what a process has in memory, in swap, write-protected',
    },
    {
      command: "pte-decode pagemap --pid self --ranges --where 'uffd_wp && !present'",
      text: 'markers of userfaultfd',
    },
    { command: 'pte-decode pagemap --pid self --by vma --vma [heap]', text: 'one mapping' },
  ],
  load: async () => (await import('./run.ts')).pagemapAction,
};
