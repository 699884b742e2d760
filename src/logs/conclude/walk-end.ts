import type { Kernel } from '../../core/rows/model.ts';
import type { State } from '../../core/entry/state.ts';
import { MEANINGS } from '../../records/text/meanings.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import type { AskReport } from './readings.ts';
import { ABOUT_END, noEntry } from './no-entry.ts';

/** What an entry that ends a walk means for the CPU. */
const STOPS: Readonly<Record<State, string>> = {
  none: 'is empty: nothing is mapped there',
  present: 'maps the page',
  protnone: `maps ${MEANINGS.protnone.text}: not present for the CPU`,
  table: 'is a table',
  swap: 'is a swap entry: the page is in swap, and at most in the swap cache besides',
  migration: 'is a migration entry: the page is being moved',
  hwpoison: 'is a hwpoison entry: the page was taken out of use because of a memory error',
  'pte-marker': 'is a marker, no page',
  'swapin-error': 'marks a page that could not be read back from swap',
  'device-private': 'is a page in device memory that the CPU cannot reach',
  'device-exclusive': 'is a page that a device has for itself',
  'uffd-wp-special': 'is the special pte of userfaultfd write-protection: no page',
  unmapped: 'is of a page of the kernel that is not mapped',
};

/** What is said of a page that only the kernel takes for present. */
const INVALID = 'is of a page, but invalid for the CPU: an access faults';

/** What is said of a swap entry where nothing tells whose address it is of. */
const UNLESS_KERNEL = ' (unless the address, which the text does not tell, is one of the kernel)';
const UNLESS_SPLIT =
  ' (unless the address is one of the kernel: where user addresses end on this machine is not in the text)';
const UNLESS_OPEN = ' (unless the address is one of the kernel: the text does not tell whose it is)';

/** What is said of a walk without a page where the CPU complained of none that is missing (alignment, an abort of the bus). */
const OTHER_FAULT =
  ' in the tables shown; the fault is of another kind, so those in use can have a page there';

/** The same where it found a present entry all the same. */
const IN_SHOWN = ' in the tables shown';

/** What is found when something present is. */
export const FOUND = [
  'permission',
  'access-flag',
  'domain',
  'protection-key',
  'shadow-stack',
  'frame-owner',
  'enclave',
] as const;

/** What restricts a sentence about an entry that is not present: nothing where the text tells whose address it is of. */
function unlessKernel(
  ask: AskReport<'form' | 'address' | 'kernel_address' | 'access'>,
  kernel: Kernel,
): string {
  const isTold = ask('access')?.byUser === true;
  // A page of the kernel that lost its present bit can be read as either.
  const isEither = ask('form') === 'swap' || ask('form') === 'protnone';
  return isEither && !isTold ? unlessOfKernel(ask, kernel) : '';
}

/** What is said with what holds for addresses of user mode alone, where nothing tells whose the address is. */
export function unlessOfKernel(ask: AskReport<'address' | 'kernel_address'>, kernel: Kernel): string {
  const { kernelAddress, split } = kernel.machine.logTraits ?? {};
  if (kernelAddress === undefined || ask('kernel_address') !== null) return '';
  if (ask('address') === undefined) return UNLESS_KERNEL;
  return split === undefined ? UNLESS_OPEN : UNLESS_SPLIT;
}

/** What restricts an empty value where an old kernel with entries of the larger size prints something else in its place. */
function unlessWide(ask: AskReport<'state' | 'levels_assumed'>, { machine, paging }: Kernel): string {
  const { noEntries, wideLevels } = machine.logTraits ?? {};
  const isOpen = ask('state') === 'none' && ask('levels_assumed') && paging === wideLevels;
  return isOpen ? (noEntries?.empty.text ?? '') : '';
}

/** Whether nothing shows that the CPU takes a present entry: it has a bit that must be clear, or an address that some have too few bits for. */
function mayBeRefused(ask: AskReport<'access' | 'level' | 'outlier' | 'wrong_bits'>): boolean {
  const cause = ask('access')?.cause;
  const outlier = cause === undefined ? ask('outlier') : undefined;
  const isFar = outlier?.isFar === true && outlier.level === ask('level');
  return cause === 'reserved' || ask('wrong_bits') !== 0n || isFar;
}

