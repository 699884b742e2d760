import type { BitTest } from '../../core/rows/layout.ts';
import { HARDWARE_PTE } from './hardware-entry.ts';
import type { Machine } from '../../core/rows/machine.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import { FETCH, logLines, LONG_TABLE, SHORT_TABLE } from './log-lines.ts';
import { ARM_SPLITS } from './splits.ts';

/** Fault status with short descriptors (bit 9 clear) in bits 3:0 and 10, with long ones (bit 9 set) in bits 5:0. */
const short = (status: bigint): BitTest => ({ set: status, clear: 0x60fn & ~status });
const long = (status: bigint): BitTest => ({ set: 0x200n | status, clear: 0x3fn & ~status });

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
    qemuToo: ['aarch64'],
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
