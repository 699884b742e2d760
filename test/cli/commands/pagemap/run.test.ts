import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { run } from '../../../../src/cli/start/run.ts';
import { fakeIo, runCli, runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// One page of each, as Debian's 7.3 showed them (test/fixtures/realkernel/README.md).
const words = [
  0x8180_0000_0000_3330n, // anon_present_dirty
  0x8180_0000_0000_3331n,
  0x0080_0000_0000_0000n, // none
  0x4080_0000_0000_0160n, // anon_swapped: type 0, offset 0xb
  0x4280_0000_0000_003fn, // uffdwp_marker_shmem_hole
  0x4480_0000_0000_009fn, // guard_marker_anon
  0x4080_0000_0000_005fn, // uffd_poison_marker_anon
  0x4080_0000_0006_5378n, // hwpoison, frame 0x329b
  0x4080_0000_0006_edbbn, // migration, frame 0x376d
];
const dump = folder.write('all.dump', dumpOf(words));
const maps = folder.write(
  'maps',
  new TextEncoder().encode(
    '7f0000000000-7f0000002000 rw-p 0 00:00 0 [heap]\n7f0000010000-7f0000017000 rw-p 0 00:00 0  /a\u001b]0;x\u0007,"<b>\n',
  ),
);

describe('ranges', () => {
  test('as lines', async () => {
    const {
      code: status,
      stdout,
      stderr,
    } = await runOnDisk(['pagemap', dump, '--ranges', '--start', '0x7f0000000000']);
    expect(stdout)
      .toBe(`# kernel 7.3, assumed (-k chooses); letters f=file g=guard u=uffd_wp x=exclusive d=soft_dirty
0x00007f0000000000-0x00007f0000002000        2 0x8180000000003330 present            ---xd pfn 0x3330
0x00007f0000002000-0x00007f0000003000        1 0x0080000000000000 none               ----d
0x00007f0000003000-0x00007f0000004000        1 0x4080000000000160 swap               ----d 0:0xb
0x00007f0000004000-0x00007f0000005000        1 0x428000000000003f pte-marker:uffd_wp --u-d
0x00007f0000005000-0x00007f0000006000        1 0x448000000000009f pte-marker:guard   -g--d
0x00007f0000006000-0x00007f0000007000        1 0x408000000000005f pte-marker:poisoned ----d
0x00007f0000007000-0x00007f0000008000        1 0x4080000000065378 hwpoison           ----d 24:0x329b
0x00007f0000008000-0x00007f0000009000        1 0x408000000006edbb migration          ----d 27:0x376d
`);
    expect([status, stderr]).toEqual([0, '']);
  });

  test('as JSON: the numbers of special entries and the name of the mapping', async () => {
    const { stdout } = await runOnDisk(['pagemap', dump, '--ranges', '--json', '--maps', maps]);
    const rows: unknown[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows[0]).toEqual({
      schema: 2,
      vaddr: '0x00007f0000000000',
      pages: 2,
      raw: '0x8180000000003330',
      state: 'present',
      markers: [],
      flags: ['exclusive', 'soft_dirty'],
      pfn: '0x3330',
      swap: null,
      vma: '[heap]',
    });
    expect(rows.slice(2)).toMatchObject([
      { state: 'swap', pfn: null, swap: { type: 0, offset: '0xb', name: 'swap_info[0]' } },
      {
        state: 'pte-marker',
        markers: ['uffd_wp'],
        swap: { type: 31, offset: '0x1', name: 'SWP_PTE_MARKER' },
      },
      { state: 'pte-marker', markers: ['guard'], flags: ['guard', 'soft_dirty'] },
      { state: 'pte-marker', markers: ['poisoned'] },
      { state: 'hwpoison', pfn: '0x329b', swap: { type: 24, offset: '0x329b', name: 'SWP_HWPOISON' } },
      { state: 'migration', pfn: '0x376d', swap: { type: 27, name: 'SWP_MIGRATION_WRITE' } },
    ]);
    expect(stdout).not.toMatch(/[\u001b\u0007]/);
    expect(rows.at(-1)).toMatchObject({ vma: '/a\u001b]0;x\u0007,"<b>' });
  });

  test('frame numbers that do not run on are left out', async () => {
    const scattered = folder.write(
      'scattered',
      dumpOf([
        0x8100_0000_0000_0005n,
        0x8100_0000_0000_0009n,
        0x4000_0000_0000_0020n,
        0x4000_0000_0000_0080n,
      ]),
    );
    const { stdout } = await runOnDisk(['pagemap', scattered, '--ranges', '--json']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([
      { pages: 2, raw: '0x8100000000000005', pfn: null, swap: null },
      { pages: 2, pfn: null, swap: { type: 0, offset: null } },
    ]);
  });
});

describe('entries', () => {
  test.each([
    { format: 'line', tail: ['--no-heading'] },
    { format: 'csv', tail: [] },
    { format: 'tsv', tail: [] },
    { format: 'json', tail: [] },
  ])('$format: the same as ranges of one page', async ({ format, tail }) => {
    // No two neighbours are alike, so that every range is one page; all but the first line.
    const odd = folder.write('odd', dumpOf(words.slice(1)));
    const common = ['pagemap', odd, '--format', format, ...tail];
    const entries = await runOnDisk([...common, '--entries']);
    const ranges = await runOnDisk([...common, '--ranges']);
    const expected = ranges.stdout.replace(/^(0x\w{16})-0x\w{16} +1 /gm, '$1 ');
    expect(entries.stdout).toBe(expected);
    expect(entries.stdout).not.toBe('');
  });

  test('names of mappings cannot act on the terminal', async () => {
    for (const format of ['line', 'csv', 'tsv', 'json']) {
      const { stdout } = await runOnDisk(['pagemap', dump, '--entries', '--maps', maps, '--format', format]);
      expect(stdout).not.toMatch(/[\u001b\u0007]/);
    }
  });

  test('pages that stand for themselves are written one by one, too', async () => {
    const { stdout } = await runOnDisk([
      'pagemap',
      dump,
      '--entries',
      '--present',
      '--where',
      'pfn == 0x3331',
    ]);
    expect(stdout.split('\n')[1]).toBe(
      '0x0000000000001000 0x8180000000003331 present            ---xd pfn 0x3331',
    );
    expect(stdout.split('\n')).toHaveLength(3);
  });
});

describe('summary', () => {
  test('one object', async () => {
    const { stdout } = await runOnDisk(['pagemap', dump, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 2,
      source: dump,
      kernel: '7.3',
      page_size: 4096,
      pages: 9,
      bytes: 36864,
      states: { present: 2, none: 1, swap: 1, 'pte-marker': 3, hwpoison: 1, migration: 1 },
      markers: { uffd_wp: 1, guard: 1, poisoned: 1 },
      flags: { soft_dirty: 9, exclusive: 2, uffd_wp: 1, guard: 1 },
      complete: true,
    });
  });

  test('per mapping', async () => {
    const { stdout } = await runOnDisk(['pagemap', dump, '--json', '--by', 'vma', '--maps', maps]);
    expect(JSON.parse(stdout)).toMatchObject({
      pages: 9,
      vmas: [
        { vaddr: '0x00007f0000000000', name: '[heap]', pages: 2, states: { present: 2 } },
        { end: '0x00007f0000017000', pages: 7, states: { 'pte-marker': 3, swap: 1 } },
      ],
    });
  });

  test('as text, most pages first', async () => {
    const { stdout } = await runOnDisk(['pagemap', dump]);
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      '9 pages, 36 KiB of 4 KiB each',
      '    2      8 KiB   22.2 %  present              ---xd  exclusive soft_dirty',
      '    1      4 KiB   11.1 %  swap                 ----d  soft_dirty',
    ]);
  });
});

