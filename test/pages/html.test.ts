import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../src/pages/html.ts';
import { browserCapture } from '../helpers/browser-process.ts';
import { CHROMIUM, OpenPage } from '../helpers/chromium.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, property } from '../helpers/json.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

// A browser on a busy machine may not come up in time.
jest.retryTimes(2);

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const HOSTILE = `/tmp/</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>&amp;"'\u202e`;
const regions = ['uffdwp_shmem', 'guard_anon', 'anon_swapped'];
const region = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/realkernel/7.3.4+deb13-amd64/pagemap/${name}.bin`, import.meta.url));
const maps = folder.write(
  'maps',
  Buffer.from(
    `10000-18000 rw-s 0 00:00 0  ${HOSTILE}\n20000-28000 rw-p 0 00:00 0\n30000-38000 rw-p 0 00:00 0 [heap]\n50000-90000 ---p 0 00:00 0 [reserve]\n`,
  ),
);
const dump = folder.write('dump', Buffer.concat([...regions.map(region), Buffer.alloc(64 * 8)]));
const small = join(folder.path, 'small.html');
const large = join(folder.path, 'large.html');

beforeAll(async () => {
  const browser = folder.write('browser.pmap', browserCapture());
  const written = await runOnDisk(['pagemap', dump, '--maps', maps, '--html', small]);
  expect(written.code).toBe(0);
  expect((await runOnDisk(['pagemap', browser, '--html', large])).code).toBe(0);
});

test('escaping', () => {
  expect(escapeHtml(`<a b="c" d='e'>&\u202e\u001b`)).toBe(
    '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\\u{202e}\\u{1b}',
  );
});

describe('the text of the page', () => {
  /** The whole content of the elements of a name. */
  const contentsOf = (text: string, element: string): readonly string[] =>
    [...text.matchAll(new RegExp(`<${element}[^>]*>([^]*?)</${element}>`, 'g'))].map(
      ([, content = '']) => content,
    );
  const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  test('needs nothing but itself, and names stay names', () => {
    const text = readFileSync(small, 'utf8');
    expect(text).not.toMatch(/https?:|<(img|link|iframe|object)|@import|url\(|\u202e/);
    expect(text.match(/<\/?script/g)).toHaveLength(4);
    expect(text).toContain(
      '<tr><th scope="row">pte-marker:guard</th><td>guard, soft_dirty</td><td class="n">3</td>',
    );
  });

  test('a policy that lets its own style and script in and nothing else', () => {
    const text = readFileSync(small, 'utf8');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
    const [, script = ''] = contentsOf(text, 'script');
    const [style = ''] = contentsOf(text, 'style');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${digest(style)}`,
      `script-src ${digest(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
    // Attributes that a policy of digests forbids.
    expect(text).not.toMatch(/ (style|on[a-z]+)="/);
  });

  test('the picture comes before the table, everything is labelled', () => {
    const text = readFileSync(large, 'utf8');
    const order = ['id="space"', 'id="name"', 'id="list"', 'id="details"', '<table>'].map((part) =>
      text.indexOf(part),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(text).toMatch(/<html lang="en">/);
    for (const [input] of text.matchAll(/<(?:input|select) id="[a-z]+"/g))
      expect(text).toMatch(new RegExp(`<label>[^<]*${input}`));
  });

  test('mappings by file, empty ones together', () => {
    const [json = ''] = contentsOf(readFileSync(large, 'utf8'), 'script');
    const data: unknown = JSON.parse(json);
    const strips = arrayOf(data, 'groups').flatMap((group) => arrayOf(group, 'strips'));
    const empty = property(data, 'empty');
    expect(strips.length + Number(property(empty, 'count'))).toBe(859);
    expect(arrayOf(data, 'groups').length).toBeLessThan(150);
    expect(arrayOf(empty, 'strips').length).toBe(property(empty, 'count'));
  });
});

if (CHROMIUM === undefined) test.skip('no Chromium: the page is not opened', () => undefined);

(CHROMIUM === undefined ? describe.skip : describe)('in Chromium', () => {
  let page: OpenPage | undefined;
  const wide = { width: 1400, height: 900, scheme: 'light' } as const;
  const open = async (path: string, screen: Parameters<OpenPage['show']>[0] = wide): Promise<OpenPage> =>
    (page = await OpenPage.open(path, screen));
  afterEach(async () => {
    expect(page?.complaints).toEqual([]);
    await page?.close();
    page = undefined;
  });
  /** The text of the element that has the focus, or of its label. */
  const FOCUSED = `document.activeElement === document.body ? '' :
    (document.activeElement.getAttribute('aria-label') ?? (document.activeElement.id || document.activeElement.textContent))`;
  const STATUS = `document.getElementById('status').textContent`;

  test('a browser of 859 mappings: no higher than some screens, five stops of Tab, nothing beside the screen', async () => {
    const shown = await open(large);
    const heights: unknown[] = [];
    for (const [width, scheme] of [
      [1400, 'light'],
      [1400, 'dark'],
      [400, 'light'],
      [400, 'dark'],
    ] as const) {
      // prettier-ignore
      await shown.show({ width, height: 900, scheme });
      expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(width);
      heights.push(await shown.evaluate('document.documentElement.scrollHeight'));
    }
    expect(Math.max(...heights.map(Number))).toBeLessThan(2000);
    const stops: unknown[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      await shown.press('Tab');
      stops.push(await shown.evaluate(FOCUSED));
    }
    const until = stops.indexOf(stops[0], 1);
    expect(stops.slice(0, until < 0 ? undefined : until).filter((stop) => stop !== '')).toEqual([
      'name',
      'order',
      expect.stringMatching(/none|present/),
      expect.stringMatching(/^\[anon\] 0x27b000000000, \d+ mappings, 3\d\.\d GiB, in use/),
      'Details',
    ]);
  }, 60_000);

  test('keys: rows, blocks and what is said of them; hostile names are text', async () => {
    const shown = await open(small);
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab']) await shown.press(key);
    expect(await shown.evaluate(FOCUSED)).toMatch(
      /^script><img src=x onerror=alert\(1\)>&amp;"'\\u\{202e\}, 1 mapping/,
    );
    expect(await shown.evaluate(`document.querySelector('#about h3').textContent`)).toContain(
      `</script><script>document.title='pwned'`,
    );
    expect(await shown.evaluate('document.title')).toMatch(/^pagemap of /);
    expect(await shown.evaluate(`document.querySelectorAll('img').length`)).toBe(0);
    await shown.press('ArrowDown');
    expect(await shown.evaluate(FOCUSED)).toMatch(/^\[anon\], 1 mapping, 32 KiB, in use/);
    // guard_anon: p0-1 written, p2-4 guard
    for (const key of ['ArrowRight', 'ArrowRight']) await shown.press(key);
    expect(await shown.evaluate(STATUS)).toBe('0x22000-0x25000, 3 pages: pte-marker:guard 3');
    await shown.press('Home');
    expect(await shown.evaluate(FOCUSED)).toMatch(/^script>/);
    await shown.press('End');
    expect(await shown.evaluate(FOCUSED)).toMatch(/^1 empty mapping, 256 KiB, nothing in use/);
    expect(await shown.evaluate(`document.getElementById('about').textContent`)).toContain('[reserve]');
    expect(await shown.evaluate(`document.querySelectorAll('[role=option][tabindex="0"]').length`)).toBe(1);
  }, 60_000);

  test('finding by name and by state; pointing at a block', async () => {
    const shown = await open(small);
    const rows = `[...document.querySelectorAll('[role=option] .name')].map((each) => each.textContent)`;
    await shown.press('Tab');
    for (const key of 'heap') await shown.press(key);
    expect(await shown.evaluate(rows)).toEqual(['[heap]']);
    // anon_swapped: p0-5 swapped
    const [x, y] = Object.values(
      Object(
        await shown.evaluate(
          `(() => { const box = document.querySelector('.bar canvas').getBoundingClientRect(); return [box.left + 4, box.top + 5]; })()`,
        ),
      ),
    ).map(Number);
    await shown.click(x ?? 0, y ?? 0);
    expect(await shown.evaluate(STATUS)).toBe('0x30000-0x36000, 6 pages: swap 6');
    await shown.evaluate(
      `document.getElementById('name').value = ''; document.getElementById('name').dispatchEvent(new Event('input'))`,
    );
    await shown.evaluate(
      `[...document.querySelectorAll('#states button')].find((each) => each.textContent.startsWith('pte-marker:guard')).click()`,
    );
    expect(await shown.evaluate(rows)).toEqual(['[anon]']);
  }, 60_000);

  test('the page of scan: the picture first, one stop for the list, blocks by keys', async () => {
    const image = join(folder.path, 'image.html');
    const table = realFile('6.12.117+deb12-amd64', 'ptpage-mixed.bin');
    expect((await runOnDisk(['scan', '--table', table, '-k', 'debian-6.12', '--html', image])).code).toBe(0);
    const shown = await open(image);
    for (const [width, scheme] of [
      [1400, 'dark'],
      [400, 'light'],
    ] as const) {
      await shown.show({ width, height: 900, scheme });
      expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    const tops = `['space', 'list'].map((id) => document.getElementById(id)).concat(document.querySelector('main > section:last-child table')).map((each) => each.getBoundingClientRect().top)`;
    const [space = 0, list = 0, summary = 0] = Object.values(Object(await shown.evaluate(tops))).map(Number);
    expect([space < list, list < summary]).toEqual([true, true]);
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'ArrowRight']) await shown.press(key);
    expect(await shown.evaluate(STATUS)).toMatch(/^0x[0-9a-f]+-0x[0-9a-f]+, \d+ pages?: /);
  }, 60_000);

  test('the browser itself, a living process: its page and its map', async () => {
    const shown = await open(small);
    const real = join(folder.path, 'real.html');
    expect((await runOnDisk(['pagemap', '--pid', String(shown.pid), '--html', real])).code).toBe(0);
    const { stdout } = await runOnDisk(['pagemap', '--pid', String(shown.pid), '--map'], { columns: 160 });
    expect(stdout.split('\n').length).toBeLessThanOrEqual(100);
    // Every mapping has a row, or stands in a line of words.
    const [, mappings] = /^(\d+) mappings, /m.exec(stdout) ?? [];
    const rows = stdout.match(/^ *[0-9a-f]+ +\d\S* [KMGT]iB +(?:-|\d\S* [KMGT]iB) .*$/gm) ?? [];
    const told = rows.map((row) => Number(/ (\d+) mappings\b/.exec(row)?.[1] ?? 1));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(Number(mappings));
    await shown.visit(real);
    for (const [width, scheme] of [
      [400, 'dark'],
      [1400, 'light'],
    ] as const) {
      await shown.show({ width, height: 900, scheme });
      expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await shown.evaluate('document.documentElement.scrollHeight')).toBeLessThan(2000);
    }
    expect(await shown.evaluate(`document.querySelectorAll('[role=option]').length`)).toBeGreaterThan(5);
    expect(await shown.evaluate(`document.getElementById('list').textContent`)).toContain('[stack]');
  }, 60_000);
});
