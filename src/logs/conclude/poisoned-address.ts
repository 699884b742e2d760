import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { type Conclusion, conclusion } from './conclusion.ts';

/** How far behind what a pointer points to its members stand, in bytes. */
const MEMBERS = 0x1000n;

/** A pointer that the kernel wrote so that nobody uses it. */
interface Poison {
  readonly wordBits: number;
  readonly start: bigint;
  readonly size: bigint;
  readonly text: string;
}

/** v6.12 include/linux/poison.h POISON_FREE, POISON_INUSE: what the slab allocators fill objects with. */
const FILLED: readonly Poison[] = [32, 64].flatMap((wordBits) =>
  (
    [
      [0x6bn, 'POISON_FREE (every byte 0x6b): a pointer out of memory that was freed'],
      [0x5an, 'POISON_INUSE (every byte 0x5a): a pointer out of memory that nobody has written to'],
    ] as const
  ).map(([byte, text]) => {
    const start = (0x0101_0101_0101_0101n >> BigInt(64 - wordBits)) * byte;
    return { wordBits, start, size: MEMBERS, text };
  }),
);

/**
 * Pointers of the members of a list that was removed: v6.12 include/linux/poison.h LIST_POISON1, LIST_POISON2, with
 * CONFIG_ILLEGAL_POINTER_VALUE of 64-bit kernels; v2.6.12 to v4.2 of 32-bit ones, later ones have addresses that are like any offset.
 */
const LISTS: readonly Poison[] = [
  { wordBits: 64, start: 0xdead_0000_0000_0000n, size: MEMBERS },
  { wordBits: 64, start: 0x5dea_dbee_f000_0000n, size: MEMBERS },
  { wordBits: 32, start: 0x0010_0100n, size: 0x100n },
  { wordBits: 32, start: 0x0020_0200n, size: 0x100n },
].map((row) => ({ ...row, text: 'LIST_POISON: a pointer of a member of a list that was removed' }));

function poisonOf({ layout }: Kernel, address: bigint): string | undefined {
  const row = [...FILLED, ...LISTS].find(
    ({ wordBits, start, size }) => wordBits === layout.wordBits && address >= start && address < start + size,
  );
  if (row === undefined) return undefined;
  const offset = address - row.start;
  return `the address looks like ${row.text}${offset === 0n ? '' : `, ${formatHex(offset)} behind ${formatHex(row.start)}`}`;
}

/** What the address itself tells of the pointer that was used. */
export const POISONED: readonly Conclusion[] = [
  conclusion({
    code: 'poisoned-address',
    of: 'report',
    reads: ['address'],
    text(ask, kernel) {
      const address = ask('address');
      return address === undefined ? undefined : poisonOf(kernel, address);
    },
  }),
];
