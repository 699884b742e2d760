import { afterAll, describe, expect, test } from '@jest/globals';
import { openImage } from '../../../src/images/formats/open.ts';
import { openKdump } from '../../../src/images/kdump/kdump.ts';
import { readMemory, type PhysicalMemory } from '../../../src/images/memory.ts';
import type { ByteSource } from '../../../src/input/bytes/byte-source.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { compressedPages } from '../../helpers/compressed-pages.ts';
import {
  flatRecord,
  storeZlib,
  writeFlattened,
  writeKdump,
  writeNote,
  type KdumpPlan,
  type StoredPage,
} from '../../helpers/image-writer.ts';
import { readTables } from '../../helpers/real-kernels.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const ZEROS = new Uint8Array(4096);
const folder = temporaryFolder();
afterAll(() => folder.remove());

const open = (bytes: Uint8Array): Promise<PhysicalMemory> =>
  openKdump(openFile(folder.write('kdump', bytes)));
const tables = readTables('6.12.117+deb12-amd64').pages;
const stored = tables.map(storeZlib);
const packed = compressedPages();

function storeWith(codec: 'lzo' | 'snappy' | 'zstd', flags: number): StoredPage[] {
  return tables.map((page, i) => ({
    physAddr: page.physAddr,
    data: packed[i]?.[codec] ?? page.bytes,
    flags,
  }));
}

async function expectTables(plan: KdumpPlan): Promise<PhysicalMemory> {
  const memory = await open(writeKdump(plan));
  for (const { physAddr, bytes } of tables)
    expect(Buffer.compare(readMemory(memory, physAddr, 4096) ?? new Uint8Array(0), bytes)).toBe(0);
  return memory;
}

