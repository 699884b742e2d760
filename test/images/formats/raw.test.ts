import { afterAll, expect, test } from '@jest/globals';
import { readMemory } from '../../../src/images/memory.ts';
import { openRaw } from '../../../src/images/formats/raw.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test('raw memory starts at its base and ends with the file', () => {
  const memory = openRaw(openFile(folder.write('raw', Uint8Array.of(1, 2, 3, 4))), 0x1_0000_0000);
  expect([...(readMemory(memory, 0x1_0000_0001n, 3) ?? [])]).toEqual([2, 3, 4]);
  expect(readMemory(memory, 0x1_0000_0001n, 4)).toBeUndefined();
  expect(readMemory(memory, 0xffff_ffffn, 1)).toBeUndefined();
  expect(readMemory(memory, 0xffff_ffff_ffff_ffffn, 1)).toBeUndefined();
  expect([...memory.ranges()]).toEqual([{ start: 0x1_0000_0000n, end: 0x1_0000_0004n }]);
});
