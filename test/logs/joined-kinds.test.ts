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
  // The same report of syzkaller, and an arm64 machine: arch/x86/include/asm/pgtable_types.h _PAGE_TABLE, v4.14 arch/arm64/include/asm/pgtable-hwdef.h PMD_TYPE_TABLE: an entry with 0x67 is a table of x86_64 alone.
  {
    name: 'a bad page map with a table of x86_64, in front of an oops of arm64',
    log: [
      'BUG: Bad page map in process syz-executor3  pte:00000008 pmd:18d73f067',
      'CPU: 0 PID: 19022 Comm: syz-executor3 Tainted: G    B             4.19.0-rc2+ #4',
      '',
      '[ 2062.402155] swapper pgtable: 4k pages, 48-bit VAs, pgd = ffff000009cf6000',
      '[ 2062.421477] [ffff000018600000] *pgd=00000021ffffe003, *pud=00000021ffffd003, *pmd=00e80000d0000705',
      '[ 2062.447913] Internal error: Oops: 96000007 [#1] SMP',
      '[ 2062.540141] CPU: 1 PID: 2149 Comm: unibsp.out Tainted: P           OEL  4.14.0 #1',
    ],
    values: [
      '1 pte swap',
      '1 pmd table 0x18d73f',
      '5 pgd table 0x21ffffe',
      '5 pud table 0x21ffffd',
      '5 pmd present 0xd0000',
    ],
    said: [/Linux 4\.19, x86_64/, /Linux 4\.14, arm64/],
  },
  // v6.4 arch/arm64/mm/fault.c mem_abort_decode(), show_pte(): the ESR and the sizes stand in front of a walk. 36 bits and pages of 16 KiB are two levels. The tables of the first one stand at multiples of 64 KiB.
  {
    name: 'a whole walk of three levels, in front of an oops with two',
    log: [
      '[   21.663396] pgd = ffff000009090000',
      '[   21.663401] [20251000] *pgd=0000010ffff90003, *pud=0000010ffff90003, *pmd=0000000fdc030003, *pte=00e8832000250707',
      '',
      '[ 1354.146894]   ESR = 0x0000000096000006',
      '[ 1354.149948]   FSC = 0x06: level 2 translation fault',
      '[ 1354.152293] user pgtable: 16k pages, 36-bit VAs, pgdp=0000000045928000',
      '[ 1354.152882] [0000000000000000] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000, pmd=0000000000000000',
      '[ 1354.155005] Internal error: Oops: 0000000096000006 [#1] PREEMPT SMP',
    ],
    values: [
      '2 pgd table 0x10ffff9',
      '2 pud table 0x10ffff9',
      '2 pmd table 0xfdc03',
      '2 pte present 0x83200025',
      '7 pgd none',
      '7 p4d none',
      '7 pud none',
      '7 pmd none',
    ],
    said: [/read by the kernel at 0x0000000000000000, ESR 0x96000006/],
    never: [/0x0000000020251000, ESR/, /some messages are older/],
  },
];

describe('reports of two machines in one text', () => {
  test.each(JOINED)('$name', expectKind);
});
