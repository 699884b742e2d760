import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { U64_MAX } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { whereNames, whereProperties } from '../../../src/records/where/where-names.ts';
import { createNames, type Names } from '../../../src/records/where/names.ts';
import type { WhereValue } from '../../../src/records/where/values.ts';
import { compileWhere } from '../../../src/records/where/where.ts';
import { readVectors } from '../../helpers/vectors.ts';

const STATES = ['none', 'present', 'swap', 'migration', 'pte-marker'];
const NAMES = createNames(
  [
    { name: 'state', type: 'text', values: STATES, always: true },
    { name: 'raw', type: 'u64', always: true },
    { name: 'level', type: 'text', values: ['pmd', 'pte'], always: true },
    { name: 'pfn', type: 'u64' },
    { name: 'phys', type: 'u64' },
    { name: 'page_size', type: 'number' },
    { name: 'swap.type', type: 'number', max: 31n },
    { name: 'swap.offset', type: 'u64' },
    { name: 'swap.name', type: 'text' },
    { name: 'marker', type: 'u64' },
    { name: 'missing', type: 'list' },
    { name: 'unknown', type: 'u64', always: true },
    { name: 'flags', type: 'list', values: ['_PAGE_RW', '_PAGE_SWP_UFFD_WP', '_PAGE_SWP_EXCLUSIVE'] },
    { name: 'uffd_wp', type: 'truth', aka: ['_PAGE_UFFD_WP'] },
    { name: 'present', type: 'truth', always: true },
    { name: 'rw', type: 'truth' },
    { name: 'PTE_AF', type: 'truth' },
    { name: 'pte-af', type: 'truth' },
  ],
  'names are listed in docs/where.md',
);
const RECORD: Readonly<Record<string, WhereValue>> = {
  state: 'swap',
  raw: '0x8400000002bcbc25',
  level: 'pte',
  pfn: null,
  phys: null,
  page_size: null,
  'swap.type': 1,
  'swap.offset': '0x0000000000001234',
  'swap.name': '/dev/vda2',
  marker: null,
  missing: null,
  unknown: '0x0000000000000000',
  flags: ['_PAGE_SWP_UFFD_WP', '_PAGE_SWP_EXCLUSIVE'],
  uffd_wp: true,
  present: false,
  rw: null,
};
const holds = (text: string): boolean => compileWhere(text, NAMES).evaluate((name) => RECORD[name]);

/** The message of the error that an expression gives. */
function failure(text: string, names = NAMES): string {
  try {
    compileWhere(text, names);
  } catch (error) {
    if (isPteDecodeError(error) && error.code === 'ERR_EXPRESSION') return error.message;
    throw error;
  }
  throw new Error(`"${text}" was compiled`);
}

