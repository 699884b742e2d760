import { keptIn } from '../../../core/later.ts';
import { defined } from '../../../core/defined.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { recordError, usageError } from '../../../core/errors.ts';
import {
  applyFunction,
  findFunction,
  type FunctionInputs,
  type FunctionRow,
  type InputName,
  kernelFunctions,
} from '../../../core/functions/functions.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { parseArgument } from '../../../input/values/argument.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { integerFrom, markerFrom } from '../../options/values/fields.ts';
import { refuseBesideList, refuseBesideRecords, refuseLostInputs } from './inputs.ts';
import { printable } from '../../../core/printable.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { tellAssumed, tellingAssumed } from '../../options/kernel/kernel-heading.ts';
import type { JsonFields } from '../../../records/read.ts';
import type { Action, Invocation } from '../../spec.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { idleText, misuseText } from '../../../kernel/misuses.ts';
import { valueAdvice } from '../../options/values/advice.ts';
import { type ValueQuestion, valuesFrom } from '../../options/values/values.ts';

/** `pte-decode apply FUNCTION[,FUNCTION...] VALUE...` and `pte-decode apply -`. */
export const action: Action = async (invocation, io) => {
  const output = new BufferedOutput(io.stdout);
  const [names = '', ...values] = invocation.args;
  if (names === '-' && !invocation.has('list')) {
    refuseBesideRecords(invocation, values);
    return applyRecords(invocation, io, output);
  }
  const kernel = await kernelFromOptions(invocation, io);
  if (invocation.has('list')) {
    if (names !== '') throw usageError(`apply: --list takes no function, such as "${printable(names)}"`);
    refuseBesideList(invocation);
    for (const row of kernelFunctions(kernel)) output.add(`${row.name}(${row.takes.join(', ')})\n`);
    output.flush();
    return EXIT.ok;
  }
  if (names === '') throw usageError('apply: wants a function, or several with commas; --list shows them');
  const advice = await valueAdvice(values, io, undefined, true);
  const errors = tellingAssumed(kernel, invocation, io, () =>
    applyChain(kernel, names.split(','), values, invocation, io, {
      output,
      advice,
      bits: kernel.entryBits,
      isLevelKnown: true,
    }),
  );
  output.flush();
  tellAssumed(kernel, invocation, io);
  return errors > 0 ? EXIT.unanswered : EXIT.ok;
};

function applyChain(
  kernel: Kernel,
  names: readonly string[],
  values: readonly string[],
  invocation: Invocation,
  io: Io,
  question: ValueQuestion & { readonly output: BufferedOutput },
): number {
  const rows = names.map((name) => findFunction(kernel, name));
  for (const [index, row] of rows.entries()) checkOrder(rows[index - 1], row);
  refuseLostInputs(invocation, rows);
  const options = inputsFromOptions(invocation, kernel);
  // pte_same(a, b): the second value is the other entry.
  const isPair = rows[0]?.takes.includes('other') && options.other === undefined && values.length === 2;
  const given = isPair
    ? { ...options, other: parseArgument(values[1] ?? '', { bits: kernel.entryBits }) }
    : options;
  const functions = rows.map((row) => row.name);
  for (const { name } of rows) {
    const text = idleText(kernel, name, given);
    if (text !== undefined) tell(io, text);
  }
  // Of many values the first one will do.
  let isTold = false;
  const write = (pte: bigint | undefined): void => {
    let value: Applied = pte;
    for (const row of rows) {
      const before = value;
      value = applyFunction(kernel, row.name, typeof before === 'bigint' ? { ...given, pte: before } : given);
      if (!isTold && row.gives === 'pte' && typeof before === 'bigint' && typeof value === 'bigint') {
        const text = misuseText(kernel, row.name, before, value);
        isTold = text !== undefined;
        if (text !== undefined) tell(io, text);
      }
    }
    question.output.add(
      invocation.has('json')
        ? jsonLine(kernel, functions, pte, rows.at(-1)?.gives ?? 'pte', value)
        : `${resultText(value)}\n`,
    );
  };
  if (rows[0] && !rows[0].takes.includes('pte')) {
    if (values.length > 0)
      throw usageError(`${rows[0].name}: takes no entry; it wants ${rows[0].takes.join(', ') || 'nothing'}`);
    write(undefined);
    return 0;
  }
  const source = valuesFrom(invocation, io, {
    ...question,
    args: isPair ? values.slice(0, 1) : values,
  });
  if (source.isMissing) throw usageError(`${names.join(',')}: wants values, or values on standard input`);
  for (const { value } of source.read()) write(value);
  return source.errors;
}

/** What a function gave; undefined before the first one. */
type Applied = bigint | boolean | undefined;

/** @throws PteDecodeError `ERR_USAGE` for a function that cannot work on what the one before it gives */
function checkOrder(before: FunctionRow | undefined, row: FunctionRow): void {
  if (!before) return;
  if (!row.takes.includes('pte'))
    throw usageError(`${row.name}: takes no entry, so it can only be the first`);
  if (before.gives !== 'pte')
    throw usageError(
      `${row.name}: takes an entry, and ${before.name} gives ${before.gives === 'val' ? 'a swp_entry_t' : 'true or false'}`,
    );
}

