// The engine alone, with keys from the variants: what a filter, `check -q` and `audit` cost at least. Bundled and started
// by judge.mjs: judge-engine line|where EXPR|check|audit, values from standard input, text to standard output.
import { Auditor } from '../../src/core/audit.ts';
import { decodeEntry } from '../../src/core/decode.ts';
import { SwapSlots } from '../../src/core/swap-slots.ts';
import { nodeIo } from '../../src/input/io.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { checkNames, evaluate, parseWhere } from '../../src/records/where/grammar.ts';
import { type RecordContext, WHERE_NAMES, whereValue } from '../../src/records/record.ts';
import { lineFormat } from '../../src/records/templates/template.ts';
import { createTemplateCounter } from '../../src/records/templates/template-counter.ts';
import { createTemplateWriter } from '../../src/records/templates/template-writer.ts';
import { findVariants, type Key, type Reading } from '../../src/records/templates/variants.ts';
import { keepHeapSmall } from '../../src/cli/heap.ts';
import { ValueSource } from '../../src/cli/options/values.ts';
import { Invocation } from '../../src/cli/spec.ts';

const NOTHING: Key = { bits: 0n, tests: [] };
const kernel = resolveKernel({ kernel: '7.3' });
const variants = findVariants(kernel, 'pte');
const io = nodeIo();
const invocation = new Invocation([], new Map(), new Set());

function joinKeys(...keys: readonly Key[]): Key {
  const tests = keys.flatMap((key) => key.tests);
  const known = new Map(tests.map((test) => [`${test.xor} ${test.mask} ${test.atLeast ?? 1n}`, test]));
  return { bits: keys.reduce((bits, key) => bits | key.bits, 0n), tests: [...known.values()] };
}

const flagBits = (reading: Reading, part: string): Key => ({
  bits: reading.flags.filter(({ name }) => name.includes(part)).reduce((all, { bits }) => all | bits, 0n),
  tests: [],
});

const keyFrom = (reading: Reading | 'one' | undefined, make: (reading: Reading) => Key): Key | undefined =>
  reading === 'one' ? NOTHING : reading && make(reading);

async function where(text: string): Promise<number> {
  const expression = parseWhere(text);
  checkNames(expression, WHERE_NAMES);
  const filter = (entry: ReturnType<typeof decodeEntry>, context: RecordContext): boolean =>
    evaluate(expression, (name) => whereValue(name, entry, context));
  const format = lineFormat(kernel, 'pte');
  const templates = format.templates.map((template, index) => {
    const key = keyFrom(variants[index]?.reading, (reading) =>
      joinKeys(reading.notes, reading.rules, reading.ages, flagBits(reading, 'UFFD')),
    );
    return { ...template, verdicts: key && [{ key, holds: filter }] };
  });
  const writer = createTemplateWriter({ ...format, templates, filter }, (bytes) => {
    io.stdout.write(bytes);
  });
  if (!writer) throw new Error('no WebAssembly');
  const source = new ValueSource(
    invocation,
    io,
    [],
    () => {
      writer.flush();
    },
    writer,
  );
  let seen = 0;
  for (const { value, text: input, origin } of source.read()) {
    seen += 1;
    writer.show(value, input, origin, () => ({
      entry: decodeEntry(kernel, value),
      context: { kernel, place: { input, origin } },
    }));
  }
  writer.flush();
  return seen;
}

/** All rules of all values, whatever they say: without the early end there is most to do. */
async function check(): Promise<number> {
  const counter = createTemplateCounter<readonly string[]>(
    variants.map(({ mask, value, reading }) => {
      const key = keyFrom(reading, ({ rules, rule4 }) => joinKeys(rules, rule4));
      return { mask, value, keys: key && [key] };
    }),
  );
  if (!counter) throw new Error('no WebAssembly');
  const source = new ValueSource(invocation, io, [], () => undefined, counter);
  const failures = new Map<string, number>();
  const fail = (ids: readonly string[], count: number): void => {
    for (const id of ids) failures.set(id, (failures.get(id) ?? 0) + count);
  };
  let seen = 0;
  for (const { value, origin } of source.read()) {
    if (counter.add(value, origin)) continue;
    seen += 1;
    const failed = Object.entries(decodeEntry(kernel, value).rules).flatMap(([id, { holds }]) =>
      holds ? [] : [id],
    );
    fail(failed, 1);
    counter.settle(value, [failed]);
  }
  for (const { meaning, count } of counter.counts()) fail(meaning, count);
  process.stdout.write(
    `${JSON.stringify({ values: seen + counter.counted, ...Object.fromEntries(failures) })}\n`,
  );
  return seen;
}

