import { describe, expect, test } from '@jest/globals';
import { evaluatePredicates } from '../../src/core/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { readVectors, VARIANTS, VECTOR_SETS } from '../helpers/vectors.ts';

describe.each(VECTOR_SETS)('$stem: what the kernel answered', ({ stem, kernel }) => {
  const rows = readVectors(stem, 'decode');
  const plain = resolveKernel({ kernel });
  const variants = new Map(
    Object.entries(VARIANTS).map(([variant, extra]) => [
      variant,
      resolveKernel({ kernel: `${kernel},${extra}` }),
    ]),
  );

  test('every function answers the same for every value', () => {
    const wrong: string[] = [];
    for (const row of rows) {
      const raw = BigInt(String(row['raw']));
      const answers = new Map<string, ReturnType<typeof evaluatePredicates>>();
      for (const [key, expected] of Object.entries(row)) {
        if (key === 'raw' || key === 'cat') continue;
        const [name = '', variant = ''] = key.split('@');
        const used = variants.get(variant) ?? plain;
        const answer = answers.get(variant) ?? evaluatePredicates(used, raw);
        answers.set(variant, answer);
        const got = answer[name];
        const wanted = typeof expected === 'string' ? BigInt(expected) : expected;
        if (got !== wanted)
          wrong.push(`${String(row['raw'])} ${key}: ${String(got)}, the kernel ${String(wanted)}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  test('no function is answered that the kernel lacks, and none is missing', () => {
    const asked = new Set(
      rows
        .flatMap((row) => Object.keys(row).map((key) => key.split('@')[0] ?? ''))
        .filter((key) => key !== 'raw' && key !== 'cat'),
    );
    expect(Object.keys(evaluatePredicates(plain, 0x4n)).sort()).toEqual([...asked].sort());
  });
});
