import type { FaultCode } from '../../core/rows/fault-code.ts';
import { hex, type LogLines, pgtable } from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { ownFile, spokenOf } from '../shared/own-lines.ts';
import { tables } from './tables.ts';

// The line of a walk is that of arm64.
const logLines = (): LogLines => ({
  shapes: [],
  circumstances: [
    { ...ownFile('riscv'), read: () => ({ among: ['riscv64'] }), isShared: true },
    spokenOf('riscv64', 'riscv(?:64)?'),
    {
      needs: 'pgtable: ',
      line: /Current \S{1,32} pgtable: (4|16|64)K pagesize, (39|48|57)-bit VAs/,
      // v6.14 arch/riscv/mm/fault.c show_pte
      read: ([, size, bits]) => ({ ...pgtable(size, bits), since: '6.14' }),
    },
    // crash 9.0 riscv64.c riscv64_translate_pte. Where mips.c begins alike it has no EXEC and no USER, and VALID or MODIFIED in front
    // of DIRTY; mips64.c has NO_READ in front of READ, others have RW or no such name.
    {
      needs: 'ENT|READ',
      line: /^[>|\s]*[0-9a-f]{1,16} +[0-9a-f]{1,16} +\(PRESENT\|READ(?:\|WRITE)?(?:(?:\|EXEC(?:\|USER)?|\|USER)(?:\|GLOBAL)?(?:\|ACCESSED)?(?:\|DIRTY)?|(?:\|GLOBAL)?\|ACCESSED\|DIRTY)(?:\|SOFT)?\)/,
      read: () => ({}),
    },
    {
      needs: 'epc : ',
      line: /\bepc : (?:\[<)?(?![0-9a-f]{8}(?:[0-9a-f]{8} +(?!ra :)\S|\s|$))[0-9a-z_]/,
      read: () => ({}),
    },
    {
      needs: 'unhandled signal ',
      line: /unhandled signal \d+ code 0x[0-9a-f]+ at 0x[0-9a-f]{16}/,
      read: () => ({}),
    },
    { needs: 'badaddr: ', line: /\bbadaddr: [0-9a-f]{16} cause: /, read: () => ({}) },
    { needs: ' gp : ', line: / gp : [0-9a-f]{16} tp : [0-9a-f]{16}/, read: () => ({}) },
    {
      needs: 'badaddr: ',
      line: /\bstatus: [0-9a-f]{13}([0-9a-f])[0-9a-f]{2} badaddr: [0-9a-f]{16} cause: ([0-9a-f]{16})(?=\s|$)/,
      // sstatus.SPP is bit 8.
      read: ([, spp, cause]) => ({
        mode: (hex(spp) & 1n) === 1n ? 'kernel' : 'user',
        trapCause: hex(cause),
      }),
    },
    {
      needs: 'Hardware name: ',
      line: /Hardware name: .{0,200}\b(?:riscv|RISC-V|SiFive|StarFive)/,
      read: () => ({}),
    },
  ],
});

/** The codes of page faults in scause, which do not say what was found. */
const CAUSE: FaultCode = {
  from: 'trapCause',
  name: 'cause',
  of: [
    { set: 0xcn, clear: 0xffff_ffff_ffff_fff3n },
    { set: 0xdn, clear: 0xffff_ffff_ffff_fff2n },
    { set: 0xfn, clear: 0xffff_ffff_ffff_fff0n },
  ],
  kind: [
    { set: 0x2n, clear: 0n, means: 'write' },
    { set: 0x1n, clear: 0n, means: 'read' },
    { set: 0n, clear: 0n, means: 'execute' },
  ],
  user: [],
  cause: [],
  names: [
    { set: 0x2n, clear: 0n, means: 'store page fault' },
    { set: 0x1n, clear: 0n, means: 'load page fault' },
    { set: 0n, clear: 0n, means: 'instruction page fault' },
  ],
  // v6.12 arch/riscv/include/asm/csr.h EXC_INST_PAGE_FAULT, EXC_LOAD_PAGE_FAULT, EXC_STORE_PAGE_FAULT; arch/riscv/kernel/process.c __show_regs; privileged architecture, scause
};

/** A machine with 64-bit RISC-V CPUs. */
export const machine: Machine = {
  arch: 'riscv64',
  names: {
    folder: 'riscv',
    uname: ['riscv64'],
    kconfig: 'ARCH_RV64I',
    node: 'riscv64',
    elf: 243,
    elfOf32: true,
    qemu: 'riscv64',
    others: [],
    typed: ['riscv', 'rv64'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'sign-extended',
  userTag: {
    since: '6.13',
    mask: 0xffffn << 48n,
    name: 'Supm',
    // commit 2e1743085887 arch/riscv/kernel/process.c set_tagged_addr_ctrl, PMLEN_7, PMLEN_16
  },
  rootRegister: 'satp',
  notes: {
    // 112 bytes, then user_regs_struct, which begins with pc.
    prstatus: {
      size: 376,
      pc: 112,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/riscv/arch_dump.c riscv64_note
    },
  },
  tables,
  faultCode: CAUSE,
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    portedIn: '4.15',
    tables: [{ set: 0x1n, clear: 0x3fen }],
    illegalPointer: {
      value: 0xdead_0000_0000_0000n,
      since: '6.6',
      // 5c178472af24 arch/riscv/Kconfig ILLEGAL_POINTER_VALUE
    },
    kernelAddress: { set: 1n << 63n, clear: 0n },
    userEnd: 1n << 56n,
    kernelPage: { set: 0x42n, clear: 0n },
    // crash 9.0 riscv64.c riscv64_vtop_3level_4k: PTOV() of each table.
    stepPlace: { set: 1n << 63n, clear: 0n },
    printsEntryPointer: false,
    faultsBeyondTables: true,
    // v6.12 arch/riscv/include/asm/pgtable-bits.h _PAGE_TABLE; pgtable.h _PAGE_KERNEL, TASK_SIZE_MAX, pmd_ERROR; privileged architecture, Sv39: bits 63 to 39 must equal bit 38; v4.15 arch/riscv
  },
};
