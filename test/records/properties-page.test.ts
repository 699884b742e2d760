import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { propertyPage } from '../helpers/property-page.ts';

const path = new URL('../../docs/properties.md', import.meta.url);

test('docs/properties.md is the table of properties; UPDATE_DOCS=1 writes it', () => {
  const page = propertyPage(ARCHITECTURES);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, page);
  expect(readFileSync(path, 'utf8')).toBe(page);
});
