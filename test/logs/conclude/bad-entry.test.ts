import { describe, expect, test } from '@jest/globals';
import { type Entry, readEntry } from '../../../src/core/entry/entry.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { conclude } from '../../../src/logs/conclude/conclude.ts';
import { subjectOf } from '../../helpers/log-subject.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const facts = (raw: bigint, level: Level = 'pte', of = kernel): Entry => readEntry(of, raw, level);
const codes = (found: readonly { readonly code: string }[]): string[] => found.map(({ code }) => code);

describe('a bad page map', () => {
  test.each([
    { name: 'special', raw: 0x8000_0000_01d3_8a67n, around: {}, said: ['special-bit'] },
    {
      name: 'with a page dump',
      raw: 0x8000_0000_0449_b867n,
      around: { pageDump: true },
      said: ['page-counts'],
    },
    {
      name: 'without',
      raw: 0x8000_0000_ffff_f867n,
      around: { address: 0x7f59_0942_1000n },
      said: ['beyond-memory'],
    },
    { name: 'cut off before a dump', raw: 0x8000_0000_ffff_f867n, around: {}, said: [] },
    { name: 'a swap entry', raw: 0x4fff_ffff_ffdb_9600n, around: {}, said: ['swap-slot'] },
    { name: 'a swap entry beyond any area', raw: 4n, around: {}, said: ['single-bit', 'swap-offset'] },
    { name: 'a marker', raw: 0xffff_ffff_ffff_fc00n, around: {}, said: ['swap-type'] },
    { name: 'empty meanwhile', raw: 0n, around: {}, said: ['unexpected-state'] },
  ])('$name', ({ raw, around, said }) => {
    expect(codes(conclude('bad-map', subjectOf(facts(raw), { around })))).toEqual(said);
  });

  test('a table where a page was expected', () => {
    expect(codes(conclude('bad-map', subjectOf(facts(0x449b067n, 'pmd'))))).toEqual(['unexpected-state']);
  });
});

describe('a swap entry that belongs to nothing', () => {
  test.each([
    { message: 'get_swap_device: Bad swap file entry ', said: 'swap-area' },
    { message: 'get_swap_device: Bad swap offset entry ', said: 'swap-offset' },
    { message: '_swap_info_get: Unused swap file entry ', said: 'swap-area' },
    { message: '_swap_info_get: Unused swap offset entry ', said: 'swap-slot' },
    { message: 'unrecognized swap entry 0x', said: 'swap-type' },
    { message: '', said: 'swap-slot' },
  ])('$message', ({ message, said }) => {
    expect(
      codes(conclude('swap', subjectOf(facts(0x07ff_ffff_fe1f_fe00n), { level: 'swap_entry', message }))),
    ).toEqual([said]);
  });

  test('nothing about an entry that is none', () => {
    expect(conclude('swap', subjectOf(facts(0n), { level: 'pte' }))).toEqual([]);
  });
});

describe('a bad table', () => {
  test.each([
    { name: 'read-only', raw: 0x449_2065n, said: ['missing-bits'] },
    { name: 'overwritten', raw: 0x3a72_6f72_7265n, said: ['ascii-text', 'missing-bits', 'extra-bits'] },
    { name: 'not present', raw: 4n, said: ['single-bit', 'not-a-table'] },
    { name: 'a page', raw: 0x8000_0000_0260_00e7n, said: ['not-a-table'] },
    { name: 'an ordinary table', raw: 0x449_2067n, said: [] },
  ])('$name', ({ raw, said }) => {
    expect(codes(conclude('bad-entry', subjectOf(facts(raw, 'pmd'))))).toEqual(said);
  });

  test('ACCESSED counts before 6.1 only', () => {
    const old = resolveKernel({ kernel: '6.0' });
    expect(codes(conclude('bad-entry', subjectOf(facts(0x449_2047n, 'pmd', old))))).toEqual(['missing-bits']);
    expect(codes(conclude('bad-entry', subjectOf(facts(0x449_2047n, 'pmd'))))).toEqual([]);
  });
});
