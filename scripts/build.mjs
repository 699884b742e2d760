// Builds dist/: the library (ES modules and types, by tsc) and the command (CommonJS chunks, by esbuild); and out of
// the command tree man/ (the manual page) and completions/ (scripts for bash, zsh and fish).
//
// Start-up decides the shape of the command. Node starts one CommonJS file 20 % faster than an ES module, and every
// further file costs a third of a millisecond. So esbuild first splits the program into ES chunks; those that decoding
// a value needs are then merged into program.js, and the others become one CommonJS file each, loaded on demand.
// Compiling program.js would take longer than running it, so main.js hands it to V8 together with V8's own code cache.
// Another Node than the one that made the cache refuses it and compiles the text: slower, and nothing else.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { basename, dirname, join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'cli');
rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(out, { recursive: true });

/** Modules that the plain command loads on demand, but always loads. */
const ALWAYS_LOADED = ['src/cli/commands/decode/run.ts'];

/** Modules whose chunk takes in all that they import: one file to load, code that others need too is there twice. */
const WHOLE = [
  'src/cli/commands/pagemap/run.ts',
  'src/cli/commands/scan/run.ts',
  'src/cli/commands/walk/run.ts',
];

const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  write: false,
  logLevel: 'warning',
};
const split = await build({
  ...common,
  entryPoints: { main: join(root, 'src/cli/main.ts') },
  splitting: true,
  format: 'esm',
  outdir: out,
  metafile: true,
  absWorkingDir: root,
  minifyWhitespace: true,
  minifySyntax: true,
  define: { PTE_DECODE_VERSION: JSON.stringify(version) },
});
const chunks = new Map(split.outputFiles.map((file) => [basename(file.path), file.text]));
const outputs = new Map(
  Object.entries(split.metafile.outputs).map(([path, output]) => [basename(path), output]),
);

/** The chunks that decoding one value loads: main.js, what it always loads, and all that these import. */
function startChunks() {
  const first = [...outputs].filter(([, { entryPoint }]) => ALWAYS_LOADED.includes(entryPoint ?? ''));
  const names = new Set(['main.js', ...first.map(([name]) => name)]);
  for (const name of names)
    for (const { path, kind, external } of outputs.get(name).imports)
      if (kind === 'import-statement' && !external) names.add(basename(path));
  return [...names];
}

const start = startChunks();
const PROGRAM = 'program.js';

/** The merged chunks as one module: what each exports is made when another chunk asks for it. */
function programText() {
  const imports = start.map((name, n) => {
    const names = outputs.get(name).exports;
    const list = names.map((exported) => `${exported} as ${exported}_${n}`).join(', ');
    return `import { ${list} } from './${name}';
export const m${n} = () => ({ ${names.map((exported) => `${exported}: ${exported}_${n}`).join(', ')} });`;
  });
  return imports.join('\n');
}

/** A merged chunk; what it would load later is at hand. */
function mergedText(name) {
  let text = chunks.get(name);
  for (const [n, loaded] of start.entries())
    if (text.includes(`import("./${loaded}")`))
      text =
        `import * as merged${n} from './${loaded}';` +
        text.replaceAll(`import("./${loaded}")`, `Promise.resolve(merged${n})`);
  return text;
}

/** Chunks as modules for esbuild; the merged ones are properties of main.js for all others. */
function chunkModules(entry, contents) {
  const isProgram = entry === PROGRAM;
  const isWhole = WHOLE.includes(outputs.get(entry)?.entryPoint ?? '');
  return {
    name: 'chunks',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
        if (kind === 'entry-point') return { path: entry, namespace: 'entry' };
        if (namespace === 'merged') return { path, external: true };
        const name = basename(path);
        if (!chunks.has(name)) return { path, external: true };
        if (start.includes(name)) return { path: name, namespace: isProgram ? 'chunk' : 'merged' };
        if (isWhole && kind === 'import-statement') return { path: name, namespace: 'chunk' };
        return { path: `./${name}`, external: true };
      });
      onLoad({ filter: /./, namespace: 'entry' }, () => ({ contents }));
      onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({ contents: mergedText(path) }));
      onLoad({ filter: /./, namespace: 'merged' }, ({ path }) => ({
        contents: `module.exports = require('./main.js').m${start.indexOf(path)}();`,
      }));
    },
  };
}

async function writeChunk(name, contents) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [name],
    format: 'cjs',
    minify: true,
    outfile: join(out, name),
    supported: { 'dynamic-import': false },
    plugins: [chunkModules(name, contents)],
  });
  for (const file of outputFiles) writeFileSync(file.path, file.contents);
}

await writeChunk(PROGRAM, programText());
for (const [name, text] of chunks) if (!start.includes(name)) await writeChunk(name, text);
writeFileSync(join(out, 'main.js'), readFileSync(join(root, 'scripts/start.cjs')));
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
// The cache holds what decoding one value of either kind compiled.
execFileSync(process.execPath, [join(root, 'scripts/code-cache.cjs'), '0x4', '0x8400000002bcbc25'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
  { stdio: 'inherit' },
);

const generator = await build({
  ...common,
  entryPoints: [join(root, 'src/cli/generated-files.ts')],
  format: 'esm',
});
const { generatedFiles } = await import(
  `data:text/javascript;base64,${Buffer.from(generator.outputFiles[0].contents).toString('base64')}`
);
for (const [path, text] of await generatedFiles(version)) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
