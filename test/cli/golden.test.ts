import { afterAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Installed, type ShellResult } from '../helpers/installed.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

// A session file holds comments (#), commands ($), and below each command what it wrote to standard output (|) and to
// standard error (!), and its exit status. Control characters stand as \xNN. UPDATE_GOLDEN=1 rewrites the files; a
// person reads the difference.

const sessions = fileURLToPath(new URL('../golden/', import.meta.url));
const folder = temporaryFolder();
const installed = new Installed(folder.path);
afterAll(folder.remove);

const visible = (text: string): string =>
  text.replace(/[\x00-\x09\x0b-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Lines with a mark in front; an output that does not end its last line says so. */
function marked(mark: string, text: string): string[] {
  if (text === '') return [];
  const lines = visible(text).split('\n');
  const last = lines.pop();
  return [
    ...lines.map((line) => `${mark} ${line}`.trimEnd()),
    ...(last === '' || last === undefined ? [] : [`${mark} ${last}`, '(no line feed at the end)']),
  ];
}

function record(command: string, { stdout, stderr, code }: ShellResult): string[] {
  return [`$ ${command}`, ...marked('|', stdout), ...marked('!', stderr), `exit ${code}`];
}

/** The session as it is when its commands are run now; comments and blank lines stay. */
async function replay(text: string): Promise<string> {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) lines.push(...record(line.slice(2), await installed.runFast(line.slice(2))));
    else if (line.startsWith('#') || line === '') lines.push(line);
  }
  return lines.join('\n');
}

describe('golden sessions', () => {
  test.each(readdirSync(sessions).map((file) => ({ file })))('$file', async ({ file }) => {
    const path = join(sessions, file);
    const text = readFileSync(path, 'utf8');
    const now = await replay(text);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, now);
    else expect(now).toBe(text);
  });
});
