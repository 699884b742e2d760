import { afterAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createFile } from '../../../src/input/bytes/new-file.ts';
import { CaptureWriter } from '../../../src/pagemap/capture/writer.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const header = { format: 1, page_size: 4096, kernel: '7.3', pid: 1, program: 'x', notes: [] } as const;

test('an earlier file stays until the new one is whole', () => {
  const path = folder.write('there', new TextEncoder().encode('earlier'));
  const writer = new CaptureWriter(createFile(path), header, [], createEngine());
  writer.add({ page: 1, pages: 5, from: -1, lo: 0, hi: 0, vma: undefined });
  expect(readFileSync(path, 'utf8')).toBe('earlier');
  writer.abandon();
  expect(readdirSync(folder.path)).toEqual(['there']);
  expect(readFileSync(path, 'utf8')).toBe('earlier');
});

test('more pages than one record counts', () => {
  const path = `${folder.path}/large`;
  const writer = new CaptureWriter(createFile(path), header, [], createEngine());
  writer.add({ page: 0, pages: 2 ** 33, from: -1, lo: 0, hi: 0, vma: undefined });
  writer.finish();
  expect(readFileSync(path).length).toBeLessThan(400);
});
