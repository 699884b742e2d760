import { afterAll, expect, test } from '@jest/globals';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXPLORER } from '../../../helpers/explorer.ts';
import { Installed } from '../../../helpers/installed.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
const installed = new Installed(folder.path);
const work = (name: string): string => join(folder.path, 'work', name);
afterAll(folder.remove);

/** Puts a program in place of the one that opens files, which writes down what it is to open. */
function replaceOpener(script: string): void {
  const path = join(folder.path, 'bin/xdg-open');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

test('the page is written as the build made it, into a file or to standard output', () => {
  const page = readFileSync(EXPLORER, 'utf8');
  expect(installed.run('pte-decode explorer -o a.html')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'pte-decode: wrote a.html\n',
  });
  expect(readFileSync(work('a.html'), 'utf8')).toBe(page);
  expect(installed.run('pte-decode explorer -o -')).toEqual({ code: 0, stdout: page, stderr: '' });
});

test('what cannot be written is told, and nothing is left', () => {
  const { code, stderr } = installed.run('pte-decode explorer -o nowhere/a.html');
  expect([code, stderr]).toEqual([2, 'pte-decode: nowhere/a.html: cannot write: no such file\n']);
  expect(existsSync(work('nowhere'))).toBe(false);
  expect(installed.run('pte-decode explorer').code).toBe(2);
  expect(installed.run('pte-decode explorer -o - --open').code).toBe(2);
});

(process.platform === 'linux' ? test : test.skip)('--open shows it in the browser', () => {
  replaceOpener('printf %s "$1" > opened');
  expect(installed.run('pte-decode explorer --open')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(work('opened'), 'utf8')).toBe(pathToFileURL(EXPLORER).href);
  installed.run("pte-decode explorer -o 'my page.html' --open");
  expect(readFileSync(work('opened'), 'utf8')).toBe(pathToFileURL(work('my page.html')).href);
  replaceOpener('exit 3');
  const { code, stderr } = installed.run('pte-decode explorer --open');
  expect([code, stderr]).toEqual([
    2,
    `pte-decode: xdg-open opened nothing; the page is ${pathToFileURL(EXPLORER).href}\n`,
  ]);
});
