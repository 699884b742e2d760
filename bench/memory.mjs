// The most resident memory of commands, in MB of 10^6 bytes.
//
//   npm run build && node bench/memory.mjs [--small]
import { closeSync, existsSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { valuesFile } from './decode/values.mjs';
import { imageFile, SPACE } from './images-data.mjs';
import { logFile } from './log/log-data.mjs';
import { dumpFile } from './pagemap-data.mjs';
import { processOf } from './process.mjs';
import { alone, floor, folder, node, peak, peakOfNode, peakWords, quoted, scale } from './tools.mjs';

/** A file of the folder, made once. */
function made(name, make) {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  make(`${path}.part`);
  renameSync(`${path}.part`, path);
  return path;
}

/** Walks and reports of random values, none twice: nothing that is kept helps. */
const denseLog = () =>
  made('dense.log', (path) => {
    let state = 0x9e37_79b9_7f4a_7c15n;
    const value = () => {
      state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
      return state.toString(16);
    };
    const fd = openSync(path, 'w');
    for (let i = 0; i < 20_000; i += 1)
      writeSync(fd, `[ 1.0] PGD ${value()} P4D ${value()} PUD ${value()} PMD ${value()} PTE ${value()}\n`);
    closeSync(fd);
  });

/** A LiME image of this many ranges of 16 bytes. */
const lime = (ranges) =>
  made(`ranges-${ranges}.lime`, (path) => {
    const bytes = new DataView(new ArrayBuffer(ranges * 48));
    for (let i = 0; i < ranges; i += 1) {
      const start = BigInt((i * 7919) % ranges) * 0x3000n;
      bytes.setUint32(i * 48, 0x4c694d45, true);
      bytes.setUint32(i * 48 + 4, 1, true);
      bytes.setBigUint64(i * 48 + 8, start, true);
      bytes.setBigUint64(i * 48 + 16, start + 15n, true);
    }
    writeFileSync(path, new Uint8Array(bytes.buffer));
  });

const zeros = () =>
  made('zeros.config.gz', (path) => {
    writeFileSync(path, gzipSync(new Uint8Array(64 << 20), { level: 1 }));
  });

// Writes the lines of a configuration one by one into the pipe.
const PIECES = floor(
  'pieces',
  `const { writeSync } = require('node:fs');
for (let i = 0; i < 20000; i += 1) writeSync(1, 'CONFIG_X' + i + '=y\\n');
`,
);

const values = (...words) => ({
  words: peakWords(...words),
  input: valuesFile('random', 10_000_000 / scale),
});
const pagemap = (kind, count, ...words) => ({
  words: peakWords('pagemap', dumpFile(kind, count / scale), ...words),
});

/** What Node takes when it does nothing, with one thread and with the second one that reads large dumps. */
const NODE = { limit: 'Node that does nothing', words: peakOfNode() };
const TWO_THREADS = {
  limit: 'Node with a second thread, both doing nothing',
  words: peakOfNode(
    `const worker = new (require('node:worker_threads').Worker)('', { eval: true });
worker.on('exit', () => process.exit());`,
  ),
};

/** What is run, its goal, the run, and the Node that it needs where that is not a plain one. */
const CASES = [
  ['ten million random values, `--format line`', 70, () => values('--format', 'line')],
  ['ten million random values, `--json`', 70, () => values('--json')],
  ['summary, 2 GiB sparse', 70, () => pagemap('sparse', 2 ** 28), TWO_THREADS],
  ['summary, 1 GiB dense', 70, () => pagemap('dense', 2 ** 27), TWO_THREADS],
  ['`--ranges`, 1 GiB dense', 70, () => pagemap('dense', 2 ** 27, '--ranges'), TWO_THREADS],
  ['`--map`, 1 GiB dense', 70, () => pagemap('dense', 2 ** 27, '--map'), TWO_THREADS],
  ['`log`, 100 MB', 70, () => ({ words: peakWords('log', logFile()) })],
  ['`log --json`, 100 MB', 70, () => ({ words: peakWords('log', '--json', logFile()) })],
  ['`log` of dense text', 70, () => ({ words: peakWords('log', denseLog()) })],
  [
    '`scan --summary`, 16 M pages',
    70,
    () => ({ words: peakWords('scan', ...SPACE(imageFile(16_000_000)), '--user', '--summary') }),
  ],
  [
    '`--config` from a pipe in small pieces',
    100,
    () => ({
      words: [
        '/bin/sh',
        '-c',
        `${quoted(node, PIECES)} | ${quoted(...peakWords('--config', '/dev/stdin', '0x1'))}`,
      ],
    }),
  ],
  [
    '`pagemap capture` of 60,000 mappings',
    200,
    (pid) => ({ words: peakWords('pagemap', 'capture', '--pid', pid, '-o', '/dev/null') }),
  ],
  ['`log --json` of dense text', 100, () => ({ words: peakWords('log', '--json', denseLog()) })],
  ['`image`, LiME of 300,000 ranges', 150, () => ({ words: peakWords('image', '--json', lime(300_000)) })],
  [
    '`.config.gz` of 64 MiB zeros (refused)',
    100,
    () => ({ words: peakWords('0x1', '--config', zeros()), statuses: [2] }),
  ],
];

export const groups = CASES.map(([work, most, run, bare = NODE]) => ({
  rounds: 0,
  rows: [
    {
      work: `memory: ${work}`,
      unit: 'MB',
      most,
      figure: (of) => of(work),
      limit: bare.limit,
      beside: (of) => of('Node'),
    },
  ],
  open: async () => {
    // Only a capture wants a process.
    const child = run.length === 0 ? undefined : await processOf('mappings', '60000');
    return {
      facts: { [work]: peak(run(`${child?.pid}`)), Node: peak({ words: bare.words }) },
      close: () => child?.kill(),
    };
  },
}));

await alone(import.meta.url, groups);
