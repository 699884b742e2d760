// Images of memory of a known make-up: tables of entries scattered over 1 GiB, runs of pages with the flags that real
// processes have, some swap entries and markers between. Each is made once.
import { closeSync, existsSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './tools.mjs';
import { random } from './random.mjs';

const PGD = 0x1000_0000;
const GIB = 2 ** 30;

/** The top table of the process, as words of the command line. */
export const TOP = `0x${PGD.toString(16)}`;

/** The options that name the process of an image. */
export const SPACE = (file) => ['--memory', file, '--pgd', TOP, '--paging', '4', '--kernel', 'debian-6.12'];

/** Writes a sparse ELF core of 1 GiB with the page tables of one process that has `pages` pages; gives its path. */
export function imageFile(pages) {
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
