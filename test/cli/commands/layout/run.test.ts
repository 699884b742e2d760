import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

interface Layout {
  form: string;
  rows: { hi: number; lo: number; name: string; src: string }[];
  unknown: string;
}

async function layouts(argv: readonly string[]): Promise<readonly Layout[]> {
  const { code, stdout } = await runCli(['layout', '--json', ...argv]);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line): Layout => JSON.parse(line));
}

const rangeMask = (hi: number, lo: number): bigint => ((1n << BigInt(hi - lo + 1)) - 1n) << BigInt(lo);

describe('pte-decode layout', () => {
  test.each(['4.14', 'uffd-wp-special', 'debian-6.1', 'debian-6.12', 'debian-7.3'])(
    'of %s: every bit stands in one row, or is unknown',
    async (kernel) => {
      for (const level of ['pte', 'pmd', 'pud', 'pgd'])
        for (const { form, rows, unknown } of await layouts(['-k', kernel, '-l', level])) {
          // A PROT_NONE entry above the lowest level has two readings, with and without PSE, that share bits.
          if (form === 'protnone' && level !== 'pte') continue;
          let seen = BigInt(unknown);
          for (const { hi, lo, name, src } of rows) {
            const mask = rangeMask(hi, lo);
            expect({ level, form, name, overlap: seen & mask }).toEqual({ level, form, name, overlap: 0n });
            expect(src).not.toBe('');
            seen |= mask;
          }
          expect(seen).toBe((1n << 64n) - 1n);
        }
    },
  );

  // arch/x86/include/asm/pgtable_types.h: SavedDirty took bit 58 in 6.6, devmap had it before.
  test.each([
    { kernel: '6.5', name: '_PAGE_DEVMAP' },
    { kernel: '6.6', name: '_PAGE_SAVED_DIRTY' },
  ])('bit 58 of a leaf of $kernel is $name', async ({ kernel, name }) => {
    const [leaf] = await layouts(['-k', kernel, '--form', 'leaf']);
    expect(leaf?.rows.find(({ hi }) => hi === 58)?.name).toBe(name);
  });

  test.each([
    ['pte', ['leaf', 'protnone', 'swap', 'none']],
    ['pmd', ['leaf', 'protnone', 'table', 'swap', 'none']],
    ['p4d', ['table', 'swap', 'none']],
  ])('of a %s draws only the forms that its entries have', async (level, forms) => {
    expect((await layouts(['-k', 'debian-6.12', '-l', level])).map(({ form }) => form)).toEqual(forms);
  });

  test('the text shows numbers, names and meaning, with --sources where the kernel says so', async () => {
    const { stdout } = await runCli(['layout', '-k', '6.12', '--form', 'swap', '--sources'], {
      columns: 200,
    });
    expect(stdout).toMatch(/^ {2}63-59 +swap type .* v4\.19 arch\/x86\/include\/asm\/pgtable_64\.h/m);
    expect(stdout).toMatch(/^ {2}31 +SWP_PTE_MARKER /m);
    expect((await runCli(['layout', '-k', '6.12'])).stdout).not.toContain('arch/x86');
  });
});
