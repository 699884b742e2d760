import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { optionsOf } from '../../src/cli/options/common.ts';
import { makeInvocation, parseFast, shieldNegative } from '../../src/cli/parse.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { spec as decodeSpec } from '../../src/cli/commands/decode/spec.ts';
import type { CommandSpec, Invocation, OptionSpec } from '../../src/cli/spec.ts';
import { commandTree } from '../../src/cli/registry.ts';

const tree = await commandTree();

/** Everything an invocation holds, for comparison. */
function contents(spec: CommandSpec, invocation: Invocation): unknown {
  return {
    args: invocation.args,
    options: optionsOf(spec).map(({ long }) => [long, invocation.list(long), invocation.has(long)]),
  };
}

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
    'leaves %j to commander',
    (argv) => expect(parseFast(decodeSpec, argv)).toBeUndefined(),
  );

  test('leaves a wrong number of arguments to commander', () => {
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

describe('the fast parser and commander', () => {
  const word = fc.stringMatching(/^[0-9a-zA-Z_=.,:/]{1,8}$/);

  /** One option as it can be written. */
  function optionWords(option: OptionSpec): fc.Arbitrary<readonly string[]> {
    if (option.value === undefined)
      return fc
        .constantFrom(...[`--${option.long}`, ...(option.letter ? [`-${option.letter}`] : [])])
        .map((text) => [text]);
    const value = option.choices
      ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...option.choices) }, { weight: 1, arbitrary: word })
      : word;
    return fc.tuple(value, fc.nat(2)).map(([text, form]) => {
      if (form === 0) return [`--${option.long}=${text}`];
      if (form === 1 && option.letter) return [`-${option.letter}`, text];
      return [`--${option.long}`, text];
    });
  }

  test.each(tree.map((spec) => ({ name: spec.name || '(decode)', spec })))(
    'read the same out of a command line of $name',
    async ({ spec }) => {
      let taken: Invocation | undefined;
      const program = await buildProgram((used, args, raw) => {
        if (used.name === spec.name) taken = makeInvocation(used, args, raw);
        return Promise.resolve();
      });
      const silence = (command: typeof program): void => {
        command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
        command.commands.forEach(silence);
      };
      silence(program);
      const options = optionsOf(spec).filter(({ long }) => long !== 'help');
      const line = fc
        .tuple(
          fc.array(fc.oneof(...options.map(optionWords)), { maxLength: 5 }),
          fc.array(
            fc.nat(0xffff).map((n) => [`0x${n.toString(16)}`]),
            { maxLength: 3 },
          ),
        )
        .chain(([given, args]) =>
          fc.shuffledSubarray([...given, ...args], { minLength: given.length + args.length }),
        )
        .map((groups) => groups.flat());
      await fc.assert(
        fc.asyncProperty(line, async (words) => {
          taken = undefined;
          const isTaken = await program
            .parseAsync([...spec.name.split(' ').filter(Boolean), ...words], { from: 'user' })
            .then(
              () => true,
              () => false,
            );
          const fast = parseFast(spec, words);
          expect({ words, isFast: fast !== undefined }).toEqual({ words, isFast: isTaken });
          if (fast && taken) expect(contents(spec, fast)).toEqual(contents(spec, taken));
        }),
        { numRuns: 150 },
      );
    },
  );
});
