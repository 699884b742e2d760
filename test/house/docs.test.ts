import { expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['README.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);

/** A path of the repository; one with `<` or `NAME` in it stands for many. */
const PATH = /(?<![\w./-])(?:src|test|scripts|bench|schema)\/[\w./<>+-]*[\w>]/g;

test.each(pages)('the paths that %s names are there', (page) => {
  const named = readFileSync(`${root}${page}`, 'utf8').match(PATH) ?? [];
  const missing = named.filter((path) => !/<|NAME/.test(path) && !existsSync(`${root}${path}`));
  expect(missing).toEqual([]);
});
