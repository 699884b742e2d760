import { describe, expect, test } from '@jest/globals';
import { optionsOf } from '../../src/cli/options/common.ts';
import { commandTree } from '../../src/cli/commands/registry.ts';
import type { OptionSpec } from '../../src/cli/spec.ts';

// What an option is called means one thing in all commands: someone who knows one command knows the others.

interface Use {
  readonly command: string;
  readonly option: OptionSpec;
}

const tree = await commandTree();
const uses: readonly Use[] = tree.flatMap((spec) =>
  optionsOf(spec).map((option) => ({ command: `pte-decode ${spec.name}`.trimEnd(), option })),
);

/** What differs, with the commands that say so: empty when all uses agree. */
function meanings(some: readonly Use[], of: (option: OptionSpec) => unknown): readonly string[] {
  const found = new Map<unknown, string[]>();
  for (const { command, option } of some)
    found.set(of(option), [...(found.get(of(option)) ?? []), `${command} --${option.long}`]);
  return found.size > 1 ? [...found.values()].map((commands) => commands.join(', ')) : [];
}

/** The row that an option is or is a variant of. */
const rowOf = (option: OptionSpec): OptionSpec => (option.of ? rowOf(option.of) : option);

describe('an option of several commands', () => {
  const longs = [...new Set(uses.map(({ option }) => option.long))];
  test.each(longs.map((long) => ({ long })))('--$long is one row', ({ long }) => {
    expect(
      meanings(
        uses.filter(({ option }) => option.long === long),
        rowOf,
      ),
    ).toEqual([]);
  });

  const letters = [...new Set(uses.flatMap(({ option }) => option.letter ?? []))];
  test.each(letters.map((letter) => ({ letter })))('-$letter is one option', ({ letter }) => {
    expect(
      meanings(
        uses.filter(({ option }) => option.letter === letter),
        ({ long }) => long,
      ),
    ).toEqual([]);
  });

  test('keeps letter and value where a command says more of it', () => {
    for (const { option } of uses) {
      const { letter, long, value } = rowOf(option);
      expect(option).toMatchObject({ long, ...(letter && { letter }), ...(value && { value }) });
      expect([option.letter, option.value]).toEqual([letter, value]);
    }
  });

  test('has the choices of its row, or some of them, or more', () => {
    for (const { option } of uses) {
      const mine = option.choices ?? [];
      const all = rowOf(option).choices ?? [];
      const [fewer, more] = mine.length < all.length ? [mine, all] : [all, mine];
      expect(more).toEqual(expect.arrayContaining([...fewer]));
    }
  });
});

describe('the names of options', () => {
  test('are words with hyphens (or a register), and single letters', () => {
    for (const { option } of uses) {
      expect(option.long).toMatch(/^[a-z]+[0-9]?(-[a-z]+)*$/);
      expect(option.letter ?? 'a').toMatch(/^[A-Za-z]$/);
    }
  });

  test('leave -V to --version', () => {
    expect(uses.filter(({ option }) => option.letter === 'V' || option.long === 'version')).toEqual([]);
  });

  test('stand once in each command', () => {
    for (const spec of tree) {
      const names = optionsOf(spec).flatMap(({ long, letter }) => [long, ...(letter ? [letter] : [])]);
      expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    }
  });
});
