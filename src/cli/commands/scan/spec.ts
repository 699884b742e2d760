import { kernelOptionsOf } from '../../options/kernel/kernel.ts';
import { KERNEL_HALF_OPTION, ROOT_OPTIONS, USER_OPTION } from '../../options/memory/memory-specs.ts';
import { ABSOLUTE_OPTION, MAPS_OPTION, START_OPTION } from '../../options/memory/dump.ts';
import {
  FORMAT_OPTION,
  JSON_OPTION,
  LIST_FORMATS,
  NO_HEADING_OPTION,
  QUIET_OPTION,
} from '../../options/output/format.ts';
import { ENTRIES_OPTION, HTML_OPTION, RANGE_OPTION, RANGES_OPTION } from '../../options/values/pages.ts';
import { RULE_OPTION } from '../../options/values/rule.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';
import { VERDICT_FORMATS } from '../../../records/verdicts/format-names.ts';

/** `pte-decode scan`. */
export const spec: CommandSpec = {
  name: 'scan',
  group: 'Images',
  args: '[IMAGE]',
  suggest: 'file',
  summary: 'Find entries of a kind in a whole address space of a memory image',
  description: [
    'Reads every entry below a top table, or with --table the entries of one bare page-table page. Without --ranges, --entries or --check it counts them by state and flags. Empty entries are counted, and listed only with --none.',
    'Whose tables: --pgd or --cpu, else those of the only CPU in the image.',
    'Where each half of the addresses has a top table (arm64), --user and --kernel-half say of which half --pgd is; else it is told by the entries.',
    'With --pagemap the entries of the image are compared with a pagemap dump of the same process.',
    'Exit status: 0 all read, 1 --check found a violation or --pagemap a difference, 2 a table could not be read, or --check had no entry to look at or could not judge one for this kernel. Of what --check lists, remarks explain, suspicious is what an intact kernel makes too, though rarely, and violations are what none makes.',
  ],
  options: [
    ...ROOT_OPTIONS,
    {
      long: 'table',
      value: 'FILE',
      text: 'a bare page of entries in place of an image; with --level and --va',
    },
    LEVEL_OPTION,
    {
      long: 'va',
      value: 'ADDR',
      text: 'with --table: the virtual address of its first entry (default 0)',
    },
    variant(RANGE_OPTION, { repeat: false, text: 'only addresses from A up to, not including, B' }),
    USER_OPTION,
    KERNEL_HALF_OPTION,
    { long: 'summary', text: 'count by state and flags (the default)' },
    RANGES_OPTION,
    ENTRIES_OPTION,
    { long: 'check', text: 'list entries that break a rule of --rule or raise a note' },
    variant(HTML_OPTION, {
      text: 'write a page with a picture of the address space: a bar per mapping with --maps; - is standard output',
    }),
    variant(RULE_OPTION, { text: 'with --check: the rules that have to hold, 1 to 4' }),
    variant(WHERE_OPTION, {
      text: "only entries for which an expression holds, such as 'marker || uffd_wp'",
    }),
    { long: 'none', text: 'list empty entries too' },
    { long: 'tables', text: 'list entries that point to tables too' },
    {
      long: 'pagemap',
      value: 'FILE',
      text: 'compare with a dump of pagemap words; with --maps, --start or --absolute',
    },
    variant(MAPS_OPTION, {
      text: 'a copy of /proc/PID/maps: the pagemap dump is its mappings one behind the other; names them too',
    }),
    variant(START_OPTION, { text: 'with --pagemap: virtual address of its first word' }),
    variant(ABSOLUTE_OPTION, { text: 'with --pagemap: the dump is indexed by virtual page number' }),
    SWAPS_OPTION,
    variant(FORMAT_OPTION, {
      choices: [...LIST_FORMATS, ...VERDICT_FORMATS],
      text: 'how ranges and entries are written: line (default), json, csv or tsv; --check for CI: ktap, junit or github',
    }),
    variant(QUIET_OPTION, { text: `${QUIET_OPTION.text}, with --check or --pagemap` }),
    variant(JSON_OPTION, { text: 'one JSON object per range or entry; a summary is one object' }),
    NO_HEADING_OPTION,
    ...kernelOptionsOf(
      'the one of the image, else PTE_DECODE_KERNEL, else the newest, or uffd-wp-special for --table without another --arch',
    ),
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode scan vmcore.elf --user', text: 'what a process has, by state and flags' },
    { command: "pte-decode scan vmcore.elf --user --ranges --where 'marker || uffd_wp'", text: 'all that userfaultfd protects' },
    { command: 'pte-decode scan vmcore.elf --user --check', text: 'what an expert would look at' },
    { command: 'pte-decode scan --table ptpage.bin --va 0x7f5901000000 --entries -k 6.1', text: 'one page-table page' },
  ],
  isVerdict: ['check', 'pagemap'],
  load: async () => (await import('./run.ts')).action,
};
