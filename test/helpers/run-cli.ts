import { nodeIo } from '../../src/input/io.ts';
import { run } from '../../src/cli/run.ts';

/** What a command wrote, and its exit status. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs pte-decode in this process: real files, no terminal, an empty environment and an empty standard input. */
export async function runCli(argv: readonly string[]): Promise<CliResult> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    columns: undefined,
    write(data: string | Uint8Array) {
      written[name] += typeof data === 'string' ? data : Buffer.from(data).toString();
    },
  });
  const { open, readFile } = nodeIo();
  const io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdinIsTTY: true,
    env: {},
    open: (path: string) => open(path === '-' ? '/dev/null' : path),
    readFile,
  };
  const code = await run(argv, io);
  return { code, ...written };
}

/** The JSON objects of an output, one a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
