import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../../src/arch/index.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines } from '../../../helpers/json.ts';

/** A terminal that no row is broken on. */
const wide = { columns: 400 };

describe('special', () => {
  test('the value of the patch is sound, and the report shows the spurious match of the other configuration', async () => {
    const { code, stdout } = await runOnDisk(['special', '--candidate', '0x4'], wide);
    expect(code).toBe(0);
    expect(stdout.match(/rule [1-4] {2}holds/g)).toHaveLength(4);
    expect(stdout).toContain('CONFIG_HAVE_ARCH_USERFAULTFD_WP=n');
    expect(stdout).toContain('true for every empty entry (a spurious match)');
  });

  test('without a candidate it finds 0x4 on x86_64', async () => {
    const { code, stdout } = await runOnDisk(['special', '--json', '--max', '2']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      { schema: 2, arch: 'x86_64', values: ['0x0000000000000004', expect.any(String)], impossible: null },
    ]);
  });

  test('a collision exits with 1, and its command encodes to the candidate', async () => {
    const { code, stdout } = await runOnDisk(['special', '-c', '0x07fffffffffffc04'], wide);
    expect(code).toBe(1);
    const [, command = ''] = /made by +pte-decode (.*)/.exec(stdout) ?? [];
    expect(await runOnDisk(command.split(' '))).toMatchObject({ code: 0, stdout: '0x07fffffffffffc04\n' });
  });

  test.each([
    { arch: 'arm64', kernel: '6.0', value: '0x123408' },
    { arch: 's390x', kernel: '6.12', value: '0x1234604' },
    { arch: 'loongarch64', kernel: '6.12', value: '0x1234010000' },
  ])('$arch: the command of a collision works too', async ({ arch, kernel, value }) => {
    const { stdout } = await runOnDisk(['special', '--arch', arch, '--kernel', kernel, '-c', value], wide);
    const [, command = ''] = /made by +pte-decode (.*)/.exec(stdout) ?? [];
    const encoded = await runOnDisk(command.split(' '));
    expect(BigInt(encoded.stdout.trim())).toBe(BigInt(value));
  });

  test('without a uffd-wp bit rule 3 is named, and the exit status is 1', async () => {
    const { code, stdout } = await runOnDisk(['special', '--arch', 's390x']);
    expect(code).toBe(1);
    expect(stdout).toContain('no value satisfies rule 3');
  });

  test('the designs of every architecture, as text and as JSON', async () => {
    const text = await runOnDisk(['special', '--designs', '--arch', 'all', '--kernel', '6.12'], wide);
    expect(text.code).toBe(0);
    expect(text.stdout.split('\n')).toHaveLength(1 + 3 * ARCHITECTURES.length + 1);
    const json = await runOnDisk(['special', '--designs', '--arch', 'all', '--kernel', '6.12', '--json']);
    expect(jsonLines(json.stdout)).toHaveLength(3 * ARCHITECTURES.length);
  });

  test.each([
    { args: ['special', '--max', '0'] },
    { args: ['special', '--max', '65'] },
    { args: ['special', '--candidate', 'four'] },
    { args: ['special', '--designs', '--candidate', '0x4'] },
    { args: ['special', '--arch', 'vax'] },
  ])('wrong usage exits with 2: $args', async ({ args }) => {
    const { code, stderr, stdout } = await runOnDisk(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^pte-decode: /);
  });
});
