import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { property } from '../helpers/json.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** What a folder of src may import besides itself, as folders.json has it. */
interface FolderRules {
  readonly imports: readonly string[];
  /** Modules of Node; `node:*` stands for all. */
  readonly modules: readonly string[];
  readonly packages: readonly string[];
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const table: unknown = JSON.parse(textOf('folders.json'));
const FOLDERS: ReadonlyMap<string, FolderRules> = new Map(
  Object.entries(typeof table === 'object' && table !== null ? table : {}).map(([folder, row]) => [
    folder,
    {
      imports: listOf(property(row, 'imports')),
      modules: listOf(property(row, 'modules')),
      packages: listOf(property(row, 'packages')),
    },
  ]),
);

/** Every file of src with what it imports: statements, type imports, `import()` and re-exports alike. */
const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.as.ts'))
    .map((name) => `src/${name}`)
    .map((file) => {
      const names = ts.preProcessFile(textOf(file)).importedFiles.map(({ fileName }) => fileName);
      return [
        file,
        names.map((name) => (name.startsWith('.') ? posix.join(dirname(file), name) : name)),
      ] as const;
    }),
);

/** The folder of a file of src; undefined for src/index.ts, which exports what the pure folders have. */
const folderOf = (file: string): string | undefined => /^src\/([^/]+)\//.exec(file)?.[1];

/** Groups of files that import each other, found by Tarjan's algorithm. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const visit = (file: string): number => {
    const own = order.size;
    let low = own;
    order.set(file, own);
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const seen = order.get(next);
      if (seen === undefined && graph.has(next)) low = Math.min(low, visit(next));
      else if (seen !== undefined && path.includes(next)) low = Math.min(low, lowest.get(next) ?? seen);
    }
    lowest.set(file, low);
    if (low === own) {
      const group = path.splice(path.indexOf(file));
      if (group.length > 1) found.push(group);
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

test('circles are found, through three files too', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['d'], f: ['a'] };
  expect(circles(new Map(Object.entries(graph))).map((group) => [...group].sort())).toEqual([
    ['d', 'e'],
    ['a', 'b', 'c'],
  ]);
});

test('no file of src imports itself in a circle, type imports and import() counted', () => {
  expect(circles(IMPORTS)).toEqual([]);
});

/** Folders whose loose files stand above some rooms and below others: those are no room of their own there. */
const LOOSE: ReadonlyMap<string, string> = new Map([
  ['src/explorer', 'the page has all views, and the views share what it shows a kernel and a place with'],
]);

/** Every folder of src that has rooms. */
const HOUSES = [...new Set([...IMPORTS.keys()].map((file) => posix.dirname(posix.dirname(file))))].filter(
  (folder) => folder.startsWith('src'),
);

/** What each room of a folder imports of the others; the files beside the rooms are one more. */
function roomsOf(folder: string): ReadonlyMap<string, readonly string[]> {
  const roomOf = (file: string): string | undefined => {
    if (!file.startsWith(`${folder}/`)) return undefined;
    const [room = '', ...inside] = file.slice(folder.length + 1).split('/');
    if (inside.length > 0) return room;
    return LOOSE.has(folder) ? undefined : 'loose';
  };
  const rooms = new Map<string, string[]>();
  for (const [file, names] of IMPORTS) {
    const room = roomOf(file);
    if (room === undefined) continue;
    const used = rooms.get(room) ?? [];
    used.push(...names.flatMap((name) => roomOf(name) ?? []).filter((other) => other !== room));
    rooms.set(room, used);
  }
  return rooms;
}

test.each(HOUSES)('the rooms of %s use each other one way round', (folder) => {
  expect(circles(roomsOf(folder))).toEqual([]);
});

test('every import of a file is a file', () => {
  const missing = [...IMPORTS].flatMap(([file, names]) =>
    names
      .filter((name) => name.startsWith('src/') && !IMPORTS.has(name))
      .map((name) => `${file} imports ${name}`),
  );
  expect(missing).toEqual([]);
});

test('folders.json knows every folder of src and no other', () => {
  const folders = new Set([...IMPORTS.keys()].map(folderOf).filter((folder) => folder !== undefined));
  expect([...FOLDERS.keys()].sort()).toEqual([...folders].sort());
});

describe.each([...FOLDERS])('src/%s', (folder, { imports, modules, packages }) => {
  const own = [...IMPORTS].filter(([file]) => folderOf(file) === folder);
  const refused = (isRefused: (name: string) => boolean): readonly string[] =>
    own.flatMap(([file, names]) => names.filter(isRefused).map((name) => `${file} imports ${name}`));

  test(`imports nothing but itself and: ${imports.join(', ')}`, () => {
    const allowed = [folder, ...imports];
    expect(
      refused((name) => name.startsWith('src/') && !allowed.includes(folderOf(name) ?? 'src/index.ts')),
    ).toEqual([]);
  });

  test(`imports of Node and packages nothing but: ${[...modules, ...packages].join(', ')}`, () => {
    const allowed = [...modules, ...packages];
    const isAllowed = (name: string): boolean =>
      allowed.includes(name) || (name.startsWith('node:') && allowed.includes('node:*'));
    expect(refused((name) => !name.startsWith('src/') && !isAllowed(name))).toEqual([]);
  });

  test('names no architecture by its folder', () => {
    if (folder === 'arch') return;
    expect(refused((name) => /^src\/arch\/(?!shared\/)[^/]+\//.test(name))).toEqual([]);
  });
});

test('docs/development.md has the same table', () => {
  const rows = [...textOf('docs/development.md').matchAll(/^\| `src\/(\w+)` \|[^|]*\| ([^|]*) \|$/gm)];
  const wordsFor = (imports: readonly string[]): string =>
    imports.length === FOLDERS.size - 2 ? 'everything' : imports.join(', ') || 'nothing';
  const wanted = [...FOLDERS].map(([folder, { imports }]) => [folder, wordsFor(imports)]);
  expect(rows.map(([, folder, imports]) => [folder, imports?.trim()])).toEqual(wanted);
});

test('no command imports the folder of another: what several share stands in cli/options, cli/pagemap or below', () => {
  const commandOf = (file: string): string | undefined => /^src\/cli\/commands\/([^/]+)\//.exec(file)?.[1];
  const wrong = [...IMPORTS].flatMap(([file, imported]) => {
    const command = commandOf(file);
    return imported
      .filter((name) => command !== undefined && (commandOf(name) ?? command) !== command)
      .map((name) => `${file} imports ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('docs/development.md has every room, and what it reads of its folder', () => {
  const found = HOUSES.filter((folder) => /^src\/[^/]+$/.test(folder) && !LOOSE.has(folder)).flatMap(
    (folder) => {
      const house = folder.slice('src/'.length);
      return [...roomsOf(folder)]
        .filter(([room]) => room !== 'loose' && (house !== 'arch' || room === 'shared'))
        .map(([room, read]) => [`${house}/${room}`, [...new Set(read)].sort().join(', ')]);
    },
  );
  const rows = [
    ...textOf('docs/development.md').matchAll(/^\| `((?!src\/)\w+\/\w+)` \|[^|]*\| ([^|]*)\|$/gm),
  ];
  const said = rows.map(([, room = '', read = '']) => [room, read.trim()]);
  expect(said.filter(([room]) => room !== 'arch/NAME').sort()).toEqual(found.sort());
});
