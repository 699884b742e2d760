import { expect, test } from '@jest/globals';
import { openImage } from '../../../src/images/formats/open.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { rootFor, topTables } from '../../../src/images/walk/roots.ts';
import { walkAddress } from '../../../src/images/walk/walk.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { property, stringOf } from '../../helpers/json.ts';
import { pagesMemory, realJson, REAL_KERNELS, unpackedImage } from '../../helpers/real-kernels.ts';

test.each(REAL_KERNELS)('the top tables of $folder', async ({ folder, kernel: name }) => {
  const memory = await openImage(openFile(await unpackedImage(folder)));
  const kernel = resolveKernel({ kernel: name });
  const meta = realJson(folder, 'meta.json');
  const tables = topTables(memory, kernel, memory.info.cpus[0]?.cr3 ?? 0n);
  expect(tables).toEqual({
    user: BigInt(stringOf(meta, 'cr3_page_table')),
    kernel: BigInt(stringOf(meta, 'cr3_kernel_page_table')),
    isolated: property(meta, 'page_table_isolation'),
  });
  // A symbol of the kernel's data is mapped through the kernel's table, and VMCOREINFO tells where it lies:
  // physical = virtual - __START_KERNEL_map + phys_base (v6.12 arch/x86/include/asm/page_64.h __phys_addr_nodebug).
  const symbol = memory.info.vmcoreinfo?.symbols.get('init_uts_ns') ?? 0n;
  const physBase = memory.info.vmcoreinfo?.physBase ?? 0n;
  const walk = walkAddress(memory, kernel, rootFor(tables, symbol), symbol);
  expect(walk.phys).toBe(symbol - 0xffff_ffff_8000_0000n + physBase);
  memory.close();
});

test('two unrelated pages side by side are no isolated pair', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const page = (entry: bigint): Uint8Array => {
    const bytes = new Uint8Array(4096);
    new DataView(bytes.buffer).setBigUint64(8, entry, true);
    return bytes;
  };
  const memory = (own: bigint, copy: bigint) =>
    pagesMemory([
      { physAddr: 0x2000n, bytes: page(own) },
      { physAddr: 0x3000n, bytes: page(copy) },
    ]);
  expect(topTables(memory(0x8000_0000_0000_5067n, 0x5067n), kernel, 0x3000n).isolated).toBe(true);
  expect(topTables(memory(0x8000_0000_0000_6067n, 0x5067n), kernel, 0x3000n).isolated).toBe(false);
  expect(topTables(memory(0n, 0n), kernel, 0x3000n).isolated).toBe(false);
  expect(topTables(memory(0x5067n, 0x5067n), kernel, 0x2000n).isolated).toBe(false);
  expect(topTables(pagesMemory([]), kernel, 0x3000n).isolated).toBe(false);
});
