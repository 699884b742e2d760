import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { realFile } from '../../../helpers/real-kernels.ts';

const KERNELS = ['6.1.0-56-amd64', '6.12.117+deb12-amd64'];
const SAYS = 'pte-decode: input: its first bytes are zeros, or no text: read as a log all the same\n';

const NO_REPORT =
  'pte-decode: <stdin>: no page-table value of a report found in it: pte-decode VALUE decodes one that stands alone\n';

describe('what is no text', () => {
  test.each(
    KERNELS.flatMap((kernel) =>
      ['pmdpage-hugetlb.bin', 'pagetables.bin', 'ptpage-mixed.bin'].map((name) => ({ kernel, name })),
    ),
  )('$name of $kernel is told once, and read as before', async ({ kernel, name }) => {
    const input = readFileSync(realFile(kernel, name));
    const { code, stdout, stderr } = await runCli(['log', 'input'], { files: { input } });
    expect([code, stderr]).toEqual([0, SAYS]);
    expect(stdout.length).toBeGreaterThan(0);
  });

  test.each([
    { name: 'nothing but zeros', input: Buffer.alloc(6000) },
    { name: 'a few words', input: Buffer.from(new BigUint64Array([0x2bc5067n, 0x2bc6067n]).buffer) },
  ])('$name', async ({ input }) => {
    for (const option of [[], ['--json'], ['--only']])
      expect((await runCli(['log', 'input', ...option], { files: { input } })).stderr).toBe(SAYS);
  });
});

describe('text with zero bytes is read in silence', () => {
  const log = readFileSync(realFile('6.1.0-56-amd64', 'console.log'));
  const zeros = (count: number): Buffer => Buffer.alloc(count);
  test.each([
    { name: 'a log without any', input: log },
    {
      name: 'a few, as in a console log',
      input: Buffer.concat([log.subarray(0, 100), zeros(3), log.subarray(100)]),
    },
    {
      name: 'behind it, as in a record of pstore',
      input: Buffer.concat([log.subarray(0, 900), zeros(60_000)]),
    },
    {
      name: 'before it, as in a file that was cut to nothing while it was open',
      input: Buffer.concat([zeros(2000), log]),
    },
    {
      name: 'within it, as where a machine lost its power',
      input: Buffer.concat([log.subarray(0, 500), zeros(1024), log]),
    },
    {
      name: 'behind each field, as journald writes them',
      input: Buffer.from(log.toString('latin1').replaceAll('\n', '\0\n')),
    },
    { name: 'in other languages', input: Buffer.from(`${'Größenänderung für Gerät\0 läuft\n'.repeat(80)}`) },
  ])('$name', async ({ input }) => {
    const { code, stderr } = await runCli(['log', 'input'], { files: { input } });
    const said = NO_REPORT.replace('<stdin>', 'input');
    expect(code).toBe(0);
    expect(['', said]).toContain(stderr);
  });
});

test('of a file that is empty there is no answer', async () => {
  expect(await runCli(['log', 'none'], { files: { none: '' } })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'pte-decode: none: empty: there is nothing to explain\n',
  });
});

test.each(['', '--json', '--only'])(
  'of a text that is empty it is said, and a pipe that only passes it on is no error: %s',
  async (option) => {
    const args = option === '' ? [] : [option];
    expect(await runCli(['log', ...args], { stdin: '' })).toMatchObject({
      code: option === '' ? 0 : 2,
      stdout: '',
      stderr: 'pte-decode: <stdin>: empty: there is nothing to explain\n',
    });
    // A piece of a report without its first words, and a message of a module.
    for (const stdin of ['\n', 'PMD 3a83067 PTE 8400000002be9c25\n', '[   10.123456] foo: x\n'])
      expect(await runCli(['log', ...args], { stdin })).toMatchObject({
        code: 0,
        stdout: option === '' ? stdin : '',
        stderr: NO_REPORT,
      });
  },
);
