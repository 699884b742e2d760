// An earlier version of the program, built once beside the inputs of the benches.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { env, folder, Missing, node, quoted, root } from './tools.mjs';

/** The program of a commit, which the history of this clone has to have. */
export function earlier(commit) {
  const home = join(folder, `earlier-${commit}`);
  const program = join(home, 'bin/pte-decode.js');
  if (existsSync(home)) return program;
  if (spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root, stdio: 'ignore' }).status !== 0)
    throw new Missing(`this clone does not have ${commit}, with which it is compared`);
  const part = `${home}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  execFileSync('/bin/sh', ['-c', `git archive ${commit} | tar -x -C ${quoted(part)}`], { cwd: root });
  symlinkSync(realpathSync(join(root, 'node_modules')), join(part, 'node_modules'));
  execFileSync(node, ['scripts/build.mjs'], { cwd: part, env, stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(part, home);
  return program;
}
