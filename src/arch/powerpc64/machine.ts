import type { Machine } from '../../core/machine.ts';

/** A 64-bit Power machine whose MMU walks radix tables, in either byte order. */
export const machine: Machine = {
  arch: 'powerpc64',
  names: {
    folder: 'powerpc',
    uname: ['ppc64le', 'ppc64'],
    node: 'ppc64',
    elf: 21,
    qemu: 'ppc64',
    others: ['ppc64el', 'powerpc64le'],
  },
  // The radix MMU reads tables with the most significant byte first: arch/powerpc/include/asm/pgtable-be-types.h.
  byteOrder: { machine: 'either', tables: 'big' },
  addressSpace: 'per-half',
  rootRegister: 'PID table',
  permissions: { of: 'leaf' },
};
