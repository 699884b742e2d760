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
  permissions: { of: 'leaf' },
};
