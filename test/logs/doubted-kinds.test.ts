import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Messages that were read otherwise than the sources of their kernels prove. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
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
];

describe('logs that were doubted', () => {
  test.each(KINDS)('$name', expectKind);
});
