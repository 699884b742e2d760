// Many values on standard input, against a plain C program that reads and prints them.
//
//   npm run build && node bench/decode/lines.mjs [--rounds 7] [--count 10000000]
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { compare, env, folder, option, program, root, time, valuesFile } from './tools.mjs';

const node = process.execPath;
const rounds = Number(option('rounds', '7'));
const count = Number(option('count', '10000000'));
const peer = join(folder, 'decode-line');
execFileSync('gcc', ['-O2', '-o', peer, join(root, 'bench/peers/decode-line.c')]);
const nowhere = openSync('/dev/null', 'w');

const VARIANTS = {
  'C getline + strtoull + printf, constants': [peer],
  'the same, state and letters worked out': [peer, 'all'],
  'pte-decode --format line (goal 0.50)': [node, program, '--format', 'line'],
  'pte-decode --json (goal 2.00)': [node, program, '--json'],
};

for (const kind of ['likely', 'random']) {
  const file = valuesFile(kind, count);
  compare(`${count} ${kind} values to /dev/null`, VARIANTS, rounds, (command) => {
    const input = openSync(file, 'r');
    const ms = time(command, [input, nowhere, 'inherit']);
    closeSync(input);
    return ms;
  });
  const piped = (words) => [
    '/bin/sh',
    '-c',
    `${words.map((w) => `'${w}'`).join(' ')} < '${file}' | cat > /dev/null`,
  ];
  compare(
    `${count} ${kind} values to a pipe`,
    Object.fromEntries(Object.entries(VARIANTS).map(([name, words]) => [name, piped(words)])),
    Math.max(3, rounds >> 1),
    (command) => time(command, ['ignore', 'inherit', 'inherit']),
  );
  for (const format of ['line', 'json']) {
    const script =
      'process.on("exit", () => console.error(Math.round(process.resourceUsage().maxRSS / 1024)));' +
      'process.argv.splice(1, 1);require(process.argv[1]);';
    const { stderr } = spawnSync(
      '/bin/sh',
      ['-c', `'${node}' -e '${script}' x '${program}' --format ${format} < '${file}' > /dev/null`],
      { env, encoding: 'utf8' },
    );
    process.stdout.write(`  peak memory, ${format}: ${stderr.trim()} MB (goal: under 100)\n`);
  }
}
