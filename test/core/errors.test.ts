import { expect, test } from '@jest/globals';
import { formatOrigin, isPteDecodeError, PteDecodeError } from '../../src/core/errors.ts';

test('a place is told as far as it is known', () => {
  expect(formatOrigin({ source: 'f' })).toBe('f');
  expect(formatOrigin({ source: 'f', line: 3 })).toBe('f:3');
  expect(formatOrigin({ source: 'f', line: 3, column: 7 })).toBe('f:3:7');
  expect(formatOrigin({ source: 'f', offset: 4096 })).toBe('f@0x1000');
});

test('an error carries its code, place and cause', () => {
  const cause = new Error('below');
  const error = new PteDecodeError('ERR_INPUT', 'no good', { origin: { source: 'f', line: 1 }, cause });
  expect(error.message).toBe('f:1: no good');
  expect(error).toMatchObject({
    name: 'PteDecodeError',
    code: 'ERR_INPUT',
    origin: { source: 'f', line: 1 },
    cause,
  });
  expect(isPteDecodeError(error)).toBe(true);
  expect(isPteDecodeError(cause)).toBe(false);
  expect(new PteDecodeError('ERR_USAGE', 'plain').message).toBe('plain');
});

test('nothing in a message or a place reaches a terminal raw', () => {
  const error = new PteDecodeError('ERR_INPUT', 'no \u001b[2J\n\u202egood \\x1b', {
    origin: { source: 'f\n' },
  });
  expect(error.message).toBe('f\\x0a: no \\x1b[2J\\x0a\\u{202e}good \\x1b');
  // The pointer below an expression stands on a line of its own.
  expect(new PteDecodeError('ERR_EXPRESSION', 'column 1\n  x\n  ^').message).toBe('column 1\n  x\n  ^');
});
