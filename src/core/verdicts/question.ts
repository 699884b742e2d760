import { type Entry, hasBit, numberOf } from '../entry/entry.ts';
import {
  joinKeys,
  type Key,
  keyOfBits,
  keyOfTests,
  type KeyTest,
  NO_KEY,
  passesTest,
} from '../entry/keys.ts';
import type { BitTest, Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { testsOf } from '../functions/predicates.ts';
import { type NumberName, type NumberPlace, passes, type Shape } from '../entry/shapes.ts';

/**
 * Something that can be asked of an entry. The answer and what it depends on stand side by side, and come from one
 * definition where the functions of this file make it.
 */
export interface Question<T> {
  of(entry: Entry): T;
  /** What the answer depends on among the values of one shape. */
  key(shape: Shape, kernel: Kernel): Key;
}

/** The same for all values of a shape. */
export function settled<T>(of: (shape: Shape, kernel: Kernel) => T): Question<T> {
  return { of: ({ shape, kernel }) => of(shape, kernel), key: () => NO_KEY };
}

/** Whether a bit with one of these roles is set; null where such an entry has none. */
export function bitOf(...roles: readonly string[]): Question<boolean | null> {
  return { of: (entry) => hasBit(entry, ...roles), key: (shape) => keyOfBits(bitsOf(shape, roles)) };
}

/** The opposite of an answer; null stays null. */
export function negated({ of, key }: Question<boolean | null>): Question<boolean | null> {
  return {
    of: (entry) => {
      const answer = of(entry);
      return answer === null ? null : !answer;
    },
    key,
  };
}

/** A number of the entry; null where it holds none. */
export function numberIn(name: NumberName): Question<bigint | null> {
  return {
    of: (entry) => numberOf(entry, name),
    key: ({ numbers }) => keyOfBits(numbers[name]?.hole.mask ?? 0n),
  };
}

/** Whether a value passes a test; false where there is none. */
export function testOf(make: (shape: Shape, kernel: Kernel) => KeyTest | undefined): Question<boolean> {
  return {
    of({ raw, shape, kernel }) {
      const test = make(shape, kernel);
      return test !== undefined && passesTest(raw, test);
    },
    key(shape, kernel) {
      const test = make(shape, kernel);
      return test === undefined ? NO_KEY : keyOfTests(test);
    },
  };
}

/** An answer that is made of others. */
export function fromAll<T, U>(
  questions: readonly Question<T>[],
  of: (answers: readonly T[], entry: Entry) => U,
): Question<U> {
  return {
    of: (entry) =>
      of(
        questions.map((question) => question.of(entry)),
        entry,
      ),
    key: (shape, kernel) => joinKeys(questions.map((question) => question.key(shape, kernel))),
  };
}

/** The bits of the fields with these roles. */
export function bitsOf(shape: Shape, roles: readonly string[]): bigint {
  return shape.fields.reduce((bits, row) => (roles.includes(row.role) ? bits | row.mask : bits), 0n);
}

/** The bits of all flags of a shape. */
export function flagBits(shape: Shape): bigint {
  return shape.fields.reduce((bits, row) => (row.kind === 'flag' ? bits | row.mask : bits), 0n);
}

/** The bits that some tests look at. */
const testBits = (tests: readonly BitTest[]): bigint =>
  tests.reduce((bits, { set, clear }) => bits | set | clear, 0n);

/** What the functions of the kernel that test one thing of a mapped page are called, and the role of its bit. */
const LEAF_ROLES = {
  write: 'rw',
  dirty: 'dirty',
  young: 'accessed',
  uffd_wp: 'uffd_wp',
} as const;

/**
 * The bit tests that a kernel makes of a mapped page of a level. Where it has no function of that level, pages of all
 * sizes are tested alike if they have the bit in the same place, else by the bit of the level.
 */
function leafTests(kernel: Kernel, level: Level, suffix: keyof typeof LEAF_ROLES): readonly BitTest[] {
  const ofLevel = testsOf(kernel, `${level}_${suffix}`);
  if (ofLevel) return ofLevel;
  const role = LEAF_ROLES[suffix];
  const set = kernel.mask(role, level);
  const ofPte = set === kernel.mask(role, 'pte') ? testsOf(kernel, `pte_${suffix}`) : undefined;
  // A page can have a bit that takes the right of another away.
  const clear = suffix === 'write' ? kernel.mask('apx', level) : 0n;
  return ofPte ?? (set === 0n ? [] : [{ set, clear }]);
}

/** What a function of the kernel that tests bits of a mapped page says; null for other entries, and where it has none. */
export function leafAnswer(suffix: keyof typeof LEAF_ROLES): Question<boolean | null> {
  const tests = ({ level, frame, form }: Shape, kernel: Kernel): readonly BitTest[] =>
    frame && form !== 'table' ? leafTests(kernel, level, suffix) : [];
  return {
    of({ raw, shape, kernel }) {
      const found = tests(shape, kernel);
      return found.length === 0 ? null : found.some((test) => passes(raw, test));
    },
    key: (shape, kernel) => keyOfBits(testBits(tests(shape, kernel))),
  };
}

/** The first answer that is not null. */
export const firstOf = (...questions: readonly Question<boolean | null>[]): Question<boolean | null> =>
  fromAll(questions, (answers) => answers.find((answer) => answer !== null) ?? null);

/** True when one is, null when all are. */
export const anyOf = (...questions: readonly Question<boolean | null>[]): Question<boolean | null> =>
  fromAll(questions, (answers) =>
    answers.every((answer) => answer === null) ? null : answers.some((answer) => answer === true),
  );

/** A test of a number for a limit: the part of it in `within`, with all bits that the field has. */
export function atLeast(place: NumberPlace | undefined, within: bigint, limit: bigint): KeyTest | undefined {
  if (!place || place.pieces) return undefined;
  const { xor, mask, shift } = place.hole;
  return { xor, mask: mask & (within << BigInt(shift)), atLeast: limit << BigInt(shift) };
}
