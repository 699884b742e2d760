import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** As v4.15 arch/x86/mm/fault.c show_fault_oops prints it. */
const WALK = 'PGD 150780e067 P4D 150780e067 PUD 1507810067 PMD 1fb2e67067 PTE 1fb5e91161';
const FAULT = [
  'BUG: unable to handle kernel paging request at ffffffffc055bfce',
  'IP: avl_insert+0x4b/0xd0 [zavl]',
  WALK,
  'Oops: 0003 [#1] SMP NOPTI',
];
const VALUES = [
  'pgd table 0x150780e',
  'p4d table 0x150780e',
  'pud table 0x1507810',
  'pmd table 0x1fb2e67',
  'pte present 0x1fb5e91',
];
const valuesIn = (line: number): string[] => VALUES.map((value) => `${line} ${value}`);

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // .github/ISSUE_TEMPLATE/bug_report.md of openzfs/zfs (blanks and tabs as there), and rows as other reports write them.
  ...['Linux Kernel\t|  4.15.18-16-pve', 'Kernel Version\t| 4.15.18-16-pve', '| Kernel | 4.15.18-16-pve |', '|Kernel|Linux 4.15.18-16-pve|', '| **Kernel** | `4.15.18-16-pve` |', '| Kernel       | 4.15.18-16-pve  |', '**Kernel:** 4.15.18-16-pve', '- **Kernel version**: 4.15.18-16-pve', 'Kernel:\t4.15.18-16-pve', 'Kernel:   4.15.18-16-pve', 'Kernel Version:\t4.15.18-16-pve'].map((row): LogKind => ({ name: `a report with the kernel in a row of a table or behind other blanks: ${row}`,
    log: ['Type | Version/Name', ' --- | --- ', row, 'Architecture\t|  amd64', '', ...FAULT], values: valuesIn(8), said: [/Linux 4\.15\.18 .*x86_64.*\(4\.15\.18-16-pve\)/], never: [/no name was found/] })),
  ...['| Kernel | 4.15.18-16-pve | 4.14.1-1-pve |', '| Kernel | 4.15.18+ or later |', '| Kernel | 4.14+ |', '| Minimum Kernel | 4.14.1 |', 'NVIDIA UNIX x86_64 Kernel Module  418.1.2'].map((row): LogKind => ({ name: `a row that does not name one kernel: ${row}`,
    log: [row, '', ...FAULT], values: valuesIn(5), said: [/no name was found/] })),
  // SDM vol. 3A, 4.6.1: address bits from MAXPHYADDR on are reserved; a CPU with fewer than 38 bits refused this page (error code 0xb).
  { name: 'a walk in prose, whose page has an address far above all others: nothing shows that the CPU takes it',
    log: ['with "PGD 3b128067 P4D 3b128067 PUD 3b129067 PMD 3b12a067 PTE', '8000002000000073".', '', 'CPU: 1 PID: 1 Comm: swapper/0 Not tainted 5.4.28 #1-NixOS'],
    values: ['1 pgd table 0x3b128', '1 p4d table 0x3b128', '1 pud table 0x3b129', '1 pmd table 0x3b12a', '2 pte present 0x2000000'], said: [/the walk ends at pte, which is present$/], never: [/maps the page/] },
  ...['8000001234567073', '800000073b12b073'].map((pte): LogKind => ({ name: `the same with a page that such a CPU has, or whose fault shows that it took it: ${pte}`,
    log: [...(pte.startsWith('8000001') ? ['BUG: unable to handle page fault for address: ffffb8ca40025014', '#PF: supervisor instruction fetch in kernel mode', '#PF: error_code(0x0011) - permissions violation'] : ['', '', '']), `PGD 3b128067 P4D 3b128067 PUD 3b129067 PMD 3b12a067 PTE ${pte}`, 'CPU: 1 PID: 1 Comm: swapper/0 Not tainted 5.4.28 #1-NixOS'],
    values: ['4 pgd table 0x3b128', '4 p4d table 0x3b128', '4 pud table 0x3b129', '4 pmd table 0x3b12a', `4 pte present 0x${((BigInt(`0x${pte}`) >> 12n) & ((1n << 40n) - 1n)).toString(16)}`], said: [/the walk ends at pte, which maps the page$/] })),
  // GNU GRUB Manual 0.97, "kernel"; lilo.conf(5), "image=".
  ...['kernel (hd0,4)/vmlinuz-2.6.5-mm2 ro root=0309', '>   kernel (hd0,0)/boot/vmlinuz-2.6.5-mm2 ro', 'linux (hd0,msdos1)/boot/vmlinuz-2.6.5-mm2 ro', 'image=/boot/vmlinuz-2.6.5-mm2'].map((line): LogKind => ({ name: `a boot loader's file of a kernel: ${line}`,
    log: [line, 'Unable to handle kernel paging request at virtual address fffffff4', ' printing eip:', 'c0276506', '*pde = 00002067', '*pte = 00000000', 'Oops: 0000 [#1]'],
    values: ['5 pmd table 0x2', '6 pte none'], said: [/the text speaks of Linux 2\.6\.5/], never: [/no name was found/] })),
  { name: 'a menu of several kernels: the text does not tell which', log: ['kernel (hd0,0)/boot/vmlinuz-2.6.5 ro', 'kernel (hd0,0)/boot/vmlinuz-2.6.3 ro', 'Unable to handle kernel paging request at virtual address fffffff4', ' printing eip:', 'c0276506', '*pde = 00002067', '*pte = 00000000', 'Oops: 0000 [#1]'],
    values: ['6 pmd table 0x2', '7 pte none'], never: [/2\.6\.3|2\.6\.5/] },
  // v2.6.23 arch/i386/kernel/traps.c show_registers, "VLI" behind the taint flags; v2.6.24 arch/x86/kernel/traps_32.c __show_registers has none.
  ...['eip 0060:[<c0276506>) not tainted vli', 'EIP: 0060:[<c0276506>] Not tainted VLI', '> eip: 0060:[<c0276506>] tainted: p vli'].map((line): LogKind => ({ name: `typed by hand: ${line}`,
    log: ['Unable to handle kern. Pag. req. virt. addr. fffffff4', 'eip c0276506', '*pde = 00002067', '*pte = 00000000', 'Oops 000 [#1]', line, 'eflags: 00010283'],
    values: ['3 pmd table 0x2', '4 pte none'], said: [/i386.*the log is older \(before 2\.6\.25\)/], never: [/Linux 7/] })),
  // include/xen/interface/xen-x86_64.h FLAT_RING3_CS64 is 0xe033: the kernel is at 0xe030. v6.1 arch/x86/include/asm/xen/page.h: Xen's hole in a pte is bit 52 and above, for the guest.
  ...['e030:pmdp_test_and_clear_young+0x25/0x40', '> > > e030:[<ffffffff81005c9e>]'].map((row): LogKind => ({ name: `a guest of Xen whose "RIP:" mail has put on the row before: ${row}`,
    log: ['BUG: unable to handle page fault for address: ffff8880083374d0', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0003) - permissions violation', 'PGD 3026067 P4D 3026067 PUD 3027067 PMD 7fee5067 PTE 8010000008337065', 'Oops: 0003 [#1] PREEMPT SMP NOPTI', 'CPU: 7 PID: 158 Comm: kswapd0 Not tainted 6.1.0-rc5+ #1', 'RIP:', row],
    values: ['4 pgd table 0x3026', '4 p4d table 0x3026', '4 pud table 0x3027', '4 pmd table 0x7fee5', '4 pte present 0x8337'], said: [/write by the kernel at 0xffff8880083374d0/, /pte is read-only/], never: [/unknown bits/, /a page of user mode/] })),
  // v2.6.18 arch/x86_64/kernel/traps.c __die, mm/fault.c do_page_fault
  ...['PGD 7b6e1067 PUD 7b6e2067 PMD 0 Oops: 0000 [1] SMP last sysfs file: ', 'PGD 7b6e1067 PUD 7b6e2067 PMD 0 Oops: 0000 [1] SMP CPU 0 Modules linked in: video', 'PGD 7b6e1067 PUD 7b6e2067 PMD 0 Oops: 0000 [1]'].map((row): LogKind => ({ name: `x86_64 2.6, a walk and what stands behind it in one row: ${row}`,
    log: ['Unable to handle kernel NULL pointer dereference at 0000000000000020 ', 'RIP: [<ffffffff802f84c6>] create_dir+0x11/0x1e0', row, '/class/input/input5/event5/dev'],
    values: ['3 pgd table 0x7b6e1', '3 pud table 0x7b6e2', '3 pmd none'], said: [/read by the kernel at 0x0000000000000020, error code 0x0/, /the log is older \(before 2\.6\.\d+\)|before 3\.1/] })),
  { name: 'x86_64 2.6, the code of an oops with what stands behind it',
    log: ['Unable to handle kernel NULL pointer dereference at 0000000000000020 RIP: ', '[<ffffffff802f84c6>] create_dir+0x11/0x1e0', 'PGD 7b6e1067 PUD 7b6e2067 PMD 0', 'Oops: 0000 [1] SMP last sysfs file: /class/input/input5/event5/dev'],
    values: ['3 pgd table 0x7b6e1', '3 pud table 0x7b6e2', '3 pmd none'], said: [/read by the kernel at 0x0000000000000020, error code 0x0/] },
  { name: 'a number in brackets behind such a code in prose is none of it',
    log: ['Unable to handle kernel NULL pointer dereference at 0000000000000020 RIP: ', 'PGD 7b6e1067 PUD 7b6e2067 PMD 0', 'which was Oops: 0002 [1] when we saw it first'],
    values: ['2 pgd table 0x7b6e1', '2 pud table 0x7b6e2', '2 pmd none'], never: [/error code/] },
  // v2.6.24 mm/memory.c print_bad_pte; include/asm-x86/pgtable_32.h _PAGE_FILE is bit 6.
  ...[' [__copy_user_intel+0x69/0xb0] __copy_user_intel+0x69/0xb0', '[1307868.068449]  =======================', 'VMwebserver kernel:  ======================='].map((row): LogKind => ({ name: `only i386 has such a row in a trace: ${row}`,
    log: ['[1307868.061128] Bad pte = 00000060, process = apache2, vm_flags = 100073, vaddr = 853a001', '[1307868.067770] Pid: 3398, comm: apache2 Not tainted 2.6.24-19-virtual #1', '[1307868.067956]  [handle_mm_fault+0x650/0x730] handle_mm_fault+0x650/0x730', row],
    values: ['1 pte -'], said: [/i386/, /pte is .*a page of a file that is mapped non-linearly/], never: [/architecture unknown|empty/] })),
  { name: 'a ruler in prose shows no i386', log: ['Bad pte = 00000060, process = apache2, vm_flags = 100073, vaddr = 853a001', 'Pid: 3398, comm: apache2 Not tainted 2.6.24-19-virtual #1', ' ======================='],
    values: ['1 pte -'], said: [/architecture unknown/] },
];

describe('logs as reports, mails and pages quote them', () => {
  test.each(KINDS)('$name', expectKind);
});
