import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { explainEntry } from '../../../src/records/explain/bits.ts';
import { ASCII, BOXES } from '../../../src/records/explain/drawing.ts';
import { drawEntry, renderSources } from '../../../src/records/explain/explain.ts';
import { terminalOf } from '../../../src/records/text/columns.ts';
import { plainPalette } from '../../../src/records/text/palette.ts';
import { randomValues } from '../../helpers/values.ts';

const terminal = await terminalOf(80);
const style = { palette: plainPalette, terminal, width: 80, lines: BOXES };

describe('explainEntry', () => {
  test('names type, offset and flags of a swap entry, each with its source', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const rows = explainEntry(decodeEntry(kernel, 0x07fffffffffbfe0en));
    // arch/x86/include/asm/pgtable_64.h of 6.12: type 59-63, inverted offset 9-58, flags in bits 1 to 3.
    expect(rows.map(({ hi, lo, kind, name, value }) => [hi, lo, kind, name, value])).toEqual([
      [63, 59, 'number', 'swap type', 0n],
      [58, 9, 'number', 'swap offset', 0x3fffffffffdffn],
      [8, 8, 'clear', '_PAGE_PROTNONE', 0n],
      [3, 3, 'set', '_PAGE_SWP_EXCLUSIVE', 1n],
      [2, 2, 'set', '_PAGE_SWP_UFFD_WP', 1n],
      [1, 1, 'set', '_PAGE_SWP_SOFT_DIRTY', 1n],
      [0, 0, 'clear', '_PAGE_PRESENT', 0n],
    ]);
    expect(rows[1]?.meaning).toBe('0x200, stored inverted as 0x3fffffffffdff');
    expect(rows.every(({ src }) => /^v\d/.test(src))).toBe(true);
  });

  test('says of a page what is clear and matters', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const rows = explainEntry(decodeEntry(kernel, 0x8000000002bcb025n));
    const clear = rows.filter(({ kind }) => kind === 'clear').map(({ name, meaning }) => [name, meaning]);
    expect(clear).toEqual([
      ['_PAGE_UFFD_WP', 'no'],
      ['_PAGE_RW', 'no: read-only'],
    ]);
  });

  test('a protection key is one number', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    // arch/x86/include/asm/pgtable_types.h: _PAGE_BIT_PKEY_BIT0 is 59.
    const rows = explainEntry(decodeEntry(kernel, 0x2800000002bcb025n));
    expect(rows.filter(({ hi }) => hi >= 59 && hi <= 62)).toMatchObject([{ hi: 62, lo: 59, brief: '5' }]);
  });

  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))(
    '$arch: every set bit has a name, in the drawing too',
    ({ arch }) => {
      const kernel = resolveKernel({ arch });
      for (const level of LEVELS)
        for (const raw of randomValues(24, kernel.entryBits)) {
          const entry = decodeEntry(kernel, raw, { level });
          const rows = explainEntry(entry);
          const shown = rows.reduce((mask, row) => mask | row.mask, 0n);
          expect(raw & ~shown).toBe(0n);
          for (const width of [80, 160]) {
            const text = drawEntry(entry, { ...style, width });
            expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
            expect(rows.filter(({ name }) => !text.includes(name))).toEqual([]);
          }
        }
    },
  );
});

describe('drawEntry', () => {
  // A page of a real kernel: test/fixtures/realkernel, written and write-protected again.
  const entry = decodeEntry(resolveKernel({ kernel: '6.12' }), 0x8400000002bcbc25n);

  test('the bits are the value, brackets stand over numbers, lines end at their bits', () => {
    const lines = drawEntry(entry, style).split('\n');
    const bits = lines.find((line) => /^ {2}[01 ]+$/.test(line)) ?? '';
    expect(BigInt(`0b${bits.replaceAll(' ', '')}`)).toBe(entry.raw);
    const columns = [...bits].flatMap((character, column) => (character === ' ' ? [] : [column]));
    const bracket = lines.find((line) => line.includes('frame')) ?? '';
    expect([bracket.indexOf('┌'), bracket.indexOf('┐')]).toEqual([columns[63 - 51], columns[63 - 12]]);
    for (const line of lines) {
      const below = /^ +(\d+) _PAGE_\w+ .*┘/.exec(line);
      if (below) expect(line.indexOf('┘')).toBe(columns[63 - Number(below[1])]);
      const above = /┌─ (\d+) _PAGE_/.exec(line);
      if (above) expect(above.index).toBe(columns[63 - Number(above[1])]);
    }
    const order = lines.flatMap((line) => (/(\d+) _PAGE_/.exec(line) ?? []).slice(1)).map(Number);
    expect(order).toEqual([63, 58, 11, 10, 5, 2, 1, 0]);
  });

  test('bits inside a number have their lines through its bracket, beside its name', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    // include/linux/swapops.h of 6.12: young and dirty of a migration entry stand above its frame number of 34 bits.
    const lines = drawEntry(decodeEntry(kernel, 0xe7ffe7fffdb97400n), style).split('\n');
    const bracket = lines.find((line) => line.includes('58-9 swap offset 0xc00012345')) ?? '';
    for (const name of ['44 SWP_MIG_DIRTY', '43 SWP_MIG_YOUNG']) {
      const line = lines.find((text) => text.includes(name)) ?? '';
      expect(bracket[line.indexOf('┌─ 4')]).toBe('┴');
    }
  });

  test('where the output is too narrow, names stand in a list', async () => {
    for (const width of [1, 24, 40, 72]) {
      const text = drawEntry(entry, { ...style, width, terminal: await terminalOf(width) });
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(
        Math.max(width, 20),
      );
      if (width > 1)
        expect(text.replaceAll(/\s+/g, ' ')).toContain('58 _PAGE_SAVED_DIRTY dirty, kept here while');
    }
  });

  test('a terminal without UTF-8 gets ASCII', () => {
    expect(drawEntry(entry, { ...style, lines: ASCII })).toMatch(/^[\x20-\x7e\n]+$/);
  });

  test('red is for what is wrong', () => {
    const marked = { ...style, palette: (role: string, text: string) => `<${role}>${text}` };
    expect(drawEntry(entry, marked)).not.toContain('<bad>');
    const reserved = decodeEntry(entry.kernel, 0x07fffffffffbfe1en);
    expect(drawEntry(reserved, marked)).toContain('<bad>');
  });

  test('the sources stand apart: every row that is drawn, the state, and the kernel in full', () => {
    const sources = renderSources(entry, { palette: plainPalette, terminal: undefined });
    for (const { src } of explainEntry(entry)) expect(sources).toContain(src);
    expect(sources).toMatch(/state present +v6\.12 include\/linux\/pgtable\.h pte_present/);
    expect(sources).toContain('kernel 6.12: Linux 6.12, x86_64, 4-level paging');
    expect(drawEntry(entry, style)).not.toContain('arch/x86');
  });
});
