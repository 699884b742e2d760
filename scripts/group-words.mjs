// Groups the words that `log` looks for: by trial (simulated annealing), so that few pieces of ordinary text pass for one of
// them. What passes is looked up by its hash, which costs as much as 50 bytes of text.
//
//   node scripts/group-words.mjs SECONDS LOG...    writes the buckets into words.ts and near-words.ts of src/logs/find, and
//                                                  prints how many pieces pass per KiB, before and after
//
// The logs should be of many kinds, with hardly a report in them: each counts as much as the others, whatever its length.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModule } from './bundles.mjs';

const folder = join(fileURLToPath(new URL('..', import.meta.url)), 'src/logs/find');
const [seconds, ...logs] = process.argv.slice(2);
const { random, ...lists } = await loadModule(
  folder,
  `export { LOG_WORDS } from './words.ts'; export { NEAR_WORDS } from './near-words.ts';
export { random } from '../../../bench/random.mjs';`,
);

const BUCKETS = 8;
const FINGERPRINT = 4;
const DIGITS = '0123456789abcdef';
/** Pieces of text that are looked at: the most frequent ones. */
const MOST = 20_000;
/** How many more pieces per KiB a step may let pass at the beginning, by its list. */
const WARMTH = { LOG_WORDS: 1, NEAR_WORDS: 2 };

const next = random(1);
const chance = () => next() / 2 ** 32;
const any = (list) => list[next() % list.length];

/** How often each piece of four bytes stands in a KiB of the logs. */
function piecesOf(paths) {
  const often = new Map();
  for (const path of paths) {
    const bytes = readFileSync(path);
    const share = 1024 / bytes.length / paths.length;
    for (let at = 0; at + FINGERPRINT <= bytes.length; at += 1) {
      const piece = bytes.readUInt32LE(at);
      often.set(piece, (often.get(piece) ?? 0) + share);
    }
  }
  return [...often].sort((a, b) => b[1] - a[1]).slice(0, MOST);
}

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

/** A function that says how many pieces per KiB pass for one of some words. */
function costOver(pieces) {
  const shares = Float64Array.from(pieces, ([, share]) => share);
  const bytes = Array.from({ length: FINGERPRINT }, (_, i) =>
    Uint8Array.from(pieces, ([piece]) => piece >>> (8 * i)),
  );
  return (words) => {
    const passing = Array.from({ length: FINGERPRINT }, (_, i) => {
      const [low, high] = words.reduce(
        (all, { print }) => [all[0] | print[i][0], all[1] | print[i][1]],
        [0, 0],
      );
      return Uint8Array.from({ length: 256 }, (_, byte) => (low >> (byte & 15)) & (high >> (byte >> 4)) & 1);
    });
    let cost = 0;
    for (let i = 0; i < shares.length; i += 1)
      if (passing.every((of, byte) => of[bytes[byte][i]] === 1)) cost += shares[i];
    return cost;
  };
}

/** Changes the buckets of some words; gives what passes before and after. */
function group(words, warmth, costOf) {
  let groups = Array.from({ length: BUCKETS }, (_, bucket) => words.filter((word) => word.bucket === bucket));
  let costs = groups.map(costOf);
  const sum = () => costs.reduce((all, cost) => all + cost, 0);
  const before = sum();
  let best = { cost: before, groups };
  const begin = Date.now();
  for (let part = 0; part < 1; part = (Date.now() - begin) / 1000 / Number(seconds)) {
    const [from, to] = [next() % BUCKETS, next() % BUCKETS];
    if (from === to || groups[from].length === 0) continue;
    // A word goes to another group, and one of that may come back for it.
    const word = any(groups[from]);
    const other = chance() < 0.5 ? any(groups[to]) : undefined;
    const changed = [
      [...groups[from].filter((each) => each !== word), ...(other ? [other] : [])],
      [...groups[to].filter((each) => each !== other), word],
    ];
    const now = changed.map(costOf);
    const more = now[0] + now[1] - costs[from] - costs[to];
    if (more > 0 && chance() >= Math.exp(-more / (warmth * (1 - part) ** 2 + 1e-4))) continue;
    groups = groups.with(from, changed[0]).with(to, changed[1]);
    costs = costs.with(from, now[0]).with(to, now[1]);
    if (sum() < best.cost) best = { cost: sum(), groups };
  }
  best.groups.forEach((each, bucket) => each.forEach((word) => (word.bucket = bucket)));
  return [before, best.cost];
}

const literal = (text) => {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)}'`;
};
const row = ({ text, hex, kind, bucket }) =>
  `  { text: ${literal(text)}${hex === undefined ? '' : `, hex: ${hex}`}${kind ? `, kind: '${kind}'` : ''}, bucket: ${bucket} },\n`;

const costOf = costOver(piecesOf(logs));
for (const [name, file] of [
  ['LOG_WORDS', 'words.ts'],
  ['NEAR_WORDS', 'near-words.ts'],
]) {
  const words = lists[name].map((word) => ({ ...word, print: fingerprint(word) }));
  const [before, after] = group(words, WARMTH[name], costOf);
  const path = join(folder, file);
  const [head, rest] = readFileSync(path, 'utf8').split(/(?<= = \[\n)/);
  const sorted = words.toSorted((a, b) => (a.text < b.text ? -1 : 1));
  writeFileSync(path, `${head}${sorted.map(row).join('')}${rest.slice(rest.indexOf('];'))}`);
  process.stderr.write(
    `${name}: pieces that pass, per KiB: ${before.toFixed(2)} before, ${after.toFixed(2)} now\n`,
  );
}
