import type { FoundShape } from '../lines/find-shapes.ts';

/** Words of memory as gdb shows them, with where they stand. */
const WORDS = /0x([0-9a-f]{1,16})(?: <[^<>]{1,200}>)?:[\t ]((?:0x[0-9a-f]{16}[\t ]{0,8})+)$/;

/** No entry with a frame is as small: counters and flags of a stack are. */
const SMALL = 0x1000n;

/**
 * What words of memory are by themselves and by those that they go on from: of a stack or a structure, where pointers stand;
 * small, which both can hold; or entries.
 */
export type WordsKind = 'stack' | 'small' | 'entries';

/** Tells words of memory that stand next to pointers, and are none of a page table as far as they show. */
export class StackWords {
  /** Where the last words end, and what they were. */
  #end: bigint | undefined;
  #kind: WordsKind = 'entries';
  /** Whether the last words go on from those before. */
  goesOn = false;

  /** What a line of memory holds; asked of every line with words in order. */
  kindOf(line: string, { values }: FoundShape): WordsKind {
    const [, from = '', words = ''] = WORDS.exec(line) ?? [];
    const begin = from === '' ? undefined : BigInt(`0x${from}`);
    this.goesOn = begin !== undefined && begin === this.#end;
    this.#end = begin === undefined ? undefined : begin + BigInt(8 * words.trim().split(/\s+/).length);
    this.#kind = this.#kindOf(begin, values);
    return this.#kind;
  }

  #kindOf(begin: bigint | undefined, values: FoundShape['values']): WordsKind {
    if (begin === undefined) return 'entries';
    // Where words are pointers, none of them is a value.
    if (values.length === 0) return 'stack';
    if (values.some(({ value }) => value >= SMALL)) return 'entries';
    return this.goesOn && this.#kind === 'stack' ? 'stack' : 'small';
  }
}
