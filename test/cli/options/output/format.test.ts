import { expect, test } from '@jest/globals';
import { formatFrom } from '../../../../src/cli/options/output/format.ts';
import { Invocation } from '../../../../src/cli/spec.ts';

test.each([
  { given: {}, switches: [], format: 'line' },
  { given: { format: ['csv'] }, switches: [], format: 'csv' },
  { given: { format: ['csv'] }, switches: ['json'], format: 'json' },
  { given: { format: ['json', 'csv'] }, switches: [], format: 'csv' },
])('$given and $switches: $format', ({ given, switches, format }) => {
  const invocation = new Invocation([], new Map(Object.entries(given)), new Set(switches));
  expect(formatFrom(invocation, ['line', 'json', 'csv'])).toBe(format);
});
