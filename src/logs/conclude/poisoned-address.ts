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
      [
        0x6bn,
        'POISON_FREE (every byte 0x6b): a pointer out of memory that was freed, or that was allocated (SLUB) and not written since',
      ],
      [0x5an, 'POISON_INUSE (every byte 0x5a): a pointer out of memory that nobody has written to'],
    ] as const
  ).map(([byte, text]) => {
    const start = (0x0101_0101_0101_0101n >> BigInt(64 - wordBits)) * byte;
    return { wordBits, start, size: MEMBERS, text };
  }),
);

const LIST = 'LIST_POISON: a pointer of a member of a list that was removed';

/** Where pointers begin that the kernel must not use: v6.12 include/linux/poison.h POISON_POINTER_DELTA, arch/x86/Kconfig, arch/powerpc/Kconfig ILLEGAL_POINTER_VALUE. */
const POINTERS: readonly Poison[] = [0xdead_0000_0000_0000n, 0x5dea_dbee_f000_0000n].flatMap((delta) => [
  // v6.12 LIST_POISON1, LIST_POISON2; timers begin at 0x300.
  { wordBits: 64, start: delta + 0x100n, size: 0x200n, text: LIST },
  { wordBits: 64, start: delta + 0x10_0100n, size: 0x100n, text: LIST },
  { wordBits: 64, start: delta + 0x20_0200n, size: 0x100n, text: LIST },
  {
    wordBits: 64,
    start: delta,
    size: MEMBERS,
    text: 'a pointer that the kernel poisoned (POISON_POINTER_DELTA)',
  },
]);

/** The same of 32-bit kernels, which have no delta, as long as they were no addresses like any offset. v2.6.12 include/linux/list.h LIST_POISON1, LIST_POISON2 */
const OLD_LISTS: readonly Poison[] = [
  { wordBits: 32, start: 0x0010_0100n, size: 0x100n, text: LIST },
  { wordBits: 32, start: 0x0020_0200n, size: 0x100n, text: LIST },
];

function poisonOf({ layout }: Kernel, address: bigint, isOld: boolean): string | undefined {
  const row = [...FILLED, ...POINTERS, ...(isOld ? OLD_LISTS : [])].find(
    ({ wordBits, start, size }) => wordBits === layout.wordBits && address >= start && address < start + size,
  );
  if (row === undefined) return undefined;
  const offset = address - row.start;
  return `the address looks like ${row.text}${offset === 0n ? '' : `, ${formatHex(offset)} behind ${formatHex(row.start)}`}`;
}

/** What the address itself tells of the pointer that the kernel used. */
export const POISONED: readonly Conclusion[] = [
  conclusion({
    code: 'poisoned-address',
    of: 'report',
    reads: ['address', 'by_user', 'poison'],
    text(ask, kernel) {
      const address = ask('address');
      const poison = ask('poison');
      // A machine that tells the page alone tells no such address.
      const isWhole = kernel.machine.faultCode?.detail === undefined;
      if (address === undefined || ask('by_user') || poison === 'none' || !isWhole) return undefined;
      return poisonOf(kernel, address, poison === 'old');
    },
  }),
];
