import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { logShapes } from '../../src/logs/lines/shapes.ts';
import { runCli } from '../helpers/fake-io.ts';
import { REAL_KERNELS, realFile } from '../helpers/real-kernels.ts';
import { checkLines } from '../helpers/schemas.ts';
import { exampleOf } from '../helpers/log-examples.ts';

async function expectValid(argv: readonly string[], stdin: string | Uint8Array): Promise<number> {
  return checkLines('log', (await runCli(['log', '--json', ...argv], { stdin })).stdout);
}

test.each(REAL_KERNELS)('the records of the console of $folder', async ({ folder }) => {
  expect(await expectValid([], readFileSync(realFile(folder, 'console.log')))).toBeGreaterThan(100);
});

test.each([['6.12'], ['4.14'], ['6.0']])('a line of every shape, for %s', async (kernel) => {
  const lines = logShapes()
    .map((shape) => `${exampleOf(shape)}\n`)
    .join('');
  expect(await expectValid(['--kernel', kernel], lines)).toBeGreaterThan(20);
});
