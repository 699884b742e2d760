// Groups the words of src/logs/find/words.ts: by trial, so that few pieces of ordinary text pass for one of them. What
// passes is compared word by word, which costs as much as 100 bytes of text.
//
//   node scripts/group-words.mjs all|near LOG...    prints the groups, and how many pieces pass per KiB, before and after
//
// The logs should be of many kinds, with hardly a report in them: each counts as much as the others, whatever its length.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModule } from './bundles.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [kind, ...logs] = process.argv.slice(2);
const { WORD_GROUPS, random } = await loadModule(
  root,
  `export { WORD_GROUPS } from './src/logs/find/words.ts'; export { random } from './bench/random.mjs';`,
);

const FINGERPRINT = 4;
const DIGITS = '0123456789abcdef';
const TRIALS = 12_000;
/** Pieces of text that are looked at: the most frequent ones. */
const MOST = 20_000;

/** Per byte of the fingerprint: the low halves and the high halves that it may have, as bits. */
const fingerprint = ({ text }) =>
  Array.from({ length: FINGERPRINT }, (_, i) =>
    [...(text[i] ?? DIGITS)].reduce(
      ([low, high], character) => {
        const code = character.charCodeAt(0);
        return [low | (1 << (code & 15)), high | (1 << (code >> 4))];
      },
      [0, 0],
    ),
  );

/** The same for a group of words: what any of them may have. */
const joined = (prints) =>
  Array.from({ length: FINGERPRINT }, (_, i) => [
    prints.reduce((all, print) => all | print[i][0], 0),
    prints.reduce((all, print) => all | print[i][1], 0),
  ]);

const passes = (print, piece) =>
  print.every(([low, high], i) => {
    const byte = (piece >>> (8 * i)) & 0xff;
    return ((low >> (byte & 15)) & (high >> (byte >> 4)) & 1) === 1;
  });

/** How often each piece of four bytes stands in a KiB of the logs. */
function piecesOf(paths, print) {
  const often = new Map();
  for (const path of paths) {
    const bytes = readFileSync(path);
    const share = 1024 / bytes.length / paths.length;
    for (let at = 0; at + FINGERPRINT <= bytes.length; at += 1) {
      const piece = bytes.readUInt32LE(at);
      if (often.has(piece) || passes(print, piece)) often.set(piece, (often.get(piece) ?? 0) + share);
    }
  }
  return [...often].sort((a, b) => b[1] - a[1]).slice(0, MOST);
}

const words = WORD_GROUPS[kind].flat();
const prints = new Map(words.map((word) => [word, fingerprint(word)]));
const pieces = piecesOf(logs, joined([...prints.values()]));
const passing = (group) => {
  const print = joined(group.map((word) => prints.get(word)));
  return Uint8Array.from(pieces, ([piece]) => Number(passes(print, piece)));
};
const costOf = (sets) =>
  pieces.reduce((sum, [, share], i) => (sets.some((set) => set[i] === 1) ? sum + share : sum), 0);

const groups = WORD_GROUPS[kind].map((group) => [...group]);
const sets = groups.map(passing);
const before = costOf(sets);
let cost = before;
const next = random(1);
for (let trial = 0; trial < TRIALS; trial += 1) {
  // A word goes to another group, and one of that may come back for it.
  const [from, to] = [next() % groups.length, next() % groups.length];
  const word = groups[from][next() % groups[from].length];
  const other = next() % 2 === 0 ? groups[to][next() % groups[to].length] : undefined;
  if (from === to || word === undefined) continue;
  const old = [groups[from], groups[to], sets[from], sets[to]];
  groups[from] = [...old[0].filter((each) => each !== word), ...(other ? [other] : [])];
  groups[to] = [...old[1].filter((each) => each !== other), word];
  sets[from] = passing(groups[from]);
  sets[to] = passing(groups[to]);
  const now = costOf(sets);
  if (now <= cost) cost = now;
  else [groups[from], groups[to], sets[from], sets[to]] = old;
}
const line = (word) => `    ${JSON.stringify(word)},\n`;
process.stdout.write(groups.map((group) => `  [\n${group.map(line).join('')}  ],\n`).join(''));
process.stderr.write(`pieces that pass, per KiB: ${before.toFixed(2)} before, ${cost.toFixed(2)} now\n`);
