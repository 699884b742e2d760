import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/core/entry/entry.ts';
import { applyFunction } from '../../src/core/functions/functions.ts';
import { answerOf, type PredicateValue } from '../../src/core/functions/predicates.ts';
import { configSymbols } from '../../src/kernel/config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// Functions whose bodies changed between the releases that the vectors have; what is expected stands in the sources named.
interface Case {
  readonly arch: string;
  readonly name: string;
  readonly kernels: readonly string[];
  readonly value: bigint;
  readonly is: PredicateValue | undefined;
}

const [PRESENT, PTE, INVALID] = [1n << 63n, 1n << 62n, 1n << 61n];
const powerpc = (
  name: string,
  value: bigint,
  answers: Readonly<Record<string, PredicateValue | undefined>>,
): readonly Case[] =>
  Object.entries(answers).map(([kernel, is]) => ({ arch: 'powerpc64', name, kernels: [kernel], value, is }));

// arch/powerpc/include/asm/book3s/64/pgtable.h of v4.14, v4.19, v5.2 and v6.12. _PAGE_INVALID: bd0dbb73e013 (4.19);
// pte_present() by other helpers: 1b2443a547f9 (4.20); "use _PAGE_PTE when checking for pte_present" (powerpc-5.8-1);
// pmd_is_serializing(): 33258a1db165 (5.2, 5.1.12); helpers of daba790242df (4.20).
const POWERPC: readonly Case[] = [
  ...powerpc('pte_present', PRESENT | 0x105n, { '4.14': true, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('is_swap_pte', PRESENT | 0x105n, { '4.19': false, '5.7': false, '5.8': true }),
  ...powerpc('pte_present', INVALID | 0x105n, { '4.18': false, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_present', INVALID | PTE | 0x105n, { '4.18': false, '4.19': true, '5.8': true }),
  ...powerpc('pte_hw_valid', PRESENT, { '4.19': undefined, '4.20': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_hw_valid', PRESENT | PTE, { '4.20': true, '5.8': true, '5.10': true }),
  ...powerpc('pte_exec', 0x1n, { '4.19': undefined, '4.20': true, '6.12': true }),
  ...powerpc('pte_access_permitted_read', PRESENT | 0x4n, {
    '4.18': undefined,
    '4.19': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_read', INVALID | PTE | 0x4n, { '4.19': false, '4.20': true, '5.8': true }),
  ...powerpc('pte_access_permitted_read', INVALID | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x4n, { '4.19': false, '5.7': false }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x6n, { '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_access_permitted_read', PRESENT | PTE | 0xcn, {
    '4.19': false,
    '5.7': false,
    '5.8': false,
  }),
  ...powerpc('pmd_access_permitted_read', INVALID | PTE | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.1.11': true,
    '5.1.12': false,
    '5.2': false,
    '6.12': false,
  }),
  // __pmd_to_swp_entry() and pmd migration entries came in 4.20.
  ...powerpc('is_pmd_migration_entry', PTE | 0x1_001en, { '4.19': false }),
];

// arch/x86/include/asm/pgtable.h v6.12, v7.3: pud_write() is _PAGE_RW, pmd_write() and pte_write() ask for shadow stacks too.
describe('what shadow stacks change', () => {
  test.each(['6.6', '6.12', '7.3'])('a large page of %s that is dirty and not writable', (kernel) => {
    const withStacks = resolveKernel({
      arch: 'x86_64',
      kernel,
      config: new Map([['CPU_SHADOW_STACK', true]]),
    });
    const answers = ['pte_write', 'pmd_write', 'pud_write'].map((name) => answerOf(withStacks, name, 0xe5n));
    expect(answers).toEqual([true, true, false]);
  });

  // pmd_shstk() is of 6.6; pud_shstk() came with arch_check_zapped_pud() of "mm/mprotect: Fix dax puds" in 6.12.
  test('pud_shstk is younger than pmd_shstk', () => {
    const config = new Map([['CPU_SHADOW_STACK', true]]);
    const answers = ['6.5', '6.6', '6.11', '6.12'].map((kernel) => {
      const resolved = resolveKernel({ arch: 'x86_64', kernel, config });
      return ['pmd_shstk', 'pud_shstk'].map((name) => answerOf(resolved, name, 0xe5n));
    });
    expect(answers).toEqual([
      [undefined, undefined],
      [true, undefined],
      [true, undefined],
      [true, true],
    ]);
  });
});

// "x86/mm/pae: Populate valid user PGD entries" (4.19, with the page-table isolation of 32 bits) masks what is read of a
// page-directory pointer: PGD_ALLOWED_BITS of arch/x86/include/asm/pgtable_types.h. v4.14, v4.18 read every bit.
const I386: readonly Case[] = [
  { name: 'pud_none', value: 0x40n, before: true, since: true },
  { name: 'pud_none', value: 0x102n, before: false, since: true },
  { name: 'pud_none', value: 1n << 63n, before: false, since: true },
  { name: 'pud_bad', value: 0x1067n, before: false, since: false },
  { name: 'pud_bad', value: 0x1101n, before: true, since: false },
  { name: 'pud_bad', value: 0x1009n, before: true, since: true },
  { name: 'pud_bad', value: (1n << 63n) | 0x1001n, before: true, since: false },
  { name: 'pud_large', value: 0x81n, before: true, since: false },
  { name: 'pud_large', value: 0x80n, before: false, since: false },
  { name: 'pud_write', value: 0x2n, before: true, since: false },
  { name: 'pud_dirty', value: 0x40n, before: true, since: false },
  { name: 'pud_young', value: 0x20n, before: true, since: false },
  { name: 'pud_pfn', value: 0x1234_5081n, before: 0n, since: 0x12345n },
  { name: 'pud_pfn', value: 0x1234_5001n, before: 0x12345n, since: 0x12345n },
  { name: 'pud_flags', value: 0x1234_5067n, before: 0x67n, since: 0x1n },
].flatMap(({ name, value, before, since }) => [
  {
    arch: 'i386',
    name,
    kernels: name === 'pud_write' ? ['4.15', '4.18'] : ['4.14', '4.18'],
    value,
    is: before,
  },
  { arch: 'i386', name, kernels: ['4.19', '5.10'], value, is: since },
]);

describe('what a kernel function answers by release', () => {
  test.each([...POWERPC, ...I386])('$arch $name of $kernels: $is', ({ arch, name, kernels, value, is }) => {
    for (const kernel of kernels)
      expect([kernel, answerOf(resolveKernel({ arch, kernel }), name, value)]).toEqual([kernel, is]);
  });
});

describe('what an operation gives by release', () => {
  test.each([
    // 4628a64591e6 (4.19-rc8; ChangeLog-4.18.15 in Debian's changelog of 4.18.20-1): _PAGE_CHG_MASK of x86 and powerpc got
    // _PAGE_DEVMAP.
    {
      arch: 'x86_64',
      kernels: ['4.14', '4.14.76', '4.18.14'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: 0x1265n,
    },
    {
      arch: 'x86_64',
      kernels: ['4.14.336', '4.18.15', '4.19', '6.1'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: (1n << 58n) | 0x1265n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.14', '4.18'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0504n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.18.15', '4.19', '6.12'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0d04n,
    },
  ])('pte_modify of $arch $kernels', ({ arch, kernels, is, ...inputs }) => {
    for (const kernel of kernels)
      expect([kernel, applyFunction(resolveKernel({ arch, kernel }), 'pte_modify', inputs)]).toEqual([
        kernel,
        is,
      ]);
  });

  // 6db73f17c5f1 (5.7): _PAGE_CHG_MASK of x86 got _PAGE_ENC. The announcements of 5.6.5, 5.5.18 and 4.19.116 have it, and
  // the review lists of 5.4.33 and 4.14.177. Before, an encrypted page was so by the new protection alone.
  test.each([
    { kernels: ['4.14.176', '4.18', '4.19.115', '5.4.32', '5.5.17', '5.6.4'], keeps: false },
    { kernels: ['4.14.177', '4.19.116', '5.4.33', '5.5.18', '5.6.5', '5.7', '6.1'], keeps: true },
  ])('pte_modify and the encryption bit on $kernels', ({ kernels, keeps }) => {
    const enc = 1n << 47n;
    for (const kernel of kernels) {
      const modify = (pte: bigint, prot: bigint) =>
        applyFunction(resolveKernel({ kernel, encBit: 47 }), 'pte_modify', { pte, prot });
      expect([kernel, modify(enc | 0x1067n, 0x25n)]).toEqual([kernel, (keeps ? enc : 0n) | 0x1065n]);
      expect([kernel, modify(0x1067n, enc | 0x25n)]).toEqual([kernel, (keeps ? 0n : enc) | 0x1065n]);
    }
  });

  // 6b28baca9b1f (L1TF): pfn_pte() and its kin mask the frame. A frame number of i386 is an unsigned long of 32 bits.
  test.each([
    { arch: 'x86_64', name: 'pfn_pmd', is: ['0x123456780a7', '0x123456000a7'] },
    { arch: 'x86_64', name: 'pfn_pud', is: ['0x123456780a7', '0x123400000a7'] },
    { arch: 'i386', name: 'pfn_pte', is: ['0x123456780a7', '0x123456780a7'], over: 1n << 32n },
    { arch: 'i386', name: 'pfn_pmd', is: ['0x123456780a7', '0x123456000a7'], over: 1n << 32n },
    { arch: 'i386', name: 'pfn_pud', is: ['0x123456780a7', '0x12340000001'], over: 1n << 32n },
  ])('$name of $arch', ({ arch, name, is, over = 0n }) => {
    const [before, since] = [['4.14.62', '4.18'], arch === 'i386' ? ['4.19'] : ['4.14.63', '4.18.1', '4.19']];
    for (const [kernels, expected] of [
      [before, is[0]],
      [since, is[1]],
    ] as const)
      for (const kernel of kernels) {
        const inputs = { pfn: 0x1234_5678n | over, prot: 0xa7n };
        const made = applyFunction(resolveKernel({ arch, kernel }), name, inputs);
        expect([kernel, `0x${made.toString(16)}`]).toEqual([kernel, expected]);
      }
  });

  // v5.2 arch/powerpc/mm/book3s64/pgtable.c, v4.14 arch/powerpc/mm/pgtable-book3s64.c pmd_set_protbits(); 53f45ecc9cd0 (5.11).
  test.each([
    { name: 'pfn_pmd', kernels: ['4.14', '5.4', '5.10'], is: PRESENT | 0x100_0105n },
    { name: 'pfn_pmd', kernels: ['5.11', '5.15', '6.12'], is: PRESENT | PTE | 0x100_0105n },
    { name: 'pmd_mkhuge', kernels: ['4.14', '5.10'], is: PRESENT | PTE | 0x100_0105n },
    { name: 'pmd_mkhuge', kernels: ['5.11', '6.12'], is: PRESENT | 0x100_0105n },
  ])('$name of powerpc64 $kernels', ({ name, kernels, is }) => {
    for (const kernel of kernels) {
      const inputs = { pfn: 0x100n, prot: PRESENT | 0x105n, pte: PRESENT | 0x100_0105n };
      const made = applyFunction(resolveKernel({ arch: 'powerpc64', kernel }), name, inputs);
      expect([kernel, made]).toEqual([kernel, is]);
    }
  });

  test.each(['pte_exprotect', 'pte_mkexec', 'pte_mkprivileged', 'pte_mkuser'])(
    'powerpc64 has no %s before 4.20',
    (name) => {
      expect(() =>
        applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.19' }), name, { pte: 1n }),
      ).toThrow();
      applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.20' }), name, { pte: 1n });
    },
  );
});

// What mprotect() makes of a large page. x86: v6.12 pgtable.h pmd_modify, pud_modify, _HPAGE_CHG_MASK; f7491d7c81db is in the
// headers of Debian's 6.12.111 and not of its 6.12.107; before 6.6 there is no SavedDirty, before L1TF nothing inverted. Others:
// pmd_modify() of v6.12.117; loongarch a073d637c8cf (6.12.59), with pages of 16 KiB; s390 SEGMENT_RO, SEGMENT_RW.
const DIRTY_PMD = 0x8000_0001_2340_08e7n;
test.each([
  {
    arch: 'x86_64',
    kernels: ['6.12.111', '6.12.117', '7.3'],
    pte: DIRTY_PMD,
    prot: 0x8000_0000_0000_0025n,
    is: 0x8400_0001_2340_08a5n,
  },
  {
    arch: 'x86_64',
    kernels: ['6.6', '6.11', '6.12.107', '7.2'],
    pte: DIRTY_PMD,
    prot: 0x8000_0000_0000_0025n,
    is: 0x8000_0001_2340_08a5n,
  },
  {
    arch: 'x86_64',
    kernels: ['4.14', '5.10', '6.5'],
    pte: DIRTY_PMD,
    prot: 0x8000_0000_0000_0025n,
    is: 0x8000_0001_2340_08e5n,
  },
  {
    arch: 'x86_64',
    kernels: ['4.18.1', '4.19', '6.1'],
    pte: DIRTY_PMD,
    prot: 0x120n,
    is: 0x000f_fffe_dca0_09e0n,
  },
  { arch: 'x86_64', kernels: ['4.14', '4.18'], pte: DIRTY_PMD, prot: 0x120n, is: 0x1_2340_09e0n },
  {
    arch: 'x86_64',
    name: 'pud_modify',
    kernels: ['6.12', '6.12.117', '7.2'],
    pte: 0x8000_0001_4000_08e7n,
    prot: 0x8000_0000_0000_0025n,
    is: 0x8400_0001_4000_08a5n,
  },
  { arch: 'i386', paging: 2, kernels: ['5.10', '6.1'], pte: 0x40_00e7n, prot: 0x25n, is: 0x40_00e5n },
  {
    arch: 'arm64',
    kernels: ['6.12'],
    pte: 0x60_0000_4000_0f41n,
    prot: 0x60_0000_0000_0fc3n,
    is: 0x60_0000_4000_0fc1n,
  },
  { arch: 'riscv64', kernels: ['5.14', '6.12'], pte: 0x2000_00d7n, prot: 0x13n, is: 0x2000_00d3n },
  { arch: 'loongarch64', kernels: ['6.12.59', '6.12.117'], pte: 0x200_01dfn, prot: 0x9cn, is: 0x200_02dcn },
  { arch: 'loongarch64', kernels: ['6.12', '6.12.58'], pte: 0x200_01dfn, prot: 0x9cn, is: 0x200_00dcn },
  { arch: 's390x', kernels: ['5.10', '6.12'], pte: 0x1230_3403n, prot: 0x711n, is: 0x1230_3701n },
  { arch: 's390x', kernels: ['5.10', '6.12'], pte: 0x1230_0403n, prot: 0x731n, is: 0x1230_0723n },
])('$name of $arch $kernels', ({ arch, kernels, is, name = 'pmd_modify', paging, ...inputs }) => {
  for (const kernel of kernels) {
    const made = applyFunction(
      resolveKernel({ arch, kernel, ...(paging === undefined ? {} : { paging }) }),
      name,
      inputs,
    );
    expect([kernel, `0x${made.toString(16)}`]).toEqual([kernel, `0x${is.toString(16)}`]);
  }
});

// pud_access_permitted() of v6.12 arch/x86, arch/arm64 and arch/powerpc (book3s/64) pgtable.h; p4d_flags() and pgd_flags() of
// arch/x86 pgtable_types.h; pmd_sect() of arch/arm pgtable-3level.h.
test.each([
  { arch: 'x86_64', name: 'pud_access_permitted_read', yes: 0x1_4000_00a5n, no: 0x1_4000_00a1n },
  { arch: 'x86_64', name: 'pud_access_permitted_write', yes: 0x1_4000_00e7n, no: 0x1_4000_00e5n },
  { arch: 'arm64', name: 'pud_access_permitted_read', yes: 0x4000_0441n, no: 0x4000_0401n },
  { arch: 'arm64', name: 'pud_access_permitted_write', yes: (1n << 51n) | 0x4000_0441n, no: 0x4000_0441n },
  {
    arch: 'powerpc64',
    name: 'pud_access_permitted_read',
    yes: PRESENT | PTE | 0x4n,
    no: PRESENT | PTE | 0xcn,
  },
  {
    arch: 'powerpc64',
    name: 'pud_access_permitted_write',
    yes: PRESENT | PTE | 0x6n,
    no: PRESENT | PTE | 0x4n,
  },
  { arch: 'arm', paging: 3, name: 'pmd_sect', yes: 0x4000_0401n, no: 0x4000_0403n },
])('$name of $arch', ({ arch, paging, name, yes, no }) => {
  const kernel = resolveKernel({ arch, kernel: '6.12', ...(paging === undefined ? {} : { paging }) });
  expect([answerOf(kernel, name, yes), answerOf(kernel, name, no)]).toEqual([true, false]);
});

test.each(['p4d_flags', 'pgd_flags'])('%s of x86_64', (name) => {
  expect(answerOf(resolveKernel({ kernel: '6.12' }), name, 0x8000_0001_2345_6067n)).toBe(
    0x8000_0000_0000_0067n,
  );
});

// v6.12 headers: the bit of a device's page alone. arm: v6.6 include/linux/pgtable.h pmd_mkwrite(), which asks pmd_mkwrite_novma().
test.each([
  { arch: 'x86_64', name: 'pmd_mkdevmap', kernel: '6.12', is: (1n << 57n) | 0xe7n },
  { arch: 'x86_64', name: 'pmd_mkdevmap', kernel: '6.5', is: (1n << 58n) | 0xe7n },
  { arch: 'arm64', name: 'pmd_mkdevmap', kernel: '6.12', is: (1n << 57n) | 0xe7n },
  { arch: 'riscv64', name: 'pmd_mkdevmap', kernel: '6.12', is: (1n << 9n) | 0xe7n },
  { arch: 'arm', paging: 3, name: 'pmd_mkwrite', kernel: '6.12', with: 1n << 58n, is: 0xe7n },
  { arch: 'arm', paging: 3, name: 'pmd_mkwrite', kernel: '6.1', with: 1n << 58n, is: 0xe7n },
])('$name of $arch $kernel', ({ arch, paging, name, kernel, is, with: also = 0n }) => {
  const of = resolveKernel({ arch, kernel, ...(paging === undefined ? {} : { paging }) });
  expect(applyFunction(of, name, { pte: 0xe7n | also })).toBe(is);
});

// v6.12 arch/x86/include/asm/pgtable.h: since 6.6 Dirty is SavedDirty where RW is clear.
test.each([
  { name: 'pud_wrprotect', is: ['0x1400000e5', '0x4000001400000a5'], at: ['0x1400000e7', '0x1400000e7'] },
  { name: 'pud_mkwrite', is: ['0x1400000e7', '0x1400000e7'], at: ['0x1400000e5', '0x4000001400000a5'] },
  { name: 'pud_mkdirty', is: ['0x1400008e5', '0x4000001400008a5'], at: ['0x1400000a5', '0x1400000a5'] },
  { name: 'pud_mkclean', is: ['0x1400000a7', '0x1400000a5'], at: ['0x1400000e7', '0x4000001400000a5'] },
  { name: 'pud_mkold', is: ['0x1400000c7', '0x1400000c7'], at: ['0x1400000e7', '0x1400000e7'] },
  { name: 'pud_mkhuge', is: ['0x1400000e7', '0x1400000e7'], at: ['0x140000067', '0x140000067'] },
])('$name of x86_64 before 6.6 and since', ({ name, is, at }) => {
  const made = ['6.1', '6.12'].map((kernel, index) =>
    applyFunction(resolveKernel({ kernel }), name, { pte: BigInt(at[index] ?? 0) }).toString(16),
  );
  expect(made.map((value) => `0x${value}`)).toEqual(is);
});

// A large pud. v6.12 and v6.1 arch/s390/include/asm/pgtable.h: _REGION3_ENTRY_WRITE is 2 since 6.10, DIRTY 0x2000, SOFT_DIRTY 0x4000,
// _REGION_ENTRY_PROTECT 0x200. v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h: as of a pte; v6.1 has none.
const P9 = PRESENT | PTE;
test.each([
  { arch: 's390x', name: 'pud_wrprotect', pte: 0x8000_3407n, is: { '6.12': 0x8000_3605n } },
  { arch: 's390x', name: 'pud_wrprotect', pte: 0x8000_3407n, is: { '6.1': 0x8000_3606n } },
  { arch: 's390x', name: 'pud_mkwrite', pte: 0x8000_3605n, is: { '6.12': 0x8000_3407n } },
  { arch: 's390x', name: 'pud_mkwrite', pte: 0x8000_1605n, is: { '6.12': 0x8000_1607n } },
  {
    arch: 's390x',
    name: 'pud_mkclean',
    pte: 0x8000_3407n,
    is: { '6.1': 0x8000_1607n, '6.12': 0x8000_1607n },
  },
  { arch: 's390x', name: 'pud_mkdirty', pte: 0x8000_1607n, is: { '6.12': 0x8000_7407n } },
  {
    arch: 'powerpc64',
    name: 'pud_wrprotect',
    pte: P9 | 0x187n,
    is: { '6.1': undefined, '6.12': P9 | 0x185n },
  },
  { arch: 'powerpc64', name: 'pud_mkwrite', pte: P9 | 0x181n, is: { '6.12': P9 | 0x187n } },
  { arch: 'powerpc64', name: 'pud_mkold', pte: P9 | 0x187n, is: { '6.12': P9 | 0x87n } },
  { arch: 'powerpc64', name: 'pud_mkhuge', pte: P9 | 0x187n, is: { '6.12': P9 | 0x187n } },
  {
    arch: 'powerpc64',
    name: 'pud_mkdevmap',
    pte: PRESENT | 0x187n,
    is: { '6.12': P9 | 0x987n, '6.17': undefined },
  },
])('$name of $arch, $pte', ({ arch, name, pte, is }) => {
  for (const [kernel, wanted] of Object.entries(is)) {
    const of = resolveKernel({ arch, kernel });
    if (wanted === undefined) expect(() => applyFunction(of, name, { pte })).toThrow();
    else expect([kernel, applyFunction(of, name, { pte })]).toEqual([kernel, wanted]);
  }
});

// f19f5c49bbc3: ChangeLog-4.17.17, ChangeLog-4.18.3. Before, __pte_needs_invert() of v4.18.1 is true of 0.
test.each([
  { kernels: ['4.17.14', '4.17.17', '4.18', '4.18.3', '4.19'], pfn: 0n, entry: 0x1000n },
  { kernels: ['4.17.15', '4.18.1', '4.18.2'], pfn: 0xff_ffff_ffffn, entry: 0xf_ffff_ffff_e000n },
])('an empty entry of x86_64 $kernels', ({ kernels, pfn, entry }) => {
  for (const name of kernels) {
    const kernel = resolveKernel({ kernel: name });
    expect([name, answerOf(kernel, 'pte_pfn', 0n)]).toEqual([name, pfn]);
    expect([name, applyFunction(kernel, 'pfn_pte', { pfn: 1n, prot: 0n })]).toEqual([name, entry]);
    expect(applyFunction(kernel, 'pfn_pte', { pfn: 1n, prot: 0x25n })).toBe(0x1025n);
    expect(answerOf(kernel, 'pte_pfn', 0x1025n)).toBe(1n);
  }
});

// 1501899a898d (4.15-rc2; ChangeLog-4.14.4 in Debian's changelog of 4.14.7-1): the generic one of before is a BUG().
test.each([
  { arch: 'x86_64', value: 0xe7n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'x86_64', value: 0xe7n, kernels: ['4.14.4', '4.15', '6.12'], is: true },
  { arch: 'i386', value: 0x2n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'i386', value: 0x2n, kernels: ['4.14.4', '4.15'], is: true },
  { arch: 'arm64', value: 1n << 51n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'arm64', value: 1n << 51n, kernels: ['4.14.4', '4.15', '6.12'], is: true },
])('pud_write of $arch $kernels: $is', ({ arch, value, kernels, is }) => {
  for (const kernel of kernels)
    expect([kernel, answerOf(resolveKernel({ arch, kernel }), 'pud_write', value)]).toEqual([kernel, is]);
});

// include/linux/huge_mm.h, up to v6.18: without CONFIG_TRANSPARENT_HUGEPAGE it is 0.
test.each([
  { arch: 'x86_64', kernel: '4.14' },
  { arch: 'x86_64', kernel: '6.18' },
  { arch: 'arm64', kernel: '6.1' },
])('is_swap_pmd of $arch $kernel is false without THP', ({ arch, kernel }) => {
  const answers = [true, false].map((set) =>
    answerOf(
      resolveKernel({ arch, kernel, config: new Map([['TRANSPARENT_HUGEPAGE', set]]) }),
      'is_swap_pmd',
      0x4n,
    ),
  );
  expect(answers).toEqual([true, false]);
});

// pud_none() of v4.14 ignores accessed and dirty alone.
test.each([
  { kernel: '4.18', value: 0x60n, form: 'none' },
  { kernel: '4.18', value: 0x2n, form: 'swap' },
  { kernel: '4.19', value: 0x2n, form: 'none' },
])('a page-directory pointer $value of i386 $kernel is $form', ({ kernel, value, form }) => {
  expect(readEntry(resolveKernel({ arch: 'i386', kernel }), value, 'pgd').form).toBe(form);
});

// A value without _PAGE_PTE is mapped for the kernel and no leaf for the CPU.
test.each([
  { kernel: '5.7', value: PRESENT | 0x105n, form: 'leaf' },
  { kernel: '5.8', value: PRESENT | 0x105n, form: 'swap' },
  { kernel: '4.18', value: INVALID | PTE | 0x105n, form: 'swap' },
  { kernel: '4.19', value: INVALID | PTE | 0x105n, form: 'leaf' },
])('a pte of powerpc64 $kernel is a $form', ({ kernel, value, form }) => {
  const entry = readEntry(resolveKernel({ arch: 'powerpc64', kernel }), value, 'pte');
  expect([entry.form, entry.shape.formRow?.invalid]).toEqual([form, form === 'leaf' ? true : undefined]);
});

// "s390/mm: Enable THP_SWAP and THP_MIGRATION" (s390-6.17-2); powerpc: v4.19 pgtable.h has no __pmd_to_swp_entry().
test.each([
  { arch: 's390x', before: '6.16', first: '6.17' },
  { arch: 'powerpc64', before: '4.19', first: '4.20' },
])('$arch moves large pages since $first', ({ arch, before, first }) => {
  const isOn = (kernel: string): boolean =>
    resolveKernel({ arch, kernel }).config('ARCH_ENABLE_THP_MIGRATION');
  expect([before, first].map(isOn)).toEqual([false, true]);
  expect(configSymbols(arch).find(({ name }) => name === 'ARCH_ENABLE_THP_MIGRATION')?.since).toBe(first);
});
