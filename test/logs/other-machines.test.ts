import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of public reports of machines other than x86, shortened; what is proven of them stands in the kernel's sources. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // Reports of a Sharp Collie, next-20220324 and next-20230213: 16 digits of pgd, where v5.17 arch/arm/mm/fault.c show_pte has the 8 of pte and ppte. The same walk once more, two rows below in the second text: pte and ppte are 0.
  { name: 'arm, a pgd of 16 digits above entries of 8', log: ['8<--- cut here ---', 'Unable to handle kernel paging request at virtual address e090d000', '[e090d000] *pgd=c0c0b811c0c0b811, *pte=c0c0b000, *ppte=00000000', 'Internal error: Oops: 807 [#1] ARM', 'CPU: 0 PID: 1 Comm: swapper Not tainted 5.17.0-next-20220324 #1'],
    values: ['3 pgd -', '3 pte -'], said: [/more than the 32 bits of an entry/], never: [/arm64/, /swap/, /ends at pte/, /maps nothing/] },
  { name: 'arm, the same, and the walk as it is', log: ['8<--- cut here ---', 'Unable to handle kernel NULL pointer dereference at virtual address 00000000 when execute', '[00000000] *pgd=c14b4831c14b4831, *pte=c14b4000, *ppte=e09b5a14', '8<--- cut here ---', 'Unhandled fault: page domain fault (0x01b) at 0x00000000', '[00000000] *pgd=c14b4831, *pte=00000000, *ppte=00000000', 'Internal error: : 1b [#1] ARM', 'CPU: 0 PID: 58 Comm: cat Not tainted 6.2.0-rc7-next-20230213 #1'],
    values: ['3 pgd -', '3 pte -', '6 pgd table 0xc14b4', '6 pte none'], said: [/more than the 32 bits of an entry/, /arm, 2-level paging; named/, /the walk ends at pte, which is empty/], never: [/swap/, /0xe09b5a14/] },
  // v5.15 arch/arm/mm/fault.c show_pte prints "pgd = %p", no later release (93d204384401).
  ...['pgd =', 'pgd = '].map((front): LogKind => ({
    name: `arm, "${front}" wrapped in front of the address`, log: ['Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.450921] Unable to', 'handle kernel paging request at virtual address fffffffe', `Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.458127] ${front}`, 'd3d33249', 'Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.alert kernel: [82689.460785]', '[fffffffe] *pgd=2fffd861, *pte=00000000, *ppte=00000000', 'Aug 25 07:44:31 ni-n3xx-31AFFD1 kern.emerg kernel: [82689.467121] Internal', 'error: Oops: 80000007 [#1] PREEMPT SMP ARM'],
    values: ['6 pgd table 0x2fffd', '6 pte none'], said: [/Linux 5\.15, arm/] })),
  // The heading of 2.6.x for patches of one machine ("[IA64] …"), and of later ones; ksymoops 2.4 says what it runs on. No line is one of a machine with tables.
  ...([
    ['[IA64] Fix race in the accessed/dirty bit handlers', 'ia64'], ['Subject: Re: [PATCH 1/2] ia64/mm: fix a race', 'ia64'], ['> Subject: [IA64] fix a race', 'ia64'], ['ksymoops 2.4.5 on mips 2.4.16.  Options used', 'MIPS'],
    ['> diff --git a/arch/mips/include/asm/pgtable.h b/arch/mips/include/asm/pgtable.h', 'MIPS'], ['Subject: [PATCH] powerpc: mm: fix a race', 'powerpc'], ['[SPARC64]: fix a race', 'sparc64'],
  ] as const).flatMap(([line, name]) => ['swap_free: Bad swap file entry 4000000000000000', 'mm/memory.c:397: bad pmd 000000040080004d.'].map((message): LogKind => ({
    name: `${line} in front of ${message}`, log: [line, '', 'This leads to', message], values: [`4 ${message.startsWith('swap') ? 'swap_entry' : 'pmd'} -`], said: [new RegExp(`no tables for ${name}.*, which the text speaks of`)] }))),
  ...['diff --git a/arch/x86/mm/fault.c b/arch/x86/mm/fault.c', 'diff --git a/arch/arm64/mm/fault.c b/arch/arm64/mm/fault.c'].map((line): LogKind => ({ name: `a patch of several machines: ${line}`,
    log: ['diff --git a/arch/alpha/mm/fault.c b/arch/alpha/mm/fault.c', line, 'BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067'],
    values: ['3 pte present 0x123456', '3 pmd table 0x61e5'], said: [/x86_64 \(architecture assumed\)/] })),
  { name: 'the heading of the mail before', log: ['Subject: [PATCH] ia64: fix a race', '', 'See below.', '', 'Subject: my box is dead', '', 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067'],
    values: ['7 pte swap', '7 pmd table 0x61e5'], said: [/x86_64 \(architecture assumed\)/] },
  { name: 'a text that speaks of one machine, and a line of another', log: ['[IA64] fix a race', 'x29: ffff00000805bd40 x28: ffff800012345678', 'swap_free: Bad swap file entry 4000000000000000'],
    values: ['3 swap_entry swap'], said: [/arm64/] },
  // v2.4.19 arch/alpha/kernel/traps.c dik_show_regs, in front of messages that no tables can read.
  { name: 'alpha, messages about swap behind its registers', log: ['gp = fffffc0000a355f8  sp = fffffc000604b8c8', 'swap_free: Bad swap file entry 3539393100320030'], values: ['2 swap_entry -'], said: [/no tables for alpha/] },
  // v6.12 kernel/panic.c __warn ("WARNING: CPU: %d PID: %d at %s:%d %pS"), kernel/panic.c of 3.10 without the CPU; scripts/decode_stacktrace.sh.
  ...['WARNING: CPU: 3 PID: 394 at arch/arm64/include/asm/pgtable.h:318 set_pte+0x1c/0x40', 'WARNING: at arch/arm64/mm/mmu.c:120 set_pte+0x1c/0x40()', '18:49:56 kernel: dump_backtrace.part.0 (arch/arm64/kernel/stacktrace.c:184) '].map((line): LogKind => ({
    name: `arm64, a file of its own: ${line}`, log: ['BUG: Bad page map in process a.out  pte:00000004 pmd:061e5003', line], values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/ arm64/], never: [/architecture assumed/] })),
  { name: 'MIPS, a file of its own', log: ['WARNING: CPU: 0 PID: 1 at arch/mips/mm/fault.c:120 do_page_fault+0x1c/0x40', 'mm/memory.c:397: bad pmd 000000040080004d.'], values: ['2 pmd -'], said: [/no tables for MIPS$/] },
  ...['see set_pte (arch/arm64/mm/mmu.c:120) for that', 'This warning: it is at arch/arm64/mm/mmu.c:120'].map((line): LogKind => ({
    name: `no machine by ${line}`, log: [line, 'BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067'], values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/x86_64 \(architecture assumed\)/] })),
  // 14c127c957c1 (v5.4): the kernel maps its memory in the lower half of its addresses since, and before in the upper one; crash 8.0 arm64.c PTOV. Sessions of crash, shortened; the tables stand as QEMU and a phone have them.
  ...([
    ['39 bits, before', ['   PGD: ffffff8008d61000 => 3ffffe803', '   PMD: ffffffc3ffffe220 => 3ffffc803', '   PTE: ffffffc3ffffc420 => d0000000884f93'], /Linux 5\.3, arm64/],
    // Tables of a process without the bit of v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate(), PMD_TABLE_AF.
    ['39 bits, since', ['   PGD: ffffff8160232000 => 8000001a0233003', '   PMD: ffffff81602334b0 => 8000001a0234003', '   PTE: ffffff8160234000 => e8000112a17f53'], /Linux 6\.12, arm64/],
    ['48 bits and 4 levels, before', ['   PGD: ffff000011a4b000 => 13bffe803', '   PUD: ffff8000fbffe000 => 13bffd003', '   PMD: ffff8000fbffd420 => 13bffc003', '   PTE: ffff8000fbffc420 => e8000100884f93'], /Linux 5\.3, arm64/],
    ['48 bits and 4 levels, since', ['   PGD: ffff800011a4b000 => 13bffe803', '   PUD: ffff0000fbffe000 => 13bffd003', '   PMD: ffff0000fbffd420 => 13bffc003', '   PTE: ffff0000fbffc420 => e8000100884f93'], /Linux 7\.3.*, arm64/],
    ['48 bits with pages of 64 KiB, before', ['   PGD: ffff8281e7cc0000 => 482dd030003', '   PMD: ffff8482dd030000 => 482c8b10003', '   PTE: ffff8482c8b18b00 => e80402d5a30f53'], /Linux 5\.3.*, arm64/],
    ['47 bits with pages of 16 KiB, since', ['   PGD: ffff8281e7cc0000 => 482dd030003', '   PMD: ffff8482dd030000 => 482c8b10003', '   PTE: ffff8482c8b10b00 => e80402d5a30f53'], /Linux 7\.3.*, arm64/],
  ] as const).map(([what, steps, said]): LogKind => ({
    name: `crash, tables of arm64 with ${what} 5.4`, log: ['crash> vtop 0xffffff80088842f0', ...steps], values: steps.map((step, at) => `${at + 2} ${step.slice(3, 6).toLowerCase()} ${step.includes('PTE') ? 'present' : 'table'} 0x${(BigInt.asUintN(48, BigInt(`0x${step.split('=> ')[1] ?? ''}`)) >> (what.includes('64 KiB') ? 16n : 12n)).toString(16)}`), said: [said] })),
  // No pte is made of a generic entry for a kernel that keeps it elsewhere: RHEL 7 (3.10) arch/powerpc/include/asm/pgtable-ppc64.h __swp_entry_to_pte (PTE_RPN_SHIFT); v3.18 arch/s390/include/asm/pgtable.h mk_swap_pte; v3.11 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT (4), v3.19 the same (3).
  ...([['3.10.0-957.el7.ppc64le', false], ['3.10.0-957.el7.ppc64', false], ['3.10.0-957.el7.s390x', false], ['3.13.0-24-generic aarch64', false], ['3.19.0-0.80.aa7a.aarch64', /as a pte 0x0000000000246890/], ['4.5.0-19.el7.aarch64', /as a pte 0x0000000000123448/]] as const).map(([release, pte]): LogKind => ({
    name: `a generic swap entry of ${release}`, log: [`Linux version ${release.replace(' ', ' (a@')}${release.includes(' ') ? '-gcc)' : ' (a@b)'}`, 'swap_free: Bad swap file entry 2400000000001234'],
    values: ['2 swap_entry swap'], said: [/type 18 swap_info\[18\], offset 0x1234/, ...(pte ? [pte] : [])], never: pte ? [] : [/as a pte/] })),
  // v6.8 arch/arm64/kernel/head.S populate_entries: tables of the kernel's image have PMD_TYPE_TABLE alone, ptes stand in them with larger pages (ARM64_SWAPPER_USES_SECTION_MAPS with 4 KiB); PMD_TABLE_UXN in v6.9 arch/arm64/kernel/pi/map_range.c.
  ...([['4k', /Linux 5\.12[ ,]/], ['16k', /Linux 6\.8[ ,]/], ['64k', /Linux 6\.8[ ,]/]] as const).map(([size, said]): LogKind => ({
    name: `arm64, tables of early boot with pages of ${size}`, log: [`swapper pgtable: ${size} pages, 48-bit VAs, pgdp=0000000041c40000`, `[ffff800008012340] pgd=0000000041c50003, p4d=0000000041c50003, pud=0000000041c5${size === '64k' ? '0' : '8'}003, pmd=0000000041c60003, pte=0000000000000000`],
    values: size === '64k' ? ['2 pgd table 0x41c5', '2 p4d table 0x41c5', '2 pud table 0x41c5', '2 pmd table 0x41c6', '2 pte none'] : size === '4k' ? ['2 pgd table 0x41c50', '2 p4d table 0x41c50', '2 pud table 0x41c58', '2 pmd table 0x41c60', '2 pte none'] : ['2 pgd table 0x10714', '2 p4d table 0x10714', '2 pud table 0x10716', '2 pmd table 0x10718', '2 pte none'], said: [said] })),
  { name: 'arm, the branch of stable releases that the text speaks of', log: ['On v5.4.y the crash happens on qemu-arm with UEFI [1]:', '<1>[    0.084476] 8<--- cut here ---', '<1>[    0.084938] pgd = (ptrval)', '<1>[    0.085038] [dfb76000] *pgd=5f7fe801, *pte=00000000, *ppte=00000000'],
    values: ['4 pgd table 0x5f7fe', '4 pte none'], said: [/Linux 5\.4, arm, 2-level paging; assumed, the text speaks of Linux 5\.4/] },
  // v4.17 arch/arm64/mm/fault.c show_pte ("%016llx"): a copy of a terminal of 80 columns, where a wider one was written to.
  { name: 'arm64, numbers with the edge of a terminal inside', log: ['[  245.547952] c0 user pgtable: 4k pages, 39-bit VAs, pgd = 00000000ee15e', '[  245.554698] c0 [0000000000000000] *pgd=00000000bd7f5003, *pud=00000000'].map((line, at) => `${line}${' '.repeat(92)}${['5bc', 'bd7f5003, *pmd=0000000000000000'][at] ?? ''}`),
    values: ['2 pgd table 0xbd7f5', '2 pud table 0xbd7f5', '2 pmd none'], said: [/Linux 4\.17, arm64, 3-level paging/, /pgd .*folded: the same entry as pud/, /the walk ends at pmd, which is empty/] },
  { name: 'arm64, two numbers of 8 digits, far apart', log: [`[  245.554698] c0 [0000000000000000] *pgd=0000000000000000, *pud=00000000${' '.repeat(92)}12345, *pmd=0000000000000000`],
    values: ['1 pgd none', '1 pmd none'] },
];

describe('other machines', () => {
  test.each(KINDS)('$name', (kind) => expectKind(kind));

  test.each(KINDS.filter(({ name }) => /wrapped|before$/.test(name)))('$name, however it is cut', (kind) =>
    expectSameHoweverCut(kind),
  );
});
