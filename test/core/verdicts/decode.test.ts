import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { type Level, LEVELS } from '../../../src/core/rows/layout.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { swapFieldMask } from '../../../src/core/entry/shapes.ts';
import type { State } from '../../../src/core/entry/state.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { PROFILES, RELEASES } from '../../../src/kernel/profiles.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { factsOf, whole } from '../../helpers/facts.ts';
import { type FixtureRow, hex, readFixture, REAL_KERNELS } from '../../helpers/realkernel.ts';

/** What an entry is when its page was brought into a state of the fixtures. */
function expectedState(made: string, kernel: string): State {
  if (/^none|_zapped$/.test(made) && !made.includes('marker')) return 'none';
  if (made === 'swapin_error') return kernel === 'debian-6.1' ? 'swapin-error' : 'pte-marker';
  if (/marker/.test(made)) return 'pte-marker';
  if (/^hwpoison|_hwpoison$/.test(made)) return 'hwpoison';
  if (/_swapped/.test(made)) return 'swap';
  if (/protnone|_protnone$|^uffd_rwp_anon_present$/.test(made)) return 'protnone';
  return 'present';
}

function levelOf(text: string | number | undefined): Level {
  const level = LEVELS.find((known) => known === text);
  if (!level) throw new Error(`no level: ${String(text)}`);
  return level;
}

/** Bits 0-54 of a pagemap word. */
const pagemapNumber = (word: bigint): bigint => word & ((1n << 55n) - 1n);

