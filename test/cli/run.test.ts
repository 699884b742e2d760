import { describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { fakeIo, runCli } from '../helpers/fake-io.ts';

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

  test('nothing to work on: help on standard error, and 2', async () => {
    const { code, stdout, stderr } = await runCli([], { stdinIsTTY: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: pte-decode \[options\]/);
  });

  test('an empty input is all decoded', async () => {
    expect(await runCli(['--json'], { stdin: '' })).toEqual({ code: 0, stdout: '', stderr: '', open: 0 });
  });
});

describe('a reader that goes away', () => {
  const many = Array.from({ length: 50_000 }, (_, n) => `0x${n.toString(16)}`).join('\n');
  test.each([0, 1, 2])('after %d writes ends it with 0 and without a word', async (writesBeforeClose) => {
    for (const argv of [[], ['--json'], ['--format', 'line'], ['check'], ['apply', 'pte_mkdirty']])
      expect({ argv, ...(await runCli(argv, { stdin: many, writesBeforeClose })) }).toMatchObject({
        argv,
        code: 0,
        stderr: '',
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

describe('colour', () => {
  // --color first, then NO_COLOR, then FORCE_COLOR, then the terminal.
  test.each([
    { name: 'a terminal', around: { stdoutIsTTY: true }, argv: [], isColoured: true },
    { name: 'a pipe', around: {}, argv: [], isColoured: false },
    {
      name: 'a dumb terminal',
      around: { stdoutIsTTY: true, env: { TERM: 'dumb' } },
      argv: [],
      isColoured: false,
    },
    {
      name: 'NO_COLOR on a terminal',
      around: { stdoutIsTTY: true, env: { NO_COLOR: '1' } },
      argv: [],
      isColoured: false,
    },
    {
      name: 'an empty NO_COLOR',
      around: { stdoutIsTTY: true, env: { NO_COLOR: '' } },
      argv: [],
      isColoured: true,
    },
    { name: 'FORCE_COLOR in a pipe', around: { env: { FORCE_COLOR: '1' } }, argv: [], isColoured: true },
    {
      name: 'FORCE_COLOR=0 on a terminal',
      around: { stdoutIsTTY: true, env: { FORCE_COLOR: '0' } },
      argv: [],
      isColoured: false,
    },
    {
      name: 'NO_COLOR over FORCE_COLOR',
      around: { env: { NO_COLOR: '1', FORCE_COLOR: '1' } },
      argv: [],
      isColoured: false,
    },
    { name: '--color=always in a pipe', around: {}, argv: ['--color=always'], isColoured: true },
    {
      name: '--color=always over NO_COLOR',
      around: { env: { NO_COLOR: '1' } },
      argv: ['--color', 'always'],
      isColoured: true,
    },
    {
      name: '--color=never on a terminal',
      around: { stdoutIsTTY: true },
      argv: ['--color=never'],
      isColoured: false,
    },
    {
      name: '--color=never over FORCE_COLOR',
      around: { env: { FORCE_COLOR: '3' } },
      argv: ['--color=never'],
      isColoured: false,
    },
    { name: '--color=auto in a pipe', around: {}, argv: ['--color=auto'], isColoured: false },
  ])('$name: $isColoured', async ({ around, argv, isColoured }) => {
    const plain = await runCli(['0x4', '--color=never'], { columns: 100 });
    const { stdout } = await runCli(['0x4', ...argv], { columns: 100, ...around });
    expect(stdout.includes('\u001b[')).toBe(isColoured);
    // Colour only adds.
    expect(stdout.replace(/\u001b\[[0-9;]*m/g, '')).toBe(plain.stdout);
  });

  test('never in JSON, lines and tables', async () => {
    for (const format of ['json', 'line', 'csv', 'tsv'])
      expect((await runCli(['0x4', '--format', format, '--color=always'])).stdout).not.toContain('\u001b');
  });
});
