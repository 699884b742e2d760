// Filtering and judging many values on standard input, against `--format line` on the same values (goal: 2 x).
//
//   npm run build && node bench/decode/judge.mjs [--rounds 5] [--count 10000000]
import { closeSync, openSync } from 'node:fs';
import { compare, option, program, time, valuesFile } from './tools.mjs';

const node = process.execPath;
const rounds = Number(option('rounds', '5'));
const count = Number(option('count', '10000000'));
const nowhere = openSync('/dev/null', 'w');

// Numbers with each other, and texts: what no few bits decide.
const CONDITIONS = ['pfn < swap.offset or raw & swap.offset', 'origin == "<stdin>:5:1" or input == "0x4"'];

// Without a failure `check -q` reads all of an input: rule 1 holds for all values but the empty ones, which likely
// values have.
const QUIET = {
  likely: { 'check -q, ends at the first failure': [node, program, 'check', '-q'] },
  swap: { 'check -q --rule 1,2': [node, program, 'check', '-q', '--rule', '1,2'] },
  random: { 'check -q --rule 1': [node, program, 'check', '-q', '--rule', '1'] },
};

for (const kind of ['likely', 'swap', 'random']) {
  // Each is printed as a multiple of the first.
  const variants = {
    '--format line': [node, program, '--format', 'line'],
    '--where uffd_wp': [node, program, '--format', 'line', '--where', 'uffd_wp'],
    '--where !uffd_wp': [node, program, '--format', 'line', '--where', '!uffd_wp'],
    ...Object.fromEntries(
      CONDITIONS.map((text) => [`--where '${text}'`, [node, program, '--format', 'line', '--where', text]]),
    ),
    ...Object.fromEntries(
      CONDITIONS.map((text) => [
        `check -q --where '${text}'`,
        [node, program, 'check', '-q', '--where', `(${text}) or not (${text})`],
      ]),
    ),
    ...QUIET[kind],
    audit: [node, program, 'audit'],
  };
  const file = valuesFile(kind, count);
  compare(`${count} ${kind} values to /dev/null`, variants, rounds, (command) => {
    const input = openSync(file, 'r');
    const ms = time(command, [input, nowhere, 'inherit'], [0, 1]);
    closeSync(input);
    return ms;
  });
}
