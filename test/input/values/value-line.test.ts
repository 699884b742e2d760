import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatU64, U64_MAX } from '../../../src/core/u64.ts';
import { readToken } from '../../../src/input/values/argument.ts';
import { parseLine } from '../../../src/input/values/value-line.ts';
import type { LineOptions, ParsedLine } from '../../../src/input/values/parsed-line.ts';

/** Reads lines one after the other, as the text reader does, and returns the last. */
function parseAfter(before: string, line: string, options: LineOptions = {}): ParsedLine {
  return parseLine(line, { ...options, after: parseLine(before, options) });
}

const values = (parsed: ParsedLine): string[] => parsed.values.map(({ value }) => formatU64(value));
const says = (parsed: ParsedLine): string[] =>
  parsed.errors.map(({ column, error }) => `${column} ${error.code} ${error.message}`);

const A = '0x8000000000000067';
const B = '0x0000000000000004';
const C = '0x8400000002bcbc25';
const D = '0x4142434445464748';

// The lines were printed by coreutils 9.1 od, vim 9.0 xxd, util-linux 2.38 hexdump and gdb 13 from a file that holds the
// four values above, and by crash and QEMU in the formats of their sources.
describe('a line of a dump', () => {
  test.each([
    {
      shape: 'crash-rd',
      line: 'ffff888004008000:  8000000000000067 0000000000000004   g...............',
      want: [A, B],
    },
    { shape: 'crash-rd', line: 'ffff888004008010:  8000000000000067                    g.......', want: [A] },
    { shape: 'crash-rd', line: '         4008000:  8000000000000067 0000000000000004', want: [A, B] },
    {
      shape: 'crash-rd',
      line: 'ffff888004008000:  8000000000000067 3938373635343332   # 0x4 0x5 23456789',
      want: [A, '0x3938373635343332'],
    },
    {
      shape: 'crash-rd',
      line: 'ffff888004008000:  8000000000000067 3938373635343332   3938373635343332',
      want: [A, '0x3938373635343332'],
    },
    {
      shape: 'crash-rd',
      line: 'crash> ffff888004008000:  8000000000000067 0000000000000004   g...............',
      want: [A, B],
    },
    { shape: 'xxd', line: '00000000: 8000000000000067 0000000000000004  g...............', want: [A, B] },
    { shape: 'xxd', line: '00000050: 8400000002bcbc25 4142434445464748  %.......HGFEDCBA', want: [C, D] },
    { shape: 'xxd', line: '00000050: 8400000002bcbc25  %.......', want: [C] },
    {
      shape: 'xxd',
      line: '00000060: 3938373635343332                   23456789',
      want: ['0x3938373635343332'],
    },
    {
      shape: 'xxd',
      line: '00000000: 8000000000000067 0000000000000004 8400000002BCBC25 4142434445464748  g...............%.......HGFEDCBA',
      want: [A, B, C, D],
    },
    { shape: 'xxd', line: '00000000: 8000000000000067 0000000000000004', want: [A, B] },
    { shape: 'qemu-xp', line: '0000000000001000: 0x8000000000000067 0x0000000000000004', want: [A, B] },
    { shape: 'qemu-xp', line: '(qemu) 0000000000001000: 0x8000000000000067', want: [A] },
    { shape: 'gdb-x', line: '0x555555558020 <tbl>:\t0x8000000000000067\t0x0000000000000004', want: [A, B] },
    { shape: 'gdb-x', line: '0x555555558030 <tbl+16>:\t0x8000000000000067', want: [A] },
    { shape: 'gdb-x', line: '0x7fffffffe6f0:\t0x8000000000000067\t0x0000000000000004', want: [A, B] },
    {
      shape: 'gdb-x',
      line: '0x555555558020 <ns::f<int>(char)+8>:    0x8000000000000067    0x0000000000000004  ',
      want: [A, B],
    },
    { shape: 'gdb-x', line: '(gdb) 0x555555558020 <tbl>:\t0x8000000000000067', want: [A] },
    { shape: 'gdb-x', line: '0xffff888004008000: 0x4', want: [B] },
    { shape: 'od-tx8', line: '000000 8000000000000067 0000000000000004', want: [A, B] },
    { shape: 'od-tx8', line: '0000020 8000000000000067 0000000000000004', want: [A, B] },
    { shape: 'od-tx8', line: '000050 8400000002bcbc25', want: [C] },
    { shape: 'od-tx8', line: '000050 8400000002bcbc25 4142434445464748  >%.......HGFEDCBA<', want: [C, D] },
    {
      shape: 'od-tx8',
      line: '000060 3938373635343332                   >23456789<',
      want: ['0x3938373635343332'],
    },
    { shape: 'od-tx8', line: '000000 8000000000000067 0000000000000004  ># 0x4 0x5 <  ..<', want: [A, B] },
    { shape: 'od-tx8', line: '00000000  8000000000000067 0000000000000004 ', want: [A, B] },
    { shape: 'list', line: ' 8000000000000067 0000000000000004', want: [A, B] },
  ])('$shape: $line', ({ shape, line, want }) => {
    const parsed = parseLine(line);
    expect(parsed.shape).toBe(shape);
    expect(parsed.errors).toEqual([]);
    expect(values(parsed)).toEqual(want);
    for (const { text, column } of parsed.values)
      expect(line.slice(column - 1)).toMatch(new RegExp(`^${text}\\b`));
    expect(parseLine(line + '\r')).toEqual(parsed);
    if (shape !== 'list') expect(values(parseLine(line + ' # 0x5'))).toEqual(want);
  });

  test('od -tu8 is read where decimal was asked for, and explained where it was not', () => {
    const line = '000050  9511602413052410917  4702394921427289928';
    expect(values(parseLine(line, { decimal: true }))).toEqual([C, D]);
    expect(parseLine(line, { decimal: true }).shape).toBe('od-tu8');
    expect(says(parseLine(line))).toEqual([expect.stringMatching(/^9 ERR_VALUE_SYNTAX .*--decimal/)]);
    expect(says(parseLine('000000  9223372036854775911                    4'))).toHaveLength(1);
  });

  test('xxd -e -g8 that ends inside an entry gives the whole words and one error', () => {
    const line = '00000060: 8400000002bcbc25       3635343332  %.......23456';
    const parsed = parseLine(line);
    expect(values(parsed)).toEqual([C]);
    expect(says(parsed)).toEqual(['34 ERR_TRUNCATED "3635343332": the dump ends after 5 of 8 bytes']);
    expect(says(parseLine('00000060:       3635343332                   23456'))).toHaveLength(1);
  });
});

