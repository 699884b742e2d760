import { type Entry, hasShort, numberOf } from '../core/entry.ts';
import type { FaultCause, FaultCode, Permissions } from '../core/machine.ts';
import type { BitTest } from '../core/layout.ts';
import { passes } from '../core/shapes.ts';
import type { Kernel } from '../core/model.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { Circumstances } from '../core/log-lines.ts';
import type { Finding } from './finding.ts';

/** One step of a walk, from the top down; levels that this kernel folds into the one above are left out. */
export type Step = Entry;

/** An access that failed, whatever the architecture. */
interface Access {
  readonly kind: 'read' | 'write' | 'execute';
  readonly byUser: boolean;
  /** What the CPU says: nothing there, not allowed, a reserved bit, …; undefined when the log does not say. */
  readonly cause: FaultCause | undefined;
  readonly codeText: string;
}

/** The access that a fault code describes; undefined when it is that of something else. */
function codeAccess(rows: FaultCode, code: bigint): Access | undefined {
  const fits = (test: BitTest): boolean => passes(code, test);
  const kind = rows.kind.find(fits)?.means;
  if (kind === undefined || !rows.of.some(fits)) return undefined;
  return {
    kind,
    byUser: rows.user.some(fits),
    cause: rows.cause.find(fits)?.means,
    codeText: `${rows.name} ${formatHex(code)}`,
  };
}

function accessOf(kernel: Kernel, around: Circumstances): Access | undefined {
  const { faultCode } = kernel.machine;
  const code = faultCode && around[faultCode.from];
  if (faultCode && code !== undefined) return codeAccess(faultCode, code);
  if (around.access === undefined && !around.corrupted) return undefined;
  return {
    kind: around.access ?? 'read',
    byUser: around.mode === 'user',
    cause: around.corrupted ? 'reserved' : undefined,
    codeText: 'no error code in the log',
  };
}

const CAUSES: Readonly<Record<FaultCause, string>> = {
  missing: 'nothing present was found',
  permission: 'what is mapped does not allow it',
  reserved: 'a reserved bit is set in an entry',
  'access-flag': 'the access flag is clear',
  'protection-key': 'the protection key denies it',
  'shadow-stack': 'a shadow-stack access',
};

