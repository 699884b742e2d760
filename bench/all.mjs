// All figures that have a goal, in one run and one table, which is written to docs/performance.md with the commit.
//
//   npm run bench:all                        # or: npm run build && node bench/all.mjs [--no-write] [--small] [--rounds N]
//
// Whole processes, runs in turn, medians: for a machine that does nothing else. What other programs took of the
// processors is said above the table.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { groups as judge } from './decode/judge.mjs';
import { groups as lines } from './decode/lines.mjs';
import { groups as startup } from './decode/startup.mjs';
import { groups as images } from './images.mjs';
import { groups as live } from './live.mjs';
import { groups as log } from './log/log.mjs';
import { groups as memory } from './memory.mjs';
import { groups as pagemap } from './pagemap.mjs';
import { cells, measure, root, small } from './tools.mjs';
import { groups as verdicts } from './verdicts.mjs';

const GROUPS = [startup, pagemap, live, lines, judge, log, images, verdicts, memory].flat();
const PAGE = join(root, 'docs/performance.md');
const BEGIN = '<!-- node bench/all.mjs writes from here -->';
const END = '<!-- to here -->';

/** Time that all processors were busy and idle since the machine started. */
function processors() {
  const [user, nice, system, idle, wait, ...rest] = readFileSync('/proc/stat', 'latin1')
    .split('\n')[0]
    .split(/ +/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + rest.slice(0, 2).reduce((a, b) => a + b, 0), idle: idle + wait };
}

/** The share of the processors that other programs take just now, in per cent. */
async function otherWork() {
  const before = processors();
  await setTimeout(3000);
  const after = processors();
  const busy = after.busy - before.busy;
  return Math.round((100 * busy) / Math.max(1, busy + after.idle - before.idle));
}

const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();

/** The commit that is measured, and whether something beside the page of figures was changed since. */
function commit() {
  try {
    const changed = git('status', '--porcelain', '--', ':!docs/performance.md');
    return `${git('rev-parse', '--short=9', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'no commit';
  }
}

const before = await otherWork();
const started = Date.now();
const rows = [];
for (const group of GROUPS)
  for (const row of await measure(group)) {
    rows.push(row);
    console.log(cells(row).join(' | '));
  }
const seconds = Math.round((Date.now() - started) / 1000);
const after = await otherWork();

const met = rows.filter(
  ({ figure, most, least }) =>
    figure !== undefined &&
    (most ?? least) !== undefined &&
    figure <= (most ?? Infinity) &&
    figure >= (least ?? -Infinity),
);
const goals = rows.filter(({ most, least }) => (most ?? least) !== undefined);
const gcc = (() => {
  try {
    return `gcc ${execFileSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).trim()} -O2`;
  } catch {
    return 'no gcc';
  }
})();
const text = `${BEGIN}

Commit ${commit()}, ${new Date().toISOString().slice(0, 10)}: ${met.length} of ${goals.length} goals met, in ${Math.round(seconds / 60)} minutes. Node ${process.versions.node}, ${gcc},
${availableParallelism()} cores; other programs took ${before} % of them before and ${after} % after.

| work | figure | at most | | Node or the machine alone |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${cells(row).join(' | ')} |`).join('\n')}

${END}`;

const page = readFileSync(PAGE, 'utf8');
const [head, rest] = page.split(BEGIN);
if (rest === undefined || !rest.includes(END))
  throw new Error(`${PAGE}: the marks of the table are not there`);
if (!small && !process.argv.includes('--no-write'))
  writeFileSync(PAGE, `${head}${text}${rest.split(END)[1]}`);
console.log(
  `\n${met.length} of ${goals.length} goals met, ${seconds} s; other work before ${before} %, after ${after} %`,
);
