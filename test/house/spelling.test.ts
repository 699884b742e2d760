import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { MARKERS } from '../../src/arch/shared/swap-types.ts';
import { PAGEMAP_ROWS, unknownBit } from '../../src/pagemap/layout.ts';
import { PAGE_PROPERTY_NAMES } from '../../src/pagemap/page-names.ts';
import { propertiesOf } from '../../src/records/properties.ts';

// One spelling of names in JSON, CSV, `--where` and lists of flags: words with `_`. (Macros are the kernel's own words.)
const NAME = /^\w+$/;
const wrongOf = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !name.split('.').every((word) => NAME.test(word)));

/** The keys that a JSON schema declares, at any depth. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' ? Object.keys(typeof value === 'object' && value !== null ? value : {}) : []),
    ...keysOf(value),
  ]);
}

test.each(readdirSync('schema').map((file) => ({ file })))('keys of $file', ({ file }) => {
  const schema: unknown = JSON.parse(readFileSync(`schema/${file}`, 'utf8'));
  expect(wrongOf(keysOf(schema))).toEqual([]);
});

test.each(ARCHITECTURES)('what can be said of an entry of $arch', ({ layout }) => {
  expect(wrongOf(propertiesOf(layout).map(({ name }) => name))).toEqual([]);
});

test('what can be said of a page, its bits, and marker bits', () => {
  expect(
    wrongOf([
      ...PAGE_PROPERTY_NAMES,
      ...PAGEMAP_ROWS.map(({ short }) => short),
      ...MARKERS.map(({ short }) => short),
      unknownBit(59),
    ]),
  ).toEqual([]);
});