describe('what is no dump of 64-bit words is refused as a whole', () => {
  test.each([
    { name: 'xxd', line: '00000000: 6700 0000 0000 0080 0400 0000 0000 0000  g...............' },
    { name: 'xxd -g1', line: '00000000: 67 00 00 00 00 00 00 80 04 00 00 00 00 00 00 00  g...............' },
    { name: 'xxd -e -g4', line: '00000000: 00000067 80000000 00000004 00000000  g...............' },
    { name: 'xxd, last line', line: '00000060: 3233 3435 3637 3839                      23456789' },
    { name: 'od', line: '0000000 000147 000000 000000 100000 000004 000000 000000 000000' },
    { name: 'od -tx1z', line: '000000 67 00 00 00 00 00 00 80 04 00 00 00 00 00 00 00  >g...............<' },
    { name: 'od -tx4', line: '000000 00000067 80000000 00000004 00000000' },
    { name: 'hexdump', line: '0000000 0067 0000 0000 8000 0004 0000 0000 0000' },
    {
      name: 'hexdump -C',
      line: '00000000  67 00 00 00 00 00 00 80  04 00 00 00 00 00 00 00  |g...............|',
    },
    { name: 'gdb x/wx', line: '0x555555558020 <tbl>:\t0x00000004\t0x00000000' },
    { name: 'gdb x/wx, one word', line: '0x555555558020 <tbl>:\t0x02bcbc25' },
    { name: 'gdb x/bx', line: '0x555555558020 <tbl>:\t0x67\t0x12\t0x34' },
    { name: 'gdb x/a', line: '0x7fffffffe6f0:\t0x555555555129 <main>' },
    { name: 'QEMU xp /wx', line: '0000000000001000: 0x00000067 0x80000000 0x00000004 0x00000000' },
    {
      name: 'crash rd -32',
      line: 'ffff888004008000:  00000067 80000000 00000004 00000000   g...............',
    },
    { name: 'crash rd -s', line: 'ffff888004008000:  schedule+18      0000000000000000' },
  ])('$name', ({ line }) => {
    const parsed = parseLine(line);
    expect(parsed.values).toEqual([]);
    expect(says(parsed)).toEqual([expect.stringMatching(/ERR_VALUE_SYNTAX .*xxd -e -g8.*--input u64le/)]);
  });

  test('xxd -g8 looks like xxd -e -g8, and its text column gives it away', () => {
    for (const line of [
      '00000000: 6700000000000080 0400000000000000  g...............',
      '00000060: 3233343536373839                   23456789',
    ])
      expect(says(parseLine(line))).toEqual([expect.stringContaining('as `xxd -g8` prints them')]);
  });
});

