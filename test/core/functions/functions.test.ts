import { describe, expect, test } from '@jest/globals';
import {
  applyFunction,
  findFunction,
  type FunctionInputs,
  kernelFunctions,
} from '../../../src/core/functions/functions.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { readVectors, VARIANTS, VECTOR_SETS, type VectorRow } from '../../helpers/vectors.ts';

function inputsOf(row: VectorRow): FunctionInputs {
  const number = (key: string): { readonly [name: string]: bigint } => {
    const value = row[key];
    return typeof value === 'string' ? { [key]: BigInt(value) } : {};
  };
  const type = row['type'];
  return {
    ...number('pte'),
    ...number('prot'),
    ...number('pfn'),
    ...number('offset'),
    ...number('marker'),
    ...(typeof type === 'string' ? { type: Number(type) } : {}),
    ...(typeof row['a'] === 'string' ? { pte: BigInt(row['a']) } : {}),
    ...(typeof row['b'] === 'string' ? { other: BigInt(row['b']) } : {}),
    young: row['make_migration_entry_young'] === true,
    dirty: row['make_migration_entry_dirty'] === true,
  };
}

/** The functions that a row says were applied to the result, in the order of its keys. */
function modifiers(row: VectorRow): string[] {
  return Object.entries(row)
    .filter(([key, value]) => value === true && /^(pte|pmd)_swp_mk/.test(key))
    .map(([key]) => key);
}

function compute(kernel: Kernel, row: VectorRow): bigint | boolean {
  let value = applyFunction(kernel, String(row['op']), inputsOf(row));
  for (const name of modifiers(row))
    if (typeof value === 'bigint') value = applyFunction(kernel, name, { pte: value });
  return value;
}

