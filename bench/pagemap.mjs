// The speed of `pte-decode pagemap` over dumps against its peers.
//
//   npm run build && node bench/pagemap.mjs [--rounds 7] [--only TEXT] [--small]
//
// Dumps are generated once (2 GiB sparse, 1 GiB and 512 MiB dense; --small: a sixteenth).
import { dumpFile } from './pagemap-data.mjs';
import { alone, compile, node, ours, program, quoted, reads, scale, shell, warm } from './tools.mjs';

const sparse = () => dumpFile('sparse', 2 ** 28 / scale);
const dense = (mebibytes = 1024) => dumpFile('dense', (mebibytes * 2 ** 17) / scale);
const summary = (file) => ours('pagemap', file);
const runLoop = (file) => ({ words: [compile('pagemap-runs'), file] });

export const groups = [
  {
    rounds: 7,
    rows: [
      {
        work: 'summary, 2 GiB sparse',
        unit: 'x `wc -l`',
        most: 0.95,
        figure: (ms) => ms('ours') / ms('wc'),
        limit: 'Node reads the file',
        beside: (ms) => ms('Node') / ms('wc'),
      },
      {
        work: 'the same',
        unit: 'x C run loop',
        figure: (ms) => ms('ours') / ms('C'),
        limit: 'Node reads the file',
        beside: (ms) => ms('Node') / ms('C'),
      },
      {
        work: '`--ranges`, 2 GiB sparse',
        unit: 'x summary',
        most: 1.3,
        figure: (ms) => ms('ranges') / ms('ours'),
      },
    ],
    open: () => {
      const file = sparse();
      warm(file);
      return {
        runs: {
          ours: summary(file),
          wc: { words: ['wc', '-l', file] },
          C: runLoop(file),
          Node: { words: reads(file) },
          ranges: ours('pagemap', file, '--ranges'),
        },
      };
    },
  },
  ...[
    [1024, 0.65],
    [512, 0.8],
  ].map(([mebibytes, most]) => ({
    rounds: 7,
    rows: [
      {
        work: `summary, ${mebibytes} MiB dense`,
        unit: 'x C run loop',
        most,
        figure: (ms) => ms('ours') / ms('C'),
        limit: 'Node reads the file',
        beside: (ms) => ms('Node') / ms('C'),
      },
    ],
    open: () => {
      const file = dense(mebibytes);
      warm(file);
      return { runs: { ours: summary(file), C: runLoop(file), Node: { words: reads(file) } } };
    },
  })),
  {
    rounds: 7,
    rows: [
      {
        work: 'summary of 2 GiB from a pipe',
        unit: 'x `cat \\| wc -l`',
        most: 1.15,
        figure: (ms) => ms('ours') / ms('wc'),
        limit: 'Node reads the pipe',
        beside: (ms) => ms('Node') / ms('wc'),
      },
    ],
    open: () => {
      const cat = `cat ${quoted(sparse())}`;
      return {
        runs: {
          ours: shell(`${cat} | ${quoted(node, program, 'pagemap')}`),
          wc: shell(`${cat} | wc -l`),
          Node: shell(`${cat} | ${quoted(...reads())}`),
        },
      };
    },
  },
  {
    rounds: 3,
    rows: ['line', 'json'].map((format) => ({
      work: `\`--entries\`, 10 M, ${format}`,
      unit: 'x C `printf`',
      most: format === 'line' ? 0.4 : 0.6,
      figure: (ms) => ms(format) / ms('C'),
    })),
    open: () => {
      const file = dumpFile('dense', 10_000_000 / scale);
      warm(file);
      return {
        runs: {
          line: ours('pagemap', file, '--entries'),
          json: ours('pagemap', file, '--entries', '--json'),
          C: { words: [compile('pagemap-printf'), file] },
        },
      };
    },
  },
];

await alone(import.meta.url, groups);
