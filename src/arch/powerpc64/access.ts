import type { Condition, PredicateRow } from '../../core/rows/function-rows.ts';
import type { Bits } from '../../core/rows/layout.ts';
import type { Availability } from '../../core/version.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';

/**
 * The first release whose `pte_present()` asks for `_PAGE_PTE` besides: "powerpc/mm/hash64: use _PAGE_PTE when checking for
 * pte_present" (powerpc-5.8-1).
 */
export const WITH_LEAF_BIT = '5.8';
/** The first release that reads an entry by `pte_present()`, `pte_write()` and `pte_read()`: commit 1b2443a547f9. */
const BY_FUNCTIONS = '4.20';
/** The first release that gives nobody access to a large page while it is split: commit 33258a1db165 (5.2-rc6). */
export const WITHOUT_SPLIT = '5.1.12';

/** What makes an entry present for this question, by release. */
type Presence = Availability & { readonly set: Bits };

const PRESENT: readonly Presence[] = [
  { until: WITH_LEAF_BIT, set: ['present'] },
  { since: WITH_LEAF_BIT, set: ['present', 'pse'] },
];
const INVALID_PTE: readonly Presence[] = [
  { since: BY_FUNCTIONS, until: WITH_LEAF_BIT, set: ['invalid'] },
  { since: WITH_LEAF_BIT, set: ['invalid', 'pse'] },
];
const INVALID_PMD: readonly Presence[] = [{ since: BY_FUNCTIONS, until: WITHOUT_SPLIT, set: ['invalid'] }];

/** Present, readable and for user mode; what may be written in 6.1 without the bit may not be read. */
const permitted = (present: readonly Presence[], ...also: readonly string[]): readonly Condition[] =>
  present.map(({ set, ...releases }) => ({
    ...releases,
    set: [...set, 'read', ...also],
    clear: ['privileged'],
  }));

/**
 * The first release of which the functions are known. A header between 4.13 and 4.15-rc1 has none, so that the generic ones say it;
 * which release up to 4.18 brought them is not known, and these say nothing.
 */
const KNOWN = { since: '4.19' } as const;

/** Who may use an entry. */
// prettier-ignore
export const accessPermitted = (): readonly PredicateRow[] => [
  { name: 'pte_access_permitted_read', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PTE]), src: `v4.19 ${BOOK3S} pte_access_permitted(pte, 0)` },
  { name: 'pte_access_permitted_write', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PTE], 'rw'), src: `v4.19 ${BOOK3S} pte_access_permitted(pte, 1)` },
  { name: 'pud_access_permitted_read', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PTE]), src: `v6.12 ${BOOK3S} pud_access_permitted(pud, 0)` },
  { name: 'pud_access_permitted_write', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PTE], 'rw'), src: `v6.12 ${BOOK3S} pud_access_permitted(pud, 1)` },
  { name: 'p4d_access_permitted_read', since: '6.1', when: permitted([...PRESENT, ...INVALID_PTE]), src: `v6.1 ${BOOK3S} p4d_access_permitted(p4d, 0)` },
  { name: 'p4d_access_permitted_write', since: '6.1', when: permitted([...PRESENT, ...INVALID_PTE], 'rw'), src: `v6.1 ${BOOK3S} p4d_access_permitted(p4d, 1)` },
  { name: 'pmd_access_permitted_read', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PMD]), src: `v4.19 ${BOOK3S} pmd_access_permitted(pmd, 0)` },
  { name: 'pmd_access_permitted_write', ...KNOWN, when: permitted([...PRESENT, ...INVALID_PMD], 'rw'), src: `v4.19 ${BOOK3S} pmd_access_permitted(pmd, 1)` },
];
