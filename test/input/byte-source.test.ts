import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openFile, readExactly } from '../../src/input/byte-source.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('openFile', () => {
  test('reads at a position and stops at the end', () => {
    const source = openFile(folder.write('a', Uint8Array.of(1, 2, 3, 4, 5)));
    expect(source.size).toBe(5);
    const target = new Uint8Array(4);
    expect(source.readAt(1, target)).toBe(4);
    expect([...target]).toEqual([2, 3, 4, 5]);
    expect(source.readAt(3, target)).toBe(2);
    expect(source.readAt(9, target)).toBe(0);
    source.close();
  });

  test('an empty file has size 0, a pseudo file no size', () => {
    const empty = openFile(folder.write('empty', new Uint8Array(0)));
    expect(empty.size).toBe(0);
    empty.close();
    const pseudo = openFile('/proc/self/status');
    expect(pseudo.size).toBe(Infinity);
    expect(Buffer.from(readExactly(pseudo, 0, 4, 'name')).toString()).toBe('Name');
    pseudo.close();
  });

  test('what cannot be opened, and what has no positions, is refused', () => {
    const fifo = join(folder.path, 'fifo');
    execFileSync('mkfifo', [fifo]);
    for (const path of [join(folder.path, 'absent'), folder.path, fifo])
      expect(() => openFile(path)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }));
  });
});

describe('readExactly', () => {
  test('says where the file ends', () => {
    const source = openFile(folder.write('short', new Uint8Array(5)));
    expect(() => readExactly(source, 2, 8, 'entry')).toThrow(
      /short@0x2: the file ends at 0x5, inside the entry/,
    );
    expect(() => readExactly(source, 2, 8, 'entry')).toThrow(
      expect.objectContaining({ code: 'ERR_TRUNCATED' }),
    );
    source.close();
  });
});
