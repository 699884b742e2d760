import { formatError, type PteDecodeError } from '../../core/errors.ts';

/** The first bytes of a flattened makedumpfile image. */
export const FLATTENED_SIGNATURE = 'makedumpfile\0\0\0\0';

/** The first bytes of an ELF file. */
export const ELF_SIGNATURE = '\x7fELF';

/** The first eight bytes of a kdump-compressed image. */
export const KDUMP_SIGNATURE = 'KDUMP   ';

/** The magic number of LiME's header, little endian at the start of each range. */
export const LIME_SIGNATURE = 'EMiL';

/** The first bytes of a capture of pagemap, behind which one byte has the number of its format. */
const CAPTURE_NAME = 'PTEPMAP';

/** The first bytes of a capture, of the format that is read. */
export const CAPTURE_SIGNATURE = `${CAPTURE_NAME}\x01`;

/** Bytes that tell which format a file has. */
export const FORMAT_BYTES = 16;

/** What a file is by its first bytes, and what it is good for. */
export interface FileFormat {
  /** A noun with its article, or what was done to the file: `an ELF file`, `compressed with gzip`. */
  readonly what: string;
  /** `image`: a memory image that is read; `capture`: pagemap of a process with its mappings; `other`: read by no command. */
  readonly kind: 'image' | 'capture' | 'other';
  /** What to do with it. */
  readonly advice: string;
}

const READ_AS_IMAGE = 'pte-decode image, walk and scan read it';

/**
 * A `.gz` file has two bytes of magic only, so its method, flags, time, extra flags and system count too (RFC 1952, 2.3): a
 * page may be in the frame that begins so, and no time is one of 2038 or later, where pagemap says that it is present.
 */
function isGzip([
  id1,
  id2,
  method,
  flags = 0x20,
  ,
  ,
  ,
  time = 0x80,
  extra,
  system = 0x20,
]: Uint8Array): boolean {
  return (
    id1 === 0x1f &&
    id2 === 0x8b &&
    method === 8 &&
    flags < 0x20 &&
    time < 0x80 &&
    (extra === 0 || extra === 2 || extra === 4) &&
    (system < 0x0e || system === 0xff)
  );
}

/**
 * The magic number of an LZ4 frame alone is also the low half of a swap entry of x86: the descriptor behind it counts too, with
 * its version, its reserved bits and the size of blocks (LZ4 frame format 1.6, "Frame Descriptor").
 */
function isLz4([a, b, c, d, flags = 0, blocks = 0]: Uint8Array): boolean {
  const isMagic = a === 0x04 && b === 0x22 && c === 0x4d && d === 0x18;
  return isMagic && (flags & 0xc2) === 0x40 && (blocks & 0x8f) === 0 && blocks >= 0x40;
}

/**
 * IMG_COMMON_MAGIC or IMG_SERVICE_MAGIC of CRIU alone is also the low half of an entry: the number behind it counts too, the
 * place of a town in decimal digits, from 43 to 67 degrees north (CRIU, criu/include/magic.h).
 */
function isCriu(start: Uint8Array): boolean {
  const [a, b, c, d, ...rest] = start.subarray(0, 8);
  const isMagic =
    (a === 0x19 && b === 0x43 && c === 0x56 && d === 0x54) ||
    (a === 0x40 && b === 0x59 && c === 0x10 && d === 0x55);
  const north = rest[3] ?? 0;
  const isDecimal = rest.every((byte) => (byte & 0xf) <= 9 && byte >> 4 <= 9);
  return isMagic && isDecimal && north >= 0x43 && north <= 0x67;
}

