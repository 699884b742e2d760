import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

/** A field of an object of unknown shape. */
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const lock = read('package-lock.json');
const own = read('package.json');
const packages = Object.entries(Object(field(lock, 'packages'))).map(([path, entry]) => ({ path, entry }));
const installed = packages.filter(({ path }) => path !== '');

/** What npm computes of a tarball: a digest of 64 bytes in base64. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** What `cliui` and `cli-progress` build on: the width of text in columns. */
const BELOW = [
  'ansi-regex',
  'ansi-styles',
  'emoji-regex',
  'get-east-asian-width',
  'is-fullwidth-code-point',
  'string-width',
  'strip-ansi',
  'wrap-ansi',
];

describe('the lock file', () => {
  test('has the packages of all platforms', () => {
    expect(field(lock, 'lockfileVersion')).toBe(3);
    expect(installed.length).toBeGreaterThan(400);
  });

  test('every package has the digest of what is to be installed', () => {
    const without = installed.filter(({ entry }) => !INTEGRITY.test(String(field(entry, 'integrity'))));
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  test('every package comes from the registry, by an exact version, wherever that registry is', () => {
    for (const { path, entry } of installed) {
      expect(path).toMatch(/(^|\/)node_modules\/(@[a-z0-9-]+\/)?[a-z0-9._-]+$/i);
      expect({ path, version: field(entry, 'version') }).toEqual({
        path,
        version: expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.-]+)?$/),
      });
      expect({ path, link: field(entry, 'link'), resolved: field(entry, 'resolved') }).toEqual({ path });
    }
  });

  test('is that of package.json', () => {
    const [root] = packages;
    for (const name of ['version', 'dependencies', 'devDependencies'])
      expect(field(root?.entry, name)).toEqual(field(own, name));
  });

  test('what runs in the program is what package.json says, and a few that those build on', () => {
    const running = installed.filter(
      ({ entry }) => field(entry, 'dev') !== true && field(entry, 'devOptional') !== true,
    );
    const names = running
      .filter(({ entry }) => field(entry, 'optional') !== true)
      .map(({ path }) => path.replace(/^.*node_modules\//, ''));
    const named = Object.keys(Object(field(own, 'dependencies')));
    expect([...new Set(names)].sort()).toEqual([...named, ...BELOW].sort());
  });
});