interface Audited {
  readonly invariants: readonly string[];
  readonly slots: { readonly type: number; readonly isExclusive: boolean } | undefined;
}

const EXAMPLES = 10;

async function audit(): Promise<number> {
  const counts = new Map<string, number>();
  const examples: string[] = [];
  let broken = 0;
  const report = (invariants: readonly string[], count: number): void => {
    if (invariants.length > 0) broken += count;
    for (const name of invariants) counts.set(name, (counts.get(name) ?? 0) + count);
  };
  const slots = new SwapSlots();
  const duplicate = (
    { slots: mine, invariants }: Audited,
    offset: number,
    origin: (row: number) => string,
    row: number,
  ): void => {
    if (!mine || offset === 0 || offset >= 2 ** 32) return;
    const earlier = slots.add(mine.type, offset, mine.isExclusive);
    if (earlier === undefined) return;
    if (invariants.length === 0) broken += 1;
    const name = mine.isExclusive || earlier === 'exclusive' ? 'duplicate-exclusive' : 'duplicate-slot';
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count <= EXAMPLES) examples.push(`${origin(row)} ${name}`);
  };
  const counter = createTemplateCounter<Audited>(
    variants.map(({ mask, value, reading }) => {
      const key = keyFrom(reading, (known) =>
        joinKeys(known.notes, known.rules, known.rule4, flagBits(known, 'RW'), flagBits(known, 'EXCL')),
      );
      const isSwap = typeof reading === 'object' && reading.offset !== undefined && reading.pfn === undefined;
      return { mask, value, keys: key && [key], ...(isSwap ? { number: reading.offset } : {}) };
    }),
    ({ length, numbers, meaning, origin }) => {
      for (let row = 0; row < length; row++) duplicate(meaning(row), numbers[row] ?? 0, origin, row);
    },
  );
  if (!counter) throw new Error('no WebAssembly');
  const source = new ValueSource(invocation, io, [], () => undefined, counter);
  let seen = 0;
  for (const { value, origin } of source.read()) {
    if (counter.add(value, origin)) continue;
    seen += 1;
    const invariants = new Auditor(kernel).add(value, 'pte').map(({ invariant }) => invariant);
    const { state, swap, flags } = decodeEntry(kernel, value);
    const audited: Audited = {
      invariants,
      slots:
        state === 'swap' && swap && swap.type < 32
          ? { type: swap.type, isExclusive: flags.some((name) => name.includes('EXCL')) }
          : undefined,
    };
    report(invariants, 1);
    if (swap) duplicate(audited, Number(swap.offset), () => origin, 0);
    const isShown = invariants.every((name) => (counts.get(name) ?? 0) >= EXAMPLES);
    for (const name of isShown ? [] : invariants) examples.push(`${origin} ${name}`);
    if (isShown) counter.settle(value, [audited]);
  }
  for (const { meaning, count } of counter.counts()) report(meaning.invariants, count);
  process.stdout.write(
    `${JSON.stringify({ values: seen + counter.counted, broken, ...Object.fromEntries([...counts].sort()) })}\n`,
  );
  return seen;
}

await keepHeapSmall();
const [, , mode = '', text = ''] = process.argv;
const seen = await (mode === 'where' ? where(text) : mode === 'check' ? check() : audit());
if (process.env['JUDGE_STATS'] !== undefined)
  process.stderr.write(`one by one: ${seen}; ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
