import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // 87143f404f33 (v5.13) arch/arm64/include/asm/pgalloc.h pmd_populate(), pud_populate(): PXN in tables of processes. A tutorial on modules, without a name.
  { name: 'arm64, tables of a process without PXN', log: ['[   77.000001] user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[   77.000002] [000000000000beef] pgd=00000000144ae003, p4d=00000000144ae003, pud=00000000144ae003, pmd=0000000011b63003, pte=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd table 0x11b63', '2 pte none'], said: [/Linux 5\.12, arm64/] },
  { name: 'arm64, the same with it', log: ['user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[000000000000beef] pgd=08000000144ae003, p4d=08000000144ae003, pud=08000000144ae003, pmd=0800000011b63003, pte=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd table 0x11b63', '2 pte none'], said: [/Linux 6\.12, arm64/] },
  // v6.12 arch/arm64/mm/mmu.c alloc_init_pud(): UXN without PXN in the tables of EFI's services, which lie at addresses of processes.
  { name: 'arm64, tables that are none of a process', log: ['user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[000000000000beef] pgd=10000000144ae003, p4d=10000000144ae003, pud=10000000144ae003, pmd=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd none'], never: [/Linux 5\.12/] },
  // 87143f404f33 (v5.13) pmd_populate_kernel(): UXN; v5.15 arch/arm64/mm/kasan_init.c kasan_pte_offset(), mmu.c early_fixmap_init(): PMD_TYPE_TABLE alone. The walk of a report to linux-rdma, and others of it.
  ...([['ffff8000114b1180', '00000447ffffb003', true], ['ffff8000114b1180', '10000447ffffb003', false], ['ffff7000114b1180', '00000447ffffb003', false], ['fffffdfffe7fa000', '00000447ffffb003', false]] as const).map(([address, pmd, isOld]): LogKind => ({
    name: `arm64, ${pmd} of the kernel at ${address}`, log: ['swapper pgtable: 4k pages, 48-bit VAs, pgdp=00000000f4582000', `[${address}] pgd=10000447fffff003, p4d=10000447fffff003, pud=10000447ffffe003, pmd=${pmd}, pte=0000000000000000`],
    values: ['2 pgd table 0x447fffff', '2 p4d table 0x447fffff', '2 pud table 0x447ffffe', '2 pmd table 0x447ffffb', '2 pte none'], said: isOld ? [/Linux 5\.12, arm64/] : [], never: isOld ? [] : [/Linux 5\.12/] })),
  // e9f6376858b9 (v5.8) arch/arm64/mm/fault.c show_pte(): p4d behind every top entry but those of five levels, of which alone pgd_none() can be true (asm-generic/pgtable-nop4d.h).
  ...([['48', '[ffff00003de10000] pgd=00000000bdff8003', '5\\.7', 'table 0xbdff8'], ['39', '[ffff00003de10000] pgd=0000000000000000', '5\\.7', 'none'], ['52', '[ffff00003de10000] pgd=0000000000000000', '7\\.3', 'none'], ['48', '[ffff00003de10000] pgd=0000000000000000, ', '7\\.3', 'none']] as const).map(([bits, line, release, entry]): LogKind => ({
    name: `arm64, a top entry alone, ${bits} bits: ${line}`, log: [`swapper pgtable: 4k pages, ${bits}-bit VAs, pgdp=00000000416e2000`, line, 'Internal error: Oops'], values: [`2 pgd ${entry}`], said: [new RegExp(`Linux ${release}.*, arm64`)] })),
  { name: 'arm64, the same with the p4d in another line', log: ['swapper pgtable: 4k pages, 48-bit VAs, pgdp=00000000416e2000', '[ffff00003de10000] pgd=0000000000000000', 'a line of another processor', ', p4d=0000000000000000'], values: ['2 pgd none', '4 p4d none'], said: [/Linux 7\.3.*, arm64/] },
  // v4.4 arch/arm/kernel/head.S PG_DIR_SIZE: 0x5000 with long descriptors, in front of a text at 0x8000. A report with 4.4.185 prints this pointer.
  ...([['c0003000', '4\\.14'], ['c0203000', '4\\.14'], ['49dd3000', '4\\.14'], ['49dd3dbd', '5\\.15'], ['19dd3000', '5\\.15']] as const).map(([pointer, release]): LogKind => ({
    name: `arm, long descriptors behind pgd = ${pointer}`, log: ['Unable to handle kernel paging request at virtual address fff12000', `pgd = ${pointer}`, '[fff12000] *pgd=80000000007003, *pmd=2f7fd003, *pte=00000000', 'Internal error: Oops: 207 [#1] PREEMPT SMP ARM'],
    values: ['3 pgd table 0x7', '3 pmd table 0x2f7fd', '3 pte none'], said: [new RegExp(`Linux ${release}.*, arm,`)] })),
  // v5.19 mem_abort_decode(): 16 digits. A copy lost the other levels.
  { name: 'arm64, the same of a kernel that prints a status of 64 bits', log: ['  ESR = 0x0000000096000047', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=00000000416e2000', '[ffff00003de10000] pgd=0000000000000000'], values: ['3 pgd none'], said: [/Linux 7\.3.*, arm64/] },
  // v3.9 lib/dump_stack.c, v3.10 kernel/printk.c dump_stack_print_info() (a43cb95d547a). A process without the release behind it.
  { name: 'x86_64, a process as kernels before 3.10 tell it', log: ['PGD 6d805067 PUD 6d8f1067 PMD 0', 'Oops: 0000 [#1] SMP', 'CPU 1', 'Pid: 1234, comm: foo Tainted: P'],
    values: ['1 pgd table 0x6d805', '1 pud table 0x6d8f1', '1 pmd none'], said: [/the log is older \(before 3\.10\)/], never: [/the newest/] },
  // v6.10 lib/dump_stack.c dump_stack_print_info(), and v6.11 (d2917ff19962, "report process UID"); v6.12 kernel/panic.c __warn(): "WARNING: CPU: %d PID: %d at". A report of multipath on s390x, cut off.
  ...([
    ['6\\.10', ['[  130.852068] CPU: 1 PID: 950 Comm: multipat']],
    ['6\\.10', ['[  130.852068] CPU: 1 PID: @ Comm: swapper/1 Kdump: loaded Tainted: G S W OE K']],
    ['6\\.12', ['[  130.852068] CPU: 1 UID: 0 PID: 950 Comm: multipat']],
    ['6\\.12', ['[  130.852068] CPU: 1', 'UID: 0 PID: 950 Comm: multipat']],
    ['6\\.12', ['[  130.852068] WARNING: CPU: 1 PID: 950 at mm/memory.c:1 foo+0x1/0x2']],
    ['6\\.12', ['[  130.852068] WARNING: CPU: 1 PID: 950 at mm/memory.c:1 foo+0x1/0x2', '[  130.852069] CPU: 1 UID: 0 PID: 950 Comm: multipat']],
  ] as const).map(([release, lines]): LogKind => ({
    name: `s390x, ${lines.join(' / ')}`, log: ['[  130.851923] AS:000000002f200007 R3:0000000080280007 S:0000000095d93800 P:0000000000000400', '[  130.852020] Oops: 0011 ilc:3 [#1] SMP', ...lines],
    values: ['1 pud table 0x80280', '1 pmd table 0x95d93', '1 pte none'], said: [new RegExp(`Linux ${release}, s390x`)] })),
  // v6.12 arch/s390/include/asm/pgtable.h _SEGMENT_ENTRY: 0; v6.13: _SEGMENT_ENTRY_PRESENT. v6.12 arch/s390/mm/fault.c dump_pagetable(): behind S stands P unless _SEGMENT_ENTRY_INVALID or _SEGMENT_ENTRY_LARGE is set. A report of bpf-next 5.11, cut where mail had wrapped it.
  ...([['00000001ffffd000', '6\\.12', 'table 0x1ffffd'], ['00000001ffffd001', '7\\.3', 'table 0x1ffffd'], ['0000000000000020', '7\\.3', 'none']] as const).map(([pmd, release, entry]): LogKind => ({
    name: `s390x, a walk that is cut behind S:${pmd}`, log: [`AS:0000000001bd0007 R3:00000001ffff0007 S:${pmd}`], values: ['1 pud table 0x1ffff0', `1 pmd ${entry}`], said: [new RegExp(`Linux ${release}, s390x`)], never: [/no kernel has such an entry/] })),
  // linux-mm, July 2012, "hugetlbfs: Close race during teardown of hugetlbfs shared page tables", of 3.4 (mm/memory.c:391); v4.4 mm/pgtable-generic.c:31 pmd_clear_bad(). No tables of riscv64 or loongarch64 go back so far.
  // v5.12 lib/vsprintf.c no_hash_pointers; v4.20 arch/x86/include/asm/page_64_types.h __PAGE_OFFSET_BASE_L4; pgtable-invert.h: the frame of an entry without the present bit.
  ...([['ffff888003a83180', '0xffffefb800', /Linux 7\.3/], ['ffff880003a83180', '0x104600', /Linux 4\.14/]] as const).map(([pointer, pfn, kernel]): LogKind => ({
    name: `x86_64, a bad pmd at ${pointer}, which is not hashed`, log: [`mm/pgtable-generic.c:50: bad pmd ${pointer}(8000000104600080)`], values: [`1 pmd present ${pfn}`], said: [kernel] })),
  { name: 'the file that old kernels report a bad pmd from', log: ['[  127.164256] mm/memory.c:391: bad pmd ffff880412e04fe8(80000003de4000e7).'],
    values: ['1 pmd present 0x3de400'], said: [/the log is older \(before 3\.13\)/], never: [/the newest/] },
  // A mail of May 2018, "Re: BUG: Bad page map in process python2": message and pte are one entry, of type 24 at bit 9 and offset 0x6986 at bit 15.
  { name: 'RHEL 7 before L1TF, a message of a log whose day tells that it is',
    log: ['Date: Thu, 3 May 2018 11:20:51 +0800', 'kernel: CPU: 5 PID: 9166 Comm: in:imjournal Tainted: G        W  OE  K------------   3.10.0-514.16.1.el7.x86_64 #1', 'kernel: Disabling lock debugging due to kernel taint', 'kernel: swap_free: Bad swap file entry 3000000000006986', 'kernel: BUG: Bad page map in process in:imjournal  pte:34c33000 pmd:3ff9324067'],
    values: ['4 swap_entry swap', '5 pte -', '5 pmd table 0x3ff9324'], said: [/type 24 .*offset 0x6986/, /builds of RHEL 7 before L1TF have them: type 24, offset 0x6986/], never: [/as a pte/] },
  // v4.10 and v4.19 arch/x86/include/asm/pgtable_64.h __swp_entry(): offset 0x1ffffffffffe, or 0x3f inverted; no swap area has 2^32 pages.
  ...(['4.10.0-42-generic', '4.10.0'] as const).map((release): LogKind => ({ name: `x86_64, a swap entry of the later layout alone, of ${release}`, log: ['BUG: Bad page map in process a  pte:07ffffffffff8000 pmd:2f9d0d067', `CPU: 1 PID: 14834 Comm: cc1 Tainted: G         C        ${release} #46`],
    values: ['1 pte swap', '1 pmd table 0x2f9d0d'], ...(release === '4.10.0' ? { said: [/offset 0x1ffffffffffe is beyond the end .*corrupted/] } : { said: [/a pte shows the layout of its swap entries/, /type 0, offset 0x3f/], never: [/corrupted/] }) })),
  // bb5e5ce545f2 (v4.10) arch/x86/kernel/dumpstack.c printk_stack_address(): no address in front of the symbol. The report of 8b272b3cbbb5.
  { name: 'x86_64, a bad pmd with the addresses of its trace', log: ['[ 5195.338482] ../mm/pgtable-generic.c:33: bad pmd ffff8888157ba008(000002e0396009e2)', '[ 5195.410033] Call Trace:', '[ 5195.410471]  [<ffffffff811bc75d>] change_protection_range+0x7dd/0x930'],
    values: ['1 pmd protnone 0x2e039600'], said: [/Linux 4\.9, x86_64/] },
  { name: 'and none that stands far in front', log: [' [<ffffffff811bc75d>] change_protection_range+0x7dd/0x930', ...Array<string>(300).fill('a line of something else, and more of it'), 'mm/pgtable-generic.c:33: bad pmd ffff8804157ba008(000002e0396009e2)', 'RIP: 0010:a+0x1/0x2'],
    values: ['302 pmd protnone 0x2e039600'], said: [/x86_64/], never: [/Linux 4\.9/] },
  // v4.14 kernel/locking/lockdep.c print_lock(): ", at: [<%p>] %pS".
  { name: 'x86_64, the place of a lock, which later kernels print so', log: ['BUG: Bad page map in process a  pte:80000001c8d7d025 pmd:2315b2067', '1 lock held by a/1:', ' #0:  (&mm->mmap_sem){++++}, at: [<ffffffff811bc75d>] change_protection_range+0x7dd/0x930'],
    values: ['1 pte present 0x1c8d7d', '1 pmd table 0x2315b2'], said: [/x86_64/], never: [/Linux 4\.9/] },
  // v4.15 lib/vsprintf.c ptr_to_id(): a hash of 32 bits. A mapping and an anon_vma begin at a word, so that neither number is an address. A report of 2018 to the list of the kernel test robot, "stack going in the wrong direction", of v4.16-rc5. A kernel of Android, 4.14.256-QuicksilveR, prints a mapping 72f0f383.
  ...([['anon_vma:          (null) mapping:00000000c7c7d07a', true], ['anon_vma:00000000c7c7d07a mapping:          (null)', true], ['anon_vma:          (null) mapping:00000000c7c7d078', false], ['anon_vma:          (null) mapping:ffff8800c7c7d07a', false], ['anon_vma:          (null) mapping:ffff8801', false]] as const).map(([pointers, isHashed]): LogKind => ({
    name: `x86_64, ${pointers}`, log: ['[  225.573912] BUG: Bad page map in process sort  pte:00000002 pmd:1b6303067', `[  225.574302] addr:00007f7c12345000 vm_flags:00000070 ${pointers} index:12f`],
    values: ['1 pte swap', '1 pmd table 0x1b6303'], said: isHashed ? [/kernels from 4\.14 to 4\.18/] : [/kernels before 4\.8/], never: isHashed ? [/before 4\.8/] : [/from 4\.14/] })),
  // v2.6.17 arch/x86_64/kernel/traps.c printk_address(): "<%016lx>{%s%s%s%s%+ld}"; v3.0 include/linux/swapops.h SWP_TYPE_SHIFT: type 17. A report of 2006, wrapped by mail behind RIP.
  ...(['<ffffffff80182e49>{filp_close+57} RSP <ffff810041a4fd38>', 'Call Trace:<ffffffff8023f2bd>{dev_open+51} <ffffffffa01ce677>{:qla2xxx:qla2x00_next+583}', 'RIP [<ffffffff80182e49>]{filp_close+57}'] as const).map((line): LogKind => ({
    name: `swap and the trace of x86_64 before 2.6.18: ${line}`, log: [line, 'kernel: [ 9154.504760] swap_dup: Bad swap file entry 880000000043be99'], values: ['2 swap_entry -'],
    ...(line.includes('[<') ? { said: [/no name of its kernel/] } : { said: [/x86_64; .*before 2\.6\.19/, /as kernels before 3\.1 have them: type 17, offset 0x43be99/] }) })),
];

describe('what older kernels print, and how they keep entries', () => {
  test.each(KINDS)('$name', expectKind);
});
