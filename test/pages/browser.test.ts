import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { formatU64 } from '../../src/core/u64.ts';
import { CellRow } from '../../src/pages/cells.ts';
import type { EntryList } from '../../src/pages/entry-lists.ts';
import { EXPLORER_FILE } from '../../src/pages/explorer-link.ts';
import { renderHtmlPage } from '../../src/pages/html/html.ts';
import { MAPPINGS } from '../../src/pages/strips.ts';
import { browserCapture } from '../helpers/browser-process.ts';
import {
  CHROMIUM,
  processOf,
  type Screen,
  SCREENS,
  seriousOf,
  showOn,
  startBrowser,
} from '../helpers/chromium.ts';
import { EXPLORER } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { realFile, unpackedImage } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

// The pages of pagemap and scan in a Chromium: one browser, a page of a real process (the browser itself), one of a
// process with 859 mappings, one of mappings with hostile names, two of page tables of a real kernel.

const RELEASE = '6.12.117+deb12-amd64';
const HOSTILE = `/tmp/</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>&amp;"'\u202e`;
const REGIONS = ['uffdwp_shmem', 'guard_anon', 'anon_swapped'];
const MAPS = `10000-18000 rw-s 0 00:00 0  ${HOSTILE}
20000-28000 rw-p 0 00:00 0
30000-38000 rw-p 0 00:00 0 [heap]
50000-90000 ---p 0 00:00 0 [reserve]
`;

const folder = temporaryFolder();
const pathOf = (name: string): string => join(folder.path, `${name}.html`);

async function write(name: string, ...command: readonly string[]): Promise<void> {
  expect(await runOnDisk([...command, '--html', pathOf(name)])).toMatchObject({ code: 0, stdout: '' });
}

/** The entries that are listed, those that are equal one by one. */
const ENTRY_ROWS = `[...document.querySelectorAll('#entries tbody tr')].flatMap(({ cells: [address, , entry] }) => {
  const times = Number(/ \u00d7 (\\d+)/.exec(entry.textContent)?.[1] ?? 1);
  const link = entry.querySelector('a');
  if (BigInt(link.textContent) !== BigInt(new URLSearchParams(link.hash.slice(1)).get('v'))) throw new Error(link.href);
  return Array.from({ length: times }, (_, at) => '0x' + (BigInt(address.textContent.split('-')[0]) + 4096n * BigInt(at)).toString(16) + ' ' + link.textContent);
})`;

/** How far down things begin. */
const TOPS = `['#space', '#name', '#list', 'main > section:last-child table'].map(
  (each) => document.querySelector(each).getBoundingClientRect().top)`;

/** Whether axe has its say. */
const isJudged = (name: string, { width, scheme }: Screen): boolean =>
  (['real', 'image'].includes(name) && width > 400 && scheme === 'light') ||
  (['small', 'table'].includes(name) && width <= 400 && scheme === 'dark');

if (CHROMIUM === undefined) test.skip('no Chromium: the pages are not opened', () => undefined);

