import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { numberOf, swapOf } from '../../core/entry/entry.ts';
import type { Form } from '../../core/rows/layout.ts';
import { type FieldRow, formBits } from '../../core/entry/shapes.ts';
import { formatHex, not64, runsOf, topBit } from '../../core/u64.ts';
import { releasesText } from '../../core/version.ts';

/** What is said of some bits of an entry. */
export interface BitExplanation {
  readonly hi: number;
  readonly lo: number;
  readonly mask: bigint;
  /**
   * `number`: bits that make a number; `set`: a bit that means something and is set, in the entry as it is read; `clear`:
   * one that is clear, and that says something; `wrong`: bits that should not be so.
   */
  readonly kind: 'number' | 'set' | 'clear' | 'wrong';
  /** The macro or field. */
  readonly name: string;
  /** The bits, shifted down. */
  readonly value: bigint;
  /** The number in a few characters; empty for single bits. */
  readonly brief: string;
  readonly meaning: string;
  /** Releases that have it, as text. */
  readonly releases: string;
  /** Kernel tag, file and symbol; empty where no row of a table stands behind it. */
  readonly src: string;
}

/** The roles of bits that are worth a word when they are clear, whatever their row says. */
const ASKED_FOR: readonly string[] = ['present', 'rw', 'uffd_wp', 'swp_uffd_wp', 'marker_uffd_wp'];

/** Forms whose bits the CPU reads, or would read but for the one that keeps it from it. */
const READ_FORMS: readonly Form[] = ['leaf', 'protnone', 'table'];

/**
 * Explains the bits of an entry from the highest down: every set bit, every number, what is missing, and the clear bits
 * that say something.
 */
export function explainEntry(entry: DecodedEntry): readonly BitExplanation[] {
  const rows = entry.shape.fields.flatMap((row) => explainRow(entry, row));
  const wrong = (mask: bigint, name: string, meaning: string): readonly BitExplanation[] =>
    runsOf(mask).map((run) => ({
      ...place(entry, run.mask),
      ...{ kind: 'wrong', name, brief: '', meaning, releases: '', src: '' },
    }));
  const all = [
    ...rows,
    ...wrong(entry.unknown, 'unknown', 'no meaning here'),
    ...wrong(entry.missing, 'missing', 'set in all such entries'),
    ...deciding(entry),
  ];
  const key = all.find(({ name, kind }) => kind === 'number' && name === KEY_NAME);
  // The key as a number says what its bits say one by one.
  const kept = key ? all.filter(({ mask, kind }) => kind !== 'set' || (mask & key.mask) === 0n) : all;
  return kept.sort((a, b) => b.hi - a.hi || a.lo - b.lo);
}

const KEY_NAME = 'protection key';

/** Where bits stand, and what is in them. */
function place({ raw }: DecodedEntry, mask: bigint): Pick<BitExplanation, 'hi' | 'lo' | 'mask' | 'value'> {
  const lo = topBit(mask & -mask);
  return { hi: topBit(mask), lo, mask, value: (raw & mask) >> BigInt(lo) };
}

function explainRow(entry: DecodedEntry, row: FieldRow): readonly BitExplanation[] {
  const { name, src, mask, kind } = row;
  const common = { name, brief: '', releases: releasesText(row), src };
  const isSet = ((entry.raw ^ row.xor) & mask) !== 0n;
  switch (kind) {
    case 'number':
      if (row.role === 'pkey' && (!isSet || entry.form === 'table')) return [];
      return [{ ...place(entry, mask), ...common, kind, ...numberText(entry, row) }];
    case 'reserved':
      return (entry.reserved & mask) === 0n
        ? []
        : [{ ...place(entry, mask), ...common, kind: 'wrong', meaning: row.set }];
    case 'fixed':
      return runsOf(entry.raw & mask).map((run) => ({
        ...place(entry, run.mask),
        ...{ ...common, kind: 'set', meaning: row.set },
      }));
    case 'flag':
    case 'part': {
      const inverted = row.xor === 0n ? '' : ', stored inverted';
      if (isSet) return [{ ...place(entry, mask), ...common, kind: 'set', meaning: row.set + inverted }];
      // Most clear bits say something only where the CPU reads them.
      const isRead = READ_FORMS.includes(entry.form);
      const isSaid = ASKED_FOR.includes(row.role) ? entry.form !== 'none' : isRead && row.clear !== undefined;
      const meaning = clearText(row);
      return isSaid ? [{ ...place(entry, mask), ...common, kind: 'clear', meaning }] : [];
    }
    default:
      return kind satisfies never;
  }
}

const clearText = ({ clear }: Pick<FieldRow, 'clear'>): string =>
  clear === undefined ? 'no' : `no: ${clear}`;

function numberText(entry: DecodedEntry, row: FieldRow): Pick<BitExplanation, 'brief' | 'meaning'> {
  const swap = swapOf(entry);
  const inverted = row.xor === 0n ? '' : ', stored inverted';
  switch (row.role) {
    case 'swp_type':
      // The special pte of the patch holds no swap entry.
      return {
        brief: `${swap?.type}`,
        meaning: entry.state === 'uffd-wp-special' ? `${swap?.type}` : `${swap?.type} ${swap?.name}`,
      };
    case 'swp_offset': {
      const brief = formatHex(swap?.offset ?? 0n);
      return {
        brief,
        meaning: inverted ? `${brief}${inverted} as ${formatHex(swap?.rawOffset ?? 0n)}` : brief,
      };
    }
    case 'pfn': {
      const whole = entry.shape.frame?.mask ?? row.mask;
      const isPart = topBit(whole) !== row.hi && row.mask !== whole;
      if (isPart) return { brief: '', meaning: `more bits of the frame number${inverted}` };
      const brief = `pfn ${formatHex(numberOf(entry, 'pfn') ?? 0n)}`;
      const physical = formatHex(numberOf(entry, 'phys') ?? 0n);
      return { brief, meaning: `${brief}, physical ${physical}${inverted}` };
    }
    default: {
      const brief = String((entry.raw & row.mask) >> BigInt(row.lo));
      return { brief, meaning: brief };
    }
  }
}

/** The clear bits by which the forms of the level are told apart, and that no row of this form speaks of. */
function deciding(entry: DecodedEntry): readonly BitExplanation[] {
  const { kernel, level, shape, raw } = entry;
  const bits = formBits(kernel, level) & shape.unknown & not64(raw);
  const found: BitExplanation[] = [];
  let rest = bits;
  for (const { form, when } of kernel.formsAt(level)) {
    const tested = when.reduce((mask, { set }) => mask | set, 0n);
    for (const row of kernel.form(level, form).rows) {
      if (row.kind !== 'flag' || (row.mask & rest & tested) !== row.mask) continue;
      rest &= not64(row.mask);
      const { name, src } = row;
      found.push({
        ...place(entry, row.mask),
        ...{ kind: 'clear', name, brief: '', meaning: clearText(row), releases: releasesText(row), src },
      });
    }
  }
  return found;
}
