import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { readVectors, VECTOR_SETS } from '../../../helpers/vectors.ts';

describe('pte-decode', () => {
  test('says which kernel was assumed', async () => {
    expect((await runCli(['0x4'])).stdout).toMatch(/ {2}assumed: Linux 5\.11 with the patch, x86_64$/m);
    expect((await runCli(['0x4', '-k', '6.12'])).stdout).toMatch(
      /^0x0{15}4 {2}swap {2}uffd-wp +Linux 6\.12, x86_64$/m,
    );
    expect((await runCli(['0x4', '--format', 'line'])).stdout).toMatch(
      /^# kernel uffd-wp-special, assumed \(-k chooses\); letters /,
    );
    expect((await runCli(['0x4', '--json'])).stdout).toContain('"kernel":"uffd-wp-special"');
    expect((await runCli(['0x4', '--format', 'tsv'])).stdout).toContain('\tuffd-wp-special\t');
  });

  test.each(VECTOR_SETS)('--predicates gives what the functions of $stem gave', async ({ stem, kernel }) => {
    const rows = readVectors(stem, 'decode').filter((_, index) => index % 5 === 0);
    const { stdout } = await runCli(['--json', '-P', '-k', kernel], {
      stdin: rows.map(({ raw }) => String(raw)).join('\n'),
    });
    const records = stdout.split('\n').filter(Boolean);
    for (const [index, row] of rows.entries()) {
      const { predicates }: { predicates: Record<string, string | boolean> } = JSON.parse(
        records[index] ?? '{}',
      );
      const wrong = Object.entries(row).filter(([key, wanted]) => {
        if (['raw', 'cat'].includes(key) || key.includes('@')) return false;
        const given = predicates[key];
        return typeof wanted === 'string'
          ? typeof given !== 'string' || BigInt(given) !== BigInt(wanted)
          : given !== wanted;
      });
      expect({ raw: row['raw'], wrong }).toEqual({ raw: row['raw'], wrong: [] });
    }
  });

  test('all formats read the same state', async () => {
    for (const value of ['0x4', '0x24', '0x60', '0x07fffffffffbfe0e', '0xfffffffffffffc00']) {
      const { stdout } = await runCli(['--json', '-k', '6.12', value]);
      const { state }: { state: string } = JSON.parse(stdout);
      for (const format of ['long', 'line', 'csv', 'tsv'])
        expect((await runCli(['--format', format, '--no-heading', '-k', '6.12', value])).stdout).toContain(
          state,
        );
    }
  });

  test('the long view keeps to the width of the terminal', async () => {
    for (const columns of [60, 80, 132])
      for (const line of (
        await runCli(['0x4', '0x8400000002be9c25', '-k', '6.12'], { columns })
      ).stdout.split('\n'))
        expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('--explain has a row for every set bit', async () => {
    const { stdout } = await runCli(['--explain', '0x8400000002be9c25', '-k', '6.12']);
    for (const bit of [63, 58, 11, 10, 5, 2, 0]) expect(stdout).toMatch(new RegExp(`^.* ${bit} _PAGE_`, 'm'));
    expect(stdout).toContain(' 51-12 frame pfn 0x2be9');
    expect(stdout).not.toContain('arch/x86');
  });

  test('--sources says where the kernel says so, and alone draws the value too', async () => {
    const { stdout } = await runCli(['--sources', '0x8400000002be9c25', '-k', '6.12'], { columns: 200 });
    expect(stdout).toMatch(/^ {2}63 +0x8000000000000000 +1 +_PAGE_NX +all +v6\.14 arch\/x86\//m);
    expect(stdout).toMatch(/^ {2}51-12 +0x000ffffffffff000 +0x2be9 /m);
    expect(stdout).toContain(' 51-12 frame pfn 0x2be9');
  });

  test('--json and --format json are one thing; cells of CSV are quoted', async () => {
    expect((await runCli(['0x4', '--format', 'json'])).stdout).toBe((await runCli(['0x4', '--json'])).stdout);
    const files = { swaps: 'Filename Type Size Used Priority\n/a,"b" file 1 0 -1\n' };
    const argv = ['--format', 'csv', '--swaps', 'swaps', '-k', '6.12', '0x07fffffffffffc00'];
    expect((await runCli(argv, { files })).stdout).toContain(',"/a,""b""",');
  });
});
