import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const SWAP: readonly LogKind[] = [
  // linux-riscv, "swap_info_get: Bad swap offset entry", 23 October 2019: v5.4 arch/riscv/include/asm/pgtable.h keeps type in bits 2 to 6 and offset from 7 on, and print_bad_pte() shows that pte.
  { name: 'an entry that no pte of x86_64 has room for, with the pte of riscv64 that has it',
    log: ['CPU: 2 PID: 28600 Comm: python3 Not tainted 5.4.0-rc4-1.g9db4e16-default #1 openSUSE Tumbleweed (unreleased)', '[40673.187418] swap_info_get: Bad swap offset entry 1ffffffc0118a01', '[40673.192651] BUG: Bad page map in process python3  pte:ffffffe008c50080 pmd:22393c01', '[40673.200327] addr:0000003fa0bfd000 vm_flags:00100073 anon_vma:ffffffe1d24ce948 mapping:0000000000000000 index:405651e'],
    values: ['2 swap_entry swap', '3 pte swap', '3 pmd table 0x88e4f'], said: [/riscv64 \(architecture assumed\)/], never: [/x86_64|more than a pte has room for/] },
  // v5.4 arch/arm64/include/asm/pgtable.h: __SWP_TYPE_SHIFT 2, __SWP_OFFSET_SHIFT 8; x86_64 has room for the entry, and the pte behind it is none of x86_64 with it.
  { name: 'an entry as the pte behind it has it',
    log: ['CPU: 2 PID: 28600 Comm: a Not tainted 5.4.0-foo #1', '[    3.187418] swap_info_get: Bad swap offset entry 0812345678', '[    3.192651] BUG: Bad page map in process a  pte:0000081234567800 pmd:00000000b4345003', '[    3.200327] addr:0000ffffa0bfd000 vm_flags:00100073 anon_vma:ffff8001d24ce948 mapping:0000000000000000 index:405651e'],
    values: ['2 swap_entry swap', '3 pte swap', '3 pmd table 0xb4345'], said: [/arm64 \(architecture assumed\)/], never: [/x86_64/] },
];

// prettier-ignore
const WALKS: readonly LogKind[] = [
  // 2.4 arch/arm/mm/fault-common.c show_pte: printk("[%08lx] *pgd=%08lx"), then ", *pmd = %08lx", ", *pte = %08lx" and ", *ppte = %08lx".
  { name: 'arm of 2.4, whose walk has blanks behind the names of its levels',
    log: ['Unable to handle kernel paging request at virtual address 000e0000', 'pgd = c1f9c000', '[000e0000] *pgd=20315801, *pmd = 20315801, *pte = 00000000, *ppte = 00000000', 'Internal error: Oops: 7', 'CPU: 0', 'pc : [<c014fd08>]    lr : [<c34a61f4>]    Tainted: P'],
    values: ['3 pgd table 0x20315', '3 pmd table 0x20315', '3 pte none'], said: [/2-level paging/, /the walk ends at pte, which is empty/], never: [/unfinished/] },
  { name: 'the same of an empty top entry: short descriptors',
    log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pgd = c0004000', '[00000000] *pgd=00000000, *pmd = 00000000', 'Internal error: Oops: 5'],
    values: ['3 pgd none', '3 pmd none'], said: [/2-level paging/, /nothing is mapped there/], never: [/3-level/] },
  // https://git.kernel.org/linus/542ed8145e6f: the message of the commit itself.
  { name: 'arm64: a plus in front of the pte, which a mail has on a row of its own',
    log: ['> [   72.154893] [ffff0000c2bb708c] pgd=0000000000000000, p4d=180000023ffff403, pud=180000023f84b403, pmd=180000023f835403,', '> +pte=0068000102bb7707', '> [   72.163021] Internal error: Oops: 0000000096000021 [#1] SMP', '> [   72.170041] CPU: 7 UID: 0 PID: 54 Comm: kworker/7:0 Tainted: G            E      6.13.0-rc3+ #2'],
    values: ['1 pgd none', '1 p4d table 0x23ffff', '1 pud table 0x23f84b', '1 pmd table 0x23f835', '2 pte present 0x102bb7'], never: [/unfinished/] },
  { name: 'arm: the same',
    log: ['[f17c1104] *pgd=6e23d811,', '+*pte=00000000, *ppte=00000000', 'Internal error: Oops: 807 [#1] PREEMPT SMP ARM'],
    values: ['1 pgd table 0x6e23d', '2 pte none'], never: [/unfinished/] },
  // v5.15 arch/arm/mm/fault.c __do_kernel_fault: show_pte(), then die(), whose line is "Internal error: %s: %x [#%d]".
  { name: 'arm: two CPUs at once, and the line of the oops of the first above the walk of the second',
    log: ['[   13.767661] Unable to handle kernel paging request at virtual address fffb9ec5', '[   13.774901] pgd = 2a3c235d', '[   13.777624] [fffb9ec5] *pgd=26b34861, *pte=00000000, *ppte=00000000', '[   13.780687] Unable to handle kernel paging request at virtual address 010605c0', '[   13.780695] pgd = 2a3c235d', '[   13.786955] Internal error: Oops: 37 [#1] SMP ARM', '[   13.794167] [010605c0] *pgd=00000000', '[   13.829771] CPU: 2 PID: 273 Comm: kworker/u8:4 Not tainted 5.15.134_s40 #32'],
    values: ['3 pgd table 0x26b34', '3 pte none', '7 pgd none'], never: [/010605c0, FSR/, /the walk of the CPU ended/] },
  { name: 'arm: the line of the oops without its bracket, and another further down',
    log: ['<1>[ 4205.112835] I[0:swapper/0:0] [c0] Unable to handle kernel paging request at virtual address ff898580 ', '<1>[ 4205.112901] I[0:swapper/0:0] [c0] [ff898580] *pgd=00000000 ', '<0>[ 4205.112939] I[0:swapper/0:0] [c0] Internal error: Oops: 80000005 #1] PREEMPT SMP ARM', 'Internal error: Oops: 5 [#1] PREEMPT SMP ARM'],
    values: ['2 pgd none'], said: [/execute by the kernel at 0x00000000ff898580, FSR 0x80000005/] },
];

