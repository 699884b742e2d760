import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.26 include/asm-x86/pgtable_64.h __swp_entry: type << 1 | offset << 8
  { name: 'x86_64 before 2.6.29, the pte with a swap entry as its kernel has it',
    log: ['swap_free: Unused swap offset entry 00102e07', 'Pid: 1, comm: a Not tainted 2.6.18 #1', 'RIP: 0010:[<ffffffff81686ac3>]  [<ffffffff81686ac3>] dump_stack+0x19/0x1b'],
    values: ['1 swap_entry swap'], said: [/offset 0x102e07; as a pte 0x00000000102e0700/] },
  // v6.12 scripts/setlocalversion: what builders append to the release is any text; arch/arm64/kernel/process.c show_regs of a public log.
  ...['CPU: 1 PID: 19371 Comm: a Tainted: G S  B   W       4.14.256-QuicksilveR-ginkgo-v2.5/fb61b32e #1', 'Linux version 4.14.256-QuicksilveR-ginkgo-v2.5/fb61b32e (a@b) #1', 'Linux a 4.14.256-x:y@z #1 SMP Mon May 27 03:45:37 UTC 2019 aarch64 GNU/Linux'].map((line): LogKind => ({ name: `a release with other characters behind its dash: ${line}`,
    log: ['Call trace:', line, '[ffffff8008000000] pgd=000000013fffe003, pud=000000013fffd003, pmd=0000000000000000', line],
    values: ['3 pgd table 0x13fffe', '3 pud table 0x13fffd', '3 pmd none'], said: [/Linux 4\.14\.256, arm64/] })),
  // v2.6.0 mm/page_alloc.c bad_page, of which 2.4 has nothing; a report of 2.6.0-test8-mm1 that was written on 2.4.20.
  { name: 'messages that no 2.4 prints, below the answer of uname', log: ['Linux hal 2.4.20-xfs-r3 #1 Sat Oct 18 18:56:51 CEST 2003 i686 AuthenticAMD GNU/Linux', 'Oct 21 08:20:48 hal Bad page state at free_hot_cold_page', 'Oct 21 08:20:48 hal flags:0x0102000c mapping:d3b5d9f4 mapped:0 count:0', 'Oct 21 08:20:48 hal swap_free: Bad swap file entry 40ead110', 'Oct 21 08:20:48 hal mm/memory.c:100: bad pmd 09800000.'],
    values: ['4 swap_entry -', '5 pmd -'], never: [/2\.4\.20/, /print the pte itself/] },
  { name: 'messages of 2.4 below it', log: ['Linux hal 2.4.20-xfs-r3 #1 Sat Oct 18 18:56:51 CEST 2003 i686 AuthenticAMD GNU/Linux', 'Oct 21 08:20:48 hal swap_free: Bad swap file entry 40ead110'],
    values: ['2 swap_entry -'], said: [/named in the log \(2\.4\.20-xfs-r3\)/, /the pte itself, as kernels before 2\.5\.20 print it/] },
  // v2.6.32 mm/memory.c copy_one_pte, zap_pte_range: what swap_duplicate() complains of is no entry that is being unmapped.
  ...['[125770.100000] swap_dup: Bad swap file entry 40000000', '[125770.100000] swap_free: Bad swap file entry 40000000', '[125990.100000] swap_dup: Bad swap file entry 40000000'].map((line): LogKind => ({ name: `a bad page map of another event than ${line}`,
    log: [line, '[125990.284892] BUG: Bad page map in process apache2  pte:800011006f6ba047 pmd:13820c067', '[125990.285212] addr:00007f8621851000 vm_flags:00100073 anon_vma:ffff88013880fda0 mapping:ffff8801388f31b8 index:7f8621851', '[125990.285587] Pid: 1393, comm: apache2 Not tainted 2.6.32-24-server #43-Ubuntu'],
    values: ['1 swap_entry swap', '2 pte present 0x11006f6ba', '2 pmd table 0x13820c'], never: [/message before/] })),
  // v3.9 arch/x86/kernel/dumpstack_64.c show_regs
  ...['CPU 1', 'kernel: [  321.512920] CPU 1 ', '>>> CPU 1', 'Pid: 2531, comm: rmmod Tainted: P'].map((line): LogKind => ({ name: `x86_64 before 3.10: ${line}`,
    log: ['BUG: unable to handle kernel paging request at ffffc900057e3000', 'IP: [<ffffffffa04cf468>] _nv027819rm+0xd4/0x20a [nvidia]', 'PGD 21e819067 PUD 21e81a067 PMD 20fdda067 PTE 0', 'Oops: 0000 [#1] SMP', line],
    values: ['3 pgd table 0x21e819', '3 pud table 0x21e81a', '3 pmd table 0x20fdda', '3 pte none'], said: [/the log is older \(before 3\.10\)/], never: [/Linux 4\.8/] })),
  { name: 'x86_64 since 3.10: the CPU with the process', log: ['BUG: unable to handle kernel paging request at ffffc900057e3000', 'IP: [<ffffffffa04cf468>] _nv027819rm+0xd4/0x20a [nvidia]', 'PGD 21e819067 PUD 21e81a067 PMD 20fdda067 PTE 0', 'Oops: 0000 [#1] SMP', 'CPU: 1 PID: 2531 Comm: rmmod'],
    values: ['3 pgd table 0x21e819', '3 pud table 0x21e81a', '3 pmd table 0x20fdda', '3 pte none'], said: [/Linux 4\.8/] },
  // v6.8 and v6.9 mm/debug.c
  { name: 'the dump of a page with its pointer, before 6.9', log: ['BUG: Bad page map in process a  pte:fffff99a98120 pmd:1fbee067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff888017665550 mapping:ffff88807736c9d0 index:3', 'page:ffffea00019959c0 refcount:9 mapcount:-1 mapping:ffff88807736c9d0 index:0x3 pfn:0x66567'],
    values: ['1 pte protnone 0x66567', '1 pmd table 0x1fbee'], said: [/Linux 6\.8/], never: [/Linux 6\.9/] },
  // lustre-release libcfs/libcfs/linux/linux-debug.c libcfs_call_trace()
  ...['Pid: 25842, comm: ll_ost00_001 4.18.0-348.2.1.el8_lustre.x86_64 #1 SMP Mon May 27 03:45:37 UTC 2019', 'Pid: 12345, comm: ll_ost_io01_002'].map((line): LogKind => ({ name: `Lustre on any kernel: ${line}`,
    log: ['[ 124.0] BUG: Bad page map in process a  pte:8000000071c00225 pmd:74b30067', `[ 124.1] ${line}`, '[ 124.1] Call Trace:'],
    values: ['1 pte present 0x71c00', '1 pmd table 0x74b30'], never: [/older/] })),
  // v3.18 arch/arm64/include/asm/pgtable.h __swp_entry: type << 3 | offset << 9
  ...([['0200000000000123', '24608'], ['0400000000000123', '24610']] as const).map(([entry, pte]): LogKind => ({ name: `arm64 before 4.0, the pte with the swap entry ${entry} as its kernel has it`,
    log: [`swap_free: Bad swap file entry ${entry}`, 'CPU: 1 PID: 5 Comm: a Not tainted 3.18.0 #1', 'pc : [<ffffffc000123456>] lr : [<ffffffc000123456>] pstate: 60000145'],
    values: ['1 swap_entry swap'], said: [new RegExp(`as a pte 0x0{11}${pte}`)] })),
  // v3.5 and v3.6 arch/arm/include/asm/pgtable.h; commit f5f2025ef3e2 ("Cc: stable") is in releases of 3.4.
  { name: 'arm before 3.6: stable releases have swap entries of two forms', log: ['swap_free: Bad swap file entry 10000123', 'pgd = c0004000', '[deadbeef] *pgd=8f600831, *pte=00000000, *ppte=00000000', 'CPU: 0    Not tainted  (3.4.113 #1)'],
    values: ['1 swap_entry swap', '3 pgd table 0x8f600', '3 pte none'], never: [/as a pte/] },
  { name: 'another kernel than the messages are of is asked for', log: ["Bad page state in process 'x'", 'swap_free: Unused swap offset entry 00102e07', 'RIP: 0010:[<ffffffff81686ac3>]  [<ffffffff81686ac3>] dump_stack+0x19/0x1b', "Bad page state in process 'x'"],
    options: ['-k', '6.12'], values: ['2 swap_entry swap'], never: [/as a pte 0x00000000102e0700/] },
  // The fields of v3.18 arch/arm64/include/asm/pgtable-hwdef.h; the frame of a page of RAM behind a table of this shape fits no other machine.
  { name: 'an old bad page map, which holds ordinary entries, is of the one architecture that they fit', log: ['BUG: Bad page map in process sdcard  pte:00e80000a3456fd3 pmd:a2345003', 'addr:0000007f8c123000 vm_flags:00100073 anon_vma:          (null) mapping:          (null) index:7f8c123', 'vma->vm_ops->fault: filemap_fault+0x0/0x3f4', 'CPU: 2 PID: 1234 Comm: sdcard Not tainted 3.18.31 #1'],
    values: ['1 pte present 0xa3456', '1 pmd table 0xa2345'], said: [/arm64 \(architecture assumed\)/] },
  // drivers/rtc/rtc-rk808.c: the clock of these boards begins at 2013-01-18.
  { name: 'a clock that starts in 2013', log: ['2013-01-18T08:50:05.123456+0000 rock kernel: BUG: Bad page map in process a  pte:0000000000012304 pmd:74b30003', '2013-01-18T08:50:05.123456+0000 rock kernel: addr:00007f1234567000 vm_flags:00100073 anon_vma:0000000000000000 mapping:0000000000000000 index:7f1234567'],
    values: ['1 pte swap', '1 pmd table 0x74b30'], never: [/older/] },
  // v3.10 kernel/printk.c dump_stack_print_info; v5.16 arch/x86/kernel/dumpstack_64.c stack_type_name (44b979fa302c); v6.6 and v6.10 mm/debug.c.
  ...([['3.2', '5.4', 'CPU: 1 PID: 5 Comm: a'], ['5.4', '6.8', ' <TASK>'], ['5.4', '6.8', '&gt; [    1.000000]  &lt;TASK&gt;'], ['6.1', '6.8', 'head:ffffea0006b59c00 order:9 entire_mapcount:0 nr_pages_mapped:1 pincount:0'], ['6.8', '6.10', 'head: order:9 mapcount:1 entire_mapcount:0 nr_pages_mapped:1 pincount:0'], ['6.8', '6.1', 'head:ffffea0006b59c00 order:9 compound_mapcount:1 compound_pincount:0']] as const).map(([other, release, line]): LogKind => ({ name: `a line that rules ${other} out: ${line}`,
    log: [`We have kernel ${other} here, and kernel ${release} there.`, 'BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'Call Trace:', line], values: ['2 pte present 0x2bf1e', '2 pmd table 0x1535b5'], said: [new RegExp(`the text speaks of Linux ${release.replace('.', '\\.')}:`)] })),
  // What public logs of SuSE's kernels and of Andrea Arcangeli's show: die() prints system_utsname.
  ...['2.4.19-64GB-SMP #1 SMP Mon', '2.4.20-pre10aa1 #3 Fri Oct 11 ', '2.4.19-4GB #1 '].map((name): LogKind => ({
    name: `i386, the kernel behind the error code: ${name}`,
    log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000004', ' printing eip:', 'c015633b', '*pde = 00000000', `localhost kernel: Oops: 0002 ${name}`],
    values: ['4 pmd none'], said: [new RegExp(String.raw`named in the log \(${(name.split(' ')[0] ?? '').replaceAll('.', String.raw`\.`)}\)`), /write by the kernel at 0x0000000000000004, error code 0x2/] })),
  { name: 'i386, an error code behind the name of the source alone', log: ['Unable to handle kernel paging request at virtual address 8c42f470', '*pde = 00000000', 'kernel: Oops: 0002'],
    values: ['2 pmd none'], said: [/write by the kernel at 0x000000008c42f470, error code 0x2/] },
  // v5.3 lib/vsprintf.c pointer(): "(null)"; 5.4 prints zeros. Pages lose the blanks in front of it.
  ...['', ' ', '          '].map((blanks): LogKind => ({
    name: `a null pointer behind ${blanks.length} blanks`,
    log: ['BUG: Bad page map in process a  pte:8000000123456067 pmd:12345067', `addr:00007f8621851000 vm_flags:00100073 anon_vma:${blanks}(null) mapping:${blanks}(null) index:7f8621851`],
    values: ['1 pte present 0x123456', '1 pmd table 0x12345'], said: [/Linux 5\.3, x86_64/] })),
];

describe('lines that tell which releases a report can be of', () => {
  test.each(KINDS)('$name', expectKind);
});
