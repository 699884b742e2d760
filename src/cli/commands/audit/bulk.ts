import type { Judgement } from '../../../core/verdicts/audit.ts';
import { readEntry, numberOf } from '../../../core/entry/entry.ts';
import type { Level } from '../../../core/rows/layout.ts';
import { shapesOf, splitTypes } from '../../../core/entry/shapes.ts';
import { lowestSpecialType } from '../../../core/verdicts/other-meanings.ts';
import { createTemplateCounter, type TemplateCounter } from '../../../records/templates/template-counter.ts';
import type { Report } from './report.ts';

/** Audits many values: those that are judged alike are counted by the engine, only their page slots are looked at. */
interface BulkAudit {
  readonly counter: TemplateCounter<Judgement>;
  /** Audits a value that the engine left. */
  add(raw: bigint, origin: string): void;
  /** Takes over what the engine counted. */
  finish(): void;
}

/** The audit of many values of a level for one report; undefined without WebAssembly. */
export function countInBulk(report: Report, level: Level): BulkAudit | undefined {
  const { auditor } = report;
  const { kernel } = auditor;
  // Where nobody said how the kernel is built, each type that hangs on it has a shape of its own.
  const shapes = shapesOf(kernel, level);
  const counter = createTemplateCounter<Judgement>(
    (kernel.otherBuild ? splitTypes(shapes, lowestSpecialType([kernel])) : shapes).map((shape) => ({
      mask: shape.mask,
      value: shape.value,
      key: auditor.keyOf(shape),
      number: shape.state === 'swap' ? shape.numbers.offset?.hole : undefined,
    })),
    ({ length, values, numbers, meaning, origin }) => {
      for (let row = 0; row < length; row += 1) {
        const offset = numbers[row] ?? 0;
        const found = auditor.noteSlot(meaning(row), offset);
        if (found.length > 0) report.show(found, values[row] ?? 0n, level, origin(row));
      }
    },
  );
  if (!counter) return undefined;
  return {
    counter,
    add(raw, origin) {
      if (counter.add(raw, origin)) return;
      const judgement = auditor.judge(raw, level);
      const offset = numberOf(readEntry(kernel, raw, level), 'offset') ?? 0n;
      auditor.count(judgement, 1);
      const found = [...judgement.broken, ...auditor.noteSlot(judgement, offset)];
      report.show(found, raw, level, origin);
      // Values that are wanted as examples must all be seen.
      if (!report.wants(judgement)) counter.settle(raw, judgement);
    },
    finish() {
      for (const { meaning, count } of counter.counts()) auditor.count(meaning, count);
    },
  };
}
