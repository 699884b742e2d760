import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../../src/arch/index.ts';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { formatU64 } from '../../../../src/core/u64.ts';
import { RELEASES } from '../../../../src/kernel/profiles.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { briefly } from '../../../../src/records/properties.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { randomValues } from '../../../helpers/values.ts';

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

/** Whether the tables of an architecture have a release. */
function isCovered(arch: string, kernel: string): boolean {
  try {
    return resolveKernel({ arch, kernel }).arch === arch;
  } catch {
    return false;
  }
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

  // 011f09d12052 (Sv57, 5.18); "arm64 updates for 6.9" (LPA2).
  test.each([
    { arch: 'riscv64', kernels: '5.18-7.3' },
    { arch: 'arm64', kernels: '6.9-7.3' },
  ])('releases that cannot have the levels are left out: $arch', async ({ arch, kernels }) => {
    const all = await readings('0x0', ['--arch', arch, '--paging', '5', '--level', 'pmd']);
    expect(Object.keys(all)[0]).toBe(kernels);
  });

  test.each(ARCHITECTURES.map(({ arch }) => arch))(
    '%s: releases that are taken to read a value alike do',
    async (arch) => {
      const newest = resolveKernel({ arch, kernel: RELEASES.at(-1) ?? '' });
      const values = randomValues(6, newest.entryBits);
      for (const level of ['pte', 'pmd'] as const) {
        const { stdout } = await runCli([
          ...['compare', '--json', '--arch', arch, '--level', level],
          ...values.map(formatU64),
        ]);
        let checked = 0;
        for (const line of stdout.split('\n').filter(Boolean)) {
          const said: { raw: string; kernels: string; meaning: string } = JSON.parse(line);
          const [first = '', last = first] = said.kernels.split('-');
          const from = RELEASES.indexOf(first);
          const to = RELEASES.indexOf(last);
          for (const kernel of from < 0 || to < 0 ? [] : RELEASES.slice(from, to + 1)) {
            const entry = decodeEntry(resolveKernel({ arch, kernel }), BigInt(said.raw), { level });
            expect([kernel, said.raw, said.meaning]).toEqual([kernel, said.raw, briefly(entry)]);
            checked++;
          }
        }
        const covered = RELEASES.filter((kernel) => kernel === newest.profile || isCovered(arch, kernel));
        expect(checked).toBe(values.length * covered.length);
      }
    },
  );

  test('the text has one row for each', async () => {
    const { stdout } = await runCli(['compare', '0x80000000046008e7', '--level', 'pmd'], { columns: 200 });
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
