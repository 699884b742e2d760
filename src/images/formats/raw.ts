import { extentMemory } from './extent-memory.ts';
import { ExtentList } from './extents.ts';
import { type ImageInfo, MEMORY_ALONE, type PhysicalMemory } from '../memory.ts';
import type { FileFormat } from '../../input/bytes/file-formats.ts';
import { type ByteSource } from '../../input/bytes/byte-source.ts';

/**
 * Opens a file that is nothing but memory, byte after byte from one physical address on: QEMU `pmemsave`,
 * a guest's RAM file, /dev/mem.
 *
 * @param base physical address of the first byte, below 2^53
 * @param format which format the first bytes tell: memory may begin so, and the file may be no raw memory
 */
export function openRaw(source: ByteSource, base: number, format?: FileFormat): PhysicalMemory {
  const end = Math.min(base + source.size, Number.MAX_SAFE_INTEGER);
  const info: ImageInfo = {
    path: source.name,
    format: 'raw',
    summary: 'raw memory',
    fileSize: source.size,
    ...MEMORY_ALONE,
    notes:
      format === undefined
        ? []
        : [`begins as a file that is ${format.what}: read as raw memory, as was asked for`],
  };
  return extentMemory(source, info, ExtentList.of([{ start: base, end, offset: 0 }]));
}
