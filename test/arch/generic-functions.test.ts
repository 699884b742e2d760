import { describe, expect, test } from '@jest/globals';
import { kernelFunctions } from '../../src/core/functions/functions.ts';
import { answerOf, predicateNames } from '../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { architectureNames } from '../../src/kernel/possible.ts';

const OTHERWISE: Readonly<Record<string, ReadonlyMap<string, boolean>>> = {
  i386: new Map([['X86_PAE', false]]),
  arm: new Map([['ARM_LPAE', true]]),
};

/** Every architecture, and those of 32 bits with either kind of entries. */
const BUILDS = architectureNames().flatMap((arch) => {
  const otherwise = OTHERWISE[arch];
  return [new Map<string, boolean>(), ...(otherwise ? [otherwise] : [])].map((config) => ({
    arch,
    symbols: [...config].map(([name, on]) => `${name}=${on ? 'y' : 'n'}`).join(),
    config,
  }));
});

// include/asm-generic/pgtable.h (include/linux/pgtable.h since 5.8), include/asm-generic/pgtable-nop*.h, include/linux/mm.h,
// huge_mm.h and swapops.h have one where a header of the architecture has none: what came when is in the comments.
const READ: Readonly<Record<string, readonly string[]>> = {
  '5.0': [
    ...['pte_none', 'pte_present', 'pte_protnone', 'pte_special', 'pte_devmap', 'pte_soft_dirty'],
    ...['pte_swp_soft_dirty', 'pte_unused', 'pte_savedwrite'],
    ...['pte_access_permitted_read', 'pte_access_permitted_write'],
    ...[
      'pmd_none',
      'pmd_present',
      'pmd_bad',
      'pmd_trans_huge',
      'pmd_devmap',
      'pmd_protnone',
      'pmd_soft_dirty',
    ],
    ...['pmd_swp_soft_dirty', 'is_swap_pmd', 'is_pmd_migration_entry', 'pmd_to_swp_entry'],
    ...['pud_none', 'pud_present', 'pud_bad', 'pud_trans_huge', 'pud_devmap'],
    ...['p4d', 'pgd'].flatMap((level) => [`${level}_none`, `${level}_present`, `${level}_bad`]),
  ],
  // 93fab1b22ef7
  '5.6': ['pmd_leaf', 'pud_leaf', 'p4d_leaf', 'pgd_leaf'],
  // include/asm-generic/pgtable_uffd.h
  '5.7': ['pte_uffd_wp', 'pmd_uffd_wp', 'pte_swp_uffd_wp', 'pmd_swp_uffd_wp'],
  // include/linux/mm.h pmd_special, pud_special
  '6.12': ['pmd_special', 'pud_special'],
  // include/linux/leafops.h
  '6.19': [
    'softleaf_from_pmd',
    'pmd_is_migration_entry',
    'pmd_is_device_private_entry',
    'pmd_is_valid_softleaf',
  ],
};

