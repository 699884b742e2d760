import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const NAMED = 'CPU: 1 PID: 5 Comm: a Not tainted';

// prettier-ignore
const OVERWRITTEN: readonly LogKind[] = [
  // v5.6 arch/x86/mm/fault.c dump_pagetable: pgd_present() of PAE (asm-generic/pgtable-nopud.h) is always true.
  { name: 'i386 with PAE: behind an empty top entry stands what is at physical address 0, interrupt vectors of the BIOS',
    log: ['BUG: kernel NULL pointer dereference, address: 00000238', '#PF: error_code(0x0000) - not-present page', '*pdpt = 0000000000000000 *pde = f000ff53f000ff53 ', 'Oops: 0000 [#1] PREEMPT SMP', `${NAMED} 5.6.0-rc7 #1`, 'EIP: __list_add_valid+0x29/0x77'],
    values: ['3 pgd none', '3 pmd -'],
    said: [/the walk ends at pgd, which is empty/, /pmd is no entry: it was read from a table at physical address 0/, /pmd: .*interrupt vectors of the BIOS/], never: [/unfinished/] },
  { name: 'i386 with PAE: the same where no kernel is named',
    log: ['*pdpt = 0000000000000000 *pde = f000ff53f000ff53 '],
    values: ['1 pgd none', '1 pmd -'], said: [/the walk ends at pgd, which is empty/] },
  { name: 'vectors of the BIOS in a pte',
    log: ['BUG: Bad page map in process soong_build  pte:f000dee8f000dee8 pmd:00000000', 'addr:00002b70f621f010 vm_flags:08100073 anon_vma:ffff881fdd105ab0 mapping:          (null) index:2b70f621f', `${NAMED} 4.13.0 #129`, 'RIP: 0033:[<0>]'],
    values: ['1 pte swap', '1 pmd none'], said: [/interrupt vectors of the BIOS/] },
  { name: 'no-operations of x86 in a pmd: no page',
    log: ['mm/memory.c:127: bad pmd ffff810000207808(9090909090909090).'],
    values: ['1 pmd -'], said: [/every byte is 0x90: .*nop/, /before 2\.6\.38 keep no page/], never: [/a page, no table/] },
  { name: 'the end of a string and the beginning of another',
    log: ['BUG: Bad page map in process zypper  pte:676b700029736c6f pmd:44967067', `${NAMED} 6.1.0 #1`],
    values: ['1 pte present 0xb700029736', '1 pmd table 0x44967'], said: [/read as text, "ols\)\\0pkg"/] },
  // v2.4 include/asm-i386/pgtable.h pmd_bad: all of _KERNPG_TABLE but _PAGE_USER.
  { name: 'i386, tables that lost their dirty bit, and their present bit',
    log: ['May  4 22:34:51 rumba kernel: memory.c:306: bad pmd c30b63e8(0000000028d2d027) ', 'May  4 22:34:51 rumba kernel: memory.c:306: bad pmd c30b6488(000000002b891066)'],
    values: ['1 pmd table 0x28d2d', '2 pmd -'], said: [/bits that every table entry has are clear: _PAGE_DIRTY/, /with bit 0 it would be a pointer to a table, 0x2b891000: as if the present bit was lost/] },
];