describe('walks as few kernels or mails have them', () => {
  test.each(WALKS)('$name', expectKind);
});

// prettier-ignore
const OLD: readonly LogKind[] = [
  // v2.4.18 include/asm-alpha/pgtable.h pmd_ERROR; the radix MMU of powerpc came with 4.7, and no tables here are as old as 2.4.
  { name: 'a bad entry of 2.4 is read by no tables of later kernels',
    log: [' memory.c:98: bad pmd 6d616e20656d6f53.', ' memory.c:98: bad pmd 0000000000000041.'],
    values: ['1 pmd -', '2 pmd -'], said: [/the values? fits? tables of later kernels, or a machine without tables/], never: [/powerpc64|s390x/] },
  // v4.7 kernel/printk/printk.c show_regs_print_info: "task: %p ti: %p task.ti: %p"; 8b70ca65616b (v4.8): "task: %p task.stack: %p".
  ...(['d8f29300 ti: d8f70000 task.ti: d8f70000', 'd8f29300 task.stack: d8f70000'] as const).map((task, index): LogKind => ({ name: `the process as kernels print it, ${task.slice(9, 19)}`,
    log: ['[f17c1104] *pgd=6e23d811, *pte=00000000, *ppte=00000000', 'Internal error: Oops: 807 [#1] SMP ARM', `task: ${task}`, 'pc : [<bf15bfbc>]    lr : [<bf15bfb0>]    psr: 60010013'],
    values: ['1 pgd table 0x6e23d', '1 pte none'], ...(index === 0 ? { said: [/the log is older \(before 4\.8\)/] } : { never: [/the log is older/] }) })),
  // linux-next of 4 November 2022 calls itself 6.1.0-rc3-next-20221104.
  { name: 'the tree of linux-next that a text is about, by its place',
    log: ['[ 1861.869558] AS:0000000135c4c007 R3:00000003fffe0007 S:00000003fffe6000 P:000000000000013d ', '[ 1861.869587] Oops: 0004 ilc:3 [#1] SMP ', '', 'On a stock kernel from', 'https://git.kernel.org/pub/scm/linux/kernel/git/next/linux-next.git/tag/?h=next-20221104', 'we have been able to reproduce this at will'],
    values: ['1 pud table 0x3fffe0', '1 pmd table 0x3fffe6', '1 pte present 0x0'], said: [/Linux 6\.1, s390x/] },
  // 67ce16ec15ce (v4.13) arch/arm64/mm/fault.c show_pte: the table in a line of its own before.
  { name: 'arm64, a page that lost the ends of lines, and the blanks around the release',
    log: ['[867.140514] Unable to handle kernel NULL pointer dereference at virtual address 00000000', '[867.141279] pgd = ffffffc0f0a65000[867.141582] [00000000] *pgd=0000000000000000, *pud=0000000000000000', '[867.142164] Internal error: Oops: 96000045 [#1] SMP', '[867.143006] CPU: 4 PID: 1163 Comm: insmod Tainted: GO4.4.194+ #7[867.143649] Hardware name: Firefly-RK3399 Board (Linux Opensource) (DT)'],
    values: ['2 pgd none', '2 pud none'], said: [/named in the log \(4\.4\.194\+\)/] },
  { name: 'arm64, the same without its name',
    log: ['[867.141279] pgd = ffffffc0f0a65000[867.141582] [00000000] *pgd=0000000000000000, *pud=0000000000000000'],
    values: ['1 pgd none', '1 pud none'], said: [/the log is older \(before 4\.13\)/] },
];

