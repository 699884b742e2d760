import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { formatU64 } from '../../../../src/core/u64.ts';
import { answerOf } from '../../../../src/explorer/answer.ts';
import { readFragment } from '../../../../src/explorer/place.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { arrayOf, numberOf, property, stringOf } from '../../../helpers/json.ts';
import { realFile, unpackedImage } from '../../../helpers/real-kernels.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const release = '6.12.117+deb12-amd64';
const path = join(folder.path, 'page.html');

/** A state of a block of the picture, and where it leads. */
interface Told {
  /** The first page of the block, and the one behind it. */
  readonly page: number;
  readonly end: number;
  readonly category: string;
  readonly link: string | undefined;
}

/** All blocks of the page that a scan writes, as its script reads them. */
async function blocksOf(...args: readonly string[]): Promise<readonly Told[]> {
  expect(await runOnDisk(['scan', ...args, '--html', path])).toMatchObject({ code: 0, stdout: '' });
  const [, json = ''] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(readFileSync(path, 'utf8')) ?? []; // prettier-ignore
  const data: unknown = JSON.parse(json);
  const categories = arrayOf(data, 'categories');
  return arrayOf(data, 'groups').flatMap((group) =>
    arrayOf(group, 'strips').flatMap((strip) => {
      let page = numberOf(strip, 'page');
      return arrayOf(strip, 'cells').flatMap((cell, index) => {
        const [times = 0, ...numbers] = Array.isArray(cell) ? cell.map(Number) : [];
        const own = numbers.length === 1 ? numbers : numbers.filter((_, place) => place % 2 === 0);
        const begin = page;
        page += times * numberOf(strip, 'per');
        const entries = property(strip, 'entries');
        return own.map((category, place) => {
          const row = categories[category];
          const digits = String(property(property(entries, String(index)), String(place)) ?? '');
          const link = property(row, 'link');
          const href = link === undefined || digits === '' ? undefined : `${String(link)}${digits}`;
          return { page: begin, end: page, category: stringOf(row, 'name'), link: href };
        });
      });
    }),
  );
}

/** What the explorer shows where a link leads. */
function shownBy(link: string): { readonly raw: string; readonly state: string; readonly kernel: string } {
  expect(link).toMatch(/^explorer\.html#/);
  const { entry, kernel, kernelError } = answerOf(readFragment(new URL(link, 'file:///').hash));
  return { raw: entry ? formatU64(entry.raw) : kernelError, state: entry?.state ?? '', kernel: kernel.id };
}

test('each entry of a table leads to its value', async () => {
  const file = realFile(release, 'ptpage-mixed.bin');
  const words = [...new BigUint64Array(new Uint8Array(readFileSync(file)).buffer)];
  const kernel = resolveKernel({ kernel: 'debian-6.12' });
  const blocks = await blocksOf('--table', file, '-k', 'debian-6.12');
  const linked = blocks.filter(({ link }) => link !== undefined);
  // Entries are not put together with others that are not like them, so each block is told by its first.
  for (const { page, link = '' } of linked) {
    const raw = words[page] ?? 0n;
    const { state } = decodeEntry(kernel, raw);
    expect([page, shownBy(link)]).toEqual([page, { raw: formatU64(raw), state, kernel: 'debian-6.12' }]);
  }
  const covered = linked.flatMap(({ page, end }) => Array.from({ length: end - page }, (_, at) => page + at));
  expect(covered).toEqual([...words.keys()].filter((index) => words[index] !== 0n));
});

test('each block of an address space leads to an entry in it, of that state', async () => {
  const image = ['--memory', await unpackedImage(release), '--cpu', '0', '--user'];
  const blocks = await blocksOf(...image, '--maps', realFile(release, 'maps.txt'));
  const { stdout } = await runOnDisk(['scan', ...image, '--entries', '--json']);
  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const record: unknown = JSON.parse(line);
      const page = Number(BigInt(stringOf(record, 'vaddr')) >> 12n);
      const pages = numberOf(record, 'pages');
      return { page, end: page + pages, raw: stringOf(record, 'raw'), state: stringOf(record, 'state') };
    });
  const wanted = blocks.filter(({ category }) => category !== 'none');
  expect(wanted.length).toBeGreaterThan(100);
  for (const { page, end, category, link = '' } of wanted) {
    const shown = shownBy(link);
    const here = entries.filter((entry) => entry.page < end && entry.end > page);
    expect([category, here.map(({ raw }) => raw)]).toEqual([category, expect.arrayContaining([shown.raw])]);
    expect(category.startsWith(shown.state)).toBe(true);
    expect(shown.kernel).toBe('debian-6.12');
    expect(link.includes('level=pmd')).toBe(category.endsWith('(pmd)'));
  }
});

test('pages of the kernel that are not mapped lead nowhere: their value alone does not say what they are', async () => {
  const blocks = await blocksOf('--memory', await unpackedImage(release), '--cpu', '0', '--kernel-half');
  const unmapped = blocks.filter(({ category }) => category.startsWith('unmapped'));
  expect(unmapped.length).toBeGreaterThan(0);
  expect(unmapped.map(({ link }) => link)).toEqual(unmapped.map(() => undefined));
  expect(blocks.filter(({ category }) => category.startsWith('present')).every(({ link }) => link)).toBe(
    true,
  );
});
