import { expect, test } from '@jest/globals';
import { readPageEntries } from '../../../src/images/scan/page-entries.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { pagesMemory } from '../../helpers/real-kernels.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });

test('readPageEntries gives large pages page by page, and holes nothing', () => {
  const table = new Uint8Array(4096);
  new DataView(table.buffer).setBigUint64(8, 0x4a008e7n, true);
  const chain = (entry: bigint): Uint8Array => {
    const bytes = new Uint8Array(4096);
    new DataView(bytes.buffer).setBigUint64(0, entry, true);
    return bytes;
  };
  const memory = pagesMemory([
    { physAddr: 0x1000n, bytes: chain(0x2067n) },
    { physAddr: 0x2000n, bytes: chain(0x3067n) },
    { physAddr: 0x3000n, bytes: table },
  ]);
  const { entries, isUnread } = readPageEntries(memory, kernel, 0x1000n, 510, 4);
  expect(entries.map((entry) => entry?.offset)).toEqual([undefined, undefined, 0, 1]);
  expect([0, 1, 2, 3].filter(isUnread)).toEqual([]);
});

test('readPageEntries tells the pages below tables that are not in the image', () => {
  const table = new Uint8Array(4096);
  const view = new DataView(table.buffer);
  [0x2067n, 0x9067n].forEach((entry, index) => view.setBigUint64(8 * index, entry, true));
  // All levels in one page: the second entry of each table points out of the image.
  const memory = pagesMemory([
    { physAddr: 0x1000n, bytes: table },
    { physAddr: 0x2000n, bytes: Buffer.from(table).map((byte, at) => (at === 1 ? 0x30 : byte)) },
    { physAddr: 0x3000n, bytes: Buffer.from(table).map((byte, at) => (at === 1 ? 0x40 : byte)) },
    { physAddr: 0x4000n, bytes: new Uint8Array(4096).fill(1, 0, 1) },
  ]);
  const { problems, isUnread } = readPageEntries(memory, kernel, 0x1000n, 510, 6);
  expect(problems).toEqual([expect.stringMatching(/^the pte table at 0x9000 cannot be read/)]);
  expect([0, 1, 2, 3, 4, 5].filter(isUnread)).toEqual([2, 3, 4, 5]);
});
