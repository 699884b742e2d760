import { describe, expect, test } from '@jest/globals';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import type { EncodeFields } from '../../../src/core/encode/encode-fields.ts';
import type { PteDecodeError } from '../../../src/core/errors.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { readVectors, VECTOR_SETS, type VectorRow } from '../../helpers/vectors.ts';

/** Entries of the fact sheet and the vectors' tables: kernel, fields, the value that the kernel makes of them. */
const MADE: readonly { name: string; kernel: string; fields: EncodeFields; raw: bigint }[] = [
  {
    name: 'type 1 offset 0x1234',
    kernel: '6.1',
    fields: { state: 'swap', swap: { type: 1, offset: 0x1234n } },
    raw: 0x0fffffffffdb9600n,
  },
  {
    name: 'type 5 offset 0x1234',
    kernel: '5.11',
    fields: { state: 'swap', swap: { type: 5, offset: 0x1234n } },
    raw: 0x2fffffffffdb9600n,
  },
  {
    name: 'type 1 offset 0x1234 before L1TF',
    kernel: '4.18',
    fields: { state: 'swap', swap: { type: 1, offset: 0x1234n } },
    raw: 0x048d0200n,
  },
  {
    name: 'all three flags',
    kernel: '6.1',
    fields: {
      state: 'swap',
      swap: { type: 1, offset: 0x1234n },
      flags: ['soft_dirty', 'uffd_wp', '_PAGE_SWP_EXCLUSIVE'],
    },
    raw: 0x0fffffffffdb960en,
  },
  {
    name: 'a page by an address within it',
    kernel: '6.12',
    fields: { state: 'present', phys: 0x2bcb867n, flags: ['present'] },
    raw: 0x2bcb001n,
  },
  {
    name: 'uffd-wp marker of 6.1',
    kernel: 'debian-6.1',
    fields: { state: 'pte-marker', marker: 1n },
    raw: 0xf7fffffffffffc00n,
  },
  {
    name: 'uffd-wp marker of 6.12',
    kernel: 'debian-6.12',
    fields: { state: 'pte-marker', marker: 1n },
    raw: 0xfffffffffffffc00n,
  },
  {
    name: 'guard marker',
    kernel: 'debian-7.3',
    fields: { state: 'pte-marker', marker: 4n },
    raw: 0xfffffffffffff600n,
  },
  {
    name: 'hwpoison of 6.1',
    kernel: 'debian-6.1',
    fields: { state: 'hwpoison', pfn: 0x29e4n },
    raw: 0xd7ffffffffac3600n,
  },
  {
    name: 'hwpoison of 7.3',
    kernel: 'debian-7.3',
    fields: { state: 'hwpoison', pfn: 0x329bn },
    raw: 0xc7ffffffff9ac800n,
  },
  {
    name: 'migration read of 6.1',
    kernel: 'debian-6.1',
    fields: { state: 'migration', pfn: 0x12345n },
    raw: 0xdffffffffdb97400n,
  },
  {
    name: 'migration read exclusive of 6.12',
    kernel: 'debian-6.12',
    fields: { state: 'migration', pfn: 0x12345n, exclusive: true },
    raw: 0xeffffffffdb97400n,
  },
  {
    name: 'migration write, young, dirty, 4 levels',
    kernel: 'debian-7.3',
    fields: { state: 'migration', pfn: 0x12345n, writable: true, young: true, dirty: true },
    raw: 0xdfffe7fffdb97400n,
  },
  {
    name: 'migration write, young, dirty, 5 levels',
    kernel: 'debian-6.1,paging=5',
    fields: { state: 'migration', pfn: 0x12345n, writable: true, young: true, dirty: true },
    raw: 0xeff9fffffdb97400n,
  },
  {
    name: 'device private write of 7.3',
    kernel: 'debian-7.3',
    fields: { state: 'device-private', pfn: 0x12345n, writable: true },
    raw: 0xe7fffffffdb97400n,
  },
  {
    name: 'device private read of 7.3',
    kernel: 'debian-7.3',
    fields: { state: 'device-private', pfn: 0x12345n },
    raw: 0xeffffffffdb97400n,
  },
  {
    name: 'device exclusive of 7.3',
    kernel: 'debian-7.3',
    fields: { state: 'device-exclusive', pfn: 0x12345n },
    raw: 0xf7fffffffdb97400n,
  },
  {
    name: 'present page of 6.12',
    kernel: 'debian-6.12',
    fields: {
      state: 'present',
      pfn: 0x2be9n,
      flags: ['nx', 'saved_dirty', 'soft_dirty', 'uffd_wp', 'accessed', 'user'],
    },
    raw: 0x8400000002be9c25n,
  },
  {
    name: 'pfn and prot',
    kernel: 'debian-6.1',
    fields: { state: 'present', pfn: 0x29e8n, prot: 0x8000000000000867n },
    raw: 0x80000000029e8867n,
  },
  {
    name: 'PROT_NONE page of 6.1',
    kernel: 'debian-6.1',
    fields: { state: 'protnone', pfn: 0x29e9n, flags: ['accessed', 'dirty', 'soft_dirty'] },
    raw: 0x000ffffffd616960n,
  },
  {
    name: '2 MiB leaf',
    kernel: 'debian-6.1',
    fields: {
      state: 'present',
      level: 'pmd',
      pfn: 0x4600n,
      flags: ['nx', 'rw', 'user', 'accessed', 'dirty', 'soft_dirty'],
    },
    raw: 0x80000000046008e7n,
  },
  {
    name: 'table',
    kernel: 'debian-7.3',
    fields: { state: 'table', level: 'pud', pfn: 0x3cb3n, flags: ['rw', 'user', 'accessed', 'dirty'] },
    raw: 0x3cb3067n,
  },
  {
    name: 'protection key 1',
    kernel: 'debian-6.1',
    fields: {
      state: 'present',
      pfn: 0x2e97n,
      pkey: 1,
      flags: ['nx', 'rw', 'user', 'accessed', 'dirty', 'soft_dirty'],
    },
    raw: 0x8800000002e97867n,
  },
  { name: 'the special pte', kernel: 'uffd-wp-special', fields: { state: 'uffd-wp-special' }, raw: 0x4n },
  {
    name: 'the special pte without uffd-wp',
    kernel: 'uffd-wp-special,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
    fields: { state: 'uffd-wp-special' },
    raw: 0x0n,
  },
  {
    // Vectors: pfn_pte of pfn 0 and prot 0x67.
    name: 'frame 0',
    kernel: 'debian-6.1',
    fields: { state: 'present', pfn: 0n, flags: ['rw', 'user', 'accessed', 'dirty'] },
    raw: 0x67n,
  },
  {
    // seed vectors: pte_swp_mkuffd_wp_special, config uffd=n.
    name: 'the special pte without userfaultfd',
    kernel: 'uffd-wp-special,CONFIG_USERFAULTFD=n',
    fields: { state: 'uffd-wp-special' },
    raw: 0x0n,
  },
  {
    name: 'an empty entry with the erratum bits',
    kernel: '6.12',
    fields: { state: 'none', flags: ['_PAGE_ACCESSED', '_PAGE_DIRTY'] },
    raw: 0x60n,
  },
  {
    name: 'the name before 7.3',
    kernel: '7.3',
    fields: {
      state: 'swap',
      swap: { type: 0, offset: 0x1dn },
      flags: ['_PAGE_SWP_UFFD_WP', 'soft_dirty', 'exclusive'],
    },
    raw: 0x07ffffffffffc40en,
  },
  {
    name: 'the name since 7.3',
    kernel: '6.12',
    fields: {
      state: 'swap',
      swap: { type: 0, offset: 0x200n },
      flags: ['_PAGE_SWP_UFFD', '_PAGE_SWP_SOFT_DIRTY', 'exclusive'],
    },
    raw: 0x07fffffffffbfe0en,
  },
  {
    name: 'a special type as swap',
    kernel: '6.12',
    fields: { state: 'swap', swap: { type: 31, offset: 1n } },
    raw: 0xfffffffffffffc00n,
  },
];

