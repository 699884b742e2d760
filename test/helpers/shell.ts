import { test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { runCli } from './fake-io.ts';
import type { temporaryFolder } from './temporary.ts';

type Folder = ReturnType<typeof temporaryFolder>;

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** `test`, skipped under a title that says why where a program is missing. */
export function testWith(program: string): (title: string, work: () => void | Promise<void>) => void {
  if (isInstalled(program)) return test;
  return (title, work) => {
    test.skip(`${title} (skipped: ${program} is not installed)`, work);
  };
}

/** The completion script of a shell, written into a folder; gives the path. */
export async function completionScript(shell: 'bash' | 'zsh' | 'fish', folder: Folder): Promise<string> {
  const { stdout } = await runCli(['completion', shell]);
  return folder.write(`pte-decode.${shell}`, new TextEncoder().encode(stdout));
}

/** Output lines of a program that must succeed, run in `cwd`. */
export function linesOf(
  command: string,
  args: readonly string[],
  { input = '', cwd = '/' }: { readonly input?: string; readonly cwd?: string } = {},
): readonly string[] {
  const { status, stdout, stderr } = spawnSync(command, [...args], {
    input,
    cwd,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env['PATH'], TERM: 'dumb', HOME: '/nonexistent', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