describe('a condition holds', () => {
  test.each([
    'state == "swap" && swap.type == 1 && uffd_wp',
    "state == 'swap' and not present",
    'raw & 0x4',
    'raw & 0x4 == 0x4',
    'raw == 0x8400_0000_02bc_bc25',
    'raw == "0x8400000002bcbc25"',
    'raw > 9511602413052410916 && raw <= 9511602413052410917',
    'raw & 0b101 & 0x7 == 5',
    'raw & ("0x5" & 0x7) == 5',
    'swap.offset == 0x1234',
    'swap.offset >= 4660 and swap.offset < 4661',
    '"_PAGE_SWP_UFFD_WP" in flags',
    '"_PAGE_RW" not in flags',
    'flags has "_PAGE_SWP_UFFD_WP"',
    'flags has ("_page_swp-uffd_wp")',
    'flags not has "_PAGE_RW"',
    'state in ("swap", "migration")',
    'state in (swap.name, "swap")',
    'swap.type in (0, 1)',
    'swap.type in ("0x0", "0x1")',
    '1 in (swap.type, unknown)',
    'raw in (pfn, 0x8400000002bcbc25)',
    'pfn in (1, null)',
    'null in (pfn, phys)',
    'state not in ("none", "present")',
    '"_PAGE_SWP_UFFD_WP" in (flags)',
    '"_PAGE_SWP_UFFD_WP" in (swap.name, flags)',
    'swap.name == "/dev/vda2"',
    'swap.name != "/DEV/VDA2"',
    'swap.name in ("/dev/vda1", "/dev/vda2")',
    'swap.name != null and null != swap.name',
    'missing == null and flags != null',
    'marker == null',
    'marker & 1 == null',
    'phys == pfn',
    'pfn != 0',
    'unknown == 0',
    'unknown < raw',
    '!unknown',
    '!present',
    '!!uffd_wp',
    'not present == true',
    'uffd_wp == true',
    'uffd_wp == 1',
    'rw == null',
    'not rw',
    'uffd_wp & true',
    'present || rw || uffd_wp',
    'present and rw or uffd_wp',
    'uffd_wp or present and rw',
    '(uffd_wp or present) and not (present and rw)',
    '(uffd_wp or present) == true',
    '(uffd_wp and present) < (uffd_wp or present)',
    '(uffd_wp or present) & 1',
    'flags',
    'state',
    'not missing',
    'true',
    '1',
    '1 < 2',
    "\"it's\" == 'it\\'s'",
    '\n state\t== "swap"\r\n',
    'state == "SWAP"',
    'UFFD-WP && uffd-wp && _PAGE_UFFD_WP && _page_uffd_wp && Swap.Type == 1',
  ])('%s', (text) => {
    expect(holds(text)).toBe(true);
    expect(holds(`not (${text})`)).toBe(false);
  });
});

describe('a condition does not hold', () => {
  test.each([
    'state == swap.name',
    'pfn < 1',
    'pfn >= 0',
    'pfn == 0',
    'pfn & 1',
    'pfn & 1 == 0',
    'raw == 0x8400000002bcbc24',
    'missing has "x"',
    'unknown',
    'marker',
    'missing',
    'rw == true',
    'rw == false',
    '(uffd_wp or present) and present',
    '!true',
    'present && !true',
  ])('%s', (text) => {
    expect(holds(text)).toBe(false);
  });
});

describe('a text that is no condition', () => {
  test.each([
    { text: '', says: 'column 1: wanted a value, a name or "(", found the end' },
    { text: '   ', says: 'column 4: wanted a value' },
    { text: 'state ==', says: 'column 9: wanted a value' },
    { text: 'state = "swap"', says: 'column 7: unexpected "=": write == to compare' },
    { text: 'a | b', says: 'write ||' },
    { text: '(a', says: 'column 3: wanted ")", found the end' },
    { text: 'a)', says: 'column 2: wanted an operator or the end, found ")"' },
    { text: 'a b', says: 'column 3: wanted an operator' },
    { text: '1 < a < 5', says: 'column 7: a second comparison "<"' },
    { text: 'a == b in c', says: 'column 8: a second comparison "in"' },
    { text: 'a == b has c', says: 'column 8: a second comparison "has"' },
    { text: 'a in ()', says: 'column 7: wanted a value' },
    { text: 'a in (1,)', says: 'column 9: wanted a value' },
    { text: 'a has', says: 'column 6: wanted a value' },
    { text: 'has', says: 'column 1: wanted a value' },
    { text: 'a not b', says: 'column 3: wanted an operator' },
    { text: '&& a', says: 'column 1: wanted a value' },
    { text: 'a == !b', says: 'column 6: wanted a value' },
    { text: '('.repeat(100_000), says: 'more than 65536 characters' },
    { text: '('.repeat(60_000), says: 'nested deeper than 100 levels' },
    { text: '!'.repeat(60_000), says: 'nested deeper than 100 levels' },
    { text: 'not '.repeat(1000) + 'a', says: 'nested deeper than 100 levels' },
  ])('$says', ({ text, says }) => {
    expect(failure(text)).toContain(says);
  });

  test('the message shows the place', () => {
    expect(failure('state == "swap" &')).toBe(
      'expression, column 18: wanted a value, a name or "(", found the end\n  state == "swap" &\n                   ^',
    );
  });
});

