import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import {
  type Entry,
  flagNames,
  hasBit,
  hasShort,
  markerRows,
  numberOf,
  pageSizeOf,
  readEntry,
  shortNames,
  swapOf,
  typeOf,
} from '../../../src/core/entry/entry.ts';
import { type Form, type Level, LEVELS } from '../../../src/core/rows/layout.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import type { State } from '../../../src/core/entry/state.ts';
import { maskOf, not64 } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { mixedValues } from '../../helpers/values.ts';

const kernel = resolveKernel({ kernel: '6.12' });

describe('form of an entry', () => {
  // arch/x86/include/asm/pgtable.h of 6.12: pte_none() ignores accessed and dirty; pte_present() is P or PROTNONE,
  // pmd_present() P, PROTNONE or PSE, pud_present() P alone.
  test.each<{ raw: bigint; level: Level; form: Form; state: State }>([
    { raw: 0x0n, level: 'pte', form: 'none', state: 'none' },
    { raw: 0x60n, level: 'pte', form: 'none', state: 'none' },
    { raw: 0x64n, level: 'pte', form: 'swap', state: 'swap' },
    { raw: 0x80000000029e8867n, level: 'pte', form: 'leaf', state: 'present' },
    { raw: 0x000ffffffd616960n, level: 'pte', form: 'protnone', state: 'protnone' },
    { raw: 0x80000000046008e7n, level: 'pmd', form: 'leaf', state: 'present' },
    { raw: 0x000ffffffb2008e0n, level: 'pmd', form: 'leaf', state: 'present' },
    { raw: 0x3cb3067n, level: 'pmd', form: 'table', state: 'table' },
    { raw: 0x3cb3067n, level: 'pgd', form: 'table', state: 'table' },
    { raw: 0xfffffffffffffc00n, level: 'pte', form: 'swap', state: 'pte-marker' },
  ])('$raw as a $level is $form', ({ raw, level, form, state }) => {
    expect(readEntry(kernel, raw, level)).toMatchObject({ kernel, raw, level, form, state });
  });

  test('a value that is no u64 is a mistake of the caller', () => {
    expect(() => readEntry(kernel, -1n, 'pte')).toThrow(RangeError);
    expect(() => readEntry(kernel, 1n << 64n, 'pte')).toThrow(RangeError);
  });
});

/** The bits that each part of an entry has set: every field that is no part of a number, reserved and unknown ones. */
function parts({ fields, reserved, unknown }: Entry): readonly bigint[] {
  return [
    // Bits of a number that mean something by themselves are told a second time.
    ...fields
      .filter(({ row }) => row.kind !== 'part' && row.role !== 'pkey')
      .map(({ raw, lo }) => raw << BigInt(lo)),
    reserved,
    unknown,
  ];
}