describe('whole files of a real kernel', () => {
  const file = (name: string): string =>
    new URL(`../../../fixtures/realkernel/7.3.4+deb13-amd64/pagemap/${name}.bin`, import.meta.url).pathname;
  test.each([
    // How each was built: pagemap/REGION.json
    { name: 'guard_anon', states: { present: 2, 'pte-marker': 3, none: 3 }, markers: { guard: 3 } },
    { name: 'uffdwp_shmem', states: { present: 4, 'pte-marker': 4 }, markers: { uffd_wp: 4 } },
    { name: 'hugetlb_uffdwp_unpop', states: { 'pte-marker': 512 }, markers: { uffd_wp: 512 } },
    { name: 'thp_shmem_uffdwp_zap', states: { 'pte-marker': 512 }, markers: { uffd_wp: 512 } },
  ])('$name', async ({ name, states, markers }) => {
    const { stdout } = await runOnDisk(['pagemap', file(name), '--json', '--kernel', 'debian-7.3']);
    expect(JSON.parse(stdout)).toMatchObject({ states, markers });
  });
});

describe('what cannot be answered ends with 2', () => {
  test('left-over bytes: the rest is decoded', async () => {
    const {
      code: status,
      stdout,
      stderr,
    } = await runOnDisk(['pagemap', '--json'], {
      stdin: readFileSync(dump).subarray(0, 21),
    });
    expect(JSON.parse(stdout)).toMatchObject({ pages: 2, complete: false });
    expect([status, stderr]).toEqual([
      2,
      'pte-decode: <stdin>: 5 bytes are left over behind 2 entries of 8 bytes\n',
    ]);
  });

  test('numbers that the kernel hid: said once, no frame number, no swap entry', async () => {
    const hidden = folder.write(
      'hidden',
      dumpOf([0x8180_0000_0000_0000n, 0x4280_0000_0000_0000n, 0x4480_0000_0000_0000n]),
    );
    const { code: status, stdout, stderr } = await runOnDisk(['pagemap', hidden, '--ranges', '--json']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([
      { state: 'present', pfn: null },
      { state: 'hidden', swap: null, flags: ['uffd_wp', 'soft_dirty'] },
      { state: 'pte-marker', markers: ['guard'] },
    ]);
    expect(status).toBe(0);
    expect(stderr.match(/CAP_SYS_ADMIN/g)).toHaveLength(1);
  });

  test.each([
    { args: ['pagemap', `${dump}.missing`], say: 'no such file' },
    { args: ['pagemap', dump, '--ranges', '--entries'], say: 'only one at a time' },
    { args: ['pagemap', dump, '--range', '5-4'], say: '--range' },
    { args: ['pagemap', dump, '--start', '0x10'], say: 'multiple of the page size' },
    { args: ['pagemap', dump, '--page-size', '100'], say: '--page-size' },
    { args: ['pagemap', dump, '--where', 'nosuch'], say: 'unknown name' },
    {
      args: ['pagemap', dump, '--present', '--where', 'state == present'],
      say: ': state == "present"\n  state == present\n           ^\n',
    },
    { args: ['pagemap', dump, '--kernel', '9.9'], say: 'kernel "9.9"' },
    { args: ['pagemap', dump, '--pid', 'self'], say: '--pid' },
    { args: ['pagemap', '--pid', 'no-such-process-here'], say: 'no process of that name' },
    { args: ['pagemap', '/proc/self/pagemap'], say: 'use --pid' },
    { args: ['pagemap', 'capture', '--pid', 'self'], say: '--output' },
    { args: ['pagemap', dump, '--maps', dump], say: 'wanted a line of /proc/PID/maps' },
  ])('$args: $say', async ({ args, say }) => {
    const { code: status, stderr } = await runOnDisk(args);
    expect(status).toBe(2);
    expect(stderr).toContain(say);
  });
});

test('before 3.11 there is a page shift instead of flags', async () => {
  const old = folder.write('old', dumpOf([0xa600_0000_0000_1234n]));
  const { stdout } = await runOnDisk(['pagemap', old, '--ranges', '--json', '--kernel', '3.10']);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'present', flags: ['file'], pfn: '0x1234' });
});

