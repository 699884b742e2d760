import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import {
  genericLargeOperations,
  genericPredicates,
  pmdSwapChanges,
  pmdSwapMakers,
} from './large-functions.ts';
import { swapOperations, swapPredicates } from './swap-functions.ts';

const PGTABLE = 'arch/*/include/asm/pgtable.h (of the architecture)';
const GENERIC = 'include/linux/pgtable.h';
const UFFD = 'include/asm-generic/pgtable_uffd.h';

/**
 * What every architecture answers of a pte, by the forms and the roles of its layout, as far as its header has no more
 * to it. A role that it lacks is the constantly false function of the generic header.
 */
// prettier-ignore
const ptePredicates = (): readonly PredicateRow[] => [
  { name: 'pte_none', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_present', when: [{ forms: ['leaf', 'protnone', 'table'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'is_swap_pte', until: '6.19', when: [{ forms: ['swap'] }], src: 'v6.12 include/linux/swapops.h' },
  // Up to 7.2 constantly false without NUMA balancing.
  { name: 'pte_protnone', when: [{ config: ['NUMA_BALANCING'], forms: ['protnone'] }, { config: ['ARCH_HAS_PTE_PROTNONE'], forms: ['protnone'] }], src: `v6.12 ${GENERIC}` },
  { name: 'pte_write', when: [{ set: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_dirty', when: [{ set: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_young', when: [{ set: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_special', when: [{ set: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_devmap', until: '6.17', when: [{ set: ['devmap'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_uffd_wp', since: '5.7', until: '7.3', when: [{ set: ['uffd_wp'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_uffd', since: '7.3', when: [{ set: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pte_soft_dirty', when: [{ set: ['soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_pfn', number: 'frame', src: `v6.12 ${PGTABLE}` },
];

/** What the generic headers, or every architecture in the same way, change of a pte. */
// prettier-ignore
const pteOperations = (): readonly OperationRow[] => [
  { name: 'pte_mksoft_dirty', cases: [{ thenSet: ['soft_dirty'] }], src: `v6.12 ${GENERIC}` },
  { name: 'pte_clear_soft_dirty', cases: [{ thenClear: ['soft_dirty'] }], src: `v6.12 ${GENERIC}` },
  { name: 'pte_mkuffd_wp', since: '5.7', until: '7.3', cases: [{ thenSet: ['uffd_wp'] }], src: `v6.12 ${UFFD}` },
  { name: 'pte_mkuffd', since: '7.3', cases: [{ thenSet: ['uffd_wp'] }], src: `v7.3 ${UFFD}` },
  { name: 'pte_clear_uffd_wp', since: '5.7', until: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v6.12 ${UFFD}` },
  { name: 'pte_clear_uffd', since: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v7.3 ${UFFD}` },
];

/**
 * The functions of an architecture that answer something of an entry: its own ones, those common ones of a pte that it
 * has no row for, and those of a swap pte.
 *
 * @param own its rows; one with a common name stands in the place of that, and one without before the next that has one
 */
export function* withCommonPredicates(
  own: readonly PredicateRow[],
): Generator<PredicateRow, void, undefined> {
  yield* joined(own, ptePredicates());
  yield* swapPredicates();
}

/**
 * The functions of upper levels that answer something: own ones of an architecture, and those generic ones that it has no
 * row for.
 *
 * @param own as for `withCommonPredicates`
 */
export function withLargePredicates(own: readonly PredicateRow[]): readonly PredicateRow[] {
  return joined(own, genericPredicates());
}

/** The functions that make or change an entry of an upper level, in the same way. */
export function withLargeOperations(own: readonly OperationRow[]): readonly OperationRow[] {
  return joined(own, [...genericLargeOperations(), ...pmdSwapChanges(), ...pmdSwapMakers()]);
}

/**
 * The functions of an architecture that make or change an entry: its own ones, those of the generic headers that it has
 * no row for (without such a bit they change nothing), and those of swap entries.
 */
export function withCommonOperations(own: readonly OperationRow[]): readonly OperationRow[] {
  return joined(own, [...pteOperations(), ...swapOperations()]);
}

/** Own rows in the places of common rows of the same name; one without such a name before the next that has one. */
function joined<Row extends { readonly name: string }>(
  own: readonly Row[],
  common: readonly Row[],
): readonly Row[] {
  const names = new Set(common.map(({ name }) => name));
  const places = new Map<string, readonly Row[]>();
  let waiting: Row[] = [];
  for (const row of own) {
    waiting.push(row);
    if (!names.has(row.name)) continue;
    places.set(row.name, [...(places.get(row.name) ?? []), ...waiting]);
    waiting = [];
  }
  const seen = new Set<string>();
  const inPlace = common.flatMap((row) => {
    const mine = places.get(row.name);
    if (!mine) return [row];
    const isFirst = !seen.has(row.name);
    seen.add(row.name);
    return isFirst ? mine : [];
  });
  return [...inPlace, ...waiting];
}
