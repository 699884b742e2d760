import type { FaultCause } from '../core/machine.ts';
import type { Kernel } from '../core/model.ts';
import type { State } from '../core/state.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import { type AskReport, type Conclusion, conclusion, when } from './conclusion.ts';

const CAUSES: Readonly<Record<FaultCause, string>> = {
  missing: 'nothing present was found',
  permission: 'what is mapped does not allow it',
  reserved: 'a reserved bit is set in an entry',
  'access-flag': 'the access flag is clear',
  'protection-key': 'the protection key denies it',
  'shadow-stack': 'a shadow-stack access',
};

/** The access that failed. */
export const ACCESS: readonly Conclusion[] = [
  conclusion({
    code: 'access',
    of: 'report',
    reads: ['access', 'address'],
    text(ask) {
      const access = ask('access');
      if (!access) return undefined;
      const address = ask('address');
      const who = access.byUser ? 'user mode' : 'the kernel';
      const where = address === undefined ? '' : ` at ${formatU64(address)}`;
      const cause = access.cause === undefined ? '' : `: ${CAUSES[access.cause]}`;
      return `${access.kind} by ${who}${where}, ${access.codeText}${cause}`;
    },
  }),
];

/** What an entry that ends a walk means for the CPU. */
const STOPS: Readonly<Record<State, string>> = {
  none: 'is empty: nothing is mapped there',
  present: 'maps the page',
  protnone: 'maps the page without access (PROT_NONE, NUMA hinting or userfaultfd): not present for the CPU',
  table: 'is a table',
  swap: 'is a swap entry: the page is in swap, not in memory',
  migration: 'is a migration entry: the page is being moved',
  hwpoison: 'is a hwpoison entry: the page was taken out of use because of a memory error',
  'pte-marker': 'is a marker, no page',
  'swapin-error': 'marks a page that could not be read back from swap',
  'device-private': 'is a page in device memory that the CPU cannot reach',
  'device-exclusive': 'is a page that a device has for itself',
  'uffd-wp-special': 'is the special pte of userfaultfd write-protection: no page',
};

/** What the bits of a marker mean for who touches it next. */
const MARKERS = [
  ['uffd_wp', 'a page put there will be write-protected by userfaultfd'],
  ['poisoned', 'poisoned, a fault ends in SIGBUS'],
  ['guard', 'a guard, a fault ends in SIGSEGV'],
] as const;

/** Where the walk ends. */
export const END: readonly Conclusion[] = [
  conclusion({
    code: 'unreadable',
    forms: ['table'],
    reads: ['level'],
    text: (ask) => `the walk ends at ${ask('level')}: the table that it points to could not be read`,
  }),
  conclusion({
    code: 'stops',
    reads: ['level', 'state', 'uffd_wp', 'poisoned', 'guard'],
    text(ask) {
      const markers = MARKERS.filter(([name]) => ask('state') === 'pte-marker' && ask(name));
      const said = [STOPS[ask('state')], ...markers.map(([, meaning]) => meaning)];
      return `the walk ends at ${ask('level')}, which ${said.join('; ')}`;
    },
  }),
];

const CHANGED = 'it changed between the fault and this dump';
/** What is found when something present is. */
const FOUND = ['permission', 'access-flag', 'protection-key', 'shadow-stack'] as const;
const PERMISSION = { causes: ['permission'], mapped: true } as const;

/** Where each level can take something away, more than one reason can be told. */
const everyLevel = ({ machine }: Kernel): boolean => machine.permissions.of === 'every-level';

/** Lowest address that counts as one of a user: below are null pointers with an offset. */
const FIRST_USER = 0x1_0000n;

function isUserAddress(ask: AskReport<'access' | 'address'>): boolean {
  const access = ask('access');
  const address = ask('address') ?? 0n;
  return (
    access?.byUser === false && access.kind !== 'execute' && address >> 63n === 0n && address >= FIRST_USER
  );
}

const userAddress = (row: Pick<Conclusion, 'causes' | 'mapped' | 'also'>): Conclusion =>
  conclusion({
    code: 'user-address',
    ...row,
    of: 'report',
    reads: ['access', 'address'],
    // No fault of the page, but of the kernel.
    text: (ask) =>
      when(
        isUserAddress(ask),
        'kernel code touched a user address outside the copy functions (uaccess), so the fault was not handled',
      ),
  });

