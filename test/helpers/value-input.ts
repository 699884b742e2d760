import { formatU64 } from '../../src/core/u64.ts';
import { ValueSource } from '../../src/input/values/values.ts';
import type { BulkWriter, SourcedValue } from '../../src/input/values/value-inputs.ts';
import { fakeIo } from './fake-io.ts';

/** What stands on standard input: values, or a text. */
export type ValueInput =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'text' | 'u64le' | 'u64be'; readonly values: readonly bigint[] };

function bytesOf(input: ValueInput): Uint8Array {
  if ('text' in input) return Buffer.from(input.text);
  if (input.as === 'text') return Buffer.from(input.values.map((value) => `${formatU64(value)}\n`).join(''));
  const bytes = Buffer.alloc(8 * input.values.length);
  for (const [index, value] of input.values.entries())
    if (input.as === 'u64le') bytes.writeBigUInt64LE(value, 8 * index);
    else bytes.writeBigUInt64BE(value, 8 * index);
  return bytes;
}

/** The values of an input that `bulk` does not take, or all; read in pieces that end anywhere. */
export function readValues(input: ValueInput, bulk?: BulkWriter): Generator<SourcedValue, void, undefined> {
  const bytes = bytesOf(input);
  const stdin = [bytes.subarray(0, 1001), bytes.subarray(1001, 2010), bytes.subarray(2010)];
  const inputs = { args: [], files: [], format: input.as, decimal: false };
  return new ValueSource(fakeIo({ stdin }).io, inputs, () => undefined, bulk).read();
}
