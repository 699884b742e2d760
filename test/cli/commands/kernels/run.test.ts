import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

describe('pte-decode kernels', () => {
  test('every name that is listed can be given to --kernel', async () => {
    const { stdout } = await runCli(['kernels', '--json']);
    for (const line of stdout.split('\n').filter(Boolean)) {
      const { name, max_swapfiles: areas }: { name: string; max_swapfiles: number } = JSON.parse(line);
      const { code, stdout: record } = await runCli(['--json', '-k', name, '0x4']);
      expect({ name, code }).toEqual({ name, code: 0 });
      expect(record).toContain(`"kernel":"${name}"`);
      expect(areas).toBeGreaterThan(20);
    }
  });

  // MAX_SWAPFILES as computed from the headers (test/vectors/README.md).
  test.each([
    { name: 'uffd-wp-special', areas: 27 },
    { name: 'debian-6.1', areas: 26 },
    { name: 'debian-6.12', areas: 27 },
    { name: 'debian-7.3', areas: 24 },
  ])('$name has $areas swap areas', async ({ name, areas }) => {
    const { stdout } = await runCli(['kernels', '--json']);
    expect(stdout).toMatch(new RegExp(`"name":"${name}".*"max_swapfiles":${areas},`));
    const text = await runCli(['kernels']);
    expect(text.stdout).toMatch(new RegExp(`^${name} +0-${areas - 1} `, 'm'));
  });

  test('every symbol that is listed can be given to --config', async () => {
    const { stdout } = await runCli(['kernels', '--symbols', '--json']);
    for (const line of stdout.split('\n').filter(Boolean)) {
      const { name }: { name: string } = JSON.parse(line);
      const results = await Promise.all(
        ['uffd-wp-special', '6.1', '7.3'].map((kernel) =>
          runCli(['--json', '-k', kernel, '--config', `${name}=n`, '0x4']),
        ),
      );
      for (const { stderr } of results) expect(stderr).not.toContain('no page-table entry depends on it');
    }
  });
});
