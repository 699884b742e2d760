import { afterAll, describe, expect, test } from '@jest/globals';
import { openLime } from '../../../src/images/formats/lime.ts';
import { readMemory, type PhysicalMemory } from '../../../src/images/memory.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { writeLime } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const open = (bytes: Uint8Array): PhysicalMemory => openLime(openFile(folder.write('lime', bytes)));
const two = writeLime([
  { start: 0x1000n, bytes: new Uint8Array(4096).fill(1) },
  { start: 0x1_0000_0000n, bytes: new Uint8Array(8192).fill(2) },
]);

describe('openLime', () => {
  test('reads every range', () => {
    const memory = open(two);
    expect([...memory.ranges()]).toEqual([
      { start: 0x1000n, end: 0x2000n },
      { start: 0x1_0000_0000n, end: 0x1_0000_2000n },
    ]);
    expect(readMemory(memory, 0x1_0000_1fffn, 1)?.[0]).toBe(2);
    expect(memory.info.summary).toBe('LiME version 1, 2 memory ranges');
  });

  test('a file that is cut short can be read up to there', () => {
    const memory = open(two.subarray(0, two.length - 4096));
    expect(readMemory(memory, 0x1_0000_0000n, 1)?.[0]).toBe(2);
    expect(readMemory(memory, 0x1_0000_1000n, 1)).toBeUndefined();
    expect(memory.info.notes[0]).toMatch(/^cut short/);
  });

  test.each([1, 8, 31])('a file that ends %d bytes into a later header can be read up to there', (bytes) => {
    const memory = open(two.subarray(0, 32 + 4096 + bytes));
    expect([...memory.ranges()]).toEqual([{ start: 0x1000n, end: 0x2000n }]);
    expect(memory.info.notes).toEqual([
      `cut short: the file ends at 0x${(32 + 4096 + bytes).toString(16)}, inside the header of a range at 0x1020`,
    ]);
  });

  const patched = (at: number, ...bytes: number[]): Uint8Array => {
    const out = new Uint8Array(two);
    out.set(bytes, at);
    return out;
  };
  test.each([
    {
      name: 'something else after a range',
      bytes: patched(32 + 4096, 0),
      code: 'ERR_FORMAT',
      text: /@0x1020/,
    },
    {
      name: 'a range that ends before it starts',
      bytes: patched(8, 0xff, 0xff),
      code: 'ERR_FORMAT',
      text: /@0x8.*its end lies before its beginning/,
    },
    {
      name: 'a range of all memory',
      bytes: patched(22, 0xff, 0xff),
      code: 'ERR_FORMAT',
      text: /@0x8.*2\^53\) on are not read/,
    },
    { name: 'a first header cut off', bytes: two.subarray(0, 24), code: 'ERR_TRUNCATED', text: /@0x0/ },
    {
      name: 'what cannot be the begin of a header at the end',
      bytes: patched(32 + 4096 + 3, 0).subarray(0, 32 + 4096 + 8),
      code: 'ERR_FORMAT',
      text: /@0x1020/,
    },
  ])('$name is refused with its place', ({ bytes, code, text }) => {
    expect(() => open(bytes)).toThrow(expect.objectContaining({ code }));
    expect(() => open(bytes)).toThrow(text);
  });

  test('overlapping ranges are noted', () => {
    const range = { start: 0n, bytes: new Uint8Array(4096).fill(3) };
    const memory = open(writeLime([range, { start: 0x800n, bytes: new Uint8Array(4096).fill(4) }]));
    expect(readMemory(memory, 0xfffn, 1)?.[0]).toBe(3);
    expect(memory.info.notes[0]).toMatch(/^ranges overlap at 0x800/);
  });
});