/** What cannot be encoded, and the code of the refusal. */
const REFUSED: readonly {
  name: string;
  kernel: string;
  fields: EncodeFields;
  code: PteDecodeError['code'];
}[] = [
  // v6.12 arch/x86/include/asm/pgtable.h: pfn_pte(unsigned long page_nr, pgprot_t pgprot) has both.
  {
    name: 'a page without its frame',
    kernel: '6.12',
    fields: { state: 'present', prot: 0x5025n },
    code: 'ERR_USAGE',
  },
  {
    name: 'a PROT_NONE page without its frame',
    kernel: '6.12',
    fields: { state: 'protnone' },
    code: 'ERR_USAGE',
  },
  {
    name: 'a table without its frame',
    kernel: '6.12',
    fields: { state: 'table', level: 'pmd' },
    code: 'ERR_USAGE',
  },
  {
    name: 'an address that is not within the page',
    kernel: '6.12',
    fields: { state: 'present', pfn: 1n, phys: 0x2bcb000n },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a type of 32',
    kernel: '6.1',
    fields: { state: 'swap', swap: { type: 32, offset: 1n } },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'an offset of 51 bits',
    kernel: '6.1',
    fields: { state: 'swap', swap: { type: 0, offset: 1n << 50n } },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a frame of 41 bits',
    kernel: '6.1',
    fields: { state: 'present', pfn: 1n << 40n },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a 2 MiB leaf that is not aligned',
    kernel: '6.1',
    fields: { state: 'present', level: 'pmd', pfn: 1n },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a flag of another kernel',
    kernel: '6.1',
    fields: { state: 'present', flags: ['_PAGE_SAVED_DIRTY'] },
    code: 'ERR_UNKNOWN_NAME',
  },
  {
    name: 'a flag of another state',
    kernel: '6.1',
    fields: { state: 'swap', swap: { type: 0, offset: 1n }, flags: ['nx'] },
    code: 'ERR_UNKNOWN_NAME',
  },
  {
    name: 'the special pte of a stock kernel',
    kernel: '6.1',
    fields: { state: 'uffd-wp-special' },
    code: 'ERR_NO_ENCODING',
  },
  {
    // Debian 6.12: SWP_PFN_BITS is 34 with four levels.
    name: 'a migration frame of 35 bits',
    kernel: 'debian-6.12',
    fields: { state: 'migration', pfn: 1n << 34n },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a marker before markers',
    kernel: '5.18',
    fields: { state: 'pte-marker', marker: 1n },
    code: 'ERR_NO_ENCODING',
  },
  { name: 'a marker without bits given', kernel: '6.1', fields: { state: 'pte-marker' }, code: 'ERR_USAGE' },
  { name: 'swap without type', kernel: '6.1', fields: { state: 'swap' }, code: 'ERR_USAGE' },
  { name: 'hwpoison without frame', kernel: '6.1', fields: { state: 'hwpoison' }, code: 'ERR_USAGE' },
  {
    name: 'migration with the type of a marker',
    kernel: '6.12',
    fields: { state: 'migration', swap: { type: 31, offset: 1n } },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'young before 6.1',
    kernel: '6.0',
    fields: { state: 'migration', pfn: 1n, young: true },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'device private without it',
    kernel: '6.12',
    fields: { state: 'device-private', pfn: 1n },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'a writable hwpoison',
    kernel: '6.12',
    fields: { state: 'hwpoison', pfn: 1n, writable: true },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'an exclusive hwpoison',
    kernel: '6.12',
    fields: { state: 'hwpoison', pfn: 1n, exclusive: true },
    code: 'ERR_NO_ENCODING',
  },
  {
    // arch/arm64 pte_none(): !pte_val(pte), no bit is ignored.
    name: 'a flag where an entry has none',
    kernel: '6.12,arch=arm64',
    fields: { state: 'none', flags: ['dirty'] },
    code: 'ERR_UNKNOWN_NAME',
  },
  {
    name: 'a table at the lowest level',
    kernel: '6.12',
    fields: { state: 'table', pfn: 1n },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'present without the bit in prot',
    kernel: '6.12',
    fields: { state: 'present', pfn: 1n, prot: 0x2n },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'protection key 16',
    kernel: '6.12',
    fields: { state: 'present', pkey: 16 },
    code: 'ERR_FIELD_RANGE',
  },
  {
    name: 'a protection key of a table',
    kernel: '6.12',
    fields: { state: 'table', level: 'pmd', pkey: 1 },
    code: 'ERR_NO_ENCODING',
  },
  {
    name: 'an empty entry with a bit',
    kernel: '6.12',
    fields: { state: 'none', unknown: 0x10n },
    code: 'ERR_NO_ENCODING',
  },
];

