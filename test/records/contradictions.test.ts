import { describe, expect, test } from '@jest/globals';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { LEVELS } from '../../src/core/rows/layout.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { refuseContradiction } from '../../src/records/contradictions.ts';
import { JsonFields, readEncodeFields } from '../../src/records/read.ts';
import { toRecord } from '../../src/records/record.ts';
import { ARCH_STEMS, kernelOfStem, readArchVectors } from '../helpers/arch-vectors.ts';
import { readVectors, type VectorRow, VECTOR_SETS } from '../helpers/vectors.ts';

/** What `encode -` makes of a record; undefined where it refuses it. */
function madeOf(kernel: Kernel, record: object): bigint | undefined {
  const fields = JsonFields.parse(JSON.stringify(record));
  try {
    const wanted = readEncodeFields(fields, 'pte');
    const raw = encodeEntry(kernel, wanted);
    refuseContradiction(fields, kernel, raw, wanted.level ?? 'pte');
    return raw;
  } catch (error) {
    if (isPteDecodeError(error)) return undefined;
    throw error;
  }
}

const some = (rows: readonly VectorRow[]): readonly bigint[] =>
  rows
    .map((row) => row['raw'] ?? row['val'])
    .filter((raw) => typeof raw === 'string')
    .filter((_, index) => index % Math.ceil(rows.length / 25) === 0)
    .map(BigInt);

const SETS: readonly {
  readonly name: string;
  readonly kernel: () => Kernel;
  readonly values: () => readonly bigint[];
}[] = [
  ...VECTOR_SETS.map(({ stem, kernel }) => ({
    name: stem,
    kernel: () => resolveKernel({ kernel }),
    values: () => some(readVectors(stem, 'decode')),
  })),
  ...ARCH_STEMS.map((about) => ({
    name: about.stem,
    kernel: () => kernelOfStem(about),
    values: () => some(readArchVectors(about, 'decode')),
  })),
];

describe('records of the values of the vectors', () => {
  test.each(SETS)(
    '$name: all are taken, and none of which one truth value was turned round',
    ({ kernel, values }) => {
      const known = kernel();
      const wrong: string[] = [];
      for (const raw of values())
        for (const level of LEVELS) {
          const record = toRecord(decodeEntry(known, raw, { level }), { kernel: known });
          const at = `${level} ${raw.toString(16)}`;
          if (madeOf(known, record) !== raw) wrong.push(at);
          for (const [key, value] of Object.entries(record))
            if (typeof value === 'boolean' && madeOf(known, { ...record, [key]: !value }) === raw)
              wrong.push(`${at} ${key}`);
        }
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );
});

// v6.12 arch/x86/include/asm/pgtable_types.h: _PAGE_BIT_UFFD_WP is bit 10, _PAGE_BIT_NX bit 63.
describe('whole records of which a field was changed', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const record = toRecord(decodeEntry(kernel, 0x8000000002bcb825n, { level: 'pte' }), { kernel });

  test('what follows from the old fields is no wish', () => {
    const flags = ['_PAGE_NX', '_PAGE_UFFD_WP', '_PAGE_ACCESSED', '_PAGE_USER', '_PAGE_PRESENT'];
    expect(madeOf(kernel, { ...record, flags })).toBe(0x8000000002bcb425n);
    expect(madeOf(kernel, { ...record, flags: ['_PAGE_NX', '_PAGE_PRESENT'] })).toBe(0x8000000002bcb001n);
  });

  test('a record of another command, which has the value and no fields, is refused', () => {
    const { raw, level, state, flags } = record;
    expect(madeOf(kernel, { raw, level, state })).toBeUndefined();
    expect(madeOf(kernel, { raw, level, state, flags, pfn: null, swap: null })).toBeUndefined();
    expect(madeOf(kernel, { raw: '0x20', state: 'none' })).toBeUndefined();
    expect(madeOf(kernel, { raw: '0x0', state: 'none' })).toBe(0n);
  });

  // v6.12 include/linux/swapops.h make_pte_marker: the marker is the offset; include/linux/swap.h SWP_PTE_MARKER.
  test('a marker of another offset is refused with what decides it', () => {
    const marker = toRecord(decodeEntry(kernel, 0xfffffffffffffc00n, { level: 'pte' }), { kernel });
    const fields = JsonFields.parse(JSON.stringify({ ...marker, marker: '0x2' }));
    expect(() => {
      refuseContradiction(fields, kernel, encodeEntry(kernel, readEncodeFields(fields, 'pte')), 'pte');
    }).toThrow(/^"marker": 0x2, but .* is 0x1: "swap" says it, and wants to be changed or left out; --force/);
    expect(madeOf(kernel, { ...marker, marker: '0x2', swap: null, uffd_wp: null })).toBe(0xfffffffffffffa00n);
  });

  test('the size of a page of another level is refused', () => {
    expect(madeOf(kernel, { ...record, page_size: 0x20_0000 })).toBeUndefined();
    const short = { ...record, raw: null };
    expect(madeOf(kernel, { ...short, page_size: 0x20_0000 })).toBeUndefined();
    expect(madeOf(kernel, { ...short, page_size: 0x1000 })).toBe(0x8000000002bcb825n);
  });

  test('what says something else than both is refused', () => {
    expect(madeOf(kernel, { ...record, flags: ['_PAGE_PRESENT'], uffd_wp: true })).toBeUndefined();
  });
});

