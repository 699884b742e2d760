import type { BitRow, BitTest } from '../../core/rows/layout.ts';
import { type Circumstances, END, hex, type LogLines, pattern } from '../../core/rows/log-lines.ts';
import { HARDWARE_PTE } from './hardware-entry.ts';
import type { Machine } from '../../core/rows/machine.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import { ARM_SPLITS } from './splits.ts';

/** Entries above the pte that only one of the two layouts makes: a table of short descriptors, one of long ones. */
const SHORT_TABLE = { set: 0x1n, clear: 0x2n };
const LONG_TABLE = { set: 0x3n, clear: 0xffcn };

const fits = (value: bigint, { set, clear }: BitTest): boolean =>
  (value & set) === set && (value & clear) === 0n;

/** Fault status with short descriptors (bit 9 clear) in bits 3:0 and 10, with long ones (bit 9 set) in bits 5:0. */
const short = (status: bigint): BitTest => ({ set: status, clear: 0x60fn & ~status });
const long = (status: bigint): BitTest => ({ set: 0x200n | status, clear: 0x3fn & ~status });

/** What Linux adds to the status of a fetch, which stands in another register: it never comes late. */
const FETCH = 1n << 31n;

/** "imprecise external abort", "imprecise parity" and, of long descriptors, the asynchronous ones: of data alone. */
const LATE = [short(0x406n), short(0x408n), long(0x11n), long(0x19n)].map(({ set, clear }) => ({
  set,
  clear: clear | FETCH,
}));

const FSR: FaultCode = {
  from: 'fsr',
  name: 'FSR',
  // Vectors, terminal exceptions and debug events are none of an access.
  of: [
    ...[0x1n, 0x3n, 0x4n, 0x5n, 0x6n, 0x7n, 0x8n, 0x9n, 0xan, 0xbn, 0xcn, 0xdn, 0xen, 0xfn].map(short),
    ...[0x5n, 0x6n, 0x7n, 0x9n, 0xan, 0xbn, 0xdn, 0xen, 0xfn, 0x10n, 0x15n, 0x16n, 0x17n, 0x21n].map(long),
    ...LATE,
  ],
  kind: [
    { set: FETCH, clear: 0n, means: 'execute' },
    // Cache maintenance: 834020366da9 (v5.4) arch/arm/mm/fault.h FSR_CM. It wants no right, and the CPU calls it a write.
    { set: (1n << 13n) | (1n << 11n), clear: 0n, means: 'access' },
    { set: 1n << 11n, clear: 0n, means: 'write' },
    { set: 0n, clear: 0n, means: 'read' },
  ],
  user: [],
  cause: [
    ...LATE.map((test) => ({ ...test, means: 'late-abort' as const })),
    { set: 0x5n, clear: 0x608n, means: 'missing' },
    { set: 0x9n, clear: 0x604n, means: 'domain' },
    { set: 0xdn, clear: 0x600n, means: 'permission' },
    { set: 0x204n, clear: 0x38n, means: 'missing' },
    { set: 0x208n, clear: 0x34n, means: 'access-flag' },
    { set: 0x20cn, clear: 0x30n, means: 'permission' },
  ],
  names: [
    ...LATE.map((test) => ({ ...test, means: 'imprecise abort' })),
    { ...short(0x1n), means: 'alignment fault' },
    { ...short(0x3n), means: 'alignment fault' },
    ...[0x4n, 0x6n, 0x8n, 0xan].map((status) => ({ ...short(status), means: 'external abort' })),
    ...[0xcn, 0xen].map((status) => ({ ...short(status), means: 'external abort of a table walk' })),
    { ...long(0x10n), means: 'external abort' },
    ...[0x15n, 0x16n, 0x17n].map((status) => ({ ...long(status), means: 'external abort of a table walk' })),
    { ...long(0x21n), means: 'alignment fault' },
    { ...short(0x5n), means: 'section translation fault' },
    { ...short(0x7n), means: 'page translation fault' },
    { ...short(0x9n), means: 'section domain fault' },
    { ...short(0xbn), means: 'page domain fault' },
    { ...short(0xdn), means: 'section permission fault' },
    { ...short(0xfn), means: 'page permission fault' },
    { ...long(0x5n), means: 'level 1 translation fault' },
    { ...long(0x6n), means: 'level 2 translation fault' },
    { ...long(0x7n), means: 'level 3 translation fault' },
    { ...long(0x9n), means: 'level 1 access flag fault' },
    { ...long(0xan), means: 'level 2 access flag fault' },
    { ...long(0xbn), means: 'level 3 access flag fault' },
    { ...long(0xdn), means: 'level 1 permission fault' },
    { ...long(0xen), means: 'level 2 permission fault' },
    { ...long(0xfn), means: 'level 3 permission fault' },
  ],
  ends: [
    { ...short(0x7n), means: 0 },
    { ...short(0xbn), means: 0 },
    { ...short(0x5n), means: 1 },
    { ...long(0x7n), means: 0 },
    { ...long(0x6n), means: 1 },
    { ...long(0x5n), means: 2 },
  ],
  // v6.12 arch/arm/mm/fault.h FSR_LNX_PF, FSR_WRITE, fsr_fs; arch/arm/mm/fsr-2level.c, fsr-3level.c; Arm ARM DDI 0406 B4.1.52 DFSR (bit 9: which format), B4.1.96 IFSR (no asynchronous aborts)
};

