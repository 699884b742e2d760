import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';

/** A log made of the format strings of a kernel, and what its source and the architecture's manual prove of it. */
interface Kind {
  readonly name: string;
  readonly log: readonly string[];
  /** `line level state pfn`, of each value; a value that is not decoded has `-`. */
  readonly values: readonly string[];
  readonly said?: readonly RegExp[];
  readonly never?: readonly RegExp[];
}

const NAMED = 'CPU: 1 PID: 5 Comm: a Not tainted';

// prettier-ignore
const KINDS: readonly Kind[] = [
  // arch/x86/mm/fault.c dump_pagetable
  { name: 'x86 3.10, an address of 0 printed as (null)',
    log: ['BUG: unable to handle kernel NULL pointer dereference at           (null)', 'PGD 34d0b067 PUD 3a5067 PMD 0 ', 'Oops: 0000 [#1] SMP ', `${NAMED} 3.10.0-957.el7.x86_64 #1`],
    values: ['2 pgd table 0x34d0b', '2 pud table 0x3a5', '2 pmd none'],
    said: [/at 0x0000000000000000/, /ends at pmd, which is empty/, /Red Hat/, /4-level paging/] },
  { name: 'x86 4.10, a level on each line, the last table not readable',
    log: ['BUG: unable to handle kernel paging request at ffff8800deadb000', 'PGD 1e0c063 ', 'PUD 1e0d063 ', 'PMD 12ff2b063 BAD', 'Oops: 0000 [#1] SMP', `${NAMED} 4.10.0 #1`],
    values: ['2 pgd table 0x1e0c', '3 pud table 0x1e0d', '4 pmd table 0x12ff2b'],
    said: [/ends at pmd: the kernel could not read/], never: [/unfinished/] },
  { name: 'x86, a walk that the excerpt cuts off',
    log: ['[ 1.0] BUG: unable to handle page fault for address: ffff888100000000', '[ 1.0] PGD 2e01067 P4D 2e01067 PUD 13fff9067 PMD 13fff8067'],
    values: ['2 pgd table 0x2e01', '2 p4d table 0x2e01', '2 pud table 0x13fff9', '2 pmd table 0x13fff8'],
    said: [/unfinished: pmd/], never: [/could not be read|could not read/] },
  { name: 'x86, two processors at once, told apart by their callers',
    log: ['[ 1.0][ T1] PGD 1001067 P4D 1001067 ', '[ 1.0][ T2] PGD 2001067 P4D 2001067 ', '[ 1.0][ T1] PUD 1002067 PMD 0 ', '[ 1.0][ T2] PUD 0 '],
    values: ['1 pgd table 0x1001', '1 p4d table 0x1001', '2 pgd table 0x2001', '2 p4d table 0x2001', '3 pud table 0x1002', '3 pmd none', '4 pud none'],
    said: [/ends at pmd, which is empty/, /ends at pud, which is empty/], never: [/unfinished/] },
  { name: 'x86, a page of the direct map taken away, its frame inverted since 4.19 (set_memory_np, pfn_pte)',
    log: ['BUG: unable to handle page fault for address: ffff888100001000', '#PF: error_code(0x0000) - not-present page', 'PGD 2e01067 P4D 2e01067 PUD 13fff9067 PMD 13fff8067 PTE 800ffffeffffe062', `${NAMED} 5.2.0 #1`],
    values: ['3 pgd table 0x2e01', '3 p4d table 0x2e01', '3 pud table 0x13fff9', '3 pmd table 0x13fff8', '3 pte -'],
    said: [/unmapped page of the kernel.*frame 0x100001\b/], never: [/swap entry/, /in swap/] },
  // arch/x86/include/asm/pgtable_64.h __swp_entry() before and since L1TF; mm/swapfile.c swap_info_get(), mm/memory.c print_bad_pte()
  ...([['4.9.0-13-amd64 #1 Debian 4.9.228-1'], ['4.4.0-142-generic #168-Ubuntu'], ['4.12.14-197.29-default #1'], ['3.10.0-1160.el7.x86_64 #1'], ['3.16.84 #1'], ['4.14.35-1902.11.3.el7uek.x86_64 #2'], ['4.9.50 #1']] as const).map(([release]): Kind => ({
    name: `x86 ${release}: the generic entry before tells the layout of the pte`,
    log: ['swap_free: Unused swap offset entry 0000003f', 'BUG: Bad page map in process x  pte:7ffffffffff8000 pmd:12345067', 'addr:00007f1234567000 vm_flags:00000070 anon_vma:          (null) mapping:ffff888100012345 index:1', `CPU: 0 PID: 1 Comm: x Not tainted ${release}`, 'RIP: 0033:[<0>]'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x12345'], said: [/pte .*type 0 .*offset 0x3f$/, /the same entry as the generic one/], never: [/corrupted/, /as a pte 0x0000000000(?:fc000|007e00)/] })),
  { name: 'x86, a release that leaves the layout of swap entries open, and nothing that tells it',
    log: ['BUG: Bad page map in process x  pte:7ffffffffff8000 pmd:12345067', 'addr:00007f1234567000 vm_flags:00000070 anon_vma:          (null) mapping:ffff888100012345 index:1', `${NAMED} 4.9.0-13-amd64 #1`],
    values: ['1 pte swap', '1 pmd table 0x12345'], said: [/unknown: with the other layout pte is swap, type 0, offset 0x3f$/], never: [/corrupted/] },
  { name: 'x86, a release without the layout of L1TF whose pte agrees with the message before',
    log: ['swap_free: Unused swap offset entry 0000003f', 'BUG: Bad page map in process x  pte:000fc000 pmd:12345067', 'addr:00007f1234567000 vm_flags:00000070 anon_vma:          (null) mapping:ffff888100012345 index:1', `${NAMED} 4.9.0-13-amd64 #1`],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x12345'], said: [/pte .*type 0 .*offset 0x3f$/], never: [/corrupted/, /unknown/] },
  // arch/arm/include/asm/memory.h TASK_SIZE; arch/arm/Kconfig and arch/x86/Kconfig PAGE_OFFSET: where user addresses end is the build's.
  { name: 'arm, an unmapped page of a module',
    log: ['Unable to handle kernel paging request at virtual address bf012010', 'pgd = c0004000', '[bf012010] *pgd=2d8e8811, *pte=1234545e, *ppte=00000000', 'Internal error: Oops: 7 [#1] SMP ARM', `${NAMED} 5.10.17 #1`],
    values: ['3 pgd table 0x2d8e8', '3 pte -'], said: [/unmapped page of the kernel.*frame 0x12345$/], never: [/in swap/, /user address/] },
  { name: 'arm, an address that is the kernel\'s where user addresses end early',
    log: ['Unable to handle kernel paging request at virtual address 80a00000', '[80a00000] *pgd=00a1141e(bad)', 'Internal error: Oops: 80d [#1] PREEMPT SMP ARM', `${NAMED} 4.19.97 #1`],
    values: ['2 pgd present 0xa00'], never: [/touched a user address/] },
  { name: 'i386, the same of a page that is not present',
    log: ['BUG: unable to handle page fault for address: b1234000', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0002) - not-present page', '*pdpt = 0000000001a6b001 *pde = 00000000374a2067 *pte = 8000000012345062 ', 'Oops: 0002 [#1] SMP DEBUG_PAGEALLOC', `${NAMED} 5.10.0 #1`],
    values: ['4 pgd table 0x1a6b', '4 pmd table 0x374a2', '4 pte swap'], said: [/unless the address is one of the kernel/], never: [/touched a user address/, /not in memory$/] },
  { name: 'x86, SEV: the page is shared and lacks the C-bit of the tables',
    log: ['BUG: unable to handle page fault for address: ffffc90000a1b000', '#PF: error_code(0x0003) - permissions violation', 'PGD 8000000100067 P4D 8000000100067 PUD 8000000101067 PMD 8000000102067 PTE 8000000002345161', `${NAMED} 6.6.0 #1`],
    values: ['3 pgd table 0x100', '3 p4d table 0x100', '3 pud table 0x101', '3 pmd table 0x102', '3 pte present 0x2345'],
    said: [/bit 51.*C-bit/, /pte is read-only/] },
  // arch/x86/include/asm/trap_pf.h X86_PF_RMP, X86_PF_SGX
  { name: 'x86, SEV-SNP: the RMP denies what the entries allow', log: ['BUG: unable to handle page fault for address: ff1100010a000000', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x80000003) - RMP violation', 'PGD 6a02067 P4D 6a03067 PUD 6a04067 PMD 10a0000e3', 'SEV-SNP: PFN 0x10a000, RMP entry: [0x0 - 0x0]', 'Oops: 80000003 [#1] PREEMPT SMP NOPTI', `${NAMED} 6.11.0 #1`],
    values: ['4 pgd table 0x6a02', '4 p4d table 0x6a03', '4 pud table 0x6a04', '4 pmd present 0x10a000'], said: [/error code 0x80000003: .*RMP violation/], never: [/allow this access/, /changed since/] },
  { name: 'x86, SGX: the EPCM denies what the entries allow', log: ['BUG: unable to handle page fault for address: 00007f0012345000', '#PF: error_code(0x8007) - permissions violation', 'PGD 10a067067 P4D 10a067067 PUD 10a068067 PMD 10a069067 PTE 8000000123456067', 'Oops: 8007 [#1] SMP', `${NAMED} 6.6.0 #1`],
    values: ['3 pgd table 0x10a067', '3 p4d table 0x10a067', '3 pud table 0x10a068', '3 pmd table 0x10a069', '3 pte present 0x123456'], said: [/error code 0x8007: .*SGX/], never: [/allow this access/] },
  { name: 'x86, a reserved bit, and one entry that is not empty', log: ['BUG: unable to handle page fault for address: ffff888100001000', '#PF: error_code(0x000b) - reserved bit violation', 'PGD 8003c01067 P4D 0', `${NAMED} 6.1.0-28-amd64 #1`],
    values: ['3 pgd table 0x8003c01', '3 p4d none'], said: [/no entry shown tells which/], never: [/address bit/] },
  { name: 'x86, an entry that counts as empty (pte_none, _PAGE_KNL_ERRATUM_MASK)', log: ['BUG: Bad page map in process foo  pte:00000020 pmd:12345067', `${NAMED} 6.1.0-28-amd64 #1`],
    values: ['1 pte none', '1 pmd table 0x12345'], said: [/no kernel complains of an empty entry/], never: [/changed before/] },
  // mm/memory.c print_bad_pte: the first two lines are alerts, dump_page() and the stack are warnings.
  { name: 'x86, a bad page map of a quiet console: a table lies higher than the page', log: ['BUG: Bad page map in process bash  pte:8000000001234067 pmd:1f7c4067', 'addr:00007f1234567000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234567'],
    values: ['1 pte present 0x1234', '1 pmd table 0x1f7c4'], said: [/left that line out/], never: [/beyond the memory/] },
  { name: 'x86, a bad page map: a page that was dumped before lies as high', log: ['BUG: Bad page map in process x  pte:8000000100000067 pmd:12345067', 'page:ffffea0004000000 refcount:0 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x100000', 'addr:00007f1234567000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234567', `${NAMED} 6.1.57 #1`, 'BUG: Bad page map in process x  pte:8000000100000067 pmd:12345067', 'addr:00007f1234568000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234568'],
    values: ['1 pte present 0x100000', '1 pmd table 0x12345', '5 pte present 0x100000', '5 pmd table 0x12345'], said: [/left that line out/], never: [/beyond the memory/] },
  { name: 'x86, a bad page map above all that is shown: one of two things', log: ['BUG: Bad page map in process x  pte:8000001100000067 pmd:12345067', 'addr:00007f1234568000 vm_flags:08100073 anon_vma:ffff888100012345 mapping:0000000000000000 index:7f1234568', `${NAMED} 6.1.57 #1`],
    values: ['1 pte present 0x1100000', '1 pmd table 0x12345'], said: [/0x1100000 is beyond the memory of this machine .* or the console left/] },
  { name: 'x86, Xen PV: the user bit says nothing',
    log: ['BUG: unable to handle page fault for address: ffffc9004069100c', '#PF: error_code(0x0003) - permissions violation', 'PGD 18f1c067 P4D 18f1c067 PUD 4dbd067 PMD 4fba067 PTE 80100000febd4075', `${NAMED} 5.14.0 #1`, 'RIP: e030:foo+0x1/0x2'],
    values: ['3 pgd table 0x18f1c', '3 p4d table 0x18f1c', '3 pud table 0x4dbd', '3 pmd table 0x4fba', '3 pte present 0xfebd4'],
    said: [/pte is read-only/], never: [/SMAP/, /page of user mode/] },
  { name: 'x86 before 3.7, without SMAP',
    log: ['BUG: unable to handle kernel paging request at 00007f1234567000', 'PGD 12345067 PUD 12346067 PMD 12347067 PTE 8000000012348867', 'Oops: 0001 [#1] SMP', 'Pid: 5, comm: a Not tainted 3.2.0-4-amd64 #1 Debian 3.2.60-1'],
    values: ['2 pgd table 0x12345', '2 pud table 0x12346', '2 pmd table 0x12347', '2 pte present 0x12348'], said: [/a page of user mode$/], never: [/SMAP/] },
  { name: 'x86, an address of the kernel is none that SMAP is about',
    log: ['BUG: unable to handle page fault for address: ffff888012348000', '#PF: error_code(0x0003) - permissions violation', 'PGD 12345067 P4D 12345067 PUD 12346067 PMD 12347067 PTE 8000000012348065', `${NAMED} 5.10.0 #1`],
    values: ['3 pgd table 0x12345', '3 p4d table 0x12345', '3 pud table 0x12346', '3 pmd table 0x12347', '3 pte present 0x12348'], said: [/pte is read-only/], never: [/SMAP/, /page of user mode/] },
  { name: 'i386 PAE: the top entry has no rights that it could take away (SDM vol. 3A, 4.4)',
    log: ['BUG: unable to handle kernel paging request at f7e1d005', '*pdpt = 0000000000a1e001 *pde = 0000000036c3b067 *pte = 8000000036e1d161 ', 'Oops: 0003 [#1] SMP ', 'Pid: 1, comm: a Not tainted 4.19.0-686-pae #1', 'EIP: 0060:[<c0207487>] EFLAGS: 00010246 CPU: 0'],
    values: ['2 pgd table 0xa1e', '2 pmd table 0x36c3b', '2 pte present 0x36e1d'],
    said: [/pte is read-only/], never: [/pgd is read-only/, /user address/] },
  { name: 'i386 without PAE is named', // test/arch has its tables, if there are any
    log: ['BUG: unable to handle kernel paging request at c1234000', '*pde = 01bc4067 *pte = 00000000 ', 'Oops: 0000 [#1] SMP', 'EIP: 0060:[<c0207487>] EFLAGS: 00010246 CPU: 0'],
    values: [], said: [/2-level/], never: [/3-level/] },

  // arch/arm64/mm/fault.c show_pte, arch/arm64/include/asm/esr.h
  { name: 'arm64 4.9, levels on lines of their own, 39-bit addresses by the repeated level',
    log: ['Unable to handle kernel paging request at virtual address ffffffc0deadb000', '[ffffffc0deadb000] *pgd=000000007fff8003', ', *pud=000000007fff8003', ', *pmd=0000000000000000', 'Internal error: Oops: 96000006 [#1] PREEMPT SMP', `${NAMED} 4.14.0 #1`],
    values: ['2 pgd table 0x7fff8', '3 pud table 0x7fff8', '4 pmd none'],
    said: [/3-level paging/, /ends at pmd, which is empty/] },
  { name: 'arm64, a kernel page without its valid bit (debug_pagealloc)',
    log: ['Unable to handle kernel paging request at virtual address ffff800012345000', '  ESR = 0x96000007', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041a52000', '[ffff800012345000] pgd=00000000bdfff003, p4d=00000000bdfff003, pud=00000000bdffe003, pmd=00000000bdffa003, pte=0068000081234f12', `${NAMED} 5.10.0 #1`],
    values: ['4 pgd table 0xbdfff', '4 p4d table 0xbdfff', '4 pud table 0xbdffe', '4 pmd table 0xbdffa', '4 pte -'],
    said: [/unmapped.*frame 0x81234\b/], never: [/swap/] },
  { name: 'arm64, five levels built in and four in use: what is above the top table is not walked',
    log: ['  ESR = 0x0000000096000006', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=000000004924f000', '[ffffd9c18eb05000] pgd=0000000000000000, p4d=10000000496dd003, pud=1000000102e42403, pmd=0000000000000000', `${NAMED} 6.12.0 #1`],
    values: ['3 pgd none', '3 p4d table 0x496dd', '3 pud table 0x102e42', '3 pmd none'],
    said: [/ends at pmd/, /4-level paging/], never: [/ends at pgd/] },
  { name: 'arm64, a walk of the CPU that ended elsewhere',
    log: ['  ESR = 0x0000000096000007', 'user pgtable: 4k pages, 48-bit VAs, pgdp=000000004924f000', '[0000aaaabbbb1000] pgd=0000000000000000, p4d=0000000000000000', `${NAMED} 6.1.0 #1`],
    values: ['3 pgd none', '3 p4d none'], said: [/the walk of the CPU ended at pte, this one at pgd/] },

  // v6.14 arch/riscv/mm/fault.c show_pte; _PAGE_PFN_SHIFT 10
  { name: 'riscv64, Sv39',
    log: ['Unable to handle kernel access to user memory without uaccess routines at virtual address 0000000000000108', 'Current init pgtable: 4K pagesize, 39-bit VAs, pgdp=0x0000000081a2b000', '[0000000000000108] pgd=0000000020682c01, p4d=0000000020682c01, pud=0000000020682c01, pmd=0000000020683001, pte=0000000000000000', `${NAMED} 6.15.0 #1`, 'epc : foo+0x12/0x22'],
    values: ['3 pgd table 0x81a0b', '3 p4d table 0x81a0b', '3 pud table 0x81a0b', '3 pmd table 0x81a0c', '3 pte none'],
    said: [/3-level paging/, /ends at pte, which is empty/] },
  { name: 'riscv64 by the page that was dumped',
    log: ['BUG: Bad page map in process modprobe  pte:20682653 pmd:20f23c01', 'page: refcount:1 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x81a09', 'addr:00007fff84619000 vm_flags:04044411 anon_vma:0000000000000000 mapping:0000000000000000 index:0'],
    values: ['1 pte present 0x81a09', '1 pmd table 0x83c8f'], said: [/riscv64 \(architecture assumed\)/, /mapcount -1/] },

  // arch/s390/mm/fault.c dump_pagetable; z/Architecture Principles of Operation, chapter 6
  { name: 's390x, page translation',
    log: ['Failing address: 00000003ffe00000 TEID: 00000003ffe00803', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000000bac007 R3:000000007ffe4007 S:000000007ffea001 P:0000000000000400 ', 'Oops: 0011 ilc:3 [#1] SMP ', `${NAMED} 6.14.0 #37`, 'Krnl PSW : 0704d00180000000 000003ffe0443a82'],
    values: ['3 pud table 0x7ffe4', '3 pmd table 0x7ffea', '3 pte none'], said: [/page-translation exception/, /3-level paging/] },
  { name: 's390x, an address beyond the tables: the walk is none of it',
    log: ['Failing address: 4000000000000000 TEID: 4000000000000803', 'Fault in home space mode while using kernel ASCE.', 'AS:000000000279800b R2:000000002d2c500b R3:000000002d2c4007 S:000000002d2c3001 P:000000000000013d ', 'Oops: 0038 ilc:3 [#1]SMP ', `${NAMED} 7.0.0-rc5-next-20260324 `],
    values: ['3 p4d table 0x2d2c5', '3 pud table 0x2d2c4', '3 pmd table 0x2d2c3', '3 pte present 0x0'], said: [/ASCE-type/, /4-level paging/, /7\.0\.0-rc5-next-20260324/], never: [/maps the page/] },

  // union teid: bits 52 and 53 fetch or store, 56 and 61 what protects. trans_exc_ending() of arch/s390/kvm/gaccess.c
  { name: 's390x, a store into a protected page',
    log: ['Unable to handle kernel pointer dereference in virtual kernel address space', 'Failing address: 000003ff7f9c2000 TEID: 000003ff7f9c2407', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000000d14007 R3:00000001f1d84007 S:00000001f1d83800 P:000000000abc521d ', 'Oops: 0004 ilc:2 [#1] SMP ', `${NAMED} 5.4.0 #1`],
    values: ['4 pud table 0x1f1d84', '4 pmd table 0x1f1d83', '4 pte present 0xabc5'], said: [/write by the kernel.*\(protection exception\): what is mapped does not allow it/, /pte is read-only/] },
  { name: 's390x, low-address protection: nothing that is mapped',
    log: ['Failing address: 0000000000000000 TEID: 0000000000000483', 'Fault in home space mode while using kernel ASCE.', 'AS:0000000002f50007 R3:00000001ffff0007 S:00000001ffff7000 P:000000000000013d ', 'Oops: 0004 ilc:2 [#1]SMP ', `${NAMED} 6.8.0 #37`],
    values: ['3 pud table 0x1ffff0', '3 pmd table 0x1ffff7', '3 pte present 0x0'], said: [/write.*protection exception.*low addresses/], never: [/read-only/, /allow/] },
  { name: 's390x, the kernel in the address space of a process',
    log: ['Unable to handle kernel paging request in virtual user address space', 'Failing address: 0000000001000000 TEID: 0000000001000800', 'Fault in primary space mode while using user ASCE.', 'AS:000000011fdbc1c7 R3:0000000000000024 ', 'Oops: 003b ilc:3 [#1] SMP', `${NAMED} 5.11.0 #1`],
    values: ['4 pud none'], said: [/read by the kernel/, /touched a user address/], never: [/by user mode/] },
  { name: 's390x, a process',
    log: ['User process fault: interruption code 003b ilc:3 in test[1000000+1000]', 'Failing address: 0000000001000000 TEID: 0000000001000400', 'Fault in primary space mode while using user ASCE.', 'AS:000000011fdbc1c7 R3:0000000000000024 ', `${NAMED} 5.11.0 #1`],
    values: ['4 pud none'], said: [/write by user mode/], never: [/by the kernel/] },

  // arch/*/include/asm/pgtable*.h pmd_ERROR
  { name: 'bad pmd of a 32-bit x86 kernel: a short pointer and a long entry', log: ['mm/pgtable-generic.c:33: bad pmd d5a3c1f8(80000000314001e7)'],
    values: ['1 pmd present 0x31400'], said: [/i386/, /a page, no table/] },
  { name: 'bad pmd with the poison of a list', log: ['mm/pgtable-generic.c:50: bad pmd ffff8800376e1f98(dead000000000122)', `${NAMED} 4.9.0 #1`],
    values: ['1 pmd protnone 0x0'], said: [/LIST_POISON/], never: [/a page, no table/] },
  { name: 'bad pmd of 32 bits: nothing says of which machine', log: ['mm/memory.c:116: bad pmd 8e3f6067.'], values: ['1 pmd -'], said: [/architecture unknown, no tables applied/] },
  { name: 'a file without its folder is 2.4', log: ['memory.c:84: bad pmd 00000005.'], values: ['1 pmd -'], said: [/no tables applied/] },

  // mm/swapfile.c, mm/memory.c, include/linux/swapops.h
  { name: 'the generic entry and the pte agree on kernels before 4.8 only', // type from bit 1, offset from bit 9
    log: ['swap_free: Unused swap offset entry 00002d15', 'BUG: Bad page map in process a  pte:005a2a80 pmd:22c01f067'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x22c01f'], said: [/the same entry/, /offset 0x2d15; SWP_SOFT_DIRTY/] },
  { name: '6.8 or later by the message, and its marker', log: ['unrecognized swap entry 0x7c00000000000001'], values: ['1 swap_entry pte-marker'], said: [/PTE_MARKER_UFFD_WP/], never: [/\+ uffd-wp special/] },
  { name: 'an offset is shown whole, though a pte has no room for it', log: ['get_swap_device: Bad swap offset entry 3ff000000001234', `${NAMED} 6.12.0-amd64 #1`],
    values: ['1 swap_entry swap'], said: [/offset 0x3ff000000001234; more than a pte has room for/] },
  { name: 'eight digits of a swap entry: of which size the machine is cannot be told', log: ['swap_dup: Bad swap file entry 1842b040'], values: ['1 swap_entry -'], said: [/architecture unknown/], never: [/no swap area/] },
  { name: 'Arm 32 bits by its backtrace', log: ['[<80013690>] (do_work_pending) from [<8000f9e4>] (work_pending+0xc/0x20)', 'swap_free: Bad swap file entry 0100d400'], values: ['2 swap_entry -'], said: [/on arm the entries depend on the number of levels/] },
  { name: 'Arm 32 bits by psr', log: ['pc : [<c0123456>]    lr : [<c0123460>]    psr: 60000013', 'BUG: Bad page map in process x  pte:c0123fdf pmd:12345811'], values: ['2 pte protnone 0xc0123', '2 pmd table 0x12345'], said: [/2-level paging/], never: [/on arm64|arm64,/, /2048 KiB/] },
  { name: 'a machine of 32 bits by the pointer of a page, printed with as many digits (lib/vsprintf.c pointer)', log: ['BUG: Bad page map in process cc1  pte:2b5c47df pmd:4d0b3831', 'page:eed58b80 count:0 mapcount:-1 mapping:  (null) index:0x0'], values: ['1 pte -', '1 pmd -'], said: [/a 32-bit machine, and nothing says which/] },
  { name: 'PC is at: 32-bit Arm, where words have 32 bits', log: ['PC is at find_get_page+0x28/0x60', 'BUG: Bad page map in process cc1  pte:2b5c47df pmd:4d0b3831', 'addr:7edbb000 vm_flags:00100173 anon_vma:b86e1870 mapping:  (null) index:7efe7'], values: ['2 pte present 0x2b5c4', '2 pmd table 0x4d0b3'], said: [/arm, 2-level/] },
  // arch/arm/mm/fault.c show_pte, die_kernel_fault; Arm ARM DDI 0406 B4.1.52 DFSR
  { name: 'arm, a fault status of short descriptors', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000014 when read', '[00000014] *pgd=00000000', 'Internal error: Oops: 5 [#1] SMP ARM', `${NAMED} 6.6.0-rc2+ #7`],
    values: ['2 pgd none'], said: [/arm, 2-level/, /read by the kernel at 0x0000000000000014, FSR 0x5 \(section translation fault\): nothing present/] },
  { name: 'arm, an instruction: no ESR of arm64', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', '[00000000] *pgd=00000000', 'Internal error: Oops: 80000005 [#1] SMP ARM', `${NAMED} 5.3.0 #1`],
    values: ['2 pgd none'], said: [/execute by the kernel/], never: [/arm64/] },
  { name: 'arm with LPAE: bit 9 of the fault status', log: ['[00000100] *pgd=80000000004003, *pmd=00000000', 'Internal error: Oops: a07 [#1] SMP ARM', `${NAMED} 4.19.75-v7l+ #1270`],
    values: ['1 pgd table 0x4', '1 pmd none'], said: [/3-level/, /write by the kernel.*level 3 translation fault/, /ended at pte, this one at pmd/] },
  { name: 'arm, the entry of the hardware: a clean page is read-only for it (cpu_v7_set_pte_ext)', log: ['[b6f41000] *pgd=6c5d1831, *pte=6c0e030f, *ppte=6c0e0a3f', 'Internal error: Oops: 81f [#1] PREEMPT SMP ARM', `${NAMED} 4.19.0 #9`],
    values: ['1 pgd table 0x6c5d1', '1 pte present 0x6c0e0'], said: [/\*ppte 0x6c0e0a3f.*maps pfn 0x6c0e0, user, read-only/, /= the entry of the hardware .* is read-only/] },
  { name: 'arm, the section of the other MiB of a pgd', log: ['[c0345034] *pgd=0000941e(bad)', 'Internal error: Oops: 80d [#1] ARM', `${NAMED} 4.19.0 #9`],
    values: ['1 pgd present 0x0'], said: [/first of two/], never: [/maps the page|pgd is read-only/] },
  { name: 'SuperH: its walk looks like that of 32-bit Arm', log: ['BUG: unable to handle kernel NULL pointer dereference at 00000004', 'PC: [<8c1a2b3c>] foo+0x10/0x40', 'pgd = 8e7b8000', '[00000004] *pgd=8e7c9000, *pte=00000000', 'Oops: 0000 [#1]', `${NAMED} 5.10.0 #1`, 'PC is at foo+0x10/0x40', 'PR is at bar+0x10/0x40'],
    values: ['4 pgd -', '4 pte -'], said: [/SuperH/], never: [/\barm\b/] },
  // v4.9 arch/arm64/mm/fault.c show_pte: %08lx for the address.
  { name: 'arm64 up to 4.13, an address of 8 digits and the top entry alone', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000028', 'pgd = ffff80003c1d2000', '[00000028] *pgd=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP', `${NAMED} 4.9.0-4-arm64 #1 Debian 4.9.65-3`],
    values: ['3 pgd none'], said: [/read by the kernel at 0x0000000000000028, ESR 0x96000004/, /ends at pgd/], never: [/not decoded/] },
  { name: 'arm64 up to 4.13, such an address and a level on each line', log: ['[00000028] *pgd=0000000041b0a003', ', *pud=0000000041b0b003', ', *pmd=0000000000000000', '', 'Internal error: Oops: 96000006 [#1] PREEMPT SMP', `${NAMED} 4.9.0-4-arm64 #1`],
    values: ['1 pgd table 0x41b0a', '2 pud table 0x41b0b', '3 pmd none'], said: [/at 0x0000000000000028/, /ends at pmd, which is empty/] },
  // With addresses of 39 bits level 1 is the top one: arch/arm64/Kconfig ARM64_VA_BITS_39.
  { name: 'arm64, the number of levels unknown: level 1 can be the top one', log: ['[ffffffbf123456f0] *pgd=0000000000000000', 'Internal error: Oops: 96000005 [#1] PREEMPT SMP', `${NAMED} 3.10.61-g1234 #1`],
    values: ['1 pgd none'], said: [/ends at pgd/], never: [/ended at/, /-level/] },
  { name: 'arm64, the number of levels unknown: the lowest one is always pte', log: ['[ffffffbf123456f0] *pgd=0000000000000000', 'Internal error: Oops: 96000007 [#1] PREEMPT SMP', `${NAMED} 3.10.61-g1234 #1`],
    values: ['1 pgd none'], said: [/ended at pte, this one at pgd/] },
  // v3.10 arch/arm64/mm/fault.c show_pte knows no pud: kernels before 3.17 have three levels at most.
  { name: 'arm64 without pud', log: ['[ffffffc0123456f0] *pgd=00000000bfffe003, *pmd=00000000bfffd003, *pte=00e0000012345f93', 'Internal error: Oops: 9600004f [#1] PREEMPT SMP', `${NAMED} 3.10.61-g1234 #1`],
    values: ['1 pgd table 0xbfffe', '1 pmd table 0xbfffd', '1 pte present 0x12345'], said: [/3-level paging/, /pte is read-only/], never: [/4-level/] },
  // A machine prints its banner first: init/main.c start_kernel.
  { name: 'a message before the banner, and a report behind it', log: ['swap_free: Bad swap offset entry 3ffffffffffff', 'Linux version 4.9.0-13-amd64 (debian-kernel@lists.debian.org) #1 SMP Debian 4.9.228-1', `${NAMED} 4.9.0-13-amd64 #1`],
    values: ['1 swap_entry swap'], said: [/named in the log for another report/] },
  { name: 'arm, user mode', log: ['myapp: unhandled page fault (11) at 0x00000004, code 0x017', 'pgd = c6cd0000', '[00000004] *pgd=86ce4831, *pte=00000000, *ppte=00000000', `${NAMED} 4.19.0 #1`],
    values: ['3 pgd table 0x86ce4', '3 pte none'], said: [/read by user mode at 0x0000000000000004/, /\*ppte 0x0\).*maps nothing/] },
  // _PAGE_PRESENT and _PAGE_PTE of every radix page are the top bits of a pointer.
  { name: 'a page of powerpc64 is no pointer', log: ['LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA pSeries', 'BUG: Bad page map in process x  pte:c000000012340187 pmd:c000000012348009'], values: ['2 pte present 0x1234', '2 pmd present 0x1220'], never: [/pointer/] },
  // SWP_MIGRATION_WRITE of 5.4 with pfn 0x123456.
  { name: 'a migration entry is no pointer', log: [`${NAMED} 5.4.0-amd64 #1`, 'BUG: Bad page map in process x  pte:ffffffffdb975200 pmd:12345067'], values: ['2 pte migration 0x123456', '2 pmd table 0x12345'], never: [/pointer/] },
  { name: 'MIPS by its registers', log: ['CPU 0 Unable to handle kernel paging request at virtual address 00000004, epc == 80123456, ra == 80123440', 'BUG: Bad page map in process pppd  pte:05c28b8f pmd:8604d000'], values: ['2 pte -', '2 pmd -'], said: [/MIPS/] },
  { name: 'powerpc with a hash MMU: an entry of area 0 is the same everywhere', log: ['__swap_info_get: Bad swap offset entry 00000043', 'LE PAGE_SIZE=64K MMU=Hash SMP NR_CPUS=2048 NUMA pSeries'], values: ['1 swap_entry -'], said: [/powerpc/, /offset 0x43 is beyond the end of swap area 0/] },

  // Lines as mail, consoles and several processors leave them.
  { name: 'x86 4.9, levels behind each other with time stamps between',
    log: ['BUG: unable to handle kernel paging request at ffff8e6645cbb000', '[  134.624262] PGD 19b3a067 [  134.653531] PUD 19b3e067 ', 'PMD 46029063 [  134.698535] PTE 8000000045cbb061', 'Oops: 0003 [#1] SMP', `${NAMED} 4.9.0-7-amd64 #1`],
    values: ['2 pgd table 0x19b3a', '2 pud table 0x19b3e', '3 pmd table 0x46029', '3 pte present 0x45cbb'], said: [/pte is read-only/] },
  { name: 'x86, wrapped behind the name of a level',
    log: ['>> [   44.1] PGD 13ffd1067 P4D 13ffd1067 PUD 13ffd0067 PMD', '>> 10ff00063 PTE 0', '>> [   44.2] Oops: 0002 [#1] SMP', `${NAMED} 5.19.0 #1`],
    values: ['1 pgd table 0x13ffd1', '1 p4d table 0x13ffd1', '1 pud table 0x13ffd0', '2 pmd table 0x10ff00', '2 pte none'], said: [/ends at pte/], never: [/unfinished/] },
  { name: 'x86, two faults at once: nothing says which of them a walk is of',
    log: ['BUG: unable to handle page fault for address: ffffc90000123000', 'BUG: unable to handle page fault for address: ffffc90000456000', '#PF: error_code(0x0000) - not-present page', '#PF: error_code(0x0002) - not-present page', 'PGD 100000067 P4D 100000067 PUD 0 ', 'PGD 100000067 P4D 100000067 PUD 0 ', 'Oops: 0000 [#1] SMP', 'Oops: 0002 [#2] SMP', `${NAMED} 6.6.0 #1`],
    values: ['5 pgd table 0x100000', '5 p4d table 0x100000', '5 pud none', '6 pgd table 0x100000', '6 p4d table 0x100000', '6 pud none'], never: [/by the kernel/, /ffffc90000456000/] },
  { name: 'arm64 4.4: a level printed below an empty one is not folded, that one is',
    log: ['[000e1028] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000005 [#1] SMP', `${NAMED} 4.14.120 #1`],
    values: ['1 pgd none', '1 pud none'], said: [/3-level/, /ends at pud/], never: [/tables shown are not/] },
  { name: 'arm64, an address that is too large (ESR_ELx_FSC_ADDRSZ)',
    log: ['  ESR = 0x96000040', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=00000000f1758000', '[ffff800010003eb0] pgd=000000237ffff003, p4d=000000237ffff003, pud=000000237fffe003, pmd=000000237fffd003, pte=0068002000155f03', `${NAMED} 5.10.0 #1`],
    values: ['3 pgd table 0x237ffff', '3 p4d table 0x237ffff', '3 pud table 0x237fffe', '3 pmd table 0x237fffd', '3 pte present 0x2000155'], said: [/write by the kernel.*larger than this CPU takes/] },
  { name: 'i386 as a guest of Xen, in ring 1: bits of the hypervisor are none that are reserved',
    log: ['BUG: unable to handle kernel paging request at c1487194', '*pdpt = 000000000854a027 *pde = 0000000003e91067 *pte = 8000000001487061 ', 'Oops: 0003 [#1] SMP ', `${NAMED} 4.19.0-686-pae #1`, 'EIP: 0061:[<ee2b2228>] EFLAGS: 00010282 CPU: 1'],
    values: ['2 pgd table 0x854a', '2 pmd table 0x3e91', '2 pte present 0x1487'], said: [/pte is read-only/], never: [/reserved bits/] },

  // Texts of more than one machine.
  { name: 'two reports before one release: the first takes it, and that is said',
    log: ['BUG: unable to handle kernel paging request at ffff8800deadb000', 'PGD 1e0c063 PUD 0', 'Oops: 0000 [#1] SMP', 'BUG: unable to handle kernel paging request at ffff8800deadc000', 'PGD 1e0c063 PUD 0', 'Oops: 0000 [#2] SMP', `${NAMED} 4.4.0-21-generic #37-Ubuntu`],
    values: ['2 pgd table 0x1e0c', '2 pud none', '5 pgd table 0x1e0c', '5 pud none'], said: [/named in the log for another report \(4\.4\.0/, /named in the log \(4\.4\.0/], never: [/assumed/] },
  { name: 'releases that disagree',
    log: ['PGD 2e01067 P4D 2e01067 PUD 0', 'BUG: unable to handle page fault for address: ffff888100001000', 'PGD 2e01067 P4D 2e01067 PUD 0', `${NAMED} 5.4.0 #1`, 'BUG: unable to handle page fault for address: ffff888100001000', 'PGD 2e01067 P4D 2e01067 PUD 0', `${NAMED} 6.10.0 #1`],
    values: ['1 pgd table 0x2e01', '1 p4d table 0x2e01', '1 pud none', '3 pgd table 0x2e01', '3 p4d table 0x2e01', '3 pud none', '6 pgd table 0x2e01', '6 p4d table 0x2e01', '6 pud none'], said: [/assumed.*5\.4\.0 and 6\.10\.0 for other reports/, /Linux 5\.4, .*named in the log \(5\.4\.0\)/, /named in the log \(6\.10\.0\)/] },
  { name: 'what was said of another machine with another kernel does not count',
    log: ['[00000048] *pgd=00000000', 'Internal error: Oops: 17 [#1] SMP ARM', `${NAMED} 4.3.0-1 #1`, 'pc : [<c0123456>]    lr : [<c0123460>]    psr: 60000013', 'BUG: Bad page map in process Xorg  pte:8000000123456867 pmd:1234d067', 'addr:00007f1234560000 vm_flags:08100073 anon_vma:ffff888012345678 mapping:          (null) index:7f1234560', `${NAMED} 5.4.0 #1`],
    values: ['1 pgd none', '5 pte present 0x123456', '5 pmd table 0x1234d'], said: [/5\.4, x86_64/] },
  { name: 'reports of a 32-bit machine, one between the lines of the other',
    log: ['BUG: Bad page map in process hotplug-call  pte:05ba4a8d pmd:86149000', 'BUG: Bad page map in process pppd  pte:05c28b8f pmd:8604d000', 'addr:00636000 vm_flags:00100077 anon_vma:83777f90 mapping:00000000 index:636'],
    values: ['1 pte -', '1 pmd -', '2 pte -', '2 pmd -'], never: [/s390x/] },

  // crash, gdb, QEMU
  { name: 'crash vtop of arm64: PAGE DIRECTORY is an address', // crash arm64.c arm64_vtop_4level_4k
    log: ['PAGE DIRECTORY: ffff800011b0d000', '   PGD: ffff800011b0d800 => bfff6003', '   PUD: ffff00007fff6000 => bfff7003', '   PMD: ffff00007fff7468 => bfff8003', '   PTE: ffff00007fff81e8 => 78000081a3df03', '  PAGE: 81a3d000'],
    values: ['2 pgd table 0xbfff6', '3 pud table 0xbfff7', '4 pmd table 0xbfff8', '5 pte present 0x81a3d'] },
  { name: 'crash vtop of a 1 GiB page: the row of its flags is of the same level',
    log: ['     RELEASE: 5.14.0-70.el9.x86_64', '     MACHINE: x86_64  (2400 Mhz)', 'PAGE DIRECTORY: 3041067', '   PUD: 3041ff0 => 80000001400001e3', '  PAGE: 140000000  (1GB)', '', '      PTE         PHYSICAL  FLAGS', '80000001400001e3  140000000  (PRESENT|RW|ACCESSED|DIRTY|PSE|GLOBAL|NX)'],
    values: ['3 pgd table 0x3041', '4 pud present 0x140000', '8 pud present 0x140000'], said: [/Red Hat/] },
  { name: 'crash vtop of 32-bit x86: a pgd, and a pmd without a pud',
    log: ['PAGE DIRECTORY: c37f0000', '  PGD: c37f0080 => e0d067', '  PMD: c37f0080 => e0d067', '  PTE: c0e0d2d0 => 660f067', ' PAGE: 660f000', '', '  PTE    PHYSICAL  FLAGS', '660f067   660f000  (PRESENT|RW|USER|ACCESSED|DIRTY)'],
    values: ['2 pgd -', '3 pmd -', '4 pte -', '8 pte -'], said: [/architecture unknown/], never: [/x86_64 \(/] },
  { name: 'crash vtop, PML4', log: ['     RELEASE: 4.18.0-240.el8.x86_64', '   PML4: 80000001374d2000 => 800000013a1ff067', '   PUD: 13a1ffb60 => 136b57067'], values: ['2 pgd table 0x13a1ff', '3 pud table 0x136b57'] },
  { name: 'RHEL 8 of aarch64 has pages of 64 KiB', log: ['     RELEASE: 4.18.0-348.el8.aarch64', '   PTE: ffff807ffffe1a28 => e8080012340f03'], values: ['2 pte present 0x8001234'] },
  { name: 'gdb: words of a stack are no entries', log: ['0x7fffffffe020:\t0x00007fffffffe110\t0x0000000a0000002d', '0xffffc90000013e40:\t0xffffffff81234567\t0x0000000000000246'], values: [], never: [/./] },
  // Wrapped by mail in front of a value; the formats are those above.
  { name: 'i386 PAE, wrapped in front of the pte', log: ['> *pdpt = 000000000a1b2001 *pde = 000000003a4b5067 *pte =', '> 0000000000000000', '> Oops: 0002 [#1] SMP', '> EIP: init_module+0x12/0x1000 [foo]'],
    values: ['1 pgd table 0xa1b2', '1 pmd table 0x3a4b5', '2 pte none'], never: [/unfinished/] },
  { name: 'a bad page map, wrapped in front of the pte', log: ['BUG: Bad page map in process chrome', 'pte:8000000a3b4c5867 pmd:12a3b4067', 'addr:00007f12a3b4c000 vm_flags:08000071 anon_vma:0000000000000000 mapping:ffff9a1b2c3d4e50 index:1a2'],
    values: ['2 pte present 0xa3b4c5', '2 pmd table 0x12a3b4'], said: [/beyond the memory/] },
  { name: 'a bad pmd, wrapped in front of its value', log: ['[  126.7] mm/pgtable-generic.c:50: bad pmd', '00000000a1b2c3d4(ffff8881a2b3c4d5)', 'RIP: 0010:foo+0x1/0x2'],
    values: ['2 pmd present 0xf8881a2a00'], said: [/looks like an address of kernel memory/] },
  { name: 'swap messages, wrapped in front of the entry', log: ['> get_swap_device: Bad swap file entry', '> 2800000000123456', 'RIP: 0010:foo+0x1/0x2', 'unrecognized swap entry', '0x7c00000000000008'],
    values: ['2 swap_entry swap', '5 swap_entry pte-marker'], said: [/no swap area has number 10/] },
  { name: 's390, wrapped behind the ASCE', log: ['AS:00000001a2b3c007', 'R3:00000001ffff4007 S:00000001ffffa000', 'P:000000000000013d', 'Krnl PSW : 0704c00180000000 000003ff80a4c0e4'],
    values: ['2 pud table 0x1ffff4', '2 pmd table 0x1ffffa', '3 pte present 0x0'] },
  { name: 'arm64, wrapped behind the address', log: ['> Unable to handle kernel paging request at virtual address ffffffc008a5d000', '> swapper pgtable: 4k pages, 39-bit VAs, pgdp=0000000001399000', '> [ffffffc008a5d000]', '> pgd=10000000fbfff003, p4d=10000000fbfff003, pud=10000000fbfff003,', '> pmd=1000000040c3d003, pte=0000000000000000', '> pstate: 80000005 (Nzcv daif -PAN)'],
    values: ['4 pgd table 0xfbfff', '4 p4d table 0xfbfff', '4 pud table 0xfbfff', '5 pmd table 0x40c3d', '5 pte none'], never: [/unfinished/] },
  { name: 'the walk of 6.18 behind a bad page map, wrapped', log: ['BUG: Bad page map in process a  pte:8000000a3b4c5867', 'pgd:103c5d067 p4d:103c5d067', 'pud:103c5e067 pmd:12a3b4067', 'addr:00007f12a3b4c000 vm_flags:08000071'],
    values: ['1 pte present 0xa3b4c5', '2 pgd table 0x103c5d', '2 p4d table 0x103c5d', '3 pud table 0x103c5e', '3 pmd table 0x12a3b4'] },
  // print_tainted() of RHEL 7: a row of dashes, and the flag of a technology preview behind it.
  { name: 'RHEL 7 with a technology preview', log: ['PGD 8000000035ab2067 PUD 3a5067 PMD 0 ', 'CPU: 1 PID: 512 Comm: insmod Kdump: loaded Tainted: G           OE  ------------ T 3.10.0-1160.el7.x86_64 #1'],
    values: ['1 pgd table 0x35ab2', '1 pud table 0x3a5', '1 pmd none'], said: [/named in the log \(3\.10\.0-1160\.el7/, /Red Hat/] },
  // Xen 4.14 arch/x86/x86_64/traps.c show_page_walk; a dom0 that died at its start (linux-kernel, 2021-09-13).
  { name: 'a walk of Xen', log: ['(XEN) Pagetable walk from ffffffff82810888:', '(XEN)  L4[0x1ff] = 0000000332815067 0000000000002815', '(XEN)  L3[0x1fe] = 0000000332816067 0000000000002816', '(XEN)  L2[0x014] = 0000000334018067 0000000000004018', '(XEN)  L1[0x010] = 0000000332810067 0000000000002810', '(XEN) ----[ Xen-4.14.2  x86_64  debug=n  Not tainted ]----'],
    values: ['2 pgd table 0x332815', '3 pud table 0x332816', '4 pmd table 0x334018', '5 pte present 0x332810'], never: [/unfinished/, /swap/, /4\.14/] },
  { name: 'a walk of Xen that ends, and an entry of Xen that is not present', log: ['(XEN)  L4[0x000] = 0000000000000000 ffffffffffffffff', '(XEN)  L1[0x1ff] = 0000000332810066 ffffffffffffffff'], values: ['1 pgd none'] },
  // Structures as gdb, crash and drgn print them: a pte_t has one member, numbers are decimal unless asked otherwise.
  { name: 'gdb, a pte', log: ['(gdb) p *ptep', '$1 = {pte = 9223372041742977127}', '(gdb) p/x *pmdp', '$2 = {pmd = 0x12345067}', 'crash> struct pte_t ffff88810abc0000', 'struct pte_t {', '  pte = 0x8000000123456867', '}'],
    values: ['2 pte present 0x1235c0', '4 pmd table 0x12345', '7 pte present 0x123456'] },
  { name: 'gdb, a level in another and a pointer of arm', log: ['$4 = {pud = {p4d = {pgd = 5}}}', '  pgd = 80004000', '$5 = {pte = 99999999999999999999}'], values: [], never: [/./] },
  { name: 'drgn, a pte', log: ['>>> pte', '(pte_t){', '\t.pte = (pteval_t)9223372041742977127,', '}', '(pmd_t){ .pmd = (pmdval_t)0x12345067 }'],
    values: ['3 pte present 0x1235c0', '5 pmd table 0x12345'] },
  // v4.14 arch/arm64/mm/fault.c __do_user_fault: the syndrome in small letters, before the walk; FSC 0x0f, WnR.
  { name: 'arm64 before 4.18, a fault of user mode', log: ['a.out[1234]: unhandled level 3 permission fault (11) at 0x0041f000, esr 0x9200004f, in a.out[400000+1000]', 'pgd = ffff80003c7f5000', '[0041f000] *pgd=000000007c7f4003, *pud=000000007c7f3003, *pmd=000000007c7f2003, *pte=00e000007c7f1fd3', 'CPU: 1 PID: 1234 Comm: a.out Not tainted 4.14.98 #5', 'pstate: 60000000 (nZCv daif -PAN -UAO)'],
    values: ['3 pgd table 0x7c7f4', '3 pud table 0x7c7f3', '3 pmd table 0x7c7f2', '3 pte present 0x7c7f1'], said: [/write by user mode at 0x000000000041f000, ESR 0x9200004f/, /pte is read-only/] },
  // include/linux/poison.h: a table that was freed.
  { name: 'x86, a table was overwritten', log: ['BUG: unable to handle page fault for address: ffffc90000a0f000', '#PF: error_code(0x0009) - reserved bit violation', 'PGD 100000067 P4D 100000067 PUD 6b6b6b6b6b6b6b6b BAD', 'RIP: 0010:foo+0x1/0x2'],
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud table 0xb6b6b6b6b6'], said: [/pud: every byte is 0x6b: overwritten with POISON_FREE/] },
  { name: 'x86, a table was overwritten with text', log: ['BUG: unable to handle page fault for address: ffffc90000a0f000', 'PGD 100000067 P4D 100000067 PUD 100162067 PMD 6f77206f6c6c6567 BAD', 'RIP: 0010:foo+0x1/0x2'],
    values: ['2 pgd table 0x100000', '2 p4d table 0x100000', '2 pud table 0x100162', '2 pmd table 0x7206f6c6c6'], said: [/its bytes read as text, "gello wo"/] },
  // A mail wrapped the line: what follows has no caller of its own (x86_64 6.15, test/fixtures/wildlogs/88.txt).
  { name: 'x86 with callers, wrapped', log: ['[   86.684292][    T0] PGD 3af1067 P4D 3af1067 PUD 3af2063 PMD', '15eb4b163 PTE 800000000393e021'],
    values: ['1 pgd table 0x3af1', '1 p4d table 0x3af1', '1 pud table 0x3af2', '2 pmd table 0x15eb4b', '2 pte present 0x393e'], never: [/unfinished/] },
  { name: 'wrapped far to the left', log: ['Oct 10 09:47:46 x kernel: [90497.361315] get_swap_device: Bad swap', 'file entry 2800000000123456', 'Oct 10 09:47:46 x kernel: [90497.366233] BUG: Bad page map in', 'process chrome  pte:8000000a3b4c5867 pmd:12a3b4067', 'RIP: 0010:foo+0x1/0x2'],
    values: ['2 swap_entry swap', '4 pte present 0xa3b4c5', '4 pmd table 0x12a3b4'] },
  // Terminals of 50 columns: x86_64 5.15, i386 5.4, arm64 5.0, arm 5.4, riscv64 6.1.
  { name: 'x86, wrapped behind PGD and inside of Not tainted', log: ['[73056.073863] PGD', '1e5c01067 P4D 1e5c01067 PUD 342f3d063 PMD', '80000003518001e3', '[73056.1] CPU: 1 PID: 0 Comm: swapper/1 Not', 'tainted 5.15.2-generic #2'],
    values: ['2 pgd table 0x1e5c01', '2 p4d table 0x1e5c01', '2 pud table 0x342f3d', '3 pmd present 0x351800'], said: [/5\.15\.2.*named in the log/] },
  { name: 'bad entries, wrapped in front of bad and in front of the level', log: ['mm/pgtable-generic.c:50: bad', 'pmd 00000000a1b2c3d4(00000000044b0065)', 'mm/memory.c:413:', 'bad pmd 00000000a1b2c3d4(00000000044b1065)', 'RIP: 0010:foo+0x1/0x2'],
    values: ['2 pmd table 0x44b0', '4 pmd table 0x44b1'] },
  { name: 'arm64, an unmapped page of the kernel, wrapped far to the left', log: ['Unable to handle kernel', 'paging request at virtual address', 'ffff808aa4856d48', 'swapper pgtable: 64k', 'pages, 48-bit VAs, pgdp =', '0000000002498338', '[ffff808aa4856d48]', 'pgd=00000097fcfd0003,', 'pud=00000097fcfd0003,', 'pmd=00000097fca30003,', 'pte=00e8008b24850712', 'pstate: 60400009 (nZCv daif +PAN -UAO)'],
    values: ['8 pgd table 0x97fcfd', '9 pud table 0x97fcfd', '10 pmd table 0x97fca3', '11 pte -'], said: [/unmapped .*pfn 0x8b2485/], never: [/is in swap/] },
  // Whose address it is nothing says.
  { name: 'arm64, a walk without its address', log: ['pgd=00000097fcfd0003, pud=00000097fcfd0003, pmd=00000097fca30003, pte=00e8008b24850712', 'pstate: 60400009 (nZCv daif +PAN -UAO)'],
    values: ['1 pgd table 0x97fcfd0', '1 pud table 0x97fcfd0', '1 pmd table 0x97fca30', '1 pte swap'], said: [/unless the address, which is not in the text, is one of the kernel/] },
  { name: 'arm, wrapped in front of the pte', log: ['[0000000c] *pgd=0d3e2831,', '*pte=00000000, *ppte=00000000', 'Internal error: Oops: 17 [#2] ARM'], values: ['1 pgd table 0xd3e2', '2 pte none'] },
  { name: 'riscv64, the line of a signal wrapped', log: ['mm/pgtable-generic.c:39: bad pud', '0000000201325801.', 'pahole[1845396]: unhandled signal', '11 code 0x1 at 0x0000000000000008 in libc.so.6'], values: ['2 pud table 0x804c96'] },
  // crash of el7: the flags do not fit in the line.
  { name: 'crash, flags on a line of their own', log: ['   PMD: 7faa4000 => 7faa3067', '   PTE: 7faa3010 => 800000007fa14163', '  PAGE: 7fa14000', '      PTE         PHYSICAL  FLAGS', '800000007fa14163  7fa14000', '(PRESENT|RW|ACCESSED|DIRTY|GLOBAL|NX)'],
    values: ['1 pmd table 0x7faa3', '2 pte present 0x7fa14', '5 pte present 0x7fa14'] },
  // v6.16 arch/riscv/kernel/stacktrace.c: return addresses in brackets, as x86_64 had them before 4.10.
  { name: 'riscv64, a call trace is no proof of an old kernel', log: ['BUG: Bad page map in process modprobe  pte:20682653 pmd:20f23c01', 'page: refcount:1 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x81a09', 'Call Trace:', '[<ffffffff80016152>] dump_backtrace+0x1c/0x24'],
    values: ['1 pte present 0x81a09', '1 pmd table 0x83c8f'], never: [/before 4\.10/, /no kernel/] },
  // A serial console that lost characters.
  { name: 'arm64, a level that is no whole value', log: ['Unable to handle kernel paging request at virtual address ffff800080000000', '  ESR = 0x0000000096000006', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041b30000', '[ffff800080000000] pgd=100000013ffff003, p4d=100000013ffff003, pud=0000000000000000, pmd=00000~0000000000', 'Internal error: Oops: 0000000096000006 [#1] SMP'],
    values: ['4 pgd table 0x13ffff', '4 p4d table 0x13ffff', '4 pud none'], said: [/unfinished: what stands behind pud/], never: [/not those that were in use/] },
  { name: 'x86, a name of a level that is torn', log: ['BUG: unable to handle page fault for address: ffffc90000a0f000', '#PF: error_code(0x0002) - not-present page', 'PGD 100000067 P4D 100000067 PUD 100162067 PM'],
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud table 0x100162'], said: [/unfinished: what stands behind pud/] },
  // crash 8.0 arm64.c arm64_vtop_3level_4k, s390x.c s390x_vtop, riscv64.c riscv64_vtop_3level_4k, ppc64.c ppc64_vtop_level4.
  { name: 'crash vtop of arm64: the entry with its flags is of the same machine', log: ['PAGE DIRECTORY: ffffff8009c4a000', '   PGD: ffffff8009c4a000 => 13fffe003', '   PMD: ffffffc0fffe0200 => 13fffd003', '   PTE: ffffffc0fffd1400 => 78000040080713', '  PAGE: 40080000', '', '     PTE        PHYSICAL  FLAGS', '78000040080713  40080000  (VALID|SHARED|AF|PXN|DIRTY)'],
    values: ['2 pgd table 0x13fffe', '3 pmd table 0x13fffd', '4 pte present 0x40080', '8 pte present 0x40080'], never: [/x86/] },
  { name: 'crash vtop of s390x', log: ['PAGE DIRECTORY: 000000000113c000', ' RTTE: 000000000113c000 => 00000001ffff4007 (flags = 007)', '       flags in binary : FC=0; P=0; TF=00; I=0; CR=0; TT=01; TL=11', '  STE: 00000001ffff4010 => 00000001ffffa001 (flags = 001)', '       flags in binary : FC=0; P=0; I=0; CS=0; TT=00', '  PTE: 00000001ffffa080 => 000000000113f03d (flags = 03d)', '       flags in binary : I=0; P=0', ' PAGE: 000000000113f000'],
    values: ['2 pud table 0x1ffff4', '4 pmd table 0x1ffffa', '6 pte present 0x113f'], said: [/s390x/], never: [/x86/] },
  { name: 'crash vtop of s390x, a segment of 1 MiB', log: [' RSTE: 0000000001130000 => 000000000113c00b (flags = 00b)', ' RTTE: 000000000113c000 => 00000001ffff4007 (flags = 007)', '  STE: 00000001ffff4010 => 000000000120c401 (flags = 00401)'],
    values: ['1 p4d table 0x113c', '2 pud table 0x1ffff4', '3 pmd present 0x1200'] },
  { name: 'crash vtop of riscv64', log: ['     MACHINE: riscv64  (unknown Mhz)', '  PGD: ffffffff81a00ff0 => 5fdc001', '  PMD: 0000000017f70000 => 000000005fd80001', '  PTE: 17f600000 => 202000e7', ' PAGE: 0000000080800000'],
    values: ['2 pgd table 0x17f70', '3 pmd table 0x17f600', '4 pte present 0x80800'] },
  { name: 'crash of x86 behind s390x: its names of flags, and of the top table', log: ['PAGE DIRECTORY: 000000000113c000', ' RTTE: 000000000113c000 => 00000001ffff4007', '  STE: 00000001ffff4010 => 00000001ffffa001', '  PTE: 00000001ffffa9f8 => 113f03f', 'crash> pte 8000000123456867', '      PTE         PHYSICAL   FLAGS', '8000000123456867  123456000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)', 'crash> vtop 7ffff0000000', 'PML4: 1f2d4c7f8 => 1f2d4b067', ' PUD: 1f2d4bff8 => 80000001f2d4a067'],
    values: ['2 pud table 0x1ffff4', '3 pmd table 0x1ffffa', '4 pte present 0x113f', '7 pte present 0x123456', '9 pgd table 0x1f2d4b', '10 pud table 0x1f2d4a'] },
  { name: 'crash vtop of ppc64', log: ['     MACHINE: ppc64le  (3425 Mhz)', 'PAGE DIRECTORY: c00000000128d000', '   PGD: c00000000128d000 => 80000003fffe0009', '   PUD: c0000003fffe0000 => 80000003fffd0009', '   PMD: c0000003fffd0028 => 80000003fffc0005', '   PTE: c0000003fffc0010 => c00000000128018e', '  PAGE: 1280000'],
    values: ['3 pgd table 0x3fffe', '4 pud table 0x3fffd', '5 pmd table 0x3fffc', '6 pte present 0x128'] },
  { name: 'crash vtop as HTML', log: ['&gt;      RELEASE: 4.18.0-240.el8.x86_64', '&gt;    PML4: 80000001374d2000 =&gt; 800000013a1ff067', '&gt;    PUD: 13a1ffb60 =&gt; 136b57067'], values: ['2 pgd table 0x13a1ff', '3 pud table 0x136b57'] },
];

const hex = (value: unknown): string => (typeof value === 'string' ? value : '-');

describe('what the text proves, and no more', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', async ({ kind }) => {
    const stdin = `${kind.log.join('\n')}\n`;
    const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
    const found = records.map((record) => {
      const [line, level] = [Number(property(record, 'line')), String(property(record, 'level'))];
      if (property(record, 'error') !== undefined) return `${line} ${level} -`;
      const pfn = property(record, 'pfn');
      return `${line} ${level} ${String(property(record, 'state'))}${pfn === null ? '' : ` ${hex(pfn)}`}`;
    });
    const isTold = kind.values.length > 0 || kind.never?.some((pattern) => pattern.source === '.');
    expect(isTold ? found : []).toEqual(kind.values);
    const text = (await runCli(['log'], { stdin })).stdout;
    const lines = text.split('\n').filter((line) => line.startsWith('    | '));
    for (const pattern of kind.said ?? [])
      expect([pattern, lines.some((line) => pattern.test(line))]).toEqual([pattern, true]);
    for (const pattern of kind.never ?? [])
      expect([pattern, lines.filter((line) => pattern.test(line))]).toEqual([pattern, []]);
  });
});
