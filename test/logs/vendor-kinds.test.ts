import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of public reports, shortened; what is proven of them stands in the kernel's sources and the CPU's manuals. */
// prettier-ignore
const FAULTS: readonly LogKind[] = [
  // Arm ARM DDI 0487 D24.2 ESR_EL1 CM, WnR; v6.12 arch/arm64/mm/fault.c is_write_abort
  { name: 'arm64, a fault of cache maintenance is no write', log: ['[ 1721.586943] Unable to handle kernel paging request at virtual address ffff617f80000000', '[ 1721.587776]   ESR = 0x96000145', '[ 1721.589568] swapper pgtable: 64k pages, 48-bit VAs, pgdp=0000000111280000', '[ 1721.589951] [ffff617f80000000] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000', '[ 1721.590592] Internal error: Oops: 96000145 [#1] PREEMPT SMP', '[ 1721.591232] CPU: 0 PID: 664 Comm: qemu-system-aar Not tainted 5.12.0-rc8 #22'],
    values: ['4 pgd none', '4 p4d none', '4 pud none'], said: [/access by the kernel at 0xffff617f80000000, ESR 0x96000145 \(cache maintenance/], never: [/write by/] },
  // v4.4 arch/arm64/mm/fault.c do_translation_fault: beyond TASK_SIZE
  { name: 'arm64, an address behind all that the tables cover is none of a user', log: ['Unable to handle kernel paging request at virtual address 200080000006a', '[200080000006a] *pgd=0000000000000000, *pud=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP', 'CPU: 2 PID: 310 Comm: logd Not tainted 4.4.60 #1'],
    values: ['2 pgd none', '2 pud none'], said: [/beyond what the tables cover/], never: [/user address/] },
  // v5.4 arch/arm/include/asm/pgtable-2level.h pmd_bad, pgtable-3level.h pud_bad; arch/arm/mm/fault.c show_pte
  { name: 'arm, a top entry that the kernel calls bad tells the layout', log: ['[63859.139142] Unable to handle kernel paging request at virtual address c0a0da06', '[63859.139289] [c0a0da06] *pgd=00a1941e(bad)'],
    values: ['2 pgd present 0xa00'], said: [/arm, 2-level paging/, /1024 KiB/] },
  { name: 'arm, the same with long descriptors', log: ['[63859.139289] [00a0da06] *pgd=80000001(bad)'],
    values: ['1 pgd table 0x80000'], said: [/arm, 3-level paging/, /the walk ends at pgd, which is no table for the CPU: .*pud_bad\(\) is true/], never: [/in swap/] },
  // v6.12 include/linux/swapops.h: swp_entry_to_pte() and swp_entry_to_pmd() alone
  { name: 'x86_64, a top entry that is not present is in no swap', log: ['BUG: unable to handle page fault for address: 00007f1234567000', '#PF: error_code(0x0000) - not-present page', 'PGD 123400 P4D 123400', 'Oops: 0000 [#1]'],
    values: ['3 pgd -', '3 p4d -'], said: [/pgd is not present, though not empty/], never: [/in swap/] },
  // v6.6 arch/x86/include/asm/pgtable.h pfn_pte, protnone_mask; arch/x86/mm/mem_encrypt_identity.c sme_enable: physical_mask without the bit. The address is that of the frame in the direct mapping.
  { name: 'x86_64 with an encryption bit, the frame of an unmapped page is inverted without it', log: ['[    0.807735] BUG: unable to handle page fault for address: ffff88803bef7000', '[    0.807829] #PF: supervisor read access in kernel mode', '[    0.807829] #PF: error_code(0x0000) - not-present page', '[    0.807829] PGD 8000004c01067 P4D 8000004c01067 PUD 8000004c02067 PMD 80001001f8063 PTE 8007ffffc4108062', '[    0.807829] CPU: 0 PID: 0 Comm: swapper/0 Not tainted 6.6.0-rc3-sos-testing #1'],
    values: ['4 pgd table 0x4c01', '4 p4d table 0x4c01', '4 pud table 0x4c02', '4 pmd table 0x1001f8', '4 pte unmapped 0x3bef7'], said: [/enc-bit=51/, /an unmapped page of the kernel .*, frame 0x3bef7$/] },
  // v4.20 arch/x86/include/asm/page_32_types.h __PHYSICAL_MASK_SHIFT: 52 bits are inverted, where a frame has no more than 44
  { name: 'i386 PAE, the frame of an unmapped page is inverted', log: ['BUG: unable to handle page fault for address: c12bd000', '*pdpt = 0000000001866001 *pde = 0000000012584067 *pte = 800fffffed942060', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: swapper/0 Not tainted 6.1.0 #11'],
    values: ['2 pgd table 0x1866', '2 pmd table 0x12584', '2 pte unmapped 0x126bd'], said: [/an unmapped page of the kernel .*, frame 0x126bd$/] },
  { name: 'arm, an empty entry is empty in both layouts', log: ['[60149.279260] Unable to handle kernel paging request at virtual address 1a250d25', '[60149.279545] [1a250d25] *pgd=00000000'],
    values: ['2 pgd none'], said: [/ends at pgd, which is empty/], never: [/-level paging/] },
  { name: 'arm, an empty entry in front of the one of the address tells nothing of it', log: ['[60149.279260] Unable to handle kernel paging request at virtual address 1a350d25', '[60149.279545] [1a350d25] *pgd=00000000'],
    values: ['2 pgd -'], never: [/is empty/] },
];

/** Walks as older kernels print them. */
// prettier-ignore
const OLD: readonly LogKind[] = [
  // v3.14 arch/arm64/mm/fault.c show_pte: %08lx
  { name: 'arm64 before 4.13, an address of ten digits', log: ['[  126.735081@2] Unable to handle kernel paging request at virtual address 21b83b3029', '[  126.735090@2] pgd = ffffffc09ccfb000', '[  126.735103@2] [21b83b3029] *pgd=0000000000000000', '[  126.735119@2] Internal error: Oops: 96000005 [#1] PREEMPT SMP', '[  126.735168@2] CPU: 2 PID: 4712 Comm: RenderThread Tainted: P        W  O 3.14.29-g76ab4eb-dirty #2'],
    values: ['3 pgd none'], said: [/read by the kernel at 0x00000021b83b3029, ESR 0x96000005/, /ends at pgd, which is empty/] },
  // v2.6.10 arch/x86_64/mm/fault.c dump_pagetable: four tables, of which Linux used three
  { name: 'x86_64 before 2.6.11, PGD is below PML4', log: ['Unable to handle kernel paging request at 0000000000002000 RIP: ', '<ffffffff8035f090>{add_pin_to_irq+0}', 'PML4 3f55d067 PGD 3f77e067 PMD 0 ', 'Oops: 0002 [1] SMP ', 'Pid: 121, comm: modprobe Not tainted 2.6.8.1-mm3'],
    values: ['3 pgd table 0x3f55d', '3 pud table 0x3f77e', '3 pmd none'], said: [/write by the kernel at 0x0000000000002000/, /ends at pmd, which is empty/] },
];

/** Levels that a machine does not have. */
// prettier-ignore
const LEVELS: readonly LogKind[] = [
  // v6.15 arch/arm64/mm/fault.c show_pte, include/asm/pgtable.h pgd_none, pgtable_l5_enabled: with 52 bits built in and 48 in use
  { name: 'arm64, an empty pgd above a walk is none of it', log: ['[    5.767724]   ESR = 0x000000008600000f', '[    5.788311] swapper pgtable: 4k pages, 48-bit VAs, pgdp=000000017cb63000', '[    5.795186] [ffff6b2300abd400] pgd=0000000000000000, p4d=1800000f540ff403, pud=1800000f53ebc403, pmd=1800000f53eb6403, pte=0068000100abdf07', '[    5.817006] CPU: 0 UID: 0 PID: 230 Comm: udevd Not tainted 6.15.0-rc1 #1 PREEMPT '],
    values: ['3 pgd none', '3 p4d table 0xf540ff', '3 pud table 0xf53ebc', '3 pmd table 0xf53eb6', '3 pte present 0x100abd'], said: [/pgd .*empty, and no level of this walk, which goes on below/, /pte is no-execute/, /4-level paging/] },
];

/** Codes of faults. */
// prettier-ignore
const CODES: readonly LogKind[] = [
  // v2.6.11 arch/x86_64/mm/fault.c pgtable_bad
  { name: 'x86_64 before 2.6.25, a bad table without # in front of the number', log: ['tinfo: Corrupted page table at address 2aaaaaabf800', 'PGD 8a983067 PUD c7e5a067 PMD 91588067 PTE ffffffff8048a025', 'Bad pagetable: 000d [1] SMP', 'Pid: 10892, comm: tinfo Not tainted 2.6.11'],
    values: ['2 pgd table 0x8a983', '2 pud table 0xc7e5a', '2 pmd table 0x91588', '2 pte present 0x3fff8048a'], said: [/read by user mode at 0x00002aaaaaabf800, error code 0xd/], never: [/no error code/] },
];

/** Messages about swap entries. */
// prettier-ignore
const SWAP: readonly LogKind[] = [
  // v2.4.2 mm/swapfile.c swap_duplicate, swap_count, swap_free; include/asm-i386/pgtable.h: the pte
  { name: 'kernels before 2.4.10 name the function behind the message', log: ['VM: Undead swap entry 000f3100', 'VM: bad swap entry 00002000', 'Unused swap offset entry in swap_dup 00002000', 'kernel: Unused swap offset entry in swap_count', '000f3100'],
    values: ['1 swap_entry -', '2 swap_entry -', '3 swap_entry -', '5 swap_entry -'], said: [/kernels before 2\.5\.20 print the pte itself/], never: [/some \(before/] },
  { name: 'a kernel that is named and prints the pte', log: ['Linux version 2.4.20 (gcc)', 'swap_dup: Bad swap file entry 00000020', 'swap_free: Unused swap offset entry 00002000'],
    values: ['2 swap_entry -', '3 swap_entry -'], said: [/kernels before 2\.5\.20 print the pte itself in such messages/], never: [/swap area/, /slot/] },
  { name: 'values in backticks of markup', log: ['| 20:41:07 | `BUG: Bad page map in process docker pte:01000000` + `get_swap_device: Bad swap offset entry 3ffffffff7fff` |'],
    values: ['1 pte swap', '1 swap_entry swap'], said: [/type 0 .*offset 0x3ffffffff7fff/, /the same entry/] },
];

/** Lines that no newer kernel prints, where none is named. */
// prettier-ignore
const BOUNDS: readonly LogKind[] = [
  // v5.7 arch/x86/include/asm/pgtable_types.h _PAGE_BIT_UFFD_WP, _PAGE_SWP_UFFD_WP, which came to Red Hat's 4.18 between builds 240 and 348
  { name: 'x86_64, a build of which nobody knows whether it has the bits of userfaultfd', log: ['BUG: Bad page map in process a  pte:07fffffffffbfe04 pmd:12347067', 'addr:00007f1234567000 vm_flags:08000075 anon_vma:0000000000000000 mapping:ffff88813fd736a8 index:110', 'CPU: 1 PID: 5 Comm: a Not tainted 4.18.0-300.el8.x86_64 #1'],
    values: ['1 pte swap', '1 pmd table 0x12347'], said: [/pte .*; UFFD_WP if this build has the bit$/], never: [/pmd .*UFFD_WP/] },
  { name: 'x86_64, a build that has them', log: ['BUG: Bad page map in process a  pte:07fffffffffbfe04 pmd:12347067', 'addr:00007f1234567000 vm_flags:08000075 anon_vma:0000000000000000 mapping:ffff88813fd736a8 index:110', 'CPU: 1 PID: 5 Comm: a Not tainted 4.18.0-372.el8.x86_64 #1'],
    values: ['1 pte swap', '1 pmd table 0x12347'], said: [/pte .*SWP_UFFD_WP$/], never: [/if this build/] },
  // 5.17.0-next-20220324 has none: a report of that release
  { name: 'arm, a line with the top table', log: ['<1>[141949.656032] pgd = 8c163081', '<1>[141949.663315] [cfa9bdac] *pgd=51a1141e(bad)', '<0>[141949.666098] Internal error: Oops: 8000000d [#1] SMP ARM'],
    values: ['2 pgd present 0x51a00'], said: [/Linux 5\.15, arm/, /pgd is no-execute/] },
  // v2.6.32 arch/arm/kernel/process.c __show_regs
  { name: 'arm, taint flags behind the link register', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pgd = c1e88000', '[00000000] *pgd=c1e86031, *pte=c04440cf, *ppte=c044400e', 'Internal error: Oops: c1e8981f [#1]', 'pc : [<c0223870>]    lr : [<00000001>]    Not tainted'],
    values: ['3 pgd table 0xc1e86', '3 pte -'], said: [/the log is older \(before 2\.6\.32\)/, /a page of a kernel before 2\.6\.38.*frame 0xc0444/] },
  // v2.6.32 arch/arm/include/asm/pgtable.h L_PTE_WRITE (1 << 7): the entry of the hardware beside it is writable
  { name: 'arm, a page that may be written, of a kernel with the opposite bits', log: ['Unable to handle kernel paging request at virtual address bf001000', 'pgd = c3e2c000', '[bf001000] *pgd=23c18011, *pte=300012c7, *ppte=3000155e', 'Internal error: Oops: 80f [#1] PREEMPT', 'CPU: 0    Not tainted  (2.6.35 #9)'],
    values: ['3 pgd table 0x23c18', '3 pte -'], said: [/whose rights stand in other bits, or say the opposite.*frame 0x30001/], never: [/L_PTE_RDONLY L_PTE|pte is read-only/] },
  { name: 'arm, a page of a kernel with the bits of the tables', log: ['Unable to handle kernel paging request at virtual address bf001000', 'pgd = c3e2c000', '[bf001000] *pgd=23c18011, *pte=300012c7, *ppte=3000155e', 'Internal error: Oops: 80f [#1] PREEMPT', 'CPU: 0    Not tainted  (2.6.38 #9)'],
    values: ['3 pgd table 0x23c18', '3 pte present 0x30001'] },
  // v3.9 arch/arm/kernel/process.c __show_regs; v3.10 show_regs_print_info()
  { name: 'arm, the CPU of the registers without its process', log: ['Unable to handle kernel paging request at virtual address c4881fff', 'pgd = c3e2c000', '[c4881fff] *pgd=23c18011, *pte=300010a3, *ppte=30001552', 'Internal error: Oops: 803 [#1] PREEMPT', 'CPU: 0    Tainted: G        W  ( #9)'],
    values: ['3 pgd table 0x23c18', '3 pte -'], said: [/the log is older \(before 2\.6\.38\)/], never: [/Linux 5\.17/] },
  // v4.14 arch/x86/mm/fault.c show_fault_oops
  { name: 'x86_64, where the code was, without an address', log: ['[  478.990333] BUG: unable to handle kernel paging request at 00007fffe3542f90', '[  478.990338] IP: device_ioctl+0x2d/0x82 [drv]', '[  478.990339] PGD 8000000232ede067 P4D 8000000232ede067 PUD 232d60067 PMD 232f7c067 PTE 8000000203f12867', '[  478.990342] Oops: 0001 [#1] SMP PTI'],
    values: ['3 pgd table 0x232ede', '3 p4d table 0x232ede', '3 pud table 0x232d60', '3 pmd table 0x232f7c', '3 pte present 0x203f12'], said: [/Linux 4\.18, x86_64/] },
  // v4.14 mm/memory.c print_bad_pte; lib/vsprintf.c pointer()
  { name: 'x86_64, a bad page map with null pointers behind blanks', log: ['[   40.438790] BUG: Bad page map in process syz-executor6  pte:ffff8801a700ff00 pmd:1a700f067', '[   40.447217] addr:00000000009ca000 vm_flags:00100073 anon_vma:ffff8801d16f20e0 mapping:          (null) index:9ca'],
    values: ['1 pte protnone 0x77fe58ff0', '1 pmd table 0x1a700f'], said: [/Linux 5\.3/], never: [/SAVED_DIRTY|UFFD_WP/] },
  // v5.4 mm/memory.c print_bad_pte
  { name: 'x86_64, a bad page map that names readpage', log: ['BUG: Bad page map in process a  pte:8000000071c00227 pmd:74b30067', 'addr:0000000020563000 vm_flags:08100077 anon_vma:ffff8880547d2200 mapping:0000000000000000 index:20563', 'file:(null) fault:0x0 mmap:0x0 readpage:0x0'],
    values: ['1 pte present 0x71c00', '1 pmd table 0x74b30'], said: [/Linux 5\.18/] },
  // v6.10 mm/debug.c __dump_folio
  { name: 'x86_64, a dump of a page with a pointer to it', log: ['BUG: Bad page map in process syz-executor.0  pte:fffff9af08120 pmd:29f05067', 'page:ffffea0001943dc0 refcount:9 mapcount:-1 mapping:ffff88807726d190 index:0x3 pfn:0x650f7'],
    values: ['1 pte protnone 0x650f7', '1 pmd table 0x29f05'], said: [/Linux 6\.8/, /not those of a page mapped here/] },
  // v5.4 mm/debug.c __dump_page
  { name: 'x86_64, a dump of a page with "count:"', log: ['BUG: Bad page map in process a  pte:8000000071c00225 pmd:74b30067', 'page:ffffea0001943dc0 count:1 mapcount:-1 mapping:ffff88807726d190 index:0x3'],
    values: ['1 pte present 0x71c00', '1 pmd table 0x74b30'], said: [/Linux 5\.3/] },
  // v2.6.26 include/asm-x86/page_64.h __PAGE_OFFSET, v2.6.32 page_64_types.h
  { name: 'x86_64, a direct mapping where none is any more', log: ['mm/memory.c:127: bad pmd ffff810076801040(80000000720000e7).'],
    values: ['1 pmd present 0x72000'], said: [/before 2\.6\.32/, /a page, no table/] },
  // v4.14 arch/x86/mm/fault.c show_fault_oops, v5.1: the lines with #PF
  { name: 'x86_64, a report of a newer kernel behind one of an older', log: ['BUG: unable to handle kernel paging request at ffff888c8be54980', 'IP: cgroup_sk_free+0x3a/0x80', 'PGD 25c8067 P4D 25c8067 PUD 0', 'Oops: 0002 [#1] SMP PTI', 'BUG: unable to handle page fault for address: ffffc90ffb34f004', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', 'PGD 100000067 P4D 100000067 PUD 0', 'Oops: Oops: 0000 [#1] SMP NOPTI'],
    values: ['3 pgd table 0x25c8', '3 p4d table 0x25c8', '3 pud none', '8 pgd table 0x100000', '8 p4d table 0x100000', '8 pud none'], said: [/Linux 4\.18, x86_64/, /Linux 7\.\d+, x86_64/], never: [/the log is older/] },
  // v5.18 arch/arm64/kernel/traps.c __die (int err), v6.2 (long err)
  { name: 'arm64, an oops with a status of 8 digits', log: ['Unable to handle kernel paging request at virtual address fffffffffffffff8', '[fffffffffffffff8] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 96000004 [#1] PREEMPT SMP'],
    values: ['2 pgd none', '2 p4d none'], said: [/Linux 6\.0, arm64/] },
  // v5.18 arch/arm64/mm/fault.c mem_abort_decode
  { name: 'arm64, a status of 8 digits in its own line', log: ['Unable to handle kernel paging request at virtual address fffffffffffffff8', '  ESR = 0x96000004', '[fffffffffffffff8] pgd=0000000000000000, p4d=0000000000000000'],
    values: ['3 pgd none', '3 p4d none'], said: [/Linux 5\.18, arm64/] },
  { name: 'arm64, a status of 16 digits', log: ['Unable to handle kernel paging request at virtual address fffffffffffffff8', '  ESR = 0x0000000096000004', '[fffffffffffffff8] pgd=0000000000000000, p4d=0000000000000000', 'Internal error: Oops: 0000000096000004 [#1]  SMP'],
    values: ['3 pgd none', '3 p4d none'], said: [/Linux 7\.\d+, arm64/] },
  // v4.19 arch/arm64/mm/fault.c show_pte
  { name: 'arm64, a top table behind blanks', log: ['Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008', 'user pgtable: 4k pages, 48-bit VAs, pgdp = 00000000e26e7ace', '[0000000000000008] pgd=0000000000000000'],
    values: ['3 pgd none'], said: [/Linux 5\.1, arm64/] },
  // v4.19 mm/memory.c print_bad_pte, lib/vsprintf.c ptr_to_id
  { name: 'x86_64, a bad page map whose address is hashed', log: ['BUG: Bad page map in process syz-executor.5  pte:9100000081 pmd:47c67067', 'addr:00000000768464c8 vm_flags:100400fb anon_vma:          (null) mapping:000000009265a729 index:18f', 'CPU: 0 PID: 30290 Comm: syz-executor.5 Not tainted 5.0.2 #1'],
    values: ['1 pte present 0x9100000', '1 pmd table 0x47c67'], said: [/beyond the memory of this machine/] },
];

describe('logs of vendors and forums', () => {
  test.each([...FAULTS, ...OLD, ...CODES, ...LEVELS, ...SWAP, ...BOUNDS])('$name', expectKind);

  test('a hashed address is none', async () => {
    const log = [
      'BUG: Bad page map in process a  pte:9100000081 pmd:47c67067',
      'addr:00000000768464c8 vm_flags:100400fb anon_vma:0000000012345678 mapping:000000009265a729 index:18f',
      '',
    ];
    const { stdout } = await runCli(['log', '--json'], { stdin: log.join('\n') });
    expect(jsonLines(stdout).map((record) => property(record, 'address'))).toEqual([null, null]);
  });
});