describe.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('the fields of $arch', ({ arch }) => {
  const kernels = kernelsOf(arch);
  const each = (
    count: number,
    check: (of: Kernel, raw: bigint, level: Level) => string | undefined,
  ): string[] =>
    kernels.flatMap((of) =>
      LEVELS.flatMap((level) =>
        mixedValues(count, of.entryBits).flatMap((raw) => {
          const wrong = check(of, raw, level);
          return wrong === undefined ? [] : [`${of.id} ${level} ${raw.toString(16)}: ${wrong}`];
        }),
      ),
    );

  test('put back, with the reserved and the unknown bits, they give the value, and no bit twice', () => {
    const wrong = each(60, (of, raw, level) => {
      const masks = parts(readEntry(of, raw, level));
      const all = masks.reduce((bits, mask) => bits | mask, 0n);
      const sum = masks.reduce((bits, mask) => bits + mask, 0n);
      return all === raw && sum === raw ? undefined : `${all.toString(16)} ${sum.toString(16)}`;
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('stand where their rows say, with the complement of what is stored where the row says so', () => {
    const wrong = each(20, (of, raw, level) => {
      const odd = readEntry(of, raw, level).fields.find(
        ({ hi, lo, raw: stored, value, row }) =>
          hi < lo ||
          stored !== (raw & row.mask) >> BigInt(lo) ||
          value !== ((raw ^ row.xor) & row.mask) >> BigInt(lo) ||
          (row.mask & not64(maskOf(hi, lo))) !== 0n ||
          row.src === '',
      );
      return odd?.row.name;
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('do not change when a bit that nobody explains is flipped', () => {
    const wrong = each(10, (of, raw, level) => {
      const entry = readEntry(of, raw, level);
      for (let n = 0n; n < 64n; n += 1n) {
        const bit = 1n << n;
        if ((entry.unknown & bit) === 0n) continue;
        const without = readEntry(of, raw ^ bit, level);
        // Without its last bit an entry is an empty one.
        if (without.form === 'none') continue;
        const same =
          without.shape === entry.shape &&
          without.unknown === (entry.unknown ^ bit) &&
          without.reserved === entry.reserved &&
          without.missing === entry.missing &&
          without.fields.every(({ raw: stored }, index) => stored === entry.fields[index]?.raw);
        if (!same) return `bit ${n}`;
      }
      return undefined;
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe('numbers', () => {
  test.each<{ raw: bigint; level: Level; pfn: bigint | null; phys: bigint | null; size: bigint | null }>([
    { raw: 0x80000000029e8867n, level: 'pte', pfn: 0x29e8n, phys: 0x29e8000n, size: 4096n },
    // PROT_NONE and being split: the frame is stored inverted (arch/x86/include/asm/pgtable-invert.h).
    { raw: 0x000ffffffd616960n, level: 'pte', pfn: 0x29e9n, phys: 0x29e9000n, size: 4096n },
    { raw: 0x80000000046008e7n, level: 'pmd', pfn: 0x4600n, phys: 0x4600000n, size: 0x200000n },
    { raw: 0x3cb3067n, level: 'pmd', pfn: 0x3cb3n, phys: 0x3cb3000n, size: null },
    { raw: 0x0n, level: 'pte', pfn: null, phys: null, size: null },
    { raw: 0x0fffffffffdb9600n, level: 'pte', pfn: null, phys: null, size: null },
  ])('$raw as a $level', ({ raw, level, pfn, phys, size }) => {
    const entry = readEntry(kernel, raw, level);
    expect([numberOf(entry, 'pfn'), numberOf(entry, 'phys'), pageSizeOf(entry)]).toEqual([pfn, phys, size]);
  });

  // arch/x86/include/asm/pgtable_64.h of 6.12: type in bits 59 to 63, offset inverted in bits 9 to 58.
  test('type and offset of a swap entry, and the name of the type', () => {
    const entry = readEntry(kernel, 0x0fffffffffdb9604n, 'pte');
    expect(swapOf(entry)).toEqual({
      type: 1,
      offset: 0x1234n,
      rawOffset: 0x3ffffffffedcbn,
      name: 'swap_info[1]',
    });
    expect(typeOf(entry)).toMatchObject({ number: 1, kind: 'swap' });
    expect(swapOf(readEntry(kernel, 0n, 'pte'))).toBeNull();
    expect(typeOf(readEntry(kernel, 0n, 'pte'))).toBeUndefined();
  });

  test('a frame of a migration entry, its young and its dirty bit', () => {
    // Vectors of debian-7.3: writable migration entry of frame 0x12345, young and dirty.
    const entry = readEntry(resolveKernel({ kernel: 'debian-7.3' }), 0xdfffe7fffdb97400n, 'pte');
    expect([
      entry.state,
      numberOf(entry, 'pfn'),
      hasBit(entry, 'migration_young'),
      hasBit(entry, 'migration_dirty'),
    ]).toEqual(['migration', 0x12345n, true, true]);
    expect(hasBit(entry, 'swp_soft_dirty', 'rw')).toBe(false);
    expect(hasBit(entry, 'rw')).toBeNull();
  });
});

describe('names', () => {
  test('flags from the highest bit down, in the words of the kernel and in short ones', () => {
    const entry = readEntry(kernel, 0x80000000029e8c67n, 'pte');
    expect(flagNames(entry)).toEqual([
      '_PAGE_NX',
      '_PAGE_SOFT_DIRTY',
      '_PAGE_UFFD_WP',
      '_PAGE_DIRTY',
      '_PAGE_ACCESSED',
      '_PAGE_USER',
      '_PAGE_RW',
      '_PAGE_PRESENT',
    ]);
    expect(shortNames(entry)).toEqual([
      'nx',
      'soft_dirty',
      'uffd_wp',
      'dirty',
      'accessed',
      'user',
      'rw',
      'present',
    ]);
    expect([hasShort(entry, 'uffd_wp'), hasShort(entry, 'global'), hasShort(entry, 'pfn')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  // include/linux/swapops.h of 6.12: PTE_MARKER_UFFD_WP is bit 0, PTE_MARKER_POISONED bit 1, PTE_MARKER_GUARD (6.13) bit 2.
  test('bits of a marker, from the lowest', () => {
    const both = readEntry(kernel, 0xfffffffffffff800n, 'pte');
    expect([both.state, markerRows(both).map(({ short }) => short), shortNames(both)]).toEqual([
      'pte-marker',
      ['uffd_wp', 'poisoned'],
      ['poisoned', 'uffd_wp'],
    ]);
    expect([hasShort(both, 'poisoned'), hasShort(both, 'guard'), flagNames(both)]).toEqual([true, false, []]);
    expect(markerRows(readEntry(kernel, 0x80000000029e8c67n, 'pte'))).toEqual([]);
  });
});
