import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderTable } from '../../../records/columns.ts';
import { cellText, commonProperties, macroProperties, type Property } from '../../../records/properties.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action } from '../../spec.ts';
import { advisedValue, valueAdvice } from '../../options/advice.ts';
import { kernelHeadingLine } from '../../options/kernel-heading.ts';
import { levelOf } from '../../options/level.ts';
import { tableStyle } from '../../options/table-style.ts';

/** A part of two entries that differs. */
interface Difference {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** What is different between two entries of one kernel: properties, then single bits by the kernel's macros. */
function differences(a: DecodedEntry, b: DecodedEntry): Difference[] {
  const context = { kernel: a.kernel };
  const rowsOf = (properties: readonly Property[]): Difference[] =>
    properties
      .map((property) => ({
        name: property.name,
        a: cellText(property, a, context),
        b: cellText(property, b, context),
      }))
      .filter((row) => row.a !== row.b);
  const bit = (cell: string): string => ({ true: '1', false: '0' })[cell] ?? '-';
  return [
    ...rowsOf(commonProperties().filter(({ aside }) => !aside)).map(({ name, ...row }) => ({
      name,
      a: row.a || '-',
      b: row.b || '-',
    })),
    // A bit that one entry lacks and the other has clear is no difference.
    ...rowsOf(macroProperties(a.kernel.layout))
      .filter((row) => row.a === 'true' || row.b === 'true')
      .map(({ name, ...row }) => ({ name, a: bit(row.a), b: bit(row.b) })),
  ];
}

function differingBits(a: bigint, b: bigint): number[] {
  const bits = a ^ b;
  return Array.from({ length: 64 }, (_, index) => 63 - index).filter((n) => (bits >> BigInt(n)) & 1n);
}

/** `pte-decode diff A B`. */
export const action: Action = async (invocation, io) => {
  const kernel: Kernel = await kernelFromOptions(invocation, io);
  const level = levelOf(invocation, kernel);
  const [textA = '', textB = ''] = invocation.args;
  const options = { decimal: invocation.has('decimal'), bits: kernel.entryBits };
  const advice = await valueAdvice(invocation.args, io, 'pte-decode pagemap diff compares dumps');
  const a = decodeEntry(kernel, advisedValue(textA, options, advice), { level });
  const b = decodeEntry(kernel, advisedValue(textB, options, advice), { level });
  const rows = differences(a, b);
  const bits = differingBits(a.raw, b.raw);
  if (invocation.has('json')) {
    const record = {
      schema: SCHEMA,
      arch: kernel.arch,
      kernel: kernel.id,
      level,
      a: formatU64(a.raw),
      b: formatU64(b.raw),
      equal: bits.length === 0,
      bits,
      differences: rows,
    };
    io.stdout.write(JSON.stringify(record) + '\n');
  } else {
    const style = await tableStyle(invocation, io);
    const bitText =
      bits.length === 0 ? 'no difference' : `${bits.length === 1 ? 'bit' : 'bits'} ${bits.join(', ')}`;
    const raw = (value: bigint): Cell => ({ text: formatU64(value), role: 'raw' });
    io.stdout.write(
      renderTable([[{ text: kernelHeadingLine(kernel, invocation, io), role: 'dim' }]], style) +
        renderTable([[bitText]], style, { indent: 2 }) +
        renderTable([['', raw(a.raw), raw(b.raw)], ...rows.map((row) => [row.name, row.a, row.b])], style, {
          indent: 2,
          least: [10],
        }),
    );
  }
  return bits.length === 0 ? EXIT.ok : EXIT.no;
};
