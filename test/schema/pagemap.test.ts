import { describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { PAGEMAP_STATES } from '../../src/pagemap/model.ts';
import { property } from '../helpers/json.ts';
import { runOnDisk } from '../helpers/fake-io.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const read = (name: string): object => {
  const value: unknown = JSON.parse(
    readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return value;
};
const validators = new Map<string, ValidateFunction>();

function expectValid(name: string, output: string): void {
  const validate = validators.get(name) ?? ajv.compile(read(name));
  validators.set(name, validate);
  const lines = output.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    if (!validate(JSON.parse(line))) throw new Error(`${ajv.errorsText(validate.errors)} in ${line}`);
}

const KERNELS = [
  { folder: '6.1.0-56-amd64', kernel: 'debian-6.1' },
  { folder: '6.12.117+deb12-amd64', kernel: 'debian-6.12' },
  { folder: '7.3.4+deb13-amd64', kernel: 'debian-7.3' },
  { folder: '6.18.44-native', kernel: '6.18' },
];

describe.each(KERNELS)('every region of $folder', ({ folder, kernel }) => {
  const path = new URL(`../fixtures/realkernel/${folder}/pagemap/`, import.meta.url).pathname;
  const files = readdirSync(path)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => path + name);
  test.each([
    { schema: 'pagemap', args: ['--ranges'] },
    { schema: 'pagemap', args: ['--entries', '--where', 'vaddr < 0x40000'] },
    { schema: 'pagemap-summary', args: [] },
  ])('$schema $args', async ({ schema, args }) => {
    const { stdout } = await runOnDisk(['pagemap', ...files, '--json', '--kernel', kernel, ...args]);
    expectValid(schema, stdout);
  });

  test('pagemap-diff', async () => {
    for (const [index, file] of files.entries()) {
      const { stdout } = await runOnDisk([
        'pagemap',
        'diff',
        file,
        files[index - 1] ?? file,
        '--json',
        '--kernel',
        kernel,
      ]);
      expectValid('pagemap-diff', stdout);
    }
  });
});

test('live, per mapping', async () => {
  const { stdout } = await runOnDisk(['pagemap', '--pid', 'self', '--by', 'vma', '--json']);
  expectValid('pagemap-summary', stdout);
});

test('the schemas know the states of the program', () => {
  for (const name of ['pagemap', 'pagemap-summary', 'pagemap-diff'])
    expect(property(property(property(read(name), '$defs'), 'state'), 'enum')).toEqual([...PAGEMAP_STATES]);
});
