import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** What more than one machine prints, and what stands beside it. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v5.10 arch/sh/mm/fault.c show_pte, v5.8 arch/unicore32/mm/fault.c show_pte, v4.15 arch/m32r/mm/fault.c do_page_fault print such a walk as well.
  { name: 'a walk of arm, empty, among the registers of i386', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', ' printing eip:', 'c0123456', '*pgd = 00000000', 'Oops: 0002', 'EIP:    0010:[<c0123456>]    Not tainted'],
    values: ['4 pgd -'], said: [/architecture unknown, no tables applied: arm prints such a walk, and what stands beside it is of i386/], never: [/Linux/] },
  { name: 'the same with an address', log: ['[00000014] *pgd=00000000', 'EIP is at foo+0x12/0x40'],
    values: ['1 pgd -'], said: [/architecture unknown, no tables applied/] },
  { name: 'a walk of i386, empty, among the registers of arm', log: ['*pde = 00000000', 'pc : [<c0123456>]    lr : [<c0123400>]    psr: 60000013'],
    values: ['1 pmd -'], said: [/architecture unknown, no tables applied: i386 prints such a walk, and what stands beside it is of arm/] },
  { name: 'a walk of arm, empty, and no other line', log: ['[00000014] *pgd=00000000'],
    values: ['1 pgd none'], said: [/arm \(architecture assumed\);/] },
  { name: 'a walk of arm that is none', log: ['[00000014] *pgd=8461a831, *pte=00000000, *ppte=00000000'],
    values: ['1 pgd table 0x8461a', '1 pte none'], said: [/arm, 2-level paging;/] },
  { name: 'a walk of arm, empty, among its registers', log: ['[00000014] *pgd=00000000', 'Internal error: Oops: 5 [#1] ARM'],
    values: ['1 pgd none'], said: [/arm, 2-level paging;/], never: [/architecture assumed/] },
  { name: 'a walk of arm, empty, and a release of it', log: ['[00000014] *pgd=00000000', 'CPU: 0 PID: 1 Comm: a Not tainted 5.10.0-8-armmp #1 Debian 5.10.46-4'],
    values: ['1 pgd none'], said: [/, arm/], never: [/architecture assumed/] },
  { name: 'a walk of i386, empty, and a compiler for x86_64', log: ['Linux version 6.1.0 (a@b) (x86_64-linux-gnu-gcc (Debian 12.2.0) 12.2.0) #1 SMP', '*pde = 00000000', 'Oops: 0000 [#1] SMP'],
    values: ['2 pmd none'], said: [/i386/], never: [/architecture unknown|architecture assumed/] },
];

describe('what several machines print', () => {
  test.each(KINDS)('$name', (kind) => expectKind(kind));
});
