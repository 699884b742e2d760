// Builds bin/pte-decode.js and dist/cli (the command), dist/lib (the library), dist/explorer.html, and out of the command tree man/ (the manual page) and
// completions/ (scripts for bash, zsh and fish). How and why: docs/development.md, "The build".
//
//   node scripts/build.mjs          builds when what it reads is not what the last build read
//   node scripts/build.mjs --fresh  builds in any case and leaves nothing of earlier builds (before packing)
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildBundles, buildLibrary, buildStart, loadTree } from './bundles.mjs';
import { buildExplorer } from './explorer.mjs';
import { inputsDigest } from './inputs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const cli = join(dist, 'cli');
const lib = join(dist, 'lib');
const record = join(dist, 'built.json');
const fresh = process.argv.includes('--fresh');

/** What the last build that was finished wrote down: `inputs`, `bundles` and `files`; nothing of it where there is none. */
function lastBuild() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return { files: [] };
  }
}

/** Puts a file in place in one step: who opens the path gets the old text or the new one, whole. */
function put(path, text, mode = 0o644) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, text);
  chmodSync(part, mode);
  renameSync(part, path);
}

/** Takes away what a folder holds beside the names given, but not what a build that still runs is making. */
function clear(folder, kept) {
  for (const name of readdirSync(folder))
    if (!kept.includes(name) && !isInWork(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Folders in work are called `.new-PID-` and a random end. */
function isInWork(name) {
  const pid = /^\.new-(\d+)-/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

/** A new folder in work, which everyone may read once it is in place. */
function newFolder() {
  const folder = mkdtempSync(join(dist, `.new-${process.pid}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** The files below a folder, as paths from it. */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/** The command: bundles into a folder of their own, and then in one step the first file that leads there. */
async function buildCommand(tree, version, before) {
  const work = newFolder();
  try {
    await buildBundles(root, work, tree, version);
    const bundles = `build-${basename(work).slice(-6)}`;
    mkdirSync(cli, { recursive: true });
    renameSync(work, join(cli, bundles));
    put(join(root, 'bin/pte-decode.js'), await buildStart(root, bundles, tree.names), 0o755);
    // A command that has just read the old first file still finds the bundles that it names.
    clear(cli, [bundles, ...(fresh || !before.bundles ? [] : [before.bundles])]);
    return bundles;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The library: one ES module, and its types by tsc. */
async function buildPackage() {
  const work = newFolder();
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [
      ...[tsc, '-p', join(root, 'tsconfig.build.json')],
      ...['--outDir', work],
    ]);
    const files = filesBelow(work);
    for (const file of files) put(join(lib, file), readFileSync(join(work, file), 'utf8'));
    put(join(lib, 'index.js'), await buildLibrary(root));
    for (const file of filesBelow(lib))
      if (file !== 'index.js' && !files.includes(file)) rmSync(join(lib, file));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const inputs = inputsDigest(root);
const before = lastBuild();
if (fresh || before.inputs !== inputs || !before.files.every((file) => existsSync(join(root, file)))) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(dist, { recursive: true });
  const tree = await loadTree(root, version);
  const [bundles, , explorer] = await Promise.all([
    buildCommand(tree, version, before),
    buildPackage(),
    buildExplorer(root, version),
  ]);
  put(join(dist, 'explorer.html'), explorer);
  for (const [path, text] of tree.files) put(join(root, path), text);
  const files = [
    'bin/pte-decode.js',
    `dist/cli/${bundles}`,
    'dist/lib/index.js',
    'dist/lib/index.d.ts',
    'dist/explorer.html',
  ];
  clear(dist, ['cli', 'lib', 'explorer.html', basename(record)]);
  put(record, JSON.stringify({ inputs, bundles, files: [...files, ...tree.files.keys()] }) + '\n');
}
