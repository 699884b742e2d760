import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const NAMED = 'CPU: 0 PID: 1 Comm: a Not tainted';

/** What stands around values tells the machine and the kernel, or does not. */
// prettier-ignore
const EVIDENCE: readonly LogKind[] = [
  // v6.12 scripts/setlocalversion: what a tree has behind its last tag is of the next release.
  ...([['5.2.0+', true], ['5.10.0-12345-gabcdef012345', true], ['6.0.0-rc1+', false], ['5.2.3+', false]] as const).map(([release, isBehind]): LogKind => ({
    name: `a tree behind a release (${release})`, log: ['BUG: Bad page map in process a  pte:8000000470000867 pmd:101234067', `${NAMED} ${release} #1`], values: ['1 pte present 0x470000', '1 pmd table 0x101234'],
    ...(isBehind ? { said: [/a tree that can be ahead of that release: parts of later kernels can be in it/] } : { never: [/parts of later kernels/] }) })),
  // Red Hat Linux 9 and Fedora Core 1: the place in the code with the release behind it.
  { name: 'i386, the release behind the place in the code', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000998', ' printing eip:', 'f884556c', '*pde = 37253067', '*pte = 00000000', 'Oops: 0002', 'EIP:    0060:[<f884556c>]    Not tainted', 'EFLAGS: 00010246', '', 'EIP is at usb_serial_disconnect [usbserial] 0x6c (2.4.22-1.2115.nptl)'],
    values: ['4 pmd table 0x37253', '5 pte none'], said: [/named in the log \(2\.4\.22-1\.2115\.nptl\)/] },
  // v6.1 arch/x86/include/asm/pgtable-2level.h: no inverted frames. A page of the kernel has no USER bit there.
  ...([['b24b7928', 'unmapped 0xb24b7', /an unmapped page of the kernel.*frame 0xb24b7/], ['b24b792c', '-', /no mapping that lost its present bit either/]] as const).map(([pte, value, said]): LogKind => ({
    name: `i386 with two levels, a pte of the kernel that is not present (${pte})`, log: ['BUG: unable to handle page fault for address: f24b7300', `*pde = 00003067 *pte = ${pte}`, `${NAMED} 5.10.0-8-686 #1`],
    values: ['2 pmd table 0x3', `2 pte ${value}`], said: [said] })),
  { name: 'i386, no swap entry of an old kernel at an address of the kernel', log: ['Unable to handle kernel paging request at virtual address ffffd300', ' printing eip:', 'c0113710', '*pde = 00003067', '*pte = 8b13130a', 'EFLAGS: 00010006   (2.6.5) '],
    values: ['4 pmd table 0x3', '5 pte -'], never: [/swap entry/] },
  { name: 'i386, no page of a file and no unmapped page with a bit that no page of the kernel has', log: ['Unable to handle kernel paging request at virtual address ffffc000', ' printing eip:', 'c0113710', '*pde = 00003067', '*pte = ac00fe62', 'EFLAGS: 00010006   (2.6.5) '],
    values: ['4 pmd table 0x3', '5 pte -'], said: [/the address is one of the kernel, which has no such entries/], never: [/swap entry|pte_file|unmapped page of the kernel/] },
  // v5.4 arch/arm/mm/fsr-2level.c: what is no fault of the tables.
  ...([['alignment exception (0x001) at 0x38626667', 'FSR 0x1 (alignment fault)'], ['external abort on non-linefetch (0x1028) at 0x38626667', 'FSR 0x1028 (external abort)']] as const).map(([fault, says]): LogKind => ({
    name: `arm, ${fault.slice(0, 14)}`, log: [`Unhandled fault: ${fault}`, 'pgd = c4bdb000', '[38626667] *pgd=00000000', 'Internal error: : 1 [#1] SMP ARM', `${NAMED} 5.4.0 #1`], values: ['3 pgd none'],
    said: [new RegExp(says.replaceAll(/[()]/g, '\\$&')), /the fault is of another kind/] })),
  { name: 'arm, an alignment fault that mail has wrapped', log: ['> kernel: Unhandled fault: alignment exception', '> (0x001) at 0x38626667', '> kernel: pgd = c4bdb000', '> kernel: [38626667] *pgd=00000000', `${NAMED} 5.4.0 #1`], values: ['4 pgd none'], said: [/FSR 0x1 \(alignment fault\)/] },
  { name: 'x86, wrapped in front of "pointer"', log: ['>> kernel: BUG: kernel NULL', '>> pointer dereference, address: 0000000000000024', '>> kernel: #PF: error_code(0x0002) - not-present page', '>> kernel: PGD 147b63067 P4D 0'], values: ['4 pgd table 0x147b63', '4 p4d none'], said: [/0x0000000000000024, error code 0x2/] },
  // v6.12 arch/x86/mm/fault.c dump_pagetable: no other kernel prints such a walk.
  ...([['6.18.44-fc-v669', []], ['6.1.0-13-foo', ['Linux version 6.1.0-13-foo (x@x) #1 SMP']], ['6.1.0-13-arm64', ['Linux version 6.1.0-13-arm64 (x@x) #1 SMP']]] as const).map(([release, lines]): LogKind => ({
    name: `a walk tells the architecture of what its kernel prints later, and of no other (${release})`,
    log: ['Linux version 6.18.44-fc-v669 (builder@x) #1 SMP', 'PGD 100000067 P4D 100000067 PUD 1001de067 PMD 1005de067 PTE 0', ...Array.from({ length: 400 }, (_, index) => `[    1.${index}00000] usb 1-1: a line`), ...lines, 'get_swap_device: Bad swap file entry 200000000001234'],
    values: ['2 pgd table 0x100000', '2 p4d table 0x100000', '2 pud table 0x1001de', '2 pmd table 0x1005de', '2 pte none', `${403 + lines.length} swap_entry swap`],
    said: [new RegExp(`${release.endsWith('arm64') ? ', arm64;' : release.endsWith('foo') ? 'x86_64 \\(architecture assumed\\);' : ', x86_64, 4-level paging;'}.*named in the log \\(${release.replaceAll('.', '\\.')}\\)`)], never: release.endsWith('foo') ? [] : [/architecture assumed/] })),
  // coreutils `uname -a`: the machine stands behind the time zone and the year; busybox leaves GNU out.
  ...(['#37-Ubuntu SMP PREEMPT Mon Jul 17 10:02:14 UTC 2023 aarch64 aarch64 aarch64 GNU/Linux', '#1-Alpine SMP 2024-05-02 aarch64 Linux'] as const).map((rest): LogKind => ({
    name: `uname -a, ${rest.slice(-19)}`, log: [`Linux host 5.15.0-1034-raspi ${rest}`, 'get_swap_device: Bad swap file entry 400000000001234'],
    values: ['2 swap_entry swap'], said: [/5\.15, arm64 .*named in the log/] })),
  // v5.18 mm/memory.c print_bad_pte: read_folio since 5.19, whose type 31 is another.
  { name: 'x86, readpage is of 5.18 or older', log: ['BUG: Bad page map in process a  pte:fffffffffffffc00 pmd:91234067', 'addr:00007f0011223000 vm_flags:00000875 anon_vma:0000000000000000 mapping:ffff9b5e43fe6a80 index:12', 'file:foo fault:ext4_filemap_fault mmap:ext4_file_mmap readpage:ext4_readpage'],
    values: ['1 pte migration 0x1', '1 pmd table 0x91234'], said: [/Linux 5\.18, x86_64/], never: [/SWAPIN_ERROR/] },
  // arch/riscv/kernel/process.c __show_regs: REG_FMT is as wide as a word. arch/riscv/Kconfig: pages of 32-bit kernels have two levels (Sv32).
  { name: 'riscv32 by its registers', log: ['BUG: Bad page map in process foo  pte:20682653 pmd:20f23c01', 'epc : do_exit+0x10/0x20', ' ra : do_exit+0x4/0x20', 'epc : c0123456 ra : c0123444 sp : c1c3bd10'],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for riscv32/] },
  { name: 'riscv32 by its walk', log: ['Current init pgtable: 4K pagesize, 32-bit VAs, pgdp=0x0000000081a2b000', '[00000108] pgd=0000000020682c01, p4d=0000000020682c01, pud=0000000020682c01, pmd=0000000020682c01, pte=0000000000000000', 'epc : foo+0x12/0x22'],
    values: ['2 pgd -', '2 p4d -', '2 pud -', '2 pmd -', '2 pte -'], said: [/no tables for riscv32/] },
  // arch/sparc/kernel/process_32.c show_regs
  { name: 'sparc32 by its registers', log: ['BUG: Bad page map in process foo  pte:0012345e pmd:00a1b2c1', 'PSR: 40001fc0 PC: f0012344 NPC: f0012348 Y: 00000000    Not tainted'], values: ['1 pte -', '1 pmd -'], said: [/no tables for sparc \(32-bit\)/] },
  // Registers alone: v6.12 arch/x86/kernel/process_64.c __show_regs, arch/arm64/kernel/process.c, arch/s390/kernel/dumpstack.c show_regs, arch/loongarch/kernel/traps.c, arch/riscv/kernel/process.c.
  ...([['x86_64', 'RAX: 0000000000000000 RBX: ffff9b5e43fe6a80 RCX: 0000000000000000'], ['arm64', 'x29: ffff80001234bc10 x28: ffff000012345600 x27: 0000000000000001'], ['s390x', 'Krnl GPRS: 0000000000000001 0000000000000000 000003ffe0443a82 000003ffe0443a8a'], ['loongarch64', ' CRMD: 000000b0 (PLV0 -IE -DA +PG DACF=CC DACM=CC -WE)'], ['riscv64', ' gp : ffffffff81234567 tp : ff60000083456780 t0 : 0000000000000000']] as const).map(([arch, line]): LogKind => ({
    name: `${arch} by its registers`, log: ['get_swap_device: Bad swap file entry 1c00000000000123', line], values: ['1 swap_entry swap'], said: [new RegExp(`, ${arch}[ ;](?!\\(architecture assumed)`), /no swap area has number 7/] })),
  // v4.9 arch/x86/kernel/dumpstack.c __die, the last line of an oops.
  { name: 'i386 by the last line of an oops', log: ['BUG: Bad page map in process foo  pte:80000000a1119067 pmd:0a228067', 'EIP: [<c04d2a11>] print_bad_pte+0x31/0x90 SS:ESP 0068:f2a01e00'], values: ['1 pte present 0xa1119', '1 pmd table 0xa228'], said: [/, i386, 3-level paging;/] },
  // arch/mips/loongson64 and arch/loongarch name the machine in the same way: CPUs of before the 3A5000 are MIPS.
  { name: 'MIPS by the name of its machine', log: ['BUG: Bad page map in process a  pte:9000000012345 pmd:900000000a228000', 'Hardware name: Loongson Loongson-3A4000-7A1000-1w-V0.1-CRB/Loongson-3A4000-7A1000, BIOS vUDK2018'], values: ['1 pte -', '1 pmd -'], said: [/no tables for MIPS/] },
  { name: 'loongarch64 by the name of its machine', log: ['get_swap_device: Bad swap file entry 1c00000000000123', 'Hardware name: Loongson Loongson-3A5000-HV-7A2000-1w-V0.1-EVB/Loongson-LS3A5000-7A2000-1w-EVB-V1.21'], values: ['1 swap_entry swap'], said: [/, loongarch64;? /] },
  { name: 'loongarch64 by the name of its machine, as the first firmware wrote it', log: ['get_swap_device: Bad swap file entry 1c00000000000123', 'Hardware name: Loongson Loongson-LS3A5000-7A1000-1w-V0.1-CRB/Loongson-LS3A5000-7A1000-1w-EVB-V1.21, BIOS Loongson-UDK2018-V2.0.04073-beta2 03/'], values: ['1 swap_entry swap'], said: [/, loongarch64;? /] },
  { name: 'MIPS by the name of its machine, written in the same way', log: ['BUG: Bad page map in process a  pte:9000000012345 pmd:900000000a228000', 'Hardware name: Loongson Loongson-LS3A4000-7A1000-1w-V0.1-CRB/Loongson-LS3A4000-7A1000'], values: ['1 pte -', '1 pmd -'], said: [/no tables for MIPS/] },
  { name: 'arm by its registers', log: ['BUG: Bad page map in process foo  pte:4a11975f pmd:4a228831', 'r10: 00000000  r9 : c0f0d0a4  r8 : 00000001'], values: ['1 pte present 0x4a119', '1 pmd table 0x4a228'], said: [/, arm, 2-level paging;/] },
  { name: 'powerpc by its registers: not which MMU', log: ['get_swap_device: Bad swap file entry 1c00000000000123', 'GPR00: c0000000002c4f38 c0000001f3a4b8d0 c000000001234500 0000000000000001'], values: ['1 swap_entry -'], said: [/no tables for powerpc/] },
  // v6.12 arch/s390/include/asm/pgtable.h mk_swap_pte: _PAGE_INVALID and _PAGE_PROTECT stand in every swap entry.
  { name: 's390x, a swap entry of an odd type is no page', log: ['get_swap_device: Bad swap file entry 1c00000000000123', 'Krnl PSW : 0704c00180000000 000000000023a1b2 (swap_info_get+0x12/0x100)'], values: ['1 swap_entry swap'], said: [/no swap area has number 7/], never: [/present bit was lost/] },
  // A kernel of ppc64le has hash tables or radix ones: arch/powerpc/mm/init_64.c mmu_early_init_devtree, disable_radix. v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h PMD_VAL_BITS, hash.h H_PMD_VAL_BITS.
  { name: 'powerpc64 by the name of its kernel and a radix table', log: ['BUG: Bad page map in process a  pte:c000000012340187 pmd:80000000fe0b0009', `${NAMED} 5.10.0-8-powerpc64le #1`], values: ['1 pte present 0x1234', '1 pmd table 0xfe0b'], said: [/Linux 5\.10, powerpc64/] },
  { name: 'powerpc64 by the name of its kernel and a radix table on the next line', log: ['BUG: Bad page map in process a  pte:c000000012340187', 'pgd:80000000fe0b0009 p4d:80000000fe0b0009 pud:80000000fe0c0009 pmd:80000000fe0d0009', `${NAMED} 6.19.0-1-powerpc64le #1`], values: ['1 pte present 0x1234', '2 pgd table 0xfe0b', '2 p4d table 0xfe0b', '2 pud table 0xfe0c', '2 pmd table 0xfe0d'], said: [/Linux 6\.19, powerpc64/] },
  { name: 'powerpc by the name of its kernel: not which tables', log: ['BUG: Bad page map in process a  pte:c000000012340187 pmd:c0000000fe0b0000', `${NAMED} 5.10.0-8-powerpc64le #1`], values: ['1 pte -', '1 pmd -'], said: [/no tables for powerpc \(hash, or not said which MMU\)/] },
  { name: 'powerpc, a bad table: not which tables', log: ['mm/pgtable-generic.c:51: bad pmd 800000001234ff09.', `${NAMED} 6.1.0-8-powerpc64le #1`], values: ['1 pmd -'], said: [/no tables for powerpc/] },
  { name: 'powerpc, a message about a swap entry: the same with both tables', log: ['get_swap_device: Bad swap file entry 1c00000000000123', `${NAMED} 6.1.0-8-powerpc64le #1`], values: ['1 swap_entry swap'], said: [/no swap area has number 7/] },
  // Mail wraps at blanks and behind hyphens.
  ...([['Mar  3 11:21:09 a-host-with-a-long-name kernel: [    0.000000] Linux version', '6.1.0-13-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0)'], ['> [    0.000000] Linux version 6.1.0-13-', '> amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0)']] as const).map((lines, index): LogKind => ({
    name: `the first line of a kernel, wrapped (${index})`, log: [...lines, 'PGD 100000067 P4D 100000067 PUD 0'], values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud none'], said: [/6\.1\.\d+.*, x86_64, .*named in the log \(6\.1\.0-13-amd64\)/] })),
  ...([['Linux debian 5.10.0-8-amd64 #1 SMP Debian 5.10.46-4 (2021-08-03) x86_64', 'GNU/Linux'], ['> Linux debian 5.10.0-8-amd64 #1 SMP Debian 5.10.46-4', '> (2021-08-03) x86_64 GNU/Linux'], ['> Linux debian 5.10.0-8-amd64 #1 SMP Debian 5.10.46-4', '> ', '> (2021-08-03) x86_64 GNU/Linux']] as const).map((lines, index): LogKind => ({
    name: `uname -a, wrapped (${index})`, log: [...lines, 'PGD 100000067 P4D 100000067 PUD 0'], values: ['pgd table 0x100000', 'p4d table 0x100000', 'pud none'].map((value) => `${lines.length + 1} ${value}`), said: [/5\.10\.46, x86_64, .*named in the log \(5\.10\.0-8-amd64\)/] })),
  { name: 'x86, the host that a kernel was built on is no machine of it', log: ['Linux version 5.10.4 (me@my-arm64-box) (gcc 10.2) #1 SMP', 'PGD 100000067 P4D 100000067 PUD 0'], values: ['2 pgd table 0x100000', '2 p4d table 0x100000', '2 pud none'], said: [/5\.10\.4, x86_64/] },
  // apport data/general-hooks of Launchpad's bugs; inxi 3.3 of forums.
  ...([['Uname: Linux 5.4.0-42-generic aarch64'], ['System:    Host: pi Kernel: 5.4.0-42-generic aarch64 bits: 64 compiler: gcc v: 9.3.0 Desktop: N/A']] as const).map(([line]): LogKind => ({
    name: line.slice(0, 20), log: [line, 'get_swap_device: Bad swap file entry 1c00000000000123'], values: ['2 swap_entry swap'], said: [/Linux 5\.4.*, arm64.*named in the log \(5\.4\.0-42-generic\)/] })),
  // v6.12 arch/arm64/kernel/setup.c setup_machine_fdt, arch/riscv/kernel/setup.c parse_dtb: no other machine that there are tables for.
  { name: 'arm64, a name of the hardware out of a device tree', log: ['_swap_info_get: Bad swap file entry 40207070a050609', 'BUG: Bad page map in process a  pte:a07070a0506090a pmd:800000001801003', 'addr:0000007f83000000 vm_flags:00100073 anon_vma:0000000000000000 mapping:0000000000000000 index:7f83000', 'CPU: 0 PID: 1021 Comm: a Not tainted 6.0.0-rc1 #7', 'Hardware name: Raspberry Pi Compute Module 4 Rev 1.0 (DT)'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x1801'], said: [/Linux 6\.0, arm64 .*named in the log/], never: [/x86_64/, /architecture assumed/] },
  // Reports of KernelCI on the lists of Linux: the place of the log, TREE/BRANCH/vRELEASE/ARCH/CONFIG.
  ...(['arm64', 'x86_64', 'mips'] as const).map((arch): LogKind => ({
    name: `the place of a log of KernelCI, ${arch}`, log: [`  Plain log:   https://storage.kernelci.org//next/pending-fixes/v6.2-rc4-480-gb1867226dfbb/${arch}/defconfig+CONFIG_CPU_BIG_ENDIAN=y/gcc-10/lab-a/baseline.txt`, '', `    2023-01-21T19:56:01.769381  kern  :alert : BUG: Bad page map in process udevadm  pte:4000000000 pmd:${arch === 'arm64' ? '80000000bfb7003' : '0bfb7067'}`], values: arch === 'mips' ? ['3 pte -', '3 pmd -'] : ['3 pte swap', '3 pmd table 0xbfb7'],
    said: [arch === 'mips' ? /no tables for MIPS \(kernel 6\.2-rc4/ : new RegExp(`Linux 6\\.2, ${arch}.*; named in the log \\(6\\.2-rc4-480-gb1867226dfbb\\)`)] })),
  // The names that these give their kernels (`uname -r`).
  ...([['5.18.3-zen1-1-zen', 'Arch Linux'], ['6.6.30-1-lts', 'Arch Linux or Alpine Linux'], ['6.6.30-1-MANJARO', 'Manjaro'], ['6.6.30-gentoo-x86_64', 'Gentoo'], ['6.9.3-x64v3-xanmod1', 'XanMod'], ['6.8.2-2-liquorix-amd64', 'Liquorix'], ['6.8.2-1429.native', 'Clear Linux'], ['6.1.79-1.ph5-esx', 'Photon OS'], ['5.15.126-desktop-1.mga8', 'Mageia'], ['6.1.79-un-def-alt1', 'ALT Linux'], ['5.15.49-linuxkit', 'LinuxKit \\(Docker\\)'], ['6.2.6-76060206-generic', 'Pop!_OS'], ['6.6.9-kali1-amd64', 'Kali Linux']] as const).map(([release, vendor]): LogKind => ({
    name: `x86, a kernel of ${vendor}`, log: ['PGD 100000067 P4D 100000067 PUD 0', `${NAMED} ${release} #1`], values: ['1 pgd table 0x100000', '1 p4d table 0x100000', '1 pud none'], said: [new RegExp(`a kernel of ${vendor}: parts of later kernels`)] })),
];

const X86_WALK = 'PGD 2e01067 P4D 2e01067 PUD 13fff9067 PMD 13fff8067';
const X86_STEPS = [
  '3 pgd table 0x2e01',
  '3 p4d table 0x2e01',
  '3 pud table 0x13fff9',
  '3 pmd table 0x13fff8',
];
const x86Fault = (address: string, pte: string): string[] => [
  `BUG: unable to handle page fault for address: ${address}`,
  '#PF: error_code(0x0000) - not-present page',
  `${X86_WALK} PTE ${pte}`,
  `${NAMED} 6.6.0-1-amd64 #1`,
];

/** What a walk ends at, or a message complains of, need be no entry. */
// prettier-ignore
const NO_ENTRIES: readonly LogKind[] = [
  // include/linux/poison.h LIST_POISON1, LIST_POISON2
  { name: 'x86, a walk that ends at the poison of a list', log: x86Fault('00007f0012345000', 'dead000000000100'), values: [...X86_STEPS, '3 pte protnone 0x2fffffffff'],
    said: [/ends at pte, which is not present, and what it holds looks like no entry$/, /LIST_POISON/], never: [/is there|in swap/] },
  { name: 'x86, the same at an address of the kernel', log: x86Fault('ffffc90012345000', 'dead000000000122'), values: [...X86_STEPS, '3 pte -'],
    said: [/the address is one of the kernel, which has no such entries/, /LIST_POISON/], never: [/unmapped page of the kernel|is there|in swap/] },
  { name: 'x86, ones at an address of the kernel are no page of it', log: x86Fault('ffffc90012345000', 'fffffffffffffc00'), values: [...X86_STEPS, '3 pte -'],
    said: [/the address is one of the kernel, which has no such entries/], never: [/unmapped page of the kernel|is there|in swap/] },
  // v6.12 arch/x86/include/asm/pgtable_types.h __PAGE_KERNEL, __PAGE_KERNEL_RO, __PAGE_KERNEL_ROX: ___A in all of them; arch/riscv/include/asm/pgtable.h _PAGE_KERNEL: _PAGE_READ, _PAGE_ACCESSED.
  { name: 'x86, a value without the bits that all pages of the kernel have', log: x86Fault('ffffc90012345000', '12345506'), values: [...X86_STEPS, '3 pte -'], said: [/the address is one of the kernel, which has no such entries/], never: [/unmapped page of the kernel|is there/] },
  // v4.19 arch/arm64/include/asm/pgtable-prot.h PROT_DEFAULT: PTE_AF in every page. The walk is one of a public report.
  { name: 'arm64, a value without the bits that all pages of the kernel have', log: ['Unable to handle kernel paging request at virtual address ffffffbefe638000', 'swapper pgtable: 4k pages, 39-bit VAs, pgdp = (____ptrval____)', '[ffffffbefe638000] pgd=000000004131d803, pud=000000004131d803, pmd=000000004131e803, pte=000000005eff8802', `${NAMED} 4.19.280 #1`],
    values: ['3 pgd table 0x4131d', '3 pud table 0x4131d', '3 pmd table 0x4131e', '3 pte -'], said: [/the address is one of the kernel, which has no such entries/], never: [/unmapped page of the kernel|in swap/] },
  { name: 'riscv64, a value without the bits that all pages of the kernel have', log: ['Unable to handle kernel paging request at virtual address ffffffd592345000', 'Current swapper pgtable: 4K pagesize, 39-bit VAs, pgdp=0x0000000081a2b000', '[ffffffd592345000] pgd=00000000bffff401, p4d=00000000bffff401, pud=00000000bffff401, pmd=00000000bfffe401, pte=0000000000001680', 'epc : foo+0x12/0x22', `${NAMED} 6.15.0 #1`],
    values: ['3 pgd table 0x2ffffd', '3 p4d table 0x2ffffd', '3 pud table 0x2ffffd', '3 pmd table 0x2ffff9', '3 pte -'], said: [/the address is one of the kernel, which has no such entries/], never: [/unmapped page of the kernel|in swap/] },
  { name: 'x86, a walk that ends at an address of code of the kernel', log: x86Fault('00007f0012345000', 'ffffffff8123456e'), values: [...X86_STEPS, '3 pte protnone 0x7edcb'],
    said: [/looks like no entry$/, /pte looks like an address of kernel memory/], never: [/is there|in swap/] },
  { name: 'x86, a walk that ends at text', log: x86Fault('00007f0012345000', '2e676f6c2f726176'), values: [...X86_STEPS, '3 pte protnone 0x89093d08d9'], said: [/looks like no entry$/, /text, "var\/log\."/], never: [/is there|in swap/] },
  { name: 'x86, a walk that ends at a freed page', log: x86Fault('00007f0012345000', 'aaaaaaaaaaaaaaaa'), values: [...X86_STEPS, '3 pte swap'], said: [/looks like no entry$/, /PAGE_POISON/], never: [/is there|in swap/] },
  { name: 'x86, a walk that ends at an address of a library', log: x86Fault('00007f0012345000', '7f8a12345678'), values: [...X86_STEPS, '3 pte swap'],
    said: [/looks like no entry$/, /pte looks like an address of user space/], never: [/in swap/] },
  // A swap area has less than 2^32 pages: include/linux/swap.h swap_info_struct.max is an unsigned int.
  { name: 'x86, a walk that ends at one bit', log: x86Fault('00007f0012345000', '200'), values: [...X86_STEPS, '3 pte swap'],
    said: [/not present: as a swap entry its offset, 0x3fffffffffffe, is beyond any swap area/, /only bit 9 is set/], never: [/in swap/] },
  // v6.12 mm/swapfile.c setup_swap_map_and_extents: page 0 of a swap area is its header, and never given out.
  { name: 'x86, a walk that ends at the header of a swap area', log: x86Fault('00007f0012345000', '07fffffffffffe00'), values: [...X86_STEPS, '3 pte swap'],
    said: [/not present: as a swap entry it is of slot 0, the header of the swap area, where no page ever is/], never: [/in swap/] },
  { name: 'x86, a walk that ends at a page without its present bit', log: x86Fault('00007f0012345000', '8000000112345866'), values: [...X86_STEPS, '3 pte swap'],
    said: [/is beyond any swap area/, /with bit 0 it would be an ordinary page of a process, pfn 0x112345/], never: [/in swap/] },
  { name: 'x86, a walk that ends at a page in swap', log: x86Fault('00007f0012345000', '17fffffffff11000'), values: [...X86_STEPS, '3 pte swap'], said: [/which is a swap entry: the page is in swap/], never: [/looks like|beyond/] },
  { name: 'x86, a walk that ends at a page being moved', log: x86Fault('00007f0012345000', 'f7fff7fffdb97400'), values: [...X86_STEPS, '3 pte migration 0x12345'], said: [/migration entry: the page is being moved/], never: [/looks like|beyond/] },
  // v3.16 include/linux/poison.h: 0x00200200 above ILLEGAL_POINTER_VALUE; v6.12 TAIL_MAPPING; arch/powerpc/Kconfig ILLEGAL_POINTER_VALUE.
  { name: 'x86, the poison of a list of an old kernel', log: ['mm/memory.c:100: bad pmd ffff880123456000(dead000000200200)', `${NAMED} 3.16.0-4-amd64 #1`], values: ['1 pmd -'], said: [/LIST_POISON/], never: [/where a pointer to a table is expected/] },
  { name: 'x86, another pointer that the kernel made unusable', log: ['BUG: Bad page map in process a  pte:dead000000000400 pmd:91234067', `${NAMED} 6.6.0-1-amd64 #1`], values: ['1 pte hwpoison 0x3fffffffd', '1 pmd table 0x91234'], said: [/POISON_POINTER_DELTA/] },
  { name: 'powerpc64, the poison of a list', log: ['LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA pSeries', 'BUG: Bad page map in process a  pte:5deadbeef0000122 pmd:80000000fe0b0009'], values: ['2 pte swap', '2 pmd table 0xfe0b'], said: [/LIST_POISON/] },
  // v5.15 arch/x86/mm/pat/set_memory.c __should_split_large_page: without _PAGE_PRESENT no _PAGE_PSE either; pfn_pte() inverts from bit 12 on.
  { name: 'x86, a large page that the kernel took away: its flags', log: ['BUG: unable to handle page fault for address: ffff888112601000', '#PF: error_code(0x0000) - not-present page', 'PGD 2e01067 P4D 2e01067 PUD 13fff9067 PMD 800ffffeed9ff062', `${NAMED} 5.15.0 #1`],
    values: ['3 pgd table 0x2e01', '3 p4d table 0x2e01', '3 pud table 0x13fff9', '3 pmd unmapped 0x112600'], said: [/pmd .*unmapped +pfn 0x112600; NX DIRTY ACCESSED RW$/] },
  // v4.10 arch/arm64/mm/fault.c show_pte: a pud is printed below an empty pgd where that is folded; 39-bit addresses begin at level 1, and the register says level 0.
  { name: 'arm64, an address that is not beyond the tables, whatever the CPU says', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000018', '[00000018] *pgd=0000000000000000', ', *pud=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP', `${NAMED} 4.14.0 #3`],
    values: ['2 pgd none', '3 pud none'], said: [/ends at pud, which is empty/], never: [/beyond what the tables cover/] },
  // gdb 13 printcmd.c do_examine: two words in a line.
  { name: 'gdb, small words behind the pointers of a stack', log: ['0xffffc90000a1bd50:\t0xffffffff81234567\t0xffff888112345000', '0xffffc90000a1bd60:\t0x0000000000000004\t0x0000000000000000', '0xffffc90000a1bd70 <x+16>:\t0x0000000000000246\t0x0000000000000010'], values: [], never: [/./] },
  { name: 'gdb, a table with a pointer in it', log: ['0xffff888012345000:\t0xffffffff81234567\t0x0000000000000000', '0xffff888012345010:\t0x8000000123456867\t0x0000000000000000', '0xffff888012345020:\t0x0000000000000000\t0x0000000000000004'], values: ['2 pte present 0x123456', '2 pte none', '3 pte none', '3 pte swap'] },
  { name: 'gdb, small words in front of the pointers of a stack', log: ['0xffff88800aa1bd40:\t0x0000000000000000\t0x0000000000000246', '0xffff88800aa1bd50:\t0x0000000000000010\t0x0000000000000004', '0xffff88800aa1bd60:\t0xffffffff81234567\t0xffff888112345000', '0xffff88800aa1bd70:\t0x0000000000000001\t0x0000000000000000'], values: [], never: [/./] },
  { name: 'gdb, small words in front of an entry', log: ['0xffff888012345000:\t0x0000000000000000\t0x0000000000000004', '0xffff888012345010:\t0x8000000123456867\t0x0000000000000000', '0xffff888012345020:\t0xffffffff81234567\t0x0000000000000000'], values: ['1 pte none', '1 pte swap', '2 pte present 0x123456', '2 pte none'] },
  { name: 'gdb, small words, and pointers elsewhere', log: ['0xffff888012345000:\t0x0000000000000000\t0x0000000000000004', '0xffff888012346010:\t0xffffffff81234567\t0x0000000000000000'], values: ['1 pte none', '1 pte swap'] },
  // glibc 2.35 malloc/malloc.c struct malloc_chunk: the size of a chunk and two flags; gdb 13 printcmd.c do_examine(). Notes on heaps show them.
  ...['0x602010', '0x55555555a290', '0x7ffff7dd1b20 <main_arena>', '0x7fffffffe020', '0xffffd4c0'].map((at): LogKind => ({ name: `gdb, memory of a program at ${at}`, log: [`(gdb) x/4gx ${at}`, `${at}:\t0x00000000000000c8\t0x0000000000000141`, `${at}:\t0x0000000000000000\t0x0000000000000060`], values: [], never: [/./] })),
  ...['0xffff888012345000', '0xffffffff82a0c000 <init_top_pgt>', '0xc1a96000'].map((at): LogKind => ({ name: `gdb, memory of a kernel at ${at}`, log: [`${at}:\t0x8000000123456867\t0x0000000000000000`], values: ['1 pte present 0x123456', '1 pte none'] })),
  { name: 'gdb, small words alone', log: ['0xffff888012345000:\t0x0000000000000000\t0x0000000000000004', '(gdb) bt', '#0  0xffffffff81234567 in foo ()'], values: ['1 pte none', '1 pte swap'] },
  { name: 'gdb, small words elsewhere', log: ['0xffffc90000a1bd50:\t0xffffffff81234567\t0xffff888112345000', '0xffff888012345000:\t0x0000000000000004\t0x0000000000000000'], values: ['2 pte swap', '2 pte none'] },
  // mm/memory.c print_bad_pte(): two blanks stand behind the name, one in front of the pmd. A process names itself.
  ...['00000000112345120', '80000001123451zz', ''].map((pte): LogKind => ({ name: `x86, a pte that is none: "${pte}"`, log: [`BUG: Bad page map in process a  pte:${pte} pmd:91234067`], values: [], never: [/./] })),
  { name: 'x86, a process whose name is like a value', log: ['BUG: Bad page map in process x  pmd:91234067  pte:8000000112345867 pmd:0a234067'], values: ['1 pte present 0x112345', '1 pmd table 0xa234'], never: [/where a page was expected/] },
  { name: 'x86, blanks that something has joined', log: ['BUG: Bad page map in process a b pte:8000000112345867 pmd:0a234067'], values: ['1 pte present 0x112345', '1 pmd table 0xa234'] },
  { name: 'x86, an address of the kernel where a table should be', log: ['BUG: unable to handle page fault for address: ffffc90000a1b000', '#PF: error_code(0x0009) - reserved bit violation', 'PGD 100000067 P4D 100000067 PUD 100001067 PMD ffff88810a1b2c39 BAD', `${NAMED} 6.6.0 #1`],
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud table 0x100001', '3 pmd table 0xf88810a1b2'], said: [/pmd looks like an address of kernel memory/] },
  // A pte has 50 bits for the offset, the message 58: what does not fit was in no pte.
  { name: 'x86, a generic entry that no pte has room for is no page either', log: ['get_swap_device: Bad swap offset entry 56fffffffffff76f', `${NAMED} 6.12.0-1-amd64 #1`], values: ['1 swap_entry swap'], said: [/more than a pte has room for/, /beyond the end of swap area 21/], never: [/lost its present bit/] },
  // mm/debug.c dump_page(): of the page that print_bad_pte() found behind the pte.
  { name: 'x86, a page that was dumped is another one', log: ['BUG: Bad page map in process cat  pte:8000000123456067 pmd:0a1b2067', 'page: refcount:2 mapcount:1 mapping:0000000000000000 index:0x1 pfn:0x777777', `${NAMED} 6.1.0 #1`, 'RIP: 0033:0x7f0011223344'],
    values: ['1 pte present 0x123456', '1 pmd table 0xa1b2'], said: [/the page: line near it is of frame 0x777777, not of frame 0x123456/], never: [/dumped with it|no page: line/] },
  // The tables of s390x stand in memory with the highest byte first.
  { name: 's390x, text', log: ['BUG: Bad page map in process a  pte:4c696e757820342e pmd:91234000', `${NAMED} 6.6.0-1-s390x #1`], values: ['1 pte swap', '1 pmd table 0x91234'], said: [/text, "Linux 4\."/] },
  // v6.6 arch/x86/Kconfig: HAVE_ARCH_USERFAULTFD_WP if X86_64; v6.10 arch/arm64/Kconfig has it, v6.9 not; v6.10 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT: 6; include/linux/swapops.h pte_marker_entry_uffd_wp(): false without CONFIG_PTE_MARKER_UFFD_WP. A report of the kernel test robot (trinity, i386, April 2020).
  ...(['1703aa3e', '0000023e'] as const).map((pte): LogKind => ({ name: `i386, a marker that none of its kernels has: ${pte}`, log: ['BUG: kernel NULL pointer dereference, address: 00000000', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', `*pde = b1849067 *pte = ${pte} `, 'Oops: 0000 [#1] PREEMPT', `${NAMED} 6.6.8 #1`],
    values: ['4 pmd table 0xb1849', '4 pte pte-marker'], said: [/ends at pte, which is not present: as a marker it has bits that this kernel never sets/], never: [/userfaultfd/] })),
  ...([['6.6.8', '00000000000001f8', false], ['6.10.0', '00000000000017c0', true]] as const).map(([release, pte, isAsked]): LogKind => ({ name: `arm64, a marker of ${release}`, log: ['user pgtable: 4k pages, 48-bit VAs, pgdp=0000000dc5c44000', `[0000ffff9033c000] pgd=0800000dce9a0003, p4d=0800000dce9a0003, pud=0800000dce99c003, pmd=08000008105c8003, pte=${pte}`, `${NAMED} ${release} #1`],
    values: ['2 pgd table 0xdce9a0', '2 p4d table 0xdce9a0', '2 pud table 0xdce99c', '2 pmd table 0x8105c8', '2 pte pte-marker'], ...(isAsked ? { said: [/which is a marker, no page: write-protected by userfaultfd/] } : { said: [/as a marker it has bits that this kernel never sets/], never: [/userfaultfd/] }) })),
];

describe('machine and kernel by what stands around', () => {
  test.each(EVIDENCE.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('what is no entry', () => {
  test.each(NO_ENTRIES.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
