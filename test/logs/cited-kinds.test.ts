import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

/** lore.kernel.org, linux-mm 2010-03, "Somebody take a look please!": 2.6.32.10, whose sender's program wraps lines. */
const AT = 'Mar 24 19:22:28 alfa kernel: ';

/** v6.14 arch/arm64/mm/fault.c mem_abort_decode, data_abort_decode */
const ABORT = [
  '[35093.107761][ T6308]   ESR = 0x0000000096000007',
  '[35093.135761][ T6308]   ISV = 0, ISS = 0x00000007, ISS2 = 0x00000000',
];

/** Rows of public texts, as mail, forums and copying by hand have left them. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.32 mm/memory.c print_bad_pte: the page is dumped where there is one. 0xf1b250 is 88 times 0x2bf1e.
  { name: 'x86_64, a dump of the page on three rows', log: [`${AT}BUG: Bad page map in process httpd`, 'pte:2bf1e025', 'pmd:1535b5067', `${AT}page:ffffea0000f1b250`, 'flags:4000000000000404', 'count:1 mapcount:-1 mapping:(null) index:0', `${AT}addr:00000037b4008000 vm_flags:08000875`],
    values: ['2 pte present 0x2bf1e', '3 pmd table 0x1535b5'], said: [/0x2bf1e has a struct page, dumped with it \(refcount 1, mapcount -1\)/], never: [/beyond the memory/] },
  // 0xf1f7c0 is 88 times 0x2bfe8, and 64 times another frame.
  { name: 'x86_64, the structure of a page that is larger than usual', log: [`>>> > ${AT}BUG: Bad page map in process httpd `, '>>> > pte:2bfe8025', '>>> > pmd:1535b5067', `>>> > ${AT}page:ffffea0000f1f7c0 `, '>>> > flags:4000000000000404', '>>> > count:1 mapcount:-1 mapping:(null) index:0', `>>> > ${AT}addr:00000037b400c000 vm_flags:08000875`, '>>> > anon_vma:(null) mapping:ffff88022b5d25a8 index:c'],
    values: ['2 pte present 0x2bfe8', '3 pmd table 0x1535b5'], said: [/0x2bfe8 has a struct page, dumped with it \(refcount 1, mapcount -1\)/], never: [/another report/] },
  // The table of the pmd is memory, and higher.
  { name: 'x86_64, the table of a page on a row of its own', log: [`${AT}BUG: Bad page map in process httpd`, 'pte:2bf1e025', 'pmd:1535b5067', `${AT}addr:00000037b4008000 vm_flags:08000875`],
    values: ['2 pte present 0x2bf1e', '3 pmd table 0x1535b5'], said: [/the log shows memory as high as frame 0x2bf1e/], never: [/beyond the memory/] },
  // v2.6.8 arch/i386/mm/fault.c do_page_fault: with PAE it prints word (address >> 22) of the page that begins with the four entries of 64 bits. Two mails to lkml, 2.6.5-7.111-bigsmp (2004-11) and one of 2005-08.
  { name: 'i386 with PAE, an address that no line says', log: ['f91f9234', '*pde = 359d4001', 'Oops: 0000 [#1]', 'SMP', 'CPU:    1', 'EIP:    0060:[<f91f9234>]    Not tainted', 'EFLAGS: 00010286   (2.6.5-7.111-bigsmp)'],
    values: ['2 pgd -'], said: [/pgd is not known to be an entry of the address, which no line says: kernels before 2\.6\.22/], never: [/is no entry/] },
  ...[['NULL pointer', 'dereference at virtual address 00', '000000'], ['NULL pointer dereference at virtual address 00', '000000'], ['NULL pointer dereference', 'at virtual address', '00000000']].map((rows): LogKind => ({
    name: `i386 with PAE, an address that mail has torn: ${rows.join(' | ')}`, log: [`> Aug  6 15:30:02 o kernel: Unable to handle kernel ${rows.join('\n> ')}`, '> Aug  6 15:30:02 o kernel:  printing eip:', '> Aug  6 15:30:02 o kernel: c026b0d9', '> Aug  6 15:30:02 o kernel: *pde = 3588d001', '> Aug  6 15:30:02 o kernel: Oops: 0000 [#1]'],
    values: [`${rows.length + 3} pgd table 0x3588d`], said: [/read by the kernel at 0x0000000000000000/], never: [/no entry|no line says/] })),
  { name: 'i386 with PAE, an address of which pgd is no entry', log: ['Unable to handle kernel paging request at virtual address 00', '402014', ' printing eip:', 'c026b0d9', '*pde = 3588d001', 'Oops: 0000 [#1]'],
    values: ['5 pgd -'], said: [/no entry of the address: kernels before 2\.6\.22/] },
  // v2.6.21 arch/i386/mm/fault.c do_page_fault: word (address >> 22) of the top table. SDM vol. 3A, 4.4 table 4-8: bits 1, 2, 5 and 6 of an entry of the table of PAE are reserved. Two mails to lkml: 2.6.4-mm1 (2004-03), and ksymoops of 2.4 (2003-06).
  ...([['00000020', '0bd8f067'], ['00000064', '359fc067'], ['00400064', '359fc067'], ['01c00064', '359fc063']] as const).map(([address, pde]): LogKind => ({
    name: `i386, the number of levels is proven by *pde = ${pde} at ${address}`, log: [`Unable to handle kernel NULL pointer dereference at virtual address ${address}`, ' printing eip:', 'c01a4847', `*pde = ${pde}`, 'Oops: 0000'],
    values: [`4 pmd table 0x${pde.slice(0, 5).replace(/^0/, '')}`], said: [/i386, 2-level paging/], never: [/2-level paging assumed/] })),
  { name: 'i386, what stands behind the top table of PAE proves nothing', log: ['Unable to handle kernel paging request at virtual address 02000064', ' printing eip:', 'c01a4847', '*pde = 359fc067', 'Oops: 0000'],
    values: ['4 pmd table 0x359fc'], said: [/2-level paging assumed/] },
  // v6.12 arch/um/include/asm/pgtable.h: _PAGE_RW is 0x020, _PAGE_DIRTY 0x100. Notes of a harness that runs guests of User Mode Linux.
  ...['      anything naming io_uring.  UML\'s mm does not handle the rings', 'A guest of User Mode Linux, and nothing else.', '$ make ARCH=um allnoconfig'].map((line): LogKind => ({
    name: `User Mode Linux: ${line}`, log: ['      the kernel said', '', '          BUG: Bad page map in process chrome-headless  pte:0e6c5061', '          file:[io_uring] fault:0x0 mmap:io_uring_mmap', '', line],
    values: ['3 pte -'], said: [/no tables for User Mode Linux, which the text speaks of/] })),
  { name: 'User Mode Linux, by a file of its own', log: ['WARNING: CPU: 0 PID: 1 at arch/um/kernel/tlb.c:120 fix_range+0x1c/0x40', 'BUG: Bad page map in process chrome-headless  pte:0e6c5061'],
    values: ['2 pte -'], said: [/no tables for User Mode Linux/] },
  { name: 'a report of another machine in a text that speaks of User Mode Linux', log: ['It does not happen in UML.', 'BUG: unable to handle page fault for address: 00007f5909628123', '#PF: error_code(0x0000) - not-present page', 'PGD 4089067 P4D 4089067 PUD 0'],
    values: ['4 pgd table 0x4089', '4 p4d table 0x4089', '4 pud none'], said: [/x86_64/] },
  // v2.4.0 mm/swapfile.c __swap_free, mm/page_io.c rw_swap_page_base: the pte itself. A mail to lkml of 2000-12, behind reports of linux-media 2012, lkml 2005 and fsdevel 2023.
  ...[
    ['BUG: unable to handle kernel NULL pointer dereference at 00000010', '*pdpt = 0000000023b3b001 *pde = 0000000000000000', 'Pid: 1, comm: a Not tainted 3.4.0-rc7+ #1', 'EIP: 0060:[<c1234567>] EFLAGS: 00010286 CPU: 0'],
    ['Unable to handle kernel paging request at ffffffff80123450 RIP: ', 'PGD 103067 PUD 105067 PMD 0 ', 'Oops: 0000 [1] SMP ', 'Pid: 62, comm: a Not tainted 2.6.14-rc4-rt5', 'RIP: 0010:[<ffffffff80123450>] [<ffffffff80123450>] foo+0x1/0x20'],
    ['8<--- cut here ---', 'Unhandled fault: page domain fault (0x01b) at 0x00000000', '[00000000] *pgd=c14b4831, *pte=00000000, *ppte=00000000', 'Internal error: : 1b [#1] ARM', 'CPU: 0 PID: 58 Comm: cat Not tainted 6.2.0-rc7-next-20230213 #1'],
  ].map((front): LogKind => ({
    name: `a message of 2.4 behind ${front[0] ?? ''}`, log: [...front, '', 'Got this last night.', '', 'Dec  6 01:16:04 athlon kernel: Bad swap file entry c17a1558', 'Dec  6 01:16:05 athlon kernel: swap_free: Trying to free nonexistent swap-page'],
    values: [], said: [/kernels before 2\.5\.20 print the pte itself/], never: [/no swap area has number/, /swap_info/] })),
  // v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate: PMD_TABLE_AF (0x400). v6.5 arch/arm64/mm/fault.c data_abort_decode: ISS2. Notes on a Kunpeng server, behind reports of linux-bluetooth (2024), dri-devel (2024) and linux-arm-msm (2022), and where the text speaks of another kernel.
  ...([
    ['6.1.36', '[    7.000000] CPU: 0 PID: 1 Comm: kworker/u9:1 Tainted: G           O       6.1.36+g937b1be4345a #1'],
    ['6.9', '[    7.000000] CPU: 3 PID: 143 Comm: Xorg Not tainted 6.9.0-rc6+ #1'],
    ['one before 5.19', '>>     ESR = 0x96000006'],
    ['6.11, which the text speaks of', 'I run Linux 6.11.0 in a virtual machine.'],
  ] as const).flatMap(([name, front]) =>
    [ABORT, ...(front.includes('ESR') ? [] : [[]])].map((abort): LogKind => ({
      name: `arm64, tables of 6.13 or later behind a kernel: ${name}, ${abort.length > 0 ? 'with' : 'without'} other rows`,
      log: ['[    6.900000] [0000000000000070] pgd=0800000085c3c003, p4d=0800000085c3c003, pud=0800000088dcf003, pmd=0000000000000000', front, '', ...abort, '[35093.161781][ T6308] [ffff800080433c98] pgd=10000020802d8403, p4d=10000020802d8403, pud=10000020802d9403, pmd=1000002080339403, pte=0000000000000000'],
      values: [], said: [/Linux (?:6\.1[4-9]|7\.\d), arm64/]}))),
  // v2.6.10 arch/i386/kernel/traps.c die: the number of an oops, which 2.4 does not count. Two mails, to pgsql-general (2004) and lkml (2005).
  { name: 'a kernel that another report speaks of is too old for what stands around', log: ['Kernel 2.4.23 on redhat 8.0', '', 'swap_free: Bad swap file entry 00000004', 'kernel BUG at buffer.c:539!', 'invalid operand: 0000', 'CPU:    0', 'EIP:    0010:[<c0138e8e>]    Not tainted', 'EFLAGS: 00010282', '', '> Feb 20 11:17:13 dardhal kernel: swap_free: Bad swap offset entry 00080000', '> Feb 20 11:17:24 dardhal kernel: Unable to handle kernel paging request at', '> virtual address 0029395c Feb 20 11:17:24 dardhal kernel: printing eip:', '> Feb 20 11:17:24 dardhal kernel: c01320b7', '> Feb 20 11:17:24 dardhal kernel: *pde = 00000000', '> Feb 20 11:17:24 dardhal kernel: Oops: 0002 [#4]'],
    values: ['3 swap_entry -', '10 swap_entry swap', '14 pmd none'], said: [/the pte itself, as kernels before 2\.5\.20 print it: type 2, offset 0x0/, /offset 0x80000 is beyond the end of swap area 0/], never: [/offset 0x800$/] },
  // v2.6.29 mm/memory.c print_bad_pte; "printing eip:" is older than 2.6.25. A screen that was typed off into one row (ubuntuforums, 2010), behind reports of lkml (2003).
  ...[
    ['Linux version 2.4.19-64GB-SMP (root@SMP_X86.suse.de) (gcc version 3.2.2)', '', 'Unable to handle kernel NULL pointer dereference at virtual address 00000004', ' printing eip:', 'c015633b', '*pde = 0b61a001', 'Oops: 0002 2.4.19-64GB-SMP #1 SMP Mon', 'CPU:    0', 'EIP:    0010:[<c015633b>]    Not tainted'],
    ['Oops: 0002 2.4.19-64GB-SMP #1 SMP Mon', 'CPU:    0', 'EIP:    0010:[<c015633b>]    Not tainted'],
    ['CPU:    0', 'EIP:    0010:[<c015633b>]    Not tainted'],
  ].map((front): LogKind => ({
    name: `a bad page map in one row behind ${front[0] ?? ''}`, log: [...front, '', 'BUG: Bad page map in process swapper pte:ffffffff pmd:c64ff067 addr:bffffff6 vm_flags:00100173 anon_vma:(null) mapping:(null) index:bffff'],
    values: [], said: [/Linux \S+, i386.*assumed/, /pmd .*table at 0xc64ff000/], never: [/x86_64/, /named.*2\.4.*architecture/, /architecture assumed\); named/] })),
  // A report of apport (ubuntuforums, 2010), behind one of x86_64 in a mail to linux-rdma (2021).
  { name: 'the machine that was asked behind a report counts more than another report in front', log: ['BUG: kernel NULL pointer dereference, address: 0000000000000010', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', 'PGD 0 P4D 0 ', 'CPU: 1 PID: 3 Comm: a Not tainted 5.15.0-rc1+ #1', 'RIP: 0010:foo+0x1/0x20', '', 'title: "[Bug 519561] BUG: Bad page map in process gnome-panel  pte:00000001 pmd:1c4a6067"', '', 'ProblemType: KernelOops', 'Architecture: i386', 'Title: BUG: Bad page map in process gnome-panel  pte:00000001 pmd:1c4a6067', 'Uname: Linux 2.6.31-14-generic i686'],
    values: ['4 pgd none', '4 p4d none', '8 pte present 0x0', '8 pmd table 0x1c4a6', '12 pte present 0x0', '12 pmd table 0x1c4a6'], said: [/Linux 5\.15, x86_64/, /Linux 4\.14, i386.*named elsewhere in the log \(2\.6\.31-14-generic\)/] },
  { name: 'the machine of a banner counts more than one that was asked', log: ['Linux version 5.15.0-rc1+ (a@b) (gcc) #1 SMP x86_64', 'BUG: unable to handle page fault for address: 00007f5909628123', 'PGD 0 P4D 0 ', 'BUG: Bad page map in process a  pte:00000001 pmd:1c4a6067', '', 'Uname: Linux 2.6.31-14-generic i686'],
    values: ['3 pgd none', '3 p4d none', '4 pte present 0x0', '4 pmd table 0x1c4a6'], said: [/Linux 5\.15, x86_64/], never: [/i386/] },
  // A mail to linux-gpio (2025), whose walk ends at pgd, and one to lkml (2004): v2.6.4 arch/i386/mm/fault.c prints the pte below its pde.
  { name: 'a row of a walk goes on with that of its own form', log: ['> [    0.443319] Unable to handle kernel NULL pointer dereference at virtua=', 'l address 00000000 when execute', '> [    0.443330] [00000000] *pgd=3D00000000', '> [    0.443347] Internal error: Oops: 80000005 [#2] SMP ARM', '', 'Linux version 2.6.4-mm1 (root@skuld) (gcc version 3.3.3 20040217) #6 Fri Mar 12 19:21:14 CST 2004', 'Unable to handle kernel NULL pointer dereference at virtual address 00000020', ' printing eip:', 'c01a4847', '*pde = 0bd8f067', '*pte = 00000000', 'Oops: 0000 [#1]'],
    values: ['3 pgd none', '10 pmd table 0xbd8f', '11 pte none'], said: [/the walk ends at pgd, which is empty/, /the walk ends at pte, which is empty/] },
];

describe('rows as others have left them', () => {
  test.each(KINDS)('$name', async (kind) => expectKind(kind));

  test.each(KINDS.filter(({ name }) => /torn|on three rows/.test(name)))(
    '$name, however it is cut',
    async (kind) => expectSameHoweverCut(kind),
  );
});
