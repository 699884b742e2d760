import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');

/** A command of a session and what the README says it prints. */
interface Step {
  readonly command: string;
  readonly output: string;
}

/** The `console` blocks of the README: commands after `$ `, everything else is what they print. */
function sessions(text: string): { heading: string; steps: Step[] }[] {
  const found: { heading: string; steps: Step[] }[] = [];
  let heading = '';
  for (const part of text.split(/^(```[\s\S]*?^```$)/m)) {
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

/** A directory with a `pte-decode` to call, as an installation gives. */
function makeBin(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'pte-decode'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin/pte-decode.js')}" "$@"\n`,
  );
  chmodSync(join(bin, 'pte-decode'), 0o755);
  return bin;
}

function run(steps: readonly Step[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pte-decode-readme-'));
  try {
    const bin = makeBin(folder);
    symlinkSync(join(root, 'test'), join(folder, 'test'));
    let status = 0;
    return steps.map(({ command }) => {
      if (command === 'echo $?') return `${status}\n`;
      const result = spawnSync('bash', ['-o', 'pipefail', '-c', `exec 2>&1; cd "${folder}"; ${command}`], {
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env['PATH'] ?? ''}`,
          HOME: folder,
          FIXTURES: join(root, 'test/fixtures'),
        },
      });
      status = result.status ?? -1;
      return result.stdout;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.env['UPDATE_README'] === '1') {
  const parts = readme.split(/^(```console\n[\s\S]*?^```$)/m);
  const updated = parts.map((part) => {
    const [session] = part.startsWith('```console\n') ? sessions(part) : [];
    if (!session) return part;
    const outputs = run(session.steps);
    return `\`\`\`console\n${session.steps.map(({ command }, index) => `$ ${command}\n${outputs[index] ?? ''}`).join('')}\`\`\``;
  });
  writeFileSync(path, updated.join(''));
}

describe('the sessions of the README print what it says', () => {
  test.each(sessions(readFileSync(path, 'utf8')))('$heading: $steps.0.command', ({ steps }) => {
    const outputs = run(steps);
    expect(steps.map(({ command }, index) => `$ ${command}\n${outputs[index] ?? ''}`).join('')).toBe(
      steps.map(({ command, output }) => `$ ${command}\n${output}`).join(''),
    );
  });
});
