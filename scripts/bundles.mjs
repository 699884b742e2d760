// The files of dist/ that esbuild makes.
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { trainingFor, writeTrainingFiles } from './training.mjs';

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  write: false,
  logLevel: 'warning',
};

/** Files for CommonJS: in what is loaded last, `import()` is a plain call. */
const COMMAND = { ...COMMON, format: 'cjs', minify: true, supported: { 'dynamic-import': false } };

async function textOf(options) {
  const { outputFiles } = await build(options);
  return outputFiles[0].text;
}

/** A module of the repository run in this process, out of its TypeScript. */
export async function loadModule(root, contents) {
  // What it imports may be CommonJS, which asks for Node's own modules with `require`.
  const banner = `import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(join(root, 'package.json'))});`;
  const text = await textOf({
    ...COMMON,
    stdin: { contents, resolveDir: root },
    format: 'esm',
    banner: { js: banner },
  });
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/** The names of the commands, and the files made of what they say of themselves, by their paths. */
export async function loadTree(root, version) {
  const {
    COMMANDS,
    DEFAULT_ARCH,
    finderTables,
    folderOf,
    generatedFiles,
    HELP,
    HELP_WIDTH,
    makeHelp,
    quickOf,
    WHOLE,
  } = await loadModule(
    root,
    `export { DEFAULT_ARCH } from './src/arch/index.ts';
     export { finderTables } from './src/logs/find/tables.ts';
     export { COMMANDS } from './src/cli/commands/registry.ts';
     export { folderOf, HELP, quickOf, WHOLE } from './src/cli/start/choose-bundle.ts';
     export { makeHelp } from './src/cli/help/make.ts';
     export { HELP_WIDTH } from './src/cli/help/texts.ts';
     export { generatedFiles } from './src/cli/man/generated-files.ts';`,
  );
  const names = COMMANDS.map(({ name }) => name);
  return {
    names,
    folders: ['', ...names].map(folderOf),
    whole: WHOLE,
    defaultArch: DEFAULT_ARCH,
    finderTables: finderTables(),
    quickOf,
    help: { name: HELP, texts: await makeHelp(HELP_WIDTH) },
    files: await generatedFiles(version),
  };
}

/**
 * The commands with a quick bundle beside the whole one, by their folders: those that answer from their words alone.
 */
const QUICK = ['decode', 'encode', 'apply', 'check', 'compare', 'diff', 'layout', 'special'];

/** The first file of the command. @param bundles the folder in dist/cli that it finds the bundles in */
export function buildStart(root, bundles, names) {
  return textOf({
    ...COMMAND,
    entryPoints: [join(root, 'src/cli/start/main.ts')],
    banner: { js: '#!/usr/bin/env node' },
    define: {
      PTE_DECODE_BUNDLES: JSON.stringify(bundles),
      PTE_DECODE_COMMANDS: JSON.stringify(names),
      PTE_DECODE_QUICK: JSON.stringify(QUICK),
    },
  });
}

/** The library as one ES module. */
export function buildLibrary(root) {
  return textOf({ ...COMMON, entryPoints: [join(root, 'src/index.ts')], format: 'esm', platform: 'neutral' });
}

/** What is about all commands, or large and rarely wanted, and which bundle has it: the others ask that one. */
const ABOUT_ALL = (whole, help) => ({
  'src/cli/commands/registry.ts': whole,
  'src/cli/help/make.ts': whole,
  'src/cli/help/texts.ts': help,
  'src/cli/commands/decode/explanation.ts': whole,
  'src/cli/options/output/folded.ts': whole,
  'src/cli/progress.ts': whole,
});

/** Leaves what another bundle has to that one. @param mine the bundle that is made */
function askOthers(root, { whole, help, defaultArch, finderTables }, mine) {
  const prepare = [tellLevel, comeUpLater(root, defaultArch), sleep(root), haveTables(root, finderTables)];
  const owners = new Map(
    Object.entries(ABOUT_ALL(whole, help.name)).map(([path, owner]) => [join(root, path), owner]),
  );
  return {
    name: 'ask-others',
    setup({ onLoad, onResolve }) {
      for (const part of prepare) part({ onLoad, onResolve });
      onResolve({ filter: /./ }, ({ path, kind, resolveDir }) => {
        // Its entry has imported that: what is loaded later becomes a function of its own, with all that it imports.
        if (kind === 'dynamic-import' && path === './run.ts' && mine !== whole)
          return { path: './left-out.js', external: true };
        const owner = kind === 'dynamic-import' ? owners.get(resolve(resolveDir, path)) : undefined;
        return owner === undefined || owner === mine ? undefined : { path: `./${owner}.js`, external: true };
      });
    },
  };
}

/**
 * chalk is told its level (src/records/text/palette.ts). What it looks for to know it by itself, the terminal and CI services
 * in the environment, is left out: that takes a twentieth of a start with colours.
 */
function tellLevel({ onResolve }) {
  onResolve({ filter: /^#supports-color$/ }, ({ resolveDir }) => ({
    path: join(resolveDir, 'vendor/supports-color/browser.js'),
  }));
}

