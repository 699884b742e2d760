import type { BitTest } from './layout.ts';

/** What failed, as the CPU says it. */
export type FaultCause =
  | 'missing'
  | 'permission'
  | 'reserved'
  /** The same, though the code says as well that nothing is present: no CPU looks at bits of such an entry. */
  | 'reserved-absent'
  | 'access-flag'
  /** An address in an entry, or of the top table, is larger than the CPU takes. */
  | 'address-size'
  /** The code has no status, as that of such an address has none: others make codes without one as well. */
  | 'no-status'
  | 'protection-key'
  | 'shadow-stack'
  /** The table of who owns each frame denies it, whatever is mapped (SEV-SNP). */
  | 'frame-owner'
  /** The map of the pages of enclaves denies it, whatever is mapped (SGX). */
  | 'enclave'
  /** The domain of the entry may not be used (32-bit Arm). */
  | 'domain'
  /** The CPU keeps the first bytes of memory, or a frame by its key, from being written, whatever is mapped (s390). */
  | 'low-address'
  /** Either that or the entry: nothing says which. */
  | 'low-address-or-page'
  /** The address lies outside of what the top table covers. */
  | 'beyond-tables'
  /** The CPU tells it later than the access was made, with an address that is none of that (imprecise aborts of 32-bit Arm). */
  | 'late-abort';

/** A meaning that a fault code has when a test holds. */
interface CodeRow<Meaning> extends BitTest {
  readonly means: Meaning;
}

/** What the code of a page fault means; in each list the first row that fits decides. */
export interface FaultCode {
  /** What lines of a log it is read from. */
  readonly from: 'errorCode' | 'esr' | 'interruption' | 'fsr' | 'trapCause';
  /** A second word that says more of the same fault: its low `bits`, and one that says that there is any, above bit `at`. */
  readonly detail?: { readonly from: 'teid'; readonly at: number; readonly bits: number };
  /** What the manual calls it. */
  readonly name: string;
  /** Codes of page faults; others mean nothing here. */
  readonly of: readonly BitTest[];
  readonly kind: readonly CodeRow<'read' | 'write' | 'execute' | 'access'>[];
  /** Accesses of user mode; none where the code does not say who it was. */
  readonly user: readonly BitTest[];
  readonly cause: readonly CodeRow<FaultCause>[];
  /** What the manual calls a code, where the cause does not say it all. */
  readonly names?: readonly CodeRow<string>[];
  /** How many levels above the lowest one the walk of the CPU ended, where the code says it. */
  readonly ends?: readonly CodeRow<number>[];
}
