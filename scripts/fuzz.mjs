// Feeds changed inputs to every reader of the program: test/fuzz, docs/development.md "Fuzzing".
//
//   npm run fuzz -- [--seconds N] [--seed S] [--workers W] [TARGET...]     each target for N seconds (20), W at a time (2)
//   npm run fuzz -- --seed S --case N TARGET                               one case again
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Without a sign of life for so long a case hangs, in seconds; nothing that a case does takes a tenth of it. */
const PATIENCE = 60;

const USAGE = `usage: npm run fuzz -- [--seconds N] [--seed S] [--workers W] [TARGET...]
       npm run fuzz -- --seed S --case N TARGET`;

/** Ends with a message, as a mistake in the words asks for no stack. */
function refuse(message) {
  console.error(`fuzz: ${message}\n${USAGE}`);
  process.exit(2);
}

/** The words of the command line. */
function readWords(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(error.message);
  }
}

const { values, positionals } = readWords({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    case: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});
const seed = Number(values.seed);
const single = values.case === undefined ? 0 : Number(values.case);
const workers = Number(values.workers);
const seconds = values.case === undefined ? Number(values.seconds) : 0;
if (![seed, single, workers].every(Number.isInteger) || !(seconds >= 0))
  refuse('wanted --seed INTEGER, --case INTEGER, --workers INTEGER, --seconds NUMBER');

const folder = mkdtempSync(join(tmpdir(), 'pte-decode-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
/** What ends the processes that run. */
const running = new Set();
process.on('exit', () => running.forEach((stop) => stop()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
await build({
  entryPoints: ['test/fuzz/worker.ts', 'test/fuzz/targets.ts'].map((name) => join(root, name)),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { TARGETS } = await import(join(folder, 'targets.mjs'));
const known = TARGETS.map(({ name }) => name);
if (values.help) {
  console.log(
    `${USAGE}\n\nEach target for N seconds (20), W at a time (2); the seed is printed. Targets:\n  ${known.join(' ')}`,
  );
  process.exit(0);
}
const wanted = positionals.length > 0 ? positionals : known;
for (const name of wanted) if (!known.includes(name)) refuse(`no target ${name}: ${known.join(', ')}`);

/** Runs a target in a process of its own; gives the number of cases and what was found. */
function runTarget(name) {
  return new Promise((resolve) => {
    const seeds = join(root, 'test', 'fuzz', 'seeds');
    const words = [join(folder, 'worker.mjs'), name, seeds, seed, seconds, single];
    const child = spawn(process.execPath, ['--max-old-space-size=1024', ...words.map(String)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill('SIGKILL');
    running.add(stop);
    const findings = [];
    let last = single;
    let cases;
    let errors = '';
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        findings.push({ target: name, seed, number: last, problem: `hangs, in or soon after case ${last}` });
        stop();
      }, PATIENCE * 1000);
    };
    wait();
    createInterface({ input: child.stdout }).on('line', (line) => {
      wait();
      const said = JSON.parse(line);
      if (said.finding) findings.push(said.finding);
      last = said.number ?? last;
      cases = said.cases ?? cases;
    });
    child.stderr.on('data', (data) => (errors = (errors + data).slice(-4000)));
    child.on('close', () => {
      clearTimeout(timer);
      running.delete(stop);
      if (cases === undefined && findings.length === 0)
        findings.push({
          target: name,
          seed,
          number: last,
          problem: `the process died soon after: ${errors}`,
        });
      resolve({ name, cases: cases ?? last, findings });
    });
  });
}

console.log(`fuzz: seed ${seed}, ${wanted.length} targets, ${seconds} s each`);
const waiting = [...wanted];
let all = 0;
let found = 0;
const worker = async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { cases, findings } = await runTarget(name);
    all += cases;
    found += findings.length;
    console.log(`fuzz: ${name.padEnd(14)} ${String(cases).padStart(8)} cases, ${findings.length} findings`);
    for (const { number, problem, argv } of findings)
      console.log(
        `fuzz: ${name}: ${problem}\n  ${JSON.stringify(argv ?? [])}\n  again: npm run fuzz -- --seed ${seed} --case ${number} ${name}`,
      );
  }
};
await Promise.all(Array.from({ length: Math.max(1, workers) }, worker));
console.log(`fuzz: ${all} cases, ${found} findings, seed ${seed}`);
process.exitCode = found > 0 ? 1 : 0;
