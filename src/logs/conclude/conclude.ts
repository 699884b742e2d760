import type { ShapeRole } from '../../core/rows/log-lines.ts';
import {
  BAD_MAP,
  BAD_SWAP,
  BAD_TABLE,
  EXTRA_BITS,
  HIDDEN_FLAGS,
  MAPPING,
  SAME_ENTRY,
  TYPE_BY_BUILD,
} from './bad-entry.ts';
import { BEHIND_END } from './behind-end.ts';
import { canConclude, type Conclusion } from './conclusion.ts';
import { askingReport, rightsOf, stepsToEnd, type Subject } from './readings.ts';
import { ACCESS, CAUSE, COMMON, HARDWARE } from './fault.ts';
import type { Finding } from './finding.ts';
import { POISONED } from './poisoned-address.ts';
import { END, GAP } from './walk-end.ts';
import { BEYOND_MEMORY, HINTS, NO_SWAP, OVERWRITTEN } from './hints.ts';

/**
 * What can be concluded from the values of a report, by what it says of them, in the order in which it is told. Of each
 * group the first row that applies is told, and those that are told besides (`also`).
 */
export const CONCLUSIONS: Readonly<Record<ShapeRole, readonly (readonly Conclusion[])[]>> = {
  walk: [
    ACCESS,
    POISONED,
    GAP,
    END,
    BEHIND_END,
    HARDWARE,
    OVERWRITTEN,
    BEYOND_MEMORY,
    NO_SWAP,
    TYPE_BY_BUILD,
    CAUSE,
    COMMON,
  ],
  'bad-map': [HINTS, EXTRA_BITS, BAD_MAP, MAPPING, BAD_SWAP, TYPE_BY_BUILD, SAME_ENTRY, COMMON],
  'bad-map-walk': [],
  'bad-entry': [HINTS, BAD_TABLE],
  swap: [HIDDEN_FLAGS, HINTS, BAD_SWAP, TYPE_BY_BUILD, SAME_ENTRY],
  update: [],
  memory: [],
};

/** What follows from the values of a report. */
export function conclude(role: ShapeRole, subject: Subject): Finding[] {
  const findings: Finding[] = [];
  for (const group of CONCLUSIONS[role]) {
    // What ended the walk of the CPU can stand where the text is torn.
    if (subject.isTorn && (group === CAUSE || group === HARDWARE)) continue;
    // What is no swap entry has no area.
    if ((group === BAD_SWAP || group === TYPE_BY_BUILD) && deniesForm(findings)) continue;
    const told: Finding[] = [];
    for (const row of group) {
      const isOpen = told.length === 0 || row.also?.(subject.kernel) === true;
      const finding = isOpen && canConclude(row, subject) ? tell(row, subject) : undefined;
      if (finding) told.push(finding);
    }
    findings.push(...told);
  }
  return findings;
}

/** Whether it is said of an entry that it is not what the tables read. */
export const deniesForm = (findings: readonly Finding[]): boolean =>
  findings.some(({ code }) => code === 'unexpected-state');

function tell(row: Conclusion, subject: Subject): Finding | undefined {
  const { code, of = 'entry', causes } = row;
  const isStep = of === 'steps' || of === 'rights';
  const steps = causes ? stepsToEnd(subject) : subject.steps;
  const entries = of === 'steps' ? steps : of === 'rights' ? rightsOf(subject) : [subject.entry];
  for (const entry of entries) {
    const text = row.text(askingReport(subject, entry), subject.kernel);
    const level = isStep ? entry.level : of === 'report' ? null : subject.level;
    if (text !== undefined) return { code, level, text };
  }
  return undefined;
}
