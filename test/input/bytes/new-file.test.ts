import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../src/input/bytes/io.ts';
import { createFile } from '../../../src/input/bytes/new-file.ts';
import { nodeIo } from '../../../src/input/bytes/node-io.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const made = temporaryFolder();
afterAll(() => {
  made.remove();
});
const path = join(made.path, 'page.html');
const write = (to: string, text: string, access?: 'private'): void => {
  const file = createFile(to, access);
  file.write(text);
  file.finish();
};

// It stays to the end: a file made later could get its inode.
const kept = temporaryFolder();
afterAll(() => {
  kept.remove();
});

describe('a file', () => {
  test.each([
    { how: 'in order', read: (path: string) => nodeIo().open(path).close() },
    { how: 'at any place', read: (path: string) => nodeIo().openFile(path).close() },
    { how: 'whole', read: (path: string) => nodeIo().readFile(path) },
  ])('that this process reads $how is refused, by another name too', ({ how, read }) => {
    const first = `input ${how}`;
    const input = join(kept.path, first);
    writeFileSync(input, '12345678');
    linkSync(input, join(kept.path, `same ${how}`));
    read(input);
    for (const name of [first, `same ${how}`])
      expect(() => createFile(join(kept.path, name))).toThrow('it is read by this command');
    expect(readFileSync(input, 'utf8')).toBe('12345678');
  });

  test('an earlier one stays until the new one is whole, and is the same file then', () => {
    writeWhole(nodeIo(), path, 'an old one');
    chmodSync(path, 0o640);
    const { ino } = statSync(path);
    linkSync(path, join(made.path, 'hard'));
    const file = createFile(path);
    file.write('ne');
    expect(readFileSync(path, 'utf8')).toBe('an old one');
    file.write(Uint8Array.of(0x77));
    file.finish();
    file.abandon();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readFileSync(join(made.path, 'hard'), 'utf8')).toBe('new');
    expect(statSync(path)).toMatchObject({ ino, nlink: 2 });
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(made.path).sort()).toEqual(['hard', 'page.html']);
  });

  test('what is abandoned leaves nothing behind', () => {
    for (const name of ['page.html', 'another']) {
      const file = createFile(join(made.path, name));
      file.write('other');
      file.abandon();
    }
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(made.path).sort()).toEqual(['hard', 'page.html']);
  });

  test('one that appears meanwhile is not replaced', () => {
    const late = join(made.path, 'late');
    const file = createFile(late);
    file.write('mine');
    writeFileSync(late, 'theirs');
    expect(() => {
      file.finish();
    }).toThrow('cannot write: exists already');
    expect(readFileSync(late, 'utf8')).toBe('theirs');
    expect(readdirSync(made.path).sort()).toEqual(['hard', 'late', 'page.html']);
  });

  test("a private one is its owner's alone", () => {
    const secret = join(made.path, 'secret');
    write(secret, 'a', 'private');
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    write(secret, 'b', 'private');
    expect(readFileSync(secret, 'utf8')).toBe('b');
    chmodSync(secret, 0o644);
    expect(() => createFile(secret, 'private')).toThrow('others than its owner may read it');
    expect(readFileSync(secret, 'utf8')).toBe('b');
  });

  test('a name as long as names may be', () => {
    write(join(made.path, 'n'.repeat(255)), 'x');
    expect(readFileSync(join(made.path, 'n'.repeat(255)), 'utf8')).toBe('x');
  });
});

describe('what is no file', () => {
  test('a link stays a link, its file is written into', () => {
    const link = join(made.path, 'link');
    symlinkSync('page.html', link);
    write(link, 'through the link');
    expect(readlinkSync(link)).toBe('page.html');
    expect(readFileSync(path, 'utf8')).toBe('through the link');
  });

  // Node decodes the words of a command line as UTF-8: bytes that are none arrive as U+FFFD.
  test('a name that is no UTF-8 is refused: the file would have another one', () => {
    const before = readdirSync(made.path);
    expect(() => createFile(join(made.path, '\ufffdname'))).toThrow('cannot write: its name is no UTF-8');
    expect(readdirSync(made.path)).toEqual(before);
  });

  test('a link to nothing is refused', () => {
    const link = join(made.path, 'dangling');
    symlinkSync('/nonexistent/f', link);
    expect(() => createFile(link)).toThrow(`${link}: cannot write: a link to nothing`);
    expect(readlinkSync(link)).toBe('/nonexistent/f');
  });

  test('a device is written to', () => {
    write('/dev/null', 'x');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(() => {
      write('/dev/full', 'x');
    }).toThrow('/dev/full: cannot write: no space left on device');
  });

  test('a pipe is written to, and refused when nobody reads it', async () => {
    const fifo = join(made.path, 'fifo');
    execFileSync('mkfifo', [fifo]);
    expect(() => createFile(fifo)).toThrow('cannot write: nobody reads it');
    const reader = spawn('cat', [fifo]);
    let got = '';
    reader.stdout.on('data', (data: Buffer) => (got += data.toString()));
    const text = 'more than a pipe holds '.repeat(10_000);
    for (;;) {
      try {
        // The reader needs a moment to open it; it reads while this waits.
        write(fifo, text);
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    await once(reader, 'close');
    expect(got).toBe(text);
    expect(lstatSync(fifo).isFIFO()).toBe(true);
  });
});

test.each([
  { name: 'a folder', to: made.path, reason: 'is a directory' },
  { name: 'a name with a slash at its end', to: `${made.path}/new/`, reason: 'no name of a file' },
  { name: 'no name', to: '', reason: 'no name of a file' },
  { name: 'a name with a zero byte', to: `${made.path}/a\0b`, reason: 'no possible name of a file' },
  { name: 'a name that is too long', to: join(made.path, 'n'.repeat(256)), reason: 'the name is too long' },
  { name: 'a folder that is not there', to: join(made.path, 'missing', 'f'), reason: 'no such file' },
  { name: 'a file below a file', to: join(path, 'f'), reason: 'is not in a directory' },
])('$name is refused', ({ to, reason }) => {
  expect(() => createFile(to)).toThrow(
    expect.objectContaining({
      code: 'ERR_OUTPUT',
      message: expect.stringContaining(`cannot write: ${reason}`),
    }),
  );
});
