import { expect, test } from '@jest/globals';
import { maxFrom } from '../../../../src/cli/options/output/max.ts';
import { Invocation } from '../../../../src/cli/spec.ts';

const given = (text?: string): Invocation =>
  new Invocation([], new Map(text === undefined ? [] : [['max', [text]]]), new Set());

test.each([
  { text: undefined, max: 10 },
  { text: '0', max: 0 },
  { text: '0x20', max: 32 },
  { text: '64', max: 64 },
])('--max $text: $max', ({ text, max }) => expect(maxFrom(given(text), 10, 64)).toBe(max));

test.each([
  { text: '65', code: 'ERR_VALUE_RANGE' },
  { text: '-1', code: 'ERR_VALUE_SYNTAX' },
  { text: '', code: 'ERR_VALUE_SYNTAX' },
])('--max "$text" is refused', ({ text, code }) => {
  expect(() => maxFrom(given(text), 10, 64)).toThrow(expect.objectContaining({ code }));
});
