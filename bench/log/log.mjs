// Figures of `log` over a log of 100 MB with 1,000 lines that hold values. The peer is GNU grep with one pattern of the
// same alternatives, which finds the lines and explains nothing.
//
//   npm run build && node bench/log/log.mjs [--rounds 7]
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { earlier } from '../earlier.mjs';
import { alone, floor, folder, memory, node, ours, quoted, shell, warm } from '../tools.mjs';
import { logFile, PATTERN } from './log-data.mjs';

// Node itself: it reads the log and writes it again.
const COPY = floor(
  'copy',
  `const { openSync, readSync, writeSync } = require('node:fs');
const fd = openSync(process.argv[2], 'r');
const piece = ${memory(1 << 20)};
for (let got; (got = readSync(fd, piece, 0, piece.length, null)) > 0;) writeSync(1, piece, 0, got);
process.exit();
`,
);

const BEFORE = '07f6784';

const row = (work, most) => ({
  work,
  unit: 'x `grep -E`',
  most,
  figure: (ms) => ms(work) / ms('grep'),
  limit: 'Node reads and writes it',
  beside: (ms) => ms('Node') / ms('grep'),
});

export const groups = [
  {
    rounds: 7,
    rows: [
      row('`log`, 100 MB with 1,000 hits', 1.8),
      row('`log --json` of it', 2.2),
      row('`log --only` of it'),
      {
        work: '`log` from a pipe',
        unit: 'x `cat | grep -E`',
        figure: (ms) => ms('ours, pipe') / ms('grep, pipe'),
      },
    ],
    open: () => {
      const log = logFile();
      warm(log);
      // With its output on /dev/null grep would stop at the first match; counting reads it all.
      const output = openSync(join(folder, 'grep-output'), 'w');
      return {
        runs: {
          grep: { words: ['grep', '-cE', PATTERN, log], output },
          '`log`, 100 MB with 1,000 hits': ours('log', log),
          '`log --json` of it': ours('log', '--json', log),
          '`log --only` of it': ours('log', '--only', log),
          Node: { words: [node, COPY, log] },
          'grep, pipe': { ...shell(`cat ${quoted(log)} | grep -cE ${quoted(PATTERN)}`), output },
          'ours, pipe': shell(`cat ${quoted(log)} | ${quoted(...ours('log').words)}`),
        },
      };
    },
  },
  {
    rounds: 7,
    rows: [
      { work: '`log`, the same', unit: `x ${BEFORE}`, most: 1.05, figure: (ms) => ms('ours') / ms('before') },
    ],
    open: () => {
      const log = logFile();
      const old = earlier(BEFORE);
      return { runs: { ours: ours('log', log), before: { words: [node, old, 'log', log] } } };
    },
  },
];

await alone(import.meta.url, groups);
