import { describe, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';
import { jsonLines } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// A process that is nothing but files: two mappings, of which smaps alone says which is registered for write-protection.
// Its smaps gives the first another name than its maps, so that a name tells which of the two was read.
const PROCESS = {
  '/proc/77/comm': 'made-up\n',
  '/proc/77/maps':
    '00010000-00012000 rw-p 00000000 00:00 0 [heap]\n00020000-00021000 rw-p 00000000 00:00 0 \n',
  '/proc/77/smaps':
    '00010000-00012000 rw-p 00000000 00:00 0 [anon:smaps]\nVmFlags: rd wr mr mw me uw \n' +
    '00020000-00021000 rw-p 00000000 00:00 0 \nVmFlags: rd wr mr mw me \n',
  '/proc/77/pagemap': dumpOf([
    ...Array<bigint>(16).fill(0n),
    0x8300_0000_0000_2bcbn,
    0x8300_0000_0000_2bccn,
    ...Array<bigint>(14).fill(0n),
    0x8100_0000_0000_2bcdn,
  ]),
};

describe('smaps of a process', () => {
  const UW = 'vma.flags has "uw"';
  const LIVE = ['pagemap', '--pid', '77', '-k', '6.12'];

  // fs/proc/task_mmu.c show_smap_vma_flags: VmFlags stand in smaps and nowhere else.
  test.each([
    { view: ['--json'], out: /"pages":2,"bytes":8192,"states":\{"present":2/ },
    { view: ['--by', 'vma'], out: /2 pages[^]*\[anon:smaps\]/ },
    { view: ['--ranges'], out: /^0x0000000000010000-0x0000000000012000 +2 .*\[anon:smaps\]$/m },
    { view: ['--entries'], out: /^0x0000000000010000 .*\n0x0000000000011000 .*\n$/m },
    { view: ['--map'], out: /^1 mapping, 8 KiB, 8 KiB of it in use$/m },
    { view: ['--html', '-'], out: /anon:smaps/ },
  ])('is read for an expression that asks for it: $view', async ({ view, out }) => {
    const { code, stdout } = await runCli([...LIVE, ...view, '--where', UW], { files: PROCESS });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(out) });
  });

  test.each([
    { where: UW, from: '[anon:smaps]' },
    { where: `present && !(${UW} && vaddr > 0x10000)`, from: '[anon:smaps]' },
    { where: 'present && !maybe_swapped', from: '[anon:smaps]' },
    { where: 'uffd_wp', from: '[heap]' },
    { where: 'perms == "rw-p" && vaddr < 0x11000', from: '[heap]' },
  ])('and for no other: $where', async ({ where, from }) => {
    const { stdout } = await runCli([...LIVE, '--ranges', '--json', '--where', where], { files: PROCESS });
    expect(jsonLines(stdout)[0]).toMatchObject({ vaddr: '0x0000000000010000', vma: from });
  });
});

