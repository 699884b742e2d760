import { SCHEMA } from '../../../records/schema-number.ts';
import { type Auditor, type Invariant, INVARIANTS } from '../../../core/audit.ts';
import type { Level } from '../../../core/layout.ts';
import { formatU64 } from '../../../core/u64.ts';
import type { Palette } from '../../../records/palette.ts';

/** A value that breaks an invariant, for the report. */
export interface AuditExample {
  readonly invariant: Invariant;
  readonly raw: bigint;
  readonly level: Level;
  readonly origin: string;
  readonly why: string;
}

/** One kernel's part of the report in JSON. */
export function auditJson(auditor: Auditor, examples: readonly AuditExample[]): object {
  return {
    schema: SCHEMA,
    arch: auditor.kernel.arch,
    kernel: auditor.kernel.id,
    values: auditor.values,
    broken: auditor.broken,
    counts: Object.fromEntries(
      INVARIANTS.flatMap(({ code }) => {
        const count = auditor.counts.get(code);
        return count === undefined ? [] : [[code, count]];
      }),
    ),
    findings: examples.map(({ invariant, raw, level, origin, why }) => ({
      invariant,
      raw: formatU64(raw),
      level,
      origin,
      why,
    })),
  };
}

/** One kernel's part of the report. */
export function renderAudit(auditor: Auditor, examples: readonly AuditExample[], palette: Palette): string {
  const { kernel, values, broken, counts } = auditor;
  const verdict =
    broken === 0 ? palette('good', 'nothing is broken') : palette('bad', `${broken} break an invariant`);
  const lines = [
    `${palette('heading', kernel.id)}: ${values} ${values === 1 ? 'value' : 'values'}, ${verdict}`,
  ];
  for (const { code, text } of INVARIANTS) {
    const count = counts.get(code);
    if (count === undefined) continue;
    lines.push(`  ${palette('note', code)} ${count}: ${text}`);
    const shown = examples.filter(({ invariant }) => invariant === code);
    for (const { raw, level, origin, why } of shown)
      lines.push(
        `    ${palette('raw', formatU64(raw))}${level === 'pte' ? '' : ` ${level}`}  ${origin}: ${why}`,
      );
    if (shown.length < count) lines.push(`    and ${count - shown.length} more`);
  }
  return lines.join('\n') + '\n';
}
