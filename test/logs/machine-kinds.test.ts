import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of public reports of machines other than PCs, shortened; what is proven of them stands in the kernel's sources. */
// prettier-ignore
const WALKS: readonly LogKind[] = [
  // v6.15 arch/arm64/include/asm/pgtable.h pgd_none, pgtable_l5_enabled: with 52 bits built in and 48 in use
  { name: 'arm64, an empty pgd above a walk that ends at another empty level is not that one, printed again', log: ['[    9.523174] swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000ad370f000', '[    9.523176] [fffffffffffffff0] pgd=0000000000000000, p4d=0000000ad4787403, pud=0000000ad4788403, pmd=0000000000000000', '[    9.592968] CPU: 9 UID: 0 PID: 448 Comm: (udev-worker) Not tainted 6.17.0-rc4 #3 PREEMPT'],
    values: ['2 pgd none', '2 p4d table 0xad4787', '2 pud table 0xad4788', '2 pmd none'], said: [/pgd .*empty, and no level of this walk, which goes on below/], never: [/printed again/, /ends at pgd/] },
  { name: 'arm64, an empty pgd of which p4d is the same', log: ['[  390.1] user pgtable: 4k pages, 48-bit VAs, pgdp=0000000085fe1000', '[  390.2] [0000000000000008] pgd=0000000000000000, p4d=0000000000000000', '[  390.3] CPU: 0 PID: 751 Comm: a Not tainted 6.8.0 #8'],
    values: ['2 pgd none', '2 p4d none'], said: [/p4d .*the level above, printed again/, /ends at pgd/], never: [/no level of this walk/] },
  // v5.10 arch/arm/mm/fault.c show_pte; kernelci mails, where a test program wrote into the line
  // 5.11 came out on 14 February 2021.
  { name: 'arm, a walk whose bracket stands on the line before', log: ['kern  :alert : pgd =3D (ptrval)', 'kern  :alert : [<8>[   38.992700] <LAVA_SIGNAL_TESTCASE TEST_CASE_ID=3Dalert>', '2021-02-14 21:59:03.603000+00:00  cec60217] *pgd=3D1ec1141e(bad)   =', ''],
    values: ['3 pgd present 0x1ec00'], said: [/Linux 5\.12, arm, 2-level paging/] }, // 5.12-rc1: 28 February 2021
  // v5.15 arch/arm/mm/fault.c show_pte; 5.18 has no such line
  ...['pgd =3D c6817793', 'pgd = (ptrval)', 'pgd =3D (ptrval)'].map((line): LogKind => ({ name: `arm, the line with the top table, ${line}`, log: [`> ${line}`, '> [c000f1f4] *pgd=3D4000041e(bad)', '> Internal error: Oops: 80d [#1] PREEMPT ARM'],
    values: ['2 pgd present 0x40000'], said: [/Linux 5\.15, arm/] })),
];

/** What a fault says of the code that it happened in. */
// prettier-ignore
const FAULTS: readonly LogKind[] = [
  // 6.6.0-rc7-next-20231026 arch/arm64/mm/fault.c fault_info: do_bad() for what is "unknown", wherever it happens
  ...[' 0x2b: unknown 43', '3D 0x2b: unknown 43'].map((status): LogKind => ({ name: `arm64, a fault that the kernel does not know tells nothing of the code: FSC =${status}`, log: [`<1>[  203.125029]   FSC =${status}`, '<1>[  203.130416] user pgtable: 4k pages, 52-bit VAs, pgdp=000000010606a780', '<1>[  203.130817] [0001ffff9e2e7d78] pgd=0000000000000000', '<0>[  203.132603] Internal error: Oops: 000000009793002b [#1] PREEMPT SMP', '<4>[  203.135177] CPU: 1 PID: 653 Comm: a Not tainted 6.6.0-rc7 #1'],
    values: ['3 pgd none'], said: [/read by the kernel at 0x0001ffff9e2e7d78/, /ends at pgd, which is empty/], never: [/touched a user address/] })),
  { name: 'arm64, one that it knows', log: ['[  390.0]   FSC = 0x04: level 0 translation fault', '[  390.1] user pgtable: 4k pages, 48-bit VAs, pgdp=0000000085fe1000', '[  390.2] [0000a02fd6c66008] pgd=0000000000000000, p4d=0000000000000000', '[  390.3] Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP', '[  390.4] CPU: 0 PID: 751 Comm: a Not tainted 6.8.0 #8'],
    values: ['3 pgd none', '3 p4d none'], said: [/touched a user address/] },
];

