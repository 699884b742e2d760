import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const MAP = 'BUG: Bad page map in process a ';
const ADDRESS = 'addr:b7713000 vm_flags:00100073 anon_vma:f5b3c2d8 mapping:f5b3c2d8 index:1';
const PRESENT = ['pte present 0x84375', 'pmd table 0x785de'];
const at = (line: number, values: readonly string[]): string[] => values.map((value) => `${line} ${value}`);

/** Logs of machines with words of 32 bits: whose they are, and how large their entries. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_TABLE 0x067: the flags of a present page are the same with PAE (pgtable-3level_types.h, pgtable-2level_types.h).
  { name: 'a table with the flags that i386 alone gives tables, and a page that is read alike with two and three levels', log: [`${MAP} pte:8437526f pmd:785de067`, ADDRESS],
    values: at(1, PRESENT), said: [/i386 \(architecture assumed\);/], never: [/levels|paging|symbol/] },
  // v5.18 arch/x86/include/asm/pgtable-3level.h __swp_pteval_entry: the offset is inverted, so its top bits are set; pgtable-2level.h __swp_type (x >> 1) & 0x1f, __swp_offset x >> 9.
  { name: 'a swap entry that a kernel with PAE does not make', log: ['CPU: 0 PID: 1 Comm: a Not tainted 5.18.0-rc2 #1', `${MAP} pte:1713003a pmd:7ff71067`, ADDRESS],
    values: ['2 pte hwpoison 0xb8980', '2 pmd table 0x7ff71'], said: [/i386 \(architecture assumed\) \(2-level paging assumed\)/, /type 29 .*offset 0xb8980/] },
  // With PAE the frame of such a page is inverted (pgtable-invert.h): both kernels make the value.
  { name: 'a page without rights, which both make', log: ['CPU: 0 PID: 1 Comm: a Not tainted 5.18.0-rc2 #1', `${MAP} pte:cf17e720 pmd:7ff71067`, ADDRESS],
    values: ['2 pte -', '2 pmd -'], said: [/on i386 the entries depend on the number of levels/] },
  // v6.5 include/linux/swapops.h swp_type (val >> SWP_TYPE_SHIFT, BITS_PER_XA_VALUE - 5 = 26), swp_offset: on any machine of 32 bits.
  { name: 'a generic entry of i386, whose type and offset need no levels: the pte with it does', log: ['get_swap_device: Bad swap file entry 0c009400', 'CPU: 0 PID: 1 Comm: a Not tainted 6.5.0 #1', 'EIP: foo+0x1/0x2'],
    values: ['1 swap_entry swap'], said: [/ i386; named/, /type 3 .*offset 0x9400$/, /no swap area has number 3/], never: [/as a pte|-level|symbol/] },
  // v6.5 pgtable-2level.h SWP_OFFSET_SHIFT: 9 to 31, 23 bits.
  // v4.11 arch/x86/include/asm/pgtable.h pgd_bad(): all flags of a table, and no other. v4.12: with four levels the generic one, which is never true.
  ...([['3.15.0-rc3', /bits that every table entry has are clear: _PAGE_RW _PAGE_ACCESSED _PAGE_DIRTY/], ['4.11.0', /bits that every table entry has are clear/], ['5.4.0', /pgd .*table at 0x200005e0000/]] as const).map(([release, said]): LogKind => ({
    name: `x86_64, a bad pgd of ${release}`, log: ['mm/pgtable-generic.c:21: bad pgd ffff88103b135000(00000200005e0001)', `CPU: 14 PID: 1648 Comm: kdump Tainted: G            E ${release} #1`], values: ['1 pgd table 0x200005e0'], said: [said], never: [/good pointer/] })),
  // v2.6.11 include/asm-i386/pgtable-2level.h has the offset at bit 8, pgtable-3level.h in the upper word.
  { name: 'of which bit of the pte with a generic entry is set nothing tells', log: ['EIP:    0060:[<c01320b7>]    Not tainted VLI', 'EFLAGS: 00010002   (2.6.11-rc3)', 'swap_free: Bad swap offset entry 00080000'],
    values: ['3 swap_entry swap'], said: [/offset 0x80000 is beyond the end of swap area 0/, /= if it stood in a pte of i386 with 3 levels: one bit alone is set:/], never: [/only bit/, /as a pte/] },
  { name: 'a generic entry that a pte of two levels has no room for', log: ['get_swap_device: Bad swap file entry 0c900001', 'CPU: 0 PID: 1 Comm: a Not tainted 6.5.0 #1', 'EIP: foo+0x1/0x2'],
    values: ['1 swap_entry swap'], said: [/i386 \(3-level paging assumed\)/, /type 3 .*offset 0x900001$/], never: [/as a pte/] },
  // v5.18 pgtable-2level.h __swp_entry (type << 1 | offset << 9); pgtable-3level.h __swp_pteval_entry (~offset << 14 >> 5 | type << 59).
  ...([['01280006', 2], ['1ffffffffed7fe00', 3]] as const).map(([pte, levels]): LogKind => ({
    name: `a message and the pte behind it, which shows ${levels} levels`, log: ['__swap_info_get: Bad swap file entry 0c009400', `${MAP} pte:${pte} pmd:7ff71067`, ADDRESS, 'CPU: 0 PID: 1 Comm: a Not tainted 5.18.0 #1', 'EIP: foo+0x1/0x2'],
    values: ['1 swap_entry swap', ...at(2, ['pte swap', 'pmd table 0x7ff71'])], said: [new RegExp(String.raw`i386, ${levels}-level paging`), new RegExp(`offset 0x9400; as a pte 0x0*${pte}$`)], never: [/otherwise/] })),
  // The same with bit 3 of the pte, where linux-next had the flag of exclusive entries for a time (_PAGE_PWT).
  { name: 'a message and a pte with its offset and a flag in its type', log: ['__swap_info_get: Bad swap file entry 6c009400', `${MAP} pte:0128003e pmd:06bfb067`, ADDRESS, 'CPU: 0 PID: 1 Comm: a Not tainted 5.18.0-rc1-next-20220411 #1', 'EIP: foo+0x1/0x2'],
    values: ['1 swap_entry swap', ...at(2, ['pte migration 0x9400', 'pmd table 0x6bfb'])], said: [/i386, 2-level paging/, /type 27 .*as a pte 0x0000000001280036/, /same offset with type 27: its kernel read bits 0x8 of this entry/] },
  // v6.12 arch/m68k/include/asm/motorola_pgtable.h _PAGE_TABLE 0x2; arch/mips, sh, microblaze: the address of the table.
  { name: 'tables of others', log: [`${MAP} pte:8437526f pmd:785de002`, ADDRESS, `${MAP} pte:8437526f pmd:87c5d000`, ADDRESS],
    values: ['1 pte -', '1 pmd -', '3 pte -', '3 pmd -'], said: [/a 32-bit machine, and no line that counts says which/] },
  // v3.12 arch/x86/mm/pat.c pat_init; arch/x86/mm/setup_nx.c x86_report_nx.
  { name: 'words of x86, and a kernel without PAE', log: ['NX (Execute Disable) protection cannot be enabled: non-PAE kernel!', 'x86 PAT enabled: cpu 0, old 0x70406, new 0x7010600070106', `${MAP} pte:00000120 pmd:7ff71067`, ADDRESS],
    values: ['3 pte protnone 0x0', '3 pmd table 0x7ff71'], said: [/i386, 2-level/] },
  // v2.6.38 arch/x86/kernel/entry_32.S sysenter_do_call; v4.2 arch/x86/entry/entry_32.S entry_INT80_32.
  ...['sysenter_do_call+0x12/0x26', 'syscall_call+0x7/0xb', 'entry_INT80_32+0x36/0x36'].map((symbol): LogKind => ({
    name: `the way into the kernel of i386 (${symbol})`, log: [`${MAP} pte:8437526f pmd:785de067`, ADDRESS, ` [<c0102890>] ? ${symbol}`],
    values: at(1, PRESENT), said: [/i386;/], never: [/architecture assumed/] })),
  // v3.12 arch/x86/kernel/entry_64.S system_call_fastpath.
  { name: 'the way into the kernel of x86_64', log: ['BUG: Bad page map in process a  pte:80000001c8d7d025 pmd:2315b2067', ' ? system_call_fastpath+0x16/0x1b'],
    values: ['1 pte present 0x1c8d7d', '1 pmd table 0x2315b2'], said: [/x86_64;/], never: [/architecture assumed/] },
  // v3.12 arch/arm/kernel/setup.c setup_processor; v3.12 arch/arm/include/asm/pgtable-2level.h L_PTE_PRESENT.
  { name: 'the processor of arm', log: ['CPU: ARMv7 Processor [412fc09a] revision 10 (ARMv7), cr=10c5387d', `${MAP} pte:2b5c47df pmd:4d0b3831`, ADDRESS],
    values: ['2 pte present 0x2b5c4', '2 pmd table 0x4d0b3'], said: [/arm, 2-level/], never: [/architecture assumed/] },
  // The text says whose entry it is; a message alone does not.
  ...([['This is 32bit (i386) I assume.', 'i386'], ['on test machine: qemu-system-i386 -enable-kvm', 'i386'], ['note this is x86_32 without PAE', 'i386'], ['make multi_v7_defconfig', 'arm'], ['an old ARMv5 board', 'arm']] as const).map(([prose, arch]): LogKind => ({
    name: `the machine that the text speaks of (${prose})`, log: [prose, `${MAP} pte:${arch === 'i386' ? '8437526f pmd:785de063' : '2b5c47df pmd:4d0b3831'}`, ADDRESS],
    values: arch === 'i386' ? at(2, PRESENT) : ['2 pte present 0x2b5c4', '2 pmd table 0x4d0b3'], said: [new RegExp(String.raw`${arch}(?:, 2-level paging)? \(architecture assumed\)`)] })),
  { name: 'a text that speaks of two machines', log: ['ARMv7 and (i386) are concerned', `${MAP} pte:2b5c47df pmd:4d0b3831`, ADDRESS],
    values: ['2 pte -', '2 pmd -'], said: [/no line that counts says which/] },
  // v6.12 arch/sh/kernel/entry-common.S has a label of that name as well; that of i386 stands behind a call of 7 bytes (v4.0 arch/x86/kernel/entry_32.S).
  { name: 'the way into the kernel of sh', log: ['mm/memory.c:100: bad pgd 8c5c0123.', ' [<8c009e6a>] syscall_call+0xa/0xe'], values: ['1 pgd -'], never: [/i386/] },
  // The name of a process of the host.
  { name: 'an emulator is the process', log: ['BUG: Bad page map in process qemu-system-arm  pte:12345227 pmd:12345067', 'CPU: 1 PID: 5 Comm: qemu-system-arm Not tainted 5.4.0 #1'],
    values: at(1, ['pte present 0x12345', 'pmd table 0x12345']), said: [/x86_64/] },
  { name: 'an older machine that a text of arm64 speaks of', log: ['ARMv8 board. ARMv7 binaries run in compat mode:', `${MAP} pte:e800000412345f53 pmd:8123456003`],
    values: at(2, ['pte present 0x412345', 'pmd table 0x8123456']), said: [/arm64/] },
  // v2.6.13 arch/i386/kernel/traps.c do_invalid_op, include/asm-i386/pgtable-2level.h pgd_ERROR "bad pgd %08lx"; include/asm-x86_64/pgtable.h "bad pgd %p(%016lx)".
  ...['invalid operand: 0000 [#1]', 'general protection fault: 0000 [#1]'].map((fault): LogKind => ({
    name: `an entry of 8 digits, and a fault as x86 names it (${fault})`, log: ['mm/memory.c:106: bad pgd 061f0067.', 'kernel BUG at mm/mmap.c:2214!', fault, 'SMP'],
    values: ['1 pgd table 0x61f0'], said: [/i386, 2-level paging/], never: [/assumed\)/] })),
  // v2.6.13 include/asm-i386/pgtable-3level.h "bad pgd %p(%016Lx)": so does x86_64.
  { name: 'an entry with a pointer, and the same', log: ['mm/memory.c:106: bad pgd ffff8100061f0008(00000000061f0067).', 'invalid operand: 0000 [1]'],
    values: ['1 pgd table 0x61f0'], said: [/x86_64/], never: [/i386/] },
  { name: 'an entry of 8 digits, and a word of another program', log: ['mm/memory.c:106: bad pgd 061f0067.', 'invalid operand: it'], values: ['1 pgd -'], never: [/i386/] },
  // Without pointers of 32 bits, or against what another report shows, prose tells nothing: x86_64 fills 8 digits as well.
  ...[['x86_32 is fine, 64-bit shows:'], ['PGD 0 P4D 0 ', 'make ARCH=i386'], ['My ARMv7 phone is fine.']].map((lines): LogKind => ({
    name: `prose beside values of 8 digits (${lines.join(' | ')})`, log: [...lines, `${MAP} pte:00000004 pmd:12345067`],
    values: [...(lines.length > 1 ? ['1 pgd none', '1 p4d none'] : []), ...at(lines.length + 1, ['pte swap', 'pmd table 0x12345'])], said: [/x86_64/], never: [/i386|on arm/] })),
  // v6.12 arch/parisc/include/asm/pgtable.h PxD_FLAG_PRESENT 1, PxD_FLAG_VALID 2, PxD_VALUE_SHIFT 8: a table at 0x16306000 or 0x6306000.
  ...['00163063', '00063067'].map((pmd): LogKind => ({
    name: `a table that parisc can have (${pmd})`, log: [`${MAP} pte:12345137 pmd:${pmd}`, ADDRESS],
    values: ['1 pte -', '1 pmd -'], said: [/a 32-bit machine, and no line that counts says which/] })),
  { name: 'prose does not outweigh the log', log: ['qemu-system-i386 is not concerned', 'BUG: Bad page map in process a  pte:80000001c8d7d025 pmd:2315b2067', 'addr:00007fc1b7713000 vm_flags:00100073 anon_vma:ffff88022efa8848 mapping:          (null) index:1'],
    values: ['2 pte present 0x1c8d7d', '2 pmd table 0x2315b2'], said: [/x86_64/], never: [/i386/] },
];

describe('machines with words of 32 bits', () => {
  test.each(KINDS)('$name', expectKind);
});
