import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { harmless, leavingText, printable } from '../../src/core/printable.ts';

describe('printable', () => {
  test.each([
    { name: 'plain text', text: 'pte 0x4', shown: 'pte 0x4' },
    { name: 'a terminal sequence', text: '\x1b[31mred\x07', shown: '\\x1b[31mred\\x07' },
    { name: 'C1 controls and DEL', text: '\x9b1m\x7f', shown: '\\x9b1m\\x7f' },
    { name: 'line ends', text: 'a\r\nb\u2028c', shown: 'a\\x0d\\x0ab\\u{2028}c' },
    { name: 'direction overrides', text: 'a\u202eb\u2066c', shown: 'a\\u{202e}b\\u{2066}c' },
    { name: 'an unpaired surrogate', text: 'a\ud800b', shown: 'a\\u{d800}b' },
    { name: 'a backslash', text: '\\x1b', shown: '\\\\x1b' },
    { name: 'letters of any script', text: 'größe 页', shown: 'größe 页' },
  ])('$name', ({ text, shown }) => {
    expect(printable(text)).toBe(shown);
  });

  test('cuts long text, and never inside an escape', () => {
    expect(printable('abcdef', 6)).toBe('abcdef');
    expect(printable('abcdefg', 6)).toBe('abcdef…');
    expect(printable('abcd\x1bfg', 6)).toBe('abcd…');
    expect(printable('x'.repeat(1_000_000)).length).toBe(61);
  });

  test('shows no control or invisible character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(80), (text, limit) => {
        const shown = printable(text, limit);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(shown.length).toBeLessThanOrEqual(limit + 1);
      }),
    );
  });
});

describe('harmless', () => {
  test('escapes what printable escapes, and leaves backslashes and the length alone', () => {
    expect(harmless('a\\x1b\x1b\n\u2028')).toBe('a\\x1b\\x1b\\x0a\\u{2028}');
    expect(harmless('x'.repeat(1000))).toHaveLength(1000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => harmless(harmless(text)) === harmless(text)),
    );
  });
});

describe('leavingText', () => {
  // ECMA-48 8.3.117 SGR: ESC [ parameters m.
  test('lets nothing through that acts on a terminal, but for colours where they are wanted', () => {
    const text = 'a\x1b[1;31mb\x1b[2Jc\n';
    expect(leavingText(text)).toBe('a\\u001b[1;31mb\\u001b[2Jc\n');
    expect(leavingText(text, true)).toBe('a\x1b[1;31mb\\u001b[2Jc\n');
    expect(leavingText('\u{e0001}')).toBe('\\udb40\\udc01');
  });
});
