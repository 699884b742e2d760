import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { readTruth, realFile, REAL_KERNELS, unpackedImage } from '../helpers/real-kernels.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { jsonLines } from '../helpers/json.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const read = (name: string): object => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  return typeof schema === 'object' && schema !== null ? schema : {};
};
ajv.addSchema(read('decode'));

function expectValid(name: string, output: string): void {
  const validate = ajv.getSchema(`urn:pte-decode:schema:1:${name}`) ?? ajv.compile(read(name));
  const lines = jsonLines(output);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    if (validate(line) !== true)
      throw new Error(`${ajv.errorsText(validate.errors)} in ${JSON.stringify(line)}`);
}

test.each(REAL_KERNELS)('image, walk and scan of $folder', async ({ folder }) => {
  const path = await unpackedImage(folder);
  const from = ['--memory', path, '--cpu', '0'];
  expectValid('image', (await runOnDisk(['image', '--json', path])).stdout);
  const addresses = readTruth(folder).map((row) => `0x${row.va.toString(16)}`);
  expectValid(
    'walk',
    (await runOnDisk(['walk', ...from, '--json', ...addresses, '0x900000000000', '0x0'])).stdout,
  );
  for (const view of [
    ['--summary'],
    ['--ranges'],
    ['--entries', '--tables'],
    ['--check', '--rule', '4'],
    ['--ranges', '--maps', realFile(folder, 'maps.txt')],
  ])
    expectValid('scan', (await runOnDisk(['scan', ...from, '--user', '--json', ...view])).stdout);
  expectValid(
    'scan',
    (await runOnDisk(['scan', ...from, '--json', '--pagemap', realFile(folder, 'pagemap/sd_clean.bin')]))
      .stdout,
  );
});
