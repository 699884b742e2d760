import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { RULE_IDS } from '../../../src/core/verdicts/rules.ts';
import {
  findingsChoice,
  inspectEntry,
  isViolation,
  unknownNotes,
} from '../../../src/images/scan/findings.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { decodePlaced } from '../../../src/core/verdicts/unmapped.ts';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const names = ['uffd-wp-special', 'debian-6.1', 'debian-6.12', 'debian-7.3', '6.8'] as const;
const kernels = names.map((kernel) => resolveKernel({ kernel }));

// Builds 241 to 347 of RHEL 8 can have the uffd-wp bits of 5.7 or not.
test('what hangs on a bit of which nobody knows is a finding without an answer', () => {
  const doubtful = resolveKernel({ kernel: '4.18,L1TF_LAYOUT=y,UFFD_WP_BACKPORT=y' });
  const found = (raw: bigint): unknown =>
    inspectEntry(decodeEntry(doubtful, raw), [])?.unknown.map(({ code }) => code);
  expect(found(0x8000000002bcbc67n)).toEqual(['uffd-wp-writable']);
  expect(found(0x8000000002bcb867n)).toBeUndefined();
  expect(found(0x07fffffffffbfe04n)).toEqual(['reserved-bits']);
  expect(found(0x07fffffffffbfe00n)).toBeUndefined();
  // With bit 4, which no kernel has, it is a violation for certain, and said once.
  expect(found(0x07fffffffffbfe14n)).toEqual([]);
  expect(inspectEntry(decodeEntry(resolveKernel({ kernel: '5.7' }), 0x8000000002bcbc67n), [])).toMatchObject({
    unknown: [],
    entry: { notes: [{ code: 'uffd-wp-writable', grade: 'violation' }] },
  });
});

// A frame above 2^48, which only a CPU with LPA2 has: v6.9 arch/arm64/Kconfig ARM64_LPA2, and nobody says whether this one has it.
test.each([
  { config: 'ARM64_PA_BITS_52=y', unknown: ['pfn-beyond-memory'], violated: false },
  { config: 'ARM64_PA_BITS_52=y,ARM64_LPA2=n', unknown: [], violated: true },
])('what hangs on the address bits of the CPU has no answer: $config', ({ config, unknown, violated }) => {
  const arm = resolveKernel({ kernel: `6.12,arch=arm64,${config}` });
  const finding = inspectEntry(decodeEntry(arm, 0x1_0000_4000_0713n), []);
  expect(finding && unknownNotes(finding).map(({ code }) => code)).toEqual(unknown);
  expect(finding && isViolation(finding)).toBe(violated);
});

describe('inspectEntry', () => {
  const kernel = resolveKernel({ kernel: 'debian-6.12' });
  test('a healthy page has nothing to say, an odd one has', () => {
    expect(inspectEntry(decodeEntry(kernel, 0x8000000002bcb867n), [])).toBeUndefined();
    // uffd-wp and writable: both bits of v6.12 arch/x86/include/asm/pgtable_types.h, 0x400 and 0x2.
    expect(
      inspectEntry(decodeEntry(kernel, 0x8000000002bcbc67n), [])?.entry.notes.map((note) => note.code),
    ).toEqual(['uffd-wp-writable']);
    expect(inspectEntry(decodeEntry(kernel, 0x8000000002bcb867n), ['1', '2'])?.broken).toEqual(['2']);
  });
});

test('a choice by groups finds what a look at every entry finds', () => {
  const word = fc.oneof(
    fc.bigInt(0n, (1n << 64n) - 1n),
    fc
      .array(fc.nat(63), { maxLength: 6 })
      .map((bits) => bits.reduce((value, n) => value | (1n << BigInt(n)), 0n)),
    // Swap entries of x86_64: of the types that hang on how the kernel is built too.
    fc
      .tuple(fc.bigInt(20n, 31n), fc.bigInt(0n, (1n << 50n) - 1n))
      .map(([type, offset]) => (type << 59n) | (offset << 9n)),
  );
  fc.assert(
    fc.property(
      fc.nat(kernels.length - 1),
      fc.constantFrom(...LEVELS),
      fc.subarray([...RULE_IDS]),
      fc.array(word, { maxLength: 12 }),
      fc.constantFrom(0, 2 ** 36 - 1),
      (which, level, rules, words, page) => {
        const kernel = kernels[which] ?? resolveKernel();
        const grouper = createGrouper(kernel);
        const choice = findingsChoice(rules);
        for (const raw of words) {
          const group = grouper.groupOf(
            level,
            Number(BigInt.asIntN(32, raw)),
            Number(BigInt.asIntN(32, raw >> 32n)),
            page,
          );
          const entry = decodePlaced(kernel, raw, level, page >= grouper.middle);
          const isFound = choice.group(group) ?? choice.entry(entry, 0n);
          expect(isFound).toBe(inspectEntry(entry, rules) !== undefined);
        }
      },
    ),
    { seed: 22, numRuns: 400 },
  );
});
