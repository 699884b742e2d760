import { describe, expect, test } from '@jest/globals';
import { commandFirst, COMMANDS, commandTree, findCommand } from '../../../src/cli/commands/registry.ts';

describe('COMMANDS', () => {
  test('names are unique, and a command below another comes after it', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names.filter((text) => text.includes(' ')))
      expect(names.indexOf(name.split(' ')[0] ?? '')).toBeLessThan(names.indexOf(name));
  });
});

describe('findCommand', () => {
  test('takes the longest name', () => {
    expect(findCommand(['pagemap', 'diff', 'a'])?.rest).toEqual(['a']);
    expect(findCommand(['pagemap', 'x'])?.rest).toEqual(['x']);
  });
  test.each([[[]], [['0x4']], [['--json', 'check']], [['constructor']]])('finds none in %j', (argv) => {
    expect(findCommand(argv)).toBeUndefined();
  });
});

describe('commandFirst', () => {
  test.each([
    { argv: ['--kernel', '6.1', 'check', '0x4'], first: 'check' },
    { argv: ['-k', '6.1', '--json', 'diff', '0x4', '0x5'], first: 'diff' },
    { argv: ['--kernel=6.1', 'encode', 'none'], first: 'encode' },
    { argv: ['--rule', '1', 'check', '0x4'], first: 'check' },
    { argv: ['--form', 'swap', 'layout'], first: 'layout' },
    { argv: ['--json', 'pagemap', 'diff', 'a', 'b'], first: 'pagemap' },
  ])('$argv: $first', ({ argv, first }) => {
    const ordered = commandFirst(argv);
    expect(ordered[0]).toBe(first);
    expect([...ordered].sort()).toEqual([...argv].sort());
  });

  test('keeps both words of a command below another', () => {
    expect(commandFirst(['--json', 'pagemap', 'diff', 'a']).slice(0, 2)).toEqual(['pagemap', 'diff']);
  });

  test.each([
    { name: 'a value of an option', argv: ['--file', 'check', '0x4'] },
    { name: 'a value after a value', argv: ['--json', '0x4', 'check'] },
    { name: 'a word after --', argv: ['--json', '--', 'check'] },
    { name: 'nothing', argv: ['--json'] },
    { name: 'values first', argv: ['0x4', 'check'] },
  ])('takes $name for no command', ({ argv }) => expect(commandFirst(argv)).toEqual(argv));
});

describe('commandTree', () => {
  test('has plain decoding first and then every command under its own name', async () => {
    expect((await commandTree()).map(({ name }) => name)).toEqual(['', ...COMMANDS.map(({ name }) => name)]);
  });
});
