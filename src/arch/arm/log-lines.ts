import type { BitRow, BitTest } from '../../core/rows/layout.ts';
import { type Circumstances, END, hex, type LogLines, pattern } from '../../core/rows/log-lines.ts';
import { ownFile, spokenOf } from '../shared/own-lines.ts';

/** Entries above the pte that only one of the two layouts makes: a table of short descriptors, one of long ones. */
export const SHORT_TABLE = { set: 0x1n, clear: 0x2n };
export const LONG_TABLE = { set: 0x3n, clear: 0xffcn };

const fits = (value: bigint, { set, clear }: BitTest): boolean =>
  (value & set) === set && (value & clear) === 0n;

/** What Linux adds to the status of a fetch, which stands in another register: it never comes late. */
export const FETCH = 1n << 31n;
/** All that a fetch has for a status before ARMv6. v6.12 arch/arm/mm/pabort-legacy.S legacy_pabort */
const LEGACY_FETCH = FETCH | 0x5n;

/** What a fault status says; the bit of its format tells which layout is in use. */
function statusOf(code: string | undefined): Circumstances {
  const fsr = hex(code);
  const isNew = (fsr & FETCH) !== 0n && fsr !== LEGACY_FETCH;
  return { fsr, wordBits: 32, paging: (fsr & 0x200n) === 0n ? 2 : 3, ...(isNew ? SINCE_ARMV6 : {}) };
}

/** CR_XP: the CPU has the tables of ARMv6. v6.12 arch/arm/include/asm/cp15.h; set by proc-v6.S v6_crval and proc-v7-2level.S v7_crval, by none before */
const EXTENDED_TABLES = 1n << 23n;

/** What is PMD_SECT_XN in them. v6.12 arch/arm/mm/mmu.c build_mem_type_table: `cpu_arch < CPU_ARCH_ARMv6` */
// prettier-ignore
const BEFORE_ARMV6: readonly BitRow[] = [
  { hi: 4, lo: 4, name: 'PMD_BIT4', short: 'bit4', role: 'bit4', kind: 'flag', letter: 'Y', set: 'bit 4: one in tables of CPUs before ARMv6', forms: ['leaf'], levels: ['pgd', 'p4d', 'pud', 'pmd'], paging: [2], src: 'v6.12 arch/arm/include/asm/pgtable-2level-hwdef.h PMD_BIT4' },
];
/** The same where nothing tells which CPU it is. */
const OF_ANY_CPU: readonly BitRow[] = BEFORE_ARMV6.map((row) => ({
  ...row,
  name: `PMD_SECT_XN/${row.name}`,
  set: 'no-execute, or bit 4 as tables of CPUs before ARMv6 have it',
}));
/** The flags are those of the tables. */
const SINCE_ARMV6: Circumstances = { flags: [] };
/** PMD_SECT_nG, PMD_SECT_S, PMD_SECT_APX: no bits of a section before ARMv6 but for XScale, which has no bit 4. v6.12 the same */
const NEW_IN_ARMV6 = 0x3_8000n;

const small = (): Circumstances => ({ wordBits: 32 });

/** A top entry that the kernel calls bad: with short descriptors one with bit 1 (pmd_bad), with long ones one without (pud_bad). */
const BAD_TOP = /\*pgd ?=(?:3D)? ?[0-9a-f]{8,15}\(bad\)/;

/** A table for the hardware in front of that of Linux. v2.6.38 arch/arm/include/asm/pgtable.h PTE_HWTABLE_OFF; arch/arm/include/asm/pgalloc.h __pmd_populate */
const OLD_TABLE = { set: 0x1n, clear: 0x802n };