/** What a fault status says; the bit of its format tells which layout is in use. */
function statusOf(code: string | undefined): Circumstances {
  const fsr = hex(code);
  return { fsr, wordBits: 32, paging: (fsr & 0x200n) === 0n ? 2 : 3 };
}

/** CR_XP: the CPU has the tables of ARMv6. v6.12 arch/arm/include/asm/cp15.h; set by proc-v6.S v6_crval and proc-v7-2level.S v7_crval, by none before */
const EXTENDED_TABLES = 1n << 23n;

/** What is PMD_SECT_XN in them. v6.12 arch/arm/mm/mmu.c build_mem_type_table: `cpu_arch < CPU_ARCH_ARMv6` */
// prettier-ignore
const BEFORE_ARMV6: readonly BitRow[] = [
  { hi: 4, lo: 4, name: 'PMD_BIT4', short: 'bit4', role: 'bit4', kind: 'flag', letter: 'Y', set: 'bit 4: one in tables of CPUs before ARMv6', forms: ['leaf'], levels: ['pgd', 'p4d', 'pud', 'pmd'], src: 'v6.12 arch/arm/include/asm/pgtable-2level-hwdef.h PMD_BIT4' },
];

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
    ...(hardware === undefined ? {} : { hardwareEntry: hex(hardware) }),
  };
}

/** Between a lower level and its value; 2.4 has blanks there. v2.4.19 arch/arm/mm/fault-common.c show_pte */
const IS = '(?: =(?:3D)? |=(?:3D)?)';

