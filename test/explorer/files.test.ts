import { afterAll, expect, test } from '@jest/globals';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { captureOf } from '../helpers/captures.ts';
import { seriousOf } from '../helpers/chromium.ts';
import { inExplorer } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { hostilePath } from '../helpers/hostile.ts';
import { arrayOf, jsonLines, numberOf, property } from '../helpers/json.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const release = '6.1.0-56-amd64';

/** Drops files on the page, all at once. */
async function drop(page: Page, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  const texts = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  await page.evaluate(`{
    const dataTransfer = new DataTransfer();
    for (const [name, text] of ${JSON.stringify(texts)})
      dataTransfer.items.add(new File([Uint8Array.from(atob(text), (each) => each.charCodeAt(0))], name));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }`);
}

/** What the page says of a file of a name that it draws: pages by state, and the mappings. */
async function drawn(
  page: Page,
  name: string,
): Promise<{ readonly totals: Readonly<Record<string, number>>; readonly titles: readonly string[] }> {
  await page.waitForSelector(`[role=status]:has(strong:text-is("${name}")) ~ table [data-category]`, {
    timeout: 100_000,
  });
  const read = (): Promise<(readonly [string, number])[]> =>
    page.$$eval('[data-category]', (rows) =>
      rows.map(
        (row) => [row.getAttribute('data-category') ?? '', Number(row.getAttribute('data-pages'))] as const,
      ),
    );
  return {
    totals: Object.fromEntries(await read()),
    titles: await page.locator('.groups .title').allTextContents(),
  };
}

/** Pages by state, with markers and protection, as the command lists them one by one. */
async function listed(...args: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await runOnDisk(['pagemap', ...args, '--ranges', '--json']);
  const totals: Record<string, number> = {};
  for (const record of jsonLines(stdout)) {
    const markers = arrayOf(record, 'markers').join('+');
    const isProtected = markers === '' && arrayOf(record, 'flags').includes('uffd_wp');
    const name = `${String(property(record, 'state'))}${markers === '' ? '' : `:${markers}`}${isProtected ? ' +uffd_wp' : ''}`;
    totals[name] = (totals[name] ?? 0) + numberOf(record, 'pages');
  }
  return totals;
}

const region = (name: string): Uint8Array =>
  readFileSync(realFile('7.3.4+deb13-amd64', `pagemap/${name}.bin`));
const dump = Buffer.concat([...['uffdwp_shmem', 'guard_anon', 'anon_swapped'].map(region), Buffer.alloc(8)]);
const MAPS = `10000-18000 rw-s 0 00:01 7  /memfd:a b
20000-28000 rw-p 0 00:00 0
30000-38000 rw-p 0 00:00 0 [heap]
50000-51000 ---p 0 00:00 0 [reserve]
`;