describe('names', () => {
  test('are listed once, in order, under their own spelling', () => {
    const { names } = compileWhere(
      'Level == "pte" && uffd-wp || rw & raw && "_PAGE_RW" in flags or RW',
      NAMES,
    );
    expect(names).toEqual(['level', 'uffd_wp', 'rw', 'raw', 'flags']);
  });

  test.each([
    { text: 'uffd_wpp', column: 1, says: 'unknown name "uffd_wpp": did you mean uffd_wp?' },
    {
      text: 'rw && _PAGE_UFD_WP',
      column: 7,
      says: 'unknown name "_PAGE_UFD_WP": did you mean _PAGE_UFFD_WP?',
    },
    { text: 'swp.type == 1', column: 1, says: 'unknown name "swp.type": did you mean swap.type?' },
    { text: 'offset == 1', column: 1, says: 'unknown name "offset": did you mean swap.offset?' },
    { text: 'migration', column: 1, says: 'unknown name "migration": did you mean state == "migration"?' },
    { text: '_PAGE_RW', column: 1, says: 'unknown name "_PAGE_RW": did you mean flags has "_PAGE_RW"?' },
    { text: 'raw-1 == 3', column: 1, says: 'unknown name "raw-1": there is no arithmetic' },
    { text: 'pte_af', column: 1, says: '"pte_af" can mean PTE_AF or pte-af' },
    {
      text: 'colour',
      column: 1,
      says: 'unknown name "colour" (text stands in quotes); names are listed in docs/where.md',
    },
  ])('$text', ({ text, column, says }) => {
    expect(failure(text).split('\n')[0]).toBe(`expression, column ${column}: ${says}`);
  });
});

