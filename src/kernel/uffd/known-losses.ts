import type { Availability } from '../../core/version.ts';
import type { MemoryKind } from './model.ts';

/** A fault of kernels that takes the protection of a page: a finding all the same, whatever the event. */
interface KnownLoss extends Pick<Availability, 'since' | 'until'> {
  readonly kinds: readonly MemoryKind[];
  /** Flags of pagemap that a page has before, and none of those that it has after. */
  readonly before: readonly string[];
  readonly notAfter: readonly string[];
  readonly text: string;
  readonly src: string;
}

/** The fix is in 6.18, 6.17.4 and 6.12.54. */
// prettier-ignore
const ZEROS: KnownLoss = { kinds: ['anon', 'thp'], before: ['exclusive'], notAfter: ['exclusive', 'file'], text: 'it can be a page of zeros in a huge page that was split: the zero page took its place without the bit (fixed by 9658d698a8a8)', src: 'b1f202060afe (v6.12) mm/migrate.c try_to_map_unused_to_zeropage(), 9658d698a8a8 (v6.18, 6.17.4, 6.12.54)' };

/** Faults that pages which lost their protection where they are can show. */
export const KNOWN_LOSSES: readonly KnownLoss[] = [
  { ...ZEROS, since: '6.12', until: '6.12.54' },
  { ...ZEROS, since: '6.13', until: '6.17.4' },
];
