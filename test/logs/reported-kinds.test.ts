import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of reports as people post them, shortened; what is proven of them stands in the kernel's sources and the CPU's manuals. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // As pages of mailing lists have them whose line feeds are gone.
  { name: 'x86, a report whose lines were joined to one', log: ['we hit this: <1>BUG: unable to handle kernel paging request at 0000000b819fdb98 <1>IP: [<ffffffff812a588f>] notify_remote_via_irq+0x13/0x34 <4>PGD 94b10067 PUD 0 <0>Oops: 0000 [#1] SMP <4>CPU 3 Pid: 18, comm: events/3 Not tainted 2.6.32 RIP: e030:[<ffffffff812a588f>] [<ffffffff812a588f>] ify_remote_via_irq+0x13/0x34 RSP: e02b:ffff8800e7bf7bd0 EFLAGS: 00010202'],
    values: ['1 pgd table 0x94b10', '1 pud none'], said: [/named in the log \(2\.6\.32\)/], never: [/elsewhere/] },
  // journalctl -r
  { name: 'x86, a report whose last line stands first', log: ['srv kernel: RIP: e030:zap_pte_range.isra.0+0x19c/0x880', 'srv kernel: CPU: 1 PID: 1426643 Comm: bash Tainted: G        W         5.5.4-050504-generic #202002150446', 'srv kernel: Oops: 0003 [#1] SMP NOPTI', 'srv kernel: PGD 260c067 P4D 260c067 PUD 3000067 PMD 7ff40067 PTE 801000007931a065', 'srv kernel: #PF: error_code(0x0003) - permissions violation', 'srv kernel: BUG: unable to handle page fault for address: ffff88807931a398'],
    values: ['4 pgd table 0x260c', '4 p4d table 0x260c', '4 pud table 0x3000', '4 pmd table 0x7ff40', '4 pte present 0x7931a'], said: [/named elsewhere in the log \(5\.5\.4-050504-generic\)/], never: [/another report/, /Ubuntu/] },
  // v4.0 mm/memory.c print_bad_pte: "vma->vm_ops->fault: "; v2.6.32 include/linux/swapops.h SWP_TYPE_SHIFT 59, v4.0 57.
  { name: 'x86, swap entries of a kernel that its messages alone show to be old', log: ['kernel: vma->vm_file->f_op->mmap: shmem_mmap+0x0/0x30', ' kernel: swap_free: Bad swap file entry 3000000000006986'],
    values: ['2 swap_entry -'], said: [/the messages are older \(before 4\.1\)/, /type 6, offset 0x6986 before 3\.1, type 24, offset 0x6986 since/], never: [/no swap area/] },
  { name: 'x86, a bad page map of a kernel that its messages alone show to be old', log: ['swap_free: Unused swap file entry 7fffffffc0cd7e ', 'BUG: Bad page map in process smbd  pte:ffffffff819afc00 pmd:40909067 ', 'addr:00007f2d7918e000 vm_flags:00000070 anon_vma:          (null) mapping:ffff88004a8586f8 index:113 ', 'vma->vm_ops->fault: filemap_fault+0x0/0x400 '],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x40909'], said: [/before 4\.1/, /looks like an address of kernel memory/] },
  { name: 'x86, a fault of a kernel that its messages alone show to be old', log: ['vdr-sxfe: Corrupted page table at address 7fe4c4f58000', 'PGD 7c610067 PUD 72359067 PMD 70d3d067 PTE ffffffff120d8067', 'Bad pagetable: 000f [#1] PREEMPT SMP ', 'last sysfs file: /sys/devices/platform/coretemp.3/temp1_input'],
    values: ['2 pgd table 0x7c610', '2 pud table 0x72359', '2 pmd table 0x70d3d', '2 pte present 0x3fff120d8'], said: [/before 3\.1/] },
  { name: 'arm, a kernel named in the form of a bug report', log: ['Kernel version: 3.10.25+', '', '[  171.987954] Unable to handle kernel paging request at virtual address 00040004', '[  171.998231] pgd = d9888000', '[  172.002438] [00040004] *pgd=00000000', '[  172.007445] Internal error: Oops: 5 [#1] PREEMPT ARM'],
    values: ['5 pgd none'], said: [/named in the log \(3\.10\.25\+\)/], never: [/the log names none/] },
  { name: 'x86, a kernel named in a list of facts', log: ['- Kernel Version: 6.8.0-45-generic', '[2.5] PGD 7a523067 P4D 7a523067 PUD 7a528067 PMD 7a525067 PTE 800000007048f867'],
    values: ['2 pgd table 0x7a523', '2 p4d table 0x7a523', '2 pud table 0x7a528', '2 pmd table 0x7a525', '2 pte present 0x7048f'], said: [/\(6\.8\.0-45-generic\)/] },
  // v5.2 include/linux/swap.h: MAX_SWAPFILES 27 with all features, so that 24 to 26 are swap areas; v7.3: 24 is SWP_HWPOISON.
  { name: 'x86, special swap types of a kernel that nothing names', log: ['[   24.404693] get_swap_device: Bad swap file entry 5800000000000001', '[   24.412510] get_swap_device: Bad swap file entry 6000000000000001'],
    values: ['1 swap_entry swap', '2 swap_entry hwpoison 0x1'], said: [/would be SWP_HWPOISON in Linux 7\.3, which is assumed/, /no swap area has number 22/], never: [/not an entry that may stand here/] },
  { name: 'x86, the same of a kernel that is given', options: ['-k', '7.3'], log: ['[   24.412510] get_swap_device: Bad swap file entry 6000000000000001'],
    values: ['1 swap_entry hwpoison 0x1'], said: [/is SWP_HWPOISON: not an entry that may stand here/], never: [/would be/] },
  // Privileged architecture, Sv39: bits 63 to 39 must equal bit 38; scause 13, sstatus.SPP. v6.15 arch/riscv/mm/fault.c show_pte looks at no such bit.
  { name: 'riscv, an address that no table is looked at for', log: ['> Unable to handle kernel paging request at virtual address 6b6b6b6b6b6b711b', '> Current kworker/u4:1 pgtable: 4K pagesize, 39-bit VAs, pgdp=0x000000008202a000', '> [6b6b6b6b6b6b711b] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', '> Oops [#1]', '> CPU: 0 UID: 0 PID: 26 Comm: kworker/u4:1 Not tainted 6.15.0-11192-ga82d78bc13a8 #553 NONE ', '> epc : spin_dump+0x38/0x6e', '>  ra : spin_dump+0x30/0x6e', '> status: 0000000200000120 badaddr: 6b6b6b6b6b6b711b cause: 000000000000000d'],
    values: ['3 pgd none', '3 p4d none', '3 pud none'], said: [/read by the kernel at 0x6b6b6b6b6b6b711b, cause 0xd \(load page fault\)/, /not the way to the address/], never: [/is empty/] },
  { name: 'riscv, a store to an address that tables are looked at for', log: ['Unable to handle kernel paging request at virtual address ffffffffa38dbf58', 'Current test_progs pgtable: 4K pagesize, 57-bit VAs, pgdp=0x00000001109cc000', '[ffffffffa38dbf58] pgd=000000011fffd801, p4d=000000011fffd401, pud=000000011fffd001, pmd=0000000000000000', 'Oops [#1]', 'CPU: 1 UID: 0 PID: 23584 Comm: test_progs Tainted: G        W  OE       6.17.0-rc1-g2465bb83e0b4 #1 NONE', 'epc : __qdisc_run+0x82/0x6f0', 'status: 0000000200000120 badaddr: ffffffffa38dbf58 cause: 000000000000000f', '[ffffffffa38dbf58] pgd=000000011fffd801, p4d=000000011fffd401, pud=000000011fffd001, pmd=0000000000000000'],
    values: ['3 pgd table 0x47fff6', '3 p4d table 0x47fff5', '3 pud table 0x47fff4', '3 pmd none', '8 pgd table 0x47fff6', '8 p4d table 0x47fff5', '8 pud table 0x47fff4', '8 pmd none'], said: [/write by the kernel at 0xffffffffa38dbf58, cause 0xf \(store page fault\)/, /pmd, which is empty/], never: [/not the way/] },
  // v6.0 mm/memory.c vm_normal_page: the zero page is special too, and is refused by no message.
  { name: 'x86, a special pte of a process', log: ['BUG: Bad page map in process a  pte:8000000071c00227 pmd:74b30067', 'addr:0000000020563000 vm_flags:08100077 anon_vma:ffff8880547d2200 mapping:0000000000000000 index:20563', 'CPU: 1 PID: 3614 Comm: a Not tainted 6.0.0-rc3-next-20220901-syzkaller #0'],
    values: ['1 pte present 0x71c00', '1 pmd table 0x74b30'], said: [/the special bit is set.*only the zero page and mappings of raw frames/] },
  { name: 'x86, a bad page map that mail has wrapped behind the address', log: ['Dec  9 17:36:35 dhcp kernel: swap_free: Bad swap offset entry 09003=', 'c00', 'Dec  9 17:36:35 dhcp kernel: BUG: Bad page map in process vim', 'pte:1200780000 pmd:22f221067', 'Dec  9 17:36:35 dhcp kernel: addr:000000319ce0f000', 'vm_flags:08000075 anon_vma:(null) mapping:ffff88022efa8848 index:f', 'Dec  9 17:36:35 dhcp kernel: Pid: 659, comm: vim Tainted: G', 'B      2.6.32 #55'],
    values: ['1 swap_entry swap', '4 pte swap', '4 pmd table 0x22f221'], said: [/offset 0x9003c00 is beyond the end of swap area 0$/, /the same entry as the generic one/], never: [/not decoded/] },
  { name: 'arm, a walk that mail has wrapped in front of both forms of the pte', log: ['<1>[  345.078566] Unable to handle kernel NULL', 'pointer dereference at virtual address 00000056', '<1>[  345.078651] [00000056] *pgd=9c86e831,', '*pte=00000000, *ppte=00000000', '<0>[  345.078705] Internal error: Oops: 17 [#1]', 'PREEMPT SMP ARM', '<4>[  345.078775] CPU: 1 PID: 167 Comm:', 'systemd-journal Tainted: G        W    3.10.17 #1-Tizen'],
    values: ['3 pgd table 0x9c86e', '4 pte none'], said: [/entry of the hardware \(\*ppte 0x0\).*maps nothing/] },
  // v4.9 arch/x86/mm/fault.c show_fault_oops; 4.10 has no addresses in that line.
  { name: 'i386, a fault in a module, wrapped behind its address', log: ['Feb  3 20:50:15 home kernel: BUG: unable to handle kernel paging request ', 'at fffffff7', 'Feb  3 20:50:15 home kernel: IP: [<f893397b>]', 'ir_register_class+0x6b/0xd0 [ir_core]', 'Feb  3 20:50:15 home kernel: *pdpt = 000000000054c001 *pde = ', '000000000054f067 *pte = 0000000000000000', 'Feb  3 20:50:15 home kernel: Oops: 0000 [#1] SMP'],
    values: ['5 pgd table 0x54c', '6 pmd table 0x54f', '6 pte none'], said: [/the messages are older \(before 4\.10\)/, /at 0x00000000fffffff7/], never: [/Linux 5/] },
  { name: 'i386, a release with blanks in it', log: ['[   43.001045] *pdpt = 0000000035102001 *pde = 0000000000000000', '[   43.001119] Oops: 0000 [#1] PREEMPT SMP', '[   43.001339] CPU: 1 PID: 232 Comm: mdnsd Tainted: G           O 3.10.17-yocto-  standard #1', '[   43.001558] EIP: 0060:[<c1765ae0>] EFLAGS: 00010246 CPU: 1'],
    values: ['1 pgd table 0x35102', '1 pmd none'], said: [/named in the log \(3\.10\.17-yocto\)/], never: [/names none/] },
  // v4.14 arch/x86/include/asm/pgtable-2level.h: a page of 4 MiB has address bits 13 to 20 for those above 4 GiB alone, and bit 21 clear.
  { name: 'i386, garbage where a table should be', log: ['memory.c:303: bad pmd 8524468b.', 'kernel BUG at inode.c:79!', 'invalid operand: 0000', 'CPU:    0', 'EIP:    0010:[<c01418fe>]', 'EFLAGS: 00010282', 'eax: 0000001a   ebx: f5e3c2a0   ecx: d99ae000   edx: 00000000'],
    values: ['1 pmd present 0x85000'], said: [/neither a table nor a page as kernels make them/], never: [/a page, no table/] },
  // Arm ARM DDI 0487 D8.2: an address outside of the ranges of TTBR0 and TTBR1 is a translation fault of level 0; ESR_EL1 DFSC 0x21: alignment. v4.4 arch/arm64/mm/fault.c show_pte: the tables of the process.
  { name: 'arm64, the poison of a list: no table is looked at for it', log: ['[  167.353311] Unable to handle kernel paging request at virtual address dead000000000108', '[  167.361225] pgd = ffffffc0a39a0000', '[  167.364630] [dead000000000108] *pgd=0000000000000000, *pud=0000000000000000', '[  167.371618] Internal error: Oops: 96000044 [#1] PREEMPT SMP', '[  167.377205] CPU: 2 PID: 12170 Comm: a Tainted: G    BU         3.18.0 #78'],
    values: ['3 pgd none', '3 pud none'], said: [/not the way to the address: the level that the CPU names is above the top table/], never: [/is empty/] },
  { name: 'arm64, level 0 of four is the top table', log: ['[00000000000000c0] pgd=0000000000000000', 'Internal error: Oops: 96000004 [#1] SMP', 'CPU: 2 PID: 1 Comm: a Not tainted 5.4.0 #1'], options: ['--paging', '4'],
    values: ['1 pgd none'], said: [/pgd, which is empty: nothing is mapped there$/], never: [/not the way/] },
  { name: 'arm64, an access that is not aligned', log: ['Unable to handle kernel paging request at virtual address ffffff800f93700c', 'pgd = ffffffc00385c000', '[ffffff800f93700c] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000061 [#1] PREEMPT SMP'],
    values: ['3 pgd none', '3 pud none'], said: [/nothing is mapped there in the tables shown; the fault is of another kind/], never: [/mapped there$/] },
  { name: 'x86, a page that is dumped with the counts of one that is mapped', log: ['[   23.676410] BUG: Bad page map in process sh  pte:1b7e6025 pmd:19bbd067', '[   23.676887] page:ffffea00006df980 count:4 mapcount:1 mapping:ffff8800196426c0 index:0x97', '[   23.677896] page dumped because: bad pte', '[   23.678205] addr:00007f52fcb17000 vm_flags:00000075 anon_vma:          (null) mapping:ffff8800196426c0 index:97'],
    values: ['1 pte present 0x1b7e6', '1 pmd table 0x19bbd'], said: [/dumped with it \(refcount 4, mapcount 1\)$/], never: [/not those of a page mapped/] },
];

describe('reports as people post them', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