describe('what the input does not tell', () => {
  const PRESENT = 0x8100_0000_0000_2e91n;
  const SWAP = 0x4000_0000_0000_0020n;
  const DIRTY = 0x8180_0000_0000_2e92n;
  // Without CAP_SYS_ADMIN bits 0-54 are zero: v6.12 fs/proc/task_mmu.c pagemap_open, pte_to_pagemap_entry.
  const HIDDEN = dumpOf([0x8100_0000_0000_0000n, 0x4000_0000_0000_0000n, 0n]);
  const MAPS = '00010000-00012000 rw-p 00000000 00:00 0 [heap]\n';
  const files = {
    '/dump': dumpOf([PRESENT, SWAP]),
    '/dirty': dumpOf([PRESENT, DIRTY]),
    '/hidden': HIDDEN,
    '/maps': MAPS,
    '/smaps': `${MAPS}VmFlags: rd wr mr mw me uw \n`,
    '/sd': `${MAPS}VmFlags: rd wr mr mw me sd \n`,
  };
  const VIEWS = [[], ['--ranges'], ['--entries'], ['--map'], ['--html', '-'], ['--json'], ['--by', 'vma']];

  // Nothing is read: no page would have an answer.
  test.each([
    { args: ['-k', '5.10'], where: 'uffd_wp', why: 'kernel 5.10 has no uffd_wp (bit 57): it came with 5.14' },
    { args: ['-k', '5.10'], where: 'present && !uffd_wp', why: 'it came with 5.14' },
    { args: ['-k', '5.10'], where: 'flags has "uffd_wp"', why: 'it came with 5.14' },
    { args: ['-k', '5.10'], where: 'raw & 0x0200000000000000', why: 'it came with 5.14' },
    { args: ['-k', '6.1'], where: 'guard', why: 'kernel 6.1 has no guard' },
    { args: ['-k', '6.1'], where: 'marker == "guard"', why: 'kernel 6.1 has no guard' },
    // v6.13 has PTE_MARKER_GUARD, and PM_GUARD_REGION came with v6.15 fs/proc/task_mmu.c.
    {
      args: ['-k', '6.13'],
      where: 'flags has "guard"',
      why: 'kernel 6.13 has no guard (bit 58): it came with 6.15',
    },
    {
      args: ['-k', '6.14'],
      where: 'raw & 0x400000000000000',
      why: 'kernel 6.14 has no guard (bit 58): it came with 6.15',
    },
    {
      args: ['-k', '6.12,CONFIG_MEM_SOFT_DIRTY=n'],
      where: 'soft_dirty',
      why: 'built without CONFIG_MEM_SOFT_DIRTY',
    },
    { args: ['-k', '6.1', '--arch', 's390x'], where: 'uffd_wp', why: 'has no uffd_wp' },
    { args: ['-k', '6.12'], where: 'vma.name == "[heap]"', why: 'nothing is known of mappings' },
    { args: ['-k', '6.12'], where: 'vma.flags has "uw"', why: 'nothing is known of mappings' },
    { args: ['-k', '6.12'], where: '!present || perms == "rw-p"', why: 'nothing is known of mappings' },
    {
      args: ['-k', '6.12', '--ranges'],
      where: 'pages > 1 && vma.shared',
      why: 'nothing is known of mappings',
    },
  ])('refused before anything is read: $args $where', async ({ args, where, why }) => {
    const argv = ['pagemap', '/dump', ...args, '--where', where];
    const { code, stdout, stderr, open } = await runCli(argv, { files });
    expect({ code, stdout, open }).toEqual({ code: 2, stdout: '', open: 0 });
    expect(stderr).toContain(`${why}`);
    expect(stderr).toMatch(/^pte-decode: expression, column \d+: /);
  });

  const NO_VMFLAGS = 'the mappings have no VmFlags';
  const ADMIN = 'only with CAP_SYS_ADMIN';
  const rows = [
    { file: '/dump', args: ['--maps', '/maps'], where: 'vma.flags has "uw"', say: `2 pages: ${NO_VMFLAGS}` },
    {
      file: '/dump',
      args: ['--maps', '/maps'],
      where: '!(vma.flags has "uw")',
      say: `2 pages: ${NO_VMFLAGS}`,
    },
    {
      file: '/dump',
      args: ['--maps', '/maps'],
      where: 'present || vma.flags has "uw"',
      say: `1 page: ${NO_VMFLAGS}`,
    },
    {
      file: '/hidden',
      args: [],
      where: 'pfn == 5',
      say: `2 pages: frame numbers, swap types and offsets are hidden`,
    },
    { file: '/hidden', args: [], where: 'state == "swap"', say: `1 page: frame numbers` },
    { file: '/hidden', args: [], where: 'state != "swap"', say: `1 page: frame numbers` },
    {
      file: '/dump',
      args: [],
      where: 'soft_dirty',
      say: '2 pages: nothing says that kernel 6.12 has soft_dirty',
    },
    { file: '/dump', args: [], where: 'soft_dirty && present', say: '1 page: nothing says that kernel 6.12' },
    {
      file: '/dump',
      args: [],
      where: 'soft_dirty && pfn == 0x2e91',
      say: '1 page: nothing says that kernel 6.12',
    },
    { file: '/dump', args: ['--range', '0-0x1000'], where: 'soft_dirty', say: '1 page: nothing says' },
  ];
  test.each(rows)('is counted: $file $args $where', async ({ file, args, where, say }) => {
    for (const view of VIEWS) {
      const argv = ['pagemap', file, '-k', '6.12', ...args, ...view, '--where', where];
      const { code, stderr, stdout } = await runCli(argv, { files });
      const text = view.includes('--json') ? stdout : stderr;
      expect({ code, text }).toEqual({
        code: 2,
        text: expect.stringContaining(`--where could not be asked of ${say}`),
      });
    }
  });

  test('nobody said which kernel it is', async () => {
    const { code, stderr } = await runCli(['pagemap', '/dump', '--where', 'uffd_wp'], { files });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/asked of 2 pages: nobody said which kernel made the words \(-k\)/),
    });
  });

  test('whole ranges, by their length', async () => {
    const argv = ['pagemap', '/hidden', '-k', '6.12', '--ranges', '--where', 'pages == 1 && state == "swap"'];
    const { code, stderr } = await runCli(argv, { files });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`asked of 1 page: `) });
    expect(stderr).toContain(ADMIN);
  });

  // The rest of the condition decides, a page proves what nobody said, or what is asked for is what is shown.
  test.each([
    { file: '/dump', args: ['--maps', '/smaps'], where: 'vma.flags has "uw"', pages: 2 },
    { file: '/dump', args: ['--maps', '/maps'], where: 'none && vma.flags has "uw"', pages: 0 },
    { file: '/hidden', args: [], where: 'present', pages: 1 },
    { file: '/hidden', args: [], where: 'none && pfn == 5', pages: 0 },
    { file: '/hidden', args: [], where: 'swapped || none', pages: 2 },
    { file: '/hidden', args: [], where: 'state == "hidden"', pages: 1 },
    { file: '/hidden', args: [], where: 'uffd_wp', pages: 0 },
    { file: '/dirty', args: [], where: 'soft_dirty', pages: 1 },
    { file: '/dirty', args: [], where: 'soft_dirty && pfn == 0x2e91', pages: 0 },
    { file: '/dirty', args: ['--present'], where: '!soft_dirty', pages: 1 },
    { file: '/dump', args: ['--present', '--maps', '/sd'], where: 'soft_dirty', pages: 0 },
    { file: '/dump', args: [], where: 'raw == 0x8100000000002e91', pages: 1 },
    { file: '/dump', args: [], where: 'flags', pages: 1 },
    { file: '/dump', args: [], where: 'uffd_wp', pages: 0 },
    { file: '/dump', args: [], where: 'vaddr < 0x1000', pages: 1 },
  ])('has an answer: $file $args $where', async ({ file, args, where, pages }) => {
    const argv = ['pagemap', file, '-k', '6.12', ...args, '--json', '--where', where];
    const { code, stdout } = await runCli(argv, { files });
    expect({ code, record: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      record: { pages, complete: true },
    });
  });

  test('pages that were not read', async () => {
    // 64 MiB that smaps calls empty, in a capture that does not say whether they were read: docs/pagemap.md.
    const made = captureOf('6.18', [
      { start: 0x10_0000n, flags: 'rd wr mr mw me', words: [PRESENT], empty: 1 << 14 },
    ]);
    const ask = (where: string): ReturnType<typeof runCli> =>
      runCli(['pagemap', '/made', '--json', '--where', where], { files: { '/made': made } });
    expect(await ask('guard')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('--where could not be asked of 16384 pages: pages that were not read'),
    });
    expect((await ask('vma.size < 0x1000 && guard')).code).toBe(0);
    expect(JSON.parse((await ask('state == "not-read"')).stdout)).toMatchObject({
      pages: 1 << 14,
      complete: true,
    });
  });
});

