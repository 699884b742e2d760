import { describe, expect, test } from '@jest/globals';
import { findValue } from '../../../src/core/spelling.ts';
import { createNames } from '../../../src/records/where/names.ts';

const names = createNames(
  [
    { name: 'uffd_wp', type: 'truth', aka: ['_PAGE_UFFD_WP', 'dirty'] },
    { name: 'dirty', type: 'truth' },
    { name: 'swap.type', type: 'number' },
    { name: 'PTE_AF', type: 'truth' },
    { name: 'pte-af', type: 'truth' },
  ],
  'no more',
);
const found = (spelling: string): readonly string[] => names.find(spelling).map(({ name }) => name);

describe('find', () => {
  test.each(['uffd_wp', 'uffd-wp', 'UFFD_WP', 'Uffd-Wp', '_PAGE_UFFD_WP', '_page_uffd_wp'])(
    '%s',
    (spelling) => {
      expect(found(spelling)).toEqual(['uffd_wp']);
    },
  );

  test('an exact spelling goes before a free one, a name before another name of something else', () => {
    expect(found('PTE_AF')).toEqual(['PTE_AF']);
    expect(found('pte-af')).toEqual(['pte-af']);
    expect(found('pte_af')).toEqual(['PTE_AF', 'pte-af']);
    expect(found('dirty')).toEqual(['dirty']);
  });

  test.each(['', 'swap', 'type', 'swap_type', 'uffdwp'])('%j is no name', (spelling) => {
    expect(found(spelling)).toEqual([]);
  });
});

test('values are found in any case and with - or _, where that is clear', () => {
  const values = ['pte-marker', 'a.1', 'A.1', 'swap'];
  expect(findValue(values, 'pte_marker')).toBe('pte-marker');
  expect(findValue(values, 'SWAP')).toBe('swap');
  expect(findValue(values, 'A.1')).toBe('A.1');
  expect(findValue(['b-c', 'b_c'], 'B_C')).toBeUndefined();
  expect(findValue(values, 'swapped')).toBeUndefined();
});
