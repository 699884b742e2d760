import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines of public reports, shortened; what is proven of them stands in the kernel's sources and the CPU's manuals. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.17 mm/memory.c print_bad_pte prints both levels, v6.18 print_bad_page_map one.
  { name: 'a bad page map whose blanks mail has joined, in a subject too', log: ['Subject: Re: [munlock] BUG: Bad page map in process killall5 pte:8000000edacc4025', ' pmd:147f96067', '>> [177850.039441] BUG: Bad page map in process ld.lld pte:8000000edacc4025', '>> pmd:147f96067'],
    values: ['1 pte present 0xedacc4', '2 pmd table 0x147f96', '3 pte present 0xedacc4', '4 pmd table 0x147f96'], said: [/Linux 6\.17,.*the newest that no known message or date rules out/] },
  { name: 'a bad page map with a pmd in its line is of no kernel since 6.18', log: ['BUG: Bad page map in process a  pte:800000018f8a9027 pmd:13c29a067'],
    values: ['1 pte present 0x18f8a9', '1 pmd table 0x13c29a'], said: [/Linux 6\.17,/] },
  { name: 'a bad page map of one level can be of the newest', log: ['BUG: Bad page map in process a  pmd:800000018f8a90e7', 'pgd:000000013c29a067 p4d:000000013c29a067 pud:000000013c29b067 pmd:800000018f8000e7'],
    values: ['1 pmd present 0x18f800', '2 pgd table 0x13c29a', '2 p4d table 0x13c29a', '2 pud table 0x13c29b', '2 pmd present 0x18f800'], said: [/Linux 7\./] },
  { name: 'a bad page map as a title, in brackets or with more behind it', log: ['Subject: [BUG: Bad page map in process a  pte:8000000edacc4025 pmd:147f96067]', 'Subject: [Bug 216713] BUG: Bad page map in process a  pte:8000000edacc4025', ' pmd:147f96067 (on a PC)'],
    values: ['1 pte present 0xedacc4', '1 pmd table 0x147f96', '2 pte present 0xedacc4', '3 pmd table 0x147f96'] },
  // v6.3 arch/arm/mm/pageattr.c set_memory_valid clears L_PTE_VALID alone; v6.3 arch/arm/include/asm/pgtable-3level.h L_PTE_PRESENT.
  { name: 'arm with LPAE, an address of code where a pte should be: no page that was unmapped', log: ['> 8<--- cut here ---', '> Unable to handle kernel paging request at virtual address df80a00c when read', '> [df80a00c] *pgd=80000080007003, *pmd=82893003, *pte=80216680', '> Internal error: Oops: 207 [#1] PREEMPT SMP ARM', '> CPU: 0 PID: 0 Comm: swapper/0 Not tainted 6.3.0-syzkaller #0', '> pc : [<8086e724>]    lr : [<817e3dd0>]    psr: 20000193'],
    values: ['3 pgd table 0x80007', '3 pmd table 0x82893', '3 pte -'], said: [/not present, though the address is one of the kernel, which has no such entries/], never: [/unmapped/, /in swap/] },
  { name: 'arm with LPAE, a page that was unmapped', log: ['[df80a00c] *pgd=80000080007003, *pmd=82893003, *pte=4000008021675e', 'Internal error: Oops: 207 [#1] PREEMPT SMP ARM', 'CPU: 0 PID: 0 Comm: swapper/0 Not tainted 6.3.0-syzkaller #0', 'pc : [<8086e724>]    lr : [<817e3dd0>]    psr: 20000193'],
    values: ['1 pgd table 0x80007', '1 pmd table 0x82893', '1 pte present 0x80216'], said: [/of a page, but invalid for the CPU/], never: [/maps the page/, /changed since/] },
  // gdb 13 valprint.c generic_val_print_array, cp_print_value_fields: lines are broken behind a brace. v6.12 include/linux/mm_types.h
  // mm_struct, include/linux/mm.h vm_fault: pointers to entries have the names of entries.
  { name: 'gdb, an array whose lines are broken', log: ['(gdb) print/x (pte_t[512])*0xffffffff82a34000', '$27 = {{pte = 0x0} <repeats 507 times>, {pte = 0x80000000fec0017b}, {', '    pte = 0x80000000fee0017b}, {pte = 0x0}}', '$28 = {{', '    pte = 0x8000000123456867', '  }, {', '    pte = 0x0', '  }}'],
    values: ['2 pte none', '2 pte present 0xfec00', '3 pte present 0xfee00', '3 pte none', '5 pte present 0x123456', '7 pte none'] },
  { name: 'crash, structures with pointers to tables and entries', log: ['crash> mm_struct.pgd,mmap ffff888003601000', '  pgd = 0xffff888012345000,', '  pgd = 0xffff888012345000', '  pgd = 0xffff000106a6a780', '  pgd = 0xc0004000', 'crash> vm_fault ffffc900012abc00', 'struct vm_fault {', '  pmd = 0xffff888012345678,', '  pud = 0xffff888012345ff8,', '  {', '    orig_pte = {', '      pte = 9223372041742977127', '    },', '  pte = 0x0,'],
    values: ['12 pte present 0x1235c0'] },
  // crash 8.0 x86_64.c x86_64_kvtop, x86_64_uvtop_level4; as sources and scripts cite them, and with numbers as C writes them.
  { name: 'crash, a walk in the comment of a source', log: ['\t * crash> vtop 0xffffffffff600000', '\t * PML4 DIRECTORY: ffffffff81a85000', '\t * PAGE DIRECTORY: 1a87067', '\t *    PUD: 1a87ff8 => 1a88067', '\t *    PMD: 1a88fd8 => 28049067', '\t *    PTE: 28049000 => 1c08165', '\t *   PAGE: 1c08000', '\t *', '\t *   PTE    PHYSICAL  FLAGS', '\t * 1c08165   1c08000  (PRESENT|USER|ACCESSED|DIRTY|GLOBAL)'],
    values: ['3 pgd table 0x1a87', '4 pud table 0x1a88', '5 pmd table 0x28049', '6 pte present 0x1c08', '10 pte present 0x1c08'], said: [/x86_64, 4-level/] },
  { name: 'crash, a step in the comment of a script', log: ['#     crash> vtop 0x561a84a202f8', '#     ...', '#     PTE: 0x926f87100 => 0x8000000926f87867', '#     → page-aligned base = 0x926f87000'],
    values: ['3 pte present 0x926f87'] },
  { name: 'what stands behind a sign of comments, and is no step', log: ['* PTE: first => second', '## PTE: 12 => 34', '**PTE: 12 => 34', '#PTE: 926f87100 => 926f87867'], values: [], never: [/./] },
  // crash 9.0 arm64.c arm64_vtop_4level_4k
  { name: 'crash, walks with notes behind their steps', log: ['crash> vtop ffffd77069c696c0', 'PAGE DIRECTORY: ffffd77069a94000', '   PGD: ffffd77069a94d70 => 10006057fffff403   ← the same', '   PUD: ffff6057fffffe08 => 10006057ffffe403', '   PMD: ffff6057ffffea70 => 0                   # stops here', '', 'crash> vtop ffffd77069c697e0', '   PGD: ffffd77069a94d70 => 10006057fffff403   ← the same', '   PUD: ffff6057fffffe08 => 10006057ffffe403', '   PMD: ffff6057ffffea70 => 0   -- here as well'],
    values: ['3 pgd table 0x6057fffff', '4 pud table 0x6057ffffe', '5 pmd none', '8 pgd table 0x6057fffff', '9 pud table 0x6057ffffe', '10 pmd none'], said: [/arm64/], never: [/x86_64/] },
  // What stands at an address of the kernel where text of a program was copied: no page of a process has such bits.
  { name: 'x86, a generic entry of text: no present bit was lost', log: ['[    1.000000] swap_free: Bad swap file entry 6620676e6148000a', '[    1.000000] swap_free: Bad swap file entry 7473696c20706c'],
    values: ['1 swap_entry -', '2 swap_entry swap'], never: [/ordinary page/] },
  // v4.19 "x86/speculation/l1tf": distributions brought it back as far as 2.6.
  { name: 'i386 2.4, whose swap entries no build changed', log: ['memory.c:306: bad pmd c30b63e8(0000000028d2d027) ', 'memory.c:306: bad pmd c30b6488(000000002b891066)'],
    values: ['1 pmd table 0x28d2d', '2 pmd -'], said: [/present bit was lost/, /keep no page/], never: [/L1TF/] },
  // v6.12 kernel/printk/printk.c dump_stack_print_info: the name of the machine.
  ...([
    ['x86, a machine of QEMU with words of 64 bits', 'QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.0', '00007ff912a00000', /Linux 6\.5, x86_64; named/, /assumed/],
    ['x86, the same with words of 32 bits', 'QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.12.0-1 04/01/2014', '289e2000', /i386/, /no line that counts says which/],
    ['parisc, by the model', '9000/785/C8000', '0000000041206000', /no tables for parisc/, /x86_64/],
    ['powerpc of 32 bits', 'PowerMac3,6 7455 0x80010303 PowerMac', 'af85a000', /no tables for powerpc/, /no line that counts says which/],
  ] as const).map(([name, hardware, address, said, never]): LogKind => ({ name, said: [said], never: [never], values: name.startsWith('x86') || name.includes('64') ? ['1 pte present 0x12345', '1 pmd table 0x12346'] : ['1 pte -', '1 pmd -'],
    log: ['BUG: Bad page map in process a  pte:12345067 pmd:12346067', `addr:${address} vm_flags:00100073 anon_vma:0 mapping:0 index:0`, 'CPU: 2 PID: 3 Comm: a Tainted: G        W         6.5.0+ #1', `Hardware name: ${hardware}`, 'Call Trace:'] })),
  // RFC 2045 6.7: any byte can be written so; K-9 Mail writes every dot.
  { name: 'quoted-printable mail whose dots are =2E', log: ['>[2437548=2E196018] mm/pgtable-generic=2Ec:50: bad pmd 00000000af22fc02(dffffffe71fbfe02)', '>[2437548=2E235022] CPU: 1 PID: 5 Comm: a Not tainted 6=2E1=2E55 #1'],
    values: ['1 pmd migration 0xc70200'], said: [/Linux 6\.1\.55, x86_64.*named/], never: [/before 2\.6/] },
  { name: 'the same behind a value', log: ['>[106477=2E171325] mm/pgtable-generic=2Ec:39: bad pud 0000000201325801=2E', '>epc : ffffffff80003354 ra : ffffffff8000334c sp : ffffffc600113b60'],
    values: ['1 pud table 0x804c96'], said: [/riscv64/] },
  // v6.9 arch/arm64/include/asm/pgtable.h __SWP_OFFSET_SHIFT 8, v6.10 12; crash 9.0 arm64.c arm64_translate_pte
  { name: 'crash, a swap entry whose offset is shown: the kernel is one that reads it so', log: ['PAGE DIRECTORY: ffffff8160232000', '   PGD: ffffff8160232000 => 8000001a0233003', '   PMD: ffffff81602334b0 => 8000001a0234003', '   PTE: ffffff8160234000 => 112a1700', '', '  PTE                     SWAP                  OFFSET', '112a1700  /first_stage_ramdisk/dev/block/zram0  1124887'],
    values: ['2 pgd table 0x1a0233', '3 pmd table 0x1a0234', '4 pte swap', '7 pte swap'], said: [/Linux 6\.9, arm64/, /offset 0x112a17$/], never: [/device-private/, /Linux 7/] },
  { name: 'crash, a walk to a swap entry of which no tables read the offset that is shown', log: ['   PML: ca5bc000 => 11ac6f067', '   PUD: 11ac6f000 => 11ac70067', '   PMD: 11ac70018 => 11ac71067', '   PTE: 11ac71080 => 13f600', '', '      PTE      SWAP     OFFSET', '    13f600  /dev/hda2   5104', 'crash> vtop 7f0000', '   PML: ca5bc000 => 11ac6f067', '   PUD: 11ac6f000 => 11ac70067', '   PMD: 11ac70018 => 11ac71067', '   PTE: 11ac71088 => 7ffffffffffe200', '', '     PTE         SWAP     OFFSET', '7ffffffffffe200  /dev/hda2   14'],
    values: ['1 pgd table 0x11ac6f', '2 pud table 0x11ac70', '3 pmd table 0x11ac71', '4 pte -', '7 pte -', '9 pgd table 0x11ac6f', '10 pud table 0x11ac70', '11 pmd table 0x11ac71', '12 pte swap', '15 pte swap'], said: [/0x000000000013f600 +not decoded +a swap entry that these tables read otherwise/, /offset 0xe$/], never: [/offset 0x3fff/] },
  // crash 8.0 arm.c arm_vtop: the levels of an arm machine; s390x.c has other names (RFTE, RSTE, RTTE, STE) for all but the last.
  { name: 'crash, the steps of a walk with names that s390x does not have', log: ['  PGD: e4bd0000 => 9f2dd811', '  PMD: e4bd0000 => 9f2dd811', '  PTE: 9f2dd23c => 9a4c14f'],
    values: ['1 pgd -', '2 pmd -', '3 pte -'], said: [/architecture unknown/], never: [/s390x/] },
  // v4.4 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT 9; v4.4.148 (L1TF) __swp_entry: offset inverted, from bit 9 up.
  ...(['88400', '7fffffffff77a00'] as const).map((pte): LogKind => ({ name: `crash, the offset shows whether a build has the swap entries of L1TF: ${pte}`, log: ['     RELEASE: 4.4.0-142-generic', '      PTE         SWAP     OFFSET', `${pte}  /dev/sda2  1090`],
    values: ['3 pte swap'], said: [/Linux 4\.4\b.*x86_64/, /type 0 swap_info\[0\], offset 0x442$/, ...(pte.startsWith('7') ? [/the offset that the debugger shows tells the layout of its swap entries/] : [])], never: [/is unknown/] })),
  { name: 'crash, a swap entry of which no kernel reads the offset that is shown', log: ['crash> pte 13f600', '     PTE      SWAP     OFFSET', '    13f600  /dev/hda2   5104'], values: ['3 pte -'] },
  // v4.18 arch/x86/mm/cpu_entry_area.c percpu_setup_debug_store: cea_set_pte(cea, 0, PAGE_NONE); RHEL 8 has the frames of L1TF in its 4.18.
  { name: 'x86, frame 0 without access, inverted by a build of 4.18', log: ['BUG: unable to handle kernel paging request at fffffe0000073038', 'PGD 7ffa7067 P4D 7ffa7067 PUD 7ffa6067 PMD 7ffa5067 PTE ffffffffff120', 'Oops: 0000 [#1] SMP PTI', 'CPU: 1 PID: 1 Comm: systemd Not tainted 4.18.0+ #380'],
    values: ['2 pgd table 0x7ffa7', '2 p4d table 0x7ffa7', '2 pud table 0x7ffa6', '2 pmd table 0x7ffa5', '2 pte protnone 0xffffffffff'], said: [/pte, which is PAGE_NONE of frame 0: no page .*cpu_entry_area/], never: [/unmapped page of the kernel/] },
  // RFC 2045 6.7: a line is broken anywhere.
  ...(['N=|ot tainted 5.3.11', 'No=|t tainted 5.3.11', 'Not t=|ainted 5.3.11', 'T=|ainted: G        W  5.3.11', 'Tain=|ted: G        W  5.3.11', 'Not tainted 5.3.11-2-clear=| #1', 'Not tainted=| 5.3.11'] as const).map((break_): LogKind => ({ name: `quoted-printable mail that breaks ${break_}`,
    log: ['PGD 80000003921e4067 P4D 80000003921e4067 PUD 392157067 PMD 392168067 PTE 0', ...`CPU: 2 PID: 1623 Comm: lxqt-powermanag ${break_}${break_.includes('#') ? '' : '-2-clear #1'}`.split('|')],
    values: ['1 pgd table 0x3921e4', '1 p4d table 0x3921e4', '1 pud table 0x392157', '1 pmd table 0x392168', '1 pte none'], said: [/Linux 5\.3(?:\.11)?[, ].*\(5\.3\.11-2-clear\)/] })),
  { name: 'quoted-printable mail that writes its line feeds, and breaks a number', log: ['[  785.872714][ T8727] get_swap_device: Bad swap file entry 58025a5a5a5a5a5=', 'a=0A=', '[  785.879523][ T8727] get_swap_device: Bad swap file entry 58025a5a5a5a5a5=', 'b=0A='],
    values: ['1 swap_entry swap', '3 swap_entry swap'], said: [/0x58025a5a5a5a5a5a/, /0x58025a5a5a5a5a5b/] },
  // v6.19 mm/memory.c print_bad_page_map: the entry, and the way down to it on the next line.
  { name: 'sparc64, whose tables tell that a bad entry is none of x86', log: ['[    3.310674] BUG: Bad page map in process mount  pte:ffffc800016436b0', '[    3.310778] pgd:027dc000 p4d:027dc000 pud:027d8000 pmd:0269a000', '[    3.311686] addr:000001000020a000 vm_flags:00100077 anon_vma:fffff80002688548 mapping:0000000000000000 index:8000105', '[    3.313622] CPU: 0 UID: 0 PID: 46 Comm: mount Not tainted 6.19.0-rc5-00269-g28acabacf9b0 #22 VOLUNTARY '],
    values: ['1 pte -', '2 pgd -', '2 p4d -', '2 pud -', '2 pmd -'], never: [/pointer(?! to a table)/, /marker/] },
  { name: 'riscv64, whose tables tell the architecture of a bad entry', log: ['BUG: Bad page map in process modprobe  pte:20682653', 'pgd:20f23c01 p4d:20f23c01 pud:20f23c01 pmd:20f23401', 'addr:00007fff84619000 vm_flags:04044411 anon_vma:0000000000000000 mapping:0000000000000000 index:0', 'CPU: 1 UID: 0 PID: 58 Comm: modprobe Not tainted 6.19.0 #1'],
    values: ['1 pte present 0x81a09', '2 pgd table 0x83c8f', '2 p4d table 0x83c8f', '2 pud table 0x83c8f', '2 pmd table 0x83c8d'], said: [/Linux 6\.19, riscv64, 3-level paging/] },
  { name: 'sparc64 in quoted-printable mail, the release and the place of pmd torn', log: ['[50686.808389] BUG: Bad page map in process sshd-session  pte:00000002 pmd:=', '01448000', '[50686.905701] addr:00000100000a0000 vm_flags:00000075 anon_vma:00000000000=', '00000 mapping:fff000003c8ca4f8 index:50', '[50687.170246] CPU: 0 PID: 37883 Comm: sshd-session Not tainted 6.3.0-2-spa=', 'rc64 #1  Debian 6.3.11-1', '[50687.285751] Call Trace:'],
    values: ['1 pte -', '2 pmd -'], said: [/no tables for sparc64 \(kernel 6\.3\.0-2-sparc64\)/] },
  // Releases of Debian's packages for machines without tables.
  ...([['6.1.0-18-octeon', 'MIPS'], ['5.10.0-20-parisc64', 'parisc'], ['6.1.0-7-powerpc-smp', 'powerpc'], ['5.10.0-8-alpha-generic', 'alpha'], ['5.10.0-5-itanium', 'ia64'], ['5.16.0-3-sh7785lcr', 'SuperH']] as const).map(([release, text]): LogKind => ({ name: `a release that names ${text}`,
    log: ['get_swap_device: Bad swap file entry 1400000000001234', `CPU: 0 PID: 1 Comm: a Not tainted ${release} #1 Debian`], values: ['1 swap_entry -'], said: [new RegExp(`no tables for ${text}\\b`)] })),
  // v3.18 arch/x86/include/asm/pgtable_types.h _PAGE_FILE; debug_pagealloc takes the present bit of a page of the kernel away.
  { name: 'i386 3.18, an entry whose address is not in the text', log: ['[    0.482801] *pdpt = 0000000001866001 *pde = 0000000012584067 *pte = 80000000126bd060 ', '', '[    0.483333] Oops: 0000 [#1] SMP DEBUG_PAGEALLOC', '[    0.483333] CPU: 0 PID: 1 Comm: swapper/0 Not tainted 3.18.0-rc6-00201-g1e491e9 #11'],
    values: ['1 pgd table 0x1866', '1 pmd table 0x12584', '1 pte -'], said: [/mapped non-linearly .* \(unless the address is one of the kernel\)$/] },
  // v5.3 arch/x86/include/asm/pgtable_types.h _PAGE_GLOBAL and _PAGE_PROTNONE are one bit; a page of the kernel that KFENCE or kmemcheck took away has it still.
  ...([['', /PROT_NONE.*\(unless the address, which the text does not tell, is one of the kernel\)$/, /unmapped/], ['0000ffffa1234567', /PROT_NONE.*\(unless the address is one of the kernel: the text does not tell whose it is\)$/, /unmapped/], ['00007fffa1234567', /PROT_NONE.*not present for the CPU$/, /unless/], ['ffff8880a1234567', /an unmapped page of the kernel/, /PROT_NONE/]] as const).map(([address, said, never]): LogKind => ({ name: `x86_64, an entry without access at the address "${address}"`, said: [said], never: [never],
    log: [...(address === '' ? [] : [`BUG: unable to handle page fault for address: ${address}`]), 'PGD 3921e4067 P4D 3921e4067 PUD 392157067 PMD 392168067 PTE 800ffffc12345160', 'CPU: 2 PID: 1623 Comm: lxqt Not tainted 5.3.11'],
    values: ['pgd table 0x3921e4', 'p4d table 0x3921e4', 'pud table 0x392157', 'pmd table 0x392168', address.startsWith('f') ? 'pte unmapped 0x3edcba' : 'pte protnone 0x3edcba'].map((value) => `${address === '' ? 1 : 2} ${value}`) })),
  // v2.6.10 mm/page_alloc.c bad_page, v2.6.28; "BUG: Bad page state in process NAME  pfn:" since 2.6.29.
  ...([["Bad page state at prep_new_page (in process 'httpd', page c1b29de0)", []], ["Bad page state in process 'tripwire'", []], ['BUG: Bad page state in process httpd  pfn:00001', [/Linux 4\.10,/]]] as const).map(([line, said]): LogKind => ({ name: `a swap message near ${line}`,
    log: ['Jan 23 20:01:14 kryton kernel: swap_free: Bad swap offset entry 00100000', `Jan 23 20:29:15 kryton kernel: ${line}`], values: [`1 swap_entry ${said.length === 0 ? '-' : 'swap'}`], said, never: said.length === 0 ? [/Linux 7/, /x86_64/] : [] })),
  // v2.6.11 include/asm-x86_64/pgtable.h pmd_ERROR: the pointer, and the entry in brackets. Where a stack begins it has such addresses.
  { name: 'x86_64, bad entries wrapped behind the pointer to them', log: ['Sep 15 06:58:44 lakeport kernel: mm/memory.c:97: bad pmd ffff81013c680bc8', '(00002aaaaaaaba98).', 'Sep 15 06:58:44 lakeport kernel: mm/memory.c:97: bad pmd ffff81013c680bd8', '(00007ffffffff73b).', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-5-amd64 #1'],
    values: ['2 pmd present 0xfd55555400', '4 pmd table 0x7ffffffff'], said: [/pmd .*0x00002aaaaaaaba98/, /pmd .*0x00007ffffffff73b/, /looks like an address of user space/], never: [/ffff81013c680/] },
  // v4.19 arch/x86/include/asm/pgtable-3level.h pmd_ERROR, pgd_ERROR; pgtable-2level.h pgd_ERROR, and asm-generic/pgtable-nopmd.h pmd_ERROR: no pmd is printed.
  { name: 'i386 PAE, bad entries torn behind the pointer to them', log: ['kernel: mm/memory.c:97: bad pmd f13c6808', '(0000000028d2d027)', 'kernel: mm/memory.c:97: bad pgd f13c6810', '(0000000028d2d027)', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-5-686-pae #1'],
    values: ['2 pmd table 0x28d2d', '4 pgd table 0x28d2d'], said: [/clear: _PAGE_DIRTY/, /bits that no table entry has are set: 0x26/], never: [/f13c68/, /swap/] },
  { name: 'i386 PAE, the top entries have no more than a present bit', log: ['kernel: mm/memory.c:97: bad pgd f13c6810(0000000028d2d027)', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-5-686-pae #1'],
    values: ['1 pgd table 0x28d2d'], said: [/bits that no table entry has are set: 0x26/], never: [/every table entry has/] },
  { name: 'i386 PAE, a pointer whose entry is not there', log: ['mm/memory.c:97: bad pmd f13c6808', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-5-686-pae #1'], values: [], never: [/./] },
  { name: 'i386 with two levels, a bad entry without a pointer', log: ['mm/memory.c:97: bad pgd 28d2d027', 'CPU: 0 PID: 1 Comm: a Not tainted 4.19.0-5-686 #1'], values: ['1 pgd table 0x28d2d'], said: [/2-level/] },
  // v6.13 arch/arm64/kernel/rsi.c arm64_rsi_init: prot_ns_shared is BIT(ipa_bits - 1); mm/pageattr.c __set_memory_enc_dec unmaps a page, and sets that bit. Tables are private.
  ...([['above the tables', '00e8000199600704', '7.0.0-rc4-dirty', /frame 0x199600 \(0x99600 in a Realm/, /never said/], ['no higher than the tables', '00e8000099600704', '7.0.0-rc4-dirty', /frame 0x99600$/, /Realm/], ['above the tables, before 6.13', '00e8000199600704', '6.12.1', /frame 0x199600$/, /Realm/]] as const).map(([where, pmd, release, said, never]): LogKind => ({ name: `arm64, an unmapped page whose frame is ${where}`, said: [said], never: [never],
    log: ['Unable to handle kernel paging request at virtual address ffff000019600000', 'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000081f3f000', `[ffff000019600000] pgd=0000000000000000, p4d=180000009ffff403, pud=180000009fffe403, pmd=${pmd}`, 'Internal error: Oops: 0000000096000046 [#1]  SMP', `CPU: 0 UID: 0 PID: 1 Comm: swapper/0 Not tainted ${release} #4 PREEMPT`, 'pstate: 21400005 (nzCv daif +PAN -UAO -TCO +DIT -SSBS BTYPE=--)'],
    values: ['3 pgd none', '3 p4d table 0x9ffff', '3 pud table 0x9fffe', `3 pmd unmapped 0x${pmd.slice(6, 13).replace(/^0*/, '')}`] })),
  // crash 9.0 arm64.c arm64_vtop_3level_64k: where each entry stands, which is within the table of the level above.
  { name: 'crash, arm64: an entry so far behind the beginning of its table is one of 64 KiB', log: ['PAGE DIRECTORY: ffff8281e7cc0000', '   PGD: ffff8281e7cc0000 => 482dd030003', '   PMD: ffff8482dd030000 => 482c8b10003', '   PTE: ffff8482c8b18b00 => e80402d5a30f53', '  PAGE: 402d5a30000', '', '     PTE         PHYSICAL    FLAGS', 'e80402d5a30f53  402d5a30000  (VALID|USER|SHARED|AF|NG|PXN|UXN|DIRTY)'],
    values: ['2 pgd table 0x482dd03', '3 pmd table 0x482c8b1', '4 pte present 0x402d5a3', '8 pte present 0x402d5a3'], never: [/4 KiB assumed/] },
  // crash 9.0 riscv64.c riscv64_vtop_3level_4k: a frame stands two bits lower in an entry than its address has it.
  { name: 'crash, riscv64: where entries stand is where the tables are', log: ['PAGE DIRECTORY: ffffffff81a0b000', '   PGD: ffffffff81a0bff0 => 20682c01', '   PMD: ffffffd881a0b068 => 20683001', '   PTE: ffffffd881a0c400 => 206828cf', '  PAGE: 81a0a000'],
    values: ['2 pgd table 0x81a0b', '3 pmd table 0x81a0c', '4 pte present 0x81a0a'], said: [/riscv64/] },
];

describe('what more public reports prove', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});

// v6.12 mm/swapfile.c get_swap_device prints type and offset alone, of a pte (which pte_none() is false for), of shmem or of the swap cache.
test('a record of type and offset that are an empty pte does not call bits set that are not shown', async () => {
  const stdin = 'get_swap_device: Bad swap file entry 3ffffffffffff\n';
  const records = jsonLines((await runCli(['log', '--json', '-k', '6.12'], { stdin })).stdout);
  const why =
    'pte_none() is false of a pte with them, which has a flag as well that the message does not show';
  expect(records).toMatchObject([
    { raw: '0x0000000000000000', state: 'swap', rules: { 1: { holds: true, why } } },
  ]);
});

// v6.12 mm/swapfile.c get_swap_device: the flags of the pte are in no swp_entry_t. A marker keeps its bits in the offset.
test.each([
  ['a slot', 'x86_64', '0000000000001234', null, null, null],
  ['a marker with its bit', 'x86_64', '7c00000000000001', true, null, null],
  ['a marker of another kind', 'arm64', '7c00000000000002', null, null, null],
  ['a kernel without such bits', 's390x', '0000000000001234', null, null, false],
] as const)(
  'a record of type and offset does not say that flags are clear: %s',
  async (_, arch, entry, uffd_wp, exclusive, holds) => {
    const stdin = `get_swap_device: Bad swap file entry ${entry}\n`;
    const records = jsonLines(
      (await runCli(['log', '--json', '-k', '6.12', '--arch', arch], { stdin })).stdout,
    );
    expect(records).toMatchObject([{ uffd_wp, soft_dirty: null, exclusive, rules: { 3: { holds } } }]);
  },
);

// Each of them took from half a second to more than five seconds a line.
test.each(['Tainted: ', 'Comm: x Not t', 'Comm: ', 'Hardware name: POWER ', 'Oops: 0000 [#1] '])(
  'lines full of "%s" are read in the time of a test',
  async (words) => {
    const line = words.repeat(60_000 / words.length);
    const stdin = `${`${line}\n`.repeat(16)}BUG: Bad page map in process a  pte:8000000edacc4025 pmd:147f96067\n`;
    expect(jsonLines((await runCli(['log', '--json'], { stdin })).stdout)).toHaveLength(2);
  },
);

// It looked for its beginning from each of them, which took two seconds a line.
test('lines of 800 KB full of words are read in the time of a test', async () => {
  const stdin = `${'\t"kernel": "5.4.1",'.repeat(40_000)}\n`.repeat(120);
  expect((await runCli(['log'], { stdin })).code).toBe(0);
});
