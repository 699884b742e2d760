import { RELEASES } from '../../kernel/profiles.ts';

/** A value of the tour. */
interface Stop {
  readonly title: string;
  readonly value: string;
  /** As `--kernel` takes it; empty for the kernel with the patch. */
  readonly kernel: string;
  /** What it shows of the rules. */
  readonly text: string;
}

/**
 * Seven values on the way to the special pte of the patch "mm/userfaultfd: Introduce special pte for unmapped file-backed
 * mem", each with what keeps it from being one, and what kernels have in its place.
 */
export const STOPS: readonly Stop[] = [
  {
    title: 'Nothing',
    value: '0x0',
    kernel: '',
    text: 'A page of a file was written to disk and dropped, and its entry is empty. Had userfaultfd protected the page, nothing would remember that: the next touch is a plain missing fault. So the first rule: whatever remembers it must not be none.',
  },
  {
    title: 'A page that is there',
    value: '0x8400000002bcbc25',
    kernel: '',
    text: 'While the page is mapped a bit of its entry says that it is protected. An entry without a page cannot say it so: the CPU would use what is present. So the second rule: not present, and handled where swap ptes are.',
  },
  {
    title: 'A swap entry',
    value: '0x0fffffffffdb9600',
    kernel: '',
    text: 'Anonymous pages go to swap, and their entry says to which slot. This one is not protected: its uffd-wp bit is clear. The third rule: the same test that finds protected swap entries must find the special pte.',
  },
  {
    title: 'A protected swap entry',
    value: '0x0fffffffffdb9604',
    kernel: '',
    text: 'The same slot with the bit set. But a page of a file has no slot to name, and a made-up one would be looked up, counted and freed. The fourth rule: whoever sees the special pte must know that it holds no swap entry.',
  },
  {
    title: 'The special pte',
    value: '0x4',
    kernel: '',
    text: 'The bit alone, no type, no offset. Offsets are stored inverted, so this reads as an offset that no swap area can have: all four rules hold.',
  },
  {
    title: 'Nearly the special pte',
    value: '0x24',
    kernel: '',
    text: 'One bit more, as an erratum of some CPUs sets it. The rules still hold, but the kernel compares whole values: for it this is no special pte but a swap entry of a slot that cannot be.',
  },
  {
    title: 'What came instead: a marker',
    value: '0xfffffffffffffc00',
    kernel: RELEASES.at(-1) ?? '',
    text: 'The patch was not merged. Kernels took a swap type of its own, whose offset says what the place is marked with. It breaks the last two rules by design: the marker is a swap entry, and its bit stands in the offset.',
  },
];