describe('what no entry of the kernel can have is refused', () => {
  const namesOf = (kernel: string, hasDevices = false): Names =>
    whereNames(resolveKernel({ kernel }), { hasDevices });
  const ofPte = (kernel: string): Names => whereNames(resolveKernel({ kernel }), { levels: ['pte'] });

  // Linux 4.14 has neither PTE markers (5.19) nor uffd-wp (5.7) nor _PAGE_SAVED_DIRTY (6.6).
  test.each([
    'guard',
    'uffd_wp',
    'uffd_wp || soft_dirty',
    '_PAGE_SAVED_DIRTY',
    'flags has "_PAGE_SAVED_DIRTY"',
    'state == "pte-marker"',
    'state in ("present", "swapin-error")',
    'class == "b"',
    'uffd_wp == false',
    'level == "pmd"',
    'state == "table"',
    'page_size == 0x200000',
    'raw > raw',
  ])('%s of a pte of 4.14', (text) => {
    expect(failure(text, ofPte('4.14'))).toMatch(/ is never | never holds /);
  });

  test.each([
    ['4.14', '!guard'],
    ['4.14', 'present && !hugetlb && !uffd_wp'],
    ['4.14', 'soft_dirty || uffd_wp == null'],
    ['6.13', 'guard'],
    ['5.7', 'uffd_wp'],
    ['6.6', '_PAGE_SAVED_DIRTY'],
    ['6.2', 'state == "pte-marker"'],
    ['6.1', 'state == "swapin-error"'],
    ['uffd-wp-special', 'class == "b"'],
    ['6.12', 'rule3 || !rule2'],
  ])('%s can have %s', (kernel, text) => {
    expect(compileWhere(text, ofPte(kernel)).text).toBe(text);
  });

  test('a bit of a field is a name', () => {
    const names = ofPte('6.12,arch=arm64');
    expect(compileWhere('PTE_ATTRINDX[2] || pte_attrindx[0]', names).names).toEqual([
      'PTE_ATTRINDX[2]',
      'PTE_ATTRINDX[0]',
    ]);
  });

  // No huge page stands at the level of ptes: Documentation/admin-guide/mm/hugetlbpage.rst, whole pmds and puds.
  test.each([
    { text: 'hugetlb != true', holds: true },
    { text: 'true != hugetlb', holds: true },
    { text: 'hugetlb != 1', holds: true },
    { text: 'hugetlb == false', holds: true },
    { text: '!(hugetlb == true)', holds: true },
    { text: '!(hugetlb != false)', holds: true },
    { text: '!hugetlb', holds: true },
    { text: 'present && hugetlb != true', holds: true },
    { text: 'present && rw != true', holds: false },
  ])('of a truth value that is never true here: $text', ({ text, holds }) => {
    const { evaluate } = compileWhere(text, ofPte('6.12'));
    const properties = whereProperties(resolveKernel({ kernel: '6.12' }).layout);
    const kernel = resolveKernel({ kernel: '6.12' });
    const entry = decodeEntry(kernel, 0x8000000002bcb867n);
    expect(evaluate((name) => properties.get(name)?.of(entry, { kernel }))).toBe(holds);
  });

  test.each([
    { text: 'hugetlb == true', says: 'hugetlb is never true with this kernel at level pte' },
    { text: 'hugetlb != false', says: 'hugetlb != false is never true with this kernel at level pte' },
    { text: '!(hugetlb == 2)', says: 'hugetlb is never 2' },
    { text: 'present && hugetlb == true', says: 'hugetlb is never true with this kernel' },
  ])('never true: $text', ({ text, says }) => {
    expect(() => compileWhere(text, ofPte('6.12'))).toThrow(says);
  });

  test.each([
    { text: 'arch == "amr64"', says: 'arch is never "amr64": did you mean "arm64"?' },
    { text: 'kernel == "debain-6.12"', says: 'kernel is never "debain-6.12": did you mean "debian-6.12"?' },
    { text: 'paging == 9', says: 'paging is never 9: paging is 2, 3, 4 or 5' },
    { text: 'paging > 5', says: 'paging > 5 is never true: paging is 2, 3, 4 or 5' },
    { text: 'page_size == 5', says: 'page_size is never 5: page_size is 4096, 2097152 or 1073741824' },
    {
      text: 'page_size in (4096, 6)',
      says: 'page_size is never 6: page_size is 4096, 2097152 or 1073741824',
    },
    { text: 'page_size & 3', says: 'page_size & 3 is never anything but 0' },
    { text: 'phys & 0xff == 1', says: 'phys & 0xff is never 1: phys & 0xff is 0' },
    { text: 'phys & 0xff > 0', says: 'phys & 0xff > 0 is never true: phys & 0xff is 0' },
    { text: 'pkey == 99', says: 'pkey is never 99: pkey is 0 to 15' },
    { text: 'pkey > 15', says: 'pkey > 15 is never true: pkey is 0 to 15' },
    { kernel: '6.12,arch=arm64', text: 'pkey == 8', says: 'pkey is never 8: pkey is 0 to 7' },
    {
      kernel: '6.12,arch=riscv64',
      text: 'pkey == 1',
      says: 'pkey is never 1: pkey has no value on this kernel',
    },
    { text: 'phys == 5', says: 'phys is never 5: phys has only the bits 0xffffffffff000' },
    {
      text: 'swap.offset == 0x4000000000000',
      says: 'swap.offset is never 0x4000000000000: swap.offset is 0 to 1125899906842623',
    },
    {
      text: 'swap.name == "SWP_MIGRATON_READ"',
      says: 'swap.name is never "SWP_MIGRATON_READ": did you mean "SWP_MIGRATION_READ"?',
    },
    {
      kernel: '5.4',
      text: 'marker_names has "x"',
      says: 'marker_names never holds "x": this kernel has no values for it',
    },
    { kernel: '5.4', text: 'marker == 1', says: 'marker is never 1: marker has no value on this kernel' },
  ])('$text', ({ text, says, kernel = 'debian-6.12' }) => {
    expect(failure(text, namesOf(kernel)).split('\n')[0]).toMatch(/^expression, column \d+: /);
    expect(
      failure(text, namesOf(kernel))
        .split('\n')[0]
        ?.replace(/^.*?: /, ''),
    ).toBe(says);
  });

  test.each([
    { text: 'arch == "arm64"', holds: false },
    { text: 'arch == "amd64"', holds: true },
    { text: 'kernel == "6.1,arch=arm64"', holds: false },
    { text: 'kernel == "debian-6.12,arch=x86_64"', holds: true },
    { text: 'paging == 5', holds: false },
    { text: 'page_size == 4096 and pkey <= 15', holds: true },
    { text: 'arch == kernel', holds: false },
  ])('$text is a filter', ({ text, holds: wanted }) => {
    const kernel = resolveKernel({ kernel: 'debian-6.12' });
    const properties = whereProperties(kernel.layout);
    const entry = decodeEntry(kernel, 0x8000000002bcb867n);
    const { evaluate } = compileWhere(text, whereNames(kernel));
    expect(evaluate((name) => properties.get(name)?.of(entry, { kernel }))).toBe(wanted);
  });

  // What has no address has null there, and not 0.
  test.each([
    { text: 'phys & 0xff == 0', of: [true, false] },
    { text: 'phys & 0xff != 0', of: [false, true] },
    { text: '!(phys & 0xff == 0)', of: [false, true] },
    { text: '!(phys & 0xff)', of: [true, true] },
    { text: 'phys & 0xff == null', of: [false, true] },
  ])('$text of a page and of a swap entry', ({ text, of }) => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const properties = whereProperties(kernel.layout);
    const { evaluate } = compileWhere(text, whereNames(kernel));
    expect(
      [0x1067n, 0x4n].map((raw) => {
        const entry = decodeEntry(kernel, raw);
        return evaluate((name) => properties.get(name)?.of(entry, { kernel }));
      }),
    ).toEqual(of);
  });

  test('a swap device has a name of its own', () => {
    const names = namesOf('debian-6.12', true);
    expect(compileWhere('swap.name == "/dev/vda2"', names).names).toEqual(['swap.name']);
  });
});