const logLines = (): LogLines => ({
  shapes: [
    // arm oops: v5.4 arch/arm/mm/fault.c show_pte (*ppte without ARM_LPAE, *pmd with it)
    {
      name: 'arm-walk',
      needs: ['pgd=', '*pgd = ', '*pgd =3D'],
      role: 'walk',
      announces: true,
      says: levelsOf,
      line: pattern(
        // Without the address before 2.6: v2.4.0 arch/arm/mm/fault-common.c show_pte
        String.raw`(?:(?:(?:\[|(?<=\s))(?<address>[0-9a-f]{8})\] |^(?:[>|\s]|&gt;)*)\*pgd=(?:3D)?|(?<![^\s>|])\*pgd =(?:3D)? (?=[0-9a-f]{8}\b))(?<pgd>[0-9a-f]{8,15})(?:\(bad\))?${END}`,
        String.raw`(?:, \*pmd${IS}(?<pmd>[0-9a-f]{8,16})(?:\(bad\))?${END})?(?:, \*pte${IS}(?<pte>[0-9a-f]{8,16})${END}(?:, \*ppte${IS}(?<hardware>[0-9a-f]{8})${END})?)?`,
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
    // v4.4 arch/arm/kernel/traps.c die: "Oops - BUG" where code of BUG() faults, with the status of the fault; of a BUG it is 0.
    { needs: 'Internal error: ', line: /Internal error: (?:Oops(?: - BUG(?=: [1-9a-f]))?)?: ([0-9a-f]{1,4}|8000[0-9a-f]{4}) \[?#\d+\]/, read: ([, code]) => ({ ...statusOf(code), mode: 'kernel', isBehindWalk: true }) },
    { needs: 'Internal error: ', line: /Internal error: .{0,200}\b(?:ARM|THUMB2?)\s*$/, read: small },
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
    // v6.12 lib/bug.c __report_bug: __FILE__ of the kernel that runs.
    { needs: 'BUG at arch/', line: /\bkernel BUG at arch\/arm\/\S+:\d+!/, read: small },
    { needs: 'cut here', line: /8<--- cut here ---/, read: small },
    { needs: '[<', line: /\[<[0-9a-f]{8}>\] \(\S+\) from \[<[0-9a-f]{8}>\]/, read: small },
    { needs: 'Flags: ', line: /Flags: [nN][zZ][cC][vV] +IRQs o/, read: small },
    // Its own page table stands 16 KiB behind the start of the memory; printed addresses are hashed since 4.15.
    { needs: 'pgd = ', line: /\bpgd = ([4-9a-f][0-9a-f]{3}[048c]000)(?=[\s,]|$)/, read: ([, table]) => ({ kernelData: hex(table), assumedBefore: '4.15' }), isShared: true },
    // v5.15 arch/arm/mm/fault.c show_pte (without it by commit 93d204384401), v4.13 arch/arm64/mm/fault.c.
    { needs: 'pgd =', line: /(?:^|[\s\]>])pgd =(?:3D)? (?:[0-9a-f]{8}|[0-9a-f]{16}|\(_*ptrval_*\))(?=,? \[|\s*$|\s*(?:<\d>)?\[ *\d+\.\d+\])/, read: () => ({ before: '5.16' }), isShared: true },
    // v3.9 arch/arm/kernel/process.c __show_regs, arch/arm64/kernel/process.c; since 3.10 show_regs_print_info() has the process behind the CPU.
    { needs: 'ainted', line: /\bCPU: \d{1,4} +(?:Not tainted|Tainted: [A-Z ]{1,60}?) +\(/, read: () => ({ before: '3.10' }), isShared: true },
    // v2.6.32 arch/arm/kernel/process.c __show_regs: "psr:" there.
    { needs: 'pc : ', line: /\bpc : \[<[0-9a-f]{8}>\] +lr : \[<[0-9a-f]{8}>\] +(?:Not tainted|Tainted:)/, read: () => ({ wordBits: 32, before: '2.6.32' }) },
    { needs: 'psr: ', line: /\bpc : \[<([0-9a-f]{8})>\] .{0,60}psr: [0-9a-f]{6}[0-9a-f][1-9a-f](?=\s|$)/, read: ([, code]) => ({ wordBits: 32, kernelCode: hex(code) }) },
    { needs: 'psr: ', line: /\bpsr: ?[0-9a-f]{8}(?=\s|$)/, read: small },
    { needs: 'r10: ', line: /\br10: [0-9a-f]{8} +r9 : [0-9a-f]{8}/, read: small },
    { needs: 'DAC: ', line: /\bControl: ([0-9a-f]{8}) +Table: [0-9a-f]{8} +DAC: [0-9a-f]{8}/, read: ([, control]) => ({ ...small(), ...((hex(control) & EXTENDED_TABLES) === 0n ? { flags: BEFORE_ARMV6 } : {}) }) },
    { needs: 'unwind_backtrace', line: /unwind_backtrace from |\(unwind_backtrace\)/, read: small },
    // v3.12 arch/arm/kernel/setup.c setup_processor
    { needs: 'ocessor [', line: /\bCPU: .{1,40} Processor \[[0-9a-f]{8}\] revision \d+ \(ARMv\d\w*\), cr=[0-9a-f]{8}/, read: small },
    // In prose, in names of files and in commands.
    { needs: ['ARMv', 'stem-arm', 'multi_v'], line: /\bARMv[4-7](?![\d.])|(?<!\b(?:Comm: |process |task ))\bqemu-system-arm\b|\bmulti_v[57]_defconfig\b/, read: () => ({ spokenArch: 'arm' }), isShared: true },
    // 64-bit machines wrote so up to 4.13.
    { needs: ' is at ', line: /\b(?:PC|LR) is at \S/, read: () => ({ among: ['arm', 'arm64'] }), isShared: true },
  ],
});

/** A machine with 32-bit Arm CPUs. */
export const machine: Machine = {
  arch: 'arm',
  names: {
    folder: 'arm',
    uname: ['armv7l', 'armv6l', 'armv8l', 'armv5tel', 'armv5tejl', 'armv4l', 'armv4tl', 'armv7b'],
    kconfig: 'ARM',
    node: 'arm',
    elf: 40,
    qemu: 'arm',
    others: ['armhf', 'armel', 'arm32'],
    typed: ['armv7', 'armv6'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'flat',
  rootRegister: 'TTBR0',
  tables: {
    vmcoreinfo: ({ settings }) => ({ paging: settings.has('ARM_LPAE') ? 3 : 2 }),
    // v6.12 arch/arm/kernel/vmcore_info.c arch_crash_save_vmcoreinfo
  },
  faultCode: FSR,
  hardwareEntry: HARDWARE_PTE,
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    tables: [SHORT_TABLE, LONG_TABLE],
    kernelAddress: { set: 0xc000_0000n, clear: 0n },
    // TASK_SIZE is 16 MiB below PAGE_OFFSET: modules stand there.
    userEnd: 0xbf00_0000n,
    // L_PTE_YOUNG, and with LPAE the second bit of L_PTE_PRESENT: set_memory_valid() takes L_PTE_VALID alone away.
    kernelPage: { set: 0x2n, clear: 0n },
    split: { builds: ARM_SPLITS, below: 0x100_0000n, image: 0x400_0000n, tableWithin: 0x100_0000n },
    oldPtes: [
      {
        until: '2.6.32',
        set: 0n,
        clear: 0x1n,
        text: 'not present: how kernels before 2.6.32 read such an entry is not known here',
        // v2.6.32 arch/arm/include/asm/pgtable.h is the oldest that was read
      },
      {
        until: '2.6.38',
        levels: ['pte'],
        set: 0x1n,
        clear: 0n,
        text: 'a page of a kernel before 2.6.38, whose rights stand in other bits, or say the opposite (L_PTE_WRITE and L_PTE_EXEC; L_PTE_RDONLY and L_PTE_XN since)',
        frame: { lo: 12, width: 20 },
        // v2.6.32 arch/arm/include/asm/pgtable.h L_PTE_WRITE, L_PTE_EXEC; v3.0 the same: L_PTE_RDONLY, L_PTE_XN
      },
      {
        until: '4.0',
        set: 0x4n,
        clear: 0x3n,
        text: 'no swap entry in kernels before 4.0: it has the form of a page of a file that is mapped non-linearly (pte_file())',
        // v3.19 arch/arm/include/asm/pgtable-2level.h and pgtable-3level.h L_PTE_FILE; the same in v2.6.32 pgtable.h
      },
      {
        until: '3.6',
        set: 0n,
        clear: 0x7n,
        varies: true,
        text: 'a swap entry as kernels before 3.6 have them (stable releases can have the types of 5 bits of 3.6)',
        swap: { type: { lo: 3, width: 6 }, offset: { lo: 9, width: 23 } },
        // v2.6.32 and v3.3 arch/arm/include/asm/pgtable.h __SWP_TYPE_BITS; 5 bits in v3.7
      },
      {
        until: '4.0',
        set: 0n,
        clear: 0x7n,
        text: 'a swap entry as kernels before 4.0 have them',
        swap: { type: { lo: 3, width: 5 }, offset: { lo: 8, width: 24 } },
        // v3.19 arch/arm/include/asm/pgtable.h __SWP_TYPE_SHIFT
      },
      {
        until: '4.1',
        isUnnamed: true,
        isOpen: true,
        set: 0n,
        clear: 0x3n,
        text: 'not present: kernels before 4.0 keep type and offset of a swap entry elsewhere than later ones, and have pages of files that are mapped non-linearly',
        // v3.19 arch/arm/include/asm/pgtable.h __SWP_TYPE_SHIFT, L_PTE_FILE; v4.1 mm/memory.c print_bad_pte (messages tell no earlier release)
      },
    ],
    printsEntryPointer: false,
    wideLevels: 3,
    // v5.11 arch/arm/mm/fault.c show_pte: PageHighMem()
    skippedTables: [
      { paging: 2, level: 'pgd' },
      { paging: 3, level: 'pmd' },
    ],
    // A section maps 1 MiB, and a `pgd_t` holds two entries.
    firstOfTwo: { paging: 2, set: 1n << 20n },
    // v6.12 arch/arm/include/asm/pgtable-2level-hwdef.h PMD_TYPE_TABLE, pgtable-3level-hwdef.h PMD_TYPE_TABLE; arch/arm/Kconfig PAGE_OFFSET (VMSPLIT_3G is the usual split); arch/arm/include/asm/memory.h TASK_SIZE, MODULES_VADDR; arch/arm/kernel/head.S swapper_pg_dir, arch/arm/Makefile textofs-y; arch/arm/kernel/traps.c __pmd_error; arch/arm/include/asm/pgtable-2level-types.h pgd_t, pgd_val
  },
};
