import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { findProcess, hostPageSize } from '../../../src/pagemap/sources/process.ts';
import { fakeIo } from '../../helpers/fake-io.ts';

const { io } = fakeIo({ onDisk: true });

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isPteDecodeError(error)) return error.code;
    throw error;
  }
  return 'none';
};

describe('finding a process', () => {
  test('self and numbers', () => {
    expect(findProcess(io, 'self')).toBe(process.pid);
    expect(findProcess(io, String(process.ppid))).toBe(process.ppid);
  });
  test.each(['no-such-program-anywhere', '4194304', '', '0', '-1', '../1', '99999999999'])(
    '"%s" is refused',
    (text) => {
      expect(codeOf(() => findProcess(io, text))).toBe('ERR_INPUT');
    },
  );

  // Longer names are cut in comm: the program's file name is looked at too.
  const made = fakeIo({
    files: {
      '/proc/12/comm': 'a-program-with-\n',
      '/proc/12/cmdline': '/usr/bin/a-program-with-a-long-name\0--flag\0',
      '/proc/13/comm': 'twice\n',
      '/proc/13/cmdline': '',
      '/proc/14/comm': 'twice\n',
      '/proc/14/cmdline': '',
      '/proc/15/comm': 'other\n',
      '/proc/meminfo': 'MemTotal: 1 kB\n',
    },
  }).io;
  test.each(['a-program-with-', 'a-program-with-a-long-name'])('by name: %s', (name) => {
    expect(findProcess(made, name)).toBe(12);
  });
  test('a name of several processes is refused', () => {
    expect(() => findProcess(made, 'twice')).toThrow('2 processes have that name: 13, 14');
  });
});

test('the page size is the one that the system configuration has', () => {
  expect(hostPageSize(io)).toBe(Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' })));
});