describe('lines between the lines of a dump', () => {
  test('after a line that was refused, * and the last line are not refused again', () => {
    for (const line of ['*', '0000068'])
      expect(parseAfter('0000050 bc25 02bc 0000 8400 4748 4546 4344 4142', line)).toMatchObject({
        values: [],
        errors: [],
        notices: [],
      });
  });

  test('* stands for copies of the line above', () => {
    const parsed = parseAfter('000000 8000000000000067 0000000000000004', '*');
    expect(parsed).toMatchObject({ shape: 'squeezed', values: [], errors: [], notices: [{ column: 1 }] });
    expect(says(parseLine('*'))).toEqual([expect.stringContaining('no line with values is before it')]);
  });

  test.each([
    { name: 'hexadecimal', before: '000060 3938373635343332', line: '000068', whole: true },
    {
      name: 'hexadecimal, full line',
      before: '000060 3938373635343332 3938373635343332',
      line: '000070',
      whole: true,
    },
    { name: 'octal', before: '0000140 3938373635343332', line: '0000150', whole: true },
    { name: 'decimal', before: '0000096 3938373635343332', line: '0000104', whole: true },
    { name: 'hexadecimal, cut', before: '000060 0000003635343332', line: '000065', whole: false },
    { name: 'octal, cut', before: '0000140 0000003635343332', line: '0000145', whole: false },
  ])('the last line of od: $name', ({ before, line, whole }) => {
    const parsed = parseAfter(before, line);
    expect(parsed.shape).toBe('od-end');
    expect(parsed.errors.map(({ error }) => error.code)).toEqual(whole ? [] : ['ERR_TRUNCATED']);
    expect(says(parseLine(line))).toEqual([expect.stringContaining('digits without prefix')]);
  });

  test.each([
    '(gdb) x/2gx 0xffff888004008000',
    'crash> rd ffff888004008000',
    '(qemu) xp /2gx 0x1000',
    '>>> [0x4]',
  ])('a command at a prompt holds no values: %s', (line) => {
    expect(parseLine(line)).toMatchObject({
      shape: 'prompt',
      values: [],
      errors: [],
      notices: [{ column: 1 }],
    });
  });

  // A column in front of the name is something else, such as an address: nothing tells that it is an entry.
  test('a value in front of the name of an entry is no entry for sure', () => {
    const line = parseLine('0x00007f0000001000,pte,0x8000000002be9c25');
    expect(line.errors.map(({ column }) => column)).toEqual([20]);
  });

  test.each(['', '  ', '# 0x4', '  # comment', '{', '},', '\ufeff', '\r'])('nothing: %j', (line) => {
    expect(parseLine(line)).toMatchObject({ shape: 'blank', values: [], errors: [], notices: [] });
  });
});

describe('a word that is no value', () => {
  test.each([
    { name: 'behind a byte order mark', line: '\ufeffvalues 0x4', column: 2 },
    { name: 'behind a prompt', line: '(gdb) $1 = 0x4 hello', column: 16 },
    { name: 'at the begin', line: 'values 0x4', column: 1 },
  ])('is told with its column, and the value read: $name', ({ line, column }) => {
    const parsed = parseLine(line);
    expect(values(parsed)).toEqual([B]);
    expect(parsed.errors.map((problem) => [problem.column, problem.error.code])).toEqual([
      [column, 'ERR_VALUE_SYNTAX'],
    ]);
  });

  test('is one mistake, however long it is', () => {
    const { errors } = parseLine(`0x4 ${'g'.repeat(65_000)}1`);
    expect(errors.map(({ column }) => column)).toEqual([5]);
  });
});

