// The cost of `pagemap check` with three questions, as a multiple of the summary of the same dump: medians of interleaved
// runs. Dumps are those of bench/pagemap.mjs (2 GiB sparse, 1 GiB dense; --small: a sixteenth).
//
//   npm run build && node bench/pagemap-check.mjs [--rounds 7] [--small]
import { spawnSync } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumpFile } from './pagemap-data.mjs';

const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 7 : Number(process.argv[at + 1]);
const scale = process.argv.includes('--small') ? 16 : 1;
const program = fileURLToPath(new URL('../bin/pte-decode.js', import.meta.url));
const GOAL = 1.5;

// With it set, Node reads and parses a file of certificates at every start.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;
const devNull = openSync('/dev/null', 'w');

function time(args, statuses) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, [program, 'pagemap', ...args], {
    env,
    stdio: ['ignore', devNull, 'inherit'],
  });
  if (!statuses.includes(status)) throw new Error(`${args.join(' ')}: exit ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

for (const [kind, words] of [
  ['sparse', 2 ** 28 / scale],
  ['dense', 2 ** 27 / scale],
]) {
  const file = dumpFile(kind, words);
  // One mapping for all: rules that ask for VmFlags have something to ask.
  const smaps = join(tmpdir(), 'pte-decode-bench', `${kind}-${words}.smaps`);
  const end = (0x10000000000 + words * 4096).toString(16);
  writeFileSync(
    smaps,
    `10000000000-${end} rw-p 00000000 00:00 0 \nRss: 8 kB\nSwap: 8 kB\nVmFlags: rd wr mr mw me ac sd uw\n`,
  );
  const variants = {
    summary: [[file, '-k', 'debian-7.3'], [0]],
    'three that hold': [
      [
        'check',
        file,
        '-k',
        'debian-7.3',
        '--no',
        'poisoned',
        '--some',
        'uffd_wp',
        '--no',
        'guard && uffd_wp',
      ],
      [0],
    ],
    'three that break': [
      ['check', file, '-k', 'debian-7.3', '--no', 'guard', '--no', 'uffd_wp', '--rule', 'swap-kept'],
      [1],
    ],
    'three rules': [
      ['check', file, '-k', 'debian-7.3', '--maps', smaps, '--rule', 'armed,armed-holes,swap-kept'],
      [1],
    ],
  };
  const times = new Map(Object.keys(variants).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1)
    for (const [name, [args, statuses]] of Object.entries(variants)) {
      const ms = time(args, statuses);
      if (round >= 0) times.get(name).push(ms);
    }
  console.log(`\n${kind}, ${(words * 8) / 2 ** 30} GiB (${rounds} rounds)`);
  const base = times.get('summary');
  for (const [name, list] of times) {
    const ratio = median(list) / median(base);
    const best = Math.min(...list) / Math.min(...base);
    const goal =
      name === 'summary'
        ? ''
        : `  ${ratio.toFixed(2)} x the summary (best ${best.toFixed(2)})  goal ${GOAL}  ${ratio <= GOAL ? 'met' : 'MISSED'}`;
    console.log(`  ${name.padEnd(18)} ${median(list).toFixed(0).padStart(6)} ms${goal}`);
  }
}
