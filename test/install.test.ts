import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linesOf, testWith } from './helpers/shell.ts';
import { temporaryFolder } from './helpers/temporary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();
const prefix = join(folder.path, 'prefix');
afterAll(folder.remove);

/** Runs a program that must succeed. */
function must(command: string, args: readonly string[], cwd = folder.path): string {
  const { status, stdout, stderr } = spawnSync(command, [...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/**
 * Packs the build and installs it into an empty prefix with an empty cache and without a network. The program has what
 * it imports in its bundles, so the packages of `dependencies` are left out.
 */
beforeAll(() => {
  must('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder.path], root);
  must('tar', ['-xzf', `pte-decode-${version()}.tgz`]);
  const path = join(folder.path, 'package/package.json');
  const own: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...own, dependencies: {} }));
  must('tar', ['-czf', 'alone.tgz', 'package']);
  mkdirSync(prefix);
  const flags = ['--offline', '--no-audit', '--no-fund', '--silent', '--cache', join(folder.path, 'cache')];
  must('npm', ['install', '--global', '--prefix', prefix, ...flags, join(folder.path, 'alone.tgz')]);
}, 60_000);

function version(): string {
  const { version: found }: Record<string, unknown> = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return String(found);
}

test('the package holds the program and the library, and nothing of the workshop', () => {
  const files = readdirSync(join(folder.path, 'package'), { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(
    expect.arrayContaining([
      'bin/pte-decode.js',
      'bin/package.json',
      'dist/lib/index.js',
      'dist/lib/index.d.ts',
      'LICENSE',
      'README.md',
    ]),
  );
  expect(files.filter((file) => /^(test|src|bench)(\/|$)/.test(file))).toEqual([]);
});

describe('an installation into an empty prefix', () => {
  test('has the command', () => {
    const command = join(prefix, 'bin/pte-decode');
    expect(must(command, ['--version'])).toBe(`${version()}\n`);
    expect(must(command, ['0x4', '-k', '6.12', '-F', 'line', '--no-heading'])).toMatch(/^0x0{15}4 swap /);
    expect(must(command, ['check', '-h'])).toMatch(/^Usage: pte-decode check /);
  });

  test('has the manual page, under the path where man looks', () => {
    const page = readFileSync(join(prefix, 'share/man/man1/pte-decode.1'), 'utf8');
    expect(page).toMatch(/^\.\\".*\n\.TH "PTE\\-DECODE" 1 /);
  });

  testWith('man')('man shows it', () => {
    const where = linesOf('man', ['-M', join(prefix, 'share/man'), '-w', 'pte-decode']);
    expect(where).toEqual([realpathSync(join(prefix, 'share/man/man1/pte-decode.1'))]);
  });
});
