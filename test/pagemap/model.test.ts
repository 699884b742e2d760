import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { LEVELS } from '../../src/core/rows/layout.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { pagemapKernel } from '../../src/pagemap/capture/kernel.ts';
import { createPagemapModel, decodePagemap, NOT_READ_SLOT, PAGEMAP_STATES } from '../../src/pagemap/model.ts';
import { factsOf } from '../helpers/facts.ts';
import { modelOf } from '../helpers/pagemap.ts';
import { type FixtureRow, hex, readFixture, REAL_KERNELS } from '../helpers/realkernel.ts';

/** What pagemap must say of a page, by the name of how it was made (test/fixtures/realkernel/README.md). */
function expected(made: string, kernel: string): string {
  if (made === 'swapin_error') return kernel === 'debian-6.1' ? 'swapin-error' : 'pte-marker:poisoned';
  // "pagemap says nothing about PCI mappings", "hugetlb markers and memory-failure entries have no swap bit"
  if (/^pfnmap|^hugetlb_hwpoison|^hugetlb_uffd_poison/.test(made)) return 'none';
  if (/^none|^uffdwp_anon_zapped$/.test(made)) return 'none';
  if (/^guard_marker/.test(made)) return 'pte-marker:guard';
  if (/^uffd_poison_marker/.test(made)) return 'pte-marker:poisoned';
  if (/uffdwp_marker/.test(made)) return 'pte-marker:uffd_wp';
  if (/^hwpoison/.test(made)) return 'hwpoison';
  if (/migration/.test(made)) return 'migration';
  return /swapped/.test(made) ? 'swap' : 'present';
}

/** Pages whose entry has the uffd_wp bit or marker. */
const PROTECTED =
  /^(uffdwp_(anon_(present|protnone|swapped)|shmem_present|zero_page|marker.*)|thp_(pte_mapped_)?uffdwp|hugetlb_uffdwp.*|uffd_rwp.*)$/;

const PAGE_OF_TABLE = 511n;

function leafOf(row: FixtureRow): { raw: bigint; level: (typeof LEVELS)[number] } | undefined {
  const level = LEVELS.find((name) => name === row.get('leaf'));
  const raw = level && hex(row, level);
  return level === undefined || raw === undefined ? undefined : { raw, level };
}

describe.each([...REAL_KERNELS, { folder: '6.18.44-native', kernel: '6.18' }])(
  'pages of $folder decode to how they were made',
  ({ folder, kernel }) => {
    const model = modelOf(kernel);
    test.each(
      readFixture(folder, 'ground-truth.jsonl').map((row) => ({
        row,
        name: `${row.get('region')} ${row.get('page')}: ${row.get('state')}`,
      })),
    )('$name', ({ row }) => {
      const made = String(row.get('state'));
      const entry = decodePagemap(model, hex(row, 'pagemap') ?? -1n);
      expect(entry.label).toBe(expected(made, kernel));
      expect(entry.flags.filter((name) => name.startsWith('bit_'))).toEqual([]);
      expect(entry.flags.includes('uffd_wp')).toBe(PROTECTED.test(made));
      expect(entry.flags.includes('guard')).toBe(/^guard/.test(made));
      expect(entry.huge).toBe(/^hugetlb_uffdwp_marker/.test(made));
    });
  },
);

describe.each(REAL_KERNELS)('pagemap and raw entries of $folder agree', ({ folder, kernel: name }) => {
  const kernel = resolveKernel({ kernel: name });
  const model = createPagemapModel(kernel);
  const rows = readFixture(folder, 'ground-truth.jsonl').map((row) => ({
    row, address: hex(row, 'va') ?? 0n, made: String(row.get('state')),
  })); // prettier-ignore
  const migrations = readFixture(folder, 'migration.jsonl').map((row) => ({
    row, address: hex(row, 'va') ?? 0n, made: String(row.get('state')),
  })); // prettier-ignore

  test.each([...rows, ...migrations].filter(({ made }) => !/^hugetlb|^pfnmap/.test(made)))(
    '$made at $address',
    ({ row, address }) => {
      const leaf = leafOf(row);
      if (!leaf) throw new Error('row without a raw entry');
      const entry = decodePagemap(model, hex(row, 'pagemap') ?? -1n);
      const pte = factsOf(decodeEntry(kernel, leaf.raw, { level: leaf.level }));
      const state = pte.state === 'protnone' ? 'present' : pte.state === 'table' ? 'none' : pte.state;
      expect(entry.state).toBe(state);
      if (pte.swap) {
        expect(entry.swap?.type).toBe(pte.swap.type);
        expect(entry.swap?.name).toBe(pte.swap.name);
      }
      // pagemap shows the offset of a migration entry without young and dirty: its frame number.
      if (pte.state === 'migration') expect(entry.swap?.offset).toBe(pte.pfn);
      else if (pte.swap) expect(entry.swap?.offset).toBe(pte.swap.offset);
      const index = leaf.level === 'pmd' && pte.pfn !== null ? (address >> 12n) & PAGE_OF_TABLE : 0n;
      expect(entry.pfn).toBe(pte.pfn === null ? null : pte.pfn + index);
    },
  );
});