const resultText = (value: Applied): string => (typeof value === 'bigint' ? formatU64(value) : String(value));

/** The names of the result are those of the kernel's types: `raw` for an entry, `val` for a swp_entry_t, `result` for a truth value. */
const RESULT_KEYS = { pte: 'raw', val: 'val', result: 'result' } as const;

/** schema/apply.schema.json. */
function jsonLine(
  kernel: Kernel,
  functions: readonly string[],
  input: bigint | undefined,
  gives: FunctionRow['gives'],
  value: Applied,
): string {
  return recordLine({
    arch: kernel.arch,
    kernel: kernel.id,
    functions,
    input: input === undefined ? null : formatU64(input),
    [RESULT_KEYS[gives]]: typeof value === 'bigint' ? formatU64(value) : value,
  });
}

const NUMBERS = ['prot', 'pfn', 'offset'] as const satisfies readonly InputName[];

function inputsFromOptions(invocation: Invocation, kernel: Kernel): FunctionInputs {
  const numbers = NUMBERS.flatMap((name) => {
    const value = integerFrom(invocation, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const marker = markerFrom(invocation, kernel);
  const type = integerFrom(invocation, 'type');
  const other = integerFrom(invocation, 'with');
  return {
    ...Object.fromEntries(numbers),
    ...defined({ marker, type: type === undefined ? undefined : Number(type), other }),
    young: invocation.has('young'),
    dirty: invocation.has('dirty'),
  };
}

/**
 * Applies the operations of NDJSON rows: `op`, its inputs, and `…_swp_mk…` functions set to true after it; `la57` true
 * means 5-level paging.
 */
async function applyRecords(invocation: Invocation, io: Io, output: BufferedOutput): Promise<number> {
  const known = new WeakMap<Kernel, Kernel>();
  const withFiveLevels = (kernel: Kernel): Kernel =>
    keptIn(known, kernel, () => resolveKernel({ kernel: kernel.id, paging: 5 }));
  const { forEachRecord } = await import('../../options/kernel/record-kernels.ts');
  const passedOver = new Set<string>();
  return forEachRecord(invocation, io, output, (record, kernels) => {
    for (const key of record.keys) {
      if (isRead(key) || passedOver.has(key) || passedOver.size === MOST_TOLD) continue;
      passedOver.add(key);
      tell(io, `"${printable(key, 60)}" of a record is no key of an operation: not read`);
    }
    const op = record.text('op') ?? record.text('function');
    if (op === undefined) throw recordError('a record without "op"');
    const kernel = kernels.kernelOf(record);
    const used = record.truth('la57') === true ? withFiveLevels(kernel) : kernel;
    const row = findFunction(used, op);
    const inputs = inputsFromRecord(record);
    const functions = [row.name];
    let value: Applied = applyFunction(used, row.name, inputs);
    for (const { name } of kernelFunctions(used))
      if (
        /^p(?:te|md)_swp_mk/.test(name) &&
        row.gives === 'pte' &&
        name !== row.name &&
        typeof value === 'bigint' &&
        isTrue(record, name)
      ) {
        value = applyFunction(used, name, { pte: value });
        functions.push(name);
      }
    output.add(
      invocation.has('json')
        ? jsonLine(used, functions, row.takes.includes('pte') ? inputs.pte : undefined, row.gives, value)
        : `${resultText(value)}\n`,
    );
  });
}

/** Keys that are told, at most: input can have any number. */
const MOST_TOLD = 20;

/** What an operation says, or a line of what was made by one. */
const KEYS: ReadonlySet<string> = new Set([
  ...['op', 'function', 'functions', 'schema', 'arch', 'kernel', 'paging', 'la57', 'level', 'cat', 'input'],
  ...['a', 'b', 'pte', 'pmd', 'pud', 'other', 'prot', 'pfn', 'type', 'offset', 'marker', 'young', 'dirty'],
  ...Object.values(RESULT_KEYS),
]);

const isRead = (key: string): boolean =>
  KEYS.has(key) || /^(?:p(?:te|md)_swp_mk|make_migration_entry_(?:young|dirty)$)/.test(key);

const isTrue = (record: JsonFields, name: string): boolean => record.has(name) && record.truth(name) === true;

function inputsFromRecord(record: JsonFields): FunctionInputs {
  const type = record.integer('type');
  const numbers = [...NUMBERS, 'marker', 'pte', 'other'] as const;
  const given = numbers.flatMap((name) => {
    const value = record.integer(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  // An entry goes by the name of its level, or in a pair by that of its place.
  const entry = record.integer('a') ?? record.integer('pmd') ?? record.integer('pud');
  const b = record.integer('b');
  return {
    ...Object.fromEntries(given),
    ...defined({ pte: entry, other: b, type: type === undefined ? undefined : Number(type) }),
    young: record.truth('young') ?? isTrue(record, 'make_migration_entry_young'),
    dirty: record.truth('dirty') ?? isTrue(record, 'make_migration_entry_dirty'),
  };
}
