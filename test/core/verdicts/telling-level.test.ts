import { expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { checkRules } from '../../../src/core/verdicts/rules.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const CLAIM = /^(\w+_(?:none|present))\(\) is (true|false)/;

/** Single bits, alone, beside the bits of tables and pages, and missing. */
function values(bits: number): Set<bigint> {
  const all = (1n << BigInt(bits)) - 1n;
  const found = new Set([0n, 0x60n, 0x67n, 0x1234_5067n, 0x1234_5003n]);
  for (let bit = 0n; bit < BigInt(bits); bit += 1n)
    for (const low of [0n, 1n, 3n, 0x67n, all]) found.add((1n << bit) ^ low);
  return found;
}

// The functions are held against the answers of kernels (test/vectors): a rule that names one says what that one answers.
test.each([
  { arch: 'x86_64', oldest: '4.19', levels: [4, 5] },
  { arch: 'i386', oldest: '4.19', levels: [2, 3] },
  { arch: 'arm', oldest: '4.19', levels: [2, 3] },
  { arch: 'arm64', oldest: '4.19', levels: [3, 4, 5] },
  { arch: 'riscv64', oldest: '5.10', levels: [3, 4, 5] },
  { arch: 's390x', oldest: '4.19', levels: [2, 3, 4, 5] },
  { arch: 'loongarch64', oldest: '6.1', levels: [2, 3] },
  { arch: 'powerpc64', oldest: '4.19', levels: [4] },
])('$arch: a rule says of a function what it answers', ({ arch, oldest, levels }) => {
  const releases = [oldest, '6.6', '6.12', '7.3'];
  const kernels = releases.flatMap((kernel) =>
    levels.map((paging) => resolveKernel({ arch, kernel, paging })),
  );
  const wrong: string[] = [];
  let claims = 0;
  for (const kernel of kernels)
    for (const level of LEVELS.filter((known) => kernel.levels.some((row) => row.level === known)))
      for (const raw of values(kernel.entryBits)) {
        const answers = evaluatePredicates(kernel, raw);
        const rules = checkRules(readEntry(kernel, raw, level));
        for (const { why, holds } of [rules['1'], rules['2']]) {
          const [, name = '', said] = CLAIM.exec(why) ?? [];
          if (answers[name] === undefined) continue;
          claims += 1;
          if (said !== String(answers[name]) || holds === answers[name])
            wrong.push(`${kernel.version} ${kernel.paging} ${level} ${formatHex(raw)}: ${name}() is ${said}`);
        }
      }
  expect(wrong).toEqual([]);
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
