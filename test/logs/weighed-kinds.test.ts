import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** What more than one machine prints, and what stands beside it. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v5.10 arch/sh/mm/fault.c show_pte, v5.8 arch/unicore32/mm/fault.c show_pte, v4.15 arch/m32r/mm/fault.c do_page_fault print such a walk as well.
  { name: 'a walk of arm, empty, among the registers of i386', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', ' printing eip:', 'c0123456', '*pgd = 00000000', 'Oops: 0002', 'EIP:    0010:[<c0123456>]    Not tainted'],
    values: ['4 pgd -'], said: [/architecture unknown, no tables applied: arm prints such a walk, and what stands beside it is of i386/], never: [/Linux/] },
  { name: 'the same with an address', log: ['[00000014] *pgd=00000000', 'EIP is at foo+0x12/0x40'],
    values: ['1 pgd -'], said: [/architecture unknown, no tables applied/] },
  { name: 'a walk of i386, empty, among the registers of arm', log: ['*pde = 00000000', 'pc : [<c0123456>]    lr : [<c0123400>]    psr: 60000013'],
    values: ['1 pmd -'], said: [/architecture unknown, no tables applied: i386 prints such a walk, and what stands beside it is of arm/] },
  { name: 'a walk of arm, empty, and no other line', log: ['[00000014] *pgd=00000000'],
    values: ['1 pgd none'], said: [/arm \(architecture assumed\);/] },
  { name: 'a walk of arm that is none', log: ['[00000014] *pgd=8461a831, *pte=00000000, *ppte=00000000'],
    values: ['1 pgd table 0x8461a', '1 pte none'], said: [/arm, 2-level paging;/] },
  { name: 'a walk of arm, empty, among its registers', log: ['[00000014] *pgd=00000000', 'Internal error: Oops: 5 [#1] ARM'],
    values: ['1 pgd none'], said: [/arm, 2-level paging;/], never: [/architecture assumed/] },
  { name: 'a walk of arm, empty, and a release of it', log: ['[00000014] *pgd=00000000', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0-8-armmp #1 Debian 5.10.46-4'],
    values: ['1 pgd none'], said: [/, arm/], never: [/architecture assumed/] },
  { name: 'a walk of i386, empty, and a compiler for x86_64', log: ['Linux version 6.1.0 (a@b) (x86_64-linux-gnu-gcc (Debian 12.2.0) 12.2.0) #1 SMP', '*pde = 00000000', 'Oops: 0000 [#1] SMP'],
    values: ['2 pmd none'], said: [/i386/], never: [/architecture unknown|architecture assumed/] },
  // v5.7 arch/x86/mm/fault.c show_fault_oops; v4.17 has no arch/m32r.
  { name: 'a walk of i386, empty, of a release in which no other machine prints it', log: ['#PF: error_code(0x0000) - not-present page', '*pde = 00000000', 'CPU: 0 PID: 145 Comm: kswapd0 Not tainted 5.7.0-rc6 #1'],
    values: ['2 pmd none'], said: [/i386/], never: [/architecture unknown|architecture assumed/] },
  { name: 'a walk of i386, empty, of one in which others do', log: ['*pde = 00000000', 'CPU: 0 PID: 145 Comm: kswapd0 Not tainted 4.9.0 #1'],
    values: ['1 pmd none'], said: [/i386.*architecture assumed/] },
  // v3.10 and v6.12 arch/x86/um/sysrq_64.c show_regs; v3.10 arch/x86/kernel/process_64.c __show_regs prints the address of the code twice.
  ...['[<0000000060012345>] ', 'do_exit+0x12/0x345'].map((code): LogKind => ({ name: `User Mode Linux, by its registers: ${code}`, log: ['BUG: Bad page map in process init  pte:6123402b pmd:71a3b067', 'addr:0000000040012000 vm_flags:08000075 anon_vma:          (null) mapping:0000000071234560 index:12', 'Pid: 1, comm: swapper Not tainted 3.10.0', `RIP: 0033:${code}`, 'RAX: 0000000000000000 RBX: 00000000601234a0 RCX: 0000000000000000'],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for User Mode Linux/] })),
  ...['[<00007f1234567890>]  [<00007f1234567890>] 0x7f1234567890', '0x7f1234567890', '[<00007f1234567890>] '].map((code): LogKind => ({ name: `x86_64, code of a program: ${code}`, log: ['BUG: Bad page map in process init  pte:6123402b pmd:71a3b067', `RIP: 0033:${code}`],
    values: ['1 pte present 0x61234', '1 pmd table 0x71a3b'], said: [/x86_64/], never: [/User Mode/] })),
  // v5.4 arch/mips/kernel/traps.c __show_regs, v6.12 arch/riscv/kernel/process.c __show_regs
  { name: 'MIPS, registers as a page shows them', log: ['BUG: Bad page map in process a.out  pte:40000001 pmd:8f123000', 'epc : ffffffff8010d5a0 foo+0x10/0x20', 'ra : ffffffff8010d5a0 foo+0x10/0x20'],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for MIPS/] },
  // v2.4 arch/mips/mm/r4xx0.c show_regs: what follows the address is print_tainted(), or nothing; scripts/decode_stacktrace.sh puts the line for the offset.
  ...['epc : 8012a824 Not tainted', 'epc : ffffffff8010d5a0 Tainted: P', 'epc : 8699f200 batadv_netlink_set_mesh (net/batman-adv/netlink.c:448) batman_adv', 'epc   : 880e3e74'].map((line): LogKind => ({ name: `MIPS, registers without an offset: ${line}`, log: ['BUG: Bad page map in process a.out  pte:40000001 pmd:8f123000', line],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for MIPS/] })),
  { name: 'an address of 32 bits, which riscv64 prints nowhere', log: ['BUG: Bad page map in process a.out  pte:2007f0d7 pmd:20402001', 'epc : 880e3e74'],
    values: ['1 pte -', '1 pmd -'], said: [/architecture unknown/] },
  ...['ffffffff8000b4a8 ra : ffffffff8000b4a2 sp : ffffffd004293e90', 'ffffffff8000b4a8 ', 'ffffffff8000b4a8  ra : ffffffff8000b4a2', '__memset+0x60/0xfc ra : kfence_free+0x1/0x2'].map((epc): LogKind => ({ name: `riscv64, by its registers: ${epc}`, log: ['BUG: Bad page map in process a.out  pte:2007f0d7 pmd:20402001', `epc : ${epc}`],
    values: ['1 pte present 0x801fc', '1 pmd table 0x81008'], said: [/riscv64/] })),
  // v6.12 arch/x86/include/asm/pgtable_64.h pmd_ERROR: "%p(%016lx)."; mm/memory.c print_bad_pte: "pte:%08llx pmd:%08llx".
  { name: 'x86_64, a bad entry that is torn off', log: ['mm/pgtable-generic.c:50: bad pmd ffff88807e4b5d40(dffffffe71', '[    1.234567] other'],
    values: ['1 pmd -'], said: [/not decoded: pmd ends its line in front of what the kernel prints there/] },
  { name: 'x86_64, one of which no more than the bracket is lost', log: ['mm/pgtable-generic.c:50: bad pmd ffff88807e4b5d40(dffffffe71fbfe02', '[    1.234567] other'],
    values: ['1 pmd migration 0xc70200'], never: [/cut off/] },
  ...['80000', '8000\u2026', '8000...'].map((pte): LogKind => ({ name: `a bad page map with less of a pte than kernels print: ${pte}`, log: [`BUG: Bad page map in process a.out  pte:${pte}`, 'addr:00007f1234560000 vm_flags:08000075 anon_vma:0000000000000000 mapping:ffff888012345678 index:12'],
    values: ['1 pte -'], said: [/not decoded: pte .*may be cut off/] })),
  // v2.6.24 mm/memory.c vm_normal_page, print_bad_pte; highest_memmap_pfn came with 2.6.29, v2.6.29 mm/memory.c.
  { name: 'i386 before 2.6.29, a frame without a struct page', log: ['Bad pte = 12345025, process = foo, vm_flags = 100073, vaddr = b7f12000', 'EIP: 0060:[<c0123456>] Not tainted VLI', 'EFLAGS: 00010202   (2.6.15-23-386)'],
    values: ['1 pte present 0x12345'], said: [/frame 0x12345 is beyond the memory of this machine \(highest_memmap_pfn; before 2\.6\.29 pfn_valid\(\)\)/] },
  // v6.12 arch/arm64/mm/fault.c die_kernel_fault: the message, mem_abort_decode(), show_pte().
  { name: 'arm64, a walk without its beginning in front of a fault that has lost its first line and its walk', log: ['[    5.200000] [ffff800012345000] pgd=10000001fffff003, p4d=10000001fffff003, pud=10000001ffffe003, pmd=10000001ffffd003, pte=0000000000000000', '[    5.250000]   ESR = 0x0000000096000006', '[    5.300000] Unable to handle kernel paging request at virtual address ffff800012345000'],
    values: ['1 pgd table 0x1fffff', '1 p4d table 0x1fffff', '1 pud table 0x1ffffe', '1 pmd table 0x1ffffd', '1 pte none'], never: [/ESR/] },
];

describe('what several machines print', () => {
  test.each(KINDS)('$name', (kind) => expectKind(kind));
});
