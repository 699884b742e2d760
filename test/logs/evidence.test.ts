import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const FAULT = 'Unable to handle kernel paging request at virtual address b6f00041';
const WALK = '[b6f00041] *pgd=8a3b2831, *pte=02bc865e, *ppte=00000000';
const OPEN = /where user addresses end on this machine is not in the text/;

// arch/arm/Kconfig and arch/x86/Kconfig PAGE_OFFSET: 0xb6f00041 is a user's address with a split at 3 GiB alone.
// prettier-ignore
const SPLITS: readonly LogKind[] = [
  { name: 'arm, code of the kernel behind 3 GiB shows the split', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'PC is at foo+0x1/0x2', 'pc : [<c01096f8>]    lr : [<c010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap'], said: [/in swap, and at most in the swap cache besides$/], never: [OPEN] },
  { name: 'arm, code behind 2 GiB: the address is one of the kernel', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<801096f8>]    lr : [<8010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte unmapped 0x2bc8'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, no entry of the kernel', log: [FAULT, WALK.replace('865e', '8804'), 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<801096f8>]    lr : [<8010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte -'], said: [/not present, though the address is one of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, a page table of 2 GiB printed before the walk (4.9)', log: [FAULT, 'pgd = 80004000', WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 4.9.51 #1'],
    values: ['3 pgd table 0x8a3b2', '3 pte unmapped 0x2bc8'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'arm, code made at run time is no image of the kernel', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', 'pc : [<f01096f8>]    lr : [<f010c0f0>]    psr: 60000013'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap'], said: [OPEN] },
  // v4.9 arch/x86/include/asm/pgtable-3level.h: type in bits 36:32, offset above them.
  { name: 'i386, code behind 3 GiB (4.9 and before)', log: ['BUG: unable to handle kernel paging request at b6f00041', '*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 0002468000000000', 'Oops: 0000 [#1] SMP', 'CPU: 1 PID: 5 Comm: a Not tainted 4.9.0 #1', 'EIP: 0060:[<c0405a2b>] EFLAGS: 00010246 CPU: 0', 'ESI: 00000000 EDI: 00000000 EBP: f6d7df30 ESP: f6d7df28'],
    values: ['2 pgd table 0x34d0b', '2 pmd table 0x34d0d', '2 pte swap'], said: [/in swap, and at most in the swap cache besides$/], never: [OPEN] },
  { name: 'i386, a stack of the kernel behind 2 GiB', log: ['BUG: unable to handle page fault for address: b6f00041', '#PF: error_code(0x0000) - not-present page', '*pde = 34d0d067 *pte = 123448a0', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1', 'EIP: foo+0x1/0x2', 'ESI: 00000000 EDI: 00000000 EBP: 86d7df30 ESP: 86d7df28'],
    values: ['3 pmd table 0x34d0d', '3 pte unmapped 0x12344'], said: [/an unmapped page of the kernel/], never: [OPEN, /in swap/] },
  { name: 'i386, registers of a program show no stack of the kernel', log: ['BUG: unable to handle page fault for address: b6f00041', '#PF: error_code(0x0004) - not-present page', '*pde = 34d0d067 *pte = 123448a4', 'Oops: 0004 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1', 'EIP: 0x8048123', 'ESI: 00000000 EDI: 00000000 EBP: 86d7df30 ESP: 86d7df28'],
    values: ['3 pmd table 0x34d0d', '3 pte swap'], never: [/of the kernel: frame/, /unmapped page/] },
];

// v4.14 include/linux/swapops.h SWP_TYPE_SHIFT: 25 with words of 32 bits, 26 since 4.20.
// prettier-ignore
const SMALL_SWAP: readonly LogKind[] = [
  { name: 'a short generic entry that is another one on old 32-bit kernels', log: ['get_swap_device: Bad swap offset entry 03ffffff'],
    values: [], said: [/architecture unknown, no tables applied: an offset alone on a 64-bit machine/] },
  { name: 'a short generic entry that is the same everywhere', log: ['get_swap_device: Bad swap offset entry 01ffffff'],
    values: ['1 swap_entry swap'], said: [/offset 0x1ffffff is beyond the end of swap area 0/] },
];

const OPEN_LAYOUT =
  /whether this build has the swap entries of L1TF is unknown: with the other layout pte is swap, type 0, offset 0x[0-9a-f]{12,13}$/;

// prettier-ignore
const LAYOUTS: readonly LogKind[] = ['4.4.0-142-generic', '4.9.0-13-amd64'].map((release) => ({
  name: `--kernel ${release} leaves the layout of swap entries as open as the log does`,
  log: ['BUG: Bad page map in process x  pte:000fc000 pmd:12345067'],
  options: ['--kernel', release],
  values: ['1 pte swap', '1 pmd table 0x12345'], said: [OPEN_LAYOUT], never: [/corrupted/],
}));

const KERNEL = 'CPU: 1 PID: 5 Comm: a Not tainted';
const ADDRESS =
  'addr:00007f1234567000 vm_flags:00000070 anon_vma:0000000000000000 mapping:0000000000000000 index:1';
const CODE = 'pc : [<c01096f8>]    lr : [<c010c0f0>]    psr: 60000013';
const MAP = 'BUG: Bad page map in process x  pte:';
const UBUNTU = `${KERNEL} 4.4.0-142-generic #1`;
const LAYOUT_SHOWN = [
  'swap_free: Unused swap offset entry 0000003f',
  `${MAP}7ffffffffff8000 pmd:12345067`,
  ADDRESS,
  UBUNTU,
  'RIP: 0033:[<0>]',
];
const SHOWN = ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x12345'];
const LEVELS_SHOWN = [
  'BUG: unable to handle page fault for address: 00007f5909628123',
  'PGD 4089067 P4D 43be067 PUD 43bc067 PMD 0',
  `${KERNEL} 5.10.0 #1`,
  'RIP: 0010:foo+0x1/0x2',
];
/** A later report of the same release that shows no levels. */
const LATER = [`${MAP}8000000002eb7867 pmd:12345067`, ADDRESS, `${KERNEL} 5.10.0 #1`];
const at = (front: string, lines: readonly string[]): readonly string[] => lines.map((line) => front + line);
const LEVELS = ['2 pgd table 0x4089', '2 p4d table 0x43be', '2 pud table 0x43bc', '2 pmd none'];

// prettier-ignore
const BOOTS: readonly LogKind[] = [
  { name: 'the layout of swap entries holds for later reports of the boot', log: [...LAYOUT_SHOWN, `${MAP}7fffffffffe8000 pmd:12345067`, ADDRESS, UBUNTU],
    values: [...SHOWN, '6 pte swap', '6 pmd table 0x12345'], said: [/offset 0xbf$/, /the layout of swap entries as an earlier report of this log shows/], never: [/whether this build/] },
  { name: 'and not behind the banner of another boot', log: [...LAYOUT_SHOWN, 'Linux version 4.4.0-142-generic (x@y) #1', `${MAP}7fffffffffe8000 pmd:12345067`, ADDRESS, UBUNTU],
    values: [...SHOWN, '7 pte swap', '7 pmd table 0x12345'], said: [/pte .*offset 0xbf$/, /; a pte shows the layout of its swap entries$/], never: [/an earlier report|unknown/] },
  { name: 'nor for another release', log: [...LAYOUT_SHOWN, `${MAP}7fffffffffe8000 pmd:12345067`, ADDRESS, `${KERNEL} 4.4.0-143-generic #1`],
    values: [...SHOWN, '6 pte swap', '6 pmd table 0x12345'], said: [/pte .*offset 0xbf$/, /; a pte shows the layout of its swap entries$/], never: [/an earlier report|unknown/] },
  { name: 'the levels hold for later reports of the boot', log: [...LEVELS_SHOWN, `${MAP}8000000002eb7867 pmd:12345067`, ADDRESS, `${KERNEL} 5.10.0 #1`],
    values: [...LEVELS, '5 pte present 0x2eb7', '5 pmd table 0x12345'], said: [/5-level paging; .*; the levels as an earlier report of this log shows/] },
  { name: 'and not for another release', log: [...LEVELS_SHOWN, `${MAP}8000000002eb7867 pmd:12345067`, ADDRESS, `${KERNEL} 5.11.0 #1`],
    values: [...LEVELS, '5 pte present 0x2eb7', '5 pmd table 0x12345'], said: [/Linux 5\.11, x86_64/], never: [/5\.11.*paging/, /an earlier report/] },
  { name: 'i386: the size of entries is not known behind another banner', log: ['*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 0000000000000000', `${KERNEL} 5.10.0 #1`, 'EIP: foo+0x1/0x2', 'Linux version 5.10.0 (x@y) #1', `${MAP}cf17e720 pmd:12345067`, 'addr:b1234567 vm_flags:00000070 anon_vma:00000000 mapping:00000000 index:1', `${KERNEL} 5.10.0 #1`, 'EIP: 0xb7890123'],
    values: ['1 pgd table 0x34d0b', '1 pmd table 0x34d0d', '1 pte none', '5 pte -', '5 pmd -'], said: [/depend on the number of levels, and no line that counts says it/] },
  { name: 'arm64: pages of 16 KiB, and a release of which nothing says so', log: ['swapper pgtable: 16k pages, 47-bit VAs, pgdp=0000000041b30000', '[ffff800080000000] pgd=100000013fffc003, p4d=100000013fffc003, pud=100000013fffc003, pmd=0000000000000000', `${KERNEL} 6.8.0 #1`, 'pstate: 60400009 (nZCv daif +PAN -UAO)', `${MAP}00e8000024854f53 pmd:8000000123454003`, ADDRESS, `${KERNEL} 6.8.0 #1`, 'pstate: 60400009 (nZCv daif +PAN -UAO)', `${MAP}00e8000024854f53 pmd:8000000123454003`, ADDRESS, `${KERNEL} 6.9.0 #1`, 'pstate: 60400009 (nZCv daif +PAN -UAO)'],
    values: ['2 pgd table 0x4ffff', '2 p4d table 0x4ffff', '2 pud table 0x4ffff', '2 pmd none', '5 pte present 0x9215', '5 pmd table 0x48d15', '9 pte present 0x24854', '9 pmd table 0x123454'],
    said: [/the levels and the page size as an earlier report of this log shows/, /6\.9, arm64 \(pages of 4 KiB assumed\)/] },
  { name: 'and not for those of another host', log: [...at('Oct 10 09:47:46 one kernel: ', LEVELS_SHOWN), ...at('Oct 10 09:47:47 two kernel: ', LATER)],
    values: [...LEVELS, '5 pte present 0x2eb7', '5 pmd table 0x12345'], never: [/an earlier report/] },
  { name: 'nor where the clock of the kernel begins again', log: [...at('[  100.000000] ', LEVELS_SHOWN), ...at('[   50.000000] ', LATER)],
    values: [...LEVELS, '5 pte present 0x2eb7', '5 pmd table 0x12345'], never: [/an earlier report/] },
  { name: 'nor where two reports contradict each other', log: [...LEVELS_SHOWN, LEVELS_SHOWN[0] ?? '', 'PGD 4089067 P4D 4089067 PUD 43bc067 PMD 0', ...LEVELS_SHOWN.slice(2), ...LATER],
    values: [...LEVELS, '6 pgd table 0x4089', '6 p4d table 0x4089', '6 pud table 0x43bc', '6 pmd none', '9 pte present 0x2eb7', '9 pmd table 0x12345'], never: [/an earlier report/] },
  { name: 'but where processors print in another order', log: [...at('Oct 10 09:47:46 one kernel: [  100.400000] ', LEVELS_SHOWN), ...at('Oct 10 09:47:46 one kernel: [  100.300000] ', LATER)],
    values: [...LEVELS, '5 pte present 0x2eb7', '5 pmd table 0x12345'], said: [/the levels as an earlier report of this log shows/] },
  { name: 'arm: code of the kernel in an earlier report', log: [FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1', CODE, FAULT, WALK, 'Internal error: Oops: 17 [#1] ARM', 'CPU: 0 PID: 34 Comm: a Not tainted 5.4.51 #1'],
    values: ['2 pgd table 0x8a3b2', '2 pte swap', '7 pgd table 0x8a3b2', '7 pte swap'], said: [/where user addresses end as an earlier report of this log shows/], never: [OPEN] },
];

const MAPPED = [
  'pgd table 0x3c01',
  'p4d table 0x3c01',
  'pud table 0x3c02',
  'pmd table 0x3c03',
  'pte present 0x0',
];
const NAMED = `${KERNEL} 6.1.0-28-amd64 #1`;

// A screen of so many columns: no digit is lost.
// prettier-ignore
const SCREENS: readonly LogKind[] = [
  { name: 'x86, numbers torn at the edge of a screen', log: ['[   38.123456] BUG: unable to handle page fault for address: ffff88800000', '0010', '[   38.123456] #PF: supervisor write access in kernel mode', '[   38.123456] #PF: error_code(0x0003) - permissions violation', '[   38.123456] PGD 3c01067 P4D 3c01067 PUD 3c02067 PMD 3c03067 PTE 800000', '0000000161', `[   38.123456] ${NAMED}`],
    values: MAPPED.map((value) => `5 ${value}`), said: [/at 0xffff888000000010/, /pte is read-only/], never: [/swap/] },
  { name: 'x86, a number torn inside of a quoted walk, twice', log: ['> > PGD 3c01067 P4D 3c01067 PUD 3c0', '> > 2067 PMD 3c03067 PTE 80000000000', '> > 00161', '> > Oops: 0003 [#1]', `> > ${NAMED}`],
    values: MAPPED.map((value, index) => `${index < 3 ? 1 : 2} ${value}`) },
  { name: 'x86, the pte of a bad page map torn', log: ['BUG: Bad page map in process bash  pte:80000000012', '34067 pmd:1f7c4067', NAMED],
    values: ['1 pte present 0x1234', '2 pmd table 0x1f7c4'] },
  { name: 'arm64, a number torn in a walk', log: ['[ffff800083f5d000] pgd=100000013ffff003, p4d=1000000', '13ffff003, pud=100000013fffe003, pmd=10000001002e8003, pte=0000000000000000', 'Internal error: Oops: 0000000096000007 [#1] SMP', `${KERNEL} 6.8.0 #1`],
    values: ['1 pgd table 0x13ffff', '1 p4d table 0x13ffff', '2 pud table 0x13fffe', '2 pmd table 0x1002e8', '2 pte none'] },
  { name: 'x86, a word behind a value is no rest of it', log: ['PGD 3c01067 P4D 3c01067 PUD 3c02067 PMD 3c03067 PTE 161', 'bad: scheduling from the idle thread!', NAMED],
    values: MAPPED.map((value) => `1 ${value}`) },
  { name: 'x86, a short line is no screen wide', log: ['PGD 3c01067 P4D 0', 'dead', NAMED], values: ['1 pgd table 0x3c01', '1 p4d none'] },
  { name: 'x86, what has a time in front goes on with nothing', log: ['[   38.123456] PGD 3c01067 P4D 3c01067 PUD 3c02067 PMD 3c03067 PTE 161', '[   38.123456] 00161', `[   38.123456] ${NAMED}`],
    values: MAPPED.map((value) => `1 ${value}`) },
];

describe('numbers torn at the edge of a screen', () => {
  test.each(SCREENS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

// prettier-ignore
const RELEASES: readonly LogKind[] = [
  // arch/arm64/mm/fault.c show_pte: e9f6376858b9 (5.8) prints a p4d.
  { name: 'arm64 before 5.8, a walk wrapped inside', log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '[ffff000012345000] pgd=000000013ffff003,', 'pud=0000000000000000', 'pstate: 60400009 (nZCv daif +PAN -UAO)'],
    values: ['2 pgd table 0x13ffff', '3 pud none'], said: [/Linux 5\.7, arm64/], never: [/Linux 7/] },
  { name: 'x86 before 4.11, a level on each line, and no release', log: ['BUG: unable to handle kernel paging request at ffff8800deadb000', 'PGD 1e0c063 ', 'PUD 1e0d063 ', 'PMD 12ff2b063 BAD'],
    values: ['2 pgd table 0x1e0c', '3 pud table 0x1e0d', '4 pmd table 0x12ff2b'], said: [/Linux 4\.(?:9|10|11)\b/] },
  // crash 8.0 x86_64.c x86_64_uvtop_level4: no other machine calls its top table PML4.
  { name: 'crash of x86 behind an oops of arm64', log: ['[ffff800080000000] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013fffe003, pmd=0000000000000000', `${KERNEL} 6.8.0 #1`, 'pstate: 60400009 (nZCv daif +PAN -UAO)', 'crash> vtop 7ffff0000000', 'PML4: 1f2d4c7f8 => 1f2d4b067', ' PUD: 1f2d4bff8 => 80000001f2d4a067'],
    values: ['1 pgd table 0x13ffff', '1 p4d table 0x13ffff', '1 pud table 0x13fffe', '1 pmd none', '5 pgd table 0x1f2d4b', '6 pud table 0x1f2d4a'], said: [/x86_64.*the log names 6\.8\.0 elsewhere, none for this/] },
];

// pmd_ERROR() of v5.11 arch/x86/include/asm/pgtable_64.h ("%p(%016lx)"), arch/arm64/mm/mmu.c __pmd_error and
// arch/riscv/include/asm/pgtable-64.h (16 digits alone), arch/powerpc/include/asm/book3s/64/pgtable.h ("%08lx").
const ARM64_OOPS = [
  '[ffff800083f5d000] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013fffe003, pmd=0000000000000000',
  `${KERNEL} 6.8.0 #1`,
  'pstate: 60400009 (nZCv daif +PAN -UAO)',
];
const RISCV_OOPS = [
  `${KERNEL} 6.1.80 #1`,
  'epc : ffffffff8014e3ac ra : ffffffff8014e3a0 sp : ffffffc800453c80',
];
// prettier-ignore
const FOREIGN: readonly LogKind[] = [
  { name: 'a bad pmd with a pointer behind an oops of arm64', log: [...ARM64_OOPS, 'mm/memory.c:145: bad pmd ffff8800376e1f98(80000000314000e7).'],
    values: ['1 pgd table 0x13ffff', '1 p4d table 0x13ffff', '1 pud table 0x13fffe', '1 pmd none', '4 pmd present 0x31400'], said: [/x86_64 \(architecture assumed\); assumed: the log names 6\.8\.0 elsewhere, none for this; the log is older \(before 3\.13\)/] },
  { name: 'one of 16 digits by themselves before an oops of x86', log: ['mm/pgtable-generic.c:51: bad pmd 000000083af00074.', 'BUG: unable to handle page fault for address: 000027c000000000', '#PF: error_code(0x0000) - not-present page', 'PGD 0 P4D 0', `${KERNEL} 5.16.9 #1`],
    values: ['1 pmd -', '4 pgd none', '4 p4d none'], said: [/architecture unknown, no tables applied: the values? fits?/] },
  { name: 'one of 8 digits behind an oops of riscv', log: [...RISCV_OOPS, 'memory.c:84: bad pmd c1432244.'],
    values: [], said: [/architecture unknown, no tables applied/] },
  { name: 'one of 16 digits behind it', log: [...RISCV_OOPS, 'mm/pgtable-generic.c:51: bad pmd 00000000c1432244.'],
    // v6.1 arch/riscv/include/asm/pgtable-64.h pmd_pfn(): PMD_MASK takes what is below a large page's frame.
    values: ['3 pmd present 0x305000'], said: [/Linux 6\.1\.80, riscv64/] },
  // _KERNPG_TABLE of x86_64: no other machine makes a pmd so.
  { name: 'a bad page map behind an oops of arm64, with a pmd of x86', log: [...ARM64_OOPS, 'BUG: Bad page map in process trinity-main  pte:800000012345a067 pmd:79462067'],
    values: ['1 pgd table 0x13ffff', '1 p4d table 0x13ffff', '1 pud table 0x13fffe', '1 pmd none', '4 pte present 0x12345a', '4 pmd table 0x79462'], said: [/x86_64 \(architecture assumed\); assumed \(the newest that no known message or date rules out\): the log names 6\.8\.0 elsewhere, none for this/] },
  { name: 'the same with a pmd of arm64', log: [...ARM64_OOPS, 'BUG: Bad page map in process trinity-main  pte:00e8000123456f43 pmd:800000123457003'],
    values: ['1 pgd table 0x13ffff', '1 p4d table 0x13ffff', '1 pud table 0x13fffe', '1 pmd none', '4 pte present 0x123456', '4 pmd table 0x123457'], said: [/6\.8, arm64/] },
  // mm/memory.c print_bad_pte: %08llx, on machines of either size.
  { name: 'a pte of which nothing tells the machine', log: ['BUG: Bad page map in process foo  pte:005a2a80 pmd:1f4b1067'],
    values: ['1 pte swap', '1 pmd table 0x1f4b1'], said: [/x86_64 \(architecture assumed\)/, /corrupted, or of another kernel than the one assumed/] },
];

describe('a message of another form than the machine prints', () => {
  test.each(FOREIGN.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

// Tables begin where pages do, and pages of 4 KiB do so at a multiple of 64 KiB once in 16 times.
const ARM64_NAMED = `${KERNEL} 5.10.0 #1`;
// prettier-ignore
const SIZES: readonly LogKind[] = [
  { name: 'arm64, all tables begin at multiples of 64 KiB', log: ['[0000000000000010] pgd=0800000102280003, p4d=0800000102280003, pud=0800000102280003, pmd=0800000101050003, pte=0000000000000000', ARM64_NAMED],
    values: ['1 pgd table 0x10228', '1 p4d table 0x10228', '1 pud table 0x10228', '1 pmd table 0x10105', '1 pte none'], said: [/pages of 64 KiB assumed/] },
  { name: 'arm64, the only table does', log: ['[0000000000000010] pgd=0800000102280003, p4d=0800000102280003, pud=0800000102280003, pmd=0000000000000000', ARM64_NAMED],
    values: ['1 pgd table 0x102280', '1 p4d table 0x102280', '1 pud table 0x102280', '1 pmd none'], said: [/pages of 4 KiB assumed/] },
  { name: 'arm64, one of them does not', log: ['[0000000000000010] pgd=0800000102280003, p4d=0800000102280003, pud=0800000102280003, pmd=0800000101051003, pte=0000000000000000', ARM64_NAMED],
    values: ['1 pgd table 0x102280', '1 p4d table 0x102280', '1 pud table 0x102280', '1 pmd table 0x101051', '1 pte none'], said: [/pages of 4 KiB assumed/] },
];

describe('the page size', () => {
  test.each(SIZES.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('the release and the machine of a report', () => {
  test.each(RELEASES.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('what an earlier report has shown', () => {
  test.each(BOOTS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('where user addresses end', () => {
  test.each(SPLITS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('the layout of swap entries', () => {
  test.each(SMALL_SWAP.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
  test.each(LAYOUTS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
