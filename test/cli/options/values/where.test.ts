import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

const VALUES = ['0x4', '0x0fffffffffdb9604', '0x0fffffffffdb9600', '0x8000000002bcb867', '0x60'];

async function kept(where: string, values: readonly string[] = VALUES): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runCli([
    '--format',
    'csv',
    '--no-heading',
    '--where',
    where,
    ...values,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(0, 18));
}

describe('--where', () => {
  test.each([
    { where: 'state == "swap" && swap.type == 1 && uffd_wp', values: ['0x0fffffffffdb9604'] },
    { where: 'swap.offset == 0x1234', values: ['0x0fffffffffdb9604', '0x0fffffffffdb9600'] },
    { where: 'rule1 && rule2 && rule3 && rule4', values: ['0x0000000000000004'] },
    { where: 'pfn == 0x2bcb', values: ['0x8000000002bcb867'] },
    { where: 'swap == null', values: ['0x8000000002bcb867', '0x0000000000000060'] },
    { where: '!swap_like', values: ['0x8000000002bcb867', '0x0000000000000060'] },
    { where: 'raw < 0x100', values: ['0x0000000000000004', '0x0000000000000060'] },
    { where: 'state == "hwpoison"', values: [] },
    {
      where: 'UFFD-WP and flags has "_page_swp_uffd_wp"',
      values: ['0x0000000000000004', '0x0fffffffffdb9604'],
    },
    { where: '_PAGE_DIRTY', values: ['0x8000000002bcb867', '0x0000000000000060'] },
  ])('$where', async ({ where, values }) => expect(await kept(where)).toEqual(values));

  test.each(['stat == 1', 'state ==', '(', '"unfinished', 'state = "swap"'])(
    '%j is refused',
    async (where) => {
      const { code, stdout, stderr } = await runCli(['--where', where, '0x4']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^pte-decode: expression, column \d+: /);
    },
  );

  test('what can never be true is refused, with the place and the word that was meant', async () => {
    for (const command of [[], ['check']]) {
      const result = await runCli([...command, '--where', 'state == present', '0x4']);
      expect(result).toMatchObject({
        code: 2,
        stdout: '',
        stderr:
          'pte-decode: expression, column 10: state is text, present is true or false; text stands in quotes: state == "present"\n' +
          '  state == present\n' +
          '           ^\n',
      });
    }
  });

  test('a flag of any architecture has a name', async () => {
    const cont = 1n << 52n;
    // Valid and the access flag, then the contiguous hint: v6.14 arch/arm64/include/asm/pgtable-hwdef.h PTE_CONT
    const values = [0x403n, 0x403n | cont].map((value) => `0x${value.toString(16)}`);
    const argv = ['--arch', 'arm64', '--format', 'line', '--no-heading', '--where'];
    for (const name of ['cont', 'PTE_CONT']) {
      const { code, stdout } = await runCli([...argv, name, ...values]);
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stdout).toContain('0x0010000000000403');
    }
  });
});
