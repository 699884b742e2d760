import type { LogLines } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';

const logLines = (): LogLines => ({
  shapes: [],
  // `MMU=Hash` and what says nothing of the MMU: src/arch/without-tables.ts.
  circumstances: [{ needs: 'MMU=Radix', line: /\bMMU=Radix\b/, read: () => ({ isFirm: true }) }],
});

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
  logLines,
  logTraits: {
    tables: [{ set: 0x8000_0000_0000_0000n, clear: 0x4000_0000_0000_00e0n }],
    kernelAddress: { set: 0xc000_0000_0000_0000n, clear: 0n },
    userEnd: 1n << 52n,
    printsEntryPointer: false,
    src: 'v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h PMD_VAL_BITS, radix pmd_populate; task_size_64.h TASK_SIZE_4PB; pmd_ERROR',
  },
};
