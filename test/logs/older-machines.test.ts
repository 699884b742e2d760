import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** What CPUs and kernels that are older than the tables have in the places of later things. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v5.10 arch/arm/mm/mmu.c build_mem_type_table: prot_sect |= PMD_BIT4 before ARMv6; CR_XP (bit 23) is set by proc-v6.S and proc-v7-2level.S alone.
  ...([['0005317f', true], ['10c5387d', false]] as const).map(([control, isOld]): LogKind => ({
    name: `arm, bit 4 of a section with Control: ${control}`, log: ['8<--- cut here ---', 'Unhandled fault: external abort on non-linefetch (0x808) at 0xf4424184', 'pgd = (ptrval)', '[f4424184] *pgd=10000452(bad)', 'Internal error: : 808 [#1] PREEMPT ARM', 'CPU: 0 PID: 27 Comm: a Not tainted 5.10.0 #135', `Control: ${control}  Table: a0004000  DAC: 00000053`],
    values: ['4 pgd present 0x10000'], said: [isOld ? /PMD_BIT4/ : /PMD_SECT_XN/], never: [isOld ? /SECT_XN/ : /PMD_BIT4/] })),
  // v5.10 arch/arm/Kconfig SMP, THUMB2_KERNEL: CPUs since ARMv6K; mm/pabort-legacy.S: fetches have status 5 before ARMv6; mm/mmu.c: PMD_SECT_S since ARMv6, but for XScale3, which has bit 4 clear.
  ...([
    ['Oops: 80d [#1] PREEMPT ARM', '4000041e', /PMD_SECT_XN\/PMD_BIT4/],
    ['Oops: 80000005 [#1] PREEMPT ARM', '4000041e', /PMD_SECT_XN\/PMD_BIT4/],
    ['Oops: 80d [#1] PREEMPT SMP ARM', '4000041e', /PMD_SECT_XN(?!\/)/],
    ['Oops: 80d [#1] PREEMPT THUMB2', '4000041e', /PMD_SECT_XN(?!\/)/],
    ['Oops: 8000000d [#1] ARM', '0100041e', /PMD_SECT_XN(?!\/)/],
    ['Oops: 80d [#1] ARM', '4101941e', /PMD_SECT_XN(?!\/)/],
  ] as const).map(([oops, pgd, said]): LogKind => ({
    name: `arm, bit 4 of a section ${pgd} without Control: ${oops}`, log: ['8<--- cut here ---', 'Unable to handle kernel paging request at virtual address c010f1f4', `[c010f1f4] *pgd=${pgd}(bad)`, `Internal error: ${oops}`, 'CPU: 0 PID: 27 Comm: a Not tainted 5.10.0 #135'],
    values: [`3 pgd present 0x${pgd.slice(0, 3).replace(/^0+/, '')}00`], said: [said], never: [said.source.includes('!') ? /PMD_BIT4/ : /PMD_SECT_XN(?!\/)/] })),
  // v6.12 arch/arm/include/asm/pgtable-3level-hwdef.h PMD_SECT_UNCACHED: bits 2 to 4 are the memory type there.
  { name: 'arm with LPAE, bit 4 of a section', log: ['8<--- cut here ---', 'Unable to handle kernel paging request at virtual address c010f1f4', '[c010f1f4] *pgd=80000000007003, *pmd=40000711(bad)', 'Internal error: Oops: a0f [#1] PREEMPT ARM', 'CPU: 0 PID: 27 Comm: a Not tainted 5.10.0 #135'],
    values: ['3 pgd table 0x7', '3 pmd present 0x40000'], never: [/PMD_BIT4/] },
  // The registers are printed behind the walk that they are of (v5.10 arch/arm/kernel/traps.c __die: __show_regs).
  { name: 'arm, bit 4 of a section of a later report, on another CPU', log: ['Control: 0005317f  Table: a0004000  DAC: 00000053', '8<--- cut here ---', '[f4424184] *pgd=10000452(bad)', 'Internal error: Oops: 17 [#1] SMP ARM', 'CPU: 1 PID: 7 Comm: a Not tainted 5.10.0 #1', 'pc : [<c0123456>]    lr : [<c0123456>]    psr: 60000013', 'Control: 10c5387d  Table: a0004000  DAC: 00000053'],
    values: ['3 pgd present 0x10000'], said: [/PMD_SECT_XN/], never: [/PMD_BIT4/] },
  // v5.11 arch/arm/mm/fault.c show_pte: if (PageHighMem(pfn_to_page(pmd_val(*pmd) >> PAGE_SHIFT))) break;
  { name: 'arm, a table in high memory', log: ['8<--- cut here ---', 'Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pgd = (ptrval)', '[00000000] *pgd=ca217831', 'Internal error: Oops: 17 [#1] SMP ARM', 'CPU: 1 PID: 7 Comm: a Not tainted 5.11.0-rc3 #1'],
    values: ['4 pgd table 0xca217'], said: [/pgd points to a table, of which the kernel prints no entry where it is in high memory/] },
  { name: 'arm with long descriptors, a table of tables', log: ['Unable to handle kernel NULL pointer dereference at virtual address 00000000', 'pgd = (ptrval)', '[00000000] *pgd=80000080004003', 'Internal error: Oops: 206 [#1] SMP ARM', 'CPU: 1 PID: 7 Comm: a Not tainted 5.11.0-rc3 #1'],
    values: ['3 pgd table 0x80004'], never: [/high memory/] },
  // v2.4.0 arch/arm/mm/fault-common.c show_pte; 2.2 prints the same behind "current->tss.memmap".
  { name: 'arm before 2.6, without the address', log: ['Unable to handle kernel paging request at virtual address c4853000', 'pgd = c0004000', '*pgd = c0a01831, *pmd = c0a01831, *pte = 00000000, *ppte = 00000000', 'Internal error: Oops: 2'],
    values: ['3 pgd table 0xc0a01', '3 pmd table 0xc0a01', '3 pte none'], said: [/arm, 2-level paging/, /the log is older \(before 2\.6\)/, /\*ppte 0x0/] },
  { name: 'arm before 2.6, an empty entry behind a level of printk', log: ['<1>Unable to handle kernel paging request at virtual address 42062dd4', '<1>current->tss.memmap = 039DC000', '<1>*pgd = 00000000, *pmd = 00000000', 'Internal error: Oops: 0'],
    values: ['3 pgd none', '3 pmd none'], said: [/arm, 2-level paging/] },
  { name: 'arm before 2.6, in quoted-printable mail', log: ['pgd =3D c0004000', '*pgd =3D c0a01831, *pmd =3D c0a01831, *pte =3D 00000000, *ppte =3D 00000000', 'Internal error: Oops: 2'],
    values: ['2 pgd table 0xc0a01', '2 pmd table 0xc0a01', '2 pte none'], said: [/arm, 2-level paging/, /\(before 2\.6\)/] },
  { name: 'arm before 2.6, a walk that mail has wrapped', log: ['pgd = c0004000', '*pgd = c0a01831, *pmd = c0a01831,', '*pte = 00000000, *ppte = 00000000', 'Internal error: Oops: 2'],
    values: ['2 pgd table 0xc0a01', '2 pmd table 0xc0a01', '3 pte none'], said: [/\*ppte 0x0/] },
  { name: 'arm before 2.6, a bad top entry', log: ['pgd = c0004000', '*pgd = 000c0002(bad)', 'Internal error: Oops: 2'],
    values: ['2 pgd present 0x0'], said: [/arm, 2-level paging/] },
  // v6.12 lib/bug.c __report_bug ("kernel BUG at %s:%u!"): the file is one of the kernel that runs. Where others name one, the log need not be of it.
  { name: 'arm64, a file of its own in the line of a BUG', log: ['kernel BUG at arch/arm64/mm/mmu.c:120!', 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5003'],
    values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/ arm64/], never: [/x86_64/, /architecture assumed/] },
  { name: 'arm, the same', log: ['kernel BUG at arch/arm/mm/mmu.c:120!', 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067'], values: ['2 pte -', '2 pmd -'], said: [/no tables applied: on arm the entries depend/], never: [/x86_64/] },
  ...['--- a/arch/arm64/mm/mmu.c', 'it is at arch/arm64/mm/mmu.c:120 that it fails', 'see vmlinux-arm64 and arch/arm64/mm/mmu.c:120', 'cp arch/arm/boot/zImage /boot/vmlinux-arm'].map((line): LogKind => ({ name: `no machine by ${line}`, log: [line, 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067'],
    values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/x86_64 \(architecture assumed\)/] })),
  // v6.12 mm/kasan/report.c print_memory_metadata; arch/arm64/include/asm/memory.h PAGE_OFFSET: no other 64-bit machine that has KASAN has memory there.
  { name: 'the memory of arm64 around a bad address', log: ['[  785.842727]  ffff00886ecb0080: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00', '[  785.872714] get_swap_device: Bad swap file entry 58025a5a5a5a5a5a'],
    values: ['2 swap_entry swap'], said: [/arm64/], never: [/x86_64/] },
];

describe('older machines', () => {
  test.each(KINDS)('$name', expectKind);
});
