import { expect, test } from '@jest/globals';
import { parseRules } from '../../../../src/cli/options/values/rule.ts';

test.each([
  { given: [], rules: [] },
  { given: ['3'], rules: ['3'] },
  { given: ['1, 2', '4'], rules: ['1', '2', '4'] },
  { given: ['3,3', '1', '3'], rules: ['3', '1'] },
])('$given', ({ given, rules }) => {
  expect(parseRules(given)).toEqual(rules);
});

test.each([{ text: '5' }, { text: '' }, { text: '1,,2' }, { text: '\u001b[31m' }])(
  'refuses "$text"',
  ({ text }) => {
    expect(() => parseRules([text])).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
    expect(() => parseRules([text])).not.toThrow(/\u001b/);
  },
);
