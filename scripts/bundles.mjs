// The files of dist/ that esbuild makes.
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
async function load(root, contents) {
  const text = await textOf({ ...COMMON, stdin: { contents, resolveDir: root }, format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/** The names of the commands, and the files made of what they say of themselves, by their paths. */
export async function loadTree(root, version) {
  const { COMMANDS, folderOf, generatedFiles, WHOLE } = await load(
    root,
    `export { COMMANDS } from './src/cli/registry.ts';
     export { folderOf, WHOLE } from './src/cli/choose-bundle.ts';
     export { generatedFiles } from './src/cli/generated-files.ts';`,
  );
  const names = COMMANDS.map(({ name }) => name);
  return { names, folders: ['', ...names].map(folderOf), whole: WHOLE, files: await generatedFiles(version) };
}

/** The first file of the command. @param bundles the folder that it finds the bundles in, beside it */
export function buildStart(root, bundles, names) {
  return textOf({
    ...COMMAND,
    entryPoints: [join(root, 'src/cli/main.ts')],
    define: { PTE_DECODE_BUNDLES: JSON.stringify(bundles), PTE_DECODE_COMMANDS: JSON.stringify(names) },
  });
}

/** The library as one ES module. */
export function buildLibrary(root) {
  return textOf({ ...COMMON, entryPoints: [join(root, 'src/index.ts')], format: 'esm', platform: 'neutral' });
}

/** What is about all commands, or large and rarely wanted: the bundle of a command asks that of the whole program for it. */
const ABOUT_ALL = ['src/cli/program.ts', 'src/cli/registry.ts', 'src/cli/commands/decode/explanation.ts'];

function askTheWhole(root, whole) {
  const paths = ABOUT_ALL.map((path) => join(root, path));
  return {
    name: 'ask-the-whole',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, kind, resolveDir }) =>
        kind === 'dynamic-import' && paths.includes(resolve(resolveDir, path))
          ? { path: `./${whole}.js`, external: true }
          : undefined,
      );
    },
  };
}

/** The source of a command's bundle. */
const commandEntry = (folder) => `
import { nodeIo } from './src/input/node-io.ts';
import { runCommand } from './src/cli/run-command.ts';
import { spec } from './src/cli/commands/${folder}/spec.ts';
export const main = (words) => runCommand(spec, words, nodeIo());`;

/** The source of the bundle of the whole program. */
const WHOLE_ENTRY = `
import { nodeIo } from './src/input/node-io.ts';
import { run } from './src/cli/run.ts';
export * from './src/cli/program.ts';
export * from './src/cli/registry.ts';
export * from './src/cli/commands/decode/explanation.ts';
export const main = (argv) => run(argv, nodeIo());`;

/** Writes one bundle: its text is a function of the names that a CommonJS module finds around it. */
async function writeBundle({ root, folder, version }, name, contents, plugins) {
  const text = await textOf({
    ...COMMAND,
    stdin: { contents, resolveDir: root },
    plugins,
    define: { PTE_DECODE_VERSION: JSON.stringify(version) },
    banner: { js: '(function(exports,require,module){' },
    footer: { js: '})' },
  });
  writeFileSync(join(folder, `${name}.js`), text);
}

const COMPILER = fileURLToPath(new URL('code-cache.cjs', import.meta.url));

/** Writes V8's code cache of a bundle: what the command lines of its training compile. */
async function writeCache(folder, name, lines) {
  const path = join(folder, name);
  await promisify(execFile)(process.execPath, [COMPILER, path, JSON.stringify(lines)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const cachedData = readFileSync(`${path}.cache`);
  if (new Script(readFileSync(`${path}.js`, 'latin1'), { cachedData }).cachedDataRejected)
    throw new Error(`${name}: V8 refuses the code cache just made`);
}

/** Writes the bundles of all commands and of the whole program into a folder, each with its code cache. */
export async function buildBundles(root, folder, { folders, whole }, version) {
  const target = { root, folder, version };
  const plugins = [askTheWhole(root, whole)];
  await Promise.all([
    writeBundle(target, whole, WHOLE_ENTRY, []),
    ...folders.map((name) => writeBundle(target, name, commandEntry(name), plugins)),
  ]);
  const work = join(folder, 'training');
  writeTrainingFiles(work);
  const waiting = [whole, ...folders];
  // Two at a time: each is a process that computes.
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await writeCache(folder, name, trainingFor(name, work));
  };
  await Promise.all([worker(), worker()]);
  rmSync(work, { recursive: true });
}
