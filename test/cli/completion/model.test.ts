import { describe, expect, test } from '@jest/globals';
import { below, completionModel, valuedWords, withCommands } from '../../../src/cli/completion/model.ts';
import type { CommandSpec } from '../../../src/cli/spec.ts';
import { commandTree } from '../../../src/cli/commands/registry.ts';

const made = (spec: Partial<CommandSpec>): CommandSpec => ({
  name: '',
  args: '',
  summary: 'A command',
  options: [],
  examples: [],
  load: () => Promise.reject(new Error('never loaded')),
  ...spec,
});

describe('completionModel', () => {
  test('takes file names from the placeholder FILE, of options and arguments', () => {
    const [command] = completionModel([
      made({ args: 'FILE [FILE...]', options: [{ long: 'map', value: 'FILE', text: 'a map' }] }),
    ]);
    expect(command?.first.files).toBe(true);
    expect(command?.rest.files).toBe(true);
    expect(command?.options.find(({ long }) => long === 'map')?.candidates.files).toBe(true);
  });

  test('repeated words of an option that may be repeated are a list with commas', () => {
    const [command] = completionModel([
      made({
        options: [
          { long: 'many', value: 'A', suggest: ['x', 'y'], repeat: true, text: '' },
          { long: 'one', value: 'A', suggest: ['x', 'y'], text: '' },
        ],
      }),
    ]);
    expect(command?.options.slice(0, 2).map(({ candidates }) => candidates.isList)).toEqual([true, false]);
  });

  test('knows the commands below a command', () => {
    const model = completionModel([
      made({}),
      made({ name: 'map', suggest: ['all'] }),
      made({ name: 'map diff', summary: 'Compare' }),
      made({ name: 'mapper' }),
    ]);
    const [root, map] = model;
    expect(root && below(root, model).map(({ word }) => word)).toEqual(['map', 'mapper', 'explain', 'help']);
    expect(map && below(map, model)).toMatchObject([{ word: 'diff', summary: 'Compare' }]);
    expect(map && withCommands(map, model).words).toEqual(['diff', 'all']);
  });

  test('no word needs quoting in a shell', async () => {
    for (const { options, first, rest } of completionModel(await commandTree()))
      for (const { words } of [first, rest, ...options.map(({ candidates }) => candidates)])
        for (const word of words) expect(word).toMatch(/^[A-Za-z0-9_.=-]+$/);
  });

  test('tells which option words take a value', () => {
    const model = completionModel([
      made({ options: [{ long: 'predicates', letter: 'P', text: '' }] }),
      made({ name: 'map', options: [{ long: 'pid', letter: 'p', value: 'PID', text: '' }] }),
    ]);
    expect(valuedWords(model)).toEqual(['--color', '-p', '--pid']);
  });
});
