import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { inspectEntry } from '../../../../src/images/scan/findings.ts';
import { createGrouper } from '../../../../src/images/scan/groups.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';
import { RecordTexts } from '../../../../src/records/templates/record-texts.ts';
import {
  findingRecord,
  rangeJson,
  renderFinding,
  renderRange,
  SCAN_COLUMNS,
  scanHeading,
  type ScanRange,
} from '../../../../src/cli/commands/scan/view.ts';
import { renderScanSummary, scanSummaryRecord } from '../../../../src/cli/commands/scan/summary.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const context = { kernel };
const grouper = createGrouper(kernel);
const groupOf = (raw: bigint) =>
  grouper.groupOf('pte', Number(raw & 0xffff_ffffn), Number((raw >> 32n) & 0xffff_ffffn));

/** Entries from 0x7f0000001000 on that begin with `raw`. */
function range(raw: bigint, entries: number, contiguous: boolean, vma?: string, equal = false): ScanRange {
  const vaddr = 0x7f00_0000_1000n;
  return {
    vaddr,
    end: vaddr + BigInt(entries) * 0x1000n,
    run: { group: groupOf(raw), page: 0x7f0000001, entries, pagesPerEntry: 1, raw, contiguous, equal },
    entry: decodeEntry(kernel, raw, { level: 'pte' }),
    vma,
  };
}

const PRESENT = 0x8000_0000_0abc_d025n;
/** __swp_entry(1, 0x10) of x86_64: type in bits 59-63, offset inverted from bit 9 (v6.12 pgtable_64.h). */
const SWAP = (1n << 59n) | ((~0x10n & ((1n << 50n) - 1n)) << 9n);

describe('renderRange', () => {
  test.each([
    { name: 'frames that run on', value: range(PRESENT, 3, true), pfn: '0xabcd' },
    { name: 'frames that do not', value: range(PRESENT, 3, false), pfn: '' },
    { name: 'one entry', value: range(PRESENT, 1, false), pfn: '0xabcd' },
  ])('csv, $name', ({ value, pfn }) => {
    const cells = renderRange(value, context, 'csv', plainPalette).trimEnd().split(',');
    expect(cells).toHaveLength(SCAN_COLUMNS.length);
    expect([cells[0], cells[2], cells[5], cells[7]]).toEqual([
      '0x00007f0000001000',
      String(value.run.entries),
      'present',
      pfn,
    ]);
  });

  test('lines say when numbers are scattered', () => {
    expect(renderRange(range(PRESENT, 3, false), context, 'line', plainPalette)).toContain(
      'scattered frames',
    );
    expect(renderRange(range(SWAP, 3, false), context, 'line', plainPalette)).toContain('scattered slots');
    expect(renderRange(range(SWAP, 3, true), context, 'line', plainPalette)).toContain('slot 0x10');
  });

  test('lines say when all numbers are one', () => {
    const line = (raw: bigint): string =>
      renderRange(range(raw, 3, false, undefined, true), context, 'line', plainPalette);
    expect(line(PRESENT)).toContain('one frame for all  pfn 0xabcd');
    expect(line(SWAP)).toMatch(/one slot for all {2}.* slot 0x10/);
    // The special types of x86_64 6.12: 31 is the marker, without frame or slot.
    expect(line(0xffff_ffff_ffff_fc00n)).not.toMatch(/for all|scattered/);
    // JSON and CSV have numbers of ranges that run on alone.
    const csv = renderRange(range(PRESENT, 3, false, undefined, true), context, 'csv', plainPalette);
    expect(csv.split(',')[7]).toBe('');
  });

  test('names of mappings stay text', () => {
    const value = range(PRESENT, 1, false, 'a\u001b[31m,"b');
    for (const format of ['line', 'json', 'csv', 'tsv'] as const)
      expect(renderRange(value, context, format, plainPalette)).not.toContain('\u001b');
  });

  test('json of many entries is that of each', () => {
    const texts = new RecordTexts([], undefined);
    const raws = [PRESENT, SWAP, 0x4n, 0x80000000000000n, 0x3ffn, 0x2ffffffffffffc00n, 0x0ffffffff0000010n];
    for (let i = 0n; i < 400n; i += 1n) {
      const raw =
        (raws[Number(i % 7n)] ?? 0n) ^
        ((i * 0x9e3779b97n) & 0xff_ffff_f000n) ^
        (i & 1n ? 1n << (i % 64n) : 0n);
      for (const [entries, isContiguous] of [
        [1, false],
        [3, true],
        [3, false],
      ] as const) {
        const value = range(
          BigInt.asUintN(64, raw),
          entries,
          isContiguous,
          i % 3n === 0n ? '[heap]' : undefined,
        );
        const json: unknown = JSON.parse(rangeJson(value, context, texts));
        expect(json).toEqual(JSON.parse(renderRange(value, context, 'json', plainPalette)));
      }
    }
  });

  test('json: the decode record of the first entry, and what the others have in common', () => {
    const record: unknown = JSON.parse(
      renderRange(range(SWAP, 3, false, '[heap]'), context, 'json', plainPalette),
    );
    expect(record).toMatchObject({
      vaddr: '0x00007f0000001000',
      end: '0x00007f0000004000',
      pages: 3,
      entries: 3,
      state: 'swap',
      pfn: null,
      swap: { type: 1, offset: null },
      vma: '[heap]',
    });
  });
});