test('the environment names the kernel', async () => {
  const marker = folder.write('marker', dumpOf([0x4200_0000_0000_003en]));
  const { stdout } = await runOnDisk(['pagemap', marker, '--ranges', '--json'], {
    env: { PTE_DECODE_KERNEL: 'debian-6.1' },
  });
  expect(JSON.parse(stdout)).toMatchObject({ state: 'pte-marker', markers: ['uffd_wp'] });
});

test('several files, one after the other', async () => {
  const { stdout } = await runOnDisk(['pagemap', dump, dump, '--json']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
});

test('ranges of addresses, with and without 0x', async () => {
  for (const range of ['0x2000-0x4000', '002000-004000']) {
    const { stdout } = await runOnDisk(['pagemap', dump, '--json', '--range', range]);
    expect(JSON.parse(stdout)).toMatchObject({ pages: 2, states: { none: 1, swap: 1 } });
  }
});

test('the last range of the address space can be asked for as it is printed', async () => {
  const path = folder.write('top.dump', dumpOf([0x8180_0000_0000_2bcbn, 0x8180_0000_0000_2bccn]));
  const argv = ['pagemap', path, '--kernel', '7.3', '--start', '0xffffffffffffe000', '--ranges'];
  const { stdout } = await runOnDisk(argv);
  const [range = ''] = /^0x\S+/m.exec(stdout) ?? [];
  expect(range).toBe('0xffffffffffffe000-0x10000000000000000');
  expect(await runOnDisk([...argv, '--range', range])).toMatchObject({ code: 0, stdout });
});

test('diff: exit 1 for a change, 0 for none, and what changed', async () => {
  const changed = folder.write(
    'changed',
    dumpOf(words.map((word, i) => (i === 3 ? 0x8180_0000_0000_4444n : word))),
  );
  const same = await runOnDisk(['pagemap', 'diff', dump, dump]);
  expect(same).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const { code: status, stdout } = await runOnDisk(['pagemap', 'diff', dump, changed, '--json']);
  expect(status).toBe(1);
  const [change, summary] = stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(change).toMatchObject({
    vaddr: '0x0000000000003000',
    pages: 1,
    changes: ['swapped-in', 'gained-exclusive'],
    before: { state: 'swap', swap: { offset: '0xb' } },
    after: { state: 'present', pfn: '0x4444' },
  });
  expect(summary).toEqual({ schema: 2, summary: { 'swapped-in': 1, 'gained-exclusive': 1 }, not_known: [] });
  const text = await runOnDisk(['pagemap', 'diff', dump, changed]);
  expect(text.stdout)
    .toBe(`# kernel 7.3, assumed (-k chooses); letters f=file g=guard u=uffd_wp x=exclusive d=soft_dirty
0x0000000000003000-0x0000000000004000        1 swap               ----d -> present            ---xd swapped-in,gained-exclusive
# 1 page swapped-in
# 1 page gained-exclusive
`);
});

test('map: a character for each page of a small dump, and a legend', async () => {
  const { stdout } = await runOnDisk(['pagemap', dump, '--map']);
  const lines = stdout.split('\n');
  expect(lines.find((line) => line.includes('##.swgx!m'))).toMatch(/^ *0 +36 KiB +32 KiB ##\.swgx!m /);
  expect(stdout).toContain('! hwpoison   m migration   . none   # present');
});

// A process that is nothing but files: a mapping of four pages at 0x10000, the third of them without anything in it.
const PROCESS = {
  '/proc/77/comm': 'made-up\n',
  '/proc/77/maps': '00010000-00014000 rw-p 00000000 00:00 0 [heap]\n',
  '/proc/77/pagemap': dumpOf([
    ...Array<bigint>(16).fill(0n),
    0x8180_0000_0000_2bcbn,
    0x8180_0000_0000_2bccn,
    0n,
    0x4280_0000_0000_003fn,
  ]),
};

test.each(['77', 'made-up'])('a process is read through files that are handed in: --pid %s', async (pid) => {
  const argv = ['pagemap', '--pid', pid, '--ranges', '--json', '--kernel', 'debian-7.3'];
  const { code, stdout, open } = await runCli(argv, { files: PROCESS });
  expect({ code, open }).toEqual({ code: 0, open: 0 });
  expect(jsonLines(stdout)).toMatchObject([
    {
      vaddr: '0x0000000000010000',
      pages: 2,
      state: 'present',
      pfn: '0x2bcb',
      flags: ['exclusive', 'soft_dirty'],
    },
    { vaddr: '0x0000000000012000', pages: 1, state: 'none', flags: [] },
    { vaddr: '0x0000000000013000', pages: 1, state: 'pte-marker', markers: ['uffd_wp'], vma: '[heap]' },
  ]);
});

test('a capture of such a process is a file that pagemap reads', async () => {
  const { io, written } = fakeIo({ files: PROCESS });
  expect(await run(['pagemap', 'capture', '--pid', '77', '-o', 'made.pmap'], io)).toBe(0);
  const files = { 'made.pmap': written.get('made.pmap') ?? new Uint8Array(0) };
  const { stdout } = await runCli(['pagemap', 'made.pmap', '--json', '--kernel', 'debian-7.3'], { files });
  expect(JSON.parse(stdout)).toMatchObject({
    states: { present: 2, none: 1, 'pte-marker': 1 },
    complete: true,
  });
});

// Documentation/kbuild/kconfig.rst: what is off stands in a whole .config as "is not set".
test.each([
  { config: 'CONFIG_MMU=y\nCONFIG_DEVICE_PRIVATE=y\n', says: true },
  { config: 'CONFIG_MMU=y\n# CONFIG_DEVICE_PRIVATE is not set\n', says: false },
])('a capture says of DEVICE_PRIVATE what $config says', async ({ config, says }) => {
  const { io, written } = fakeIo({ files: { ...PROCESS, '/proc/config.gz': config } });
  expect(await run(['pagemap', 'capture', '--pid', '77', '-o', 'made.pmap'], io)).toBe(0);
  const [, header = ''] =
    /(\{.*?\})/.exec(Buffer.from(written.get('made.pmap') ?? '').toString('latin1')) ?? [];
  expect(JSON.parse(header)).toMatchObject({ device_private: says });
});

describe('a file of several that cannot be read', () => {
  // Present pages with frames 5 and 6; an ELF file; a capture without header.
  const files = {
    'a.pm': new Uint8Array(new BigUint64Array([(1n << 63n) | 5n]).buffer),
    'b.pm': new Uint8Array(new BigUint64Array([(1n << 63n) | 6n]).buffer),
    elf: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...new Array<number>(57).fill(0)]),
    'cut.pmap': new Uint8Array([...Buffer.from('PTEPMAP'), 1]),
  };

  test.each(['nosuch', 'elf', 'cut.pmap'])('%s: the rest is still done', async (bad) => {
    const each = await runCli(['pagemap', 'a.pm', bad, 'b.pm', '-k', '6.18', '--ranges'], { files });
    expect(each.code).toBe(2);
    expect(each.stdout).toMatch(/pfn 0x5[^]*pfn 0x6/);
    expect(each.stderr).toContain(bad);
    const check = ['pagemap', 'check', bad, 'a.pm', '-k', '6.18', '--every', 'present'];
    const checked = await runCli(check, { files });
    expect(checked.code).toBe(2);
    expect(checked.stdout).toContain('holds: 1 page');
    const ktap = await runCli([...check, '--format', 'ktap'], { files });
    expect(ktap.code).toBe(2);
    expect(ktap.stdout).toContain('1..2');
    expect(ktap.stdout).toMatch(/^ok 2 a\.pm: /m);
    const audited = await runCli(
      ['audit', '--input', 'pagemap', '-k', '6.18', '-f', bad, '-f', 'swapped.pm'],
      { files: { ...files, 'swapped.pm': new Uint8Array(new BigUint64Array([(1n << 62n) | 32n]).buffer) } },
    );
    expect(audited.code).toBe(2);
    expect(audited.stdout).toContain('1');
    expect(audited.stderr).toContain(bad);
  });

  test('what is wrong with the question ends the batch', async () => {
    const { code, stdout } = await runCli(['pagemap', 'a.pm', 'b.pm', '--where', 'nosuch'], { files });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

test('a kernel without pagemap is told from one that the tables of entries do not have', async () => {
  const files = { 'a.pm': new Uint8Array(8) };
  expect((await runCli(['pagemap', 'a.pm', '-k', '2.6.25'], { files })).code).toBe(0);
  // v2.6.25 fs/proc/base.c has the first "pagemap".
  const { code, stderr } = await runCli(['pagemap', 'a.pm', '-k', '2.6.24'], { files });
  expect(code).toBe(2);
  expect(stderr).toContain('2.6.24: pagemap came with 2.6.25');
});

// Bits 59 and 60 are protection keys of an entry of x86_64 (v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_PKEY_BIT0); bits 58
// (6.15) and 57 (5.14) are of pagemap (fs/proc/task_mmu.c).
test.each([
  { word: 0x8c00_0000_0000_3067n, kernel: '6.18', isStrange: true },
  { word: 0x8280_0000_0000_3330n, kernel: '5.10', isStrange: true },
  { word: 0x8280_0000_0000_3330n, kernel: '5.14', isStrange: false },
])('a word with bits that $kernel does not set: $isStrange', async ({ word, kernel, isStrange }) => {
  const files = { 'a.pm': new Uint8Array(new BigUint64Array([word]).buffer) };
  for (const words of [['pagemap'], ['pagemap', 'check', '--every', 'present', '--start', '0']]) {
    const { code, stderr } = await runCli([...words, 'a.pm', '-k', kernel], { files });
    expect(code).toBe(0);
    expect(stderr).toMatch(isStrange ? /of another kernel \(-k\), or of page-table entries/ : /^$/);
  }
});

test('help of a command below pagemap stands first', async () => {
  const { code, stderr } = await runCli(['pagemap', 'help', 'check']);
  expect([code, stderr]).toEqual([2, 'pte-decode: help stands first: pte-decode help pagemap check\n']);
});
