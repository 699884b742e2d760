import { PteDecodeError } from '../../core/errors.ts';
import {
  applyFunction,
  findFunction,
  type FunctionInputs,
  type InputName,
  kernelFunctions,
} from '../../core/functions.ts';
import type { Kernel } from '../../core/model.ts';
import { formatU64, parseInteger } from '../../core/u64.ts';
import { resolveKernel } from '../../kernel/resolve.ts';
import { EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { kernelFromOptions } from '../kernel-options.ts';
import { forEachLine } from '../lines.ts';
import { JsonFields } from '../record-input.ts';
import type { Action, Invocation } from '../spec.ts';
import { BufferedOutput, ValueSource } from '../values.ts';

/** `pte-decode apply FUNCTION[,FUNCTION...] VALUE...` and `pte-decode apply -`. */
export const applyAction: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const output = new BufferedOutput((text) => {
    io.stdout.write(text);
  });
  const [names = '', ...values] = invocation.args;
  if (invocation.has('list')) {
    for (const row of kernelFunctions(kernel)) output.add(`${row.name}(${row.takes.join(', ')})\n`);
    output.flush();
    return EXIT.ok;
  }
  const errors =
    names === '-'
      ? applyRecords(kernel, invocation, io, output)
      : applyChain(kernel, names.split(','), values, invocation, io, output);
  output.flush();
  return errors > 0 ? EXIT.unanswered : EXIT.ok;
};

function applyChain(
  kernel: Kernel,
  names: readonly string[],
  values: readonly string[],
  invocation: Invocation,
  io: Io,
  output: BufferedOutput,
): number {
  const rows = names.map((name) => findFunction(kernel, name));
  const given = inputsFromOptions(invocation);
  const write = (pte: bigint | undefined): void => {
    let value: bigint | boolean | undefined = pte;
    for (const row of rows) {
      if (typeof value === 'boolean')
        throw new PteDecodeError('ERR_USAGE', `${row.name}: cannot follow pte_same`);
      value = applyFunction(kernel, row.name, value === undefined ? given : { ...given, pte: value });
    }
    output.add(
      invocation.has('json')
        ? JSON.stringify({
            schema: 1,
            functions: rows.map((row) => row.name),
            input: pte === undefined ? null : formatU64(pte),
            raw: resultText(value),
            kernel: kernel.id,
          }) + '\n'
        : `${resultText(value)}\n`,
    );
  };
  if (rows[0] && !rows[0].takes.includes('pte')) {
    if (values.length > 0)
      throw new PteDecodeError(
        'ERR_USAGE',
        `${rows[0].name}: takes no entry; it wants ${rows[0].takes.join(', ') || 'nothing'}`,
      );
    write(undefined);
    return 0;
  }
  const source = new ValueSource(invocation, io, values, () => {
    output.flush();
  });
  if (source.isMissing)
    throw new PteDecodeError('ERR_USAGE', `${names.join(',')}: wants values, or values on standard input`);
  for (const { value } of source.read()) write(value);
  return source.errors;
}

function resultText(value: bigint | boolean | undefined): string {
  return typeof value === 'bigint' ? formatU64(value) : String(value);
}

const NUMBERS = ['prot', 'pfn', 'offset', 'marker'] as const satisfies readonly InputName[];

function inputsFromOptions(invocation: Invocation): FunctionInputs {
  const numbers = NUMBERS.flatMap((name) => {
    const text = invocation.value(name);
    return text === undefined ? [] : [[name, parseInteger(text, `--${name}`)] as const];
  });
  const type = invocation.value('type');
  const other = invocation.value('with');
  return {
    ...Object.fromEntries(numbers),
    ...(type === undefined ? {} : { type: Number(parseInteger(type, '--type')) }),
    ...(other === undefined ? {} : { other: parseInteger(other, '--with') }),
    young: invocation.has('young'),
    dirty: invocation.has('dirty'),
  };
}

/**
 * Applies the operations of NDJSON rows: `op`, its inputs, and `…_swp_mk…` functions set to true after it; `la57` true
 * means 5-level paging.
 */
function applyRecords(kernel: Kernel, invocation: Invocation, io: Io, output: BufferedOutput): number {
  let known: Kernel | undefined;
  const fiveLevels = (): Kernel => (known ??= resolveKernel({ kernel: kernel.id, paging: 5 }));
  return forEachLine(
    io,
    '-',
    () => {
      output.flush();
    },
    (text) => {
      const record = JsonFields.parse(text);
      const op = record.text('op') ?? record.text('function');
      if (op === undefined) throw new PteDecodeError('ERR_RECORD', 'a record without "op"');
      const used = record.truth('la57') === true ? fiveLevels() : kernel;
      let value = applyFunction(used, op, inputsFromRecord(record));
      for (const row of kernelFunctions(kernel))
        if (
          /^p(?:te|md)_swp_mk/.test(row.name) &&
          row.name !== op &&
          typeof value === 'bigint' &&
          isTrue(record, row.name)
        )
          value = applyFunction(kernel, row.name, { pte: value });
      output.add(
        invocation.has('json')
          ? JSON.stringify({ schema: 1, op, raw: resultText(value), kernel: kernel.id }) + '\n'
          : `${resultText(value)}\n`,
      );
    },
  );
}

function isTrue(record: JsonFields, name: string): boolean {
  return record.has(name) && record.truth(name) === true;
}

function inputsFromRecord(record: JsonFields): FunctionInputs {
  const type = record.integer('type');
  const numbers = [...NUMBERS, 'pte', 'other'] as const;
  const given = numbers.flatMap((name) => {
    const value = record.integer(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const a = record.integer('a');
  const b = record.integer('b');
  return {
    ...Object.fromEntries(given),
    ...(a === undefined ? {} : { pte: a }),
    ...(b === undefined ? {} : { other: b }),
    ...(type === undefined ? {} : { type: Number(type) }),
    young: record.truth('young') ?? isTrue(record, 'make_migration_entry_young'),
    dirty: record.truth('dirty') ?? isTrue(record, 'make_migration_entry_dirty'),
  };
}
