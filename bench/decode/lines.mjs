// Many values on standard input, against a plain C program that reads and prints them, and against an earlier version.
//
//   npm run build && node bench/decode/lines.mjs [--rounds 3] [--small]
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { earlier } from '../earlier.mjs';
import { dumpFile } from '../pagemap-data.mjs';
import { alone, compile, env, node, ours, program, quoted, reads, scale, shell, warm } from '../tools.mjs';
import { valuesFile } from './values.mjs';

const COUNT = 10_000_000 / scale;

/** The version before records and readers were taken apart. */
const BEFORE = '07f6784';

/** Gigabytes that a program writes for a file of values with --json; the first values stand for all. */
function gigabytes(script, file) {
  const sample = COUNT / 100;
  const line = `head -${sample} ${quoted(file)} | ${quoted(node, script, '--json')} | wc -c`;
  return (Number(execFileSync('/bin/sh', ['-c', line], { env, encoding: 'utf8' })) * 100) / 1e9;
}

const GOALS = { likely: 0.25, random: 0.45 };

/** `--format line`, to /dev/null. */
const lines = {
  rounds: 3,
  rows: Object.entries(GOALS).map(([kind, most]) => ({
    work: `ten million ${kind} values, \`--format line\``,
    unit: 'x C',
    most,
    figure: (ms) => ms(kind) / ms(`C, ${kind}`),
    limit: 'Node reads them',
    beside: (ms) => ms(`Node, ${kind}`) / ms(`C, ${kind}`),
  })),
  open: () => {
    const peer = compile('decode-line');
    return {
      runs: Object.fromEntries(
        Object.keys(GOALS).flatMap((kind) => {
          const input = valuesFile(kind, COUNT);
          warm(input);
          return [
            [kind, { ...ours('--format', 'line'), input }],
            [`C, ${kind}`, { words: [peer], input }],
            [`Node, ${kind}`, { words: reads(), input }],
          ];
        }),
      ),
    };
  },
};

const rate = (of, name) => of(`bytes, ${name}`) / of(name);

/** `--json`, bytes per second. */
const json = {
  rounds: 3,
  rows: [
    {
      work: 'ten million likely values, `--json`, bytes per second',
      unit: `x ${BEFORE}`,
      least: 1.3,
      figure: (of) => rate(of, 'ours') / rate(of, 'before'),
    },
    {
      work: 'the same to a pipe',
      unit: `x ${BEFORE}`,
      figure: (of) => of('bytes, ours') / of('ours, pipe') / (of('bytes, before') / of('before, pipe')),
      limit: '`cat | cat` of a file, the rate of the pipe',
      beside: (of) => of('bytes, pipe') / of('pipe') / (of('bytes, before') / of('before, pipe')),
    },
  ],
  open: () => {
    const input = valuesFile('likely', COUNT);
    const old = earlier(BEFORE);
    const dump = dumpFile('sparse', 2 ** 28 / scale);
    const words = { ours: [node, program, '--json'], before: [node, old, '--json'] };
    const piped = (name) => shell(`${quoted(...words[name])} < ${quoted(input)} | cat`);
    return {
      runs: {
        ours: { words: words.ours, input },
        before: { words: words.before, input },
        'ours, pipe': piped('ours'),
        'before, pipe': piped('before'),
        pipe: shell(`cat ${quoted(dump)} | cat`),
      },
      facts: {
        'bytes, ours': gigabytes(program, input),
        'bytes, before': gigabytes(old, input),
        'bytes, pipe': statSync(dump).size / 1e9,
      },
    };
  },
};

export const groups = [lines, json];

await alone(import.meta.url, groups);
