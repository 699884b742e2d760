import { expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { checkRules } from '../../../src/core/verdicts/rules.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const CLAIM = /^(\w+_(?:none|present))\(\) is (true|false)/;

// The functions are held against the answers of kernels (test/vectors): a rule that names one says what that one answers.
// prettier-ignore
test.each([
  { arch: 'x86_64', paging: 4 },
  { arch: 'x86_64', paging: 5 },
  { arch: 'i386', paging: 2 },
  { arch: 'i386', paging: 3 },
  { arch: 'arm', paging: 2 },
  { arch: 'arm64', paging: 3 },
  { arch: 'riscv64', paging: 3 },
  { arch: 'riscv64', paging: 4 },
  { arch: 'riscv64', paging: 5 },
  { arch: 's390x', paging: 2 },
  { arch: 's390x', paging: 3 },
  { arch: 's390x', paging: 4 },
  { arch: 's390x', paging: 5 },
  { arch: 'loongarch64', paging: 2 },
  { arch: 'powerpc64', paging: 4 },
])('$arch, $paging levels: a rule says of a function what it answers', ({ arch, paging }) => {
  const kernel = resolveKernel({ arch, kernel: '6.12', paging });
  let claims = 0;
  for (const level of LEVELS)
    for (const raw of [0n, 0x20n, 0x60n, 0x67n, 0x1234_5067n, 0x1234_5003n]) {
      if (raw >> BigInt(kernel.entryBits) !== 0n || !kernel.levels.some((row) => row.level === level))
        continue;
      const answers = evaluatePredicates(kernel, raw);
      const rules = checkRules(readEntry(kernel, raw, level));
      for (const { why } of [rules['1'], rules['2']]) {
        const [, name = '', said] = CLAIM.exec(why) ?? [];
        const answer = answers[name];
        if (answer === undefined) continue;
        claims += 1;
        expect({ level, raw, name, said }).toEqual({ level, raw, name, said: String(answer) });
      }
    }
  expect(claims).toBeGreaterThan(0);
});

// v6.12 arch/x86/include/asm/pgtable.h pgd_none, p4d_none: the mask of the erratum is p4d_none's alone.
test.each([
  { paging: 4, raw: 0x60n, why: 'p4d_none() is true: no bit outside 0x60 (accessed, dirty) is set' },
  { paging: 5, raw: 0x60n, why: 'pgd_none() is false: bits are set' },
  { paging: 5, raw: 0n, why: 'pgd_none() is true: no bit is set' },
])('x86_64 with $paging levels: pgd $raw', ({ paging, raw, why }) => {
  const kernel = resolveKernel({ kernel: '6.12', paging });
  expect(checkRules(readEntry(kernel, raw, 'pgd'))['1'].why).toBe(why);
});
