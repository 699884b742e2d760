import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { terminalOf } from '../../../src/records/text/columns.ts';
import { foldLine } from '../../../src/records/text/fold.ts';

const terminal = await terminalOf(40);
const bare = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '');

describe('foldLine', () => {
  test('a pipe gets the line whole', () => {
    expect(foldLine('# ', 'word '.repeat(40), undefined, '#   ')).toBe(`# ${'word '.repeat(40)}`);
  });

  test('what stands in front stands alone where it leaves no room', () => {
    expect(foldLine('0x0000000000401000-0x0000000000408000 ', 'accessed user', terminal, '    ')).toBe(
      '0x0000000000401000-0x0000000000408000\n    accessed user',
    );
  });

  test('a number stays with its word', () => {
    expect(foldLine('', 'swap swap_info[0] exclusive slots from slot 0x1234', terminal, '  ')).toBe(
      'swap swap_info[0] exclusive slots from\n  slot 0x1234',
    );
  });

  test('a colour goes on in the next line, and not in what stands in front of it', () => {
    const text = `\x1b[2m${'word '.repeat(10).trimEnd()}\x1b[22m end`;
    expect(foldLine('| ', text, terminal, '|   ')).toBe(
      `| \x1b[2mword word word word word word word\x1b[0m\n|   \x1b[2mword word word\x1b[22m end`,
    );
  });

  test('wide characters take two columns', () => {
    expect(foldLine('', '日本語 '.repeat(7).trimEnd(), terminal, '')).toBe(
      `${'日本語 '.repeat(5).trimEnd()}\n日本語 日本語`,
    );
  });

  test('no line is wider than the terminal but a word that is, and no word is lost', () => {
    const word = fc.stringMatching(/^(?:\x1b\[31m)?[a-z1-9]{1,50}(?:\x1b\[39m)?$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.nat(30), (words, indent) => {
        const text = words.join(' ');
        const lines = foldLine(' '.repeat(indent), text, terminal, '  ').split('\n');
        for (const line of lines)
          if (bare(line).trim().includes(' ')) expect(bare(line).length).toBeLessThanOrEqual(40);
        expect(
          lines
            .map((line) => bare(line).trim())
            .join(' ')
            .trim(),
        ).toBe(bare(text));
      }),
    );
  });
});
