import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { type Conclusion, conclusion } from './conclusion.ts';

/** How far behind what a pointer points to its members stand, in bytes. */
const MEMBERS = 0x1000n;

/** A pointer that the kernel wrote so that nobody uses it. */
interface Poison {
  readonly start: bigint;
  readonly size: bigint;
  readonly text: string;
}

/** v6.12 include/linux/poison.h POISON_FREE, POISON_INUSE: what the slab allocators fill objects with. */
const FILLED = [
  {
    byte: 0x6bn,
    text: 'POISON_FREE (every byte 0x6b): a pointer out of memory that was freed, or that was allocated (SLUB) and not written since',
  },
  {
    byte: 0x5an,
    text: 'POISON_INUSE (every byte 0x5a): a pointer out of memory that nobody has written to',
  },
] as const;

const LIST = 'LIST_POISON: a pointer of a member of a list that was removed';

/** v2.6.12 include/linux/list.h LIST_POISON1, LIST_POISON2; v6.12 include/linux/poison.h has 0x100 and 0x122, and timers begin at 0x300. */
const OLD_LISTS: readonly Poison[] = [
  { start: 0x0010_0100n, size: 0x100n, text: LIST },
  { start: 0x0020_0200n, size: 0x100n, text: LIST },
];
const LISTS: readonly Poison[] = [{ start: 0x100n, size: 0x200n, text: LIST }, ...OLD_LISTS];

/** The pointers that a kernel must not use, as the machine and the age of the kernel have them. */
function poisons({ layout, machine }: Kernel, isOld: boolean): readonly Poison[] {
  const filled = FILLED.map(({ byte, text }) => {
    const start = (0x0101_0101_0101_0101n >> BigInt(64 - layout.wordBits)) * byte;
    return { start, size: MEMBERS, text };
  });
  const delta = machine.logTraits?.illegalPointer?.value;
  return [
    ...filled,
    ...(isOld ? OLD_LISTS : []),
    ...(delta === undefined
      ? []
      : [
          ...LISTS.map((row) => ({ ...row, start: delta + row.start })),
          { start: delta, size: MEMBERS, text: 'a pointer that the kernel poisoned (POISON_POINTER_DELTA)' },
        ]),
  ];
}

function poisonOf(kernel: Kernel, address: bigint, isOld: boolean): string | undefined {
  const page = kernel.machine.logTraits?.faultTellsPage === true ? BigInt(kernel.pageShift) : 0n;
  const row = poisons(kernel, isOld).find(
    ({ start, size }) => address >= (start >> page) << page && address < start + size,
  );
  if (row === undefined) return undefined;
  if (page !== 0n) return `the page of the address is that of ${row.text}`;
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
      if (address === undefined || ask('by_user') || poison === 'none') return undefined;
      return poisonOf(kernel, address, poison === 'old');
    },
  }),
];
