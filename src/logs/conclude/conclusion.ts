import type { Form, Level } from '../../core/rows/layout.ts';
import type { FaultCause } from '../../core/rows/fault-code.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { accessOf } from './access.ts';
import type { FindingCode } from './finding.ts';
import { type AskReport, isFirstOfTwo, isMapped, type Reading, type Subject } from './readings.ts';

/** Something that follows from values and what is said around them. */
export interface Conclusion<Name extends Reading = Reading> {
  readonly code: FindingCode;
  /** Only when the entry that the report is about has one of these forms; absent: whatever it is. */
  readonly forms?: readonly Form[];
  readonly levels?: readonly Level[];
  /** Only of faults with one of these causes. */
  readonly causes?: readonly FaultCause[];
  /** Only of walks that end, or do not end, at a page that the CPU takes for present. */
  readonly mapped?: boolean;
  /** Told even when something of the same group is told already. */
  readonly also?: (kernel: Kernel) => boolean;
  /**
   * What it is about. `entry` (default): the value of the report; `report`: no value in particular; `steps`: the first
   * step of the walk of which it can be said; `rights`: the first of those steps that say who may use the page.
   */
  readonly of?: 'entry' | 'report' | 'steps' | 'rights';
  readonly reads: readonly Name[];
  readonly text: (ask: AskReport<Name>, kernel: Kernel) => string | undefined;
}

/** A row of a table of conclusions, with what it reads checked against what it asks. */
export function conclusion<Name extends Reading>(row: Conclusion<Name>): Conclusion {
  return row;
}

/** The text when the condition holds. */
export const when = (condition: boolean | null, text: string): string | undefined =>
  condition === true ? text : undefined;

/** Whether a conclusion can be drawn from a report at all. */
export function canConclude({ forms, levels, causes, mapped }: Conclusion, subject: Subject): boolean {
  const { entry } = subject;
  if ((forms && !forms.includes(entry.form)) || (levels && !levels.includes(entry.level))) return false;
  if (mapped !== undefined && isMapped(entry) !== mapped) return false;
  // The entry that the CPU used is not in the text.
  if (mapped === true && isFirstOfTwo(subject)) return false;
  const cause = causes && accessOf(subject)?.cause;
  return !causes || (cause !== undefined && causes.includes(cause));
}
