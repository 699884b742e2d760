/** What an entry can be by its value, in the order of the documentation. */
export const STATES = [
  'none',
  'present',
  'protnone',
  'table',
  'swap',
  'migration',
  'device-private',
  'device-exclusive',
  'hwpoison',
  'pte-marker',
  'swapin-error',
  'uffd-wp-special',
] as const;

/**
 * A page of the kernel that is not mapped: what an entry that is not present is where its address is one of the kernel.
 * The value alone never says it.
 */
export const UNMAPPED = 'unmapped';

/** What an entry can be where its address is known. */
export const PLACED_STATES = [...STATES, UNMAPPED] as const;

/** What an entry is. */
export type State = (typeof PLACED_STATES)[number];

/**
 * What kind of swap pte it is, after the review of the patch: `a.1` a normal swap entry, `a.2` a special swap entry,
 * `b` a pte that holds no swap entry at all.
 */
export const SWAP_CLASSES = ['a.1', 'a.2', 'b'] as const;
export type SwapClass = (typeof SWAP_CLASSES)[number];

/** The kind of swap pte of a state; null for an entry that is no swap pte. */
export function swapClassOf(state: State): SwapClass | null {
  switch (state) {
    case 'none':
    case 'present':
    case 'protnone':
    case 'table':
    case UNMAPPED:
      return null;
    case 'swap':
      return 'a.1';
    case 'uffd-wp-special':
      return 'b';
    default:
      return 'a.2';
  }
}
