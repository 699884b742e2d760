import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberOf } from '../../../src/core/entry/entry.ts';
import { openImage } from '../../../src/images/formats/open.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import type { PhysicalMemory } from '../../../src/images/memory.ts';
import { walkAddress } from '../../../src/images/walk/walk.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { stringOf } from '../../helpers/json.ts';
import { expectedState } from '../../helpers/real-states.ts';
import { arm64Tables, sv39Tables } from '../../helpers/table-builder.ts';
import {
  pagesMemory,
  readTables,
  readTruth,
  realJson,
  REAL_KERNELS,
  unpackedImage,
} from '../../helpers/real-kernels.ts';

describe.each(REAL_KERNELS)('every page of the process on $folder', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const truth = readTruth(folder);
  const { root, pages } = readTables(folder);
  let dump: PhysicalMemory;
  beforeAll(async () => {
    dump = await openImage(openFile(await unpackedImage(folder)));
  });
  afterAll(() => dump.close());

  test.each([{ from: 'vmcore.elf' }, { from: 'pagetables.bin' }])(
    '$from: the entries listed, at every level',
    ({ from }) => {
      const memory = from === 'vmcore.elf' ? dump : pagesMemory(pages);
      const cr3 = from === 'vmcore.elf' ? (memory.info.cpus[0]?.cr3 ?? 0n) : root;
      expect(truth.length).toBeGreaterThan(200);
      for (const row of truth) {
        const walk = walkAddress(memory, kernel, cr3, row.va);
        expect(walk.levels.map(({ level, entry }) => ({ level, raw: entry.raw }))).toEqual(row.entries);
        const last = walk.levels.at(-1)?.entry;
        expect(last?.level).toBe(row.leaf);
        expect({ va: row.va, made: row.state, state: last?.state }).toEqual({
          va: row.va,
          made: row.state,
          state: expectedState(row.state, name),
        });
        // The kernel's own answer for present pages: the frame number in pagemap.
        if ((row.pagemap >> 63n) & 1n) {
          expect(walk.phys).toBe((row.pagemap & ((1n << 55n) - 1n)) << 12n);
          expect(walk.pageSize).toBe(row.leaf === 'pmd' ? 0x20_0000n : 0x1000n);
          expect(walk.stop).toBeNull();
        }
      }
    },
  );

  test('the entries lie where the tables say', () => {
    for (const row of truth.slice(0, 50)) {
      const walk = walkAddress(dump, kernel, root, row.va);
      walk.levels.forEach((level, i) => {
        const before = walk.levels[i - 1];
        const above =
          (before ? numberOf(before.entry, 'phys') : null) ??
          BigInt(stringOf(realJson(folder, 'meta.json'), 'cr3_page_table'));
        expect(level.entryPhys).toBe(above + BigInt(level.index * 8));
      });
    }
  });
});

const kernel = resolveKernel({ kernel: '6.1' });

/** A top table at 0x1000, a chain of tables below it, each with the given entry at index 0. */
function chain(...entries: readonly bigint[]): PhysicalMemory {
  return pagesMemory(
    entries.map((entry, i) => {
      const bytes = new Uint8Array(4096);
      new DataView(bytes.buffer).setBigUint64(0, entry, true);
      return { physAddr: BigInt(i + 1) << 12n, bytes };
    }),
  );
}

describe('walkAddress', () => {
  // Entries by the Intel SDM vol. 3A, 4.5: bit 0 present, bit 7 page size.
  test.each([
    { name: '4 KiB', entries: [0x2067n, 0x3067n, 0x4067n, 0x5067n], size: 0x1000n, phys: 0x5abcn },
    { name: '2 MiB', entries: [0x2067n, 0x3067n, 0x6000e7n], size: 0x20_0000n, phys: 0x600abcn },
    { name: '1 GiB', entries: [0x2067n, 0x80000_00e7n], size: 0x4000_0000n, phys: 0x80000_0abcn },
  ])('$name pages', ({ entries, size, phys }) => {
    const walk = walkAddress(chain(...entries), kernel, 0x1000n, 0xabcn);
    expect(walk).toMatchObject({ phys, pageSize: size, stop: null });
    expect(walk.levels.length).toBe(entries.length);
  });

  test('CR3 may come with its low bits, and entries with an encryption bit', () => {
    const c = 1n << 51n;
    const encrypted = resolveKernel({ kernel: '6.1', encBit: 51 });
    const memory = chain(0x2067n | c, 0x3067n | c, 0x4067n | c, 0x5067n | c);
    expect(walkAddress(memory, encrypted, 0x1801n | c, 0n).phys).toBe(0x5000n);
  });

  test('five levels', () => {
    const five = resolveKernel({ kernel: '6.1', paging: 5 });
    const walk = walkAddress(chain(0x2067n, 0x3067n, 0x4067n, 0x5067n, 0x6067n), five, 0x1000n, 0x123n);
    expect(walk.phys).toBe(0x6123n);
    expect(walk.levels.map(({ level }) => level)).toEqual(['pgd', 'p4d', 'pud', 'pmd', 'pte']);
    const high = walkAddress(chain(0x2067n), five, 0x1000n, (1n << 48n) | 0x123n);
    expect(high.levels[0]?.index).toBe(1);
  });

  test('where it stops, and why', () => {
    const stop = (entries: bigint[], vaddr = 0n) =>
      walkAddress(chain(...entries), kernel, 0x1000n, vaddr).stop;
    expect(stop([0x2067n, 0n])).toEqual({ level: 'pud', reason: 'none', text: 'the pud entry is empty' });
    expect(stop([0x2067n, 0x3067n, 0x4067n, 0x0fffffffffdb9600n])).toMatchObject({
      level: 'pte',
      reason: 'swap',
    });
    expect(stop([0x2067n, 0x9067n])).toEqual({
      level: 'pmd',
      reason: 'unreadable',
      text: 'the pmd entry at 0x9000 cannot be read: not in the image',
    });
    expect(stop([0x2067n], 0x8000_0000_0000n)).toMatchObject({ level: null, reason: 'not-canonical' });
  });

  test('a table that points at itself ends after the levels', () => {
    const walk = walkAddress(chain(0x1067n), kernel, 0x1000n, 0n);
    expect(walk.levels.length).toBe(4);
    expect(walk.phys).toBe(0x1000n);
  });

  test('any tables and addresses end', () => {
    const word = fc.oneof(
      fc.bigInt(0n, (1n << 64n) - 1n),
      fc.nat(5).map((n) => (BigInt(n) << 12n) | 0x67n),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.bigInt(0n, (1n << 64n) - 1n),
        word,
        (words, vaddr, root) => {
          for (const address of [0n, vaddr])
            expect(walkAddress(chain(...words), kernel, root, address).levels.length).toBeLessThan(5);
        },
      ),
      { seed: 9, numRuns: 1500 },
    );
  });
});

