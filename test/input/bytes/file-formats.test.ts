import { afterAll, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { fileFormat, otherThanText, otherThanWords } from '../../../src/input/bytes/file-formats.ts';
import { runCli, runOnDisk } from '../../helpers/fake-io.ts';
import { storeZlib, writeCore, writeFlattened, writeKdump, writeLime } from '../../helpers/image-writer.ts';
import { dumpOf } from '../../helpers/pagemap.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const page = { physAddr: 0x1000n, bytes: new Uint8Array(4096).fill(1) };
const kdump = writeKdump({ pages: [storeZlib(page)] });
const core = writeCore({ segments: [{ paddr: 0x1000n, bytes: page.bytes }] });

/** A file of a format, and what is said of it. */
interface OtherFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

const IMAGES: readonly OtherFile[] = [
  { name: 'ELF', bytes: core, text: 'an ELF file: pte-decode image, walk and scan read it' },
  { name: 'kdump', bytes: kdump, text: 'a kdump image: pte-decode image, walk and scan read it' },
  {
    name: 'flattened',
    bytes: writeFlattened(kdump, 4096),
    text: 'a flattened makedumpfile image: pte-decode',
  },
  {
    name: 'LiME',
    bytes: writeLime([{ start: 0x1000n, bytes: page.bytes }]),
    text: 'a LiME image: pte-decode',
  },
];
const CAPTURES: readonly OtherFile[] = [
  {
    name: 'capture',
    bytes: Buffer.from('PTEPMAP\x01HEAD'),
    text: 'a capture of pagemap: pte-decode pagemap',
  },
];
const numbers = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

const OTHERS: readonly OtherFile[] = [
  {
    name: 'zstd',
    bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0]),
    text: 'compressed with zstd: unpack',
  },
  { name: 'gzip', bytes: gzipSync(core), text: 'compressed with gzip: unpack it first (gunzip)' },
  // CRIU v4.1, criu/include/magic.h: IMG_COMMON_MAGIC and PAGEMAP_MAGIC; IMG_SERVICE_MAGIC and STATS_MAGIC. criu/image.c
  // writes both as they are in memory, and behind them the length of a message.
  {
    name: 'pagemap-1.img',
    bytes: numbers(0x54564319, 0x56084025, 2, 0x0108),
    text: 'an image of CRIU: crit decode',
  },
  {
    name: 'stats-dump',
    bytes: numbers(0x55105940, 0x57093306, 4, 0x0208),
    text: 'an image of CRIU: crit decode',
  },
  // TIMENS_MAGIC, the most southern place.
  {
    name: 'timens-0.img',
    bytes: numbers(0x54564319, 0x43114433, 4, 0x0208),
    text: 'an image of CRIU: crit decode',
  },
  { name: 'journal', bytes: Buffer.from('LPKSHHRH\0\0\0\0'), text: 'a journal of systemd: journalctl' },
  {
    name: 'later capture',
    bytes: Buffer.from('PTEPMAP\x09HEAD'),
    text: 'a capture of pagemap in another format',
  },
];

/** What Windows makes of a log or of values that it redirects to a file, and iconv without a mark. */
const WIDE: readonly OtherFile[] = [
  {
    name: 'a mark',
    bytes: Buffer.from('\ufeff0x4\r\n', 'utf16le'),
    text: 'text in UTF-16: convert it first (iconv -f UTF-16 -t',
  },
  {
    name: 'a mark, BE',
    bytes: Buffer.from('\ufeff0x4\n', 'utf16le').swap16(),
    text: 'text in UTF-16: convert it first (iconv -f UTF-16 -t',
  },
  {
    name: 'LE',
    bytes: Buffer.from('[   12.345678] BUG: \n', 'utf16le'),
    text: 'text in UTF-16: convert it first (iconv -f UTF-16LE',
  },
  {
    name: 'BE',
    bytes: Buffer.from('# 0x4\n', 'utf16le').swap16(),
    text: 'text in UTF-16: convert it first (iconv -f UTF-16BE',
  },
];

