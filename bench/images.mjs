// Figures of `walk` and `scan`: ratios of interleaved runs over synthetic 1 GiB images in the page cache.
//
//   node bench/images.mjs [rounds]
//
// A process with 1,000,000 mapped pages, and one with 16,000,000, where start-up matters less: tables of entries
// scattered over the image, runs of pages with the flags that real processes have, some swap entries and markers between.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(tmpdir(), 'pte-decode-bench');
mkdirSync(folder, { recursive: true });
const rounds = Number(process.argv[2] ?? 15);
const PGD = 0x1000_0000;
const PAGES = 1_000_000;
const MANY_PAGES = 16_000_000;
const GIB = 2 ** 30;

/** A small repeatable generator of numbers (xorshift32). */
function random(seed) {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

/** Writes a sparse ELF core of 1 GiB with the page tables of one process that has `pages` pages. */
function imageFile(pages) {
  const path = join(folder, `image-1gib-${pages}.elf`);
  if (existsSync(path)) return path;
  const header = new DataView(new ArrayBuffer(64 + 56));
  [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1].forEach((byte, i) => header.setUint8(i, byte));
  header.setUint16(16, 4, true);
  header.setUint16(18, 62, true);
  header.setUint32(20, 1, true);
  header.setBigUint64(32, 64n, true);
  header.setUint16(52, 64, true);
  header.setUint16(54, 56, true);
  header.setUint16(56, 1, true);
  header.setUint32(64, 1, true);
  header.setBigUint64(64 + 8, 4096n, true);
  header.setBigUint64(64 + 32, BigInt(GIB), true);
  header.setBigUint64(64 + 40, BigInt(GIB), true);
  const fd = openSync(`${path}.part`, 'w');
  writeSync(fd, new Uint8Array(header.buffer));
  ftruncateSync(fd, 4096 + GIB);

  const next = random(0x5eed);
  const used = new Set();
  /** A page of the image for a table: tables of a real process lie scattered. */
  const place = () => {
    for (;;) {
      const page = 0x2_0000 + (next() % 0x2_0000);
      if (!used.has(page)) {
        used.add(page);
        return page * 4096;
      }
    }
  };
  const write = (table, phys) => writeSync(fd, table, 0, 4096, 4096 + phys);
  const FLAGS = [0x867n, 0x865n, 0x025n, 0x065n, 0x867n | (1n << 63n), 0xc25n | (1n << 63n)];
  let flags = 0x867n;
  let left = 0;
  let kind = 0;
  let frame = 0n;
  const pud = new BigUint64Array(512);
  let pmd = new BigUint64Array(512);
  let pte = new BigUint64Array(512);
  let mapped = 0;
  for (let page = 0; mapped < pages; page++) {
    if (left === 0) {
      left = 1 + (next() % 400);
      kind = next() % 20;
      flags = FLAGS[next() % FLAGS.length];
      frame = BigInt(next() % 0x4_0000);
    }
    left--;
    if (kind < 17) {
      pte[page % 512] = flags | (frame++ << 12n);
      mapped++;
    } else if (kind === 17) pte[page % 512] = (~frame++ & 0x3ffffffffffffn) << 9n;
    else pte[page % 512] = kind === 18 ? 0n : 0xfffffffffffffc00n;
    if (page % 512 === 511 || mapped === pages) {
      const phys = place();
      write(pte, phys);
      pmd[Math.floor(page / 512) % 512] = BigInt(phys) | 0x67n;
      pte = new BigUint64Array(512);
      if (Math.floor(page / 512) % 512 === 511 || mapped === pages) {
        const pmdPhys = place();
        write(pmd, pmdPhys);
        pud[Math.floor(page / 512 / 512)] = BigInt(pmdPhys) | 0x67n;
        pmd = new BigUint64Array(512);
      }
    }
  }
  const pudPhys = place();
  write(pud, pudPhys);
  const pgd = new BigUint64Array(512);
  pgd[0] = BigInt(pudPhys) | 0x67n;
  write(pgd, PGD);
  closeSync(fd);
  renameSync(`${path}.part`, path);
  return path;
}

const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

function time(command, args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status} ${String(stderr)}`);
  return performance.now() - start;
}

/** Medians of interleaved runs, in milliseconds. */
function race(commands) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const [name, [command, ...args]] of Object.entries(commands)) {
      const ms = time(command, args);
      if (round >= 0) times.get(name).push(ms);
    }
  return new Map([...times].map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1]]));
}

const image = imageFile(PAGES);
const large = imageFile(MANY_PAGES);
const peer = join(folder, 'count-present');
execFileSync('gcc', ['-O2', '-o', peer, join(root, 'bench/peers/count-present.c')]);
const node = process.execPath;
const bin = join(root, 'bin/pte-decode.js');
const pgd = `0x${PGD.toString(16)}`;
const options = (file) => ['--memory', file, '--pgd', pgd, '--paging', '4', '--kernel', 'debian-6.12'];
const scan = (file, view) => [node, bin, 'scan', ...options(file), '--user', view];
const found = race({
  empty: [node, '-e', '0'],
  decode: [node, bin, '0x4'],
  walk: [node, bin, 'walk', ...options(image), '0x12345000'],
  // One page: everything but the tables, the start-up of `scan` itself.
  'scan of a page': [...scan(image, '--summary'), '--range', '0x0-0x1000'],
  'scan --summary': scan(image, '--summary'),
  'scan --ranges': scan(image, '--ranges'),
  'C count': [peer, image, pgd],
  'scan, 16M pages': scan(large, '--summary'),
  'C, 16M pages': [peer, large, pgd],
});
for (const [name, ms] of found) console.log(`${name.padEnd(16)} ${ms.toFixed(1)} ms`);
const ratio = (a, b, less = 0) => ((found.get(a) - less) / found.get(b)).toFixed(2);
const start = found.get('scan of a page');
console.log(`walk / decode of one value             ${ratio('walk', 'decode')}   (target 1.5)`);
console.log(`scan --summary / C, whole processes    ${ratio('scan --summary', 'C count')}   (target 2)`);
console.log(`  less start-up                        ${ratio('scan --summary', 'C count', start)}`);
console.log(`  16,000,000 pages, whole processes    ${ratio('scan, 16M pages', 'C, 16M pages')}`);
console.log(`  16,000,000 pages, less start-up      ${ratio('scan, 16M pages', 'C, 16M pages', start)}`);
console.log(`an empty Node process / C              ${ratio('empty', 'C count')}`);
console.log(`scan --ranges / C, whole processes     ${ratio('scan --ranges', 'C count')}`);
