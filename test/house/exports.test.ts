import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

// What a file exports is used by another file: the rest is its own affair, and can be changed without looking around.

const textOf = (file: string): string => readFileSync(file, 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));

const SOURCES = filesIn('src');
/** The files that use them; scripts make the bundles of some. */
const USERS = [...SOURCES, ...filesIn('test')].map((file) => ({
  text: textOf(file),
  imports: new Set(
    ts
      .preProcessFile(textOf(file))
      .importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? join(dirname(file), fileName) : '')),
  ),
}));
const SCRIPTS = readdirSync('scripts')
  .map((name) => textOf(join('scripts', name)))
  .join('\n');

/** Files that a bundle has in the place of others: their exports are those of the other file. */
const STAND_INS = [
  'src/arch/default.ts',
  'src/input/values/no-text-reader.ts',
  'src/explorer/buffer.ts',
  'src/explorer/crc32.ts',
  'src/explorer/no-wasm.ts',
];

const EXPORTED = /^export (?:async )?(?:const|function\*?|class|interface|type|let) (\w+)/gm;

test('every export of src is imported somewhere', () => {
  const unused = SOURCES.filter((file) => !file.endsWith('.as.ts') && !STAND_INS.includes(file)).flatMap(
    (file) => {
      const users = USERS.filter(({ imports }) => imports.has(file));
      return [...textOf(file).matchAll(EXPORTED)]
        .flatMap(([, name]) => name ?? [])
        .filter((name) => {
          const word = new RegExp(`\\b${name}\\b`);
          return !users.some(({ text }) => word.test(text)) && !word.test(SCRIPTS);
        })
        .map((name) => `${file}: ${name}`);
    },
  );
  expect(unused).toEqual([]);
});

test.each(STAND_INS)('%s stands in for another file', (file) => {
  expect(SCRIPTS).toContain(file);
});
