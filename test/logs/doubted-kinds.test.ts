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
];

describe('logs that were doubted', () => {
  test.each(KINDS)('$name', expectKind);
});