/** The same of functions that change or make an entry. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  '5.0': [
    ...[
      'pte_mksoft_dirty',
      'pte_clear_soft_dirty',
      'pte_swp_mksoft_dirty',
      'pte_same',
      'pte_modify',
      'pfn_pte',
    ],
    ...['pmd_mksoft_dirty', 'pmd_swp_mksoft_dirty', 'swp_entry_to_pte', 'swp_entry_to_pmd'],
    'pte_mkwrite',
  ],
  '5.7': ['pte_mkuffd_wp', 'pte_clear_uffd_wp', 'pmd_mkuffd_wp', 'pte_swp_mkuffd_wp', 'pmd_swp_mkuffd_wp'],
  // pte_mkwrite(pte, vma)
  '6.6': ['pte_mkwrite', 'pte_mkwrite_novma'],
  '6.12': ['pmd_mkspecial'],
};

describe('what the generic headers say where an architecture does not', () => {
  const missing = (names: readonly string[], has: readonly string[]): readonly string[] =>
    names.filter((name) => !has.includes(name));
  const oldest = (arch: string): string => (arch === 'loongarch64' ? '6.0' : '5.0');

  test.each(BUILDS)('$arch $symbols answers it from the release on that brought it', ({ arch, config }) => {
    for (const [since, names] of Object.entries(READ)) {
      const kernel = resolveKernel({ arch, kernel: since < oldest(arch) ? oldest(arch) : since, config });
      expect([since, missing(names, predicateNames(kernel))]).toEqual([since, []]);
    }
    for (const [since, names] of Object.entries(MADE)) {
      const kernel = resolveKernel({ arch, kernel: since < oldest(arch) ? oldest(arch) : since, config });
      expect([
        since,
        missing(
          names,
          kernelFunctions(kernel).map(({ name }) => name),
        ),
      ]).toEqual([since, []]);
    }
  });

  // An architecture without the symbols has stubs: pgtable-nopud.h and those beside it, CONFIG_ARCH_ENABLE_THP_MIGRATION.
  test.each(BUILDS.filter(({ arch }) => arch === 'arm'))('arm $symbols has stubs', ({ arch, config }) => {
    const kernel = resolveKernel({ arch, kernel: '6.12', config });
    const answers = (names: readonly string[], value: bigint) =>
      names.map((name) => answerOf(kernel, name, value));
    for (const value of [0n, 0x1n, 0xffff_ffffn]) {
      expect(
        answers(['p4d_none', 'p4d_bad', 'pgd_none', 'pgd_bad', 'pud_leaf', 'pud_special'], value),
      ).toEqual(Array.from({ length: 6 }, () => false));
      expect(answers(['p4d_present', 'pgd_present'], value)).toEqual([true, true]);
      expect(answers(['pud_pfn', 'pmd_to_swp_entry'], value)).toEqual([0n, 0n]);
    }
    // pte_savedwrite() is pte_write(): no L_PTE_RDONLY.
    const before = resolveKernel({ arch, kernel: '6.1', config });
    for (const value of [0x1n, 0x81n, (1n << 58n) | 0x3n])
      expect(answerOf(before, 'pte_savedwrite', value)).toBe(answerOf(before, 'pte_write', value));
  });
});

// v6.12 arch/x86/include/asm/pgtable.h; pgtable_types.h _KERNPG_TABLE: P, RW, A, D.
describe('upper levels of x86_64', () => {
  const of = (paging: number, symbols: Readonly<Record<string, boolean>> = {}) =>
    resolveKernel({ kernel: '6.12', paging, config: new Map(Object.entries(symbols)) });

  test.each([
    { name: 'p4d_none', value: 0x60n, four: true, five: true },
    { name: 'p4d_none', value: 0x4n, four: false, five: false },
    { name: 'p4d_present', value: 0x1067n, four: true, five: true },
    { name: 'p4d_present', value: 0x1066n, four: false, five: false },
    { name: 'p4d_bad', value: 0x1067n, four: false, five: false },
    { name: 'p4d_bad', value: 0x1001n, four: false, five: false },
    { name: 'p4d_bad', value: 0x10e7n, four: true, five: true },
    { name: 'p4d_bad', value: (1n << 58n) | 0x1067n, four: true, five: true },
    { name: 'p4d_pfn', value: 0x8000_0000_1234_5067n, four: 0x12345n, five: 0x12345n },
    { name: 'p4d_leaf', value: 0x10e7n, four: false, five: false },
    // Folded: there, never empty and never bad. That of five levels has no erratum to ignore.
    { name: 'pgd_none', value: 0n, four: false, five: true },
    { name: 'pgd_none', value: 0x60n, four: false, five: false },
    { name: 'pgd_present', value: 0n, four: true, five: false },
    { name: 'pgd_present', value: 0x1n, four: true, five: true },
    { name: 'pgd_bad', value: 0x1067n, four: false, five: false },
    { name: 'pgd_bad', value: 0x1063n, four: false, five: false },
    { name: 'pgd_bad', value: 0x1001n, four: false, five: true },
    { name: 'pgd_bad', value: 0x10e7n, four: false, five: true },
    { name: 'pgd_leaf', value: 0x10e7n, four: false, five: false },
  ])('$name of $value', ({ name, value, four, five }) => {
    expect([4, 5].map((paging) => answerOf(of(paging), name, value))).toEqual([four, five]);
  });

  test('page-table isolation leaves tables of the kernel NX', () => {
    const value = (1n << 63n) | 0x1067n;
    const answers = [true, false].map((on) =>
      ['p4d_bad', 'pgd_bad'].map((name) =>
        answerOf(of(5, { MITIGATION_PAGE_TABLE_ISOLATION: on }), name, value),
      ),
    );
    expect(answers).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  // Present and user, and writable to write; ARCH_SUPPORTS_PMD_PFNMAP comes with transparent large pages.
  test.each([
    { value: 0x5n, read: true, write: false },
    { value: 0x7n, read: true, write: true },
    { value: 0x3n, read: false, write: false },
    { value: 0x106n, read: false, write: false },
  ])('who may use $value', ({ value, read, write }) => {
    for (const level of ['pte', 'pmd'])
      expect([read, write]).toEqual(
        ['read', 'write'].map((how) => answerOf(of(4), `${level}_access_permitted_${how}`, value)),
      );
  });

  test('large pages can be special', () => {
    const special = (on: boolean) =>
      ['pmd_special', 'pud_special'].map((name) =>
        answerOf(of(4, { TRANSPARENT_HUGEPAGE: on }), name, 0x2e7n),
      );
    expect([special(true), special(false)]).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});

// Up to 5.2 pte_devmap() and pmd_devmap() ask for __HAVE_ARCH_PTE_DEVMAP, which PAE has (175967318c30 makes it a symbol of
// x86_64 alone); without PAE there is no such bit.
test.each([
  { kernel: '4.14', pae: true, is: true },
  { kernel: '5.2', pae: true, is: true },
  { kernel: '5.3', pae: true, is: false },
  { kernel: '6.16', pae: true, is: false },
  { kernel: '5.2', pae: false, is: false },
])('the page of a device for i386 $kernel, PAE $pae: $is', ({ kernel, pae, is }) => {
  const i386 = resolveKernel({ arch: 'i386', kernel, config: new Map([['X86_PAE', pae]]) });
  expect(['pte_devmap', 'pmd_devmap'].map((name) => answerOf(i386, name, (1n << 58n) | 0x81n))).toEqual([
    is,
    is,
  ]);
});

// arch/powerpc/include/asm/pgtable.h: 0 without transparent large pages.
test.each([true, false])('pmd_large() of powerpc64 with transparent large pages %s', (on) => {
  const config = new Map([['TRANSPARENT_HUGEPAGE', on]]);
  const powerpc64 = resolveKernel({ arch: 'powerpc64', kernel: '6.1', config });
  expect(answerOf(powerpc64, 'pmd_large', 3n << 62n)).toBe(on);
});