/** Why the access failed there. */
// prettier-ignore
export const CAUSE: readonly Conclusion[] = [
  conclusion({ code: 'reserved-bit', causes: ['reserved'], of: 'steps', reads: ['level', 'wrong_bits'], text: (ask) => when(ask('wrong_bits') !== 0n,
    `${ask('level')} has bits set that must be clear: ${formatHex(ask('wrong_bits'))}`) }),
  conclusion({ code: 'reserved-bit', causes: ['reserved'], of: 'steps', reads: ['level', 'outlier'], text(ask) {
    const outlier = ask('outlier');
    if (outlier?.level !== ask('level')) return undefined;
    const others = outlier.others === undefined ? '' : `, the other entries at most bit ${outlier.others}`;
    return `${outlier.level} has address bit ${outlier.bit} set${others}: most likely more than the CPU's physical addresses have, and so reserved`;
  } }),
  conclusion({ code: 'reserved-bit', causes: ['reserved'], of: 'report', reads: [], text: () =>
    'no entry shows which: a bit above the physical addresses of this CPU, or the tables changed since' }),
  conclusion({ code: 'changed', causes: ['missing'], mapped: true, reads: ['level'], text: (ask) =>
    `${ask('level')} is present now: ${CHANGED}` }),
  userAddress({ causes: ['missing'], mapped: false }),
  conclusion({ code: 'changed', causes: FOUND, mapped: false, reads: ['level', 'form'], text: (ask) => when(ask('form') !== 'table',
    `the CPU found a present entry, but ${ask('level')} is none now: ${CHANGED}`) }),
  conclusion({ code: 'access-flag', causes: ['access-flag'], mapped: true, reads: ['level'], text: (ask) =>
    `the access flag is clear in ${ask('level')}, and the CPU does not set it by itself` }),
  conclusion({ code: 'shadow-stack', causes: ['shadow-stack'], mapped: true, reads: ['level'], text: (ask) =>
    `${ask('level')} is not what a shadow-stack access wants (dirty and not writable)` }),
  conclusion({ code: 'protection-key', causes: ['protection-key'], mapped: true, reads: ['level', 'pkey'], text: (ask) =>
    `protection key ${ask('pkey') ?? 0} of ${ask('level')} denies it` }),
  conclusion({ code: 'read-only', ...PERMISSION, of: 'rights', reads: ['access', 'level', 'rw', 'rdonly', 'uffd_wp', 'saved_dirty'], text: (ask) => when(ask('access')?.kind === 'write' && (ask('rw') !== true || ask('rdonly') === true),
    `${ask('level')} is read-only${ask('uffd_wp') ? ': write-protected by userfaultfd' : ask('saved_dirty') ? ' (and was written before, when it was writable)' : ''}`) }),
  conclusion({ code: 'no-execute', ...PERMISSION, of: 'rights', reads: ['access', 'level', 'no_exec'], text: (ask) => when(ask('access')?.kind === 'execute' && ask('no_exec'),
    `${ask('level')} is no-execute`) }),
  conclusion({ code: 'kernel-page', ...PERMISSION, also: everyLevel, of: 'rights', reads: ['access', 'level', 'user'], text: (ask) => when(ask('access')?.byUser === true && ask('user') !== true,
    `${ask('level')} is for the kernel only`) }),
  conclusion({ code: 'user-page', ...PERMISSION, also: everyLevel, reads: ['access', 'for_user'], text(ask, { machine }) {
    const guard = machine.permissions.userPage?.[ask('access')?.kind === 'execute' ? 'execute' : 'access'];
    return when(ask('access')?.byUser === false && ask('for_user'), `a page of user mode${guard === undefined ? '' : ` (${guard})`}`);
  } }),
  userAddress({ ...PERMISSION, also: () => true }),
  conclusion({ code: 'allowed', ...PERMISSION, reads: [], text: () =>
    'the entries allow this access: they changed since, or the TLB held an older entry' }),
];
