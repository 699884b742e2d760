import { defined } from '../core/defined.ts';
import type { CpuNote, RootNote } from '../core/rows/machine.ts';
import { findMachine, machines } from '../kernel/capabilities/machines.ts';
import { type CpuState } from './memory.ts';
import { joinVmcoreinfo, parseVmcoreinfo, type Vmcoreinfo } from './vmcoreinfo.ts';

/** The most bytes of notes that are read: 4096 CPUs need some 4 MiB. */
export const MAX_NOTES = 1 << 26;

/** What the notes of a core hold. */
export interface CoreNotes {
  readonly cpus: readonly CpuState[];
  readonly vmcoreinfo: Vmcoreinfo | undefined;
  /** The machine whose registers were read, as the file calls it. */
  readonly machine: string | undefined;
  /** Position in `bytes` where a note runs past the end, if one does. */
  readonly brokenAt: number | undefined;
}

const NT_PRSTATUS = 1;

/**
 * Reads ELF notes: the registers of each CPU and VMCOREINFO; others are passed over.
 *
 * Source: ELF gABI "Note Section"; where the registers are in a note: `CpuNote` of the machine.
 *
 * @param machine what the file calls the machine; undefined: no registers are read
 */
export function parseNotes(bytes: Uint8Array, littleEndian: boolean, machine: string | undefined): CoreNotes {
  const known = machine === undefined ? undefined : findMachine(machine)?.notes;
  const roots = known?.roots;
  const qemu: CpuState[] = [];
  const prstatus: CpuState[] = [];
  let vmcoreinfo: Vmcoreinfo | undefined;
  const brokenAt = eachNote(bytes, littleEndian, (note) => {
    const { name, desc } = note;
    if (name === 'QEMU\0') qemu.push(cpuState(desc, qemu.length, littleEndian, known?.qemu));
    else if (isPrstatus(note)) prstatus.push(cpuState(desc, prstatus.length, littleEndian, known?.prstatus));
    else if (roots && isRootNote(note, roots))
      prstatus.push(...prstatus.splice(-1).map((cpu) => withRoots(cpu, desc, littleEndian, roots)));
    else if (name === 'VMCOREINFO\0')
      vmcoreinfo = joinVmcoreinfo(
        vmcoreinfo,
        parseVmcoreinfo(new Uint8Array(desc.buffer, desc.byteOffset, desc.byteLength)),
      );
  });
  return { cpus: qemu.length > 0 ? qemu : prstatus, vmcoreinfo, machine, brokenAt };
}

/**
 * The machine of notes in a file that does not name it, by the size of a note about a CPU and the byte order: no two
 * machines have the same.
 *
 * @returns what QEMU calls it; undefined when there is no such note, or it is of no machine that has tables here
 */
export function machineOfNotes(bytes: Uint8Array, littleEndian: boolean): string | undefined {
  const order = littleEndian ? 'little' : 'big';
  let found: string | undefined;
  eachNote(bytes, littleEndian, (note) => {
    if (found !== undefined || !isPrstatus(note)) return;
    const fitting = machines().filter(
      ({ notes, byteOrder }) =>
        notes?.prstatus.size === note.desc.byteLength &&
        (byteOrder.machine === 'either' || byteOrder.machine === order),
    );
    if (fitting.length === 1) found = fitting[0]?.names.qemu;
  });
  return found;
}

/** One note. */
interface Note {
  /** The first 16 bytes of its name, the zero byte included. */
  readonly name: string;
  readonly type: number;
  readonly desc: DataView;
}

const isPrstatus = ({ name, type }: Note): boolean => name.startsWith('CORE') && type === NT_PRSTATUS;
const isRootNote = ({ name, type, desc }: Note, note: RootNote): boolean =>
  name === `${note.name}\0` && type === note.type && desc.byteLength >= note.size;

/** Calls `take` with each note; gives the position of one that runs past the end, if one does. */
function eachNote(bytes: Uint8Array, littleEndian: boolean, take: (note: Note) => void): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 12 <= bytes.length;) {
    const nameSize = view.getUint32(at, littleEndian);
    const descSize = view.getUint32(at + 4, littleEndian);
    const type = view.getUint32(at + 8, littleEndian);
    const descAt = at + 12 + align4(nameSize);
    // The padding after the last note may be missing.
    if (descAt + descSize > bytes.length) return at;
    const name = Buffer.from(bytes.subarray(at + 12, at + 12 + Math.min(nameSize, 16))).toString('latin1');
    take({ name, type, desc: new DataView(bytes.buffer, bytes.byteOffset + descAt, descSize) });
    at = descAt + align4(descSize);
  }
  return undefined;
}

const align4 = (size: number): number => size + ((4 - (size % 4)) % 4);

/** The registers in a note about one CPU, as far as the machine says where they are. */
function cpuState(desc: DataView, cpu: number, littleEndian: boolean, note: CpuNote | undefined): CpuState {
  if (note === undefined || desc.byteLength < note.size) return { cpu };
  if (note.version !== undefined && desc.getUint32(0, littleEndian) !== note.version) return { cpu };
  const word = (at: number): bigint => desc.getBigUint64(at, littleEndian);
  return {
    cpu,
    ...(note.pc === undefined ? {} : { pc: word(note.pc) }),
    ...(note.root === undefined ? {} : { cr3: word(note.root) }),
    ...(note.control === undefined ? {} : { cr4: word(note.control) }),
    ...(note.status === undefined ? {} : { status: word(note.status) }),
  };
}

/** A CPU with the root registers of its address spaces, of which it used one. */
function withRoots(cpu: CpuState, desc: DataView, littleEndian: boolean, note: RootNote): CpuState {
  const roots = new Map(note.registers.map(([name, at]) => [name, desc.getBigUint64(at, littleEndian)]));
  const used = cpu.status === undefined ? undefined : note.used(cpu.status);
  return { ...cpu, roots, ...defined({ used, cr3: used === undefined ? undefined : roots.get(used) }) };
}