/** Files that are often handed over in place of another, by their first bytes, each a character. */
const FORMATS: readonly (FileFormat & { readonly magic: string | ((start: Uint8Array) => boolean) })[] = [
  { magic: ELF_SIGNATURE, what: 'an ELF file', kind: 'image', advice: READ_AS_IMAGE },
  { magic: KDUMP_SIGNATURE, what: 'a kdump image', kind: 'image', advice: READ_AS_IMAGE },
  {
    magic: FLATTENED_SIGNATURE,
    what: 'a flattened makedumpfile image',
    kind: 'image',
    advice: READ_AS_IMAGE,
  },
  { magic: LIME_SIGNATURE, what: 'a LiME image', kind: 'image', advice: READ_AS_IMAGE },
  {
    magic: CAPTURE_SIGNATURE,
    what: 'a capture of pagemap',
    kind: 'capture',
    advice: 'pte-decode pagemap reads it',
  },
  {
    magic: CAPTURE_NAME,
    what: 'a capture of pagemap in another format than the one that is read',
    kind: 'other',
    advice: 'take the pte-decode that wrote it',
  },
  ...(
    [
      ['\x28\xb5\x2f\xfd', 'compressed with zstd', 'unpack it first (zstd -d)'],
      [isGzip, 'compressed with gzip', 'unpack it first (gunzip)'],
      ['\xfd7zXZ\0', 'compressed with xz', 'unpack it first (unxz)'],
      [isLz4, 'compressed with lz4', 'unpack it first (lz4 -d)'],
      ['BZh91AY&SY', 'compressed with bzip2', 'unpack it first (bunzip2)'],
      ['\x89LZO\0\r\n\x1a\n', 'compressed with lzop', 'unpack it first (lzop -d)'],
      ['DISKDUMP', 'a diskdump image', 'only its successor, kdump, is read'],
      ['AVML\x02\0\0\0', 'a compressed AVML image', 'convert it first (avml-convert)'],
      ['PAGEDU64', 'the memory dump of a Windows machine', 'none of Linux'],
      ['QFI\xfb', 'a QEMU disk image', 'no memory'],
      ['LibvirtQemudSave', 'a saved guest of libvirt', 'virsh dump --memory-only writes what is read'],
      ['QEVM\0\0\0', 'a stream of a QEMU guest that moves', 'dump-guest-memory writes what is read'],
      [isCriu, 'an image of CRIU', 'crit decode shows it; pagemap of a process is in /proc/PID/pagemap'],
      ['LPKSHHRH', 'a journal of systemd', 'journalctl -k --file writes its text'],
    ] as const
  ).map(([magic, what, advice]) => ({ magic, what, kind: 'other' as const, advice })),
];

/**
 * Which format a file has; undefined where its first bytes do not tell, as those of words, tables and text do not.
 *
 * @param start the first bytes, `FORMAT_BYTES` at least where the file has them
 */
export function fileFormat(start: Uint8Array): FileFormat | undefined {
  const text = String.fromCharCode(...start.subarray(0, FORMAT_BYTES));
  return FORMATS.find(({ magic }) => (typeof magic === 'string' ? text.startsWith(magic) : magic(start)));
}

/** Whether bytes begin with the mark of UTF-16. */
const hasMark = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** Whether bytes are characters of ASCII with a zero byte behind or in front of each, with a mark or without: no words look so. */
function utf16Name(start: Uint8Array): string | undefined {
  const bytes = start.subarray(hasMark(start) ? 2 : 0, FORMAT_BYTES);
  if (bytes.length < 8) return undefined;
  const isText = (byte: number): boolean =>
    (byte >= 0x20 && byte < 0x7f) || byte === 10 || byte === 13 || byte === 9;
  const order = bytes[0] === 0 ? 'BE' : 'LE';
  const isSo = bytes.every((byte, at) => ((at % 2 === 0) === (order === 'BE') ? byte === 0 : isText(byte)));
  return isSo ? `UTF-16${hasMark(start) ? '' : order}` : undefined;
}

const utf16Format = (name: string): FileFormat => ({
  what: 'text in UTF-16',
  kind: 'other',
  advice: `convert it first (iconv -f ${name} -t UTF-8)`,
});

/** What a file is where text or words are wanted and its first bytes tell that it is neither, or text not in UTF-8. */
export function otherThanWords(start: Uint8Array): FileFormat | undefined {
  const name = utf16Name(start);
  return name === undefined ? fileFormat(start) : utf16Format(name);
}

/** What a file is where text is wanted and its first bytes tell that it is none, or none in UTF-8: words can begin with a mark. */
export function otherThanText(start: Uint8Array): FileFormat | undefined {
  return hasMark(start) ? utf16Format('UTF-16') : otherThanWords(start);
}

/**
 * The error for a file that has another format than the one wanted: says what it is and what reads it.
 *
 * @param wanted what the file is not: `no dump of pagemap`
 * @param source the name of the file
 */
export function otherFormat({ what, advice }: FileFormat, wanted: string, source: string): PteDecodeError {
  return formatError(`${wanted} but ${what}: ${advice}`, { source });
}
