import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findShapes } from '../../../src/logs/lines/find-shapes.ts';
import { logShapes } from '../../../src/logs/lines/shapes.ts';
import { NEAR_WORDS } from '../../../src/logs/find/near-words.ts';
import { LOG_WORDS } from '../../../src/logs/find/words.ts';
import { exampleOf } from '../../helpers/log-examples.ts';

/** The shape, and level and text of each value. */
function read(line: string, before?: string): string[] {
  return findShapes(line, before).flatMap(({ shape, values }) =>
    values.map(({ level, text }) => `${shape.name} ${level} ${text}`),
  );
}

const shapeRows = logShapes().map((shape) => ({
  shape,
  name: shape.name,
  example: exampleOf(shape),
}));

describe('the table of shapes', () => {
  test.each(shapeRows)(
    '$name: its example fits, and holds a word that the finder knows',
    ({ shape, example }) => {
      const before = 'after' in shape ? shape.after : undefined;
      // What goes on with walks of other lines is none of those.
      const isOther = (partOf: readonly string[] = []): boolean =>
        partOf.length > 0 && !partOf.some((name) => shape.partOf?.includes(name));
      const found = findShapes(example, before).filter((one) => !isOther(one.shape.partOf));
      expect(found.map(({ shape: { name } }) => name)).toEqual([shape.name]);
      const hasWord = (shape.partOf ? NEAR_WORDS : LOG_WORDS.filter(({ kind }) => kind === undefined)).some(
        ({ text, hex = 0 }) =>
          new RegExp(`${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}[0-9a-f]{${hex}}`).test(example),
      );
      // The line behind another is read in any case; what goes on with a walk needs a word only further behind.
      expect(hasWord || before !== undefined || shape.name.endsWith('-bad') || shape.role === 'bad-map').toBe(
        true,
      );
    },
  );

  test('names are unique, but that of what stands alone where the beginning of a walk is missing', () => {
    const shapes = logShapes().filter(({ standsAlone }) => !standsAlone);
    expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
  });
});

