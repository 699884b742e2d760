import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

/** What each row of kernels reads: the label, and the state. */
async function readings(
  value: string,
  argv: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const { code, stdout } = await runCli(['compare', '--json', value, ...argv]);
  expect(code).toBe(0);
  const rows = stdout.split('\n').filter(Boolean);
  return Object.fromEntries(
    rows.map((line) => {
      const { kernels, state }: { kernels: string; state: string } = JSON.parse(line);
      return [kernels, state];
    }),
  );
}

describe('pte-decode compare', () => {
  test('a marker of 6.1 is a migration entry of 6.12', async () => {
    expect(await readings('0xf7fffffffffffc00')).toMatchObject({
      '5.19-6.1': 'pte-marker',
      'debian-6.1': 'pte-marker',
      'debian-6.12': 'migration',
    });
  });

  test('a marker since 6.2 is a swap-in error of 5.19 to 6.1', async () => {
    expect(await readings('0xfffffffffffffc00')).toMatchObject({
      '5.19-6.1': 'swapin-error',
      '6.2-7.3': 'pte-marker',
    });
  });

  test('the special pte is one on the patched kernel only', async () => {
    const all = await readings('0x4');
    expect(Object.entries(all).filter(([, state]) => state === 'uffd-wp-special')).toEqual([
      ['uffd-wp-special', 'uffd-wp-special'],
    ]);
  });

  test('options apply to all kernels', async () => {
    // Without the migration types the memory failure type is right below the marker: 30.
    expect(await readings('0xf7fffffffffffc00', ['--config', 'CONFIG_MIGRATION=n'])).toMatchObject({
      'debian-6.12': 'hwpoison',
    });
  });

  test('the text has one row for each', async () => {
    const { stdout } = await runCli(['compare', '0x80000000046008e7', '--level', 'pmd']);
    const [raw, ...rows] = stdout.split('\n').filter(Boolean);
    expect(raw).toBe('0x80000000046008e7  x86_64');
    for (const row of rows) expect(row).toMatch(/^ {2}\S+ +present {2}pfn /);
  });

  test('values that cannot be read', async () => {
    expect((await runCli(['compare', 'zz', '0x4'])).code).toBe(2);
    expect((await runCli(['compare'], { stdinIsTTY: true })).code).toBe(2);
    expect((await runCli(['compare', '--kernel', '6.1', '0x4'])).code).toBe(2);
  });
});
