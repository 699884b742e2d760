import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { letterColumn, letterPlaces, lineHeading, renderLine } from '../../../src/records/text/line.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });

describe('lines', () => {
  // Entries of the fact sheet's quick reference; letters are those of the heading.
  test.each([
    { raw: 0x80000000029e8867n, state: 'present', letters: 'NYDAUWP', value: 'pfn 0x29e8' },
    { raw: 0x000ffffffd616960n, state: 'protnone', letters: 'YODA', value: 'pfn 0x29e9' },
    { raw: 0x07fffffffffbfe0en, state: 'swap', letters: 'EXM', value: '0:0x200' },
    { raw: 0xfffffffffffffc00n, state: 'pte-marker', letters: '', value: '31:0x1 uffd_wp' },
    // v6.12 include/linux/swapops.h PTE_MARKER_UFFD_WP 1, PTE_MARKER_POISONED 2.
    { raw: 0xfffffffffffff800n, state: 'pte-marker', letters: '', value: '31:0x3 uffd_wp+poisoned' },
    { raw: 0x60n, state: 'none', letters: 'DA', value: '-' },
  ])('$state: letters $letters, $value', ({ raw, state, letters, value }) => {
    const entry = decodeEntry(kernel, raw);
    expect(letterColumn(entry).replaceAll('-', '')).toBe(letters);
    const [shownRaw, shownState, column, ...rest] = renderLine(entry).trimEnd().split(/ +/);
    expect([BigInt(shownRaw ?? ''), shownState, rest.join(' ')]).toEqual([raw, state, value]);
    expect(column).toHaveLength(letterPlaces(kernel.layout.rows).length);
  });

  test('the heading says what each letter stands for', () => {
    const heading = lineHeading(kernel, false);
    for (const text of ['kernel debian-6.12;', 'N=NX', 'F=UFFD_WP', 'X=SWP_UFFD_WP', 'P=PRESENT'])
      expect(heading).toContain(text);
  });

  test('the heading says that nobody chose the kernel', () => {
    expect(lineHeading(kernel, true)).toMatch(/^# kernel debian-6\.12, assumed \(-k chooses\); letters /);
  });

  test('every architecture has letters, each at one place', () => {
    for (const { rows } of ARCHITECTURES.map(({ layout }) => layout)) {
      const places = letterPlaces(rows);
      expect(places.length).toBeGreaterThan(5);
      expect(new Set(places).size).toBe(places.length);
      expect(places.every((letter) => /^[A-Za-z]$/.test(letter))).toBe(true);
    }
  });
});