describe('lines that are older than all tables', () => {
  test.each(OLD)('$name', expectKind);
});

// prettier-ignore
const STRUCTURES: readonly LogKind[] = [
  // The patch of linux-2.6.10-rc1-mm3 for FR-V, Documentation/fujitsu/frv: its ptes. v6.12 arch/x86/include/asm/pgtable_types.h: __PAGE_KERNEL and its kin have ___A beside ___G, pages of processes have no _PAGE_GLOBAL.
  // They have 32 bits there, and so have those of other machines.
  { name: 'ptes of a debugger that can be of a machine of 32 bits',
    log: ['(gdb) _ptd_d', '$5 = {{pte = 0x0} <repeats 127 times>, {pte = 0x539b01}, {', '    pte = 0x0} <repeats 896 times>, {pte = 0x719303}, {pte = 0x6d5303}, {'],
    values: ['2 pte -', '2 pte -', '3 pte -', '3 pte -', '3 pte -'], said: [/architecture unknown, no tables applied: no line that counts says the size of its words/], never: [/x86_64/] },
  ...['$1 = {pgd = 0}', '$1 = {pte = 0x25}', '$1 = {pmd = 305418339}', '(pte_t){ .pte = (pteval_t)0x4 }'].map((line): LogKind => ({ name: `the same, ${line}`, log: [line], values: [`1 ${/p\w\w(?= =)/.exec(line)?.[0] ?? ''} -`], never: [/x86_64/] })),
  { name: 'the same, broken behind a brace', log: ['$1 = {', '  pte = 0x25', '}'], values: ['2 pte -'], never: [/x86_64/] },
  { name: 'the same beside a line that tells the machine', log: ['RIP: 0010:foo+0x1/0x2', '$1 = {pte = 0x25}'], values: ['2 pte present 0x0'], said: [/x86_64/] },
  // v5.4 arch/x86/include/asm/pgtable-3level_types.h pteval_t is u64; arch/arm/include/asm/pgtable-3level-types.h the same.
  { name: 'ptes of a debugger of a machine of 32 bits that has larger entries', log: ['Linux version 5.4.0 (a@b) (gcc) #1', '*pdpt = 0000000001938001 *pde = 000000000193d067 *pte = 0000000000000000 ', 'Oops: 0000 [#1] SMP', 'EIP: foo+0x1/0x2', '', '$1 = {pte = 0x8000000012345067}', '$2 = {pte = 0x12345067}'],
    values: ['2 pgd table 0x1938', '2 pmd table 0x193d', '2 pte none', '6 pte present 0x12345', '7 pte present 0x12345'], said: [/i386, 3-level paging/], never: [/x86_64/] },
  { name: 'a small pte behind a large one', log: ['$1 = {pte = 0x8000000012345067}', '$2 = {pte = 0x12345067}', 'swap_free: Bad swap file entry 58000123'],
    values: ['1 pte present 0x12345', '2 pte present 0x12345', '3 swap_entry -'] },
  { name: 'ptes of a debugger with flags that no page of x86 has', log: ['$5 = {pte = 0x100539b01}'],
    values: ['1 pte -'], said: [/architecture unknown, no tables applied: on x86_64 no page has such flags/] },
  { name: 'ptes of a debugger that x86 makes: of the kernel, of a process, and one that lost its accessed bit there',
    log: ['$1 = {pte = 0x8000000012345163}', '$2 = {pte = 0x80000000045ee867}', '$3 = {pte = 0x80000000045ee807}'],
    values: ['1 pte present 0x12345', '2 pte present 0x45ee', '3 pte present 0x45ee'] },
];

describe('structures', () => {
  test.each(STRUCTURES)('$name', expectKind);
});

describe('entries whose machine is told by others', () => {
  test.each(SWAP)('$name', expectKind);
});
