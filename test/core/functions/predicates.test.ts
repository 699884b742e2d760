import { describe, expect, test } from '@jest/globals';
import { passes } from '../../../src/core/entry/shapes.ts';
import { otherSpelling } from '../../../src/core/functions/function-bits.ts';
import { answerOf, evaluatePredicates, testsOf } from '../../../src/core/functions/predicates.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { readVectors, VARIANTS, VECTOR_SETS } from '../../helpers/vectors.ts';

/** Functions that every architecture has, and of which the vectors of the others alone ask. */
const NOT_ASKED = new Set([
  ...['p4d_none', 'p4d_present', 'p4d_bad', 'p4d_leaf', 'p4d_pfn', 'pgd_none', 'pgd_present', 'pgd_bad'],
  ...[
    'pgd_leaf',
    'pmd_special',
    'pud_special',
    'pte_unused',
    'pte_savedwrite',
    'pmd_savedwrite',
    'pmd_large',
  ],
  ...['softleaf_from_pte', 'softleaf_to_pfn', 'p4d_flags', 'pgd_flags', 'pgd_pfn', 'pgd_devmap'],
  ...['pud_large', 'p4d_large', 'pgd_large'],
  ...['pte', 'pmd', 'pud'].flatMap((level) =>
    ['read', 'write'].map((how) => `${level}_access_permitted_${how}`),
  ),
]);

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
    const answered = Object.keys(evaluatePredicates(plain, 0x4n)).filter(
      (name) => asked.has(name) || !NOT_ASKED.has(name),
    );
    expect(answered.sort()).toEqual([...asked].sort());
  });
});

/** What rules, notes and properties ask by bits, on every architecture. */
const ASKED = [
  'pte_write',
  'pte_dirty',
  'pte_young',
  'pte_uffd_wp',
  'pte_soft_dirty',
  'pte_swp_uffd_wp',
  'pte_swp_soft_dirty',
  'pte_swp_exclusive',
];

describe('testsOf', () => {
  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))(
    '$arch: answers as the function does',
    ({ arch }) => {
      const missing: string[] = [];
      for (const kernel of kernelsOf(arch))
        for (const name of Object.keys(evaluatePredicates(kernel, 0n))) {
          const tests = testsOf(kernel, name);
          for (let n = 0n; tests && n < 64n; n += 1n)
            for (const value of [1n << n, (1n << 64n) - 1n - (1n << n)])
              if (tests.some((test) => passes(value, test)) !== answerOf(kernel, name, value))
                missing.push(`${kernel.id} ${name} ${value.toString(16)}`);
        }
      expect(missing).toEqual([]);
    },
  );

  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))(
    '$arch has the ones that are asked for',
    ({ arch }) => {
      for (const kernel of kernelsOf(arch))
        for (const name of ASKED) {
          const isThere = [name, otherSpelling(name) ?? ''].some(
            (known) => answerOf(kernel, known, 0n) !== undefined,
          );
          expect([kernel.id, name, testsOf(kernel, name) !== undefined]).toEqual([kernel.id, name, isThere]);
        }
    },
  );

  test('x86: a dirty page without RW is writable on a CPU with shadow stacks', () => {
    // v6.6 arch/x86/include/asm/pgtable.h pte_write, pte_shstk.
    expect(testsOf(resolveKernel({ kernel: '6.12' }), 'pte_write')).toEqual([{ set: 0x2n, clear: 0n }]);
    expect(testsOf(resolveKernel({ kernel: '6.12,CPU_SHADOW_STACK=y' }), 'pmd_write')).toEqual([
      { set: 0x2n, clear: 0n },
      { set: 0xc0n, clear: 0x2n },
    ]);
  });

  test.each([
    { arch: 'x86_64', kernel: '6.12', name: 'pte_swp_uffd', tests: [{ set: 0x4n, clear: 0n }] },
    { arch: 'x86_64', kernel: '7.3', name: 'pte_swp_uffd_wp', tests: [{ set: 0x4n, clear: 0n }] },
    { arch: 's390x', kernel: '6.12', name: 'pte_uffd_wp', tests: [] },
    { arch: 'x86_64', kernel: '6.12', name: 'pte_pfn', tests: undefined },
    { arch: 'x86_64', kernel: '6.12', name: 'pte_none', tests: undefined },
    { arch: 'x86_64', kernel: '5.11', name: 'pte_swp_exclusive', tests: undefined },
  ])('$arch $kernel $name', ({ arch, kernel, name, tests }) => {
    expect(testsOf(resolveKernel({ arch, kernel }), name)).toEqual(tests);
  });
});