describe('encodeEntry', () => {
  test.each(MADE)('makes $name', ({ kernel, fields, raw }) => {
    expect(encodeEntry(resolveKernel({ kernel }), fields)).toBe(raw);
  });

  test.each(REFUSED)('refuses $name', ({ kernel, fields, code }) => {
    expect(() => encodeEntry(resolveKernel({ kernel }), fields)).toThrow(expect.objectContaining({ code }));
  });

  test('with force drops the bits that the kernel drops', () => {
    const kernel = resolveKernel({ kernel: '6.1' });
    // debian-6.12 vectors, make_readable_device_private_entry with DEVICE_PRIVATE off.
    const stub = encodeEntry(
      resolveKernel({ kernel: '6.12' }),
      { state: 'device-private', pfn: 1n },
      { force: true },
    );
    expect(stub).toBe(0x7fffffffffffe00n);
    // seed vectors, out_of_range: type and offset lose what their fields do not hold.
    expect(encodeEntry(kernel, { state: 'swap', swap: { type: 33, offset: 1n } }, { force: true })).toBe(
      0x0ffffffffffffc00n,
    );
    expect(encodeEntry(kernel, { state: 'present', prot: 0x67n }, { force: true })).toBe(0x67n);
    expect(encodeEntry(kernel, { state: 'present', pfn: 1n, prot: 0x2n }, { force: true })).toBe(
      0x000fffffffffe002n,
    );
    // The patch, without CONFIG_USERFAULTFD: pte_swp_mkuffd_wp_special() gives __pte(0).
    const without = resolveKernel({ kernel: 'uffd-wp-special,CONFIG_USERFAULTFD=n' });
    expect(encodeEntry(without, { state: 'uffd-wp-special' }, { force: true })).toBe(0n);
  });
});