describe.each(REAL_KERNELS)('entries made by $kernel', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const rows = readFixture(folder, 'ground-truth.jsonl');
  const leafOf = (row: FixtureRow) => {
    const level = levelOf(row.get('leaf'));
    const raw = hex(row, level) ?? 0n;
    const entry = decodeEntry(kernel, raw, { level, others: otherKernels() });
    return { level, raw, entry: { ...factsOf(entry), notes: entry.notes } };
  };

  test('each leaf decodes to the state its page was made in', () => {
    const wrong = rows.flatMap((row) => {
      const { raw, entry } = leafOf(row);
      const made = String(row.get('state'));
      const wanted = expectedState(made, name);
      return entry.state === wanted ? [] : [`${made}: ${raw.toString(16)} is ${entry.state}, not ${wanted}`];
    });
    expect(rows.length).toBeGreaterThan(250);
    expect(wrong).toEqual([]);
  });

  test('frame number, swap type and offset are those of the pagemap word', () => {
    const wrong = rows.flatMap((row) => {
      const { level, entry } = leafOf(row);
      const word = hex(row, 'pagemap') ?? 0n;
      const index = level === 'pmd' ? ((hex(row, 'va') ?? 0n) >> 12n) & 511n : 0n;
      const present = (word >> 63n) & 1n;
      const swapped = (word >> 62n) & 1n;
      if (present && entry.pfn !== pagemapNumber(word) - index) return [`${[...row]}: pfn ${entry.pfn}`];
      if (swapped) {
        const type = Number(word & 31n);
        const offset = pagemapNumber(word) >> 5n;
        if (entry.swap?.type !== type || entry.swap.offset !== offset)
          return [`${[...row]}: ${entry.swap?.type}:${entry.swap?.offset}`];
      }
      return [];
    });
    expect(wrong).toEqual([]);
  });

  test('the userfaultfd bit of pagemap (57) and soft-dirty (55) are those of the entry', () => {
    const wrong = rows.flatMap((row) => {
      const { entry } = leafOf(row);
      const word = hex(row, 'pagemap') ?? 0n;
      const uffd = ((word >> 57n) & 1n) === 1n;
      const soft = ((word >> 55n) & 1n) === 1n;
      const isWrong =
        entry.short.includes('uffd_wp') !== uffd || (entry.short.includes('soft_dirty') && !soft);
      return isWrong ? [`${[...row]}: ${entry.short}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test('upper entries on the way down are tables, and nothing odd is noted about any entry', () => {
    for (const row of rows) {
      const { level, raw, entry } = leafOf(row);
      for (const upper of LEVELS.slice(0, LEVELS.indexOf(level))) {
        const value = hex(row, upper);
        if (value === undefined) continue;
        const table = decodeEntry(kernel, value, { level: upper });
        expect([table.state, table.notes.map((note) => note.code), table.unknown]).toEqual(['table', [], 0n]);
      }
      const odd = entry.notes.filter(
        (note) => !['other-kernels', 'rwp-or-protnone-uffd', 'swap-at-level'].includes(note.code),
      );
      expect([raw, odd, entry.unknown, entry.reserved]).toEqual([raw, [], 0n, 0n]);
    }
  });

  test('migration entries caught in flight keep frame, young and dirty', () => {
    for (const row of readFixture(folder, 'migration.jsonl')) {
      const raw = hex(row, 'pte') ?? 0n;
      const entry = factsOf(decodeEntry(kernel, raw, { level: 'pte' }));
      const before = factsOf(decodeEntry(kernel, hex(row, 'pte_before') ?? 0n));
      if (row.get('state') !== 'migration_entry') continue;
      const word = hex(row, 'pagemap') ?? 0n;
      expect(entry.state).toBe('migration');
      expect(entry.pfn).toBe(hex(row, 'old_pfn'));
      expect(entry.pfn).toBe(pagemapNumber(word) >> 5n);
      expect(BigInt(entry.swap?.type ?? -1)).toBe(word & 31n);
      expect(entry.young).toBe(before.short.includes('accessed'));
      expect(entry.dirty).toBe(before.short.includes('dirty') || before.short.includes('saved_dirty'));
    }
  });

  test('entries corrupted on purpose decode, and read back bit for bit', () => {
    const written = readFixture(folder, 'events.jsonl').filter(
      (row) => row.get('kind') === 'corrupted_entry',
    );
    expect(written.length).toBeGreaterThan(20);
    for (const row of written) {
      const raw = hex(row, 'written') ?? 0n;
      const level = levelOf(row.get('level'));
      const entry = factsOf(decodeEntry(kernel, raw, { level }));
      expect(encodeEntry(kernel, entry)).toBe(raw);
      const word = hex(row, 'pagemap');
      if (word === undefined || level !== 'pte' || !((word >> 62n) & 1n)) continue;
      expect(BigInt(entry.swap?.type ?? -1)).toBe(word & 31n);
      // pagemap strips young and dirty of migration entries: the frame number remains.
      const number = entry.state === 'migration' ? entry.pfn : entry.swap?.offset;
      expect((number ?? 0n) & ((1n << 50n) - 1n)).toBe(pagemapNumber(word) >> 5n);
    }
  });
});

const SPECS = [
  ...PROFILES.map((profile) => profile.name),
  ...RELEASES,
  'debian-6.12,CONFIG_DEVICE_PRIVATE=y,paging=5',
  'debian-7.3,enc-bit=47',
  'debian-7.3,enc-bit=51,paging=5,CPU_SHADOW_STACK=y',
  '6.1,phys-mask=0x3fffffffff',
  'uffd-wp-special,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
  'uffd-wp-special,CONFIG_USERFAULTFD=n,CONFIG_MEM_SOFT_DIRTY=n',
  '6.6,CONFIG_X86_INTEL_MEMORY_PROTECTION_KEYS=n,CONFIG_ARCH_HAS_PTE_DEVMAP=n',
  '5.18,CONFIG_MIGRATION=n,CONFIG_MEMORY_FAILURE=n',
  '4.15,L1TF_LAYOUT=y',
].map((kernel) => resolveKernel({ kernel }));

/** Any value, with those that are near the borders of the forms as likely as the rest. */
const anyRaw = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc.bigInt({ min: 0n, max: 0xfffn }),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((value) => value & ~0x101n),
  fc
    .tuple(
      fc.integer({ min: 0, max: 31 }),
      fc.bigInt({ min: 0n, max: 0xffn }),
      fc.integer({ min: 0, max: 255 }),
    )
    .map(
      ([type, offset, low]) => (BigInt(type) << 59n) | ((((1n << 50n) - 1n) ^ offset) << 9n) | BigInt(low),
    ),
);
const KERNELS = new Map(SPECS.map((kernel) => [kernel.id, kernel]));
const anyKernel = fc.constantFrom(...KERNELS.keys());

function kernelOf(id: string): Kernel {
  const kernel = KERNELS.get(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return kernel;
}
const anyLevel = fc.constantFrom(...LEVELS);

/** The bits that an entry's fields account for, each part by itself. */
function parts(kernel: Kernel, raw: bigint, level: Level): bigint[] {
  const entry = decodeEntry(kernel, raw, { level });
  const field = entry.form === 'swap' ? swapFieldMask(kernel.swapAt(level)) : (entry.shape.frame?.mask ?? 0n);
  const flagMask = kernel
    .form(level, entry.form)
    .rows.filter((row) => row.kind === 'flag' && (row.mask & field) === 0n)
    .reduce((mask, row) => mask | (raw & row.mask), 0n);
  return [flagMask, entry.reserved, entry.unknown, raw & field];
}

describe('any value, kernel and level', () => {
  test('decodes, and encodes to itself', () => {
    fc.assert(
      fc.property(anyKernel, anyRaw, anyLevel, (id, raw, level) => {
        const kernel = kernelOf(id);
        const entry = decodeEntry(kernel, raw, { level, others: otherKernels() });
        expect(encodeEntry(kernel, factsOf(entry))).toBe(raw);
      }),
      { numRuns: 4000 },
    );
  });

  test('every set bit is in exactly one part', () => {
    fc.assert(
      fc.property(anyKernel, anyRaw, anyLevel, (id, raw, level) => {
        const masks = parts(kernelOf(id), raw, level);
        expect(masks.reduce((all, mask) => all | mask, 0n)).toBe(raw);
        expect(masks.reduce((sum, mask) => sum + mask, 0n)).toBe(raw);
      }),
      { numRuns: 4000 },
    );
  });

  test('flipping an unknown bit changes nothing but raw and unknown', () => {
    fc.assert(
      fc.property(anyKernel, anyRaw, anyLevel, fc.nat({ max: 63 }), (id, raw, level, n) => {
        const kernel = kernelOf(id);
        const bit = 1n << BigInt(n);
        const set = decodeEntry(kernel, raw | bit, { level, others: otherKernels() });
        fc.pre((set.unknown & bit) !== 0n);
        const clear = decodeEntry(kernel, raw & ~bit, { level, others: otherKernels() });
        expect(whole(clear, { raw: set.raw, unknown: clear.unknown | bit })).toEqual(whole(set));
      }),
      { numRuns: 400 },
    );
  });

  test('what is no unsigned 64-bit value is refused', () => {
    const [kernel] = SPECS;
    if (!kernel) throw new Error('no kernel');
    expect(() => decodeEntry(kernel, -1n)).toThrow(RangeError);
    expect(() => decodeEntry(kernel, 1n << 64n)).toThrow(RangeError);
  });
});
