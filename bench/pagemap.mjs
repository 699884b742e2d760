// The speed of `pte-decode pagemap` against its peers: ratios of medians from interleaved runs.
//
//   npm run build && node bench/pagemap.mjs [--rounds 7] [--only NAME] [--small]
//
// Peers in C are compiled with gcc -O2. Dumps are generated once into a folder below the one for temporary files
// (2 GiB sparse, 1 GiB dense; --small: a sixteenth). Live figures need root.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumpFile } from './pagemap-data.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const rounds = Number(option('rounds', '7'));
const only = option('only', '');
const small = process.argv.includes('--small');
const program = process.env.PTE_DECODE_BIN ?? join(here, '../bin/pte-decode.js');
const folder = join(tmpdir(), 'pte-decode-bench');
mkdirSync(folder, { recursive: true });

// With it set, Node reads and parses a file of certificates at every start.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

function compile(name) {
  const out = join(folder, name);
  execFileSync('gcc', ['-O2', '-o', out, join(here, 'peers', `${name}.c`)]);
  return out;
}

const node = process.execPath;
const ours = (...args) =>
  ['exec', node, program, 'pagemap', ...args]
    .map((word) => `'${word}'`)
    .join(' ')
    .replace("'exec'", 'exec');

/** Wall time of a shell command in milliseconds. */
function time(command) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync('/bin/sh', ['-c', command], { env, stdio: ['ignore', devNull, 'inherit'] });
  if (status !== 0) throw new Error(`${command}: exit ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
const devNull = openSync('/dev/null', 'w');

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Runs variants in turn and prints each as a multiple of the first. */
function compare(title, variants, goals = {}) {
  if (only !== '' && !title.includes(only)) return {};
  const times = new Map(Object.keys(variants).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1)
    for (const [name, command] of Object.entries(variants)) {
      const ms = time(command);
      if (round >= 0) times.get(name).push(ms);
    }
  const [base] = Object.keys(variants);
  console.log(`\n${title} (${rounds} rounds)`);
  for (const [name, list] of times) {
    const ratio = median(times.get(base)) / median(list);
    const best = Math.min(...times.get(base)) / Math.min(...list);
    const goal =
      goals[name] === undefined ? '' : `  goal ${goals[name]}  ${ratio <= goals[name] ? 'met' : 'MISSED'}`;
    const text = name === base ? '' : `${base} = ${ratio.toFixed(3)} x this (best ${best.toFixed(3)})${goal}`;
    console.log(`  ${name.padEnd(36)} ${median(list).toFixed(0).padStart(7)} ms  ${text}`);
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)]));
}

const scale = small ? 16 : 1;
const sparse = dumpFile('sparse', 2 ** 28 / scale);
const dense = dumpFile('dense', 2 ** 27 / scale);
const ten = dumpFile('dense', 10_000_000 / scale);
for (const file of [sparse, dense, ten])
  execFileSync('cat', [file], { stdio: ['ignore', devNull, 'inherit'] });

const runs = compile('pagemap-runs');
const printf = compile('pagemap-printf');

const summary = compare(
  'summary, sparse',
  {
    ours: ours(sparse),
    'wc -l': `wc -l '${sparse}'`,
    'C run loop': `${runs} '${sparse}'`,
    cat: `cat '${sparse}'`,
  },
  { 'wc -l': 1.05, 'C run loop': 0.95 },
);
compare('summary, dense', { ours: ours(dense), 'C run loop': `${runs} '${dense}'` }, { 'C run loop': 0.75 });
compare(
  'ranges printed, sparse',
  { ours: ours(sparse, '--ranges'), 'our summary': ours(sparse) },
  { 'our summary': 1.6 },
);
compare(
  'summary from a pipe, sparse',
  { ours: `cat '${sparse}' | ${ours()}`, 'cat | wc -l': `cat '${sparse}' | wc -l` },
  { 'cat | wc -l': 1.3 },
);
compare(
  'entries, lines, 10 M',
  { ours: ours(ten, '--entries'), 'C printf': `${printf} '${ten}'` },
  { 'C printf': 0.4 },
);
compare(
  'entries, JSON, 10 M',
  { ours: ours(ten, '--entries', '--json'), 'C printf': `${printf} '${ten}'` },
  { 'C printf': 0.6 },
);

/** Starts a process with pages and runs work on it. */
async function withProcess(args, work) {
  const child = spawn(compile('pagemap-populate'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error('pagemap-populate ended')));
  });
  try {
    work(String(child.pid));
  } finally {
    child.kill();
  }
}

const live = small ? 256 : 4096;
let started;
await withProcess(['1', '0'], (pid) => {
  started = compare('live, 1 MiB: start-up', {
    ours: ours('--pid', pid),
    'C pread, 512 KiB': `${compile('pagemap-pread')} ${pid}`,
  });
});
await withProcess([String(live), '0'], (pid) => {
  const read = compare(
    `live, ${live} MiB populated`,
    { ours: ours('--pid', pid), 'C pread, 512 KiB': `${compile('pagemap-pread')} ${pid}` },
    { 'C pread, 512 KiB': 1.1 },
  );
  if (read.ours && started.ours) {
    const net = (name) => read[name] - started[name];
    console.log(
      `  without the start-up of both: ${(net('ours') / net('C pread, 512 KiB')).toFixed(3)}  goal 1.1`,
    );
  }
  const types = compile('pagemap-types');
  if (spawnSync(types, [pid]).status !== 0)
    return console.log('\nlike page-types: /proc/kpageflags cannot be read');
  const ms = compare(`live, ${live} MiB, like page-types`, {
    ours: ours('--pid', pid),
    'like page-types': `${types} ${pid}`,
  });
  if (!summary.ours || !ms['like page-types']) return;
  const pages = live * 256;
  const ratio = summary.ours / (statSync(sparse).size / 8) / (ms['like page-types'] / pages);
  console.log(
    `  summary of the sparse dump per page = ${ratio.toFixed(5)} x like page-types per page  goal 0.02`,
  );
});
await withProcess(['1024', '1'], (pid) => {
  const times = compare(
    'live, 1 TiB reserved, 1 GiB used',
    { ours: ours('--pid', pid), 'ours, --exact': ours('--pid', pid, '--exact') },
    { 'ours, --exact': 0.05 },
  );
  if (times.ours && started.ours) {
    const net = (name) => times[name] - started.ours;
    console.log(
      `  without the start-up of both: ${(net('ours') / net('ours, --exact')).toFixed(3)}  goal 0.05`,
    );
  }
});

if (only === '' || 'memory'.includes(only)) {
  const hook = join(folder, 'rss.cjs');
  writeFileSync(
    hook,
    "process.on('exit', () => require('fs').writeSync(2, `RSS ${process.resourceUsage().maxRSS}\\n`));",
  );
  console.log('\npeak memory, goal 80 MB');
  const cases = [
    [sparse], [dense], [sparse, '--ranges'], [dense, '--ranges'], [ten, '--entries', '--json'], [dense, '--map'],
  ]; // prettier-ignore
  for (const args of cases) {
    const { stderr } = spawnSync(node, ['-r', hook, program, 'pagemap', ...args], {
      env,
      stdio: ['ignore', devNull, 'pipe'],
      encoding: 'utf8',
    });
    const kilobytes = Number(/RSS (\d+)/.exec(stderr)?.[1]);
    const name = args.map((word) => word.slice(word.lastIndexOf('/') + 1)).join(' ');
    console.log(`  ${name.padEnd(44)} ${(kilobytes / 1000).toFixed(1)} MB`);
  }
}
