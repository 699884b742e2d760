import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../src/core/decode.ts';
import { U64_MAX } from '../../src/core/u64.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { explainEntry, renderExplain } from '../../src/records/explain.ts';
import { plainPalette } from '../../src/records/palette.ts';

describe('explainEntry', () => {
  test('names type, offset and flags of a swap entry, each with its source', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const rows = explainEntry(decodeEntry(kernel, 0x07fffffffffbfe0en));
    // arch/x86/include/asm/pgtable_64.h of 6.12: type 59-63, inverted offset 9-58, flags in bits 1 to 3.
    expect(rows.map(({ hi, lo, name, value }) => [hi, lo, name, value])).toEqual([
      [63, 59, 'swap type', 0n],
      [58, 9, 'swap offset', 0x3fffffffffdffn],
      [3, 3, '_PAGE_SWP_EXCLUSIVE', 1n],
      [2, 2, '_PAGE_SWP_UFFD_WP', 1n],
      [1, 1, '_PAGE_SWP_SOFT_DIRTY', 1n],
    ]);
    expect(rows[1]?.meaning).toBe('0x200, stored inverted: the raw field is 0x3fffffffffdff');
    expect(rows.every(({ src }) => /^v\d/.test(src))).toBe(true);
  });

  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('$arch: every set bit is in a row', ({ arch }) => {
    const kernel = resolveKernel({ arch });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: U64_MAX }),
        fc.constantFrom('pte', 'pmd', 'pgd'),
        (value, level) => {
          const raw = BigInt.asUintN(kernel.entryBits, value);
          const entry = decodeEntry(kernel, raw, { level });
          const none = entry.form === 'none' ? (kernel.none(level)?.value ?? 0n) : 0n;
          const { fixed } = entry.shape;
          const shown = explainEntry(entry).reduce((mask, row) => mask | row.mask, none | fixed);
          expect(raw & ~shown).toBe(0n);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('renderExplain', () => {
  test('the ruler is the value in binary', () => {
    const kernel = resolveKernel({ kernel: '6.12' });
    const raw = 0x80000000029e8867n;
    const [numbers = '', bits = '', heading = ''] = renderExplain(
      decodeEntry(kernel, raw),
      plainPalette,
    ).split('\n');
    expect(BigInt(`0b${bits.replaceAll(' ', '')}`)).toBe(raw);
    expect(numbers.trim().split(/ +/)).toEqual(['63', '55', '47', '39', '31', '23', '15', '7']);
    expect(heading.trim().split(/ +/)).toEqual([
      'bits',
      'mask',
      'value',
      'name',
      'meaning',
      'kernels',
      'source',
    ]);
  });
});