describe('openKdump', () => {
  test.each([1, 2, 3, 4, 5, 6])('version %d, zlib', async (version) => {
    const memory = await expectTables({ version, pages: stored, vmcoreinfo: Buffer.from('PAGESIZE=4096\n') });
    expect(memory.info.summary).toBe(`kdump-compressed version ${version}, little endian, zlib`);
    expect(memory.info.vmcoreinfo?.pageSize).toBe(version >= 3 ? 4096 : undefined);
    memory.close();
  });

  test.each([
    { codec: 'lzo', flags: 2 },
    { codec: 'snappy', flags: 4 },
    { codec: 'zstd', flags: 0x20 },
  ] as const)('$codec pages, as the libraries themselves packed them', async ({ codec, flags }) => {
    (await expectTables({ pages: storeWith(codec, flags) })).close();
  });

  test('pages that did not shrink are stored as they are, of any codec', async () => {
    const plain = tables.map((page) => ({ physAddr: page.physAddr, data: page.bytes, flags: 0 }));
    (await expectTables({ pages: [...stored.slice(0, 9), ...plain.slice(9)] })).close();
  });

  test('big endian', async () => {
    (await expectTables({ pages: stored, littleEndian: false })).close();
  });

  test('reads may start and end anywhere', async () => {
    const pages = [1, 2, 3].map((n) =>
      storeZlib({ physAddr: BigInt(n) << 12n, bytes: new Uint8Array(4096).fill(n) }),
    );
    const memory = await open(writeKdump({ pages }));
    const bytes = readMemory(memory, 0x1ffen, 4100);
    expect([bytes?.[1], bytes?.[2], bytes?.[4097], bytes?.[4098]]).toEqual([1, 2, 2, 3]);
    expect([...memory.ranges()]).toEqual([{ start: 0x1000n, end: 0x4000n }]);
    expect(readMemory(memory, 0x3fffn, 2)).toBeUndefined();
    expect(memory.holeAt(0x4000n)).toBe('not in the image');
    expect(memory.holeAt(0xffff_ffff_ffff_f000n)).toBe('not in the image');
  });

  test('pages left out are told from memory that is not there', async () => {
    const memory = await open(writeKdump({ pages: stored, leftOut: [0x7000n], dumpLevel: 31 }));
    expect(readMemory(memory, 0x7000n, 8)).toBeUndefined();
    expect(memory.holeAt(0x7000n)).toMatch(/^left out .*dump level 31: cache, private cache, user, free/);
    expect(memory.holeAt(0x8000n)).toBe('not in the image');
    expect(memory.info.notes).toContain(
      'dump level 31: cache, private cache, user, free pages were left out; pages of zeros are kept once',
    );
  });

  test('a part of a split dump has its own descriptors', async () => {
    const frames = tables.map((page) => Number(page.physAddr >> 12n)).sort((a, b) => a - b);
    const split = [frames[5] ?? 0, frames[12] ?? 0] as const;
    for (const version of [2, 6]) {
      const memory = await open(writeKdump({ version, pages: stored, split }));
      for (const { physAddr, bytes } of tables) {
        const inside = physAddr >> 12n >= split[0] && physAddr >> 12n < split[1];
        const found = readMemory(memory, physAddr, 4096);
        expect(found === undefined ? -1 : Buffer.compare(found, bytes)).toBe(inside ? 0 : -1);
        if (!inside) expect(memory.holeAt(physAddr)).toBe('in another part of this split dump');
      }
    }
  });

  test('an incomplete dump has pages that were not written', async () => {
    const first = stored[0];
    if (first === undefined) throw new Error('no page');
    const bytes = writeKdump({ pages: [first], status: 1 | 8 });
    bytes.fill(0, bytes.length - first.data.length - 24, bytes.length - first.data.length);
    const memory = await open(bytes);
    expect(readMemory(memory, first.physAddr, 8)).toBeUndefined();
    expect(memory.holeAt(first.physAddr)).toBe('not written: the image is incomplete');
    expect(memory.info.notes[0]).toMatch(/^incomplete/);
  });

  test('notes hold the registers', async () => {
    const notes = writeNote('CORE', 1, new Uint8Array(336));
    const memory = await open(writeKdump({ pages: stored, notes }));
    expect(memory.info.cpus).toEqual([{ cpu: 0, pc: 0n }]);
    expect(memory.info.release).toBe('6.1.0-test');
  });

  const one = stored.slice(0, 1);
  const descriptorAt = 5 * 4096;
  const single = writeKdump({ pages: one.map((page) => ({ ...page, physAddr: 0x1000n })) });
  const patched = (at: number, ...bytes: number[]): Uint8Array => {
    const out = new Uint8Array(single);
    out.set(bytes, at);
    return out;
  };
  test.each([
    {
      name: 'a page of no bytes',
      bytes: patched(descriptorAt + 8, 0, 0),
      code: 'ERR_FORMAT',
      text: /@0x5000: .*0 bytes/,
    },
    {
      name: 'a page of 4 GiB',
      bytes: patched(descriptorAt + 11, 0xff),
      code: 'ERR_FORMAT',
      text: /@0x5000: /,
    },
    {
      name: 'two codecs at once',
      bytes: patched(descriptorAt + 12, 3),
      code: 'ERR_FORMAT',
      text: /compression 0x3/,
    },
    {
      name: 'another codec than said',
      bytes: patched(descriptorAt + 12, 2),
      code: 'ERR_FORMAT',
      text: /lzo data/,
    },
    { name: 'damaged data', bytes: patched(descriptorAt + 24, 0xff), code: 'ERR_FORMAT', text: /zlib data/ },
  ])('$name is refused with its place', async ({ bytes, code, text }) => {
    const memory = await open(bytes);
    expect(() => readMemory(memory, 0x1000n, 8)).toThrow(expect.objectContaining({ code }));
    expect(() => readMemory(memory, 0x1000n, 8)).toThrow(text);
  });

  test.each([
    {
      name: 'inside a page',
      bytes: single.subarray(0, single.length - 1),
      hole: /^cut off: it would be at 0x5018 of the file, past its end/,
      note: `cut short: the file ends at 0x${(single.length - 1).toString(16)}, before the end of the pages`,
    },
    {
      name: 'inside a descriptor',
      bytes: single.subarray(0, descriptorAt + 5),
      hole: /^cut off: its descriptor would be at 0x5000 of the file, past its end/,
      note: 'cut short: the file ends at 0x5005, before the end of the pages',
    },
    {
      name: 'before the second bitmap',
      bytes: single.subarray(0, descriptorAt - 4096),
      hole: /^cut off: the file ends before the bitmap says/,
      note: 'cut short: the file ends at 0x4000, before the end of the bitmaps',
    },
  ])('a file that ends too early is read to its end: $name', async ({ bytes, hole, note }) => {
    const memory = await open(bytes);
    expect(readMemory(memory, 0x1000n, 8)).toBeUndefined();
    expect(memory.holeAt(0x1000n)).toMatch(hole);
    if (note !== undefined) expect(memory.info.notes).toContain(note);
  });

  test('of a file cut short the pages before the cut are read, those behind it are not', async () => {
    const whole = writeKdump({ pages: stored });
    for (let at = descriptorAt; at < whole.length; at += 997) {
      const memory = await open(whole.subarray(0, at));
      expect(memory.info.notes.join()).toMatch(/^cut short: the file ends at 0x/);
      for (const { physAddr } of stored) {
        const page = readMemory(memory, physAddr, 4096);
        const full = readMemory(await open(whole), physAddr, 4096);
        if (page === undefined) expect(memory.holeAt(physAddr)).toMatch(/^cut off: /);
        else expect(Buffer.compare(page, full ?? new Uint8Array(0))).toBe(0);
      }
    }
  });

  // QEMU and makedumpfile -d 1 write one page of zeros first: neither that nor a machine whose last memory is of zeros hides
  // the end.
  test.each([0, 3000])(
    'of a file cut short it is said, whatever shares a place: %i pages of zeros',
    async (zeros) => {
      const page = (pfn: number, fill: number): StoredPage => ({
        physAddr: BigInt(pfn) << 12n,
        data: new Uint8Array(4096).fill(fill),
        flags: 0,
      });
      const pages = [
        ...Array.from({ length: 20 }, (_, i) => page(i, i + 1)),
        ...Array.from({ length: zeros }, (_, i) => page(20 + i, 0)),
      ];
      const whole = writeKdump({ pages, sharesZeros: true });
      expect((await open(whole)).info.notes).toEqual([]);
      for (const left of [1, 4096, 8000])
        expect((await open(whole.subarray(0, whole.length - left))).info.notes).toEqual([
          `cut short: the file ends at 0x${(whole.length - left).toString(16)}, before the end of the pages`,
        ]);
    },
  );

  test('of a file cut short it is said, wherever among pages of zeros the last other one is', async () => {
    const last = [1, 3500, 8191, 8192];
    for (const behind of last) {
      const pages = Array.from({ length: 9000 }, (_, pfn) => ({
        physAddr: BigInt(pfn) << 12n,
        data: pfn === 2 || pfn === 8999 - behind ? new Uint8Array(4096).fill(7) : ZEROS,
        flags: 0,
      }));
      const whole = writeKdump({ pages, sharesZeros: true });
      expect((await open(whole)).info.notes).toEqual([]);
      expect((await open(whole.subarray(0, -1))).info.notes).toEqual([
        `cut short: the file ends at 0x${(whole.length - 1).toString(16)}, before the end of the pages`,
      ]);
    }
  });

  // 2^28 pages of zeros are 1 TiB, and their descriptors 6 GiB.
  test('where too many pages of zeros are at the end to look at, it is said that it is not known', async () => {
    const count = 2 ** 28;
    const bits = 2 ** 25;
    const head = writeKdump({ pages: [], leftOut: [0n], version: 6 });
    const patch = new DataView(head.buffer);
    const half = bits / 4096;
    patch.setUint32(436, 2 * half, true);
    patch.setBigUint64(4096 + 96, BigInt(count), true);
    const bitmapAt = 3 * 4096;
    const tableAt = bitmapAt + 2 * bits;
    const zerosAt = tableAt + count * 24;
    const descriptor = Buffer.alloc(24);
    descriptor.writeBigUInt64LE(BigInt(zerosAt));
    descriptor.writeUInt32LE(4096, 8);
    const source: ByteSource = {
      name: 'made',
      size: zerosAt + 4096,
      readAt(offset, target) {
        if (offset >= tableAt && offset < zerosAt)
          Buffer.from(target.buffer, target.byteOffset, target.length).fill(
            Buffer.concat([
              descriptor.subarray((offset - tableAt) % 24),
              descriptor.subarray(0, (offset - tableAt) % 24),
            ]),
          );
        else if (offset >= bitmapAt && offset < tableAt) target.fill(0xff);
        else {
          target.fill(0);
          target.set(head.subarray(offset, offset + target.length));
        }
        return target.length;
      },
      close: () => undefined,
    };
    const { info } = await openKdump(source);
    expect(info.notes).toEqual([
      'whether it is cut short is not known: its last 8388608 descriptors are all of pages of zeros, or were not written',
    ]);
  });

  // makedumpfile -F with several cycles writes the pages of one before the bits of the next.
  test.each([
    { name: 'the end', gap: [12, 24], held: (pfn: number) => pfn < 96 },
    { name: 'the begin', gap: [0, 12], held: () => false },
    { name: 'a byte', gap: [5, 6], held: (pfn: number) => pfn < 40 },
  ])(
    'flattened, cut before $name of the bitmap is written: pages behind that are not counted',
    async ({ gap, held }) => {
      const pages = Array.from({ length: 190 }, (_, pfn) => pfn)
        .filter((pfn) => pfn % 3 > 0)
        .map((pfn) => ({ physAddr: BigInt(pfn) << 12n, data: new Uint8Array(4096).fill(pfn), flags: 0 }));
      const whole = writeKdump({ pages, leftOut: [0n] });
      const bitmapAt = descriptorAt - 4096;
      const [from = 0, to = 0] = gap.map((byte) => bitmapAt + byte);
      const flat = Buffer.concat([
        writeFlattened(new Uint8Array(0), 1).subarray(0, 4096),
        flatRecord(0n, BigInt(from)),
        whole.subarray(0, from),
        flatRecord(BigInt(to), BigInt(whole.length - to)),
        whole.subarray(to),
      ]);
      const memory = await openImage(openFile(folder.write('flat', flat)));
      expect(memory.info.notes).toEqual([expect.stringMatching(/before the closing record/)]);
      for (const { physAddr } of pages) {
        const pfn = Number(physAddr >> 12n);
        expect(readMemory(memory, physAddr, 1)?.[0]).toBe(held(pfn) ? pfn : undefined);
        if (!held(pfn))
          expect(memory.holeAt(physAddr)).toMatch(/^cut off: the file ends before the bitmap says/);
      }
      memory.close();
    },
  );

  // QEMU v7.2 include/sysemu/dump.h ELF_MACHINE_UNAME: "Unknown" on every target but a few.
  test('a machine that QEMU does not name is told by its notes', async () => {
    const notes = writeNote('CORE', 1, new Uint8Array(392));
    const image = await open(writeKdump({ pages: stored, machine: 'Unknown', notes }));
    expect([image.info.machine, image.info.cpus]).toEqual(['aarch64', [{ cpu: 0, pc: 0n }]]);
    expect((await open(writeKdump({ pages: stored, machine: 'Unknown' }))).info.machine).toBeUndefined();
  });

  test('notes that are too many are refused', async () => {
    await expect(open(patched(4096 + 56 + 4, 1))).rejects.toThrow(/notes of 0x1/);
  });
});
