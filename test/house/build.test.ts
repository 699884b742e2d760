import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../helpers/temporary.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = temporaryFolder();
const READ = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'src', 'scripts'];
const MADE = ['dist', 'man', 'completions'];

/** Runs a script of the copy; gives what it prints, and fails when it does. */
async function node(script: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [join(folder.path, script), ...args])).stdout;
}
const program = (...args: string[]): Promise<string> => node('bin/pte-decode.js', ...args);
const build = (): Promise<string> => node('scripts/build.mjs');
const first = (): string => readFileSync(join(folder.path, 'bin/pte-decode.js'), 'utf8');
const built = (): number => statSync(join(folder.path, 'dist/built.json')).mtimeMs;

// A copy of this repository with what its last build made.
beforeAll(() => {
  for (const name of [...READ, ...MADE, 'bin'])
    cpSync(join(root, name), join(folder.path, name), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
});
afterAll(folder.remove);

/** Bundles that some first file leads to are there. */
function expectBundles(text: string): void {
  const bundles = /build-\w+/.exec(text)?.[0] ?? '';
  expect(statSync(join(folder.path, 'dist/cli', bundles, 'decode.bundle')).isFile()).toBe(true);
}

/** A build takes seconds, and more where other work goes on. */
const PATIENCE = 300_000;
/** Milliseconds between two runs, which the build has for itself. */
const RUNS_APART = 100;

describe('the build', () => {
  test('makes nothing twice', async () => {
    await build();
    const before = built();
    await build();
    expect(built()).toBe(before);
  });

  test(
    'never breaks a command in use',
    async () => {
      const before = first();
      appendFileSync(join(folder.path, 'src/cli/exit.ts'), '\n// changed\n');
      let isBuilding = true;
      const building = build().finally(() => (isBuilding = false));
      let runs = 0;
      for (; isBuilding; runs++) {
        expect(await program('0x4')).toContain('0x0000000000000004');
        // Loads a second bundle when it finds that it has nothing to work on.
        await expect(program('check', '--nonsense')).rejects.toMatchObject({ code: 2 });
        await setTimeout(RUNS_APART);
      }
      await building;
      expect(runs).toBeGreaterThan(0);
      expect(first()).not.toBe(before);
      expect(await program('0x4')).toContain('0x0000000000000004');
      // A command that had read the old first file goes on with the old bundles.
      expectBundles(before);
      expectBundles(first());
    },
    PATIENCE,
  );
});
