import { SCHEMA } from '../../../records/schema-number.ts';
import { type Auditor, type Invariant, INVARIANTS } from '../../../core/verdicts/audit.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Grade } from '../../../core/verdicts/notes.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/text/columns.ts';

/** A value that breaks an invariant, for the report. */
export interface AuditExample {
  readonly invariant: Invariant;
  readonly grade: Grade;
  readonly raw: bigint;
  readonly level: Level;
  readonly origin: string;
  readonly why: string;
}

/** Counts in the order of the report; what was not counted is left out. */
function inOrder(counts: ReadonlyMap<Invariant, number>): object {
  return Object.fromEntries(
    INVARIANTS.flatMap(({ code }) => {
      const count = counts.get(code);
      return count === undefined ? [] : [[code, count]];
    }),
  );
}

/** One kernel's part of the report in JSON. */
export function auditJson(auditor: Auditor, examples: readonly AuditExample[]): object {
  return {
    schema: SCHEMA,
    arch: auditor.kernel.arch,
    kernel: auditor.kernel.id,
    values: auditor.values,
    broken: auditor.broken,
    counts: inOrder(auditor.counts),
    violations: inOrder(auditor.violations),
    findings: examples.map(({ invariant, grade, raw, level, origin, why }) => ({
      invariant,
      grade,
      raw: formatU64(raw),
      level,
      origin,
      why,
    })),
  };
}

/**
 * One kernel's part of the report.
 *
 * @param name the kernel in a few words
 */
export function renderAudit(
  auditor: Auditor,
  examples: readonly AuditExample[],
  name: string,
  style: TableStyle,
): string {
  const { palette } = style;
  const { values, broken, counts, violations } = auditor;
  const verdict =
    broken === 0
      ? palette('good', 'nothing is broken')
      : palette('bad', `${broken} ${broken === 1 ? 'breaks' : 'break'} an invariant`);
  let text =
    renderTable([[{ text: name, role: 'dim' }]], style) +
    `${values} ${values === 1 ? 'value' : 'values'}, ${verdict}\n`;
  for (const { code, grade: usual, text: meaning } of INVARIANTS) {
    const count = counts.get(code);
    if (count === undefined) continue;
    const grade = violations.has(code) ? 'violation' : usual;
    const heading: Cell[] = [
      { text: code, role: 'note' },
      String(count),
      { text: grade, role: grade === 'violation' ? 'bad' : 'dim' },
      meaning,
    ];
    text += renderTable([heading], style, { indent: 2 });
    const shown = examples.filter(({ invariant }) => invariant === code);
    const rows = shown.map(({ raw, level, origin, why }): Cell[] => [
      { text: formatU64(raw), role: 'raw' },
      ...(shown.every((example) => example.level === 'pte') ? [] : [level]),
      origin,
      why,
    ]);
    text += renderTable(rows, style, { indent: 4 });
    if (shown.length < count) text += `    and ${count - shown.length} more\n`;
  }
  return text;
}
