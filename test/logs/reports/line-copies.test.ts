import { expect, test } from '@jest/globals';
import { LineCopies } from '../../../src/logs/reports/line-copies.ts';

// Documentation/admin-guide/serial-console.rst: one line for each `console=`, of which nobody has dozens.
test('a line that a log repeats without end is not of as many consoles', () => {
  const copies = new LineCopies();
  const line = '[   10.000001] Call Trace:';
  const writers = Array.from({ length: 100 }, (_, at) => copies.writerOf(line, '', at * 30));
  expect(new Set(writers).size).toBeLessThan(10);
  expect(new Set(writers.slice(0, 3)).size).toBe(3);
  // Asked for once more, each place has the same.
  expect(Array.from({ length: 100 }, (_, at) => copies.writerOf(line, '', at * 30))).toEqual(writers);
});
