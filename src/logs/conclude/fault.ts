import { type Level, LEVELS } from '../../core/rows/layout.ts';
import type { FaultCause } from '../../core/rows/fault-code.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatU64 } from '../../core/u64.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import type { AskReport } from './readings.ts';
import { userAddress } from './user-address.ts';
import { RESERVED_BIT } from './reserved-bit.ts';
import { FOUND, unlessOfKernel } from './walk-end.ts';

/** What all entries have in common. */
export const COMMON: readonly Conclusion[] = [
  conclusion({
    code: 'encryption-bit',
    of: 'report',
    reads: ['encryption_bit'],
    text(ask) {
      const bit = ask('encryption_bit');
      return bit === undefined
        ? undefined
        : `every entry has bit ${bit}, far above its address: most likely the encryption bit of SME or SEV (C-bit), taken out of the frames here (--enc-bit ${bit})`;
    },
  }),
];

const CAUSES: Readonly<Record<FaultCause, string>> = {
  missing: 'nothing present was found',
  permission: 'what is mapped does not allow it',
  reserved: 'a reserved bit is set in an entry',
  'reserved-absent': 'a reserved bit is set in an entry, and yet nothing present was found',
  'access-flag': 'the access flag is clear',
  'address-size': 'an address in an entry, or of the top table, is larger than this CPU takes',
  'no-status':
    'its status is 0: an address of a table is larger than this CPU takes, or a hypervisor made the abort up (as Xen does for accesses that it does not allow)',
  'protection-key': 'the protection key denies it',
  'shadow-stack': 'a shadow-stack access',
  'frame-owner':
    'the owner of the frame, not the entry, denies it (RMP violation: the reverse map table of SEV-SNP)',
  enclave: 'what SGX knows of the page, not the entry, denies it (EPCM: the map of the pages of enclaves)',
  domain: 'its domain may not be used',
  'low-address-or-page':
    'what is mapped there does not allow it, or low addresses, or the key of the frame, are protected',
  'low-address':
    'what is mapped there does not matter: low addresses, or the key of the frame, are protected',
  'beyond-tables': 'the address is beyond what the top table covers',
  'late-abort': 'it came later than the access that it is about, and its address is none of that',
};

/** Who did it. */
const WHO: Readonly<Record<string, string>> = {
  true: ' by user mode',
  false: ' by the kernel',
  undefined: '',
};
/** SDM vol. 3A, 4.6: implicit supervisor-mode accesses. */
const IMPLICIT =
  ' by the CPU itself, with the right of the kernel, while code of user mode ran (a table of descriptors, a return from an interrupt)';

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
      const who = access.isImplicit === true ? IMPLICIT : WHO[String(access.byUser)];
      const where = address === undefined ? '' : ` at ${formatU64(address)}`;
      const cause = access.cause === undefined ? '' : `: ${CAUSES[access.cause]}`;
      if (access.cause === 'late-abort') return `${access.codeText}${cause}`;
      return `${access.kind}${who}${where}, ${access.codeText}${cause}`;
    },
  }),
];

/** Why the tables that the kernel printed can differ from what the CPU found. */
const changed = (ask: AskReport<'isolated' | 'encryption_bit'>): string =>
  (ask('encryption_bit') === undefined
    ? ''
    : 'the hypervisor of an encrypted guest sent the fault itself, or ') +
  (ask('isolated')
    ? 'with page-table isolation the tables shown need not be those in use; or they changed since'
    : 'the tables shown are not those that were in use, or they changed since') +
  ', or the CPU had kept an older entry (TLB)';
/** The level at which the CPU finds what a kernel prints of a level that it folds: where that stands alone, the top one. */
const levelOfCpu = ({ levels }: Kernel, level: Level): Level =>
  levels.some((geometry) => geometry.level === level) ? level : (levels[0]?.level ?? level);

/** What the CPU says of bits that must be clear. */
const PERMISSION = { causes: ['permission'], mapped: true } as const;

/** Where each level can take something away, more than one reason can be told. */
const everyLevel = ({ machine }: Kernel): boolean => machine.permissions.of === 'every-level';

/** What the hardware has instead of the entry that ends the walk. */
export const HARDWARE: readonly Conclusion[] = [
  conclusion({
    code: 'hardware-entry',
    levels: ['pte'],
    reads: ['hardware'],
    text: (ask) => ask('hardware')?.text,
  }),
];