// prettier-ignore
const OLD: readonly LogKind[] = [
  // v2.6.24 arch/x86/mm/fault_32.c do_page_fault() printed "printing eip:", 2.6.25 show_fault_oops() no longer does.
  { name: 'i386, a message before 2.6.25: its address, who did it, and no newer kernel',
    log: ['Unable to handle kernel paging request at virtual address dfdfdfc4', ' printing eip:', 'c486d5a7', '*pde = 00000000', 'Oops: 0000', 'CPU:    0', 'EIP:    0010:[<c486d5a7>]', 'EFLAGS: 00010202'],
    values: ['4 pmd none'], said: [/read by the kernel at 0x00000000dfdfdfc4, error code 0x0/, /the log is older \(before 2\.6\)/], never: [/Linux [5-9]/] },
  // v2.6.24 arch/x86/mm/fault_64.c do_page_fault()
  { name: 'x86_64, a message before 2.6.25',
    log: ['Unable to handle kernel paging request at ffff8100deadb000 RIP: ', ' [<ffffffff8020a1f6>] foo+0x1/0x2', 'PGD 8063 PUD 9063 PMD 0 ', 'Oops: 0000 [1] SMP '],
    values: ['3 pgd table 0x8', '3 pud table 0x9', '3 pmd none'], said: [/the log is older \(before 2\.6\.25\)/] },
  // v4.9 arch/x86/kernel/dumpstack.c printk_address
  { name: 'i386, an address of code in brackets: 4.9 at the newest',
    log: ['[  155.703594] BUG: unable to handle kernel NULL pointer dereference at (null)', '[  155.703602] IP: [<c0361dd2>] strlen+0x12/0x20', '[  155.703611] *pdpt = 00000000008a0001 *pde = 0000000000000000 ', '[  155.703617] Oops: 0000 [#1] SMP '],
    values: ['3 pgd table 0x8a0', '3 pmd none'], said: [/the log is older \(before 4\.10\)/, /read by the kernel at 0x0000000000000000/], never: [/Linux [5-9]/] },
  // v3.19 arch/x86/include/asm/pgtable.h pte_file, arch/arm/include/asm/pgtable.h __SWP_TYPE_SHIFT, arch/arm64/include/asm/pgtable.h
  { name: 'x86_64 3.13, a pte that was one of a file: no swap entry',
    log: ['BUG: Bad page map in process a  pte:00002a40 pmd:22c01f067', 'addr:00002b70f621f010 vm_flags:08100073 anon_vma:ffff881fdd105ab0 mapping:          (null) index:2b70f621f', `${NAMED} 3.13.0 #129`, 'RIP: 0033:[<0>]'],
    values: ['1 pte -', '1 pmd table 0x22c01f'], said: [/pte is no swap entry in kernels before 4\.0/], never: [/swap area/, /offset/] },
  { name: 'x86_64 3.11, a swap entry as the tables have it',
    log: ['[ 4588.541886] swap_free: Unused swap offset entry 00002d15', '[ 4588.541952] BUG: Bad page map in process trinity-kid12  pte:005a2a80 pmd:22c01f067', '[ 4588.541979] addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff880217665550 mapping:          (null) index:1a42', `${NAMED} 3.11.0 #1`],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x22c01f'], said: [/pte .*type 0 .*offset 0x2d15/] },
  { name: '32-bit Arm 3.18, the type one bit higher',
    log: ['BUG: Bad page map in process a  pte:4a44e108 pmd:4dfc8831', 'addr:b6a00000 vm_flags:00100077 anon_vma:cde093a0 mapping:  (null) index:b6a00', `${NAMED} 3.18.11 #1`, '[<c000f28c>] (unwind_backtrace) from [<c000cf0c>] (show_stack+0x10/0x14)'],
    values: ['1 pte -', '1 pmd table 0x4dfc8'], said: [/pte is a swap entry as kernels before 4\.0 have them: type 1, offset 0x4a44e1/], never: [/swap area/] },
  // v4.0 mm/memory.c print_bad_pte has "vma->vm_ops->fault:", v4.1 has not: the kernel can have pte_file(), and the layouts of 3.19.
  { name: 'x86_64 without a name, of messages before 4.1: a pte with the bit of pte_file()',
    log: ['BUG: Bad page map in process a  pte:00002a40 pmd:3d53e067', 'addr:00007f0000001000 vm_flags:00000070 anon_vma:          (null) mapping:ffff88003d5c1a10 index:1', 'vma->vm_ops->fault: filemap_fault+0x0/0x410'],
    values: ['1 pte -', '1 pmd table 0x3d53e'], said: [/pte is no swap entry in kernels before 4\.0/], never: [/swap area/, /offset/] },
  { name: 'x86_64 without a name, of messages before 4.1: a swap entry without that bit',
    log: ['BUG: Bad page map in process a  pte:00002a00 pmd:3d53e067', 'addr:00007f0000001000 vm_flags:00000070 anon_vma:          (null) mapping:ffff88003d5c1a10 index:1', 'vma->vm_ops->fault: filemap_fault+0x0/0x410'],
    values: ['1 pte swap', '1 pmd table 0x3d53e'] },
  ...(['4a44e108', '4a44e104'] as const).map((pte): LogKind => ({ name: `32-bit Arm without a name, of messages before 4.1: ${pte}`,
    log: [`BUG: Bad page map in process a  pte:${pte} pmd:4dfc8831`, 'addr:b6a00000 vm_flags:00000070 anon_vma:  (null) mapping:ce3c1a10 index:1', 'vma->vm_ops->fault: filemap_fault+0x0/0x410', '[<c000f28c>] (unwind_backtrace) from [<c000cf0c>] (show_stack+0x10/0x14)'],
    values: ['1 pte -', '1 pmd table 0x4dfc8'], said: [/pte is not present: .*kernels before 4\.0/], never: [/swap area/, /offset 0x/] })),
  { name: 'arm64 without a name, of messages before 4.1: which layout is unknown',
    log: ['BUG: Bad page map in process a  pte:00001210 pmd:4dfc8003', 'addr:0000007f80001000 vm_flags:00000070 anon_vma:          (null) mapping:ffffffc03d5c1a10 index:1', 'vma->vm_ops->fault: filemap_fault+0x0/0x410', '[<ffffffc000087f44>] dump_backtrace+0x0/0x13c'],
    options: ['--arch', 'arm64'],
    values: ['1 pte -', '1 pmd table 0x4dfc8'], said: [/pte is not present: .*kernels before 4\.0/], never: [/swap area/, /offset 0x/] },
  // v3.11 arch/arm64/include/asm/pgtable.h: PTE_PROT_NONE bit 2, PTE_FILE bit 3, __SWP_TYPE_SHIFT 4; 59911ca4325d moved them, 3676f9ef5481 back
  { name: 'arm64 3.12, an entry whose bits were moved twice: type 1 and offset 4 there',
    log: ['Unable to handle kernel paging request at virtual address 7f80001000', 'pgd = ffffffc0a39a0000', '[7f80001000] *pgd=00000000bfffe003, *pmd=00000000bfffd003, *pte=0000000000001010', 'Internal error: Oops: 96000007 [#1] PREEMPT SMP', `${NAMED} 3.12.0 #1`],
    values: ['3 pgd table 0xbfffe', '3 pmd table 0xbfffd', '3 pte -'], said: [/pte is not present: where kernels before 3\.14 keep/], never: [/type \d/, /offset 0x/] },
  { name: 'arm64 3.18, an entry of the layout of 3.19',
    log: ['Unable to handle kernel paging request at virtual address 7f80001000', 'pgd = ffffffc0a39a0000', '[7f80001000] *pgd=00000000bfffe003, *pmd=00000000bfffd003, *pte=0000000000001010', 'Internal error: Oops: 96000007 [#1] PREEMPT SMP', `${NAMED} 3.18.0 #1`],
    values: ['3 pgd table 0xbfffe', '3 pmd table 0xbfffd', '3 pte -'], said: [/pte is a swap entry as kernels before 4\.0 have them: type 2, offset 0x8/] },
  // v2.6.32 mm/hugetlb.c hugetlb_change_protection: pte_mkhuge(pte_modify(pte, PAGE_NONE)), in the pmd
  { name: 'x86_64 2.6.32, a page of hugetlb that mprotect() left without rights',
    log: ['mm/memory.c:146: bad pmd ffff880c3d2f1a38(00000007f00001e0).', `${NAMED} 2.6.32 #1`, 'RIP: 0010:[<ffffffff81116d32>]  [<ffffffff81116d32>] a+0x1/0x2'],
    values: ['1 pmd -'], said: [/keep no page in such an entry but one of hugetlb without any right \(PROT_NONE\)/] },
  // v3.18 arch/s390/include/asm/pgtable.h mk_swap_pte: the lowest bit of the offset is bit 7, _PAGE_INVALID | _PAGE_TYPE; v4.4 has all of it from bit 12 on
  ...['3.10.0-1160.el7.s390x', '3.18.0'].map((release) => ({ name: `s390x ${release}, a swap entry of type 1 and offset 0x247 there`,
    log: ['Failing address: 000003ffd4a00000 TEID: 000003ffd4a00803', 'Fault in primary space mode while using user ASCE.', 'AS:00000000fbd40007 R3:00000000fbd44007 S:00000000fbd48000 P:0000000000123486', 'Oops: 0011 [#1] SMP', `${NAMED} ${release} #1`],
    values: ['3 pud table 0xfbd44', '3 pmd table 0xfbd48', '3 pte -'], said: [/pte is not (?:valid|present): .*kernels before (?:3\.18|4\.4)/], never: [/type \d/, /offset 0x/, /in swap/] })),
  // RHEL 7 (3.10) arch/s390/include/asm/pgtable.h: _PAGE_INVALID clear is a page, _PAGE_SWT (bit 0) is clear in it; now bit 0 is _PAGE_PRESENT
  { name: 's390x 3.10, a page that looks like a swap entry since',
    log: ['Failing address: 000003ffd4a00000 TEID: 000003ffd4a00803', 'Fault in primary space mode while using user ASCE.', 'AS:00000000fbd40007 R3:00000000fbd44007 S:00000000fbd48000 P:000000001234521c', 'Oops: 0004 [#1] SMP', `${NAMED} 3.10.0-1160.el7.s390x #1`],
    values: ['3 pud table 0xfbd44', '3 pmd table 0xfbd48', '3 pte -'], said: [/pte is a page of a kernel before 3\.18.*frame 0x12345/], never: [/swap/] },
  { name: 's390x 3.18, an old page without access has the bits of now',
    log: ['Failing address: 000003ffd4a00000 TEID: 000003ffd4a00803', 'Fault in primary space mode while using user ASCE.', 'AS:00000000fbd40007 R3:00000000fbd44007 S:00000000fbd48000 P:0000000012345601', 'Oops: 0011 [#1] SMP', `${NAMED} 3.18.0 #1`],
    values: ['3 pud table 0xfbd44', '3 pmd table 0xfbd48', '3 pte protnone 0x12345'], said: [/PROT_NONE/] },
  { name: 's390x 4.4, a swap entry as the tables have it',
    log: ['Failing address: 000003ffd4a00000 TEID: 000003ffd4a00803', 'Fault in primary space mode while using user ASCE.', 'AS:00000000fbd40007 R3:00000000fbd44007 S:00000000fbd48000 P:0000000000123604', 'Oops: 0011 [#1] SMP', `${NAMED} 4.4.0 #1`],
    values: ['3 pud table 0xfbd44', '3 pmd table 0xfbd48', '3 pte swap'], said: [/type 1 .*offset 0x123/] },
  // v3.3 arch/arm/include/asm/pgtable.h __SWP_TYPE_BITS 6
  { name: '32-bit Arm 3.4, a type of six bits',
    log: ['BUG: Bad page map in process a  pte:4a44e108 pmd:4dfc8831', 'addr:b6a00000 vm_flags:00100077 anon_vma:cde093a0 mapping:  (null) index:b6a00', `${NAMED} 3.4.0-g7b2b6ec #1`, '[<c000f28c>] (unwind_backtrace) from [<c000cf0c>] (show_stack+0x10/0x14)'],
    values: ['1 pte -', '1 pmd table 0x4dfc8'], said: [/before 3\.6 have them .*: type 33, offset 0x252270/], never: [/swap area/] },
  // v2.6.26 include/asm-x86/pgtable_64.h __swp_offset
  { name: 'x86_64 2.6.18, an offset from bit 8 on, where later kernels have PROT_NONE',
    log: ['Bad pte = 002d1502, process = a, vm_flags = 8000075, vaddr = 2aaaaaab1000', 'Pid: 659, comm: a Tainted: G    B      2.6.18-8.el5 #1', 'RIP: 0010:[<ffffffff81116d32>]  [<ffffffff81116d32>] a+0x1/0x2'],
    values: ['1 pte -'], said: [/before 2\.6\.29 have them: type 1, offset 0x2d15/], never: [/protnone/, /PROT_NONE/] },
  // v3.16 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT
  { name: 'x86_64 3.16, an offset that depends on NUMA_BALANCING',
    log: ['BUG: Bad page map in process a  pte:005a2a00 pmd:22c01f067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff880217665550 mapping:          (null) index:1a42', `${NAMED} 3.16.0-4-amd64 #1`],
    values: ['1 pte -', '1 pmd table 0x22c01f'], said: [/at bit 9, at bit 10 \(CONFIG_NUMA_BALANCING\), or is inverted \(L1TF\), is unknown/], never: [/swap area/] },
  { name: 'x86_64 3.16, the same where the generic entry before shows it',
    log: ['swap_free: Unused swap offset entry 00002d15', 'BUG: Bad page map in process a  pte:005a2a00 pmd:22c01f067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff880217665550 mapping:          (null) index:1a42', `${NAMED} 3.16.0-4-amd64 #1`],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x22c01f'], said: [/pte .*type 0 .*offset 0x2d15/], never: [/unknown/] },
  // v6.13 Makefile: external modules are built in their own folder, and __FILE__ has none.
  { name: 'a BUG of a module without a folder tells no age',
    log: ['get_swap_device: Bad swap file entry 2400000000001234', 'kernel BUG at mymod.c:124!'],
    values: ['1 swap_entry swap'], never: [/before 2\.6/] },
  // v2.6.28 mm/memory.c print_bad_pte
  { name: 'before 2.6.29: a short address tells nothing of the size of words (sparc64), and lines are wrapped',
    log: ['> Bad pte = 1fa00600a88, process = X, vm_flags = 184473, vaddr = 7001e000', '> Bad pte = 4800000010ba1842, process = hald-addon-keyb, vm_flags ', '= 100073, vaddr = 2b1ced112ea0', '> Bad pte = 0135c79f, process = linuxrc, vm_flags = 100073, vaddr =', '> 2aaae000'],
    values: ['1 pte -', '2 pte -', '4 pte -'], said: [/no line that counts says the size of its words/], never: [/a 32-bit machine/, /Linux 7/] },
  { name: 'MIPS before 2.6.29', log: ['Data bus error, epc == 2ab66928, ra == 2ab677bc', 'Bad pte = 2310079f, process = ???, vm_flags = 800fb, vaddr = 2aadc000', 'Call Trace:', ' [<800d77d0>] vm_normal_page+0x98/0xa8'],
    values: ['2 pte -'], said: [/no tables for MIPS/] },
  // v2.4 mm/swapfile.c swap_duplicate prints the pte; its kernels name files without folders.
  { name: 'i386 2.4, what a line nearby tells of the age',
    log: ['kernel: swap_dup: Bad swap file entry 0006fb04', 'kernel: VM: killing process bzip2', 'kernel: swap_free: Bad swap file entry 0006fb04', 'kernel: kernel BUG at page_alloc.c:139!', 'kernel: invalid operand: 0000'],
    values: ['1 swap_entry -', '3 swap_entry -'], said: [/some \(before 2\.5\.20\) print the pte itself/], never: [/no swap area/] },
  { name: 'i386 2.4, what an oops behind it tells of the age',
    log: ['kernel: swap_dup: Bad swap file entry 00000022', 'kernel:  printing eip:', 'kernel: c012f781', 'kernel: *pde = 00000000', 'kernel: Oops: 0002', 'kernel: EIP:    0010:[<c0138494>]    Not tainted'],
    values: ['1 swap_entry -', '4 pmd none'], said: [/print the pte itself/, /before 2\.6\)/], never: [/Linux 7/, /swap area/] },
  // v2.6.24 arch/x86/mm/fault_64.c dump_pagetable
  { name: 'x86_64 before 2.6.25, behind a large page its contents are printed',
    log: ['Unable to handle kernel paging request at ffff81000ba04000 RIP:', ' [<ffffffff8025f402>] clear_page+0x16/0x44', 'PGD 8063 PUD 9063 PMD 800000000ba001e3 PTE aad8a7d881d984d9', 'Oops: 0003 [1] SMP'],
    values: ['3 pgd table 0x8', '3 pud table 0x9', '3 pmd present 0xba00', '3 pte -'],
    said: [/write by the kernel at 0xffff81000ba04000, error code 0x3/, /ends at pmd, which maps the page/, /pte is no entry: it was read out of the page/], never: [/pte is read-only/] },
  { name: 'x86_64 2.6.12, the type of a generic entry at its top, by its messages alone',
    log: ['> Aug 29 19:42:09 host kernel: swap_free: Bad swap file entry', '> c800007fffffc02f', '> Aug 29 19:42:09 host kernel: Kernel BUG at "mm/rmap.c":493', '> Aug 29 19:42:09 host kernel: invalid operand: 0000 [3] SMP '],
    values: ['2 swap_entry -'], said: [/before 3\.1 have them: type 25, offset 0x7fffffc02f/], never: [/no swap area/, /Linux 7/] },
  // v3.0 include/linux/swapops.h SWP_TYPE_SHIFT
  { name: 'x86_64 2.6.32, the type of a generic entry at its top',
    log: ['swap_free: Bad swap file entry 4080000000101010', 'Pid: 659, comm: vim Tainted: G    B      2.6.32 #55', 'RIP: 0010:[<ffffffff81116d32>]  [<ffffffff81116d32>] a+0x1/0x2'],
    values: ['1 swap_entry -'], said: [/swap_entry is a swap entry as kernels before 3\.1 have them: type 8, offset 0x80000000101010/], never: [/no swap area/] },
  // Page-table isolation in a kernel without p4d is one that a distribution changed: its swap entries can be those of L1TF.
  { name: 'x86_64, no kernel named: a swap entry that one of the two layouts alone has room for',
    log: ['httpd: Corrupted page table at address 7f62d5b48e68', 'PGD 80000002e92bf067 PUD 1c99c5067 PMD 195015067 PTE 7fffffffb78b680', 'Bad pagetable: 000c [#1] SMP'],
    values: ['2 pgd table 0x2e92bf', '2 pud table 0x1c99c5', '2 pmd table 0x195015', '2 pte swap'],
    said: [/pte .*swap .*type 0 .*offset 0x243a4;/, /; a pte shows the layout of its swap entries/], never: [/unknown/] },
];

// prettier-ignore
const WRITTEN: readonly LogKind[] = [
  { name: 'a page of a wiki that took the brackets for its own',
    log: ['> user pgtable: 4k pages, 48-bit VAs, pgdp=000020400d47b000', '> 0000000000000000 pgd=0000000000000000, p4d=0000000000000000', '> Internal error: Oops: 0000000096000004 #1 SMP', '> CPU: 115 PID: 13659 Comm: testEL_vf_resca Kdump: loaded Tainted: G W E 6.6.0 #9', '> pstate: 80400009 (Nzcv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)'],
    values: ['2 pgd none', '2 p4d none'], said: [/Linux 6\.6, arm64/, /ends at pgd, which is empty/] },
  { name: 'quoted-printable mail, a value cut in two',
    log: ['> |[  255.822604]   ESR =3D 0x0000000096000044', '> |[  255.822634] user pgtable: 4k pages, 48-bit VAs, pgdp=3D000000008=', '5fe1000', '> |[  255.822638] [0000000000000000] pgd=3D0000000000000000, p4d=3D000=', '0000000000000', '> |[  255.822660] CPU: 0 PID: 751 Comm: napi/eth1-261 Not tainted 6.8.=', '0-rc4-rt4 #8', '> |[  255.822669] pstate: 60400009 (nZCv daif +PAN -UAO -TCO -DIT -SSB='],
    values: ['4 pgd none', '4 p4d none'], said: [/write by the kernel at 0x0000000000000000, ESR 0x96000044/, /Linux 6\.8, arm64/, /ends at pgd, which is empty/] },
  { name: 'quoted-printable mail, a number behind 0x cut in two', log: ['[    1.0] unrecognized swap entry 0x7c00000000000=', '001', '[    1.0] unrecognized swap entry 0x7c00000000000001=', '', '[    1.0] CPU: 1 PID: 5 Comm: a Not tainted 6.12.1 #1'],
    values: ['1 swap_entry pte-marker', '3 swap_entry pte-marker'], never: [/not decoded/] },
  { name: 'quoted-printable mail, a number cut in two between lines that are not indented alike', log: ['  PGD 12532c067 P4D 12532c067 PUD 1277=', '    e7067 PMD 110dd1067 PTE 80080000000a0225', 'Oops: 0000 [#1] SMP'],
    values: ['1 pgd table 0x12532c', '1 p4d table 0x12532c', '2 pmd table 0x110dd1', '2 pte present 0x80000000a0'], never: [/1277\b/] },
  ...['', '> ', '> > ', '    ', '\t', '>     ', '> \t'].map((margin) => ({ name: `quoted-printable mail behind "${margin}", an address, values and a release cut in two`,
    log: ['Jul 19 03:08:33 arch kernel: journalctl: Corrupted page table at address =', '7f364f200098', 'Jul 19 03:08:33 arch kernel: PGD 12532c067 P4D 12532c067 PUD 1277=', 'e7067 PMD 110dd1067 PTE 80080000000a0225', 'Jul 19 03:08:33 arch kernel: Bad pagetable: 000d [#1] SMP', '> [ 23.133957] CPU: 0 PID: 1 Comm: a Not tainted 6.6.=', '9 #1'].map((line) => margin + line),
    values: ['3 pgd table 0x12532c', '3 p4d table 0x12532c', '3 pud table 0x1277e7', '4 pmd table 0x110dd1', '4 pte present 0x80000000a0'], said: [/at 0x00007f364f200098/, /Linux 6\.6/] })),
  // crash 8.0 x86_64.c x86_64_kpgd_offset, arm64.c arm64_translate_pte.
  { name: 'a session of crash on x86_64, which alone shows where the top table of the kernel is',
    log: ['crash> vtop ffffffff81000000', 'VIRTUAL           PHYSICAL', 'ffffffff81000000  1600000', '', 'PGD DIRECTORY: ffffffff82a3e000', 'PAGE DIRECTORY: 3041067', '   PUD: 3041ff0 => 3042063', '   PMD: 3042040 => 16001a1', '  PAGE: 1600000  (2MB)'],
    values: ['6 pgd table 0x3041', '7 pud table 0x3042', '8 pmd present 0x1600'], said: [/, x86_64, 4-level paging;/], never: [/architecture assumed/] },
  { name: 'a session of crash on arm64, by the names of flags',
    log: ['crash> vtop fffffdff6f810000', 'VIRTUAL           PHYSICAL', 'fffffdff6f810000  287f9bc10000', '', 'PAGE DIRECTORY: ffff8000413c9000', '   PGD: ffff8000413c9fd8 => 12914003', '   PUD: ffff000012914fe8 => 12915003', '   PMD: ffff000012915be0 => 60287f9bc00791', '  PAGE: 287f9bc00000  (2MB)', '', '     PTE          PHYSICAL    FLAGS', '60287f9bc00791  287f9bc00000  (VALID|RDONLY|SHARED|AF|PXN|UXN)'],
    values: ['6 pgd table 0x12914', '7 pud table 0x12915', '8 pmd present 0x287f9bc00', '12 pmd present 0x287f9bc00'], said: [/, arm64/], never: [/architecture assumed/] },
  { name: 'a quoted session of crash, with a blank line in front of the swap entry',
    log: ['crash> vtop 0x12c00100', 'VIRTUAL     PHYSICAL', '12c00100    (not mapped)', '', 'PAGE DIRECTORY: ffffff8160232000', '   PGD: ffffff8160232000 => 8000001a0233003', '   PMD: ffffff81602334b0 => 8000001a0234003', '   PTE: ffffff8160234000 => 112a1700', '', '  PTE                     SWAP                  OFFSET', '112a1700  /first_stage_ramdisk/dev/block/zram0  1124887'].map((line) => `> ${line}`.trimEnd()),
    values: ['6 pgd table 0x1a0233', '7 pmd table 0x1a0234', '8 pte swap', '11 pte swap'], said: [/type 0 swap_info\[0\], offset 0x112a17/] },
  { name: 'quoted-printable mail of 32-bit Arm, and a walk that it wraps',
    log: ['> > [35770.507386] Unable to handle kernel paging request at virtual', '> > address fffffffe', '> > [35770.517224] [fffffffe] *pgd=3D2fffd861, *pte=3D00000000,', '> > *ppte=3D00000000', '> > [35770.523528] Internal error: Oops: 80000007 [#1] PREEMPT SMP ARM', '> > [35770.532420] CPU: 0 PID: 0 Comm: swapper/0 Not tainted 4.18.33-', '> > yocto-standard #1'],
    values: ['3 pgd table 0x2fffd', '3 pte none'], said: [/execute by the kernel at 0x00000000fffffffe/, /Linux 4\.18/, /the entry of the hardware/] },
  { name: 'quoted-printable mail, an address and a release cut in two',
    log: ['Jul 19 03:08:33 arch kernel: journalctl: Corrupted page table at address =', '7f364f200098', 'Jul 19 03:08:33 arch kernel: PGD 12532c067 P4D 12532c067 PUD 1277e7067 PM=', 'D 110dd1067 PTE ffffdbdefffffd9f', 'Jul 19 03:08:33 arch kernel: Oops: Bad pagetable: 000d [#1] PREEMPT SMP N=', 'OPTI', 'Jul 19 03:08:33 arch kernel: CPU: 4 PID: 2366 Comm: journalctl Not tainte=', 'd 6.10.0-08676-g720261cfc732-dirty #1 323ec4760c6f8b2d83974caae365d400b43='],
    values: ['3 pgd table 0x12532c', '3 p4d table 0x12532c', '3 pud table 0x1277e7', '4 pmd table 0x110dd1', '4 pte present 0xfdbdefffff'],
    said: [/read by user mode at 0x00007f364f200098/, /Linux 6\.10/] },
  { name: 'quoted-printable mail, an address and the number of a release cut in two',
    log: ['> [45620.986139] BUG: kernel NULL pointer dereference, address: 00000000000=', '00008', '> [45620.986141] #PF: supervisor read access in kernel mode', '> [45620.986143] #PF: error_code(0x0000) - not-present page', '> [45620.986146] PGD 0 P4D 0', '> [45620.986148] Oops: 0000 [#1] PREEMPT SMP NOPTI', '> [45620.986152] CPU: 6 PID: 37997 Comm: test Tainted: G        W    L    5=', '.19.0-43-generic #44~22.04.1-Ubuntu'],
    values: ['5 pgd none', '5 p4d none'], said: [/read by the kernel at 0x0000000000000008/, /Linux 5\.19.*5\.19\.0-43-generic/] },
  { name: 's390, lines wrapped by mail',
    log: ['[Thu Jan 20 12:37:45 2022] User process fault: interruption code 0010', 'ilc:2 in libautofs.so[3ffa0300000+29000]', '[Thu Jan 20 12:37:45 2022] Failing address: 000003ff87fff000 TEID:', '000003ff87fff800', '[Thu Jan 20 12:37:45 2022] Fault in primary space mode while using user ASCE.', '[Thu Jan 20 12:37:45 2022] AS:000000000616c1c7 R3:0000000006160007', 'S:0000000000000020', '[Thu Jan 20 12:37:45 2022] CPU: 0 PID: 1088 Comm: automount Not', 'tainted 5.15.0-17-generic #17-Ubuntu'],
    values: ['6 pud table 0x6160', '7 pmd none'], said: [/read by user mode at 0x000003ff87fff000, interruption code 0x10/, /ends at pmd, which is empty/] },
];

describe('fresh kinds of logs', () => {
  test.each([...OVERWRITTEN, ...OLD, ...WRITTEN])('$name', expectKind);
});
