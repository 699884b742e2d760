import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v6.12 arch/x86/kernel/e820.c e820_end_pfn: of all memory first, then of that below 4 GiB.
const BANNER = '[    0.000000] Linux version 6.1.0-13-amd64 (debian-kernel@lists.debian.org) #1 SMP';
const E820 = [
  BANNER,
  '[    0.000000] last_pfn = 0x470000 max_arch_pfn = 0x400000000',
  '[    0.010000] e820: last_pfn = 0x7ff90 max_arch_pfn = 0x400000000',
];
// v6.12 mm/mm_init.c free_area_init: the range of a node with its last byte.
const NODES = [
  '[    0.000000] Linux version 6.1.0-13-arm64 (debian-kernel@lists.debian.org) #1 SMP',
  '[    0.000000] Early memory node ranges',
  '[    0.000000]   node   0: [mem 0x0000000080000000-0x00000000ffffffff]',
  '[    0.000000]   node   1: [mem 0x0000000880000000-0x00000008ffffffff]',
];
const FILLER = Array.from({ length: 400 }, (_, index) => `[    1.${index}00000] usb 1-1: a line`);
const BAD = '[   99.000000] BUG: Bad page map in process foo  pte:';
const AT =
  '[   99.000000] addr:00007f3a1c001000 vm_flags:08000875 anon_vma:0000000000000000 mapping:ffff88812a3b4c00 index:2';
const ENDS = /0x470000000/;

/** Frames that the log shows to be memory, or not, by the lines of the beginning of its kernel. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'x86, a bad page map beyond', log: [...E820, ...FILLER, `${BAD}8000000470000867 pmd:101234067`, AT],
    values: ['404 pte present 0x470000', '404 pmd table 0x101234'], said: [/frame 0x470000 is beyond the memory that the log shows .*0x470000000/], never: [/highest_memmap_pfn/] },
  { name: 'x86, a bad page map of the last page', log: [...E820, ...FILLER, `${BAD}800000046ffff867 pmd:101234067`, AT],
    values: ['404 pte present 0x46ffff', '404 pmd table 0x101234'], said: [/the log shows memory as high as frame 0x46ffff/], never: [ENDS] },
  { name: 'x86, a walk beyond', log: [...E820, ...FILLER, 'BUG: unable to handle page fault for address: ffffc90000123000', 'PGD 100000067 P4D 100000067 PUD 1001de067 PMD 500000067 PTE 0'],
    values: ['405 pgd table 0x100000', '405 p4d table 0x100000', '405 pud table 0x1001de', '405 pmd table 0x500000', '405 pte none'], said: [/pmd points beyond the memory .*0x470000000\): added later/] },
  { name: 'x86, a walk to a device', log: [...E820, ...FILLER, 'BUG: unable to handle page fault for address: ffffc90000123000', 'PGD 100000067 P4D 100000067 PUD 1001de067 PMD 1001df067 PTE 800000c000000173'],
    values: ['405 pgd table 0x100000', '405 p4d table 0x100000', '405 pud table 0x1001de', '405 pmd table 0x1001df', '405 pte present 0xc000000'], said: [/pte points beyond the memory .*0x470000000\): memory of a device/] },
  { name: 'arm64, nodes', log: [...NODES, `${BAD}00e8000912345f43 pmd:85678003`, AT],
    values: ['5 pte present 0x912345', '5 pmd table 0x85678'], said: [/frame 0x912345 is beyond the memory that the log shows .*0x900000000/] },
  { name: 'arm64, many nodes', log: [...NODES, '[    0.000000]   node  10: [mem 0x0000002080000000-0x00000020ffffffff]', '[    0.000000]   node 100: [mem 0x0000008080000000-0x00000080ffffffff]', ...FILLER, `${BAD}00e8008080045f43 pmd:85678003`, AT],
    values: ['407 pte present 0x8080045', '407 pmd table 0x85678'], said: [/the log shows memory as high as frame 0x8080045/], never: [/beyond the memory/] },
  // What one machine shows says nothing of another.
  ...([[['alpha'], 'alpha', true], [['alpha'], 'beta', false], [['localhost'], 'beta', true], [['alpha', 'beta', 'localhost'], 'beta', false]] as const).map(([booted, host, isSaid]): LogKind => ({
    name: `x86, ${booted.join(', ')} started, the page is of ${host}`, log: [...booted.flatMap((name) => E820.map((line) => `Jan  1 00:00:01 ${name} kernel: ${line}`)), `Jan  1 00:00:09 ${host} kernel: ${BAD}8000000470000867 pmd:101234067`, `Jan  1 00:00:09 ${host} kernel: ${AT}`],
    values: [`${3 * booted.length + 1} pte present 0x470000`, `${3 * booted.length + 1} pmd table 0x101234`], ...(isSaid ? { said: [ENDS] } : { never: [ENDS] }) })),
  // Of another boot, or another kernel, the lines say nothing; nor of frames of a hypervisor.
  { name: 'x86, another boot', log: [...E820, BANNER, `${BAD}8000000470000867 pmd:101234067`, AT],
    values: ['5 pte present 0x470000', '5 pmd table 0x101234'], said: [/highest_memmap_pfn/], never: [ENDS] },
  { name: 'x86, another kernel', log: [...E820, `${BAD}8000000470000867 pmd:101234067`, AT, 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0-8-amd64 #1'],
    values: ['4 pte present 0x470000', '4 pmd table 0x101234'], said: [/highest_memmap_pfn/], never: [ENDS] },
  { name: 'x86, no first line of a kernel', log: [...E820.slice(1), `${BAD}8000000470000867 pmd:101234067`, AT],
    values: ['3 pte present 0x470000', '3 pmd table 0x101234'], said: [/highest_memmap_pfn/], never: [ENDS] },
  { name: 'x86, Xen', log: [...E820, 'BUG: unable to handle page fault for address: ffffc90000123000', 'PGD 100000067 P4D 100000067 PUD 1001de067 PMD 500000067 PTE 0', 'RIP: e030:foo+0x1/0x2'],
    values: ['5 pgd table 0x100000', '5 p4d table 0x100000', '5 pud table 0x1001de', '5 pmd table 0x500000', '5 pte none'], never: [ENDS] },
];

describe('the memory that a kernel shows when it starts', () => {
  test.each(KINDS)('$name', expectKind);
});
