import { type CpuState } from './memory.ts';
import { parseVmcoreinfo, type Vmcoreinfo } from './vmcoreinfo.ts';

/** The most bytes of notes that are read: 4096 CPUs need some 4 MiB. */
export const MAX_NOTES = 1 << 26;

/** What the notes of a core hold. */
export interface CoreNotes {
  readonly cpus: readonly CpuState[];
  readonly vmcoreinfo: Vmcoreinfo | undefined;
  /** Position in `bytes` where a note runs past the end, if one does. */
  readonly brokenAt: number | undefined;
}

const NT_PRSTATUS = 1;

/**
 * Reads ELF notes: the registers of each CPU and VMCOREINFO; others are passed over.
 *
 * Source: ELF gABI "Note Section"; QEMU v7.2 target/i386/arch_dump.c `QEMUCPUState`, `x86_64_user_regs_struct`;
 * v6.12 include/linux/elfcore.h `elf_prstatus`.
 */
export function parseNotes(bytes: Uint8Array, littleEndian: boolean, machine: string | undefined): CoreNotes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const qemu: CpuState[] = [];
  const prstatus: CpuState[] = [];
  let vmcoreinfo: Vmcoreinfo | undefined;
  let at = 0;
  let brokenAt: number | undefined;
  while (at + 12 <= bytes.length) {
    const nameSize = view.getUint32(at, littleEndian);
    const descSize = view.getUint32(at + 4, littleEndian);
    const type = view.getUint32(at + 8, littleEndian);
    const descAt = at + 12 + align4(nameSize);
    const next = descAt + align4(descSize);
    // The padding after the last note may be missing.
    if (descAt + descSize > bytes.length) {
      brokenAt = at;
      break;
    }
    const name = Buffer.from(bytes.subarray(at + 12, at + 12 + Math.min(nameSize, 16))).toString('latin1');
    const desc = new DataView(bytes.buffer, bytes.byteOffset + descAt, descSize);
    if (name === 'QEMU\0') qemu.push(qemuState(desc, qemu.length, littleEndian, machine));
    else if (name.startsWith('CORE') && type === NT_PRSTATUS)
      prstatus.push(prstatusState(desc, prstatus.length, littleEndian, machine));
    else if (name === 'VMCOREINFO\0')
      vmcoreinfo ??= parseVmcoreinfo(bytes.subarray(descAt, descAt + descSize));
    at = next;
  }
  return { cpus: qemu.length > 0 ? qemu : prstatus, vmcoreinfo, brokenAt };
}

function align4(size: number): number {
  return size + ((4 - (size % 4)) % 4);
}

/** QEMU's note: version 1, size 440, general registers, rip, rflags, ten segments of 24 bytes, cr0 .. cr4. */
function qemuState(
  desc: DataView,
  cpu: number,
  littleEndian: boolean,
  machine: string | undefined,
): CpuState {
  if (machine !== 'x86_64' || desc.byteLength < 432 || desc.getUint32(0, littleEndian) !== 1) return { cpu };
  return {
    cpu,
    pc: desc.getBigUint64(8 + 16 * 8, littleEndian),
    cr3: desc.getBigUint64(392 + 3 * 8, littleEndian),
    cr4: desc.getBigUint64(392 + 4 * 8, littleEndian),
  };
}

/** `elf_prstatus` of x86-64: 112 bytes, then `user_regs_struct`, in which rip is the 17th register. */
function prstatusState(
  desc: DataView,
  cpu: number,
  littleEndian: boolean,
  machine: string | undefined,
): CpuState {
  if (machine !== 'x86_64' || desc.byteLength < 336) return { cpu };
  return { cpu, pc: desc.getBigUint64(112 + 16 * 8, littleEndian) };
}
