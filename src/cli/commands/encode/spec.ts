import { STATES } from '../../../core/entry/state.ts';
import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { FIELD_OPTIONS } from '../../options/values/fields.ts';
import { JSON_OPTION } from '../../options/output/format.ts';
import type { CommandSpec } from '../../spec.ts';
import { LEVEL_OPTION } from '../../options/kernel/level.ts';

/** `pte-decode encode`. */
export const spec: CommandSpec = {
  name: 'encode',
  group: 'Values',
  args: 'STATE',
  suggest: STATES,
  summary: 'Build an entry from its fields',
  description: [
    'STATE is none, present, protnone, table, swap, migration, device-private, device-exclusive, hwpoison, pte-marker, swapin-error or uffd-wp-special; with - records are read from standard input, one JSON object per line: any record that decoding printed, or a short form such as {"state":"swap","swap":{"type":1,"offset":"0x1234"}}.',
    'What does not fit, reads as another state, or is what no intact kernel makes (audit: a violation) is refused; --force gives what the arithmetic of the kernel gives. Records are refused for the first two, and where they contradict themselves: they can be of entries that were seen.',
  ],
  options: [
    ...KERNEL_OPTIONS,
    LEVEL_OPTION,
    FIELD_OPTIONS.type,
    FIELD_OPTIONS.offset,
    FIELD_OPTIONS.pfn,
    FIELD_OPTIONS.prot,
    {
      long: 'flag',
      value: 'NAME',
      repeat: true,
      suggest: 'flag',
      text: 'set a flag bit, by kernel name (_PAGE_RW) or short name (rw); repeatable, commas allowed',
    },
    FIELD_OPTIONS.marker,
    { long: 'pkey', value: 'N', text: 'protection key, 0 to 15' },
    { long: 'writable', text: 'the writable type of a migration or device entry' },
    { long: 'exclusive', text: 'the exclusive type of a migration entry' },
    FIELD_OPTIONS.young,
    FIELD_OPTIONS.dirty,
    {
      long: 'vma',
      value: 'KIND',
      choices: ['anon', 'file'],
      text: 'kind of mapping: anon warns for uffd-wp-special, as the kernel does',
    },
    { long: 'force', text: 'encode also what the kernel would never make' },
    JSON_OPTION,
  ],
  isLong: true,
  // prettier-ignore
  examples: [
    { command: 'pte-decode encode swap --type 1 --offset 0x1234 --flag uffd_wp', text: 'a swap entry with the uffd-wp bit' },
    { command: 'pte-decode encode uffd-wp-special --vma anon', text: 'the special pte, with the warning of the kernel' },
    { command: 'pte-decode encode pte-marker --marker uffd-wp --kernel 6.1', text: 'a PTE marker' },
    { command: 'pte-decode encode present --pfn 0x2bcb --flag user,accessed,uffd_wp,nx', text: 'a page with flags by their short names' },
    { command: 'pte-decode encode swap --type 32 --offset 1', text: 'refused: a swap type has five bits', exit: 2 },
    { command: `echo '{"state":"swap","swap":{"type":1,"offset":"2"}}' | pte-decode encode -`, text: 'a short record' },
    { command: 'pte-decode --json 0x4 | pte-decode encode -', text: 'decode and encode again' },
  ],
  load: async () => (await import('./run.ts')).action,
};