/**
 * All architectures but the default one come up when more is asked of them than their name, which saves a tenth of a
 * start: in place of the folder that `all.ts` imports, a module stands that asks for it with `require`, which esbuild has
 * for modules too. @param first the default architecture
 */
function comeUpLater(root, first) {
  const arch = join(root, 'src/arch');
  const all = join(arch, 'all.ts');
  const waiting = ({ path }) => {
    const name = basename(dirname(path));
    const machine = join(dirname(path), 'machine.ts');
    const contents = `export const ${name} = { arch: '${name}',
  get machine() { return require(${JSON.stringify(machine)}).machine; },
  get layout() { return require(${JSON.stringify(path)}).${name}.layout; } };`;
    return { contents, resolveDir: arch };
  };
  return ({ onLoad, onResolve }) => {
    onResolve({ filter: /\/index\.ts$/ }, ({ path, importer }) =>
      importer === all && path !== `./${first}/index.ts`
        ? { path: resolve(arch, path), namespace: 'waiting' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'waiting' }, waiting);
  };
}

/** Modules that hardly a run needs, and the functions that others import of them. */
const ASLEEP = { 'src/logs/find/js.ts': ['createJsFinder'], 'src/records/text/wide.ts': ['pageOf'] };

/** Such modules come up when one of their functions is called. */
function sleep(root) {
  const functions = new Map(Object.entries(ASLEEP).map(([path, names]) => [join(root, path), names]));
  return ({ onLoad, onResolve }) => {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      const module = resolve(resolveDir, path);
      return kind !== 'require-call' && functions.has(module)
        ? { path: module, namespace: 'asleep' }
        : undefined;
    });
    onLoad({ filter: /./, namespace: 'asleep' }, ({ path }) => ({
      contents: functions
        .get(path)
        .map((name) => `export const ${name} = (...all) => require(${JSON.stringify(path)}).${name}(...all);`)
        .join('\n'),
      resolveDir: dirname(path),
    }));
  };
}

/** The tables of the words that `log` looks for are in its bundle: making them of the words is a twentieth of a start. */
function haveTables(root, tables) {
  const module = join(root, 'src/logs/find/tables.ts');
  const parts = tables.map(({ at, bytes }) => ({ at, text: Buffer.from(bytes).toString('base64') }));
  const contents = `export const finderTables = () => ${JSON.stringify(parts)}
    .map(({ at, text }) => ({ at, bytes: Buffer.from(text, 'base64') }));`;
  return ({ onLoad }) =>
    onLoad({ filter: /\/tables\.ts$/ }, ({ path }) => (path === module ? { contents } : undefined));
}

/** The source of a command's bundle. */
const commandEntry = (folder) => `
import { nodeIo } from './src/input/bytes/node-io.ts';
import { runCommand } from './src/cli/start/run-command.ts';
import { spec } from './src/cli/commands/${folder}/spec.ts';
import { action } from './src/cli/commands/${folder}/run.ts';
export { nodeIo as outside };
const own = { ...spec, load: async () => action };
export const main = (words, io = nodeIo()) => runCommand(own, words, io);`;

/** The source of a command's quick bundle. */
const quickEntry = (folder) => `
import { nodeStreams } from './src/input/bytes/node-streams.ts';
import { answerQuickly } from './src/cli/start/quick.ts';
import { spec } from './src/cli/commands/${folder}/spec.ts';
import { action } from './src/cli/commands/${folder}/run.ts';
export { nodeStreams as outside };
export const main = (words, io = nodeStreams()) => answerQuickly(spec, action, words, io);`;

/**
 * Leaves out of a quick bundle what the program loads by `import()`, but for the colours, what reads text, and all
 * architectures but the default one. Nothing is imported lazily then, so esbuild puts all modules into one scope and
 * none into a function of its own, which saves half of the time that they take to come up.
 */
