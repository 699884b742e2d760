import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderTable, type TableStyle, terminalOf, widthOf } from '../../../src/records/text/columns.ts';
import { paletteFor, plainPalette } from '../../../src/records/text/palette.ts';

const terminal = await terminalOf(80);
const table = (columns: number | undefined): TableStyle => ({
  palette: plainPalette,
  terminal: columns === undefined ? undefined : { ...terminal, columns },
});
const ROWS = [
  ['63', '_PAGE_NX', 'no-execute'],
  ['58', '_PAGE_SAVED_DIRTY', 'dirty, kept here while the entry is not writable'],
];

describe('renderTable', () => {
  test('without a width a row is a line', () => {
    expect(renderTable(ROWS, table(undefined), { heading: ['bits', 'name', 'meaning'], indent: 2 })).toBe(
      [
        '  bits  name               meaning',
        '  63    _PAGE_NX           no-execute',
        '  58    _PAGE_SAVED_DIRTY  dirty, kept here while the entry is not writable',
        '',
      ].join('\n'),
    );
  });

  test('what knows wide characters is loaded for text of others alone', async () => {
    const rows = [
      ['日本', 'holds'],
      ['abc', 'fails'],
    ];
    expect((await terminalOf(80, ['abc'])).page).toBeUndefined();
    const wide = await terminalOf(80, ['日本']);
    expect(renderTable(rows, { palette: plainPalette, terminal: wide })).toBe('日本  holds\nabc   fails\n');
  });

  test('cells are broken inside their column', () => {
    expect(renderTable(ROWS, table(50), { indent: 2 })).toBe(
      [
        '  63  _PAGE_NX           no-execute',
        '  58  _PAGE_SAVED_DIRTY  dirty, kept here while',
        '                         the entry is not writable',
        '',
      ].join('\n'),
    );
  });

  test('columns without room for their words go below, with their titles where there are several', () => {
    expect(renderTable(ROWS, table(30), { indent: 2 })).toBe(
      [
        '  63  _PAGE_NX',
        '    no-execute',
        '  58  _PAGE_SAVED_DIRTY',
        '    dirty, kept here while the',
        '    entry is not writable',
        '',
      ].join('\n'),
    );
    expect(renderTable(ROWS, table(20), { heading: ['bits', 'name', 'meaning'] })).toBe(
      [
        'bits',
        '63',
        '  name: _PAGE_NX',
        '  meaning:',
        '  no-execute',
        '58',
        '  name:',
        '  _PAGE_SAVED_DIRTY',
        '  meaning: dirty,',
        '  kept here while',
        '  the entry is not',
        '  writable',
        '',
      ].join('\n'),
    );
  });

  test('counts stand at the right', () => {
    const rows = [
      ['7', 'a'],
      ['1234', 'b'],
    ];
    expect(renderTable(rows, table(80), { right: [0] })).toBe('   7  a\n1234  b\n');
  });

  test('wide characters take two columns, in lines that are broken too', () => {
    expect(widthOf('共有メモリ', terminal)).toBe(10);
    expect(widthOf('é│…', terminal)).toBe(3);
    expect(
      renderTable(
        [
          ['共有', 'x'],
          ['abcd', 'y'],
        ],
        table(80),
      ),
    ).toBe('共有  x\nabcd  y\n');
    for (const line of renderTable([['共有メモリ 共有メモリ 共有メモリ', 'x']], table(20)).split('\n'))
      expect(widthOf(line, terminal)).toBeLessThanOrEqual(20);
  });

  test('colours do not count, and end with their line', async () => {
    const palette = await paletteFor(1);
    const rows = ROWS.map(([bits = '', name = '', text = '']) => [
      bits,
      { text: name, role: 'flag' as const },
      { text, role: 'bad' as const },
    ]);
    const coloured = renderTable(rows, { ...table(50), palette });
    const plain = coloured.replaceAll(/\x1b\[[0-9;]*m/g, '');
    expect(plain).toBe(renderTable(ROWS, table(50)));
    for (const line of coloured.split('\n').filter((text) => text.includes('\x1b[31m')))
      expect(line).toMatch(/\x1b\[39m$/);
  });

  test('no width is too small, no word is lost, no line is too long', () => {
    const cell = fc
      .array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 9 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        (rows, width) => {
          const text = renderTable(rows, table(width), { indent: 2 });
          const narrow = {
            palette: plainPalette,
            terminal: { ...terminal, columns: width, page: undefined },
          };
          expect(renderTable(rows, narrow, { indent: 2 })).toBe(text);
          for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(width, 20));
          const words = (all: string): string => all.replaceAll(/\s+/g, '').split('').sort().join('');
          expect(words(text)).toBe(words(rows.flat().join('')));
        },
      ),
    );
  });
});
