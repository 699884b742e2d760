import { afterAll, expect, test } from '@jest/globals';
import { extentMemory } from '../../../src/images/formats/extent-memory.ts';
import { ExtentList } from '../../../src/images/formats/extents.ts';
import { readMemory } from '../../../src/images/memory.ts';
import { openRaw } from '../../../src/images/formats/raw.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test('ranges are read wherever they lie in the file, and neighbours are told as one', () => {
  const source = openFile(folder.write('file', Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7)));
  const { info } = openRaw(source, 0);
  const memory = extentMemory(
    source,
    info,
    ExtentList.of([
      { start: 10, end: 12, offset: 6 },
      { start: 12, end: 14, offset: 2 },
      { start: 20, end: 24, offset: 7 },
    ]),
    { leftOut: ExtentList.of([{ start: 30, end: 40, offset: 0 }]) },
  );
  expect([...(readMemory(memory, 10n, 4) ?? [])]).toEqual([6, 7, 2, 3]);
  expect(readMemory(memory, 13n, 2)).toBeUndefined();
  expect(readMemory(memory, 20n, 2)).toBeUndefined();
  expect([...memory.ranges()]).toEqual([
    { start: 10n, end: 14n },
    { start: 20n, end: 24n },
  ]);
  expect(memory.holeAt(21n)).toBe('cut off: it would be at 0x8 of the file, past its end at 0x8');
  expect(memory.holeAt(14n)).toBe('not in the image');
  expect(memory.holeAt(35n)).toBe('left out when the image was made');
  expect(memory.holeAt(1n << 60n)).toBe('not in the image');
});