// Lines of kernels, tools and bug reports, with what stands around them there.
// prettier-ignore
const LINES = [
  { name: 'dmesg', line: '[    9.075480] PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867', found: ['x86-walk pgd 4089067', 'x86-walk p4d 4089067', 'x86-walk pud 43be067', 'x86-walk pmd 43bc067', 'x86-walk pte 8000000002eb7867'] },
  { name: 'level and caller', line: '<1>[    9.075480][ T5084] PGD 0 P4D 0 ', found: ['x86-walk pgd 0', 'x86-walk p4d 0'] },
  { name: 'caller is a CPU', line: '[    9.075480] [     C1] PGD 0 P4D 0', found: ['x86-walk pgd 0', 'x86-walk p4d 0'] },
  { name: 'journald', line: 'Nov 22 21:51:13 host kernel: PGD 4089067 P4D 4089067 PUD 0', found: ['x86-walk pgd 4089067', 'x86-walk p4d 4089067', 'x86-walk pud 0'] },
  { name: 'before 4.11: no P4D', line: 'PGD 34d0b067 PUD 3a5067 PMD 0 ', found: ['x86-walk pgd 34d0b067', 'x86-walk pud 3a5067', 'x86-walk pmd 0'] },
  { name: 'a level that could not be read', line: 'PGD 4089067 P4D 4089067 PUD 43be067 BAD', found: ['x86-walk pgd 4089067', 'x86-walk p4d 4089067', 'x86-walk pud 43be067'] },
  { name: 'a torn line', line: 'PGD 4089067 P4D 40890[    9.1] CPU: 0', found: ['x86-walk pgd 4089067'] },
  { name: 'bad page map', line: '[   25.4] BUG: Bad page map in process gt-worker  pte:80000000fffff867 pmd:0449c067', found: ['bad-page-map pte 80000000fffff867', 'bad-page-map pmd 0449c067'] },
  { name: 'a name with blanks', line: 'BUG: Bad page map in process Web Content:1  pte:00000004 pmd:061e5067', found: ['bad-page-map pte 00000004', 'bad-page-map pmd 061e5067'] },
  { name: 'since 6.18, a large page', line: 'BUG: Bad page map in process a  pmd:80000000fffff8e7', found: ['bad-page-map pmd 80000000fffff8e7'] },
  { name: 'since 6.18, second line', line: 'pgd:0000000004ed5067 p4d:0000000004ed5067 pud:0000000004ed4067 pmd:0000000004ed0067', found: ['bad-page-walk pgd 0000000004ed5067', 'bad-page-walk p4d 0000000004ed5067', 'bad-page-walk pud 0000000004ed4067', 'bad-page-walk pmd 0000000004ed0067'] },
  { name: 'messages suppressed', line: 'BUG: Bad page map: 1234 messages suppressed', found: [] },
  { name: '128-bit entries', line: 'BUG: Bad page map in process a  pte:00000000000000000000000000000004', found: [] },
  { name: 'bad pmd on x86', line: 'mm/pgtable-generic.c:51: bad pmd 00000000d506f3f8(00000000044b0065)', found: ['bad-entry pmd 00000000044b0065'] },
  { name: 'pointer not yet hashed', line: 'mm/memory.c:12: bad pud (____ptrval____)(00000000044b0065)', found: ['bad-entry pud 00000000044b0065'] },
  { name: 'bad pmd elsewhere', line: 'mm/pgtable-generic.c:51: bad pmd 00e8000080000711.', found: ['bad-entry pmd 00e8000080000711'] },
  { name: 'swap_free', line: 'swap_free: Bad swap file entry 007e9058', found: ['bad-swap swap_entry 007e9058'] },
  { name: 'offset', line: '[   39.8] get_swap_device: Bad swap offset entry 3ffffffffffff', found: ['bad-swap swap_entry 3ffffffffffff'] },
  { name: 'unused', line: '_swap_info_get: Unused swap offset entry 00000f3e', found: ['bad-swap swap_entry 00000f3e'] },
  { name: 'fork, no function', line: '[   72.7] Bad swap file entry 2400000000001234', found: ['bad-swap swap_entry 2400000000001234'] },
  { name: 'cut off', line: '[   33.307699] get_swap_device: Bad swap fi', found: [] },
  { name: 'zap', line: 'unrecognized swap entry 0x7c00000000000008', found: ['unrecognized-swap swap_entry 7c00000000000008'] },
  { name: 'arm64', line: '[ffff800083f5d000] pgd=100000013ffff003, p4d=100000013ffff003, pud=0000000000000000', found: ['arm64-walk pgd 100000013ffff003', 'arm64-walk p4d 100000013ffff003', 'arm64-walk pud 0000000000000000'] },
  { name: 'arm64 before 4.18', line: '[    1.0] [ffff000008f5d000] *pgd=000000013ffff003, *pud=000000013fffe003, *pmd=0000000000000000', found: ['arm64-walk pgd 000000013ffff003', 'arm64-walk pud 000000013fffe003', 'arm64-walk pmd 0000000000000000'] },
  { name: 's390', line: 'AS:00000000012a4007 R3:0000000000000024', found: ['s390-walk pud 0000000000000024'] },
  { name: 'PAE', line: '*pdpt = 0000000034d0b001 *pde = 0000000000000000 ', found: ['x86-pae-walk pgd 0000000034d0b001', 'x86-pae-walk pmd 0000000000000000'] },
  { name: 'crash vtop', line: '   PTE: 43bc150 => 8000000002eb7867', found: ['crash-walk pte 8000000002eb7867'] },
  { name: 'gdb', line: '0xffff888004008000:\t0x0000000000000004\t0x8400000002bcbc25', found: ['gdb-x pte 0x0000000000000004', 'gdb-x pte 0x8400000002bcbc25'] },
  { name: 'QEMU with its prompt', line: '(qemu) xp /2gx 0x1000 0000000000001000: 0x0000000000000004', found: ['qemu-xp pte 0x0000000000000004'] },
  { name: 'two messages on one line', line: 'swap_free: Bad swap file entry 007e9058 BUG: Bad page map in process a  pte:fd20b000 pmd:0449c067', found: ['bad-swap swap_entry 007e9058', 'bad-page-map pte fd20b000', 'bad-page-map pmd 0449c067'] },
  { name: 'registers', line: 'CR2: 00007f5909628123 CR3: 00000000040f0000 CR4: 0000000000750ef0', found: [] },
  { name: 'a page dump', line: 'raw: 000fffffc000000a 0000000000000000 dead000000000122 0000000000000000', found: [] },
  { name: 'another BUG', line: 'BUG: Bad rss-counter state mm:000000004c0e28c4 type:MM_ANONPAGES val:1', found: [] },
  { name: 'the pointer to the tables', line: 'user pgtable: 4k pages, 48-bit VAs, pgdp=00000000f4ed1000', found: [] },
  { name: 'memory map', line: 'Memory: 0x0000000000001000: 0x0000000000000004 bytes', found: [] },
];

describe('findShapes', () => {
  test.each(LINES)('$name: $line', ({ line, found }) => {
    expect(read(line)).toEqual(found);
  });

  test('the values of crash pte stand behind its heading only', () => {
    const line = '8000000002eb7867  2eb7000  (PRESENT|RW|USER|ACCESSED|DIRTY|NX)';
    expect(read(line)).toEqual([]);
    expect(read(line, 'crash-pte-heading')).toEqual(['crash-pte pte 8000000002eb7867']);
    expect(read('7ffffffffffe80a  /dev/vda  11', 'crash-pte-heading')).toEqual([
      'crash-pte pte 7ffffffffffe80a',
    ]);
  });

  test('values say where they stand', () => {
    const line = '[ 1.0] PGD 4089067 P4D 4089067 PUD 0';
    for (const { values } of findShapes(line))
      for (const { text, index, value } of values) {
        expect(line.slice(index, index + text.length)).toBe(text);
        expect(value).toBe(BigInt(`0x${text}`));
      }
  });

  test('a walk on arm64 says its address', () => {
    expect(findShapes('[ffff800083f5d000] pgd=0000000000000000')[0]?.address).toBe(0xffff_8000_83f5_d000n);
  });

  test('a line takes no longer than its length and has no more than 64 values', () => {
    for (const part of [
      'PGD 0 ',
      'pgd:00000000 ',
      ': bad pmd 0',
      'BUG: Bad page map in process ',
      ' ',
      '(qemu) ',
      '0x0000000000000004 ',
    ])
      expect(read(part.repeat(65_536 / part.length)).length).toBeLessThanOrEqual(64);
  });

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .constantFrom(...logShapes().map(exampleOf))
            .chain((line) => fc.nat(line.length).map((n) => line.slice(n))),
        ),
        fc.string(),
        (parts, rest) => {
          for (const { values } of findShapes(parts.join(rest)))
            for (const { value } of values) expect(value >= 0n && value < 1n << 64n).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
