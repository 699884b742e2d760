import { zlib } from '../../input/bytes/zlib.ts';

// A capture is the magic, then sections: four letters, u32 length, that many bytes, u32 CRC-32 of the letters, length
// and bytes. Numbers are little-endian. docs/pagemap.md describes it for other programs.
export { CAPTURE_MAGIC, isCapture } from './magic.ts';

/** Most bytes of a section: what a reader has to hold. */
export const SECTION_LIMIT = 0x8_0000;

/** Bytes around the content of a section: letters and length in front, checksum behind. */
export const SECTION_HEAD = 8;
export const SECTION_TAIL = 4;

/** `HEAD`: JSON. `MAPS`: a part of the text of maps or smaps. `DATA`: words. `DONE`: u64 number of pages. */
export type SectionName = 'HEAD' | 'MAPS' | 'DATA' | 'DONE';

/** Kinds of records in `DATA`: words as they are, or one word for all pages; the third for pages that were not read. */
export const RECORD = { words: 0, repeat: 1, notRead: 2 } as const;

/** Bytes of a record before its words: u64 page number, u32 kind, u32 number of pages. */
export const RECORD_HEAD = 16;

/** What `HEAD` says. */
export interface CaptureHeader {
  readonly format: 1;
  readonly page_size: number;
  /** The kernel as `--kernel` takes it. */
  readonly kernel: string;
  readonly pid: number;
  readonly program: string;
  /** Whether that kernel has soft-dirty bits; absent where nobody could say it. */
  readonly soft_dirty?: boolean;
  /** Whether it is built with CONFIG_DEVICE_PRIVATE, which moves special swap types; absent where nobody could say it. */
  readonly device_private?: boolean;
  /** Pages that were not read are in records of their own. Older captures hold mappings that smaps calls empty as empty. */
  readonly unread_marked?: boolean;
  /** The id of the boot, and with blanks between them the seconds from it until reading began (/proc/uptime) and the ticks until the process did (/proc/PID/stat); empty, or absent, where nobody said it. */
  readonly taken?: string;
  /** What a reader of the capture should know. */
  readonly notes: readonly string[];
}

/** The checksum of a section. */
export function sectionChecksum(head: Uint8Array, content: Uint8Array): number {
  const sum = zlib().crc32(head);
  // zlib takes an empty buffer for the wish to begin anew.
  return content.length === 0 ? sum : zlib().crc32(content, sum);
}

/** A whole section as bytes. */
export function encodeSection(name: SectionName, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(SECTION_HEAD + content.length + SECTION_TAIL);
  for (let i = 0; i < 4; i += 1) bytes[i] = name.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, content.length, true);
  bytes.set(content, SECTION_HEAD);
  const sum = sectionChecksum(bytes.subarray(0, SECTION_HEAD), content);
  view.setUint32(SECTION_HEAD + content.length, sum, true);
  return bytes;
}
