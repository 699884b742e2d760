import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { PAGE_RULES } from '../../../../src/pagemap/pages/rules.ts';
import { runCli, runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines, numberOf, property, stringOf } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { REAL_KERNELS, realFile } from '../../../helpers/real-kernels.ts';
import { checkLines } from '../../../helpers/schemas.ts';

const KERNELS = [
  ...REAL_KERNELS.map(({ folder, kernel }) => ({ folder, kernel })),
  { folder: '6.18.44-native', kernel: '6.18' },
];

const region = (name: string, folder = '6.12.117+deb12-amd64'): string =>
  realFile(folder, `pagemap/${name}.bin`);

describe('quantifiers over regions of a real kernel', () => {
  // How the regions were built: test/fixtures/realkernel/README.md, "State names"
  // prettier-ignore
  const cases = [
    { name: 'anon_rw', args: ['--every', 'present'], code: 1, out: 'broken: 2 of 8 pages, in 1 range' },
    { name: 'anon_rw', args: ['--no', 'uffd_wp'], code: 0, out: 'holds: 8 pages' },
    { name: 'anon_rw', args: ['--some', 'none'], code: 0, out: 'holds: 2 pages of 8' },
    { name: 'anon_rw', args: ['--some', 'swapped'], code: 1, out: 'broken: none of 8 pages' },
    { name: 'anon_rw', args: ['--every', 'present', '--where', 'vaddr < 0x6000'], code: 0, out: 'holds: 6 pages' },
    { name: 'anon_rw', args: ['--no', 'vaddr in (0x1000, 0x3000)'], code: 1, out: 'broken: 2 of 8 pages, in 2 ranges' },
    { name: 'anon_rw', args: ['--every', 'present', '--range', '0x0-0x6000'], code: 0, out: 'holds: 6 pages' },
    { name: 'sd_clean', args: ['--every', 'soft_dirty'], code: 1, out: 'broken: 3 of 6 pages, in 1 range' },
    { name: 'uffdwp_anon', args: ['--rule', 'swap-kept'], code: 1, out: 'broken: 2 of 8 pages, in 1 range' },
    { name: 'uffdwp_anon', args: ['--every', 'uffd_wp', '--where', 'swapped'], code: 0, out: 'holds: 2 pages' },
    // Nothing to look at, or nothing that tells.
    { name: 'anon_rw', args: ['--every', 'uffd_wp', '--where', 'swapped'], code: 2, out: 'no page was looked at' },
    { name: 'anon_rw', args: ['--no', 'vma.flags has "uw"'], code: 2, out: 'nothing is known of mappings' },
    { name: 'anon_rw', args: ['--some', 'vma.size > 5'], code: 2, out: 'nothing is known of mappings' },
    { name: 'anon_rw', args: ['--no', 'guard'], code: 2, out: 'kernel debian-6.12 has no guard (bit 58): it came with 6.15' },
    { name: 'shmem_swapped', args: ['--rule', 'swap-kept'], code: 2, out: 'shared memory may be in swap' },
    { name: 'anon_rw', args: ['--every', 'present || vma.flags has "uw"', '--where', 'present'], code: 0, out: 'holds: 6 pages' },
  ];
  test.each(cases)('$name $args: $code', async ({ name, args, code, out }) => {
    const result = await runOnDisk(['pagemap', 'check', region(name), '-k', 'debian-6.12', ...args]);
    expect(result.stdout).toContain(out);
    expect(result.code).toBe(code);
  });
});

test('on a terminal lines are broken at its width, in a pipe they stay whole', async () => {
  const files = {
    '/dump': dumpOf([1n, 0n, 1n, 0n].map((frame) => (frame ? 0x8180_0000_0000_0000n | frame : 0n))),
  };
  const argv = ['pagemap', 'check', '/dump', '-k', '6.12', '--rule', 'swap-kept', '--every', 'none'];
  const lengths = async (stdoutIsTTY: boolean): Promise<readonly number[]> => {
    const { stdout } = await runCli(argv, { files, stdoutIsTTY, columns: 60, env: { NO_COLOR: '1' } });
    return stdout.split('\n').map((line) => line.length);
  };
  expect(Math.max(...(await lengths(true)))).toBeLessThanOrEqual(60);
  expect(Math.max(...(await lengths(false)))).toBeGreaterThan(100);
});

