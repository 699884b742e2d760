import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// What the form of a message shows of its kernel, and lines that came in pieces.
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.4 arch/arm64/mm/fault.c data_abort_decode; v6.5 prints ISS2 as well.
  { name: 'arm64 without ISS2', log: ['Unable to handle kernel paging request at virtual address ffffffc07201f469', '  ESR = 0x0000000096000005', '  ISV = 0, ISS = 0x00000005', '[ffffffc07201f469] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', 'Internal error: Oops: 0000000096000005 [#1]  SMP'],
    values: ['4 pgd none', '4 p4d none', '4 pud none'], said: [/Linux 6\.4,/] },
  { name: 'arm64 with ISS2', log: ['Unable to handle kernel paging request at virtual address ffffffc07201f469', '  ESR = 0x0000000096000005', '  ISV = 0, ISS = 0x00000005, ISS2 = 0x00000000', '[ffffffc07201f469] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', 'Internal error: Oops: 0000000096000005 [#1]  SMP'],
    values: ['4 pgd none', '4 p4d none', '4 pud none'], said: [/Linux 7\.\d/] },
  // v6.14 arch/arm64/kernel/traps.c __die: S_PREEMPT.
  { name: 'arm64 with PREEMPT behind the number of the oops', log: ['Unable to handle kernel paging request at virtual address ffffffc07201f469', '  ESR = 0x0000000096000005', '[ffffffc07201f469] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', 'Internal error: Oops: 0000000096000005 [#1] PREEMPT SMP'],
    values: ['3 pgd none', '3 p4d none', '3 pud none'], said: [/Linux 6\.14/] },
  // v6.12 arch/arm64/mm/fault.c fault_info: 0x21
  { name: 'arm64, an alignment fault', log: ['Unable to handle kernel paging request at virtual address ffffffc084a1d004', '  ESR = 0x0000000096000061', '  FSC = 0x21: alignment fault', '[ffffffc084a1d004] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013ffff003, pmd=0068000020a00711', 'CPU: 1 PID: 1 Comm: a Not tainted 6.6.22 #1'],
    values: ['4 pgd table 0x13ffff', '4 p4d table 0x13ffff', '4 pud table 0x13ffff', '4 pmd present 0x20a00'], said: [/write by the kernel at 0xffffffc084a1d004, ESR 0x96000061 \(alignment fault\)/] },
  // v4.9 arch/x86/kernel/dumpstack.c printk_address
  ...['IP: [<00000000040001f3>] 0x40001f3', 'IP: [<          (null)>]           (null)'].map((ip) => ({ name: `x86_64, ${ip}`, log: ['BUG: unable to handle kernel paging request at 00000000040001f3', ip, 'PGD 1a2c5a067 PUD 1a621a067 PMD 0', 'Oops: 0010 [#1] SMP'],
    values: ['3 pgd table 0x1a2c5a', '3 pud table 0x1a621a', '3 pmd none'], said: [/Linux 4\.8,/] })),
  // v2.2 arch/i386/mm/fault.c do_page_fault
  { name: 'i386, the top table of the task', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000028', 'current->tss.cr3 = 00101000, %cr3 = 00101000', '*pde = 00102067', '*pte = 00000000', 'Oops: 0000'],
    values: ['3 pmd table 0x102', '4 pte none'], said: [/the log is older \(before 2\.4\)/] },
  // v2.4 arch/i386/mm/fault.c: " printing eip:" is left out by ksymoops.
  ...['', '> ', '<1>', '>>'].map((prefix) => ({ name: `i386, where the code stood below the address, behind "${prefix}"`, log: [`${prefix}Unable to handle kernel paging request at virtual address 3fff432a`, `${prefix.replace('<1>', '')}c01c2c90`, '*pde = 00000000', 'Oops: 0000', 'EIP:    0010:[<c01c2c90>]    Not tainted'],
    values: ['3 pmd none'], said: [/read by the kernel at 0x000000003fff432a,/] })),
  { name: 'i386, a release on a line of its own', log: ['Unable to handle kernel paging request at virtual address 0000eff8', '*pde = 00000000', 'Oops: 0000', 'EIP:    0010:[<c013d2f5>]    Not tainted', 'EFLAGS: 00010202', '', 'EIP is at pte_chain_alloc [kernel] 0x15 ', '(2.4.18-14)', 'eax: c0305480   ebx: c0305480   ecx: 00000000   edx: 0000eff8'],
    values: ['2 pmd none'], said: [/named in the log \(2\.4\.18-14\)/] },
  // drivers/net/netconsole.c of kernels that sent every printk by itself.
  { name: 'i386, netconsole behind the time of syslog', log: ['BUG: unable to handle kernel', 'NULL pointer dereference', 'at 000000d4', 'IP:', '[<f881446e>] rc_g_keycode_from_table+0x1e/0xe0', '*pde = 00000000', 'Oops: 0000 [#1]'].map((line) => `Jul 17 11:34:56 kepler ${line}`),
    values: ['6 pmd none'], said: [/read by the kernel at 0x00000000000000d4,/] },
  // v6.12 arch/x86/kernel/traps.c exc_general_protection: no walk is shown.
  { name: 'x86_64, a general protection fault behind a page fault whose kernel is not named', log: ['BUG: kernel NULL pointer dereference, address: 0000000000000356', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0002) - not-present page', 'PGD 0 P4D 0', 'Oops: Oops: 0002 [#1] SMP PTI', 'Call Trace:', 'Oops: general protection fault, probably for non-canonical address 0xe01ffbf110207cde: 0000 [#1] SMP KASAN PTI', 'CPU: 6 PID: 2882 Comm: php-cgi8.1 Not tainted 6.10.1-cm4all1-vm+ #1'],
    values: ['4 pgd none', '4 p4d none'], said: [/named elsewhere in the log \(6\.10\.1-cm4all1-vm\+\)/] },
  // v6.12 Documentation/arch/x86/x86_64/mm.rst: nothing lies there. The upper half of the entry was overwritten.
  { name: 'x86_64, an entry that would be an address of the hole below the text of the kernel', log: ['a: Corrupted page table at address 7fe4c4f58000', 'PGD 7c610067 PUD 72359067 PMD 70d3d067 PTE ffffffff120d8067', 'Bad pagetable: 000f [#1] SMP', 'Pid: 1, comm: a Not tainted 4.4.3 #1'],
    values: ['2 pgd table 0x7c610', '2 pud table 0x72359', '2 pmd table 0x70d3d', '2 pte present 0x3fff120d8'], said: [/a reserved bit is set in an entry/, /walk ends at pte, which is present$/], never: [/address of kernel memory/, /PKEY_BIT/, /DEVMAP/] },
  // qualcomm's kernels are stable ones of arm; others measure.
  { name: 'x86_64, a kernel that is called perf', log: ['BUG: unable to handle page fault for address: ffffffff996a96a0', 'PGD 40a02b067 P4D 40a02b067 PUD 40a02c063 PMD 0', 'CPU: 0 PID: 1 Comm: a Not tainted 5.13.0-rc5-perf+ #1'],
    values: ['2 pgd table 0x40a02b', '2 p4d table 0x40a02b', '2 pud table 0x40a02c', '2 pmd none'], said: [/named in the log \(5\.13\.0-rc5-perf\+\)$/] },
  // v6.18 arch/riscv/kernel/process.c __show_regs: status, badaddr and cause are on one line.
  { name: 'riscv64, the cause on a line of its own', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000000000c0', '[00000000000000c0] pgd=0000000000000000, p4d=0000000000000000', 'CPU: 7 UID: 0 PID: 61 Comm: kworker/u39:0 Not tainted 6.18.0 #243', 'status: 0000000200000120 badaddr: 00000000000000c0', 'cause: 000000000000000d'],
    values: ['2 pgd none', '2 p4d none'], said: [/read by the kernel at 0x00000000000000c0, cause 0xd \(load page fault\)/] },
  // Principles of Operation SA22-7832, chapter 6 "Nullification": the PSW stays at the instruction, here the one that could not be fetched.
  { name: 's390x, a jump to where nothing is mapped', log: ['User process fault: interruption code 003b ilc:3', 'Failing address: 0000000000000000 TEID: 0000000000000800', 'Fault in primary space mode while using user ASCE.', 'AS:0000000108a2c1c7 R3:0000000000000024', 'User PSW : 0705000180000000 0000000000000000', 'CPU: 1 PID: 1 Comm: a Not tainted 6.6.9 #1'],
    values: ['4 pud none'], said: [/execute by user mode at 0x0000000000000000, interruption code 0x3b/] },
  // crash 8.0 x86_64.c x86_64_translate_pte: it takes any number for a pte.
  { name: 'crash, an entry that nothing tells the level of', log: ['crash> pte 8000000076d2c067', '      PTE         PHYSICAL  FLAGS', '8000000076d2c067  76d2c000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)'],
    values: ['3 pte present 0x76d2c'], said: [/pfn 0x76d2c; .* \(level assumed\)/] },
  // v6.9 arch/x86/kernel/dumpstack.c __die_header; the reports of real kernels of 6.1, 6.12 and 7.3 (test/fixtures/realkernel).
  ...([['Oops: 0002', /Linux 6\.9/], ['Oops: Oops: 0002', /Linux 7\.\d/]] as const).map(([oops, said]) => ({ name: `x86_64, ${oops}`, log: ['BUG: unable to handle page fault for address: ffffc90ffb34f004', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0002) - not-present page', 'PGD 100000067 P4D 100000067 PUD 0', `${oops} [#1] SMP NOPTI`],
    values: ['4 pgd table 0x100000', '4 p4d table 0x100000', '4 pud none'], said: [said] })),
  // v2.6.24 arch/x86/mm/fault_32.c do_page_fault
  { name: 'i386, the entry on the line of the program counter', log: ['BUG: unable to handle kernel NULL pointer dereference at virtual address 00000004', 'printing eip: ee89fee4 *pde = 00000000 ', 'Oops: 0000 [#1] PREEMPT'],
    values: ['2 pmd none'], said: [/i386, 2-level paging/, /nothing is mapped there$/] },
  // v4.14 arch/arm64/mm/fault.c show_pte: %p, hashed since 4.15.
  { name: 'arm64, a pointer that is not hashed', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pgd = ffffffd7bbafa000', '[00000000] *pgd=0000000134331003, *pud=0000000134331003, *pmd=0000000000000000', 'Internal error: Oops: 96000006 [#1] PREEMPT SMP'],
    values: ['3 pgd table 0x134331', '3 pud table 0x134331', '3 pmd none'], said: [/Linux 4\.14,/] },
  // v6.12 arch/arm/mm/fsr-2level.c: a domain fault of the second level, where the first has a table.
  { name: 'arm, a domain fault where the tables shown have nothing', log: ['Unhandled fault: page domain fault (0x01b) at 0x00001eba', '[00001eba] *pgd=00000000', 'Internal error: : 1b [#1] SMP ARM', 'CPU: 1 PID: 5 Comm: kworker/u4:2 Not tainted 6.4.4 #1'],
    values: ['2 pgd none'], said: [/nothing is mapped there in the tables shown$/, /the CPU found a present entry, but pgd is not present for it here/] },
  // arch/s390/mm/fault.c do_protection_exception: of an instruction that must not run the address is put together anew, and the rest of TEID lost.
  { name: 's390x, a protection exception without the bits that say which', log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'Failing address: 0000000000000000 TEID: 0000000000000000', 'Fault in primary space mode while using kernel ASCE.', 'AS:00000000e28bc007 R3:00000003fee58007 S:00000003fee57801 P:000000000000013d', 'Oops: 0004 ilc:1 [#1] SMP', 'CPU: 1 PID: 1 Comm: a Not tainted 6.14.0 #1'],
    values: ['4 pud table 0x3fee58', '4 pmd table 0x3fee57', '4 pte present 0x0'], said: [/interruption code 0x4/], never: [/does not matter: low addresses/] },
  // v4.5 arch/s390/mm/fault.c dump_fault_info: a small f.
  { name: 's390x, a failing address in small letters', log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'failing address: 0000000000000000 TEID: 0000000000000483', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000000c38007 R3:00000000ffff0007 S:00000000fffef000 P:000000000000003d', 'Oops: 0004 ilc:3 [#1] SMP', 'CPU: 1 PID: 1 Comm: a Not tainted 4.5.0 #1'],
    values: ['4 pud table 0xffff0', '4 pmd table 0xfffef', '4 pte present 0x0'], said: [/write by the kernel at 0x0000000000000000, interruption code 0x4/, /does not matter: low addresses/] },
  { name: 's390x, a protection exception without its address', log: ['Fault in home space mode while using kernel ASCE.', 'AS:0000000000c38007 R3:00000000ffff0007 S:00000000fffef000 P:000000000000003d', 'Oops: 0004 ilc:3 [#1] SMP', 'CPU: 1 PID: 1 Comm: a Not tainted 4.5.0 #1'],
    values: ['2 pud table 0xffff0', '2 pmd table 0xfffef', '2 pte present 0x0'], said: [/what is mapped there does not allow it, or low addresses/] },
  // v4.19 arch/arm/mm/proc-v7-2level.S cpu_v7_set_pte_ext: without L_PTE_YOUNG the entry of the hardware is 0.
  { name: 'arm, a page that is not young, for which the hardware has an empty entry', log: ['Unable to handle kernel paging request at virtual address 4a4f0000', '[4a4f0000] *pgd=8a4fd831, *pte=8cfda34d, *ppte=00000000', 'Internal error: Oops: 817 [#1] SMP ARM', 'CPU: 1 PID: 5 Comm: a Not tainted 4.19.0 #1'],
    values: ['2 pgd table 0x8a4fd', '2 pte present 0x8cfda'], said: [/the entry of the hardware .* maps nothing/], never: [/changed since/] },
  // v2.6.38 arch/arm/include/asm/pgtable.h PTE_HWTABLE_OFF
  { name: 'arm, the table of the hardware in front of that of Linux', log: ['Unable to handle kernel paging request at virtual address 4a4f0000', '[4a4f0000] *pgd=8a4fd031, *pte=00000000, *ppte=00000000', 'Internal error: Oops: 817 [#1] SMP ARM'],
    values: ['2 pgd table 0x8a4fd', '2 pte none'], said: [/the log is older \(before 2\.6\.38\)/] },
  // v2.6.36 mm/page_alloc.c dump_page: one line, which mail wraps.
  { name: 'x86_64, a dump of the page that mail wraps', log: ['BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'page:ffffea0000f1b250 flags:4000000000000404', 'count:1 mapcount:-1 mapping:(null) index:0', 'addr:00007f5909628000 vm_flags:08100073 anon_vma:(null) mapping:(null) index:7f5909628'].map((line) => `> > ${line}`),
    values: ['1 pte present 0x2bf1e', '1 pmd table 0x1535b5'], said: [/frame 0x2bf1e has a struct page, dumped with it \(refcount 1, mapcount -1\)/], never: [/no page: line/] },
  // v6.8 mm/debug.c __dump_page: "page:%p refcount:%d", which v6.9 has without the pointer. A report to linux-btrfs (August 2024), wrapped behind each of its words.
  ...[1, 2, 3, 4].map((words): LogKind => {
    const dump = 'page:00000000460fa108 refcount:4 mapcount:-256 mapping:00000000612a1864 index:0x16 pfn:0x462500'.split(' ');
    return { name: `x86_64, a dump that mail wraps behind ${dump[words - 1] ?? ''}`, log: ['BUG: Bad page map in process tmux  pte:8000000462500025 pmd:b99c98067', `8月 25 13:52:23 arch-pc kernel: ${dump.slice(0, words).join(' ')} `, dump.slice(words).join(' '), '8月 25 13:52:23 arch-pc kernel: page_type: 0xfffffeff(offline)'],
      values: ['1 pte present 0x462500', '1 pmd table 0xb99c98'], said: [/Linux 6\.8, x86_64/, /frame 0x462500 has a struct page, dumped with it \(refcount 4, mapcount -256\): it is of type offline/] };
  }),
  ...['mapcount:-256', 'mapping:00000000612a1864'].map((end): LogKind => {
    const dump = 'page:ffffea0011894040 refcount:4 mapcount:-256 mapping:00000000612a1864 index:0x16 pfn:0x462501';
    const at = dump.indexOf(end) + end.length;
    return { name: `x86_64, the dump of another page that mail wraps behind ${end}`, log: ['BUG: Bad page map in process tmux  pte:8000000462500025 pmd:b99c98067', dump.slice(0, at), dump.slice(at + 1)],
      values: ['1 pte present 0x462500', '1 pmd table 0xb99c98'], said: [/the page: line near it is of frame 0x462501, not of frame 0x462500/], never: [/mapcount -256/] };
  }),
  // v5.18 mm/memory.c print_bad_pte: "readpage:".
  ...([
    ['5\\.18', ['addr:00007f533d28a000 vm_flags:08100071 anon_vma:0000000000000000', 'mapping:ffff8a10472a8c70 index:16', 'file:a fault:filemap_fault mmap:ext4_file_mmap', 'readpage:ext4_readpage']],
  ] as const).map(([release, lines]): LogKind => ({ name: `x86_64, lines of a bad page map that are wrapped: ${lines[0]}, ${release}`, log: ['BUG: Bad page map in process a  pte:8000000462500025 pmd:b99c98067', ...lines],
    values: ['1 pte present 0x462500', '1 pmd table 0xb99c98'], said: [new RegExp(`Linux ${release}, x86_64`)] })),
  // v3.17 mm/page_alloc.c dump_page_flags(): "page flags:"; v3.18 mm/debug.c dump_flags(): "flags:". A report of vsftpd on Ubuntu 14.04, without its name.
  ...([['page flags: 0x10(dirty)', /the log is older \(before 3\.18\)/], ['flags: 0x10(dirty)', /Linux 5\.3, x86_64/]] as const).map(([flags, said]): LogKind => ({ name: `x86_64, a dump of a page with ${flags}`, log: ['BUG: Bad page map in process vsftpd  pte:8000000000000965 pmd:03167067', 'page:ffffea0000000000 count:-79 mapcount:-79 mapping:          (null) index:0x0', flags, 'addr:00007f533d28a000 vm_flags:08100071 anon_vma:ffff8800233a2300 mapping:          (null) index:7f533d28a'],
    values: ['1 pte present 0x0', '1 pmd table 0x3167'], said: [said] })),
  { name: 'x86_64, a pointer that is not hashed yet', log: ['BUG: Bad page map in process a  pte:8000000462500025 pmd:b99c98067', 'page:(____ptrval____) refcount:1 mapcount:-256 mapping:0000000000000000 index:0x0 pfn:0x462500'],
    values: ['1 pte present 0x462500', '1 pmd table 0xb99c98'], said: [/Linux 6\.8, x86_64/] },
  // Mail breaks the first value after less than eight digits.
  { name: 'arm, quoted-printable, a first value cut behind four digits', log: ['8<--- cut here ---', '[00000000] *pgd=3D0423=', '0835, *pte=3D00000000, *ppte=3D00000000   =', '', 'Internal error: Oops: 17 [#1] SMP ARM'],
    values: ['2 pgd table 0x4230', '3 pte none'], said: [/the walk ends at pte/] },
  { name: 'arm, quoted-printable, a bad value cut behind four digits', log: ['[eaf4a000] *pgd=3D2ae0=', '041e(bad)', 'Internal error: Oops: 805 [#1] SMP ARM'],
    values: ['1 pgd present 0x2ae00'], said: [/the pgd shown is the first of two/] },
  { name: 'arm with LPAE, quoted-printable, a lower level behind the rest of the first value', log: ['Unable to handle kernel paging request at virtual address 12345678', '[12345678] *pgd=3D80000080=', '004003, *pmd=3D00000000'],
    values: ['2 pgd table 0x80004', '3 pmd none'], said: [/the walk ends at pmd/] },
  // Pages show two blanks as one that is not broken and another.
  ...([' \u00a0', '\u00a0 ', ' \u2003', ' &nbsp;'] as const).map((blanks): LogKind => ({ name: `x86_64, a page's blanks in front of the values: ${JSON.stringify(blanks)}`,
    log: [`BUG: Bad page map in process a${blanks}pte:2bf1e025 pmd:1535b5067`], values: ['1 pte present 0x2bf1e', '1 pmd table 0x1535b5'] })),
  // rsyslog's own form of the time; netconsole sends a line in pieces.
  { name: 'riscv64, a release in the next piece of a line, behind a time of ISO 8601', log: ['BUG: Bad page map in process a  pte:20682653 pmd:20f23c01', 'CPU: 1 UID: 0 PID: 58 Comm: modprobe Not tainted ', '6.16.0-rc1-next-20250610+ #15719 NONE', 'epc : a+0x1/0x2'].map((line) => `2025-06-12T07:08:09.123456+02:00 board kernel: ${line}`),
    values: ['1 pte present 0x81a09', '1 pmd table 0x83c8f'], said: [/Linux 6\.16, riscv64.*named in the log/] },
  // People copy a first line without what stands in front of it.
  { name: 'x86_64, an address in a line without the caller that the others have', log: ['BUG: unable to handle kernel paging request at ffffe0f000020000', '[13968.479004][T88761] PGD 0 P4D 0', '[13968.479005][T88761] Oops: 0002 [#1] SMP NOPTI', '[13968.479006][T88761] CPU: 2 PID: 88761 Comm: a Not tainted 5.4.0 #1'],
    values: ['2 pgd none', '2 p4d none'], said: [/write by the kernel at 0xffffe0f000020000, error code 0x2/] },
  // A mail of KernelCI behind a report of another machine.
  { name: 'arm64, a kernel named with its architecture behind registers of another machine', log: ['BUG: unable to handle page fault for address: ffff888058a67000', 'PGD 2e01067 P4D 2e01067 PUD 2e04067 PMD 0', 'Oops: 0002 [#1] SMP', 'CPU: 1 PID: 650 Comm: a Not tainted 5.2.0 #15', 'RIP: 0010:a+0x12/0x40', '', '  Plain log: https://storage.kernelci.org//next/pending-fixes/v6.2-rc4-480-gb1867226dfbb/arm64/defconfig/gcc-10/lab/x.txt', 'BUG: Bad page map in process udevadm  pte:4000000000 pmd:80000000bfb7003'],
    values: ['2 pgd table 0x2e01', '2 p4d table 0x2e01', '2 pud table 0x2e04', '2 pmd none', '8 pte swap', '8 pmd table 0xbfb7'], said: [/Linux 6\.2, arm64 .*named in the log \(6\.2-rc4-480-gb1867226dfbb\)/] },
  // v6.12 arch/x86/include/asm/pgtable.h pmd_bad (all flags but USER and ACCESSED), pud_bad (those of _KERNPG_TABLE and USER allowed).
  ...([['pmd', '8000000012345067', /pmd_bad\(\) is true of it: no pointer to a table has _PAGE_NX/], ['pud', '8000000012345067', /pud_bad\(\) is true of it: no pointer to a table has _PAGE_NX/], ['pmd', '000000001234506f', /pmd_bad\(\) is true of it: no pointer to a table has _PAGE_PWT/],
    ['pmd', '0000000012345065', /bits that every table entry has are clear: _PAGE_RW/], ['pmd', '0000000012345067', /pmd changed between the check that found it bad and this message/], ['pud', '0000000012345065', /pud changed between the check/]] as const).map(([level, value, said]): LogKind => ({ name: `x86_64, a bad ${level} ${value}`,
    log: ['Linux version 6.12.117+deb12-amd64 (a@b) (gcc) #1 SMP', `mm/pgtable-generic.c:50: bad ${level} 00000000abcdef12(${value})`], values: [`2 ${level} table 0x12345`], said: [said], never: [said.source.includes('changed') ? /is true of it|are clear/ : /changed between/] })),
  // SDM vol. 3A, 4.6 "Shadow-stack accesses": a page that is dirty and not writable; v6.6 arch/x86/include/asm/pgtable.h pte_shstk.
  ...([['8000000002bcb865', /pte is what a shadow-stack access wants \(dirty and not writable\): it changed since/], ['8000000002bcb825', /pte is not what a shadow-stack access wants/], ['8000000002bcb867', /pte is not what a shadow-stack access wants/]] as const).map(([pte, said]): LogKind => ({ name: `x86_64, a shadow-stack fault at ${pte}`,
    log: ['BUG: unable to handle page fault for address: 00007f5909421000', '#PF: user write access in user mode', '#PF: error_code(0x0047) - permissions violation', `PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE ${pte}`, 'CPU: 0 PID: 1 Comm: a Not tainted 6.12.0 #1'],
    values: ['4 pgd table 0x4089', '4 p4d table 0x4089', '4 pud table 0x43be', '4 pmd table 0x43bc', '4 pte present 0x2bcb'], said: [said] })),
  // SDM vol. 3A, 4.6.2: protection keys of user pages alone (PKRU).
  { name: 'x86_64, a protection key of a page of the kernel', log: ['BUG: unable to handle page fault for address: 00007f5909421000', '#PF: error_code(0x0021) - protection keys violation', 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002bcb863', 'CPU: 0 PID: 1 Comm: a Not tainted 6.12.0 #1'],
    values: ['3 pgd table 0x4089', '3 p4d table 0x4089', '3 pud table 0x43be', '3 pmd table 0x43bc', '3 pte present 0x2bcb'], said: [/pte is for the kernel only, and such pages have no protection key/], never: [/of pte denies it/] },
  // v6.12 mm/hugetlb.c, mm/huge_memory.c: no page in swap has an entry above the ptes; a list pointer of 2.6.31.
  { name: 'x86_64, a pointer in the place of a top entry', log: ['mm/memory.c:118: bad pgd ffff880018a58958(ffff880018a58a08).'], values: ['1 pgd -'], said: [/pgd is not present, though not empty: no kernel has such an entry above the ptes/, /looks like an address of kernel memory/], never: [/swap_info|L1TF|migration/] },
  // The folder in which a distribution built it is that of its release: as v2.6.31 mm/memory.c pgd_clear_bad prints it.
  { name: 'x86_64, the same of a kernel that the name of a file tells', log: ['/build/linux-2.6.31/mm/memory.c:118: bad pgd ffff880018a58958(ffff880018a58a08).'], values: ['1 pgd -'], said: [/assumed, the text speaks of Linux 2\.6\.31:/, /pgd is not present: kernels before 2\.6\.36 keep no page in such an entry/, /looks like an address of kernel memory/], never: [/swap_info|L1TF|migration/] },
  // What 6.18.0-rc7 printed, and v6.12 arch/s390/kernel/dumpstack.c die.
  ...([['Oops: 0010 ilc:3 [#1] SMP ', /Linux 6\.14, s390x/], ['Oops: 0010 ilc:3 [#1]SMP ', /Linux 7\.3, s390x/]] as const).map(([oops, said]): LogKind => ({ name: `s390x, what stands behind the number of an oops: ${oops}`,
    log: ['Failing address: 000001d689000000 TEID: 000001d689000803', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000001a4c007 R3:000000000fff0007 S:0000000000000020', oops], values: ['3 pud table 0xfff0', '3 pmd none'], said: [said] })),
  // 8495f7e67347 (v5.4) kernel/fork.c check_mm: "type:%s" instead of "idx:%d".
  ...([['idx:1', /Linux 5\.3, x86_64/], ['type:MM_ANONPAGES', /Linux 6\.19, x86_64/]] as const).map(([what, said]): LogKind => ({ name: `x86_64, a wrong count of pages, ${what}`,
    log: ['mm/pgtable-generic.c:40: bad pmd 00000000a4d23e11(8000000d2d2008e7)', `BUG: Bad rss-counter state mm:00000000b583043d ${what} val:512`], values: ['1 pmd present 0xd2d200'], said: [said] })),
  // less -S and other pagers mark a line that they cut.
  { name: 'x86_64, a release that a pager cut behind its number', log: ['BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'CPU: 3 PID: 1 Comm: a Tainted: G    B      OE     4.18.8-200.>'], values: ['1 pte present 0x2bf1e', '1 pmd table 0x1535b5'], said: [/Linux 4\.18\.8.*named in the log \(4\.18\.8-200\.\)/] },
  { name: 'x86_64, a release that a pager cut in its number', log: ['BUG: Bad page map in process a  pte:2bf1e025 pmd:1535b5067', 'CPU: 3 PID: 1 Comm: a Tainted: G    B      OE     4.1>'], values: ['1 pte present 0x2bf1e', '1 pmd table 0x1535b5'], never: [/named in the log/] },
  // Xen 4.17 xen/arch/arm/traps.c inject_abt64_exception: `.iss = 0`; Arm ARM DDI 0487 D24.2: status 0 is an address size fault of level 0.
  { name: 'arm64, a data abort without a status', log: ['Unable to handle kernel paging request at virtual address ffffffc00944d048', '  ESR = 0x96000000', '[ffffffc00944d048] pgd=100000003ffff803, p4d=100000003ffff803, pud=100000003ffff803, pmd=100000003fffa803, pte=006800009c090707', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1'],
    values: ['3 pgd table 0x3ffff', '3 p4d table 0x3ffff', '3 pud table 0x3ffff', '3 pmd table 0x3fffa', '3 pte present 0x9c090'], said: [/its status is 0: an address of a table is larger than this CPU takes, or a hypervisor made the abort up/] },
  // scripts/setlocalversion: 10,099 commits behind the sixth candidate; Linus has some hundreds from one to the next.
  ...([['6.16.0-rc6-10099-g60a66ed35d6b', true], ['6.8.0-rc3-00107-g1234567890ab', false]] as const).map(([release, isAhead]): LogKind => ({ name: `how far a tree is ahead: ${release}`,
    log: ['PGD 0 P4D 0', `CPU: 0 PID: 1 Comm: a Not tainted ${release} #1`], values: ['1 pgd none', '1 p4d none'], said: isAhead ? [/a tree that can be ahead of that release/] : [], never: isAhead ? [] : [/can be ahead/] })),
  { name: 'arm, a bad page map that quoted-printable mail breaks inside of a word', log: ['kern  :alert : BUG: Bad page map in p=', 'rocess ip  pte:2b74f18f pmd:04549835', 'kern  :alert : CPU: 0 PID: 1 Comm: a Not tainted 5.4.87 #1', 'kern  :alert : [<c0312345>] (unwind_backtrace) from [<c0312300>] (show_stack+0x10/0x14)'],
    values: ['2 pte present 0x2b74f', '2 pmd table 0x4549'] },
  // crash 8.0: `mod -s` shows where it found the symbols of a module.
  { name: 'x86_64, a kernel named by the module of a session of crash', log: ['crash> mod -s zram', 'ffffffffc0894400  zram 28672  /usr/lib/debug/usr/lib/modules/5.6.6-200.fc31.x86_64/kernel/drivers/block/zram/zram.ko.debug', 'crash> vtop 7fb1c3a00000', 'VIRTUAL     PHYSICAL', '7fb1c3a00000  6e1c5000', '', '   PGD: 7f0c67fb0 => 800000000232b067'],
    values: ['7 pgd table 0x232b'], said: [/Linux 5\.6\.6.*named in the log \(5\.6\.6-200\.fc31\.x86_64\)/] },
];

describe('forms of messages', () => {
  test.each(KINDS)('$name', expectKind);
});
