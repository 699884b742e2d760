import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import { parseValue } from '../../../input/value.ts';
import { kernelLine } from '../../../records/text.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action } from '../../spec.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { levelOf } from '../../options/level.ts';

/** A part of two entries that differs. */
interface Difference {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** The properties of an entry that can be set side by side, as text. */
function properties(entry: DecodedEntry): ReadonlyMap<string, string> {
  const text = new Map<string, string>([['state', entry.state]]);
  const add = (name: string, value: bigint | number | boolean | null): void => {
    if (value !== null) text.set(name, typeof value === 'bigint' ? formatHex(value) : String(value));
  };
  add('pfn', entry.pfn);
  add('phys', entry.phys);
  add('page size', entry.pageSize);
  if (entry.swap) text.set('swap type', `${entry.swap.type} ${entry.swap.name}`);
  add('swap offset', entry.swap?.offset ?? null);
  add('marker', entry.marker);
  add('young', entry.young);
  add('dirty', entry.dirty);
  add('pkey', entry.pkey);
  add('reserved', entry.reserved);
  add('unknown', entry.unknown);
  return text;
}

function differences(a: DecodedEntry, b: DecodedEntry): Difference[] {
  const left = properties(a);
  const right = properties(b);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const flags = [...new Set([...a.flags, ...b.flags])];
  return [
    ...names.map((name) => ({ name, a: left.get(name) ?? '-', b: right.get(name) ?? '-' })),
    ...flags.map((name) => ({
      name,
      a: a.flags.includes(name) ? '1' : '0',
      b: b.flags.includes(name) ? '1' : '0',
    })),
  ].filter((row) => row.a !== row.b);
}

function differingBits(a: bigint, b: bigint): number[] {
  const bits = a ^ b;
  return Array.from({ length: 64 }, (_, index) => 63 - index).filter((n) => (bits >> BigInt(n)) & 1n);
}

/** `pte-decode diff A B`. */
export const diffAction: Action = async (invocation, io) => {
  const kernel: Kernel = await kernelFromOptions(invocation, io);
  const palette = await paletteFromOptions(invocation, io);
  const level = levelOf(invocation);
  const [textA = '', textB = ''] = invocation.args;
  const options = { decimal: invocation.has('decimal') };
  const a = decodeEntry(kernel, parseValue(textA, options), { level });
  const b = decodeEntry(kernel, parseValue(textB, options), { level });
  const rows = differences(a, b);
  const bits = differingBits(a.raw, b.raw);
  if (invocation.has('json')) {
    const record = {
      schema: 1,
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
    const width = Math.max(10, ...rows.map((row) => row.name.length));
    const column = Math.max(18, ...rows.map((row) => row.a.length));
    const line = (name: string, left: string, right: string): string =>
      `  ${name.padEnd(width)}  ${left.padEnd(column)}  ${right}\n`;
    io.stdout.write(
      `${palette('dim', kernelLine(kernel))}\n` +
        palette('heading', line('', formatU64(a.raw), formatU64(b.raw)).trimEnd()) +
        '\n' +
        (bits.length === 0
          ? '  no difference\n'
          : `  ${bits.length === 1 ? 'bit' : 'bits'} ${bits.join(', ')}\n`) +
        rows.map((row) => line(row.name, row.a, row.b)).join(''),
    );
  }
  return bits.length === 0 ? EXIT.ok : EXIT.no;
};