describe('a list', () => {
  test.each([
    { name: 'one value', line: '0x4', want: [B] },
    { name: 'blanks, commas, semicolons', line: ' 0x4\t8000000000000067,0x4 ;0x4;, ', want: [B, A, B, B] },
    { name: 'a comment', line: '0x4 # 0x5', want: [B] },
    { name: 'a comment without blank', line: '0x4#5', want: [B] },
    { name: 'a Python list', line: '[\'0x4\', "0x8000000000000067"]', want: [B, A] },
    {
      name: 'a Python tuple of bare values',
      line: '(8000000000000067, deadbeefdeadbeef)',
      want: [A, '0xdeadbeefdeadbeef'],
    },
    { name: 'a byte order mark', line: '\ufeff0x4', want: [B] },
    { name: 'binary and underscores', line: '0b100 0x8000_0000_0000_0067', want: [B, A] },
  ])('$name', ({ line, want }) => {
    const parsed = parseLine(line);
    expect(parsed).toMatchObject({ shape: 'list', errors: [], notices: [] });
    expect(values(parsed)).toEqual(want);
    for (const { text, column } of parsed.values) expect(line.startsWith(text, column - 1)).toBe(true);
  });

  test.each([
    { name: 'gdb p/x', line: '$1 = {0x4, 0x8400000002bcbc25, 0x8000000000000067}', want: [B, C, A] },
    { name: 'gdb p/x, one value', line: '$3 = 0x8400000002bcbc25', want: [C] },
    { name: 'gdb p/x of a structure', line: '$2 = {pte = 0x8400000002bcbc25}', want: [C] },
    { name: 'gdb after its prompt', line: '(gdb) $2 = {pte = 0x8400000002bcbc25}', want: [C] },
    { name: 'drgn, a field', line: '\t.pte = (pteval_t)0x8000000000000067,', want: [A] },
    // drgn prints integers in decimal: 0x8400000002bcbc25.
    { name: 'drgn, a field in decimal', line: '\t.pte = (pteval_t)9511602413052410917,', want: [C] },
    { name: 'C, with a suffix', line: '.pte = 0x8400000002bcbc25UL,', want: [C] },
    { name: 'drgn, an array', line: '(pteval_t [2]){ 0x4, 0x8000000000000067 }', want: [B, A] },
    { name: 'drgn, an object in memory', line: '*(pte_t *)0xffff888004008000 = {', want: [] },
  ])('with names: $name', ({ line, want }) => {
    const parsed = parseLine(line);
    expect(parsed).toMatchObject({ shape: 'fields', errors: [], notices: [] });
    expect(values(parsed)).toEqual(want);
    for (const { text, column } of parsed.values) expect(line.startsWith(text, column - 1)).toBe(true);
  });

  test('gdb repeats are noticed', () => {
    const parsed = parseLine('$5 = {0x4, 0x0 <repeats 11 times>, 0x67}');
    expect(values(parsed)).toEqual([B, formatU64(0n), formatU64(0x67n)]);
    expect(parsed.notices).toEqual([{ column: 16, text: expect.stringContaining('<repeats 11 times>') }]);
  });

  test('bad tokens are reported with their columns and the rest is read', () => {
    const parsed = parseLine('0x4, 0x1g 5 0x8000000000000067\x1b]0;');
    expect(values(parsed)).toEqual([B]);
    expect(parsed.errors.map(({ column }) => column)).toEqual([6, 11, 13, 33]);
    expect(parsed.errors[2]?.error.message).toContain('\\x1b');
  });

  test('a line of nothing but bad tokens ends in one error for the rest', () => {
    const parsed = parseLine('? '.repeat(1000) + '0x4');
    expect(parsed.values).toEqual([]);
    expect(parsed.errors).toHaveLength(33);
    expect(parsed.errors[32]?.error.message).toContain('the rest of the line');
  });

  test('decimal', () => {
    expect(values(parseLine('[4, 9511602413052410917]', { decimal: true }))).toEqual([B, C]);
    expect(values(parseLine('1000000 4096', { decimal: true }))).toEqual([
      formatU64(1000000n),
      formatU64(4096n),
    ]);
    expect(says(parseLine('[4, 9511602413052410917]'))).toEqual([
      expect.stringContaining('--decimal'),
      expect.stringContaining('19 digits without prefix'),
    ]);
  });
});

