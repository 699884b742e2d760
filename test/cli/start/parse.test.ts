import { describe, expect, test } from '@jest/globals';
import { parseFast, shieldNegative } from '../../../src/cli/start/parse.ts';
import { spec as decodeSpec } from '../../../src/cli/commands/decode/spec.ts';
import { commandTree } from '../../../src/cli/commands/registry.ts';

const tree = await commandTree();

describe('parseFast', () => {
  test.each([
    { name: 'values', argv: ['0x4', '-'], args: ['0x4', '-'] },
    { name: 'after --', argv: ['--json', '--', '--x'], args: ['--x'] },
    { name: 'letters together', argv: ['-jk', '6.1', '0x4'], args: ['0x4'] },
  ])('takes $name', ({ argv, args }) => expect(parseFast(decodeSpec, argv)?.args).toEqual(args));

  test('the last value of an option counts, a repeated one keeps all', () => {
    const invocation = parseFast(decodeSpec, ['--kernel', '6.1', '-k6.2', '--config=a', '--config', 'b']);
    expect(invocation?.value('kernel')).toBe('6.2');
    expect(invocation?.list('config')).toEqual(['a', 'b']);
  });

  test.each([[['--help']], [['--nonsense']], [['--kernel']], [['--level', 'x']], [['--json=1']], [['-z']]])(
    'leaves %j',
    (argv) => expect(parseFast(decodeSpec, argv)).toBeUndefined(),
  );

  test('leaves a wrong number of arguments', () => {
    const diff = tree.find(({ name }) => name === 'diff');
    expect(diff && parseFast(diff, ['0x4'])).toBeUndefined();
    expect(diff && parseFast(diff, ['0x4', '0x5', '0x6'])).toBeUndefined();
    expect(diff && parseFast(diff, ['0x4', '0x5'])?.args).toEqual(['0x4', '0x5']);
  });
});

describe('shieldNegative', () => {
  test('makes a negative number a value, which comes out as it was', () => {
    expect(parseFast(decodeSpec, ['-1', '--enc-bit', '-2'].map(shieldNegative))).toMatchObject({
      args: ['-1'],
    });
    expect(parseFast(decodeSpec, ['--enc-bit', '-2'].map(shieldNegative))?.value('enc-bit')).toBe('-2');
    for (const word of ['-j', '--json', '-', '0x4', '']) expect(shieldNegative(word)).toBe(word);
  });
});
