import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../../src/pages/html/html.ts';
import { browserCapture } from '../../helpers/browser-process.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { arrayOf, property } from '../../helpers/json.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const HOSTILE = `/tmp/</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>&amp;"'\u202e`;
const regions = ['uffdwp_shmem', 'guard_anon', 'anon_swapped'];
const region = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/realkernel/7.3.4+deb13-amd64/pagemap/${name}.bin`, import.meta.url));
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