/** What is missing above the end of the walk. */
export const GAP: readonly Conclusion[] = [
  conclusion({
    code: 'unfinished',
    of: 'report',
    reads: ['gap'],
    text(ask) {
      const gap = ask('gap');
      return gap && `the walk shown is not whole: no whole value of ${gap} was found in the text`;
    },
  }),
];

/** Where the walk ends. */
export const END: readonly Conclusion[] = [
  conclusion({
    code: 'beyond-tables',
    of: 'report',
    reads: ['beyond_tables'],
    text: (ask) => ask('beyond_tables'),
  }),
  conclusion({
    code: 'unreadable',
    forms: ['table'],
    reads: ['level', 'unreadable'],
    text: (ask) =>
      when(
        ask('unreadable'),
        `the walk ends at ${ask('level')}: the kernel could not read the table that it points to (BAD)`,
      ),
  }),
  conclusion({
    code: 'unfinished',
    reads: ['level', 'torn'],
    text: (ask) =>
      when(
        ask('torn'),
        `the walk is unfinished: behind ${ask('level')} its line has a value that is not whole`,
      ),
  }),
  conclusion({
    code: 'stops',
    forms: ['table'],
    reads: ['level', 'form_text', 'invalid_table'],
    text: (ask) =>
      when(
        ask('invalid_table'),
        `the walk ends at ${ask('level')}, which is no table for the CPU: ${ask('form_text') ?? 'its invalid bit is set, and an access faults'}`,
      ),
  }),
  conclusion({
    code: 'unfinished',
    forms: ['table'],
    reads: ['level', 'access'],
    text(ask, kernel) {
      const level = ask('level');
      if (ask('access')?.cause === 'reserved')
        return `no entry of the table that ${level} points to was found in the text: the CPU can have stopped at ${level}`;
      const isSkipped = kernel.machine.logTraits?.skippedTables?.some(
        (row) => row.level === level && row.paging === kernel.paging,
      );
      return isSkipped === true
        ? `the walk is unfinished: ${level} points to a table, of which the kernel prints no entry where it is in high memory, and no whole one was found in the text`
        : `the walk is unfinished: ${level} points to a table, and no whole entry of that one was found in the text`;
    },
  }),
  conclusion({
    code: 'unfinished',
    reads: ['level', 'first_of_two'],
    text: (ask) =>
      when(
        ask('first_of_two'),
        `the ${ask('level')} shown is the first of two, and the address has the second, which is not in the text`,
      ),
  }),
  conclusion({
    code: 'unmapped',
    reads: ['level', 'unmapped_frame', 'kernel_address'],
    text(ask) {
      const frame = ask('unmapped_frame');
      const where =
        ask('kernel_address') === true ? 'at an address of the kernel' : 'and no entry of a process';
      return frame === null
        ? undefined
        : `the walk ends at ${ask('level')}, which is not present ${where}: an unmapped page of the kernel (its present bit is clear, as debug_pagealloc, for one, leaves it), ${frame}`;
    },
  }),
  conclusion({
    code: 'stops',
    reads: [...ABOUT_END, 'levels_assumed', 'outlier'],
    text(ask, kernel) {
      const other = noEntry(ask, kernel, unlessKernel(ask, kernel));
      if (other !== undefined) return `the walk ends at ${ask('level')}, which ${other}`;
      const bits = ask('marker') ?? 0n;
      const markers = kernel.markers.filter(({ mask }) => (bits & mask) !== 0n);
      const isHidden = ask('state') === 'present' && !ask('mapped_for_cpu');
      const said = [
        isHidden
          ? INVALID
          : ask('state') === 'present' && mayBeRefused(ask)
            ? 'is present'
            : STOPS[ask('state')],
        markers.map(({ text }) => text).join('; '),
      ].filter(Boolean);
      const unless = unlessKernel(ask, kernel) || unlessWide(ask, kernel);
      const { isOther = false, cause } = ask('mapped_for_cpu') ? {} : (ask('access') ?? {});
      const isFound = FOUND.some((found) => found === cause) && ask('state') === 'none';
      const where = isOther || cause === 'late-abort' ? OTHER_FAULT : `${isFound ? IN_SHOWN : ''}${unless}`;
      return `the walk ends at ${ask('level')}, which ${said.join(': ')}${where}`;
    },
  }),
];
