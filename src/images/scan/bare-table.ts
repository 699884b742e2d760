import { fieldRangeError, PteDecodeError } from '../../core/errors.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { joinHalves, tableTarget } from '../address.ts';
import { tableWords } from './table-words.ts';
import { type EntrySink, pageNumber, tableSize } from './scan.ts';

/**
 * Gives the entries of one page of entries to a sink, without following any.
 *
 * @param bytes the table: as many entries as the level has, in the byte order of the machine's tables
 * @param level the level it belongs to
 * @param vaddr the virtual address of its first entry
 * @param source name of the file, for messages
 * @throws PteDecodeError `ERR_TRUNCATED` or `ERR_FORMAT` when it has another size, `ERR_FIELD_RANGE` when the kernel has
 *   no such level or the address is not at the start of a table
 */
export function scanBareTable(
  kernel: Kernel,
  bytes: Uint8Array,
  level: Level,
  vaddr: bigint,
  source: string,
  sink: EntrySink,
): void {
  const geometry = kernel.levels.find((candidate) => candidate.level === level);
  if (geometry === undefined) throw fieldRangeError(`level ${level}: ${kernel.id} has no such level`);
  const size = tableSize(kernel, geometry);
  if (bytes.length !== size)
    throw new PteDecodeError(
      bytes.length < size ? 'ERR_TRUNCATED' : 'ERR_FORMAT',
      `${bytes.length} bytes, where a table of entries has ${size}`,
      { origin: { source } },
    );
  const covers = 1n << BigInt(geometry.shift + geometry.indexBits);
  if (vaddr % covers !== 0n)
    throw fieldRangeError(
      `address 0x${vaddr.toString(16)}: a ${level} table starts at a multiple of 0x${covers.toString(16)}`,
    );
  const words = tableWords(bytes, kernel.machine.byteOrder.tables, kernel.entryBits);
  const step = 2 ** (geometry.shift - kernel.pageShift);
  const base = pageNumber(kernel, vaddr);
  for (let i = 0; i < words.length / 2; i++) {
    const lo = words[2 * i] ?? 0;
    const hi = words[2 * i + 1] ?? 0;
    if (tableTarget(kernel, level, joinHalves(lo, hi)) !== undefined)
      sink.table?.(geometry, lo, hi, base + i * step);
    else sink.entries(geometry, words, i, i + 1, base + i * step);
  }
}