/** Which of the two layouts a walk is of: only short descriptors have a hardware pte beside, only long ones a pmd. */
function levelsOf({ 0: text, groups = {}, input }: RegExpExecArray): Circumstances {
  const { pgd = '', pmd, hardware } = groups;
  const value = BigInt(`0x0${pgd}`);
  const isBad = BAD_TOP.test(text);
  // No kernel with blanks in front of its values has long ones.
  const isShort =
    input.includes('*ppte=') ||
    / =(?:3D)? /.test(text) ||
    (pgd.length === 8 && (isBad ? (value & 0x2n) !== 0n : fits(value, SHORT_TABLE)));
  const isLong = pmd !== undefined || isBad || fits(value, LONG_TABLE);
  const isOld = isShort && pgd !== '' && fits(value, OLD_TABLE);
  return {
    wordBits: 32,
    ...(/^\*pgd =/.test(text) ? { before: '2.6' } : isOld ? { before: '2.6.38' } : {}),
    ...(isShort ? { paging: 2 } : isLong ? { paging: 3 } : {}),
    ...(isBad && (value & NEW_IN_ARMV6) !== 0n ? SINCE_ARMV6 : {}),
    ...(hardware === undefined ? {} : { hardwareEntry: hex(hardware) }),
  };
}

/** Between a lower level and its value; 2.4 has blanks there. v2.4.19 arch/arm/mm/fault-common.c show_pte */
const IS = '(?: =(?:3D)? |=(?:3D)?)';

