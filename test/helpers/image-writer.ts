import { deflateSync } from 'node:zlib';
import { type TablePage } from './real-kernels.ts';

/** A segment of an ELF core to be written. */
export interface SegmentPlan {
  readonly type?: number;
  readonly vaddr?: bigint;
  readonly paddr?: bigint;
  readonly bytes: Uint8Array;
  /** More than the bytes: the rest was left out. */
  readonly memSize?: bigint;
}

/** How a core is to be written. */
export interface CorePlan {
  readonly wide?: boolean;
  readonly littleEndian?: boolean;
  readonly machine?: number;
  /** Count the program headers in the first section header (PN_XNUM). */
  readonly extended?: boolean;
  readonly segments: readonly SegmentPlan[];
}

/** Writes an ELF core: header, section header, program headers, then the segments one after the other. */
export function writeCore(plan: CorePlan): Uint8Array {
  const { wide = true, littleEndian: le = true, segments } = plan;
  const headerSize = wide ? 64 : 52;
  const sectionSize = wide ? 64 : 40;
  const entrySize = wide ? 56 : 32;
  const tableAt = headerSize + sectionSize;
  let at = tableAt + segments.length * entrySize;
  const out = new Uint8Array(at + segments.reduce((sum, segment) => sum + segment.bytes.length, 0));
  const view = new DataView(out.buffer);
  out.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, le ? 1 : 2, 1]);
  view.setUint16(16, 4, le);
  view.setUint16(18, plan.machine ?? 62, le);
  view.setUint32(20, 1, le);
  if (wide) {
    view.setBigUint64(32, BigInt(tableAt), le);
    view.setBigUint64(40, BigInt(headerSize), le);
  } else {
    view.setUint32(28, tableAt, le);
    view.setUint32(32, headerSize, le);
  }
  view.setUint16(wide ? 54 : 42, entrySize, le);
  view.setUint16(wide ? 56 : 44, plan.extended === true ? 0xffff : segments.length, le);
  view.setUint32(headerSize + (wide ? 44 : 28), segments.length, le);
  segments.forEach((segment, i) => {
    const p = tableAt + i * entrySize;
    const { bytes, vaddr = 0n, paddr = 0n, memSize = BigInt(bytes.length) } = segment;
    view.setUint32(p, segment.type ?? 1, le);
    if (wide) {
      const fields = [BigInt(at), vaddr, paddr, BigInt(bytes.length), memSize];
      fields.forEach((field, n) => view.setBigUint64(p + 8 + n * 8, field, le));
    } else {
      const fields = [at, Number(vaddr), Number(paddr), bytes.length, Number(memSize)];
      fields.forEach((field, n) => view.setUint32(p + 4 + n * 4, field, le));
    }
    out.set(bytes, at);
    at += bytes.length;
  });
  return out;
}

/** Writes one ELF note. */
export function writeNote(name: string, type: number, desc: Uint8Array, littleEndian = true): Uint8Array {
  const nameBytes = Buffer.from(`${name}\0`, 'latin1');
  const nameRoom = (nameBytes.length + 3) & ~3;
  const out = new Uint8Array(12 + nameRoom + ((desc.length + 3) & ~3));
  const view = new DataView(out.buffer);
  view.setUint32(0, nameBytes.length, littleEndian);
  view.setUint32(4, desc.length, littleEndian);
  view.setUint32(8, type, littleEndian);
  out.set(nameBytes, 12);
  out.set(desc, 12 + nameRoom);
  return out;
}

/** How a page is stored in a kdump image: its bytes and `DUMP_DH_*` flag. */
export interface StoredPage {
  readonly physAddr: bigint;
  readonly data: Uint8Array;
  readonly flags: number;
}

/** Stores a page as makedumpfile does with `-c`: compressed when that makes it smaller. */
export function storeZlib(page: TablePage): StoredPage {
  const data = new Uint8Array(deflateSync(page.bytes, { level: 1 }));
  return data.length < page.bytes.length
    ? { physAddr: page.physAddr, data, flags: 1 }
    : { physAddr: page.physAddr, data: page.bytes, flags: 0 };
}

/** How a kdump image is to be written. */
export interface KdumpPlan {
  readonly pages: readonly StoredPage[];
  readonly version?: number;
  readonly status?: number;
  readonly dumpLevel?: number;
  /** Pages that the machine had but that were left out. */
  readonly leftOut?: readonly bigint[];
  readonly split?: readonly [start: number, end: number];
  /** A part of a split dump has no room for the descriptors of the other parts, as no makedumpfile writes it. */
  readonly isTight?: boolean;
  /** Write a page of zeros first, which all plain pages of zeros share: makedumpfile with `-d 1`, QEMU always. */
  readonly sharesZeros?: boolean;
  readonly littleEndian?: boolean;
  readonly blockSize?: number;
  readonly vmcoreinfo?: Uint8Array;
  readonly notes?: Uint8Array;
  readonly release?: string;
  readonly machine?: string;
}