test('headings', () => {
  expect(scanHeading('json', 'kernel', plainPalette)).toBe('');
  expect(scanHeading('line', 'kernel', plainPalette)).toBe('# kernel\n');
  expect(scanHeading('tsv', 'kernel', plainPalette)).toBe(`${SCAN_COLUMNS.join('\t')}\n`);
});

describe('the summary', () => {
  const summary = {
    source: 'image\u001b',
    kernelText: 'kernel',
    rows: [
      { group: groupOf(0n), entries: 100 },
      { group: groupOf(SWAP), entries: 2 },
      { group: groupOf(PRESENT), entries: 512 },
    ],
    coverage: new Map([['pte', 4096]]),
    tables: new Map([
      ['pgd', 1],
      ['pte', 2],
    ]),
    problems: 0,
  };

  test('text: most first, empty entries counted in the heading', () => {
    const [first, second, ...rows] = renderScanSummary(summary, context, {
      palette: plainPalette,
      terminal: undefined,
    })
      .trimEnd()
      .split('\n');
    expect(first).not.toContain('\u001b');
    expect(second).toBe('514 entries, 100 empty ones; tables: 1 pgd, 2 pte');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^ +512 +2 MiB {2}pte {2}present/);
    expect(rows[1]).toMatch(/^ +2 +8 KiB {2}pte {2}swap/);
  });

  test('json', () => {
    expect(scanSummaryRecord(summary, context)).toMatchObject({
      tables: { pgd: 1, pte: 2 },
      states: { none: 100, swap: 2, present: 512 },
      rows: [
        { state: 'present', entries: 512, bytes: 0x20_0000, swap: null },
        { state: 'swap', entries: 2, swap: { type: 1 } },
      ],
      problems: 0,
    });
  });
});

test('findings: the rules that fail, then the notes', () => {
  // A present entry is no swap entry: rule 4, and not rule 1 alone, has to say so.
  const value = range(PRESENT, 1, false);
  const finding = inspectEntry(decodeEntry(kernel, PRESENT), ['1', '2', '3', '4']);
  if (finding === undefined) throw new Error('rules of swap entries do not hold for a page');
  const lines = renderFinding(finding, plainPalette).trimEnd().split('\n');
  expect(lines).toHaveLength(finding.broken.length + finding.entry.notes.length);
  for (const line of lines) expect(line).toMatch(/^ {4}(rule \d fails|note )/);
  expect(findingRecord(value, finding, context)).toMatchObject({ broken: finding.broken, state: 'present' });
});
