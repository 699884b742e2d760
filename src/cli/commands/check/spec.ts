import { STATES } from '../../../core/state.ts';
import { KERNEL_OPTIONS } from '../../options/kernel.ts';
import type { CommandSpec } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values.ts';
import { LEVEL_OPTION } from '../decode/spec.ts';

/** `pte-decode check`. */
export const spec: CommandSpec = {
  name: 'check',
  args: '[VALUE...]',
  summary: 'Check values against the four rules, a state or an expression',
  description: [
    'Rules: 1 pte_none() is false, 2 pte_present() is false, 3 pte_swp_uffd_wp() is true, 4 it is no valid swap pte. Without --rule, --is or --where all four are checked.',
    'Exit status: 0 all hold for all values, 1 one does not, 2 a value could not be read or there was none.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    {
      long: 'rule',
      letter: 'r',
      value: 'N,...',
      repeat: true,
      suggest: ['1', '2', '3', '4'],
      text: 'rules to check, 1 to 4',
    },
    { long: 'is', value: 'STATE', choices: STATES, text: 'check that the state is this one' },
    {
      long: 'where',
      letter: 'w',
      value: 'EXPR',
      text: 'check that an expression over the names of the record is true',
    },
    { long: 'swaps', value: 'FILE', text: 'name swap devices from a file in the format of /proc/swaps' },
    { long: 'quiet', letter: 'q', text: 'write nothing, only set the exit status' },
    { long: 'json', letter: 'j', text: 'one JSON object per value and check' },
    ...VALUE_OPTIONS,
  ],
  examples: [
    { command: 'pte-decode check 0x4', text: 'all four rules hold for the special pte' },
    { command: 'pte-decode check --is pte-marker --kernel 6.12 0xfffffffffffffc00', text: 'is it a marker?' },
    {
      command: 'pte-decode check --rule 3,4 --kernel 6.12 0xfffffffffffffc00',
      text: 'markers fail these two by design',
      exit: 1,
    },
    {
      command: 'pte-decode check -q --where \'state == "swap" && uffd_wp\' 0x0fffffffffdb9604',
      text: 'an expression, quietly',
    },
  ],
  load: async () => (await import('./run.ts')).checkAction,
};
