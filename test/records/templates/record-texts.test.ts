import { describe, expect, test } from '@jest/globals';
import { decodedWith, notesOn } from '../../../src/core/verdicts/decode.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { toRecord } from '../../../src/records/record.ts';
import { RecordTexts } from '../../../src/records/templates/record-texts.ts';

const others = otherKernels();

/** Entries as kernels make them, and each with every single bit flipped: pages, tables, swap, markers, empty. */
const SEEDS: Readonly<Record<string, readonly bigint[]>> = {
  x86_64: [0x8000_0001_2345_6867n, 0x1_2345_6067n, 0x0fff_ffff_ffdb_9600n, 0x07ff_ffff_ffff_e80an, 0n, 4n],
  arm64: [0x00e8_0001_05a3_ff43n, 0x1000_0001_3fff_f003n, 0x0000_0000_1234_5604n],
  riscv64: [0x2000_00dfn, 0x20ff_d401n, 0x1234_5600n],
};

describe('records by template are those that are worked out', () => {
  test.each(Object.entries(SEEDS).map(([arch, seeds]) => ({ arch, seeds })))('$arch', ({ arch, seeds }) => {
    const kernel = resolveKernel({ arch, kernel: '6.12' });
    const texts = new RecordTexts(others);
    const levels: readonly Level[] = ['pte', 'pmd'];
    for (const level of levels)
      // The second time the texts of all shapes are known.
      for (const seed of [...seeds, ...seeds])
        for (let bit = 0n; bit < 64n; bit += 1n) {
          const entry = readEntry(kernel, seed ^ (1n << bit), level);
          const decoded = decodedWith(entry, { notes: notesOn(entry, others) });
          expect(texts.text(entry)).toBe(JSON.stringify(toRecord(decoded, { kernel })));
        }
  });
});
