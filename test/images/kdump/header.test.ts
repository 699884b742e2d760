import { afterAll, describe, expect, test } from '@jest/globals';
import { readKdumpHeader } from '../../../src/images/kdump/header.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { writeKdump } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const page = { physAddr: 0x5000n, data: new Uint8Array(4096), flags: 0 };
const read = (bytes: Uint8Array) => readKdumpHeader(openFile(folder.write('kdump', bytes)));

describe('readKdumpHeader', () => {
  test.each([1, 2, 3, 4, 5, 6])('version %d has the fields that it had', (version) => {
    const header = read(
      writeKdump({
        version,
        pages: [page],
        dumpLevel: 17,
        split: [2, 6],
        vmcoreinfo: new Uint8Array(10),
        notes: new Uint8Array(20),
        release: '6.1.0-9',
      }),
    );
    expect(header).toMatchObject({
      version,
      littleEndian: true,
      release: '6.1.0-9',
      machine: 'x86_64',
      blockSize: 4096,
      pages: 7,
      dumpLevel: 17,
      memoryBitmapAt: 3 * 4096,
      pageBitmapAt: 4 * 4096,
      descriptorsAt: 5 * 4096,
    });
    expect(header.split).toEqual(version >= 2 ? { start: 2, end: 6 } : undefined);
    expect(header.vmcoreinfo).toEqual(version >= 3 ? { offset: 4096 + 104, size: 10 } : undefined);
    expect(header.notes).toEqual(version >= 4 ? { offset: 4096 + 114, size: 20 } : undefined);
  });

  test('big endian, pages of 64 KiB', () => {
    const bytes = writeKdump({
      pages: [{ physAddr: 0x50000n, data: new Uint8Array(65536), flags: 0 }],
      littleEndian: false,
      blockSize: 65536,
    });
    expect(read(bytes)).toMatchObject({ littleEndian: false, blockSize: 65536, pages: 6 });
  });

  const good = writeKdump({ pages: [page] });
  const patched = (at: number, ...bytes: number[]): Uint8Array => {
    const out = new Uint8Array(good);
    out.set(bytes, at);
    return out;
  };
  test.each([
    { name: 'no block size', bytes: patched(428, 0, 0), code: 'ERR_FORMAT', text: /@0x1ac: / },
    {
      name: 'a 32-bit machine',
      bytes: patched(416, 0, 16, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9),
      code: 'ERR_FORMAT',
      text: /32-bit/,
    },
    {
      name: 'more pages than bits',
      bytes: patched(4096 + 96, 0, 0, 0, 0, 1),
      code: 'ERR_FORMAT',
      text: /page frames/,
    },
    { name: 'a page count out of range', bytes: patched(4096 + 103, 1), code: 'ERR_FORMAT', text: /@0x1060/ },
    { name: 'a header cut off', bytes: good.subarray(0, 400), code: 'ERR_TRUNCATED', text: /kdump header/ },
    {
      name: 'a sub header cut off',
      bytes: good.subarray(0, 4100),
      code: 'ERR_TRUNCATED',
      text: /sub header/,
    },
  ])('$name is refused with its place', ({ bytes, code, text }) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code }));
    expect(() => read(bytes)).toThrow(text);
  });
});
