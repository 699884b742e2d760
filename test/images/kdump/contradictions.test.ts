import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openImage } from '../../../src/images/formats/open.ts';
import { readMemory } from '../../../src/images/memory.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { storeZlib, writeKdump } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const BLOCK = 4096;
/** Frames that stand in the image, among 40 of memory. */
const FRAMES = [1, 2, 3, 8, 9, 15, 16, 17, 30, 39];
const pages = FRAMES.map((pfn) =>
  storeZlib({ physAddr: BigInt(pfn * BLOCK), bytes: new Uint8Array(BLOCK).fill(pfn) }),
);
/** Pages stored as they are, among them some of zeros. */
const plain = FRAMES.map((pfn) => ({
  physAddr: BigInt(pfn * BLOCK),
  data: new Uint8Array(BLOCK).fill(pfn % 8 === 1 ? 0 : pfn),
  flags: 0,
}));
const PLANS = [
  { name: 'compressed', pages: pages.map((page, i) => ({ ...page, first: FRAMES[i] })) },
  { name: 'plain', pages: plain.map((page) => ({ ...page, first: page.data[0] })) },
];
const leftOut = Array.from({ length: 40 }, (_, pfn) => BigInt(pfn * BLOCK));
const plan = { pages, leftOut, dumpLevel: 31, vmcoreinfo: Buffer.from('OSRELEASE=6.1.0\n') };
const good = writeKdump(plan);
/** Behind the header and two blocks of sub header: the bitmap of memory, that of pages, descriptors. */
const [MEMORY, PRESENT, DESCRIPTORS] = [3 * BLOCK, 4 * BLOCK, 5 * BLOCK];

function changed(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

const open = (bytes: Uint8Array) => openImage(openFile(folder.write('kdump', bytes)));

describe('a kdump image that contradicts itself is refused with the place', () => {
  test('the image itself is none', async () => {
    const memory = await open(good);
    for (const pfn of FRAMES) expect(readMemory(memory, BigInt(pfn * BLOCK), 1)).toEqual(Uint8Array.of(pfn));
    memory.close();
  });

  test.each([
    [
      'a bit too many',
      changed(good, PRESENT, (byte) => byte | 0x10),
      /the bitmap has 11 pages, .* neither there nor behind/,
    ],
    [
      'a bit too few',
      changed(good, PRESENT, (byte) => byte & ~0x04),
      /the bitmap has 9 pages, .* neither there nor behind/,
    ],
    [
      'a page that is no memory',
      changed(good, MEMORY + 1, () => 0xfe),
      /page frame 0x8 is in the image by one bitmap/,
    ],
    ['a bit behind the last frame', changed(good, PRESENT + 5, () => 1), /behind the last of 0x28/],
    ['the same in a byte of its own', changed(good, MEMORY + 99, () => 1), /behind the last of 0x28/],
    ['another count in the header', changed(good, 440, () => 41), /counts 41 page frames, its sub header 40/],
    ['an odd number of blocks', changed(good, 436, () => 3), /3 blocks/],
    // Each of an image that is whole: it is not cut short.
    [
      'bitmaps of more blocks than its page frames take',
      changed(good, 438, () => 1),
      /two kdump bitmaps of 65538 blocks: 40 page frames take 2/,
    ],
    [
      'a sub header that no image has',
      changed(good, 435, () => 1),
      /a kdump sub header of 16777218 blocks of 4096 bytes: no image has more/,
    ],
    ['VMCOREINFO in the bitmaps', changed(good, BLOCK + 33, () => 0x30), /lie in the bitmaps/],
    [
      'a split that ends behind',
      writeKdump({ ...plan, split: [2, 90] }).fill(60, BLOCK + 96, BLOCK + 97),
      /of 0x3c/,
    ],
    ['a split from behind its end on', writeKdump({ ...plan, split: [9, 8] }), /0x9 to 0x8/],
  ])('%s', async (_, bytes, text) => {
    await expect(open(bytes)).rejects.toThrow(expect.objectContaining({ code: 'ERR_FORMAT' }));
    await expect(open(bytes)).rejects.toThrow(text);
  });

  test.each(PLANS)(
    'one wrong bit in headers, bitmaps or descriptors never gives another page: $name',
    async ({ pages }) => {
      const bits = fc.oneof(
        fc.nat(464 * 8 - 1),
        fc.nat(104 * 8 - 1).map((bit) => BLOCK * 8 + bit),
        fc.constantFrom(MEMORY, PRESENT).chain((part) => fc.nat(47).map((bit) => part * 8 + bit)),
        fc.nat(pages.length * 24 * 8 - 1).map((bit) => DESCRIPTORS * 8 + bit),
      );
      const written = [{}, { split: [2, 31] as const }, { split: [2, 31] as const, isTight: true }].map(
        (part) => writeKdump({ ...plan, pages, sharesZeros: true, ...part }),
      );
      await fc.assert(
        fc.asyncProperty(bits, fc.nat(2), async (bit, choice) => {
          const whole = written[choice] ?? good;
          const memory = await open(changed(whole, bit >> 3, (byte) => byte ^ (1 << (bit & 7)))).catch(
            () => undefined,
          );
          for (const { physAddr, first } of memory ? pages : []) {
            let page: Uint8Array | undefined;
            try {
              page = memory && readMemory(memory, physAddr, 1);
            } catch {
              // Refused, as is right.
            }
            expect([first, undefined]).toContain(page?.[0]);
          }
          memory?.close();
        }),
        { numRuns: 200 },
      );
    },
  );

  // Every bit of the place of every page that may lead to another: makedumpfile and QEMU write pages one behind the other.
  test.each(PLANS)('one wrong bit in the place of a page: $name', async ({ pages }) => {
    const whole = writeKdump({ ...plan, pages, sharesZeros: true });
    for (const [index, { physAddr, first }] of pages.entries())
      for (const bit of [...Array.from({ length: 18 }, (_, low) => low), 33, 63]) {
        const at = DESCRIPTORS + index * 24 + (bit >> 3);
        const memory = await open(changed(whole, at, (byte) => byte ^ (1 << (bit & 7)))).catch(
          () => undefined,
        );
        let page: Uint8Array | undefined;
        try {
          page = memory && readMemory(memory, physAddr, BLOCK);
        } catch {
          // Refused, as is right.
        }
        expect([first, undefined]).toContain(page?.[0]);
        expect(page === undefined || page.every((byte) => byte === first)).toBe(true);
        memory?.close();
      }
  });
});
