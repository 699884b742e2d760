import { KDUMP_SIGNATURE } from '../kdump/header.ts';

/** The first bytes of a flattened makedumpfile image. */
export const FLATTENED_SIGNATURE = 'makedumpfile\0\0\0\0';

/** The first bytes of an ELF file. */
export const ELF_SIGNATURE = '\x7fELF';

/** The magic number of LiME's header, little endian at the start of each range. */
const LIME_SIGNATURE = 'EMiL';

/** Files that are often handed over in place of another, by their first bytes, each a character. */
const OTHERS: readonly (readonly [magic: string, what: string])[] = [
  ['\x28\xb5\x2f\xfd', 'compressed with zstd: unpack it first (zstd -d)'],
  ['\x1f\x8b', 'compressed with gzip: unpack it first (gunzip)'],
  ['\xfd7zXZ\0', 'compressed with xz: unpack it first (unxz)'],
  ['\x04\x22\x4d\x18', 'compressed with lz4: unpack it first (lz4 -d)'],
  ['DISKDUMP', 'a diskdump image: only its successor, kdump, is read'],
  ['AVML', 'a compressed AVML image: convert it first (avml-convert)'],
  ['PAGEDU64', 'the memory dump of a Windows machine'],
  ['QFI\xfb', 'a QEMU disk image'],
];

/** The memory images that are read, and what they are called. */
const IMAGES: readonly (readonly [magic: string, what: string])[] = [
  [ELF_SIGNATURE, 'an ELF file'],
  [KDUMP_SIGNATURE, 'a kdump image'],
  [FLATTENED_SIGNATURE, 'a flattened makedumpfile image'],
  [LIME_SIGNATURE, 'a LiME image'],
];

/**
 * What a file is that is no memory image; undefined where its first bytes do not tell.
 *
 * @param start the first bytes, 16 at least where the file has them
 */
export function otherFormat(start: Uint8Array): string | undefined {
  return named(OTHERS, start);
}

/**
 * Which memory image a file is; undefined where its first bytes do not tell.
 *
 * @param start as `otherFormat`
 */
export function imageFormat(start: Uint8Array): string | undefined {
  return named(IMAGES, start);
}

function named(rows: typeof OTHERS, start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, 16));
  return rows.find(([magic]) => text.startsWith(magic))?.[1];
}