/** Why the access failed there. */
// prettier-ignore
export const CAUSE: readonly Conclusion[] = [
  ...RESERVED_BIT,
  // The CPU looks at the entry of the hardware alone.
  conclusion({ code: 'changed', causes: ['missing'], mapped: true, reads: ['level', 'hardware', 'isolated', 'encryption_bit', 'beyond_tables'], text: (ask) => when(ask('hardware')?.isEmpty !== true && ask('beyond_tables') === undefined,
    `${ask('level')} is present here, though the CPU found nothing present: ${changed(ask)}`) }),
  conclusion({ code: 'changed', causes: ['missing'], mapped: false, reads: ['level', 'cpu_end', 'isolated', 'encryption_bit', 'form', 'invalid_table', 'beyond_tables'], text(ask, kernel) {
    const end = ask('beyond_tables') === undefined ? ask('cpu_end') : undefined;
    const here = levelOfCpu(kernel, ask('level'));
    // Behind a table more of the walk can be missing from the text.
    const isOpen = end !== undefined && ask('form') === 'table' && !ask('invalid_table') && LEVELS.indexOf(end) > LEVELS.indexOf(here);
    return end === undefined || end === here || isOpen ? undefined :
      `the walk of the CPU ended at ${end}, this one at ${ask('level')}: ${changed(ask)}`;
  } }),
  userAddress({ causes: ['missing'], mapped: false }),
  // QEMU v8.0 target/arm/ptw.c get_phys_addr_v6: the domain stands in the entry above, and is looked at before the page's own.
  conclusion({ code: 'changed', causes: ['domain'], mapped: false, levels: ['pte'], reads: ['cpu_end', 'isolated', 'encryption_bit'], text: (ask) => when(ask('cpu_end') === 'pte',
    `the CPU found a domain that allows nothing, though pte is none here: an emulator need not have looked at pte, or ${changed(ask)}`) }),
  conclusion({ code: 'changed', causes: FOUND, mapped: false, reads: ['level', 'form', 'invalid_table', 'isolated', 'encryption_bit'], text: (ask) => when(ask('form') !== 'table' || ask('invalid_table'),
    `the CPU found a present entry, but ${ask('level')} is not present for it here: ${changed(ask)}`) }),
  conclusion({ code: 'access-flag', causes: ['access-flag'], mapped: true, reads: ['level'], text: (ask) =>
    `the access flag is clear in ${ask('level')}, and the CPU does not set it by itself` }),
  conclusion({ code: 'shadow-stack', causes: ['shadow-stack'], mapped: true, reads: ['level', 'dirty', 'saved_dirty', 'write_protected'], text: (ask) =>
    ask('dirty') === true && ask('write_protected') && ask('saved_dirty') !== true
      ? `${ask('level')} is what a shadow-stack access wants (dirty and not writable): it changed since, the TLB held an older entry, or an entry above is read-only`
      : `${ask('level')} is not what a shadow-stack access wants (dirty and not writable)` }),
  conclusion({ code: 'protection-key', causes: ['protection-key'], mapped: true, reads: ['level', 'pkey', 'user'], text: (ask) =>
    ask('user') === false
      ? `${ask('level')} is for the kernel only, and such pages have no protection key: it changed since, or the tables shown were not in use`
      : `protection key ${ask('pkey') ?? 0} of ${ask('level')} denies it` }),
  conclusion({ code: 'read-only', ...PERMISSION, of: 'rights', reads: ['access', 'level', 'write_protected', 'writable', 'uffd_wp', 'saved_dirty'], text: (ask) => when(ask('access')?.kind === 'write' && ask('write_protected'),
    `${ask('level')} is read-only${ask('uffd_wp') ? ': write-protected by userfaultfd' : ask('saved_dirty') ? ' (and was written before, when it was writable)' : ask('writable') === true ? ' for the CPU until it is written to: the kernel has it as writable, and clean' : ''}`) }),
  conclusion({ code: 'read-only', ...PERMISSION, reads: ['access', 'hardware'], text: (ask) => when(ask('access')?.kind === 'write' && ask('hardware')?.isReadOnly === true,
    `the entry of the hardware (${ask('hardware')?.name}) is read-only`) }),
  conclusion({ code: 'no-execute', ...PERMISSION, of: 'rights', reads: ['access', 'level', 'no_exec'], text: (ask) => when(ask('access')?.kind === 'execute' && ask('no_exec'),
    `${ask('level')} is no-execute`) }),
  conclusion({ code: 'kernel-page', ...PERMISSION, also: everyLevel, of: 'rights', reads: ['access', 'level', 'user'], text: (ask) => when(ask('access')?.byUser === true && ask('user') === false,
    `${ask('level')} is for the kernel only`) }),
  conclusion({ code: 'user-page', ...PERMISSION, also: everyLevel, reads: ['access', 'for_user', 'paravirtual', 'address', 'kernel_address', 'user_guard', 'gap'], text: (ask, kernel) => when(ask('gap') === undefined && ask('access')?.byUser === false && ask('for_user') && !ask('paravirtual') && ask('kernel_address') !== true,
    `a page of user mode${ask('user_guard') === undefined ? '' : ` (${ask('user_guard')})`}${unlessOfKernel(ask, kernel)}`) }),
  userAddress({ ...PERMISSION, also: () => true }),
  conclusion({ code: 'allowed', ...PERMISSION, reads: ['access', 'gap'], text: (ask) => when(ask('gap') === undefined && ask('access')?.kind !== 'access',
    'the entries shown allow this access: they changed since, the TLB held an older entry, or others were in use') }),
];