describe('releases', () => {
  // Kernel documentation, admin-guide/mm/pagemap.rst: 56 since 4.2, 61 since 3.5; 57 absent in 5.12.9, present in 5.14.2
  const cases = [
    { kernel: '4.14', bit: 57, name: 'bit_57' },
    { kernel: '5.11', bit: 57, name: 'bit_57' },
    { kernel: '5.14', bit: 57, name: 'uffd_wp' },
    { kernel: '6.14', bit: 58, name: 'bit_58' },
    { kernel: '6.15', bit: 58, name: 'guard' },
    { kernel: '4.14', bit: 56, name: 'exclusive' },
    { kernel: '4.14', bit: 55, name: 'soft_dirty' },
    { kernel: '7.3', bit: 59, name: 'bit_59' },
    { kernel: '7.3', bit: 61, name: 'file' },
  ];
  test.each(cases)('bit $bit of $kernel is $name', ({ kernel, bit, name }) => {
    expect(decodePagemap(modelOf(kernel), (1n << 63n) | (1n << BigInt(bit))).flags).toEqual([name]);
  });

  test('before 3.11 bits 55-60 are the page shift and no flags', () => {
    const old = createPagemapModel(pagemapKernel({ kernel: '3.10' }));
    // kernel documentation of 3.10: present page 0x1234 of 4 KiB, mapped from a file
    const entry = decodePagemap(old, 0xa600_0000_0000_1234n);
    expect(entry).toMatchObject({ state: 'present', flags: ['file'], pfn: 0x1234n });
  });

  // numbers of the special types: Debian's 6.1, 6.12 and 7.3, as their own headers give them
  const types = [
    { kernel: 'debian-6.1', word: 0x4200_0000_0000_003en, label: 'pte-marker:uffd_wp' },
    { kernel: 'debian-6.12', word: 0x4200_0000_0000_003en, label: 'migration' },
    { kernel: 'debian-7.3', word: 0x4200_0000_0000_003en, label: 'device-exclusive' },
    { kernel: 'debian-7.3', word: 0x4000_0000_0000_007cn, label: 'device-private' },
    { kernel: '6.13', word: 0x4000_0000_0000_009fn, label: 'pte-marker:guard' },
    { kernel: '6.12', word: 0x4000_0000_0000_009fn, label: 'pte-marker:bit_2' },
  ];
  test.each(types)('$label on $kernel', ({ kernel, word, label }) => {
    expect(decodePagemap(modelOf(kernel), word).label).toBe(label);
  });
});

describe('numbers that the kernel hid', () => {
  const model = modelOf('debian-7.3');
  test('a swapped page is not called swap', () => {
    expect(decodePagemap(model, 0x4080_0000_0000_0000n, true)).toMatchObject({
      state: 'hidden',
      swap: null,
      pfn: null,
    });
    expect(decodePagemap(model, 0x4480_0000_0000_0000n, true).label).toBe('pte-marker:guard');
    expect(decodePagemap(model, 0x8180_0000_0000_0000n, true)).toMatchObject({ state: 'present', pfn: null });
  });
  test('the same words, not hidden', () => {
    expect(decodePagemap(model, 0x4080_0000_0000_0000n)).toMatchObject({
      state: 'swap',
      swap: { type: 0, offset: 0n },
    });
  });
});

test('any word decodes on any kernel, and every bit is accounted for', () => {
  const models = ['4.14', '5.11', 'debian-6.1', 'debian-6.12', 'debian-7.3'].map(modelOf);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(...models), (raw, model) => {
      const entry = decodePagemap(model, raw);
      expect(PAGEMAP_STATES).toContain(entry.state);
      const named = entry.flags.map((name) => {
        const bit = name.startsWith('bit_')
          ? Number(name.slice(4))
          : model.flags.find((row) => row.short === name)?.lo;
        return 1n << BigInt(bit ?? -1);
      });
      const flags = named.reduce((mask, bit) => mask | bit, 0n);
      expect(flags).toBe(raw & (0x7fn << 55n));
    }),
  );
});

test('pages that were not read have a state of their own', () => {
  expect(modelOf('7.3').describe(NOT_READ_SLOT, false).state).toBe('not-read');
});
