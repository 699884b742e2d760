import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { countEntries } from '../../../src/images/scan/entry-counter.ts';
import { mergeRuns, type EntryRun } from '../../../src/images/scan/entry-runs.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const pte = { level: 'pte', shift: 12, indexBits: 9 } as const;
const wordsOf = (entries: readonly bigint[]) => new Int32Array(BigUint64Array.from(entries).buffer);

function runsOf(entries: readonly bigint[], cuts: readonly number[] = []): EntryRun[] {
  const runs: EntryRun[] = [];
  const merged = mergeRuns(kernel, createGrouper(kernel), (run) => runs.push(run));
  const words = wordsOf(entries);
  const borders = [...new Set([0, ...cuts.filter((cut) => cut < entries.length), entries.length])].sort(
    (a, b) => a - b,
  );
  borders.slice(1).forEach((last, i) => {
    const first = borders[i] ?? 0;
    merged.entries(pte, words, first, last, 1000 + first);
  });
  merged.flush();
  return runs;
}

const PRESENT = 0x8000000000000067n;
const frame = (n: number) => PRESENT | (BigInt(n) << 12n);
/** Type 1, slot n: the offset is stored inverted from bit 9 on (v4.19 arch/x86/include/asm/pgtable_64.h). */
const slot = (n: number) => (1n << 59n) | ((~BigInt(n) & ((1n << 50n) - 1n)) << 9n);

