import { describe, expect, test } from '@jest/globals';
import { type Form, LEVELS } from '../../../../src/core/rows/layout.ts';
import { maskOf, U64_MAX } from '../../../../src/core/u64.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { type FormView, layoutOf, renderLayout } from '../../../../src/cli/commands/layout/view.ts';
import { BOXES } from '../../../../src/records/explain/drawing.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';

const FORMS: readonly Form[] = ['none', 'leaf', 'protnone', 'table', 'swap'];

describe('layoutOf', () => {
  test('swap entries of 6.12: fields, flags, special types and marker bits of the headers', () => {
    const view = layoutOf(resolveKernel({ kernel: 'debian-6.12' }), 'pte', 'swap');
    const named = view.rows.map(({ hi, lo, name }) => `${hi}-${lo} ${name}`);
    for (const row of [
      '63-59 swap type',
      '58-9 swap offset',
      '2-2 _PAGE_SWP_UFFD_WP',
      '0-0 0 (bit 0)',
      '8-8 0 (bit 8)',
    ])
      expect(named).toContain(row);
    // The vectors' README, "Computed constants".
    expect(view.types.map(({ type, name }) => [type, name])).toEqual([
      [27, 'SWP_HWPOISON'],
      [28, 'SWP_MIGRATION_READ'],
      [29, 'SWP_MIGRATION_READ_EXCLUSIVE'],
      [30, 'SWP_MIGRATION_WRITE'],
      [31, 'SWP_PTE_MARKER'],
    ]);
    expect(view.markers.map(({ mask, name }) => [BigInt(mask), name])).toEqual([
      [1n, 'PTE_MARKER_UFFD_WP'],
      [2n, 'PTE_MARKER_POISONED'],
    ]);
  });

  test('on x86_64 rows and unknown bits make 64 bits, in every form and level', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    for (const level of LEVELS)
      for (const form of FORMS) {
        const view = layoutOf(kernel, level, form);
        const rows = view.rows.reduce((mask, { hi, lo }) => mask | maskOf(hi, lo), 0n);
        expect([level, form, rows | BigInt(view.unknown)]).toEqual([level, form, U64_MAX]);
      }
  });

  const style = { palette: plainPalette, terminal: undefined, width: 80, lines: BOXES };
  const drawn = (view: FormView, form: Form, bits: number, hasSources: boolean): string =>
    renderLayout(view, { level: 'pte', form, bits }, style, hasSources);

  test('is drawn with every name, and its source where that is asked for', () => {
    const view = layoutOf(resolveKernel({ kernel: '6.12' }), 'pte', 'leaf');
    const text = drawn(view, 'leaf', 64, true);
    for (const { name, src } of view.rows) {
      expect(text).toContain(name);
      expect(text).toContain(src);
      expect(drawn(view, 'leaf', 64, false)).not.toContain(src);
    }
  });

  test('the ruler has the letters of the flags in their places', () => {
    const view = layoutOf(resolveKernel({ kernel: '6.12' }), 'pte', 'leaf');
    const signs = /^ {2}([A-Za-z.0-] ?){64}$/m.exec(drawn(view, 'leaf', 64, false))?.[0].replaceAll(' ', '');
    for (const { hi, lo, letter } of view.rows)
      if (letter !== null) expect([hi, signs?.[63 - lo]]).toEqual([hi, letter]);
  });

  test('bits that every swap entry has set are rows, not unknown', () => {
    // arch/s390/include/asm/pgtable.h of 6.12: 0x400 _PAGE_INVALID and 0x200 _PAGE_PROTECT of a swap pte.
    const view = layoutOf(resolveKernel({ arch: 's390x', kernel: '6.12' }), 'pte', 'swap');
    expect(view.rows.find(({ name }) => name === 'fixed bits')).toMatchObject({ hi: 10, lo: 9 });
    expect(BigInt(view.unknown) & 0x600n).toBe(0n);
  });
});
