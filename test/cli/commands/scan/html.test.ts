import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realFile, unpackedImage } from '../../../helpers/real-kernels.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const release = '6.12.117+deb12-amd64';
const page = join(folder.path, 'page.html');
const HOSTILE = `/tmp/</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>&amp;"'\u202e`;

async function write(maps: string, ...args: string[]): Promise<string> {
  const { code, stdout } = await runOnDisk([
    'scan',
    ...['--memory', await unpackedImage(release), '--cpu', '0', '--user', '--html', page, '--maps', maps],
    ...args,
  ]);
  expect([code, stdout]).toEqual([0, '']);
  return readFileSync(page, 'utf8');
}

const realMaps = realFile(release, 'maps.txt');
const hostileMaps = (): string => {
  const text = readFileSync(realMaps, 'utf8').replace('/init', HOSTILE);
  return folder.write('maps', new TextEncoder().encode(text));
};

test('the page needs nothing but itself, and names stay names', async () => {
  const text = await write(hostileMaps());
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/https?:|<(img|link|iframe|object)|@import|url\(|\u202e/);
  expect(text.match(/<\/?script/g)).toHaveLength(4);
  expect(text).toContain(
    '<tr><th scope="row">pte-marker</th><td>uffd_wp</td><td class="n">1552</td><td class="n">6.06 MiB</td>',
  );
});

test('huge entries count by the pages that they cover', async () => {
  const text = await write(realMaps, '--where', 'level == "pmd" && marker');
  // Two hugetlb pages, at 7fc4b4400000 and 7fc4b4800000 (ground-truth.jsonl).
  expect(text).toContain(
    '<tr><th scope="row">pte-marker (pmd)</th><td>uffd_wp</td><td class="n">1024</td><td class="n">4 MiB</td>',
  );
});

test('- is standard output, and the page the same', async () => {
  const image = ['scan', '--memory', await unpackedImage(release), '--user', '--maps', realMaps];
  const { code, stdout, stderr } = await runOnDisk([...image, '--html', '-']);
  expect([code, stderr]).toEqual([0, '']);
  const other = join(folder.path, 'other.html');
  await runOnDisk([...image, '--html', other]);
  expect(stdout).toBe(readFileSync(other, 'utf8'));
});

test('one view at a time', async () => {
  const { code, stderr } = await runOnDisk(['scan', '--html', page, '--ranges']);
  expect(code).toBe(2);
  expect(stderr).toContain('--ranges and --html: only one at a time');
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
  async function open(maps: string, script: string): Promise<string> {
    const text = await write(maps);
    folder.write(
      'test.html',
      new TextEncoder().encode(text.replace('</body>', `<script>${script}</script></body>`)),
    );
    return execFileSync(
      chromium ?? '',
      [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom'],
        `--user-data-dir=${join(folder.path, 'profile')}`,
        `file://${join(folder.path, 'test.html')}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
  }

  test('a bar per mapping, hostile names as text; focus names address and state', async () => {
    const dom = await open(
      hostileMaps(),
      `const bar = [...document.querySelectorAll('canvas')].find((each) => each.ariaLabel.includes('0x00007fc4b4400000'));
       bar.focus(); bar.dispatchEvent(new Event('focus'));`,
    );
    // [vsyscall] lies outside of the half that was asked for.
    const mappings = readFileSync(realMaps, 'utf8')
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('ffff'));
    expect(dom.match(/<canvas/g)).toHaveLength(mappings.length);
    expect(dom).toContain('&lt;/script&gt;&lt;script&gt;document.title');
    expect(dom).not.toContain('<img');
    expect(dom).toMatch(
      /<p id="status"[^>]*>0x00007fc4b4400000-0x00007fc4b440[0-9a-f]{4} {2}\d+ pages?: pte-marker:uffd_wp \(pmd\) \d+ /,
    );
  });

  test('the filter hides mappings without the states that are shown', async () => {
    const dom = await open(
      realMaps,
      `for (const label of document.querySelectorAll('#filter label'))
         if (label.textContent !== 'pte-marker:uffd_wp (pmd)') label.querySelector('input').click();`,
    );
    const all = dom.match(/<canvas/g) ?? [];
    expect(dom.match(/<li hidden/g)).toHaveLength(all.length - 2);
  });
});
