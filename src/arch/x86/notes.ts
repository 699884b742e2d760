import type { CpuNote } from '../../core/rows/machine.ts';

/**
 * The note in which QEMU keeps the registers of an x86 CPU, one structure for machines of 32 and 64 bits: version 1, size 440,
 * general registers, rip, rflags, ten segments of 24 bytes, cr0 to cr4.
 */
export const X86_QEMU_NOTE: CpuNote = {
  version: 1,
  size: 432,
  pc: 8 + 16 * 8,
  root: 392 + 3 * 8,
  control: 392 + 4 * 8,
  // QEMU v7.2 target/i386/arch_dump.c x86_cpu_write_elf64_qemunote, x86_cpu_write_elf32_qemunote, QEMUCPUState
};
