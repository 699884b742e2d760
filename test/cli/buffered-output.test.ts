import { expect, test } from '@jest/globals';
import { BufferedOutput } from '../../src/cli/buffered-output.ts';

test('writes large pieces, and the rest when it is flushed', () => {
  const written: number[] = [];
  const output = new BufferedOutput({ write: (text) => written.push(text.length) });
  output.flush();
  for (let n = 0; n < 200; n += 1) output.add('x'.repeat(1000));
  output.flush();
  output.flush();
  expect(written.reduce((sum, length) => sum + length, 0)).toBe(200_000);
  expect(written.length).toBeLessThan(6);
});
