import type { FoundShape } from '../lines/shapes.ts';

/** Words of memory as gdb shows them, with where they stand. */
const WORDS = /0x([0-9a-f]{1,16})(?: <[^<>]{1,200}>)?:[\t ]((?:0x[0-9a-f]{16}[\t ]{0,8})+)$/;

/** No entry with a frame is as small: counters and flags of a stack are. */
const SMALL = 0x1000n;

/** Tells words that go on where pointers stood, and are none of a page table as far as they show. */
export class StackWords {
  /** Where the last words end that were pointers or went on with them. */
  #end: bigint | undefined;

  /** Whether a line of memory goes on with a stack or a structure; asked of every line with words in order. */
  goesOn(line: string, { values }: FoundShape): boolean {
    const [, from = '', words = ''] = WORDS.exec(line) ?? [];
    if (from === '') return false;
    const begin = BigInt(`0x${from}`);
    // Where words are pointers, none of them is a value.
    const isSmall = begin === this.#end && values.every(({ value }) => value < SMALL);
    const isOfStack = values.length === 0 || isSmall;
    this.#end = isOfStack ? begin + BigInt(8 * words.trim().split(/\s+/).length) : undefined;
    return isOfStack;
  }
}
