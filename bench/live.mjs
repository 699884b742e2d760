// `pagemap --pid` of processes made for it, against a program in C that reads the same words and decodes nothing.
//
//   npm run build && node bench/live.mjs [--rounds 7] [--small]
//
// The words of another process can be read with CAP_SYS_PTRACE or by its owner alone.
import { processOf } from './process.mjs';
import { alone, compile, floor, memory, node, ours, scale } from './tools.mjs';

const MEBIBYTES = 4096 / scale;

// Node itself: the words of all mappings, read as the program in C reads them.
const READ = floor(
  'read-pagemap',
  `const { openSync, readFileSync, readSync } = require('node:fs');
const piece = ${memory(512 << 10)};
const fd = openSync('/proc/' + process.argv[2] + '/pagemap', 'r');
for (const [, from, to] of readFileSync('/proc/' + process.argv[2] + '/maps', 'latin1').matchAll(/^(\\w+)-(\\w+) (?!.*vsyscall)/gm)) {
  const end = parseInt(to, 16) / 512;
  for (let at = parseInt(from, 16) / 512; at < end;) {
    const got = readSync(fd, piece, 0, Math.min(end - at, piece.length), at);
    if (got === 0) break;
    at += got;
  }
}
process.exit();
`,
);

/** A process with this much populated memory, and address space that is reserved beside it. */
const populate = (mebibytes, tebibytes) => processOf('pagemap-populate', `${mebibytes}`, `${tebibytes}`);

export const groups = [
  {
    rounds: 11,
    rows: [
      {
        work: `live, ${MEBIBYTES} MiB populated`,
        unit: 'x C pread',
        most: 2,
        figure: (ms) => ms('ours') / ms('C'),
        limit: 'Node reads the words',
        beside: (ms) => ms('Node') / ms('C'),
      },
      {
        work: 'the same without start-up',
        unit: 'x C pread',
        most: 0.63,
        figure: (ms) => (ms('ours') - ms('ours, start')) / (ms('C') - ms('C, start')),
        limit: 'Node reads the words',
        beside: (ms) => (ms('Node') - ms('Node, start')) / (ms('C') - ms('C, start')),
      },
    ],
    open: async () => {
      const tiny = await populate(1, 0);
      const large = await populate(MEBIBYTES, 0);
      const pread = compile('pagemap-pread');
      const runs = ({ pid }, suffix) => ({
        [`ours${suffix}`]: ours('pagemap', '--pid', `${pid}`),
        [`C${suffix}`]: { words: [pread, `${pid}`] },
        [`Node${suffix}`]: { words: [node, READ, `${pid}`] },
      });
      return {
        runs: { ...runs(large, ''), ...runs(tiny, ', start') },
        close: () => {
          tiny.kill();
          large.kill();
        },
      };
    },
  },
  {
    rounds: 7,
    rows: [
      {
        work: 'live, 1 TiB reserved beside 1 GiB',
        unit: 'x reading all',
        most: 0.06,
        figure: (ms) => ms('ours') / ms('all'),
        limit: '`node -e 0`',
        beside: (ms) => ms('Node') / ms('all'),
      },
    ],
    open: async () => {
      const child = await populate(1024 / scale, 1);
      return {
        runs: {
          ours: ours('pagemap', '--pid', `${child.pid}`),
          all: ours('pagemap', '--pid', `${child.pid}`, '--exact'),
          Node: { words: [node, '-e', '0'] },
        },
        close: () => child.kill(),
      };
    },
  },
];

await alone(import.meta.url, groups);