inExplorer('a file', (explorer) => {
  test('shows a page of entries that is dropped, entry by entry', async () => {
    const { page } = explorer();
    const path = realFile(release, 'ptpage-mixed.bin');
    await explorer().visit(['#k=6.1']);
    await drop(page, { 'page.bin': readFileSync(path) });
    await page.waitForSelector('[data-entry]');
    const shown = await page.$$eval('[data-entry]', (rows) =>
      rows.map((row) => ({ raw: row.getAttribute('data-entry'), state: row.children[2]?.textContent ?? '' })),
    );
    const words = new BigUint64Array(new Uint8Array(readFileSync(path)).buffer);
    const kernel = resolveKernel({ kernel: '6.1' });
    expect(
      shown.flatMap(({ raw, state }) => {
        const [, name = '', count = '1'] = /^(\S+?)(?: × (\d+))?$/.exec(state) ?? [];
        return Array.from({ length: Number(count) }, () => `${raw ?? ''} ${name}`);
      }),
    ).toEqual([...words].map((raw) => `${formatU64(raw)} ${decodeEntry(kernel, raw).state}`));
  });

  test('shows a dump by its mappings, whatever their file is called and whichever comes first', async () => {
    const { page } = explorer();
    const wanted = await listed(
      folder.write('dump', dump),
      '--maps',
      folder.write('maps', Buffer.from(MAPS)),
      '-k',
      'debian-7.3',
    );
    // test/fixtures/realkernel: guard_anon p2-4 guard, anon_swapped p0-5 swapped.
    expect(wanted).toMatchObject({ 'pte-marker:guard': 3, swap: 6, 'present +uffd_wp': 4 });
    await explorer().visit(['#k=debian-7.3']);
    const titles = ['memfd:a b', '[anon]', '[heap]'];
    await drop(page, { 'x.txt': MAPS, 'a.bin': dump });
    expect(await drawn(page, 'a.bin')).toEqual({ totals: wanted, titles });
    expect(await page.textContent('#file-title ~ p.hint:last-of-type')).toBe(
      '1 mapping without any page: 4 KiB.',
    );
    await page.click('.groups li:nth-child(2) summary');
    await page.waitForSelector('.groups li:nth-child(2) .runs li');
    expect(await page.locator('.groups li:nth-child(2) .runs li').allTextContents()).toContain('0x22000-0x25000 pte-marker:guard 12 KiB'); // prettier-ignore
    // One behind the other.
    await drop(page, { 'a.bin': dump });
    await page.waitForSelector('.groups .title:text-is("0x0")');
    await drop(page, { 'x.txt': MAPS });
    await page.waitForSelector('.groups .title:text-is("[heap]")');
    expect(await drawn(page, 'a.bin')).toEqual({ totals: wanted, titles });
    expect(await seriousOf(page)).toEqual([]);
  });

  test('a dump as long as a page of entries is a dump where its mappings come with it', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=value', '#view=file&k=6.1']);
    // Documentation/admin-guide/mm/pagemap.rst: bit 55 soft-dirty; PAGE_SIZE / 8 words.
    const words = new BigUint64Array(512).fill(1n << 55n);
    await drop(page, {
      'x.txt': '10000-210000 rw-p 0 00:00 0 [heap]\n',
      'a.bin': new Uint8Array(words.buffer),
    });
    expect((await drawn(page, 'a.bin')).totals).toEqual({ none: 512 });
    expect(await page.textContent('#file-title ~ [role=status]')).toContain('Read as a dump of pagemap');
  });

  test('shows a capture by the kernel that it names, and says what is wrong with one', async () => {
    const { page } = explorer();
    const words = [0x8180000000002bcbn, 0x8600000000002bccn, 0n, 0x4280000000000041n];
    const bytes = captureOf('6.1', [{ start: 0x10000n, name: '/a', flags: 'rd', words, empty: 4 }], false);
    await explorer().visit(['#view=value', '#view=file']);
    await drop(page, { 'b.pmap': bytes });
    const wanted = await listed(folder.write('b.pmap', bytes));
    expect(await drawn(page, 'b.pmap')).toEqual({ totals: wanted, titles: ['a'] });
    expect(await page.textContent('#file-title ~ [role=status]')).toContain('kernel 6.1 (1 symbol differs)');
    // A release of before the tables of page-table entries: pagemap is older.
    await page.setInputFiles('#file', hostilePath('where-vaddr-fuzzed.pmap'));
    await page.waitForSelector('text=kernel 3.10');
    await page.setInputFiles('#file', hostilePath('notes-object.pmap'));
    await page
      .locator('.error', { hasText: '@0x10: "notes" in the header is not a list of texts' })
      .waitFor();
    await page.setInputFiles('#file', hostilePath('repeat-2e32.pmap'));
    expect((await drawn(page, 'repeat-2e32.pmap')).totals).toEqual({ present: 4294967295 });
  });

  test('says what cannot be looked at', async () => {
    const { page } = explorer();
    const said = (text: string): Promise<void> =>
      page.locator('#file-title ~ .error', { hasText: text }).waitFor();
    await explorer().visit(['#view=value', '#view=file']);
    await drop(page, { a: dump, b: dump, c: MAPS });
    await said('3 files: one at a time, with its maps if it has any');
    // The magic numbers that elf(5), RFC 8878 and RFC 1952 give.
    await drop(page, { core: Buffer.from(`\x7fELF${'\0'.repeat(4092)}`) });
    await said('core: an ELF file: memory images are for the command');
    await drop(page, { 'a.zst': Buffer.from('28b52ffd0000000000000000', 'hex') });
    await said('a.zst: compressed with zstd: unpack it first');
    await explorer().page.reload();
    await drop(page, { maps: MAPS });
    await said('maps: mappings; drop their dump of pagemap too');
    await drop(page, { a: dump, maps: `${MAPS}zz\n` });
    await said('maps:5');
    await drop(page, { a: Buffer.from('\0\x01\x02') });
    await page.locator('#file-title ~ .error', { hasText: '3 bytes are left over' }).waitFor();
    await drop(page, { a: dump });
    await drawn(page, 'a');
    await page.fill('text=Address of its first entry', '0x123');
    await page.keyboard.press('Tab');
    await said('not a multiple of the page size');
    await page.fill('text=Address of its first entry', '10000');
    await page.keyboard.press('Tab');
    await page.waitForSelector('.groups .title:text-is("0x10000")');
    await page.waitForURL(/f\.address=10000/);
  });

  test('a log in UTF-16 is no dump, and is refused with what it is', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=value', '#view=file']);
    await drop(page, {
      'wide.log': Buffer.from('\ufeffBUG: Bad page map in process a  pte:80000000fffff867\n', 'utf16le'),
    });
    await page.locator('main', { hasText: 'text in UTF-16: convert it first' }).waitFor();
    expect(await page.locator('[data-category]').count()).toBe(0);
  });

  test('answers while a large dump is read', async () => {
    const { page } = explorer();
    const path = join(folder.path, 'pagemap.bin');
    const size = process.env['ALL'] === '1' ? 1 << 30 : 1 << 26;
    // Runs of one to three pages, present, swapped to area 1, empty: fs/proc/task_mmu.c PM_PRESENT, PM_SWAP.
    const kinds = [0x8180000000002bcbn, 0x4000000000000201n, 0n];
    const chunk = BigUint64Array.from({ length: 1 << 19 }, (_, at) => kinds[(at * 7 + (at >> 3)) % 3] ?? 0n);
    const file = openSync(path, 'w');
    for (let left = size; left > 0; left -= chunk.byteLength) writeSync(file, chunk);
    closeSync(file);
    await explorer().visit(['#view=value', '#view=file&k=6.1']);
    await page.evaluate(`globalThis.ticks = 0; globalThis.ticking = setInterval(() => { ticks += 1; }, 10)`);
    await page.setInputFiles('#file', path);
    const { totals } = await drawn(page, 'pagemap.bin');
    expect(totals).toEqual(
      Object.fromEntries(
        ['present', 'swap', 'none'].flatMap((name, kind) => {
          const own = chunk.filter((word) => word === kinds[kind]).length * (size / chunk.byteLength);
          return own === 0 ? [] : [[name, own]];
        }),
      ),
    );
    // The page has gone on while the worker read; bench/explorer.mjs says how smoothly.
    expect(Number(await page.evaluate('clearInterval(ticking), ticks'))).toBeGreaterThan(1);
  });
});
