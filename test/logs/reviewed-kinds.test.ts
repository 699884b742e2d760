import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const FAR: readonly string[] = Array.from({ length: 300 }, () => 'z'.repeat(99));

/** What several lines, or several parts of the program, say of one thing: they agree. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // 8495f7e67340 (v5.4) kernel/fork.c check_mm "type:%s", "idx:%d" before. 6b28baca9b1f (v4.19): inverted offsets; v4.18 at the latest reads type 16.
  { name: 'x86_64, a line of the same report that no release before 5.4 prints', log: ['BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1', 'BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067'],
    values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/type 0 .*offset 0x3ffffffffff6f/], never: [/Linux 4\.|kernels before/] },
  { name: 'x86_64, the same behind it', log: ['BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067', 'BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], never: [/Linux 4\.|kernels before/] },
  { name: 'x86_64, a line of another report, far away', log: ['BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067', 'BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1', ...FAR, 'BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067'],
    values: ['1 pte swap', '1 pmd table 0x61e5', '303 pte swap', '303 pmd table 0x61e5'], said: [/kernels before 4\.8|Linux 4\.18/] },
  // 6b28baca9b1f (v4.19, v4.18.1): the frame of PROT_NONE is inverted since. v4.14 arch/x86/include/asm/pgtable_64_types.h VMEMMAP_BASE, 64 bytes of each frame.
  { name: 'x86_64, a page that was dumped, and whose frame is not inverted', log: ['BUG: Bad page map in process a.out  pte:8000000123456920 pmd:061e5067', 'page:ffffea00048d1580 count:1 mapcount:-1 mapping:          (null) index:0x0'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 4\.18/], never: [/Linux 5|symbol differs|is unknown/] },
  { name: 'x86_64, the same with the frame printed', log: ['BUG: Bad page map in process a.out  pte:8000000123456920 pmd:061e5067', 'page: refcount:1 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x123456'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 4\.18/], never: [/symbol differs|is unknown/] },
  // 0x123456 ^ (2^52 - 1) >> 12 of an address of 52 bits: inverted.
  { name: 'x86_64, a page that was dumped, and whose frame is inverted', log: ['BUG: Bad page map in process a.out  pte:800ffffedcba9920 pmd:061e5067', 'page:ffffea00048d1580 count:1 mapcount:-1 mapping:          (null) index:0x0'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 5\.3/], never: [/is unknown/] },
  // v3.14 arch/x86/include/asm/pgtable_types.h: _PAGE_BIT_SPLITTING is _PAGE_BIT_UNUSED1 (9), v4.1: _PAGE_BIT_SOFTW2 (10), "only valid on a PSE pmd"; none in v4.5. _PAGE_BIT_SPECIAL is asked of ptes.
  ...([['3.9.0', 'ae7', / HIDDEN SPLITTING PSE /], ['2.6.37', 'ae7', / HIDDEN UNUSED1 PSE /], ['2.6.24', 'ae7', / UNUSED3 UNUSED1 PSE /], ['3.9.0', 'ce7', / HIDDEN IOMAP PSE /], ['3.19.0', 'ce7', / SOFT_DIRTY SPLITTING PSE /], ['4.1.0', 'ce7', / SOFT_DIRTY SPLITTING PSE /], ['4.4.0', 'ce7', / SOFT_DIRTY SPLITTING PSE /]] as const).map(([release, flags, said]): LogKind => ({ name: `the bits for software of a huge page of ${release}, ${flags}`, log: ['BUG: unable to handle kernel paging request at ffff880012345678', 'IP: [<ffffffff81000000>] foo+0x1/0x2', `PGD 1a0d067 PUD 1a11067 PMD 8000000012600${flags}`, 'Oops: 0002 [#1] SMP', `Pid: 1, comm: a Not tainted ${release} #1`],
    values: ['3 pgd table 0x1a0d', '3 pud table 0x1a11', '3 pmd present 0x12600'], said: [said], never: [/SPECIAL|unknown bits/] })),
  // v6.9 arch/arm64/include/asm/pgtable.h: type from bit 3, offset from bit 8; v5.18: 2 and 8; v6.10: 6 and 12. ec63e300fa8b (v5.15): DIT and SSBS among the flags.
  { name: 'arm64, what older kernels read, each with its releases', options: ['--arch', 'arm64'], log: ['BUG: Bad page map in process a.out  pte:0000000000012004 pmd:08000000061e5003'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/kernels from 5\.19 to 6\.9, .* type 0, offset 0x120$/, /kernels before 5\.19, .* type 1, offset 0x120$/], never: [/before 6\.10/] },
  { name: 'arm64, the same where a line shows the oldest that it can be', log: ['[   10.000001] pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)', '[   10.000001] BUG: Bad page map in process a.out  pte:0000000000012004 pmd:08000000061e5003'],
    values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/kernels from 5\.19 to 6\.9, .* type 0, offset 0x120$/, /kernels from 5\.15 to 5\.18, .* type 1, offset 0x120$/], never: [/kernels before/] },
  // v4.20 arch/x86/include/asm/pgtable-3level.h: 26 bits of offset, v4.19: 25, inverted; v4.18: the high word alone.
  { name: 'i386, the same', options: ['--arch', 'i386'], log: ['BUG: Bad page map in process a.out  pte:0000000000012400 pmd:061e5067'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/kernels from 4\.18\.1 to 4\.19, .* offset 0x1ffff6d$/, /kernels before 4\.18\.1, .* offset 0x0$/], never: [/before 4\.20/] },
  // v4.11 arch/x86/mm/fault.c dump_pagetable "%lx": any number of digits; v5.11 mm/memory.c print_bad_pte "%08llx": 8 at least.
  { name: 'x86, the time of the next message behind a part of a number', log: ['PGD 1234067 P4D 1234067 PUD 12[   12.123456] foo'],
    values: ['1 pgd table 0x1234', '1 p4d table 0x1234'], said: [/walk is unfinished: behind pgd its line has a value that is not whole/], never: [/no kernel has such/] },
  { name: 'x86, the same in a bad page map', log: ['BUG: Bad page map in process a.out  pte:8000000123[   12.123456] foo'], values: [], never: [/./] },
  { name: 'x86, the same behind whole numbers', log: ['BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067[   12.123456] foo', 'PGD 1234067 P4D 1234067 PUD 0[   12.123456] foo'],
    values: ['1 pte present 0x123456', '1 pmd table 0x61e5', '2 pgd table 0x1234', '2 p4d table 0x1234', '2 pud none'] },
  // v4.19 arch/x86/include/asm/pgtable_types.h: soft-dirty is the only flag of a swap entry (uffd-wp came with v5.7, exclusive with v5.19), and bit 3 of this pte is none.
  { name: 'x86_64, a generic entry whose pte has a bit that is no flag', log: ['swap_info_get: Bad swap file entry 3ffffffffffff', 'BUG: Bad page map in process a  pte:00000008 pmd:18d73f067', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-rc2+ #1'],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x18d73f'], said: [/had a flag, or a stray bit, as well/], never: [/uffd-wp|exclusive/] },
  // v6.12 arch/x86/mm/pti.c pti_clone_pgtable: pmd_set_flags(*pmd, _PAGE_GLOBAL), tables too; 8c06c7740d19 (v4.17). v4.16 clones them as they are.
  { name: 'x86_64, a pointer to a table of the image of the kernel', log: ['mm/pgtable-generic.c:50: bad pmd ffff880012345678(0000000001a0d163)', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1'],
    values: ['1 pmd table 0x1a0d'], said: [/pmd_bad\(\) is true of it: it has bits 0x100, as pointers to tables of the image of the kernel under page-table isolation do on purpose/], never: [/no table entry has|lacks/] },
  { name: 'x86_64, the same before there were such', log: ['mm/pgtable-generic.c:41: bad pmd ffff880012345678(0000000001a0d163)', 'CPU: 0 PID: 1 Comm: a Not tainted 4.16.0 #1'],
    values: ['1 pmd table 0x1a0d'], said: [/bits that no table entry has are set: 0x100/], never: [/on purpose/] },
  // A patch to ksmd, tried on linux-mm (October 2025), asked vm_normal_page() of entries without pte_present(); v6.18 include/linux/swapops.h PTE_MARKER_GUARD, mm/memory.c do_swap_page(), zap_pte_range(): markers are handled.
  ...([['vm_normal_page+0xf4/0x100', /ask it of present entries alone: its caller did not check$/], ['handle_mm_fault+0xf4/0x100', /SWP_PTE_MARKER, and kernels that have such entries do not complain of them so$/]] as const).map(([frame, said]): LogKind => ({
    name: `x86_64, a guard marker, and ${frame}`, log: ['[ 2472.174930] BUG: Bad page map in process ksmd  pte:fffffffffffff600', '[ 2472.174938] pgd:11394a067 p4d:11394a067 pud:100f96067 pmd:102c68067', '[ 2472.174978] CPU: 2 UID: 0 PID: 52 Comm: ksmd Tainted: G S  BU     OE       6.18.0-rc1 #4', '[ 2472.174989] Call Trace:', `[ 2472.175005]  ${frame}`],
    values: ['1 pte pte-marker', '2 pgd table 0x11394a', '2 p4d table 0x11394a', '2 pud table 0x100f96', '2 pmd table 0x102c68'], said: [said], never: [/other bits/, /may stand here/] })),
  // v6.12 mm/memory.c vm_normal_page is asked of present entries; v4.20 arch/x86/include/asm/pgtable-3level.h: type and offset of a swap entry are in the high word, behind a low one of zero.
  { name: 'x86_64, what is no swap entry has no area', log: ['[   10.0] BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067', '[   10.0] addr:00007f0000002000 vm_flags:00000075 anon_vma:0000000000000000 mapping:ffff888003333333 index:1', '[   10.0] CPU: 0 PID: 97 Comm: a.out Not tainted 6.12.0 #1', '[   10.0] Call Trace:', '[   10.0]  vm_normal_page+0x1/0x2'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/either this pte was present for the kernel .*, or its caller did not check$/], never: [/swap area/] },
  { name: 'i386, what is half of an entry is no swap entry of older kernels', options: ['--arch', 'i386'], log: ['BUG: Bad page map in process a.out  pte:8000000100000000 pmd:061e5067'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/most likely half of an entry of a page/], never: [/kernels (?:before|from)|swap area/] },
  // v2.6.32 arch/x86/include/asm/pgtable_types.h: bits 10 and 11 are IOMAP and HIDDEN, v3.16 SOFTW2 and SOFTW3; what 2.6.32-….el6 has there is in neither. Bit 9 of a pte is SPECIAL since 2.6.26.
  { name: 'x86_64, bits for software of a kernel that parts of later ones can be in', log: ['Pid: 1, comm: a Not tainted 2.6.32-431.el6.x86_64 #1', 'PGD 203067 PUD 3027067 PMD 3028067 PTE 800000003f9c1e67'],
    values: ['2 pgd table 0x203', '2 pud table 0x3027', '2 pmd table 0x3028', '2 pte present 0x3f9c1'], said: [/NX SOFTW3 SOFTW2 SPECIAL DIRTY ACCESSED USER RW PRESENT$/], never: [/SOFT_DIRTY|HIDDEN|IOMAP|unknown bits/] },
  // v6.12 mm/debug.c __dump_folio: the type is of the folio of the page: of two nothing tells which.
  { name: 'the type of a page, of two that were dumped', log: ['BUG: Bad page map in process fork13  pte:00734067 pmd:061e5067', 'page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x734', 'page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x735', 'page_type: f5(slab)', 'addr:00007f0000002000 vm_flags:00000075 anon_vma:0000000000000000 mapping:ffff888003333333 index:1', 'CPU: 5 PID: 22685 Comm: fork13 Tainted: G    B 6.12.0 #1'],
    values: ['1 pte present 0x734', '1 pmd table 0x61e5'], said: [/frame 0x734 has a struct page/], never: [/of type/] },
  // v6.12 include/linux/page-flags.h enum pagetype: none but hugetlb is of pages that a process maps.
  ...([['f0(buddy)', true], ['f1(offline)', true], ['f2(table)', true], ['f3(guard)', true], ['f4(hugetlb)', false], ['f5(slab)', true], ['f6(zsmalloc)', true], ['f7(unaccepted)', true]] as const).map(([type, isOdd]): LogKind => ({ name: `a page of type ${type}`,
    log: ['BUG: Bad page map in process fork13  pte:00734067 pmd:061e5067', 'page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x734', `page_type: ${type}`, 'addr:00007f0000002000 vm_flags:00000075 anon_vma:0000000000000000 mapping:ffff888003333333 index:1', 'CPU: 5 PID: 22685 Comm: fork13 Tainted: G    B 6.12.0 #1'],
    values: ['1 pte present 0x734', '1 pmd table 0x61e5'], said: [isOdd ? /which no page of a process is$/ : /\(refcount 1, mapcount 0\)$/] })),
  // v2.4 arch/x86_64/mm/fault.c do_page_fault; later ones print no "virtual" (v2.6.11 "at %016lx RIP:"). eb085574a752 (v5.3): get_swap_device. sparc64 prints both.
  { name: 'a message about a swap entry, of no machine of x86', log: ['get_swap_device: Bad swap offset entry 808000000', 'Unable to handle kernel paging request at virtual address 00000001108ca000'],
    values: ['1 swap_entry -'], said: [/architecture unknown/], never: [/x86_64/] },
  // 6.3 with CONFIG_PRINTK_CALLER, as a web page wrapped it.
  { name: 'arm64, a walk over three rows, with the caller', log: ['[  316.388071][  T115] [ffffffd2745a0160] pgd=10000009d83ff003,', 'p4d=10000009d83ff003, pud=10000009d83ff003, pmd=10000009d83fb003,', 'pte=0000000000000000', '[  316.388491][  T115] Internal error: Oops: 0000000096000007 [#1] PREEMPT SMP'],
    values: ['1 pgd table 0x9d83ff', '2 p4d table 0x9d83ff', '2 pud table 0x9d83ff', '2 pmd table 0x9d83fb', '3 pte none'], said: [/the walk ends at pte, which is empty/], never: [/unfinished/] },
  // v4.19 mm/debug.c __dump_page: "count:"; no kernel with "refcount:" has the swap entries of 4.18 and before.
  { name: 'x86_64, a page that was dumped rules older layouts out', log: ['BUG: Bad page map in process a  pte:fffff99a98120 pmd:1fbee067', 'page:ffffea00019959c0 refcount:9 mapcount:-1 mapping:ffff88807736c9d0 index:0x3 pfn:0x66567'],
    values: ['1 pte protnone 0x66567', '1 pmd table 0x1fbee'], said: [/frame 0x66567 has a struct page/], never: [/of which it can be as well/] },
  // INTEL-SA-00161, August 14, 2018: no build of April has it.
  ...([['Thu, 19 Apr 2018 11:53:51 -0700', false], ['Wed, 19 Sep 2018 11:53:51 -0700', true]] as const).map(([date, isOpen]): LogKind => ({ name: `x86_64, whether the layout of swap entries is open in a mail of ${date}`, log: [`Date: ${date}`, 'BUG: Bad page map in process python2  pte:10000000000 pmd:17e8be067'],
    values: ['2 pte swap', '2 pmd table 0x17e8be'], said: isOpen ? [/the swap entries of L1TF|older layout|kernels before/] : [/offset 0x4000000$/], never: isOpen ? [] : [/L1TF is unknown/] })),
  // v2.6.24 arch/x86/kernel/traps_64.c __die: "[%u]", v2.6.32 arch/x86/kernel/dumpstack.c "[#%d]".
  ...([['[1] PREEMPT SMP', true], ['[#1] PREEMPT SMP', false]] as const).map(([number, isOld]): LogKind => ({ name: `x86_64, the number of an oops: ${number}`, log: ['BUG: unable to handle kernel NULL pointer dereference at 0000000000000000', 'PGD 6d805067 PUD 6d8f1067 PMD 0', `Oops: 0000 ${number}`],
    values: ['2 pgd table 0x6d805', '2 pud table 0x6d8f1', '2 pmd none'], said: [isOld ? /older \(before 2\.6\.32\)/ : /Linux 4\.8/], never: [isOld ? /newest that no/ : /older/] })),
  // v2.6.23 arch/x86_64/mm/fault.c do_page_fault: " at %016lx RIP:". Its rest stands on the next row, or nowhere.
  { name: 'x86_64, an address whose end stands on the next row', log: ['[ 7272.336903] Unable to handle kernel paging request at fffffbffff', 'ffffff RIP:', '[ 7272.336924] PGD 0', '[ 7272.336926] Oops: 0002 [1] SMP'],
    values: ['3 pgd none'], said: [/write by the kernel at 0xfffffbffffffffff/], never: [/user address/] },
  { name: 'x86_64, an address that is cut', log: ['[ 7272.336903] Unable to handle kernel paging request at fffffbffff', '[ 7272.336924] PGD 0', '[ 7272.336926] Oops: 0002 [1] SMP'],
    values: ['2 pgd none'], said: [/write by the kernel, error code 0x2/], never: [/user address|0x000000fffffbffff/] },
  // v6.12 arch/arm64/mm/fault.c is_el1_permission_fault: a translation fault is one where system_uses_ttbr0_pan() alone, with TTBR0 of the reserved, empty table.
  ...(['access to user memory outside uaccess routines', 'read from unreadable memory'] as const).map((what): LogKind => ({ name: `arm64, ${what}, where nothing was found`, log: [`[   86.839851] Unable to handle kernel ${what} at virtual address 000000000000007a`, '[   86.853530]   ESR = 0x0000000096000005', '[   86.883360] user pgtable: 4k pages, 39-bit VAs, pgdp=0000000052a18000', '[   86.889808] [000000000000007a] pgd=0800000049a40003, p4d=0800000049a40003, pud=0800000049a40003, pmd=0000000000000000'],
    values: ['4 pgd table 0x49a40', '4 p4d table 0x49a40', '4 pud table 0x49a40', '4 pmd none'], said: [/read by the kernel at 0x000000000000007a/, /the walk shown is not the way to the address: .*PAN in software/], never: [/changed since|TLB/] })),
  { name: 'arm64, a missing right where something was found', log: ['[   86.839851] Unable to handle kernel read from unreadable memory at virtual address 000000000000007a', '[   86.853530]   ESR = 0x000000009600000f', '[   86.889808] [000000000000007a] pgd=0800000049a40003, p4d=0800000049a40003, pud=0800000049a40003, pmd=0800000049a41003, pte=00600000534ea743'],
    values: ['3 pgd table 0x49a40', '3 p4d table 0x49a40', '3 pud table 0x49a40', '3 pmd table 0x49a41', '3 pte present 0x534ea'], never: [/PAN in software/] },
  { name: 'arm64, the size of pages behind a word that is torn', log: ['   :alert : u<8>[   16.626043] <LAVA_SIGNAL_ENDRUN 0_dmesg 602726_1.5.2.4.1>', '  ser pgtable: 64k pages, 48-bit VAs, pgdp=0000000030df2400', 'kern  :alert : [0000000000000378] pgd=0000000032260003, p4d=0000000032260003, pud=0000000032260003, pmd=0000000032310003, pte=0000000000000000'],
    values: ['3 pgd table 0x3226', '3 p4d table 0x3226', '3 pud table 0x3226', '3 pmd table 0x3231', '3 pte none'], said: [/arm64, 3-level paging; assumed/], never: [/pages of 64 KiB assumed/] },
  // v4.14 arch/arm/mm/fault.c show_pte "*pgd=%08llx".
  { name: 'arm, the time of the next message behind a whole number', options: ['--arch', 'arm', '--paging', '2'], log: ['[00000008] *pgd=5f2c1831[   12.123456] foo'], values: ['1 pgd table 0x5f2c1'] },
];

/** An address beyond what a region-third table covers (2^42), of a fault with an interruption code. */
const beyond = (code: string | undefined): readonly string[] => [
  'Unable to handle kernel pointer dereference in virtual kernel address space',
  'Failing address: 0050000000000000 TEID: 0050000000000803',
  'Fault in home space mode while using kernel ASCE.',
  'AS:00000000012a4007 R3:0000000000000024',
  ...(code === undefined ? [] : [`Oops: ${code} ilc:3 [#1] SMP`]),
  'CPU: 0 PID: 1 Comm: a Not tainted 5.11.0 #1',
];

