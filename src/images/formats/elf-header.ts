import { formatHex } from '../../core/u64.ts';
import { machineOfElf } from '../../kernel/capabilities/machines.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';
import { MAX_EXTENTS } from './extents.ts';
import type { LoadSegment } from './kcore.ts';

const ET_CORE = 4;
export const PT_LOAD = 1;
export const PT_NOTE = 4;
const PN_XNUM = 0xffff;

/** Machines whose kernels write such cores, but whose tables are not read, by e_machine. */
const OTHER_MACHINES: ReadonlyMap<number, string> = new Map([[20, 'ppc']]);

/** One program header, whatever the class of the file. */
export interface ElfSegment extends LoadSegment {
  readonly type: number;
  /** Where the header itself lies in the file. */
  readonly headerAt: number;
}

/** The header of a core, and its program headers. */
export interface ElfHeader {
  readonly wide: boolean;
  readonly littleEndian: boolean;
  readonly machine: string | undefined;
  /** Read from the file each time: there may be hundreds of thousands. */
  readonly segments: Iterable<ElfSegment>;
}

/**
 * Reads the header of a core.
 *
 * Source: ELF gABI "ELF Header", "Program Header".
 *
 * @throws PteDecodeError `ERR_TRUNCATED` when it is cut off, `ERR_FORMAT` when it contradicts itself or is of no core
 */
export function readElfHeader(source: ByteSource): ElfHeader {
  const ident = readExactly(source, 0, 16, 'ELF header');
  const wide = ident[4] === 2;
  const littleEndian = ident[5] === 1;
  if ((ident[4] !== 1 && ident[4] !== 2) || (ident[5] !== 1 && ident[5] !== 2))
    throw malformed(source, 4, 'the ELF header names no known class and byte order');
  const view = viewOf(readExactly(source, 0, wide ? 64 : 52, 'ELF header'));
  const type = view.getUint16(16, littleEndian);
  if (type !== ET_CORE)
    throw malformed(source, 16, `an ELF file of type ${type}, not a core (type 4): not a memory image`);
  const tableAt = wide ? toOffset(source, view, 32, littleEndian) : view.getUint32(28, littleEndian);
  const entrySize = view.getUint16(wide ? 54 : 42, littleEndian);
  const wanted = wide ? 56 : 32;
  if (entrySize !== wanted)
    throw malformed(source, wide ? 54 : 42, `program headers of ${entrySize} bytes, where ELF has ${wanted}`);
  let count = view.getUint16(wide ? 56 : 44, littleEndian);
  if (count === PN_XNUM) count = extendedCount(source, view, wide, littleEndian);
  if (count > MAX_EXTENTS)
    throw malformed(source, tableAt, `${count} program headers, more than the ${MAX_EXTENTS} allowed`);
  if (tableAt + count * wanted > source.size)
    throw malformed(
      source,
      tableAt,
      `the header counts ${count} program headers here, past the end of the file at ${formatHex(source.size)}`,
    );
  return {
    wide,
    littleEndian,
    machine: machineName(view.getUint16(18, littleEndian), wide),
    segments: { [Symbol.iterator]: () => readSegments(source, tableAt, count, wide, littleEndian) },
  };
}

/** What QEMU calls a machine; of machines that nobody knows here, the number that the file gives. */
function machineName(code: number, wide: boolean): string | undefined {
  if (code === 0) return undefined;
  const of32 = !wide && machineOfElf(code)?.names.elfOf32 === true ? ' of 32 bits' : '';
  return machineOfElf(code, wide)?.names.qemu ?? OTHER_MACHINES.get(code) ?? `e_machine ${code}${of32}`;
}

/** With 0xffff or more program headers their number is in `sh_info` of the first section header. */
function extendedCount(source: ByteSource, view: DataView, wide: boolean, littleEndian: boolean): number {
  const sectionAt = wide ? toOffset(source, view, 40, littleEndian) : view.getUint32(32, littleEndian);
  if (sectionAt === 0) return PN_XNUM;
  const section = viewOf(readExactly(source, sectionAt, wide ? 64 : 40, 'first section header'));
  return section.getUint32(wide ? 44 : 28, littleEndian);
}

/** Program headers are read some thousand at a time, so that a lying count costs nothing. */
function* readSegments(
  source: ByteSource,
  tableAt: number,
  count: number,
  wide: boolean,
  littleEndian: boolean,
): Generator<ElfSegment, void, undefined> {
  const size = wide ? 56 : 32;
  for (let first = 0; first < count; first += 1024) {
    const block = Math.min(1024, count - first);
    const blockAt = tableAt + first * size;
    const view = viewOf(readExactly(source, blockAt, block * size, 'program headers'));
    for (let i = 0; i < block; i++)
      yield readSegment(source, view, i * size, blockAt + i * size, wide, littleEndian);
  }
}

/** The segments of memory. */
export function* loadsOf({ segments }: ElfHeader): Generator<ElfSegment, void, undefined> {
  for (const segment of segments) if (segment.type === PT_LOAD) yield segment;
}

function readSegment(
  source: ByteSource,
  view: DataView,
  at: number,
  headerAt: number,
  wide: boolean,
  littleEndian: boolean,
): ElfSegment {
  const type = view.getUint32(at, littleEndian);
  if (!wide) {
    const word = (n: number): number => view.getUint32(at + n, littleEndian);
    return {
      type,
      offset: word(4),
      vaddr: BigInt(word(8)),
      paddr: BigInt(word(12)),
      fileSize: BigInt(word(16)),
      memSize: BigInt(word(20)),
      headerAt,
    };
  }
  const word = (n: number): bigint => view.getBigUint64(at + n, littleEndian);
  const offset = word(8);
  if (type === PT_LOAD && offset > BigInt(Number.MAX_SAFE_INTEGER) && word(32) > 0n)
    throw malformed(
      source,
      headerAt + 8,
      `a segment at ${formatHex(offset)} of the file, which no file reaches`,
    );
  return {
    type,
    offset: Number(offset),
    vaddr: word(16),
    paddr: word(24),
    fileSize: word(32),
    memSize: word(40),
    headerAt,
  };
}

function toOffset(source: ByteSource, view: DataView, at: number, littleEndian: boolean): number {
  const value = view.getBigUint64(at, littleEndian);
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw malformed(
      source,
      at,
      `the header points to ${formatHex(value)} of the file, which no file reaches`,
    );
  return Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
