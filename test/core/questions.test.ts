import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { readEntry } from '../../src/core/entry.ts';
import { passesTest } from '../../src/core/keys.ts';
import { LEVELS } from '../../src/core/layout.ts';
import type { Kernel } from '../../src/core/model.ts';
import { findNotes, keyOfNotes, NOTES, notesOf } from '../../src/core/notes.ts';
import { type Ask, asking, keyOfReads, type QuestionName, QUESTIONS } from '../../src/core/questions.ts';
import { RULE_IDS, RULES } from '../../src/core/rules.ts';
import { shapeOf } from '../../src/core/shapes.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { boundaries } from '../helpers/architectures.ts';
import { mixedValues, nextWord } from '../helpers/values.ts';

const kernels: readonly Kernel[] = [
  ...ARCHITECTURES.flatMap(({ arch }) =>
    boundaries(arch)
      .filter((_, index, all) => index === all.length >> 1 || index === all.length - 1)
      .map((kernel) => resolveKernel({ arch, kernel })),
  ),
  resolveKernel({}),
  resolveKernel({ config: new Map([['HAVE_ARCH_USERFAULTFD_WP', false]]) }),
  resolveKernel({ kernel: '6.12', config: new Map([['CPU_SHADOW_STACK', true]]), encBit: 47 }),
];

/** Bits that a value may have otherwise without the answers of a key changing: those that neither bits nor tests look at. */
function freeBits(raw: bigint, kernel: Kernel, level: (typeof LEVELS)[number], bits: bigint): bigint {
  const shape = shapeOf(kernel, level, raw);
  return BigInt.asUintN(64, ~(bits | shape.settled));
}

describe('sentences read what they declare', () => {
  test.each(kernels.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong = new Set<string>();
    for (const level of LEVELS)
      for (const raw of mixedValues(30)) {
        const ask = asking(readEntry(kernel, raw, level));
        const watch = (code: string, reads: readonly QuestionName[]): Ask => {
          return (name) => {
            if (!reads.includes(name)) wrong.add(`${code} reads ${name}`);
            return ask(name);
          };
        };
        for (const id of RULE_IDS) RULES[id].of(watch(`rule ${id}`, RULES[id].reads), kernel);
        for (const { code, reads, text } of notesOf(kernel)) text(watch(code, reads), kernel);
      }
    expect([...wrong]).toEqual([]);
  });

  test('every question is read by a sentence or a property, every note has a question', () => {
    expect(NOTES.filter(({ reads }) => reads.length === 0)).toEqual([]);
  });
});

describe('values of one key have one answer', () => {
  const others = otherKernels();
  const names = Object.keys(QUESTIONS).filter((name): name is QuestionName => name in QUESTIONS);

  test.each(kernels.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong: string[] = [];
    for (const level of LEVELS)
      for (const raw of mixedValues(20)) {
        const shape = shapeOf(kernel, level, raw);
        const notes = keyOfNotes(shape, kernel, others);
        const keys = [
          ...names.map((name) => ({
            name: `${name}`,
            key: keyOfReads([name], shape, kernel),
            of: (value: bigint) => inspect(QUESTIONS[name].of(readEntry(kernel, value, level))),
          })),
          {
            name: 'notes',
            key: notes,
            of: (value: bigint) => JSON.stringify(findNotes(readEntry(kernel, value, level), others)),
          },
        ];
        // Other values that are the same to the key: one flipped bit, and many changed ones.
        for (const { name, key, of } of keys) {
          const free = freeBits(raw, kernel, level, key.bits);
          const changes = [1n << (nextWord() & 63n), nextWord(), nextWord() & nextWord()];
          for (const change of changes) {
            const value = raw ^ (change & free);
            if (value === raw || shapeOf(kernel, level, value) !== shape) continue;
            if (key.tests.some((one) => passesTest(raw, one) !== passesTest(value, one))) continue;
            if (of(raw) !== of(value))
              wrong.push(`${name} at ${level}: ${raw.toString(16)} ${value.toString(16)}`);
          }
        }
      }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});
