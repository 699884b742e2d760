// The explorer in a Chromium: its size, how soon it can be used, how long a switched bit takes, how long files take.
//
//   npm run build && node bench/explorer.mjs [rounds]
//
// CHROMIUM names the browser; /usr/bin/chromium unless it does.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const rounds = Number(process.argv[2] ?? 9);
const file = fileURLToPath(new URL('../dist/explorer.html', import.meta.url));
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
const ms = (time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;

const bytes = readFileSync(file);
console.log(
  `size: ${(bytes.length / 1000).toFixed(0)} KB, ${(gzipSync(bytes).length / 1000).toFixed(0)} KB with gzip (limit 200)`,
);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
try {
  const page = await browser.newPage();
  for (const [name, hash] of [
    ['a value', '#k=6.12&v=0x8400000002bcbc25'],
    ['the tour', '#view=tour'],
  ]) {
    const usable = [];
    const drawn = [];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto('about:blank');
      await page.goto(`file://${file}${hash}`);
      // When all that runs at first is done, and when it is seen.
      const [interactive, paint] = await page.evaluate(
        `new Promise((done) => new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName('first-contentful-paint');
          if (paint) done([performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, paint.startTime]);
        }).observe({ type: 'paint', buffered: true }))`,
      );
      usable.push(interactive);
      drawn.push(paint);
    }
    console.log(
      `${name}: can be used after ${ms(median(usable))} (limit 500), seen after ${ms(median(drawn))}`,
    );
  }
  await page.goto(`file://${file}#k=6.12&v=0x8400000002bcbc25`);
  const bits = await page.evaluate(`(async () => {
    const times = [];
    for (let turn = 0; turn < 200; turn += 1) {
      const from = performance.now();
      document.querySelector('[data-bit="' + turn % 64 + '"]').click();
      await new Promise((done) => setTimeout(done));
      times.push(performance.now() - from);
    }
    return times;
  })()`);
  console.log(`a bit is switched and all drawn anew in ${ms(median(bits))}`);
  const dump = join(folder, 'pagemap.bin');
  const chunk = BigUint64Array.from({ length: 1 << 19 }, (_, at) => (at % 7 < 3 ? 0x8180000000002bcbn : 0n));
  const out = openSync(dump, 'w');
  for (let left = 2 ** 30; left > 0; left -= chunk.byteLength) writeSync(out, chunk);
  closeSync(out);
  await page.goto('about:blank');
  await page.goto(`file://${file}#view=file&k=6.12`);
  await page.evaluate(
    'globalThis.longest = 0; let before = performance.now(); setInterval(() => { longest = Math.max(longest, performance.now() - before); before = performance.now(); }, 10)',
  );
  const from = performance.now();
  await page.setInputFiles('#file', dump);
  await page.waitForSelector('[data-category]', { timeout: 300_000 });
  console.log(
    `1 GiB of pagemap, runs of three and four pages: ${((performance.now() - from) / 1000).toFixed(1)} s; the page answered within ${ms(await page.evaluate('longest'))}`,
  );
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