describe('what the words tell whatever is not known', () => {
  // Without CAP_SYS_ADMIN bits 0-54 are zero: v6.12 fs/proc/task_mmu.c pagemap_open, pte_to_pagemap_entry.
  const HIDDEN = [
    0x8180_0000_0000_0000n,
    0n,
    0x4080_0000_0000_0000n,
    0x4200_0000_0000_0000n,
    0x8000_0000_0000_0000n,
  ];
  // A marker of Debian's 6.1, where type 30 is that of markers; 7.3 has it for pages in use by a device.
  const MARKED = [
    0x8100_0000_0000_1234n,
    0x4200_0000_0000_003en,
    0x4000_0000_0000_0021n,
    0x8000_0000_0000_0001n,
  ];
  const files = {
    '/hidden': dumpOf(HIDDEN),
    '/marked': dumpOf(MARKED),
    '/moving': dumpOf([0x8000_0000_0000_1234n, 0x4000_0000_0000_043fn, 0n, 0x8000_0000_0000_1234n]),
    '/open': dumpOf([0x8100_0000_0000_1234n, 0n, 0x4000_0000_0000_0021n, 0x8000_0000_0000_0001n]),
    // A guard region of 6.15 and later; the page shift of 3.10, 12, with what is a migration entry there; one of 6.13.
    '/guard': dumpOf([0x8000_0000_0000_1234n, 0x4400_0000_0000_009fn, 0x4000_0000_0000_0021n]),
    '/shift': dumpOf([0x8600_0000_0000_1234n, 0x4600_0000_0000_009fn]),
    '/older': dumpOf([0x8000_0000_0000_1234n, 0x4000_0000_0000_009fn]),
  };
  const KERNEL = 'nobody said which kernel made the words (-k)';
  const NUMBERS = 'frame numbers, swap types and offsets are hidden';
  interface Row {
    readonly file: string;
    readonly args?: readonly string[];
    readonly where: string;
    /** Addresses of the pages that are picked, in pages. */
    readonly picked: readonly number[];
    readonly doubts?: string;
  }
  const debian = ['-k', 'debian-6.12'];
  const rows: readonly Row[] = [
    // docs/pagemap.md: a comparison with a whole word, and flags as such, are about what is shown.
    { file: '/hidden', args: debian, where: 'raw != 0', picked: [0, 2, 3, 4] },
    { file: '/hidden', args: debian, where: 'raw == 0x4080000000000000', picked: [2] },
    { file: '/hidden', args: debian, where: 'raw & 0x3', picked: [], doubts: `4 pages: ${NUMBERS}` },
    { file: '/hidden', args: debian, where: 'raw & 0x4080000000000003 == 0x4080000000000003', picked: [], doubts: `1 page: ${NUMBERS}` },
    { file: '/hidden', args: debian, where: 'flags', picked: [0, 2, 3] },
    { file: '/hidden', args: debian, where: 'flags has "uffd_wp"', picked: [3] },
    // A present page has a frame, whichever it is.
    { file: '/hidden', args: debian, where: 'present && pfn != null', picked: [0, 4] },
    { file: '/hidden', args: debian, where: 'present && pfn == null', picked: [] },
    // v6.12 include/linux/swap.h has no SWP_SWAPIN_ERROR; v6.1 has.
    { file: '/hidden', args: debian, where: 'state == "swapin-error"', picked: [] },
    { file: '/hidden', args: ['-k', 'debian-6.1'], where: 'state == "swapin-error"', picked: [], doubts: `2 pages: ${NUMBERS}` },
    // v5.19 fs/proc/task_mmu.c pte_to_pagemap_entry: a uffd-wp marker has PM_UFFD_WP.
    { file: '/hidden', args: debian, where: 'marker == "uffd_wp"', picked: [], doubts: `1 page: ${NUMBERS}` },
    { file: '/hidden', args: debian, where: 'state in ("swap", "pte-marker", "migration", "hwpoison", "device-private", "device-exclusive", "hidden")', picked: [2, 3] },
    { file: '/marked', where: 'state == "pte-marker"', picked: [], doubts: `1 page: ${KERNEL}` },
    { file: '/marked', where: 'state != "pte-marker"', picked: [0, 2, 3], doubts: `1 page: ${KERNEL}` },
    { file: '/marked', where: 'marker == "uffd_wp"', picked: [], doubts: `1 page: ${KERNEL}` },
    { file: '/marked', where: 'marker == "guard"', picked: [] },
    { file: '/marked', where: 'swap.name == "SWP_MIGRATION_READ"', picked: [], doubts: `1 page: ${KERNEL}` },
    { file: '/marked', where: 'pfn == 1', picked: [3], doubts: `1 page: ${KERNEL}` },
    { file: '/marked', args: ['-k', 'debian-6.1'], where: 'state == "pte-marker"', picked: [1] },
    { file: '/marked', where: 'swap.type == 30', picked: [1] },
    { file: '/marked', where: 'swap.type == 1 && state == "swap"', picked: [2] },
    { file: '/marked', where: 'swapped', picked: [1, 2] },
    { file: '/marked', where: 'uffd_wp', picked: [1] },
    // v6.17 fs/proc/task_mmu.c: PM_GUARD_REGION is a bit of markers, and before it guard regions were markers too.
    { file: '/open', where: 'guard && (present || none)', picked: [] },
    // v6.15 fs/proc/task_mmu.c pte_to_pagemap_entry: PM_GUARD_REGION is a bit of markers alone, and no kernel had it before.
    { file: '/guard', where: 'state == "pte-marker"', picked: [1] },
    { file: '/guard', where: 'marker == "guard"', picked: [1] },
    { file: '/guard', where: 'swap.type != 1 && state != "migration" && swapped', picked: [1] },
    { file: '/guard', where: 'swapped && pfn == null', picked: [1, 2] },
    { file: '/guard', where: '!guard', picked: [0, 2] },
    // v3.10 Documentation/vm/pagemap.txt: bits 55-60 are the page shift, and bits 57 and 58 are those of 12.
    { file: '/shift', where: 'state == "pte-marker"', picked: [], doubts: `1 page: ${KERNEL}` },
    // v4.18 include/linux/swap.h: type 1 is a swap area wherever there are two, and no marker is in one.
    { file: '/open', where: 'state == "swap" && !guard', picked: [2] },
    { file: '/open', where: '!guard && !poisoned', picked: [0, 1, 2, 3] },
    { file: '/open', where: 'flags has "guard"', picked: [] },
    { file: '/moving', where: '!guard', picked: [0, 1, 2, 3] },
    // v6.13 include/linux/swapops.h PTE_MARKER_GUARD: a marker without a bit of its own, or a page under migration.
    { file: '/older', where: 'present && !guard', picked: [0] },
    { file: '/older', where: 'guard', picked: [], doubts: `1 page: ${KERNEL}` },
    { file: '/older', where: '!guard', picked: [0], doubts: `1 page: ${KERNEL}` },
    { file: '/older', where: 'flags has "guard"', picked: [], doubts: `1 page: ${KERNEL}` },
    // Pages in doubt are not picked, however the condition is negated.
    { file: '/open', where: '!uffd_wp', picked: [], doubts: `4 pages: ${KERNEL}` },
    { file: '/open', where: 'uffd_wp == false && vaddr < 0x2000', picked: [], doubts: `2 pages: ${KERNEL}` },
    { file: '/open', args: ['-k', '6.12'], where: '!soft_dirty', picked: [], doubts: '4 pages: nothing says that kernel 6.12' },
    { file: '/open', where: '!uffd_wp || present', picked: [0, 3], doubts: `2 pages: ${KERNEL}` },
    // v5.10 include/linux/swap.h: type 31 is SWP_MIGRATION_WRITE, which proves no marker of later kernels.
    { file: '/moving', where: 'present && !uffd_wp', picked: [], doubts: `2 pages: ${KERNEL}` },
    // A page that shows the bit proves it for all, also for those in front of it, and where it is not asked about itself.
    { file: '/marked', where: '!uffd_wp', picked: [0, 2, 3] },
    { file: '/marked', where: '!uffd_wp && pfn > 0', picked: [0, 3] },
    { file: '/marked', args: ['--present'], where: '!uffd_wp', picked: [0, 3] },
  ]; // prettier-ignore
  test.each(rows)('$file $args $where', async ({ file, args = [], where, picked, doubts }) => {
    const argv = ['pagemap', file, ...args, '--entries', '--json', '--where', where];
    const { code, stdout, stderr } = await runCli(argv, { files });
    expect({ code, pages: jsonLines(stdout) }).toMatchObject({
      code: doubts === undefined ? 0 : 2,
      pages: picked.map((page) => ({ vaddr: `0x${(page * 0x1000).toString(16).padStart(16, '0')}` })),
    });
    expect(jsonLines(stdout)).toHaveLength(picked.length);
    if (doubts !== undefined) expect(stderr).toContain(`--where could not be asked of ${doubts}`);
  });

  // include/linux/swap.h: with CONFIG_DEVICE_PRIVATE four types more, so that type 28 of 6.8 is SWP_DEVICE_READ and 25
  // SWP_MIGRATION_READ_EXCLUSIVE instead of SWP_MIGRATION_READ and a swap area; 1 and 31 are the same in both.
  test.each([
    { how: ['-k', '6.8'], picked: 0, code: 2 },
    { how: ['-k', '6.8', '--config', 'DEVICE_PRIVATE=n'], picked: 1, code: 0 },
    { how: ['-k', '6.8', '--config', 'DEVICE_PRIVATE=y'], picked: 1, code: 0 },
    { how: ['-k', '6.8.0-45-generic'], picked: 1, code: 0 },
    { how: ['-k', '7.3'], picked: 1, code: 0 },
  ])(
    'which types are migrations, where nobody said of DEVICE_PRIVATE: $how',
    async ({ how, picked, code }) => {
      const words = [1n, 25n, 28n, 31n].map((type) => (1n << 62n) | (4n << 5n) | type);
      const args = ['pagemap', '/d', ...how, '--entries', '--json', '--where', 'state == "migration"'];
      const done = await runCli(args, { files: { '/d': dumpOf(words) } });
      expect([done.code, jsonLines(done.stdout).length]).toEqual([code, picked]);
      if (code === 2) expect(done.stderr).toMatch(/asked of 2 pages: .*whether with CONFIG_DEVICE_PRIVATE/);
    },
  );

  // Type 29 of 5.10 is SWP_MIGRATION_READ with CONFIG_DEVICE_PRIVATE or SWP_HWPOISON without it, and no kernel before 5.14
  // shows uffd-wp; one that has no marker for poison (before 6.6) does not tell in which entry there is some.
  test.each([
    { how: ['-k', '5.10'], type: 29n, asked: 'markers has "uffd_wp"', code: 2 },
    {
      how: ['-k', '5.10', '--config', 'DEVICE_PRIVATE=n'],
      type: 29n,
      asked: 'markers has "uffd_wp"',
      code: 2,
    },
    { how: ['-k', '6.1'], type: 24n, asked: 'poisoned', code: 2 },
    { how: ['-k', '6.1'], type: 24n, asked: 'guard', code: 2 },
    { how: ['-k', '6.12'], type: 24n, asked: 'poisoned', code: 0 },
    { how: ['-k', '6.12'], type: 28n, asked: 'swap.name == "SWP_DEVICE_READ"', code: 2 },
    { how: ['-k', '6.12'], type: 3n, asked: 'swap.name == "SWP_DEVICE_READ"', code: 0 },
  ])(
    'what a kernel lacks, of a type that nobody knows: $how $type $asked',
    async ({ how, type, asked, code }) => {
      const files = { '/d': dumpOf([(1n << 62n) | (4n << 5n) | type]) };
      const done = await runCli(['pagemap', 'check', '/d', ...how, '--no', asked], { files });
      expect(done.code).toBe(code);
      if (code === 2 && !asked.startsWith('swap')) expect(done.stdout).toMatch(/unanswered: .*: \S/);
      expect(done.stderr).not.toContain('is never');
    },
  );

  // A pipe is read once: what stands behind a page proves that it is not wanted, but does not bring it back.
  test.each([
    { where: 'uffd_wp', picked: 1, doubts: '' },
    { where: 'present && uffd_wp', picked: 0, doubts: '' },
    { where: '!uffd_wp', picked: 0, doubts: '3 pages: what other pages show would decide it, and standard input is read once only' },
  ])('of a pipe: $where', async ({ where, picked, doubts }) => {
    const stdin = dumpOf(MARKED);
    for (const pieces of [[stdin], [stdin.slice(0, 9), stdin.slice(9)]]) {
      const argv = ['pagemap', '-', '--entries', '--json', '--where', where];
      const { code, stdout, stderr } = await runCli(argv, { stdin: pieces });
      expect({ code, pages: jsonLines(stdout).length }).toEqual({ code: doubts === '' ? 0 : 2, pages: picked });
      expect(stderr).toContain(doubts);
    }
  }); // prettier-ignore

  test.each([
    { ask: ['--no', 'state == "pte-marker"'], say: `1 page of which it is not known: ${KERNEL}` },
    { ask: ['--every', 'state != "pte-marker"'], say: `1 page of which it is not known: ${KERNEL}` },
    { ask: ['--every', 'swapped || present'], say: 'holds: 4 pages' },
    { file: '/open', ask: ['--no', 'guard'], say: 'holds: 4 pages' },
    // The marker of 6.13 has no bit in the word: v6.15 fs/proc/task_mmu.c brought PM_GUARD_REGION.
    { file: '/guard', ask: ['-k', '6.13', '--no', 'flags has "guard"'], say: 'unanswered' },
    { file: '/guard', ask: ['-k', '6.14', '--no', 'raw & 0x400000000000000'], say: 'unanswered' },
  ])('pagemap check $ask', async ({ file = '/marked', ask, say }) => {
    const { stdout } = await runCli(['pagemap', 'check', file, ...ask], { files });
    expect(stdout).toContain(say);
  });
});
