import { describe, expect, test } from '@jest/globals';
import { optionsOf } from '../../src/cli/options/common.ts';
import { commandTree } from '../../src/cli/commands/registry.ts';
import { fakeIo, runCli } from '../helpers/fake-io.ts';

const tree = await commandTree();

// Clears the screen, rings, sets the title, reorders text, ends a line, is no character at all.
const HOSTILE = '\u001b[2J\u0007\u009b31m\u001b]0;x\u0007\u202e\u2028\rx\ny\ud800';
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;

/** Nothing written can move a cursor, and no bug was hit. */
function expectSafe(argv: readonly string[], result: { code: number; stdout: string; stderr: string }): void {
  const { code, stdout, stderr } = result;
  expect({ argv, unsafe: UNSAFE.exec(stdout + stderr)?.[0], isBug: code === 3 }).toEqual({
    argv,
    unsafe: undefined,
    isBug: false,
  });
  for (const line of stderr.split('\n')) expect(line).not.toBe('y');
}

/** Words that make a command work on something, so that the option is what is wrong. */
const ARGS: Readonly<Record<string, readonly string[]>> = {
  '': ['0x4'],
  encode: ['none'],
  apply: ['pte_mkdirty', '0x4'],
  check: ['0x4'],
  compare: ['0x4'],
  diff: ['0x4', '0x5'],
};

describe('control characters never reach the terminal', () => {
  const rows = tree.flatMap((spec) =>
    optionsOf(spec)
      .filter((option) => option.value !== undefined && !['output', 'html'].includes(option.long))
      .map((option) => ({ name: spec.name, long: option.long })),
  );
  test.each(rows)('from pte-decode $name --$long', async ({ name, long }) => {
    for (const value of [HOSTILE, `0x${HOSTILE}`, `CONFIG_${HOSTILE}=y`]) {
      const argv = [...name.split(' ').filter(Boolean), ...(ARGS[name] ?? []), `--${long}`, value];
      expectSafe(argv, await runCli(argv));
    }
  });

  test.each(tree.map(({ name }) => ({ name })))(
    'from arguments and unknown options of pte-decode $name',
    async ({ name }) => {
      const words = name.split(' ').filter(Boolean);
      for (const argv of [
        [...words, HOSTILE],
        [...words, '0x4', HOSTILE],
        [...words, `--${HOSTILE}`],
        [...words, `-${HOSTILE}`],
        [`--${HOSTILE}`, ...words],
        [HOSTILE, ...words],
      ])
        expectSafe(argv, await runCli(argv, { stdinIsTTY: true }));
    },
  );

  test('from the environment', async () => {
    expectSafe([], await runCli(['0x4'], { env: { PTE_DECODE_KERNEL: HOSTILE } }));
  });

  test.each([
    { argv: [] },
    { argv: ['--json'] },
    { argv: ['--format', 'csv'] },
    { argv: ['--format', 'tsv', '--no-heading'] },
    { argv: ['encode', '-'] },
    { argv: ['apply', '-'] },
    { argv: ['check'] },
    { argv: ['compare'] },
  ])('from standard input to $argv', async ({ argv }) => {
    const stdin = [
      HOSTILE,
      `0x4 ${HOSTILE}`,
      `{"state":${JSON.stringify(HOSTILE)}}`,
      `{"op":${JSON.stringify(HOSTILE)}}`,
      `{"state":"present","pfn":${JSON.stringify(HOSTILE)},"flags":[${JSON.stringify(HOSTILE)}]}`,
      `{"state":"none","level":${JSON.stringify(HOSTILE)}}`,
      `{"state":"none","kernel":${JSON.stringify(HOSTILE)}}`,
      `{"op":"pte_mkdirty","pte":${JSON.stringify(HOSTILE)}}`,
    ].join('\n');
    const result = await runCli(argv, { stdin });
    expectSafe(argv, { ...result, stdout: result.stdout.replaceAll('\t', ' ') });
  });

  test('from file names and their contents', async () => {
    const files = {
      [HOSTILE]: `${HOSTILE}\n`,
      swaps: `Filename Type Size Used Priority\n${HOSTILE} file 1 0 -1\n`,
      config: `CONFIG_${HOSTILE}=y\n`,
    };
    for (const argv of [
      ['-f', HOSTILE],
      ['-f', `${HOSTILE}missing`],
      ['--swaps', HOSTILE, '0x4'],
      ['--swaps', 'swaps', '0x07fffffffffffc00'],
      ['--swaps', 'swaps', '--json', '0x07fffffffffffc00'],
      ['--config', HOSTILE, '0x4'],
      ['--config', 'config', '0x4'],
    ])
      expectSafe(argv, await runCli(argv, { files }));
  });

  test('the fake keeps what was written', () => {
    const { io, stdout } = fakeIo();
    io.stdout.write('\u001b');
    expect(UNSAFE.test(stdout())).toBe(true);
  });
});
