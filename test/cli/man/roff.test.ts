import { describe, expect, test } from '@jest/globals';
import { example, roffText, section, tagged, title } from '../../../src/cli/man/roff.ts';

describe('roffText', () => {
  // Escapes as in groff_char(7) and man(7).
  test.each([
    { name: 'a backslash', text: 'a\\b', roff: 'a\\eb' },
    { name: 'hyphens', text: '--kernel', roff: '\\-\\-kernel' },
    { name: 'a quote at the beginning of a line', text: "'x'", roff: '\\(aqx\\(aq' },
    { name: 'a dot at the beginning of a line', text: '.SH NAME', roff: '\\&.SH NAME' },
    { name: 'other characters that groff changes', text: '`^~', roff: '\\(ga\\(ha\\(ti' },
    { name: 'a character outside ASCII', text: '0x…', roff: '0x\\[u2026]' },
    { name: 'line breaks', text: 'a\n.b', roff: 'a .b' },
  ])('$name', ({ text, roff }) => expect(roffText(text)).toBe(roff));
});

describe('macros', () => {
  test('arguments are quoted', () => {
    expect(section('A "B"')).toBe('.SH "A \\(dqB\\(dq"\n');
    expect(title('x', 1, 'x 1.0', 'User Commands')).toContain('.TH "X" 1 "" "x 1.0" "User Commands"\n');
  });
  test('a tagged paragraph', () => expect(tagged('tag', 'text')).toBe('.TP\ntag\ntext\n'));
  test('an example is introduced by a sentence', () => {
    expect(example('pte-decode 0x4', 'the special pte')).toContain('The special pte:\n');
    expect(example('pte-decode 0x4', 'is it one?')).toContain('Is it one?\n');
  });
});
