import { STATES } from '../../../core/entry/state.ts';
import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { JSON_OPTION, QUIET_OPTION } from '../../options/output/format.ts';
import { RULE_OPTION } from '../../options/values/rule.ts';
import { SWAPS_OPTION } from '../../options/kernel/swaps.ts';
import { WHERE_OPTION } from '../../options/values/where.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values/values.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';
import { VERDICT_FORMAT_OPTION } from '../../options/output/verdict-format.ts';

/** `pte-decode check`. */
export const spec: CommandSpec = {
  name: 'check',
  group: 'Values',
  args: '[VALUE...]',
  summary: 'Check values against the four rules, a state or an expression',
  description: [
    'Rules: 1 pte_none() is false, 2 pte_present() is false, 3 pte_swp_uffd_wp() is true, 4 it is no valid swap pte. Without --rule, --is or --where all four are checked.',
    'For CI, --format ktap, junit or github writes one verdict for each check: over all values, with the first values that break it.',
    'Exit status: 0 all hold for all values, 1 one does not, 2 a value could not be read or judged for this kernel, or there was none. With --quiet an input is read no further than the first value for which something does not hold.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    RULE_OPTION,
    { long: 'is', value: 'STATE', choices: STATES, text: 'check that the state is this one' },
    variant(WHERE_OPTION, { text: 'check that an expression over the names of the record is true' }),
    SWAPS_OPTION,
    QUIET_OPTION,
    variant(JSON_OPTION, { text: 'one JSON object per value and check' }),
    VERDICT_FORMAT_OPTION,
    ...VALUE_OPTIONS,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode check 0x4', text: 'all four rules hold for the special pte' },
    { command: 'pte-decode check --is pte-marker --kernel 6.12 0xfffffffffffffc00', text: 'is it a marker?' },
    { command: 'pte-decode check --rule 3,4 --kernel 6.12 0xfffffffffffffc00', text: 'markers fail these two by design', exit: 1 },
    { command: 'pte-decode check -q --where \'state == "swap" && uffd_wp\' 0x0fffffffffdb9604', text: 'an expression, quietly' },
    { command: 'pte-decode check --format ktap --rule 3 --kernel 6.12 0xf7fffffffdb97404', text: 'a verdict as the kernel writes those of its tests' },
  ],
  isVerdict: true,
  load: async () => (await import('./run.ts')).action,
};
