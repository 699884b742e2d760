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
  const { entries } = readPageEntries(memory, kernel, 0x1000n, 510, 4);
  expect(entries.map((entry) => entry?.offset)).toEqual([undefined, undefined, 0, 1]);
});
