import { writeAddress } from '../core/entry/address.ts';
import { keptIn, oncePer } from '../core/later.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import type { Form, Level, PagingAvailability } from '../core/rows/layout.ts';
import type { FormLayout, Kernel, ResolvedPfn, ResolvedRow } from '../core/rows/model.ts';
import { maskOf, topBit } from '../core/u64.ts';

const rowCache = oncePer<ArchLayout, Map<string, readonly ResolvedRow[]>>(() => new Map());

/** The rows of a level and form in any kernel, which share them. */
function rowsOf(layout: ArchLayout, level: Level, form: Form): readonly ResolvedRow[] {
  return keptIn(rowCache(layout), `${level} ${form}`, () =>
    layout.rows
      .filter((row) => row.forms.includes(form) && (!row.levels || row.levels.includes(level)))
      .map((row) => ({ ...row, mask: maskOf(row.hi, row.lo), xor: 0n })),
  );
}

/** Where the bits of an address stand; bits outside the physical mask are not its own. */
function addressField(
  row: ArchLayout['pfn'][number],
  physMask: bigint,
): Pick<ResolvedPfn, 'mask' | 'pieces' | 'twice'> {
  const mask = maskOf(row.hi, row.lo);
  if (row.at === undefined && !row.more) return { mask: mask & physMask, pieces: undefined, twice: false };
  const pieces = [{ hi: row.hi, lo: row.lo, at: row.at ?? row.lo }, ...(row.more ?? [])];
  const all = pieces.reduce((bits, piece) => bits | maskOf(piece.hi, piece.lo), 0n);
  const [first, ...others] = pieces.map(({ hi, lo, at }) => maskOf(at + hi - lo, at));
  const twice = others.some((bits) => (bits & (first ?? 0n)) !== 0n);
  return { mask: all & writeAddress(physMask, pieces), pieces, twice };
}

/**
 * The bits of a level and form in one kernel.
 *
 * @param has tells whether a row of the layout is in force
 */
export function resolveForm(
  { layout, encMask, physMask }: Kernel,
  has: (row: PagingAvailability) => boolean,
  level: Level,
  form: Form,
): FormLayout {
  const rows = rowsOf(layout, level, form).filter(has);
  const { encryption } = layout;
  if (encMask !== 0n && encryption?.forms.includes(form)) {
    const bit = topBit(encMask);
    const below = rows.findIndex(({ hi }) => hi < bit);
    const row: ResolvedRow = { ...encryption, hi: bit, lo: bit, mask: encMask, xor: 0n };
    rows.splice(below < 0 ? rows.length : below, 0, row);
  }
  const pfn = layout.pfn
    .filter((row) => row.forms.includes(form) && row.levels.includes(level) && has(row))
    .map((row): ResolvedPfn => ({
      ...addressField(row, physMask),
      lo: row.lo,
      inverted: row.inverted ?? false,
      when: row.when,
      pageShift: row.pageShift,
      row,
    }));
  return {
    rows,
    pfn,
    claimed: rows.reduce((mask, row) => mask | row.mask, 0n),
    keyRows: rows.filter((row) => row.role.startsWith('pkey')),
  };
}
