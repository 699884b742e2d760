import { expect, test } from '@jest/globals';
import { rowsByNeed } from '../../../src/core/rows/rows-by-need.ts';

const ROWS = [
  { name: 'pte', needs: 'pte:' },
  { name: 'either', needs: ['Bad swap', ' swap '] },
  { name: 'longer', needs: 'pte: ' },
  { name: 'signs', needs: '(a|b)*' },
];

test.each([
  { line: 'process x  pte:8400000002bcbc25', names: ['pte'] },
  { line: 'VM: Bad swap entry pte: 4', names: ['pte', 'either', 'longer'] },
  { line: '(a|b)* a swap file', names: ['either', 'signs'] },
  { line: 'some other line', names: [] },
])(
  'rows whose need $line holds, in their order, for the first line and for later ones',
  ({ line, names }) => {
    const rowsIn = rowsByNeed(ROWS);
    const found = Array.from({ length: 100 }, () => rowsIn(line).map(({ name }) => name));
    expect(new Set(found.map((each) => each.join()))).toEqual(new Set([names.join()]));
  },
);
