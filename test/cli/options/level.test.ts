import { expect, test } from '@jest/globals';
import { LEVELS } from '../../../src/core/layout.ts';
import { levelOf } from '../../../src/cli/options/level.ts';
import { Invocation } from '../../../src/cli/spec.ts';

test('--level names a level, pte without it', () => {
  expect(levelOf(new Invocation([], new Map(), new Set()))).toBe('pte');
  for (const level of LEVELS)
    expect(levelOf(new Invocation([], new Map([['level', [level]]]), new Set()))).toBe(level);
});