describe('what can never be true is refused', () => {
  test.each([
    {
      text: 'state == present',
      column: 10,
      says: 'state is text, present is true or false; text stands in quotes: state == "present"',
    },
    {
      text: 'present != state',
      column: 1,
      says: 'present is true or false, state is text; text stands in quotes: state != "present"',
    },
    {
      text: 'state == pte-marker',
      column: 10,
      says: 'unknown name "pte-marker"; text stands in quotes: "pte-marker"',
    },
    {
      text: 'state == presnt',
      column: 10,
      says: 'unknown name "presnt"; text stands in quotes: did you mean "present"?',
    },
    {
      text: 'state in ("swap", migration)',
      column: 19,
      says: 'unknown name "migration"; text stands in quotes: "migration"',
    },
    { text: 'state == "presnt"', column: 10, says: 'state is never "presnt": did you mean "present"?' },
    { text: 'state != "presnt"', column: 10, says: 'state is never "presnt": did you mean "present"?' },
    { text: '"presnt" == state', column: 1, says: 'state is never "presnt": did you mean "present"?' },
    {
      text: 'state in ("swap", "presnt")',
      column: 19,
      says: 'state is never "presnt": did you mean "present"?',
    },
    {
      text: 'state == "nothing"',
      column: 10,
      says: 'state is never "nothing"; wanted "none", "present", "swap", "migration", "pte-marker"',
    },
    {
      text: 'state == "uffd_wp"',
      column: 10,
      says: 'state is never "uffd_wp"; uffd_wp is a name, and stands without quotes',
    },
    { text: 'level == "ptee"', column: 10, says: 'level is never "ptee": did you mean "pte"?' },
    { text: 'level == "pdm"', column: 10, says: 'level is never "pdm": did you mean "pmd"?' },
    {
      text: 'level == pdm',
      column: 10,
      says: 'unknown name "pdm"; text stands in quotes: did you mean "pmd"?',
    },
    { text: 'state == level', column: 10, says: 'state is never level' },
    {
      text: '"state" == "present"',
      column: 12,
      says: '"state" is never "present"; names stand without quotes',
    },
    { text: '"state" == "STATE"', column: 12, says: '"state" is never "STATE"; names stand without quotes' },
    { text: '1 == 2', column: 1, says: '2 is never 1' },
    { text: 'false', column: 1, says: 'false is never true here' },
    { text: 'uffd_wp and null', column: 13, says: 'null is never true here' },
    { text: '(0)', column: 2, says: '0 is never true here' },
    { text: '2 < 1', column: 1, says: '2 < 1 is never true' },
    { text: 'state < "z"', column: 1, says: 'state is text, and text has no order' },
    { text: '"z" >= state', column: 8, says: 'state is text, and text has no order' },
    { text: 'state == 4', column: 10, says: 'state is text, 4 is a number' },
    { text: 'pfn == "abc"', column: 8, says: 'pfn is a number, "abc" is text' },
    { text: 'pfn in (1, "x")', column: 12, says: 'pfn is a number, "x" is text' },
    {
      text: 'present == "true"',
      column: 12,
      says: 'present is true or false, "true" is text; true stands without quotes',
    },
    { text: 'present == "yes"', column: 12, says: 'present is true or false, "yes" is text' },
    { text: 'present == 2', column: 12, says: 'present is never 2: present is true or false' },
    { text: 'present > 1', column: 11, says: 'present > 1 is never true: present is true or false' },
    {
      text: 'flags == "_PAGE_RW"',
      column: 1,
      says: 'flags is a list: write "_PAGE_RW" in flags, or flags has "_PAGE_RW"',
    },
    { text: 'flags == flags', column: 1, says: 'flags is a list: write "…" in flags, or flags has "…"' },
    {
      text: 'flags in ("_PAGE_RW")',
      column: 1,
      says: 'flags is a list: write "_PAGE_RW" in flags, or flags has "_PAGE_RW"',
    },
    {
      text: 'flags has "_PAGE_RV"',
      column: 11,
      says: 'flags never holds "_PAGE_RV": did you mean "_PAGE_RW"?',
    },
    {
      text: 'flags has _PAGE_RW',
      column: 11,
      says: 'unknown name "_PAGE_RW"; text stands in quotes: "_PAGE_RW"',
    },
    { text: 'flags has state', column: 11, says: 'flags never holds state' },
    // v6.12 arch/x86/include/asm/pgtable_types.h: _PAGE_SWP_UFFD_WP, the one of the list that is called so.
    {
      text: 'flags has UFFD_WP',
      column: 11,
      says: 'flags is a list of texts, UFFD_WP is true or false; text stands in quotes: "_PAGE_SWP_UFFD_WP"',
    },
    { text: '4 in flags', column: 1, says: 'flags is a list of texts, 4 is a number' },
    { text: 'null in flags', column: 1, says: 'flags is a list of texts, null is null' },
    {
      text: '"swap" in state',
      column: 11,
      says: 'state is text, not a list: compare with ==, or put values in parentheses',
    },
    {
      text: 'state in "swap"',
      column: 10,
      says: '"swap" is text, not a list: compare with ==, or put values in parentheses',
    },
    { text: 'raw & 0x4 == 2', column: 14, says: 'raw & 0x4 is never 2: raw & 0x4 has only the bits 0x4' },
    {
      text: 'raw & 0x4 > 4',
      column: 13,
      says: 'raw & 0x4 > 4 is never true: raw & 0x4 has only the bits 0x4',
    },
    { text: 'raw & 0 == 0', column: 1, says: 'raw & 0 is never anything but 0' },
    { text: 'raw < 0', column: 7, says: 'raw < 0 is never true: raw is 0 to 18446744073709551615' },
    { text: 'swap.type == 32', column: 14, says: 'swap.type is never 32: swap.type is 0 to 31' },
    { text: '31 < swap.type', column: 1, says: '31 < swap.type is never true: swap.type is 0 to 31' },
    {
      text: 'page_size == 0x20000000000000',
      column: 14,
      says: 'page_size is never 0x20000000000000: page_size is 0 to 9007199254740991',
    },
    { text: 'raw == null', column: 8, says: 'raw is never null' },
    { text: '(pfn == 1) == null', column: 15, says: 'pfn == 1 is never null' },
    { text: 'pfn < null', column: 7, says: 'null has no order' },
    { text: 'state & 4', column: 1, says: '& joins numbers, state is text; conditions are joined by &&' },
    { text: 'raw & null', column: 7, says: '& joins numbers, null is null; conditions are joined by &&' },
    {
      text: 'state == "swap" or "migration"',
      column: 20,
      says: 'text alone compares nothing: did you mean state == "migration"?',
    },
    { text: '"a"', column: 1, says: 'text alone compares nothing' },
  ])('$text', ({ text, column, says }) => {
    const [first = '', shown = '', caret = ''] = failure(text).split('\n');
    expect(first).toBe(`expression, column ${column}: ${says}`);
    expect(shown).toBe(`  ${text}`);
    expect(caret).toBe(`${' '.repeat(column + 1)}^`);
  });

  test('many values are not listed', () => {
    const values = Array.from({ length: 100 }, (_, index) => `value-${index}`);
    const many = createNames([{ name: 'a', type: 'text', values }], 'help');
    expect(failure('a == "nothing"', many).split('\n')[0]).toBe('expression, column 6: a is never "nothing"');
  });
});

