import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { joinCells } from '../../src/records/cells.ts';
import { columnsOf, renderRow, tableHeading } from '../../src/records/table.ts';

describe('cells', () => {
  test('CSV after RFC 4180: cells with commas, quotes or line breaks are quoted, quotes doubled', () => {
    expect(joinCells(['a', 'b,c', 'd"e', 'f\ng', ''], 'csv')).toBe('a,"b,c","d""e","f\ng",\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\uff1d1'])(
    'a cell that a spreadsheet would run gets an apostrophe: %j',
    (cell) => {
      expect(joinCells([cell, 'x'], 'csv')).toMatch(/^"?'/);
      expect(joinCells([cell, 'x'], 'tsv')).toMatch(/^'/);
      expect(joinCells([cell, 'x'], 'csv')).toContain(cell);
    },
  );

  // Python's csv (excel-tab), pandas and spreadsheets take a quotation mark at the beginning of a cell for that of a quotation.
  test('TSV: a cell that begins like a quotation does not swallow what stands behind it', () => {
    expect(joinCells(['"a', 'b"', '""'], 'tsv')).toBe('\'"a\tb"\t\'""\n');
    expect(joinCells(['"a'], 'csv')).toBe('"""a"\n');
  });

  test('TSV has one line a row, whatever is in a cell', () => {
    expect(joinCells(['a\tb', 'c\nd\r', 'e\\', 'f"'], 'tsv')).toBe('a\\tb\tc\\nd\\r\te\\\\\tf"\n');
  });
});

describe('rows', () => {
  const kernel = resolveKernel({ kernel: 'debian-6.12' });
  const columns = columnsOf(kernel.layout);
  const cells = (raw: bigint, place?: { input: string; origin: string }): Record<string, string> => {
    const entry = decodeEntry(kernel, raw);
    const row = renderRow(entry, { kernel, ...(place ? { place } : {}) }, 'tsv')
      .slice(0, -1)
      .split('\t');
    expect(row).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((name, index) => [name, row[index] ?? '']));
  };

  test('the heading names every column', () => {
    expect(tableHeading(kernel.layout, 'csv')).toBe(`${columns.join(',')}\n`);
  });

  // Values of the fact sheet's quick reference.
  test('a swap entry has type and offset, and no frame', () => {
    expect(cells(0x07fffffffffbfe0en, { input: '0x07fffffffffbfe0e', origin: 'dump:1' })).toMatchObject({
      raw: '0x07fffffffffbfe0e',
      level: 'pte',
      state: 'swap',
      class: 'a.1',
      flags: '_PAGE_SWP_EXCLUSIVE _PAGE_SWP_UFFD_WP _PAGE_SWP_SOFT_DIRTY',
      pfn: '',
      phys: '',
      swap_type: '0',
      swap_offset: '0x200',
      marker: '',
      rule1: 'true',
      rule2: 'true',
      rule3: 'true',
      rule4: 'false',
      input: '0x07fffffffffbfe0e',
      origin: 'dump:1',
    });
  });

  test('a page has a frame, and no swap fields', () => {
    expect(cells(0x80000000029e8867n)).toMatchObject({
      state: 'present',
      class: '',
      pfn: '0x29e8',
      phys: '0x29e8000',
      page_size: '4096',
      swap_type: '',
      swap_offset: '',
      swap_name: '',
      input: '',
      origin: '',
    });
  });
});