describe.each([
  {
    name: 'arm64, 4 KiB granule, 4 levels',
    kernel: resolveKernel({ kernel: '6.12', arch: 'arm64' }),
    memory: pagesMemory(arm64Tables().pages()),
    root: 0x4000_1000n,
    walks: [
      // Indices 255, 3, 5, 7 of the bits 47:39, 38:30, 29:21, 20:12.
      { va: 0x7f80_c0a0_7123n, indices: [255, 3, 5, 7], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x7f80_c0d2_3456n, indices: [255, 3, 6], phys: 0x8872_3456n, size: 0x20_0000n },
      { va: 0x7f81_3456_789an, indices: [255, 4], phys: 0x1_7456_789an, size: 0x4000_0000n },
      // Of the kernel's half the tables behind TTBR1 have the same shape.
      { va: 0xffff_7f80_c0a0_7123n, indices: [255, 3, 5, 7], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x7f80_c0a0_9000n, indices: [255, 3, 5, 9], phys: null, size: null },
      { va: 0x1000n, indices: [0], phys: null, size: null },
    ],
    refused: 0x0001_0000_0000_0000n,
  },
  {
    name: 'riscv64, Sv39',
    kernel: resolveKernel({ kernel: '6.12', arch: 'riscv64', paging: 3 }),
    memory: pagesMemory(sv39Tables().pages()),
    root: 0x8000_1000n,
    walks: [
      { va: 0x80a0_7123n, indices: [2, 5, 7], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x80d2_3456n, indices: [2, 6], phys: 0x8872_3456n, size: 0x20_0000n },
      { va: 0xc123_4567n, indices: [3], phys: 0x1_4123_4567n, size: 0x4000_0000n },
      // Bits 63:39 have to equal bit 38.
      { va: 0xffff_ffff_c123_4567n, indices: [511], phys: 0xc123_4567n, size: 0x4000_0000n },
      { va: 0x80a0_9000n, indices: [2, 5, 9], phys: null, size: null },
    ],
    refused: 0x7f_ffff_f000n,
  },
])('tables after the description of $name', ({ kernel, memory, root, walks, refused }) => {
  test.each(walks)('$va', ({ va, indices, phys, size }) => {
    const walk = walkAddress(memory, kernel, root, va);
    expect(walk.levels.map(({ index }) => index)).toEqual(indices);
    expect([walk.phys, walk.pageSize]).toEqual([phys, size]);
    const last = walk.levels.at(-1)?.entry;
    expect(last?.state).toBe(phys === null ? 'none' : 'present');
    // Nothing in the descriptors is left unexplained.
    for (const { entry } of walk.levels) expect([entry.unknown, entry.notes]).toEqual([0n, []]);
  });

  test('an address that the CPU refuses', () => {
    expect(walkAddress(memory, kernel, root, refused).stop?.reason).toBe('not-canonical');
  });
});

// The kernel makes swap entries of pages of processes alone: v6.12 mm/vmscan.c shrink_folio_list, mm/rmap.c try_to_unmap_one.
test.each([
  { raw: 0x07ff_ffff_ffdb_9600n, said: /^the pte entry is not present: swap, which no kernel has/ },
  { raw: 0xffff_ffff_ffff_fa00n, said: /^the pte entry is not present: pte-marker, which no kernel has/ },
  { raw: 0x1234_5062n, said: /^the pte entry is of a page of the kernel that is not mapped/ },
])('an address of the kernel whose pte is $raw', ({ raw, said }) => {
  const tables = [0x2063n, 0x3063n, 0x4063n, raw].map((entry, at) => {
    const words = new BigUint64Array(512);
    words[at === 0 ? 256 : 0] = entry;
    return { physAddr: BigInt(0x1000 * (at + 1)), bytes: new Uint8Array(words.buffer) };
  });
  const kernel = resolveKernel({ kernel: '6.12' });
  expect(walkAddress(pagesMemory(tables), kernel, 0x1000n, 0xffff_8000_0000_0000n).stop?.text).toMatch(said);
});
