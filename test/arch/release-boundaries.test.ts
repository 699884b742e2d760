import { describe, expect, test } from '@jest/globals';
import { machine as arm64 } from '../../src/arch/arm64/machine.ts';
import { kernelFunctions } from '../../src/core/functions/functions.ts';
import { answerOf, predicateNames } from '../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

describe('what a release answers at all', () => {
  // Of arm64 by v4.14 and v5.4 pgtable.h: p[mu]d_valid() 0795edaf3f1f (4.20), pmd_cont() 5.11, pte_user() 42b2547137f5
  // (5.19); of all 93fab1b22ef7 (5.6), 6c287605fd56 (5.19). pmd_sect() went with 1d37713fa837 (7.1).
  test.each([
    { arch: 'arm64', name: 'pte_rdonly', without: ['6.5'], has: '6.6' },
    ...['pte_user', 'pmd_user', 'pud_user', 'pmd_user_exec'].map((name) => ({
      arch: 'arm64',
      name,
      without: ['4.14', '5.4', '5.18'],
      has: '5.19',
    })),
    // 730a11f982e6 (6.2, 6.1.7).
    ...['6.1.7', '6.2'].map((has) => ({
      arch: 'arm64',
      name: 'pud_user_exec',
      without: ['5.19', '6.0', '6.1', '6.1.6'],
      has,
    })),
    { arch: 'arm64', name: 'pmd_valid', without: ['4.14', '4.19'], has: '4.20' },
    // "arm64: mm: Drop pte_huge()" is in the announcement of 5.3-rc3.
    { arch: 'arm64', name: 'pte_huge', without: ['5.3', '5.10', '7.3'], has: '4.19' },
    { arch: 'arm64', name: 'pte_huge', without: ['5.3'], has: '5.2' },
    // "[GIT PULL] MM updates for 6.9-rc1" has "mm/treewide: Replace pXd_large() with pXd_leaf()" (e72c7c2b8866).
    ...['x86_64', 'i386', 's390x', 'powerpc64', 'arm'].map((arch) => ({
      arch,
      name: 'pmd_large',
      without: ['6.9', '6.12', '7.3'],
      has: '6.8',
    })),
    ...['x86_64', 'i386', 's390x'].map((arch) => ({
      arch,
      name: 'pud_large',
      without: ['6.9', '6.12'],
      has: '6.8',
    })),
    // 1501899a898d (4.15); 582b4e55403e (5.6, 5.5.9, 5.4.25): the generic pud_write() is a BUG().
    ...['x86_64', 'i386'].map((arch) => ({ arch, name: 'pud_write', without: ['4.14'], has: '4.15' })),
    ...['5.4.25', '5.4.300', '5.5.9', '5.6'].map((has) => ({
      arch: 's390x',
      name: 'pud_write',
      without: ['4.14', '4.19', '5.3', '5.4', '5.4.24', '5.5', '5.5.8'],
      has,
    })),
    // include/linux/swapops.h of Debian's 6.12.107, 6.12.111, 6.12.113, 6.12.115 and 6.12.117: "Transitional softleaf spellings".
    ...['x86_64', 'i386', 'arm64', 'riscv64', 's390x', 'powerpc64', 'loongarch64', 'arm'].flatMap((arch) =>
      ['softleaf_from_pte', 'softleaf_to_pfn'].map((name) => ({
        arch,
        name,
        without: ['6.12', '6.12.107', '6.13', '6.18'],
        has: '6.12.111',
      })),
    ),
    // "mm/arch: provide pud_pfn() fallback", of the series for 6.10.
    ...['loongarch64', 'arm'].map((arch) => ({
      arch,
      name: 'pud_pfn',
      without: ['6.1', '6.9'],
      has: '6.10',
    })),
    { arch: 'arm64', name: 'pud_valid', without: ['4.14', '4.19'], has: '4.20' },
    { arch: 'arm64', name: 'pud_young', without: ['4.14', '4.20'], has: '5.0' },
    { arch: 'arm64', name: 'pmd_cont', without: ['5.4', '5.10'], has: '5.11' },
    { arch: 'arm64', name: 'pte_tagged', without: ['5.4', '5.9'], has: '5.10' },
    { arch: 'arm64', name: 'p4d_page_paddr', without: ['4.14', '5.7'], has: '5.8' },
    ...['pmd_sect', 'pud_sect'].map((name) => ({ arch: 'arm64', name, without: ['7.1', '7.2'], has: '7.0' })),
    ...['arm64', 'riscv64'].flatMap((arch) =>
      ['pmd_leaf', 'pud_leaf', 'p4d_leaf', 'pgd_leaf'].map((name) => ({
        arch,
        name,
        without: ['5.0', '5.4', '5.5'],
        has: '5.6',
      })),
    ),
    { arch: 'riscv64', name: 'pte_user', without: ['5.18'], has: '5.19' },
    // 3fee229a8eb9 (5.19), 3f910b7a522e (6.9).
    { arch: 'riscv64', name: 'pud_pfn', without: ['5.4', '5.18'], has: '5.19' },
    { arch: 'riscv64', name: 'pud_write', without: ['6.1', '6.8'], has: '6.9' },
    ...['pmd_write', 'pmd_access_permitted_write', 'pmd_dirty', 'pmd_young', 'pmd_pfn'].map((name) => ({
      arch: 'riscv64',
      name,
      without: ['5.4', '5.13'],
      has: '5.14',
    })),
    ...['x86_64', 'arm64', 'riscv64'].map((arch) => ({
      arch,
      name: 'is_readable_migration_entry',
      without: ['5.14', '5.18'],
      has: '5.19',
    })),
  ])('$arch has $name in $has, and not in $without', ({ arch, name, without, has }) => {
    for (const kernel of without)
      expect([kernel, answerOf(resolveKernel({ arch, kernel }), name, 0n)]).toEqual([kernel, undefined]);
    expect(answerOf(resolveKernel({ arch, kernel: has }), name, 0n)).toBeDefined();
  });
});

