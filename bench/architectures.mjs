// Decode rate of every architecture against x86_64, and the time `special` takes: interleaved runs over the library.
//
//   npm run build && node bench/architectures.mjs [rounds]
//
// Each architecture decodes and encodes the same mix: present pages with the usual flags, swap entries, markers,
// migration entries, empty entries. The values are made by the library itself, so that the mix means the same everywhere.
import { performance } from 'node:perf_hooks';
import { architectures, decode, encode, findSpecial, resolveKernel } from '../dist/lib/index.js';
import { random } from './random.mjs';

const rounds = Number(process.argv[2] ?? 9);
const COUNT = 20_000;

/** Entries of a process: 60 % present, 20 % swapped, 8 % markers, 4 % migrating, 8 % empty. */
function valuesFor(kernel) {
  const next = random(0x9e3779b9);
  const has = (name) => kernel.form('pte', 'leaf').rows.some((row) => row.short === name);
  const always = ['present', 'read'].filter(has);
  const flags = ['rw', 'accessed', 'dirty', 'user', 'soft_dirty', 'nx'].filter(has);
  return Array.from({ length: COUNT }, () => {
    const kind = next() % 25;
    const number = BigInt(next() % 0xfffff) + 1n;
    if (kind < 15)
      return encode(kernel, {
        state: 'present',
        pfn: number,
        flags: [...always, ...flags.filter(() => next() % 2 === 0)],
      });
    if (kind < 20) return encode(kernel, { state: 'swap', swap: { type: next() % 4, offset: number } });
    if (kind < 22) return encode(kernel, { state: 'pte-marker', marker: 1n });
    if (kind < 23) return encode(kernel, { state: 'migration', pfn: number });
    return kernel.none('pte').value;
  });
}

const runs = architectures().map(({ arch }) => {
  const kernel = resolveKernel({ arch, kernel: '6.19' });
  return { arch, kernel, values: valuesFor(kernel), times: [] };
});
for (let round = -2; round < rounds; round += 1)
  for (const run of runs) {
    const start = performance.now();
    for (const value of run.values) decode(run.kernel, value);
    if (round >= 0) run.times.push(performance.now() - start);
  }

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const base = runs.find(({ arch }) => arch === 'x86_64');
console.log(`decode, ${COUNT} values, median of ${rounds} interleaved rounds (ratio: rate against x86_64)`);
for (const { arch, times } of runs) {
  const ratio = median(times.map((time, index) => base.times[index] / time));
  console.log(
    `  ${arch.padEnd(12)} ${Math.round(COUNT / median(times))
      .toString()
      .padStart(5)} k/s  ratio ${ratio.toFixed(2)}`,
  );
}

console.log('special without a candidate, first call of a new kernel');
for (const { arch } of runs) {
  const start = performance.now();
  const { values, impossible } = findSpecial(resolveKernel({ arch }), 4);
  const time = performance.now() - start;
  console.log(
    `  ${arch.padEnd(12)} ${time.toFixed(1).padStart(6)} ms  ${values[0] === undefined ? `none (rule ${impossible})` : `0x${values[0].toString(16)}`}`,
  );
}
