import { afterAll, describe, expect, test } from '@jest/globals';
import { formatU64 } from '../../../../src/core/u64.ts';
import { storeZlib, writeFlattened, writeKdump, writeLime } from '../../../helpers/image-writer.ts';
import { arrayOf, property, stringOf } from '../../../helpers/json.ts';
import { readTables, readTruth, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { expectedState } from '../../../helpers/real-states.ts';
import { jsonLines, runCli } from '../../../helpers/run-cli.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function expectTruth(kernel: string, truth: ReturnType<typeof readTruth>, stdout: string): void {
  const records = jsonLines(stdout);
  expect(records.length).toBe(truth.length);
  records.forEach((record, i) => {
    const row = truth[i];
    if (row === undefined) return;
    expect(stringOf(record, 'vaddr')).toBe(formatU64(row.va));
    const levels = arrayOf(record, 'levels').map((level) => ({
      level: stringOf(level, 'level'),
      raw: BigInt(stringOf(level, 'raw')),
    }));
    expect(levels).toEqual(row.entries);
    expect(property(record, 'state')).toBe(expectedState(row.state, kernel));
  });
}

describe.each(REAL_KERNELS)('walk on $folder', ({ folder: release, kernel }) => {
  const truth = readTruth(release);
  const addresses = truth.map((row) => formatU64(row.va));

  test('every address listed, the kernel taken from the image', async () => {
    const path = await unpackedImage(release);
    const { code, stdout, stderr } = await runCli([
      'walk',
      '--memory',
      path,
      '--cpu',
      '0',
      '--json',
      ...addresses,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expectTruth(kernel, truth, stdout);
    expect(jsonLines(stdout)[0]).toMatchObject({ schema: 2, kernel, stop: null, page_size: 4096 });
  });

  const { root, pages } = readTables(release);
  const kdump = writeKdump({ pages: pages.map(storeZlib), release });
  test.each([
    { name: 'kdump', bytes: kdump },
    { name: 'flattened', bytes: writeFlattened(kdump, 5000) },
    { name: 'LiME', bytes: writeLime(pages.map((page) => ({ start: page.physAddr, bytes: page.bytes }))) },
  ])('every address listed, from $name', async ({ name, bytes }) => {
    const path = folder.write(`${release}-${name}`, bytes);
    const options = ['--pgd', `0x${root.toString(16)}`, ...(name === 'LiME' ? ['--kernel', kernel] : [])];
    const { code, stdout } = await runCli(['walk', '--memory', path, ...options, '--json', ...addresses]);
    expect(code).toBe(0);
    expectTruth(kernel, truth, stdout);
  });
});

describe('walk', () => {
  const release = '6.12.117+deb12-amd64';

  test('as text: each level aligned, page or reason, where kernel and table come from', async () => {
    const path = await unpackedImage(release);
    const { stdout } = await runCli(['walk', '--memory', path, '--cpu', '0', '0x00007fc4c6005000', '0x1000']);
    expect(stdout).toBe(
      'kernel debian-6.12: Linux 6.12.117, x86_64, 4-level paging (from the image: 6.12.117+deb12-amd64); top table 0x3851000 (user copy; kernel addresses through 0x3850000)\n' +
        '\n' +
        '0x00007fc4c6005000  physical 0x0000000002e91000  4 KiB page\n' +
        '  pgd [255]  at 0x38517f8  0x0000000003a7c067  table    pfn 0x3a7c  dirty accessed user rw present\n' +
        '  pud [275]  at 0x3a7c898  0x0000000003a7d067  table    pfn 0x3a7d  dirty accessed user rw present\n' +
        '  pmd [48]   at 0x3a7d180  0x0000000003a83067  table    pfn 0x3a83  dirty accessed user rw present\n' +
        '  pte [5]    at 0x3a83028  0x8400000002e91025  present  pfn 0x2e91  nx saved_dirty accessed user present\n' +
        '\n' +
        '0x0000000000001000  no page: the pmd entry is empty\n' +
        '  pgd [0]  at 0x3851000  0x0000000003a77067  table  pfn 0x3a77  dirty accessed user rw present\n' +
        '  pud [0]  at 0x3a77000  0x0000000003a78067  table  pfn 0x3a78  dirty accessed user rw present\n' +
        '  pmd [0]  at 0x3a78000  0x0000000000000000  none\n',
    );
  });

  test('kernel addresses go through the kernel table with --cpu, and as told with --pgd', async () => {
    const path = await unpackedImage(release);
    // init_uts_ns of this boot, from VMCOREINFO.
    const symbol = '0xffffffffad21f700';
    const walk = async (...options: string[]) =>
      jsonLines((await runCli(['walk', '--memory', path, '--json', ...options, symbol])).stdout)[0];
    expect(property(await walk('--cpu', '0'), 'root')).toBe('0x3850000');
    expect(property(await walk('--cpu', '0'), 'phys')).toBe('0xb21f700');
    expect(property(await walk('--pgd', '0x3850fff'), 'phys')).toBe('0xb21f700');
    expect(property(await walk('--pgd', '0x3851000'), 'phys')).toBeNull();
  });

  test('what cannot be read is an answer with its reason, and exit status 2', async () => {
    const path = await unpackedImage(release);
    const { code, stdout } = await runCli([
      'walk',
      '--memory',
      path,
      '--pgd',
      '0x7000000000',
      '--json',
      '0x1000',
    ]);
    expect(code).toBe(2);
    expect(property(jsonLines(stdout)[0], 'stop')).toEqual({
      level: 'pgd',
      reason: 'unreadable',
      text: 'the pgd entry at 0x7000000000 cannot be read: not in the image',
    });
  });

  test.each([
    { name: 'no image', args: ['--pgd', '0x1000', '0x0'], text: /--memory FILE is needed/ },
    { name: 'no table', args: ['--memory', 'IMAGE', '0x0'], text: /one of --pgd PHYS and --cpu N/ },
    {
      name: 'both',
      args: ['--memory', 'IMAGE', '--pgd', '0', '--cpu', '0', '0x0'],
      text: /one of --pgd PHYS and --cpu N/,
    },
    {
      name: 'an address without 0x',
      args: ['--memory', 'IMAGE', '--pgd', '3851000', '0x0'],
      text: /--pgd "3851000": wanted 0x/,
    },
    {
      name: 'no such CPU',
      args: ['--memory', 'IMAGE', '--cpu', '7', '0x0'],
      text: /CPU 7: the image has CR3 of CPUs 0 to 0/,
    },
    { name: 'a bad address', args: ['--memory', 'IMAGE', '--cpu', '0', '0x0', 'zz'], text: /argument 2/ },
  ])('$name is told', async ({ args, text }) => {
    const path = await unpackedImage(release);
    const { code, stderr } = await runCli(['walk', ...args.map((arg) => (arg === 'IMAGE' ? path : arg))]);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });
});
