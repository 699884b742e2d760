import { describe, expect, test } from '@jest/globals';
import { applyFunction, type FunctionInputs, kernelFunctions } from '../../src/core/functions.ts';
import type { Kernel } from '../../src/core/model.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { readVectors, VARIANTS, VECTOR_SETS, type VectorRow } from '../helpers/vectors.ts';

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
