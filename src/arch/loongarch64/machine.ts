import type { Machine } from '../../core/machine.ts';

/** A machine with 64-bit LoongArch CPUs. */
export const machine: Machine = {
  arch: 'loongarch64',
  names: {
    folder: 'loongarch',
    uname: ['loongarch64'],
    node: 'loong64',
    elf: 258,
    qemu: 'loongarch64',
    others: ['loong64'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'per-half',
  rootRegister: 'PGDL',
  notes: {
    // 112 bytes, then user_pt_regs, in which csr_era is the 34th word.
    prstatus: {
      size: 480,
      pc: 112 + 33 * 8,
      src: 'v6.12 include/linux/elfcore.h elf_prstatus; QEMU v8.2 target/loongarch/arch_dump.c loongarch_note',
    },
  },
  tables: {
    // The kernel lies in a window that maps memory one to one (DMW).
    kernelRoot({ symbols }) {
      const top = symbols.get('swapper_pg_dir');
      return top === undefined ? undefined : top & 0xffff_ffff_ffffn;
    },
    src: 'v6.12 arch/loongarch/include/asm/addrspace.h TO_PHYS',
  },
  permissions: { of: 'leaf' },
};
