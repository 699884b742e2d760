import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { INVARIANTS } from '../../src/core/audit.ts';
import { property } from '../helpers/json.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { jsonLines } from '../helpers/json.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const read = (name: string): object => {
  const value: unknown = JSON.parse(
    readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return value;
};

async function expectValid(validate: ValidateFunction, args: readonly string[]): Promise<void> {
  const lines = jsonLines((await runOnDisk([...args, '--json'])).stdout);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    if (!validate(line)) throw new Error(`${ajv.errorsText(validate.errors)} in ${JSON.stringify(line)}`);
}

describe('schema/special.schema.json', () => {
  const validate = ajv.compile(read('special'));
  test.each([
    { args: ['special', '--arch', 'all'] },
    { args: ['special', '--arch', 'all', '--candidate', '0x4'] },
    { args: ['special', '--candidate', '0x07fffffffffffc04'] },
    { args: ['special', '--candidate', '0x07fffffffffffc14'] },
    { args: ['special', '--designs', '--arch', 'all'] },
    { args: ['special', '--designs', '--arch', 'all', '--kernel', '5.11'] },
  ])('$args', async ({ args }) => {
    await expectValid(validate, args);
  });
});

describe('schema/audit.schema.json', () => {
  const validate = ajv.compile(read('audit'));
  test.each([
    {
      args: [
        'audit',
        '--kernel',
        'all',
        '0x4',
        '0x80000000029eac67',
        '0x07fffffffffffc00',
        '0x07fffffffffffc08',
      ],
    },
    { args: ['audit', '--kernel', '6.12', '0x07fffffffffbfe0e'] },
    { args: ['audit', '--arch', 's390x', '0x0', '0x1234604'] },
  ])('$args', async ({ args }) => {
    await expectValid(validate, args);
  });

  test('it knows every invariant', () => {
    const names = property(property(property(read('audit'), '$defs'), 'invariant'), 'enum');
    expect(names).toEqual(INVARIANTS.map(({ code }) => code));
  });
});
