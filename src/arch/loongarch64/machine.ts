import type { LogLines } from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { ownFile, spokenOf } from '../shared/own-lines.ts';

const logLines = (): LogLines => ({
  shapes: [],
  circumstances: [
    { ...ownFile('loongarch'), read: () => ({}) },
    spokenOf('loongarch64', 'loongarch(?:64)?'),
    { needs: 'era == ', line: /, era == [0-9a-f]{16}, ra == [0-9a-f]{16}/, read: () => ({}) },
    { needs: ' ESTAT: ', line: /\bESTAT: [0-9a-f]{8,16} /, read: () => ({}) },
    { needs: 'CRMD: ', line: /\bCRMD: [0-9a-f]{8} \(/, read: () => ({}) },
    { needs: ' PRMD: ', line: /\bPRMD: [0-9a-f]{8,16} /, read: () => ({}) },
    {
      needs: 'Hardware name: ',
      line: /Hardware name: .{0,200}\b[Ll]oong(?:arch|son-(?:LS)?(?:3[A-E][56]\d00|2K(?:[235]\d00|\d00LA)))/,
      read: () => ({}),
    },
  ],
});

/** A machine with 64-bit LoongArch CPUs. */
export const machine: Machine = {
  arch: 'loongarch64',
  names: {
    folder: 'loongarch',
    uname: ['loongarch64'],
    kconfig: 'LOONGARCH',
    node: 'loong64',
    elf: 258,
    elfOf32: true,
    qemu: 'loongarch64',
    others: ['loong64'],
    typed: ['loongarch'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'per-half',
  windows: {
    name: 'direct mapping window (DMW)',
    starts: [0x8n, 0x9n, 0xan].map((segment) => segment << 60n),
    offset: 0xffff_ffff_ffffn,
    // v6.12 arch/loongarch/include/asm/loongarch.h CSR_DMW0_VSEG, CSR_DMW1_VSEG, CSR_DMW2_VSEG; addrspace.h TO_PHYS_MASK
  },
  rootRegister: 'PGDL',
  notes: {
    // 112 bytes, then user_pt_regs, in which csr_era is the 34th word.
    prstatus: {
      size: 480,
      pc: 112 + 33 * 8,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v8.2 target/loongarch/arch_dump.c loongarch_note
    },
  },
  tables: {
    // The kernel lies in a window that maps memory one to one (DMW).
    kernelRoot({ symbols }) {
      const top = symbols.get('swapper_pg_dir');
      return top === undefined ? undefined : top & 0xffff_ffff_ffffn;
    },
    // v6.12 arch/loongarch/include/asm/addrspace.h TO_PHYS
  },
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    portedIn: '5.19',
    tables: [{ set: 0x9000_0000_0000_0000n, clear: 0xfffn }],
    wholeTables: true,
    kernelAddress: { set: 1n << 63n, clear: 0n },
    userEnd: 1n << 48n,
    printsEntryPointer: false,
    // v6.12 arch/loongarch/include/asm/pgalloc.h pmd_populate (a pointer); processor.h TASK_SIZE64; pgtable.h pmd_ERROR; v5.19 arch/loongarch
  },
};
