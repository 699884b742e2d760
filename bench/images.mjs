// Figures of `scan` over images of 1 GiB: a process with 1,000,000 mapped pages, and one with 16,000,000, where start-up
// matters less.
//
//   npm run build && node bench/images.mjs [--rounds 15]
import { imageFile, SPACE, TOP } from './images-data.mjs';
import { alone, compile, floor, memory, node, ours, warm } from './tools.mjs';

const PAGES = 1_000_000;
const MANY_PAGES = 16_000_000;

// Node itself: one positioned read for each table of the process, wherever it lies, and nothing else.
const READ = floor(
  'read-tables',
  `const { openSync, readSync } = require('node:fs');
const fd = openSync(process.argv[2], 'r');
const table = ${memory(4096)};
for (let i = 0; i < Number(process.argv[3]); i += 1) readSync(fd, table, 0, 4096, 4096 + (0x20000 + ((i * 7919) % 0x20000)) * 4096);
process.exit();
`,
);
const readTables = (file, pages) => ({ words: [node, READ, file, `${Math.ceil(pages / 0.95 / 512)}`] });

export const groups = [
  {
    rounds: 15,
    rows: [
      {
        work: '`scan --summary`, 16 M pages',
        unit: 'x C',
        most: 2.5,
        figure: (ms) => ms('many') / ms('C, many'),
        limit: 'Node starts and reads each table once',
        beside: (ms) => ms('Node, many') / ms('C, many'),
      },
      {
        work: 'the same less start-up',
        unit: 'x C',
        figure: (ms) => (ms('many') - ms('one page')) / ms('C, many'),
        limit: 'Node reads each table once',
        beside: (ms) => (ms('Node, many') - ms('Node')) / ms('C, many'),
      },
      {
        work: '`scan --ranges`, 1 M pages',
        unit: 'ms',
        most: 150,
        figure: (ms) => ms('ranges'),
        limit: '`scan` of one page',
        beside: (ms) => ms('one page'),
      },
      {
        work: '`scan --summary`, 1 M pages',
        unit: 'x C',
        figure: (ms) => ms('summary') / ms('C'),
        limit: '`node -e 0`',
        beside: (ms) => ms('Node') / ms('C'),
      },
    ],
    open: () => {
      const peer = compile('count-present');
      const image = imageFile(PAGES);
      const large = imageFile(MANY_PAGES);
      warm(image, large);
      const scan = (file, ...words) => ours('scan', ...SPACE(file), '--user', ...words);
      return {
        runs: {
          Node: { words: [node, '-e', '0'] },
          // Everything but the tables: the start-up of `scan` itself.
          'one page': scan(image, '--summary', '--range', '0x0-0x1000'),
          summary: scan(image, '--summary'),
          C: { words: [peer, image, TOP] },
          ranges: scan(image, '--ranges'),
          many: scan(large, '--summary'),
          'C, many': { words: [peer, large, TOP] },
          'Node, many': readTables(large, MANY_PAGES),
        },
      };
    },
  },
];

await alone(import.meta.url, groups);