describe.each(VECTOR_SETS)('$stem: what the kernel made', ({ stem, kernel }) => {
  const rows = readVectors(stem, 'encode');
  const kernelFor = (row: VectorRow): Kernel => {
    const variants = [String(row['config'] ?? ''), row['la57'] === true ? 'la57=1' : ''].flatMap((key) =>
      key in VARIANTS ? [VARIANTS[key]] : [],
    );
    return resolveKernel({ kernel: [kernel, ...variants].join(',') });
  };

  test('every function makes the same entry', () => {
    const wrong: string[] = [];
    for (const row of rows) {
      const expected = row['raw'] ?? row['val'] ?? row['result'];
      const wanted = typeof expected === 'string' ? BigInt(expected) : expected;
      const got = compute(kernelFor(row), row);
      if (got !== wanted)
        wrong.push(`${JSON.stringify(row)}: got ${typeof got === 'bigint' ? got.toString(16) : got}`);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  test('every function of the vectors is a function of the kernel', () => {
    const names = new Set(kernelFunctions(resolveKernel({ kernel })).map((row) => row.name));
    const asked = new Set(rows.map((row) => String(row['op'])));
    expect([...asked].filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('applyFunction', () => {
  test('a migration entry keeps no young and dirty before 6.1, whatever is asked', () => {
    // SWP_PFN_BITS is absent in 6.0. Without device memory SWP_MIGRATION_READ is 30 of 0 to 31: HWPOISON, READ, WRITE.
    const kernel = resolveKernel({ kernel: '5.15,CONFIG_DEVICE_PRIVATE=n' });
    expect(applyFunction(kernel, 'make_readable_migration_entry', { offset: 0x12345n, young: true })).toBe(
      0xf7fffffffdb97400n,
    );
  });

  test('arm64: a writable page becomes dirty in the page tables, any other only in software', () => {
    // v5.11 arch/arm64/include/asm/pgtable.h pte_mkdirty: PTE_DIRTY is bit 55, PTE_WRITE (DBM) 51, PTE_RDONLY 7.
    const kernel = resolveKernel({ arch: 'arm64', kernel: '5.11' });
    const [dirty, write, readOnly] = [1n << 55n, 1n << 51n, 1n << 7n];
    expect(applyFunction(kernel, 'pte_mkdirty', { pte: write | readOnly | 3n })).toBe(write | dirty | 3n);
    expect(applyFunction(kernel, 'pte_mkdirty', { pte: readOnly | 3n })).toBe(readOnly | dirty | 3n);
  });

  test.each(['4.14', '5.11', '6.12'])('arm64 pmd_mkcont() on %s', (release) => {
    // arch/arm64/include/asm/pgtable.h since 66b3923a1a0f (4.5): PMD_SECT_CONT is bit 52.
    const kernel = resolveKernel({ arch: 'arm64', kernel: release });
    expect(applyFunction(kernel, 'pmd_mkcont', { pte: 0x60000080000f51n })).toBe(0x70000080000f51n);
  });

  test('a missing input is named', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    expect(() => applyFunction(kernel, 'pfn_pte', { pfn: 1n })).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', message: 'pfn_pte: wants pfn, prot; prot is missing' }),
    );
  });
});

describe('findFunction', () => {
  test.each([
    // Renamed in 7.3; both spellings are accepted on either side.
    { kernel: '6.12', name: 'pte_swp_mkuffd', found: 'pte_swp_mkuffd_wp' },
    { kernel: '7.3', name: 'pte_swp_mkuffd_wp', found: 'pte_swp_mkuffd' },
    { kernel: '7.3', name: 'pte_same', found: 'pte_same' },
  ])('$name on $kernel is $found', ({ kernel, name, found }) => {
    expect(findFunction(resolveKernel({ kernel }), name).name).toBe(found);
  });

  test.each([
    { arch: 'x86_64', kernel: '5.11', name: 'make_pte_marker', has: '(since 5.19)' },
    { arch: 'x86_64', kernel: '6.17', name: 'pte_mkdevmap', has: '(until 6.17)' },
    {
      arch: 'x86_64',
      kernel: '6.12',
      name: 'pte_swp_mkuffd_wp_special',
      has: '(only with the uffd-wp special pte patch)',
    },
    { arch: 'arm64', kernel: '6.8', name: 'pte_mkinvalid', has: '(since 6.10)' },
    {
      arch: 'arm64',
      kernel: '7.2',
      name: 'softleaf_to_pmd',
      has: '(since 7.3, with CONFIG_ARCH_HAS_PMD_SOFTLEAVES; since 7.3)',
    },
    {
      arch: 'x86_64',
      kernel: '6.12',
      name: 'frobnicate\u001b',
      has: '"frobnicate\\x1b": not one of the ',
    },
    // v6.12 arch/x86/include/asm/pgtable.h: pte_uffd_wp() and pte_present() return int, no pte_t; docs/values.md "--predicates".
    {
      arch: 'x86_64',
      kernel: '6.12',
      name: 'pte_present',
      has: 'it answers and changes nothing: --predicates of decode shows its answer',
    },
    { arch: 'x86_64', kernel: '6.12', name: 'pte_uffd_wp', has: '--predicates of decode' },
  ])('$name is not in $arch $kernel: $has', ({ name, has, ...spec }) => {
    expect(() => findFunction(resolveKernel(spec), name)).toThrow(
      expect.objectContaining({ code: 'ERR_UNKNOWN_NAME', message: expect.stringContaining(has) }),
    );
  });
});

test('an entry of more bits than the kernel has, and a name that is nearly one', () => {
  const narrow = resolveKernel({ kernel: '6.12', arch: 'i386', config: new Map([['X86_PAE', false]]) });
  expect(() => applyFunction(narrow, 'pte_mkdirty', { pte: 1n << 32n })).toThrow(
    expect.objectContaining({ code: 'ERR_VALUE_RANGE' }),
  );
  expect(() => findFunction(narrow, 'pte_mkdirti')).toThrow('did you mean pte_mkdirty?');
});
