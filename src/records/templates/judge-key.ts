import type { Key, NumberHole } from '../../core/entry/keys.ts';
import { countBits } from '../../core/u64.ts';

/** What some numbers of a value and a mask have in common; without a number the mask. */
export interface JoinedHoles {
  readonly holes: readonly NumberHole[];
  readonly mask: bigint;
}

/** Whether the left number is at least the right one. */
export interface OrderTest {
  readonly left: JoinedHoles;
  readonly right: JoinedHoles;
}

/** Whether the text that a value was read from, or its place, is this one. */
export interface TextTest {
  readonly what: 'input' | 'origin';
  readonly text: string;
}

/** What a verdict on a value depends on: more than a text that is written by template can ask. */
export interface JudgeKey extends Key {
  readonly orders?: readonly OrderTest[];
  readonly texts?: readonly TextTest[];
}

/** Number of answers in a key. */
export function keyWidth({ bits, tests, orders = [], texts = [] }: JudgeKey): number {
  return countBits(bits) + tests.length + orders.length + texts.length;
}
