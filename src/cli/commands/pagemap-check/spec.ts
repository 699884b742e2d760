import { PAGE_RULES } from '../../../pagemap/pages/rules.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { EXACT_OPTION, MAPPING_OPTION, PID_OPTION, RANGE_OPTION } from '../../options/values/pages.ts';
import { RULE_OPTION, RULES_OPTION } from '../../options/values/rule.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, type OptionSpec, variant } from '../../spec.ts';
import { PAGEMAP_KERNEL_OPTIONS } from '../../options/kernel/pagemap-kernel.ts';

const quantifier = (long: string, text: string): OptionSpec => ({
  long,
  value: 'EXPR',
  repeat: true,
  suggest: 'page-property',
  text,
});

/** `pte-decode pagemap check`. */
export const spec: CommandSpec = {
  name: 'pagemap check',
  group: 'Processes',
  args: '[FILE...]',
  summary: 'Prove something of all pages: yes, no with the pages, or not to be answered',
  description: [
    'Asks questions about every page of a dump, a capture, standard input or a live process: --every, --no and --some take expressions as --where does, --rule takes names that --rules lists. Of each that does not hold the ranges that break it are listed, the counts are complete.',
    'A question about a bit that the kernel does not have, about what the input does not tell (VmFlags stand in smaps alone), or about no page at all has no answer.',
    'Exit status: 0 all hold, 1 one does not, 2 one could not be answered or the input was not read to its end.',
  ],
  options: [
    quantifier('every', 'the expression must hold for every page; repeatable'),
    quantifier('no', 'it must hold for no page; repeatable'),
    quantifier('some', 'it must hold for at least one page; repeatable'),
    variant(RULE_OPTION, {
      suggest: PAGE_RULES.map(({ name }) => name),
      text: `rules to check: ${PAGE_RULES.map(({ name }) => name).join(', ')}; repeatable`,
    }),
    RULES_OPTION,
    variant(PID_OPTION, { text: 'read a live process: a number, self, or a name' }),
    RANGE_OPTION,
    variant(MAPPING_OPTION, { aka: ['vma'] }),
    variant(WHERE_OPTION, {
      suggest: 'page-property',
      text: 'ask only about pages for which an expression holds, such as \'vma.flags has "uw"\'',
    }),
    EXACT_OPTION,
    variant(MAX_OPTION, { text: 'how many ranges to list of each question (default 20)' }),
    VERDICT_FORMAT_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per range as of --ranges, then one per question' }),
    QUIET_OPTION,
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode pagemap check --pid self --rule stale', text: 'no write-protection was left behind outside of registered mappings' },
    { command: `pte-decode pagemap check --pid self --no 'perms == "rwxs"'`, text: 'no shared memory that can be written and executed' },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
