import { BLANK, hex, LOWER, type LogLines, optional, pattern, START } from '../../core/rows/log-lines.ts';
import { oopsTwice, spokenOfX86 } from '../shared/own-lines.ts';
import { NO_STOP, pml4Shapes } from './pml4-walk.ts';
import { xenShapes } from './xen.ts';

/** What gdb, crash and lists of symbols show of this machine alone. */
// prettier-ignore
const debuggerLines = (): LogLines['circumstances'] => [
  // v6.12 arch/x86/kernel/head_64.S, v4.12 init_level4_pgt: tables of the kernel, as the last word of what a debugger or a list of symbols has.
  { needs: '_pgt', line: /(?:^|[\s&*<(`])(?:(?:early|init)_(?:top|level4)|level[2-4]_(?:kernel|fixmap|ident))_pgt(?:\[\d{1,3}\])?[>)`]?\s*$/, read: () => ({ wordBits: 64 }) },
  // v6.12 arch/x86/include/asm/pgtable_64.h: here that is another name of init_top_pgt, which no table of symbols has.
  { needs: '<swapper_pg_dir', line: /0x[0-9a-f]{8,16} <swapper_pg_dir(?:\+\d{1,5})?>:/, read: () => ({ among: ['arm64', 'riscv64', 's390x', 'powerpc64', 'loongarch64', 'i386', 'arm'] }), isShared: true },
  // crash 8.0 x86_64.c x86_64_uvtop_level4: no other machine calls its top table so.
  { needs: 'PML', line: /^[>|\s]*PML4?: {1,3}[0-9a-f]{1,16} =>/, read: () => ({}) },
  // crash 8.0 x86_64.c x86_64_kpgd_offset; crash 5.1 x86_64_kvtop: the table of the kernel, in front of its entry.
  { needs: ' DIRECTO', line: /^[>|\s]*(?:PGD|PML4) DIRECTORY: [0-9a-f]{16}\s*$/, read: () => ({}) },
  // crash 8.0 x86_64.c x86_64_translate_pte, x86.c x86_translate_pte: these names in this order, and NX.
  { needs: '|', line: /^[>|\s]*[0-9a-f]{8,16} +[0-9a-f]{1,16} +\((?:PRESENT\|RW\b|[A-Z|]*\bNX\))/, read: () => ({ among: ['x86_64', 'i386'] }), isShared: true },
];

/** The beginning of a line, quoted or not, as it is or as HTML has it. */
const ROW = String.raw`^(?:[>|\s]|&gt;)*`;

/** The bit that the test of change_page_attr() sets and clears. */
// prettier-ignore
const CPA_FLAGS = [
  { hi: 9, lo: 9, name: '_PAGE_CPA_TEST', short: 'cpa_test', role: 'cpa_test', kind: 'flag', levels: ['pte'], forms: ['leaf', 'unmapped'], set: 'what the test sets and clears again', src: 'v4.14 arch/x86/include/asm/pgtable_types.h _PAGE_BIT_CPA_TEST' },
] as const;

/**
 * Whether a top entry is that of a process and has NX, which such ones have with page-table isolation alone. Of releases without P4D stable ones of
 * 4.4 and 4.9 have it, and what distributions keep: those behind these were over before it. v4.4.110 and v4.9.75
 * arch/x86/mm/kaiser.c kaiser_set_shadow_pgd
 */
const isIsolated = (pgd = 0n): boolean => (pgd & 0x8000_0000_0000_0005n) === 0x8000_0000_0000_0005n;

/** Lines that kernels of x86_64 print, and those of Xen. */
export const logLines = (): LogLines => ({
  shapes: [
    // x86 oops, "Corrupted page table": v6.12 arch/x86/mm/fault.c dump_pagetable (4.10 and before: without P4D)
    {
      name: 'x86-walk',
      needs: 'PGD ',
      role: 'walk',
      announces: true,
      line: pattern(
        START,
        // In front of PMD it is what old kernels have below PML4. JSON has more blanks where a row ends.
        `(?<!PML4 [0-9a-f]{1,16} )PGD +(?<pgd>[0-9a-f]{1,16})${NO_STOP}${BLANK}(?! +PMD )`,
        optional(LOWER, (level) => ` +${level.toUpperCase()} +(?<${level}>[0-9a-f]{1,16})${BLANK}`),
        `(?<bad> BAD${BLANK})?`,
      ),
      says: ({ groups }) =>
        groups?.['p4d'] !== undefined
          ? { since: '4.11' }
          : groups?.['pud'] !== undefined
            ? // From 4.9 (4bcc595ccd80, printk: reinstate KERN_CONT) to 4.13 each level begins a record of its own.
              { until: '4.12', assumedBefore: isIsolated(hex(groups['pgd'])) ? '4.5' : '4.9' }
            : {},
      walkSays(at, areApart) {
        const isOfFour = at('pud') !== undefined && at('p4d') === undefined;
        return {
          ...(isOfFour ? { until: '4.12' } : {}),
          // Two lines can be one that was torn.
          ...(areApart && at('pmd') !== undefined
            ? { assumedBefore: isOfFour && isIsolated(at('pgd')) ? '4.10' : '4.14' }
            : {}),
        };
      },
    },
    ...pml4Shapes(),
    // x86 oops, continued on another line: v4.9 arch/x86/mm/fault.c dump_pagetable: printk() without KERN_CONT, a line for each level up to 4.13
    {
      name: 'x86-walk-part',
      needs: ['P4D ', 'PUD ', 'PMD ', 'PTE '],
      role: 'walk',
      partOf: ['x86-walk'],
      line: pattern(
        String.raw`${START}(?=(?:P4D|PUD|PMD|PTE) +[0-9a-f]{1,16}${NO_STOP}${BLANK})`,
        optional(LOWER, (level) => `(?: *${level.toUpperCase()} +(?<${level}>[0-9a-f]{1,16})${BLANK})`),
        `(?<bad> BAD${BLANK})?`,
      ),
    },
    // x86 oops, a table that could not be read: v6.12 arch/x86/mm/fault.c dump_pagetable: pr_info("BAD\\n")
    {
      name: 'x86-walk-bad',
      needs: 'BAD',
      role: 'walk',
      partOf: ['x86-walk'],
      line: pattern(String.raw`(?:^|[\s\]>;])(?<bad>BAD)\s*$`),
    },
    // `makedumpfile --vtop`: makedumpfile 1.7 arch/x86_64.c __vtop4_x86_64, arch/x86.c vtop_x86_PAE, in columns of 16. ia64 has no flags
    // in its tables; arm prints words of 8 digits alone (arch/arm.c vtop_arm).
    {
      name: 'makedumpfile-walk',
      needs: 'PGD : ',
      role: 'memory',
      archs: ['x86_64', 'i386'],
      announces: true,
      line: pattern(
        String.raw`${ROW}PGD : (?![0-9a-f]{8} =(?:3D)?(?:>|&gt;) [0-9a-f]{8}\s*$) {0,15}(?<place>[0-9a-f]{1,16}) =(?:3D)?(?:>|&gt;) {1,16}(?<pgd>[0-9a-f]{0,15}[13579bdf])(?=\s*$|  +PUD : )`,
      ),
      // Two columns are of who copied it. i386 prints no pud.
      walkSays: (at) =>
        (at('p4d') ?? at('pud')) !== undefined
          ? { arch: 'x86_64', wordBits: 64 }
          : at('pmd') === undefined
            ? {}
            : { arch: 'i386', wordBits: 32, paging: 3 },
    },
    // the next levels: makedumpfile 1.7 arch/x86_64.c __vtop4_x86_64
    {
      name: 'makedumpfile-walk-part',
      needs: ['P4D : ', 'PUD : ', 'PMD : ', 'PTE : '],
      role: 'memory',
      archs: ['x86_64', 'i386'],
      partOf: ['makedumpfile-walk'],
      line: pattern(
        String.raw`(?:${ROW}|(?<= => {1,16}[0-9a-f]{1,16}  +))(?<level>P4D|PUD|PMD|PTE) : {1,16}(?<place>[0-9a-f]{1,16}) =(?:3D)?(?:>|&gt;) {1,16}(?<value>[0-9a-f]{1,16})(?=\s*$|  +PMD : )`,
      ),
    },
    // the test of change_page_attr() (CONFIG_CPA_DEBUG): v4.14 arch/x86/mm/pageattr-test.c pageattr_test
    {
      name: 'x86-cpa-test',
      needs: 'CPA ',
      role: 'walk',
      // One of a large page has another level, which the line does not say.
      line: pattern(
        String.raw`\bCPA (?<address>ffff[0-9a-f]{12}): bad pte (?:after revert )?(?<pte>[0-9a-f]{1,14}[0-7][0-9a-f])${BLANK}`,
      ),
      flags: CPA_FLAGS,
    },
    ...xenShapes(),
  ],
  circumstances: [
    ...debuggerLines(),
    // v3.12 arch/x86/mm/pat.c pat_init, v4.14 __init_cache_modes; v3.12 arch/x86/kernel/setup.c; v5.8 idtentry.h
    {
      needs: ['x86 PAT', 'x86/PAT', 'asm_'],
      line: /\bx86 PAT enabled: cpu |\bx86\/PAT: |\basm_(?:exc|sysvec)_\w+\+0x[0-9a-f]/,
      read: () => ({ among: ['x86_64', 'i386'] }),
      isShared: true,
    },
    spokenOfX86,
    // v2.6.13 arch/i386/kernel/traps.c and arch/x86_64/kernel/traps.c invalid_op, general_protection.
    {
      needs: ['invalid operand', 'l protect'],
      line: /\b(?:invalid operand|general protection fault): [0-9a-f]{4}(?=\s|$)/,
      read: () => ({ among: ['x86_64', 'i386'] }),
      isShared: true,
    },
    // v4.1 arch/x86/kernel/entry_64.S system_call_fastpath, v4.15 arch/x86/entry/entry_64.S entry_SYSCALL_64_fastpath, which v4.2 (b2502b418e63) and v4.16 (21d375b6b34f) do not have.
    {
      needs: ['call_fastpath', 'SCALL_64'],
      line: /\b(?:(system_call_fastpath)|entry_SYSCALL_64(?:(_fastpath)|_after_hwframe)?)\+0x[0-9a-f]/,
      read: ([, old, fast]) => ({
        wordBits: 64,
        ...((old ?? fast) ? { before: old ? '4.2' : '4.16' } : {}),
      }),
    },
    // QEMU 9.0 hw/i386/pc_piix.c, pc_q35.c: machines of no other CPUs are called so.
    {
      needs: 'Hardware name: ',
      line: /Hardware name: QEMU Standard PC \(/,
      read: () => ({ among: ['x86_64', 'i386'] }),
      isShared: true,
    },
    // v5.1 show_fault_oops() and the lines that begin with #PF; the bounds are wide. 5.0 and 5.1 print one of those behind it (a2aa52ab16ef).
    {
      needs: 'BUG: unable to handle kernel ',
      line: /BUG: unable to handle kernel (?:paging request|NULL pointer dereference) at\b/,
      read: () => ({ until: '5.2', assumedBefore: '5.0' }),
      isShared: true,
    },
    // v2.6.24 arch/x86/mm/fault_64.c do_page_fault; v2.6.25 fault.c show_fault_oops: "BUG: unable to handle".
    {
      needs: 'nable to',
      line: /Unable to handle kernel (?:paging request|NULL pointer dereference) at [0-9a-f]{16} RIP:?/,
      read: () => ({ wordBits: 64, before: '2.6.25' }),
    },
    // v4.14 show_fault_oops(), with or without the address; 4.19 has no such line (a wide bound).
    {
      needs: 'IP: ',
      line: /\bIP: (?:\[<[0-9a-f]{16}>\] )?(?:0x[0-9a-f]{3,16}|[\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+)(?=\s|$)/,
      read: () => ({ before: '4.19' }),
      isShared: true,
    },
    // v4.14 arch/x86/mm/fault.c show_fault_oops: %p; 4.15 has %px (328b4ed93b69), which prints zeros.
    {
      needs: 'NULL poi',
      line: /BUG: unable to handle kernel NULL pointer dereference at {2,12}\(null\)/,
      read: () => ({ before: '4.15' }),
      isShared: true,
    },
    // v6.12 arch/x86/include/asm/pgtable_64_types.h __VMEMMAP_BASE_L4; other machines have their pages elsewhere.
    {
      needs: 'page:',
      line: /(?<![\w-])page: ?ffffea([0-9a-f]{10})(?=\s|$)/,
      read: ([, place]) => ({ pagePlace: hex(place) }),
    },
    // v6.9 arch/x86/kernel/dumpstack.c __die_header(): 6.10 puts "Oops: " in front of what was an "Oops" already, and of all else; who copies it can have left one out.
    {
      needs: ['Oops: ', 'Bad pagetable'],
      line: /(?<!Oops: )\b(?:Oops|Bad pagetable): [0-9a-f]{4} \[#\d+\]/,
      read: () => ({ assumedBefore: '6.10' }),
      isShared: true,
    },
    oopsTwice,
    // v3.9 arch/x86/kernel/dumpstack_64.c show_regs; since 3.10 (a43cb95d547a) "CPU: 1 PID: 1 Comm:".
    {
      needs: 'CPU ',
      line: /(?:^[>|\s]*|\bkernel: |\] |<\d>)CPU \d{1,4}\s*$/,
      read: () => ({ assumedBefore: '3.10' }),
      isShared: true,
    },
    // v4.9 arch/x86/kernel/dumpstack.c printk_address(): with the address in brackets, also of no symbol.
    {
      needs: 'IP: [',
      line: /\bIP: \[<(?:[0-9a-f]{16}| *\(null\))>\](?=\s|$)/,
      read: () => ({ before: '4.10' }),
      isShared: true,
    },
    // v4.10 arch/x86/mm/fault.c show_fault_oops(): the symbol alone (bb5e5ce545f2).
    {
      needs: 'IP: ',
      line: /\bIP: [A-Za-z_][\w.]*\+0x[0-9a-f]+\/0x[0-9a-f]+(?=\s|$)/,
      read: () => ({ printedSince: '4.10' }),
      isShared: true,
    },
    {
      needs: ['PF: ', 'PF err'],
      line: /#PF: |^[>|\s]*PF: (?:supervisor|user|error_code)\b|#PF error: \[/,
      read: () => ({ since: '5.0' }),
      isShared: true,
    },
    // v5.16 arch/x86/kernel/dumpstack_64.c stack_type_name (44b979fa302c), also in stable releases of 5.15 (a wide bound).
    { needs: 'TASK>', line: /^.{0,80}<TASK>\s*$/, read: () => ({ printedSince: '5.15' }), isShared: true },
    // Also where mail begins a row behind "RIP:". include/xen/interface/xen-x86_64.h FLAT_RING3_CS64
    { needs: 'RIP: e0', line: /\bRIP: e0[23][0-9a-f]:/, read: () => ({ paravirtual: true }) },
    {
      needs: 'e030:',
      line: /^[>|\s]*e030:(?:[A-Za-z_][\w.]*\+0x[0-9a-f]|\[<[0-9a-f]{16}>\])/,
      read: () => ({ wordBits: 64, paravirtual: true }),
    },
    // v2.6.17 arch/x86_64/kernel/traps.c __show_regs, behind the walk; so are the registers of all later ones.
    { needs: 'RIP: ', line: /\bRIP: [0-9a-f]{4}:/, read: () => ({ wordBits: 64, isBehindWalk: true }) },
    // v5.10 arch/x86/kernel/dumpstack.c show_ip (%pS), show_opcodes, copy_code; __show_regs reads CR2 behind it.
    { needs: 'RIP: ', line: /\bRIP: [0-9a-f]{3}[048c]:0x/, read: () => ({ isCodeUnnamed: true }) },
    { needs: 'RAX: ', line: /\bRAX: \w{16} RBX:/, read: () => ({ wordBits: 64 }) },
    {
      needs: 'CR2: ',
      line: /\bCR2: ([0-9a-f]{16}) CR3:/,
      read: ([, address]) => ({ shownAddress: hex(address), isBehindWalk: true, wordBits: 64 }),
    },
    // v2.6.32 arch/x86/mm/fault.c no_context, v6.12 page_fault_oops: at the end, and as long with 32 bits.
    {
      needs: 'CR2: ',
      line: /\bCR2: ([0-9a-f]{16})\s*$/,
      read: ([, address]) => ({ shownAddress: hex(address), isBehindWalk: true }),
      isShared: true,
    },
    {
      needs: '[<ffffff',
      line: /(\bat(?: \(\d{1,20}\))?: ?)?\[<ffffffff[89a-c][0-9a-f]{7}>\]/,
      // v6.16 arch/riscv/kernel/stacktrace.c print_trace_address, lib/vsprintf.c: riscv writes them so still; v4.14 kernel/locking/lockdep.c print_lock: so does x86_64 behind "at:".
      read: ([, place]) => ({
        wordBits: 64,
        likely: 'x86_64',
        // No other machine has its code there: v4.9 arch/mips/include/asm/addrspace.h CKSEG0, v6.16 Documentation/arch/riscv/vm-layout.rst.
        among: ['x86_64', 'riscv64', 'mips'],
        ...(place === undefined ? { untilArch: 'x86_64', untilThere: '4.10' } : {}),
      }),
      isShared: true,
    },
    // v2.6.17 arch/x86_64/kernel/traps.c printk_address(); like i386 since 2.6.18 (a wide bound).
    {
      needs: '<ffffff',
      line: /(?<!\[)<ffffffff[89a-f][0-9a-f]{7}>\{[\w.:]{1,120}[+-]\d{1,8}\}/,
      read: () => ({ wordBits: 64, before: '2.6.19' }),
    },
    {
      needs: ' [#',
      line: /(?:Oops|Bad pagetable): [0-9a-f]{4} \[#\d+\].{0,200}(?<![O])PTI\b/,
      read: () => ({ isolated: true }),
      isShared: true,
    },
  ],
});
