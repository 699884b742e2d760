import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const ARM64_WALK =
  '[ffff800081a3c000] pgd=1000000103ad1003, p4d=1000000103ad2003, pud=1000000103ad3003, pmd=1000000103ad4003, pte=0000000000000000';
const ARM64_VALUES = (line: number): string[] =>
  ['pgd table 0x103ad1', 'p4d table 0x103ad2', 'pud table 0x103ad3', 'pmd table 0x103ad4', 'pte none'].map(
    (value) => `${line} ${value}`,
  );

/** The line that counts an oops, which stands behind the walk and has its error code. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.10 arch/x86/kernel/dumpstack.c __die_header(): "Oops: %s: %04lx [#%d]" of "Oops" (arch/x86/mm/fault.c page_fault_oops) and of "Bad pagetable" (pgtable_bad). The first is a report of syzbot.
  { name: 'x86_64, Oops: twice, in a report', log: ['BUG: unable to handle page fault for address: ffffe8fffebdf038', 'PGD 1b03f067 P4D 1b03f067 PUD 1ed1a067 PMD 1ac49067 PTE 0', 'Oops: Oops: 0002 [#1] PREEMPT SMP KASAN NOPTI', 'CPU: 0 UID: 0 PID: 80 Comm: kswapd1 Not tainted 6.14.0-rc2-syzkaller-00185-g128c8f96eb86 #0'],
    values: ['2 pgd table 0x1b03f', '2 p4d table 0x1b03f', '2 pud table 0x1ed1a', '2 pmd table 0x1ac49', '2 pte none'], said: [/^ *\| = write by the kernel at 0xffffe8fffebdf038, error code 0x2: nothing present/, /the walk ends at pte, which is empty/] },
  ...(['Oops: Oops: 0002 [#1] SMP NOPTI', 'Oops: Oops: 0002 [#1]', 'Oops: Oops: 0002', '> Oops: Oops: 0002 [#1] PREEMPT SMP'] as const).map((oops): LogKind => ({ name: `x86_64, no other line with the code: ${oops}`, log: ['PGD 1b03f067 P4D 1b03f067 PUD 0', oops],
    values: ['1 pgd table 0x1b03f', '1 p4d table 0x1b03f', '1 pud none'], said: [/write by the kernel, error code 0x2: nothing present/] })),
  { name: 'i386, Oops: twice', log: ['*pde = 00000000', 'Oops: Oops: 0002 [#1] SMP'], values: ['1 pmd none'], said: [/i386, 2-level/, /write by the kernel, error code 0x2/] },
  { name: 'x86_64, a table with a reserved bit since 6.10', log: ['PGD 8a983067 P4D 8a983067 PUD c7e5a067 PMD 91588067 PTE ffffffff8048a025', 'Oops: Bad pagetable: 000d [#1] SMP'], values: ['1 pgd table 0x8a983', '1 p4d table 0x8a983', '1 pud table 0xc7e5a', '1 pmd table 0x91588', '1 pte present 0xfffff8048a'], said: [/by user mode, error code 0xd/] },
  // It was not printed so by what the text speaks of: v6.9 __die_header() has "%s: %04lx [#%d]".
  ...([['Oops: Oops: 0002 [#1] SMP', /^ *\| Linux 7\.\d, x86_64.*no known message/], ['Oops: 0002 [#1] SMP', /the text speaks of Linux 6\.1/]] as const).map(([oops, said]): LogKind => ({ name: `x86_64, a release that is spoken of, and ${oops}`, log: ['We see this on Linux 6.1.', 'PGD 0 P4D 0', oops], values: ['2 pgd none', '2 p4d none'], said: [said] })),

  // v6.15 arch/arm64/mm/fault.c show_pte(), die_kernel_fault(); arch/arm64/kernel/traps.c __die(): "Internal error: %s: %016lx [#%d] " S_SMP, behind the walk. v5.15 "%x [#%d]" S_PREEMPT S_SMP.
  ...(['96000047 [#1] SMP', '96000047 [#1] PREEMPT SMP', '96000047 [#1] PREEMPT_RT SMP', '0000000096000047 [#1]  SMP', '0000000096000047 [#1] SMP', '0000000096000047 [#1] PREEMPT SMP', '0000000096000047 [#1]', '0000000096000047 1 PREEMPT SMP'] as const).flatMap((code): LogKind[] => [
    { name: `arm64, the walk above ${code}`, log: [ARM64_WALK, `Internal error: Oops: ${code}`], values: ARM64_VALUES(1), said: [/arm64,(?!.*architecture assumed)/, /write by the kernel at 0xffff800081a3c000, ESR 0x96000047: nothing present/] },
    { name: `arm64, no walk behind ${code}`, log: [`Internal error: Oops: ${code}`, 'Modules linked in: a', ARM64_WALK], values: ARM64_VALUES(3), never: [/write by|ESR/] },
  ]),
  ...([['Internal error: Oops:', '0000000096000047 [#1]  SMP'], ['Internal error: Oops: 0000000096000047', '[#1]  SMP']] as const).map((rows): LogKind => ({ name: `arm64, wrapped: ${rows[0]}`, log: [ARM64_WALK, ...rows], values: ARM64_VALUES(1), said: [/write by the kernel at 0xffff800081a3c000, ESR 0x96000047/] })),
  // v5.4 arch/arm64/mm/fault.c fault_info, do_mem_abort: show_pte(), then arm64_notify_die() with the name of the fault; do_sea without a walk.
  ...([['synchronous external abort: 0000000096000210', 'ESR 0x96000210 \\(external abort\\)'], ['synchronous external abort: 96000210', 'ESR 0x96000210 \\(external abort\\)'], ['alignment fault: 96000021', 'ESR 0x96000021 \\(alignment fault\\)'], ['level 3 address size fault: 96000003', 'ESR 0x96000003: an address in an entry']] as const).map(([end, said]): LogKind => ({
    name: `arm64, what is no oops: ${end}`, log: [ARM64_WALK, `Internal error: ${end} [#1] PREEMPT SMP`], values: ARM64_VALUES(1), said: [new RegExp(`read by the kernel at 0xffff800081a3c000, ${said}`)] })),
  ...['Oops - Undefined instruction: 0000000002000000', 'synchronous external abort: 1008'].map((end): LogKind => ({ name: `no ESR of an abort: ${end}`, log: [ARM64_WALK, `Internal error: ${end} [#1] PREEMPT SMP`], values: ARM64_VALUES(1), never: [/ESR/] })),
  // A page shows the two blanks as one.
  { name: 'arm64, one blank in front of SMP does not rule the name of a newer kernel out', log: [ARM64_WALK, 'Internal error: Oops: 0000000096000047 [#1] SMP', 'CPU: 1 UID: 0 PID: 1234 Comm: insmod Not tainted 6.16.0 #1 PREEMPT'], values: ARM64_VALUES(1), said: [/Linux 6\.16.*named in the log \(6\.16\.0\)/] },
  { name: 'arm64, one blank in front of SMP where nothing names the kernel', log: [ARM64_WALK, 'Internal error: Oops: 0000000096000047 [#1] SMP'], values: ARM64_VALUES(1), said: [/Linux 6\.14/] },
];

describe('lines that count an oops', () => {
  test.each(KINDS)('$name', expectKind);
});
