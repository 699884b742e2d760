// The time to answer one small question, against Node that does nothing.
//
//   npm run build && node bench/decode/startup.mjs [--rounds 21]
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageFile, SPACE } from '../images-data.mjs';
import { dumpFile } from '../pagemap-data.mjs';
import { alone, floor, folder, Missing, node, ours, quoted, root } from '../tools.mjs';

// What V8 itself takes for a bundle: its file is read, and its text and code cache are given to V8; nothing of it runs.
const LOAD = floor(
  'load-bundle',
  `const { openSync, readSync } = require('node:fs');
const { Script } = require('node:vm');
const file = openSync(process.argv[2]);
const header = Buffer.alloc(8);
readSync(file, header);
const [text, cache] = [header.readUInt32LE(0), header.readUInt32LE(4)];
const bytes = Buffer.allocUnsafeSlow(Math.max(text, cache));
readSync(file, bytes, 0, text, 8);
const source = bytes.toString('latin1', 0, text);
readSync(file, bytes, 0, cache, 8 + text);
new Script(source, { filename: 'x.js', cachedData: bytes.subarray(0, cache) }).runInThisContext();
process.exit();
`,
);

/** The newest bundle of a name. */
function bundle(name) {
  const dist = join(root, 'dist/cli');
  const paths = readdirSync(dist)
    .filter((each) => each.startsWith('build-'))
    .map((each) => join(dist, each, `${name}.bundle`));
  return paths.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** A file of the folder with these contents. */
function file(name, contents) {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

const TABLE = BigUint64Array.from({ length: 512 }, (_, i) => (BigInt(i) << 12n) | 0x867n);
const LOG = '[    5.0] BUG: Bad page map in process test  pte:8400000002bcbc25 pmd:0385a067\n';

/** What is asked: the text of the row, the command line, the goal, the bundle that answers. */
const QUESTIONS = [
  ['`pte-decode 0x4`', () => ['0x4'], 1.2, 'decode-quick'],
  ['an ordinary value', () => ['0x8000000012345867'], 1.18, 'decode-quick'],
  ['`check 0x4`', () => ['check', '0x4'], 1.3, 'check-quick'],
  ['`encode swap`', () => ['encode', 'swap', '--type', '1', '--offset', '0x1234'], 1.3, 'encode-quick'],
  ['`special`', () => ['special'], 1.3, 'special-quick'],
  ['`layout`', () => ['layout'], 1.3, 'layout-quick'],
  ['`compare 0x4`', () => ['compare', '0x4'], 1.3, 'compare-quick'],
  ['`--json 0x4`', () => ['--json', '0x4'], 1.3, 'decode-quick'],
  ['`pagemap` of a 1 MiB dump', () => ['pagemap', dumpFile('dense', 2 ** 17)], 1.35, 'pagemap'],
  ['`pagemap --pid self`', () => ['pagemap', '--pid', 'self'], 1.5, 'pagemap'],
  ['`scan --table`', () => ['scan', '--table', file('one.table', new Uint8Array(TABLE.buffer))], 1.5, 'scan'],
  ['`walk`', () => ['walk', ...SPACE(imageFile(1_000_000)), '0x12345000'], 1.5, 'walk'],
  ['`log` of a short text', () => ['log', file('short.log', LOG)], 1.35, 'log'],
  ['`--help`', () => ['--help'], 1.6, 'help'],
];

/** What people ask at a prompt, with a terminal behind standard output. */
const ON_TERMINAL = ['`pte-decode 0x4`', '`pagemap` of a 1 MiB dump', '`log` of a short text'];

/** The same words, run on a terminal of their own. */
function onTerminal({ words }) {
  if (spawnSync('script', ['--version']).error) throw new Missing('no script of util-linux');
  return { words: ['script', '-qec', quoted(...words), '/dev/null'], output: 'pipe' };
}

const BUNDLES = [...new Set(QUESTIONS.map(([, , , name]) => name))];

export const groups = [
  {
    rounds: 21,
    rows: QUESTIONS.map(([work, , most, name]) => ({
      work,
      unit: 'x `node -e 0`',
      most,
      figure: (ms) => ms(work) / ms('empty'),
      limit: 'Node loads that bundle and runs nothing of it',
      beside: (ms) => ms(name) / ms('empty'),
    })),
    open: () => ({
      runs: {
        empty: { words: [node, '-e', '0'], output: 'pipe' },
        ...Object.fromEntries(
          QUESTIONS.map(([work, words]) => [work, { ...ours(...words()), output: 'pipe' }]),
        ),
        ...Object.fromEntries(
          BUNDLES.map((name) => [name, { words: [node, LOAD, bundle(name)], output: 'pipe' }]),
        ),
      },
    }),
  },
  {
    rounds: 11,
    rows: ON_TERMINAL.map((work) => ({
      work: `${work} on a terminal`,
      unit: 'x `node -e 0` on one',
      figure: (ms) => ms(work) / ms('empty'),
    })),
    open: () => ({
      runs: {
        empty: onTerminal({ words: [node, '-e', '0'] }),
        ...Object.fromEntries(
          QUESTIONS.filter(([work]) => ON_TERMINAL.includes(work)).map(([work, words]) => [
            work,
            onTerminal(ours(...words())),
          ]),
        ),
      },
    }),
  },
];

await alone(import.meta.url, groups);
