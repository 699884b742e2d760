import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.26 include/asm-x86/pgtable_64.h __swp_entry: type << 1 | offset << 8
  { name: 'x86_64 before 2.6.29, the pte with a swap entry as its kernel has it',
    log: ['swap_free: Unused swap offset entry 00102e07', 'Pid: 1, comm: a Not tainted 2.6.18 #1', 'RIP: 0010:[<ffffffff81686ac3>]  [<ffffffff81686ac3>] dump_stack+0x19/0x1b'],
    values: ['1 swap_entry swap'], said: [/offset 0x102e07; as a pte 0x00000000102e0700/] },
  // v3.9 arch/x86/kernel/dumpstack_64.c show_regs
  ...['CPU 1', 'kernel: [  321.512920] CPU 1 ', '>>> CPU 1', 'Pid: 2531, comm: rmmod'].map((line): LogKind => ({ name: `x86_64 before 3.10: ${line}`,
    log: ['BUG: unable to handle kernel paging request at ffffc900057e3000', 'IP: [<ffffffffa04cf468>] _nv027819rm+0xd4/0x20a [nvidia]', 'PGD 21e819067 PUD 21e81a067 PMD 20fdda067 PTE 0', 'Oops: 0000 [#1] SMP', line],
    values: ['3 pgd table 0x21e819', '3 pud table 0x21e81a', '3 pmd table 0x20fdda', '3 pte none'], said: [/the log is older \(before 3\.10\)/], never: [/Linux 4\.8/] })),
  { name: 'x86_64 since 3.10: the CPU with the process', log: ['BUG: unable to handle kernel paging request at ffffc900057e3000', 'IP: [<ffffffffa04cf468>] _nv027819rm+0xd4/0x20a [nvidia]', 'PGD 21e819067 PUD 21e81a067 PMD 20fdda067 PTE 0', 'Oops: 0000 [#1] SMP', 'CPU: 1 PID: 2531 Comm: rmmod'],
    values: ['3 pgd table 0x21e819', '3 pud table 0x21e81a', '3 pmd table 0x20fdda', '3 pte none'], said: [/Linux 4\.8/] },
  // v6.8 and v6.9 mm/debug.c
  { name: 'the dump of a page with its pointer, before 6.9', log: ['BUG: Bad page map in process a  pte:fffff99a98120 pmd:1fbee067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff888017665550 mapping:ffff88807736c9d0 index:3', 'page:ffffea00019959c0 refcount:9 mapcount:-1 mapping:ffff88807736c9d0 index:0x3 pfn:0x66567'],
    values: ['1 pte protnone 0x66567', '1 pmd table 0x1fbee'], said: [/Linux 6\.8/], never: [/Linux 6\.9/] },
];

describe('lines that tell which releases a report can be of', () => {
  test.each(KINDS)('$name', expectKind);
});
