import { describe, expect, test } from '@jest/globals';
import { Auditor, INVARIANTS } from '../../../src/core/verdicts/audit.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const codes = (auditor: Auditor, raw: bigint, level: Level = 'pte'): string[] =>
  auditor.add(raw, level).map(({ invariant }) => invariant);

describe('Auditor', () => {
  test.each([
    // Sources: the values of the fact sheet's quick reference, with one bit changed where something is to break.
    { name: 'a page that real kernels made', kernel: 'debian-6.1', raw: 0x80000000029e8867n, broken: [] },
    {
      name: 'the same with the uffd-wp bit',
      kernel: 'debian-6.1',
      raw: 0x80000000029e8c67n,
      broken: ['uffd-wp-writable'],
    },
    { name: 'uffd-wp without write permission', kernel: 'debian-6.12', raw: 0x8400000002be9c25n, broken: [] },
    { name: 'writable migration', kernel: 'debian-7.3', raw: 0xdfffe7ffff912402n, broken: [] },
    {
      name: 'the same with uffd-wp',
      kernel: 'debian-7.3',
      raw: 0xdfffe7ffff912406n,
      broken: ['swap-uffd-wp-writable'],
    },
    { name: 'PROT_NONE', kernel: 'debian-6.1', raw: 0x000ffffffd616960n, broken: [] },
    {
      name: 'PROT_NONE and writable',
      kernel: 'debian-6.12',
      raw: 0x000ffffffd616962n,
      broken: ['protnone-writable'],
    },
    // v6.1 mm/mprotect.c change_pte_range(): preserve_write, pte_mk_savedwrite(); dropped by 6a56ccbcf6c6 (6.2).
    { name: 'the same of NUMA hinting', kernel: '6.1', raw: 0x000ffffffd616962n, broken: [] },
    {
      name: 'the same in the first release that asks anew',
      kernel: '6.2',
      raw: 0x000ffffffd616962n,
      broken: ['protnone-writable'],
    },
    {
      name: 'the same where nothing hints',
      kernel: '6.1,CONFIG_NUMA_BALANCING=n',
      raw: 0x000ffffffd616962n,
      broken: ['protnone-writable'],
    },
    { name: 'a swap entry', kernel: 'debian-6.12', raw: 0x07fffffffffbfe0en, broken: [] },
    {
      name: 'with an unused bit',
      kernel: 'debian-6.12',
      raw: 0x07fffffffffbfe1en,
      broken: ['reserved-bits'],
    },
    {
      name: 'the header of a swap area',
      kernel: 'debian-6.12',
      raw: 0x07fffffffffffe00n,
      broken: ['swap-slot-zero'],
    },
    { name: 'a marker', kernel: 'debian-6.12', raw: 0xfffffffffffffc00n, broken: [] },
    { name: 'an empty marker', kernel: 'debian-6.12', raw: 0xfffffffffffffe00n, broken: ['marker-empty'] },
    { name: 'the special pte of the patch', kernel: 'uffd-wp-special', raw: 0x4n, broken: [] },
    {
      name: 'the same on a stock kernel',
      kernel: 'debian-6.1',
      raw: 0x4n,
      broken: ['offset-beyond-swapfile'],
    },
    {
      name: 'the same value where nothing claims to be special, for there is no uffd-wp bit',
      kernel: '5.6',
      raw: 0x4n,
      broken: ['offset-beyond-swapfile', 'reserved-bits'],
    },
    {
      name: 'an empty entry where the special value is 0',
      kernel: 'uffd-wp-special,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
      raw: 0n,
      broken: ['rule-1', 'rule-3', 'none-matches-special'],
    },
  ])('$kernel: $name', ({ kernel, raw, broken }) => {
    const auditor = new Auditor(resolveKernel({ kernel }));
    expect(codes(auditor, raw)).toEqual(broken);
    expect([auditor.values, auditor.broken]).toEqual([1, broken.length > 0 ? 1 : 0]);
  });

  // v6.1 mm/huge_memory.c change_huge_pmd(): preserve_write, pmd_mk_savedwrite().
  test('a large page that NUMA hinting left writable', () => {
    const of = (kernel: string): string[] =>
      codes(new Auditor(resolveKernel({ kernel })), 0x000ffffffd6001e2n, 'pmd');
    expect(of('6.1')).toEqual([]);
    expect(of('6.2')).toEqual(['protnone-writable']);
  });

  test('a value that is said to be special is held to the four rules', () => {
    const auditor = new Auditor(resolveKernel({ kernel: '6.12' }), { special: 0x07fffffffffffc00n });
    expect(codes(auditor, 0x07fffffffffffc00n)).toEqual(['rule-3', 'rule-4']);
  });

  test('offsets are held against the device of their type', () => {
    const auditor = new Auditor(resolveKernel({ kernel: '6.12' }), {
      areas: new Map([[0, { name: '/dev/sda2', pages: 0x1fffn }]]),
    });
    expect(codes(auditor, 0x07fffffffffbfe00n)).toEqual([]);
    // Offset 0x1fff is the last page, 0x2000 is behind it; there is no second device.
    expect(codes(auditor, 0x07ffffffffc00000n)).toEqual([]);
    expect(codes(auditor, 0x07ffffffffbffe00n)).toEqual(['beyond-device']);
    expect(codes(auditor, 0x0fffffffffdb9600n)).toEqual(['beyond-device']);
  });

  // v6.12 mm/swapfile.c: swap_start() leaves out areas without SWP_USED, alloc_swap_info() gives the lowest free type; bad pages are
  // in si->max and not in si->pages, which /proc/swaps shows. arch/x86/include/asm/pgtable_64.h: __swp_entry().
  test.each([
    { type: 0n, offset: 100n, grade: undefined, name: 'the last page of the list' },
    { type: 0n, offset: 101n, grade: 'violation', name: 'behind a file: no earlier area, and no bad pages' },
    { type: 1n, offset: 1000n, grade: undefined, name: 'the last page of the second' },
    { type: 1n, offset: 1001n, grade: 'unknown', name: 'as many bad pages as a header can list' },
    { type: 1n, offset: 1637n, grade: 'unknown', name: 'the last of them' },
    { type: 1n, offset: 1638n, grade: 'violation', name: 'one more' },
    { type: 2n, offset: 5n, grade: undefined, name: 'the third' },
    {
      type: 2n,
      offset: 50n,
      grade: 'unknown',
      name: 'beyond the third: it can be the first, if there was one before',
    },
    { type: 3n, offset: 1637n, grade: 'unknown', name: 'a type that the list does not reach' },
    { type: 3n, offset: 1638n, grade: 'violation', name: 'an offset of none of them' },
  ])('type $type, offset $offset of a list of three: $name', ({ type, offset, grade }) => {
    const areas = new Map([
      [0, { name: '/swap', pages: 100n, bad: 0n }],
      [1, { name: '/dev/sda2', pages: 1000n, bad: 637n }],
      [2, { name: '/dev/zram0', pages: 5n }],
    ]);
    const auditor = new Auditor(resolveKernel({ kernel: '6.12' }), { areas });
    const raw = (type << 59n) | (BigInt.asUintN(50, ~offset) << 9n);
    const found = auditor.add(raw, 'pte');
    expect(found.map((one) => [one.invariant, one.grade])).toEqual(
      grade === undefined ? [] : [['beyond-device', grade]],
    );
    expect([auditor.broken, auditor.unknown.size]).toEqual([
      grade === 'violation' ? 1 : 0,
      grade === 'unknown' ? 1 : 0,
    ]);
  });

  test('one slot in two entries is counted from the second on, and told apart by the exclusive bit', () => {
    const auditor = new Auditor(resolveKernel({ kernel: '6.12' }));
    expect(codes(auditor, 0x07fffffffffbfe02n)).toEqual([]);
    expect(codes(auditor, 0x07fffffffffbfe00n)).toEqual(['duplicate-slot']);
    expect(codes(auditor, 0x07fffffffffbfe08n)).toEqual(['duplicate-exclusive']);
    expect(codes(auditor, 0x07fffffffffbfe00n)).toEqual(['duplicate-exclusive']);
    expect(auditor.counts.get('duplicate-exclusive')).toBe(2);
  });

  test('slots of different types and far offsets are different', () => {
    const auditor = new Auditor(resolveKernel({ arch: 'arm64', kernel: '6.10' }));
    const pte = (type: bigint, offset: bigint): bigint => (type << 6n) | (offset << 12n);
    for (const type of [0n, 1n, 26n])
      for (const offset of [1n, 0xfffffn, 0x100000n, 0x100001n, 0xffffffffn])
        expect(codes(auditor, pte(type, offset))).toEqual([]);
    expect(codes(auditor, pte(26n, 0xffffffffn))).toEqual(['duplicate-slot']);
  });

  test.each([
    // Privileged architecture, "Encoding of PTE R/W/X fields": writable alone is reserved.
    { arch: 'riscv64', level: 'pte', raw: 0x2000_00c5n },
    // Principles of Operation, "Region-Table Entries": the type of a table is that of its level.
    { arch: 's390x', level: 'pud', raw: 0x1_000bn },
    { arch: 'loongarch64', level: 'pmd', raw: 0n },
  ] as const)('what a note calls a violation an audit counts: $arch', ({ arch, level, raw }) => {
    const kernel = resolveKernel({ kernel: '6.12', arch });
    const auditor = new Auditor(kernel);
    const violations = decodeEntry(kernel, raw, { level }).notes.filter(({ grade }) => grade === 'violation');
    expect(violations.map(({ code }) => code)).toContain('invalid-leaf');
    const counted = auditor.add(raw, level).filter(({ grade }) => grade === 'violation');
    expect(counted.map(({ invariant }) => invariant).sort()).toEqual(
      violations.map(({ code }) => code).sort(),
    );
    expect(auditor.broken).toBe(1);
  });

  test('every invariant has a text of its own', () => {
    expect(new Set(INVARIANTS.map(({ code }) => code)).size).toBe(INVARIANTS.length);
    expect(new Set(INVARIANTS.map(({ text }) => text)).size).toBe(INVARIANTS.length);
  });
});
