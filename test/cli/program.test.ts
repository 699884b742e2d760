import { describe, expect, test } from '@jest/globals';
import { buildProgram, programVersion } from '../../src/cli/program.ts';
import { optionsOf } from '../../src/cli/options/common.ts';
import { commandTree } from '../../src/cli/registry.ts';
import { runCli } from '../helpers/fake-io.ts';

const tree = await commandTree();

describe('buildProgram', () => {
  test('has every command of the tree, with its options', async () => {
    const program = await buildProgram(() => Promise.resolve());
    for (const spec of tree) {
      const words = spec.name.split(' ').filter(Boolean);
      const command = words.reduce(
        (parent, word) => parent.commands.find((child) => child.name() === word) ?? parent,
        program,
      );
      expect(command.name()).toBe(words.at(-1) ?? 'pte-decode');
      const longs = command.options.map(({ long }) => long);
      for (const { long } of optionsOf(spec)) if (long !== 'help') expect(longs).toContain(`--${long}`);
    }
  });
});

describe('--help', () => {
  test.each(tree.map(({ name }) => ({ name })))('of pte-decode $name fits its width', async ({ name }) => {
    const { code, stdout } = await runCli([...name.split(' ').filter(Boolean), '--help'], { columns: 80 });
    expect(code).toBe(0);
    const [text = ''] = stdout.split('\nExamples:');
    // Words that cannot be broken may stand out.
    for (const line of text.split('\n')) expect(line.length > 82 ? line : '').toBe('');
    expect(stdout).toMatch(new RegExp(`^Usage: pte-decode ${name}`));
  });

  test('describes every option in words', () => {
    for (const spec of tree) for (const { text } of optionsOf(spec)) expect(text.length).toBeGreaterThan(3);
  });
});

describe('mistakes', () => {
  test('say what was meant', async () => {
    expect((await runCli(['--kernal', '6.1', '0x4'])).stderr).toBe(
      "pte-decode: unknown option '--kernal' (Did you mean --kernel?)\n",
    );
  });
  test('of choices list them', async () => {
    expect((await runCli(['--format', 'xml', '0x4'])).stderr).toContain('long, line, json, csv, tsv');
  });
});

describe('--version', () => {
  test('is that of the build', async () => {
    expect((await runCli(['-V'])).stdout).toBe(`${programVersion()}\n`);
  });
});