describe.each(VECTOR_SETS)(
  '$stem: swap entries, frames and markers of the encode vectors',
  ({ stem, kernel: name }) => {
    const kernel = resolveKernel({ kernel: name });
    const number = (row: VectorRow, key: string): bigint => BigInt(String(row[key]));
    const flags = (row: VectorRow): string[] =>
      Object.entries(row).flatMap(([key, value]) =>
        value === true && key.includes('_swp_mk') ? [key.replace(/^.*_swp_mk/, '')] : [],
      );

    test('encode to the value that the kernel made', () => {
      let compared = 0;
      for (const row of readVectors(stem, 'encode')) {
        if (row['config'] !== undefined) continue;
        const force = row['out_of_range'] === true;
        const op = String(row['op']);
        let fields: EncodeFields | undefined;
        if (op === 'swp_entry_to_pte' || op === 'swp_entry_to_pmd')
          fields = {
            state: 'swap',
            level: op.endsWith('pmd') ? 'pmd' : 'pte',
            swap: { type: Number(number(row, 'type')), offset: number(row, 'offset') },
            flags: flags(row),
          };
        else if (op === 'make_pte_marker') fields = { state: 'pte-marker', marker: number(row, 'marker') };
        else if (op === 'pfn_pte' && number(row, 'prot') & 0x101n && number(row, 'pfn') < 1n << 40n)
          fields = {
            state: number(row, 'prot') & 1n ? 'present' : 'protnone',
            pfn: number(row, 'pfn'),
            prot: number(row, 'prot'),
          };
        if (!fields) continue;
        compared += 1;
        expect([row, encodeEntry(kernel, fields, { force })]).toEqual([row, number(row, 'raw')]);
      }
      expect(compared).toBeGreaterThan(500);
    });

    test('with force any frame and protection give what pfn_pte(), pfn_pmd() and pfn_pud() give', () => {
      let compared = 0;
      for (const row of readVectors(stem, 'encode')) {
        const level = LEVELS.find((candidate) => row['op'] === `pfn_${candidate}`);
        if (!level || row['config'] !== undefined) continue;
        compared += 1;
        const fields = {
          state: 'present',
          level,
          pfn: number(row, 'pfn'),
          prot: number(row, 'prot'),
        } as const;
        expect([row, encodeEntry(kernel, fields, { force: true })]).toEqual([row, number(row, 'raw')]);
      }
      expect(compared).toBeGreaterThan(300);
    });

    test('migration entries, young and dirty each by itself', () => {
      const paging = { false: kernel, true: resolveKernel({ kernel: `${name},paging=5` }) };
      for (const row of readVectors(stem, 'encode')) {
        const made = /^make_(readable|writable)_(exclusive_)?migration_entry$/.exec(String(row['op']));
        if (!made || row['la57'] === undefined) continue;
        const fields: EncodeFields = {
          state: 'migration',
          pfn: number(row, 'offset'),
          writable: made[1] === 'writable',
          exclusive: made[2] !== undefined,
          young: row['make_migration_entry_young'] === true,
          dirty: row['make_migration_entry_dirty'] === true,
        };
        const raw = encodeEntry(row['la57'] === true ? paging.true : paging.false, fields);
        expect([row, raw]).toEqual([row, number(row, 'raw')]);
      }
    });
  },
);