// "mm: add generic p?d_leaf() macros" (93fab1b22ef7, 5.6) came with the definitions of x86, s390, powerpc and arm, which had
// p?d_large() before; v5.4 arch/x86/include/asm/pgtable.h has pmd_large() and pud_large().
describe('p?d_leaf()', () => {
  const leaves = (arch: string, kernel: string, config = new Map<string, boolean>()): readonly string[] =>
    predicateNames(resolveKernel({ arch, kernel, config })).filter((name) => /^p[mu4g]d_leaf$/.test(name));

  test.each([
    { arch: 'x86_64' },
    { arch: 'i386', symbol: 'X86_PAE' },
    { arch: 'arm64' },
    { arch: 'arm', symbol: 'ARM_LPAE' },
    { arch: 'powerpc64' },
    { arch: 's390x' },
  ])('$arch has none before 5.6', ({ arch, symbol }) => {
    const configs = symbol === undefined ? [new Map()] : [true, false].map((set) => new Map([[symbol, set]]));
    for (const config of configs) {
      for (const kernel of ['4.14', '4.19', '5.4', '5.5'])
        expect([kernel, leaves(arch, kernel, config)]).toEqual([kernel, []]);
      expect(leaves(arch, '5.6', config)).toContain('pmd_leaf');
    }
  });

  test('x86_64 has p[mu]d_large() up to 6.8, beside it since 5.6', () => {
    for (const [kernel, value, is] of [
      ['4.14', 0x80n, [true, false]],
      ['5.5', 0x81n, [true, true]],
      ['5.6', 0x80n, [true, false]],
      ['6.8', 0x81n, [true, true]],
      ['6.9', 0x81n, [undefined, undefined]],
    ] as const)
      expect(
        ['pmd_large', 'pud_large'].map((name) =>
          answerOf(resolveKernel({ arch: 'x86_64', kernel }), name, value),
        ),
      ).toEqual(is);
  });
});

// include/asm-generic/pgtable-nopmd.h pud_user(): "Always 0 with folding" (4e4ff23a35ee).
test('pud_user() and pud_user_exec() of arm64 with two levels', () => {
  const config = new Map([
    ['ARM64_64K_PAGES', true],
    ['ARM64_VA_BITS_42', true],
  ]);
  for (const name of ['pud_user', 'pud_user_exec']) {
    const value = 0x0020_0000_8000_0f51n;
    expect(answerOf(resolveKernel({ arch: 'arm64', kernel: '6.12', config }), name, value)).toBe(false);
    expect(answerOf(resolveKernel({ arch: 'arm64', kernel: '6.12' }), name, value)).toBe(true);
  }
});