describe('any line', () => {
  const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
  const hex16 = (value: bigint): string => value.toString(16).padStart(16, '0');

  test('throws nothing; errors and notices are printable; columns are in the line', () => {
    const alphabet = [
      '0x',
      '0',
      '67',
      'ffff888004008000',
      ':',
      ' ',
      '  ',
      '\t',
      ',',
      '(',
      ')',
      '<',
      '>',
      '=',
      '.',
      '*',
      '#',
      '"',
      '$',
      'a',
      'g',
      '\x1b',
      '\u202e',
      '\0',
      '🂡',
    ];
    const pieces = fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join(''));
    const after = parseLine('000000 8000000000000067 0000000000000004');
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), fc.boolean(), (line, decimal) => {
        const parsed = parseLine(line, { decimal, after });
        for (const { value, text, column } of parsed.values) {
          expect(value >= 0n && value <= U64_MAX).toBe(true);
          expect(line.startsWith(text, column - 1)).toBe(true);
        }
        for (const { column, error } of parsed.errors) {
          expect(column).toBeLessThanOrEqual(line.length);
          expect(error.message).not.toMatch(/\p{Cc}/u);
        }
        for (const { text } of parsed.notices) expect(text).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 5000 },
    );
  });

  test('values never come from the text column, and always from the words', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefx ,#:<>*.()='),
      minLength: 16,
      maxLength: 16,
    });
    fc.assert(
      fc.property(u64, u64, text, (one, two, ascii) => {
        const words = `${hex16(one)} ${hex16(two)}`;
        const want = [formatU64(one), formatU64(two)];
        expect(values(parseLine(`ffff888004008000:  ${words}   ${ascii}`))).toEqual(want);
        expect(values(parseLine(`000010 ${words}  >${ascii}<`))).toEqual(want);
        const xxd = parseLine(`00000010: ${words}  ${ascii}`);
        expect(xxd.errors.length > 0 ? want : values(xxd)).toEqual(want);
      }),
    );
  });

  test('gives back what each tool would print', () => {
    fc.assert(
      fc.property(fc.array(u64, { minLength: 1, maxLength: 2 }), (entries) => {
        const want = entries.map(formatU64);
        const bare = entries.map(hex16).join(' ');
        for (const line of [
          want.join(','),
          bare,
          `ffff888004008000:  ${bare}`,
          `00000000: ${bare}`,
          `000000 ${bare}`,
          `0x1000 <a>:\t${want.join('\t')}`,
          `0000000000001000: ${want.join(' ')}`,
        ])
          expect(values(parseLine(line))).toEqual(want);
      }),
    );
  });

  test.each([
    ['digits', '1'],
    ['letters', 'a'],
    ['words', 'a '],
    ['blanks', ' '],
    ['tabs', '\t'],
    ['colons', ': '],
    ['symbols', '0x1 <a>: '],
    ['open', '('],
    ['casts', '(a'],
    ['casts with blanks', '(a '],
    ['references', '*(a*)0x1'],
    ['references, open', '*('],
    ['labels', 'a = '],
    ['equals', '= '],
    ['dots', '.a'],
    ['repeats', '<repeats 1'],
    ['bytes', '67 '],
    ['words of 64 bits', '8000000000000067 '],
    ['values', '0x1 '],
    ['angles', '> <'],
    ['prompts', '>>> '],
    ['returns', '\r'],
  ])('takes linear time on 64 KiB of %s', (_name, piece) => {
    const long = piece.repeat(65_536 / piece.length);
    for (const start of [
      '',
      '0x1 <',
      '000000 ',
      '00000000: ',
      'ffff888004008000:  8000000000000067   ',
      '000000 8000000000000067  >',
    ])
      for (const line of [start + long, `${start}${long}!`]) parseLine(line);
  });
});

// A word that is told before it is read must be none that would be read: the same words on a command line are refused.
test('what is taken for a word is no value anywhere', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefgluxzABFGLUZ'), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(letters, fc.boolean(), fc.constantFrom(32, 64), (word, decimal, bits) => {
      const { values, errors } = parseLine(`0x4 ${word}`, { decimal, bits });
      for (const { error } of errors) expect(error.message).toContain(`"${word}"`);
      const isValue = typeof readToken(word, false, { decimal, bits }) === 'bigint';
      // Short words of letters that could be digits are passed over.
      const isPassed = !decimal && /^[a-f]{1,7}$/i.test(word);
      expect([values.length, errors.length]).toEqual([
        isValue && !isPassed ? 2 : 1,
        isValue || isPassed ? 0 : 1,
      ]);
    }),
    { numRuns: 2000 },
  );
});