// v6.12 arch/x86/include/asm/pgtable.h pfn_pte(): what __PHYSICAL_MASK does not have of the frame number is lost.
test('with force a frame number and protection bits go through the arithmetic of pfn_pte()', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const fields: EncodeFields = { state: 'present', pfn: (1n << 41n) | 5n, prot: 0x25n };
  expect(encodeEntry(kernel, fields, { force: true })).toBe(0x5025n);
  expect(() => encodeEntry(kernel, fields)).toThrow(expect.objectContaining({ code: 'ERR_FIELD_RANGE' }));
});

test('a flag that is nearly one, and one that is none', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const encode = (flag: string) => () => encodeEntry(kernel, { state: 'present', pfn: 1n, flags: [flag] });
  expect(encode('_PAGE_DIRTI')).toThrow('did you mean _PAGE_DIRTY?');
  expect(encode('zzzzzzzz')).toThrow(/an entry of state "present" has .*_PAGE_RW/);
});

test('what needs more bits than an entry of the kernel has', () => {
  const narrow = resolveKernel({ kernel: '6.12', arch: 'i386', config: new Map([['X86_PAE', false]]) });
  expect(() => encodeEntry(narrow, { state: 'present', pfn: 1n << 20n, prot: 0x67n })).toThrow(
    expect.objectContaining({ code: 'ERR_FIELD_RANGE' }),
  );
  expect(() => encodeEntry(narrow, { state: 'present', pfn: 1n, prot: (1n << 32n) | 0x67n })).toThrow(
    expect.objectContaining({ code: 'ERR_FIELD_RANGE' }),
  );
});
