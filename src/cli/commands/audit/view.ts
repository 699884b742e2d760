import { counted } from '../../../core/counted.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { type Auditor, type Broken, type Invariant, INVARIANTS } from '../../../core/verdicts/audit.ts';
import type { Level } from '../../../core/rows/layout.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/text/columns.ts';

/** A value that breaks an invariant, for the report. */
export interface AuditExample {
  readonly invariant: Invariant;
  readonly grade: Broken['grade'];
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

/** One kernel's part of the report in JSON. @param source who named the kernel, as `kernel_source` of a log's records */
export function auditJson(
  { auditor, examples }: { readonly auditor: Auditor; readonly examples: readonly AuditExample[] },
  source: 'capture' | 'records' | 'option' | 'default',
): object {
  return {
    schema: SCHEMA,
    arch: auditor.kernel.arch,
    kernel: auditor.kernel.id,
    kernel_source: source,
    values: auditor.values,
    broken: auditor.broken,
    counts: inOrder(auditor.counts),
    violations: inOrder(auditor.violations),
    unknown: inOrder(auditor.unknown),
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
  {
    auditor,
    examples,
    unproved,
  }: {
    readonly auditor: Auditor;
    readonly examples: readonly AuditExample[];
    /** Why it is no answer that nothing is broken. */
    readonly unproved?: string | undefined;
  },
  name: string,
  style: TableStyle,
): string {
  const { palette } = style;
  const { values, broken, counts, violations, unknown } = auditor;
  const verdict =
    broken > 0
      ? palette('bad', `${broken} ${broken === 1 ? 'breaks' : 'break'} an invariant`)
      : unknown.size > 0 || unproved !== undefined
        ? palette('note', 'nothing is known to be broken')
        : palette('good', 'nothing is broken');
  let text =
    renderTable([[{ text: name, role: 'dim' }]], style) + `${counted(values, 'value')}, ${verdict}\n`;
  for (const { code, grade: usual, text: meaning } of INVARIANTS) {
    const [known, doubtful] = [counts.get(code) ?? 0, unknown.get(code) ?? 0];
    const count = known + doubtful;
    if (count === 0) continue;
    const grade = violations.has(code) ? 'violation' : doubtful > 0 ? 'unknown' : usual;
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
