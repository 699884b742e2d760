import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TerminalText } from '../../src/logs/terminal-text.ts';

const show = (bytes: string | Uint8Array): string => new TerminalText().add(Buffer.from(bytes));

describe('TerminalText', () => {
  test.each([
    { name: 'plain text and tabs', given: 'a\tb "c" \\x\n', shown: 'a\tb "c" \\x\n' },
    { name: 'letters of any language', given: 'naïve 日本 🙂\n', shown: 'naïve 日本 🙂\n' },
    { name: 'the line ends of a serial console', given: 'a\r\nb\r\r\n', shown: 'a\nb\n' },
    { name: 'a carriage return inside a line', given: 'real\rfake\n', shown: 'real\\x0dfake\n' },
    {
      name: 'terminal sequences',
      given: '\x1b[2J\x1b]0;t\x07\x9b1m',
      shown: '\\x1b[2J\\x1b]0;t\\x07\\x9b1m',
    },
    { name: 'direction overrides', given: 'a\u202eb\u200b', shown: 'a\\u{202e}b\\u{200b}' },
    { name: 'line separators', given: 'a\u2028b', shown: 'a\\u{2028}b' },
    { name: 'a byte order mark', given: '\ufeffa', shown: '\\u{feff}a' },
  ])('$name', ({ given, shown }) => {
    expect(show(given)).toBe(shown);
  });

  test('bytes that are no UTF-8 are replaced', () => {
    expect(show(Uint8Array.of(0x61, 0xff, 0x9b, 0x62))).toBe('a\ufffd\ufffdb');
  });

  test('a character may be cut in two', () => {
    const text = new TerminalText();
    const bytes = Buffer.from('日');
    expect(text.add(bytes.subarray(0, 1)) + text.add(bytes.subarray(1))).toBe('日');
  });

  test('nothing that a terminal obeys comes out, whatever goes in, and lines stay lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const shown = show(bytes);
        expect(shown).not.toMatch(/[^\P{Cc}\t\n]|[\p{Cf}\u2028\u2029]/u);
        expect(shown.split('\n').length).toBe(Buffer.from(bytes).toString('latin1').split('\n').length);
      }),
      { numRuns: 1000 },
    );
  });
});
