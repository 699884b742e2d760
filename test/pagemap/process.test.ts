import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { findProcess, hostPageSize, readProcText } from '../../src/pagemap/process.ts';

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
    expect(findProcess('self')).toBe(process.pid);
    expect(findProcess('4711')).toBe(4711);
  });
  test.each(['no-such-program-anywhere', '', '0', '-1', '../1', '99999999999'])('"%s" is refused', (text) => {
    expect(codeOf(() => findProcess(text))).toBe('ERR_INPUT');
  });
});

test('the page size is the one that the system configuration has', () => {
  expect(hostPageSize()).toBe(Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' })));
});

test('files of /proc are read whole though they say that they are empty', () => {
  const text = readProcText('/proc/self/status');
  expect(text).toContain(`Pid:\t${process.pid}\n`);
  expect(readFileSync('/proc/self/comm', 'utf8')).toBe(readProcText('/proc/self/comm'));
  expect(codeOf(() => readProcText('/proc/self/nothing-of-that-name'))).toBe('ERR_INPUT');
});
