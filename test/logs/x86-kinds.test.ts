import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'the machine of `uname -a` behind a time zone: i386, whose generic entries need no number of levels to say which slot of area 0',
    log: ['> Linux hen 2.6.18 #2 SMP Tue Oct 10 11:46:01 CDT 2006 i686 i686 i386 GNU/Linux', '> Oct 11 04:53:35 hen kernel: swap_free: Unused swap offset entry 00004000'],
    values: ['2 swap_entry -'], said: [/on i386 the entries depend on the number of levels/, /slot 0x4000 of swap area 0 is free/], never: [/x86_64/] },
  // 5.7 before its first release candidate: i386 had the flag of userfaultfd in bit 2 of its swap entries as well, where their type is.
  { name: 'a message before a bad page map that has the same offset with another type: the kernel read the entry otherwise, and the log names it',
    log: [
      '[   46.008163] get_swap_device: Bad swap file entry 7007504a', '[   46.013647] BUG: kernel NULL pointer dereference, address: 00000000', '[   46.025048] #PF: error_code(0x0000) - not-present page', '[   46.030181] *pde = 00000000', '[   46.033065] Oops: 0000 [#1] SMP', '[   46.036204] CPU: 0 PID: 324 Comm: systemd-journal Not tainted 5.6.0 #1', '[   46.050202] EIP: do_swap_page+0x172/0x9d0', '[   46.092250] CR0: 80050033 CR2: 00000000 CR3: 33abb000 CR4: 003406d0',
      '[   46.351270] swap_info_get: Bad swap file entry 7007742a', '[   46.356514] BUG: Bad page map in process systemd-journal  pte:0ee8543c pmd:8c4a6067', '[   46.364211] addr:b7ccc000 vm_flags:00000075 anon_vma:00000000 mapping:f41d87c0 index:178',
    ],
    values: ['1 swap_entry swap', '4 pmd none', '9 swap_entry swap', '10 pte migration 0x7742a', '10 pmd table 0x8c4a6'],
    said: [/the message just before has the same offset with type 28: its kernel read bits 0x4 of this entry otherwise than Linux 5\.6/, /named elsewhere in the log \(5\.6\.0\)/],
    never: [/Linux 5\.19/, /the log names none/, /may stand here/] },
  // v6.1 arch/x86/include/asm/pgtable_64.h: the type is the five bits from 59 on, SWP_SOFT_DIRTY is bit 1 then as ever.
  { name: 'the same, and a flag in the entry that its kernel read as it does all others',
    log: ['get_swap_device: Bad swap file entry 1000000000001234', 'BUG: Bad page map in process a  pte:2fffffffffdb9602 pmd:0449c067', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1', 'RIP: 0010:a+0x1/0x2'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x449c'], said: [/same offset with type 4: its kernel read bits 0x800000000000000 of this entry/], never: [/0x800000000000002/] },
  { name: 'a kernel that is named for other reports, where others fit a report and it does not: it is told',
    log: ['CPU: 1 PID: 5 Comm: a Not tainted 6.1.0 #1', 'RIP: 0010:a+0x1/0x2', 'swap_free: Unused swap offset entry 00002d15', 'BUG: Bad page map in process a  pte:005a2a80 pmd:22c01f067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff880217665550 mapping:          (null) index:1a42'],
    values: ['3 swap_entry swap', '4 pte swap', '4 pmd table 0x22c01f'], said: [/the log names 6\.1\.0 for other reports, none for this/], never: [/the log names none/] },
  // As advisories print commit messages: the fault and its walk in one paragraph.
  { name: 'a fault and its walk in one paragraph, broken in front of a value',
    log: ['BUG: unable to handle kernel paging request at ffffa06ce6e5c058 PGD 190a01067 P4D 190a01067 PUD 43fffb067 PMD', '    22e403063 PTE 8000000226e5c063 Oops: 0011 [#1] SMP PTI CPU: 7 PID: 7823 Comm: kworker/7:0 Kdump: loaded', '    Tainted: G E 4.18.0-240.el8.x86_64 #1'],
    values: ['1 pgd table 0x190a01', '1 p4d table 0x190a01', '1 pud table 0x43fffb', '2 pmd table 0x22e403', '2 pte present 0x226e5c'],
    said: [/execute by the kernel at 0xffffa06ce6e5c058, error code 0x11/, /pte is no-execute/], never: [/unfinished/] },
  // v2.2 arch/i386/mm/fault.c do_page_fault; klogd writes names in place of the addresses of code.
  { name: 'i386 2.2, whose log has the names that klogd found for addresses of code',
    log: ['Jan  3 04:02:35 keule kernel: Unable to handle kernel NULL pointer dereference at virtual address 00000012 ', 'Jan  3 04:02:35 keule kernel: current->tss.cr3 = 05e34000, %cr3 = 05e34000 ', 'Jan  3 04:02:35 keule kernel: *pde = 077cc067 ', 'Jan  3 04:02:35 keule kernel: *pte = 00000000 ', 'Jan  3 04:02:35 keule kernel: Oops: 0002 ', 'Jan  3 04:02:35 keule kernel: CPU:    0 ', 'Jan  3 04:02:35 keule kernel: EIP:    0010:[prune_dcache+126/300] '],
    values: ['3 pmd table 0x77cc', '4 pte none'], said: [/the messages are older \(before 2\.6\)/, /write by the kernel at 0x0000000000000012/], never: [/Linux 7/] },
  { name: 'i386 of 2.6, the same, of a module',
    log: ['BUG: unable to handle kernel paging request at virtual address 012988d7', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[e100:kmem_cache_zalloc+100/272]    Tainted: P      VLI'],
    values: ['2 pmd none'], said: [/the messages are older \(before 2\.6\.25\)/], never: [/Linux 7/] },
  // Since 7.3 every value has 16 digits, or 8 where entries have 32 bits.
  { name: 'the walk of a bad page map that does not fill up to 16 digits is no new one',
    log: ['>>> [   77.943408] BUG: Bad page map in process XXX  pte:80000001233f5867', '>>> [   77.944077] addr:00007fd84bb1c000 vm_flags:08100071 anon_vma: ...', '>>> [   77.945186] pgd:10a89f067 p4d:10a89f067 pud:10e5a2067 pmd:105327067'],
    values: ['1 pte present 0x1233f5', '3 pgd table 0x10a89f', '3 p4d table 0x10a89f', '3 pud table 0x10e5a2', '3 pmd table 0x105327'], said: [/Linux 7\.2, .*the newest that its messages fit/], never: [/Linux 7\.3/] },
  { name: 'a bad page map whose entry does not fill up to 16 digits, by itself',
    log: ['BUG: Bad page map in process a  pte:1233f5867', 'RIP: 0010:a+0x1/0x2'],
    values: ['1 pte present 0x1233f5'], never: [/Linux 7\.3/] },
  { name: 'a walk of which one value alone does not fill up to 16 digits, wrapped',
    log: ['> BUG: Bad page map in process a  pte:80000001233f5867', '> pgd:0a89f067', '> p4d:0a89f067 pud:10e5a2067 pmd:05327067', 'RIP: 0010:a+0x1/0x2'],
    values: ['1 pte present 0x1233f5', '2 pgd table 0xa89f', '3 p4d table 0xa89f', '3 pud table 0x10e5a2', '3 pmd table 0x5327'], never: [/Linux 7\.3/] },
  // Xen arch/x86/mm.c: RW, USER and ACCESSED in the top entries of 32-bit guests; processors refuse to load such (SDM vol. 3A, 4.4.1).
  { name: 'i386 with PAE under Xen, whose top entry has flags that no processor loads',
    log: ['BUG: unable to handle kernel NULL pointer dereference at 00000008', 'IP: __radix_tree_lookup+0x14/0xa0', '*pdpt = 00000000253d6027 *pde = 0000000000000000 ', 'Oops: 0000 [#1] SMP', 'CPU: 5 PID: 3600 Comm: java Not tainted 4.14.13 #1', 'EIP: __radix_tree_lookup+0x14/0xa0', ' DS: 007b ES: 007b FS: 00d8 GS: 00e0 SS: 0069'],
    values: ['3 pgd table 0x253d6', '3 pmd none'], never: [/reserved/] },
  { name: 'i386 with PAE, a top entry with other flags that must be clear',
    log: ['BUG: unable to handle kernel NULL pointer dereference at 00000008', 'IP: a+0x14/0xa0', '*pdpt = 00000000253d6067 *pde = 0000000000000000 ', 'Oops: 0000 [#1] SMP', 'CPU: 5 PID: 3600 Comm: java Not tainted 4.14.13 #1'],
    values: ['3 pgd table 0x253d6', '3 pmd none'], said: [/reserved bits 0x66/] },
  // linux-2.6.18-xen arch/i386/mm/fault-xen.c dump_fault_path: the entries of the machine in two halves, each behind the place of its table.
  { name: 'i386 with PAE under Xen before it was in mainline',
    log: ['[74056.154355] BUG: unable to handle kernel paging request at virtual address 10d81284', '[74056.154371] printing eip: c0161083', '[74056.154378] 292fb000 -> *pde = 00000001:11910027', '[74056.154381] 1e447000 -> *pme = 00000000:00000000', '[74056.154386] Oops: 0000 [#1] SMP ', '[74056.154433] Pid: 10510, comm: stress Not tainted (2.6.24-21-xen #1)', '[74056.154438] EIP: 0061:[<c0161083>] EFLAGS: 00010003 CPU: 1'],
    values: ['3 pgd table 0x111910', '4 pmd none'], said: [/3-level paging/, /read by the kernel at 0x0000000010d81284, error code 0x0/, /2\.6\.24-21-xen/], never: [/reserved/, /unfinished/] },
  { name: 'i386 with PAE under Xen before it was in mainline, quoted, down to the pte',
    log: ['&gt; 008c2000 -&gt; *pde = 00000001:aeead001', '&gt; 00e1f000 -&gt; *pme = 00000000:eb2ef067', '&gt; 0faef000 -&gt; *pte = 00000000:00000000', '&gt; Oops: 0000 [#1]'],
    values: ['1 pgd table 0x1aeead', '2 pmd table 0xeb2ef', '3 pte none'], said: [/i386, 3-level paging/, /the messages are older/], never: [/unfinished/, /Linux 7/] },
  { name: 'i386 without PAE under Xen before it was in mainline',
    log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000008', ' printing eip:', 'd085ff29', '*pde = ma 0b2ef067 pa 0052f067', '*pte = ma 00000000 pa 55555000', 'Oops: 0000 [#1]'],
    values: ['4 pmd table 0xb2ef', '5 pte none'], said: [/i386, 2-level paging/], never: [/unfinished/, /Linux 7/] },
  { name: 'what looks like a walk of i386 under Xen',
    log: ['292fb000 -> *pde = 00000001:1191002', '292fb000 -> *pde = 00000001: 11910027', 'x -> *pme = 00000000:00000000', '1e447000 -> *pme = 00000000:00000000'], values: [], never: [/./] },
  // v2.6.8 arch/i386/mm/fault.c do_page_fault takes four bytes of the top table, v2.6.8 arch/i386/mm/pgtable.c pgd_alloc: 1 + the place of the table.
  { name: 'i386 with PAE before 2.6.22, which prints the lower half of the top entry as a pde',
    log: ['Sep 13 20:55:00 s10 kernel: Unable to handle kernel NULL pointer dereference at virtual address 00000014', 'Sep 13 20:55:00 s10 kernel:  printing eip:', 'Sep 13 20:55:00 s10 kernel: c011dce4', 'Sep 13 20:55:00 s10 kernel: *pde = 00003001', 'Sep 13 20:55:00 s10 kernel: *pte = 00000000', 'Sep 13 20:55:00 s10 kernel: Oops: 0000 [#22]', 'Sep 13 20:55:00 s10 kernel: EIP:    0060:[<c011dce4>]    Not tainted', 'Sep 13 20:55:00 s10 kernel: EFLAGS: 00010202   (2.6.8-1.521smp) '],
    values: ['4 pgd table 0x3'], said: [/i386, 3-level paging; named in the log \(2\.6\.8-1\.521smp\)/, /read by the kernel at 0x0000000000000014/], never: [/2-level/, /reserved/, /ends at/] },
  { name: 'i386 without PAE, a pde that is like none of the top table',
    log: ['*pde = 077cc063', '*pte = 00003001', 'Oops: 0000', 'EIP:    0060:[<c011dce4>]    Not tainted'],
    values: ['1 pmd table 0x77cc', '2 pte present 0x3'], said: [/2-level/] },
  { name: 'blanks that are not broken, in mail of one byte per character',
    log: ['PGD 12d0b3067 PUD 12d544067 PMD 0=A0', 'CPU: 3 PID: 1 Comm: init Tainted: G=A0=A0 B=A0 N 4.9.3-a=A0 #11'],
    values: ['1 pgd table 0x12d0b3', '1 pud table 0x12d544', '1 pmd none'], said: [/Linux 4\.9.*named in the log \(4\.9\.3-a\)/] },
  { name: 'a bad entry that is cited with its full stop',
    log: ['The first is the "init.c:148: bad pte 7fff3163." Message that appears.', 'kernel 2.4.17', 'EIP:    0010:[<c011dce4>]    Not tainted'],
    values: ['1 pte present 0x7fff3'] },
  // The word of an address from 4 MiB on stands behind the four entries of PAE: here in a free object of a slab.
  { name: 'i386 with PAE before 2.6.22, which prints what stands behind its top table as a pde',
    log: ['Unable to handle kernel paging request at virtual address 6363665f', ' printing eip:', '00800000', '*pde = 6b6b6b6b', 'Oops: 0000 [#1]'],
    values: ['4 pmd -'], said: [/what stands behind the top table of PAE, which kernels before 2\.6\.22 print as well/, /not decoded: no tables applied/], never: [/table at/, /2-level/, /unfinished/, /ends at/] },
  { name: 'the same with other bytes, and a kernel that is named',
    log: ['Unable to handle kernel paging request at virtual address f8a45000', ' printing eip:', 'c0123456', '*pde = 37ad2015', 'Oops: 0000 [#1]', 'EFLAGS: 00010202   (2.6.9-5.0.5.ELsmp)'],
    values: ['4 pmd -'], said: [/what stands behind the top table of PAE/], never: [/table at/, /2-level/, /unfinished/] },
  { name: 'the same with what is not present',
    log: [' printing eip:', 'c0123456', '*pde = 5a5a5a5a', 'Oops: 0000 [#1]'],
    values: ['3 pmd -'], said: [/what stands behind the top table of PAE/], never: [/2-level/] },
  { name: 'the pde of a large page, and one of a newer kernel',
    log: ['*pde = 004001e3', 'Oops: 0000 [#1]', 'EFLAGS: 00010202   (2.6.9-5.0.5.EL)', '', 'BUG: unable to handle kernel paging request at 6363665f', 'IP: [<c0123456>] a+0x1/0x2', '*pde = 6b6b6b6b', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 3 Comm: a Not tainted 3.10.0 #1'],
    values: ['1 pmd present 0x400', '7 pmd table 0x6b6b6'], never: [/behind the top table/] },
];

describe('logs of x86', () => {
  test.each(KINDS)('$name', expectKind);
});