/** Conditions that entries of some kinds meet and others do not. */
const PARTS = [
  ...['none', 'present', 'swap', 'migration', 'pte-marker', 'hwpoison'].map((state) => `state == "${state}"`),
  ...['present', 'uffd_wp', 'uffd_wp == false', 'rw', 'flags has "_PAGE_RW"', 'rule2', 'raw & 1 == 0'],
  ...[
    'swap.type == 1',
    'swap.type != null',
    'pfn == null',
    'pfn != null',
    'marker == 1',
    'page_size == 4096',
  ],
];

describe('what no entry of a kernel can be at once', () => {
  const kernel = resolveKernel({ kernel: 'debian-6.12' });
  const names = whereNames(kernel, { levels: ['pte'] });

  // The values are those that the kernel's own functions were asked of, and each part is asked alone.
  test('is refused: what some entry is at once is not', () => {
    const raws = readVectors('debian-6.12', 'decode').flatMap(({ raw }) =>
      typeof raw === 'string' ? raw : [],
    );
    const properties = whereProperties(kernel.layout);
    const entries = raws.map((raw) => decodeEntry(kernel, BigInt(raw)));
    const met = new Map(
      PARTS.map((part) => {
        const { evaluate } = compileWhere(part, names);
        const holding = entries.filter((entry) =>
          evaluate((name) => properties.get(name)?.of(entry, { kernel })),
        );
        return [part, new Set(holding)];
      }),
    );
    for (const left of PARTS)
      for (const right of PARTS) {
        const both = [...(met.get(left) ?? [])].some((entry) => met.get(right)?.has(entry) === true);
        if (both) compileWhere(`${left} && ${right}`, names);
      }
  });

  test.each([
    'state == "swap" && state == "present"',
    'present and swap.type == 1',
    'uffd_wp && (present && !present)',
    'state in ("none", "swap") && page_size == 4096',
    'not (present || !present)',
  ])('%s', (text) => {
    expect(failure(text, names).split('\n')[0]).toBe(
      'expression, column 1: this is never true with this kernel at level pte: its parts never hold together',
    );
  });

  test.each([
    'arch == "arm64" && present',
    'kernel == "debian-6.1" && paging == 5',
    'present || !present',
    'state == "swap" && pfn == null && vaddr < 5',
  ])('but %s is not', (text) => {
    const more = [{ name: 'vaddr', type: 'u64' }] as const;
    expect(compileWhere(text, whereNames(kernel, { levels: ['pte'], more })).text).toBe(text);
  });
});

