import { describe, expect, test } from '@jest/globals';
import { expressionError, tokenize } from '../../../src/records/where/lexer.ts';

describe('tokenize', () => {
  test('tells names, words, numbers, text and symbols apart', () => {
    const tokens = tokenize('swap.type<=0x1F&&not in "a\\"b" true _x.1 0b1_0 1_000');
    expect(tokens.map(({ kind, text, at }) => [kind, text, at])).toEqual([
      ['name', 'swap.type', 0],
      ['symbol', '<=', 9],
      ['literal', '0x1F', 11],
      ['symbol', '&&', 15],
      ['symbol', 'not', 17],
      ['in', 'in', 21],
      ['literal', '"a\\"b"', 24],
      ['literal', 'true', 31],
      ['name', '_x.1', 36],
      ['literal', '0b1_0', 41],
      ['literal', '1_000', 47],
      ['end', '', 52],
    ]);
    expect(tokens.flatMap((token) => (token.kind === 'literal' ? [token.value] : []))).toEqual([
      31n,
      'a"b',
      true,
      2n,
      1000n,
    ]);
    expect(tokens.flatMap((token) => (token.kind === 'symbol' ? [token.symbol] : []))).toEqual([
      '<=',
      '&&',
      '!',
    ]);
  });

  test.each([
    { text: 'uffd-wp', kinds: ['name:uffd-wp', 'end:'] },
    { text: 'swap-like&&not-read', kinds: ['name:swap-like', 'symbol:&&', 'name:not-read', 'end:'] },
    { text: 'a.b-c.d', kinds: ['name:a.b-c.d', 'end:'] },
    { text: 'flags has has-x', kinds: ['name:flags', 'has:has', 'name:has-x', 'end:'] },
  ])('"-" between letters is part of a name: $text', ({ text, kinds }) => {
    expect(tokenize(text).map((token) => `${token.kind}:${token.text}`)).toEqual(kinds);
  });

  test.each([
    { name: 'a minus sign after a name', text: 'a -1', column: 3 },
    { name: 'a minus sign behind a name', text: 'a- 1', column: 2 },
    { name: 'two minus signs', text: 'a--b', column: 2 },
    { name: 'a number with letters', text: 'x == 12g', column: 6 },
    { name: 'a loose underscore', text: '1__0', column: 1 },
    { name: '65 bits', text: '0x1ffffffffffffffff', column: 1 },
    { name: 'a long number', text: '9'.repeat(60_000), column: 1 },
    { name: 'text that does not end', text: 'a == "b', column: 6 },
    { name: 'an unknown escape', text: '"a\\n"', column: 1 },
    { name: 'one equals sign', text: 'a = 1', column: 3 },
    { name: 'one bar', text: 'a | b', column: 3 },
    { name: 'a minus sign', text: '-1', column: 1 },
    { name: 'a pattern', text: 'a =~ "b"', column: 3 },
    { name: 'a character of no token', text: 'a\x1b[2J', column: 2 },
    { name: 'too much text', text: 'a'.repeat(70_000), column: 65_537 },
  ])('refuses $name', ({ text, column }) => {
    expect(() => tokenize(text)).toThrow(
      expect.objectContaining({
        code: 'ERR_EXPRESSION',
        message: expect.stringContaining(`expression, column ${column}: `),
      }),
    );
  });
});

describe('expressionError', () => {
  test('puts the caret below the place', () => {
    expect(expressionError('state = 1', 6, 'oops').message).toBe(
      'expression, column 7: oops\n  state = 1\n        ^',
    );
  });

  test('shows a piece of a long text, and control characters escaped', () => {
    const text = 'a'.repeat(1000) + '\x1b' + 'b'.repeat(1000);
    const [, shown = '', caret = ''] = expressionError(text, 1001, 'oops').message.split('\n');
    expect(shown).toBe(`  …${'a'.repeat(39)}\\x1b${'b'.repeat(40)}`);
    expect(shown[caret.indexOf('^')]).toBe('b');
  });
});
