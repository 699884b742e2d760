import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'the machine of `uname -a` behind a time zone: i386, whose generic entries need no number of levels to say which slot of area 0',
    log: ['> Linux hen 2.6.18 #2 SMP Tue Oct 10 11:46:01 CDT 2006 i686 i686 i386 GNU/Linux', '> Oct 11 04:53:35 hen kernel: swap_free: Unused swap offset entry 00004000'],
    values: ['2 swap_entry swap'], said: [/i386;/, /slot 0x4000 of swap area 0 is free/], never: [/x86_64|as a pte/] },
  // 5.7 before its first release candidate: i386 had the flag of userfaultfd in bit 2 of its swap entries as well, where their type is.
  { name: 'a message before a bad page map that has the same offset with another type: the kernel read the entry otherwise, and the log names it',
    log: [
      '[   46.008163] get_swap_device: Bad swap file entry 7007504a', '[   46.013647] BUG: kernel NULL pointer dereference, address: 00000000', '[   46.025048] #PF: error_code(0x0000) - not-present page', '[   46.030181] *pde = 00000000', '[   46.033065] Oops: 0000 [#1] SMP', '[   46.036204] CPU: 0 PID: 324 Comm: systemd-journal Not tainted 5.6.0 #1', '[   46.050202] EIP: do_swap_page+0x172/0x9d0', '[   46.092250] CR0: 80050033 CR2: 00000000 CR3: 33abb000 CR4: 003406d0',
      '[   46.351270] swap_info_get: Bad swap file entry 7007742a', '[   46.356514] BUG: Bad page map in process systemd-journal  pte:0ee8543c pmd:8c4a6067', '[   46.364211] addr:b7ccc000 vm_flags:00000075 anon_vma:00000000 mapping:f41d87c0 index:178',
    ],
    values: ['1 swap_entry swap', '4 pmd none', '9 swap_entry swap', '10 pte migration 0x7742a', '10 pmd table 0x8c4a6'],
    said: [/the message just before has the same offset with type 28: its kernel read bits 0x4 of this entry otherwise than Linux 5\.6/, /named elsewhere in the log \(5\.6\.0\)/],
    never: [/Linux 5\.19/, /no name was found in its report/, /may stand here/] },
  // v6.1 arch/x86/include/asm/pgtable_64.h: the type is the five bits from 59 on, SWP_SOFT_DIRTY is bit 1 then as ever.
  { name: 'the same, and a flag in the entry that its kernel read as it does all others',
    log: ['get_swap_device: Bad swap file entry 1000000000001234', 'BUG: Bad page map in process a  pte:2fffffffffdb9602 pmd:0449c067', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1', 'RIP: 0010:a+0x1/0x2'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x449c'], said: [/same offset with type 4: its kernel read bits 0x800000000000000 of this entry/], never: [/0x800000000000002/] },
  { name: 'a kernel that is named for other reports, where others fit a report and it does not: it is told',
    log: ['CPU: 1 PID: 5 Comm: a Not tainted 6.1.0 #1', 'RIP: 0010:a+0x1/0x2', 'swap_free: Unused swap offset entry 00002d15', 'BUG: Bad page map in process a  pte:005a2a80 pmd:22c01f067', 'addr:00007f0e95fa8000 vm_flags:00100073 anon_vma:ffff880217665550 mapping:          (null) index:1a42'],
    values: ['3 swap_entry swap', '4 pte swap', '4 pmd table 0x22c01f'], said: [/the log names 6\.1\.0 elsewhere, none for this/], never: [/no name was found in its report/] },
  // As advisories print commit messages: the fault and its walk in one paragraph.
  { name: 'a fault and its walk in one paragraph, broken in front of a value',
    log: ['BUG: unable to handle kernel paging request at ffffa06ce6e5c058 PGD 190a01067 P4D 190a01067 PUD 43fffb067 PMD', '    22e403063 PTE 8000000226e5c063 Oops: 0011 [#1] SMP PTI CPU: 7 PID: 7823 Comm: kworker/7:0 Kdump: loaded', '    Tainted: G E 4.18.0-240.el8.x86_64 #1'],
    values: ['1 pgd table 0x190a01', '1 p4d table 0x190a01', '1 pud table 0x43fffb', '2 pmd table 0x22e403', '2 pte present 0x226e5c'],
    said: [/execute by the kernel at 0xffffa06ce6e5c058, error code 0x11/, /pte is no-execute/], never: [/unfinished/] },
  // v2.2 arch/i386/mm/fault.c do_page_fault; klogd writes names in place of the addresses of code.
  { name: 'i386 2.2, whose log has the names that klogd found for addresses of code',
    log: ['Jan  3 04:02:35 keule kernel: Unable to handle kernel NULL pointer dereference at virtual address 00000012 ', 'Jan  3 04:02:35 keule kernel: current->tss.cr3 = 05e34000, %cr3 = 05e34000 ', 'Jan  3 04:02:35 keule kernel: *pde = 077cc067 ', 'Jan  3 04:02:35 keule kernel: *pte = 00000000 ', 'Jan  3 04:02:35 keule kernel: Oops: 0002 ', 'Jan  3 04:02:35 keule kernel: CPU:    0 ', 'Jan  3 04:02:35 keule kernel: EIP:    0010:[prune_dcache+126/300] '],
    values: ['3 pmd table 0x77cc', '4 pte none'], said: [/the log is older \(before 2\.4\)/, /write by the kernel at 0x0000000000000012/], never: [/Linux 7/] },
  // v2.6.18 arch/i386/mm/fault.c do_page_fault: four bytes at `address >> 22` of the top table, which has four entries of eight with PAE.
  ...([['2.6.18', '2.6.18-8.el5PAE'], ['2.4', '2.4.21-27.ELhugemem']] as const).map(([name, release]): LogKind => ({ name: `i386 ${name}, an empty *pde: nothing says whether it is one of two levels`,
    log: ['Unable to handle kernel paging request at virtual address 00412004', ' printing eip:', 'c0123456', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', `EIP:    0060:[<c0123456>]    Not tainted VLI`, `EFLAGS: 00010246   (${release})`],
    values: ['4 pmd none'], said: [/nothing is mapped there, unless the kernel has PAE/], never: [/2-level/] })),
  { name: 'i386 before 2.6.25, an empty *pde: nothing says whether it is one of two levels',
    log: ['Unable to handle kernel paging request at virtual address 00412004', ' printing eip:', 'c0123456', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[<c0123456>]    Not tainted VLI'],
    values: ['4 pmd none'], said: [/nothing is mapped there, unless the kernel has PAE/], never: [/2-level/] },
  { name: 'i386 2.6.18, an empty *pde shows no levels of what stands behind it either',
    log: ['Unable to handle kernel paging request at virtual address 00412004', ' printing eip:', 'c0123456', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[<c0123456>]    Not tainted VLI', 'EFLAGS: 00010246   (2.6.18)', 'mm/memory.c:100: bad pgd 12345063.'],
    values: ['4 pmd none', '9 pgd table 0x12345'], said: [/nothing is mapped there, unless the kernel has PAE/], never: [/earlier report/] },
  { name: 'i386 2.6.18, an empty *pde of a build without PAE',
    log: ['Unable to handle kernel paging request at virtual address 00412004', ' printing eip:', 'c0123456', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[<c0123456>]    Not tainted VLI', 'EFLAGS: 00010246   (2.6.18-6-686)'],
    values: ['4 pmd none'], said: [/nothing is mapped there$/], never: [/unless/] },
  { name: 'i386 2.6.23, an empty *pde, which kernels with PAE do not print first',
    log: ['BUG: unable to handle kernel paging request at virtual address 00412004', ' printing eip:', 'c0123456', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[<c0123456>]    Not tainted VLI', 'EFLAGS: 00010246   (2.6.23)'],
    values: ['4 pmd none'], said: [/2-level/, /nothing is mapped there$/], never: [/unless/] },
  { name: 'i386 of 2.6, the same, of a module',
    log: ['BUG: unable to handle kernel paging request at virtual address 012988d7', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[e100:kmem_cache_zalloc+100/272]    Tainted: P      VLI'],
    values: ['2 pmd none'], said: [/the log is older \(before 2\.6\.25\)/], never: [/Linux 7/] },
  // Since 7.3 every value has 16 digits, or 8 where entries have 32 bits.
  { name: 'the walk of a bad page map that does not fill up to 16 digits is no new one',
    log: ['>>> [   77.943408] BUG: Bad page map in process XXX  pte:80000001233f5867', '>>> [   77.944077] addr:00007fd84bb1c000 vm_flags:08100071 anon_vma: ...', '>>> [   77.945186] pgd:10a89f067 p4d:10a89f067 pud:10e5a2067 pmd:105327067'],
    values: ['1 pte present 0x1233f5', '3 pgd table 0x10a89f', '3 p4d table 0x10a89f', '3 pud table 0x10e5a2', '3 pmd table 0x105327'], said: [/Linux 7\.2, .*the newest that no known message or date rules out/], never: [/Linux 7\.3/] },
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
    values: ['1 pgd table 0x1aeead', '2 pmd table 0xeb2ef', '3 pte none'], said: [/i386, 3-level paging/, /the log is older/], never: [/unfinished/, /Linux 7/] },
  { name: 'i386 without PAE under Xen before it was in mainline',
    log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000008', ' printing eip:', 'd085ff29', '*pde = ma 0b2ef067 pa 0052f067', '*pte = ma 00000000 pa 55555000', 'Oops: 0000 [#1]'],
    values: ['4 pmd table 0xb2ef', '5 pte none'], said: [/i386, 2-level paging/], never: [/unfinished/, /Linux 7/] },
  { name: 'what looks like a walk of i386 under Xen',
    log: ['292fb000 -> *pde = 00000001:1191002', '292fb000 -> *pde = 00000001: 11910027', 'x -> *pme = 00000000:00000000', '1e447000 -> *pme = 00000000:00000000'], values: [], never: [/./] },
  // v2.6.8 arch/i386/mm/fault.c do_page_fault takes four bytes of the top table, v2.6.8 arch/i386/mm/pgtable.c pgd_alloc: 1 + the place of the table.
  { name: 'i386 with PAE before 2.6.22, which prints the lower half of the top entry as a pde',
    log: ['Sep 13 20:55:00 s10 kernel: Unable to handle kernel NULL pointer dereference at virtual address 00000014', 'Sep 13 20:55:00 s10 kernel:  printing eip:', 'Sep 13 20:55:00 s10 kernel: c011dce4', 'Sep 13 20:55:00 s10 kernel: *pde = 00003001', 'Sep 13 20:55:00 s10 kernel: *pte = 00000000', 'Sep 13 20:55:00 s10 kernel: Oops: 0000 [#22]', 'Sep 13 20:55:00 s10 kernel: EIP:    0060:[<c011dce4>]    Not tainted', 'Sep 13 20:55:00 s10 kernel: EFLAGS: 00010202   (2.6.8-1.521smp) '],
    values: ['4 pgd table 0x3', '5 pmd none'], said: [/i386, 3-level paging; named in the log \(2\.6\.8-1\.521smp\)/, /read by the kernel at 0x0000000000000014/, /the walk ends at pmd, which is empty/], never: [/2-level/, /reserved/] },
  // v2.6.8 arch/i386/mm/fault.c do_page_fault: word (address & 0x003ff000) >> 12 of the table that the first word points to; an entry of PAE has two words, for 2 MiB.
  ...([['00000ffc', 'table 0x2b147', /pmd points to a table/, /no entry of the address/], ['00001014', '-', /pmd is no entry of the address: .* that the address has without PAE/, /pmd points to a table/], ['00402014', '-', /pgd is no entry|no entry of the address/, /pmd points to a table/]] as const).map(([address, pmd, said, never]): LogKind => ({ name: `i386 with PAE before 2.6.22, the word of the next table for ${address}`,
    log: [`Unable to handle kernel paging request at virtual address ${address}`, ' printing eip:', 'c0118b13', '*pde = 2b146001', '*pte = 2b147067', 'Oops: 0000'], values: [address === '00402014' ? '4 pgd -' : '4 pgd table 0x2b146', `5 pmd ${pmd}`], said: [said], never: [never] })),
  // v2.5.41 arch/i386/mm/fault.c do_page_fault: the same word, whatever the number of levels; what is no pde of two levels shows none.
  { name: 'i386 before 2.6.22, what is no pde says nothing of the levels of the next report', log: ['Unable to handle kernel paging request at virtual address 4212e3b0', ' printing eip:', '4207ac55', '*pde = 5a5a5a5a', 'Oops: 0007', '', 'Unable to handle kernel paging request at virtual address 4212e3b0', ' printing eip:', '4207ac55', '*pde = 00000000', 'Oops: 0007'],
    values: ['4 pmd -', '10 pmd none'], said: [/which is empty: nothing is mapped there in the tables shown, unless the kernel has PAE/], never: [/2-level|an earlier report/] },
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
  // v2.4 arch/i386/kernel/traps.c die, show_registers: "Oops: %04lx", then "CPU:    %d". As mail flows them into one line.
  { name: 'i386 of 2.4, its lines flowed into one',
    log: ['     > Unable to handle kernel paging request at virtual address', '     > fe01e000', '     >  printing eip:', '     > f898eaed *pde = 00004063 *pte = 00000000 Oops: 0000 CPU: 1 EIP:', '     > 0010:[<f898eaed>] Not tainted EFLAGS: 00010296 eax: 01000000'],
    values: ['4 pmd table 0x4', '4 pte none'], said: [/older \(before 2\.6\)/, /read by the kernel at 0x00000000fe01e000, error code 0x0: nothing present/] },
  { name: 'what is flowed so, and of no walk of i386',
    log: ['*pde = 00004063 *pte = 00000000', 'Oops: 0010 CPU: 1 Krnl PSW'],
    values: ['1 pmd table 0x4', '1 pte none'], never: [/error code/, /before 2\.6\)/] },
  // v2.6.24 arch/x86/mm/fault_32.c do_page_fault; v2.6.25 fault.c show_fault_oops: no "virtual". arm and others have it still.
  { name: 'i386 before 2.6.25, its words for an address wrapped, and nothing else that is old',
    log: ['> Unable to handle kernel NULL pointer dereference at virtual', '> address 00000004 c013d6e7 *pde = 00000000'],
    values: ['2 pmd none'], said: [/older \(before 2\.6\.25\)/], never: [/Linux 7/] },
  { name: 'the same words of another machine',
    log: ['Unable to handle kernel paging request at virtual address c0a0da06', 'pgd = ec040000', '[c0a0da06] *pgd=00a1941e(bad)'],
    values: ['3 pgd present 0xa00'], never: [/before 2\.6\.25/] },
  // SDM vol. 3A, 4.7: the bit of an instruction fetch is set with NX (PAE) or SMEP alone. Where nothing is mapped no instruction runs.
  { name: 'i386, a jump to where nothing is, without a bit that says so',
    log: ['Unable to handle kernel paging request at virtual address b828ec83', ' printing eip:', 'b828ec83', '*pde = 00000000', 'Oops: 0000 [#1]', 'CPU:    0', 'EIP:    0060:[<b828ec83>]    Tainted: P', 'EFLAGS: 00010282', 'EIP is at 0xb828ec83'],
    values: ['4 pmd none'], said: [/execute by the kernel at 0x00000000b828ec83, error code 0x0 \(the CPU was to run code there\): nothing present was found/], never: [/read by/] },
  { name: 'i386 with PAE, a call of a function that is NULL',
    log: ['BUG: unable to handle kernel NULL pointer dereference at   (null)', 'IP: [<  (null)>]   (null)', '*pdpt = 000000002622c001 *pde = 0000000000000000', 'Oops: 0000 [#1] SMP', 'EIP: 0060:[<00000000>] EFLAGS: 00010246 CPU: 1', 'EIP is at 0x0'],
    values: ['3 pgd table 0x2622c', '3 pmd none'], said: [/execute by the kernel at 0x0000000000000000/], never: [/read by/] },
  { name: 'i386, a read beside the code, a read of code that is there, and a write at its own place',
    log: ['BUG: unable to handle kernel NULL pointer dereference at 00000040', '*pdpt = 000000002b9cb001 *pde = 0000000000000000', 'Oops: 0000 [#1]', 'EIP: 0060:[<c11848d8>] EFLAGS: 00210046 CPU: 0', '', 'BUG: unable to handle kernel paging request at b828ec83', '*pde = 00004063 *pte = 00005025', 'Oops: 0001 [#2]', 'EIP: 0060:[<b828ec83>] EFLAGS: 00210046 CPU: 0', '', 'BUG: unable to handle kernel paging request at b828ec84', '*pde = 00000000', 'Oops: 0002 [#3]', 'EIP: 0060:[<b828ec84>] EFLAGS: 00210046 CPU: 0'],
    values: ['2 pgd table 0x2b9cb', '2 pmd none', '7 pmd table 0x4', '7 pte present 0x5', '12 pmd none'], said: [/read by the kernel at 0x0000000000000040/, /read by the kernel at 0x00000000b828ec83/, /write by the kernel at 0x00000000b828ec84/], never: [/execute/] },
  { name: 'i386, a jump shows no code of the kernel: neither here nor to later reports',
    log: ['BUG: unable to handle kernel NULL pointer dereference at   (null)', '*pdpt = 000000002622c001 *pde = 0000000037d0d067 *pte = 0000000300000120', 'Oops: 0000 [#1] SMP', 'CPU: 5 PID: 1 Comm: foo Not tainted 4.9.0 #1', 'EIP: 0060:[<00000000>] EFLAGS: 00010246 CPU: 1', 'EIP is at 0x0', '', 'BUG: unable to handle kernel paging request at 08048000', '*pdpt = 000000002622c001 *pde = 0000000037d0d067 *pte = 0000012300000020', 'Oops: 0000 [#2] SMP', 'CPU: 5 PID: 1 Comm: foo Tainted: G D 4.9.0 #1'],
    values: ['2 pgd table 0x2622c', '2 pmd table 0x37d0d', '2 pte protnone 0x300000', '9 pgd table 0x2622c', '9 pmd table 0x37d0d', '9 pte swap'], never: [/unmapped/, /address of the kernel/] },
  // v2.6.32 arch/x86/mm/fault.c show_fault_oops prints it in front of the walk, too.
  { name: 'i386 with PAE, a jump whose registers are not in the text',
    log: ['[ 2497.470188] BUG: unable to handle kernel paging request at abcddcba', '[ 2497.470791] IP: [<abcddcba>] 0xabcddcba', '[ 2497.474111] *pdpt = 000000003690e001 *pde = 0000000000000000', '[ 2497.474111] Oops: 0000 [#1] SMP', '', 'BUG: unable to handle kernel NULL pointer dereference at 00000040', 'IP: [<c11848d8>] do_raw_spin_trylock+0x8/0x50', '*pdpt = 000000002b9cb001 *pde = 0000000000000000', 'Oops: 0000 [#2] PREEMPT'],
    values: ['3 pgd table 0x3690e', '3 pmd none', '8 pgd table 0x2b9cb', '8 pmd none'], said: [/execute by the kernel at 0x00000000abcddcba/, /read by the kernel at 0x0000000000000040/] },
  // v4.9 arch/x86/kernel/dumpstack.c printk_address, as HTML has it; 4.10 has names alone.
  { name: 'x86_64 of 4.9 and before, addresses of code in HTML',
    log: ['BUG: unable to handle kernel paging request at ffffffff2bfeb0bc', 'IP: [&lt;ffffffff810ece37&gt;] trace_find_cmdline+0x47/0xc0', 'PGD 1a87067 PUD 0'],
    values: ['3 pgd table 0x1a87', '3 pud none'], said: [/Linux 4\.8, x86_64/] },
  // v2.6.15 arch/i386/mm/fault.c: ((unsigned long *) __va(cr3))[address >> 22] also with PAE, whose top table has 32 bytes.
  ...([['1000a5b8', '-'], ['00000044', 'table 0xeaf1']] as const).map(([address, pgd]): LogKind => ({ name: `i386 with PAE before 2.6.22, the word of the top table for ${address}`,
    log: [`Unable to handle kernel paging request at virtual address ${address}`, ' printing eip:', 'c01564b9', '*pde = 0eaf1001', 'Oops: 0000 [#1]', 'EFLAGS: 00010082   (2.6.15.4SMP)'], values: [`4 pgd ${pgd}`], said: pgd === '-' ? [/no entry of the address/] : [], never: pgd === '-' ? [/unfinished/] : [] })),
  // Two mails: lines that no kernel as new prints are not those of the report behind them. v4.10 arch/x86/kernel/dumpstack.c: "RIP:" instead of "IP:".
  { name: 'x86_64, the kernel of the next mail', log: ['> BUG: unable to handle kernel paging request at ffff8803f8e18000', '> IP: [<ffffffff81330f02>] memset_c_e+0x7/0xf', '> PGD 1a06067 PUD 80000003c00001e3', '', 'BUG: unable to =', 'CPU: 0 PID: 1 Comm: a Not tainted 6.5.2 #1'],
    values: ['3 pgd table 0x1a06', '3 pud present 0x3c0000'], never: [/named in the log/] },
  // v2.6.24 arch/x86/mm/pageattr_32.c __change_page_attr: mk_pte(split, PAGE_KERNEL) in the pmd; pageattr_64.c keeps the flags of the large page. v2.6.28 pageattr.c split_large_page: pte_clrhuge(*kpte).
  ...(['2.6.24', '2.6.18-92.el5', '2.6.28'] as const).map((release): LogKind => ({ name: `x86_64 ${release}, a table in place of a large page of the kernel, which was global`,
    log: ['PGD 8063 PUD 9063 PMD 7fe01163 PTE 7ffde160', `Pid: 1, comm: swapper Not tainted ${release} #1`, 'RIP: 0010:[<ffffffff80217b4d>]  [<ffffffff80217b4d>] copy_page+0x4/0x7'],
    values: ['1 pgd table 0x8', '1 pud table 0x9', '1 pmd table 0x7fe01', '1 pte unmapped 0x7ffde'], said: [/pmd .*; GLOBAL DIRTY ACCESSED RW PRESENT$/], never: [/reserved bits/, /no table entry has/] })),
  { name: 'the same of 2.6.29, where no table is global (07a66d7c53a5)',
    log: ['PGD 8063 PUD 9063 PMD 7fe01163 PTE 7ffde161', 'Pid: 1, comm: swapper Not tainted 2.6.29 #1', 'RIP: 0010:[<ffffffff80217b4d>]  [<ffffffff80217b4d>] copy_page+0x4/0x7'],
    values: ['1 pgd table 0x8', '1 pud table 0x9', '1 pmd table 0x7fe01', '1 pte present 0x7ffde'], said: [/pmd .*reserved bits 0x100/] },
  { name: 'i386 2.6.24, the same behind the address of the code, and a pte that is not present in its line',
    log: ['BUG: unable to handle kernel paging request at virtual address c7e3f000', ' printing eip: c0119d4a *pde = 07c21163 *pte = 07e3f160 ', 'Oops: 0000 [#1] SMP DEBUG_PAGEALLOC', 'Pid: 1, comm: swapper Not tainted (2.6.24 #1)', 'EIP: 0060:[<c0119d4a>] EFLAGS: 00010286 CPU: 0'],
    values: ['2 pmd table 0x7c21', '2 pte unmapped 0x7e3f'], said: [/pmd .*; GLOBAL DIRTY ACCESSED RW PRESENT$/], never: [/reserved bits/, /no pde/] },
  // v2.6.24 include/asm-x86/pgtable_32.h pmd_bad: no flag beside those of _KERNPG_TABLE and USER.
  { name: 'i386 2.6.24, such a table where it is bad',
    log: ['mm/memory.c:123: bad pmd 07c21163.', 'EIP:    0060:[<c0119d4a>]    Not tainted VLI', 'EFLAGS: 00010082   (2.6.24)', '*pde = 00001067'],
    values: ['1 pmd table 0x7c21', '4 pmd table 0x1'], said: [/pmd_bad\(\) is true of it: no pointer to a table has _PAGE_GLOBAL/] },
  // v5.4 arch/x86/kernel/process_64.c __show_regs, v4.9 process_32.c: CR2 has what was touched. v2.6.32 arch/x86/mm/fault.c no_context: 16 digits of either.
  { name: 'x86_64, an address that a register alone shows',
    log: ['PGD 0 P4D 0', 'Oops: 0002 [#1] SMP PTI', 'CPU: 0 PID: 1 Comm: a Not tainted 5.4.0 #1', 'RIP: 0010:a+0x1/0x2', 'CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033', 'CR2: 0000000000000008 CR3: 000000000240a000 CR4: 00000000000006f0'],
    values: ['1 pgd none', '1 p4d none'], said: [/write by the kernel at 0x0000000000000008, error code 0x2/] },
  { name: 'i386, an address that a register alone shows',
    log: ['*pde = 00000000', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 4.9.0 #1', 'EIP: a+0x1/0x2', 'CR0: 80050033 CR2: 00000008 CR3: 33abb000 CR4: 003406d0'],
    values: ['1 pmd none'], said: [/read by the kernel at 0x0000000000000008/] },
  ...(['PGD 1a06067 PUD 0', '*pde = 00000000'] as const).map((walk, at): LogKind => ({ name: `an address that the end of an oops alone shows, behind ${walk}`,
    log: [walk, 'Oops: 0002 [#1] SMP', 'CR2: 0000000000000008'], values: [['1 pgd table 0x1a06', '1 pud none'], ['1 pmd none']][at] ?? [], said: [/write by the kernel at 0x0000000000000008/] })),
  { name: 'x86_64, the address of the message and another one in the register',
    log: ['BUG: kernel NULL pointer dereference, address: 0000000000000018', 'PGD 0 P4D 0', 'Oops: 0002 [#1] SMP PTI', 'CPU: 0 PID: 1 Comm: a Not tainted 5.4.0 #1', 'RIP: 0010:a+0x1/0x2', 'CR2: 0000000000000008 CR3: 000000000240a000', 'PGD 0 P4D 0'],
    values: ['2 pgd none', '2 p4d none', '7 pgd none', '7 p4d none'], said: [/write by the kernel at 0x0000000000000018/], never: [/0x0000000000000008/] },
  // v5.10 arch/x86/kernel/dumpstack.c copy_code(): what cannot be read there faults, and CR2 is read behind it. syzbot b67aaae8d3a927f68d20: NULL was touched, and CR2 is ffffffffffffffd6.
  { name: 'x86_64, a register that has what the kernel touched to print the code',
    log: ['PGD 12267067 P4D 12267067 PUD 11841067 PMD 0 ', 'Oops: 0010 [#1] PREEMPT SMP KASAN', 'CPU: 1 PID: 8463 Comm: syz-executor088 Not tainted 5.11.0-rc3-next-20210115-syzkaller #0', 'RIP: 0010:0x0', 'Code: Unable to access opcode bytes at RIP 0xffffffffffffffd6.', 'RSP: 0018:ffffc9000132f850 EFLAGS: 00010292', 'CR2: ffffffffffffffd6 CR3: 0000000020cd8000 CR4: 00000000001506e0'],
    values: ['1 pgd table 0x12267', '1 p4d table 0x12267', '1 pud table 0x11841', '1 pmd none'], said: [/execute by the kernel, error code 0x10/], never: [/ffffffd6/] },
  { name: 'i386, the same', log: ['*pde = 00000000', 'Oops: 0010 [#1] SMP', 'CPU: 1 PID: 5 Comm: a Not tainted 5.10.0 #1', 'EIP: 0x0', 'Code: Unable to access opcode bytes at RIP 0xffffffd6.', 'CR0: 80050033 CR2: ffffffd6 CR3: 33abb000 CR4: 003406d0'],
    values: ['1 pmd none'], said: [/execute by the kernel, error code 0x10/], never: [/ffffffd6/] },
  ...(['CR2: 0000000000000008 CR3: 000000000240a000', 'CR2: 0000000000000008'] as const).map((register): LogKind => ({ name: `x86_64, the register in front of a walk: ${register}`,
    log: ['RIP: 0010:a+0x1/0x2', register, '', 'PGD 1234067 PUD 0', 'Oops: 0002 [#2] SMP'], values: ['4 pgd table 0x1234', '4 pud none'], said: [/write by the kernel, error code 0x2/], never: [/0x0000000000000008/] })),
  { name: 'x86_64, the registers of another report',
    log: ['PGD 0 P4D 0', 'Oops: 0002 [#1] SMP PTI', 'CPU: 0 PID: 1 Comm: a Not tainted 5.4.0 #1', 'invalid opcode: 0000 [#2] SMP PTI', 'CPU: 0 PID: 2 Comm: b Tainted: G D 5.4.0 #1', 'RIP: 0010:a+0x1/0x2', 'CR2: 0000000000000008 CR3: 000000000240a000'],
    values: ['1 pgd none', '1 p4d none'], said: [/write by the kernel, error code 0x2/], never: [/0x0000000000000008/] },
  // v4.4.110 arch/x86/mm/kaiser.c kaiser_set_shadow_pgd (January 2018): NX in the pgd of a process; kernel.org: 4.5 to 4.8 ended in 2016 and 2017, 4.10 in May 2017.
  ...([['80000001b8f4e067', '4\\.4'], ['1b8f4e067', '4\\.8'], ['80000001b8f4e063', '4\\.8']] as const).map(([pgd, release]): LogKind => ({ name: `x86_64, how new the kernel of a walk without P4D can be, with pgd ${pgd}`,
    log: [`PGD ${pgd} PUD 1b8f4f067 PMD 0`], values: ['1 pgd table 0x1b8f4e', '1 pud table 0x1b8f4f', '1 pmd none'], said: [new RegExp(`Linux ${release}, x86_64.*the newest`)] })),
  // v4.12 arch/x86/mm/fault.c dump_pagetable: printk() of each level, from 4.9 on (4bcc595ccd80) a line of its own; v4.14 pr_cont().
  ...([['PGD 1b8f4e067|P4D 1b8f4e067|PUD 1b8f4f067|PMD 0', '4\\.13', '1 pgd table 0x1b8f4e|2 p4d table 0x1b8f4e|3 pud table 0x1b8f4f|4 pmd none'], ['PGD 1b8f4e067|PUD 1b8f4f067|PMD 0', '4\\.11', '1 pgd table 0x1b8f4e|2 pud table 0x1b8f4f|3 pmd none'], ['PGD 80000001b8f4e067|PUD 1b8f4f067|PMD 0', '4\\.9', '1 pgd table 0x1b8f4e|2 pud table 0x1b8f4f|3 pmd none'], ['PGD 1b8f4e067 P4D 1b8f4e067|PUD 1b8f4f067 PMD 0', '7\\.3', '1 pgd table 0x1b8f4e|1 p4d table 0x1b8f4e|2 pud table 0x1b8f4f|2 pmd none']] as const).map(([walk, release, values]): LogKind => ({ name: `x86_64, how new the kernel of a walk on some lines can be: ${walk}`,
    log: walk.split('|').map((line) => `[    1.000000] ${line} `), values: values.split('|'), said: [new RegExp(`Linux ${release}, x86_64.*the newest`)] })),
];

/** A log as two consoles wrote it, the second so many lines behind the first, with a mark in front. */
const doubled = (lines: readonly string[], lag: number, mark: string): readonly string[] =>
  [...lines, ...Array<string>(lag)].flatMap((line, at) => {
    const copy = lines[at - lag];
    return [line, copy === undefined ? undefined : mark + copy].filter((one) => one !== undefined);
  });
const fault = (second: number, address: string, code: string, pte: string): readonly string[] =>
  [
    `BUG: unable to handle page fault for address: ${address}`,
    `#PF: supervisor ${code === '3' ? 'write' : 'read'} access in kernel mode`,
    `#PF: error_code(0x000${code}) - permissions violation`,
    `PGD 190a01067 P4D 190a01067 PUD 43fffb067 PMD 22e403063 PTE ${pte}`,
    `Oops: 000${code} [#1] SMP PTI`,
    'CPU: 7 PID: 7823 Comm: a Not tainted 6.6.1 #1',
    'RIP: 0010:a+0x1/0x2',
  ].map((line, at) => `[  ${second}.00000${at}] ${line}`);
const map = (second: number, address: string, pte: string): readonly string[] =>
  [
    `BUG: Bad page map in process a  pte:${pte} pmd:0449c067`,
    `addr:${address} vm_flags:00100073 anon_vma:ffff880217665550 mapping:0000000000000000 index:1`,
    'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1',
  ].map((line, at) => `[  ${second}.00000${at}] ${line}`);

// v6.6 kernel/printk/printk.c: a reader of /dev/kmsg, and a logging program, write levels, times and names in front.
test.each(
  [0, 1, 2, 3, 4, 5, 6].flatMap((lag) =>
    ['', '<1>', 'Mar  6 10:13:53 a kernel: '].map((mark) => [lag, mark] as const),
  ),
)(
  'a log of two consoles, the second %d lines behind with "%s" in front: each value is one of its own report',
  async (lag, mark) => {
    const at = {
      '8000000226e5c161': '0xffffa06ce6e5c058',
      '8000000226e5d160': '0xffffa06ce6e5d058',
      '8000000012345067': '0x00007f0e95fa8000',
      '8000000012346067': '0x00007f0e95fa9000',
    };
    const [one, other, third, fourth] = Object.entries(at).map(
      ([pte, address]) => [address.slice(2), pte] as const,
    );
    if (!one || !other || !third || !fourth) throw new Error('four entries');
    const walks = [...fault(101, one[0], '3', one[1]), ...fault(102, other[0], '0', other[1])];
    const maps = [...map(201, ...third), ...map(202, ...fourth)];
    for (const lines of [walks, maps]) {
      const stdin = `${doubled(lines, lag, mark).join('\n')}\n`;
      const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout).filter(
        (record) => property(record, 'level') === 'pte',
      );
      const said = records.map((record) => [
        property(record, 'input'),
        property(record, 'address'),
        property(record, 'kernel_source'),
      ]);
      const own = Object.entries(at)
        .filter(([pte]) => lines.some((line) => line.includes(pte)))
        .map((row) => [...row, 'log']);
      expect(said.toSorted()).toEqual([...own, ...own].toSorted());
    }
  },
);

describe('logs of x86', () => {
  test.each(KINDS)('$name', expectKind);
});
