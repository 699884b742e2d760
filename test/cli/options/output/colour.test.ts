import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

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
