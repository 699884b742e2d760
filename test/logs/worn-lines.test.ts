import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = '[ffffff939fffd3c5] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000';
const NONE = ['pgd none', 'p4d none', 'pud none'];

/** v6.2 arch/arm/mm/fault.c die_kernel_fault; before 6.2 nothing stands behind the address. */
const MESSAGE =
  '8<--- cut here ---\nUnable to handle kernel NULL pointer dereference at virtual address 00000060';
const EMPTY = '[00000060] *pgd=00000000';

/** Lines of reports that people and programs have worn down. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // A report of a MediaTek board: the blank in front of the number of the build is gone.
  ...['Not tainted 5.10.186#3', 'Tainted: G        W  O 5.10.186#3', 'Not tainted 5.10.186 #3'].map((taint): LogKind => ({
    name: `the release in ${taint}`, log: [`> [215.021943] ${WALK}`, `> [215.022496] CPU: 0 PID: 0 Comm: swapper/0 ${taint}`, '>              (HASH:ad23 4)'],
    values: NONE.map((level) => `1 ${level}`), said: [/Linux 5\.10\.186, arm64.*named in the log/] })),
  // The message of a commit of Android: lines that were wrapped by hand.
  { name: 'a backslash in front of the release', log: [`> [  363.202371][    T0] ${WALK}`, '> [  363.203036][    T0] CPU: 4 UID: 0 PID: 0 Comm: swapper/4 Tainted: G        W  O \\', '> \t6.12.23-android16-5-maybe-dirty-4k #1 6d534d25cf9b12ca'],
    values: NONE.map((level) => `1 ${level}`), said: [/Linux 6\.12\.23, arm64.*named in the log/] },
  // OpenWrt's `ubus call system board`, which its form for bugs asks for, as programs print it and as they store it.
  ...['\t"kernel": "5.15.132",', '        "kernel": "5.15.132",', '- {"kernel":"5.15.132","hostname":"router","system":"ARMv8 Processor rev 4",'].map((line): LogKind => ({
    name: `the release of a board: ${line}`, log: [line, '\t"hostname": "OpenWrt",', WALK], values: NONE.map((level) => `3 ${level}`), said: [/Linux 5\.15\.132, arm64.*named in the log/] })),
  { name: 'a kernel in other JSON', log: ['"matrix": [ {"kernel": "5.10.1", "expect": "pass"}, {"kernel": "6.1.2", "expect": "fail"} ]', WALK], values: NONE.map((level) => `2 ${level}`), never: [/5\.10\.1|6\.1\.2/] },
  { name: 'the same on several lines', log: ['[', '  {', '    "kernel": "5.10.1",', '    "expect": "pass"', '  },', '  {', '    "kernel": "6.1.2",', '    "expect": "fail"', '  }', ']', WALK], values: NONE.map((level) => `11 ${level}`), never: [/5\.10\.1|6\.1\.2/] },
  { name: 'what journald calls the kernel', log: ['{"SYSLOG_IDENTIFIER":"kernel","x":"5.15.132","y":1}', WALK], values: NONE.map((level) => `2 ${level}`), never: [/5\.15\.132/] },
  // v5.1 arch/arm64/mm/fault.c show_pte: blanks around =, which 5.2 has no longer (48caebf7e1d3).
  ...[['pgdp = 000000001cae9c14'], ['pgdp =', '> 000000001cae9c14'], ['pgdp =3D 000000001cae9c14']].map((end): LogKind => ({
    name: `arm64, the top table behind a blank: ${end.join('|')}`, log: [`> [154325.262880] swapper pgtable: 4k pages, 39-bit VAs, ${end.join('\n')}`, '> [154325.262884] [ffffff980aad8b68] pgd=0000000000000000, pud=0000000000000000'],
    values: ['pgd none', 'pud none'].map((level) => `${end.length + 1} ${level}`), said: [/Linux 5\.1, arm64/] })),
  // v6.2 arch/arm/mm/fault.c die_kernel_fault tells the access without a status.
  ...['read', 'write', 'execute'].map((kind): LogKind => ({
    name: `arm, the message alone: when ${kind}`, log: [`${MESSAGE} when ${kind}`, EMPTY], values: ['3 pgd none'], said: [new RegExp(`${kind} by the kernel at 0x0000000000000060`), /Linux 7\.3, arm/] })),
  { name: 'arm, the message of older kernels', log: [MESSAGE, EMPTY], values: ['3 pgd none'], said: [/Linux 6\.1, arm/] },
  { name: 'arm, the same, its head cut off', log: ['> ble to handle kernel NULL pointer dereference at virtual address 00000070', '> [00000070] *pgd=00000000', '> Internal error: Oops: 5 [#1] SMP ARM'], values: ['2 pgd none'], said: [/Linux 6\.1, arm/] },
  { name: 'arm, the message wrapped behind the address', log: [MESSAGE, 'when read', EMPTY], values: ['4 pgd none'], said: [/Linux 7\.3, arm/] },
  { name: 'arm, the message wrapped behind when', log: [`${MESSAGE} when`, 'read', EMPTY], values: ['4 pgd none'], said: [/Linux 7\.3, arm/] },
  // v6.12 arch/arm64/mm/mmu.c alloc_init_cont_pte: PMD_TYPE_TABLE | PMD_TABLE_UXN, PMD_TABLE_PXN with NO_EXEC_MAPPINGS; v6.13: PMD_TABLE_AF too. Not of arch/arm64/kernel/pi/map_range.c.
  { name: 'arm64, tables of the kernel that forbid execution, without the access flag', log: ['swapper pgtable: 4k pages, 39-bit VAs, pgdp=0000000041a56000', '[ffffff8000000000] pgd=180000217fff9803, p4d=180000217fff9803, pud=180000217fff9803, pmd=180000217fff8803, pte=0000000000000000'],
    values: ['2 pgd table 0x217fff9', '2 p4d table 0x217fff9', '2 pud table 0x217fff9', '2 pmd table 0x217fff8', '2 pte none'], said: [/Linux 6\.12, arm64/] },
  // v3.12 arch/x86/mm/fault.c dump_pagetable(), show_fault_oops(); v3.12 arch/arm/mm/fault.c show_pte(): a printk() for each level, which an early console printed twice (lkml, October 2013; a report of 3.18.0-rc6).
  { name: 'i386, each level twice', log: ['BUG: unable to handle kernel paging request at eaf10f40', ' *pde = 3fbf9067 *pde = 3fbf9067 *pte = 3af10060 *pte = 3af10060  ', 'Oops: 0000 [#1] Oops: 0000 [#1] DEBUG_PAGEALLOC', 'CPU: 0 PID: 171 Comm: hostname Tainted: G        W    3.12.0-rc4 #229484'],
    values: ['2 pmd table 0x3fbf9', '2 pte unmapped 0x3af10'], said: [/at 0x00000000eaf10f40/] },
  { name: 'i386 with PAE, each level twice, and the first of them in a line of its own', log: ['BUG: unable to handle kernel paging request at d26bdffc', '[    0.482801] *pdpt = 0000000001866001 ', '[    0.482801] *pdpt = 0000000001866001 *pde = 0000000012584067 *pde = 0000000012584067 *pte = 80000000126bd060 *pte = 80000000126bd060 ', '[    0.483333] Oops: 0000 [#1] SMP', '[    0.483333] CPU: 0 PID: 1 Comm: swapper/0 Not tainted 3.18.0-rc6 #11'],
    values: ['2 pgd table 0x1866', '3 pmd table 0x12584', '3 pte unmapped 0x126bd'], said: [/at 0x00000000d26bdffc/], never: [/unfinished/] },
  { name: 'x86_64, each level twice', log: ['BUG: unable to handle kernel paging request at ffff880012345000', 'PGD 1ffe067 PGD 1ffe067 PUD 1fff067 PUD 1fff067 PMD 12346067 PMD 12346067 PTE 0PTE 0', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 3.12.0 #1'],
    values: ['2 pgd table 0x1ffe', '2 pud table 0x1fff', '2 pmd table 0x12346', '2 pte none'] },
  // v6.12 arch/x86/mm/fault.c dump_pagetable(): P4D since 4.11.
  { name: 'x86_64 since 4.11, each level twice', log: ['BUG: unable to handle page fault for address: ffff888012345000', 'PGD 100000067 PGD 100000067 P4D 100000067 P4D 100000067 PUD 100200067 PUD 100200067 PMD 0 PMD 0', 'Oops: 0000 [#1] SMP', 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1'],
    values: ['2 pgd table 0x100000', '2 p4d table 0x100000', '2 pud table 0x100200', '2 pmd none'], never: [/unfinished|not whole/] },
  { name: 'arm, each level twice', log: ['Unable to handle kernel paging request at virtual address c2345000', 'pgd = c0004000', '[c2345000] *pgd=11012811[c2345000] *pgd=11012811, *pte=00000000, *pte=00000000, *ppte=00000000, *ppte=00000000', 'Internal error: Oops: 7 [#1] PREEMPT SMP ARM', 'CPU: 0 PID: 1 Comm: a Not tainted 3.12.0 #1'],
    values: ['3 pgd table 0x11012', '3 pte none'] },
  { name: 'x86_64, two walks of the same top table', log: ['BUG: unable to handle page fault for address: ffff880012345000', 'PGD 1ffe067 P4D 1ffe067', 'BUG: unable to handle page fault for address: ffff880012346000', 'PGD 1ffe067 P4D 1ffe067 PUD 0'],
    values: ['2 pgd table 0x1ffe', '2 p4d table 0x1ffe', '4 pgd table 0x1ffe', '4 p4d table 0x1ffe', '4 pud none'] },
  { name: 'arm64, tables of the image of the kernel', log: ['swapper pgtable: 4k pages, 39-bit VAs, pgdp=0000000041a56000', '[ffffffc080000000] pgd=1000000042ed3003, p4d=1000000042ed3003, pud=1000000042ed3003, pmd=1000000042ed4003, pte=0000000000000000'],
    values: ['2 pgd table 0x42ed3', '2 p4d table 0x42ed3', '2 pud table 0x42ed3', '2 pmd table 0x42ed4', '2 pte none'], said: [/Linux 7\.3, arm64/] },
];

describe('lines that are no longer as the kernel printed them', () => {
  test.each(KINDS)('$name', expectKind);
});