/** What is said of pages of the kernel that are not mapped. */
// prettier-ignore
const UNMAPPED: readonly LogKind[] = [
  // v6.10 arch/arm64/mm/pageattr.c: set_memory_valid(); no set_memory_np(), and no set_mce_nospec()
  { name: 'arm64, a page of the kernel that is not mapped: no function that its kernels do not have is named', log: ['Unable to handle kernel paging request at virtual address ffff000006705000', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=00000000471dc000', '[ffff000006705000] pgd=18000000bf8f8003, p4d=18000000bf8f8003, pud=18000000bf8f7003, pmd=18000000bf8c3003, pte=0068000046705706', 'CPU: 0 PID: 1 Comm: a Not tainted 6.10.0 #1'],
    values: ['3 pgd table 0xbf8f8', '3 p4d table 0xbf8f8', '3 pud table 0xbf8f7', '3 pmd table 0xbf8c3', '3 pte unmapped 0x46705'], said: [/an unmapped page of the kernel .*debug_pagealloc.*, frame 0x46705$/], never: [/set_memory_np|memory failure/] },
];

/** What the status behind a walk is about. */
// prettier-ignore
const STATUS: readonly LogKind[] = [
  // v5.15 arch/arm/mm/fault.c: show_pte(), then die()
  { name: 'arm, the status behind a walk is none of the next one', log: ['[0000001c] *pgd=8461ab003, *pmd=8f7d9c003', 'Internal error: Oops: 207 [#1] PREEMPT SMP ARM', '', '[   16.612502] [f0bdd00e] *pgd=029d6811, *pte=f8050243, *ppte=f8050013', '[   16.618775] Internal error: : 8 [#1] SMP ARM'],
    values: ['1 pgd table 0x8461ab', '1 pmd table 0x8f7d9c', '4 pgd table 0x29d6', '4 pte present 0xf8050'], said: [/at 0x000000000000001c, FSR 0x207/], never: [/at 0x00000000f0bdd00e, FSR 0x207/] },
  { name: 'arm, the same status in front of a walk and behind it', log: ['Unhandled fault: external abort on non-linefetch (0x808) at 0xd19b0000', '[d19b0000] *pgd=82711811, *pte=308a0653, *ppte=308a0453', 'Internal error: : 808 [#1] SMP ARM', '', '[0000001c] *pgd=00000000'],
    values: ['2 pgd table 0x82711', '2 pte present 0x308a0', '5 pgd none'], never: [/0x000000000000001c, FSR/] },
  // v4.4 arch/arm/kernel/traps.c die: str = "Oops - BUG" where report_bug() says so, err is that of the fault; bug_handler() of arm64 has esr or 0.
  ...([['0000000096000045', true], ['96000045', true], ['0', false], ['f2000800', false], ['00000000f2000800', false]] as const).map(([status, isFault]): LogKind => ({
    name: `arm64, the status ${status} of a BUG behind a walk`, log: ['[18814.192637] [0000000000000008] pgd=0000000000000000', '[18814.192762] ------------[ cut here ]------------', '[18814.192774] Kernel BUG at ffffff95a1ec0e8c [verbose debug info unavailable]', `[18814.192787] Internal error: Oops - BUG: ${status} [#1] PREEMPT SMP`],
    values: ['1 pgd none'], ...(isFault ? { said: [/write by the kernel at 0x0000000000000008, ESR 0x96000045/] } : { never: [/ESR/] }) })),
  ...([['817', true], ['0', false]] as const).map(([status, isFault]): LogKind => ({
    name: `arm, the status ${status} of a BUG behind a walk`, log: ['[00000008] *pgd=8461a831, *pte=00000000, *ppte=00000000', 'kernel BUG at mm/slub.c:3334!', `Internal error: Oops - BUG: ${status} [#1] PREEMPT SMP ARM`],
    values: ['1 pgd table 0x8461a', '1 pte none'], ...(isFault ? { said: [/write by the kernel at 0x0000000000000008, FSR 0x817/] } : { never: [/FSR/] }) })),
  // v6.6 arch/arm64/mm/fault.c: mem_abort_decode(), then show_pte()
  { name: 'arm64, a status in front of the next walk is none of the one before', log: ['  ESR = 0x0000000096000044', '[0000000000000008] pgd=0000000000000000, p4d=0000000000000000', '  ESR = 0x0000000096000004', '[0000000000000010] pgd=0000000000000000, p4d=0000000000000000'],
    values: ['2 pgd none', '2 p4d none', '4 pgd none', '4 p4d none'], said: [/write by the kernel at 0x0000000000000008/, /read by the kernel at 0x0000000000000010/] },
  { name: 'arm64, the status behind a walk is none of the next one', log: ['[0000000000000008] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 0000000096000044 [#1] SMP', '[0000000000000010] pgd=0000000000000000, p4d=0000000000000000'],
    values: ['1 pgd none', '1 p4d none', '3 pgd none', '3 p4d none'], said: [/write by the kernel at 0x0000000000000008/], never: [/by the kernel at 0x0000000000000010/] },
];

/** What the names in a call trace say of the machine: of a message in front of it too. */
// prettier-ignore
const TRACES: readonly LogKind[] = [
  // v4.14 arch/s390/kernel/dumpstack.c show_address: not reliable
  { name: 's390x, by a frame in brackets', log: ['[ 2972.530753] swap_free: Bad swap file entry 1000000000000000', '[ 2972.530763] BUG: Bad page map in process cc1  pte:00000420 pmd:6cfd3000', '[ 2972.530766] addr:0000000080d00000 vm_flags:00000875 anon_vma:          (null) mapping:000000005dc6ac70 index:d00', '[ 2972.530781] CPU: 6 PID: 152043 Comm: cc1 Not tainted 4.5.0-rc4 #70', '[ 2972.530811] Call Trace:', '[ 2972.530818] ([<0000000000113c3c>] show_trace+0x12c/0x150)'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x6cfd3'], said: [/type 8 swap_info\[8\], offset 0x0/, /the same entry as the generic one/], never: [/x86_64/, /architecture assumed/] },
  // v5.0 arch/s390/include/asm/syscall_wrapper.h, v4.19 arch/arm64/include/asm/syscall_wrapper.h
  { name: 's390x, by a system call', log: ['BUG: Bad page map in process modprobe  pte:01b1831f pmd:1fff9000', 'addr:000002aa1d75c000 vm_flags:08100071 anon_vma:000000001fffc340 mapping:000000000286d6b8 index:db', 'CPU: 0 PID: 38 Comm: modprobe Tainted: G    B              6.5.0-rc3+ #1', 'Call Trace:', ' [<00000000001534f6>] __s390x_sys_exit_group+0x2e/0x30'],
    values: ['1 pte present 0x1b18', '1 pmd table 0x1fff9'], said: [/Linux 6\.5, s390x/], never: [/architecture assumed/] },
  // v5.10 arch/s390/kernel/early.c setup_arch_string: dump_stack_set_arch_desc("%s (%s)"); dmi_format_ids() of x86 has no such brackets.
  ...(['IBM 3931 A01 704 (z/VM 7.3.0)', 'IBM 8561 T01 701 (LPAR)', 'IBM 3906 M03 703 (KVM/Linux)', 'IBM 8562 GT2 A00 (z/VM)', 'QEMU 8561 QEMU (KVM/Linux)'] as const).map((hardware): LogKind => ({
    name: `s390x, by its hardware: ${hardware}`, log: ['BUG: Bad page map in process ksm01  pte:a5801317 pmd:99054000', 'addr:000003ff86102000 vm_flags:88100073 anon_vma:000000008c8e46e8 mapping:0000000000000000 index:3ff86102', 'CPU: 1 UID: 0 PID: 604 Comm: ksm01 Not tainted 6.11.0-rc5 #1441', `Hardware name: ${hardware}`],
    values: ['1 pte present 0xa5801', '1 pmd table 0x99054'], said: [/Linux 6\.11, s390x/], never: [/assumed/] })),
  { name: 's390x, a swap entry, by its hardware', log: ['get_swap_device: Bad swap file entry 1c00000000000123', 'CPU: 1 PID: 604 Comm: a Not tainted 6.11.0 #1', 'Hardware name: IBM 3931 A01 704 (LPAR)'],
    values: ['1 swap_entry swap'], said: [/Linux 6\.11, s390x/], never: [/assumed/] },
  // v6.12 arch/s390/kernel/dumpstack.c die, show_regs: the PSW stands behind the hardware.
  { name: 's390x, what stands behind its hardware', log: ['Failing address: 0000000000000000 TEID: 0000000000000883', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000001774007 R3:0000000002e48007 S:0000000000000020 ', 'Oops: 0010 ilc:3 [#1] SMP ', 'CPU: 0 PID: 153 Comm: init Not tainted 5.8.0 #1', 'Hardware name: QEMU 2964 QEMU (KVM/Linux)', 'Krnl PSW : 0704e00180000000 0000000000000000 (0x0)'],
    values: ['3 pud table 0x2e48', '3 pmd none'], said: [/the CPU was to run code there/] },
  ...(['IBM System x3650 M4 : -[7915AC1]-/00J6520, BIOS -[VVE134MUS-1.50]- 08/30/2013', 'IBM 7870AC1/49Y4801, BIOS 1.09 01/01/2010', 'QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.0 04/01/2014'] as const).map((hardware): LogKind => ({
    name: `not s390x, by its hardware: ${hardware}`, log: ['BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'CPU: 1 PID: 5 Comm: a Not tainted 6.12.1 #1', `Hardware name: ${hardware}`],
    values: ['1 pte present 0x2bf1e', '1 pmd table 0x1535b5'], never: [/s390x/] })),
  { name: 'arm64, by a system call', log: ['BUG: Bad page map in process dd  pte:20000b5275cfd3 pmd:b68cda003', 'addr:0000aaaae7724000 vm_flags:00000875 anon_vma:0000000000000000 mapping:ffff000b64190c60 index:1', 'CPU: 2 PID: 1060 Comm: dd Tainted: G    B D 5.4.0-xilinx-v2020.2 #1', ' __arm64_sys_openat+0x20/0x28'],
    values: ['1 pte present 0xb5275c', '1 pmd table 0xb68cda'], said: [/Linux 5\.4, arm64/], never: [/architecture assumed/] },
];

/** What a page dump says of the size of words, where another machine of another size is near. */
// prettier-ignore
const DUMPS: readonly LogKind[] = [
  // v6.10 mm/debug.c __dump_folio, lib/vsprintf.c pointer(): as many digits as the word has
  { name: 'a page dump with a pointer of 64 bits is of no 32-bit machine', log: ['[ 2.1] [df80a00c] *pgd=80000080007003, *pmd=82893003, *pte=00000000', '[ 2.2] Internal error: Oops: 207 [#1] PREEMPT SMP ARM', '', '', '[  904.280569] BUG: Bad page map in process fork13  pte:2000000019ffc3 pmd:80000000df55003', '[  904.281397] page: refcount:1 mapcount:-1 mapping:0000000000000000', 'index:0x0 pfn:0x19f'],
    values: ['1 pgd table 0x80007', '1 pmd table 0x82893', '1 pte none', '5 pte present 0x19f', '5 pmd table 0xdf55'], said: [/arm64 \(architecture assumed\)/], never: [/arm64, 3-level/] },
  // What one machine shows is nothing of another, though both run the same release.
  { name: 'what a 64-bit machine says is no more of the 32-bit machine before', log: ['[ 2.1] [df80a00c] *pgd=80000080007003, *pmd=82893003, *pte=00000000', '[ 2.2] Internal error: Oops: 207 [#1] PREEMPT SMP ARM', '', '[  904.280569] BUG: Bad page map in process fork13  pte:2000000019ffc3 pmd:80000000df55003', '[  904.281397] page: refcount:1 mapcount:-1 mapping:0000000000000000', 'index:0x0 pfn:0x19f', '', '[  904.294564] BUG: Bad page map in process fork13  pte:200000002e4fc3 pmd:80000000df55003', '[  904.295275] page: refcount:2 mapcount:-1 mapping:000000007885152f', 'index:0x6 pfn:0x2e4'],
    values: ['1 pgd table 0x80007', '1 pmd table 0x82893', '1 pte none', '4 pte present 0x19f', '4 pmd table 0xdf55', '8 pte present 0x2e4', '8 pmd table 0xdf55'], said: [/arm64 \(architecture assumed\)/], never: [/6\.17.*, arm,/] },
  { name: 'the levels of arm64 are none of riscv64', log: ['Unable to handle kernel paging request at virtual address ffffffc012344888', 'swapper pgtable: 4k pages, 39-bit VAs, pgdp=00000000815d0000', '[ffffffc012344888] pgd=0000000081d30003, p4d=0000000081d30003, pud=0000000081d30003, pmd=0000000000000000', 'Internal error: Oops: 96000006 [#1] PREEMPT SMP', 'CPU: 2 PID: 43 Comm: a Not tainted 6.1.0 #3', '', 'BUG: Bad page map in process b  pte:20682653 pmd:20f23c01', 'addr:00007fff84619000 vm_flags:04044411 anon_vma:0000000000000000 mapping:0000000000000000 index:0', 'Hardware name: riscv-virtio,qemu (DT)', 'CPU: 1 PID: 77 Comm: b Not tainted 6.1.0 #3'],
    values: ['3 pgd table 0x81d30', '3 p4d table 0x81d30', '3 pud table 0x81d30', '3 pmd none', '7 pte present 0x81a09', '7 pmd table 0x83c8f'], said: [/arm64, 3-level paging/, /riscv64; named/], never: [/earlier report/] },
];

/** Machines without tables whose walks look like those of others. */
// prettier-ignore
const NAMED_ONLY: readonly LogKind[] = [
  // v6.14 arch/riscv/mm/fault.c show_pte, arch/riscv/include/asm/pgtable.h VA_BITS_SV32, arch/riscv/kernel/process.c __show_regs
  ...([
    ['the bits of its addresses', ['[000000009f000000] pgd=0000000020700401, p4d=0000000020700401, pud=0000000020700401, pmd=0000000020700401, pte=0000000000000000', 'Current swapper/0 pgtable: 4K pagesize, 32-bit VAs, pgdp=0x0000000081c00000']],
    ['its registers', ['[000000009f000000] pgd=0000000020700401, p4d=0000000020700401, pud=0000000020700401, pmd=0000000020700401, pte=0000000000000000', 'epc : foo+0x10/0x20', ' ra : bar+0x10/0x20', 'epc : c0123456 ra : c0123400 sp : c1805e60']],
    ['its status', ['[000000009f000000] pgd=0000000020700401, p4d=0000000020700401, pud=0000000020700401, pmd=0000000020700401, pte=0000000000000000', 'epc : foo+0x10/0x20', 'status: 00000120 badaddr: 9f000000 cause: 0000000d']],
  ] as const).map(([name, lines]): LogKind => ({ name: `riscv32, by ${name}`, log: ['Unable to handle kernel paging request at virtual address 9f000000', ...lines, 'CPU: 0 UID: 0 PID: 1 Comm: swapper/0 Not tainted 6.15.0 #1'],
    values: ['2 pgd -', '2 p4d -', '2 pud -', '2 pmd -', '2 pte -'], said: [/no tables for riscv32/], never: [/riscv64/] })),
  { name: 'riscv32, a bad page map', log: ['BUG: Bad page map in process init  pte:20700401 pmd:20701401', 'addr:95500000 vm_flags:00000075 anon_vma:00000000 mapping:c1234567 index:20', 'CPU: 0 PID: 1 Comm: init Not tainted 6.1.0 #1', 'epc : c0123456 ra : c0123400 sp : c1805e60'],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for riscv32/], never: [/riscv64/] },
  // v4.17 arch/nds32/mm/fault.c show_pte, arch/nds32/kernel/process.c show_regs
  { name: 'NDS32: its walk looks like that of 32-bit Arm', log: ['Unable to handle kernel paging request at virtual address 12345678', 'pgd = 8f9b0000', '[12345678] *pgd=0f8a7000', '*pte=00000000', 'Internal error: Oops: 5 [#1]', 'CPU: 0 PID: 1 Comm: swapper Not tainted 4.17.0 #1', 'PC is at foo+0x10/0x40', 'LP is at bar+0x12/0x20', 'pc : [<c000abcd>]    lp : [<c000dcba>]    Not tainted'],
    values: ['3 pgd -', '4 pte -'], said: [/no tables for NDS32/], never: [/\barm\b/] },
  // v4.15 arch/m32r/mm/fault.c do_page_fault, arch/m32r/kernel/process.c show_regs
  ...([
    ['what stands in front of it', [' printing bpc:', '88001234', '*pde = 00000000', 'Oops: 0000', 'CPU:    0']],
    ['its registers', ['', '', '*pde = 00000000', 'Oops: 0000', 'CPU:    0', 'BPC[88001234]:PSW[0000c0c0]:LR [88005678]:FP [00000000]']],
  ] as const).map(([name, lines]): LogKind => ({ name: `M32R, whose walk looks like that of i386, by ${name}`, log: ['Unable to handle kernel paging request at virtual address 12345678', ...lines],
    values: ['4 pmd -'], said: [/no tables for M32R/], never: [/i386/] })),
  // v2.6.20 arch/sh/mm/fault.c do_page_fault, arch/sh/kernel/process.c show_regs: nothing says where PR is
  { name: 'SuperH, whose old walk looks like that of i386, by its registers', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pc = 8800abcd', '*pde = 00000000', 'Oops: 0001 [#1]', '', 'Pid : 1, Comm:              swapper', 'PC is at foo+0x0/0x20', 'PC  : 8800abcd SP  : 8fc21f00 SR  : 40008001 TEA : 00000000    Not tainted'],
    values: ['3 pmd -'], said: [/no tables for SuperH/], never: [/i386/] },
];

/** The line with the release, as mail programs write it that put other blanks for blanks; the bits of its tables differ from those of later ones. */
// prettier-ignore
const BLANKS: readonly LogKind[] = ([
  ['as they are', ['CPU: 3 PID: 1 Comm: init Tainted: G\u00a0\u00a0\u00a0 B\u00a0\u00a0\u00a0 N 6.10.0-rc4 #11']],
  ['wrapped', ['CPU: 3 PID: 1 Comm: init Tainted: G\u00a0\u00a0\u00a0 B\u00a0\u00a0\u00a0', '> N 6.10.0-rc4 #11']],
  ['in quoted-printable', ['CPU: 3 PID: 1 Comm: init Tainted: G=C2=A0=C2=A0 B=C2=A0 N 6.10.0-rc4 #11']],
  ['in quoted-printable, with a soft break and a wrapped release', ['> CPU: 3 PID: 1 Comm: init Tainted: G=C2=A0=C2=A0=C2=A0 B=C2=A0=C2=A0=C2=A0=', '=C2=A0=C2=A0=C2=A0=C2=A0 N 6.10.0-rc4-', '> g8aadb00f495e #11']],
  ['in quoted-printable of Latin-1, and an empty line', ['> CPU: 3 PID: 1 Comm: init Tainted: G=A0=A0=A0=A0=A0=A0=A0 W =', '', '> 6.10.0-rc4-00127-g6cba81ed0f62 #611']],
  ['in quoted-printable, with a soft break inside of a blank', ['> CPU: 3 PID: 1 Comm: init Tainted: G=C2=A0=C2=A0=C2=', '=A0 N 6.10.0-rc4 #11']],
] as const).map(([name, lines]): LogKind => ({ name: `blanks that are not broken, ${name}`, log: ['AS:0000000005a70007 R3:00000000824d8007 S:0000000000000020', 'Oops: 0010 ilc:2 [#1] SMP', ...lines],
  values: ['1 pud table 0x824d8', '1 pmd none'], said: [/Linux 6\.10, s390x/], never: [/names none/] }));

describe('logs of other machines', () => {
  test.each([...WALKS, ...FAULTS, ...UNMAPPED, ...STATUS, ...TRACES, ...DUMPS, ...NAMED_ONLY, ...BLANKS])(
    '$name',
    expectKind,
  );
});
