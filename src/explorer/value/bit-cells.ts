import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import type { FieldRow } from '../../core/entry/shapes.ts';
import { explainEntry } from '../../records/explain/bits.ts';
import type { Role } from '../../records/text/palette.ts';

/** A bit of an entry as it is drawn. */
export interface BitCell {
  readonly bit: number;
  readonly isSet: boolean;
  /** What it stands for holds: of a bit that is stored inverted, where it is clear. */
  readonly isOn: boolean;
  /** The kernel's name of the bit, or of the number that it is a bit of; empty where it has none. */
  readonly name: string;
  /** What stands below it: the short name of a flag; empty in a number. */
  readonly label: string;
  readonly role: Role;
  /** What the bit says as it is. */
  readonly meaning: string;
  readonly src: string;
}

/** A number over the bits that it is made of. */
export interface Bracket {
  readonly hi: number;
  readonly lo: number;
  readonly name: string;
  readonly brief: string;
}

const has = (mask: bigint, bit: number): boolean => ((mask >> BigInt(bit)) & 1n) === 1n;

/** The bits of an entry, from the highest down, as the layout in force names them. */
export function bitCells(entry: DecodedEntry): readonly BitCell[] {
  const { kernel, raw, shape, unknown, reserved, missing } = entry;
  const numbers = shape.fields.filter(({ kind }) => kind === 'number' || kind === 'fixed');
  const singles = shape.fields.filter(({ kind }) => kind !== 'number' && kind !== 'fixed');
  return Array.from({ length: kernel.entryBits }, (_, index) => kernel.entryBits - 1 - index).map(
    (bit): BitCell => {
      const isSet = has(raw, bit);
      const single = singles.find(({ mask }) => has(mask, bit));
      const number = numbers.find(({ mask }) => has(mask, bit));
      const row = single ?? number;
      const isOn = single !== undefined && isSet !== has(single.xor, bit);
      const isWrong = has(unknown | reserved, bit) || has(missing, bit);
      const role = isWrong ? 'bad' : isOn ? 'flag' : !isSet ? 'dim' : number ? 'number' : 'bad';
      return {
        bit,
        isSet,
        isOn,
        name: row?.name ?? '',
        label: single ? (single.kind === 'reserved' ? 'reserved' : single.short) : '',
        role,
        meaning: has(unknown, bit)
          ? 'set, and has no meaning here'
          : has(missing, bit)
            ? 'clear, and set in all such entries'
            : row
              ? said(row, isSet)
              : 'no meaning here',
        src: row?.src ?? '',
      };
    },
  );
}

function said({ kind, set, clear, xor }: FieldRow, isSet: boolean): string {
  const inverted = xor === 0n ? '' : ', stored inverted';
  if (kind === 'number' || kind === 'fixed') return `${set}${inverted}`;
  const isOn = isSet !== (xor !== 0n);
  return isOn ? `${set}${inverted}` : `not set${clear === undefined ? '' : `: ${clear}`}${inverted}`;
}

/** The numbers of an entry that have a bracket. */
export function brackets(entry: DecodedEntry): readonly Bracket[] {
  return explainEntry(entry)
    .filter(({ kind }) => kind === 'number')
    .map(({ hi, lo, name, brief }) => ({ hi, lo, name, brief }));
}
