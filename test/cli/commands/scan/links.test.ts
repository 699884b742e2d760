import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatU64 } from '../../../../src/core/u64.ts';
import { answerOf } from '../../../../src/explorer/answer.ts';
import { readFragment } from '../../../../src/explorer/place.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { valuesOf } from '../../../helpers/entry-lists.ts';
import { arrayOf, jsonLines, property, stringOf } from '../../../helpers/json.ts';
import { realFile, unpackedImage } from '../../../helpers/real-kernels.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const release = '6.12.117+deb12-amd64';
const path = join(folder.path, 'page.html');

/** An entry of the page, and what the explorer shows where it leads. */
interface Led {
  readonly page: number;
  readonly category: string;
  readonly link: string;
  readonly raw: string;
  readonly state: string;
  readonly kernel: string;
}

/** All entries of the page that a scan writes, each with its own link, as its script reads them (src/pages/entry-lists.ts). */
async function entriesOf(...args: readonly string[]): Promise<readonly Led[]> {
  expect(await runOnDisk(['scan', ...args, '--html', path])).toMatchObject({ code: 0, stdout: '' });
  const [, json = ''] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(readFileSync(path, 'utf8')) ?? []; // prettier-ignore
  const data: unknown = JSON.parse(json);
  const categories = arrayOf(data, 'categories');
  expect(categories.filter((row) => property(row, 'isPart') !== undefined)).toEqual([]);
  return arrayOf(data, 'entries').flatMap((list) => {
    const [page = 0, , every = 0, category = 0, count = 0, shift = 0, values] = Array.isArray(list) ? list.map((part: unknown) => (typeof part === 'number' ? part : String(part))) : []; // prettier-ignore
    const row = categories[Number(category)];
    const raws = valuesOf(String(values), Number(shift));
    expect(raws).toHaveLength(Number(count));
    return raws.map((raw, at) => {
      const link = `${stringOf(row, 'link')}${raw.toString(16)}`;
      return {
        page: Number(page) + at * Number(every),
        category: stringOf(row, 'name'),
        link,
        ...shownBy(link),
      };
    });
  });
}

type Shown = Pick<Led, 'raw' | 'state' | 'kernel'>;
const known = new Map<string, Shown>();

/** What the explorer shows where a link leads. */
function shownBy(link: string): Shown {
  const shown = known.get(link) ?? look(link);
  known.set(link, shown);
  return shown;
}

function look(link: string): Shown {
  if (!link.startsWith('explorer.html#')) throw new Error(link);
  const { entry, kernel, kernelError } = answerOf(readFragment(new URL(link, 'file:///').hash));
  return { raw: entry ? formatU64(entry.raw) : kernelError, state: entry?.state ?? '', kernel: kernel.id };
}

/** The entries of a scan as the command lists them. */
async function listed(
  ...args: readonly string[]
): Promise<readonly Omit<Led, 'category' | 'link' | 'kernel'>[]> {
  const { stdout } = await runOnDisk(['scan', ...args, '--entries', '--json']);
  return jsonLines(stdout).map((record) => ({
    page: Number(BigInt(stringOf(record, 'vaddr')) >> 12n),
    raw: stringOf(record, 'raw'),
    state: stringOf(record, 'state'),
  }));
}

const image = async (): Promise<readonly string[]> => [
  '--memory',
  await unpackedImage(release),
  '--cpu',
  '0',
];

test('each entry of a table leads to its value', async () => {
  const file = realFile(release, 'ptpage-mixed.bin');
  const words = [...new BigUint64Array(new Uint8Array(readFileSync(file)).buffer)];
  const led = await entriesOf('--table', file, '-k', 'debian-6.12');
  expect(led.map(({ page, raw }) => [page, raw])).toEqual(
    words.flatMap((raw, page) => (raw === 0n ? [] : [[page, formatU64(raw)]])),
  );
  expect(new Set(led.map(({ kernel }) => kernel))).toEqual(new Set(['debian-6.12']));
});

test.each([
  { name: 'of a process', args: ['--user', '--maps', realFile(release, 'maps.txt')] },
  // Pages of the kernel that are not mapped among them, which their value alone does not show.
  { name: 'of the kernel', args: ['--kernel-half', '--range', '0xffff800000000000-0xffffff0000000000'] },
  { name: 'that are chosen', args: ['--user', '--where', 'marker || swap'] },
])('each entry $name in an address space leads to its value and state', async ({ args }) => {
  const led = await entriesOf(...(await image()), ...args);
  expect(led.length).toBeGreaterThan(500);
  const wanted = await listed(...(await image()), ...args.filter((arg, at) => arg !== '--maps' && args[at - 1] !== '--maps')); // prettier-ignore
  expect(led.map(({ page, raw, state }) => ({ page, raw, state }))).toEqual(wanted);
  const isRight = ({ category, state, link }: Led): boolean =>
    category.startsWith(state) &&
    link.includes('level=pmd') === category.endsWith('(pmd)') &&
    link.includes('at=kernel') === (state === 'unmapped');
  expect(led.filter((entry) => !isRight(entry))).toEqual([]);
  expect(led.some(({ state }) => state === 'unmapped')).toBe(args.includes('--kernel-half'));
  expect(readFileSync(path).length).toBeLessThan(1_500_000);
});