describe('a bit that the kernel does not have', () => {
  const cases = [
    { kernel: ['-k', '5.12'], args: ['--no', 'uffd_wp'], why: 'it came with 5.14' },
    { kernel: ['-k', '5.12'], args: ['--no', 'flags has "uffd_wp"'], why: 'it came with 5.14' },
    { kernel: ['-k', '5.12'], args: ['--no', 'raw & 0x0200000000000000'], why: 'it came with 5.14' },
    {
      kernel: ['-k', '6.12,CONFIG_MEM_SOFT_DIRTY=n'],
      args: ['--every', '!soft_dirty'],
      why: 'it is built without CONFIG_MEM_SOFT_DIRTY',
    },
    {
      kernel: ['-k', '6.18'],
      args: ['--every', '!soft_dirty'],
      why: 'nothing says that kernel 6.18 has soft_dirty',
    },
    { kernel: ['-k', '6.1', '--arch', 's390x'], args: ['--no', 'uffd_wp'], why: 'has no uffd_wp' },
    { kernel: [], args: ['--no', 'uffd_wp'], why: 'nobody said which kernel made the words' },
    { kernel: ['-k', '6.12'], args: ['--no', 'markers has "guard"'], why: 'has no guard' },
  ];
  const files = { '/dump': dumpOf([0x8100000000002e91n, 0n]) };
  test.each(cases)('$kernel $args: $why', async ({ kernel, args, why }) => {
    const { stdout, code } = await runCli(['pagemap', 'check', '/dump', ...kernel, ...args], { files });
    expect(stdout).toContain(`unanswered: 2 pages of which it is not known: `);
    expect(stdout).toContain(why);
    expect(code).toBe(2);
  });

  test('a word that has it proves it', async () => {
    const proof = { '/dump': dumpOf([0x8180000000002e91n, 0n]) };
    const { code, stdout } = await runCli(['pagemap', 'check', '/dump', '-k', '6.18', '--no', 'soft_dirty'], {
      files: proof,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('broken: 1 of 2 pages') });
  });
});

test('numbers that the kernel hid are not taken for others', async () => {
  const files = { '/dump': dumpOf([0x8100000000000000n, 0x4000000000000000n, 0n]) };
  const ask = async (...args: string[]): Promise<number> =>
    (await runCli(['pagemap', 'check', '/dump', '-k', 'debian-6.12', ...args], { files })).code;
  expect(await ask('--no', 'pfn == 5')).toBe(2);
  expect(await ask('--no', 'state == "pte-marker"')).toBe(2);
  expect(await ask('--rule', 'swap-kept')).toBe(2);
  expect(await ask('--some', 'raw & 0x10')).toBe(2);
  expect(await ask('--every', 'state != "present"')).toBe(1);
  expect(await ask('--no', 'uffd_wp')).toBe(0);
  expect(await ask('--some', 'raw & 0x8000000000000000')).toBe(0);
});

describe.each(KERNELS)('regions of $folder', ({ folder, kernel }) => {
  const names = readdirSync(realFile(folder, 'pagemap')).filter((name) => name.endsWith('.bin'));
  test('rules that need VmFlags have no answer without smaps; the records fit their schema', async () => {
    const files = names.map((name) => realFile(folder, `pagemap/${name}`));
    const rules = 'armed,armed-holes,stale,swap-kept,soft-dirty-blind';
    const { stdout, code } = await runOnDisk([
      'pagemap',
      'check',
      ...files,
      '-k',
      kernel,
      '--rule',
      rules,
      '--json',
    ]);
    expect(code).toBe(2);
    expect(checkLines('pagemap-check', stdout)).toBeGreaterThan(5 * files.length);
    const verdicts = jsonLines(stdout)
      .map((line) => property(line, 'verdict'))
      .filter((verdict) => verdict !== undefined);
    for (const verdict of verdicts) {
      const name = stringOf(verdict, 'name');
      if (['armed', 'armed-holes', 'stale'].includes(name))
        expect(property(verdict, 'outcome')).toBe('unanswered');
    }
  });

  test('pages that a policy of present pages loses, by their words', async () => {
    for (const name of names) {
      const path = realFile(folder, `pagemap/${name}`);
      const listed = await runOnDisk(['pagemap', path, '-k', kernel, '--entries', '--json']);
      const states = jsonLines(listed.stdout).map((line) => stringOf(line, 'state'));
      const lost = states.filter((state) => ['swap', 'migration', 'pte-marker'].includes(state)).length;
      const { stdout } = await runOnDisk([
        'pagemap',
        'check',
        path,
        '-k',
        kernel,
        '--rule',
        'swap-kept',
        '--json',
      ]);
      const verdict = property(jsonLines(stdout).at(-1), 'verdict');
      expect({ name, breaking: numberOf(verdict, 'breaking') }).toEqual({ name, breaking: lost });
      if (lost > 0) expect(property(verdict, 'outcome')).toBe('broken');
      else expect(property(verdict, 'outcome')).not.toBe('broken');
    }
  });
});