// The numbers are those of one pte of v6.12: its address and its frame are no entries.
describe('names in front of values', () => {
  const STAMP = '[   10.123456] foo: ';
  test.each([
    { line: 'pte=0x8400000002be9c25', texts: ['0x8400000002be9c25'] },
    { line: 'pte: 0x8400000002be9c25', texts: ['0x8400000002be9c25'] },
    { line: 'PTE 0x8400000002be9c25', texts: ['0x8400000002be9c25'] },
    { line: 'pte \t 0x4, pmd_val :\t0x67', texts: ['0x4', '0x67'] },
    { line: 'old_pte=0x4, pmdval=0x67', texts: ['0x4', '0x67'] },
    { line: 'pte: 8400000002be9c25', texts: ['8400000002be9c25'] },
    { line: '"pte","0x4"', texts: ['0x4'] },
    { line: 'pte = 8400000002be9c25', texts: ['8400000002be9c25'] },
    { line: '{"pmd": "0x67", "pte": "0x4"}', texts: ['0x67', '0x4'] },
    { line: `${STAMP}pte=0x8400000002be9c25`, texts: ['0x8400000002be9c25'] },
    { line: `${STAMP}pte:8400000002be9c25`, texts: ['8400000002be9c25'] },
    {
      line: `${STAMP}addr=7f0000001000 pte=0x8400000002be9c25 pfn=0x2be9`,
      texts: ['0x8400000002be9c25'],
    },
    { line: `${STAMP}ptep=0xffff888003a83180 vaddr=0x7f0000001000`, texts: [] },
    { line: `${STAMP}count=0x5 orig_pte=0x4 new=0x67`, texts: ['0x4', '0x67'] },
    { line: `${STAMP}pte_pfn=0x2be9 at 0x8400000002be9c25`, texts: ['0x8400000002be9c25'] },
    { line: `${STAMP}x=0x4 y=0x67`, texts: ['0x4', '0x67'] },
  ])('$line', ({ line, texts }) => {
    const { values, errors } = parseLine(line);
    expect(errors).toEqual([]);
    expect(values.map(({ text }) => text)).toEqual(texts);
  });

  // The pmd is one of v6.12; gdb and drgn print such types so.
  test.each([
    { line: 'pmd=0x80000000046008e7', column: 1, texts: [] },
    { line: 'pmd 0x80000000046008e7 pte 0x4', column: 1, texts: ['0x4'] },
    { line: 'pte: 0x4, old_pmd: 0x80000000046008e7', column: 11, texts: ['0x4'] },
    { line: 'pte=0x4 old_pmd=0x80000000046008e7, pte=0x67', column: 9, texts: ['0x4', '0x67'] },
    { line: 'pmd=0x80000000046008e7 0x4', column: 1, texts: [] },
    { line: `${STAMP}pmd=0x80000000046008e7, 0x4`, column: 21, texts: [] },
    { line: 'pmd: 80000000046008e7', column: 1, texts: [] },
    { line: 'pmd,0x80000000046008e7', column: 1, texts: [] },
    { line: '"pmd","0x80000000046008e7"', column: 2, texts: [] },
    { line: '{"pmd": "0x80000000046008e7", "pte": "0x4"}', column: 3, texts: ['0x4'] },
    { line: "'pte': 0x4, 'pmd' : 0x80000000046008e7", column: 14, texts: ['0x4'] },
    { line: 'pmd -> 0x80000000046008e7', column: 1, texts: [] },
    { line: '$1 = {pmd = 0x80000000046008e7}', column: 1, texts: [] },
    { line: '(pmd_t){.pmd = (pmdval_t)0x80000000046008e7}', column: 1, texts: [] },
    { line: '(pmdval_t [2]){ 0x1, 0x2 }, 0x5', column: 1, texts: ['0x5'] },
    { line: '(pudval_t)0x80000000046008e7', column: 1, texts: [] },
    {
      line: `${STAMP}PMD:80000000046008e7 pte:8400000002be9c25`,
      column: 21,
      texts: ['8400000002be9c25'],
    },
    { line: `${STAMP}new pmd 0x80000000046008e7 pte 0x4`, column: 25, texts: ['0x4'] },
    { line: `${STAMP}pte: 0x4, pmd: 80000000046008e7`, column: 31, texts: ['0x4'] },
    { line: `${STAMP}pmd_val = 0x80000000046008e7.`, column: 21, texts: [] },
    { line: 'pte   0x4    pmd\t0x80000000046008e7', column: 14, texts: ['0x4'] },
  ])('$line has one of another level than pte', ({ line, column, texts }) => {
    const { values, errors } = parseLine(line, { isPteAssumed: true });
    expect(values.map(({ text }) => text)).toEqual(texts);
    expect(errors).toMatchObject([
      { column, error: { message: expect.stringMatching(/--level p[mu]d reads it$/) } },
    ]);
    expect(parseLine(line)).toMatchObject({ errors: [] });
    expect(parseLine(line).values.length).toBeGreaterThan(texts.length);
  });

  // drgn and gdb print a pgd_t * of struct mm_struct, and a pte_t * of struct vm_fault, so.
  test.each([
    { line: '.pgd = (pgd_t *)0xffff888100000000,', column: 1, texts: [] },
    { line: '$1 = (pte_t *) 0xffff888004008000', column: 1, texts: [] },
    { line: `${STAMP}(pmd_t *)0xffff888004008000, pte 0x4`, column: 21, texts: ['0x4'] },
    { line: '.orig_pte = (pteval_t)4, .pte = (pte_t *)0xffff888004008000', column: 26, texts: ['4'] },
  ])('$line has a pointer', ({ line, column, texts }) => {
    for (const isPteAssumed of [false, true]) {
      const { values, errors } = parseLine(line, { isPteAssumed });
      expect(values.map(({ text }) => text)).toEqual(texts);
      expect(errors).toMatchObject([
        { column, error: { message: expect.stringMatching(/: a pointer, no entry$/) } },
      ]);
    }
  });

  // A member of struct mm_struct as gdb prints it: a pointer, of which no type is told.
  test('what can be an address is not said to be an entry', () => {
    const { values, errors } = parseLine('  pgd = 0xffff888003a7c000,', { isPteAssumed: true });
    expect(values).toEqual([]);
    expect(errors).toMatchObject([
      { error: { message: '"pgd =": a pointer, or an entry of another level: --level pgd reads it' } },
    ]);
  });

  test.each(['pmd', 'pmd,pte', '0x4 pmd', '0x4 | 0x67', 'pmd:'])(
    '%s is more than names of values',
    (line) => {
      expect(parseLine(line).errors.length).toBeGreaterThan(0);
    },
  );

  // With a level too: what a report calls by names of several levels is not of that one.
  test.each([
    'PGD 8000000003a7c067 P4D 8000000003a7c067 PUD 13a7d067 PMD 13a83067 PTE 0',
    'PMD: 13a83067',
    'BUG: Bad page map in process x  pte: 8000000012345678 pmd: 0000000013a83067',
  ])('%s is a log', (line) => {
    for (const isPteAssumed of [false, true])
      expect(parseLine(line, { isPteAssumed })).toMatchObject({ shape: 'log', values: [] });
  });

  test.each([
    '(pte_t){.pte = (pteval_t)4}',
    'pteval=0x4',
    'nr_pmd_pages = 0x4',
    `${STAMP}pmdp=0xffff888003a83180 pte=0x4`,
  ])('%s names no entry of another level', (line) => {
    expect(parseLine(line, { isPteAssumed: true })).toEqual(parseLine(line));
  });

  test.each(['pfn=0x2be9', 'ptep=0xffff888003a83180', 'x=0x4'])('%s alone is no value', (line) => {
    expect(parseLine(line)).toMatchObject({ values: [], errors: [{}] });
  });
});

// What grep --color=always, ls and tput put around text, as on a terminal of xterm-256color.
test.each([
  'pte=\x1b[01;31m\x1b[K0x84\x1b[m\x1b[K00000002be9c25',
  '\x1b[0;38;5;208mpte\x1b[0m=0x8400000002be9c25\x1b(B\x1b[m',
  '\x1b[32m0x8400000002be9c25\x1b[0m\r',
])('colours of %j are none of its values', (line) => {
  const { values, errors } = parseLine(line);
  expect(errors).toEqual([]);
  expect(values.map(({ value }) => value)).toEqual([0x8400000002be9c25n]);
});
