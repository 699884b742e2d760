import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { readAnnotations, readJunit, readKtap } from '../../../helpers/verdict-readers.ts';

const check = async (argv: readonly string[], stdin = '') => runCli(['check', ...argv], { stdin });
/** The verdicts of one kernel, which the first line names. */
const verdicts = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .slice(1)
    .map((line) => /^0x[0-9a-f]{16} {2}(.*?) +(holds|fails) {2}./.exec(line)?.slice(1).join(' '));

describe('pte-decode check', () => {
  test('checks the four rules', async () => {
    const { code, stdout } = await check(['0x4']);
    expect({ code, all: verdicts(stdout) }).toEqual({
      code: 0,
      all: ['rule 1 holds', 'rule 2 holds', 'rule 3 holds', 'rule 4 holds'],
    });
  });

  // docs/shell.md: a record a line stays whole in a pipe, which `watch` and shells with COLUMNS have too.
  test('a pipe gets a line for each rule, whatever COLUMNS says', async () => {
    const narrow = await runCli(['check', '0x4', '0x60'], { env: { COLUMNS: '40' } });
    expect(narrow.stdout).toBe((await check(['0x4', '0x60'])).stdout);
    expect(verdicts(narrow.stdout)).toHaveLength(8);
    expect(verdicts(narrow.stdout)).not.toContain(undefined);
  });

  // From the patch: a none pte fails 1, a present one 2, a swap pte without the bit 3, a valid swap pte 4.
  test.each([
    { value: '0x0', rule: '1' },
    { value: '0x8000000002bcb867', rule: '2' },
    { value: '0x07fffffffffbfe00', rule: '3' },
    { value: '0x07fffffffffbfe04', rule: '4' },
  ])('rule $rule fails for $value', async ({ value, rule }) => {
    expect(await check(['--rule', rule, value])).toMatchObject({ code: 1 });
  });

  test.each([
    { rules: ['--rule', '3,1'], checks: ['rule 3 holds', 'rule 1 holds'] },
    { rules: ['-r1', '-r', '2'], checks: ['rule 1 holds', 'rule 2 holds'] },
    { rules: ['--is', 'uffd-wp-special'], checks: ['is uffd-wp-special holds'] },
    { rules: ['--where', 'uffd_wp'], checks: ['where uffd_wp holds'] },
    { rules: ['--rule', '1', '--is', 'swap'], checks: ['rule 1 holds', 'is swap fails'] },
  ])('$rules', async ({ rules, checks }) =>
    expect(verdicts((await check([...rules, '0x4'])).stdout)).toEqual(checks),
  );

  test('--quiet writes nothing', async () => {
    const quiet = ['-q', '-k', 'uffd-wp-special'];
    expect(await check([...quiet, '0x4'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await check([...quiet, '0x0'])).toMatchObject({ code: 1, stdout: '', stderr: '' });
  });

  test('one value that fails is a no, one that cannot be read outranks it', async () => {
    expect((await check(['-q', '0x4', '0x0', '0x4'])).code).toBe(1);
    expect((await check(['-q', '0x0', 'zz', '0x4'])).code).toBe(2);
  });

  test('-q reads no further than the first value of an input that fails', async () => {
    const quiet = ['-q', '-k', 'uffd-wp-special'];
    expect(await check(quiet, '0x4\n0x0\nzz\n')).toMatchObject({ code: 1, stderr: '' });
    expect((await check(['-q'], 'zz\n0x0\n')).code).toBe(2);
    expect((await check([], '0x4\n0x0\nzz\n')).code).toBe(2);
  });

  test('no value at all is no answer', async () => {
    expect(await check([], '# nothing\n')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'pte-decode: no values in the input\n',
    });
    expect((await runCli(['check'], { stdinIsTTY: true })).code).toBe(2);
  });

  test.each([
    ['--rule', '0'],
    ['--rule', '5'],
    ['--rule', 'x'],
    ['--rule', ''],
    ['--is', 'odd'],
    ['--where', '('],
  ])('%s %j is refused', async (...argv) =>
    expect(await check([...argv, '0x4'])).toMatchObject({ code: 2, stdout: '' }),
  );
});

describe('check for CI', () => {
  const values = ['0x4', '0x07fffffffffbfe04'];
  test.each([
    { argv: ['0x4'], code: 0, status: ['pass', 'pass', 'pass', 'pass'] },
    { argv: values, code: 1, status: ['pass', 'pass', 'pass', 'fail'] },
    { argv: ['--rule', '4', ...values, 'zz'], code: 2, status: ['fail', 'error'] },
    { argv: ['--is', 'swap', '-k', 'nonsense', '0x4'], code: 2, status: ['error'] },
    { argv: ['--where', 'uffd_wp', '-f', 'missing'], code: 2, status: ['error', 'error'] },
  ])('$argv: $status', async ({ argv, code, status }) => {
    const [ktap, junit, github] = await Promise.all(
      ['ktap', 'junit', 'github'].map((format) => check(['--format', format, ...argv])),
    );
    expect([ktap?.code, junit?.code, github?.code]).toEqual([code, code, code]);
    expect(readKtap(ktap?.stdout ?? '').map((one) => one.status)).toEqual(status);
    expect(readJunit(junit?.stdout ?? '').map((one) => one.status)).toEqual(status);
    expect(readAnnotations(github?.stdout ?? '')).toHaveLength(status.filter((one) => one !== 'pass').length);
  });

  test('counts all values of an input, shows the first that break it, and where', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? '0x4' : '0x07fffffffffbfe04'));
    const argv = ['--format', 'github', '--rule', '4', '-f', 'entries.txt'];
    const { code, stdout } = await runCli(['check', ...argv], {
      files: { 'entries.txt': lines.join('\n') },
    });
    const [annotation] = readAnnotations(stdout);
    expect({ code, properties: annotation?.properties }).toEqual({
      code: 1,
      properties: { file: 'entries.txt', line: '2', title: 'pte-decode check: rule 4' },
    });
    expect(annotation?.message.split('\n').at(-1)).toBe('and 2490 more of 5000 values');
  });
});
