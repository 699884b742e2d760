import { expect, test } from '@jest/globals';
import { readTruth, realFile, REAL_KERNELS, unpackedImage } from '../helpers/real-kernels.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { checkLines } from '../helpers/schemas.ts';

const expectValid = (name: string, output: string): void => {
  expect(checkLines(name, output)).toBeGreaterThan(0);
};

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
    (
      await runOnDisk([
        'scan',
        ...from,
        '--json',
        '--pagemap',
        realFile(folder, 'pagemap/sd_clean.bin'),
        '--start',
        '0',
      ])
    ).stdout,
  );
});
