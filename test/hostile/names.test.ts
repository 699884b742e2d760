import { afterAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { optionsOf } from '../../src/cli/options/common.ts';
import { commandTree } from '../../src/cli/commands/registry.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { hostileBytes, UNSAFE_TEXT } from '../helpers/hostile.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const tree = await commandTree();

const IMPOSSIBLE = [
  { name: 'a zero byte', path: 'a\0b' },
  { name: 'a name that is too long', path: 'n'.repeat(300) },
  { name: 'a path that is too long', path: 'd/'.repeat(5000) },
  { name: 'no name', path: '' },
  { name: 'a folder', path: folder.path },
  { name: 'a file below a file', path: '/dev/null/f' },
];

/** What a command needs besides so that the file is what is wrong. */
const REST: Readonly<Record<string, readonly string[]>> = {
  'pagemap capture': ['--pid', 'self'],
  'pagemap diff': [folder.path],
  apply: ['pte_mkdirty', '0x4'],
  encode: ['none'],
  diff: ['0x1', '0x2'],
};

/** All places of a command line where a file is named. */
const PLACES = tree.flatMap(({ name, args, options }) => {
  const words = name.split(' ').filter(Boolean);
  const rest = REST[name] ?? [];
  const named = options
    .filter(({ value }) => value?.startsWith('FILE'))
    .map(({ long }) => ({
      place: `${name} --${long}`,
      argv: (path: string) => [...words, ...rest, `--${long}`, path],
    }));
  const word = /FILE|BEFORE/.test(args)
    ? [{ place: `${name} FILE`, argv: (path: string) => [...words, path, ...rest] }]
    : [];
  return [...named, ...word];
});

test('all files are found', () => {
  expect(PLACES.length).toBeGreaterThan(20);
  expect(tree.flatMap(optionsOf).some(({ long }) => long === 'html')).toBe(true);
});

describe('impossible names of files exit 2 and say so', () => {
  test.each(PLACES)('$place', async ({ argv }) => {
    for (const { name, path } of IMPOSSIBLE) {
      const { code, stderr, stdout } = await runOnDisk(argv(path), { stdin: '' });
      expect({ name, code, isBug: stderr.includes('a bug in') }).toEqual({ name, code: 2, isBug: false });
      expect(UNSAFE_TEXT.exec(stderr + stdout)?.[0]).toBeUndefined();
    }
  });
});

test('a name of a file that acts on a terminal is shown escaped, everywhere', async () => {
  const name = '=\u001b[2J\u009b31m\u202e\u2028\r\nx';
  const words = new Uint8Array(BigUint64Array.of(0x8000_0000_0000_0005n, 0n).buffer);
  const path = folder.write(name, words);
  const capture = folder.write(`${name}.pmap`, hostileBytes('name-cr.pmap'));
  const text = folder.write(`${name}.txt`, new TextEncoder().encode('0x8000000000000005\nnonsense\n'));
  for (const argv of [
    ['pagemap', path],
    ['pagemap', path, '--json'],
    ['pagemap', path, '--ranges', '--format', 'csv'],
    ['pagemap', path, '--html', join(folder.path, `${name}.html`)],
    ['pagemap', path, '--maps', path],
    ['pagemap', 'diff', path, capture],
    ['image', path],
    ['scan', '--table', path, '--json'],
    ['scan', '--table', path, '--ranges', '--format', 'csv'],
    ['log', text],
    ['log', text, '--only'],
    ['-f', text],
    ['-f', text, '--json'],
    ['-f', text, '--format', 'csv'],
    ['check', '-f', text],
    ['audit', '-f', text],
    ['audit', '--input', 'pagemap', '-f', path],
    ['compare', '-f', text],
    ['0x4', '--config', text],
    ['0x4', '--swaps', text],
  ]) {
    const { stdout, stderr, code } = await runOnDisk(argv, { stdin: '' });
    expect({ argv, unsafe: UNSAFE_TEXT.exec(stdout + stderr)?.[0], isBug: code === 3 }).toEqual({
      argv,
      isBug: false,
    });
    for (const line of [...stdout.split('\n'), ...stderr.split('\n')]) expect(line).not.toMatch(/^x/);
  }
});