test('ranges are listed as --ranges lists them, counts are complete', async () => {
  const words = Array.from({ length: 100 }, (_, page) => (page % 2 === 0 ? 0x8000000000000001n : 0n));
  const files = { '/dump': dumpOf(words) };
  const run = (...args: string[]): ReturnType<typeof runCli> =>
    runCli(['pagemap', ...args, '/dump', '-k', '6.12'], { files });
  const wanted = jsonLines((await run('--ranges', '--json', '--where', 'present')).stdout);
  const { stdout } = await run('check', '--no', 'present', '--json');
  const records = jsonLines(stdout);
  expect(records.slice(0, -1).map((record) => ({ ...Object(record), check: undefined }))).toEqual(
    wanted.slice(0, 20).map((record) => ({ ...Object(record), check: undefined })),
  );
  expect(property(records.at(-1), 'verdict')).toMatchObject({ breaking: 50, ranges: 50 });
  expect((await run('check', '--no', 'present', '--max', '3')).stdout).toContain('# and 47 more');
});

test('rules: listed, each can be asked, and what is wrong is said', async () => {
  const { stdout, code } = await runCli(['pagemap', 'check', '--rules']);
  expect(code).toBe(0);
  for (const { name, src } of PAGE_RULES) {
    expect(stdout).toContain(`${name}\n`);
    expect(stdout).toContain(src);
  }
  const wrong = await runCli(['pagemap', 'check', '--rule', 'armd', '/dump'], {
    files: { '/dump': dumpOf([0n]) },
  });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('did you mean armed?');
  expect(wrong.open).toBe(0);
  const nothing = await runCli(['pagemap', 'check', '/dump'], { files: { '/dump': dumpOf([0n]) } });
  expect(nothing.stderr).toContain('nothing to check');
});

test('what was not read to its end proves nothing, and --vma picks mappings', async () => {
  const files = {
    '/dump': dumpOf([0x8100000000000001n]),
    '/maps': '10000000-10002000 rw-p 00000000 00:00 0 [heap]\n',
  };
  const ask = (...args: string[]): ReturnType<typeof runCli> =>
    runCli(['pagemap', 'check', '/dump', '--maps', '/maps', '-k', '6.12', ...args], { files });
  expect(await ask('--every', 'present')).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('not everything was read'),
  });
  expect(await ask('--every', 'present', '--vma', 'stack')).toMatchObject({ code: 2 });
  // Nothing that was asked for is there: that is another thing than an end that came too early.
  const { stdout } = await runCli(
    ['pagemap', 'check', '/dump', '--range', '0x9000-0xa000', '--every', 'present'],
    {
      files,
    },
  );
  expect(stdout).toContain('no page that was read lies in it');
});

test('text is no dump', async () => {
  const files = { '/text': 'nothing that a kernel wrote\n', '/word': dumpOf([0x8180_0000_0020_2020n]) };
  const ask = (path: string): ReturnType<typeof runCli> =>
    runCli(['pagemap', 'check', path, '-k', '6.12', '--every', 'present'], { files });
  expect(await ask('/text')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('/text: this is text'),
  });
  expect(await ask('/word')).toMatchObject({ code: 0 });
});

test('verdicts for CI have the ranges', async () => {
  const { stdout, code } = await runOnDisk([
    'pagemap',
    'check',
    region('anon_rw'),
    '-k',
    'debian-6.12',
    '--every',
    'present',
    '--no',
    'guard',
    '--format',
    'ktap',
  ]);
  expect(code).toBe(2);
  expect(stdout).toMatch(/# {3}0x0000000000006000-0x0000000000008000 +2 0x0080000000000000 none/);
  expect(stdout).toContain('not ok 1 every present\n');
  expect(stdout).toContain('not ok 2 no guard # ERROR');
});
