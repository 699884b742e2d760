import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const NAMED = 'CPU: 0 PID: 1 Comm: a Not tainted';

/** What public logs showed: where a line ends, whose an address is, what an entry of an upper table can be. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  ...(['"', "'", '’', '”', '»', '`'] as const).map((close): LogKind => ({
    name: `a message in a citation that ends with ${close}`, log: [`… ${close}get_swap_device: Bad swap file entry 3f800204222bb${close} (do_swap_page()`],
    values: ['1 swap_entry swap'], said: [/offset 0x3f800204222bb/] })),
  { name: 'a message at the end of a sentence', log: ['In the log of this issue, there is a printed entry: get_swap_device: Bad swap file entry 18000000002d2d2f.'],
    values: ['1 swap_entry swap'], said: [/type 6 swap_info\[6\], offset 0x2d2d2f/] },
  { name: 'a message that ends one sentence of two', log: ['get_swap_device: Bad swap file entry 18000000002d2d2f. Then it dies.'],
    values: ['1 swap_entry swap'], said: [/type 6 swap_info\[6\], offset 0x2d2d2f/] },
  { name: 'a level at the end of a sentence', log: ['we need to clear PGD 1.', 'which fixes PMD abc.'], values: [], never: [/./] },
  // v6.12 arch/x86/kernel/espfix_64.c PGTABLE_PROT: _KERNPG_TABLE, without _PAGE_USER. pti.c clones tables of the kernel, which have none either.
  ...['0000000012345167', '8000000012345065'].map((value): LogKind => ({
    name: `x86_64, a bad table of a process (${value})`, log: ['Linux version 6.12.0 (gcc) #1 SMP', `mm/memory.c:417: bad pmd ffff880012345678(${value})`],
    values: ['2 pmd table 0x12345'], said: [/bits that (no|every) table entry/], never: [/on purpose/] })),
  // v5.3 mm/swapfile.c get_swap_device; the walk is of another machine, and all that it bounds is what is assumed of it.
  { name: 'what only bounds an assumed release is of one report', log: ['BUG: unable to handle kernel NULL pointer dereference at 0000000000000010', 'IP: [<ffffffff810ece37>] foo+0x1/0x20', 'PGD 11b5f34067 PUD 11269f4067 PMD 0', 'Oops: 0000 [#1] SMP', '', 'On newer machines I see', 'get_swap_device: Bad swap file entry 18000000002d2d2f'],
    values: ['3 pgd table 0x11b5f34', '3 pud table 0x11269f4', '3 pmd none', '7 swap_entry swap'], said: [/type 6 swap_info\[6\], offset 0x2d2d2f/] },
  // v4.10 arch/x86/mm/fault.c show_fault_oops() prints no address of code; a copy has joined the levels (v4.12 prints P4D).
  { name: 'x86_64, a later line outweighs what only bounds an assumed release', log: ['BUG: unable to handle kernel NULL pointer dereference at 0000000000000010', 'IP: foo_bar+0x1/0x20', 'PGD 11b5f34067 PUD 11269f4067 PMD 0', 'Oops: 0000 [#1] SMP'],
    values: ['3 pgd table 0x11b5f34', '3 pud table 0x11269f4', '3 pmd none'], said: [/Linux 4\.11, x86_64/] },
  // v4.9 kernel/printk/printk.c: the rest of a line without KERN_CONT begins a message of its own, as consoles show it.
  { name: 'arm64, a message directly behind a walk', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', '[    0.736852] [00000000] *pgd=000000823fffe003[    0.740941] Internal', 'error: Oops: 96000004 [#1] PREEMPT SMP'],
    values: ['2 pgd table 0x823fffe'] },
  // v5.3 arch/x86/mm/fault.c show_fault_oops: user_mode(regs) ? "user" : "kernel"; SDM vol. 3A, 4.6: implicit supervisor-mode accesses.
  { name: 'x86_64, an access of the CPU itself while a program ran', log: ['BUG: unable to handle page fault for address: 00007fffffffc2c0', '#PF: supervisor read access in user mode', '#PF: error_code(0x0001) - permissions violation', 'PGD 13ab067 P4D 13ab067 PUD 13ac067 PMD 13ad067 PTE 800000001234d867', `${NAMED} 5.3.0 #1`],
    values: ['4 pgd table 0x13ab', '4 p4d table 0x13ab', '4 pud table 0x13ac', '4 pmd table 0x13ad', '4 pte present 0x1234d'], said: [/read by the CPU itself/, /a page of user mode/], never: [/by the kernel at|kernel code touched|copy functions/] },
  // v2.4 arch/i386/kernel/traps.c show_registers: EIP with its selector, that of user mode is 0x23.
  { name: 'i386 before 2.6, the same', log: ['Unable to handle kernel paging request at virtual address e0950000', ' printing eip:', '001853e5', '*pde = 00000000', 'Oops: 0000', 'CPU:    0', 'EIP:    0023:[<001853e5>]    Not tainted'],
    values: ['4 pmd none'], said: [/read by the CPU itself/], never: [/read by the kernel/] },
  // v3.14 mm/memory.c zap_pte_range: if (pte_present(ptent)) { page = vm_normal_page(vma, addr, ptent);
  { name: 'x86_64, what the kernel took for present', log: ['BUG: Bad page map in process usemem  pte:310103e3c pmd:7b3497067', 'addr:00007f1234567000 vm_flags:00100073 anon_vma:ffff880c06ae9e80 mapping:          (null) index:7f1234567', 'CPU: 0 PID: 1 Comm: usemem Not tainted 3.14.0-wl-03657 #1', 'Call Trace:', ' [<ffffffff8116b5c0>] print_bad_pte+0x1a0/0x240', ' [<ffffffff8116ccd5>] vm_normal_page+0x69/0x80'],
    values: ['1 pte migration 0x188081f', '1 pmd table 0x7b3497'], said: [/ask it of present entries alone: either this pte was present for the kernel that printed it, .*, or its caller did not check$/] },
  { name: 'the name behind EFLAGS, without a blank', log: ['Unable to handle kernel paging request at virtual address c12bd000', '*pde = 00000000', 'EFLAGS: 00010006   (2.6.18-5-686#1)'],
    values: ['2 pmd none'], said: [/2\.6\.18-5-686/] },
  // Principles of Operation, chapter 3: designation type 01 of AS (a region-third table) covers 4 TiB. v5.5 arch/s390/mm/fault.c dump_pagetable.
  { name: 's390x, an address beyond the table that AS names, without the line of the oops', log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'Failing address: c880003d16572000 TEID: c880003d16572803', 'Fault in home space mode while using kernel ASCE.', 'AS:00000000fde9c007 R3:0000000000000024'],
    values: ['4 pud none'], said: [/is not the way to the address, which is beyond what the top table covers/], never: [/nothing is mapped there/] },
  { name: 's390x, an address within it', log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'Failing address: 000003d016572000 TEID: 000003d016572803', 'Fault in home space mode while using kernel ASCE.', 'AS:00000000fde9c007 R3:0000000000000024'],
    values: ['4 pud none'], said: [/nothing is mapped there/] },
  { name: 'a value that is left out', log: ['PGD 1234067 P4D 1234067 PUD 12...'], values: ['1 pgd table 0x1234', '1 p4d table 0x1234'], said: [/unfinished/] },
  { name: 'x86_64, a walk in a citation', log: ['“PGD 1234067 P4D 0” is what the kernel prints'], values: ['1 pgd table 0x1234', '1 p4d none'] },
  { name: 'no value in front of a word', log: ['"PGD 1234067"s'], values: [], never: [/./] },
  // v2.6.10 include/asm-x86_64/processor.h TASK_SIZE 0x8000000000, page.h __PAGE_OFFSET 0x10000000000.
  ...([['000003010383a8d0', false], ['0000010000001000', false], ['0000002a95556000', true]] as const).map(([address, isUser]): LogKind => ({
    name: `x86_64 before 2.6.11, ${address} is ${isUser ? '' : 'no '}address of a program`, log: [`Unable to handle kernel paging request at ${address} RIP: `, '<ffffffff801349c8>{__wake_up_common+40}', 'PML4 0 ', 'Oops: 0000 [1] SMP ', 'Pid: 62, comm: kswapd1 Not tainted 2.6.8.1'],
    values: ['3 pgd none'], said: isUser ? [/touched a user address/] : [], never: isUser ? [] : [/user address/] })),
  // v6.12 include/linux/swapops.h: swp_entry_to_pte(), and swp_entry_to_pmd() for huge pages.
  { name: 'x86_64, a top entry that is not present', log: ['BUG: unable to handle kernel paging request at 0000000381f5815c', 'PGD 58a7c000 ', 'Oops: 0002 [#4] PREEMPT SMP ', 'Pid: 4267, comm: test Tainted: G      D      3.8.7-hardened #1 Bochs Bochs'],
    values: ['2 pgd -'], said: [/pgd is not present, though not empty: no kernel has such an entry above the ptes/], never: [/swap|L1TF/] },
  { name: 'x86_64, a filled upper entry', log: ['BUG: unable to handle page fault for address: ffffed11022e24fe', 'PGD 23ffee067 P4D 23ffee067 PUD 5a5a5a5a5a5a5a5a', `${NAMED} 5.10.1 #1`],
    values: ['2 pgd table 0x23ffee', '2 p4d table 0x23ffee', '2 pud -'], said: [/POISON_INUSE/], never: [/swap/] },
  { name: 'arm64, an upper entry that is not present at an address of the kernel', log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '  ESR = 0x0000000096000006', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041234000', '[ffff000012345000] pgd=1000000041235403, p4d=1000000041235403, pud=1000000041236403, pmd=0000000040000702', `${NAMED} 6.12.0 #1`],
    values: ['4 pgd table 0x41235', '4 p4d table 0x41235', '4 pud table 0x41236', '4 pmd -'], said: [/pmd is not present, though the address is one of the kernel/], never: [/migration/] },
  // Arm ARM DDI 0487 D8.3: bits 1:0 = 01 are reserved at level 0. v6.12 arch/arm64/mm/fault.c show_pte: p4d_bad() ends what is printed.
  { name: 'arm64, what only the kernel takes for a table', log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '  ESR = 0x0000000096000004', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041234000', '[ffff000012345000] pgd=0000000040000701, p4d=0000000040000701', `${NAMED} 6.12.0 #1`],
    values: ['4 pgd table 0x40000', '4 p4d table 0x40000'], said: [/the walk ends at pgd, which is no table for the CPU: a block/], never: [/unfinished/] },
  // SDM 4.5.4: bit 7 of a PML4 entry is reserved.
  { name: 'x86_64, a top entry with the bit of a large page', log: ['BUG: unable to handle page fault for address: ffff888100000000', '#PF: error_code(0x0009) - reserved bit violation', 'PGD 1234560e7 P4D 1234560e7', `${NAMED} 6.12.0 #1`],
    values: ['3 pgd table 0x123456', '3 p4d table 0x123456'], said: [/the walk ends at pgd, which is no table for the CPU: bit 7 is reserved/], never: [/unfinished|can have stopped/] },
  // v4.12 arch/arm64/mm/fault.c do_bad_area: show_pte(tsk->active_mm, addr). That of a kernel thread can be init_mm, whose tables have the address.
  // v4.4 arch/arm/kernel/traps.c die: "[#%d]"; a page took the brackets. arch/arm/include/asm/pgtable-3level-hwdef.h: status 7 of long descriptors, a translation fault at level 3.
  { name: 'arm, the status of an oops whose number lost its brackets', log: ['[ 1446.296656] [00000008] *pgd=10cc3003, *pmd=04153003, *pte=00000000', '[ 1446.302898] Internal error: Oops: 207 1 PREEMPT SMP ARM'],
    values: ['1 pgd table 0x10cc3', '1 pmd table 0x4153', '1 pte none'], said: [/read by the kernel at 0x0000000000000008, FSR 0x207/] },
  // v6.12 arch/arm/mm/fault.c show_pte: "(bad)" behind 8 digits; so do v5.10 arch/sh/mm/fault.c show_pte ("*pgd=%0*llx", of sizeof(*pgd) * 2) and nds32.
  ...['leitura em `ff8ae000`, `*pgd=0800000e(bad)` — um descritor onde o kernel esperava uma tabela', 'the sh4 board says `*pgd=0800000e(bad)`'].map((line): LogKind => ({ name: `a bad top entry in prose, which is of any machine: ${line}`, log: [line], values: [], never: [/./] })),
  { name: 'and one that is not bad, which other machines can print', log: ['leitura em `ff8ae000`, `*pgd=08000011` — um descritor'], values: [], never: [/./] },
  ...([['96000006', '*pgd=00000000bfffe003, *pud=00000000bfffd003, *pmd=0000000000000000', false], ['96000004', '*pgd=0000000000000000', false], ['96000007', '*pgd=0000000000000000', true]] as const).map(([esr, walk, isOther]): LogKind => ({
    name: `arm64 before 4.13, ${walk.slice(-40)} of an address of the kernel, ESR ${esr}`, log: ['Unable to handle kernel paging request at virtual address ffff00000dead000', 'pgd = ffff000008e0c000', `[ffff00000dead000] ${walk}`, `Internal error: Oops: ${esr} [#1] PREEMPT SMP`, 'CPU: 0 PID: 1 Comm: swapper/0 Not tainted 4.9.0 #1'],
    values: walk.split(', ').map((step) => `3 ${step.slice(1, 4)} ${/=0+$/.test(step) ? 'none' : `table 0x${step.slice(-8, -3)}`}`), said: [isOther ? /is not the way to the address/ : /ends at pmd, which is empty|need not be the way/], never: isOther ? [] : [/is not the way/] })),
  // v6.18 mm/memory.c vm_normal_page_pmd, __vm_normal_page: print_bad_page_map() of a frame above highest_memmap_pfn.
  { name: 'x86_64, a large page of a frame that is refused', log: ['Linux version 6.18.0-amd64 (gcc) #1 SMP', 'BUG: Bad page map in process foo  pmd:80000fff234008e7', 'pgd:1234560067 p4d:1234560067 pud:123457067 pmd:80000fff234008e7', 'addr:00007f0000000000 vm_flags:08100073 anon_vma:ffff888100000000 mapping:0000000000000000 index:7f0000000', 'Call Trace:', ' print_bad_page_map+0x1b0/0x290', ' vm_normal_page_pmd+0x7a/0x90'],
    values: ['2 pmd present 0xfff23400', '3 pgd table 0x1234560', '3 p4d table 0x1234560', '3 pud table 0x123457', '3 pmd present 0xfff23400'], said: [/vm_normal_page\(\), which is in the trace/], never: [/quiet/] },
  // Randomised linear maps of 42 bits reach as high as those of 39 bits: c031a4213c11 (4.6).
  { name: 'arm64, the place of a table does not tell the number of levels', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000008', 'pgd = ffffff9a12340000', '[00000008] *pgd=00000000b5a20003, *pud=00000000b5a20003, *pmd=00000000b5a20003, *pte=0000000000000000', 'CPU: 0 PID: 96 Comm: a Not tainted 4.9.0-arm64 #1'],
    values: ['3 pgd table 0xb5a20', '3 pud table 0xb5a20', '3 pmd table 0xb5a20', '3 pte none'], never: [/3-level/] },
  // v4.14 arch/arm/mm/fault.c show_pte: %p; kernels of vendors show addresses longer.
  { name: 'arm, a name outweighs the address of the table', log: ['Unable to handle kernel paging request at virtual address fffffff9', 'pgd = c0004000', '[fffffff9] *pgd=784ff841, *pte=00000000, *ppte=00000000', 'Internal error: Oops: 27 [#1] PREEMPT SMP ARM', 'CPU: 3 PID: 212 Comm: kworker/u8:8 Tainted: G        W         4.19.157 #36'],
    values: ['3 pgd table 0x784ff', '3 pte none'], said: [/named in the log \(4\.19\.157\)/] },
  { name: 'arm, the table and the walk in one line', log: ['pgd = c0004000, [00000010] *pgd=00000000'], values: ['1 pgd none'], said: [/Linux 4\.14, arm/] },
  // Pages of the kernel: v5.16 arch/x86/mm/pat/set_memory.c set_memory_np; __kernel_map_pages. The frame is inverted since L1TF.
  { name: 'x86_64, a page that is not mapped below tables of the kernel, at an address that the text lost', log: ['#PF: error_code(0x0000) - not-present page', 'PGD 40fa24067 P4D 40fa24067 PUD 40fa25063 PMD 410bff063 PTE 800ffffbefee3062', 'Oops: 0000 [#1] PREEMPT SMP PTI'],
    values: ['2 pgd table 0x40fa24', '2 p4d table 0x40fa24', '2 pud table 0x40fa25', '2 pmd table 0x410bff', '2 pte unmapped 0x41011c'], said: [/an unmapped page of the kernel/], never: [/swap/] },
  { name: 'x86_64, the same by the pte alone', log: ['#PF: error_code(0x0000) - not-present page', 'PGD f63401067 P4D f63401067 PUD 1079630067 PMD 10794a3067 PTE 800ffff34e694060', 'Oops: 0000 [#1] SMP DEBUG_PAGEALLOC KASAN NOPTI'],
    values: ['2 pgd table 0xf63401', '2 p4d table 0xf63401', '2 pud table 0x1079630', '2 pmd table 0x10794a3', '2 pte unmapped 0xcb196b'], said: [/an unmapped page of the kernel/], never: [/swap/] },
  { name: 'x86_64, a page in swap at an address that the text lost', log: ['#PF: error_code(0x0004) - not-present page', 'PGD 40fa24067 P4D 40fa24067 PUD 40fa25067 PMD 410bff067 PTE 7fffffffffbfe02', 'Oops: 0004 [#1] PREEMPT SMP PTI'],
    values: ['2 pgd table 0x40fa24', '2 p4d table 0x40fa24', '2 pud table 0x40fa25', '2 pmd table 0x410bff', '2 pte swap'] },
  // v3.14: no swap entries of L1TF, which were brought back to distributions' kernels alone.
  { name: 'x86_64, a pointer in a pte of an old kernel', log: ['BUG: Bad page map in process systemd-udevd  pte:ffff88005d47e270 pmd:148048067', 'addr:00007fcf338e8000 vm_flags:08000070 anon_vma:          (null) mapping:ffff88009f2622f0 index:12c', 'vma->vm_ops->fault: filemap_fault+0x0/0x420'],
    values: ['1 pte -', '1 pmd table 0x148048'], said: [/pte_file\(\)/, /looks like an address of kernel memory/] },
  // What kernels printed: 5.10.0-rc7 and 5.12.0-rc8 have no line with FSC, 5.14.0-407.el9 and 5.15.0-rc1 have it.
  ...([[[], /Linux 5\.13, arm64/], [['  FSC = 0x06: level 2 translation fault'], /Linux 5\.18, arm64/]] as const).map(([fsc, said]): LogKind => ({
    name: `arm64, a fault status ${fsc.length === 0 ? 'without' : 'with'} its code`, log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '  ESR = 0x96000006', '  EA = 0, S1PTW = 0', ...fsc, 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041234000', '[ffff000012345000] pgd=1000000041235403, p4d=1000000041235403, pud=1000000041236403, pmd=0000000000000000'],
    values: ['pgd table 0x41235', 'p4d table 0x41235', 'pud table 0x41236', 'pmd none'].map((step) => `${5 + fsc.length} ${step}`), said: [said] })),
  { name: 'arm64, a name outweighs that', log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '  ESR = 0x96000006', '  EA = 0, S1PTW = 0', '[ffff000012345000] pgd=1000000041235403, p4d=1000000041235403, pud=1000000041236403, pmd=0000000000000000', `${NAMED} 5.15.0 #1`],
    values: ['4 pgd table 0x41235', '4 p4d table 0x41235', '4 pud table 0x41236', '4 pmd none'], said: [/named in the log \(5\.15\.0\)/] },
  // v5.3 arch/arm64/include/asm/memory.h VMEMMAP_START; v6.12 arch/x86/include/asm/pgtable_64_types.h __VMEMMAP_BASE_L4
  { name: 'arm64 before 5.4, by the place of a page', log: ['BUG: Bad page map in process mapdax333  pte:2e8000448800f53 pmd:41ff5f003', 'page:ffff7e0010220000 refcount:1 mapcount:-1 mapping:ffff8003e29c7440 index:0x0'],
    values: ['1 pte present 0x448800', '1 pmd table 0x41ff5f'], said: [/Linux 5\.3, arm64 \(pages of 4 KiB assumed\)/], never: [/architecture assumed/] },
  { name: 'x86_64, by the place of a page', log: ['BUG: Bad page map in process a  pte:8000000123456865 pmd:12345067', 'page:ffffea0002ae2c00 count:1 mapcount:-1 mapping:          (null) index:0x0'],
    values: ['1 pte present 0x123456', '1 pmd table 0x12345'], never: [/architecture assumed/] },
  // v6.10 arch/x86/mm/fault.c show_fault_oops: PTE %lx.
  { name: 'x86_64, an entry of which a copy has lost the end', log: ['BUG: unable to handle page fault for address: ffffffffbb559170', '#PF: error_code(0x0011) - permissions violation', 'PGD 1ae25067 P4D 1ae25067 PUD 1ae26063 PMD 134abd063 PTE 80000000', `${NAMED} 6.10.0-rc3 #1`],
    values: ['3 pgd table 0x1ae25', '3 p4d table 0x1ae25', '3 pud table 0x1ae26', '3 pmd table 0x134abd', '3 pte -'], said: [/begins as one of 16 digits with the highest bit does: it may be cut off/], never: [/flipped|TLB|lost its present bit/] },
  // v4.12 arch/x86/include/asm/pgtable.h pte_mkdevmap: _PAGE_SPECIAL | _PAGE_DEVMAP; v6.17 has no devmap bit any more.
  ...([['4.12.14', true], ['6.18.0', false]] as const).map(([release, hasDax]): LogKind => ({
    name: `x86_64, whose pages are special (${release})`, log: [`Linux version ${release} (gcc) #1 SMP`, 'BUG: Bad page map in process JobWrk0013  pte:8000018038754a25 pmd:7624381067'], values: ['2 pte present 0x18038754', '2 pmd table 0x7624381'],
    said: [hasDax ? /the special bit is set .*and pages of DAX beside their devmap bit/ : /the special bit is set .*VM_MIXEDMAP\)$/] })),
  // v6.12 arch/x86/kernel/espfix_64.c init_espfix_ap: PGTABLE_PROT
  { name: 'x86_64, a pointer to a table of the espfix area', log: ['mm/pgtable-generic.c:53: bad pmd (____ptrval____)(8000000100077061)'],
    values: ['1 pmd table 0x100077'], said: [/pmd_bad\(\) is true of it: it lacks _PAGE_RW and has _PAGE_NX, as pointers to tables of the espfix area do on purpose/], never: [/every table entry|no pointer/] },
  // v6.12 mm/memory.c zap_present_ptes: the mapping is taken away before the counts are looked at.
  ...([[-1, true], [0, false]] as const).map(([mapcount, isWrong]): LogKind => ({
    name: `x86_64, a page whose mapcount is ${mapcount} when it is shown`, log: ['BUG: Bad page map in process a  pte:8000000000734865 pmd:12345067', `page: refcount:1 mapcount:${mapcount} mapping:0000000000000000 index:0x0 pfn:0x734`], values: ['1 pte present 0x734', '1 pmd table 0x12345'],
    said: [isWrong ? /its counts are not those of a page mapped here/ : /dumped with it \(refcount 1, mapcount 0\)$/] })),
  // arch/arm64/kernel/process.c print_pstate, as kernels print: 5.4.177 -UAO), 5.8.0 -UAO BTYPE, 5.13.16 -TCO BTYPE, 5.15.16 -DIT -SSBS.
  ...([['-UAO', '5\\.7'], ['-UAO BTYPE=--', '5\\.9'], ['-UAO -TCO BTYPE=--', '5\\.14'], ['-UAO -TCO -DIT -SSBS BTYPE=--', '5\\.18']] as const).map(([flags, release]): LogKind => ({
    name: `arm64, the flags ${flags}`, log: ['Unable to handle kernel paging request at virtual address ffff000012345000', '  ESR = 0x96000006', '[ffff000012345000] pgd=1000000041235403, pud=1000000041236403, pmd=0000000000000000'.replace(', pud', flags === '-UAO' ? ', pud' : ', p4d=1000000041235403, pud'), `pstate: 80000005 (Nzcv daif -PAN ${flags})`],
    values: ['pgd table 0x41235', ...(flags === '-UAO' ? [] : ['p4d table 0x41235']), 'pud table 0x41236', 'pmd none'].map((step) => `3 ${step}`), said: [new RegExp(`Linux ${release}, arm64`)] })),
  // 4bcc595ccd80 (4.9): a printk() without KERN_CONT begins a record of its own; v4.14 arch/x86/mm/fault.c dump_pagetable has pr_cont().
  { name: 'x86_64, several levels in one record', log: ['BUG: unable to handle kernel NULL pointer dereference at 0000000000000010', '[494558.706140] PGD 11b5f34067 PUD 11269f4067 PMD 0'],
    values: ['2 pgd table 0x11b5f34', '2 pud table 0x11269f4', '2 pmd none'], said: [/Linux 4\.8, x86_64/] },
  // v5.11 arch/arm/mm/init.c ro_perms: PMD_SECT_APX | PMD_SECT_AP_WRITE is read-only for the kernel. A section has no dirty bit.
  { name: 'arm, read-only text of the kernel', log: ['Unable to handle kernel paging request at virtual address c06a3b9c', '[c06a3b9c] *pgd=0061940e(bad)', 'Internal error: Oops: 80d [#1] ARM', `${NAMED} 5.11.0-wtec #1`],
    values: ['2 pgd present 0x600'], said: [/= pgd is read-only$/], never: [/until it is written|writable/] },
  // Privileged Architecture, "for non-leaf PTEs, the D, A, and U bits are reserved": tables of processes have no right either.
  { name: 'riscv64, a page of a process without access, at an address that the text lost', log: ['CPU: 0 PID: 96 Comm: a Not tainted 6.14.0-riscv64 #1', 'pgd=0000000020000401, p4d=0000000020000401, pud=0000000020000801, pmd=0000000020000c01, pte=00000000200044e2'],
    values: ['2 pgd table 0x80001', '2 p4d table 0x80001', '2 pud table 0x80002', '2 pmd table 0x80003', '2 pte protnone 0x80011'], never: [/unmapped/] },
  // v6.12 arch/x86/include/asm/pgtable_types.h PAGE_SHARED: the right of user mode, and one bit that flipped.
  { name: 'x86_64, a page of a process that lost its present bit, at an address that the text lost', log: ['CPU: 0 PID: 96 Comm: a Not tainted 6.12.0-amd64 #1', 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 80000000029ea866'],
    values: ['2 pgd table 0x4089', '2 p4d table 0x4089', '2 pud table 0x43be', '2 pmd table 0x43bc', '2 pte swap'], said: [/as if the present bit was lost/], never: [/unmapped/] },
  // v6.12 arch/riscv/include/asm/pgtable.h pte_mkdevmap: _PAGE_DEVMAP alone.
  { name: 'riscv64, whose pages are special', log: ['Linux version 6.12.0 (a@b) (riscv64-linux-gnu-gcc) #1 SMP', 'BUG: Bad page map in process gt-worker  pte:200005d7 pmd:20000401'], values: ['2 pte present 0x80001', '2 pmd table 0x80001'], said: [/VM_MIXEDMAP\)$/], never: [/DAX/] },
  // Xen 4.12 include/asm-x86/shadow.h pv_l1tf_check_pte: "d%d L1TF-vulnerable L%ue %016lx - Shadowing", or Crashing.
  { name: 'Xen, an entry of a guest that is not present', log: ['(XEN) d31 L1TF-vulnerable L1e 8010000013600066 - Crashing', '(XEN) d31 L1TF-vulnerable L2e 8010000013600066 - Shadowing'],
    values: ['1 pte -', '2 pmd -'], said: [/an entry of a guest of Xen that is not present/], never: [/swap|Linux \d/] },
  // RFC 2045 6.7: a line that ends with = goes on.
  ...['p', 'pt', 'pte'].map((end): LogKind => ({
    name: `mail that breaks behind ${end}`, log: [`kernel: BUG: Bad page map in process Sysdb  ${end}=`, `${'pte'.slice(end.length)}:00000002742b3867 pmd:2742b3067`],
    values: ['2 pte present 0x2742b3', '2 pmd table 0x2742b3'], never: [/a page was expected/] })),
  // XPFO (4.13) arch/x86/mm/xpfo.c: set_kpte(kaddr, page, __pgprot(0)); Documentation/x86/x86_64/mm.txt: the direct map from ffff880000000000 on.
  { name: 'x86_64, nothing but the frame of a page of the direct map', log: ['BUG: unable to handle kernel paging request at ffff880139b75012', 'PGD 1ea6067 PUD 1ea9067 PMD 13ffc9067 PTE 139b75000', `${NAMED} 4.13.0+ #1`],
    values: ['2 pgd table 0x1ea6', '2 pud table 0x1ea9', '2 pmd table 0x13ffc9', '2 pte unmapped 0x139b75'], said: [/an unmapped page of the kernel .* frame 0x139b75/] },
  { name: 'x86_64, another frame', log: ['BUG: unable to handle kernel paging request at ffff880139b76012', 'PGD 1ea6067 PUD 1ea9067 PMD 13ffc9067 PTE 139b75000', `${NAMED} 4.13.0+ #1`],
    values: ['2 pgd table 0x1ea6', '2 pud table 0x1ea9', '2 pmd table 0x13ffc9', '2 pte -'], never: [/unmapped page/] },
  // a2aa52ab16ef (v5.0): "#PF error: [WRITE]" between the two lines; f28b11a2abd9 (v5.2) begins the message otherwise.
  { name: 'x86, no #PF error', log: ['BUG: unable to handle kernel paging request at 00000000408f6000', 'PGD 800000080fcdc067 P4D 800000080fcdc067 PUD 80fcdd067 PMD 0'],
    values: ['2 pgd table 0x80fcdc', '2 p4d table 0x80fcdc', '2 pud table 0x80fcdd', '2 pmd none'], said: [/Linux 4\.20, x86_64/] },
  { name: 'x86, #PF error', log: ['BUG: unable to handle kernel paging request at 00000000408f6000', '#PF error: [WRITE]', 'PGD 800000080fcdc067 P4D 800000080fcdc067 PUD 80fcdd067 PMD 0'],
    values: ['3 pgd table 0x80fcdc', '3 p4d table 0x80fcdc', '3 pud table 0x80fcdd', '3 pmd none'], said: [/Linux 5\.1, x86_64/] },
  { name: 'a kernel of RHEL 4', log: [`${NAMED} 2.6.9-11.ELsmp #1`, 'PML4 1ea5067 PGD 1ea6067 PMD 0'], values: ['2 pgd table 0x1ea5', '2 pud table 0x1ea6', '2 pmd none'], said: [/Red Hat/] },
  { name: 'prose is no walk', log: ['we clear PGD 1. Then others.', "commit PGD abc. Fixes: it"], values: [], never: [/./] },
];

describe('what samples of public logs showed', () => {
  test.each(KINDS)('$name', expectKind);
});
