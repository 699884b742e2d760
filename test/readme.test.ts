import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inPlace, rewritten, runSession, sessionsOf, type Step, textOf } from './helpers/sessions.ts';
import { isInstalled } from './helpers/shell.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', ...docs.map((name) => `docs/${name}`)];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

if (process.env['UPDATE_README'] === '1') {
  for (const page of pages) {
    const [old, now] = [read(page), rewritten(read(page))];
    if (now !== old) writeFileSync(join(root, page), now);
  }
}

const TITLE = '$page, $heading: $steps.0.command';

describe('the sessions of the README and of docs print what they say', () => {
  const sessions = pages.flatMap((page) => sessionsOf(read(page)).map((session) => ({ page, ...session })));
  const each = (needsJq: boolean) =>
    sessions.filter(({ steps }) => steps.some(({ command }) => command.includes('| jq ')) === needsJq);
  const check = ({ steps }: { readonly steps: readonly Step[] }): void => {
    expect(textOf(runSession(steps))).toBe(textOf(steps));
  };
  test.each(each(false))(TITLE, check);
  (isInstalled('jq') ? test.each : test.skip.each)(each(true))(TITLE, check);
});

/** What the command says of words that it does not understand. */
const REFUSAL = /^pte-decode: (?:unknown option|too many arg|missing required|no command|.* is needed)/m;

/** No process has a number beyond PID_MAX_LIMIT (include/linux/threads.h). */
const NOBODY = '--pid 4194305';

/** Commands that a page shows without what they print: their files and processes are the reader's. */
function shownOf(page: string): readonly string[] {
  const prose = page.replace(/^```console\n[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^ *(pte-decode .*)$/gm)].map(([, command = '']) => command);
}

test.each(pages)('the commands that %s shows are understood', (page) => {
  const refused = inPlace((run) =>
    shownOf(read(page))
      .map((command) => ({
        command,
        ...run(`${command.replace(/ # .*/, '').replace('--pid 1234', NOBODY)} < /dev/null`),
      }))
      .filter(({ status, output }) => status > 2 || REFUSAL.test(output)),
  );
  expect(refused).toEqual([]);
});

test('the README fits into 250 lines', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(250);
});

/** What GitHub makes of a heading for links: lower case, without marks, blanks as dashes; code counts as its text. */
function anchorsOf(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('links lead somewhere', () => {
  test.each(pages)('of %s', (page) => {
    const prose = read(page).replace(/^```[\s\S]*?^```$/gm, '');
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const dead = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(page, '..', path);
      if (/^https?:/.test(target)) return false;
      return (
        !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor))
      );
    });
    expect(dead).toEqual([]);
  });
});
