import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { FIELD_OPTIONS } from '../../options/values/fields.ts';
import { JSON_OPTION } from '../../options/output/format.ts';
import { type CommandSpec, variant } from '../../spec.ts';
import { VALUE_OPTIONS } from '../../options/values/values.ts';

/** `pte-decode apply`. */
export const spec: CommandSpec = {
  name: 'apply',
  group: 'Values',
  args: '[FUNCTION] [VALUE...]',
  suggest: 'function',
  summary: "Apply the kernel's own operations to entries",
  description: [
    'FUNCTION is one function or several with commas, applied in order: pte_mkuffd_wp, pte_wrprotect, pte_mkdirty, pte_modify, pte_swp_mkuffd_wp, swp_entry_to_pte, make_pte_marker and so on; --list shows those of the kernel. With - the operations are read from standard input, one JSON object per line: {"op":"pte_modify","pte":"0x…","prot":"0x…"}.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    variant(FIELD_OPTIONS.prot, { text: 'protection bits, for pte_modify and pfn_pte' }),
    { long: 'with', value: 'VALUE', text: 'the second entry, for pte_same' },
    variant(FIELD_OPTIONS.pfn, { text: 'frame number, for pfn_pte and its kin' }),
    variant(FIELD_OPTIONS.type, { text: 'swap type, for swp_entry and its kin' }),
    variant(FIELD_OPTIONS.offset, {
      text: 'swap offset or frame number, for swp_entry and make_*_entry',
    }),
    variant(FIELD_OPTIONS.marker, {
      text: 'marker bits, for make_pte_marker: a number, or uffd_wp, poisoned, guard; repeatable, commas allowed',
    }),
    variant(FIELD_OPTIONS.young, { text: 'young, for make_*_migration_entry' }),
    variant(FIELD_OPTIONS.dirty, { text: 'dirty, for make_*_migration_entry' }),
    { long: 'list', text: 'list the functions of the kernel and what they take' },
    JSON_OPTION,
    ...VALUE_OPTIONS,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode apply pte_mkuffd_wp 0x8000000002bcb867 --kernel 6.12', text: 'write-protect a dirty page' },
    { command: 'pte-decode apply pte_swp_mkuffd_wp,pte_swp_mksoft_dirty 0x0fffffffffdb9600', text: 'two operations in order' },
    { command: 'pte-decode apply make_pte_marker --marker 0x1 --kernel 6.12', text: 'a function that takes no entry' },
    { command: 'pte-decode apply pte_modify,pte_mkuffd 0x32ec867 --prot 0x120 -k 7.3', text: 'read-write-protect a page, as userfaultfd of 7.3 does' },
    { command: 'pte-decode apply --list --kernel 6.12', text: 'the functions that 6.12 has' },
  ],
  load: async () => (await import('./run.ts')).action,
};