(CHROMIUM === undefined ? describe.skip : describe)('in Chromium', () => {
  let browser: Browser | undefined;
  let page: Page | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    const region = (name: string): Uint8Array =>
      readFileSync(new URL(`../fixtures/realkernel/7.3.4+deb13-amd64/pagemap/${name}.bin`, import.meta.url));
    const maps = folder.write('maps', Buffer.from(MAPS));
    const dump = folder.write('dump', Buffer.concat([...REGIONS.map(region), Buffer.alloc(64 * 8)]));
    await write('small', 'pagemap', dump, '--maps', maps);
    await write('large', 'pagemap', folder.write('browser.pmap', browserCapture()));
    await write('real', 'pagemap', '--pid', String(await processOf(browser)));
    await write('table', 'scan', '--table', realFile(RELEASE, 'ptpage-mixed.bin'), '-k', 'debian-6.12');
    const memory = ['--memory', await unpackedImage(RELEASE), '--cpu', '0', '--user'];
    await write('image', 'scan', ...memory, '--maps', realFile(RELEASE, 'maps.txt'));
  });
  afterAll(async () => {
    await browser?.close();
    folder.remove();
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    expect(complaints.splice(0)).toEqual([]);
  });

  /** Opens a page on a wide and light screen. */
  async function open(name: string): Promise<Page> {
    if (!browser) throw new Error('no browser');
    const shown = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'light' });
    page = shown;
    shown.on('pageerror', (error) => complaints.push(error.message));
    shown.on('console', (message) => complaints.push(message.text()));
    shown.on('dialog', (dialog) => complaints.push(dialog.message()));
    await shown.goto(`file://${pathOf(name)}`);
    return shown;
  }
  const press = async (shown: Page, keys: string): Promise<void> => {
    for (const key of keys.split(' ')) await shown.keyboard.press(key);
  };
  /** The name of the element that has the focus, or its text; empty for none. */
  const focused = (shown: Page): Promise<unknown> =>
    shown.evaluate(`document.activeElement === document.body ? '' :
      (document.activeElement.getAttribute('aria-label') ?? (document.activeElement.id || document.activeElement.textContent))`);
  const status = (shown: Page): Promise<string> => shown.locator('#status').innerText();
  const rows = (shown: Page): Promise<string[]> => shown.locator('[role=option] .name').allTextContents();

  test.each(['large', 'real', 'image', 'table', 'small'])(
    '%s, light and dark, wide and narrow: the picture first, nothing beside the screen, all can be read',
    async (name) => {
      const shown = await open(name);
      for (const screen of SCREENS) {
        await showOn(shown, screen);
        expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(screen.width);
        const [space = 0, filter = 0, list = 0, summary = 0] = Object.values(
          Object(await shown.evaluate(TOPS)),
        ).map(Number);
        expect([space < filter, filter < list, list < 900, list < summary]).toEqual([true, true, true, true]);
        expect(summary).toBeLessThan(1800);
        // It takes a second: each kind of page in light and in dark.
        if (isJudged(name, screen)) expect(await seriousOf(shown)).toEqual([]);
      }
    },
  );

  test('a browser of 859 mappings has five stops of Tab', async () => {
    const shown = await open('large');
    const stops: unknown[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      await press(shown, 'Tab');
      stops.push(await focused(shown));
    }
    const until = stops.indexOf(stops[0], 1);
    expect(stops.slice(0, until < 0 ? undefined : until).filter((stop) => stop !== '')).toEqual([
      'name',
      'order',
      expect.stringMatching(/none|present/),
      expect.stringMatching(
        /^\[anon\] 0x27b000000000 \(\d+\) 3\d\.\d GiB \d+\.\d MiB in use, \d+ mappings: /,
      ),
      'Details',
    ]);
  });

  test('keys: rows, blocks and what is said of them; hostile names are text; empty mappings are one row', async () => {
    const shown = await open('small');
    await press(shown, 'Tab Tab Tab Tab');
    expect(await focused(shown)).toMatch(
      /^script><img src=x onerror=alert\(1\)>&amp;"'\\u\{202e\} 32 KiB 32 KiB in use, 1 mapping: /,
    );
    expect(await shown.locator('#about h3').innerText()).toContain(`</script><script>document.title='pwned'`);
    expect(await shown.title()).toMatch(/^pagemap of /);
    expect(await shown.locator('img').count()).toBe(0);
    await press(shown, 'ArrowDown');
    expect(await focused(shown)).toMatch(/^\[anon\] 32 KiB \d+ KiB in use, 1 mapping: /);
    // guard_anon: p0-1 written, p2-4 guard
    await press(shown, 'ArrowRight ArrowRight');
    expect(await status(shown)).toBe('0x22000-0x25000, 3 pages: pte-marker:guard 3');
    await press(shown, 'Home');
    expect(await focused(shown)).toMatch(/^script>/);
    await press(shown, 'End');
    expect(await focused(shown)).toMatch(/^1 empty mapping 256 KiB - in use: none 256 KiB/);
    expect(await shown.locator('#about').innerText()).toContain('[reserve]');
    expect(await shown.locator('[role=option][tabindex="0"]').count()).toBe(1);
  });

  test('finding by name and by state with keys alone; pointing at a block', async () => {
    const shown = await open('small');
    await press(shown, 'Tab h e a p');
    expect(await rows(shown)).toEqual(['[heap]']);
    // anon_swapped: p0-5 swapped
    await shown.locator('.bar canvas').first().click({ position: { x: 4, y: 5 } }); // prettier-ignore
    expect(await status(shown)).toBe('0x30000-0x36000, 6 pages: swap 6');
    await shown.locator('#name').fill('');
    await press(shown, 'Tab Tab');
    for (let left = 9; left > 0 && !String(await focused(shown)).startsWith('pte-marker:guard'); left -= 1)
      await press(shown, 'ArrowRight');
    await press(shown, 'Space');
    expect(await rows(shown)).toEqual(['[anon]']);
    await press(shown, 'Space');
    expect(await rows(shown)).toHaveLength(4);
  });

  test('of scan: blocks by keys; every mapping is in a row, and a state finds those that have it', async () => {
    const table = await open('table');
    await press(table, 'Tab Tab Tab Tab ArrowRight');
    expect(await status(table)).toMatch(/^0x[0-9a-f]+-0x[0-9a-f]+, \d+ pages?: /);
    expect(await table.locator('#entries h3').innerText()).toMatch(/^Entries of this block: \d+$/);
    const first = await table.locator('#entries a').first().innerText();
    await press(table, 'Tab Tab');
    expect(await focused(table)).toBe('present');
    await press(table, 'Tab');
    expect(await focused(table)).toBe(first);
    copyFileSync(EXPLORER, join(folder.path, EXPLORER_FILE));
    await press(table, 'Enter');
    // The first entry that is not empty, the fifth of the page.
    await table.waitForSelector('main[data-raw="0x8400000002e91025"][data-state="present"]');
    expect(await table.getAttribute('#kernel-line', 'data-kernel')).toBe('debian-6.12');
    await table.goBack();
    // All that is not empty in the page of entries, each with its own link, a hundred at a time.
    const words = [
      ...new BigUint64Array(new Uint8Array(readFileSync(realFile(RELEASE, 'ptpage-mixed.bin'))).buffer),
    ];
    const used = words.flatMap((raw, at) =>
      raw === 0n ? [] : [`0x${(at * 4096).toString(16)} ${formatU64(raw)}`],
    );
    await table
      .locator('[role=option]')
      .first()
      .click({ position: { x: 5, y: 5 } });
    expect(await table.locator('#entries h3').innerText()).toBe(`Entries: ${used.length}`);
    while (await table.locator('#entries button').isVisible()) {
      await table.locator('#entries button').click();
      expect(await focused(table)).toMatch(/^0x[0-9a-f]{16}$/);
    }
    const told: unknown = await table.evaluate(ENTRY_ROWS);
    expect(told).toEqual(used);
    await table.close();
    const image = await open('image');
    // [vsyscall] lies outside of the half that was asked for.
    const mappings = readFileSync(realFile(RELEASE, 'maps.txt'), 'utf8').match(/^(?!ffff).+$/gm);
    const counts = `[...document.querySelectorAll('[role=option]')].map((row) => Number(/(\\d+) (?:empty )?mapping/.exec(row.getAttribute('aria-label'))[1]))`;
    expect(await image.evaluate(`${counts}.reduce((sum, count) => sum + count, 0)`)).toBe(mappings?.length);
    await image.locator('#states button', { hasText: 'pte-marker:uffd_wp (pmd)' }).click();
    expect(await image.locator('#about').innerText()).toContain('0x7fc4b4400000-');
  });

  test('entries that are too many for a page have one for each block, and the addresses of the rest', async () => {
    const row = new CellRow(8);
    row.add('present', 300, 0x8000000000001025n);
    row.add('swap', 2, 0x0fffffffffdb9600n);
    const about = { title: 'a', subtitle: '', remarks: [], rows: [], pageSize: 4096, strip: MAPPINGS };
    const swaps: EntryList = { page: 0x1012c, size: 1, every: 1, category: 'swap', count: 2, shift: 9, values: 'fffffffffdb9600,-1' }; // prettier-ignore
    const entries = { lists: [swaps], isWhole: (category: string) => category === 'swap' };
    const text = renderHtmlPage({ ...about, entries, linkOf: () => 'explorer.html#k=6.12&v=0x' }, [
      { vma: undefined, page: 0x10000, row },
    ]);
    folder.write('many.html', Buffer.from(text));
    const shown = await open('many');
    const told = shown.locator('#entries');
    expect(await told.locator('h3').innerText()).toBe('Entries: 2');
    expect(await told.locator('a.value').allTextContents()).toEqual([
      '0x0fffffffffdb9600',
      '0x0fffffffffdb9400',
    ]);
    expect(await told.locator('code').innerText()).toBe('--range 0x10000000-0x1012e000');
    const sample = told.getByRole('link', { name: 'present' }).first();
    expect(await sample.getAttribute('href')).toBe('explorer.html#k=6.12&v=0x8000000000001025');
  });

  test('of the browser itself, a living process: all its mappings; and its map fits in two screens', async () => {
    if (!browser) throw new Error('no browser');
    const shown = await open('real');
    expect(await shown.locator('[role=option]').count()).toBeGreaterThan(5);
    expect(await rows(shown)).toContain('[stack]');
    const { stdout } = await runOnDisk(['pagemap', '--pid', String(await processOf(browser)), '--map'], {
      columns: 160,
    });
    expect(stdout.split('\n').length).toBeLessThanOrEqual(100);
    // Every mapping has a row, or stands in a line of words.
    const [, mappings] = /^(\d+) mappings, /m.exec(stdout) ?? [];
    const lines = stdout.match(/^ *[0-9a-f]+ +\d\S* [KMGT]iB +(?:-|\?|\d\S* [KMGT]iB) .*$/gm) ?? [];
    const told = lines.map((line) => Number(/ (\d+) mappings\b/.exec(line)?.[1] ?? 1));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(Number(mappings));
  });
});
