// Runs one target for a while: what scripts/fuzz.mjs starts, bundled. Tells on standard output how far it is.
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { checkCase } from './check.ts';
import { seedsOf } from './seeds.ts';
import { TARGETS } from './targets.ts';

const [name = '', folder = '', seedText = '0', secondsText = '0', firstText = '0'] = process.argv.slice(2);
const target = TARGETS.find((each) => each.name === name);
if (!target) throw new Error(`no target ${name}`);
const seeds = seedsOf(pathToFileURL(`${folder}/`), name);
const seed = Number(seedText);
const first = Number(firstText);
const seconds = Number(secondsText);
const say = (message: object): void => {
  writeSync(1, `${JSON.stringify(message)}\n`);
};

/** Milliseconds between two signs of life. */
const BEAT = 250;
const begin = Date.now();
let beat = 0;
let cases = 0;
const known = new Set<string>();
for (let number = first; cases === 0 || Date.now() - begin < seconds * 1000; number += 1) {
  if (Date.now() - beat > BEAT) {
    beat = Date.now();
    say({ number });
  }
  const finding = await checkCase(target, seeds, seed, number);
  cases += 1;
  if (!finding) continue;
  const [kind = ''] = finding.problem.split('\n');
  if (known.has(kind)) continue;
  known.add(kind);
  say({ finding });
  if (known.size >= 5) break;
}
say({ cases });
// What a command left behind must not keep the process.
process.exit(0);
