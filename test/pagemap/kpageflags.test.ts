import { describe, expect, test } from '@jest/globals';
import { KPAGEFLAG_ROWS, kpageflagNames, KpageflagsReader } from '../../src/pagemap/kpageflags.ts';
import { fakeIo } from '../helpers/fake-io.ts';
import { dumpOf } from '../helpers/pagemap.ts';
import { hex, readFixture } from '../helpers/realkernel.ts';

describe('names', () => {
  // include/uapi/linux/kernel-page-flags.h: LRU 5, MMAP 11, ANON 12, SWAPBACKED 14, KSM 21, THP 22, ZERO_PAGE 24
  test.each([
    { made: 'anon_present_dirty', names: ['MMAP', 'ANON', 'SWAPBACKED'] },
    { made: 'anon_zero_page', names: ['ZERO_PAGE'] },
    { made: 'ksm_merged', names: ['KSM', 'ANON'] },
    { made: 'thp_present_dirty', names: ['THP', 'ANON'] },
    { made: 'anon_present_mlocked', names: ['UNEVICTABLE', 'MLOCKED'] },
    { made: 'hugetlb_present_dirty', names: ['HUGE'] },
  ])('frames of $made on the real 7.3 kernel: $names', ({ made, names }) => {
    const rows = readFixture('7.3.4+deb13-amd64', 'ground-truth.jsonl').filter(
      (row) => row.get('state') === made,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(kpageflagNames(7_003_004)(hex(row, 'kpageflags') ?? 0n)).toEqual(expect.arrayContaining(names));
  });

  test('by release', () => {
    expect(kpageflagNames(5_000_000)(1n << 23n)).toEqual(['BALLOON']);
    expect(kpageflagNames(6_018_000)((1n << 23n) | (1n << 34n) | (1n << 1n))).toEqual([
      'bit_1',
      'OFFLINE',
      'OWNER_2',
    ]);
    expect(kpageflagNames(4_018_000)(1n << 42n)).toEqual(['bit_42']);
  });

  test('no bit has two names in one release', () => {
    for (const version of [4_014_000, 5_001_000, 6_012_000, 7_003_000]) {
      const names = KPAGEFLAG_ROWS.flatMap((row) => kpageflagNames(version)(1n << BigInt(row.bit)));
      const bits = new Set(KPAGEFLAG_ROWS.map(({ bit }) => bit));
      expect(new Set(names).size).toBe(bits.size);
    }
  });
});

const framesOf = (words: readonly bigint[]) =>
  fakeIo({ files: { flags: dumpOf(words) } }).io.openFile('flags');

test('frames that follow one another are read together and parted by their flags', () => {
  const words = Array.from({ length: 20_000 }, (_, i) => BigInt(i < 9000 ? 4 : i < 9001 ? 8 : 16));
  const reader = new KpageflagsReader(framesOf(words));
  const parts: [number, number, bigint | undefined][] = [];
  reader.read(100, 19_000, (offset, pages, flags) => parts.push([offset, pages, flags]));
  expect(parts).toEqual([
    [0, 8900, 4n],
    [8900, 1, 8n],
    [8901, 10_099, 16n],
  ]);
  reader.close();
});

test('frames behind the end of the file have no flags, and are not lost', () => {
  const reader = new KpageflagsReader(framesOf([4n, 4n, 8n]));
  const parts: [number, number, bigint | undefined][] = [];
  const each = (offset: number, pages: number, flags: bigint | undefined): void => {
    parts.push([offset, pages, flags]);
  };
  reader.read(1, 5, each);
  reader.read(7, 2, each);
  expect(parts).toEqual([
    [0, 1, 4n],
    [1, 1, 8n],
    [2, 3, undefined],
    [0, 2, undefined],
  ]);
  reader.close();
});
