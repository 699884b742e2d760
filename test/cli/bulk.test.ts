import { describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { type Level, LEVELS } from '../../src/core/rows/layout.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { shapesOf } from '../../src/core/entry/shapes.ts';
import { formatHex, not64 } from '../../src/core/u64.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { runCli } from '../helpers/fake-io.ts';
import { bitFlips, randomValues } from '../helpers/values.ts';
import { withoutWasm } from '../helpers/without-wasm.ts';

// What is worked out once for many values is what is worked out for each of them: in every command that reads values, on
// every architecture, for values that differ in single bits, forth and back.

/** An entry of two shapes of a level with other bits at random, each with its neighbours. */
function valuesOf(kernel: Kernel, level: Level): readonly bigint[] {
  const shapes = shapesOf(kernel, level);
  const step = Math.max(1, Math.ceil(shapes.length / 2));
  const bases = shapes
    .filter((_, index) => index % step === 0)
    .map(({ mask, value }) => value | ((randomValues(1, kernel.entryBits)[0] ?? 0n) & not64(mask)));
  const values = [0n, ...bases.flatMap((base) => [base, ...bitFlips(base, kernel.entryBits)])].map((value) =>
    BigInt.asUintN(kernel.entryBits, value),
  );
  return [...values, ...values.toReversed()];
}

// JSON and lines, every value: test/records/templates/flipped-bits.test.ts. The slow way takes as long as there are values
// and cells, so every command does more than one thing.
const COMMANDS: readonly (readonly string[])[] = [
  ['--format', 'csv', '--where', 'dirty || reserved != 0 || missing != 0 || swap.offset > 9'],
  ['--format', 'line', '--where', 'dirty || young && not present || swap.type > 3 || unknown != 0'],
  ['check', '--rule', '2', '--json'],
  ['audit', '--json'],
];

describe.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('$arch', ({ arch }) => {
  const kernel = resolveKernel({ arch });
  const levels = LEVELS.filter((level) => kernel.levels.some((one) => one.level === level));
  const inputs = [levels.at(-1), levels.at(-2)].flatMap((level) =>
    // No entry of the upper level of arm is swap-like or dirty: conditions that ask for that are refused there.
    level === undefined || (arch === 'arm' && level === 'pgd')
      ? []
      : [{ level, values: valuesOf(kernel, level) }],
  );

  test.each(COMMANDS.map((words) => ({ words })))('$words', async ({ words }) => {
    for (const { level, values } of inputs) {
      const argv = [...words, '--arch', arch, '--level', level];
      const around = { stdin: values.map((value) => `${formatHex(value)}\n`).join('') };
      const bulk = await runCli(argv, around);
      expect(bulk.stdout).not.toBe('');
      expect(bulk).toEqual(await withoutWasm(() => runCli(argv, around)));
    }
  });

  test('scan of a table', async () => {
    for (const { level, values } of inputs) {
      const size = kernel.entryBits / 8;
      const { indexBits = 0 } = kernel.levels.find((one) => one.level === level) ?? {};
      const bytes = Buffer.alloc(size << indexBits);
      for (const [index, value] of values.slice(0, 1 << indexBits).entries())
        if (size === 8) bytes.writeBigUInt64LE(value, index * size);
        else bytes.writeUInt32LE(Number(value), index * size);
      const files = { table: bytes };
      const word = level === 'pte' ? '--check' : '--entries';
      const argv = [
        'scan',
        '--table',
        'table',
        '--va',
        '0',
        '--level',
        level,
        '--arch',
        arch,
        '--json',
        word,
      ];
      const bulk = await runCli(argv, { files });
      expect(bulk).toEqual(await withoutWasm(() => runCli(argv, { files })));
      // How many entries point to tables is told where they are not listed.
      expect(bulk.stderr).toMatch(/^(?:pte-decode: \d+ entr(?:y points|ies point) to .*\n)?$/);
      expect(bulk.stdout).not.toBe('');
    }
  });
});
