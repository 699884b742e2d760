// What comparing two dumps costs, as a multiple of the summary of one of them: medians of interleaved runs.
//
//   npm run build && node bench/pagemap-diff.mjs [--rounds 7] [--small]
//
// The dumps are those of bench/pagemap.mjs (2 GiB, sparse); the second one differs in 2000 words. With --small: a
// sixteenth of that.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumpFile } from './pagemap-data.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = process.env.PTE_DECODE_BIN ?? join(here, '../bin/pte-decode.js');
const small = process.argv.includes('--small');
const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 7 : Number(process.argv[at + 1]);
const GOAL = 2.5;
const CHANGES = 2000;

const words = 2 ** 28 / (small ? 16 : 1);
const before = dumpFile('sparse', words);
const after = `${before}.after`;
if (!existsSync(after)) {
  copyFileSync(before, after);
  const fd = openSync(after, 'r+');
  const byte = new Uint8Array(1);
  for (let change = 0; change < CHANGES; change += 1) {
    // Bit 57 of words that lie all over the dump.
    const offset = Math.floor((change + 0.5) * (words / CHANGES)) * 8 + 7;
    readSync(fd, byte, 0, 1, offset);
    byte[0] ^= 2;
    writeSync(fd, byte, 0, 1, offset);
  }
  closeSync(fd);
}

const devNull = openSync('/dev/null', 'w');
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;
for (const file of [before, after]) execFileSync('cat', [file], { stdio: ['ignore', devNull, 'inherit'] });

const KERNEL = ['-k', '6.12'];
const RUNS = {
  summary: ['pagemap', ...KERNEL, before],
  'diff, equal': ['pagemap', 'diff', ...KERNEL, before, before],
  diff: ['pagemap', 'diff', ...KERNEL, before, after],
  'diff --fail-on lost-uffd-wp': ['pagemap', 'diff', '--fail-on', 'lost-uffd-wp', ...KERNEL, before, after],
  'diff --fail-on lost-data': ['pagemap', 'diff', '--fail-on', 'lost-data', ...KERNEL, before, after],
  'diff --event write': ['pagemap', 'diff', '--event', 'write', '--kind', 'anon', ...KERNEL, before, after],
};

const times = new Map(Object.keys(RUNS).map((name) => [name, []]));
for (let round = -1; round < rounds; round += 1)
  for (const [name, args] of Object.entries(RUNS)) {
    const start = process.hrtime.bigint();
    const { status } = spawnSync(process.execPath, [program, ...args], {
      env,
      stdio: ['ignore', devNull, 'inherit'],
    });
    if (status === null || status > 2) throw new Error(`${name}: exit ${status}`);
    if (round >= 0) times.get(name).push(Number(process.hrtime.bigint() - start) / 1e6);
  }

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const summary = median(times.get('summary'));
for (const [name, list] of times) {
  const ratio = median(list) / summary;
  const goal = name === 'summary' ? '' : `  goal ${GOAL}  ${ratio <= GOAL ? 'met' : 'MISSED'}`;
  console.log(`${name.padEnd(28)} ${median(list).toFixed(0).padStart(6)} ms  ${ratio.toFixed(2)} x${goal}`);
}
