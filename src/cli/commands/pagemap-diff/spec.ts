import { EVENTS } from '../../../kernel/uffd/events.ts';
import { MEMORY_KINDS, WP_MODES } from '../../../kernel/uffd/model.ts';
import { TRANSITION_RULES } from '../../../pagemap/transitions/transition-rules.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { MAX_OPTION } from '../../options/output/max.ts';
import { PICK_OPTIONS } from '../../options/values/pages.ts';
import { RULES_OPTION } from '../../options/values/rule.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { PAGEMAP_KERNEL_OPTIONS } from '../../options/kernel/pagemap-kernel.ts';

/** `pte-decode pagemap diff`. */
export const spec: CommandSpec = {
  name: 'pagemap diff',
  group: 'Processes',
  args: '[BEFORE] [AFTER]',
  suggest: 'file',
  summary: 'Compare two dumps or captures: which pages changed, how, and whether they may',
  description: [
    'Lists ranges of pages that changed in the same way (became dirty, lost uffd_wp, were swapped out, moved, …), then the number of pages per kind of change.',
    'With --fail-on or --event it gives a verdict instead: whether any page did what it may not, with the ranges that did. --event holds the two against what the kernel does to userfaultfd write-protection in that event; docs/verdicts-diff.md says what each proves.',
    'Exit status: 0 no difference, 1 something changed, 2 one of them could not be read to its end, or no change is proved and of some pages it is not known (not read, hidden, missing in a dump without mappings, or --where could not be asked of them). With --fail-on or --event: 0 it holds, 1 it does not, 2 it could not be answered.',
  ],
  options: [
    ...PICK_OPTIONS,
    variant(WHERE_OPTION, {
      suggest: 'page-property',
      text: "only changes for which an expression holds, such as 'before.uffd_wp && !after.uffd_wp'",
    }),
    {
      long: 'fail-on',
      value: 'RULE|EXPR',
      repeat: true,
      suggest: TRANSITION_RULES.map(({ name }) => name),
      text: `no page may do this: ${TRANSITION_RULES.map(({ name }) => name).join(', ')}, with commas between them, or an expression; repeatable`,
    },
    {
      long: 'event',
      value: 'NAME',
      repeat: true,
      suggest: EVENTS.map(({ name }) => name),
      text: 'what happened in between: no page may do to its protection what the kernel does not do then; repeatable',
    },
    {
      long: 'kind',
      value: 'KIND',
      choices: MEMORY_KINDS,
      text: 'the kind of memory, where the mappings do not say it',
    },
    {
      long: 'mode',
      value: 'MODE',
      choices: WP_MODES,
      text: 'who answers writes to protected pages: sync (a program) or async (UFFD_FEATURE_WP_ASYNC); default either',
    },
    {
      long: 'moved',
      value: 'OLD:NEW:SIZE',
      repeat: true,
      text: 'compare the pages at OLD with those at NEW, as mremap() moved them',
    },
    variant(RULES_OPTION, {
      text: 'list the rules and events: what they ask, what they prove, since when, and where it is written',
    }),
    variant(MAX_OPTION, { text: 'how many ranges to list of each question (default 20)' }),
    variant(JSON_OPTION, { text: 'one JSON object per range; the last one counts, or has the verdicts' }),
    VERDICT_FORMAT_OPTION,
    QUIET_OPTION,
    ...DUMP_OPTIONS,
    ...PAGEMAP_KERNEL_OPTIONS,
  ],
  // prettier-ignore
  examples: [
    { command: 'pte-decode pagemap diff before.pmap after.pmap', text: 'what happened between two captures', exit: 1 },
    { command: 'pte-decode pagemap diff --fail-on lost-data before.pmap after.pmap', text: 'was anything lost that only this process had?', exit: 1 },
    { command: 'pte-decode pagemap diff --rules', text: 'the rules and events that it knows' },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
