import { parseArgs } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { optionsOf } from '../../../src/cli/options/common.ts';
import { parseFast, shieldNegative } from '../../../src/cli/start/parse.ts';
import { spec as decodeSpec } from '../../../src/cli/commands/decode/spec.ts';
import { commandTree } from '../../../src/cli/commands/registry.ts';
import type { CommandSpec } from '../../../src/cli/spec.ts';

const tree = await commandTree();

describe('parseFast', () => {
  test.each([
    { name: 'values', argv: ['0x4', '-'], args: ['0x4', '-'] },
    { name: 'after --', argv: ['--json', '--', '--x'], args: ['--x'] },
    { name: 'letters together', argv: ['-jk', '6.1', '0x4'], args: ['0x4'] },
  ])('takes $name', ({ argv, args }) => expect(parseFast(decodeSpec, argv)?.args).toEqual(args));

  test('the last value of a look counts, a repeated option keeps all', () => {
    const invocation = parseFast(decodeSpec, ['--format', 'line', '-Fjson', '--config=a', '--config', 'b']);
    expect(invocation?.value('format')).toBe('json');
    expect(invocation?.list('config')).toEqual(['a', 'b']);
  });

  test('a value that another one would take the place of is left', () => {
    expect(parseFast(decodeSpec, ['--where', 'uffd_wp', '-w', 'present'])).toBeUndefined();
    expect(parseFast(decodeSpec, ['-l', 'pte', '--level=PTE'])?.value('level')).toBe('pte');
    expect(parseFast(decodeSpec, ['--where', 'uffd_wp', '-wuffd_wp'])?.value('where')).toBe('uffd_wp');
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

/** What is said twice so that the last counts: an alias has one, and it loses no question. */
const LOOKS: ReadonlySet<string> = new Set(['format', 'color', 'max']);

test('looks alone may be said again, in all commands', () => {
  const looks = tree.flatMap((spec) => optionsOf(spec).flatMap(({ long, isLook }) => (isLook ? [long] : [])));
  expect(new Set(looks)).toEqual(LOOKS);
});

/** What `parseArgs` of Node makes of a command line: arguments, values, switches; undefined for what it refuses. */
function byNode(spec: CommandSpec, argv: readonly string[]): unknown {
  const options = optionsOf(spec).filter(({ long }) => long !== 'help');
  try {
    const { tokens, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(
        options.map(({ long, value, letter }) => [
          long,
          {
            type: value === undefined ? 'boolean' : 'string',
            ...(letter === undefined ? {} : { short: letter }),
          },
        ]),
      ),
      allowPositionals: true,
      tokens: true,
    });
    const given = tokens.filter((token) => token.kind === 'option');
    if (given.some(({ name, value = '' }) => !(choicesOf(spec, name)?.includes(value) ?? true)))
      return undefined;
    const once = options.flatMap(({ long, value, repeat }) =>
      value && !repeat && !LOOKS.has(long) ? [long] : [],
    );
    if (once.some((name) => new Set(given.flatMap((one) => (one.name === name ? [one.value] : []))).size > 1))
      return undefined;
    if (tokens.some(({ kind, index }) => kind === 'option-terminator' && argv[index] !== '--'))
      return undefined;
    return {
      args: positionals,
      said: options.map(({ long, value, repeat }) => {
        const values = given.filter(({ name }) => name === long).map((token) => token.value);
        return value === undefined ? values.length > 0 : values.slice(repeat ? 0 : -1);
      }),
    };
  } catch {
    return undefined;
  }
}

const choicesOf = (spec: CommandSpec, name: string): readonly string[] | undefined =>
  optionsOf(spec).find(({ long }) => long === name)?.choices;

test('parseFast reads words as parseArgs of Node does', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...optionsOf(decodeSpec)
        .map(({ long }) => `--${long}`)
        .filter((long) => long !== '--help'),
    ),
    fc.constantFrom(
      '-',
      '--',
      '',
      '0x4',
      '-j',
      '-k',
      '-k6.1',
      '-jk',
      '-kj',
      '-jz',
      '-j-k',
      '-k=',
      '---',
      '--=',
    ),
    fc.constantFrom(
      '--json=1',
      '--kernel=',
      '--kernel=a=b',
      '--level=pmd',
      '--level',
      'pmd',
      '--nonsense',
      '-1',
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      const invocation = parseFast(decodeSpec, argv);
      const options = optionsOf(decodeSpec).filter(({ long }) => long !== 'help');
      const read = invocation && {
        args: invocation.args,
        said: options.map(({ long, value }) =>
          value === undefined ? invocation.has(long) : invocation.list(long),
        ),
      };
      expect(read).toEqual(byNode(decodeSpec, argv));
    }),
    { numRuns: 2000 },
  );
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
