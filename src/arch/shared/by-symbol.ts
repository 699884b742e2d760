import type { Choice, ConfigSymbol, LevelGeometry } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import type { Availability } from '../../core/version.ts';

const BITS_64: readonly Choice[] = [{ value: 64 }];

/** Rows that hold only where a symbol is on (`X`) or off (`!X`). */
function where<T extends Availability>(rows: readonly T[], condition: string): readonly T[] {
  return rows.map((row) => ({ ...row, config: [...(row.config ?? []), condition] }));
}

/** `SWP_PFN_BITS` of a layout that has pages of one size. */
function swpPfnBitsOf({ swpPfnBits, physBits, pageShift: [page] }: ArchLayout): readonly Choice[] {
  return swpPfnBits ?? physBits.map((choice) => ({ ...choice, value: choice.value - (page?.value ?? 0) }));
}

/** The symbols of both layouts; what only the first has needs the symbol that chooses it. */
function joinSymbols(chooser: ConfigSymbol, on: ArchLayout, off: ArchLayout): readonly ConfigSymbol[] {
  const both = new Set(off.symbols.map(({ name }) => name));
  const mine = on.symbols.map((symbol) =>
    both.has(symbol.name) ? symbol : { ...symbol, needs: [...(symbol.needs ?? []), chooser.name] },
  );
  const known = new Set(mine.map(({ name }) => name));
  return [chooser, ...mine, ...off.symbols.filter(({ name }) => !known.has(name))];
}

/**
 * One layout out of the two of an architecture whose kernels are built with the one or the other: every row holds only
 * where the symbol is as it wants it. A number of levels that the user gives settles the symbol.
 *
 * @param chooser the symbol, with the value that it has where nobody says
 * @param on the layout with the symbol
 * @param off the layout without it; both have words and pages of one size
 */
export function layoutBySymbol(chooser: ConfigSymbol, on: ArchLayout, off: ArchLayout): ArchLayout {
  const { name } = chooser;
  const join = <T extends Availability>(of: (layout: ArchLayout) => readonly T[]): readonly T[] => [
    ...where(of(on), name),
    ...where(of(off), `!${name}`),
  ];
  const levels = ({ levels: all, paging }: ArchLayout): readonly LevelGeometry[] =>
    all.map((level) => ({ ...level, paging: level.paging ?? paging.map(({ value }) => value) }));
  return {
    since: on.since,
    levels: join(levels),
    paging: join(({ paging }) => paging),
    pagingSymbol: name,
    pageShift: on.pageShift,
    physBits: join(({ physBits }) => physBits),
    swpPfnBits: join(swpPfnBitsOf),
    physMaskBits: join(({ physMaskBits }) => physMaskBits ?? BITS_64),
    wordBits: on.wordBits,
    entryBits: join(({ entryBits }) => entryBits ?? BITS_64),
    symbols: joinSymbols(chooser, on, off),
    lacks: on.lacks.filter((symbol) => off.lacks.includes(symbol)),
    none: join(({ none }) => none),
    forms: join(({ forms }) => forms),
    rows: join(({ rows }) => rows),
    pfn: join(({ pfn }) => pfn),
    swap: join(({ swap }) => swap),
    predicates: (): readonly PredicateRow[] => join((layout) => [...layout.predicates()]),
    operations: (): readonly OperationRow[] => join((layout) => layout.operations()),
    src: on.src,
  };
}
