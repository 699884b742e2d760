import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realFile } from '../../../helpers/real-kernels.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const table = [
  'scan',
  '--table',
  realFile('6.12.117+deb12-amd64', 'ptpage-mixed.bin'),
  '--kernel',
  'debian-6.12',
];

test('a bare table: the page is written and told', async () => {
  const path = join(folder.path, 'page.html');
  const { code, stdout, stderr } = await runOnDisk([...table, '--html', path]);
  expect([code, stdout, stderr]).toEqual([0, '', `pte-decode: wrote ${path}\n`]);
  expect(readFileSync(path, 'utf8')).toContain('"many":"stretches of entries"');
});

test('a file that cannot be written', async () => {
  const { code, stderr } = await runOnDisk([...table, '--html', join(folder.path, 'missing', 'page.html')]);
  expect(code).toBe(2);
  expect(stderr).toContain('cannot write: no such file');
});
