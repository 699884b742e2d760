import { expect, test } from '@jest/globals';
import { Invocation } from '../../src/cli/spec.ts';

test('an invocation gives the last value, all values, and switches', () => {
  const invocation = new Invocation(['a'], new Map([['x', ['1', '2']]]), new Set(['s']));
  expect(invocation.value('x')).toBe('2');
  expect(invocation.list('x')).toEqual(['1', '2']);
  expect(invocation.value('y')).toBeUndefined();
  expect(invocation.list('y')).toEqual([]);
  expect([invocation.has('s'), invocation.has('x')]).toEqual([true, false]);
});
