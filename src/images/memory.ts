import { firstPlace } from '../core/first-place.ts';
import type { ByteOrder } from '../core/rows/machine.ts';
import { type Vmcoreinfo } from './vmcoreinfo.ts';

/** What kind of file an image is. */
type ImageFormat = 'elf' | 'kdump' | 'lime' | 'raw';

/** A range of physical memory that an image holds. */
export interface MemoryRange {
  /** First physical address. */
  readonly start: bigint;
  /** One past the last physical address. */
  readonly end: bigint;
}

/** The registers of one CPU as far as a walk needs them. */
export interface CpuState {
  /** Number of the CPU: the order of its note in the image, from 0. */
  readonly cpu: number;
  /** Root of its page tables as the register held it, with its low bits (PCID): `Machine.rootRegister`. */
  readonly cr3?: bigint;
  /** The register with the bit of `Machine.levels`. */
  readonly cr4?: bigint;
  /** Program counter. */
  readonly pc?: bigint;
  /** Program status, where that tells which root register was used. */
  readonly status?: bigint;
  /** The root registers of several address spaces by their names. */
  readonly roots?: ReadonlyMap<string, bigint>;
  /** Which of them was used: `cr3` is that. */
  readonly used?: string;
}

/** What part of a split dump (`makedumpfile --split`) a file is. */
export interface ImagePiece {
  /** First physical address that it holds, and one past the last. */
  readonly start: bigint;
  readonly end: bigint;
  /** One past the last physical address of the whole dump. */
  readonly size: bigint;
  /** What all parts of one dump have the same, by its name; undefined where the file is cut before it. Reads the bitmaps. */
  dump(): ReadonlyMap<string, string | undefined>;
  /** The note that says so, which is none where the parts are read together. */
  readonly note: string;
}

/** What an image says about itself, without reading the memory in it. */
export interface ImageInfo {
  /** Path as given. */
  readonly path: string;
  readonly format: ImageFormat;
  /** One line for people: class, byte order, compression, producer where known. */
  readonly summary: string;
  /** Size of the file in bytes; `Infinity` where the system does not say. */
  readonly fileSize: number;
  /** The machine as the file or QEMU calls it (`x86_64`, `aarch64`), where the file says; `findMachine` knows it. */
  readonly machine: string | undefined;
  /** Byte order of the numbers in the file's own headers, never of page tables: that is the machine's. */
  readonly littleEndian: boolean;
  readonly cpus: readonly CpuState[];
  readonly vmcoreinfo: Vmcoreinfo | undefined;
  /** Kernel release named outside of VMCOREINFO (the utsname of a kdump header). */
  readonly release: string | undefined;
  /** Virtual address of the memory with the lowest physical one, as the headers have it. */
  readonly lowMemory?: bigint | undefined;
  /** Undefined when it is whole. */
  readonly piece?: ImagePiece | undefined;
  /** Oddities worth knowing: cut short, overlapping segments, parts left out. */
  readonly notes: readonly string[];
}

/** What an image says of its machine that holds nothing but memory. */
export const MEMORY_ALONE = {
  machine: undefined,
  littleEndian: true,
  cpus: [],
  vmcoreinfo: undefined,
  release: undefined,
} as const satisfies Partial<ImageInfo>;

/** The physical memory of a machine, as an image holds it. */
export interface PhysicalMemory {
  readonly info: ImageInfo;
  /**
   * Fills `target` with the memory from `physAddr` on.
   *
   * @param physAddr physical address in bytes, 0 .. 2^64-1
   * @returns false when some of it is not in the image; `holeAt` says why
   * @throws PteDecodeError `ERR_FORMAT` when the image contradicts itself there, `ERR_INPUT` when the file cannot be read
   */
  readInto(physAddr: bigint, target: Uint8Array): boolean;
  /** Why memory at `physAddr` cannot be read: half a sentence such as `not in the image`. */
  holeAt(physAddr: bigint): string;
  /** The ranges of memory in the image, in order, neighbours merged. */
  ranges(): Iterable<MemoryRange>;
  /** Gives the file back. */
  close(): void;
}

/**
 * Reads `length` bytes of memory, or undefined when some are not in the image.
 *
 * @param length bytes, chosen by the caller (a table, an entry), never by a header
 * @throws PteDecodeError as `PhysicalMemory.readInto`
 */
export function readMemory(memory: PhysicalMemory, physAddr: bigint, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  return memory.readInto(physAddr, bytes) ? bytes : undefined;
}

/** How many bytes from an address on can be read, of a length of which some cannot; or how many before its end. */
export function heldLength(
  memory: PhysicalMemory,
  physAddr: bigint,
  length: number,
  from: 'start' | 'end' = 'start',
): number {
  return firstPlace(length - 1, (held) => {
    const start = from === 'start' ? physAddr : physAddr + BigInt(length - held - 1);
    return readMemory(memory, start, held + 1) === undefined;
  });
}

/** Reads one word of 64 or 32 bits in a byte order, or undefined when it is not in the image. */
export function readWord(
  memory: PhysicalMemory,
  physAddr: bigint,
  order: ByteOrder,
  bits = 64,
): bigint | undefined {
  const bytes = readMemory(memory, physAddr, bits / 8);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer);
  const isLittle = order === 'little';
  return bits === 64 ? view.getBigUint64(0, isLittle) : BigInt(view.getUint32(0, isLittle));
}
