import { describe, expect, test } from '@jest/globals';
import { spec } from '../../../../src/cli/commands/decode/spec.ts';
import { valuesFrom } from '../../../../src/cli/options/values/values.ts';
import { parseFast } from '../../../../src/cli/start/parse.ts';
import { fakeIo, type Surroundings } from '../../../helpers/fake-io.ts';

/** The values that a command line names, and how often what is ready was written before a read. */
function read(argv: readonly string[], around: Surroundings = {}) {
  const invocation = parseFast(spec, argv);
  if (!invocation) throw new Error(`not parsed: ${argv.join(' ')}`);
  let flushes = 0;
  const output = { flush: () => void (flushes += 1) };
  const source = valuesFrom(invocation, fakeIo(around).io, { output });
  return { values: [...source.read()].map(({ value }) => value), errors: source.errors, flushes };
}

describe('valuesFrom', () => {
  test('takes arguments, then every --file', () => {
    const files = { f: '0x10\n', g: '0x20 0x30\n' };
    const argv = ['0x1', '-', '-f', 'f', '--file', 'g'];
    expect(read(argv, { stdin: '0x5\n', files })).toMatchObject({
      values: [0x1n, 0x5n, 0x10n, 0x20n, 0x30n],
      errors: 0,
    });
  });

  test.each([
    { argv: [], values: [] },
    { argv: ['-i', 'u64le'], values: [0x3032_3034_7830_3120n] },
    { argv: ['--input', 'u64be'], values: [0x2031_3078_3430_3230n] },
    { argv: ['--decimal'], values: [] },
  ])('$argv says how standard input is written', ({ argv, values }) => {
    // The bytes of ` 10x4020`: no value as text.
    expect(read(argv, { stdin: ' 10x4020' }).values).toEqual(values);
  });

  test.each([
    { argv: ['4'], errors: 1 },
    { argv: ['--decimal', '4'], errors: 0 },
    { argv: ['--', '-4'], errors: 1 },
  ])('$argv: $errors', ({ argv, errors }) => expect(read(argv).errors).toBe(errors));

  test('writes what is ready before each read', () => {
    expect(read([], { stdin: ['0x4\n', '0x5\n'] })).toMatchObject({ values: [4n, 5n], flushes: 3 });
    expect(read(['0x4']).flushes).toBe(0);
  });
});
