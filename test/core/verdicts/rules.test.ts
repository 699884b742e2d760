import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { checkRules, RULE_IDS, RULE_TEXT, verdictWord } from '../../../src/core/verdicts/rules.ts';
import { swpOffset, swpType } from '../../../src/core/entry/swap-entry.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { readVectors, VECTOR_SETS } from '../../helpers/vectors.ts';

const SPECIAL = 'uffd-wp-special';

/** Which rules hold, in the words of the patch and of the fact sheet's comparison with the merged markers. */
const CASES: readonly { name: string; kernel: string; raw: bigint; holds: string; level?: Level }[] = [
  { name: 'the special pte', kernel: SPECIAL, raw: 0x4n, holds: '1234' },
  { name: 'an empty entry', kernel: SPECIAL, raw: 0x0n, holds: '24' },
  { name: 'an empty entry with the erratum bits', kernel: SPECIAL, raw: 0x60n, holds: '24' },
  { name: 'the special pte with an erratum bit', kernel: SPECIAL, raw: 0x24n, holds: '1234' },
  { name: 'a swap entry', kernel: '6.1', raw: 0x0fffffffffdb9600n, holds: '12' },
  { name: 'a swap entry with uffd-wp', kernel: '6.1', raw: 0x0fffffffffdb9604n, holds: '123' },
  { name: 'slot 0 of swap area 0', kernel: '6.1', raw: 0x07fffffffffffe00n, holds: '124' },
  { name: 'slot 0 of swap area 0, before L1TF with a flag', kernel: '4.18', raw: 0x2n, holds: '124' },
  { name: 'slot 2^32 - 1', kernel: '6.1', raw: 0x07fffe0000000000n, holds: '12' },
  { name: 'slot 2^32', kernel: '6.1', raw: 0x07fffdfffffffe00n, holds: '124' },
  { name: 'the uffd-wp marker of 6.1', kernel: 'debian-6.1', raw: 0xf7fffffffffffc00n, holds: '12' },
  { name: 'the uffd-wp marker of 6.12', kernel: 'debian-6.12', raw: 0xfffffffffffffc00n, holds: '12' },
  { name: 'a marker without bits', kernel: 'debian-6.12', raw: 0xfffffffffffffe00n, holds: '124' },
  { name: 'a guard marker before guards', kernel: 'debian-6.12', raw: 0xfffffffffffff600n, holds: '124' },
  { name: 'a guard marker', kernel: 'debian-7.3', raw: 0xfffffffffffff600n, holds: '12' },
  { name: 'a hwpoison entry', kernel: 'debian-6.1', raw: 0xd7ffffffffac3600n, holds: '12' },
  { name: 'a migration entry, young and dirty', kernel: 'debian-7.3', raw: 0xdfffe7ffff912402n, holds: '12' },
  { name: 'a migration entry of no frame', kernel: SPECIAL, raw: 0xe000000000000004n, holds: '1234' },
  { name: 'a present page of a user', kernel: '6.1', raw: 0x80000000029e8867n, holds: '134' },
  { name: 'a present page of the kernel', kernel: '6.1', raw: 0x80000000029e8163n, holds: '14' },
  { name: 'a PROT_NONE page', kernel: '6.1', raw: 0x000ffffffd616960n, holds: '14' },
  {
    name: 'a pmd leaf that is being split',
    kernel: '6.1',
    raw: 0x000ffffffb2008e0n,
    holds: '14',
    level: 'pmd',
  },
  {
    // pud_present() looks at the present bit alone (fact sheet, section 2).
    name: 'a PROT_NONE pud',
    kernel: 'debian-6.12',
    raw: 0x100n,
    holds: '124',
    level: 'pud',
  },
  {
    name: 'the special value without uffd-wp',
    kernel: `${SPECIAL},CONFIG_HAVE_ARCH_USERFAULTFD_WP=n`,
    raw: 0x4n,
    holds: '124',
  },
  { name: 'the special value before 5.7', kernel: '5.0', raw: 0x4n, holds: '124' },
];

/** What rule 2 says where no bit stands for "present": the empty values are those of the headers. */
const WITHOUT_PRESENT_BIT: readonly { arch: string; level: Level; raw: bigint; why: string }[] = [
  // v5.11 arch/s390/include/asm/pgtable.h _SEGMENT_ENTRY_EMPTY, _REGION1_ENTRY_EMPTY; pmd_present() of 6.12.
  {
    arch: 's390x',
    level: 'pmd',
    raw: 0x20n,
    why: 'pmd_present() is false: the value is that of an empty entry',
  },
  {
    arch: 's390x',
    level: 'pgd',
    raw: 0x2cn,
    why: 'pgd_present() is false: the value is that of an empty entry',
  },
  // arch/loongarch/include/asm/pgtable.h: _PAGE_HUGE without a bit that says present is how a pmd keeps a swap entry.
  {
    arch: 'loongarch64',
    level: 'pmd',
    raw: 0x40n,
    why: 'pmd_present() is false: its bits are those of no table and no present leaf',
  },
];