// z/Architecture Principles of Operation SA22-7832, chapter 3, "Dynamic Address Translation": an address that the designation
// does not cover is an ASCE-type exception (0x38); the codes of the other exceptions name the table whose entry was invalid.
const AT_NO_TABLE = /covers?: the CPU looked at no table|looked at no table \(ASCE/;
// prettier-ignore
const CODES: readonly (LogKind & { readonly code: string | undefined })[] = [
  { name: 'no code', code: undefined, said: [AT_NO_TABLE] },
  { name: 'ASCE type', code: '0038', said: [AT_NO_TABLE] },
  { name: 'region first', code: '0039', said: [/the level that the CPU names is above the top table/], never: [AT_NO_TABLE] },
  { name: 'region second', code: '003a', said: [/the level that the CPU names is above the top table/], never: [AT_NO_TABLE] },
  { name: 'region third', code: '003b', said: [/the walk ends at pud/], never: [AT_NO_TABLE] },
  { name: 'segment', code: '0010', said: [/the walk of the CPU ended at pmd, this one at pud: the tables shown are not those/], never: [AT_NO_TABLE] },
  { name: 'page', code: '0011', said: [/the walk of the CPU ended at pte, this one at pud: the tables shown are not those/], never: [AT_NO_TABLE] },
  { name: 'protection', code: '0004', said: [/protection exception/], never: [AT_NO_TABLE] },
].map((row) => ({ ...row, log: beyond(row.code), values: ['4 pud none'] }));

describe('s390x, what the CPU says of an address beyond the tables', () => {
  test.each(CODES.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('one thing is said in one way', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

describe('a question that a kernel does not know', () => {
  // v3.11 has _PAGE_SOFT_DIRTY in the place of _PAGE_HIDDEN (0f8975ec4db2).
  test.each([
    ['3.9.0', '8e3', null],
    ['3.9.0', '0e3', null],
    ['4.1.0', '8e3', true],
    ['4.1.0', '0e3', false],
  ])('soft_dirty of %s, %s', async (release, flags, answer) => {
    const log = [
      'BUG: unable to handle kernel paging request at ffff880012345678',
      `PGD 1a0d067 PUD 1a11067 PMD 8000000012600${flags}`,
      `Pid: 1, comm: a Not tainted ${release} #1`,
    ];
    const { stdout } = await runCli(['log', '--json'], { stdin: `${log.join('\n')}\n` });
    expect(property(jsonLines(stdout).at(-1) ?? {}, 'soft_dirty')).toBe(answer);
  });
});
