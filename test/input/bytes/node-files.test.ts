import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readExactly } from '../../../src/input/bytes/byte-source.ts';
import { listFolder, openFile, openInput, readFile } from '../../../src/input/bytes/node-files.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

describe('openInput', () => {
  const path = folder.write('five', Uint8Array.of(1, 2, 3, 4, 5));

  test('in order and at places', () => {
    const input = openInput(path);
    const two = new Uint8Array(2);
    expect({ name: input.name, size: input.size }).toEqual({ name: path, size: 5 });
    expect([input.read(two), ...two]).toEqual([2, 1, 2]);
    expect([input.readAt?.(3, two), ...two]).toEqual([2, 4, 5]);
    expect([input.readAt?.(4, two), two[0]]).toEqual([1, 5]);
    expect([input.read(two), ...two]).toEqual([2, 3, 4]);
    expect([input.read(two), input.read(two)]).toEqual([1, 0]);
    input.close();
  });

  test('a place behind 2^53 is behind the end of every file', () => {
    const input = openInput(path);
    expect(input.readAt?.(2 ** 55, new Uint8Array(8))).toBe(0);
    input.close();
  });

  test('files of /proc have no size and are read to their end', () => {
    const input = openInput('/proc/self/status');
    expect(input.size).toBeUndefined();
    input.close();
    expect(new TextDecoder().decode(readFile('/proc/self/status'))).toContain(`Pid:\t${process.pid}\n`);
  });
});

describe('a file that becomes shorter while it is read', () => {
  const message = '@0x4: the file became shorter while it was read: 4 of 8 bytes';
  const open = (name: string): string => folder.write(name, new Uint8Array(8));

  test('in order', () => {
    const path = open('shrinks');
    const input = openInput(path);
    const four = new Uint8Array(4);
    expect(input.read(four)).toBe(4);
    truncateSync(path, 4);
    expect(() => input.read(four)).toThrow(path + message);
    input.close();
  });

  test('at places', () => {
    for (const opened of [openInput, openFile]) {
      const source = opened(open(`shrinks at ${opened.name}`));
      expect(source.readAt?.(4, new Uint8Array(8))).toBe(4);
      truncateSync(source.name, 4);
      expect(() => source.readAt?.(0, new Uint8Array(8))).toThrow(source.name + message);
      source.close();
    }
  });

  test('behind what was read already that is nothing, nor where it grows', () => {
    const path = open('shrinks late');
    const input = openInput(path);
    const all = new Uint8Array(8);
    expect(input.read(all)).toBe(8);
    truncateSync(path, 0);
    expect(input.read(all)).toBe(0);
    input.close();
    const grown = openInput(open('grows'));
    truncateSync(grown.name, 16);
    expect([grown.read(all), grown.read(all), grown.read(all)]).toEqual([8, 8, 0]);
    grown.close();
  });
});

describe('openFile', () => {
  test('reads at a position and stops at the end', () => {
    const source = openFile(folder.write('at', Uint8Array.of(1, 2, 3, 4, 5)));
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
    const wanted = 'wanted a file, which can be read at any position';
    expect(() => openFile(join(folder.path, 'absent'))).toThrow('absent: cannot read: no such file');
    for (const path of [folder.path, fifo]) expect(() => openFile(path)).toThrow(`${path}: ${wanted}`);
  });
});

describe('readFile', () => {
  test('a file whole, and none longer than the limit', () => {
    const path = folder.write('hundred', new Uint8Array(100));
    expect(readFile(path).length).toBe(100);
    expect(() => readFile('/dev/zero', 1 << 20)).toThrow('larger than 1 MiB');
  });
});

test.each([
  { name: 'a missing file', path: '/nonexistent/f', reason: 'no such file' },
  { name: 'a directory', path: folder.path, reason: 'is a directory' },
  { name: 'a file below a file', path: '/proc/self/comm/f', reason: 'is not in a directory' },
])('says why it cannot read $name', ({ path, reason }) => {
  const message = `${path}: cannot read: ${reason}`;
  expect(() => readFile(path)).toThrow(message);
  expect(() => {
    const input = openInput(path);
    try {
      input.read(new Uint8Array(1));
    } finally {
      input.close();
    }
  }).toThrow(message);
});

test('listFolder', () => {
  const made = temporaryFolder();
  made.write('a', new Uint8Array(0));
  made.write('b', new Uint8Array(0));
  expect([...listFolder(made.path)].sort()).toEqual(['a', 'b']);
  made.remove();
  expect(() => listFolder(made.path)).toThrow('cannot read: no such file');
});