describe('the four rules', () => {
  test.each(WITHOUT_PRESENT_BIT)('$arch $level without a present bit', ({ arch, level, raw, why }) => {
    const { rules } = decodeEntry(resolveKernel({ arch, kernel: '6.12' }), raw, { level });
    expect(rules['2']).toEqual({ holds: true, why });
  });

  // v6.12 arch/loongarch/include/asm/pgtable.h pmd_none, pmd_present: invalid_pte_table is where the linker and KASLR put it.
  test('no value of loongarch64 is proven to be no empty pmd', () => {
    const kernel = resolveKernel({ arch: 'loongarch64', kernel: '6.12' });
    const { rules } = decodeEntry(kernel, 0x9000_0000_0022_4000n, { level: 'pmd' });
    const unless =
      'unless this is the address of the table of invalid entries, another in each kernel, which an empty entry points to';
    expect(rules['1']).toEqual({ holds: true, why: `pmd_none() is false: ${unless}` });
    expect(rules['2']).toEqual({ holds: false, why: `pmd_present() is true: ${unless}` });
  });

  // v6.12 arch/arm64/include/asm/pgtable.h pte_present; a pte cannot be split.
  test('a page that the CPU ignores is not said to be split', () => {
    const { rules } = decodeEntry(resolveKernel({ arch: 'arm64', kernel: '6.12' }), 0x12345f41n);
    expect(rules['2']).toEqual({
      holds: false,
      why: 'pte_present() is true: PTE_VALID (the CPU ignores the entry) set',
    });
  });

  test.each(CASES)('$name', ({ kernel, raw, holds, level }) => {
    const { rules } = decodeEntry(resolveKernel({ kernel }), raw, { level: level ?? 'pte' });
    expect(RULE_IDS.filter((id) => rules[id].holds).join('')).toBe(holds);
  });

  test.each(VECTOR_SETS)('1, 2 and 3 are the answers of $stem', ({ stem, kernel: name }) => {
    const kernel = resolveKernel({ kernel: name });
    const wrong = readVectors(stem, 'decode').filter((row) => {
      const { rules } = decodeEntry(kernel, BigInt(String(row['raw'])));
      return (
        rules['1'].holds === (row['pte_none'] === true) ||
        rules['2'].holds === (row['pte_present'] === true) ||
        rules['3'].holds !== ((row['pte_swp_uffd_wp'] ?? row['pte_swp_uffd']) === true)
      );
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('rule 4 is the search over all types and the offsets around every border, done by hand', () => {
    const kernel = resolveKernel({ kernel: 'debian-7.3' });
    const borders = [0n, 1n, 4n, 7n, 8n, 1n << 32n, 1n << 34n, 1n << 36n, (1n << 50n) - 1n].flatMap((n) => [
      n,
      n - 1n,
    ]);
    for (let type = 0; type < 32; type += 1)
      for (const offset of borders.filter((n) => n >= 0n)) {
        const raw = (BigInt(type) << 59n) | ((((1n << 50n) - 1n) ^ offset) << 9n);
        expect(swpType(kernel.swap, raw)).toBe(type);
        expect(swpOffset(kernel.swap, raw)).toBe(offset);
        const limit =
          type < 24 ? 1n << 32n : type === 31 ? 8n : type >= 25 && type <= 27 ? 1n << 36n : 1n << 34n;
        const first = type < 24 || type === 31 ? 1n : 0n;
        expect([type, offset, decodeEntry(kernel, raw).rules['4'].holds]).toEqual([
          type,
          offset,
          !(offset >= first && offset < limit),
        ]);
      }
  });

  test('markers are told to fail by design', () => {
    const { rules } = decodeEntry(resolveKernel({ kernel: '6.12' }), 0xfffffffffffffc00n);
    expect(rules['3'].why).toContain('by design');
    expect(rules['4'].why).toContain('by design');
  });

  test('every rule has a text', () => {
    expect(RULE_IDS.every((id) => RULE_TEXT[id].length > 10)).toBe(true);
  });
});

// Builds 241 to 347 of RHEL 8 can have the bits of 5.7 or not.
test('where nobody knows whether the kernel has the bit, rule 3 has no answer', () => {
  const kernel = resolveKernel({ kernel: '4.18', config: new Map([['UFFD_WP_BACKPORT', true]]) });
  const words = [0x4n, 0x200n].map((raw) => verdictWord(checkRules(readEntry(kernel, raw, 'pte'))['3']));
  expect(words).toEqual(['unknown', 'fails']);
});

// v5.10 include/linux/swap.h: with CONFIG_DEVICE_PRIVATE the two highest types are SWP_DEVICE_READ and SWP_DEVICE_WRITE,
// without it those of migration: type 30 is one in each.
test('where both builds give the same verdict for other reasons, both are said', () => {
  const entry = readEntry(resolveKernel({ kernel: '5.10' }), 0xf7fffffffffffc00n, 'pte');
  const { holds, why } = checkRules(entry)['4'];
  expect(holds).toBe(false);
  expect(why).toMatch(/SWP_MIGRATION_READ.*; or SWP_DEVICE_WRITE.*CONFIG_DEVICE_PRIVATE=y$/);
  expect(checkRules(entry)['1'].why).not.toContain('DEVICE_PRIVATE');
});
