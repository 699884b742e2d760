import { describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/start/run.ts';
import { fakeIo, runCli } from '../../helpers/fake-io.ts';

describe('exit status', () => {
  test.each([
    { name: 'decoded', argv: ['0x4'], code: 0 },
    { name: 'decode as a word', argv: ['decode', '0x4'], code: 0 },
    { name: 'all rules hold', argv: ['check', '0x4'], code: 0 },
    { name: 'a rule fails', argv: ['check', '0x0'], code: 1 },
    { name: 'another state', argv: ['check', '--is', 'swap', '0x4'], code: 1 },
    { name: 'equal', argv: ['diff', '0x4', '0x4'], code: 0 },
    { name: 'different', argv: ['diff', '0x4', '0x5'], code: 1 },
    { name: 'a bad value', argv: ['0x4', 'zz'], code: 2 },
    { name: 'a bad value outranks a rule that fails', argv: ['check', '0x0', 'zz'], code: 2 },
    { name: '65 bits', argv: ['0x10000000000000000'], code: 2 },
    { name: 'a huge number', argv: [`0x${'f'.repeat(100_000)}`], code: 2 },
    { name: 'a negative number', argv: ['-1'], code: 2 },
    { name: 'an unknown option', argv: ['--nonsense', '0x4'], code: 2 },
    { name: 'an unknown kernel', argv: ['--kernel', '99.1', '0x4'], code: 2 },
    { name: 'a choice that is none', argv: ['--level', 'x', '0x4'], code: 2 },
    { name: 'a missing argument', argv: ['diff', '0x4'], code: 2 },
    { name: 'one argument too many', argv: ['diff', '0x4', '0x4', '0x4'], code: 2 },
    { name: 'an unreadable file', argv: ['-f', 'missing'], code: 2 },
    { name: 'no values', argv: ['check'], code: 2 },
    { name: 'help', argv: ['--help'], code: 0 },
    { name: 'help of a command', argv: ['encode', '-h'], code: 0 },
    { name: 'version', argv: ['--version'], code: 0 },
  ])('$name: $code', async ({ argv, code }) => {
    expect((await runCli(argv)).code).toBe(code);
  });

  test('help goes to standard output, a mistake to standard error', async () => {
    expect(await runCli(['--help'])).toMatchObject({ stderr: '' });
    expect(await runCli(['--nonsense'])).toMatchObject({ stdout: '' });
  });

  test.each([
    { argv: [], usage: /^Usage: pte-decode \[options\]/ },
    { argv: ['--json'], usage: /^Usage: pte-decode \[options\]/ },
    { argv: ['log'], usage: /^Usage: pte-decode log \[options\]/ },
    { argv: ['pagemap', '--ranges'], usage: /^Usage: pte-decode pagemap \[options\]/ },
  ])('nothing to work on for $argv: its help on standard error, and 2', async ({ argv, usage }) => {
    const { code, stdout, stderr } = await runCli(argv, { stdinIsTTY: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(usage);
  });

  test.each([
    { argv: ['--json'], stdin: '' },
    { argv: ['--input', 'u64le', '--json'], stdin: '' },
    { argv: ['--json'], stdin: '# nothing\n\n' },
    { argv: ['compare'], stdin: '' },
    { argv: ['check', '-q'], stdin: '' },
    { argv: ['apply', 'pte_mkdirty'], stdin: '' },
  ])('an input without values is no answer: $argv', async ({ argv, stdin }) => {
    const stderr = 'pte-decode: no values in the input\n';
    expect(await runCli(argv, { stdin })).toEqual({ code: 2, stdout: '', stderr, open: 0 });
  });

  test('nor is an empty dump', async () => {
    const { code, stderr } = await runCli(['pagemap'], { stdin: '' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'pte-decode: <stdin>: empty: no words in it\n' });
  });

  test('a condition that nothing meets is an answer', async () => {
    expect(await runCli(['--json', '--where', 'present'], { stdin: '0x4\n' })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });
});

describe('a reader that goes away', () => {
  const many = Array.from({ length: 50_000 }, (_, n) => `0x${n.toString(16)}`).join('\n');
  test.each([0, 1, 2])('after %d writes ends it with 0 and without a word', async (writesBeforeClose) => {
    for (const argv of [[], ['--json'], ['--format', 'line'], ['apply', 'pte_same', '--with', '0x4']])
      expect({ argv, ...(await runCli(argv, { stdin: many, writesBeforeClose })) }).toMatchObject({
        argv,
        code: 0,
        stderr: '',
        open: 0,
      });
  });

  test.each([0, 1, 2])('after %d writes ends a verdict with 2: nobody has seen it whole', async (writes) => {
    for (const argv of [['check'], ['check', '--is', 'none', '--json']])
      expect({ argv, ...(await runCli(argv, { stdin: many, writesBeforeClose: writes })) }).toMatchObject({
        argv,
        code: 2,
        stderr: 'pte-decode: nobody reads the output to its end: no verdict\n',
        open: 0,
      });
  });
});

describe('a bug', () => {
  test('is told with its stack and 3', async () => {
    const { io, stderr } = fakeIo();
    const broken = {
      ...io,
      open: () => {
        throw new TypeError('boom \u001b[2J');
      },
    };
    expect(await run([], broken)).toBe(3);
    expect(stderr()).toMatch(
      /^pte-decode: a bug in pte-decode, please report it:\nTypeError: boom \\x1b\[2J\n/,
    );
  });

  test('keeps its status when nobody can be told', async () => {
    const { io } = fakeIo();
    const fail = (): never => {
      throw new Error('closed');
    };
    expect(await run([], { ...io, open: fail, stderr: { ...io.stderr, write: fail } })).toBe(3);
    expect(
      await run(['zz', '--nonsense=1'], {
        ...io,
        stderr: { ...io.stderr, isTTY: false, columns: 80, write: fail },
      }),
    ).toBeGreaterThan(1);
  });
});
