import { expect, test } from '@jest/globals';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { arrayOf, jsonLines, property, stringOf } from '../../helpers/json.ts';
import { unpackedImage } from '../../helpers/real-kernels.ts';

// v6.12 arch/x86/kernel/espfix_64.c: PGTABLE_PROT has no write bit.
test('walk: tables of espfix64, which lack the write bit on purpose, are not called bad', async () => {
  const image = await unpackedImage('6.12.117+deb12-amd64');
  const range = ['--range', '0xffffff0000000000-0xffffff8000000000'];
  const scan = await runOnDisk(['scan', image, '--tables', '--json', ...range, '--entries']);
  const tables = jsonLines(scan.stdout).filter((entry) => property(entry, 'state') === 'table');
  const odd = tables.filter((entry) => (BigInt(stringOf(entry, 'raw')) & 2n) === 0n);
  const [first] = odd.map((entry) => stringOf(entry, 'vaddr'));
  expect(first).toBeDefined();
  const { stdout } = await runOnDisk(['walk', image, '--json', first ?? '']);
  const levels = arrayOf(jsonLines(stdout)[0], 'levels');
  expect(levels.some((level) => (BigInt(stringOf(level, 'raw')) & 2n) === 0n)).toBe(true);
  expect(levels.map((level) => property(level, 'notes'))).toEqual(levels.map(() => []));
});
