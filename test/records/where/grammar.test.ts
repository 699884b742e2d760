import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { U64_MAX } from '../../../src/core/u64.ts';
import { checkNames, evaluate, parseWhere, type WhereValue } from '../../../src/records/where/grammar.ts';

const RECORD: Readonly<Record<string, WhereValue>> = {
  state: 'swap',
  raw: '0x8400000002bcbc25',
  level: 'pte',
  pfn: null,
  phys: null,
  'swap.type': 1,
  'swap.offset': '0x0000000000001234',
  'swap.name': '/dev/vda2',
  marker: null,
  unknown: '0x0000000000000000',
  flags: ['_PAGE_SWP_UFFD_WP', '_PAGE_SWP_EXCLUSIVE'],
  uffd_wp: true,
  present: false,
  rw: false,
};
const lookup = (name: string): WhereValue => RECORD[name];
const holds = (text: string): boolean => evaluate(parseWhere(text), lookup);

/** The message of the error that parsing gives. */
function failure(text: string): string {
  try {
    parseWhere(text);
  } catch (error) {
    if (isPteDecodeError(error) && error.code === 'ERR_EXPRESSION') return error.message;
    throw error;
  }
  throw new Error(`"${text}" was parsed`);
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
    'raw & 0b100 & 0x7 == 4',
    'swap.offset == 0x1234',
    'swap.offset >= 4660 and swap.offset < 4661',
    '"_PAGE_SWP_UFFD_WP" in flags',
    '"_PAGE_RW" not in flags',
    'state in ("swap", "migration")',
    'swap.type in (0, 1)',
    'state not in ("none", "present")',
    '"_PAGE_SWP_UFFD_WP" in (flags)',
    'marker == null',
    'missing == null',
    'pfn != 0',
    'unknown == 0',
    '!unknown',
    '!present',
    '!!uffd_wp',
    'not present == true',
    'uffd_wp == true',
    'uffd_wp == 1',
    'present || rw || uffd_wp',
    'present and rw or uffd_wp',
    'uffd_wp or present and rw',
    '(uffd_wp or present) and not (present and rw)',
    'flags',
    'state',
    'true',
    '1',
    "\"it's\" == 'it\\'s'",
    '\n state\t== "swap"\r\n',
  ])('%s', (text) => {
    expect(holds(text)).toBe(true);
    expect(holds(`not (${text})`)).toBe(false);
  });
});

describe('a condition does not hold', () => {
  test.each([
    'state == swap.name',
    'state == 4',
    'state < "z"',
    'state > "a"',
    'state <= "swap"',
    'pfn < 1',
    'pfn >= 0',
    'pfn == 0',
    'pfn & 1',
    'state & 1 == 0',
    'raw == 0x8400000002bcbc24',
    '"swap" in state',
    '"swap" in missing',
    'unknown',
    'marker',
    'missing',
    'flags == flags && present',
    '(uffd_wp or present) and present',
    'false',
    'null',
    '0',
    '""',
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
    { text: 'a in ()', says: 'column 7: wanted a value' },
    { text: 'a in (1,)', says: 'column 9: wanted a value' },
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
  test('are listed once, in order', () => {
    expect(parseWhere('b == 1 && a || b & raw && "x" in flags').names).toEqual(['b', 'a', 'raw', 'flags']);
  });

  test('are checked against those that exist', () => {
    const where = parseWhere('state == "swap" && swp.type == 1');
    expect(() => {
      checkNames(where, ['state', 'swp.type']);
    }).not.toThrow();
    expect(() => {
      checkNames(where, ['state', 'swap.type']);
    }).toThrow(
      expect.objectContaining({
        code: 'ERR_EXPRESSION',
        message: expect.stringContaining(
          'column 20: unknown name "swp.type" (text stands in quotes); names are state, swap.type',
        ),
      }),
    );
  });
});

test('every example of docs/where.md is a condition', () => {
  const docs = readFileSync(new URL('../../../docs/where.md', import.meta.url), 'utf8');
  const [, examples = ''] = /```\n(state[^]*?)```/.exec(docs) ?? [];
  const [, table = ''] = /\| wanted[^\n]*\n([^]*)$/.exec(docs) ?? [];
  const texts = [
    ...examples.trim().split('\n'),
    ...[...table.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  ];
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) expect(parseWhere(text).names.length).toBeGreaterThan(0);
});

describe('any text and any record', () => {
  test('nothing but an expression error is thrown, and evaluation throws nothing', () => {
    const words = [
      'a',
      'swap.type',
      'flags',
      '0x4',
      '12',
      '"s"',
      "'t'",
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
    const scalar = fc.oneof(
      fc.bigInt(),
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, undefined, '0x4'),
    );
    const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }));
    fc.assert(
      fc.property(text, fc.array(value, { minLength: 1, maxLength: 4 }), (source, values) => {
        try {
          const where = parseWhere(source);
          expect(typeof evaluate(where, (name) => values[name.length % values.length])).toBe('boolean');
        } catch (error) {
          if (!isPteDecodeError(error)) throw error;
          expect(error.code).toBe('ERR_EXPRESSION');
          expect(error.message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('bits and comparisons are those of exact integers', () => {
    const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
    fc.assert(
      fc.property(u64, u64, (a, b) => {
        const at = (text: string): boolean =>
          evaluate(parseWhere(text), (name) => (name === 'a' ? '0x' + a.toString(16) : b));
        expect(at('a & b')).toBe((a & b) !== 0n);
        expect(at(`a & ${b} == 0x${(a & b).toString(16)}`)).toBe(true);
        expect(at('a < b')).toBe(a < b);
        expect(at('a >= b')).toBe(a >= b);
        expect(at('a == b')).toBe(a === b);
        expect(at('a != b')).toBe(a !== b);
      }),
    );
  });

  test.each(['a || ', 'a && ', '1 & ', 'a == 1 && '])('long chains of %j need no depth', (piece) => {
    const where = parseWhere(piece.repeat(6000) + 'a');
    expect(evaluate(where, () => 1n)).toBe(true);
  });

  test.each(['"', "'", '"\\', 'a.', '1_', '0x', '('])('takes linear time on 64 KiB of %j', (piece) => {
    expect(failure(piece.repeat(65_536 / piece.length))).toContain('expression, column');
  });
});
