import type { PredicateRow } from '../core/layout.ts';
import { swapPredicates } from './swap-functions.ts';

const PGTABLE = 'arch/*/include/asm/pgtable.h (of the architecture)';
const GENERIC = 'include/linux/pgtable.h';

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

/**
 * The functions of an architecture that answer something of an entry: its own ones, those common ones of a pte that it
 * has no row for, and those of a swap pte.
 *
 * @param own its rows; one with a common name stands in the place of that, and one without before the next that has one
 */
export function withCommonPredicates(own: readonly PredicateRow[]): readonly PredicateRow[] {
  const common = new Set(ptePredicates().map(({ name }) => name));
  const places = new Map<string, readonly PredicateRow[]>();
  let waiting: PredicateRow[] = [];
  for (const row of own) {
    waiting.push(row);
    if (!common.has(row.name)) continue;
    places.set(row.name, [...(places.get(row.name) ?? []), ...waiting]);
    waiting = [];
  }
  return [
    ...ptePredicates().flatMap((row) => places.get(row.name) ?? [row]),
    ...waiting,
    ...swapPredicates(),
  ];
}
