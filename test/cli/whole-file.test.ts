import { afterAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../src/cli/whole-file.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

test('the text and no other file is there', () => {
  const path = join(folder.path, 'page.html');
  writeWhole(path, 'old');
  writeWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder.path)).toEqual(['page.html']);
});

test('a folder that is not there', () => {
  expect(() => {
    writeWhole(join(folder.path, 'missing', 'page.html'), 'text');
  }).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }));
});
