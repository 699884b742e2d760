import type { Level } from '../../core/rows/layout.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import type { FaultCause, FaultCode } from '../../core/rows/fault-code.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { passes } from '../../core/entry/shapes.ts';
import { formatHex } from '../../core/u64.ts';
import { isInRelease, type VersionCode } from '../../core/version.ts';

/** What is known of a fault: the kernel, what is said around its walk, and the release that the log names. */
export interface Fault {
  readonly kernel: Kernel;
  readonly around: Circumstances;
  readonly release?: VersionCode | undefined;
  /** Nothing tells the number of table levels: the kernel has the usual ones. */
  readonly levelsAssumed?: boolean | undefined;
}

/** An access that failed, whatever the architecture. */
export interface Access {
  readonly kind: 'read' | 'write' | 'execute' | 'access';
  /** Undefined where nothing says who it was. */
  readonly byUser: boolean | undefined;
  /** Code of user mode ran, and the CPU did it by itself, as the kernel may: it read a table of descriptors, or returned from an interrupt. */
  readonly isImplicit?: boolean;
  /** What the CPU says; undefined when the log does not say. */
  readonly cause: FaultCause | undefined;
  readonly codeText: string;
  /** The code is that of something else than the faults whose causes are known: nothing need be missing. */
  readonly isOther?: boolean;
  /** The kernel does not know the code, and so looked at nothing else of the fault. */
  readonly isUnknown?: boolean;
}

/** The access that a fault code describes; undefined when it is that of something else. */
function codeAccess(rows: FaultCode, code: bigint): Access | undefined {
  const kind = rows.kind.find((test) => passes(code, test))?.means;
  if (kind === undefined || !rows.of.some((test) => passes(code, test))) return undefined;
  const name = rows.names?.find((test) => passes(code, test))?.means;
  const cause = rows.cause.find((test) => passes(code, test))?.means;
  const printed = rows.detail ? code & ((1n << BigInt(rows.detail.at)) - 1n) : code;
  return {
    kind,
    byUser: rows.user.length === 0 ? undefined : rows.user.some((test) => passes(code, test)),
    cause,
    isOther: cause === undefined && rows.cause.length > 0,
    codeText: `${rows.name} ${formatHex(printed)}${name === undefined ? '' : ` (${name})`}`,
  };
}

/** The bit of a fetch is set by CPUs that can forbid one alone; where nothing is mapped no code runs that could read. */
function withFetch(access: Access | undefined, { isJump }: Circumstances): Access | undefined {
  if (!isJump || access?.kind !== 'read' || access.cause !== 'missing') return access;
  return { ...access, kind: 'execute', codeText: `${access.codeText} (the CPU was to run code there)` };
}

/** The code of a fault, with what a second word says of it above it; undefined where the log has none. */
function faultCodeOf({ kernel, around }: Fault): bigint | undefined {
  const { faultCode } = kernel.machine;
  const code = faultCode && around[faultCode.from];
  const detail = faultCode?.detail;
  const more = detail && around[detail.from];
  if (code === undefined || !detail || more === undefined) return code;
  const known = 1n << BigInt(detail.bits);
  // Nothing of it was kept.
  if ((more & (known - 1n)) === 0n) return code;
  return code | (((more & (known - 1n)) | known) << BigInt(detail.at));
}

/** Why the kernel may not touch a page of user mode as it did. */
export function guardOf(fault: Fault): string | undefined {
  const { userPage } = fault.kernel.machine.permissions;
  const access = accessOf(fault);
  if (access?.isImplicit === true) return undefined;
  const guard = access?.kind === 'execute' ? userPage?.execute : userPage?.access;
  const version = fault.release ?? fault.kernel.version;
  return guard && isInRelease({ since: guard.since }, version) ? guard.text : undefined;
}

/** The access of a report: many conclusions ask for it. */
export function accessOf(fault: Fault): Access | undefined {
  if (lastAccess?.fault !== fault) lastAccess = { fault, access: readAccess(fault) };
  return lastAccess.access;
}

let lastAccess: { readonly fault: Fault; readonly access: Access | undefined } | undefined;

function readAccess(fault: Fault): Access | undefined {
  const { kernel, around } = fault;
  const { faultCode } = kernel.machine;
  const code = faultCodeOf(fault);
  const byUser = around.mode === undefined ? undefined : around.mode === 'user';
  if (faultCode && code !== undefined) {
    const access = withFetch(codeAccess(faultCode, code), around);
    return (
      access && {
        ...access,
        kind: access.kind === 'access' ? (around.access ?? 'access') : access.kind,
        byUser: access.byUser ?? byUser,
        isImplicit: access.byUser === false && byUser === true,
        isUnknown: around.unknownFault === true,
      }
    );
  }
  if (around.access === undefined && !around.corrupted) return undefined;
  return {
    kind: around.access ?? 'access',
    byUser,
    cause: around.corrupted ? 'reserved' : undefined,
    codeText: 'no error code in the log',
  };
}

/** How many levels above the lowest one the walk of the CPU ended; undefined where the code does not say it. */
export function levelsAbove(fault: Fault): number | undefined {
  const { faultCode } = fault.kernel.machine;
  const code = faultCodeOf(fault);
  if (code === undefined || !faultCode?.of.some((test) => passes(code, test))) return undefined;
  return faultCode.ends?.find((test) => passes(code, test))?.means;
}

/** Whether the CPU names a level above the top table: it looked at no table, because the address is beyond what they cover. */
export function isBeyondTop(fault: Fault): boolean {
  const above = fault.levelsAssumed === true ? undefined : levelsAbove(fault);
  return above !== undefined && above >= fault.kernel.levels.length;
}

/**
 * The level at which the walk of the CPU ended; undefined where the code does not say it. Codes count levels from the
 * lowest one, which alone has the same name whatever the number of levels is.
 */
export function cpuEnd(fault: Fault): Level | undefined {
  const { kernel } = fault;
  const above = levelsAbove(fault);
  if (above === undefined || (fault.levelsAssumed === true && above > 0)) return undefined;
  return kernel.levels.at(-1 - above)?.level;
}
