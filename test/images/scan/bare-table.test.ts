import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { joinHalves } from '../../../src/images/address.ts';
import { scanBareTable } from '../../../src/images/scan/bare-table.ts';
import { pageAddress } from '../../../src/images/scan/scan.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { stringOf } from '../../helpers/json.ts';
import { readTruth, realFile, realJson, REAL_KERNELS } from '../../helpers/real-kernels.ts';

const kernel = resolveKernel({ kernel: '6.1' });
const FILES = ['ptpage-mixed', 'ptpage-one-region', 'pmdpage-hugetlb'] as const;

describe('scanBareTable', () => {
  test.each(REAL_KERNELS.flatMap((real) => FILES.map((file) => ({ ...real, file }))))(
    '$folder $file: every entry listed',
    ({ folder, kernel: name, file }) => {
      const model = resolveKernel({ kernel: name });
      const sidecar = realJson(folder, `${file}.json`);
      const start = BigInt(stringOf(sidecar, 'start_va'));
      const level = stringOf(sidecar, 'level') === 'pmd' ? 'pmd' : 'pte';
      const found = new Map<bigint, bigint>();
      scanBareTable(
        model,
        new Uint8Array(readFileSync(realFile(folder, `${file}.bin`))),
        level,
        start,
        file,
        {
          entries(_, words, first, _last, page) {
            found.set(pageAddress(model, page), joinHalves(words[2 * first] ?? 0, words[2 * first + 1] ?? 0));
          },
          table(_, lo, hi, page) {
            found.set(pageAddress(model, page), joinHalves(lo, hi));
          },
          problem() {
            throw new Error('no problem to be had');
          },
        },
      );
      expect(found.size).toBe(512);
      const size = level === 'pmd' ? 0x20_0000n : 0x1000n;
      let checked = 0;
      for (const row of readTruth(folder)) {
        const raw = row.entries.find((entry) => entry.level === level)?.raw;
        if (raw === undefined || row.va < start || row.va >= start + 512n * size) continue;
        expect(found.get(row.va & ~(size - 1n))).toBe(raw);
        checked++;
      }
      expect(checked).toBeGreaterThan(0);
    },
  );

  test.each([
    { name: 'too short', bytes: 4088, level: 'pte', va: 0n, code: 'ERR_TRUNCATED' },
    { name: 'too long', bytes: 8192, level: 'pte', va: 0n, code: 'ERR_FORMAT' },
    { name: 'a level that is not there', bytes: 4096, level: 'p4d', va: 0n, code: 'ERR_FIELD_RANGE' },
    {
      name: 'an address inside the table',
      bytes: 4096,
      level: 'pmd',
      va: 0x20_0000n,
      code: 'ERR_FIELD_RANGE',
    },
  ] as const)('$name is refused', ({ bytes, level, va, code }) => {
    expect(() =>
      scanBareTable(kernel, new Uint8Array(bytes), level, va, 'x', {
        entries: () => undefined,
        problem: () => undefined,
      }),
    ).toThrow(expect.objectContaining({ code }));
  });
});
