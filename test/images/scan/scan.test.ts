import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberOf } from '../../../src/core/entry/entry.ts';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { type EntryRun, mergeRuns } from '../../../src/images/scan/entry-runs.ts';
import { arm64Tables, radixTables, s390Tables, sv39Tables } from '../../helpers/table-builder.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { joinHalves } from '../../../src/images/address.ts';
import type { PhysicalMemory } from '../../../src/images/memory.ts';
import { tableWords } from '../../../src/images/scan/table-words.ts';
import {
  halfRange,
  pageAddress,
  pageNumber,
  scanTables,
  type ScanProblem,
} from '../../../src/images/scan/scan.ts';
import type { PageRange } from '../../../src/pages/page-filter.ts';
import { walkAddress } from '../../../src/images/walk/walk.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import {
  pagesMemory,
  readTables,
  readTruth,
  REAL_KERNELS,
  type TablePage,
} from '../../helpers/real-kernels.ts';

const kernel = resolveKernel({ kernel: '6.1' });

function scan(
  memory: PhysicalMemory,
  root: bigint,
  range: PageRange = halfRange(kernel, 'both'),
  model = kernel,
) {
  const entries = new Map<bigint, { level: string; raw: bigint }>();
  const problems: ScanProblem[] = [];
  const counts = scanTables(memory, model, root, range, {
    entries(geometry, words, first, last, page) {
      for (let i = first; i < last; i++) {
        const raw = joinHalves(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
        const vaddr = pageAddress(model, page + (i - first) * 2 ** (geometry.shift - 12));
        if (raw !== 0n) entries.set(vaddr, { level: geometry.level, raw });
      }
    },
    problem: (problem) => problems.push(problem),
  });
  return { entries, problems, counts };
}

describe.each(REAL_KERNELS)('the process on $folder', ({ folder, kernel: name }) => {
  const model = resolveKernel({ kernel: name });
  const { root, pages } = readTables(folder);
  const memory = pagesMemory(pages);

  test('finds every entry listed, every table, and no problem', () => {
    const { entries, problems, counts } = scan(memory, root, halfRange(model, 'user'), model);
    expect(problems).toEqual([]);
    expect([...counts.tables.values()].reduce((a, b) => a + b)).toBe(pages.length);
    for (const row of readTruth(folder)) {
      const last = row.entries.at(-1);
      const covers = row.leaf === 'pmd' ? 0x1f_ffffn : 0xfffn;
      const found = entries.get(row.va & ~covers);
      expect(found ?? { level: row.leaf, raw: 0n }).toEqual({ level: row.leaf, raw: last?.raw });
    }
  });

  test('a walk of every address found gives the same entry', () => {
    const found = [...scan(memory, root, halfRange(model, 'user'), model).entries];
    for (const [vaddr, { level, raw }] of found.filter((_, i) => i % 7 === 0)) {
      const last = walkAddress(memory, model, root, vaddr).levels.at(-1);
      expect([last?.level, last?.entry.raw]).toEqual([level, raw]);
    }
  });

  test('a part of the addresses gives the part of the entries', () => {
    const all = [...scan(memory, root, halfRange(model, 'user'), model).entries];
    const from = all[Math.floor(all.length / 3)]?.[0] ?? 0n;
    const to = all[Math.floor(all.length / 2)]?.[0] ?? 0n;
    const part = scan(memory, root, { start: pageNumber(model, from), end: pageNumber(model, to) }, model);
    expect([...part.entries]).toEqual(all.filter(([vaddr]) => vaddr >= from && vaddr < to));
  });
});

function pageOf(physAddr: bigint, entries: Readonly<Record<number, bigint>>): TablePage {
  const bytes = new Uint8Array(4096);
  for (const [index, entry] of Object.entries(entries))
    new DataView(bytes.buffer).setBigUint64(Number(index) * 8, entry, true);
  return { physAddr, bytes };
}

describe('scanTables', () => {
  test('large pages at both levels, upper half, canonical addresses', () => {
    const memory = pagesMemory([
      pageOf(0x1000n, { 511: 0x2067n }),
      pageOf(0x2000n, { 510: 0x80000_00e7n, 511: 0x3067n }),
      pageOf(0x3000n, { 511: 0x6000e7n }),
    ]);
    expect([...scan(memory, 0x1000n).entries]).toEqual([
      [0xffff_ffff_8000_0000n, { level: 'pud', raw: 0x80000_00e7n }],
      [0xffff_ffff_ffe0_0000n, { level: 'pmd', raw: 0x6000e7n }],
    ]);
    expect(scan(memory, 0x1000n, halfRange(kernel, 'user')).entries.size).toBe(0);
    expect(scan(memory, 0x1000n, halfRange(kernel, 'kernel')).entries.size).toBe(2);
  });

  test('tables outside the image are told, with level, place and reason', () => {
    const { problems } = scan(pagesMemory([pageOf(0x1000n, { 3: 0x9067n })]), 0x1000n);
    expect(problems).toEqual([
      {
        level: 'pud',
        vaddr: 0x180_0000_0000n,
        tablePhys: 0x9000n,
        pages: 512 * 512 * 512,
        text: 'the pud table at 0x9000 cannot be read: not in the image',
      },
    ]);
  });

  test('a table that points at itself is not followed', () => {
    const { problems, counts } = scan(pagesMemory([pageOf(0x1000n, { 0: 0x1067n, 1: 0x1067n })]), 0x1000n);
    expect(problems[0]?.text).toMatch(/in use as a pgd table already/);
    expect(counts.tables.get('pgd')).toBe(1);
  });

  test('tables shared without end are followed some thousand times', () => {
    const all = (entry: bigint) => Object.fromEntries(Array.from({ length: 512 }, (_, i) => [i, entry]));
    const memory = pagesMemory([
      pageOf(0x1000n, all(0x2067n)),
      pageOf(0x2000n, all(0x3067n)),
      pageOf(0x3000n, all(0x4067n)),
      pageOf(0x4000n, all(0x5067n)),
    ]);
    let tables = 0;
    let problems = 0;
    const counts = scanTables(memory, kernel, 0x1000n, halfRange(kernel, 'both'), {
      entries: () => tables++,
      problem: () => problems++,
    });
    expect(tables).toBeLessThan(5000);
    expect(problems).toBeGreaterThan(0);
    expect([...counts.tables.values()].reduce((a, b) => a + b)).toBeLessThan(5000);
  });

  test('any tables end', () => {
    const entry = fc.oneof(
      fc.nat(6).map((n) => (BigInt(n) << 12n) | 0x67n),
      fc.bigInt(0n, (1n << 64n) - 1n),
    );
    const table = fc.dictionary(fc.nat(511).map(String), entry, { maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(table, { minLength: 1, maxLength: 6 }), (tables) => {
        const memory = pagesMemory(tables.map((entries, i) => pageOf(BigInt(i + 1) << 12n, entries)));
        scan(memory, 0x1000n);
      }),
      { seed: 14, numRuns: 100 },
    );
  });
});

test('tableWords gives the low half first in either byte order', () => {
  const little = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const big = little.toReversed();
  for (const words of [tableWords(little, 'little'), tableWords(big, 'big')])
    expect([...words]).toEqual([0x04030201, 0x08070605]);
});

test.each([
  {
    name: 'arm64, 4 KiB granule, 4 levels',
    kernel: resolveKernel({ kernel: '6.12', arch: 'arm64' }),
    tables: arm64Tables(),
    root: 0x4000_1000n,
    expected: [
      { vaddr: 0x7f80_c0a0_7000n, entries: 2, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x7f80_c0c0_0000n, entries: 1, pages: 512, phys: 0x8860_0000n },
      { vaddr: 0x7f81_0000_0000n, entries: 1, pages: 512 * 512, phys: 0x1_4000_0000n },
    ],
  },
  {
    name: 'riscv64, Sv39',
    kernel: resolveKernel({ kernel: '6.12', arch: 'riscv64', paging: 3 }),
    tables: sv39Tables(),
    root: 0x8000_1000n,
    expected: [
      { vaddr: 0x80a0_7000n, entries: 2, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x80c0_0000n, entries: 1, pages: 512, phys: 0x8860_0000n },
      { vaddr: 0xc000_0000n, entries: 1, pages: 512 * 512, phys: 0x1_4000_0000n },
      { vaddr: 0xffff_ffff_c000_0000n, entries: 1, pages: 512 * 512, phys: 0xc000_0000n },
    ],
  },
  {
    name: 's390x, 3 levels',
    kernel: resolveKernel({ kernel: '6.12', arch: 's390x' }),
    tables: s390Tables(),
    root: 0x1_0000n,
    // Index 1 of the bits 41:31, 2 and 3 of 30:20, 4 of 19:12.
    expected: [
      { vaddr: 0x8020_4000n, entries: 2, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x8030_0000n, entries: 1, pages: 256, phys: 0x8860_0000n },
    ],
  },
  {
    name: 'powerpc64, radix, pages of 64 KiB',
    kernel: resolveKernel({ kernel: '6.12', arch: 'powerpc64' }),
    tables: radixTables(),
    root: 0x1_0000n,
    // Index 1 of the bits 51:39, 2 of 38:30, 3 and 4 of 29:21, 6 of 20:16.
    expected: [
      { vaddr: 0x80_8066_0000n, entries: 2, pages: 2, phys: 0xabcd_0000n },
      { vaddr: 0x80_8080_0000n, entries: 1, pages: 32, phys: 0x8860_0000n },
    ],
  },
])('ranges of the tables of $name', ({ kernel, tables, root, expected }) => {
  const runs: EntryRun[] = [];
  const merged = mergeRuns(kernel, createGrouper(kernel), (run) => runs.push(run));
  const problem = (): void => {
    throw new Error('every table is there');
  };
  scanTables(pagesMemory(tables.pages()), kernel, root, halfRange(kernel, 'both'), { ...merged, problem });
  merged.flush();
  const mapped = runs.filter(({ group }) => group.sample.state !== 'none');
  expect(
    mapped.map(({ page, entries, pagesPerEntry, group }) => ({
      vaddr: pageAddress(kernel, page),
      entries,
      pages: entries * pagesPerEntry,
      phys: numberOf(group.sample, 'phys'),
    })),
  ).toEqual(expected);
  expect(mapped.map(({ contiguous }) => contiguous)).toEqual(expected.map(() => true));
});

// v6.12 arch/loongarch/include/asm/pgtable.h pmd_none, pud_none; mm/pgtable.c pud_init, pmd_init: an empty entry points to
// invalid_pte_table or invalid_pmd_table, by its address in the direct map.
test('tables of loongarch64 whose empty entries point to tables without entries', () => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 'loongarch64' });
  const SIZE = 0x4000;
  const DIRECT = 0x9000_0000_0000_0000n;
  const [top, noPmd, noPte, pmd, pte] = [0x10_0000n, 0x10_4000n, 0x10_8000n, 0x10_c000n, 0x11_0000n];
  const table = (
    fill: bigint,
    entries: readonly (readonly [index: number, raw: bigint])[] = [],
  ): Uint8Array => {
    const words = new BigUint64Array(SIZE / 8).fill(fill);
    for (const [index, raw] of entries) words[index] = raw;
    return new Uint8Array(words.buffer);
  };
  const tables: readonly (readonly [bigint, Uint8Array])[] = [
    [top, table(DIRECT | noPmd, [[1, DIRECT | pmd]])],
    [noPmd, table(DIRECT | noPte)],
    [noPte, table(0n)],
    [pmd, table(DIRECT | noPte, [[2, DIRECT | pte]])],
    // _PAGE_VALID, _PAGE_DIRTY, PLV 3, _CACHE_CC, _PAGE_PRESENT, _PAGE_WRITE.
    [pte, table(0n, [[3, 0x1234_4000n | 0x19fn]])],
  ];
  const memory = pagesMemory(
    tables.flatMap(([physAddr, bytes]) =>
      [0, 1, 2, 3].map((i) => ({
        physAddr: physAddr + BigInt(i * 4096),
        bytes: bytes.subarray(i * 4096, (i + 1) * 4096),
      })),
    ),
  );
  const found: [string, bigint][] = [];
  const problems: string[] = [];
  const { tables: read } = scanTables(memory, kernel, top, halfRange(kernel, 'user'), {
    entries(_, words, first, last, page) {
      for (let i = first; i < last; i++)
        if ((words[2 * i] ?? 0) !== 0)
          found.push([formatHex(pageAddress(kernel, page + i - first)), BigInt(words[2 * i] ?? 0)]);
    },
    problem: ({ text }) => problems.push(text),
  });
  // Index 1 of the bits 46:36, 2 of 35:25, 3 of 24:14.
  expect(found).toEqual([[formatHex((1n << 36n) | (2n << 25n) | (3n << 14n)), 0x1234_419fn]]);
  expect(problems).toEqual([]);
  expect([...read.values()].reduce((sum, count) => sum + count, 0)).toBe(5);
});
