import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import {
  shapeOf,
  type Shape,
  shapesOf,
  splitTypes,
  swapFieldMask,
  valueApart,
} from '../../../src/core/entry/shapes.ts';
import { maskOf, not64 } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { mixedValues, nextWord } from '../../helpers/values.ts';

const kernel = resolveKernel({ kernel: '6.12' });
const takes = ({ mask, value }: Shape, raw: bigint): boolean => (raw & mask) === value;

describe('shapes of x86_64', () => {
  test('type is in bits 59 to 63, offset in 9 to 58 of an x86_64 swap pte', () => {
    expect(swapFieldMask(kernel.swap)).toBe(0xfffffffffffffe00n);
  });

  // arch/x86/include/asm/pgtable.h of 6.12: pte_present() is P or PROTNONE, pte_none() ignores accessed and dirty; swap
  // types as test/vectors/README.md has them for 6.12 without CONFIG_DEVICE_PRIVATE, from MAX_SWAPFILES 27 on.
  test('a pte is none, present, PROT_NONE, of a special type, or swap', () => {
    const states = shapesOf(resolveKernel({ kernel: 'debian-6.12' }), 'pte').map(({ state }) => state);
    // PROT_NONE keeps the frame inverted in two ways: as a pte does it, and as hugetlb does.
    expect(states).toEqual([
      'none',
      'present',
      'protnone',
      'protnone',
      'hwpoison',
      'migration',
      'migration',
      'migration',
      'pte-marker',
      'swap',
    ]);
  });

  test('bits that the order settles: a PROT_NONE entry has the present bit clear', () => {
    const protnone = shapesOf(kernel, 'pte').find(({ state }) => state === 'protnone');
    expect((protnone?.settled ?? 0n) & 0x101n).toBe(0x101n);
  });

  test('the bare uffd-wp swap bit is a shape where the patch is', () => {
    const patched = resolveKernel({ kernel: 'uffd-wp-special' });
    expect(shapeOf(patched, 'pte', 4n).state).toBe('uffd-wp-special');
    expect(shapeOf(patched, 'pmd', 4n).state).toBe('swap');
    expect(shapeOf(kernel, 'pte', 4n).state).toBe('swap');
  });

  test('split by type, each swap type from the lowest up has a shape of its own', () => {
    const split = splitTypes(shapesOf(kernel, 'pte'), 20);
    for (let type = 0n; type < 32n; type += 1n) {
      const raw = (type << 59n) | 0x7fffffffffffe00n;
      const shape = split.find((each) => takes(each, raw));
      expect([type, shape?.state]).toEqual([type, shapeOf(kernel, 'pte', raw).state]);
      expect([type, shape?.typesBelow]).toEqual([type, type < 20n ? 20 : undefined]);
    }
  });
});

describe.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('shapes of $arch', ({ arch }) => {
  const kernels = kernelsOf(arch);

  test('take every value, the last of a level any; numbers, rows and what is left share out the bits', () => {
    for (const of of kernels)
      for (const level of LEVELS) {
        const shapes = shapesOf(of, level);
        // Bits that no entry has are the same in all shapes.
        const never = not64(maskOf(of.entryBits - 1, 0));
        expect([of.id, level, shapes.at(-1)?.mask]).toEqual([of.id, level, never]);
        for (const { mask, value, settled, unknown, reserved, fields } of shapes) {
          expect([of.id, level, value & ~mask, mask & ~settled]).toEqual([of.id, level, 0n, 0n]);
          const named = fields.reduce((bits, row) => bits | row.mask, 0n);
          expect([of.id, level, named & unknown, reserved & unknown]).toEqual([of.id, level, 0n, 0n]);
        }
      }
  });

  test('bits that are settled are the same in all values of a shape', () => {
    const wrong: string[] = [];
    for (const of of kernels)
      for (const level of LEVELS) {
        const first = new Map<Shape, bigint>();
        const bits = BigInt(of.entryBits);
        const values = mixedValues(20, of.entryBits);
        for (const raw of values.flatMap((value) => [value, value ^ (1n << (nextWord() % bits))])) {
          const { shape } = readEntry(of, raw, level);
          const known = first.get(shape) ?? raw;
          first.set(shape, known);
          if (((known ^ raw) & shape.settled) !== 0n)
            wrong.push(`${of.id} ${level} ${shape.state}: ${known.toString(16)} ${raw.toString(16)}`);
        }
      }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

test('a value with more bits than an entry has no shape', () => {
  const narrow = resolveKernel({ kernel: '6.12', arch: 'i386', config: new Map([['X86_PAE', false]]) });
  expect(narrow.entryBits).toBe(32);
  expect(() => shapeOf(narrow, 'pte', 1n << 32n)).toThrow(/entries have 32 bits/);
});

test.each(ARCHITECTURES.map(({ arch }) => arch))(
  'a value apart from earlier shapes of %s is of the shape, and where there is none no value is',
  (arch) => {
    for (const known of kernelsOf(arch).slice(-2))
      for (const { level } of known.levels) {
        const shapes = shapesOf(known, level);
        const never = new Set<Shape>();
        for (const [at, shape] of shapes.entries()) {
          const raw = valueApart(shape, shapes.slice(0, at));
          if (raw === undefined) never.add(shape);
          else expect(shapes.find((other) => takes(other, raw))).toBe(shape);
        }
        for (const raw of mixedValues(300, known.entryBits))
          expect(never).not.toContain(shapeOf(known, level, raw));
      }
  },
);