export const logLines = (): LogLines => ({
  shapes: [
    // arm oops: v5.4 arch/arm/mm/fault.c show_pte (*ppte without ARM_LPAE, *pmd with it)
    {
      name: 'arm-walk',
      needs: ['pgd=', '*pgd = ', '*pgd =3D'],
      role: 'walk',
      announces: true,
      // v5.10 arch/sh/mm/fault.c show_pte, v4.17 arch/nds32/mm/fault.c show_pte, v5.8 arch/unicore32/mm/fault.c show_pte
      weakEmpty: {},
      flags: OF_ANY_CPU,
      says: levelsOf,
      line: pattern(
        // No more than 8 digits have zeros in front. Not in prose: sh prints 8 digits too (v5.10 arch/sh/mm/fault.c show_pte). Without the address before 2.6: v2.4.0 arch/arm/mm/fault-common.c show_pte, which goes on behind an entry; patches of i386 print it alone.
        String.raw`(?:(?:(?:\[|(?<=\s))(?<address>[0-9a-f]{8})\] |^(?:[>|\s]|&gt;)*)\*pgd=(?:3D)?|(?<![^\s>|])\*pgd =(?:3D)? (?=[0-9a-f]{8}(?:,|\(bad\))|0{8}\b))(?<pgd>[0-9a-f]{8}|[1-9a-f][0-9a-f]{8,14})(?:\(bad\))?${END}`,
        String.raw`(?:, \*pmd${IS}(?<pmd>[0-9a-f]{8,16})(?:\(bad\))?${END})?(?:, \*pte${IS}(?<pte>[0-9a-f]{8,16})${END}(?:, \*ppte${IS}(?<hardware>[0-9a-f]{8})${END})?)?`,
      ),
    },
    // More than v5.17 arch/arm/mm/fault.c show_pte has there with short descriptors, as public reports of such a board show it: pte is the page of the table then, and ppte a word of the stack.
    {
      name: 'arm-walk-wide',
      needs: 'pgd=',
      role: 'walk',
      undecoded:
        'pgd has more than the 32 bits of an entry above a pte of 32: the line has other words than those of entries',
      says: () => ({ wordBits: 32, paging: 2 }),
      line: pattern(
        String.raw`(?:\[(?<address>[0-9a-f]{8})\] |^(?:[>|\s]|&gt;)*)\*pgd=(?<pgd>[0-9a-f]{16}), \*pte=(?:3D)?(?<pte>[0-9a-f]{8})(?![0-9a-f])`,
      ),
    },
    // arm oops, wrapped: v5.4 arch/arm/mm/fault.c show_pte
    {
      name: 'arm-walk-part',
      needs: ['*pmd', '*pte'],
      role: 'walk',
      partOf: ['arm-walk'],
      says: levelsOf,
      line: pattern(
        String.raw`^(?:[>|\s+]|&gt;)*(?:[0-9a-f]{1,15}, )?(?=\*(?:pmd|pte)${IS}[0-9a-f]{8,16}(?:\(bad\))?${END})(?:\*pmd${IS}(?<pmd>[0-9a-f]{8,16})(?:\(bad\))?${END}(?:, |,?$)?)?`,
        String.raw`(?:\*pte${IS}(?<pte>[0-9a-f]{8,16})${END}(?:, \*ppte${IS}(?<hardware>[0-9a-f]{8})${END})?)?`,
      ),
    },
  ],
  // prettier-ignore
  circumstances: [
    // The ESR of 64-bit machines is longer, and never begins with 80.
    // A page can have taken the brackets and the # around the number.
    // v4.4 arch/arm/kernel/traps.c die: "Oops - BUG" where code of BUG() faults, with the status of the fault; of a BUG it is 0.
    { needs: 'Internal error: ', line: /Internal error: (?:Oops(?: - BUG(?=: [1-9a-f]))?)?: ([0-9a-f]{1,4}|8000[0-9a-f]{4}) (?:\[?#\d+\]|\d{1,4} (?:PREEMPT |SMP )*(?:ARM|THUMB2)\s*$)/, read: ([, code]) => ({ ...statusOf(code), mode: 'kernel', isBehindWalk: true }) },
    { needs: 'Internal error: ', line: /Internal error: .{0,200}\b(?:ARM|THUMB2?)\s*$/, read: small },
    // v5.10 arch/arm/Kconfig SMP, THUMB2_KERNEL: of CPUs since ARMv6K alone.
    { needs: 'Internal error: ', line: /Internal error: .{0,200}\b(?:SMP ARM|THUMB2)\s*$/, read: () => ({ ...small(), ...SINCE_ARMV6 }) },
    // v6.2 arch/arm/mm/fault.c die_kernel_fault: "when", which mail can have wrapped; machines of 64 bits print longer addresses.
    { needs: 'virtual a', line: /\bkernel [\w ]{1,60} at virtual address [0-9a-f]{8}\s*$/, read: () => ({ assumedBefore: '6.2' }), isShared: true },
    { needs: 'virtual a', line: /\bkernel [\w ]{1,60} at virtual address [0-9a-f]{8} when (read|write|execute)(?=\s|$)/, read: ([, kind]) => ({ ...small(), printedSince: '6.2', access: kind === 'write' ? 'write' : kind === 'read' ? 'read' : 'execute', mode: 'kernel' }) },
    { needs: 'when ', line: /^(?:[>|\s]|&gt;)*(?:[0-9a-f]{8} )?when (?:read|write|execute)\s*$/, read: () => ({ printedSince: '6.2' }), isShared: true },
    { needs: 'nhandled ', line: /Unhandled fault: [\w ()-]{1,60} \(0x([0-9a-f]{3,8})\) at 0x([0-9a-f]{8})(?=\s|$)/, read: ([, code, address]) => ({ ...statusOf(code), address: hex(address) }) },
    // v6.12 arch/arm/mm/fault.c do_PrefetchAbort prints the status without FSR_LNX_PF.
    { needs: 'nhandled ', line: /Unhandled prefetch abort: [\w ()-]{1,60} \(0x([0-9a-f]{3,8})\) at 0x([0-9a-f]{8})(?=\s|$)/, read: ([, code, address]) => {
      const said = statusOf(code);
      return { ...said, fsr: (said.fsr ?? 0n) | FETCH, address: hex(address) };
    } },
    { needs: 'nhandled ', line: /: unhandled page fault \(\d+\) at 0x([0-9a-f]{8}), code 0x([0-9a-f]{3,8})(?=\s|$)/, read: ([, address, code]) => ({ ...statusOf(code), address: hex(address), mode: 'user' }) },
    { needs: '*ppte=', line: /\*ppte=(?:3D)?[0-9a-f]{8}/, read: small },
    // Wrapped behind the pte.
    { needs: '*ppte=', line: /^[>|\s]*\*ppte=(?:3D)?([0-9a-f]{8})\s*$/, read: ([, entry]) => ({ wordBits: 32, hardwareEntry: hex(entry) }) },
    { ...ownFile('arm'), read: small },
    spokenOf('arm', 'arm'),
    { needs: 'cut here', line: /8<--- cut here ---/, read: small },
    { needs: '[<', line: /\[<[0-9a-f]{8}>\] \(\S+\) from \[<[0-9a-f]{8}>\]/, read: small },
    { needs: 'Flags: ', line: /Flags: [nN][zZ][cC][vV] +IRQs o/, read: small },
    // Its own page table stands 16 KiB behind the start of the memory, with long descriptors 12 KiB (v4.4 arch/arm/kernel/head.S PG_DIR_SIZE); printed addresses are hashed since 4.15.
    { needs: 'pgd = ', line: /\bpgd = ([4-9a-f][0-9a-f]{3}[0348c]000)(?=[\s,]|$)/, read: ([, table]) => ({ kernelData: hex(table), assumedBefore: '4.15' }), isShared: true },
    // v5.15 arch/arm/mm/fault.c show_pte (without it by commit 93d204384401), v4.13 arch/arm64/mm/fault.c.
    { needs: 'pgd =', line: /(?:^|[\s\]>])pgd =(?:3D)? (?:[0-9a-f]{8}|[0-9a-f]{16}|\(_*ptrval_*\))(?=,? \[|\s*$|\s*(?:<\d>)?\[ *\d+\.\d+\])/, read: () => ({ before: '5.16' }), isShared: true },
    // v3.9 arch/arm/kernel/process.c __show_regs, arch/arm64/kernel/process.c; since 3.10 show_regs_print_info() has the process behind the CPU.
    { needs: 'ainted', line: /\bCPU: \d{1,4} +(?:Not tainted|Tainted: [A-Z ]{1,60}?) +\(/, read: () => ({ before: '3.10' }), isShared: true },
    // v2.6.32 arch/arm/kernel/process.c __show_regs: "psr:" there.
    { needs: 'pc : ', line: /\bpc : \[<[0-9a-f]{8}>\] +lr : \[<[0-9a-f]{8}>\] +(?:Not tainted|Tainted:)/, read: () => ({ wordBits: 32, before: '2.6.32' }) },
    { needs: 'psr: ', line: /\bpc : \[<([0-9a-f]{8})>\] .{0,60}psr: [0-9a-f]{6}[0-9a-f][1-9a-f](?=\s|$)/, read: ([, code]) => ({ wordBits: 32, kernelCode: hex(code) }) },
    { needs: 'psr: ', line: /\bpsr: ?[0-9a-f]{8}(?=\s|$)/, read: small },
    { needs: 'r10: ', line: /\br10: [0-9a-f]{8} +r9 : [0-9a-f]{8}/, read: small },
    { needs: 'DAC: ', line: /\bControl: ([0-9a-f]{8}) +Table: [0-9a-f]{8} +DAC: [0-9a-f]{8}/, read: ([, control]) => ({ ...small(), ...((hex(control) & EXTENDED_TABLES) === 0n ? { flags: BEFORE_ARMV6 } : SINCE_ARMV6) }) },
    { needs: 'unwind_backtrace', line: /unwind_backtrace from |\(unwind_backtrace\)/, read: small },
    // v3.12 arch/arm/kernel/setup.c setup_processor
    { needs: 'ocessor [', line: /\bCPU: .{1,40} Processor \[[0-9a-f]{8}\] revision \d+ \(ARMv\d\w*\), cr=[0-9a-f]{8}/, read: small },
    // In prose, in names of files and in commands.
    { needs: ['ARMv', 'stem-arm', 'multi_v'], line: /\bARMv[4-7](?![\d.])|(?<!\b(?:Comm: |process |task ))\bqemu-system-arm\b|\bmulti_v[57]_defconfig\b/, read: () => ({ spokenArch: 'arm' }), isShared: true },
    // 64-bit machines wrote so up to 4.13.
    { needs: ' is at ', line: /\b(?:PC|LR) is at \S/, read: () => ({ among: ['arm', 'arm64'] }), isShared: true },
  ],
});
