import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Public reports of two machines in one text: what is told of the first, which tells no architecture, is not the second's. */
const JOINED: readonly LogKind[] = [
  // syzkaller, 4.19-rc2, and a riscv64 machine behind it, of another kernel.
  {
    name: 'a message about swap of a named kernel, in front of a machine of another',
    log: [
      'swap_info_get: Bad swap file entry 3ffffffffffff',
      'BUG: Bad page map in process syz-executor3  pte:00000008 pmd:18d73f067',
      'CPU: 0 PID: 19022 Comm: syz-executor3 Tainted: G    B             4.19.0-rc2+ #4',
      '',
      '[   62.879983] Unable to handle kernel access to user memory without uaccess routines at virtual address 0000000000000000',
      '[   62.880736] Current kexec pgtable: 4K pagesize, 57-bit VAs, pgdp=0x00000001062eb000',
      '[   62.881969] Oops [#1]',
      '[   62.882717] CPU: 1 UID: 0 PID: 894 Comm: kexec Not tainted 7.1.1 #4 PREEMPT(lazy)',
      '[   62.883365] epc : __memcpy+0xd4/0xf8',
    ],
    values: ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x18d73f'],
    never: [/riscv64/],
  },
  // v5.10 arch/s390/mm/fault.c dump_fault_info(): the oops behind the message is of the same kernel, and so of the same machine.
  {
    name: 'a bad page map that tells no architecture, in front of an oops of the same kernel',
    log: [
      '[   10.200000] BUG: Bad page map in process foo  pte:0000000012345400 pmd:000000001fffe800',
      '[   10.300000] CPU: 1 PID: 1 Comm: a Not tainted 5.10.0 #1',
      '[   11.000000] Unable to handle kernel pointer dereference in virtual kernel address space',
      '[   11.000000] Failing address: 6b6b6b6b6b6b6000 TEID: 6b6b6b6b6b6b6803',
      '[   11.000000] Fault in home space mode while using kernel ASCE.',
      '[   11.000000] AS:0000000000c38007 R3:0000000000000024',
      '[   11.000000] Oops: 0038 ilc:3 [#1] SMP',
      '[   11.000000] CPU: 1 PID: 1 Comm: a Not tainted 5.10.0 #1',
    ],
    values: ['1 pte swap', '1 pmd table 0x1fffe', '6 pud none'],
    said: [/^ {4}\| Linux 5\.10, s390x \(architecture assumed\); named in the log/],
  },
];

describe('reports of two machines in one text', () => {
  test.each(JOINED)('$name', expectKind);
});
