import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { chooseBundle, folderOf, HELP, isPlain, WHOLE } from '../../../src/cli/start/choose-bundle.ts';
import { commandFirst, COMMANDS, findCommand } from '../../../src/cli/commands/registry.ts';

const names = COMMANDS.map(({ name }) => name);

describe('folderOf', () => {
  test.each(['', ...names])('"%s" has a folder', (name) => {
    expect(existsSync(new URL(`../../../src/cli/commands/${folderOf(name)}/spec.ts`, import.meta.url))).toBe(
      true,
    );
  });
});

describe('chooseBundle', () => {
  test.each([
    { argv: ['0x4'], bundle: 'decode', words: ['0x4'] },
    { argv: ['decode', '0x4'], bundle: 'decode', words: ['0x4'] },
    { argv: [], bundle: 'decode', words: [] },
    { argv: ['check', '0x4'], bundle: 'check', words: ['0x4'] },
    { argv: ['pagemap', 'diff', 'a', 'b'], bundle: 'pagemap-diff', words: ['a', 'b'] },
    { argv: ['pagemap', 'a'], bundle: 'pagemap', words: ['a'] },
    { argv: ['-k', '6.1', '0x4'], bundle: 'decode', words: ['-k', '6.1', '0x4'] },
    { argv: ['-k', '6.1', 'check', '0x4'], bundle: WHOLE, words: ['-k', '6.1', 'check', '0x4'] },
    { argv: ['check', '--help'], bundle: HELP, words: ['check', '--help'] },
  ])('$argv: $bundle', ({ argv, ...choice }) => {
    expect(chooseBundle(argv, names)).toEqual(choice);
  });

  test('chooses the command that the whole program finds, with the same words, or the whole program', () => {
    const word = fc.constantFrom(
      ...names.flatMap((name) => name.split(' ')),
      ...['decode', '0x4', '-1', '--', '-k', '-k6.1', '--kernel', '--kernel=6.1', '--json', '-f', '-'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (argv) => {
        const choice = chooseBundle(argv, names);
        if (choice.bundle === WHOLE) return;
        const ordered = commandFirst(argv[0] === 'decode' ? argv.slice(1) : argv);
        const found = findCommand(ordered);
        expect(choice.words).toEqual(found?.rest ?? ordered);
        const name = names.find((one) => findCommand(one.split(' '))?.load === found?.load);
        expect(choice.bundle).toBe(folderOf(name ?? ''));
      }),
      { numRuns: 5000 },
    );
  });
});

// What a quick bundle gives up on costs its time for nothing: it knows no distribution, no file and no host.
describe('isPlain', () => {
  test.each([
    { words: ['0x4'], kernel: undefined, plain: true },
    { words: ['0x4'], kernel: '6.12', plain: true },
    { words: ['-k', 'debian-6.12', '0x4'], kernel: undefined, plain: true },
    { words: ['-k', '6.1.0-18-amd64', '0x4'], kernel: undefined, plain: false },
    { words: ['0x4'], kernel: '5.14.0-427.el9.x86_64', plain: false },
    { words: ['0x4'], kernel: 'host', plain: false },
    { words: ['-k', 'host', '0x4'], kernel: undefined, plain: false },
    { words: ['-k', '6.12'], kernel: undefined, plain: true },
    { words: [], kernel: undefined, plain: false },
  ])('$words, environment $kernel: $plain', ({ words, kernel, plain }) => {
    expect(isPlain('decode', words, kernel)).toBe(plain);
  });
});