/** What an entry that ends a walk means for the CPU. */
const STOPS: Readonly<Record<string, string>> = {
  none: 'is empty: nothing is mapped there',
  present: 'maps the page',
  protnone: 'maps the page without access (PROT_NONE, NUMA hinting or userfaultfd): not present for the CPU',
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
const MARKERS: readonly (readonly [string, string])[] = [
  ['uffd_wp', 'a page put there will be write-protected by userfaultfd'],
  ['poisoned', 'poisoned, a fault ends in SIGBUS'],
  ['guard', 'a guard, a fault ends in SIGSEGV'],
];

function stopText(stop: Step): string {
  const text = STOPS[stop.state] ?? `is ${stop.state}`;
  const names = MARKERS.filter(([short]) => stop.state === 'pte-marker' && hasShort(stop, short));
  return [text, ...names.map(([, meaning]) => meaning)].join('; ');
}

function isMapped(step: Step): boolean {
  return step.form === 'leaf' && step.shape.formRow?.invalid !== true;
}

/** Says which level ends the walk, and why the access failed there. */
export function explainWalk(kernel: Kernel, steps: readonly Step[], around: Circumstances): Finding[] {
  const found: Finding[] = [];
  const access = accessOf(kernel, around);
  const { address } = around;
  if (access) {
    const who = access.byUser ? 'user mode' : 'the kernel';
    const where = address === undefined ? '' : ` at ${formatU64(address)}`;
    const cause = access.cause === undefined ? '' : `: ${CAUSES[access.cause]}`;
    found.push({
      code: 'access',
      level: null,
      text: `${access.kind} by ${who}${where}, ${access.codeText}${cause}`,
    });
  }
  const stop = steps.find((step) => step.form !== 'table') ?? steps.at(-1);
  if (!stop) return found;
  found.push(
    stop.form === 'table'
      ? {
          code: 'unreadable',
          level: stop.level,
          text: `the walk ends at ${stop.level}: the table that it points to could not be read`,
        }
      : {
          code: 'stops',
          level: stop.level,
          text: `the walk ends at ${stop.level}, which ${stopText(stop)}`,
        },
  );
  if (access) found.push(...explainCause(kernel, steps, stop, access, address));
  return found;
}

function explainCause(
  kernel: Kernel,
  steps: readonly Step[],
  stop: Step,
  access: Access,
  address: bigint | undefined,
): Finding[] {
  if (access.cause === undefined) return [];
  if (access.cause === 'reserved') return [explainReserved(steps)];
  const outside = userAddress(access, address);
  if (access.cause === 'missing') {
    if (!isMapped(stop)) return outside;
    const text = `${stop.level} is present now: it changed between the fault and this dump`;
    return [{ code: 'changed', level: stop.level, text }];
  }
  if (!isMapped(stop)) {
    if (stop.form === 'table') return [];
    const text = `the CPU found a present entry, but ${stop.level} is none now: it changed between the fault and this dump`;
    return [{ code: 'changed', level: stop.level, text }];
  }
  if (access.cause === 'access-flag')
    return [
      {
        code: 'access-flag',
        level: stop.level,
        text: `the access flag is clear in ${stop.level}, and the CPU does not set it by itself`,
      },
    ];
  if (access.cause === 'shadow-stack')
    return [
      {
        code: 'shadow-stack',
        level: stop.level,
        text: `${stop.level} is not what a shadow-stack access wants (dirty and not writable)`,
      },
    ];
  if (access.cause === 'protection-key')
    return [
      {
        code: 'protection-key',
        level: stop.level,
        text: `protection key ${stop.fields.find(({ row }) => row.role === 'pkey')?.value ?? 0n} of ${stop.level} denies it`,
      },
    ];
  const { permissions } = kernel.machine;
  const reasons =
    permissions.of === 'every-level' ? reasonsOfAll(steps, access, permissions) : reasonsOfLeaf(stop, access);
  if (reasons.length > 0) return [...reasons, ...outside];
  if (outside.length > 0) return outside;
  return [
    {
      code: 'allowed',
      level: stop.level,
      text: 'the entries allow this access: they changed since, or the TLB held an older entry',
    },
  ];
}

/** An address of user space that the kernel touched: no fault of the page, but of the kernel. */
function userAddress(access: Access, address: bigint | undefined): Finding[] {
  if (
    access.byUser ||
    access.kind === 'execute' ||
    address === undefined ||
    address >> 63n !== 0n ||
    address < 0x1_0000n
  )
    return [];
  const text =
    'kernel code touched a user address outside the copy functions (uaccess), so the fault was not handled';
  return [{ code: 'user-address', level: null, text }];
}

/** Why the permissions of all levels together forbid an access. */
function reasonsOfAll(steps: readonly Step[], access: Access, { userPage }: Permissions): Finding[] {
  const found: Finding[] = [];
  const without = (short: string): Step | undefined => steps.find((step) => !hasShort(step, short));
  if (access.kind === 'write') {
    const step = without('rw');
    if (step)
      found.push({
        code: 'read-only',
        level: step.level,
        text: `${step.level} is read-only${whyReadOnly(step)}`,
      });
  }
  if (access.kind === 'execute') {
    const step = steps.find((candidate) => hasShort(candidate, 'nx'));
    if (step) found.push({ code: 'no-execute', level: step.level, text: `${step.level} is no-execute` });
  }
  const kernelOnly = without('user');
  const last = steps.at(-1);
  if (access.byUser && kernelOnly)
    found.push({
      code: 'kernel-page',
      level: kernelOnly.level,
      text: `${kernelOnly.level} is for the kernel only`,
    });
  if (!access.byUser && !kernelOnly && last) {
    const guard = access.kind === 'execute' ? userPage?.execute : userPage?.access;
    const text = `a page of user mode${guard === undefined ? '' : ` (${guard})`}`;
    found.push({ code: 'user-page', level: last.level, text });
  }
  return found;
}

function whyReadOnly(step: Step): string {
  if (hasShort(step, 'uffd_wp')) return ': write-protected by userfaultfd';
  if (hasShort(step, 'saved_dirty')) return ' (and was written before, when it was writable)';
  return '';
}

/** Why the entry that maps the page forbids an access. */
function reasonsOfLeaf(stop: Step, access: Access): Finding[] {
  const has = (short: string): boolean => hasShort(stop, short);
  const { level } = stop;
  if (access.kind === 'write' && (!has('rw') || has('rdonly')))
    return [{ code: 'read-only', level, text: `${level} is read-only${whyReadOnly(stop)}` }];
  if (access.kind === 'execute' && (has('nx') || has('pxn')))
    return [{ code: 'no-execute', level, text: `${level} is no-execute` }];
  if (access.byUser && !has('user'))
    return [{ code: 'kernel-page', level, text: `${level} is for the kernel only` }];
  if (!access.byUser && has('user')) return [{ code: 'user-page', level, text: 'a page of user mode' }];
  return [];
}

/** How much longer than all others an address must be to stand out. */
const OUTLIER_BITS = 4;

/** Finds the entry with the reserved bit: one that the tables call so, else the one with an address out of line. */
function explainReserved(steps: readonly Step[]): Finding {
  const wrong = steps.find((step) => step.reserved !== 0n || step.unknown !== 0n);
  if (wrong) {
    const text = `${wrong.level} has bits set that must be clear: ${formatHex(wrong.reserved | wrong.unknown)}`;
    return { code: 'reserved-bit', level: wrong.level, text };
  }
  const width = (step: Step): number => (numberOf(step, 'phys') ?? 0n).toString(2).length;
  const [first, second] = [...steps].sort((a, b) => width(b) - width(a));
  if (first && width(first) - (second ? width(second) : 12) >= OUTLIER_BITS) {
    const bit = width(first) - 1;
    const others = second ? `, the other entries at most bit ${width(second) - 1}` : '';
    const text = `${first.level} has address bit ${bit} set${others}: most likely more than the CPU's physical addresses have, and so reserved`;
    return { code: 'reserved-bit', level: first.level, text };
  }
  const text =
    'no entry shows which: a bit above the physical addresses of this CPU, or the tables changed since';
  return { code: 'reserved-bit', level: null, text };
}
