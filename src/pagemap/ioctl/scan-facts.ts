import type { Vma } from '../../pages/maps.ts';
import type { StateInfo } from '../model.ts';
import { SCAN_CATEGORIES, type ScanFacts, type ScanRule } from './scan-categories.ts';

/** Whether a page is one of those of a row: undefined where that is not known. */
export function fits(when: Partial<ScanFacts>, facts: ScanFacts): boolean | undefined {
  const known = new Map<string, unknown>(Object.entries(facts));
  const answers = Object.entries(when).map(([name, wanted]) => {
    const is = known.get(name);
    return is === undefined ? undefined : is === wanted;
  });
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** What a category must be: that of the first row that fits; `either` where unknown facts decide. */
export function ruleFor(rules: readonly ScanRule[], facts: ScanFacts): ScanRule | undefined {
  const possible: ScanRule[] = [];
  for (const rule of rules) {
    const fit = fits(rule.when, facts);
    if (fit !== false) possible.push(rule);
    if (fit === true) break;
  }
  const [first] = possible;
  return possible.every(({ must }) => must === first?.must) ? first : undefined;
}

/**
 * What pagemap and smaps say of pages.
 *
 * @param categories those of the scan
 * @param isTorn no entry above the lowest level can map them
 */
export function factsOf(
  info: StateInfo,
  hi: number,
  vma: Vma | undefined,
  categories: number,
  isTorn: boolean,
): ScanFacts {
  const has = (name: string): boolean => (categories & maskOf(name)) !== 0;
  const wpAllowed = has('WPALLOWED');
  const none = info.state === 'none';
  const flag = (name: string): boolean | undefined => vma?.vmFlags?.includes(name);
  // Nothing but hugetlb memory has entries above the lowest level of which pagemap shows nothing.
  const showsHuge = info.huge || (none && has('HUGE'));
  return {
    present: info.state === 'present',
    swapped: hi >>> 30 === 1,
    none,
    slot: info.state === 'swap',
    protected: info.flags.includes('uffd_wp') || info.markers.includes('uffd_wp'),
    file: info.flags.includes('file'),
    exclusive: info.flags.includes('exclusive'),
    softDirty: info.flags.includes('soft_dirty'),
    guard: info.flags.includes('guard'),
    hugetlb: flag('ht') ?? (showsHuge ? true : hi >>> 30 === 1 ? false : undefined),
    uw: flag('uw') ?? (wpAllowed ? true : undefined),
    ur: flag('ur') ?? (wpAllowed ? false : undefined),
    marker: info.state === 'pte-marker',
    huge: has('HUGE'),
    zero: has('PFNZERO'),
    whole: isTorn ? false : undefined,
    wpAllowed,
  };
}

const MASKS = new Map(SCAN_CATEGORIES.map(({ name, bit }) => [name, 1 << bit]));
/** The bit of a category; 0 for a name that is none. */
export const maskOf = (name: string): number => MASKS.get(name) ?? 0;
