import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { isPlain, quickOf } from '../../../src/cli/start/choose-bundle.ts';
import { runCli } from '../../helpers/fake-io.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const dist = fileURLToPath(new URL('../../../dist/cli/', import.meta.url));
const start = readFileSync(new URL('../../../bin/pte-decode.js', import.meta.url), 'utf8');
const folder = join(dist, /build-\w{6}/.exec(start)?.[0] ?? '');

type Main = (words: readonly string[], io?: object) => Promise<number | undefined>;

/** A bundle, as it is built. */
function bundleOf(name: string): Main {
  const path = join(folder, `${name}.bundle`);
  const file = readFileSync(path);
  const text = file.toString('latin1', 8, 8 + file.readUInt32LE(0));
  const found: { exports: { main: Main } } = { exports: { main: () => Promise.resolve(undefined) } };
  new Script(text, { filename: path }).runInThisContext()(
    found.exports,
    createRequire(join(dirname(path), 'main.js')),
    found,
  );
  return found.exports.main;
}

async function quickly(main: Main, words: readonly string[], columns?: number) {
  let stdout = '';
  let stderr = '';
  const sink = (add: (text: string) => void) => ({
    isTTY: columns !== undefined,
    columns,
    write: (data: string | Uint8Array) => {
      add(typeof data === 'string' ? data : Buffer.from(data).toString());
    },
  });
  const code = await main(words, {
    stdout: sink((text) => (stdout += text)),
    stderr: sink((text) => (stderr += text)),
    env: {},
  });
  return { code, stdout, stderr };
}

/** The program reads its bundles as latin1: one with other characters has other regular expressions than its source. */
test('the text of all bundles is ASCII', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.bundle'));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const file = readFileSync(join(folder, name));
    const text = file.subarray(8, 8 + file.readUInt32LE(0));
    expect([name, text.findIndex((byte) => byte > 0x7f)]).toEqual([name, -1]);
  }
});

const VALUES = [
  ['0x0', '0x4', '0x60', '0x2'],
  ['0x8000000002bcb867', '0x8400000002bcbc25', '0x3f800000000004e7', '0xffffffffffffffff'],
  ['0x0fffffffffdb9604', '0xfffffffffffffc00', '0xf7fffffffdb97400', '0xe7fffffffdb97402'],
].flat();
const KERNELS = ['uffd-wp-special', 'debian-6.12', '4.14', '5.19', '6.1', '7.3'];

const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  decode: [
    ...VALUES.map((value) => [value]),
    ...KERNELS.flatMap((kernel) => [
      ['-k', kernel, ...VALUES],
      ['-k', kernel, '--json', ...VALUES],
      ['-k', kernel, '--format', 'line', '--level', 'pmd', ...VALUES],
      ['--kernel', kernel, '-P', ...VALUES],
    ]),
    ['--paging', '5', '--enc-bit', '51', '0x8008000002bcb867'],
    ['--color', 'always', '0x4'],
  ],
  check: [VALUES, ['-k', '6.12', ...VALUES], ['--rule', '1,2', '0x4'], ['--rule', '1,2,3,4', '0x4']],
  compare: [VALUES, ['--json', '0x4'], ['--level', 'pmd', '0x80000000046008e7']],
  diff: VALUES.map((value) => ['0x8400000002bcbc25', value]),
  encode: [
    ['present', '--pfn', '0x2bcb', '--flag', 'rw,user'],
    ['swap', '--type', '1', '--offset', '0x1234', '--flag', 'uffd_wp'],
    ['swap', '--type', '1', '--offset', '0x1234', '-k', '6.12', '--json'],
  ],
  apply: [
    ['pte_mkuffd_wp', '0x8000000002bcb867'],
    ['pte_wrprotect,pte_mkuffd_wp', '0x8400000002bcbc25'],
    ['pte_swp_mkuffd_wp', '0x0fffffffffdb9600'],
    ['pte_swp_clear_uffd_wp', '-k', '6.12', '--json', '0xe7fffffffdb97406'],
    ['pte_mkold', '0x0'],
  ],
  layout: [[], ['-k', '6.12', '--form', 'swap'], ['--level', 'pmd', '--json'], ['--sources']],
  special: [[], ['-k', '6.12'], ['--candidate', '0x4']],
};

