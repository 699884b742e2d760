// The cost of verdicts on dumps, as multiples of the summary of one dump.
//
//   npm run build && node bench/verdicts.mjs [--rounds 3] [--small]
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dumpFile } from './pagemap-data.mjs';
import { alone, ours, scale, warm } from './tools.mjs';

const CHANGES = 2000;

/** The dump and another one that differs in bit 57 of 2000 words, which lie all over it. */
function twoDumps() {
  const words = 2 ** 28 / scale;
  const before = dumpFile('sparse', words);
  const after = `${before}.after`;
  if (existsSync(after)) return [before, after];
  copyFileSync(before, `${after}.part`);
  const fd = openSync(`${after}.part`, 'r+');
  const byte = new Uint8Array(1);
  for (let change = 0; change < CHANGES; change += 1) {
    const offset = Math.floor((change + 0.5) * (words / CHANGES)) * 8 + 7;
    readSync(fd, byte, 0, 1, offset);
    byte[0] ^= 2;
    writeSync(fd, byte, 0, 1, offset);
  }
  closeSync(fd);
  renameSync(`${after}.part`, after);
  return [before, after];
}

/** What smaps says of a dump, as one mapping: rules that ask for VmFlags have something to ask. */
function smapsOf(dump, words) {
  const path = `${dump}.smaps`;
  const end = (0x10000000000 + words * 4096).toString(16);
  writeFileSync(
    path,
    `10000000000-${end} rw-p 00000000 00:00 0 \nRss: 8 kB\nSwap: 8 kB\nVmFlags: rd wr mr mw me ac sd uw\n`,
  );
  return path;
}

const row = (work, most) => ({ work, unit: 'x summary', most, figure: (ms) => ms(work) / ms('summary') });

const HOLDING = '`pagemap check`, three that hold';
const BREAKING = '`pagemap check`, three that break';
const RULES = '`pagemap check`, three rules of mappings';

export const groups = [
  ...[
    ['sparse', 2 ** 28],
    ['dense', 2 ** 27],
  ].map(([kind, count]) => ({
    rounds: 3,
    rows: [HOLDING, BREAKING, RULES].map((work) => ({
      ...row(work, 1.5),
      work: `${work}, ${kind}`,
      figure: (ms) => ms(work) / ms('summary'),
    })),
    open: () => {
      const words = count / scale;
      const file = dumpFile(kind, words);
      warm(file);
      const check = (...asked) => ({
        ...ours('pagemap', 'check', file, '-k', 'debian-7.3', ...asked),
        statuses: [0, 1],
      });
      return {
        runs: {
          summary: ours('pagemap', file, '-k', 'debian-7.3'),
          [HOLDING]: check('--no', 'poisoned', '--some', 'uffd_wp', '--no', 'guard && uffd_wp'),
          [BREAKING]: check('--no', 'guard', '--no', 'uffd_wp', '--rule', 'swap-kept'),
          [RULES]: check('--maps', smapsOf(file, words), '--rule', 'armed,armed-holes,swap-kept'),
        },
      };
    },
  })),
  {
    rounds: 3,
    rows: [
      row('`pagemap diff`', 2.5),
      row('`pagemap diff --fail-on lost-uffd-wp`', 2.5),
      row('`pagemap diff --fail-on lost-data`', 2.5),
      row('`pagemap diff --event write`', 2.5),
    ],
    open: () => {
      const dumps = twoDumps();
      warm(...dumps);
      const diff = (...asked) => ({
        ...ours('pagemap', 'diff', '-k', '6.12', ...asked, ...dumps),
        statuses: [0, 1, 2],
      });
      return {
        runs: {
          summary: ours('pagemap', '-k', '6.12', dumps[0]),
          '`pagemap diff`': diff(),
          '`pagemap diff --fail-on lost-uffd-wp`': diff('--fail-on', 'lost-uffd-wp'),
          '`pagemap diff --fail-on lost-data`': diff('--fail-on', 'lost-data'),
          '`pagemap diff --event write`': diff('--event', 'write', '--kind', 'anon'),
        },
      };
    },
  },
];

await alone(import.meta.url, groups);
