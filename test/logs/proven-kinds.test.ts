import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines that can be taken for more than they prove. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.35 mm/hugetlb.c, arch/x86/include/asm/pgtable.h: neither migration nor poison of huge pages; swap entries stand in ptes alone. ffff81…: the direct map before 2.6.27.
  { name: 'x86, addresses and flags over a table of pmds of an old kernel', log: ['mm/memory.c:97: bad pmd ffff81009773fc88(00007ffffffffe3e).', 'mm/memory.c:97: bad pmd ffff81009773fc98(00007ffffffffe40).'],
    values: ['1 pmd -', '2 pmd -'], said: [/pmd is not present: kernels before 2\.6\.36 keep no page in such an entry/, /looks like an address of user space/], never: [/migration|type \d|L1TF/] },
  { name: 'x86, a number that a blank tears in a walk', log: ['PGD 100000067 P4D 100000067 PUD 1001f 5067 PMD 10b3c1067 PTE 8000000 123456063'],
    values: ['1 pgd table 0x100000', '1 p4d table 0x100000', '1 pmd table 0x10b3c1'], said: [/unfinished/, /no whole value of pud/], never: [/\| pud|swap/] },
  // v6.12 arch/x86/mm/fault.c dump_pagetable(): with four levels P4D is PGD again.
  ...(['80000001', '8'] as const).map((p4d): LogKind => ({ name: `x86, a P4D that is the beginning of PGD: ${p4d}`, log: [`PGD 8000000111903067 P4D ${p4d}`, 'Oops: 0003 [#1] PREEMPT SMP'],
    values: ['1 pgd table 0x111903'], said: [/unfinished: behind pgd its line has a value that is not whole/], never: [/5-level|p4d/] })),
  // v6.12 mm/memory.c print_bad_pte(): pmd stands behind pte in one piece; v6.18 print_bad_page_map(): the walk stands below it.
  ...(['usb 1-1: new high-speed USB device', 'pgd:1233f5067 p4d:1233f5067 pud:100f96067 pmd:10e5a2067'] as const).map((next): LogKind => ({ name: `x86, a bad page map that may be cut off in front of: ${next}`, log: ['BUG: Bad page map in process oom_reaper  pte:80000001c8d', next],
    values: ['1 pte present 0x80000001', ...(next.startsWith('pgd') ? ['2 pgd table 0x1233f5', '2 p4d table 0x1233f5', '2 pud table 0x100f96', '2 pmd table 0x10e5a2'] : [])], ...(next.startsWith('pgd') ? { never: [/cut off/] } : { said: [/may be cut off, and is read as it stands/] }) })),
  // v6.1 include/linux/swap.h SWP_SWAPIN_ERROR, v6.2 SWP_PTE_MARKER, v5.18 SWP_MIGRATION_WRITE: each is type 31.
  { name: 'x86, a special type that other releases have for something else', log: ['#PF: supervisor write access in kernel mode', '#PF: error_code(0x0002) - not-present page', 'PGD 12532c067 P4D 12532c067 PUD 1277e7067 PMD 110dd1067 PTE fffffffffffffc00', 'Oops: 0002 [#1] PREEMPT SMP'],
    values: ['3 pgd table 0x12532c', '3 p4d table 0x12532c', '3 pud table 0x1277e7', '3 pmd table 0x110dd1', '3 pte pte-marker'], said: [/kernels from 5\.19 to 6\.1, of which it can be as well, read pte as swapin-error/, /kernels from 5\.\d+ to 5\.18, of which it can be as well, read pte as migration/] },
  // v3.13 dump_pagetable(): "%0*Lx" with the size of an entry, 16 digits with PAE. EMGD-Community/intel-binaries-linux issue 14, of 3.13.0-32, on a console of 55 columns.
  ...([['01a9d067 *pte = 8000000001a9b161 ', ['2 pmd table 0x1a9d', '2 pte present 0x1a9b']], ['a line of another processor', []]] as const).map(([next, below]): LogKind => ({ name: `i386 PAE, a *pde that the edge of a screen cut, and ${next}`, log: ['[   80.553169] *pdpt = 0000000001a96001 *pde = 00000000', next, '[   80.553186] Oops: 0003 [#1] SMP '],
    values: ['1 pgd table 0x1a96', ...below.map((value) => value.replace('2 pmd', '1 pmd'))], never: [/which is empty/, /2-level/] })),
  { name: 'arm64, the same', log: ['[ffff000012345678] pgd=1000000080001003, p4d=10000000 80001003, pud=1000000080002003'],
    values: ['1 pgd table 0x80001', '1 pud table 0x80002'], said: [/no whole value of p4d/], never: [/\| p4d|0x0000000010000000/] },
  { name: 'x86, a number that a blank tears in a bad page map', log: ['BUG: Bad page map in process foo  pte:80000001 23456067 pmd:123456067'], values: [], never: [/./] },
  { name: 'a number that a blank tears in a message', log: ['swap_free: Bad swap file entry 40000000 00012345'], values: [], never: [/./] },
  // What a report names its CPU and kernel in stands behind its walk: what was said before that is of an earlier report, or of a later one in `journalctl -r`.
  { name: 'x86, two reports whose last lines stand first', log: ['PGD 100000067 P4D 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 0', '#PF: error_code(0x0002) - not-present page', 'BUG: unable to handle page fault for address: ffffc90000123000', 'CPU: 0 PID: 1 Comm: foo Not tainted 5.10.0 #1', 'Oops: 0000 [#1] SMP PTI', 'PGD 100000067 P4D 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 8000000123456063', '#PF: error_code(0x0000) - not-present page', 'BUG: unable to handle page fault for address: ffffc90000456000'],
    values: ['1 pgd table 0x100000', '1 p4d table 0x100000', '1 pud table 0x1001f5', '1 pmd table 0x10b3c1', '1 pte none', '6 pgd table 0x100000', '6 p4d table 0x100000', '6 pud table 0x1001f5', '6 pmd table 0x10b3c1', '6 pte present 0x123456'], never: [/at 0xffffc90000123000/] },
  // v4.14 Xen: show_page_walk() of the hypervisor itself.
  { name: 'Xen, a walk of the hypervisor', log: ['(XEN) ----[ Xen-4.17.2  x86_64  debug=n  Not tainted ]----', '(XEN) CPU:    3', '(XEN) Pagetable walk from ffff82c0002a1000:', '(XEN)  L4[0x105] = 00000000cf4b3063 ffffffffffffffff', '(XEN)  L3[0x100] = 0000000000000000 ffffffffffffffff'],
    values: ['4 pgd table 0xcf4b3', '5 pud none'], said: [/^ {4}\| Xen, x86_64/], never: [/Linux.*(?:assumed|no name was found in its report)/] },
  // v6.8 mm/memory.c zap_pte_range.
  { name: 'a kernel that is given and prints no such message', options: ['-k', '5.4'], log: ['unrecognized swap entry 0x7c00000000000001'],
    values: ['1 swap_entry migration 0x1'], said: [/Linux 5\.4.*prints no such message: those are of 6\.8 or later/] },
  { name: 'a kernel that is given and no longer prints such a message', options: ['-k', '7.3'], log: ['PGD 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 0'],
    values: ['1 pgd table 0x100000', '1 pud table 0x1001f5', '1 pmd table 0x10b3c1', '1 pte none'], said: [/Linux 7\.3.*prints no such message: those are older than 4\.12/] },
  // The kernel puts type and offset of the pte into the message: a pte with another offset is not the one of that message.
  { name: 'x86, a page behind a message about another entry', log: ['swap_free: Unused swap offset entry 000abcde', 'BUG: Bad page map in process foo  pte:8000000123456067 pmd:123456067'],
    values: ['1 swap_entry swap', '2 pte present 0x123456', '2 pmd table 0x123456'], said: [/architecture assumed/], never: [/not decoded/] },
  // v2.4 include/asm-i386/page.h __FILE__ without a folder; v2.6.29 mm/page_alloc.c bad_page.
  { name: 'i386, messages that no one kernel prints', log: ['BUG: Bad page state in process foo  pfn:12345', 'memory.c:306: bad pmd c30b63e8(0000000028d2d027)'],
    values: ['2 pmd table 0x28d2d'], said: [/before 2\.5\.41\), others of 2\.6\.29 or later/], never: [/the log is older/] },
  // v6.4 arch/arm64/mm/fault.c show_pte walks by the low bits of an address (pgd_index), whatever stands above them; Arm ARM DDI 0487 D8.1: an address out of the range of the tables is a fault of level 0.
  { name: 'arm64, an address whose highest bits are not all the same', log: ['Unable to handle kernel paging request at virtual address bfff800082cebd10', '  ESR = 0x0000000086000004', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000042480000', '[bfff800082cebd10] pgd=10000000bffff803, p4d=10000000bffff803, pud=10000000bfffe803, pmd=1000000043834003, pte=0068000048f30f07', 'CPU: 1 PID: 3234 Comm: a Not tainted 6.4.0 #0'],
    values: ['4 pgd table 0xbffff', '4 p4d table 0xbffff', '4 pud table 0xbfffe', '4 pmd table 0x43834', '4 pte present 0x48f30'], said: [/highest bits are not all the same: unless it ignores these \(tags\), the CPU looked at no table/], never: [/changed since/, /maps the page/] },
  // Arm ARM: TBI0, which Linux sets, ignores the highest byte of a user address.
  { name: 'arm64, a user address with a tag', log: ['Unable to handle kernel paging request at virtual address 3f00800082cebd10', '  ESR = 0x0000000096000004', 'user pgtable: 4k pages, 48-bit VAs, pgdp=0000000042480000', '[3f00000082cebd10] pgd=0000000000000000', 'CPU: 1 PID: 3234 Comm: a Not tainted 5.4.0 #0'],
    values: ['4 pgd none'], never: [/not the way/] },
  // v4.8 arch/arm/mm/fsr-2level.c: 0x81b is a page domain fault. The domain stands in the entry above.
  { name: 'arm, a page domain fault over an empty pte', log: ['Unhandled fault: page domain fault (0x81b) at 0x00000000', 'pgd = d1e3c000', '[00000000] *pgd=51e71835, *pte=00000000, *ppte=00000000', 'Internal error: : 81b [#1] SMP ARM', 'CPU: 0 PID: 129 Comm: insmod Not tainted 4.8.0-dirty #1'],
    values: ['3 pgd table 0x51e71', '3 pte none'], said: [/an emulator need not have looked at pte, or/], never: [/found a present entry/] },
  // v6.18 arch/arm/kernel/traps.c __die, S_SMP: one blank in front of it; those of arm64 have two since 6.15.
  { name: 'arm, the line of an oops that every release prints', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000080 when read', '[00000080] *pgd=00000000', 'Internal error: Oops: 5 [#1] SMP ARM'],
    values: ['2 pgd none'], said: [/Linux 7\.3, arm/] },
  { name: 'arm64, the line of an oops that no release since 6.15 prints', log: ['Unable to handle kernel NULL pointer dereference at virtual address 0000000000000080', '[0000000000000080] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 0000000096000004 [#1] SMP'],
    values: ['2 pgd none', '2 p4d none'], said: [/Linux 6\.14, arm64/] },
  // 18906ff9af65 (v6.1) arch/arm64/kernel/traps.c die(): the status in 16 digits.
  { name: 'arm64, the line of an oops with a status of 8 digits', log: ['Unable to handle kernel NULL pointer dereference at virtual address 0000000000000080', '[0000000000000080] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP'],
    values: ['2 pgd none', '2 p4d none'], said: [/Linux 6\.0, arm64/] },
  // One text with reports of two machines: the second names no kernel, and its messages are older than the first one's.
  { name: 'a kernel that is named for another machine', log: ['Unable to handle kernel paging request at virtual address dead000000000108', 'pgd = ffffffc0a39a0000', '[dead000000000108] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000044 [#1] PREEMPT SMP', 'CPU: 2 PID: 12170 Comm: a Tainted: G    BU         4.18.0 #78', 'pc : [<ffffffc000d394c4>] lr : [<ffffffc000d394c4>] pstate: 200001c5', '', 'Unable to handle kernel paging request at virtual address 0c0c9ca0', 'pgd = c0004000', '[0c0c9ca0] *pgd=00000000', 'Internal error: Oops: 5 [#1] PREEMPT', 'Modules linked in: cmemk'],
    values: ['3 pgd none', '3 pud none', '10 pgd none'], said: [/arm, 2-level paging; assumed.*the log names 4\.18\.0 elsewhere, none for this/], never: [/named elsewhere/] },
  // Quoted-printable mail breaks a line behind any letter.
  { name: 's390x, a walk that mail broke inside of the name of a level', log: ['Failing address: 0000000000000000 TEID: 0000000000000483', 'AS:000000001df84007 R3:0000000064888007 S:0000000064887800 P=', ':000000000000003d', 'CPU: 0 PID: 324 Comm: a Not tainted 6.12.0 #1'],
    values: ['2 pud table 0x64888', '2 pmd table 0x64887', '3 pte present 0x0'], never: [/unfinished/] },
  // SDM vol. 3A, 4.1.4: no CPU has fewer than 32 bits of physical addresses.
  { name: 'x86_64, no address bit that every CPU has is reserved', log: ['Unable to handle kernel paging request at ffff81003e5fcde0 RIP:', 'PGD 8063 PUD 9063 PMD 800000003e4001e3 BAD', 'Oops: 000b [1] SMP', 'Pid: 4629, comm: a Not tainted 2.6.19-rc2 #2'],
    values: ['2 pgd table 0x8', '2 pud table 0x9', '2 pmd present 0x3e400'], said: [/no entry shown tells which: it can be one of a feature that this CPU does not have \(no-execute/], never: [/address bit|MAXPHYADDR|most likely/] },
  // SDM vol. 3A, 4.1.4: no 64-bit CPU has fewer than 36 bits of physical addresses.
  { name: 'x86_64, an address that no CPU has too few bits for', log: ['BUG: unable to handle kernel paging request at ffffffff81068a80', 'PGD 37ca0d067 PUD 37ca0e063 PMD 37c2001e1', 'Oops: 0019 [#1] SMP'],
    values: ['2 pgd table 0x37ca0d', '2 pud table 0x37ca0e', '2 pmd present 0x37c200'], said: [/no entry shown tells which: it can stand in an entry that is not shown/], never: [/most likely|above the physical|feature/] },
  { name: 'x86_64, a no-execute bit beside a longer address', log: ['#PF: error_code(0x0009) - reserved bit violation', 'PGD 100000067 P4D 100000067 PUD 1000fb067 PMD 100c40067 PTE 8000000212345163', 'Oops: 0009 [#1] SMP'],
    values: ['2 pgd table 0x100000', '2 p4d table 0x100000', '2 pud table 0x1000fb', '2 pmd table 0x100c40', '2 pte present 0x212345'], said: [/no entry shown tells which: it can be one of a feature that this CPU does not have \(no-execute/], never: [/most likely|address bit/] },
  // v6.12 arch/x86/kvm/mmu/mmu.c __reset_rsvds_bits_mask: AMD alone, in a PML4E; APM vol. 2, 15.25.10: PDPTEs of PAE are read on demand by a guest.
  { name: 'x86_64, the global bit of the top entry', log: ['#PF: error_code(0x0009) - reserved bit violation', 'PGD 2c01167 P4D 2c01167 PUD 2c02067 PMD 2c03067 PTE 2e97867', 'Oops: 0009 [#1] SMP'],
    values: ['2 pgd table 0x2c01', '2 p4d table 0x2c01', '2 pud table 0x2c02', '2 pmd table 0x2c03', '2 pte present 0x2e97'], said: [/pgd has 0x100 set, which a CPU of AMD wants clear/], never: [/must be clear|no entry shown/] },
  { name: 'i386 PAE, bits of a top entry', log: ['BUG: unable to handle kernel paging request at f8234567', '*pdpt = 00000000012341e7 *pde = 0000000037204067 *pte = 0000000012345163', 'Oops: 0009 [#1] SMP'],
    values: ['2 pgd table 0x1234', '2 pmd table 0x37204', '2 pte present 0x12345'], said: [/pgd has 0x1e6 set, which a CPU that reads this entry in a walk .* wants clear/], never: [/must be clear|no entry shown/] },
  // SDM vol. 3A, 4.3: entries of 32 bits have no address bits above the physical ones.
  { name: 'i386 with two levels, no address bit is reserved', log: ['Unable to handle kernel paging request at virtual address c981f000', ' printing eip:', 'c9818a74', '*pde = 0129c067', '*pte = 08b91163', 'Oops: 000b', 'EFLAGS: 00010216   (2.6.5)'],
    values: ['4 pmd table 0x129c', '5 pte present 0x8b91'], said: [/a feature that this CPU does not have \(global pages\)/], never: [/address bit|physical addresses/] },
  // SDM vol. 3A, table 4-4: bits 20 to 13 of a page of 4 MiB are bits 39 to 32 of its address, as far as the CPU has them; bit 21 is reserved.
  ...(['372041e3 0x200000', '370041e3 '].map((text) => text.split(' '))).map(([pde = '', bits]): LogKind => ({ name: `i386, a reserved bit of a page of 4 MiB, ${pde}`,
    log: ['BUG: unable to handle kernel paging request at f8001234', 'IP: [<c0123456>] a+0x1/0x2', `*pde = ${pde}`, 'Oops: 0009 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 4.4.0 #1'],
    values: ['3 pmd present 0x37000'], said: [bits ? /pmd has bits set that must be clear: 0x200000$/ : /no entry shown tells which: it can lie above the physical addresses/], never: [bits ? /no entry shown/ : /must be clear: /] })),
  // v5.4 mm/memory.c vm_normal_page: print_bad_pte(vma, addr, pte, NULL) of frames above highest_memmap_pfn; there is no page to dump.
  { name: 'arm64, a bad page map of which the trace shows why', log: ['BUG: Bad page map in process a  pte:20000b692cffd3 pmd:b69db4003', 'addr:0000aaaaabcb8000 vm_flags:00000875 anon_vma:0000000000000000 mapping:ffff000b6a18f790 index:0', 'CPU: 2 PID: 1060 Comm: dd Tainted: G    B D 5.4.0 #1', 'Hardware name: xlnx,zynqmp (DT)', 'Call trace:', ' dump_backtrace+0x0/0x140', ' print_bad_pte+0x164/0x1e8', ' vm_normal_page+0x88/0xa8', ' unmap_page_range+0x5d0/0xc48'],
    values: ['1 pte present 0xb692cf', '1 pmd table 0xb69db4'], said: [/vm_normal_page\(\), which is in the trace, .*took frame 0xb692cf for one/], never: [/wrong counts|console/] },
  // v5.10 arch/s390/kernel/dumpstack.c show_address: "([<%016lx>] %pSR" where the unwinder is not sure.
  { name: 's390x, a frame of the trace that is not sure', log: ['BUG: Bad page map in process a  pte:0000b692cff00235 pmd:0000000b69db4000', 'addr:000003ffabcb8000 vm_flags:00000875 anon_vma:0000000000000000 mapping:0000000012345678 index:0', 'CPU: 2 PID: 1060 Comm: dd Tainted: G    B D 5.4.0 #1', 'Hardware name: IBM 2964 NC9 702 (z/VM 6.4.0)', 'Call Trace:', '([<0000000000123456>] vm_normal_page+0x88/0xa8)', ' [<0000000000223456>] unmap_page_range+0x5d0/0xc48'],
    values: ['1 pte present 0xb692cff00', '1 pmd table 0xb69db4'], never: [/in the trace/] },
  // v4.9 mm/debug.c __dump_page: pr_emerg; 1c6fb1d89e73 (v5.0).
  ...(['4.9.0', '5.4.0'] as const).map((release): LogKind => ({ name: `x86_64 ${release}, whether a quiet console left the dump of a page out`, log: [`Linux version ${release} (a@b) (gcc) #1 SMP`, 'BUG: Bad page map in process a  pte:8000000112345067 pmd:12345067', 'addr:00007f1234568000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234568'],
    values: ['2 pte present 0x112345', '2 pmd table 0x12345'], said: release === '5.4.0' ? [/quiet/] : [], never: release === '5.4.0' ? [] : [/quiet/] })),
  // arch/s390/mm/fault.c prints what the top entry holds; Principles of Operation: 0x11 is told when the entries above the pte were valid.
  { name: 's390x, a code of the pte over a table that is invalid', log: ['Failing address: 0000000212345000 TEID: 0000000212345403', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000001a4c007 R3:000000000fff0027', 'Oops: 0011 ilc:3 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 6.6.0 #1'],
    values: ['3 pud table 0xfff0'], said: [/the walk ends at pud, which is no table for the CPU: its invalid bit is set/, /the walk of the CPU ended at pte, this one at pud/] },
  { name: 'x86_64, an old word of the stack is no trace', log: ['BUG: Bad page map in process a  pte:8000001100000067 pmd:12345067', 'addr:00007f1234568000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234568', 'CPU: 2 PID: 1060 Comm: dd Tainted: G    B D 5.4.0 #1', 'Call Trace:', ' ? vm_normal_page+0x88/0xa8', ' unmap_page_range+0x5d0/0xc48'],
    values: ['1 pte present 0x1100000', '1 pmd table 0x12345'], never: [/in the trace/] },
  // What 3.10.0-514.16.1.el7 printed of one entry; RHEL 7 arch/x86/include/asm/pgtable_64.h SWP_TYPE_FIRST_BIT 9, SWP_OFFSET_FIRST_BIT 15.
  ...([['514.16.1', /as builds of RHEL 7 before L1TF have them: type 8, offset 0x103256/], ['957.16.1', /these tables read otherwise than the message before it: type 8, offset 0x103256 there/]] as const).map(([build, said]): LogKind => ({ name: `x86_64, a swap entry of RHEL 7, build ${build}`,
    log: ['swap_free: Bad swap file entry 1000000000103256', 'BUG: Bad page map in process a  pte:8192b1000 pmd:3ff9324067', `CPU: 5 PID: 9166 Comm: a Tainted: G        W  OE K------------   3.10.0-${build}.el7.x86_64 #1`],
    values: ['1 swap_entry swap', '2 pte -', '2 pmd table 0x3ff9324'], said: [said], never: [/pte is swap, type 0/] })),
  // Two messages of a mail that lists what it has seen: get_swap_device() is not called where a bad page map comes from.
  { name: 'x86_64, a message about another entry before a bad page map', log: ['get_swap_device: Bad swap file entry 3403b0f5b2584992', 'BUG: Bad page map in process stress  pte:c42f93fac0299e1d pmd:0d9b2047', 'Oops: general protection fault, probably for non-canonical address 0x2f9b7fa5e2bde696: 0000 [#1] PREEMPT SMP PTI'],
    values: ['1 swap_entry swap', '2 pte present 0xf93fac0299', '2 pmd table 0xd9b2'], never: [/message before/] },
  // v2.6.24 arch/x86/mm/fault_64.c dump_pagetable reads on behind a large page; L1TF is of 2018.
  { name: 'x86_64 before L1TF, what stands behind a page', log: ['Unable to handle kernel paging request at ffff81000000b300 RIP:', 'PGD 8063 PUD 9063 PMD 80000000000001e3 PTE f000efd2f000e82e', 'Oops: 0011 [1] SMP'],
    values: ['2 pgd table 0x8', '2 pud table 0x9', '2 pmd present 0x0', '2 pte -'], said: [/^ {4}\| Linux 4\.1, x86_64.*no name was found in its report: see --kernel; the log is older/], never: [/symbol differs|migration|newest that no known message/] },
  // 2.6.18-xen arch/i386/mm/fault-xen.c dump_fault_path.
  { name: 'i386, frames of the host of a guest of Xen', log: ['BUG: unable to handle kernel paging request at virtual address 012988d7', ' printing eip:', 'c0176a14', '0d661000 -> *pde = 00000000:36adc001', '08adc000 -> *pme = 00000000:00000000'],
    values: ['4 pgd table 0x36adc', '5 pmd none'], said: [/those of the machine \(Xen\), not of the guest/] },
  // v7.0 kernel/fork.c check_mm: " Comm:%s Pid:%d" behind it; v4.14 arch/x86/mm/fault.c show_fault_oops: %p.
  { name: 'i386 PAE, how a wrong count of pages is told', log: ['mm/pgtable-generic.c:51: bad pmd e7d8e333(8000000433c000c5)', 'BUG: Bad rss-counter state mm:84638533 type:MM_ANONPAGES val:512'], values: ['1 pmd present 0x433c00'], said: [/^ {4}\| Linux 6\.19, i386/] },
  { name: 'x86_64, how a null pointer is told', log: ['BUG: unable to handle kernel NULL pointer dereference at           (null)', 'PGD 11189067 P4D 11189067 PUD b53a8067 PMD 0'], values: ['2 pgd table 0x11189', '2 p4d table 0x11189', '2 pud table 0xb53a8', '2 pmd none'], said: [/^ {4}\| Linux 4\.14, x86_64/] },
  // v5.10 arch/arm/mm/fsr-2level.c: 0x406 is "imprecise external abort"; Arm ARM DDI 0406 B3.12: an asynchronous abort has no fault address.
  { name: 'arm, an abort that comes later than its access', log: ['Unhandled fault: imprecise external abort (0x1406) at 0x00000000', 'pgd = 49dd3dbd', '[00000000] *pgd=41d85835, *pte=00000000, *ppte=00000000', 'Internal error: : 1406 [#1] SMP ARM', 'CPU: 0 PID: 83 Comm: a Not tainted 5.10.0 #1'],
    values: ['3 pgd table 0x41d85', '3 pte none'], said: [/FSR 0x1406 \(imprecise abort\): it came later/], never: [/by the kernel at|nothing is mapped there$/] },
  // v6.12 arch/arm/mm/fault.c do_PrefetchAbort; Arm ARM DDI 0406 B4.1.96: IFSR has no asynchronous aborts, and arch/arm/mm/fsr-2level.c ifsr_info calls 0x406 "unknown 22".
  ...([['unknown 22 (0x406)', undefined], ['page permission fault (0x00f)', /execute by the kernel at 0x0*bf001234, FSR 0x8000000f \(page permission fault\): what is mapped does not allow it/]] as const).map(([status, said]): LogKind => ({ name: `arm, a prefetch abort: ${status}`,
    log: [`Unhandled prefetch abort: ${status} at 0xbf001234`, 'pgd = c0004000', '[bf001234] *pgd=8f8f0811, *pte=8f8f165f, *ppte=8f8f145f', 'Internal error: : f [#1] PREEMPT SMP ARM', 'CPU: 0 PID: 1 Comm: a Not tainted 4.14.98 #1'],
    values: ['3 pgd table 0x8f8f0', '3 pte present 0x8f8f1'], said: said ? [said] : [], never: [/imprecise|later than|by the kernel at .*(?:read|write)|: read|: write/] })),
  // v5.3 arch/arm64/mm/fault.c mem_abort_decode, v5.4 the same; v5.8 mm/debug.c __dump_page; v4.14 arch/arm/mm/fault.c show_pte: %p.
  ...([['arm64', 'Exception class = DABT (current EL), IL = 32 bits', '[0000000000000008] pgd=0000000000000000', 'Linux 5\\.3'], ['arm64', 'Exception class =3D DABT (current EL), IL =3D 32 bits', '[0000000000000008] pgd=3D0000000000000000', 'Linux 5\\.3'], ['arm', 'pgd = c28e4000', '[00000008] *pgd=00000000', 'Linux 4\\.14'], ['arm', 'pgd = 49dd3dbd', '[00000008] *pgd=00000000', 'Linux 5\\.']] as const).map(([arch, line, walk, said]): LogKind => ({ name: `${arch}, a bound of the release: ${line.slice(0, 20)}, ${walk.slice(-20, -10)}`,
    log: [`Unable to handle kernel NULL pointer dereference at virtual address ${arch === 'arm' ? '00000008' : '0000000000000008'}`, line, walk, ...(arch === 'arm' ? ['Internal error: Oops: 5 [#1] SMP ARM'] : [])], values: ['3 pgd none'], said: [new RegExp(`^ {4}\\| ${said}`)] })),
  { name: 'arm64, a page with its pointer and no frame', log: ['[  785.590912]  __arm64_sys_sysinfo+0x2c/0xd0', '[  785.766009] page:ffffffe021fbb280 refcount:1 mapcount:0 mapping:0000000000000000 index:0xffff00886ecaa8c8', '[  785.872714] get_swap_device: Bad swap file entry 58025a5a5a5a5a5a'], values: ['3 swap_entry swap'], never: [/as a pte/, /Linux (?:5\.9|[67])/] },
  // v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate: PMD_TABLE_AF.
  ...([['003', '003', '6\\.12'], ['403', '003', '6\\.12'], ['003', '403', '6\\.12'], ['403', '403', '7\\.3']] as const).map(([upper, lower, release]): LogKind => ({ name: `arm64, tables of a process: ${upper}, ${lower}`,
    log: [`[0000aaaae7724000] pgd=08000000168a8${upper}, p4d=08000000168a8${upper}, pud=0800000007197${upper}, pmd=08000000168bd${lower}, pte=0000000000000000`], values: ['1 pgd table 0x168a8', '1 p4d table 0x168a8', '1 pud table 0x7197', '1 pmd table 0x168bd', '1 pte none'], said: [new RegExp(`^ {4}\\| Linux ${release}`)] })),
  // v6.13 arch/arm64/mm/fixmap.c early_fixmap_init_pmd: PUD_TYPE_TABLE | PUD_TABLE_AF; 39 bits: the fixmap is in the last GiB.
  ...([['45894003', '6\\.12'], ['45894403', '7\\.3']] as const).map(([pud, release]): LogKind => ({ name: `arm64, a table of the fixmap: ${pud}`,
    log: ['swapper pgtable: 4k pages, 39-bit VAs, pgdp=000000004517d000', `[ffffffffffffffa0] pgd=00000000${pud}, p4d=00000000${pud}, pud=00000000${pud}, pmd=0000000000000000`], values: ['2 pgd table 0x45894', '2 p4d table 0x45894', '2 pud table 0x45894', '2 pmd none'], said: [new RegExp(`^ {4}\\| Linux ${release}`)] })),
  // linux-next: what is queued for the release behind that of its name.
  ...(['5.17.0-next-20220321', '5.18.0-rc7-next-20220518', '5.18.0-20220428.rc4.git500.bdc61aad77fa.300.fc35.s390x+next'] as const).map((release): LogKind => ({ name: `a kernel of linux-next, ${release}`,
    log: ['AS:0000000001ee4007 R3:000000001ffec007 S:000000001ffe4000 P:000000000133b31d', `CPU: 0 PID: 32 Comm: a Not tainted ${release} #1`], values: ['1 pud table 0x1ffec', '1 pmd table 0x1ffe4', '1 pte present 0x133b'], said: [/a kernel of linux-next, which is ahead of that release/], never: [/Fedora/] })),
  // v6.12 arch/x86/kvm/mmu/mmu.c __reset_rsvds_bits_mask: bit 8 of a table is reserved on AMD alone; the walk goes on to the pte, whose bit 50 is.
  { name: 'x86_64, the global bit of a table', log: ['#PF: error_code(0x0009) - reserved bit violation', 'PGD 2c01067 P4D 2c01067 PUD 2c02167 PMD 2c03063 PTE 8004000012345163', 'Oops: 0009 [#1] SMP'],
    values: ['2 pgd table 0x2c01', '2 p4d table 0x2c01', '2 pud table 0x2c02', '2 pmd table 0x2c03', '2 pte present 0x4000012345'], said: [/pte has address bit 50 set/], never: [/pud has bits set that must be clear/] },
  // SDM vol. 3A, 4.4.1: PDPTEs are looked at when CR3 is loaded.
  { name: 'i386 PAE, a reserved bit of the top table', log: ['BUG: unable to handle kernel paging request at f8234567', '*pdpt = 0000000001234021 *pde = 00000000372040e3', 'Oops: 0009 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 3.10.0 #1'],
    values: ['2 pgd table 0x1234', '2 pmd present 0x37200'], said: [/pmd has bits set that must be clear: 0x4000$/], never: [/pgd has bits/] },
  { name: 'x86_64, an address of memory that the boot shows', log: ['[    0.000000] Linux version 6.1.0 (a@b) (gcc) #1 SMP', '[    0.000000] last_pfn = 0x4040000 max_arch_pfn = 0x400000000', '[   99.000000] #PF: error_code(0x0009) - reserved bit violation', '[   99.000000] PGD 2c01067 P4D 2c01067 PUD 2c02067 PMD 2c03063 PTE 8000003f12345163', '[   99.000000] Oops: 0009 [#1] SMP', '[   99.000000] CPU: 1 PID: 55 Comm: a Not tainted 6.1.0 #1'],
    values: ['4 pgd table 0x2c01', '4 p4d table 0x2c01', '4 pud table 0x2c02', '4 pmd table 0x2c03', '4 pte present 0x3f12345'], said: [/no entry shown tells which: it can be one of a feature/], never: [/address bit 37/] },
  // v2.4 include/linux/list.h list_del: (void *) 0; mm/slab.c POISON_BYTE 0x5a.
  ...(['5a5a5a5e', '00100104'] as const).map((address): LogKind => ({ name: `i386 2.4, no poison of 2.6: ${address}`, log: [`Unable to handle kernel paging request at virtual address ${address}`, ' printing eip:', 'c0117ee8', '*pde = 00000000', 'Oops: 0000', 'EIP:    0010:[<c0117ee8>]    Not tainted', 'EFLAGS: 00010286   (2.4.27-3-686)'], values: ['4 pmd none'], never: [/looks like/] })),
  // v6.6 arch/s390/mm/fault.c dump_pagetable: it stops at an entry with _REGION_ENTRY_INVALID.
  { name: 's390x, a table that is invalid ends the walk', log: ['Failing address: 0000000212345000 TEID: 0000000212345403', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000001a4c007 R3:000000000fff0027', 'Oops: 003b ilc:3 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 6.6.0 #1'],
    values: ['3 pud table 0xfff0'], said: [/ends at pud, which is no table for the CPU: its invalid bit is set/], never: [/unfinished/] },
  // 834020366da9 (v5.4) arch/arm/mm/fault.h FSR_CM: cache maintenance wants no right, and the CPU calls it a write.
  { name: 'arm, cache maintenance is no write', log: ['Unable to handle kernel paging request at virtual address c1c0a000', '[c1c0a000] *pgd=41c11811, *pte=41c0a6df, *ppte=41c0a65f', 'Internal error: Oops: 280f [#1] SMP ARM', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0 #1'],
    values: ['2 pgd table 0x41c11', '2 pte present 0x41c0a'], said: [/access by the kernel at 0x00000000c1c0a000, FSR 0x280f/], never: [/write by|is read-only$|allow this access/] },
  // A table is as long as a page of its machine, and begins where one does.
  { name: 'loongarch64, a table where pages of 16 KiB do not begin', log: ['BUG: Bad page map in process a  pte:80000001123462df pmd:9000000112345000', 'addr:00007ffff1234000 vm_flags:00000075 anon_vma:0000000000000000 mapping:0000000000000000 index:7ffff1234', 'CPU: 0 PID: 1 Comm: a Not tainted 6.6.0 #1', ' CRMD: 000000b0 (PLV0 -IE -DA +PG DACF=CC DACM=CC -WE)'],
    values: ['1 pte present 0x112346', '1 pmd table 0x112345'], never: [/16 KiB|unknown bits/] },
  // Lines of two machines: the name of a kernel that says another machine is of another report.
  { name: 'x86_64, a kernel of another machine in the same text', log: ['Linux version 6.1.0-9-arm64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'BUG: unable to handle page fault for address: ffffea0000000008', '#PF: error_code(0x0000) - not-present page', 'PGD 13ffd5067 P4D 13ffd5067 PUD 13ffd4067 PMD 13ffd3067 PTE 0'],
    values: ['4 pgd table 0x13ffd5', '4 p4d table 0x13ffd5', '4 pud table 0x13ffd4', '4 pmd table 0x13ffd3', '4 pte none'], said: [/x86_64.*the log names 6\.1\.0-9-arm64 elsewhere, none for this/] },
  // Two machines in one file of a log server: each has its own kernel. v5.10 include/linux/swap.h, v6.1 the same: what type 31 is.
  { name: 'x86_64, kernels of two machines by their names', log: ['Nov 28 03:00:01 alpha kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 03:00:02 beta kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'Nov 28 03:00:07 alpha kernel: [  700.100001] get_swap_device: Bad swap file entry 7c00000000012345', 'Nov 28 03:00:07 beta kernel: [  700.100001] get_swap_device: Bad swap file entry 7c00000000012345'],
    values: ['3 swap_entry migration 0x12345', '4 swap_entry swapin-error 0x12345'], said: [/Linux 5\.10\.46, x86_64; named in the log \(5\.10\.0-8-amd64\)/, /Linux 6\.1\.27, x86_64; named in the log \(6\.1\.0-9-amd64\)/] },
  { name: 'x86_64, a machine with a newer kernel, and another that had that before', log: ['Nov 28 03:00:01 web01 kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 03:00:05 web02 kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'Nov 28 05:00:05 web01 kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'Nov 28 05:00:07 web01 kernel: [  700.100001] get_swap_device: Bad swap file entry 7c00000000012345'],
    values: ['4 swap_entry swapin-error 0x12345'], said: [/Linux 6\.1\.27, x86_64; named in the log/] },
  { name: 'x86_64, one of two machines starts another kernel before it has a name', log: ['Nov 28 03:00:01 alpha kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 03:00:02 beta kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 04:00:00 localhost kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'Nov 28 04:00:07 alpha kernel: [  700.100001] get_swap_device: Bad swap file entry 7c00000000012345'],
    values: ['4 swap_entry pte-marker'], said: [/the log names 5\.10\.0-8-amd64 and 6\.1\.0-9-amd64 elsewhere, none for this/], never: [/named in the log/] },
  { name: 'x86_64, a line of another machine within a report', log: ['Nov 28 03:00:01 alpha kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 03:00:02 beta kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.27-1 (2023-05-08)', 'Nov 28 04:00:07 alpha kernel: [  700.100001] BUG: Bad page map in process bash  pte:f7fffffffdb97400 pmd:061e5067', 'Nov 28 04:00:07 beta kernel: [  712.100001] CPU: 0 PID: 97 Comm: sh Not tainted 6.1.0-9-amd64 #1  Debian 6.1.27-1'],
    values: ['3 pte migration 0x12345', '3 pmd table 0x61e5'], said: [/Linux 5\.10\.46, x86_64; named in the log \(5\.10\.0-8-amd64\)/] },
  { name: 'x86_64, the memory of another machine', log: ['Nov 28 03:00:01 alpha kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP', 'Nov 28 03:00:01 alpha kernel: [    0.000000] last_pfn = 0x4040000 max_arch_pfn = 0x400000000', 'Nov 28 03:10:02 beta kernel: [    0.000000] Linux version 6.1.0-9-amd64 (a@b) (gcc-12) #1 SMP', 'Nov 28 03:10:02 beta kernel: [    0.000000] last_pfn = 0x80000 max_arch_pfn = 0x400000000', 'Nov 28 04:00:07 alpha kernel: [ 3600.100001] BUG: Bad page map in process bash  pte:8000003f12345867 pmd:061e5067'],
    values: ['5 pte present 0x3f12345', '5 pmd table 0x61e5'], never: [/memory that the log shows/] },
  { name: 'x86_64, a machine that had no name yet when it started', log: ['Nov 28 03:00:01 localhost kernel: [    0.000000] Linux version 5.10.0-8-amd64 (a@b) (gcc-10) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'Nov 28 03:00:07 alpha kernel: [  700.100001] PGD 0 P4D 0'], values: ['2 pgd none', '2 p4d none'], said: [/named in the log \(5\.10\.0-8-amd64\)/] },
  // arch/x86/Makefile: one compiler builds kernels of 32 and of 64 bits (-m32, -m64); arch/arm has others.
  ...([['x86_64-linux-gcc', /Linux 5\.4, i386.*named in the log \(5\.4\.0\)/], ['arm-linux-gnueabihf-gcc', /the log names 5\.4\.0 elsewhere, none for this/]] as const).map(([compiler, said]): LogKind => ({ name: `i386 PAE, a kernel built with ${compiler}`,
    log: [`Linux version 5.4.0 (user@host) (${compiler} (GCC) 9.3.0) #1 SMP`, 'BUG: unable to handle page fault for address: f8234567', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', '*pdpt = 0000000001234001 *pde = 0000000000000000'], values: ['5 pgd table 0x1234', '5 pmd none'], said: [said] })),
  // v2.6.18 include/linux/list.h; a29815a333c6, bf0c4e047324: 64-bit kernels had no ILLEGAL_POINTER_VALUE before.
  { name: 'x86_64, list poison of an old kernel', log: ['Unable to handle kernel paging request at 0000000000100108 RIP:', 'PGD 203027 PUD 0', 'Oops: 0002 [1] SMP', 'Pid: 5612, comm: a Not tainted 2.6.18-8.el5 #1'],
    values: ['2 pgd table 0x203', '2 pud none'], said: [/the address looks like LIST_POISON: .*0x8 behind 0x100100/] },
  { name: 'arm64, list poison of an old kernel', log: ['Unable to handle kernel paging request at virtual address 00200200', 'pgd = ffffffc0b7a51000', '[00200200] *pgd=0000000000000000', 'Internal error: Oops: 96000046 [#1] PREEMPT SMP', 'CPU: 2 PID: 1 Comm: a Not tainted 3.10.84-g1234567 #1'],
    values: ['3 pgd none'], said: [/the address looks like LIST_POISON/] },
  { name: 'x86_64, the same address in a kernel with ILLEGAL_POINTER_VALUE', log: ['BUG: unable to handle kernel paging request at 0000000000100108', 'PGD 203067 PUD 0', 'Oops: 0002 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 3.10.0 #1'], values: ['2 pgd table 0x203', '2 pud none'], never: [/LIST_POISON/] },
  // Principles of Operation, "Assigned Storage Locations": the address of the page; v6.12 include/linux/poison.h POISON_FREE.
  { name: 's390x, the page of freed memory', log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'Failing address: 6b6b6b6b6b6b6000 TEID: 6b6b6b6b6b6b6803', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000000c38007 R3:0000000000000024', 'Oops: 0038 ilc:3 [#1] SMP', 'CPU: 1 PID: 1 Comm: a Not tainted 5.10.0 #1'],
    values: ['4 pud none'], said: [/the page of the address is that of POISON_FREE/], never: [/ behind 0x/] },
  // SDM vol. 3A, 4.4.2: PAE has no pages of 1 GiB.
  { name: 'i386 PAE, no feature that none of its entries has a bit of', log: ['a: Corrupted page table at address 4e91f000', '*pdpt = 0000000000000000 *pde = 03b40008304285b6', 'Bad pagetable: 000f [#1] SMP'],
    values: ['2 pgd none', '2 pmd -'], said: [/no entry shown tells which: it can stand in an entry that is not shown/, /^ {4}\| Linux 6\.9, i386/], never: [/feature/] },
  // v2.4 include/asm-i386/pgtable-3level.h pmd_ERROR: 16 digits behind a pointer; pgtable-2level.h has no pointer.
  { name: 'i386, an entry behind a pointer is one of PAE, whatever stands near', log: ['Unable to handle kernel paging request at virtual address c981f000', ' printing eip:', 'c9818a74', '*pde = 0129c067', '*pte = 08b91163', 'Oops: 0000', '', 'memory.c:306: bad pmd c30b63e8(0000000028d2d027)'],
    values: ['4 pmd table 0x129c', '5 pte present 0x8b91', '8 pmd table 0x28d2d'], said: [/i386, 3-level paging/] },
  // v2.4 arch/i386/mm/fault.c reads the pte where the pde points to, whatever that is.
  { name: 'i386, a pte behind what is no pde', log: ['Unable to handle kernel paging request at virtual address 83c9f3b0', ' printing eip:', 'c0117ee8', '*pde = 00047883', '*pte = 00000000', 'Oops: 0000'],
    values: ['4 pmd -', '5 pte -'], never: [/maps the page|changed since/] },
  // Xen 4.14 arch/x86/x86_64/traps.c show_page_walk: read_cr3() is that of the guest when a guest of Xen PV crashes.
  { name: 'Xen, a walk in the tables of a guest', log: ['(XEN) Domain 0 (vcpu#0) crashed on cpu#0:', '(XEN) Pagetable walk from ffffc90000000000:', '(XEN)  L4[0x192] = 0000000855bee067 0000000000002815'],
    values: ['3 pgd table 0x855bee'], said: [/of tables of its own or of a guest/] },
  // A mail that quotes an older report above its own.
  { name: 'x86, the address of a report below a quoted one', log: ['> > [   42.775369] BUG: unable to handle kernel paging request at ffff88007bb61000', '> > [   42.776656] IP: [<ffffffff81126f8f>] mincore_unmapped_range+0xdf/0x100', '> ', ...Array.from({ length: 12 }, () => '> Thanks for your testing/reporting, I found the miscalculation.'), '', '[   26.850945] BUG: unable to handle kernel paging request at ffff880852d8c000', '[   26.852718] IP: [<ffffffff81126de7>] mincore_hugetlb+0x27/0x50', '[   26.853527] PGD 2ef6067 PUD 2ef9067 PMD 87fd4a067 PTE 8000000852d8c060', '[   26.854462] Oops: 0002 [#1] SMP DEBUG_PAGEALLOC', '[   26.854752] CPU: 5 PID: 170 Comm: a Not tainted 3.16.0'],
    values: ['19 pgd table 0x2ef6', '19 pud table 0x2ef9', '19 pmd table 0x87fd4a', '19 pte unmapped 0x852d8c'], said: [/write by the kernel at 0xffff880852d8c000/] },
  // v4.4 arch/arm64/include/asm/pgtable.h set_pte_at; v6.12 __check_safe_pte_update.
  { name: 'arm64, an entry and the one that takes its place', log: ['set_pte_at: racy dirty state clearing: 0x0068000099371bd3 -> 0x0068000099371fd3', 'CPU: 5 PID: 294 Comm: a Not tainted 4.6.0 #1'],
    values: ['1 pte present 0x99371', '1 pte present 0x99371'], said: [/0x0068000099371bd3 .*NG SHARED/, /0x0068000099371fd3 .*NG AF SHARED/] },
  { name: 'arm64, the same, wrapped', log: ['> __check_racy_pte_update: racy dirty state clearing: 0x0068000416899f03 =', '-> 0x0060000416898f83', '> WARNING: CPU: 3 PID: 394 at arch/arm64/include/asm/pgtable.h:318', '> CPU: 3 PID: 394 Comm: fallocate Not tainted 6.1.0-rc1 #224'],
    values: ['1 pte present 0x416899', '2 pte present 0x416898'], said: [/arm64 .*named in the log \(6\.1\.0-rc1\)/], never: [/level assumed/] },
  // v2.6.8 arch/x86_64/kernel/process.c __show_regs: "comm:" with a small letter.
  { name: 'x86_64, the name of an old kernel, torn', log: ['PGD 103027 PUD 0', 'Oops: 0002 [1] SMP', 'Nov  1 12:09:01 localhost kernel: Pid: 5612, comm: hardserver Not ', 'tainted 2.6.8-11-amd64-generic'],
    values: ['1 pgd table 0x103', '1 pud none'], said: [/named in the log \(2\.6\.8-11-amd64-generic\)/] },
  // One release can be that of the kernels of two machines.
  { name: 'a release that is named for two machines', log: ['BUG: unable to handle kernel paging request at ffff888012345000', 'PGD 2e01067 P4D 2e01067 PUD 0', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1', 'RIP: 0010:a+0x1/0x2', '', 'Unable to handle kernel paging request at virtual address ffff000000000080', '[ffff000000000080] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 0000000096000004 [#1] SMP', 'CPU: 2 PID: 12 Comm: a Not tainted 6.1.0 #1', 'pstate: 20000005 (nzCv daif -PAN -UAO -TCO -DIT -SSBS BTYPE=--)', '', 'Unable to handle kernel paging request at virtual address ffff000000000088', '[ffff000000000088] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 0000000096000004 [#1] SMP'],
    values: ['2 pgd table 0x2e01', '2 p4d table 0x2e01', '2 pud none', '7 pgd none', '7 p4d none', '13 pgd none', '13 p4d none'], said: [/arm64.*named elsewhere in the log \(6\.1\.0\)/] },
  // Two CPUs on one console: nothing tells which of two addresses a walk is of.
  { name: 'x86, two faults on one console', log: ['BUG: unable to handle kernel paging request at ffff88007bb61000', ...Array.from({ length: 6 }, (_, at) => `a driver of this machine says something that is as long as what a driver says, and a number: ${at}`), 'BUG: unable to handle kernel paging request at ffff880852d8c000', 'IP: [<ffffffff81126de7>] mincore_hugetlb+0x27/0x50', 'PGD 2ef6067 PUD 2ef9067 PMD 87fd4a067 PTE 800000007bb61060', 'CPU: 5 PID: 170 Comm: a Not tainted 4.4.0'],
    values: ['10 pgd table 0x2ef6', '10 pud table 0x2ef9', '10 pmd table 0x87fd4a', '10 pte swap'], never: [/ffff880852d8c000|unmapped page/] },
  // v6.1 arch/x86/include/asm/pgtable-3level.h with pgtable-invert.h: all bits of PTE_PFN_MASK, 12 to 51, are inverted.
  { name: 'i386 PAE, no reserved bits of an inverted frame', log: ['BUG: unable to handle page fault for address: c12bd000', '*pdpt = 0000000001866001 *pde = 0000000012584067 *pte = 800fffffed942060', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: swapper/0 Not tainted 6.1.0 #11'],
    values: ['2 pgd table 0x1866', '2 pmd table 0x12584', '2 pte unmapped 0x126bd'], never: [/reserved bits/] },
  { name: 'x86, what looks like PAGE_NONE and has other flags', log: ['BUG: unable to handle page fault for address: fffffe0000073038', 'PGD 7ffa7067 P4D 7ffa7067 PUD 7ffa6067 PMD 7ffa5067 PTE 800ffffffffff16a', 'CPU: 1 PID: 1 Comm: a Not tainted 5.4.0 #1'],
    values: ['2 pgd table 0x7ffa7', '2 p4d table 0x7ffa7', '2 pud table 0x7ffa6', '2 pmd table 0x7ffa5', '2 pte unmapped 0x0'], never: [/PAGE_NONE/] },
  // Arm ARM: bits 55 to 48 are none of a tag.
  { name: 'arm64, an address with other bits than a tag has', log: ['Unable to handle kernel paging request at virtual address ff7f800082cebd10', '  ESR = 0x0000000086000004', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000042480000', '[ff7f800082cebd10] pgd=10000000bffff803, p4d=10000000bffff803, pud=0000000000000000', 'CPU: 1 PID: 3234 Comm: a Not tainted 6.4.0 #0'],
    values: ['4 pgd table 0xbffff', '4 p4d table 0xbffff', '4 pud none'], said: [/not all the same: the CPU looked at no table/] },
  { name: 'arm64, a line of hexadecimal digits behind a whole update', log: ['set_pte_at: racy dirty state clearing: 0x0068000099371bd3 -> 0x0068000099371fd3', '0xffff000012345678'],
    values: ['1 pte present 0x99371', '1 pte present 0x99371'] },
  // v4.8 arch/arm/mm/fsr-2level.c: 0x819 is a section domain fault, which is of the entry shown.
  { name: 'arm, a section domain fault', log: ['Unhandled fault: section domain fault (0x819) at 0x00000000', 'pgd = d1e3c000', '[00000000] *pgd=51e71835, *pte=00000000, *ppte=00000000', 'Internal error: : 819 [#1] SMP ARM', 'CPU: 0 PID: 129 Comm: insmod Not tainted 4.8.0-dirty #1'],
    values: ['3 pgd table 0x51e71', '3 pte none'], never: [/emulator/] },
  // v5.16 arch/arm/include/asm/memory.h: with KASAN user addresses end below its shadow, which is the kernel's alone.
  { name: 'arm, a page of the kernel below the usual end of user addresses', log: [' Unable to handle kernel paging request at virtual address bd300860', ' [bd300860] *pgd=41cf1811, *pte=41cf26df, *ppte=41cf265f', ' Internal error: Oops: 80f [#1] SMP ARM', ' CPU: 0 PID: 86 Comm: insmod Not tainted 5.16.0-rc6+ #1'],
    values: ['2 pgd table 0x41cf1', '2 pte present 0x41cf2'], said: [/pte is read-only/], never: [/user address/] },
  // v6.10 arch/arm/mm/fsr-3level.c: 0x205 is a fault of level 1, above the pmd that is shown.
  { name: 'arm, a fault above the last table that is shown', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000008 when read', '[00000008] *pgd=844c0003, *pmd=fe12e003', 'Internal error: Oops: 205 [#1] PREEMPT SMP ARM', 'CPU: 0 PID: 86 Comm: a Not tainted 6.10.0 #1'],
    values: ['2 pgd table 0x844c0', '2 pmd table 0xfe12e'], said: [/the walk of the CPU ended at pgd, this one at pmd/] },
  { name: 'x86_64, the package version of Debian', log: ['PGD 0 P4D 0', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0-33-amd64 #1  Debian 6.1.133-1'],
    values: ['1 pgd none', '1 p4d none'], said: [/Linux 6\.1\.133, x86_64/] },
  // Arm ARM: bit 60 of a table is UXNTable; no kernel of x86 sets bit 60 or 10 of a table.
  { name: 'crash, one step that x86_64 makes none of', log: ['   PGD: ffffb75e3ddd4b70 => 10006057fffff403'],
    values: ['1 pgd -'], said: [/architecture unknown/] },
  // v6.12 include/linux/poison.h LIST_POISON1, POISON_FREE, TAIL_MAPPING; v3.18 LIST_POISON1 (0x00100100 up to 4.2), also beside a delta.
  ...([['arm64', 'dead000000000108', 'pgd=0000000000000000', /LIST_POISON: .*0x8 behind 0xdead000000000100/], ['arm64', 'dead000000000420', 'pgd=0000000000000000', /POISON_POINTER_DELTA\), 0x420 behind/], ['arm64', 'dead000000200208', 'pgd=0000000000000000', /LIST_POISON: .*0x8 behind 0xdead000000200200/], ['arm', '6b6b6b7b', '*pgd=00000000', /POISON_FREE .*0x10 behind 0x6b6b6b6b/], ['arm', '00100104', '*pgd=00000000', /LIST_POISON: .*0x4 behind 0x100100/, '3.18.0'], ['arm', '00100104', '*pgd=00000000', undefined], ['arm', '00001004', '*pgd=00000000', undefined]] as const).map(([arch, address, walk, said, release = '4.19.0']): LogKind => ({ name: `${arch}, the address ${address}`,
    log: [`Unable to handle kernel paging request at virtual address ${address}`, `[${address}] ${walk}`, ...(arch === 'arm' ? ['Internal error: Oops: 5 [#1] SMP ARM'] : []), `CPU: 2 PID: 1 Comm: a Not tainted ${release} #78`], values: ['2 pgd none'],
    ...(said === undefined ? { never: [/looks like/] } : { said: [said] }) })),
  { name: 'arm64, no walk of the CPU for an address that no table has', log: ['Unable to handle kernel paging request at virtual address d280003552829470', 'pgd = ffffffc0a39a0000', '[d280003552829470] *pgd=000000008f35c003, *pud=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 4.4.65 #1'],
    values: ['3 pgd table 0x8f35c', '3 pud none'], never: [/the walk of the CPU ended|changed since/] },
  // 67ce16ec15ce (v4.13) arch/arm64/mm/fault.c show_pte: the table in a line with the sizes.
  { name: 'arm64, the line with the table before 4.13', log: ['Unable to handle kernel paging request at virtual address 01dfa014', 'pgd = ffffffc0a39a0000', '[01dfa014] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000045 [#1] PREEMPT SMP'],
    values: ['3 pgd none', '3 pud none'], said: [/the log is older \(before 4\.13\)/] },
  { name: 'arm64, the same of 4.14', log: ['Unable to handle kernel paging request at virtual address 01dfa014', 'user pgtable: 4k pages, 39-bit VAs, pgd = ffffffc0a39a0000', '[0000000001dfa014] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000045 [#1] PREEMPT SMP'],
    values: ['3 pgd none', '3 pud none'], said: [/Linux 4\.14, arm64/], never: [/log is older/] },
  // v2.4.18 include/asm-alpha/pgtable.h pmd_ERROR prints the same; Linux came to riscv64, arm64 and loongarch64 later.
  { name: 'a message of 2.4 that machines without tables print as well', log: ['memory.c:100: bad pmd 0000000120211360.', 'memory.c:100: bad pmd 0000000140000000.'],
    values: ['1 pmd -', '2 pmd -'], said: [/or a machine without tables/], never: [/architecture assumed|arm64|riscv64|loongarch64/] },
  // v3.11 arch/powerpc/include/asm/hugetlb.h hugepd_page, book3e: the address of the table without its highest bit, and the size below.
  { name: 'a message of 3.10 that machines without tables print as well', log: ['/home/a/linux/mm/memory.c:407: bad pmd 40000001fc221516.', '/home/a/linux/mm/memory.c:407: bad pmd 40000001f9a1d51b.'],
    values: ['1 pmd -', '2 pmd -'], said: [/or a machine without tables/], never: [/architecture assumed|riscv64|loongarch64/] },
  // v2.6.15 arch/i386/mm/pageattr.c kernel_map_pages: __pgprot(0) leaves the frame alone; since 2.6.25 flags stay.
  ...([['2.6.15', 'f63b4f7c', '363b4000', true], ['2.6.15', 'f63b4f7c', '363b5000', false], ['2.6.15', 'eaa34b3c', '3aa34000', true]] as const).map(([release, address, pte, isPage]): LogKind => ({ name: `i386 ${release}, ${pte} at ${address}`,
    log: [`Unable to handle kernel paging request at virtual address ${address}`, ' printing eip:', 'c0117ee8', '*pde = 00003067', `*pte = ${pte}`, 'Oops: 0000 [#1]', `EFLAGS: 00010212   (${release})`],
    values: ['4 pmd table 0x3', isPage ? `5 pte unmapped 0x${pte.slice(0, 5)}` : '5 pte -'], said: [isPage ? /an unmapped page of the kernel/ : /has no such entries/] })),
  { name: 'i386 4.4.0, 363b4000 at f63b4f7c', log: ['BUG: unable to handle kernel paging request at f63b4f7c', 'IP: [<c0117ee8>] a+0x1/0x2', '*pde = 00003067', '*pte = 363b4000', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 4.4.0 #1'], values: ['3 pmd table 0x3', '4 pte -'], said: [/has no such entries/] },
  // The same memory address of a kernel of which nothing tells that it is as old, and of one with messages of 4.19 or later.
  ...([['BUG: unable to handle page fault for address: f63b4f7c', false], ['Unable to handle kernel paging request at virtual address f63b4f7c', true]] as const).map(([first, isPage]): LogKind => ({ name: `i386 without a name, 363b4000, ${first.slice(0, 6)}`,
    log: [first, '*pde = 00003067', '*pte = 363b4000'], values: ['2 pmd table 0x3', isPage ? '3 pte unmapped 0x363b4' : '3 pte -'] })),
  // Users read no memory of the slab allocators.
  { name: 'arm, an address of a program that looks like freed memory', log: ['a: unhandled page fault (11) at 0x6b6b6b7b, code 0x005', 'pgd = d1e3c000', '[6b6b6b7b] *pgd=00000000', 'CPU: 0 PID: 129 Comm: a Not tainted 4.8.0 #1', 'Hardware name: a', 'task: d1e3c000 ti: d1e3c000', 'PC is at 0xb6e3c000', 'psr: 60000010'],
    values: ['3 pgd none'], never: [/looks like/] },
  { name: 'arm64, an entry and what does not look like the one that takes its place', log: ['set_pte_at: racy dirty state clearing: 0x0068000099371bd3 -> 0x00680000', 'set_pte_at: racy dirty state clearing: 0x0068000099371bd3 -> 0x0068000099371fd3, a'],
    values: ['1 pte present 0x99371', '2 pte present 0x99371', '2 pte present 0x99371'] },
  // The local APIC stands in the fixed map (v2.6.15 include/asm-i386/fixmap.h): no page of it is taken out of the kernel's own map.
  { name: 'i386, an entry of the fixed map', log: ['Unable to handle kernel paging request at virtual address ffffd1e0', ' printing eip:', 'c0113603', '*pde = 00003067', '*pte = 32202020', '', 'EIP:    0060:[<c0113509>]    Not tainted VLI', 'EFLAGS: 00010097   (2.6.15)', '', 'Oops: 0002 [#1]'],
    values: ['4 pmd table 0x3', '5 pte -'], said: [/has no such entries/], never: [/unmapped page of|error code/] },
];

describe('what is not proven is not said', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