function leaveOut(root) {
  const instead = new Map(
    [
      ['src/arch/all.ts', 'src/arch/default.ts'],
      ['src/input/values/text-reader.ts', 'src/input/values/no-text-reader.ts'],
      ['src/input/values/first-bytes.ts', 'src/input/values/no-text-reader.ts'],
    ].map((pair) => pair.map((path) => join(root, path))),
  );
  return {
    name: 'leave-out',
    setup({ onResolve }) {
      tellLevel({ onResolve });
      onResolve({ filter: /^[^/]/ }, ({ path, kind, resolveDir }) => {
        if (kind === 'dynamic-import' && path !== 'chalk') return { path: './left-out.js', external: true };
        const other = instead.get(resolve(resolveDir, path));
        return other === undefined ? undefined : { path: other };
      });
    },
  };
}

/** The source of the bundle of the whole program. */
const WHOLE_ENTRY = `
import { nodeIo } from './src/input/bytes/node-io.ts';
import { run } from './src/cli/start/run.ts';
export * from './src/cli/help/make.ts';
export * from './src/cli/commands/registry.ts';
export * from './src/cli/commands/decode/explanation.ts';
export * from './src/cli/options/output/folded.ts';
export * from './src/cli/progress.ts';
export const main = (argv) => run(argv, nodeIo());`;

/** The source of the bundle with the texts of help, which are filled in. */
const HELP_ENTRY = `
import { nodeIo } from './src/input/bytes/node-io.ts';
import { showHelp } from './src/cli/start/show-help.ts';
export * from './src/cli/help/texts.ts';
export const main = (argv) => showHelp(argv, nodeIo(), Object.keys(PTE_DECODE_HELP.whole));`;

/** A program in ASCII, byte for byte as it is read: esbuild leaves other characters in regular expressions and raw texts, where an escape means the same. */
const inAscii = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Writes one bundle: its text is a function of the names that a CommonJS module finds around it. */
async function writeBundle({ root, folder, version, plugin }, name, contents, define = {}) {
  const text = await textOf({
    ...COMMAND,
    stdin: { contents, resolveDir: root },
    plugins: [plugin(name)],
    define: { PTE_DECODE_VERSION: JSON.stringify(version), ...define },
    banner: { js: '(function(exports,require,module){' },
    footer: { js: '})' },
  });
  writeFileSync(join(folder, `${name}.js`), inAscii(text));
}

const COMPILER = fileURLToPath(new URL('code-cache.cjs', import.meta.url));

/**
 * Puts V8's code cache, what the command lines of its training compile, and the text of a bundle into one file: src/cli/start/main.ts
 * reads the lengths of the text and of the cache, then both, and the first length once more at the end.
 */
async function packBundle(folder, name, lines) {
  const path = join(folder, name);
  await promisify(execFile)(process.execPath, [COMPILER, path, JSON.stringify(lines)]);
  const text = readFileSync(`${path}.js`);
  const cachedData = readFileSync(`${path}.cache`);
  if (new Script(text.toString('latin1'), { cachedData }).cachedDataRejected)
    throw new Error(`${name}: V8 refuses the code cache just made`);
  const header = Buffer.alloc(8);
  header.writeUInt32LE(text.length);
  header.writeUInt32LE(cachedData.length, 4);
  writeFileSync(`${path}.bundle`, Buffer.concat([header, text, cachedData, header.subarray(0, 4)]));
  for (const part of ['js', 'cache']) rmSync(`${path}.${part}`);
}

/** Writes the bundles of all commands and of the whole program into a folder, each with its code cache. */
export async function buildBundles(root, folder, tree, version) {
  const { folders, whole, quickOf, help } = tree;
  const target = { root, folder, version, plugin: (mine) => askOthers(root, tree, mine) };
  const quick = { ...target, plugin: () => leaveOut(root) };
  await Promise.all([
    writeBundle(target, whole, WHOLE_ENTRY),
    writeBundle(target, help.name, HELP_ENTRY, { PTE_DECODE_HELP: JSON.stringify(help.texts) }),
    ...folders.map((name) => writeBundle(target, name, commandEntry(name))),
    ...QUICK.map((name) => writeBundle(quick, quickOf(name), quickEntry(name))),
  ]);
  const work = join(folder, 'training');
  writeTrainingFiles(work);
  const waiting = [whole, help.name, ...folders, ...QUICK.map(quickOf)];
  // Two at a time: each is a process that computes.
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await packBundle(folder, name, trainingFor(name, work));
  };
  await Promise.all([worker(), worker()]);
  rmSync(work, { recursive: true });
}