describe('short records', () => {
  const kernel = resolveKernel({ kernel: '6.12' });

  test.each([
    { name: 'a bit that the flags do not have', record: { state: 'present', pfn: '1', uffd_wp: true } },
    { name: 'one by its short name', record: { state: 'present', pfn: '5', nx: true } },
    {
      name: 'a bit that they have',
      record: { state: 'present', pfn: '5', flags: ['_PAGE_UFFD_WP'], uffd_wp: false },
    },
    { name: 'a frame of nothing', record: { state: 'none', pfn: '0x5' } },
    {
      name: 'another frame than the offset',
      record: { state: 'migration', swap: { type: 30, offset: 5 }, pfn: 6 },
    },
    {
      name: 'a frame of an address elsewhere',
      record: { state: 'migration', swap: { type: 30, offset: 5 }, phys: '0x9000' },
    },
    { name: 'a slot of a page', record: { state: 'present', pfn: 5, swap: { type: 1, offset: 2 } } },
    { name: 'a marker of a swap entry', record: { state: 'swap', swap: { type: 1, offset: 2 }, marker: 1 } },
    { name: 'a key of a swap entry', record: { state: 'swap', swap: { type: 1, offset: 2 }, pkey: 5 } },
    { name: 'no truth value', record: { state: 'present', pfn: 5, uffd_wp: 1 } },
  ])('refused: $name', ({ record }) => {
    expect(madeOf(kernel, record)).toBeUndefined();
  });

  test.each([
    {
      name: 'no bit, said',
      record: { state: 'present', pfn: 5, uffd_wp: false, soft_dirty: false },
      raw: 0x5001n,
    },
    { name: 'no bit at all', record: { state: 'none', uffd_wp: false, pfn: null }, raw: 0n },
    {
      name: 'an address within the frame',
      record: { state: 'present', pfn: 5, phys: '0x5123' },
      raw: 0x5001n,
    },
    {
      name: 'no protection key',
      record: { state: 'swap', swap: { type: 1, offset: 0x1234 }, pkey: 0 },
      raw: 0x0fffffffffdb9600n,
    },
    {
      name: 'what follows',
      record: { state: 'swap', swap: { type: 1, offset: 0x1234 }, present: false },
      raw: 0x0fffffffffdb9600n,
    },
  ])('taken: $name', ({ record, raw }) => {
    expect(madeOf(kernel, record)).toBe(raw);
  });
});
