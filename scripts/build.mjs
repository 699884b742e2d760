// Builds dist/: the library (ES modules and types, by tsc) and the command (CommonJS chunks, by esbuild).
//
// Start-up decides the shape of the command: Node starts one CommonJS file 20 % faster than an ES module, so
// esbuild splits the program into ES chunks (shared code once, rare commands on demand) and each chunk is then
// rewritten as CommonJS.
import { build, transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist');
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'cli'), { recursive: true });

const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const result = await build({
  entryPoints: { main: join(root, 'src/cli/main.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  outdir: join(out, 'cli'),
  write: false,
  define: { PTE_DECODE_VERSION: JSON.stringify(version) },
});
for (const file of result.outputFiles) {
  const { code } = await transform(file.text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    supported: { 'dynamic-import': false },
    minify: true,
  });
  writeFileSync(file.path, code);
}
writeFileSync(join(out, 'cli', 'package.json'), '{ "type": "commonjs" }\n');
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