// bfb1d2b9021c (6.15, and the stable releases whose review lists have it): with 64 KiB pages pud_table(), which pud_bad()
// asked since e377ab82311a (5.14, 5.10.113), is constantly true.
describe('pud_bad() of arm64 with 64 KiB pages', () => {
  const config = new Map([['ARM64_64K_PAGES', true]]);
  const isBad = (kernel: string, value: bigint) =>
    answerOf(resolveKernel({ arch: 'arm64', kernel, config }), 'pud_bad', value);

  test.each(['4.14', '5.4', '5.10.112', '5.13'])('%s looks at the bit of a table', (kernel) => {
    expect([0x1n, 0x2n, 0x3n].map((type) => isBad(kernel, 0x4000_0000n | type))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each(['5.10.113', '5.10.237', '5.14', '5.15.184', '6.1.140', '6.6.92', '6.12.30', '6.14.8'])(
    '%s never finds one',
    (kernel) => {
      expect([0x1n, 0x2n, 0x3n].map((type) => isBad(kernel, 0x4000_0000n | type))).toEqual([
        false,
        false,
        false,
      ]);
    },
  );

  test.each(['5.10.238', '5.15.185', '6.1.141', '6.6.93', '6.12.31', '6.14.9', '6.15', '7.3'])(
    '%s looks at both bits',
    (kernel) => {
      expect([0x1n, 0x2n, 0x3n].map((type) => isBad(kernel, 0x4000_0000n | type))).toEqual([
        true,
        true,
        false,
      ]);
    },
  );
});

describe('operations that a release does not have', () => {
  // Of arm64: f8192813dcbe (6.13), 73b20c84d42d (5.3), 169226583097 (6.14). Of riscv: e88b333142e4 (5.14).
  test.each([
    { arch: 'arm64', name: 'pte_mkhuge', without: ['6.13', '6.15', '7.3'], has: '6.12' },
    { arch: 'arm64', name: 'pte_mkdevmap', without: ['4.19', '5.2', '6.17'], has: '5.3' },
    { arch: 'arm64', name: 'pte_mkpresent', without: ['6.14'], has: '6.13' },
    // 15bfba1ad77f (7.1) makes pte_mkvalid_k() of it: so do the announced 6.18.24, 6.19.14 and 7.0.1.
    ...['6.14', '6.17', '6.18', '6.18.23', '6.19.13', '7.0'].map((has) => ({
      arch: 'arm64',
      name: 'pte_mkvalid',
      without: ['6.13', '6.18.24', '6.19.14', '7.0.1', '7.1', '7.2', '7.3'],
      has,
    })),
    ...['pmd_mkold', 'pmd_mkyoung', 'pmd_mkwrite', 'pmd_wrprotect', 'pmd_mkclean', 'pmd_mkdirty'].map(
      (name) => ({
        arch: 'riscv64',
        name,
        without: ['5.0', '5.4', '5.13'],
        has: '5.14',
      }),
    ),
    { arch: 'riscv64', name: 'pmd_mkhuge', without: ['5.4', '5.13'], has: '5.14' },
    { arch: 'riscv64', name: 'pmd_mkinvalid', without: ['5.4', '5.13'], has: '5.14' },
    // e8a62cc26ddf "riscv: Implement sv48 support"; v5.10 arch/riscv/include/asm/pgtable-64.h has pfn_pmd() alone.
    { arch: 'riscv64', name: 'pfn_pud', without: ['5.4', '5.10', '5.16'], has: '5.17' },
    // "powerpc/mm: Drop platform defined pmd_mknotpresent()", the patch before 86ec2da037b8 (5.8).
    { arch: 'powerpc64', name: 'pmd_mknotpresent', without: ['5.8', '5.10'], has: '5.7' },
    // f56ffb8ada46 "riscv/mm: manufacture shadow stack pte" (7.0).
    { arch: 'riscv64', name: 'pte_mkwrite_shstk', without: ['6.12', '6.19'], has: '7.0' },
    { arch: 'riscv64', name: 'pmd_mkwrite_shstk', without: ['6.12', '6.19'], has: '7.0' },
  ])('$arch has $name in $has, and not in $without', ({ arch, name, without, has }) => {
    const names = (kernel: string) => kernelFunctions(resolveKernel({ arch, kernel })).map((row) => row.name);
    for (const kernel of without) expect([kernel, names(kernel).includes(name)]).toEqual([kernel, false]);
    expect(names(has)).toContain(name);
  });
});

// 75387b92635e (4.16): before, an address has no bits in two places.
test.each([
  { kernel: '4.15', pfn: 0x4000n },
  { kernel: '4.16', pfn: 0x1_0000_4000n },
])('the frame of an arm64 entry with PA_BITS_52 on $kernel', ({ kernel, pfn }) => {
  const config = new Map([
    ['ARM64_64K_PAGES', true],
    ['ARM64_PA_BITS_52', true],
  ]);
  expect(answerOf(resolveKernel({ arch: 'arm64', kernel, config }), 'pte_pfn', 0x4000_1003n)).toBe(pfn);
});

// arch/arm64/mm/fault.c show_pte: v4.14 prints "*pgd=", v4.18 "pgd=", e9f6376858b9 (5.8) a p4d.
test.each([
  { walk: '*pgd=000000013ffff003, *pud=0000000000000000', bounds: { until: '4.18' } },
  { walk: 'pgd=000000013ffff003, pud=0000000000000000', bounds: { since: '4.15', until: '5.8' } },
  { walk: 'pgd=000000013ffff003, p4d=000000013ffff003', bounds: { since: '5.8' } },
])('the releases of arm64 that print $walk', ({ walk, bounds }) => {
  const shape = arm64.logLines?.().shapes.find(({ name }) => name === 'arm64-walk');
  const match = shape?.line().exec(`[ffff000012345000] ${walk}`);
  expect(match && shape?.says?.(match)).toEqual({ wordBits: 64, ...bounds });
});