// `pagemap --where` calls a marker by its name, a record has its number: a condition of the one is copied to the other.
test.each([
  { text: 'marker == "uffd_wp"', says: 'did you mean marker_names has "PTE_MARKER_UFFD_WP"?' },
  { text: '"guard" == marker', says: 'did you mean marker_names has "PTE_MARKER_GUARD"?' },
  { text: 'marker in ("poisoned")', says: 'did you mean marker_names has "PTE_MARKER_POISONED"?' },
  { text: 'marker != "colour"', says: 'its names stand in marker_names' },
])('$text names the list of names', ({ text, says }) => {
  const names = whereNames(resolveKernel({ kernel: '6.18' }));
  expect(() => compileWhere(text, names)).toThrow(says);
});

describe('docs/where.md', () => {
  const docs = readFileSync(new URL('../../../docs/where.md', import.meta.url), 'utf8');
  const names = whereNames(resolveKernel({ kernel: '6.12' }), { levels: ['pte'] });

  test('every example is a condition', () => {
    const [, examples = ''] = /```\n(state[^]*?)```/.exec(docs) ?? [];
    const [, table = ''] = /\| wanted[^\n]*\n((?:\|[^\n]*\n)+)/.exec(docs) ?? [];
    const texts = [
      ...examples.trim().split('\n'),
      ...[...table.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
    ];
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) expect(compileWhere(text, names).names.length).toBeGreaterThan(0);
  });

  test('every mistake gives the error that is shown', () => {
    const [, table = ''] = /\| mistake[^\n]*\n[^\n]*\n((?:\|[^\n]*\n)+)/.exec(docs) ?? [];
    const rows = [...table.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|$/gm)];
    expect(rows.length).toBeGreaterThan(8);
    for (const [, text = '', says = ''] of rows)
      expect(
        failure(text, names)
          .split('\n')[0]
          ?.replace(/^expression, column \d+: /, ''),
      ).toBe(says);
  });
});

