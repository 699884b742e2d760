import { PteDecodeError } from '../core/errors.ts';
import { formatHex } from '../core/u64.ts';
import { openElf } from './elf.ts';
import { openFlattened } from './flattened.ts';
import { KDUMP_SIGNATURE } from './kdump-header.ts';
import { openKdump } from './kdump.ts';
import { LIME_MAGIC, openLime } from './lime.ts';
import { type PhysicalMemory } from './memory.ts';
import { openRaw } from './raw.ts';
import { malformed, type ByteSource } from '../input/byte-source.ts';

/** Files that are often handed over in place of an image, by their first bytes (hexadecimal). */
const NOT_IMAGES: readonly (readonly [magic: string, advice: string])[] = [
  ['28b52ffd', 'compressed with zstd: unpack it first (zstd -d)'],
  ['1f8b', 'compressed with gzip: unpack it first (gunzip)'],
  ['fd377a585a00', 'compressed with xz: unpack it first (unxz)'],
  ['04224d18', 'compressed with lz4: unpack it first (lz4 -d)'],
  ['4449534b44554d50', 'a diskdump image: only its successor, kdump, is read'],
  ['41564d4c', 'a compressed AVML image: convert it first (avml-convert)'],
  ['5041474544553634', 'the memory dump of a Windows machine'],
  ['514649fb', 'a QEMU disk image'],
];

/**
 * Opens a memory image; its own first bytes say which format it has.
 *
 * @param source the file; closed when it cannot be opened as an image
 * @param options `base`: take the file as raw memory that starts at this physical address (bytes, below 2^53)
 * @throws PteDecodeError `ERR_INPUT` when the file cannot be read, `ERR_FORMAT` when it is no image or
 *   contradicts itself, `ERR_TRUNCATED` when it ends inside its headers, `ERR_VALUE_RANGE` for a base no machine has
 */
export async function openImage(
  source: ByteSource,
  options: { base?: bigint } = {},
): Promise<PhysicalMemory> {
  const { base } = options;
  try {
    if (base !== undefined && base > BigInt(Number.MAX_SAFE_INTEGER))
      throw new PteDecodeError(
        'ERR_VALUE_RANGE',
        `a memory base of ${formatHex(base)}, beyond any machine's memory`,
      );
    return base === undefined ? await openByMagic(source) : openRaw(source, Number(base));
  } catch (error) {
    source.close();
    throw error;
  }
}

async function openByMagic(source: ByteSource): Promise<PhysicalMemory> {
  const start = firstBytes(source);
  if (start.startsWith('makedumpfile\0\0\0\0')) {
    const inner = openFlattened(source);
    const memory = await openPlain(inner, firstBytes(inner));
    const notes = inner.cut === undefined ? memory.info.notes : [inner.cut, ...memory.info.notes];
    const info = { ...memory.info, notes, summary: `${memory.info.summary}, flattened` };
    return { ...memory, info };
  }
  return openPlain(source, start);
}

async function openPlain(source: ByteSource, start: string): Promise<PhysicalMemory> {
  if (start.startsWith('\x7fELF')) return openElf(source);
  if (start.startsWith(KDUMP_SIGNATURE)) return openKdump(source);
  const magic = Buffer.from(start, 'latin1');
  if (magic.length >= 4 && magic.readUInt32LE(0) === LIME_MAGIC) return openLime(source);
  const hex = magic.toString('hex');
  const known = NOT_IMAGES.find(([prefix]) => hex.startsWith(prefix));
  throw malformed(
    source,
    0,
    known === undefined
      ? 'not a memory image: wanted an ELF core, kdump, flattened makedumpfile or LiME; for raw memory give --memory-base'
      : `not a memory image: ${known[1]}`,
  );
}

function firstBytes(source: ByteSource): string {
  const bytes = new Uint8Array(16);
  return Buffer.from(bytes.subarray(0, source.readAt(0, bytes))).toString('latin1');
}
