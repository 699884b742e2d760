import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Source files that have no test of their own, by the test that reaches what they do. */
const TESTED_WITH: Readonly<Record<string, readonly string[]>> = {
  // Two makings of one thing, compared with each other.
  'images/count-wasm.test.ts': ['images/count.as.ts', 'images/count-wasm-code.ts'],
  'logs/find-wasm.test.ts': [
    'logs/find-js.ts',
    'logs/find-memory.ts',
    'logs/find.as.ts',
    'logs/find-wasm-code.ts',
  ],
  'pagemap/scan-wasm.test.ts': [
    'pagemap/scan-js.ts',
    'pagemap/scan-memory.ts',
    'pagemap/scan.as.ts',
    'pagemap/scan-wasm-code.ts',
  ],
  'outputs/template-writer.test.ts': [
    'outputs/template.ts',
    'outputs/variants.ts',
    'outputs/template-memory.ts',
    'outputs/template.as.ts',
    'outputs/template-wasm-code.ts',
  ],
  // Tables: every row of them is looked at.
  'kernel/others.test.ts': ['kernel/profiles.ts'],
  'layouts/index.test.ts': ['layouts/swap-types.ts'],
  'logs/shapes.test.ts': ['logs/words.ts'],
  'pagemap/model.test.ts': ['pagemap/layout.ts'],
  'cli/man/page.test.ts': ['cli/exit.ts'],
  // Parts of what is tested as a whole.
  'core/decode.test.ts': ['core/layout.ts'],
  'logs/reader.test.ts': ['logs/open-reports.ts'],
  'pagemap/capture-source.test.ts': ['pagemap/capture-format.ts', 'pagemap/capture-magic.ts'],
  'cli/io.test.ts': ['cli/main.ts'],
  'cli/bulk.test.ts': ['cli/heap.ts'],
  'cli/actions/audit.test.ts': ['cli/audit-source.ts'],
  'cli/actions/log.test.ts': ['outputs/log-record.ts', 'outputs/log-text.ts'],
  'cli/actions/pagemap.test.ts': [
    'cli/actions/pagemap-capture.ts',
    'cli/actions/pagemap-diff.ts',
    'cli/actions/pagemap-lists.ts',
    'cli/actions/pagemap-picture.ts',
    'cli/actions/pagemap-shared.ts',
    'cli/pagemap-drive.ts',
    'cli/pagemap-kernel.ts',
    'cli/pagemap-session.ts',
    'outputs/pagemap-diff.ts',
    'outputs/pagemap-lines.ts',
    'outputs/pagemap-map.ts',
    'outputs/pagemap-summary.ts',
    'pagemap/line-writer.ts',
    'pagemap/picture.ts',
  ],
  'outputs/pagemap-html.test.ts': ['outputs/pagemap-html-parts.ts'],
};

/** Folders whose files are descriptions: the tests that run every example and walk the whole tree read all of them. */
const DESCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  'cli/commands/': ['cli/examples.test.ts', 'cli/tree.test.ts'],
};

/** Tests of no single source file, and what they are about. */
const ABOUT: Readonly<Record<string, string>> = {
  'mirror.test.ts': 'this list',
  'readme.test.ts': 'the sessions of README.md',
  'cli/examples.test.ts': 'the examples in the help of every command',
  'cli/golden.test.ts': 'the sessions of test/golden',
  'cli/hostile.test.ts': 'bad input to the whole program',
  'layouts/headers.test.ts': 'the tables against kernel headers, where they are installed',
};

/** Folders of tests about something outside src. */
const ABOUT_FOLDERS: Readonly<Record<string, string>> = {
  'schema/': 'the JSON schemas of schema/, against real output',
};

function files(folder: string, ending: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ending))
    .sort();
}

const testOf = (source: string): string => source.replace(/\.ts$/, '.test.ts');

/** True for files that are nothing but types: nothing of them is left when they run. */
function isTypesOnly(source: string): boolean {
  const { code } = transformSync(readFileSync(`${root}src/${source}`, 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  return /^(?:\/\*[^]*?\*\/|\/\/.*|\s)*export\s*\{\s*\};?\s*$/.test(code);
}

describe('test mirrors src', () => {
  const tests = new Set(files('test', '.test.ts'));
  const reached = Object.values(TESTED_WITH).flat();

  test('every source file has its test, or is in the lists above', () => {
    const missing = files('src', '.ts').filter(
      (source) =>
        !tests.has(testOf(source)) &&
        !reached.includes(source) &&
        !Object.keys(DESCRIPTIONS).some((folder) => source.startsWith(folder)) &&
        !isTypesOnly(source),
    );
    expect(missing).toEqual([]);
  });

  test('every test has its source file, or is in the lists above', () => {
    const strays = [...tests].filter(
      (path) =>
        !existsSync(`${root}src/${path.replace(/\.test\.ts$/, '.ts')}`) &&
        !(path in ABOUT) &&
        !Object.keys(ABOUT_FOLDERS).some((folder) => path.startsWith(folder)),
    );
    expect(strays).toEqual([]);
  });

  test('the lists hold nothing that is gone, twice there, or has a test of its own by now', () => {
    const named = [...Object.keys(TESTED_WITH), ...Object.values(DESCRIPTIONS).flat(), ...Object.keys(ABOUT)];
    expect(named.filter((path) => !tests.has(path))).toEqual([]);
    expect(reached.filter((source) => !existsSync(`${root}src/${source}`))).toEqual([]);
    expect(reached.filter((source) => tests.has(testOf(source)))).toEqual([]);
    expect(new Set(reached).size).toBe(reached.length);
  });

  test('a file of types alone is told from one with behaviour', () => {
    expect([isTypesOnly('core/model.ts'), isTypesOnly('core/layout.ts'), isTypesOnly('cli/exit.ts')]).toEqual(
      [true, false, false],
    );
  });
});
