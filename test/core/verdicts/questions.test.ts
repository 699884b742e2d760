import { describe, expect, jest, test } from '@jest/globals';
import { inspect } from 'node:util';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { Auditor } from '../../../src/core/verdicts/audit.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { type Entry, readEntry } from '../../../src/core/entry/entry.ts';
import { passesTest } from '../../../src/core/entry/keys.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { findNotes, keyOfNotes, type NoteRow, NOTES, notesOf } from '../../../src/core/verdicts/notes.ts';
import type { Ask, QuestionName } from '../../../src/core/verdicts/answers.ts';
import { asking, keyOfReads, QUESTIONS } from '../../../src/core/verdicts/questions.ts';
import { RULE_IDS, RULES } from '../../../src/core/verdicts/rules.ts';
import { shapeOf } from '../../../src/core/entry/shapes.ts';
import { makeSwapPte } from '../../../src/core/entry/swap-entry.ts';
import { U64_MAX } from '../../../src/core/u64.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { CONCLUSIONS } from '../../../src/logs/conclude/conclude.ts';
import { propertiesOf } from '../../../src/records/properties.ts';
import { boundaries } from '../../helpers/architectures.ts';
import { mixedValues, nextWord } from '../../helpers/values.ts';

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

const NAMES = Object.keys(QUESTIONS).filter((name): name is QuestionName => name in QUESTIONS);

/** With these every note is a note of some kernel: one for each range of releases. */
const kernelsWithAllNotes: readonly Kernel[] = [
  ...kernels,
  ...['5.11', '6.1', '6.12', '7.0'].map((kernel) => resolveKernel({ kernel })),
];

/** Swap entries of every type, with the smallest and the largest offset. */
function slots(kernel: Kernel): readonly bigint[] {
  return Array.from({ length: 32 }, (_, type) =>
    [0n, 1n, U64_MAX].map((offset) => makeSwapPte(kernel.swap, { type, offset })),
  ).flat();
}

/** Whether a note can be said of an entry. */
function isOf({ forms, states, levels }: NoteRow, { form, state, level }: Entry): boolean {
  return (
    (forms?.includes(form) ?? true) && (states?.includes(state) ?? true) && (levels?.includes(level) ?? true)
  );
}

/** Bits that a value may have otherwise without the answers of a key changing: those that neither bits nor tests look at. */
function freeBits(raw: bigint, kernel: Kernel, level: (typeof LEVELS)[number], bits: bigint): bigint {
  const shape = shapeOf(kernel, level, raw);
  return BigInt.asUintN(64, ~(bits | shape.settled));
}

describe('sentences read what they declare', () => {
  test.each(kernels.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong = new Set<string>();
    for (const level of LEVELS)
      for (const raw of mixedValues(30, kernel.entryBits)) {
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

  test('every question is read by a sentence, a conclusion or a property', () => {
    const concluded = new Set<string>(
      Object.values(CONCLUSIONS).flatMap((groups) => groups.flat().flatMap(({ reads }) => reads)),
    );
    const asked = new Set<QuestionName>(NAMES.filter((name) => concluded.has(name)));
    const others = otherKernels();
    const spies = NAMES.map((name) => {
      const question: { of: (entry: Entry) => unknown } = QUESTIONS[name];
      const { of } = question;
      return jest.spyOn(question, 'of').mockImplementation((entry) => {
        asked.add(name);
        return of(entry);
      });
    });
    for (const kernel of kernels)
      for (const level of LEVELS)
        for (const raw of mixedValues(6, kernel.entryBits)) {
          new Auditor(kernel).add(raw, level);
          const entry = decodeEntry(kernel, raw, { level, others });
          for (const property of propertiesOf(kernel.layout)) property.of(entry, { kernel });
        }
    for (const spy of spies) spy.mockRestore();
    expect(NAMES.filter((name) => !asked.has(name))).toEqual([]);
  });

  test('no sentence declares what it never reads', () => {
    const rows = [
      ...RULE_IDS.map((id) => ({ name: `rule ${id}`, reads: RULES[id].reads })),
      ...NOTES.map((row) => ({ name: row, reads: row.reads })),
    ];
    const unread = new Map<unknown, Set<QuestionName>>(rows.map(({ name, reads }) => [name, new Set(reads)]));
    for (const kernel of kernelsWithAllNotes)
      for (const level of LEVELS)
        for (const raw of [...mixedValues(60, kernel.entryBits), ...slots(kernel)]) {
          const entry = readEntry(kernel, raw, level);
          const ask = asking(entry);
          const watch = (row: unknown): Ask => {
            return (name) => {
              unread.get(row)?.delete(name);
              return ask(name);
            };
          };
          for (const id of RULE_IDS) RULES[id].of(watch(`rule ${id}`), kernel);
          for (const row of notesOf(kernel)) if (isOf(row, entry)) row.text(watch(row), kernel);
        }
    const left = [...unread].flatMap(([row, names]) => {
      const name = NOTES.find((one) => one === row)?.code ?? String(row);
      return [...names].map((read) => `${name} never reads ${read}`);
    });
    expect(left).toEqual([]);
  });
});

describe('values of one key have one answer', () => {
  const others = otherKernels();

  test.each(kernels.map((kernel) => ({ name: kernel.id, kernel })))('$name', ({ kernel }) => {
    const wrong: string[] = [];
    for (const level of LEVELS)
      for (const raw of mixedValues(20, kernel.entryBits)) {
        const shape = shapeOf(kernel, level, raw);
        const notes = keyOfNotes(shape, kernel, others);
        const keys = [
          ...NAMES.map((name) => ({
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
