import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const NAMED = 'CPU: 1 PID: 5 Comm: a Not tainted';

/** Lines of public reports, shortened; what is proven of them stands in the kernel's sources and the CPU's manuals. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v5.9 arch/arm64/mm/fault.c show_pte; include/asm-generic/pgtable-nopud.h, pgtable-nop4d.h: a folded pud is the entry of the p4d, and that of the pgd.
  { name: 'arm64, a folded top level whose walk goes on in the next line', log: ['user pgtable: 16k pages, 47-bit VAs, pgdp=0000000023f54000', '[0000330a92b9688a] pgd=0000000000000000, ', 'p4d=0000000000000000, pud=0000000000000000'],
    values: ['2 pgd none', '3 p4d none', '3 pud none'], said: [/pgd .*folded: the same entry as pud/], never: [/the level above|no level of/] },
  // v5.4 arch/arm/mm/fault.c show_pte: the entry of the hardware follows the pte.
  { name: 'arm, the entry of the hardware wrapped by mail', log: ['> > [35770.507386] Unable to handle kernel paging request at virtual', '> > address fffffffe', '> > [35770.514558] pgd = e909f41c', '> > [35770.517224] [fffffffe] *pgd=2fffd861, *pte=00000000,', '> > *ppte=00000000', '> > [35770.523528] Internal error: Oops: 80000007 [#1] PREEMPT SMP ARM', '> > [35770.532420] CPU: 0 PID: 0 Comm: swapper/0 Not tainted 4.18.33-', '> > yocto-standard #1'],
    values: ['4 pgd table 0x2fffd', '4 pte none'], said: [/walk ends at pte, which is empty/, /4\.18\.33-yocto-standard\)/, /at 0x00000000fffffffe/], never: [/unfinished/] },
  // SDM vol. 3A, 4.7: RSVD is set only where P is; errata of some CPUs have it without (Vasily Averin, "x86/fault: ignore RSVD flag").
  { name: 'x86, an error code that says of a page that is not present that a bit is reserved', log: ['httpd: Corrupted page table at address 7f62d5b48e68', 'PGD 80000002e92bf067 PUD 1c99c5067 PMD 195015067 PTE 7fffffffb78b680', 'Bad pagetable: 000c [#1] SMP'],
    values: ['2 pgd table 0x2e92bf', '2 pud table 0x1c99c5', '2 pmd table 0x195015', '2 pte swap'], said: [/error code 0xc: .*nothing present was found/, /pte is not present, and no bit of such an entry is reserved.*erratum/], never: [/most likely more/, /no entry shown tells/] },
  // SDM vol. 3A, 2.5 CR4.PAE, CR4.LA57; v5.6 arch/x86/include/asm/pgtable-2level.h, pgtable-3level.h pgd_ERROR
  { name: 'i386, a register that says that there is no PAE', log: ['[   48.229378] DS: 007b ES: 007b FS: 00d8 GS: 00e0 SS: 0068 EFLAGS: 00010202', '[   48.236156] CR0: 80050033 CR2: b7800000 CR3: 229ac000 CR4: 003406d0', '[   48.265189] mm/pgtable-generic.c:50: bad pgd 470000e7', '[   48.287877] CPU: 2 PID: 630 Comm: hugemmap04 Tainted: G      D', '     5.6.0-rc7-next-20200330 #1', '[   48.304291] EIP: remove_inode_hugepages+0x23d/0x3d0'],
    values: ['3 pgd present 0x47000'], said: [/2-level paging/, /a page, no table/] },
  { name: 'i386 with PAE, a bad entry and the registers behind it', log: ['mm/pgtable-generic.c:50: bad pmd f5f21640(00000000470000e7)', 'EIP: remove_inode_hugepages+0x23d/0x3d0', 'CR0: 80050033 CR2: b7800000 CR3: 229ac000 CR4: 003406f0', `CPU: 2 PID: 630 Comm: a Not tainted 5.6.0 #1`],
    values: ['1 pmd present 0x47000'], said: [/3-level paging/] },
  // v6.10 arch/parisc/include/asm/pgtable.h pmd_ERROR: "%08lx.", of 64 bits as well.
  { name: 'parisc, an entry of 8 digits on a machine of 64 bits', log: ['>>>>> [30007.186309] mm/pgtable-generic.c:54: bad pmd 539b0030.', '>>>>> [30007.188321]  [<00000000404eef9c>] pte_offset_map_nolock+0xe8/0x150'],
    values: ['1 pmd -'], never: [/32-bit machine/] },
  // crash 8.0 arm.c arm_lpae_vtop, x86.c x86_uvtop_PAE: the top table is given by its address.
  { name: 'crash vtop of a machine of 32 bits', log: ['crash> vtop 0xbef2f97c', 'VIRTUAL   PHYSICAL', 'bef2f97c  7ef2f97c', '', 'PAGE DIRECTORY: cc7c1e00', '  PGD: 8c7c1e10 => 8e27d003', '  PTE: fa2e9978 => e00000f9d7ef5f', '', '     PTE        PHYSICAL  FLAGS', 'e00000f9d7ef5f  f9d7e000  (PRESENT|DIRTY|YOUNG|WRITE)'],
    values: ['6 pgd table 0x8e27d', '7 pte present 0xf9d7e', '10 pte present 0xf9d7e'], said: [/\barm, 3-level paging/], never: [/arm64/] },
  // Arm ARM DDI 0487 D24.2 ESR_EL1 DFSC: 0b101011, translation fault, level -1
  { name: 'arm64, a translation fault above level 0', log: ['<1>[  203.130416] user pgtable: 4k pages, 52-bit VAs, pgdp=000000010606a780', '<1>[  203.130817] [0001ffff9e2e7d78] pgd=0000000000000000', '<0>[  203.132603] Internal error: Oops: 000000009793002b [#1] PREEMPT SMP', '<4>[  203.135177] CPU: 1 PID: 653 Comm: set_robust_list Not tainted', '6.6.0-rc7-next-20231026 #1'],
    values: ['2 pgd none'], said: [/ESR 0x9793002b: nothing present was found/] },
  // The same lines as logging programs, pagers, browsers and mail hand them on.
  ...([
    ['Docker', (line: string) => `{"log":"${line}\\n","stream":"stdout","time":"2024-01-01T00:00:00Z"}`],
    ['syslog, with the carriage return of a serial console', (line: string) => `Mar  4 10:11:12 host kernel: ${line}#015`],
    ['a pager, with colours', (line: string) => `^[[32m[   57.1] ^[[0m^[[1m${line}^[[0m^M`],
    ['rsyslog, with colours', (line: string) => `#033[1m${line}#033[0m`],
    ['a browser', (line: string) => `<td>${line}</td>`],
    ['a browser, as text', (line: string) => `&lt;6&gt;${line}<br />`],
    ['mail in quoted-printable', (line: string) => `> ${line}=20`],
  ] as const).map(([who, wrap]): LogKind => ({ name: `x86, by ${who}`, log: ['BUG: unable to handle page fault for address: ffff888058a67000', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x000b) - reserved bit violation', 'PGD 2e01067 P4D 2e01067 PUD 2e04067 PMD 58a30063 PTE 800fffffa7598063', 'Oops: 000b [#3] SMP NOPTI', 'CPU: 1 PID: 650 Comm: bash Tainted: G      D W  O      5.2.0-rc4-popcorn+ #15'].map(wrap),
    values: ['4 pgd table 0x2e01', '4 p4d table 0x2e01', '4 pud table 0x2e04', '4 pmd table 0x58a30', '4 pte present 0xfffffa7598'], said: [/write by the kernel at 0xffff888058a67000, error code 0xb/, /Linux 5\.2,.*named in the log/], never: [/unfinished/] })),
  { name: 'x86, all lines in one string of JSON', log: [String.raw`{"msg":"BUG: unable to handle page fault for address: ffff888058a67000\n#PF: error_code(0x0002) - not-present page\nPGD 2e01067 P4D 2e01067 PUD 2e04067 PMD 58a30063 PTE 800fffffa7598062\nOops: 0002 [#3] SMP NOPTI\nCPU: 1 PID: 650 Comm: bash Not tainted 5.2.0 #15"}`],
    values: ['1 pgd table 0x2e01', '1 p4d table 0x2e01', '1 pud table 0x2e04', '1 pmd table 0x58a30', '1 pte unmapped 0x58a67'], said: [/write by the kernel at 0xffff888058a67000/, /Linux 5\.2,.*named in the log/] },
  { name: 'x86, mail that breaks a line behind the name of a level', log: ['[ 3526.202270] clang-11: Corrupted page table at address 7f8896d91f48', '[ 3526.202282] PGD 8000000111903067 P4D 8000000111903067 PUD 10b325067 PMD =', 'ffe7a0414d080067', '[ 3526.202293] BAD', '[ 3526.202297] Bad pagetable: 000d [#1] SMP KASAN PTI'],
    values: ['2 pgd table 0x111903', '2 p4d table 0x111903', '2 pud table 0x10b325', '3 pmd table 0x7a0414d080'], said: [/walk ends at pmd: the kernel could not read/], never: [/unfinished/] },
  { name: 'x86, mail that breaks a number: it is read whole', log: ['PGD 12532c067 P4D 12532c067 PUD 1277e7067 PMD 1100=', 'd1067 PTE ffffdbdefffffd9f'],
    values: ['1 pgd table 0x12532c', '1 p4d table 0x12532c', '1 pud table 0x1277e7', '1 pmd table 0x1100d1', '2 pte present 0xfdbdefffff'] },
  // v5.3 arch/s390/mm/fault.c dump_pagetable, on a console of z/VM: 80 columns, the number of the CPU in front.
  { name: 's390, a walk at the edge of the console', log: ['00: [ 9777.710389] Unable to handle kernel pointer dereference in virtual kernel', '00:  address space', '00: [ 9777.710580] Failing address: 0000000066229000 TEID: 0000000066229803     ', '00: [ 9777.710595] Fault in home space mode while using kernel ASCE.', '00: [ 9777.710613] AS:0000000007084007 R3:000000006dc28007 S:000000006d8fa800 P:', '00: 000000006622943d                                                            ', '00: [ 9777.710700] Oops: 0011 ilc:2 [#1] SMP DEBUG_PAGEALLOC', '00: [ 9777.710778] CPU: 0 PID: 50240 Comm: read_all Tainted: G    B             ', '00: 5.4.0-rc7-next-20191118 #4                                                 '],
    values: ['5 pud table 0x6dc28', '5 pmd table 0x6d8fa', '6 pte present 0x66229'], said: [/Linux 5\.4, s390x/, /read at 0x0000000066229000/, /pte, which is of a page, but invalid for the CPU/], never: [/unfinished/, /swap/, /maps the page/, /changed since/] },
  { name: 's390, a walk that is torn: a lower level is named', log: ['AS:0000000007084007 R3:000000006dc28007 S:000000006d8fa800 P:'],
    values: ['1 pud table 0x6dc28', '1 pmd table 0x6d8fa'], never: [/Linux 7\./] },
  // v6.14 arch/x86/mm/fault.c dump_pagetable, arch/x86/include/asm/pgtable.h pgd_present: below an empty pgd a p4d is printed where it is folded.
  { name: 'x86, an empty pgd with a p4d below: four levels; a line that is wrapped behind the name of a process', log: ['<1>[69848.706322][T25549] BUG: kernel NULL pointer dereference, address: ', '0000000000000384', '<1>[69848.706325][T25549] #PF: error_code(0x0000) - not-present page', '<6>[69848.706326][T25549] PGD 0 P4D 0', '<4>[69848.706330][T25549] CPU: 1 UID: 0 PID: 25549 Comm: systemd-sleep ', 'Tainted: G S   U     O       6.14.0-rc1-kenny+ #4'],
    values: ['4 pgd none', '4 p4d none'], said: [/Linux 6\.14, x86_64, 4-level paging; named in the log \(6\.14\.0-rc1-kenny\+\)/, /at 0x0000000000000384/], never: [/another report/] },
  { name: 'x86, a message that is wrapped inside', log: ['Sep 01 08:59:21 web3 kernel: BUG: kernel NULL pointer', 'dereference, address: 0000000000000060', 'Sep 01 08:59:21 web3 kernel: #PF: error_code(0x0000) -', 'not-present page', 'Sep 01 08:59:21 web3 kernel: PGD 0 P4D 0'],
    values: ['5 pgd none', '5 p4d none'], said: [/read by the kernel at 0x0000000000000060/] },
  // v5.18 "x86/sev: Unroll string mmio with CC_ATTR_GUEST_UNROLL_STRING_IO": KVM injects a page fault.
  { name: 'x86, SEV: a fault that the hypervisor can have sent', log: ['BUG: unable to handle page fault for address: ffffc90000065068', '#PF: error_code(0x0000) - not-present page', 'PGD 8000100000067 P4D 8000100000067 PUD 80001000fb067 PMD 80001000fc067 PTE 80000000fed40173', `${NAMED} 5.17.0-rc7 #3`],
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud table 0x1000fb', '3 pmd table 0x1000fc', '3 pte present 0xfed40'], said: [/present here, though the CPU found nothing present: the hypervisor of an encrypted guest sent the fault itself, or/] },
  // v4.14 arch/x86/Kconfig RANDOMIZE_BASE, X86_32: the kernel is moved by up to KERNEL_IMAGE_SIZE, 512 MiB (page_32_types.h).
  { name: 'i386, code that two builds can have had moved there', log: ['BUG: unable to handle page fault for address: b8123010', '#PF: error_code(0x0000) - not-present page', '*pde = 374a2067 *pte = 12345062 ', `${NAMED} 5.10.0 #1`, 'EIP: 0060:[<c14d9b80>] EFLAGS: 00010016 CPU: 0'],
    values: ['3 pmd table 0x374a2', '3 pte swap'], said: [/unless the address is one of the kernel/], never: [/touched a user address/] },
  { name: 'i386 with PAE, code that one build alone can have there', log: ['BUG: unable to handle page fault for address: b8123010', '#PF: error_code(0x0000) - not-present page', '*pdpt = 0000000001a6b001 *pde = 0000000000000000 ', `${NAMED} 5.10.0 #1`, 'EIP: 0060:[<c14d9b80>] EFLAGS: 00010016 CPU: 0'],
    values: ['3 pgd table 0x1a6b', '3 pmd none'], said: [/touched a user address/] },
  ...([['uname -r:', '6.1.0-18-amd64'], ['$ uname -r', '6.1.0-18-amd64'], ['> # uname -r', '> 6.1.0-18-amd64'], ['Kernel (`uname -r`): 6.1.0-18-amd64', ''], ['uname -r = 6.1.0-18-amd64', '']] as const).map((lines): LogKind => ({
    name: `the answer of ${lines[0]}`, log: [...lines, 'PGD 95abf067 P4D 95abf067 PUD 376a0067 PMD 0'],
    values: ['3 pgd table 0x95abf', '3 p4d table 0x95abf', '3 pud table 0x376a0', '3 pmd none'], said: [/Linux 6\.1\.\d+ .*named in the log \(6\.1\.0-18-amd64\)/] })),
  { name: 'uname -r without an answer: the next line is none', log: ['$ uname -r', 'address 10.0.0.1', 'PGD 95abf067 P4D 95abf067 PUD 376a0067 PMD 0'],
    values: ['3 pgd table 0x95abf', '3 p4d table 0x95abf', '3 pud table 0x376a0', '3 pmd none'], said: [/no name was found in its report/] },
  // v6.15 arch/riscv/include/asm/pgtable-64.h pud_bad: !pud_present; mm/pgtable-generic.c pud_clear_bad reads the entry once more.
  { name: 'riscv64, a bad pud that is good as it is shown', log: ['[106477.171325] mm/pgtable-generic.c:39: bad pud 0000000201325801.', 'epc : ffffffff80003354 ra : ffffffff8000334c sp : ffffffc600113b60', `${NAMED} 6.1.80 #1`],
    values: ['1 pud table 0x804c96'], said: [/good pointer to a table: pud changed between/], never: [/clear|are set/] },
  { name: 'x86, a bad page map wrapped behind a name with a colon', log: ['> BUG: Bad page map in process Chrome_IOThread:5', '> pte:8000000123456067 pmd:18d73f067', `> ${NAMED} 5.10.0 #1`],
    values: ['2 pte present 0x123456', '2 pmd table 0x18d73f'] },
  // v5.2 arch/powerpc/kernel/traps.c __die
  ...([['64', '0x1234', '0x1235'], ['4', '0x12340', '0x12350']] as const).map(([size, page, table]): LogKind => ({ name: `powerpc64 with radix tables, pages of ${size} KiB by what the oops says`, log: ['BUG: Bad page map in process a  pte:c00000001234018e pmd:8000000012350009', 'addr:0000000010000000 vm_flags:00100073 anon_vma:c00000007a9f0000 mapping:          (null) index:1000', `LE PAGE_SIZE=${size}K MMU=Radix SMP NR_CPUS=2048 NUMA PowerNV`, `${NAMED} 5.3.0 #1`],
    values: [`1 pte present ${page}`, `1 pmd table ${table}`], never: [/assumed/] })),
  // v2.6.27 include/linux/swapops.h: the type in the highest 5 bits, 59 of offset; no pte that a kernel covered makes holds 56 bits.
  { name: 'x86, a generic entry of an old kernel that no message names', log: ['>>> [  768.998408] swap_dup: Bad swap file entry 4080000000101010', '>>> [  768.998418] VM: killing process monitor'],
    values: ['1 swap_entry -'], said: [/not decoded/], never: [/has number/] },
  // v2.4.20 mm/swapfile.c swap_free: entry.val as it stands in the pte, type 2.
  { name: 'i386 2.4, a generic entry whose kernel nothing names', log: ['May 26 00:35:39 ghost kernel: [<c011ec08>] do_group_exit [kernel] 0x50 ', 'May 28 00:35:30 ghost kernel: swap_dup: Bad swap file entry 0006fb04'],
    values: ['2 swap_entry -'], never: [/has number/] },
  // v2.4 include/asm-i386/pgtable.h pmd_present: bit 0 alone. v2.6.38 mm/huge_memory.c: pages at this level whose present bit is clear.
  ...([['memory.c:100: bad pmd 831074c0.', '2.4.20', 'pmd -', /pmd is not present: kernels before 2\.6\.38 keep no page in such an entry/], ['mm/memory.c:100: bad pgd 831074c0.', '5.10.0-4-686', 'pgd present 0x83000', /not present for the CPU, where a pointer to a table is expected/]] as const).map(([line, release, value, said]): LogKind => ({ name: `i386, a bad entry whose present bit is clear, of ${release}`, log: [line, `${NAMED} ${release} #1`, 'EIP: 0010:[<c0138494>]'],
    values: [`1 ${value}`], said: [said], never: [/a page, no table/] })),
  // v5.4 arch/mips/kernel/traps.c show_stacktrace; arch/loongarch/kernel/traps.c has addresses of its own.
  ...([['Stack : 00000000 80123456 00000000 80600000', 'mm/pgtable-generic.c:51: bad pgd 80600000.', 'pgd'], ['Stack : 0000000000000000 ffffffff80123456 98000000f0000000', 'get_swap_device: Bad swap file entry 2400000000001234', 'swap_entry']] as const).map(([stack, line, level]): LogKind => ({ name: `MIPS by its stack alone: ${level}`, log: [line, stack],
    values: [`1 ${level} -`], said: [/no tables for MIPS/] })),
  { name: 'a stack of LoongArch is none of MIPS', log: ['[    1.000000] get_swap_device: Bad swap file entry 2400000000001234', 'Stack : 9000000100c4fdc0 9000000000223456 9000000100c4fe00'],
    values: ['1 swap_entry swap'], never: [/MIPS/] },
  // v6.12 arch/powerpc/kernel/process.c show_stack
  { name: 'powerpc by its backtrace alone', log: ['get_swap_device: Bad swap file entry 2400000000001234', 'Call Trace:', '[c0000000fa4a7a10] [c000000000a4b5c4] dump_stack+0xb4/0xf8 (unreliable)'],
    values: ['1 swap_entry -'], said: [/no tables for powerpc/] },
  // v5.11 arch/ia64/kernel/process.c ia64_do_show_stack; v2.4 arch/alpha/kernel/traps.c dik_show_regs
  { name: 'ia64 by its backtrace alone', log: ['BUG: Bad page map in process a  pte:00000001 pmd:118580001', ' [<a000000100014a70>] show_stack+0x90/0xc0', '                                 sp=e000000118707bb0 bsp=e0000001187013c0'],
    values: ['1 pte -', '1 pmd -'], said: [/no tables for ia64/] },
  { name: 'alpha by its registers alone', log: ['gp = fffffc0000a355f8  sp = fffffc000604b8c8', 'memory.c:105: bad pmd 000000011ffff2c8.'], values: ['2 pmd -'], said: [/no tables for alpha/] },
  // crash 8.0 arm64.c arm64_vtop_4level_4k and riscv64.c: where a step stands is an address of the kernel.
  { name: 'crash, steps at physical addresses are none of arm64', log: ['   PGD: 8c7c1e10 => 8e27d003', '   PTE: fa2e9978 => e00000f9d7ef5f'],
    values: ['1 pgd -', '2 pte -'], said: [/architecture unknown/], never: [/arm64 \(/] },
  { name: 'crash, the words of a machine of 32 bits by the frames of gdb', log: ['#0  0xc0123456 in foo ()', '   PGD: 8c7c1e10 => 8e27d003', '   PTE: fa2e9978 => e00000f9d7ef5f'],
    values: ['2 pgd table 0x8e27d', '3 pte present 0xf9d7e'], said: [/\barm, 3-level paging/] },
  // v4.4 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT 9; v4.4.148 (L1TF) __swp_entry: offset inverted.
  ...(['88400', '7fffffffff77a00'] as const).map((pte): LogKind => ({ name: `crash, the offset behind a walk shows the layout of its swap entry: ${pte}`, log: ['     RELEASE: 4.4.0-142-generic', ...[1, 2].flatMap(() => ['   PML: ca5bc000 => 11ac6f067', '   PUD: 11ac6f000 => 11ac70067', '   PMD: 11ac70018 => 11ac71067', `   PTE: 11ac71080 => ${pte}`, '', '      PTE         SWAP     OFFSET', `${pte}  /dev/sda2  1090`, ''])],
    values: [2, 10].flatMap((line) => [`${line} pgd table 0x11ac6f`, `${line + 1} pud table 0x11ac70`, `${line + 2} pmd table 0x11ac71`, `${line + 3} pte swap`, `${line + 6} pte swap`]), said: [/offset 0x442$/], never: [/offset 0x3fffffffffbbd/, /whether this build/] })),
  { name: 'crash, nothing behind a walk shows the layout of its swap entry', log: ['     RELEASE: 4.4.0-142-generic', '   PML: ca5bc000 => 11ac6f067', '   PUD: 11ac6f000 => 11ac70067', '   PMD: 11ac70018 => 11ac71067', '   PTE: 11ac71080 => 88400', ''],
    values: ['2 pgd table 0x11ac6f', '3 pud table 0x11ac70', '4 pmd table 0x11ac71', '5 pte swap'], said: [/offset 0x442$/, /whether this build has the swap entries of L1TF is unknown: .*offset 0x3fffffffffbbd/] },
  // git drops the lines of a message that begin with #.
  { name: 'x86, an oops in a commit message', log: ['    BUG: unable to handle page fault for address: ffffae2c01bfa794', '    PF: supervisor write access in kernel mode', '    PF: error_code(0x0003) - permissions violation', '    PGD 107d51067 P4D 107d51067 PUD 107d52067 PMD 659ad2067 PTE 8000000662298161', `    ${NAMED} 5.7.0 #1`],
    values: ['4 pgd table 0x107d51', '4 p4d table 0x107d51', '4 pud table 0x107d52', '4 pmd table 0x659ad2', '4 pte present 0x662298'], said: [/write by the kernel at 0xffffae2c01bfa794, error code 0x3/, /pte is read-only/] },
  { name: 'x86, mail that breaks a line behind a whole number', log: ['PGD 3fd03b067 P4D 3fd03b067 PUD 3fd03c067 PMD 3f8822067=', ' PTE 8000273942ab2163', `${NAMED} 5.7.0 #1`],
    values: ['1 pgd table 0x3fd03b', '1 p4d table 0x3fd03b', '1 pud table 0x3fd03c', '1 pmd table 0x3f8822', '2 pte present 0x273942ab2'], said: [/walk ends at pte/] },
  { name: 'arm64, mail that breaks in front of its own sign for =', log: ['[efff800000000137] pgd=3D1000000049992003, p4d=3D1000000049993003, pud=', '=3D0000000000000000'],
    values: ['1 pgd table 0x49992', '1 p4d table 0x49993', '2 pud none'], said: [/walk ends at pud/], never: [/unfinished/] },
  // v6.12 mm/memory.c print_bad_pte, arch/x86/mm/fault.c: a fault of the same process, behind a report that waits for its kernel.
  { name: 'x86, a fault behind a bad page map keeps its address, and the page map its own', log: ['BUG: Bad page map in process httpd  pte:8000000123456267 pmd:1535b5067', 'addr:00000037b400a000 vm_flags:08000875 anon_vma:0000000000000000', 'BUG: unable to handle page fault for address: ff1276cbfdf36000', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0003) - permissions violation', 'PGD 5a31801067 P4D 5a31802067 PUD 40ccfb5063 PMD 40e5954063 PTE 80000040fdf36161'],
    values: ['1 pte present 0x123456', '1 pmd table 0x1535b5', '6 pgd table 0x5a31801', '6 p4d table 0x5a31802', '6 pud table 0x40ccfb5', '6 pmd table 0x40e5954', '6 pte present 0x40fdf36'], said: [/write by the kernel at 0xff1276cbfdf36000/] },
  { name: 'x86, a fault behind a bad page map whose address is not there', log: ['BUG: Bad page map in process httpd  pte:8000000123456067 pmd:1535b5067', 'BUG: unable to handle page fault for address: 0000000000001008', '#PF: error_code(0x0002) - not-present page', 'PGD 0 P4D 0'],
    values: ['1 pte present 0x123456', '1 pmd table 0x1535b5', '4 pgd none', '4 p4d none'], said: [/write by the kernel at 0x0000000000001008/], never: [/beyond the memory/] },
  // v6.15 arch/s390/mm/fault.c report_user_fault: the code stands in front of the address.
  { name: 's390, a fault of a program behind another whose kernel is not named', log: ['Failing address: 0000000000000000 TEID: 0000000000000483', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000002a2000b R2:00000001bff8c00b R3:00000001bff88007 S:00000001bff91000 P:000000000000003d', 'Oops: 0004 ilc:2 [#1] SMP', '', 'User process fault: interruption code 0011 ilc:3 in libc.so.6[b14ae,3ff91500000+1c9000]', 'Failing address: 000003ff91400000 TEID: 000003ff91400800', 'Fault in primary space mode while using user ASCE.', 'AS:0000000084bec1c7 R3:00000000824cc007 S:0000000081a28001 P:0000000000000400', 'CPU: 0 UID: 0 PID: 5578 Comm: ksm01 Not tainted 6.15.0-rc6+ #8 NONE'],
    values: ['3 p4d table 0x1bff8c', '3 pud table 0x1bff88', '3 pmd table 0x1bff91', '3 pte present 0x0', '9 pud table 0x824cc', '9 pmd table 0x81a28', '9 pte none'], said: [/read by user mode at 0x000003ff91400000, interruption code 0x11/, /pte, which maps the page/, /pte, which is empty/], never: [/has no such entries/] },
  ...(['before', 'behind'] as const).map((where): LogKind => {
    const map = ['swap_free: Bad swap file entry 6c800000', 'BUG: Bad page map in process httpd  pte:d900000000 pmd:1535b5067', 'addr:00000037b400a000 vm_flags:08000875 anon_vma:          (null)', 'Pid: 7512, comm: httpd Tainted: G    B 2.6.32.10 #2'];
    const fault = ['User process fault: interruption code 0011 ilc:3 in libc.so.6[b14ae,3ff91500000+1c9000]', 'Failing address: 000003ff91400000 TEID: 000003ff91400800', 'Fault in primary space mode while using user ASCE.', 'AS:0000000084bec1c7 R3:00000000824cc007 S:0000000081a28001 P:0000000000000400'];
    const [first, line] = where === 'before' ? [4, 5] : [0, 1];
    return { name: `a bad page map ${where === 'before' ? 'behind' : 'before'} a fault of another machine, whose lines tell nothing of it`, log: where === 'before' ? [...fault, ...map] : [...map, ...fault],
      values: [...(where === 'before' ? ['4 pud table 0x824cc', '4 pmd table 0x81a28', '4 pte none'] : []), `${line} swap_entry swap`, `${first + 2} pte swap`, `${first + 2} pmd table 0x1535b5`, ...(where === 'before' ? [] : ['8 pud table 0x824cc', '8 pmd table 0x81a28', '8 pte none'])],
      said: [/the same entry as the generic one printed just before/, /read by user mode at 0x000003ff91400000/] };
  }),
  // lib/vsprintf.c pointer: 16 digits; the registers behind are of a machine of 32 bits.
  { name: 'a bad page map of 64 bits, and a fault of i386 behind it', log: ['BUG: Bad page map in process a  pte:8000000073173267 pmd:79462067', 'page:ffffea0001cc5cc0 refcount:9 mapcount:-1 mapping:ffff8880774b1b50 index:0x3 pfn:0x73173', 'Unable to handle kernel paging request at virtual address f92b83ea', ' printing eip:', 'c0207487', '*pde = 01bc4067', '*pte = 00000000', 'EIP:    0060:[<c0207487>]    Not tainted VLI', 'EFLAGS: 00010097   (2.6.13) '],
    values: ['1 pte present 0x73173', '1 pmd table 0x79462', '6 pmd table 0x1bc4', '7 pte none'], said: [/x86_64/, /Linux 4\.14 .*i386 \(2-level paging assumed\)/], never: [/3-level/] },
  // v3.11 arch/x86/include/asm/pgtable_64.h: soft-dirty bit 7; both entries are one there, and none with the frames of L1TF.
  { name: 'a swap entry in both forms is none of a kernel that is named for another report', log: ['BUG: unable to handle page fault for address: ffff888058a67000', '#PF: error_code(0x0002) - not-present page', 'PGD 2e01067 P4D 2e01067 PUD 0', 'CPU: 1 PID: 650 Comm: bash Not tainted 5.2.0 #15', 'RIP: 0010:clear_page_orig+0x12/0x40', '', '[ 4588.541886] swap_free: Unused swap offset entry 00002d15', '[ 4588.541952] BUG: Bad page map in process a  pte:005a2a80 pmd:22c01f067'],
    values: ['3 pgd table 0x2e01', '3 p4d table 0x2e01', '3 pud none', '7 swap_entry swap', '8 pte swap', '8 pmd table 0x22c01f'], said: [/the same entry as the generic one/], never: [/beyond the end/] },
  // v6.8 arch/arm64/include/asm/pgtable-hwdef.h PMD_TABLE_PXN: no entry of x86 has that bit.
  { name: 'a bad page map without its kernel, and a fault of another machine behind it', log: ['BUG: Bad page map in process a  pte:4000000000 pmd:80000000bfb7003', 'BUG: unable to handle page fault for address: ffff888104849cf0', '#PF: error_code(0x0009) - reserved bit violation', 'RSP: 0018:ffff888112557990 EFLAGS: 00010217', 'PGD 1d0201067 P4D 1d0201067 PUD 0', 'CPU: 1 PID: 5 Comm: a Not tainted 6.8.0-rc7 #1', 'RIP: 0010:a+0xc7/0x580'],
    values: ['1 pte swap', '1 pmd table 0xbfb7', '5 pgd table 0x1d0201', '5 p4d table 0x1d0201', '5 pud none'], said: [/arm64 \(architecture assumed\)/, /Linux 6\.8, x86_64/] },
  // Cut lines: a value that is not there is none, and reading ends.
  ...(['*pte=e to handle page fault', '*pmd=e0', '*pte=0000000x', '*pmd=', '> *pte=e ', '*pmd=0000000g, *pte=00000000'] as const).map((rest): LogKind => ({ name: `arm, the rest of a walk with no whole value: ${rest}`, log: ['[0000000c] *pgd=0d3e2831, ', rest],
    values: ['1 pgd table 0xd3e2'] })),
  // Xen 4.14 arch/x86/mm.c get_page_from_l1e; in Xen 3.0 "for dom0".
  ...['l1e_owner=0, pg_owner=0', 'dom0'].map((owner): LogKind => ({ name: `an entry that Xen refuses a guest: ${owner}`,
    log: [`(XEN) mm.c:1002:d0 Error getting mfn 10d81 (pfn 5555555555555555) from L1 entry 8000000010d81463 for ${owner}`, '[    1.0] Linux version 4.9.0 (a@b) (gcc version 6)'], values: ['1 pte -'], said: [/not decoded: no tables applied: an entry that a guest of Xen wants to have/] })),
];

describe('what the text of public reports proves, and no more', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
