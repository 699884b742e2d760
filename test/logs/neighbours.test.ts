import { expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';

/** A report of a public text. What its own rows prove holds beside a report of any other machine. */
interface Neighbour {
  readonly name: string;
  readonly log: readonly string[];
  readonly arch: string;
  /** `line level state`, of each value. */
  readonly values: readonly string[];
  /** What is said of its kernel; of no report here another's can be said. */
  readonly kernel: RegExp;
}

/** Reports that name their kernel. */
const NAMED: readonly Neighbour[] = [
  {
    name: 'x86_64, 3.9',
    log: [
      'BUG: unable to handle kernel NULL pointer dereference at 0000000000000020',
      'IP: [<ffffffff81651430>] xfrm_output_resume+0x8f/0x125',
      'PGD 397e5067 PUD 38063067 PMD 0 ',
      'Oops: 0000 [#1] SMP ',
      'Pid: 2643, comm: xl2tpd Not tainted 3.9.3-x86_64-linode33 #1  ',
      'RIP: e030:[<ffffffff81651430>]  [<ffffffff81651430>] xfrm_output_resume+0x8f/0x125',
    ],
    arch: 'x86_64',
    values: ['3 pgd table', '3 pud table', '3 pmd none'],
    kernel: /named in the log \(3\.9\.3-x86_64-linode33\)/,
  },
  // A panic typed from a photo: two digits of the address are lost. v4.11 arch/x86/mm/fault.c dump_pagetable: P4D.
  {
    name: 'x86_64, 5.6, its address damaged',
    log: [
      'BUG: kernel NULL pointer dereference, address: 00000000000010',
      'PGD 3e65a6067 P4D 3e65a6067 PUD 0',
      'Oops: 0000 [#1] PREEMPT SMP NOPTI',
      'CPU: 3 PID: 0 Comm: swapper/3 Not tainted 5.6.15-arch1-1 #1',
      'RIP: 0010:__cgroup_bpf_run_filter_skb+0xd9/0x230',
    ],
    arch: 'x86_64',
    values: ['2 pgd table', '2 p4d table', '2 pud none'],
    kernel: /named in the log \(5\.6\.15-arch1-1\)/,
  },
  // 067 at index 0 is no entry of a table of PAE; v2.6.22 arch/i386/mm/fault.c prints pdpt as well.
  {
    name: 'i386 with two levels, 2.6.4',
    log: [
      'Linux version 2.6.4-mm1 (root@skuld) (gcc version 3.3.3 20040217) #6 Fri Mar 12 19:21:14 CST 2004',
      'Unable to handle kernel NULL pointer dereference at virtual address 00000020',
      ' printing eip:',
      'c01a4847',
      '*pde = 0bd8f067',
      'Oops: 0000 [#1]',
      'EIP:    0060:[<c01a4847>]    Not tainted VLI',
      'EFLAGS: 00010282   (2.6.4-mm1) ',
    ],
    arch: 'i386',
    values: ['5 pmd table'],
    kernel: /i386, 2-level paging; named in the log \(2\.6\.4-mm1\)/,
  },
  {
    name: 'arm, 6.15',
    log: [
      '[   16.571926] 8<--- cut here ---',
      '[   16.575013] Unable to handle kernel NULL pointer dereference at virtual address 0000001c when read',
      '[   16.584014] [0000001c] *pgd=00000000',
      '[   16.587614] Internal error: Oops: 17 [#1] SMP ARM',
      '[   16.598543] CPU: 1 UID: 0 PID: 145 Comm: cryptomgr_test Not tainted 6.15.0-rc5-g1362bea77314 #80 NONE ',
      '[   16.607878] Hardware name: Marvell Armada 380/385 (Device Tree)',
      '[   16.613812] PC is at mv_cesa_tdma_chain+0x28/0x58 [marvell_cesa]',
    ],
    arch: 'arm',
    values: ['3 pgd none'],
    kernel: /named in the log \(6\.15\.0-rc5-g1362bea77314\)/,
  },
  {
    name: 'arm with LPAE, 5.2, and its banner',
    log: [
      'Linux version 5.2.0-rc3-next-20190604',
      '[  341.148164] Unable to handle kernel NULL pointer dereference at virtual address 00000000',
      '[  341.156443] pgd = b0902156',
      '[  341.159294] [00000000] *pgd=9655e003, *pmd=ff918003',
      '[  341.164229] Internal error: Oops: 207 [#1] SMP ARM',
      '[  341.187962] CPU: 0 PID: 6773 Comm: test_sockmap Not tainted 5.2.0-rc3-next-20190604 #1',
    ],
    arch: 'arm',
    values: ['4 pgd table', '4 pmd table'],
    kernel: /named in the log \(5\.2\.0-rc3-next-20190604\)/,
  },
];

/** A report of another machine with an i386 in front of others. */
const IN_FRONT: Neighbour = {
  name: 'i386 with three levels, 2.4.19',
  log: [
    'Unable to handle kernel NULL pointer dereference at virtual address 00000004',
    ' printing eip:',
    'c015633b',
    '*pde = 0b61a001',
    'Oops: 0002 2.4.19-64GB-SMP #1 SMP Wed Oct 2 16:09:37 UTC 2002',
    'CPU:    0',
    'EIP:    0010:[<c015633b>]    Not tainted',
    'EFLAGS: 00010246',
  ],
  arch: 'i386',
  values: ['4 pgd table'],
  kernel: /3-level paging/,
};

/** Reports without a name, each of which proves that it is of none of those above. */
const NAMELESS: readonly Neighbour[] = [
  // v2.6.13 arch/i386/kernel/traps.c: "invalid operand" is older than 2.6.14.
  {
    name: 'i386, a message about swap in front of a BUG',
    log: [
      'swap_free: Bad swap offset entry 001c2790',
      '------------[ cut here ]------------',
      'kernel BUG at mm/rmap.c:306!',
      'invalid operand: 0000 [#1]',
      'CPU:    0',
      'EIP:    0060:[<c014baf0>]    Not tainted',
      'EFLAGS: 00010246',
      'EIP is at try_to_unmap_one+0x1e0/0x1f0',
    ],
    arch: 'i386',
    values: ['1 swap_entry swap'],
    kernel: /the log is older \(before 2\.6\.25\)/,
  },
  // v5.10 mm/debug.c __dump_page: page->mem_cgroup; addresses of 64 bits.
  {
    name: 'x86_64, a bad page map',
    log: [
      'Sep 15 08:51:36 styx kernel: page->mem_cgroup:ffff9c81954d4000',
      'Sep 15 08:51:36 styx kernel: addr:000055a8b037a000 vm_flags:08100073 anon_vma:ffff9c8151ad0ec8 mapping:0000000000000000 index:55a8b037a',
      'bash-5.0$ grep -Ri "Bad Page" messages',
      'Sep 15 08:51:36 styx kernel: BUG: Bad page map in process gnome-shell pte:80000007e2e09845 pmd:7e54a5067',
    ],
    arch: 'x86_64',
    values: ['4 pte present', '4 pmd table'],
    kernel: /x86_64/,
  },
];

const text = (...logs: readonly (readonly string[])[]): string =>
  `${logs.flatMap((log) => [...log, '', 'Another one:']).join('\n')}\n`;

/** What is said of the values of a report that stands behind others, of which there are so many rows. */
async function valuesOf(stdin: string, before: number): Promise<readonly string[]> {
  const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
  return records
    .map((record) => ({ record, line: Number(property(record, 'line')) - before }))
    .filter(({ line }) => line > 0)
    .map(({ record, line }) =>
      [line, ...['level', 'state', 'arch'].map((key) => property(record, key))].join(' '),
    );
}

/** A report without a name can be of the kernel of another one of its architecture, but for the first of these. */
const mayBeOf = (first: Neighbour, second: Neighbour): boolean =>
  NAMELESS.includes(second) && first !== NAMED[0] && first.arch === second.arch;

const PAIRS = [IN_FRONT, ...NAMED, ...NAMELESS].flatMap((first) =>
  [...NAMED, ...NAMELESS]
    .filter((second) => first !== second && !mayBeOf(first, second))
    .map((second) => [first, second] as const),
);

test.each(PAIRS.map(([first, second]) => ({ name: `${second.name} behind ${first.name}`, first, second })))(
  '$name',
  async ({ first, second }) => {
    const stdin = text(first.log, second.log);
    const before = first.log.length + 2;
    expect(await valuesOf(stdin, before)).toEqual(second.values.map((value) => `${value} ${second.arch}`));
    const { stdout } = await runCli(['log'], { stdin });
    const behind = stdout.slice(stdout.indexOf('Another one:'));
    const [heading = ''] = behind.split('\n').filter((line) => line.startsWith('    | Linux '));
    expect(heading).toMatch(second.kernel);
    const isOther = NAMED.some((other) => other !== second && other.kernel.test(heading));
    expect([heading, isOther || heading.includes('as an earlier report')]).toEqual([heading, false]);
  },
);

/** Reports right below the name of their kernel, which says their machine; arm64 prints a pmd as wide as a pte. */
const BELOW_NAME: readonly Neighbour[] = [
  {
    name: 'arm64, 6.2, below its banner',
    log: [
      'Linux version 6.2.0-arm64 (a@b) (gcc) #1 SMP',
      'BUG: Bad page map in process udevadm  pte:4000000000 pmd:80000000bfb7003',
    ],
    arch: 'arm64',
    values: ['2 pte swap', '2 pmd table'],
    kernel: /Linux 6\.2, arm64; named in the log \(6\.2\.0-arm64\)/,
  },
  {
    name: 'arm64, 6.2, below the place of its log',
    log: [
      '  Plain log:   https://storage.kernelci.org//next/pending-fixes/v6.2-rc4-480-gb1867226dfbb/arm64/defconfig/gcc-10/lab/a.txt',
      'BUG: Bad page map in process udevadm  pte:4000000000 pmd:80000000bfb7003',
    ],
    arch: 'arm64',
    values: ['2 pte swap', '2 pmd table'],
    kernel: /Linux 6\.2, arm64 .*named in the log \(6\.2-rc4-480-gb1867226dfbb\)/,
  },
  {
    name: 'x86_64, 6.2, below the answer of uname',
    log: [
      'Linux foo 6.2.0-5-amd64 #1 SMP Mon Jan 1 2023 x86_64 GNU/Linux',
      'BUG: Bad page map in process udevadm  pte:8000000123456067 pmd:061e5067',
    ],
    arch: 'x86_64',
    values: ['2 pte present', '2 pmd table'],
    kernel: /Linux 6\.2, x86_64; named in the log \(6\.2\.0-5-amd64\)/,
  },
  {
    name: 'a message about swap of 6.15, below its banner',
    log: [
      'Linux version 6.15.0-amd64 (a@b) (gcc) #1 SMP',
      'get_swap_device: Bad swap file entry 1400000000000001',
    ],
    arch: 'x86_64',
    values: ['2 swap_entry swap'],
    kernel: /Linux 6\.15, x86_64; named in the log \(6\.15\.0-amd64\)/,
  },
];

/**
 * Lines of older kernels, or of another machine: v3.0 arch/x86/kernel/dumpstack.c `last sysfs file`, v2.4 arch/i386/mm/fault.c
 * `VM: killing process`, v5.17 mm/memory.c print_bad_pte `readpage:`, and the registers of a fault of x86_64.
 */
const FOREIGN: readonly string[] = [
  'last sysfs file: /sys/devices/x',
  'VM: killing process cc1',
  'mmap:ext4_file_mmap readpage:ext4_readpage',
  'Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2 04/01/2014',
  'RIP: 0010:foo+0x1/0x2',
];

test.each(
  BELOW_NAME.flatMap((report) =>
    FOREIGN.flatMap((line) => [
      { name: `${report.name}, behind ${line}`, report, logs: [[line], report.log], before: 3 },
      { name: `${report.name}, in front of ${line}`, report, logs: [report.log, [line]], before: 0 },
    ]),
  ),
)('$name', async ({ report, logs, before }) => {
  const stdin = text(...logs);
  expect(await valuesOf(stdin, before)).toEqual(report.values.map((value) => `${value} ${report.arch}`));
  expect((await runCli(['log'], { stdin })).stdout).toMatch(report.kernel);
});

// Of one log all rows have times, or none has: words of 64 bits are those of the message, and the map is of MIPS with 32.
test('a message about swap of another text says nothing of the size of words', async () => {
  const stdin = `${[
    'get_swap_device: Bad swap file entry 1400000000000001',
    '[1.000000] BUG: Bad page map in process x  pte:05ba4a8d pmd:86149000',
    '[1.000000] BUG: Bad page map in process y  pte:05ba4a8d pmd:86149000',
    '[1.000000] CPU: 1 PID: 1 Comm: y Not tainted 5.10.138 #1',
  ].join('\n')}\n`;
  const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
  const maps = records.filter((record) => property(record, 'line') !== 1);
  expect(maps.map((record) => property(record, 'state'))).toEqual(Array<undefined>(4).fill(undefined));
  expect(maps.map((record) => property(record, 'error'))).toEqual(
    Array<unknown>(4).fill(expect.stringMatching(/^architecture unknown/)),
  );
});

// Of one log all rows have times, or none has; mail wraps a row where it is too long.
test.each([
  { of: 'another text', clock: '', space: ' ', kernel: /Linux 6\.15, .*named in the log \(6\.15\.0\)/ },
  {
    of: 'its own',
    clock: '[    1.000200] ',
    space: ' ',
    kernel: /Linux 6\.14, .*named in the log \(6\.14\.0\)/,
  },
  {
    of: 'its own, wrapped',
    clock: '[    1.000200] ',
    space: '\n',
    kernel: /Linux 6\.14, .*named in the log \(6\.14\.0\)/,
  },
])('a message about swap below a banner, and an oops of $of', async ({ clock, space, kernel }) => {
  const stdin = `${[
    'Linux version 6.15.0 (a@b) (gcc) #1 SMP',
    '[    1.000000] get_swap_device: Bad swap file entry 1400000000000001',
    `${clock}Oops: invalid opcode: 0000 [#1] SMP`,
    `${clock}CPU: 0 UID: 0 PID: 1 Comm: a Not tainted${space}6.14.0 #1`,
  ].join('\n')}\n`;
  expect((await runCli(['log'], { stdin })).stdout).toMatch(kernel);
});

// v6.12 arch/arm64/kernel/process.c __show_regs: no other machine prints `pstate:` and `x29:`; those here have the time of the message.
test.each([
  { name: 'behind its own rows', rows: [] },
  { name: 'behind its own rows and others', rows: ['RIP: 0010:foo+0x1/0x2'] },
])(
  'a message about swap keeps what its own rows say where an oops of another text stands $name',
  async ({ rows }) => {
    const stdin = `${[
      '[    1.000000] get_swap_device: Bad swap file entry 1400000000001234',
      '[    1.000200] pstate: 60400005 (nZCv daif +PAN -UAO)',
      '[    1.000300] x29: ffff800010003e30 x28: ffff000012345678',
      '',
      'On another machine I see:',
      ...rows,
      'Oops: invalid opcode: 0000 [#1] SMP',
      'CPU: 0 UID: 0 PID: 1 Comm: a Not tainted 6.14.0 #1',
    ].join('\n')}\n`;
    const { stdout } = await runCli(['log'], { stdin });
    expect(stdout).toMatch(/\| Linux \S+, arm64 .*assumed, no name was found/);
  },
);

/** The architectures of the values behind a line. */
async function archsBehind(log: readonly string[], line: number): Promise<readonly unknown[]> {
  const records = jsonLines((await runCli(['log', '--json'], { stdin: `${log.join('\n')}\n` })).stdout);
  const behind = records.filter((record) => Number(property(record, 'line')) > line);
  return [...new Set(behind.map((record) => property(record, 'arch')))];
}

// Within one boot the clock goes on; a pmd of x86_64 ends in 0x067 (v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_TABLE), one of arm64 in 3.
const ARM64_OOPS: readonly string[] = [
  '[   10.000000] Unable to handle kernel paging request at virtual address ffff800010123000',
  '[   10.000002]   ESR = 0x0000000096000007',
  '[   10.000003] swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041a92000',
  '[   10.000004] [ffff800010123000] pgd=100000023ffff003, p4d=100000023ffff003, pud=100000023fffe003, pmd=100000023fffd003, pte=0000000000000000',
  '[   10.000006] CPU: 0 PID: 1 Comm: a Not tainted 6.6.10 #1',
];
const X86_OOPS: readonly string[] = [
  '[   10.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010',
  '[   10.000003] PGD 0 P4D 0 ',
  '[   10.000005] CPU: 1 PID: 3 Comm: a Not tainted 5.15.0-rc1+ #1',
];
const ARM64_NAME = 'Linux bar 6.1.0-18-arm64 #1 SMP Mon aarch64 GNU/Linux';
const X86_NAME = 'Linux host 6.1.0-18-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 x86_64 GNU/Linux';

test.each([
  {
    name: 'a bad page map of arm64',
    oops: ARM64_OOPS,
    report: '[   11.000000] BUG: Bad page map in process a.out  pte:2000012345fd3 pmd:8000000bfb7003',
    other: X86_NAME,
    arch: 'arm64',
  },
  {
    name: 'a bad page map of x86_64',
    oops: X86_OOPS,
    report: '[   11.000000] BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067',
    other: ARM64_NAME,
    arch: 'x86_64',
  },
  {
    name: 'a message about swap of x86_64',
    oops: X86_OOPS,
    report: '[   11.000000] get_swap_device: Bad swap file entry 1400000000001234',
    other: ARM64_NAME,
    arch: 'x86_64',
  },
])('$name is of the boot of the oops in front, whatever machine is named behind it', async (pair) => {
  const { oops, report, other, arch } = pair;
  const log = [...oops, report, '', 'The host is:', '$ uname -a', other];
  expect(await archsBehind(log, oops.length)).toEqual([arch]);
});

// v6.12 arch/arm64/kernel/process.c __show_regs and arch/x86/kernel/process_32.c: no other machine prints such registers.
test.each([
  {
    arch: 'arm64',
    report: 'BUG: Bad page map in process udevadm  pte:2000012345fd3 pmd:8000000bfb7003',
    rows: [
      'Hardware name: linux,dummy-virt (DT)',
      'pstate: 60400005 (nZCv daif +PAN -UAO)',
      'x29: ffff800010003e30 x28: ffff000012345678',
    ],
  },
  {
    arch: 'i386',
    report: 'BUG: Bad page map in process udevadm  pte:05ba4a8d pmd:061e5067',
    rows: ['EIP: 0060:[<c1234567>] EFLAGS: 00010246 CPU: 0'],
  },
])('registers of $arch behind a report count more than `uname` in front of it', async (pair) => {
  const { arch, report, rows } = pair;
  expect(await archsBehind(['$ uname -a', X86_NAME, report, ...rows], 2)).toEqual([arch]);
});

// v4.9 arch/x86/kernel/dumpstack.c printk_address(); Documentation/x86/x86_64/mm.txt: kernel text. No text of arm64 is that high (v4.9 Documentation/arm64/memory.txt).
test.each([
  { place: 'behind', isFirst: true },
  { place: 'in front of', isFirst: false },
])('an oops of arm64 $place a bad page map with a trace of x86_64', async ({ isFirst }) => {
  const map = [
    'BUG: Bad page map in process oom_reaper  pte:6353826300000000 pmd:00000000',
    'Call Trace:',
    ' [<ffffffffa4bd967d>] dump_stack+0x4d/0x70',
  ];
  const log = isFirst ? [...map, '', ...ARM64_OOPS] : [...ARM64_OOPS, '', ...map];
  const records = jsonLines((await runCli(['log', '--json'], { stdin: `${log.join('\n')}\n` })).stdout);
  const pte = records.find((record) => property(record, 'raw') === '0x6353826300000000');
  expect(property(pte, 'arch')).toBe('x86_64');
});

// Within a second of one clock there is one machine: the answer of `uname` in front is that of its host.
test.each([
  { name: 'a bad page map', end: 'is of arm64, as the oops behind it', clock: '11.100000', arch: 'arm64' },
  {
    name: 'the same map',
    end: 'with an oops of another clock behind it is of the machine named in front',
    clock: ' 3.200000',
    arch: 'x86_64',
  },
])('$name below `uname` of x86_64 $end', async ({ clock, arch }) => {
  const map = '[   11.000000] BUG: Bad page map in process udevadm  pte:2000012345fd3 pmd:00000000';
  const oops = ARM64_OOPS.map((row) => row.replace(/^\[ {3}10\.\d{6}/, `[   ${clock}`));
  expect(await archsBehind(['$ uname -a', X86_NAME, 'guest:', map, ...oops], 3)).toEqual([
    ...new Set([arch, 'arm64']),
  ]);
});

// v6.1 arch/arm64/mm/fault.c show_pte() prints such a walk, and no x86 one.
const ARM64_WALK =
  '[ffff800010123000] pgd=100000023ffff003, p4d=100000023ffff003, pud=100000023fffe003, pmd=100000023fffd003, pte=0000000000000000';

test.each([
  ['RIP: 0010:foo+0x1/0x2'],
  ['RAX: 0000000000000000 RBX: ffff888104849cf0'],
  ['On my laptop:', 'EIP: 0060:[<c1234567>] EFLAGS: 00010246 CPU: 0'],
])('a walk that no machine prints which prints %s', async (...rows) => {
  const stdin = text(['Linux bar 6.1.0 #1 SMP Mon aarch64 GNU/Linux', ARM64_WALK, ...rows]);
  expect((await runCli(['log'], { stdin })).stdout).toMatch(
    /Linux 6\.1, arm64, .*named in the log \(6\.1\.0\)/,
  );
});

// arch/arm64 came with 3.7, and no kernel since 2.6.39 prints "last sysfs file" (arch/x86/kernel/dumpstack.c).
test('why a walk is of no machine', async () => {
  // v4.17 arch/arm64/mm/fault.c show_pte(): no line of it tells that it is newer.
  const stdin = text([ARM64_WALK.replace(/, p4d=\w*/, '').replaceAll('p', '*p'), 'last sysfs file: /sys/x']);
  expect((await runCli(['log'], { stdin })).stdout).toMatch(
    /no tables applied: \w.* is older than Linux on the machines/,
  );
});

// A mail of March 2018 is older than 4.17, whichever machine the lines in front of the report are of.
test.each([
  [
    'pstate: 60400005 (nZCv daif +PAN -UAO)',
    'BUG: Bad page map in process x  pte:8000000123456067 pmd:061e5067',
  ],
  ['EIP: 0060:[<c1234567>] EFLAGS: 00010246 CPU: 0', 'swap_info_get: Bad swap file entry 1400000000001234'],
  [
    'Linux version 5.4.0 (a@aarch64) (aarch64-linux-gnu-gcc) #1',
    'BUG: Bad page map in process x  pte:8000000123456067 pmd:061e5067',
  ],
])('behind %s in a mail with its day', async (foreign, report) => {
  const stdin = text(['Date: Mon, 12 Mar 2018 10:00:00 +0100', '', foreign, report]);
  expect((await runCli(['log'], { stdin })).stdout).toMatch(/Linux 4\.1[0-6]\b.*\bassumed/);
});

// Small values are type 0 and the offset on 64 bits (v4.9 include/linux/swapops.h swp_type), whichever machine it is.
test('a swap entry that all machines read the same, below the name of a kernel of arm64', async () => {
  const stdin =
    'Linux version 4.9.0-8-arm64 (a@b) (gcc) #1 SMP\nget_swap_device: Bad swap file entry 00012345\n';
  expect((await runCli(['log'], { stdin })).stdout).toMatch(/swap_entry .* type 0 .* offset 0x12345\b/);
});

// Beside a kernel of another machine the usual one is nothing that goes without saying: v5.3 mm/swapfile.c get_swap_device.
test.each([
  { machine: 'amd64', said: /x86_64 \(architecture assumed\)/ },
  {
    machine: 'arm64',
    said: /not decoded: architecture unknown, no tables applied: the value fits .*\barm64\b/,
  },
])('below the name of a kernel of $machine that prints no such message', async ({ machine, said }) => {
  const stdin = `Linux version 4.9.0-8-${machine} (a@b) (gcc) #1 SMP\nget_swap_device: Bad swap file entry 1400000000000001\n`;
  expect((await runCli(['log'], { stdin })).stdout).toMatch(said);
});

// A mail can wrap a row in front of any word; what is left of it has no time.
test.each([
  'BUG: Bad page map in process a  pte:8000000123456067 pmd:061e5067',
  'get_swap_device: Bad swap file entry 1400000000000001',
])('the kernel of %s stands in the rest of a wrapped row', async (message) => {
  const stdin = `[    1.000000] ${message}\n[    1.000100] CPU: 0 PID: 1\nComm: a Not tainted 5.15.0 #1\n`;
  expect((await runCli(['log'], { stdin })).stdout).toMatch(/Linux 5\.15, .*named in the log \(5\.15\.0\)/);
});
