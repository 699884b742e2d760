import { describe, expect, test } from '@jest/globals';
import { COMMANDS, findCommand } from '../../src/cli/registry.ts';

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
