import { expect, test } from '@jest/globals';
import { spec } from '../../../../src/cli/commands/decode/spec.ts';
import { viewName } from '../../../../src/cli/commands/decode/views.ts';
import { parseFast } from '../../../../src/cli/start/parse.ts';

test.each([
  { argv: [], name: 'long' },
  { argv: ['--explain'], name: 'explain' },
  { argv: ['--format', 'long', '-e'], name: 'explain' },
  { argv: ['-F', 'csv'], name: 'csv' },
])('$argv: $name', ({ argv, name }) => {
  const invocation = parseFast(spec, argv);
  expect(invocation && viewName(invocation)).toBe(name);
});

test.each([
  { argv: ['--format', 'line', '--explain'], option: '--explain' },
  { argv: ['--json', '--sources'], option: '--sources' },
  { argv: ['--format', 'tsv', '-P'], option: '--predicates' },
])('$argv is refused: nothing would come of $option', ({ argv, option }) => {
  const invocation = parseFast(spec, argv);
  expect(() => invocation && viewName(invocation)).toThrow(`${option} is for the format long`);
});
