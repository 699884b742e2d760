import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../src/pages/html.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const HOSTILE = `/tmp/</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>&amp;"'\u202e`;
const regions = ['uffdwp_shmem', 'guard_anon', 'anon_swapped'];
const region = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/realkernel/7.3.4+deb13-amd64/pagemap/${name}.bin`, import.meta.url));
const encoder = new TextEncoder();
const maps = folder.write(
  'maps',
  encoder.encode(
    `10000-18000 rw-s 0 00:00 0  ${HOSTILE}\n20000-28000 rw-p 0 00:00 0\n30000-38000 rw-p 0 00:00 0 [heap]\n`,
  ),
);
const dump = folder.write('dump', Buffer.concat(regions.map(region)));
const page = join(folder.path, 'page.html');

async function write(): Promise<string> {
  const { code: status } = await runOnDisk(['pagemap', dump, '--maps', maps, '--html', page]);
  expect(status).toBe(0);
  return readFileSync(page, 'utf8');
}

test('escaping', () => {
  expect(escapeHtml(`<a b="c" d='e'>&\u202e\u001b`)).toBe(
    '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\\u{202e}\\u{1b}',
  );
});

test('the page needs nothing but itself, and names stay names', async () => {
  const text = await write();
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/https?:|<(img|link|iframe|object)|@import|url\(|\u202e/);
  expect(text.match(/<\/?script/g)).toHaveLength(4);
  expect(text).not.toContain('<img');
  expect(text).toContain(
    '<tr><th scope="row">pte-marker:guard</th><td>guard, soft_dirty</td><td class="n">3</td>',
  );
});

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
if (!chromium) test.skip('no Chromium: the page is not opened', () => undefined);

(chromium ? describe : describe.skip)('in headless Chromium', () => {
  /** Opens the page with a script behind it and gives the document as it is then. */
  async function open(script: string): Promise<string> {
    const text = await write();
    const test = join(folder.path, 'test.html');
    folder.write('test.html', encoder.encode(text.replace('</body>', `<script>${script}</script></body>`)));
    const profile = join(folder.path, 'profile');
    return execFileSync(
      chromium ?? '',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${profile}`,
        '--dump-dom',
        `file://${test}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
  }

  test('a bar per mapping, hostile names as text', async () => {
    const dom = await open('');
    expect(dom.match(/<canvas/g)).toHaveLength(3);
    expect(dom).toContain('&lt;/script&gt;&lt;script&gt;document.title');
    expect(dom).not.toContain('<title>pwned');
    expect(dom).not.toContain('<img');
  });

  test('focus and arrow keys name address, state and pages', async () => {
    const dom = await open(`
      const bar = document.querySelectorAll('canvas')[1];
      bar.focus(); bar.dispatchEvent(new Event('focus'));
      for (const key of ['ArrowRight', 'ArrowRight']) bar.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));`);
    // guard_anon: p0-1 written, p2-4 guard
    expect(dom).toMatch(
      /<p id="status"[^>]*>0x0000000000022000-0x0000000000023000 {2}1 page: pte-marker:guard 1</,
    );
    expect(dom).toMatch(/aria-valuenow="2"/);
  });

  test('pointing at a cell names it', async () => {
    const dom = await open(`
      const bar = document.querySelectorAll('canvas')[2];
      const box = bar.getBoundingClientRect();
      bar.dispatchEvent(new MouseEvent('mousemove', { clientX: box.left + box.width * 0.45, clientY: box.top + 3 }));`);
    // anon_swapped: p0-5 swapped
    expect(dom).toMatch(
      /<p id="status"[^>]*>0x0000000000033000-0x0000000000034000 {2}1 page: swap 1 {2}\[heap\]</,
    );
  });

  test('the filter hides mappings without the states that are shown', async () => {
    const dom = await open(`
      for (const label of document.querySelectorAll('#filter label'))
        if (label.textContent !== 'pte-marker:guard') label.querySelector('input').click();`);
    expect(dom.match(/<li hidden/g)).toHaveLength(2);
  });
});