describe.each(Object.entries(LINES))('the quick bundle of %s', (name, lines) => {
  let main: Main;
  beforeAll(() => {
    main = bundleOf(quickOf(name));
  });

  test('answers as the whole program does', async () => {
    for (const words of lines) {
      const whole = await runCli([...(name === 'decode' ? [] : [name]), ...words]);
      expect({ words, ...(await quickly(main, words)) }).toEqual({
        words,
        code: whole.code,
        stdout: whole.stdout,
        stderr: whole.stderr,
      });
    }
  });

  test.each([
    { what: 'standard input', words: ['-'] },
    { what: 'a file', words: ['-f', '/nonexistent'] },
    { what: 'another architecture', words: ['--arch', 'arm64', '0x4'] },
    { what: 'a kernel of one', words: ['-k', '6.12,arch=arm64', '0x4'] },
    { what: 'a kernel that never was', words: ['-k', '6.99', '0x4'] },
    { what: 'a .config', words: ['--config', '/nonexistent', '0x4'] },
    { what: 'this host', words: ['-k', 'host', '0x4'] },
    { what: 'a word that is no value', words: ['0x4', 'zzz'] },
    { what: 'an unknown option', words: ['--nonsense', '0x4'] },
    { what: 'help', words: ['--help'] },
  ])('leaves $what to the whole one, with nothing written', async ({ words }) => {
    expect(await quickly(main, words)).toEqual({ code: undefined, stdout: '', stderr: '' });
  });
});

test('a whole bundle, in which architectures come up when they are asked for, has all of them', async () => {
  const main = bundleOf('decode');
  const names = ARCHITECTURES.flatMap(({ arch, machine }) => [arch, ...machine.names.uname]);
  for (const name of names)
    for (const words of [
      ['--arch', name, '0x4'],
      ['--arch', name, '--json', '0x2bcb867'],
    ]) {
      const { code, stdout, stderr } = await runCli(words);
      expect({ words, ...(await quickly(main, words)) }).toEqual({ words, code, stdout, stderr });
    }
});

test('plain lines are those that name a value and nothing that is left out', () => {
  for (const [name, lines] of Object.entries(LINES))
    for (const line of lines)
      expect({ name, line, plain: isPlain(name, line) }).toEqual({ name, line, plain: true });
  for (const words of [
    [],
    ['-'],
    ['--json'],
    ['-f', 'x', '0x4'],
    ['--arch', 'arm64', '0x4'],
    ['-k', 'host', '0x4'],
  ])
    expect({ words, plain: isPlain('decode', words) }).toEqual({ words, plain: false });
});

/** Without its end from a part of it on, as a full disk leaves it, or with zeros there, as a crash does. */
const cut = (part: number) => (whole: Buffer) => whole.subarray(0, Math.floor(whole.length * part));
const zeros = (part: number) => (whole: Buffer) =>
  Buffer.from(whole).fill(0, Math.floor(whole.length * part));

test.each([
  { name: 'cut off', damages: [cut(0.3), cut(0.5), cut(0.9)] },
  {
    name: 'cut off in its header',
    damages: [0, 1, 4, 7].map((bytes) => (whole: Buffer) => whole.subarray(0, bytes)),
  },
  { name: 'zeros', damages: [zeros(0), zeros(0.3), zeros(0.99)] },
  { name: 'lengths that cannot be', damages: [(whole: Buffer) => Buffer.from(whole).fill(255, 0, 4)] },
])('a bundle that is not whole is told: $name', ({ damages }) => {
  const copy = temporaryFolder();
  try {
    cpSync(join(dist, '../../bin'), join(copy.path, 'bin'), { recursive: true });
    const to = join(copy.path, 'dist/cli', basename(folder));
    cpSync(folder, to, { recursive: true });
    const bundle = join(to, `${quickOf('decode')}.bundle`);
    const whole = readFileSync(bundle);
    for (const damage of damages) {
      writeFileSync(bundle, damage(whole));
      const start = join(copy.path, 'bin/pte-decode.js');
      const { status, stderr } = spawnSync(process.execPath, [start, '0x4'], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringMatching(/decode-quick\.bundle: not whole/),
      });
    }
  } finally {
    copy.remove();
  }
});

test('a bundle that cannot be read is told', () => {
  const copy = temporaryFolder();
  const check = () => {
    const words = [join(copy.path, 'bin/pte-decode.js'), 'check', '0x4'];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    return { status, stderr };
  };
  const told = (why: string) => ({
    status: 2,
    stderr: expect.stringMatching(new RegExp(`^pte-decode: ${why}.*: install or build it again$`, 'm')),
  });
  try {
    cpSync(join(dist, '../../bin'), join(copy.path, 'bin'), { recursive: true });
    expect(check()).toEqual(told('ENOENT'));
    mkdirSync(join(copy.path, 'dist/cli', basename(folder), `${quickOf('check')}.bundle`), {
      recursive: true,
    });
    expect(check()).toEqual(told('EISDIR'));
  } finally {
    copy.remove();
  }
});
