import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { realFile, unpackedImage } from '../../../helpers/real-kernels.ts';
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

test('the page needs nothing but itself, names stay names, and the picture comes first', async () => {
  const maps = readFileSync(realMaps, 'utf8').replace('/init', HOSTILE);
  const text = await write(folder.write('maps', Buffer.from(maps)));
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/https?:|<(img|link|iframe|object)|@import|url\(|\u202e/);
  expect(text.match(/<\/?script/g)).toHaveLength(4);
  expect(text).toContain(
    // The marker of uffd-wp as that kernel makes it: see test/fixtures/realkernel.
    '<tr><th scope="row"><a href="explorer.html#k=debian-6.12&amp;v=0xfffffffffffffc00">pte-marker</a></th><td>uffd_wp</td><td class="n">1552</td><td class="n">6.06 MiB</td>',
  );
  expect(text.indexOf('id="space"')).toBeLessThan(text.indexOf('<table>'));
});

test('huge entries count by the pages that they cover', async () => {
  const text = await write(realMaps, '--where', 'level == "pmd" && marker');
  // Two hugetlb pages, at 7fc4b4400000 and 7fc4b4800000 (ground-truth.jsonl).
  expect(text).toContain(
    '<tr><th scope="row"><a href="explorer.html#k=debian-6.12&amp;v=0xfffffffffffffc00&amp;level=pmd">pte-marker (pmd)</a></th><td>uffd_wp</td><td class="n">1024</td><td class="n">4 MiB</td>',
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

test('pages of the kernel that are not present are no swap entries', async () => {
  const { code } = await runOnDisk(['scan', '--memory', await unpackedImage(release), '--cpu', '0', '--kernel-half', '--html', page]); // prettier-ignore
  expect(code).toBe(0);
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(/<tr><th scope="row"><a href="explorer\.html#[^"]*&amp;at=kernel">unmapped/);
  expect(text).toContain('"name":"unmapped');
  expect(text).not.toMatch(/"name":"swap|<th scope="row">swap/);
});

test('one view at a time', async () => {
  const { code, stderr } = await runOnDisk(['scan', '--html', page, '--ranges']);
  expect(code).toBe(2);
  expect(stderr).toContain('--ranges and --html: only one at a time');
});
