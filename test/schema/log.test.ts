import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { logShapes } from '../../src/logs/shapes.ts';
import { runCli } from '../helpers/fake-io.ts';
import { REAL_KERNELS, realFile } from '../helpers/real-kernels.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../schema/log.schema.json', import.meta.url), 'utf8'),
);
if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

async function expectValid(argv: readonly string[], stdin: string | Uint8Array): Promise<number> {
  const { stdout } = await runCli(['log', '--json', ...argv], { stdin });
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines)
    if (!validate(JSON.parse(line))) throw new Error(`${JSON.stringify(validate.errors)} in ${line}`);
  return lines.length;
}

test.each(REAL_KERNELS)('the records of the console of $folder', async ({ folder }) => {
  expect(await expectValid([], readFileSync(realFile(folder, 'console.log')))).toBeGreaterThan(100);
});

test.each([['6.12'], ['4.14'], ['6.0']])('a line of every shape, for %s', async (kernel) => {
  const lines = logShapes()
    .map(({ example }) => `${example}\n`)
    .join('');
  expect(await expectValid(['--kernel', kernel], lines)).toBeGreaterThan(20);
});