/** Writes a kdump-compressed image: header, sub header, two bitmaps, page descriptors, pages. */
export function writeKdump(plan: KdumpPlan): Uint8Array {
  const { version = 6, littleEndian: le = true, blockSize: block = 4096 } = plan;
  const { vmcoreinfo = new Uint8Array(0), notes = new Uint8Array(0) } = plan;
  const pages = [...plan.pages].sort((a, b) => (a.physAddr < b.physAddr ? -1 : 1));
  const pfnOf = (physAddr: bigint): number => Number(physAddr / BigInt(block));
  const frames = [...pages.map((page) => page.physAddr), ...(plan.leftOut ?? [])].map(pfnOf);
  const maxPfn = Math.max(...frames, plan.split?.[1] ?? 0) + 1;
  const half = Math.ceil(maxPfn / 8 / block);
  const subBlocks = 1 + Math.ceil((104 + vmcoreinfo.length + notes.length) / block);
  const bitmapAt = (1 + subBlocks) * block;
  const descriptorsAt = bitmapAt + 2 * half * block;
  const stored = pages.filter(
    (page) =>
      plan.split === undefined ||
      (pfnOf(page.physAddr) >= plan.split[0] && pfnOf(page.physAddr) < plan.split[1]),
  );
  // makedumpfile.c write_kdump_pages_and_bitmap_cyclic: info->num_dumpable counts the pages of all parts.
  const zerosAt = descriptorsAt + (plan.isTight === true ? stored : pages).length * 24;
  let dataAt = zerosAt + (plan.sharesZeros === true ? block : 0);
  const isShared = ({ data, flags }: StoredPage): boolean =>
    plan.sharesZeros === true && flags === 0 && Buffer.compare(data, new Uint8Array(data.length)) === 0;
  const out = new Uint8Array(
    dataAt + stored.reduce((sum, page) => sum + (isShared(page) ? 0 : page.data.length), 0),
  );
  const view = new DataView(out.buffer);
  const text = (at: number, value: string): void => out.set(Buffer.from(value, 'latin1'), at);
  text(0, 'KDUMP   ');
  view.setUint32(8, version, le);
  text(12, 'Linux');
  text(12 + 130, plan.release ?? '6.1.0-test');
  text(12 + 260, plan.machine ?? 'x86_64');
  view.setUint32(424, plan.status ?? pages.reduce((flags, page) => flags | page.flags, 0), le);
  view.setUint32(428, block, le);
  view.setUint32(432, subBlocks, le);
  view.setUint32(436, 2 * half, le);
  view.setUint32(440, version >= 6 ? 0 : maxPfn, le);
  const sub = block;
  view.setUint32(sub + 8, plan.dumpLevel ?? 0, le);
  const at64 = (offset: number, value: number): void => view.setBigUint64(sub + offset, BigInt(value), le);
  if (version >= 2 && plan.split !== undefined) {
    view.setUint32(sub + 12, 1, le);
    at64(version >= 6 ? 80 : 16, plan.split[0]);
    at64(version >= 6 ? 88 : 24, plan.split[1]);
  }
  if (version >= 3) {
    at64(32, sub + 104);
    at64(40, vmcoreinfo.length);
  }
  if (version >= 4) {
    at64(48, sub + 104 + vmcoreinfo.length);
    at64(56, notes.length);
  }
  if (version >= 6) at64(96, maxPfn);
  out.set(vmcoreinfo, sub + 104);
  out.set(notes, sub + 104 + vmcoreinfo.length);
  const setBit = (bitmap: number, pfn: number): void => {
    out[bitmap + (pfn >> 3)] = (out[bitmap + (pfn >> 3)] ?? 0) | (1 << (pfn & 7));
  };
  for (const pfn of frames) setBit(bitmapAt, pfn);
  for (const page of pages) setBit(bitmapAt + half * block, pfnOf(page.physAddr));
  stored.forEach((page, i) => {
    const d = descriptorsAt + i * 24;
    view.setBigUint64(d, BigInt(isShared(page) ? zerosAt : dataAt), le);
    view.setUint32(d + 8, page.data.length, le);
    view.setUint32(d + 12, page.flags, le);
    if (isShared(page)) return;
    out.set(page.data, dataAt);
    dataAt += page.data.length;
  });
  return out;
}

/** Writes a file in makedumpfile's flattened format: records of `step` bytes, in the order that `order` gives. */
export function writeFlattened(
  inner: Uint8Array,
  step: number,
  order: (records: number[]) => number[] = (records) => records,
): Uint8Array {
  const header = new Uint8Array(4096);
  header.set(Buffer.from('makedumpfile', 'latin1'));
  const view = new DataView(header.buffer);
  view.setBigUint64(16, 1n);
  view.setBigUint64(24, 1n);
  const starts: number[] = [];
  for (let at = 0; at < inner.length; at += step) starts.push(at);
  const parts: Uint8Array[] = [header];
  for (const at of order(starts)) {
    const bytes = inner.subarray(at, at + step);
    parts.push(flatRecord(BigInt(at), BigInt(bytes.length)), bytes);
  }
  parts.push(flatRecord(-1n, -1n));
  return new Uint8Array(Buffer.concat(parts));
}

/** The header of one flattened record. */
export function flatRecord(offset: bigint, size: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setBigInt64(0, offset);
  view.setBigInt64(8, size);
  return new Uint8Array(view.buffer);
}

/** Writes a LiME image. */
export function writeLime(
  ranges: readonly { readonly start: bigint; readonly bytes: Uint8Array }[],
): Uint8Array {
  const parts = ranges.flatMap(({ start, bytes }) => {
    const view = new DataView(new ArrayBuffer(32));
    view.setUint32(0, 0x4c694d45, true);
    view.setUint32(4, 1, true);
    view.setBigUint64(8, start, true);
    view.setBigUint64(16, start + BigInt(bytes.length) - 1n, true);
    return [new Uint8Array(view.buffer), bytes];
  });
  return new Uint8Array(Buffer.concat(parts));
}
