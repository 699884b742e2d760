import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import type { Circumstances } from '../../../src/core/rows/log-lines.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { CONCLUSIONS } from '../../../src/logs/conclude/conclude.ts';
import { canConclude } from '../../../src/logs/conclude/conclusion.ts';
import { askingReport, type AskReport } from '../../../src/logs/conclude/readings.ts';
import { subjectOf } from '../../helpers/log-subject.ts';
import { mixedValues, nextWord } from '../../helpers/values.ts';

const rows = Object.values(CONCLUSIONS).flat(2);
const kernels: readonly Kernel[] = ARCHITECTURES.map(({ arch }) => resolveKernel({ arch, kernel: '6.12' }));

const MESSAGES = [
  '',
  'Bad swap file entry',
  'Bad swap offset entry',
  'Unused swap file entry',
  'unrecognized',
];

/** What may stand around a value: any fault code, or none. */
function anyCircumstances(): Circumstances {
  const code = nextWord() & 0x7fn;
  const address = nextWord() & 1n ? 0x7f59_0942_1000n : 0xffff_8880_0000_0000n;
  const fault: Circumstances = { errorCode: code, esr: 0x9600_0000n | code };
  const word: Circumstances = { access: 'write', mode: code & 1n ? 'user' : 'kernel' };
  return { ...(code & 2n ? fault : word), address, pageDump: (code & 4n) !== 0n };
}

describe('conclusions read what they declare', () => {
  test.each(kernels.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong = new Set<string>();
    for (const level of LEVELS)
      for (const raw of mixedValues(60, kernel.entryBits)) {
        const entry = readEntry(kernel, raw, level);
        const message = MESSAGES[Number(nextWord() % BigInt(MESSAGES.length))] ?? '';
        const isRepeated = (raw & 1n) === 0n;
        const subject = subjectOf(entry, {
          level: level === 'pte' && (raw & 2n) === 0n ? 'swap_entry' : level,
          around: anyCircumstances(),
          message,
          isRepeated,
        });
        const ask = askingReport(subject, entry);
        for (const row of rows) {
          const watched: AskReport = (name) => {
            if (!row.reads.includes(name)) wrong.add(`${row.code} reads ${name}`);
            return ask(name);
          };
          if (canConclude(row, subject)) row.text(watched, kernel);
        }
      }
    expect([...wrong]).toEqual([]);
  });
});
