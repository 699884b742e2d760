import type { DecodedEntry } from '../core/verdicts/decode.ts';
import { commonProperties, macroProperties } from './properties.ts';
import { cellText, type Property } from './property.ts';

/** A part of two entries that differs. */
interface Difference {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** What is different between two entries of one kernel: properties, then single bits by the kernel's macros. */
export function differences(a: DecodedEntry, b: DecodedEntry): Difference[] {
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

/** The numbers of the bits that differ, from the highest down. */
export function differingBits(a: bigint, b: bigint): number[] {
  const bits = a ^ b;
  return Array.from({ length: 64 }, (_, index) => 63 - index).filter((n) => (bits >> BigInt(n)) & 1n);
}
