// Filtering and judging many values on standard input, against `--format line` on the same values (goal: 2 x).
//
//   npm run build && node bench/decode/judge.mjs [--rounds 5] [--count 10000000] [--engine 1]
//
// With --engine the engine of templates alone is measured, with keys from the variants (judge-engine.ts).
import { buildSync } from 'esbuild';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { compare, folder, option, program, root, time, valuesFile } from './tools.mjs';

const node = process.execPath;
const rounds = Number(option('rounds', '5'));
const count = Number(option('count', '10000000'));
const nowhere = openSync('/dev/null', 'w');

const engine = join(folder, 'judge-engine.mjs');
if (option('engine'))
  buildSync({
    entryPoints: [join(root, 'bench/decode/judge-engine.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: engine,
  });

const COMMANDS = {
  '--where uffd_wp': [node, program, '--format', 'line', '--where', 'uffd_wp'],
  '--where !uffd_wp': [node, program, '--format', 'line', '--where', '!uffd_wp'],
  'check -q': [node, program, 'check', '-q'],
  audit: [node, program, 'audit'],
};
const ENGINE = {
  'engine: --where uffd_wp': [node, engine, 'where', 'uffd_wp'],
  'engine: --where !uffd_wp': [node, engine, 'where', '!uffd_wp'],
  'engine: check, all failures counted': [node, engine, 'check'],
  'engine: audit': [node, engine, 'audit'],
};

for (const kind of ['likely', 'swap', 'random']) {
  const file = valuesFile(kind, count);
  const variants = {
    '--format line': [node, program, '--format', 'line'],
    ...(option('engine') ? ENGINE : COMMANDS),
  };
  compare(`${count} ${kind} values to /dev/null`, variants, rounds, (command) => {
    const input = openSync(file, 'r');
    const ms = time(command, [input, nowhere, 'inherit'], [0, 1]);
    closeSync(input);
    return ms;
  });
}