describe('any text and any record', () => {
  test('nothing but an expression error is thrown, and evaluation throws nothing', () => {
    const words = [
      ...NAMES.all.map(({ name }) => name),
      '0x4',
      '12',
      '"swap"',
      "'_PAGE_RW'",
      '(',
      ')',
      ',',
      '==',
      '!=',
      '<',
      '>=',
      '&',
      '&&',
      '||',
      '!',
      'and',
      'or',
      'not',
      'in',
      'has',
      'true',
      'null',
      '=',
      '\\',
      '\x1b',
    ];
    const text = fc.oneof(
      fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    const value: fc.Arbitrary<WhereValue> = fc.oneof(
      fc.bigInt(),
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, undefined, '0x4'),
      fc.array(fc.string(), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(text, fc.array(value, { minLength: 1, maxLength: 4 }), (source, values) => {
        try {
          const where = compileWhere(source, NAMES);
          expect(typeof where.evaluate((name) => values[name.length % values.length])).toBe('boolean');
        } catch (error) {
          if (!isPteDecodeError(error)) throw error;
          expect(error.code).toBe('ERR_EXPRESSION');
          expect(error.message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('bits and comparisons are those of exact integers', () => {
    const u64 = fc.bigInt({ min: 1n, max: U64_MAX - 1n });
    const names = createNames(
      ['a', 'b'].map((name) => ({ name, type: 'u64' as const })),
      '',
    );
    fc.assert(
      fc.property(u64, u64, (a, b) => {
        const at = (text: string): boolean =>
          compileWhere(text, names).evaluate((name) => (name === 'a' ? '0x' + a.toString(16) : b));
        expect(at('a & b')).toBe((a & b) !== 0n);
        expect(at(`a & ${b} == 0x${(a & b).toString(16)}`)).toBe(true);
        expect(at('a < b')).toBe(a < b);
        expect(at('a >= b')).toBe(a >= b);
        expect(at('a == b')).toBe(a === b);
        expect(at('a != b')).toBe(a !== b);
        expect(at(`a > ${b}`)).toBe(a > b);
        expect(at(`a <= ${b}`)).toBe(a <= b);
      }),
    );
  });

  test.each(['uffd_wp || ', 'uffd_wp && ', '1 & ', 'raw == 1 && '])(
    'long chains of %j need no depth',
    (piece) => {
      const where = compileWhere(piece.repeat(4000) + 'raw', NAMES);
      expect(where.evaluate(() => 1n)).toBe(true);
    },
  );

  test.each(['"', "'", '"\\', 'a.', 'a-', '1_', '0x', '(', 'a'])(
    'takes linear time on 64 KiB of %j',
    (piece) => {
      expect(failure(piece.repeat(65_536 / piece.length))).toContain('expression, column');
    },
  );
});