/** Each command with a file in the place where it wants one of its own. */
const READERS: readonly { words: (path: string) => string[]; wrong: readonly OtherFile[]; not: string }[] = [
  {
    words: (path) => ['pagemap', path],
    wrong: [...IMAGES, ...OTHERS, ...WIDE],
    not: 'no dump of pagemap but ',
  },
  {
    words: (path) => ['pagemap', 'diff', path, path],
    wrong: IMAGES.slice(0, 1),
    not: 'no dump of pagemap but ',
  },
  { words: (path) => ['pagemap', 'check', path], wrong: IMAGES.slice(1, 2), not: 'no dump of pagemap but ' },
  { words: (path) => ['log', path], wrong: [...IMAGES, ...CAPTURES, ...OTHERS, ...WIDE], not: 'no log but ' },
  {
    words: (path) => ['scan', '--table', path],
    wrong: [
      ...IMAGES,
      ...CAPTURES,
      ...WIDE,
      { name: 'lines', bytes: Buffer.from('0x67\n'.repeat(64)), text: 'text: pte-decode --file reads' },
    ],
    not: 'no table of entries but ',
  },
  { words: (path) => ['--file', path], wrong: WIDE, not: 'no values but ' },
  { words: (path) => ['--input', 'u64le', '--file', path], wrong: WIDE, not: 'no values but ' },
  { words: (path) => ['check', '--file', path], wrong: WIDE, not: 'no values but ' },
  { words: (path) => ['image', path], wrong: [...CAPTURES, ...OTHERS], not: 'not a memory image but ' },
  { words: (path) => ['walk', path, '0x1000'], wrong: CAPTURES, not: 'not a memory image but ' },
];

describe('a file of another format', () => {
  test.each(READERS.flatMap(({ words, wrong, not }) => wrong.map((file) => ({ ...file, words, not }))))(
    '$words: $name is refused with what it is and what reads it',
    async ({ name, bytes, text, words, not }) => {
      const path = folder.write(name.replaceAll(' ', '-'), bytes);
      const { code, stdout, stderr } = await runOnDisk(words(path));
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`: ${not}${text}`);
    },
  );

  test('a pipe that gives two bytes first is refused as well', async () => {
    const zstd = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0]);
    const { code, stdout, stderr } = await runCli(['log', '-'], { stdin: [zstd.slice(0, 2), zstd.slice(2)] });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('no log but compressed with zstd');
  });

  test('memory that begins like one is read where raw memory was asked for, and said', async () => {
    const path = folder.write('raw', core);
    const { code, stdout } = await runOnDisk(['image', '--memory-base', '0x1000', path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^note +begins as a file that is an ELF file: read as raw memory/m);
  });

  test('words that pagemap may write are none: the first bytes of gzip alone could be a frame', () => {
    // Documentation/admin-guide/mm/pagemap.rst: present, frame 0x88b1f; swap type 31, offset 0x458.
    for (const word of [0x8000_0000_0008_8b1fn, 0x4000_0000_0000_8b1fn, 0x8000_0000_0068_5a42n])
      expect(fileFormat(dumpOf([word, 0n]))).toBeUndefined();
    // CRIU's magic number as a frame: PM_PRESENT alone, and a soft-dirty page of one process (bits 63, 56, 55).
    for (const word of [0x8000_0000_5456_4319n, 0x8180_0000_5456_4319n, 0x5510_5940n])
      expect(fileFormat(dumpOf([word, 0n]))).toBeUndefined();
    expect(fileFormat(new Uint8Array(0))).toBeUndefined();
  });

  test('words that have a zero byte in every other place are none of UTF-16', () => {
    // A word of pagemap whose frame begins so: Documentation/admin-guide/mm/pagemap.rst, bits 0-54.
    for (const bytes of [
      dumpOf([0x8000_0000_0030_0078n]),
      dumpOf([0x0067_0067_0067_0007n]),
      new Uint8Array(16),
    ])
      expect(otherThanText(bytes)).toBeUndefined();
    expect(otherThanText(Buffer.from('0\0'))).toBeUndefined();
    // The mark alone can be the beginning of a frame.
    expect(otherThanWords(dumpOf([0x8000_0000_0000_feffn, 0n]))).toBeUndefined();
  });

  test('text is none: what begins with the name of a format has no version behind it', () => {
    // avml src/image.rs: version 2, little endian; QEMU migration/savevm.c: version 3, big endian.
    for (const text of ['AVML 0.11: acquired', 'QEVM started'])
      expect(fileFormat(Buffer.from(text))).toBeUndefined();
    expect(fileFormat(Buffer.from('AVML\x02\0\0\0'))?.what).toBe('a compressed AVML image');
    expect(fileFormat(Buffer.from('QEVM\0\0\0\x03'))?.what).toContain('QEMU guest');
  });
});
