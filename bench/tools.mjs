// What all benches share: child processes in turn, medians, and the rows of figures.
//
// A bench exports groups. A group is a race: `open` gives the runs and the rows tell what is asked of their times.
// `node bench/NAME.mjs` prints its rows, `node bench/all.mjs` those of all benches in one table.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const node = process.execPath;
export const program = process.env.PTE_DECODE_BIN ?? join(root, 'bin/pte-decode.js');

/** Where inputs and compiled peers are kept between runs. */
export const folder = join(tmpdir(), 'pte-decode-bench');
mkdirSync(folder, { recursive: true });

/** The value of `--name VALUE`, or a default. */
export function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** Inputs of a sixteenth of their size, for trying a bench out. */
export const small = process.argv.includes('--small');
export const scale = small ? 16 : 1;

/** Something that this machine has not: the rows that want it say so, and the others go on. */
export class Missing extends Error {}

// With NODE_EXTRA_CA_CERTS set, Node reads and parses a file of certificates at every start. grep is fast in the C locale.
export const env = { ...process.env, LC_ALL: 'C' };
delete env.NODE_EXTRA_CA_CERTS;

/** Compiles a peer with `gcc -O2` and gives its path. */
export function compile(name) {
  const out = join(folder, name);
  const { error, status, stderr } = spawnSync(
    'gcc',
    ['-O2', '-o', out, join(root, 'bench/peers', `${name}.c`)],
    {
      encoding: 'utf8',
    },
  );
  if (error !== undefined) throw new Missing('no gcc for the program in C');
  if (status !== 0) throw new Error(stderr);
  return out;
}

/** Writes a small program for Node, what Node itself can do at best, and gives its path. */
export function floor(name, text) {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, text);
  return path;
}

/** A run of pte-decode. */
export const ours = (...words) => ({ words: [node, program, ...words] });

/** A run of a line of shell. */
export const shell = (line) => ({ words: ['/bin/sh', '-c', line] });

/** Words as the shell reads them. */
export const quoted = (...words) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/** Reads files once, so that they are in the page cache. */
export function warm(...files) {
  for (const file of files) execFileSync('cat', [file], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const nowhere = openSync('/dev/null', 'w');

/**
 * Runs a command.
 *
 * @param run its words; the file that is its standard input; where its output goes, /dev/null if nothing is said; the
 *   statuses that are right
 */
export function execute(
  { words: [command, ...args], input, output = nowhere, statuses = [0] },
  err = 'inherit',
) {
  const fd = input === undefined ? 'ignore' : openSync(input, 'r');
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command, args, {
    env,
    stdio: [fd, output, err],
    encoding: 'utf8',
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (fd !== 'ignore') closeSync(fd);
  if (!statuses.includes(status))
    throw error ?? new Error(`${command} ${args.join(' ')}: exit ${status} ${stderr ?? ''}`);
  return { ms, stderr };
}

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Median wall times in milliseconds of runs in turn, after one round that does not count. */
export function race(runs, rounds) {
  const times = new Map(Object.keys(runs).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1)
    for (const [name, run] of Object.entries(runs)) {
      const { ms } = execute(run);
      if (round >= 0) times.get(name).push(ms);
    }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

/**
 * The text that makes memory of so many bytes from the beginning of a page on: into any other some processors copy what
 * is read at half their speed.
 */
export const memory = (bytes) =>
  `new Uint8Array(new WebAssembly.Memory({ initial: ${Math.ceil(bytes / 0x1_0000)} }).buffer, 0, ${bytes})`;

const READ = floor(
  'read-all',
  `const { openSync, readSync } = require('node:fs');
const fd = process.argv[2] === undefined ? 0 : openSync(process.argv[2], 'r');
const piece = ${memory(1 << 18)};
while (readSync(fd, piece, 0, piece.length, null) > 0);
process.exit();
`,
);

/** The words with which Node reads a file, or its standard input, and does nothing else. */
export const reads = (...file) => [node, READ, ...file];

const PEAK = floor(
  'peak',
  "process.on('exit', () => require('fs').writeSync(2, `\\nPEAK ${process.resourceUsage().maxRSS}\\n`));",
);

/** The words that run pte-decode and have it say its peak on standard error. */
export const peakWords = (...words) => [node, '-r', PEAK, program, ...words];

/** The same for Node that does nothing, or nothing but what a text says. */
export const peakOfNode = (text = '0') => [node, '-r', PEAK, '-e', text];

/** The peak of resident memory of such a run, in MB. */
export function peak(run) {
  const { stderr } = execute(run, 'pipe');
  return (Number(/^PEAK (\d+)$/m.exec(stderr)?.[1]) * 1024) / 1e6;
}

/**
 * The rows of one group, measured.
 *
 * A row has `work`, its text; `unit`, what the figure is a multiple of, or MB; the goal, where there is one, `most` or
 * `least`; `figure`, made of the results (the milliseconds of the runs, and `facts`, both by name); and `beside`, the same
 * for the limit that is Node's or the machine's own: a number, named by `limit`.
 */
export async function measure({ rounds, rows, open }) {
  let opened;
  try {
    opened = await open();
    const { runs = {}, facts = {} } = opened;
    const found = new Map([...race(runs, Number(option('rounds', `${rounds}`))), ...Object.entries(facts)]);
    const of = (name) => found.get(name);
    return rows.map((row) => ({
      ...row,
      figure: row.figure(of),
      ...(row.beside === undefined ? {} : { beside: row.beside(of) }),
    }));
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return rows.map((row) => ({ ...row, figure: undefined, beside: undefined, why: error.message }));
  } finally {
    opened?.close?.();
  }
}

const short = (number, unit) => (unit === 'MB' || unit === 'ms' ? number.toFixed(0) : number.toFixed(2));

/** A measured row as cells: work, figure, goal, met or not, and the limit beside it. */
export function cells({ work, unit, figure, most, least, beside, limit = '', why }) {
  const goal = least === undefined ? `${most ?? ''}` : `at least ${least}`;
  if (figure === undefined) return [work, 'not run', goal, '', why];
  const met = figure <= (most ?? Infinity) && figure >= (least ?? -Infinity);
  return [
    work,
    `${short(figure, unit)} ${unit}`,
    goal,
    goal === '' ? '' : met ? 'met' : '**not met**',
    beside === undefined ? limit : `${short(beside, unit)}: ${limit}`,
  ];
}

/** Prints the rows of groups when the file of a bench is run by itself. */
export async function alone(url, groups) {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const only = option('only', '');
  for (const group of groups) {
    if (!group.rows.some(({ work }) => work.includes(only))) continue;
    for (const row of await measure(group)) console.log(cells(row).join(' | '));
  }
}
