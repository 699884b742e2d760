import type { LogLevel } from '../../core/rows/log-lines.ts';

/** Stable codes of what follows from values; programs match the code, never the text. */
export type FindingCode =
  | 'cut-off'
  | 'access'
  | 'stops'
  | 'unreadable'
  | 'unfinished'
  | 'unmapped'
  | 'hardware-entry'
  | 'beyond-tables'
  | 'inverted-frame'
  | 'encryption-bit'
  | 'list-poison'
  | 'user-pointer'
  | 'reserved-bit'
  | 'read-only'
  | 'no-execute'
  | 'kernel-page'
  | 'user-page'
  | 'user-address'
  | 'protection-key'
  | 'shadow-stack'
  | 'access-flag'
  | 'changed'
  | 'allowed'
  | 'special-bit'
  | 'mapping-flags'
  | 'page-counts'
  | 'beyond-memory'
  | 'swap-area'
  | 'swap-offset'
  | 'swap-slot'
  | 'swap-type'
  | 'hidden-flags'
  | 'unexpected-state'
  | 'missing-bits'
  | 'extra-bits'
  | 'not-a-table'
  | 'single-bit'
  | 'present-bit-lost'
  | 'ascii-text'
  | 'poison-byte'
  | 'poisoned-address'
  | 'host-frames'
  | 'foreign-bytes'
  | 'kernel-pointer'
  | 'same-entry'
  | 'swap-layout';

/** Something that follows from values and what is said around them. */
export interface Finding {
  readonly code: FindingCode;
  /** The value that it is about; null: all of them. */
  readonly level: LogLevel | null;
  readonly text: string;
}
