import { expect, test } from '@jest/globals';
import { readTruth, realFile, REAL_KERNELS, unpackedImage } from '../helpers/real-kernels.ts';
import { runCli } from '../helpers/run-cli.ts';
import { checkLines } from '../helpers/schemas.ts';

const expectValid = (name: string, output: string): void => {
  expect(checkLines(name, output)).toBeGreaterThan(0);
};

test.each(REAL_KERNELS)('image, walk and scan of $folder', async ({ folder }) => {
  const path = await unpackedImage(folder);
  const from = ['--memory', path, '--cpu', '0'];
  expectValid('image', (await runCli(['image', '--json', path])).stdout);
  const addresses = readTruth(folder).map((row) => `0x${row.va.toString(16)}`);
  expectValid(
    'walk',
    (await runCli(['walk', ...from, '--json', ...addresses, '0x900000000000', '0x0'])).stdout,
  );
  for (const view of [
    ['--summary'],
    ['--ranges'],
    ['--entries', '--tables'],
    ['--check', '--rule', '4'],
    ['--ranges', '--maps', realFile(folder, 'maps.txt')],
  ])
    expectValid('scan', (await runCli(['scan', ...from, '--user', '--json', ...view])).stdout);
  expectValid(
    'scan',
    (await runCli(['scan', ...from, '--json', '--pagemap', realFile(folder, 'pagemap/sd_clean.bin')])).stdout,
  );
});
