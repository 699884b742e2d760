import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KERNEL = join(ROOT, 'test/fixtures/realkernel/6.12.117+deb12-amd64');

/** A command of a session and what the page says it prints, standard error included. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/** A `console` block of a page, under the heading that it stands below. */
export interface Session {
  readonly heading: string;
  readonly steps: readonly Step[];
}

/** What a command of a script did: its exit status, and all that it wrote. */
export interface Ran {
  readonly status: number;
  readonly output: string;
}

/** The `console` blocks of a page: commands after `$ `, everything else is what they print. */
export function sessionsOf(page: string): readonly Session[] {
  const found: Session[] = [];
  let heading = '';
  for (const part of page.split(/^(```[\s\S]*?^```$)/m)) {
    if (!part.startsWith('```')) heading = [...part.matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? heading;
    if (!part.startsWith('```console\n')) continue;
    const steps = part
      .slice('```console\n'.length, -'```'.length)
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const [command = '', ...output] = step.split('\n');
        return { command, output: output.join('\n') };
      });
    found.push({ heading, steps });
  }
  return found;
}

/** The text of a session as it stands in a page. */
export function textOf(steps: readonly Step[]): string {
  return steps.map(({ command, output }) => `$ ${command}\n${output}`).join('');
}

/** The page with what its commands print now. */
export function rewritten(page: string): string {
  const parts = page.split(/^(```console\n[\s\S]*?^```$)/m);
  return parts
    .map((part) => {
      const [session] = sessionsOf(part);
      return session ? `\`\`\`console\n${textOf(runSession(session.steps))}\`\`\`` : part;
    })
    .join('');
}

/** Runs the commands of a session in a place of its own; gives them with what they print. */
export function runSession(steps: readonly Step[]): readonly Step[] {
  return inPlace((run) => {
    let status = 0;
    return steps.map(({ command }) => {
      if (command === 'echo $?') return { command, output: `${status}\n` };
      const ran = run(command);
      status = ran.status;
      return { command, output: ran.output };
    });
  });
}

/**
 * A folder as the reader of a page has one, where `run` runs bash: `pte-decode` is on the path, `dmesg` prints an oops of
 * a real kernel, `before` and `after` are the pagemap of a mapping before and after its pages went to swap, and
 * `console.log` is the console of that kernel. `commands` are further programs, by their text for sh.
 */
export function inPlace<T>(
  work: (run: (script: string) => Ran) => T,
  commands: Readonly<Record<string, string>> = {},
): T {
  const folder = mkdtempSync(join(tmpdir(), 'pte-decode-session-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const programs = {
      'pte-decode': `exec "${process.execPath}" "${join(ROOT, 'bin/pte-decode.js')}" "$@"`,
      dmesg: `sed -n 440,446p "${join(KERNEL, 'console.log')}"`,
      ...commands,
    };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    symlinkSync(join(ROOT, 'test'), join(folder, 'test'));
    const before = readFileSync(join(KERNEL, 'pagemap/uffdwp_anon.bin'));
    const swapped = readFileSync(join(KERNEL, 'pagemap/uffdwp_anon_swapped.bin'));
    writeFileSync(join(folder, 'before'), before);
    // The last pages have markers, which stay.
    writeFileSync(join(folder, 'after'), Buffer.concat([swapped, before.subarray(swapped.length)]));
    copyFileSync(join(KERNEL, 'console.log'), join(folder, 'console.log'));
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder };
    return work((script) => {
      const result = spawnSync('bash', ['-o', 'pipefail', '-c', `exec 2>&1; cd "${folder}"; ${script}`], {
        encoding: 'utf8',
        env,
      });
      return { status: result.status ?? -1, output: result.stdout };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