describe('mergeRuns', () => {
  test.each([
    { name: 'frames that run on', entries: [frame(5), frame(6), frame(7)], contiguous: true },
    { name: 'frames across 2^20', entries: [frame(0xfffff), frame(0x100000)], contiguous: true },
    { name: 'frames that begin anew at 2^20', entries: [frame(0xfffff), frame(0)], contiguous: false },
    { name: 'frames that do not', entries: [frame(5), frame(7), frame(6)], contiguous: false },
    { name: 'slots that run on', entries: [slot(0x1ffffff), slot(0x2000000)], contiguous: true },
    { name: 'slots that do not', entries: [slot(3), slot(2)], contiguous: false },
    {
      name: 'markers, which have neither',
      entries: [0xfffffffffffffc00n, 0xfffffffffffffc00n],
      contiguous: false,
    },
  ])('$name', ({ entries, contiguous }) => {
    expect(runsOf(entries)).toMatchObject([
      { page: 1000, entries: entries.length, raw: entries[0], contiguous },
    ]);
  });

  // Arm ARM DDI 0406 B3.5.1: 16 equal entries, aligned, map 16 MiB; bits 31:24 are those of the address.
  test.each([
    { name: 'one supersection', frames: [0x42], contiguous: true },
    { name: 'supersections that run on', frames: [0x42, 0x43], contiguous: true },
    { name: 'supersections that do not', frames: [0x42, 0x44], contiguous: false },
    { name: 'one supersection twice', frames: [0x42, 0x42], contiguous: false },
  ])('arm: $name', ({ frames, contiguous }) => {
    const arm = resolveKernel({ arch: 'arm', kernel: '6.12', paging: 2 });
    const runs: EntryRun[] = [];
    const merged = mergeRuns(arm, createGrouper(arm), (run) => runs.push(run));
    const entries = frames.flatMap((at) => Array.from({ length: 16 }, () => (BigInt(at) << 24n) | 0x4_0c0en));
    const sections = { level: 'pgd', shift: 20, indexBits: 12 } as const;
    merged.entries(sections, wordsOf(entries), 0, entries.length, 0x1000);
    merged.flush();
    expect(runs).toMatchObject([{ page: 0x1000, entries: entries.length, raw: entries[0], contiguous }]);
  });

  test.each([
    { name: 'one frame', entries: [frame(5), frame(5), frame(5)], equal: true },
    { name: 'another at the end', entries: [frame(5), frame(5), frame(6)], equal: false },
    { name: 'another after the first', entries: [frame(5), frame(6), frame(5)], equal: false },
  ])('whether all entries are equal: $name', ({ entries, equal }) => {
    for (const cuts of [[], [1], [2], [1, 2]])
      expect(runsOf(entries, cuts)).toMatchObject([{ entries: 3, equal }]);
  });

  // Arm ARM DDI 0487, D8.3: with DS (LPA2) bits 9:8 of an entry are bits 51:50 of the address; with 64 KiB pages and 52 bits bits
  // 15:12 are bits 51:48.
  test.each([
    {
      name: 'that run on',
      pages: '4K',
      frames: [0x42e2_0000n, 0x42e2_1000n, 0x42e2_2000n],
      contiguous: true,
    },
    {
      name: 'that run on, high',
      pages: '4K',
      frames: [0xc_0000_42e2_0000n, 0xc_0000_42e2_1000n],
      contiguous: true,
    },
    { name: 'that do not', pages: '4K', frames: [0x42e2_0000n, 0x42e2_2000n], contiguous: false },
    {
      name: 'of two parts',
      pages: '4K',
      frames: [0x4_0000_42e2_0000n, 0x8_0000_42e2_1000n],
      contiguous: false,
    },
    {
      name: 'that run on',
      pages: '64K',
      frames: [0xf_0000_42e2_0000n, 0xf_0000_42e3_0000n],
      contiguous: true,
    },
    {
      name: 'that do not',
      pages: '64K',
      frames: [0xf_0000_42e2_0000n, 0xe_0000_42e3_0000n],
      contiguous: false,
    },
  ])('arm64 with addresses of 52 bits, pages of $pages: frames $name', ({ pages, frames, contiguous }) => {
    const is64K = pages === '64K';
    const symbols = is64K
      ? 'ARM64_64K_PAGES=y,ARM64_PA_BITS_52=y'
      : 'ARM64_VA_BITS_52=y,ARM64_PA_BITS_52=y,ARM64_LPA2=y';
    const arm64 = resolveKernel({ arch: 'arm64', kernel: `6.12,${symbols}` });
    const runs: EntryRun[] = [];
    const merged = mergeRuns(arm64, createGrouper(arm64), (run) => runs.push(run));
    const entries = frames.map((phys) =>
      is64K
        ? (phys & 0xffff_ffff_0000n) | ((phys >> 48n) << 12n) | 0x60_0000_0000_0703n
        : (phys & 0x3_ffff_ffff_f000n) | ((phys >> 50n) << 8n) | 0x60_0000_0000_0403n,
    );
    const ptes = arm64.levels.find(({ level }) => level === 'pte');
    if (ptes) merged.entries(ptes, wordsOf(entries), 0, entries.length, 0x1000);
    merged.flush();
    expect(runs).toMatchObject([{ entries: entries.length, raw: entries[0], contiguous }]);
  });

  test('a gap in the addresses ends a run', () => {
    const runs: EntryRun[] = [];
    const merged = mergeRuns(kernel, createGrouper(kernel), (run) => runs.push(run));
    const words = wordsOf([frame(1), frame(2)]);
    merged.entries(pte, words, 0, 1, 10);
    merged.entries(pte, words, 1, 2, 12);
    merged.flush();
    expect(runs.map((run) => run.page)).toEqual([10, 12]);
  });

  test('a run ends at borders that are asked for', () => {
    const runs: EntryRun[] = [];
    const merged = mergeRuns(
      kernel,
      createGrouper(kernel),
      (run) => runs.push(run),
      (page) => (page < 12 ? 12 : Infinity),
    );
    merged.entries(pte, wordsOf([1, 2, 3, 4, 5].map(frame)), 0, 5, 10);
    merged.flush();
    expect(runs).toMatchObject([
      { page: 10, entries: 2, raw: frame(1), contiguous: true },
      { page: 12, entries: 3, raw: frame(3), contiguous: true },
    ]);
  });

  test('runs and counts agree with one entry at a time, wherever tables end', () => {
    const entry = fc.oneof(
      fc.nat(3).map((n) => frame(n)),
      fc.nat(3).map((n) => slot(n + 1)),
      fc.constantFrom(0n, 0x25n, 0xfffffffffffffc00n, 0x20n),
    );
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        (entries, cuts) => {
          const runs = runsOf(entries, cuts);
          expect(runs.reduce((sum, run) => sum + run.entries, 0)).toBe(entries.length);
          let at = 0;
          for (const run of runs) {
            for (let i = 0; i < run.entries; i++)
              expect(((entries[at + i] ?? 0n) ^ run.raw) & run.group.mask).toBe(0n);
            const next = entries[at + run.entries];
            if (next !== undefined) expect((next ^ run.raw) & run.group.mask).not.toBe(0n);
            at += run.entries;
          }
          const grouper = createGrouper(kernel);
          const counter = countEntries(grouper);
          counter.entries(pte, wordsOf(entries), 0, entries.length, 0);
          for (const group of grouper.groups) {
            const expected = entries.filter((raw) => ((raw ^ group.sample.raw) & group.mask) === 0n).length;
            expect(counter.counts[group.id]).toBe(expected);
          }
        },
      ),
      { seed: 13, numRuns: 500 },
    );
  });
});
