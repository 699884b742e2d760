import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Messages that were read otherwise than the sources of their kernels prove. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v4.14 include/asm-generic/memory_model.h __pfn_to_page, sizeof(struct page) 64: 0xffffea00048d1400 is that of frame 0x123450; mm/memory.c print_bad_pte dumps the page of the pte. v4.14.63 arch/x86/include/asm/pgtable-invert.h.
  { name: 'the page that was dumped outweighs the name of a release that stable ones and distributions have as well', log: ['CPU: 0 PID: 1 Comm: a Not tainted 4.14.0 #1', 'BUG: Bad page map in process a  pte:fffffffedcbaf98a pmd:12345067', 'page:ffffea00048d1400 count:1 mapcount:-1 mapping:          (null) index:0x1'],
    values: ['2 pte protnone 0x123450', '2 pmd table 0x12345'], said: [/the page that was dumped shows/, /frame 0x123450 has a struct page/] },
  { name: 'a page that was dumped is of another frame with either layout', log: ['CPU: 0 PID: 1 Comm: a Not tainted 4.14.0 #1', 'BUG: Bad page map in process a  pte:123451067 pmd:12345067', 'page:ffffea00048d1400 count:1 mapcount:-1 mapping:          (null) index:0x1'],
    values: ['2 pte present 0x123451', '2 pmd table 0x12345'], never: [/frame 0x123451 has a struct page, dumped/] },
  // The same layout: as a pte it is 24 << 9 | 0x6986 << 15, and not what a kernel of upstream has (public log, 3.10.0-514).
  { name: 'a pte of tables that are newer than the kernel', log: ['Date: Thu, 3 May 2018 11:20:51 +0800', 'Linux version 3.10.0-514.16.1.el7.x86_64 (a@b) (gcc version 4.8.5) #1 SMP', 'kernel: swap_free: Bad swap file entry 3000000000006986'],
    values: ['3 swap_entry swap'], said: [/type 24 .*offset 0x6986$/], never: [/as a pte/] },
  // RHEL 7 arch/x86/include/asm/pgtable_64.h: type from bit 9, offset from bit 15; the message and the pte are of one fault: mm/memory.c zap_pte_range, free_swap_and_cache, print_bad_pte. 0x34c33000 >> 15 = 0x6986, >> 9 & 31 = 24.
  { name: 'a bad page map is of the kernel of the message about its swap entry, whatever kernels others name',
    log: ['on 3.10.0-514.16.1.el7.x86_64 we have', 'kernel: CPU: 5 PID: 9166 Comm: a Tainted: G        W   3.10.0-514.16.1.el7.x86_64 #1', 'kernel: swap_free: Bad swap file entry 3000000000006986', 'kernel: BUG: Bad page map in process in:imjournal  pte:34c33000 pmd:3ff9324067', '', '>> BUG: Bad page map in process python2  pte:80000000017e8067 pmd:17e8be067', '>> CPU: 2 PID: 8907 Comm: python2 Not tainted 4.16.0-rc5 #1'],
    values: ['3 swap_entry swap', '4 pte -', '4 pmd table 0x3ff9324', '6 pte present 0x17e8', '6 pmd table 0x17e8be'], said: [/builds of RHEL 7 before L1TF have them: type 24, offset 0x6986$/], never: [/is not the swap entry/, /not decoded: /] },
  { name: 'an entry that an old layout reads as the message before it is that entry',
    log: ['swap_free: Bad swap file entry 3000000000006986', 'BUG: Bad page map in process in:imjournal  pte:34c33000 pmd:3ff9324067'],
    values: ['1 swap_entry -', '2 pte -', '2 pmd table 0x3ff9324'], said: [/read otherwise than the message before it: offset 0x6986 there$/], never: [/is not the swap entry/] },
  // INTEL-SA-00161 is of 14 August 2018; v3.19 arch/x86/include/asm/pgtable.h pte_pfn: the frame is not inverted.
  ...([['20150212', false], ['20180901', true]] as const).map(([date, isOpen]): LogKind => ({ name: `linux-next of ${date}, ${isOpen ? 'which can have' : 'which is older than'} the entries of L1TF`,
    log: ['BUG: Bad page map in process trinity-c55  pte:1ad673100 pmd:1721f3067', 'addr:00007f0b86e73000 vm_flags:08100073 anon_vma:ffff88016f2b6438 mapping:          (null) index:7f0b86e73', `CPU: 55 PID: 15463 Comm: trinity-c55 Not tainted 4.18.0-next-${date}-sasha-00072-gdc1aa32 #1913`],
    values: ['1 pte protnone 0x1ad673', '1 pmd table 0x1721f3'], said: isOpen ? [/whether this build has the swap entries of L1TF is unknown/] : [], never: isOpen ? [] : [/L1TF is unknown/] })),
  // v3.16 include/linux/mm_types.h struct page has 64 bytes with SLUB, v3.16 arch/x86/include/asm/pgtable_64_types.h VMEMMAP_START: 0x6b59cc0 / 64 = 0x1ad673; 0x1ad673 inverted in 52 - 12 bits is 0xfffe5298c.
  ...([['1ad673100', '0x1ad673'], ['fffffe5298c100', '0x1ad673']] as const).map(([pte, pfn]): LogKind => ({ name: `the page that was dumped tells the layout of ${pte}`,
    log: [`BUG: Bad page map in process a  pte:${pte} pmd:1721f3067`, 'page:ffffea0006b59cc0 count:0 mapcount:-1 mapping:          (null) index:0x2', 'addr:00007f0b86e73000 vm_flags:08100073 anon_vma:ffff88016f2b6438 mapping:          (null) index:7f0b86e73', 'CPU: 5 PID: 1 Comm: a Not tainted 4.15.0-foo #1'],
    values: [`1 pte protnone ${pfn}`, '1 pmd table 0x1721f3'], never: [/L1TF is unknown/] })),
  { name: 'the page of another frame tells nothing of it',
    log: ['BUG: Bad page map in process a  pte:1ad673100 pmd:1721f3067', 'page:ffffea0006b59d00 count:0 mapcount:-1 mapping:          (null) index:0x2', 'addr:00007f0b86e73000 vm_flags:08100073 anon_vma:ffff88016f2b6438 mapping:          (null) index:7f0b86e73', 'CPU: 5 PID: 1 Comm: a Not tainted 4.15.0-foo #1'],
    values: ['1 pte protnone 0x1ad673', '1 pmd table 0x1721f3'], said: [/L1TF is unknown/] },
  // v3.9 arch/x86/include/asm/pgtable_types.h: bit 11 is _PAGE_BIT_HIDDEN, bit 10 _PAGE_BIT_IOMAP; v3.11 has _PAGE_BIT_SOFT_DIRTY there. v2.6.25 include/asm-x86/pgtable.h: _PAGE_BIT_UNUSED1 to 3.
  ...([['3.9.9', 'HIDDEN IOMAP SPECIAL USER'], ['3.13.0', 'SOFT_DIRTY IOMAP SPECIAL USER'], ['2.6.25', 'UNUSED3 UNUSED2 UNUSED1 USER'], ['2.6.30', 'UNUSED3 IOMAP SPECIAL USER']] as const).map(([release, flags]): LogKind => ({ name: `the bits for software of ${release}`,
    log: ['BUG: unable to handle kernel paging request at ffffffff81234567', 'IP: [<ffffffff81234567>] a+0x1/0x2', 'PGD 1a0c067 PUD 1a0d063 PMD 12f9067 PTE 23ee05', 'Oops: 0000 [#1] SMP', `Pid: 8339, comm: smbd Tainted: G    B D      ${release} #1`],
    values: ['3 pgd table 0x1a0c', '3 pud table 0x1a0d', '3 pmd table 0x12f9', '3 pte present 0x23e'], said: [new RegExp(`pte .*; ${flags} PRESENT$`)], never: [/unknown bits/, /sets in no such/] })),
  { name: 'the same of a kernel without a name, by its messages (v3.1 has no "last sysfs file:")',
    log: ['BUG: unable to handle kernel paging request at ffffffff81234567', 'IP: [<ffffffff81234567>] a+0x1/0x2', 'PGD 1a0c067 PUD 1a0d063 PMD 12f9067 PTE 23ee05', 'Oops: 0000 [#1] SMP', 'last sysfs file: /sys/a'],
    values: ['3 pgd table 0x1a0c', '3 pud table 0x1a0d', '3 pmd table 0x12f9', '3 pte present 0x23e'], said: [/HIDDEN IOMAP SPECIAL USER PRESENT$/], never: [/SOFT_DIRTY/] },
  { name: 'i386 of 3.9.9',
    log: ['BUG: unable to handle kernel paging request at c1234567', 'IP: [<c1234567>] a+0x1/0x2', '*pde = 00a22067 *pte = 0023ee05', 'Oops: 0000 [#1] SMP', 'Pid: 1, comm: a Not tainted 3.9.9 #1'],
    values: ['3 pmd table 0xa22', '3 pte present 0x23e'], said: [/HIDDEN IOMAP SPECIAL USER PRESENT$/], never: [/unknown bits/, /sets in no such/] },
  // v6.9 arch/arm64/include/asm/pgtable.h: __SWP_TYPE_SHIFT 3, __SWP_OFFSET_SHIFT 8; v6.10: 6 and 12; v5.18: 2 (6 bits) and 8. 0x4000000000 >> 8 = 0x40000000, >> 12 = 0x4000000.
  { name: 'arm64, a swap entry that older kernels read otherwise, where none is named',
    log: ['BUG: Bad page map in process udevadm  pte:4000000000 pmd:800000009c56003'],
    values: ['1 pte swap', '1 pmd table 0x9c56'], said: [/type 0 swap_info\[0\], offset 0x4000000$/, /kernels before 6\.10, of which it can be as well, read pte as swap, type 0, offset 0x40000000$/], never: [/does not exist/] },
  // v6.9 include/linux/swap.h MAX_SWAPFILES with CONFIG_DEVICE_PRIVATE, CONFIG_MIGRATION and CONFIG_MEMORY_FAILURE: 32 - 4 - 3 - 1 - 1 = 23 is
  // SWP_HWPOISON, 24 SWP_MIGRATION_READ. 7.3 has it by itself (v7.2 mm/Kconfig), 6.9 not.
  { name: 'what is said of the configuration holds for the older ones too, also where the assumed one has it by itself', options: ['--config', 'CONFIG_DEVICE_PRIVATE=y'],
    log: ['  FSC = 0x07: level 3 translation fault', 'user pgtable: 4k pages, 48-bit VAs, pgdp=0000000041234000', '[0000aaaa12345000] pgd=0800000041235403, p4d=0800000041235403, pud=0800000041236403, pmd=0800000041237403, pte=00000000012345c0'],
    values: ['pgd table 0x41235', 'p4d table 0x41235', 'pud table 0x41236', 'pmd table 0x41237', 'pte swap'].map((step) => `3 ${step}`), said: [/from 5\.19 to 6\.9, of which it can be as well, read pte as migration, type 24, offset 0x12345$/] },
  { name: 'the same of a kernel that is named',
    log: ['BUG: Bad page map in process udevadm  pte:4000000000 pmd:800000009c56003', 'CPU: 0 PID: 1 Comm: udevadm Not tainted 6.4.0-rc5 #1'],
    values: ['1 pte swap', '1 pmd table 0x9c56'], said: [/offset 0x40000000$/], never: [/can be as well/] },
  { name: 'the same of a kernel that a line shows to be as new (v6.18 mm/memory.c __print_bad_page_map_pgtable)',
    log: ['BUG: Bad page map in process udevadm  pte:4000000000', 'pgd:080000009c57003 p4d:080000009c57003 pud:080000009c58003 pmd:080000009c56003', 'x29: ffff80001234bc10 x28: ffff000012345600 x27: 0000000000000001'],
    values: ['1 pte swap', '2 pgd table 0x9c57', '2 p4d table 0x9c57', '2 pud table 0x9c58', '2 pmd table 0x9c56'], said: [/offset 0x4000000$/], never: [/can be as well/] },
  // v4.7 arch/x86/include/asm/pgtable_64.h: type from bit 1, offset from bit 9; v4.18: 9 and 14. 0x1234000 >> 9 = 0x91a0. No swap area has more than 2^32 pages (mm/swapfile.c last_page).
  { name: 'x86_64, the same, without readings that no swap area is large enough for',
    log: ['BUG: Bad page map in process a  pte:01234000 pmd:1f4b1067', 'BUG: Bad page map in process a  pte:07fffffffdb97400 pmd:1f4b1067'].map((line) => `${line}\naddr:00007f0011223000 vm_flags:00000875 anon_vma:ffff9b5e43fe6a00 mapping:ffff9b5e43fe6a80 index:12`),
    values: ['1 pte swap', '1 pmd table 0x1f4b1', '3 pte swap', '3 pmd table 0x1f4b1'], said: [/kernels before 4\.8, .* read pte as swap, type 0, offset 0x91a0$/, /type 0 swap_info\[0\], offset 0x12345$/], never: [/kernels before .* type 26/] },
  // v6.2 arch/riscv/include/asm/pgtable.h: 6 and 11; v6.3: 7 and 12; v5.16: 2 and 7.
  { name: 'riscv64, the same', log: ['BUG: Bad page map in process a  pte:0000000012345000 pmd:0000000020682c01', 'epc : ffffffff80123456 ra : ffffffff80123444 sp : ff20000000123456'],
    values: ['1 pte swap', '1 pmd table 0x81a0b'], said: [/kernels from 5\.17 to 6\.2, .* read pte as swap, type 0, offset 0x2468a$/, /kernels before 5\.17, .* read pte as swap, type 0, offset 0x2468a0$/] },
  // v6.10 mm/debug.c __dump_folio: the mapcount of the folio, mm/memory.c zap_present_folio_ptes asks for it; v6.10 include/trace/events/mmflags.h __def_pagetype_names.
  ...([['mapcount:-1', '0xffffffff()', /\(refcount 1, mapcount 0, mapcount -1 of its folio\): its counts are not those of a page mapped here$/], ['mapcount:1', '0xffffeffe(slab|0x1)', /\(refcount 1, mapcount 0, mapcount 1 of its folio\): it is of type slab, which no page of a process is$/], ['mapcount:1', 'f4(hugetlb)', /\(refcount 1, mapcount 0, mapcount 1 of its folio\)$/]] as const).map(([folio, type, said]): LogKind => ({ name: `the dump of a folio, ${folio}, ${type}`,
    log: ['BUG: Bad page map in process fork13  pte:20000000734fc3 pmd:80000000df55003', 'page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x734', `head: order:1 ${folio} entire_mapcount:0 nr_pages_mapped:8388607 pincount:0`, 'flags: 0x3fffe0000000044(referenced|head|node=0|zone=0|lastcpupid=0x1ffff)', `page_type: ${type}`, 'page dumped because: bad pte', 'addr:0000aaaad9aff000 vm_flags:00000075 anon_vma:0000000000000000 mapping:ffff0000300d4188 index:2f', 'CPU: 5 PID: 22685 Comm: fork13 Tainted: G    B 6.10.0-rc3 #1'],
    values: ['1 pte present 0x734', '1 pmd table 0xdf55'], said: [said] })),
  // Xen 4.14 xen/include/asm-x86/x86_64/page.h: bit 12 of 24 flags is bit 52; SDM vol. 3A, 4.5: bit 7 of a pde is a page of 2 MiB.
  { name: 'Xen, its own bit, and a walk without the frames of the guest',
    log: ['>> (XEN) Pagetable walk from ffffffff84001000:', '>> (XEN)  L1[0x001] = 001000046c001025 0000000000004001', '(XEN) Early pagetable walk from 0000000001100202 (cr3=3D00000000b5d0e000):', '(XEN)  L4[0x000] =3D 00000000b5c9d063', '(XEN)  L3[0x000] =3D 00000000b5c99063', '(XEN)  L2[0x008] =3D 80000000000001e3 (2MB)', 'L4[0x000] = 00000000b5c9d063'],
    values: ['2 pte present 0x46c001', '4 pgd table 0xb5c9d', '5 pud table 0xb5c99', '6 pmd present 0x0'], said: [/pte .*; GUEST_KERNEL ACCESSED USER PRESENT$/], never: [/unknown bits/] },
  // v4.14 arch/x86/mm/pageattr-test.c: pages of the direct mapping (v4.14 PAGE_OFFSET ffff880000000000, v5.4 ffff888000000000, without KASLR): frame 0x59990, 0x869c, 0x54118. _PAGE_CPA_TEST is bit 9.
  { name: 'x86_64, the test of change_page_attr()',
    log: ['CPA ffff880059990000: bad pte 8000000059990060', 'CPA ffff880054118000: bad pte after revert 8000000054118363', '[ 3640.227939] CPA ffff88800869c000: bad pte 800000000869c163', '[ 3640.227939] CPA ffff88800869c000: bad pte 80000000086001e3', '[ 3640.227939] CPA ffff88800869c000: bad pte 0'],
    values: ['1 pte unmapped 0x59990', '2 pte present 0x54118', '3 pte present 0x869c'], said: [/NX GLOBAL CPA_TEST|NX CPA_TEST GLOBAL DIRTY ACCESSED RW PRESENT$/], never: [/SPECIAL/, /swap/] },
  // v4.14.63 arch/x86/include/asm/pgtable-3level.h __swp_pteval_entry (the offset from bit 9 on, inverted); v4.14 keeps swap entries in the high word (__swp_entry_to_pte). Xen: b2d7a075a1cc, halves of entries cleared one after the other.
  ...([['4.14.63', true], ['4.14.0', false]] as const).map(([release, isHalf]): LogKind => ({ name: `i386 with PAE, ${release}, a pte whose low word is clear`,
    log: ['mm/swap_state.c:704: bad pte c5183f1c(8000000400000000)', 'EIP: 0060:[<c1234567>] EFLAGS: 00010246 CPU: 1', `CPU: 0 PID: 974 Comm: tapback Not tainted ${release} #1`],
    values: ['1 pte swap'], said: isHalf ? [/most likely half of an entry of a page: its low word is clear/] : [], never: isHalf ? [] : [/half of an entry/] })),
];

describe('logs that were doubted', () => {
  test.each(KINDS)('$name', expectKind);

  test('records have the flags of each kernel, however many there are', async () => {
    const releases = ['3.9.9', '4.1.0', '3.9.9'].flatMap((release) => Array<string>(24).fill(release));
    const log = releases.flatMap((release) => [
      'BUG: Bad page map in process a  pte:0023ea05 pmd:40909067',
      'addr:00007f2d7918d000 vm_flags:00000070 anon_vma:          (null) mapping:ffff88004a8586f8 index:112',
      `Pid: 8339, comm: smbd Tainted: G    B D      ${release} #1`,
    ]);
    const { stdout } = await runCli(['log', '--json'], { stdin: `${log.join('\n')}\n` });
    const ptes = jsonLines(stdout).filter((record) => property(record, 'level') === 'pte');
    const flags = ptes.map((record) => JSON.stringify(property(record, 'flags')).includes('_PAGE_HIDDEN'));
    expect(flags).toEqual(releases.map((release) => release === '3.9.9'));
    expect(ptes.map((record) => property(record, 'soft_dirty'))).toEqual(
      releases.map((release) => release !== '3.9.9' || null),
    );
  });
});
